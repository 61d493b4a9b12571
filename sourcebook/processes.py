"""What the program does with its own process: the date it works under, how often it looks for garbage, and when it
shares its work with others.

Here: what any command may ask for. Not here: strangers' files, which are read in a process with limits
(`ingest/sandbox.py`), and pages, which Sphinx shares (`sphinx_ext/foreign/parallel.py`).
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
"""The variable that gives everything made its date, in seconds since 1970 (reproducible-builds.org)."""
_LATEST = 253_402_300_799
"""The last second of the year 9999: no calendar here counts further."""


def build_date(environ: Mapping[str, str]) -> int | None:
    """The date that is given to what is made, in seconds since 1970; None where none is. SourcebookError where it is
    none.
    """
    text = environ.get(DATE, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 12 and int(text) <= _LATEST):
        raise SourcebookError(f"{DATE} is {text!r}, which is no number of seconds since 1970; correct it, or unset it.")
    return int(text)


def normalise_date(environ: MutableMapping[str, str]) -> None:
    """At the start: a date that is empty is none, and other programs are not to read it as a number. SourcebookError
    where it is no date.
    """
    if build_date(environ) is None:
        environ.pop(DATE, None)


def collect_rarely() -> None:
    """Raise the thresholds of the garbage collector, for a process that does one thing and ends.

    The pages and articles of a book are hundreds of thousands of objects that live long, and looking through them again
    and again costs: without this, a cold build of this book takes 1.30 of the processor's time (three rounds, in turn),
    and 14 MiB less at its peak. The tree of a page is a circle, so collecting is not switched off.
    """
    gc.set_threshold(200_000, 20, 50)
    atexit.register(gc.freeze)


def cores() -> int:
    """How many processes can work at once; one where a process cannot be copied as it stands (`fork`)."""
    import multiprocessing  # not for commands that do everything themselves

    copied = sys.platform != "darwin" and "fork" in multiprocessing.get_all_start_methods()
    return len(os.sched_getaffinity(0)) if copied and hasattr(os, "sched_getaffinity") else 1


def portions(items: Sequence[T], count: int) -> list[Sequence[T]]:
    """The items in at most so many runs of about the same length, in their order; no run is empty."""
    rest, step = iter(items), -(-len(items) // max(1, count))
    return [run for _ in range(count) if (run := list(islice(rest, step)))]


def shared(work: Callable[[T], R], given: Sequence[T]) -> list[R]:
    """The results of `work` for each item given, in order, made by a pool of copies of this process.

    Items and results are pickled. Where a copy breaks down or none can be started, all is done here.
    On two cores, 10,000 questions take 0.85 of the time of one (reckoned from processor times, median of five rounds:
    3.2 s for 3.7 s), and no less where the cores are busy.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    workers = min(cores(), len(given))
    if workers < 2:
        return list(map(work, given))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or each copy would say once more what is still to be said
    context = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(workers, context, _begin, (work,)) as pool:
            return list(pool.map(_do, given))
    except (
        BrokenProcessPool,
        OSError,
    ):  # it was killed; or there are too many processes, or there is too little memory
        end_children()
        return list(map(work, given))


_work: list[Callable[[Any], Any]] = []
"""In a worker process: what it does with each item. It comes with the copy, so it need not be pickled."""


def _begin(work: Callable[[Any], Any]) -> None:
    end_with_parent()
    _work[:] = [work]


def _do(item: Any) -> Any:
    return _work[0](item)


# -- the end of processes ----------------------------------------------------------------------------------------------


def end_children() -> None:
    """Kill every process that this one has started to share its work. Their results are lost.

    A child that waits to hand over its result would else never end, and this process would wait for it.
    """
    import multiprocessing

    for child in multiprocessing.active_children():
        child.kill()
        child.join()


def end_with_parent() -> None:
    """In a process that `multiprocessing` started: end when its parent does, however that ends."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    with suppress(RuntimeError):  # no thread can be started: the process ends with its work
        threading.Thread(target=wait, daemon=True).start()


def outlive_no_parent() -> None:
    """From now on every copy of this process that `multiprocessing` makes ends with this one: Sphinx's workers too."""
    from multiprocessing import util

    util.register_after_fork(end_with_parent, lambda end: end())
