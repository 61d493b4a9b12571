"""Several files changed as one: all of them, or none.

Here: writing and deleting files so that a failure halfway leaves everything as it was. Not here: one file
(`outputs/whole.py`), and what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from sourcebook.outputs import whole
from sourcebook.problems import SourcebookError


def change(writes: Mapping[Path, bytes], deletes: Iterable[Path]) -> None:
    """Write files whole and delete others. SourcebookError where that fails; then everything is as it was."""
    taken: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for path in (*writes, *deletes):
            if path.exists():
                aside = path.with_name(f".{path.name}.before")
                path.replace(aside)
                taken.append((path, aside))
        for path, data in writes.items():
            whole.write_file(path, data)
            made.append(path)
    except BaseException as error:
        _undo(made, taken)
        if isinstance(error, OSError):
            name = Path(error.filename or "").name
            raise SourcebookError(f"{name} cannot be changed: {error.strerror}; everything is as it was.") from None
        raise
    for _, aside in taken:
        aside.unlink()


def _undo(made: list[Path], taken: list[tuple[Path, Path]]) -> None:
    for path in made:
        path.unlink(missing_ok=True)
    for path, aside in taken:
        aside.replace(path)
