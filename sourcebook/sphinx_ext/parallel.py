"""Whether pages may be shared among processes, and what becomes of those processes.

Extensions say of themselves that they are safe for parallel reading, and some are wrong: their domain cannot merge what
another process has read, or they keep a table on the environment that nobody merges. Here: finding that out, before
reading where it can be seen and while results are merged where it cannot; and ending every process that was started.
Not here: how many processes there are and what is done instead (`run.py`).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from sourcebook.problems import SourcebookError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
SPHINX_OWN = frozenset(BuildEnvironment.__init__.__code__.co_names)
"""The attributes that Sphinx itself sets on an environment, and merges or forgets."""
LOOK_EVERY = 1.0
"""Seconds between two looks of a child process at whether its parent still lives."""


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


# -- processes ---------------------------------------------------------------------------------------------------------


def end_children() -> None:
    """Kill every process that this one has started to share its work. Their results are lost.

    A child that waits to hand over its result would else never end, and this process would wait for it.
    """
    import multiprocessing

    for child in multiprocessing.active_children():
        child.kill()
        child.join()


def outlive_no_parent() -> None:
    """From now on every process copied from this one ends when this one does, however it ends.

    Where processes are not copied (Windows), none is started to share pages.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_watch)


def _watch() -> None:
    """In a new process: look again and again whether its parent is still the one that started it."""
    with suppress(RuntimeError):  # no thread can be started: the process ends with its work
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


def register(app: Sphinx) -> None:
    """Tell Sphinx about the moments. Before reading: after the other extensions were set up."""
    app.connect("builder-inited", before_reading)
    app.connect("env-merge-info", look_at_merged, priority=900)
    app.connect("env-updated", before_writing, priority=300)
