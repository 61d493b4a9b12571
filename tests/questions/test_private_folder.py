"""The private folder: found where it is named, and laid over the exercises of a staged copy alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from sourcebook.commands import new
from sourcebook.model.problems import Place, SourcebookError
from sourcebook.questions import private_folder

TOC = {"format": "jb-book", "root": "index", "parts": [{"caption": "Do", "chapters": [{"file": "exercises/index"}]}]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book with one page of exercises."""
    book = tmp_path / "book"
    for name, words in {
        "conf.py": "",
        "index.md": "# Book\n",
        "exercises/index.md": "# Public\n",
        "_build/html/index.html": "old",
        ".git/config": "",
        "_toc.yml": yaml.safe_dump(TOC),
    }.items():
        path = book / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")
    return book


def test_the_folder_is_the_one_that_the_environment_names(root: Path, tmp_path: Path) -> None:
    assert private_folder.find(root, {}) is None
    (root / "private").mkdir()
    assert private_folder.find(root, {}) == root / "private"
    (tmp_path / "mine").mkdir()
    assert private_folder.find(root, {private_folder.VARIABLE: str(tmp_path / "mine")}) == tmp_path / "mine"
    with pytest.raises(SourcebookError, match="which is no folder"):
        private_folder.find(root, {private_folder.VARIABLE: str(tmp_path / "gone")})


def staged(root: Path) -> private_folder.Stage:
    return private_folder.stage(root, root / "private", root / "_build" / "staged")


def test_private_pages_join_those_of_the_book_and_take_their_place(root: Path) -> None:
    new.new_private(root / "private")
    (root / "private" / "midterm.md").write_text("# Midterm\n", encoding="utf-8")
    (root / "private" / "index.md").write_text("# Mine\n", encoding="utf-8")
    (root / "private" / "assignments.yml").write_text("assignments: []\n", encoding="utf-8")
    found = staged(root)
    files = {p.relative_to(found.root).as_posix() for p in found.root.rglob("*") if p.is_file()}
    assert files == {
        "conf.py",
        "index.md",
        "_toc.yml",
        "exercises/index.md",
        "exercises/midterm.md",
        "exercises/assignments-private.yml",
    }
    assert (found.root / "exercises" / "index.md").read_text(encoding="utf-8") == "# Mine\n"
    assert found.original("exercises/midterm.md") == root / "private" / "midterm.md"
    toc = yaml.safe_load((found.root / "_toc.yml").read_text(encoding="utf-8"))
    assert toc["parts"][0]["chapters"] == [{"file": "exercises/index"}, {"file": "exercises/midterm"}]
    assert yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8")) == TOC


def test_staging_again_copies_what_changed_and_takes_away_what_went(root: Path) -> None:
    (root / "private").mkdir()
    (root / "private" / "midterm.md").write_text("# Midterm\n", encoding="utf-8")
    found = staged(root)
    page = found.root / "index.md"
    os.utime(root / "private" / "midterm.md", ns=(1, 1))
    before = page.stat().st_ino, page.stat().st_mtime_ns
    (root / "private" / "midterm.md").unlink()
    (root / "index.md").write_text("# Another\n", encoding="utf-8")
    staged(root)
    assert page.read_text(encoding="utf-8") == "# Another\n"
    assert (page.stat().st_ino, page.stat().st_mtime_ns) != before
    assert not (found.root / "exercises" / "midterm.md").exists()
    toc = yaml.safe_load((found.root / "_toc.yml").read_text(encoding="utf-8"))
    assert toc == TOC


def test_a_staged_file_of_the_same_size_and_time_and_other_words_is_copied_again(root: Path) -> None:
    """A received `_build` may hold a staged tree: nothing in it stands for the author's own file."""
    (root / "private").mkdir()
    page = staged(root).root / "index.md"
    good, times = page.read_bytes(), page.stat()
    page.write_bytes(good[:-2] + b"X\n")
    os.utime(page, ns=(times.st_atime_ns, times.st_mtime_ns))
    staged(root)
    assert page.read_bytes() == good


def test_a_place_in_a_staged_tree_is_told_as_its_author_knows_it(root: Path, tmp_path: Path) -> None:
    mine = root / "private"
    mine.mkdir()
    for name in ("quiz.md", "assignments.yml"):
        (mine / name).write_text("", encoding="utf-8")
    told = {
        "exercises/quiz.md": "private/quiz.md",
        "exercises/assignments-private.yml": "private/assignments.yml",
        "exercises/assignments.yml": "exercises/assignments.yml",
        "exercises/index.md": "exercises/index.md",
        "quiz.md": "quiz.md",
        "": "",
    }
    assert {file: private_folder.written_in(Place(file, 3), root, mine).file for file in told} == told
    assert private_folder.written_in(Place("exercises/quiz.md", 3), root, mine).line == 3
    assert private_folder.written_in(Place("exercises/quiz.md", 3), root, None).file == "exercises/quiz.md"
    (tmp_path / "away").mkdir()
    (tmp_path / "away" / "quiz.md").write_text("", encoding="utf-8")
    told_away = private_folder.written_in(Place("exercises/quiz.md"), root, tmp_path / "away")
    assert told_away.file == (tmp_path / "away" / "quiz.md").as_posix()
