"""The timeline and the tables as files: which there are, and that they are those of the book. Formats: `exports/`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from icalendar import Calendar

from sourcebook.check import open_book
from sourcebook.commands import export
from sourcebook.model.problems import SourcebookError

TABLES = {
    "actors.csv", "disagreements.csv", "events.csv", "figures.csv", "hypotheses.csv", "implications.csv", "places.csv",
    "ratings.csv", "reports.csv", "sources.csv",
}  # fmt: skip
EVENTS = """\
events:
  - id: gate
    title: The gate is shut
    date: 2031-03-04
    reports: []
"""
HYPOTHESES = """\
hypotheses:
  - {id: storm, title: Storm, statement: A storm., holders: []}
evidence:
  - id: calm
    title: =Calm
    source: gone
    paragraph: 1
    ratings: [{hypothesis: storm, cell: I, because: No wind.}]
"""
CONF = 'project = "The gate"\nsourcebook_zones = ["Europe/Paris"]\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "events.yml").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "sources" / "hypotheses.yml").write_text(HYPOTHESES, encoding="utf-8")
    return tmp_path


def made(root: Path, what: str, **environ: str) -> dict[str, str]:
    return {name: data.decode() for name, data in export.export(open_book(root, {}), what, environ).items()}


def test_the_timeline_has_two_files_that_name_the_book(root: Path) -> None:
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    files = made(root, "timeline")
    assert set(files) == {"timeline.json", "timeline.ics"}
    assert json.loads(files["timeline.json"])["title"]["text"]["headline"] == "The gate"
    (event,) = Calendar.from_ical(files["timeline.ics"]).walk("VEVENT")
    assert event["UID"] == "gate@the-gate.sourcebook.invalid"


def test_the_same_records_make_the_same_bytes(root: Path) -> None:
    assert made(root, "timeline") == made(root, "timeline")


def test_a_date_of_the_source_is_the_stamp(root: Path) -> None:
    assert "DTSTAMP:19700101T000100Z" in made(root, "timeline", SOURCE_DATE_EPOCH="60")["timeline.ics"]
    with pytest.raises(SourcebookError, match="no number of seconds"):
        made(root, "timeline", SOURCE_DATE_EPOCH="today")


def test_the_zones_of_the_configuration_are_read(root: Path) -> None:
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    assert export.read_settings(root).zones == ("Europe/Paris",)


def test_a_broken_configuration_is_told_in_words(root: Path) -> None:
    (root / "conf.py").write_text("project = ", encoding="utf-8")
    with pytest.raises(SourcebookError, match="configuration error"):
        export.read_settings(root)


def test_tables_are_a_file_a_kind(root: Path) -> None:
    files = made(root, "tables")
    assert set(files) == TABLES
    head, row = csv.reader(io.StringIO(files["ratings.csv"]))
    assert head == [
        "evidence",
        "title",
        "source",
        "passage",
        "paragraph",
        "weight",
        "hypothesis",
        "cell",
        "rater",
        "because",
    ]
    assert row == ["calm", "'=Calm", "gone", "", "1", "medium", "storm", "I", "editor", "No wind."]
