"""Outputs are written beside and moved into place, whole: what a build breaks off halfway never shows.

Here: swapping a finished folder or file in, the lock that keeps two runs on one book apart, and what a run that was
killed left behind, which the next one takes away. Not here: several files of an author changed as one
(`transaction.py`).
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
"""Where everything that is made lies, in a book's folder, and the lock of the book."""
PART = ".part"
"""The ending of a file that is not whole yet."""
NEW, OLD = ".new", ".old"
"""The endings of a folder that is not whole yet, and of one that is being replaced; both begin with a full stop."""
BEGUN = ".begun"
"""The ending of the mark beside a folder that somebody is at work in."""


def write_file(path: Path, data: bytes) -> None:
    """Write a file whole: beside, then renamed over the old one."""
    made = part(path, data)
    try:
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise


def part(path: Path, data: bytes) -> Path:
    """Write what a file will hold beside its place; where that stands. What fails leaves nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=PART)
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made.chmod(0o644)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


def publish(made: Path, final: Path) -> None:
    """Copy a finished folder beside `final` and swap it in. `made` stays, for the next build to go on from."""
    new, old = _beside(final, NEW), _beside(final, OLD)
    shutil.rmtree(new, ignore_errors=True)
    try:
        shutil.copytree(made, new, ignore=shutil.ignore_patterns(f".*{PART}"))
    except BaseException as error:
        shutil.rmtree(new, ignore_errors=True)
        if isinstance(error, shutil.Error):  # a list of what could not be copied, each with its reason
            why = error.args[0][0][2]
            raise SourcebookError(f"{final.name}: {why}; the last good outputs are as they were.") from None
        raise
    _swap_in(new, final, old)


def _swap_in(new: Path, final: Path, old: Path) -> None:
    """Replace the folder `final` by `new`. Killed between the two renames, it leaves `old`, which `tidy` puts back."""
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


# -- one run at a time, and what a killed one left --------------------------------------------------------------------


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the lock of a build folder, tidied; SourcebookError where another run holds it."""
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
    """Take away what a killed run left in a folder; a good output that it had put aside comes back."""
    for path in sorted(folder.glob(".*")):
        final = path.with_name(path.name[1:].removesuffix(OLD))
        if path.name.endswith(OLD) and path.is_dir() and not final.exists():
            path.rename(final)
        elif path.name.endswith((OLD, NEW)):
            shutil.rmtree(path, ignore_errors=True)
    sweep(folder)


def sweep(folder: Path) -> None:
    """Take away the files that a killed run began to write in a folder."""
    for path in folder.glob(f".*{PART}"):
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def unless_broken_off(made: Path, *others: Path) -> Iterator[None]:
    """Work in a folder that is gone on with from run to run, and in others that belong to it.

    Where the last run in it did not come to its end, they are begun anew: nobody knows which of their files are whole.
    """
    mark = _beside(made, BEGUN)
    if mark.exists():
        for folder in (made, *others):
            shutil.rmtree(folder, ignore_errors=True)
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.touch()
    yield
    mark.unlink()
