"""The hostile book, built once into every output."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import pytest

from sourcebook.exports.data.book_exports import book_exports
from tests import shared_work, whole_book
from tests.hostile import book
from tests.hostile.strings import Marks


@dataclass(frozen=True, eq=False)
class Hostile:
    """The folder of the book, all that was made of it, and what hostile text was put where."""

    root: Path
    marks: Marks

    @property
    def made(self) -> Path:
        return self.root / "_build"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """Every output of the hostile book, made by the program as an author calls it."""
    folder = shared_work.once(tmp_path_factory, "hostile", _make)
    marks: Marks = pickle.loads((folder / "marks.pickle").read_bytes())  # noqa: S301 -- written below
    return Hostile(folder / "book", marks)


def _make(folder: Path) -> None:
    marks = Marks()
    root = book.write(folder / "book", marks).root
    exports = [("export", what, "--to", str(root / "_build" / "export" / what)) for what in book_exports()]
    for words in (("build", "all"), ("build", "instructor"), ("packet",), *exports):
        done = whole_book.call(root, *words)
        assert done.returncode == 0, (words, done.stderr[-4000:])
        assert "Traceback" not in done.stderr
    (folder / "marks.pickle").write_bytes(pickle.dumps(marks))
