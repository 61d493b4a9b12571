"""Run untrusted parsers in a resource-limited subprocess.

Pages and PDFs are read by large libraries, and a file can be crafted so that one of them never ends, exhausts memory or
crashes. The file does not show that; so the parser runs in a process with limits to its time and memory. Not here: the
parsers (`ingest/web/webpage.py`, `ingest/pdf_text/pdf_reader.py`, `commands/verify.py`), and the book's own files.
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
except ImportError:  # not on Windows, where wall time is the only limit
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
LONGEST = 60
"""Seconds of processor time after which a parser is killed."""
_PATIENCE = 20 * LONGEST
"""Seconds of wall time after which it is killed in any case."""
LARGEST = 2 * 1024**3
"""The limit of a parser's address space, in bytes, program and libraries included."""


def run_sandboxed(read: Callable[..., T], name: str, *arguments: Any) -> T:
    """Call `read(*arguments)` in a subprocess. SourcebookError where it raises one, exceeds a limit, or crashes.

    `read` is a module-level function; arguments and result can be pickled. `name`: the file that is read.
    """
    # Not forked: a copy of a process with threads may deadlock.
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(sender, LONGEST, read, arguments), daemon=True)
    process.start()
    sender.close()
    answer: T | SourcebookError | None = None
    try:
        with contextlib.suppress(EOFError):  # it was killed, or crashed, before it could answer
            answer = receiver.recv() if receiver.poll(_PATIENCE) else None
    finally:
        process.kill()
        process.join()
        process.close()
        receiver.close()
    if answer is None:
        raise SourcebookError(
            f"{name} takes longer than {LONGEST} seconds to read, or more than {LARGEST // 1024**3} GB of memory, or "
            "breaks the program that reads it; save its text as plain text."
        )
    if isinstance(answer, SourcebookError):
        raise answer
    return answer


def _work(answer: Connection, longest: int, read: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """In the subprocess: set the limits, do the work, send the result. Beyond a limit nothing is sent."""
    processes.end_with_parent()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with contextlib.suppress(ValueError, OSError):  # the system may have no such limit, or a lower one
            resource.setrlimit(resource.RLIMIT_AS, (LARGEST, LARGEST))
    try:
        result = read(*arguments)
    except SourcebookError as error:
        result = error
    except MemoryError:
        return
    answer.send(result)
