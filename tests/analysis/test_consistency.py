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
