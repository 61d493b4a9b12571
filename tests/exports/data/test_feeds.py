"""The feeds: what TimelineJS, a calendar and a spreadsheet are given, and that they can read it."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sourcebook.analysis.timeline import judge_figures
from sourcebook.exports.data.feeds import icalendar, table, tables, timelinejs
from sourcebook.model.records import Actor, Event, Location
from tests.analysis.invented import CAPITAL, HARBOUR, SOURCES, event, ferry, figure, report, timeline
from tests.exports.samples import FORMULA

STAMP = dt.datetime(2032, 1, 1, 12, tzinfo=dt.UTC)


# -- TimelineJS ---------------------------------------------------------------------------------------------------


def feed(*events: Event) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(timelinejs(timeline(*events), "The ferry", ""))
    return found


def slide(*events: Event) -> dict[str, Any]:
    (found,) = feed(*events)["events"]
    assert isinstance(found, dict)
    return found


def moment_of(date: dict[str, int]) -> dt.datetime:
    """Where TimelineJS puts a date: what is left out is the start of what is given."""
    return dt.datetime.combine(
        dt.date(date["year"], date.get("month", 1), date.get("day", 1)),
        dt.time(date.get("hour", 0), date.get("minute", 0)),
    )


def test_the_feed_keeps_the_rules_of_the_format() -> None:
    found = feed(*ferry(), event("undated", "someday"))
    slides = found["events"]
    assert found["title"]["text"]["headline"] == "The ferry"
    assert [s["unique_id"] for s in slides] == [entry.id for entry in timeline(*ferry())]
    assert len({s["unique_id"] for s in slides}) == len(slides)
    for s in slides:
        assert set(s) <= {"unique_id", "group", "start_date", "end_date", "display_date", "text", "autolink"}
        for date in (s[key] for key in ("start_date", "end_date") if key in s):
            order = ["year", "month", "day", "hour", "minute"]
            assert list(date) == order[: len(date)]  # no finer part without the coarser ones
            assert all(type(value) is int for value in date.values())
            assert moment_of(date).year == date["year"]  # raises where it is no date
        assert "end_date" not in s or moment_of(s["start_date"]) < moment_of(s["end_date"])
        assert s["text"]["headline"]
        assert s["display_date"]


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2031", {"year": 2031}, None),
        ("2031-03", {"year": 2031, "month": 3}, None),
        ("2031-03-04", {"year": 2031, "month": 3, "day": 4}, None),
        ("2031~", {"year": 2030}, {"year": 2032, "month": 12, "day": 31}),
        ("203X", {"year": 2030}, {"year": 2039, "month": 12, "day": 31}),
        ("2031-24", {"year": 2031, "month": 12}, {"year": 2032, "month": 2, "day": 29}),
        ("2031-03-04/2031", {"year": 2031, "month": 3, "day": 4}, {"year": 2031, "month": 12, "day": 31}),
        ("[2031-03-04,2031-03-06]", {"year": 2031, "month": 3, "day": 4}, {"year": 2031, "month": 3, "day": 6}),
        ("2031/..", {"year": 2031}, None),
        ("../2031", {"year": 2031}, None),
    ],
)
def test_dates_of_a_slide(date: str, start: dict[str, int], end: dict[str, int] | None) -> None:
    found = slide(event("a", date))
    assert (found["start_date"], found.get("end_date")) == (start, end)


def test_hours_of_a_slide_are_those_of_the_axis_and_its_words_those_of_the_source() -> None:
    found = feed(
        event("a", "2031-03-04", time="10:00/11:30", zone=HARBOUR),
        event("b", "2031-03-04", time="12:00", zone=HARBOUR),
        event("c", "2031-03-05", time="01:00", zone=CAPITAL),
    )["events"]
    assert found[0]["start_date"] == {"year": 2031, "month": 3, "day": 4, "hour": 10, "minute": 0}
    assert found[0]["end_date"]["hour"] == 11
    assert found[2]["start_date"] == {"year": 2031, "month": 3, "day": 4, "hour": 23, "minute": 0}
    assert found[2]["display_date"] == "5 March 2031, at 01:00 (Europe/Helsinki)"


def test_a_conflict_is_told_on_the_slide() -> None:
    text = slide(event("a", "2031", report("beacon", date="2031-01"), report("courier", date="2031-02")))["text"][
        "text"
    ]
    assert "Told by Beacon, Courier (2 independent origins)." in text
    assert "<strong>Conflict, date</strong>: Beacon dates it January 2031" in text


def test_records_cannot_bring_markup_into_a_slide() -> None:
    found = slide(event("a", "2031", title="<img src=x onerror=alert(1)>", note="a < b & c"))
    assert found["text"]["headline"] == "&lt;img src=x onerror=alert(1)&gt;"
    assert "<p>a &lt; b &amp; c</p>" in found["text"]["text"]


# -- iCalendar ----------------------------------------------------------------------------------------------------


def ics(*events: Event) -> str:
    return icalendar(timeline(*events), "The ferry", "ferry.example", STAMP, "")


def entries(*events: Event) -> list[Any]:
    return list(Calendar.from_ical(ics(*events)).walk("VEVENT"))


def one(date: str, **fields: Any) -> Any:
    (found,) = entries(event("a", date, **fields))
    return found


def test_a_parser_reads_every_event_back() -> None:
    found = entries(*ferry())
    assert [str(part["UID"]) for part in found] == [f"{entry.id}@ferry.example" for entry in timeline(*ferry())]
    for part in found:
        assert part["DTSTAMP"].dt == STAMP
        assert not part.errors
        assert "DTEND" not in part or part["DTSTART"].dt < part["DTEND"].dt


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2031-03-04", dt.date(2031, 3, 4), dt.date(2031, 3, 5)),
        ("2031-03", dt.date(2031, 3, 1), dt.date(2031, 4, 1)),
        ("2031", dt.date(2031, 1, 1), dt.date(2032, 1, 1)),
        ("2031-03-04/2031-03-06", dt.date(2031, 3, 4), dt.date(2031, 3, 7)),
        ("2031/..", dt.date(2031, 1, 1), dt.date(2032, 1, 1)),
        ("../2031-03-04", dt.date(2031, 3, 4), dt.date(2031, 3, 5)),
        ("0987", dt.date(987, 1, 1), dt.date(988, 1, 1)),
    ],
)
def test_dates_are_whole_days_with_an_exclusive_end(date: str, start: dt.date, end: dt.date) -> None:
    found = one(date)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (start, end)


def test_the_last_day_of_the_calendar_has_no_day_after() -> None:
    assert "DTEND" not in one("9999-12-31")


def test_an_hour_with_a_zone_is_a_time_in_utc() -> None:
    found = one("2031-03-04", time="22:14", zone=CAPITAL)
    assert found["DTSTART"].dt == dt.datetime(2031, 3, 4, 20, 14, tzinfo=dt.UTC)
    assert "DTEND" not in found
    span = one("2031-03-04", time="22:14/24:00", zone=CAPITAL)
    assert span["DTEND"].dt == dt.datetime(2031, 3, 4, 22, 0, tzinfo=dt.UTC)


def test_an_hour_without_a_zone_is_never_turned_into_a_moment() -> None:
    found = one("2031-03-04", time="22:14")
    assert found["DTSTART"].dt == dt.date(2031, 3, 4)
    assert "When: 4 March 2031, at 22:14 (no zone given)." in str(found["DESCRIPTION"])


def test_conflicts_and_forecasts_are_marked() -> None:
    (found,) = entries(
        event("a", "2031", report("beacon", date="2031-01"), report("courier", date="2031-02"), kind="forecast")
    )
    assert str(found["SUMMARY"]) == "A (accounts conflict)"
    assert "No day fits Beacon and Courier." in str(found["DESCRIPTION"])
    assert str(found["STATUS"]) == "TENTATIVE"
    assert found["CATEGORIES"].cats == ["Forecasts", "conflict"]


def test_text_with_every_awkward_character_survives() -> None:
    awkward = 'Semi; comma, back\\slash: "quoted" — ünïcode 🚢\nsecond line'
    found = one("2031", title=awkward, note=awkward)
    assert str(found["SUMMARY"]) == awkward
    assert awkward in str(found["DESCRIPTION"])


def test_lines_are_folded_at_75_octets_and_end_in_crlf() -> None:
    text = ics(event("a", "2031", title="ünï🚢" * 60), *ferry())
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


@given(st.text(max_size=200))
def test_any_title_is_read_back(title: str) -> None:
    wanted = "".join(
        c for c in title.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or (c >= " " and c != "\x7f")
    )
    text = ics(event("a", "2031", title=title))
    unfolded = text.replace("\r\n ", "")
    (line,) = [line for line in unfolded.split("\r\n") if line.startswith("SUMMARY:")]
    plain = line.removeprefix("SUMMARY:").replace("\\\\", "\0").replace("\\n", "\n")
    assert plain.replace("\\;", ";").replace("\\,", ",").replace("\0", "\\") == wanted


def test_a_stamp_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="must state its zone"):
        icalendar(timeline(), "The ferry", "ferry.example", dt.datetime(2032, 1, 1), "")  # noqa: DTZ001 (the point)


# -- tables -------------------------------------------------------------------------------------------------------


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_could_be_a_formula_is_made_text(start: str) -> None:
    assert cells(table(("a",), [(f"{start}1+1",)]))[1] == [f"'{start}1+1"]


@pytest.mark.parametrize("before", [" ", "\u00a0", "\ufeff", "\u200b", " \t"])
def test_what_a_spreadsheet_takes_away_does_not_hide_a_formula(before: str) -> None:
    (cell,) = cells(table(("a",), [(f"{before}=1+1",)]))[1]
    assert cell.startswith("'")
    assert "=1+1" in cell


@pytest.mark.parametrize("text", ["a;=1+1", 'a";=1+1', "a\n=1+1", "a\r\n@x", "a;＝1", "a\t+1", ";-1"])
def test_a_spreadsheet_that_parts_by_semicolons_finds_no_formula_either(text: str) -> None:
    """It takes the comma between cells and the quotation marks around them for text."""
    written = table(("a", "b"), [(1, text)])
    assert [part for part in re.split(r"[;\t\r\n]", written) if part.startswith(FORMULA)] == []


def test_semicolons_and_lists_of_authors_stay_as_they_are() -> None:
    for text in ("one; two", "- no; -5", "a -> b", "1;2", "a\n* b"):
        assert cells(table(("a",), [(text,)]))[1][0].removeprefix("'") == text


def test_numbers_stay_numbers_and_nothing_stays_empty() -> None:
    assert cells(table(("a", "b", "c", "d"), [(-5, 2.5, None, "")]))[1] == ["-5", "2.5", "", ""]
    assert cells(table(("a",), [(230.0,)]))[1] == ["230"]


def test_commas_quotes_and_line_breaks_survive() -> None:
    awkward = 'one, "two"\nthree'
    text = table(("a", "b"), [(awkward, "x")])
    assert cells(text)[1] == [awkward, "x"]
    assert text.startswith("a,b\r\n")


def all_tables() -> dict[str, str]:
    numbers = {"missing": figure(report("beacon", best=3), report("courier", best=4))}
    judged = judge_figures(numbers, SOURCES)
    return tables(
        timeline(*ferry()),
        {key: (numbers[key], *judged[key]) for key in numbers},
        SOURCES,
        {"coastguard": Actor(id="coastguard", name="Coastguard", kind="organisation", variants=["CG", "=Guard"])},
        {"vell": Location(id="vell", name="Vell", kind="town", latitude=-12.5, longitude=3.0)},
    )


def test_every_table_is_rectangular_and_has_its_rows() -> None:
    found = {name: cells(text) for name, text in all_tables().items()}
    assert {name: len(rows) - 1 for name, rows in found.items()} == {
        "actors.csv": 1,
        "disagreements.csv": 4 + 1,
        "events.csv": len(ferry()),
        "figures.csv": 1,
        "places.csv": 1,
        "reports.csv": sum(len(e.reports) for e in ferry()) + 2,
        "sources.csv": len(SOURCES),
    }
    for rows in found.values():
        assert {len(row) for row in rows} == {len(rows[0])}


def test_the_tables_tell_what_the_records_and_the_verdicts_say() -> None:
    found = all_tables()
    events = {row["id"]: row for row in csv.DictReader(io.StringIO(found["events.csv"], newline=""))}
    assert events["last-call"]["level"] == "conflict"
    assert (events["last-call"]["sources"], events["last-call"]["origins"]) == ("beacon; courier; reprint", "2")
    assert events["departure"]["date in words"] == "4 March 2031, at 17:20 (Europe/Lisbon)"
    reasons = cells(found["disagreements.csv"])
    assert ["figure", "missing", "People missing", "number", "conflict", "beacon; courier"] in [r[:6] for r in reasons]
    assert cells(found["places.csv"])[1][4:6] == ["-12.5", "3"]


def test_feeds_are_the_same_whatever_the_order_of_the_file() -> None:
    there, back = ferry(), list(reversed(ferry()))
    assert timelinejs(timeline(*there), "t", "") == timelinejs(timeline(*back), "t", "")
    assert ics(*there) == ics(*back)
    assert all_tables() == all_tables()
