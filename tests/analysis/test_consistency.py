"""Faults of events, numbers, interpretations and consequences, at their places. `tests/bad/` holds one of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.analysis import consistency
from sourcebook.model.problems import Kind
from sourcebook.store.book import load_book

EVENTS = """\
events:
  - id: one
    title: One
    date: 2031-13
    reports:
      - {source: ferry, paragraph: 1, date: 2031-02-30}
      - {source: ferry, paragraph: 1, time: noonish}
      - {source: ferry, paragraph: 1, zone: EST}
  - id: two
    title: Two
    date: 2031-02
    reports:
      - {source: ferry, paragraph: 1, date: 2031-03-01}
      - {source: ferry, paragraph: 1, low: "5", high: "3"}
"""
HYPOTHESES = """\
hypotheses:
  - id: storm
    title: Storm
    statement: A storm.
    holders: []
  - id: engine
    title: Engine
    statement: An engine.
    holders: []
evidence:
  - id: calm
    title: Calm
    source: ferry
    paragraph: 1
    ratings:
      - {hypothesis: storm, cell: I, because: No wind.}
      - {hypothesis: engine, cell: C, because: It broke., rater: somebody}
"""


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder


def found(sources: Path, **files: str) -> list[tuple[Kind, int, str]]:
    for stem, text in files.items():
        (sources / f"{stem}.yml").write_text(text, encoding="utf-8")
    book, problems = load_book(sources.parent)
    assert problems == []
    return [(p.kind, p.place.line, p.place.path) for p in consistency.problems(book)]


def test_every_field_that_cannot_be_read_is_told_at_its_line(sources: Path) -> None:
    assert found(sources, events=EVENTS) == [
        (Kind.BAD_DATE, 4, "events[0].date"),
        (Kind.BAD_DATE, 6, "events[0].reports[0].date"),
        (Kind.BAD_DATE, 7, "events[0].reports[1].time"),
        (Kind.BAD_DATE, 8, "events[0].reports[2].zone"),
        (Kind.BAD_DATE, 13, "events[1].reports[0].date"),  # outside the date of the event
        (Kind.WRONG_TYPE, 14, "events[1].reports[1].high"),
    ]


def test_a_cell_of_another_rater_fills_none_of_the_editors(sources: Path) -> None:
    assert found(sources, hypotheses=HYPOTHESES) == [
        (Kind.UNCHALLENGED, 6, "hypotheses[1]"),  # the first has a cell that speaks against it
        (Kind.UNRATED, 11, "evidence[0]"),
    ]


def test_numbers_are_checked_as_events_are(sources: Path) -> None:
    text = "figures:\n  - {id: dead, title: Dead, counts: people, reports: []}\n"
    assert found(sources, figures=text) == [(Kind.UNREPORTED, 2, "figures[0]")]


def test_a_book_without_such_records_is_sound(sources: Path) -> None:
    assert found(sources) == []


SOURCE = """\
title: A letter
short: {short}
genre: letter
language: en
fidelity: original
origin: {key}
issued: {issued}
reliability: {{letter: F, because: Invented.}}
text: {{file: {key}.txt, sha256: "{zeros}"}}
zones: []
passages:
  - {{id: words, exact: "{words}"}}
"""


def letters(sources: Path, first: str, second: str, words: str = "The ferry sails.") -> None:
    for key, issued in (("ferry", first), ("quay", second)):
        text = SOURCE.format(key=key, short=key.title(), issued=issued, zeros="0" * 64, words=words)
        (sources / f"{key}.yml").write_text(text, encoding="utf-8")


CONSEQUENCE = """\
implications:
  - {{id: sails, about: island, title: "{title}", source: ferry, stance: {stance}, passage: words, later: "{later}"}}
"""


def consequence(sources: Path, title: str = "It will sail", stance: str = "expected", later: str = "") -> list[Kind]:
    text = CONSEQUENCE.format(title=title, stance=stance, later=later)
    return [kind for kind, _, _ in found(sources, implications=text)]


@pytest.mark.parametrize(
    ("first", "second", "later", "expected"),
    [
        ("2031-01", "2031-02", "Quay tells of it.", []),
        ("2031-01/2031-02", "2031-02", "Quay tells of it.", [Kind.NOT_LATER]),  # both may be of February
        ("2031-01/..", "2031-05", "Quay tells of it.", [Kind.NOT_LATER]),  # the first has no end
        ("2031-02", "2031-01", "Quay tells of it.", [Kind.NOT_LATER]),
        ("2031-02", "2031-01", "Quay, which is earlier, tells of it.", []),
        ("2031-01/..", "2031-05", "Quay, which cannot be ordered against it, tells of it.", []),
        ("2031-02", "2031-01", "Quays do not matter. Ferry says no more.", []),
    ],
)
def test_a_later_article_is_later_by_the_books_own_dates(
    sources: Path, first: str, second: str, later: str, expected: list[Kind]
) -> None:
    letters(sources, first, second)
    assert consequence(sources, later=later) == expected


@pytest.mark.parametrize(
    ("title", "stance", "expected"),
    [
        ("It becomes a port", "expected", [Kind.FORECAST_AS_FACT]),
        ("It became a port", "expected", [Kind.FORECAST_AS_FACT]),
        ("It will become a port", "expected", []),
        ("It could become a port", "expected", []),
        ("It becomes a port", "stated", []),
    ],
)
def test_what_is_expected_is_not_told_as_a_fact(sources: Path, title: str, stance: str, expected: list[Kind]) -> None:
    letters(sources, "2031", "2031")
    assert consequence(sources, title, stance) == expected


EVENT = """\
events:
  - id: sails
    title: {title}
    date: 2031
    kind: {kind}
    reports:
      - {{source: ferry, passage: words, stance: {stance}{more}}}
"""


@pytest.mark.parametrize(
    ("words", "stance", "more", "kind", "title", "caught"),
    [
        ("The ferry possibly sails.", "asserts", "", "event", "It sails", True),
        ("The ferry will sail.", "reports", "", "condition", "It sails", True),
        ("The ferry seems to sail.", "implies", "", "event", "It sails", True),
        ("The ferry sails.", "asserts", "", "event", "It sails", False),
        ("The ferry possibly sails.", "hedges", "", "event", "It sails", False),
        ("The ferry will sail.", "reports", ", via: reed", "event", "It sails", False),
        ("The ferry will sail.", "asserts", "", "statement", "He speaks", False),  # what is said is told, not done
        ("The ferry seems to sail.", "asserts", "", "event", "It seems to sail", False),
        ("The ferry possibly sails.", "asserts", ", note: The doubt is of its name.", "event", "It sails", False),
    ],
)
def test_who_hedges_is_no_witness(
    sources: Path, words: str, stance: str, more: str, kind: str, title: str, caught: bool
) -> None:
    letters(sources, "2031", "2031", words)
    events = EVENT.format(title=title, kind=kind, stance=stance, more=more)
    assert [k for k, _, _ in found(sources, events=events)] == ([Kind.HEDGED_WITNESS] if caught else [])
