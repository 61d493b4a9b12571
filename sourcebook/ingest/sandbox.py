"""Reading strangers' files in a process of its own, with a limit to its time and its memory.

Pages and PDFs are read by large libraries, and a file can be written so that one of them never ends, takes all the
memory there is, or falls over. Nobody can tell that from the file; so the reader is set apart, and what happens to it
happens to nobody else. Not here: the readers (`ingest/web/webpage.py`, `ingest/pdf_text/pdf_reader.py`,
`commands/verify.py`), and the files of the book itself, which its own author wrote.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from sourcebook import processes
from sourcebook.model.problems import SourcebookError

try:
    import resource
except ImportError:  # not on Windows, where the clock alone is the limit
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
LONGEST = 60
"""Seconds of work (of the processor, not of the clock) after which a reader is ended."""
_PATIENCE = 20 * LONGEST
"""Seconds of the clock after which it is ended all the same."""
LARGEST = 2 * 1024**3
"""Bytes of memory that a reader may ask for, the program and its libraries included."""


def apart(read: Callable[..., T], name: str, *given: Any) -> T:
    """What `read(*given)` returns. SourcebookError where it raises that, takes too long or too much, or breaks down.

    `read` is a function of a module, and what goes in and out can be pickled. `name`: the file that is read.
    """
    # Not forked: a copy of a program that has threads may stand still.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(theirs, LONGEST, read, given), daemon=True)
    process.start()
    theirs.close()
    answer: T | SourcebookError | None = None
    try:
        with contextlib.suppress(EOFError):  # it was ended, or broke down, before it could answer
            answer = ours.recv() if ours.poll(_PATIENCE) else None
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if answer is None:
        raise SourcebookError(
            f"{name} takes longer than {LONGEST} seconds to read, or more than {LARGEST // 1024**3} GB of memory, or "
            "breaks the program that reads it; save its text as plain text."
        )
    if isinstance(answer, SourcebookError):
        raise answer
    return answer


def _work(answer: Connection, longest: int, read: Callable[..., Any], given: tuple[Any, ...]) -> None:
    """In the other process: the limits, the work, the answer. Where memory runs out, or time, there is no answer."""
    processes.end_with_parent()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(ValueError, OSError):  # a system may have no such limit, or a lower one
            resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
    try:
        found = read(*given)
    except SourcebookError as error:
        found = error
    except MemoryError:
        return
    answer.send(found)
