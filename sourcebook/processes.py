"""What the program does with its own process: the date it works under, how often it looks for garbage, and when it
shares its work with others.

Here: what any command may ask for. Not here: strangers' files, which are read in a process with limits
(`commands/apart.py`), and pages, which Sphinx shares (`sphinx_ext/parallel.py`).
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

from sourcebook.problems import SourcebookError

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


def look_at_date(environ: MutableMapping[str, str]) -> None:
    """At the start: a date that is empty is none, and other programs are not to read it as a number. SourcebookError
    where it is no date.
    """
    if build_date(environ) is None:
        environ.pop(DATE, None)


def collect_rarely() -> None:
    """For a process that does one thing and ends: let the garbage be.

    The pages and articles of a book are hundreds of thousands of objects that live long; to look through them again and
    again takes a fifth of a build, and once more at the end of the process a twentieth. The tree of a page is a circle,
    so collecting is not switched off.
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
    """What the work makes of each thing given, in their order: of the last one here, of each other one in a copy of
    this process.

    What is made goes through a pipe, so it can be pickled. Where a copy fails for whatever reason, its work is done
    here, and whatever it raises is raised here.
    """
    import multiprocessing

    if cores() == 1:
        return list(map(work, given))
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # or each copy would say once more what is still to be said
    context = multiprocessing.get_context("fork")
    begun = []
    for item in given[:-1]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_bring, args=(theirs, work, item), daemon=True)
        with suppress(OSError):  # there are too many already, or there is too little memory
            process.start()
        theirs.close()
        begun.append((item, process, ours))
    try:
        last = list(map(work, given[-1:]))
        return [_brought(pipe, work, item) for item, _, pipe in begun] + last
    finally:
        for _, process, pipe in begun:
            pipe.close()  # who still writes into it ends
            if process.pid is not None:
                process.join()


def end_with_parent() -> None:
    """In a process of ours: end when the process that began it does, however that ends."""
    import multiprocessing
    import threading

    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _bring(pipe: Connection, work: Callable[[T], R], item: T) -> None:
    end_with_parent()
    with suppress(BaseException):  # it will be raised where the work is done once more
        pipe.send((work(item),))
    pipe.close()


def _brought(pipe: Connection, work: Callable[[T], R], item: T) -> R:
    with suppress(EOFError, OSError):  # it ended before, or while, it told
        made: tuple[R] = pipe.recv()
        return made[0]
    return work(item)
