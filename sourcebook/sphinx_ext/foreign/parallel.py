"""Whether pages may be shared among processes.

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
    """Raised where an extension lost what another process had read."""


def unsafe(app: Sphinx, doing: str) -> Iterator[str]:
    """Why pages must be read (`doing` is `read`) or written (`write`) one by one: a reason for each cause.

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
    """When the environment is there: read in this process alone where an extension cannot have it otherwise."""
    _one_by_one(app, "read")


def before_writing(app: Sphinx, _env: BuildEnvironment) -> None:
    """When all pages are read: the same for writing."""
    _one_by_one(app, "write")


def look_at_merged(_app: Sphinx, env: BuildEnvironment, _docnames: Iterable[str], other: BuildEnvironment) -> None:
    """After every extension has merged what another process read: NotMergedError where a table of theirs got lost."""
    for name, theirs in vars(other).items():
        if name not in SPHINX_OWN and not name.startswith("_") and _lost(theirs, getattr(env, name, None)):
            raise NotMergedError(f"an extension keeps “{name}” on the environment and does not merge it")


def _lost(theirs: Any, ours: Any) -> bool:
    """Whether something that another process holds is missing here. Only tables, lists and sets can be compared."""
    if not isinstance(theirs, dict | set | list | tuple) or not theirs:
        return False
    if not isinstance(ours, dict | set | list | tuple):
        return True
    return any(item not in ours for item in theirs)


def register(app: Sphinx) -> None:
    """Tell Sphinx about the moments. Before reading: after the other extensions were set up."""
    app.connect("builder-inited", before_reading)
    app.connect("env-merge-info", look_at_merged, priority=900)
    app.connect("env-updated", before_writing, priority=300)
