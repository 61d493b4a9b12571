"""A record that is known from the run before is the one that stands in its file, or it is parsed anew."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from sourcebook import keeping, load
from sourcebook.load import Book, Document
from sourcebook.problems import Problem

RECORDS = {
    "actors.yml": "# Who is who.\nactors:\n  - {id: reed, name: Tomas Reed, kind: person}\n",
    "places.yml": "places:\n  - id: quay\n    name: the quay\n    kind: building\n",
    "figures.yml": (
        "figures:\n  - id: boats\n    title: Boats\n    counts: boats\n    unit: boats\n    reports:\n"
        "      - {source: merrow, paragraph: 1, best: '300', low: '12.5'}\n"
    ),
}


def write_records(root: Path) -> Path:
    """A book of some records, and its root."""
    (root / "sources").mkdir()
    for name, text in RECORDS.items():
        (root / "sources" / name).write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_records(tmp_path)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first line of each file that was parsed."""
    found: list[str] = []
    original = load.parse

    def noted(text: str) -> Document:
        found.append(text.partition("\n")[0])
        return original(text)

    monkeypatch.setattr(load, "parse", noted)
    return found


def known(root: Path) -> tuple[Book, list[Problem]]:
    return load.load_book(root, root / "kept" / "records")


def everything(book: Book) -> dict[str, Any]:
    """All that is known of a book, the line of every value included."""
    documents = {name: (each.value, dict(each.lines), each.problems) for name, each in book.documents.items()}
    return {**vars(book), "documents": documents}


def test_the_second_time_nothing_is_parsed_and_all_is_the_same(root: Path, parsed: list[str]) -> None:
    first, faults = known(root)
    assert len(parsed) == 3
    second, none = known(root)
    assert faults == none == []
    assert len(parsed) == 3
    assert second.place("sources/places.yml", "places", 0, "kind").line == 4
    assert len(parsed) == 3, "lines are kept as well"
    assert everything(second) == everything(first) == everything(load.load_book(root)[0])


def test_this_book_is_the_same_from_its_kept_records(book_root: Path, tmp_path: Path, parsed: list[str]) -> None:
    path = tmp_path / "records"
    first, faults = load.load_book(book_root, path)
    count = len(parsed)
    second, same = load.load_book(book_root, path)
    assert len(parsed) == count > 10
    assert faults == same
    assert everything(second) == everything(first)


def test_a_changed_file_is_parsed_anew_and_no_other(root: Path, parsed: list[str]) -> None:
    known(root)
    path = root / "sources" / "places.yml"
    path.write_text("# A comment.\n" + path.read_text().replace("the quay", "the old quay"))
    parsed.clear()
    book, _ = known(root)
    assert parsed == ["# A comment."]
    assert book.places["quay"].name == "the old quay"
    assert book.place("sources/places.yml", "places", 0, "kind").line == 5
    assert everything(known(root)[0]) == everything(load.load_book(root)[0])


def test_the_same_bytes_under_another_name_are_another_file(root: Path, parsed: list[str]) -> None:
    known(root)
    parsed.clear()
    (root / "sources" / "places.yml").rename(root / "sources" / "events.yml")
    _, faults = known(root)
    assert parsed == ["places:"]
    assert "unknown-key" in {fault.kind.label for fault in faults}


@pytest.mark.parametrize("text", ["places: [", "places:\n  - {id: quay, nam: the quay}\n", "a: 1\na: 2\n", "\0"])
def test_a_file_with_faults_says_them_every_time(root: Path, text: str) -> None:
    (root / "sources" / "places.yml").write_text(text)
    first, faults = known(root)
    assert faults != []
    second, again = known(root)
    assert again == faults == load.load_book(root)[1]
    assert second.places == first.places == {}


def test_what_other_code_kept_is_parsed_anew(root: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    known(root)
    parsed.clear()
    monkeypatch.setattr(keeping, "code", lambda *_: b"another")
    known(root)
    assert len(parsed) == 3


def test_only_the_owner_may_read_what_is_kept(root: Path) -> None:
    known(root)
    assert stat.S_IMODE((root / "kept" / "records").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_where_nothing_can_be_kept_nothing_is_lost(root: Path) -> None:
    (root / "kept").write_text("a file, where a folder should be")
    book, faults = known(root)
    assert faults == []
    assert [*book.actors, *book.places, *book.figures] == ["reed", "quay", "boats"]


def test_the_file_is_written_only_where_something_changed(root: Path) -> None:
    known(root)
    path = root / "kept" / "records"
    os.utime(path, (1, 1))
    known(root)
    assert path.stat().st_mtime == 1
    (root / "sources" / "places.yml").unlink()
    known(root)
    assert path.stat().st_mtime > 1
