"""Several files of an author changed as one: all of them, or none, whenever it breaks off.

Here: writing and deleting files so that neither a failure nor a kill leaves half of it. Each file is first written
beside its place; then a note says what is to happen; only then are they moved. A run that is killed before the note is
whole has changed nothing; one that is killed after it is brought to its end by the next command (`finish`). Not here:
one file (`atomic.py`), and what stands in them.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic

NOTE = Path(atomic.BUILD) / ".change.json"
"""What is to happen, while it happens; seen from the book's folder."""


@dataclass(frozen=True)
class _Change:
    """Files that are written, each with the whole new text beside it, and files that go."""

    puts: tuple[tuple[Path, Path], ...]
    deletes: tuple[Path, ...]

    def make(self) -> None:
        """Do it, or what is left of it."""
        for part, path in self.puts:
            if part.exists():
                part.replace(path)
        for path in self.deletes:
            path.unlink(missing_ok=True)

    def written(self, root: Path) -> bytes:
        """The note: paths as they are seen from the book's folder, which may have moved when it is read."""
        puts = [[os.path.relpath(path, root) for path in pair] for pair in self.puts]
        return json.dumps({"puts": puts, "deletes": [os.path.relpath(path, root) for path in self.deletes]}).encode()


def change(root: Path, writes: Mapping[Path, bytes], deletes: Iterable[Path] = (), fresh: Iterable[Path] = ()) -> None:
    """Write files whole and delete others; those in `fresh` may not be there yet, unless they are empty.

    SourcebookError where that fails, or where another run is at work; then everything is as it was.
    """
    gone = tuple(deletes)
    with atomic.alone(root / atomic.BUILD):
        for folder in {path.parent for path in (*writes, *gone)}:
            atomic.sweep(folder)
        for path in fresh:
            if path.is_symlink() or (path.exists() and path.stat().st_size):
                raise SourcebookError(f"{path.name} is there already, and nothing is written over; choose another key.")
        _change(root, writes, gone)


def _change(root: Path, writes: Mapping[Path, bytes], deletes: tuple[Path, ...]) -> None:
    parts: list[Path] = []
    before: dict[Path, bytes | None] = {}
    try:
        before = {path: path.read_bytes() if path.exists() else None for path in (*writes, *deletes)}
        for path, data in writes.items():
            parts.append(atomic.part(path, data))
        planned = _Change(tuple(zip(parts, writes, strict=True)), deletes)
        atomic.write_file(root / NOTE, planned.written(root))
        planned.make()
    except BaseException as error:
        _undo(before)
        _forget(root, parts)
        if isinstance(error, OSError):
            name = Path(error.filename or "").name.removesuffix(atomic.PART).lstrip(".")
            raise SourcebookError(f"{name} cannot be changed: {error.strerror}; everything is as it was.") from None
        raise
    with contextlib.suppress(OSError):  # all is done: where the note stays, the next command takes it away
        (root / NOTE).unlink()


def _undo(before: Mapping[Path, bytes | None]) -> None:
    """Give each file that was changed what it held."""
    for path, data in before.items():
        if data is None:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_bytes() != data:
            atomic.write_file(path, data)


def _forget(root: Path, parts: Iterable[Path]) -> None:
    for path in (root / NOTE, *parts):
        path.unlink(missing_ok=True)


# -- after a kill -----------------------------------------------------------------------------------------------------


def unfinished(root: Path) -> bool:
    """Whether a change was broken off, or is being made just now."""
    return (root / NOTE).is_file()


def finish(root: Path) -> bool:
    """Bring a change to its end that was broken off; whether there was one. SourcebookError while another run works."""
    with atomic.alone(root / atomic.BUILD):
        if not unfinished(root):
            return False  # it was being made, and is
        try:
            note = json.loads((root / NOTE).read_bytes())
            puts = tuple((root / part, root / path) for part, path in note["puts"])
            planned = _Change(puts, tuple(root / path for path in note["deletes"]))
        except (ValueError, KeyError, TypeError):
            raise SourcebookError(f"{NOTE} is not a note of ours; look at it, and delete it.") from None
        planned.make()
        (root / NOTE).unlink()
    return True
