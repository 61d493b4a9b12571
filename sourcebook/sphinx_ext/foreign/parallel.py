"""Check whether pages can be read and written in several processes.

Extensions say of themselves that they are safe for parallel reading, and some are wrong: their domain cannot merge what
another process has read, or they keep a table on the environment that nobody merges. Here: finding that out, before
reading where it can be seen and while results are merged where it cannot. Not here: how many processes there are and
what is done instead (`sphinx_ext/build.py`), and how they end (`processes.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sourcebook.model.problems import SourcebookError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
SPHINX_OWN = frozenset(BuildEnvironment.__init__.__code__.co_names)
"""The attributes that Sphinx itself sets on an environment, and merges or forgets."""


class NotMergedError(SourcebookError):
    """Raised if an extension lost data that another process had read."""


def unsafe(app: Sphinx, doing: str) -> Iterator[str]:
    """The reasons why pages must be read (`doing` is `read`) or written (`write`) one by one.

    An extension that does not say that it is safe is taken for unsafe, as Sphinx does.
    """
    for extension in app.extensions.values():
        if not getattr(extension, f"parallel_{doing}_safe", False):
            yield f"the extension {extension.name} is not safe for that"
    for name, domain in sorted(app.env.domains.items()):
        if type(domain).merge_domaindata is Domain.merge_domaindata:
            yield f"the domain {name} cannot merge what several processes read"


def _one_by_one(app: Sphinx, doing: str) -> None:
    reason = next(unsafe(app, doing), "") if app.parallel > 1 else ""
    if reason:
        logger.info("sourcebook: pages are handled one by one, because %s.", reason)
        app.parallel = 1


def before_reading(app: Sphinx) -> None:
    """Handler of `builder-inited`: read in one process where an extension requires it."""
    _one_by_one(app, "read")


def before_writing(app: Sphinx, _env: BuildEnvironment) -> None:
    """Handler of `env-updated`: write in one process where an extension requires it."""
    _one_by_one(app, "write")


def look_at_merged(_app: Sphinx, env: BuildEnvironment, _docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Handler of `env-merge-info`, after all extensions: NotMergedError where data of another process was lost."""
    for name, theirs in vars(other).items():
        if name not in SPHINX_OWN and not name.startswith("_") and _lost(theirs, getattr(env, name, None)):
            raise NotMergedError(f"an extension keeps “{name}” on the environment and does not merge it")


def _lost(theirs: Any, ours: Any) -> bool:
    """True if an item of another process is missing here. Only dictionaries, lists and sets are compared."""
    if not isinstance(theirs, dict | set | list | tuple) or not theirs:
        return False
    if not isinstance(ours, dict | set | list | tuple):
        return True
    return any(item not in ours for item in theirs)


def register(app: Sphinx) -> None:
    """Register the handlers. Before reading: after the other extensions were set up."""
    app.connect("builder-inited", before_reading)
    app.connect("env-merge-info", look_at_merged, priority=900)
    app.connect("env-updated", before_writing, priority=300)
