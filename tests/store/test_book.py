"""Files into records: what YAML may not do, every fault in one run with its line, and where the articles lie."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import Actors, Figures, Source
from sourcebook.store import validation
from sourcebook.store.articles import read_texts
from sourcebook.store.book import load_book
from sourcebook.store.files import decode
from sourcebook.store.validation import to_record
from sourcebook.store.yaml_source import Document, parse

GOOD = """\
title: A note
short: Note
genre: report
language: en
fidelity: original
origin: note
reliability: {letter: F, because: Invented.}
text:
  file: note.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
zones:
  - {zone: body, lines: 1}
"""


def faults(text: str, kind: type[Source | Actors | Figures] = Source) -> list[tuple[str, int, str]]:
    """Kind, line and key path of every fault of a record file."""
    _, problems = to_record(kind, parse(text), "f.yml")
    return [(p.kind.label, p.place.line, p.place.path) for p in problems]


# -- YAML -------------------------------------------------------------------------------------------------------------


def test_every_scalar_is_what_the_author_wrote() -> None:
    value = parse("a: 16:30\nb: NO\nc: 007\nd: ~\ne: 2022-01-05\nf: 1_000\ng: '5'\nh:\n").value
    assert value == {"a": "16:30", "b": "NO", "c": "007", "d": "~", "e": "2022-01-05", "f": "1_000", "g": "5", "h": ""}


def test_lines_are_kept_by_path() -> None:
    document = parse("a:\n  - b: 1\n    c: 2\n  - b: 3\n")
    assert [document.line(p) for p in ((), ("a",), ("a", 0, "c"), ("a", 1, "b"), ("a", 1, "gone"), ("gone",))] == [
        1,
        1,
        3,
        4,
        4,
        1,
    ]
    assert Document().line(("a",)) == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "stands twice, first on line 1"),
        ("a:\n  b: 1\n  b: 2\n", 3, "stands twice, first on line 2"),
        ("a: &x 1\n", 1, "an anchor (&x)"),
        ("a: 1\nb: *x\n", 2, "an alias (*x)"),
        ("a: !!int 1\n", 1, "a tag"),
        ("a: !python/object:os.system 1\n", 1, "a tag"),
        ("a: 1\n<<: *x\n", 2, "an alias"),
        ("? [a, b]\n: 1\n", 1, "a key must be a word"),
        ("a: " + "[" * 60 + "]" * 60, 1, "nested more than 20 deep"),
    ],
)
def test_yaml_that_readers_take_differently_is_refused(text: str, line: int, words: str) -> None:
    problems = parse(text).problems
    assert all(kind is Kind.FORBIDDEN_YAML for kind, _, _ in problems)
    assert [n for _, message, n in problems if words in message] == [line]


def test_an_alias_bomb_never_grows() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = parse(bomb)
    assert len(document.problems) == 9 + 8 * 9
    assert sum(len(v) for v in document.value.values()) == 81


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 'open\n", 2),
        ("a: [1, 2\n", 2),
        ("a: 1\nb: \x07\n", 2),
        ("a: @x\n", 1),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(text: str, line: int) -> None:
    ((kind, _, found),) = parse(text).problems
    assert (kind, found) == (Kind.SYNTAX, line)


def test_a_file_holds_one_document() -> None:
    assert [kind for kind, _, _ in parse("a: 1\n---\nb: 2\n").problems] == [Kind.SYNTAX]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "words\n", "- a\n"])
def test_a_file_that_is_no_record_is_a_wrong_type(text: str) -> None:
    assert [kind for kind, _, _ in faults(text)] == ["wrong-type"]


# -- trees into records -----------------------------------------------------------------------------------------------


def test_a_good_record_has_no_fault() -> None:
    record, problems = to_record(Source, parse(GOOD), "f.yml")
    assert problems == []
    assert record is not None
    assert (record.title, record.text.file, record.zones[0].lines) == ("A note", "note.txt", "1")


def test_every_fault_of_a_file_is_found_in_one_run() -> None:
    text = (
        GOOD.replace("genre: report\n", "")
        .replace("fidelity: original", "fidelity: copied")
        .replace("lines: 1", "lines: x")
    )
    text += "speech:\n  - {span: 0, speaker: a}\n  - {span: one, speaker: a}\n"
    text += "passages:\n  - {id: Big, exact: ''}\nshorty: x\n"
    assert sorted(faults(text)) == sorted(
        [
            ("missing-key", 1, ""),
            ("wrong-type", 4, "fidelity"),
            ("wrong-type", 11, "zones[0].lines"),
            ("wrong-type", 13, "speech[0].span"),
            ("wrong-type", 14, "speech[1].span"),
            ("wrong-type", 16, "passages[0].id"),
            ("wrong-type", 16, "passages[0].exact"),
            ("unknown-key", 17, "shorty"),
        ]
    )


def test_forbidden_yaml_hides_no_other_fault() -> None:
    text = GOOD.replace("title: A note", "title: &t A note").replace("fidelity: original", "fidelity: copied")
    assert faults(text) == [("forbidden-yaml", 1, ""), ("wrong-type", 5, "fidelity")]


def test_an_alias_is_one_fault_not_two() -> None:
    assert faults(GOOD.replace("fidelity: original", "fidelity: *f")) == [("forbidden-yaml", 5, "")]


@pytest.mark.parametrize(
    ("key", "remedy"),
    [("gender", "did you mean 'genre'?"), ("Title", "did you mean 'title'?"), ("xyzzy", "it may have: author,")],
)
def test_an_unknown_key_is_answered_with_the_nearest(key: str, remedy: str) -> None:
    _, problems = to_record(Source, parse(GOOD + f"{key}: x\n"), "f.yml")
    assert [p.kind for p in problems] == [Kind.UNKNOWN_KEY]
    assert remedy in problems[0].message


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "many", "1,5", "0x1"])
def test_a_number_is_written_in_digits(number: str) -> None:
    text = "figures:\n  - id: boats\n    title: Boats\n    counts: boats\n    reports:\n"
    text += f"      - {{source: note, best: {number!r}}}\n"
    assert faults(text, Figures) == [("wrong-type", 6, "figures[0].reports[0].best")]


def test_a_schema_is_exported_for_editors() -> None:
    schema = validation.schema(Source)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "sha256" in schema["$defs"]["TextFile"]["properties"]


# -- bytes ------------------------------------------------------------------------------------------------------------


def test_a_byte_order_mark_and_other_line_ends_are_read() -> None:
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\rc: 3\n") == "a: 1\nb: 2\nc: 3\n"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"a\nb\xff", "line 2 is not UTF-8"), (b"a\nb\0", "line 2 holds a NUL"), (b"\xed\xa0\x80", "line 1")],
)
def test_what_is_no_text_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        decode(data)


# -- a book -----------------------------------------------------------------------------------------------------------


def book(root: Path, **files: str | bytes) -> list[Problem]:
    """Write record files (`note` for note.yml) and load them."""
    (root / "sources").mkdir(exist_ok=True)
    for name, text in files.items():
        (root / "sources" / f"{name.replace('_', '-')}.yml").write_bytes(
            text if isinstance(text, bytes) else text.encode()
        )
    return load_book(root)[1]


def labels(problems: list[Problem]) -> list[tuple[str, str, int]]:
    return [(p.kind.label, p.place.file, p.place.line) for p in problems]


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


# -- the articles -----------------------------------------------------------------------------------------------------


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
