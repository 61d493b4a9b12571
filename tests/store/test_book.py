"""A book is loaded: every fault of every file in one run, ids used once, speakers found by name."""

from __future__ import annotations

from pathlib import Path

from sourcebook.store.book import load_book
from tests.store.written import GOOD, book, labels


def test_the_faults_of_every_file_are_found_in_one_run(tmp_path: Path) -> None:
    problems = book(tmp_path, one=b"\xff", two="a: b: c", three=GOOD + "x: 1\n", four=GOOD)
    assert labels(problems) == [
        ("unreadable", "sources/one.yml", 0),
        ("unknown-key", "sources/three.yml", 13),
        ("syntax", "sources/two.yml", 1),
    ]
    assert list(load_book(tmp_path)[0].sources) == ["four"]


def test_crlf_and_a_byte_order_mark_keep_their_lines(tmp_path: Path) -> None:
    text = "\ufeff" + (GOOD + "x: 1\n").replace("\n", "\r\n")
    assert labels(book(tmp_path, note=text)) == [("unknown-key", "sources/note.yml", 13)]


def test_an_id_is_given_once_and_never_again(tmp_path: Path) -> None:
    actors = "actors:\n" + "".join(f"  - {{id: {i}, name: N, kind: person}}\n" for i in ("ann", "bob", "ann"))
    assert labels(book(tmp_path, actors=actors)) == [("duplicate-id", "sources/actors.yml", 4)]
    withdrawn = "actors:\n  - {id: ann, name: N, kind: person}\nwithdrawn:\n  - {id: ann, because: She is Anna.}\n"
    assert labels(book(tmp_path, actors=withdrawn)) == [("duplicate-id", "sources/actors.yml", 2)]
    assert load_book(tmp_path)[0].actors == {}


def test_a_record_file_that_nobody_would_read_is_reported(tmp_path: Path) -> None:
    book(tmp_path)
    (tmp_path / "sources" / "note.yaml").write_text(GOOD, encoding="utf-8")
    assert labels(load_book(tmp_path)[1]) == [("unreadable", "sources/note.yaml", 0)]


def test_the_name_of_a_source_is_its_key(tmp_path: Path) -> None:
    assert labels(book(tmp_path, **{"My Note": GOOD})) == [("wrong-type", "sources/My Note.yml", 0)]


def test_a_folder_without_sources_is_an_empty_book(tmp_path: Path) -> None:
    found, problems = load_book(tmp_path)
    assert (found.sources, problems) == ({}, [])


def test_a_speaker_is_named_by_id_name_or_variant(tmp_path: Path) -> None:
    actors = "actors:\n  - {id: ann, name: Ann Bree, kind: person, variants: [Anna, A. Bree]}\n"
    book(tmp_path, note=GOOD + "author:\n  - {given: Cy, family: Dole, actor: cy-dole}\n", actors=actors)
    found = load_book(tmp_path)[0]
    assert {found.resolve_speaker("note", n) for n in ("ann", "Ann  Bree", "anna", "a. bree")} == {"ann"}
    assert {found.resolve_speaker("note", n) for n in ("author", "Dole", "Cy Dole")} == {"author"}
    assert found.resolve_speaker("note", "unnamed") == "unnamed"
    assert found.resolve_speaker("note", "Eve") is None
