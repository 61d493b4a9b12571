"""Records, assignments, front matter: YAML of any kind ends in a record or in problems, never otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.model.records import Record, Source
from sourcebook.questions.items import Assignments
from sourcebook.sphinx_ext import source_checks
from sourcebook.store import articles, validation, yaml_source
from sourcebook.store import book as store_book
from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz, explained, readable
from tests.needs import ROOT
from tests.sealed import RECORD

FILE = "sources/x.yml"
KINDS: dict[str, type[Record]] = {"source": Source, "assignments": Assignments, **store_book.COLLECTIONS}
BOMB = "".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
HOSTILE = [
    "a: &a [x]\n" + BOMB,
    "a: &a\n  b: *a\n",
    "<<: {a: b}\n" * 50,
    "[" * 100_000,
    "{a: " * 50_000,
    "- " * 100_000,
    "? " * 50_000,
    "!!python/object/apply:os.system [id]\n",
    "!<tag:yaml.org,2002:python/name:os.system> x\n",
    "a: 1\na: 2\n",
    "%YAML 9.9\n---\na: b\n",
    "a: b\n---\nc: d\n",
    f"a: {given_.DIGITS}\n",
    "k" * 100_000 + ": v\n",
    "a: " + "v" * 100_000,
    '"\\ud800": x\n',
    '"\\e[2J\\e]0;x\\a": x\n',
    "a: \ud800\n",
    "\ufeffa: b\n",
    "a: \x07\n",
    "",
    "#",
    "\t",
]
"""What was tried by hand first. A ring of aliases, a bomb, a depth on which the parser spends hours."""


def as_text(file: Path) -> str:
    """A record file of the book, or the shortest one where the book has none."""
    return file.read_text(encoding="utf-8") if file.is_file() else f"{file.stem}: []\n"


FILES = {
    "source": [RECORD.format(digest="0" * 64)],
    "assignments": [as_text(ROOT / "exercises" / "assignments.yml")],
    **{stem: [as_text(ROOT / "sources" / f"{stem}.yml")] for stem in store_book.COLLECTIONS if stem != "withdrawn"},
    "withdrawn": ["withdrawn:\n  - id: a-2020\n    because: no\n    passages:\n      - {id: b, because: no}\n"],
}


@pytest.mark.parametrize("stem", KINDS)
def test_a_record_file_is_a_record_or_problems(fuzz: Fuzz, stem: str) -> None:
    def check(text: str) -> None:
        record, problems = validation.to_record(KINDS[stem], yaml_source.parse(text), FILE)
        assert (record is None) == any(problem.is_error for problem in problems), problems[:3]
        explained(problems)

    fields = st.sampled_from([field.encode_name for field in _fields(KINDS[stem])])
    flat = st.dictionaries(fields, given_.values.map(repr), max_size=4).map(_as_yaml)
    bits = st.one_of(given_.pieces, st.sampled_from(given_.YAML))
    cut = [text[:1500] for text in FILES[stem]]
    found = st.one_of(given_.joined(given_.YAML), given_.mutated(cut, bits), given_.mutated(cut, bits), flat)
    fuzz(f"{stem} records", check, found, HOSTILE if stem == "source" else (), 200)


def _fields(kind: type[Record]) -> tuple[Any, ...]:
    import msgspec

    return msgspec.structs.fields(kind)


def _as_yaml(values: dict[str, str]) -> str:
    return "".join(f"{key}: {value}\n" for key, value in values.items())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[" * 30, Kind.FORBIDDEN_YAML),
        ("- a\n" * (yaml_source.MOST_VALUES + 1), Kind.FORBIDDEN_YAML),
        ("a: &x b\n", Kind.FORBIDDEN_YAML),
        ("a: !!int 1\n", Kind.FORBIDDEN_YAML),
        ("a: [\n", Kind.SYNTAX),
    ],
)
def test_what_no_record_holds_is_refused_by_name(text: str, kind: Kind) -> None:
    record, problems = validation.to_record(Source, yaml_source.parse(text), FILE)
    assert record is None
    assert kind in {problem.kind for problem in problems}
    assert all(problem.place.line for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("span: 1", f"span: {given_.DIGITS}", "speech[0].span"),
        ("lines: 5-7", f"lines: 5-{given_.DIGITS}", "zones[1].lines"),
        ("span: 1", "span: 9223372036854775808", "speech[0].span"),
    ],
)
def test_a_number_beyond_counting_is_refused_where_it_stands(old: str, new: str, path: str) -> None:
    text = RECORD.format(digest="0" * 64).replace(old, new, 1)
    _, problems = validation.to_record(Source, yaml_source.parse(text), FILE)
    assert [(problem.kind, problem.place.path) for problem in problems] == [(Kind.WRONG_TYPE, path)]
    assert problems[0].place.line == text[: text.index(new)].count("\n") + 1


def test_bytes_are_text_or_a_problem(fuzz: Fuzz, tmp_path: Path) -> None:
    path = tmp_path / "sources" / "x.yml"
    path.parent.mkdir()
    records = [RECORD.format(digest="0" * 64)[:600]]

    def check(data: bytes) -> None:
        path.write_bytes(data)
        text, problems = store_book.read_file(path, tmp_path)
        assert (text is None) == bool(problems)
        explained(problems)

    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "cp037", "utf-7")
    known = [record.encode(encoding, "replace") for record in records for encoding in encodings]
    known += [b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\0", b"a\r\rb"]
    fuzz("record files as bytes", check, given_.damaged([*known, b""]), known, 200)


# -- front matter -----------------------------------------------------------------------------------------------------


def test_front_matter_is_plain_yaml_or_problems(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        for kind, message, line in source_checks.faults(text):
            explained([Problem(kind, message, Place("page.md", line))])

    matter = ["title: A brief\ndate: 2022-05-20\nauthors: A, B\naccept: long-brief because it is\n"]
    bits = st.one_of(given_.pieces, st.sampled_from(given_.YAML))
    known = [*HOSTILE, "date: 2022-13-45", f"n: {given_.DIGITS}", "- a", "a", "n: 0x", "t: 99:99:99", "? [a]\n: b"]
    fuzz("front matter", check, st.one_of(given_.mutated(matter, bits), given_.joined(given_.YAML)), known)


# -- names ------------------------------------------------------------------------------------------------------------


def test_no_name_of_an_article_leads_out_of_its_folder(fuzz: Fuzz, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "ring.txt").symlink_to(folder / "ring.txt")
    book = store_book.Book(tmp_path)

    def check(name: str) -> None:
        record, _ = validation.to_record(Source, yaml_source.parse(RECORD.format(digest="0" * 64)), FILE)
        assert record is not None
        book.sources["x"] = _named(record, name)
        texts, problems = articles.read_texts(book, {"SOURCEBOOK_TEXTS": str(folder)})
        assert not texts
        explained(problems)

    known = [*given_.NAMES, "../secret.txt", "link.txt", "ring.txt", str(tmp_path / "secret.txt"), "articles/../x"]
    fuzz("names of articles", check, st.one_of(given_.values, st.text()), known, 200)


def _named(record: Source, name: str) -> Source:
    import msgspec

    return msgspec.structs.replace(record, text=msgspec.structs.replace(record.text, file=name))


def test_a_link_out_of_the_book_is_no_record(salt: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text(RECORD.format(digest="0" * 64), encoding="utf-8")
    link = salt / "sources" / "linked-2031.yml"
    link.symlink_to(outside)
    try:
        book, problems = store_book.load_book(salt)
    finally:
        link.unlink()
    assert "linked-2031" not in book.sources
    assert [problem.kind for problem in problems] == [Kind.UNREADABLE]
    readable(str(problems[0]))
    assert "leads out of" in problems[0].message
