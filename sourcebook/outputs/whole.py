"""Outputs are written beside and moved into place, whole: what a build breaks off halfway never shows.

Here: swapping a finished folder or file in, the lock that keeps two builds of one book apart, and mending what a build
that was killed between two renames left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sourcebook.problems import SourcebookError

try:
    import fcntl
except ImportError:  # not on Windows, where two builds at once are the user's to avoid
    fcntl = None  # type: ignore[assignment]


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole: beside, then renamed over the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def publish(made: Path, final: Path) -> None:
    """Copy a finished folder beside `final` and swap it in. `made` stays, for the next build to go on from."""
    new, old = final.with_name(f".{final.name}.new"), _old(final)
    for rest in (new, old):
        shutil.rmtree(rest, ignore_errors=True)
    shutil.copytree(made, new)
    if final.exists():
        final.rename(old)
    new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def mend(final: Path) -> None:
    """Put the last good folder back where a build was killed between the two renames of `publish`."""
    if not final.exists() and _old(final).exists():
        _old(final).rename(final)


def _old(final: Path) -> Path:
    return final.with_name(f".{final.name}.old")


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a build folder; SourcebookError where another build holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise SourcebookError(f"another build is at work in {folder.name}/; wait for it to end.") from None
        yield
