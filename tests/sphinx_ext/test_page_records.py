"""Pages get records through accessors that note it, and each accessor hands out what changes with it alone."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sourcebook.sphinx_ext
from sourcebook.sphinx_ext import page_reads
from sourcebook.sphinx_ext.page_records import PageRecords
from sourcebook.sphinx_ext.session import BuildSession
from tests.sphinx_ext.harbour import furnish

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book

ROOM = Path(sourcebook.sphinx_ext.__file__).parent
UNTRACKED = {"paragraphs", "unread", "unread_file", "matrix"}
"""What reads through other accessors alone, or asks whether a file is there that could not be loaded: no page is made
then."""
RAW = {"session.py", "page_records.py", "__init__.py"}
"""The modules that may ask for the records as they were opened."""


@pytest.fixture
def harbour(book: Book) -> Book:
    furnish(book)
    return book


def session(book: Book) -> BuildSession:
    opened = BuildSession.open(book.root)
    assert opened
    return opened


def test_every_accessor_is_tracked() -> None:
    public = {name: getattr(thing, "fget", thing) for name, thing in vars(PageRecords).items() if name[0] != "_"}
    accessors = {name: thing for name, thing in public.items() if callable(thing)}
    assert len(accessors) > 40
    assert {name for name, accessor in accessors.items() if not hasattr(accessor, "__wrapped__")} == UNTRACKED


def test_nothing_but_the_session_reads_the_records_as_they_were_opened() -> None:
    modules = {path: ast.parse(path.read_text("utf-8")) for path in ROOM.rglob("*.py") if path.name not in RAW}
    assert len(modules) > 50
    for path, tree in modules.items():
        asked = [n.value for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "opened"]
        assert not {"library", "session"} & {getattr(each, "attr", getattr(each, "id", "")) for each in asked}, path


def test_every_tracked_value_has_a_digest_that_is_the_same_for_the_same_book(harbour: Book) -> None:
    properties: list[page_reads.Part] = [
        (name,) for name, thing in vars(PageRecords).items() if isinstance(thing, property)
    ]
    parts = [part for part in properties if part[0] in page_reads._ACCESSORS]
    parts += [("source", "ferry-2031"), ("passage", "ferry-2031/how-many"), ("witness", "ferry-2031/how-many")]
    parts += [("informant", "ferry-2031/engine-not-safe"), ("all_names", "reed"), ("withdrawn_from", "events")]
    one, two = session(harbour), session(harbour)
    assert len(one.timeline.entries) == len(one.evidence_base.timeline.entries)  # whatever was read before
    assert [one.digest(part) for part in parts] == [two.digest(part) for part in parts]
    assert "" not in {one.digest(part) for part in parts}


@pytest.mark.parametrize(
    ("part", "file", "old", "new"),
    [
        (
            ("witness", "ferry-2031/ferry-stopped"),
            "events",
            "passage: ferry-stopped",
            "passage: ferry-stopped\n        via: reed",
        ),
        (("marked", "quay-2031"), "ferry-2031", None, None),
        (("copies", "ferry-2031"), "quay-2031", "origin: quay-2031", "origin: ferry-2031"),
        (("all_names", "reed"), "actors", "Captain Reed", "Skipper Reed"),
        (("informant", "ferry-2031/engine-not-safe"), "actors", "name: Merrow council", "name: the council"),
        (("speaker_name", "ferry-2031", "reed"), "actors", "name: Tomas Reed", "name: Thomas Reed"),
        (("title", "event", "new-boat"), "events", "title: A new boat comes", "title: A boat comes"),
        (("withdrawn_from", "events"), "events", "No source says so.", "Nobody says so."),
    ],
)
def test_the_digest_follows_a_change_elsewhere(
    harbour: Book, part: tuple[str, ...], file: str, old: str | None, new: str | None
) -> None:
    before = session(harbour).digest(part)
    if old is None or new is None:
        (harbour.root / "sources" / f"{file}.yml").unlink()
    else:
        harbour.replace(f"sources/{file}.yml", old, new)
    assert session(harbour).digest(part) != before


@pytest.mark.parametrize(
    ("part", "file", "old", "new"),
    [
        (("actor_name", "reed"), "actors", "Captain Reed", "Skipper Reed"),
        (("actor_name", "reed"), "actors", "name: Merrow council", "name: the council"),
        (("passage", "ferry-2031/how-many"), "ferry-2031", "exact: The ferry to Merrow", "exact: ferry to Merrow"),
        (("source", "ferry-2031"), "ferry-2031", "exact: The ferry to Merrow", "exact: ferry to Merrow"),
        (("evidence",), "hypotheses", "The engine broke", "The engine failed"),
        (("title", "event", "new-boat"), "events", "title: The ferry stops", "title: The boat stops"),
    ],
)
def test_the_digest_does_not_follow_what_is_not_handed_out(
    harbour: Book, part: tuple[str, ...], file: str, old: str, new: str
) -> None:
    before = session(harbour).digest(part)
    harbour.replace(f"sources/{file}.yml", old, new)
    assert session(harbour).digest(part) == before
