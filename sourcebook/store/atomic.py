"""Write files and folders atomically: build them under a temporary name, then rename them into place.

Here too: the lock that allows one run at a time in a book, and cleaning up after a run that was killed. Not here:
several files changed as one (`transaction.py`).
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sourcebook.model.problems import SourcebookError

BUILD = "_build"
"""The folder of all outputs, and of the book's lock, in a book's folder."""
PART = ".part"
"""The suffix of a temporary file."""
NEW, OLD = ".new", ".old"
"""The suffixes of a temporary folder, and of one that is being replaced; both names begin with a full stop."""
BEGUN = ".begun"
"""The suffix of the marker beside a folder in which a run is at work."""


def write_file(path: Path, data: bytes) -> None:
    """Write a file atomically: to a temporary file, then renamed over the old one."""
    temporary = write_part(path, data)
    try:
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_part(path: Path, data: bytes) -> Path:
    """Write the future content of a file to a temporary file beside it; its path. A failure leaves nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def publish(built: Path, final: Path) -> None:
    """Copy a finished folder beside `final` and swap it in. `built` stays, for the next incremental build."""
    new, old = _beside(final, NEW), _beside(final, OLD)
    shutil.rmtree(new, ignore_errors=True)
    try:
        shutil.copytree(built, new, ignore=shutil.ignore_patterns(f".*{PART}"))
    except BaseException as error:
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, shutil.Error):  # a list of what could not be copied, each with its reason
            why = error.args[0][0][2]
            raise SourcebookError(f"{final.name}: {why}; the last good outputs are as they were.") from None
        raise
    _swap_in(new, final, old)


def _swap_in(new: Path, final: Path, old: Path) -> None:
    """Replace the folder `final` by `new`. A kill between the two renames leaves `old`, which `tidy` restores."""
    if final.exists():
        shutil.rmtree(old, ignore_errors=True)
        final.rename(old)
    try:
        new.rename(final)
    except OSError:
        if old.exists():
            old.rename(final)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.name}{ending}")


# -- one run at a time, and cleaning up after a killed one ------------------------------------------------------------


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a build folder, and tidy it. SourcebookError where another run holds the lock."""
    import filelock

    folder.mkdir(parents=True, exist_ok=True)
    try:
        lock = filelock.FileLock(folder / ".lock").acquire(blocking=False)
    except filelock.Timeout:
        raise SourcebookError(f"another build is at work in {folder.name}/; wait for it to end.") from None
    with lock:
        for each in (folder, *(path for path in folder.iterdir() if path.is_dir() and path.name[0] != ".")):
            tidy(each)
        yield


def tidy(folder: Path) -> None:
    """Delete what a killed run left in a folder, and restore a good output that it was replacing."""
    for path in sorted(folder.glob(".*")):
        final = path.with_name(path.name[1:].removesuffix(OLD))
        if path.name.endswith(OLD) and path.is_dir() and not final.exists():
            path.rename(final)
        elif path.name.endswith((OLD, NEW)):
            shutil.rmtree(path, ignore_errors=True)
    sweep(folder)


def sweep(folder: Path) -> None:
    """Delete the temporary files that a killed run left in a folder."""
    for path in folder.glob(f".*{PART}"):
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def incremental(built: Path, *others: Path) -> Iterator[None]:
    """Work in a folder that is kept from run to run, and in others that belong to it.

    If the last run was interrupted they are deleted first: any of their files may be incomplete.
    """
    mark = _beside(built, BEGUN)
    if mark.exists():
        for folder in (built, *others):
            shutil.rmtree(folder, ignore_errors=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    yield
    mark.unlink()
