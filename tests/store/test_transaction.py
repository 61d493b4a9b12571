"""Several files changed as one: all or none, after a failure and beside another run.

Here: `sourcebook.store.transaction`. Not here: a kill at each moment of it (`tests/faults/`).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sourcebook.model.problems import SourcebookError
from sourcebook.store import atomic, transaction


def files(root: Path) -> dict[str, str]:
    """The files of a book by name, with their words; its lock left out."""
    found = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "a").write_text("old a", encoding="utf-8")
    (tmp_path / "c").write_text("old c", encoding="utf-8")
    return tmp_path


def change(root: Path) -> None:
    transaction.change(root, {root / "a": b"new a", root / "b": b"new b"}, [root / "c"], fresh=[root / "b"])


BEFORE = {"a": "old a", "c": "old c"}
AFTER = {"a": "new a", "b": "new b"}


def test_files_are_written_and_deleted(root: Path) -> None:
    change(root)
    assert files(root) == AFTER


def test_a_fresh_file_is_never_written_over(root: Path) -> None:
    (root / "b").write_text("mine", encoding="utf-8")
    with pytest.raises(SourcebookError, match="b is there already, and nothing is written over"):
        change(root)
    assert files(root) == {**BEFORE, "b": "mine"}


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_what_fails_halfway_is_undone(root: Path, monkeypatch: pytest.MonkeyPatch, moved: int) -> None:
    real, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == moved + 1:
            raise OSError(30, "Read-only file system", str(self))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(SourcebookError, match=r"cannot be changed: Read-only file system; everything is as it was"):
        change(root)
    assert files(root) == BEFORE


def test_a_note_of_somebody_else_is_not_followed(root: Path) -> None:
    (root / transaction.JOURNAL).parent.mkdir()
    (root / transaction.JOURNAL).write_text(json.dumps(["rm"]), encoding="utf-8")
    with pytest.raises(SourcebookError, match="is not a journal of this program"):
        transaction.finish(root)
    assert files(root).keys() == {"a", "c", str(transaction.JOURNAL)}


def test_two_changes_at_once_do_not_meet(root: Path) -> None:
    with atomic.alone(root / atomic.BUILD), pytest.raises(SourcebookError, match="another build is at work"):
        change(root)
    assert files(root) == BEFORE
