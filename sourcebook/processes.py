"""Process control for all commands: the build date, garbage collection, and sharing work among processes.

Not here: untrusted files, which are parsed in a process with limits (`ingest/sandbox.py`), and pages, which Sphinx
reads in parallel (`sphinx_ext/foreign/parallel.py`).
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, TypeVar

from sourcebook.model.problems import SourcebookError

T = TypeVar("T")
R = TypeVar("R")
DATE = "SOURCE_DATE_EPOCH"
"""The environment variable with the date of all outputs, in seconds since 1970 (reproducible-builds.org)."""
_LATEST = 253_402_300_799
"""The last second of the year 9999, the limit of `datetime`."""


def build_date(environ: Mapping[str, str]) -> int | None:
    """The date of all outputs, in seconds since 1970; None where it is not set. SourcebookError if it is invalid."""
    text = environ.get(DATE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 12 and int(text) <= _LATEST):
        raise SourcebookError(f"{DATE} is {text!r}, which is no number of seconds since 1970; correct it, or unset it.")
    return int(text)


def normalise_date(environ: MutableMapping[str, str]) -> None:
    """Remove an empty date from the environment, which others would misread. SourcebookError if it is invalid."""
    if build_date(environ) is None:
        environ.pop(DATE, None)


def collect_rarely() -> None:
    """Raise the thresholds of the garbage collector, for a short-lived process.

    The pages and articles of a book are hundreds of thousands of long-lived objects, and scanning them again and again
    costs: without this, a cold build of this book takes 1.30 of the processor's time (three rounds, in turn),
    and 14 MiB less at its peak. The tree of a page is cyclic, so collection is not switched off.
    """
    gc.set_threshold(200_000, 20, 50)
    atexit.register(gc.freeze)


def cores() -> int:
    """How many processes can work at once; one where the system cannot fork."""
    import multiprocessing  # late: most commands use one process

    can_fork = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return len(os.sched_getaffinity(0)) if can_fork and hasattr(os, "sched_getaffinity") else 1


def portions(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """Split items into at most `count` non-empty runs of about the same length, in order."""
    rest, step = iter(items), -(-len(items) // max(1, count))
    return [run for _ in range(count) if (run := list(islice(rest, step)))]


def shared(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Map `work` over items in a pool of forked processes; the results are in order.

    Items and results are pickled. If a process is killed or none can be started, all work is done in this process. On
    two cores, 10,000 questions take 0.85 of the time of one (reckoned from processor times, median of five rounds:
    3.2 s for 3.7 s), and no less where the cores are busy.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    workers = min(cores(), len(items))
    if workers < 2:
        return list(map(work, items))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or each copy would print the buffered output again
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(workers, context, _begin, (work,)) as pool:
            return list(pool.map(_do, items))
    except (
        BrokenProcessPool,
        OSError,
    ):  # killed, or no more processes or memory
        end_children()
        return list(map(work, items))


_work: list[Callable[[Any], Any]] = []
"""In a worker process: the function to apply. It is inherited by fork, so it need not be pickled."""


def _begin(work: Callable[[Any], Any]) -> None:
    end_with_parent()
    _work[:] = [work]


def _do(item: Any) -> Any:
    return _work[0](item)


# -- the end of processes ----------------------------------------------------------------------------------------------


def end_children() -> None:
    """Kill every worker process of this one. Their results are lost.

    A child that waits to hand over its result would otherwise never end, and this process would wait for it.
    """
    import multiprocessing

    for child in multiprocessing.active_children():
        child.kill()
        child.join()


def end_with_parent() -> None:
    """In a child process of `multiprocessing`: exit when the parent ends, even if it is killed."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    with suppress(RuntimeError):  # no thread can be started: the process ends after its work
        threading.Thread(target=wait, daemon=True).start()


def outlive_no_parent() -> None:
    """Make every future child process of `multiprocessing` end with this one, including Sphinx's workers."""
    from multiprocessing import util

    util.register_after_fork(end_with_parent, lambda end: end())
