"""Articles are found, decoded and held to their fingerprints; seals are read as JSON."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sourcebook.store.articles import read_seal, read_texts, seal_file
from sourcebook.store.book import load_book
from tests.store.written import GOOD, book, labels


def texts(root: Path, record: str = GOOD, **environ: str) -> tuple[dict[str, str], list[tuple[str, str, int]]]:
    book(root, note=record)
    found, problems = read_texts(load_book(root)[0], environ)
    return found, labels(problems)


def with_article(data: bytes, folder: Path) -> str:
    """An article in a folder, and the record that knows it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "note.txt").write_bytes(data)
    return GOOD.replace("0" * 64, hashlib.sha256(data).hexdigest())


def test_an_article_in_fulltext_is_read(tmp_path: Path) -> None:
    record = with_article(b"\xef\xbb\xbfThe gate\r\n", tmp_path / "sources" / "fulltext")
    assert texts(tmp_path, record) == ({"note": "The gate\n"}, [])


def test_an_article_in_the_folder_that_is_named_is_read(tmp_path: Path) -> None:
    record = with_article(b"The gate\n", tmp_path / "elsewhere")
    assert texts(tmp_path, record, SOURCEBOOK_TEXTS=str(tmp_path / "elsewhere")) == ({"note": "The gate\n"}, [])


def test_an_article_that_is_not_at_hand_is_no_problem(tmp_path: Path) -> None:
    assert texts(tmp_path) == ({}, [])
    (tmp_path / "sources" / "fulltext").mkdir()
    assert texts(tmp_path) == ({}, [])


def test_a_folder_that_is_named_must_be_one(tmp_path: Path) -> None:
    assert texts(tmp_path, SOURCEBOOK_TEXTS=str(tmp_path / "gone")) == ({}, [("unreadable", "", 0)])


def test_an_article_that_was_altered_is_not_used(tmp_path: Path) -> None:
    with_article(b"The gate\n", tmp_path / "sources" / "fulltext")
    assert texts(tmp_path) == ({}, [("text-changed", "sources/note.yml", 9)])


@pytest.mark.parametrize("data", [b"caf\xe9\n", b"a\0b\n"])
def test_an_article_that_is_no_text_is_not_used(tmp_path: Path, data: bytes) -> None:
    record = with_article(data, tmp_path / "sources" / "fulltext")
    assert texts(tmp_path, record) == ({}, [("unreadable", "sources/note.yml", 9)])


@pytest.mark.parametrize("name", ["../note.txt", "/note.txt", "a/note.txt", "..", ".", "..\\note.txt"])
def test_an_article_is_a_file_inside_its_folder(tmp_path: Path, name: str) -> None:
    with_article(b"The gate\n", tmp_path / "sources" / "fulltext")
    record = GOOD.replace("file: note.txt", f"file: '{name}'")
    assert texts(tmp_path, record) == ({}, [("unreadable", "sources/note.yml", 9)])


def test_a_seal_is_read_as_json_or_is_a_problem(tmp_path: Path) -> None:
    path = seal_file(tmp_path, "note")
    assert path == tmp_path / "sources" / "note.seal.json"
    assert read_seal(path, tmp_path) == (None, [])
    path.parent.mkdir()
    path.write_text('{"root": "00"}', encoding="utf-8")
    assert read_seal(path, tmp_path) == ({"root": "00"}, [])
    path.write_text("{", encoding="utf-8")
    assert labels(read_seal(path, tmp_path)[1]) == [("bad-seal", "sources/note.seal.json", 0)]
