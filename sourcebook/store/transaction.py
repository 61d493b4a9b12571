"""Change several files in one transaction: all of them, or none, whatever interrupts it.

The new contents are first written to temporary files; then a journal says what is to happen; only then are they moved
into place. A run that is killed before the journal is complete has changed nothing; one that is killed after it is
completed by the next command (`finish`). Not here: one file (`atomic.py`), and what the files say.
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

JOURNAL = Path(atomic.BUILD) / ".change.json"
"""The journal of a transaction, relative to the book's folder; it exists while the transaction runs."""


@dataclass(frozen=True)
class _Change:
    """A transaction: files to write, each with its temporary file, and files to delete."""

    puts: tuple[tuple[Path, Path], ...]
    deletes: tuple[Path, ...]

    def make(self) -> None:
        """Do it, or the rest of it."""
        for part, path in self.puts:
            if part.exists():
                part.replace(path)
        for path in self.deletes:
            path.unlink(missing_ok=True)

    def as_journal(self, root: Path) -> bytes:
        """The journal; its paths are relative to the book's folder, which may have moved when it is read."""
        puts = [[os.path.relpath(path, root) for path in pair] for pair in self.puts]
        return json.dumps({"puts": puts, "deletes": [os.path.relpath(path, root) for path in self.deletes]}).encode()


def change(root: Path, writes: Mapping[Path, bytes], deletes: Iterable[Path] = (), fresh: Iterable[Path] = ()) -> None:
    """Write files and delete others in one transaction; those in `fresh` must be absent or empty.

    SourcebookError where that fails, or where another run is at work; then nothing has changed.
    """
    deleted = tuple(deletes)
    with atomic.alone(root / atomic.BUILD):
        for folder in {path.parent for path in (*writes, *deleted)}:
            atomic.sweep(folder)
        for path in fresh:
            if path.is_symlink() or (path.exists() and path.stat().st_size):
                raise SourcebookError(f"{path.name} is there already, and nothing is written over; choose another key.")
        _commit(root, writes, deleted)


def _commit(root: Path, writes: Mapping[Path, bytes], deletes: tuple[Path, ...]) -> None:
    """Write the temporary files and the journal, then move everything; undo all of it where that fails."""
    parts: list[Path] = []
    before: dict[Path, bytes | None] = {}
    try:
        before = {path: path.read_bytes() if path.exists() else None for path in (*writes, *deletes)}
        for path, data in writes.items():
            parts.append(atomic.write_part(path, data))
        planned = _Change(tuple(zip(parts, writes, strict=True)), deletes)
        atomic.write_file(root / JOURNAL, planned.as_journal(root))
        planned.make()
    except BaseException as error:
        _undo(before)
        _discard(root, parts)
        if isinstance(error, OSError):
            name = Path(error.filename or "").name.removesuffix(atomic.PART).lstrip(".")
            raise SourcebookError(f"{name} cannot be changed: {error.strerror}; everything is as it was.") from None
        raise
    with contextlib.suppress(OSError):  # all is done: the next command deletes a journal that is left
        (root / JOURNAL).unlink()


def _undo(before: Mapping[Path, bytes | None]) -> None:
    """Restore the former content of each file."""
    for path, data in before.items():
        if data is None:
            path.unlink(missing_ok=True)
        elif not path.exists() or path.read_bytes() != data:
            atomic.write_file(path, data)


def _discard(root: Path, parts: Iterable[Path]) -> None:
    """Delete the journal and the temporary files."""
    for path in (root / JOURNAL, *parts):
        path.unlink(missing_ok=True)


# -- after a kill -----------------------------------------------------------------------------------------------------


def unfinished(root: Path) -> bool:
    """True if a transaction was interrupted, or is running just now."""
    return (root / JOURNAL).is_file()


def finish(root: Path) -> bool:
    """Complete an interrupted transaction; True if there was one. SourcebookError while another run is at work."""
    with atomic.alone(root / atomic.BUILD):
        if not unfinished(root):
            return False  # it was running, and has ended
        try:
            journal = json.loads((root / JOURNAL).read_bytes())
            puts = tuple((root / part, root / path) for part, path in journal["puts"])
            planned = _Change(puts, tuple(root / path for path in journal["deletes"]))
        except (ValueError, KeyError, TypeError):
            raise SourcebookError(f"{JOURNAL} is not a journal of this program; look at it, and delete it.") from None
        planned.make()
        (root / JOURNAL).unlink()
    return True
