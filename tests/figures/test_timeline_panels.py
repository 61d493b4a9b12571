"""Which stretch of time each panel shows, and which events stand in it: all of it out of the data."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.clock import DAY, moment
from sourcebook.figures.timeline_panels import Panel, Scale, extent, panels_of, ticks
from sourcebook.model.records import Event
from tests.analysis.invented import HARBOUR, event, ferry, report, timeline


def shape(*events: Event) -> list[tuple[str, list[str]]]:
    return [(panel.title(), [entry.id for entry in panel.entries]) for panel in panels_of(timeline(*events))]


def test_a_story_is_cut_from_years_to_the_hours_of_its_two_densest_days() -> None:
    assert [(title, len(held)) for title, held in shape(*ferry())] == [
        ("Years: 2008 to 2034", 4),
        ("Months: October 2030 to May 2031", 4),
        ("Days: 4 to 11 March 2031", 5),
        ("Hours: 4 to 5 March 2031", 6),
    ]


def test_every_dated_event_stands_in_one_panel_and_no_other_does() -> None:
    events = [*ferry(), event("undated", "someday")]
    held = [key for _, keys in shape(*events) for key in keys]
    assert sorted(held) == sorted(e.id for e in events if e.id != "undated")


def test_dense_days_that_are_apart_have_a_panel_each() -> None:
    def at(key: str, day: str, time: str) -> Event:
        return event(key, day, report("beacon", date=day, time=time, zone=HARBOUR), time=time, zone=HARBOUR)

    assert shape(
        at("a", "2031-03-04", "10:00"), at("b", "2031-03-04", "11:00"), at("c", "2031-03-04", "12:00"),
        at("d", "2031-03-09", "10:00"), at("e", "2031-03-09", "11:00"), at("f", "2031-06-09", "11:00"),
    ) == [
        ("Years: 2031", ["f"]),
        ("Hours: 4 March 2031", ["a", "b", "c"]),
        ("Hours: 9 March 2031", ["d", "e"]),
    ]  # fmt: skip


def test_an_hour_that_only_an_account_gives_is_enough_and_coarser_accounts_may_overrun() -> None:
    told = report("beacon", date="2031-03-04", time="10:00", zone=HARBOUR)
    coarse = report("courier", date="2031-03")
    assert shape(
        event("a", "2031-03", told, coarse), event("b", "2031-03-04", told), event("c", "2031-03-04", coarse),
    ) == [("Years: 2031", ["c"]), ("Hours: 4 March 2031", ["a", "b"])]  # fmt: skip


def test_few_events_need_no_zoom() -> None:
    assert shape(event("a", "2031-03-04"), event("b", "2029")) == [("Years: 2029 to 2031", ["b", "a"])]


def test_nothing_dated_gives_no_panel() -> None:
    assert panels_of(timeline(event("a", "soon"))) == ()
    assert panels_of(timeline()) == ()


def test_the_panel_of_years_points_at_the_next_finer_one() -> None:
    years, months, days, hours = panels_of(timeline(*ferry()))
    assert years.finer == ((months.first, months.last),)
    assert days.finer == ((hours.first, hours.last),)
    assert hours.finer == ()


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2031/..", "2031-01-01T00:00:00", "2031-12-31T23:59:00"),
        ("../2031-03", "2031-03-01T00:00:00", "2031-03-31T23:59:00"),
        ("2031-03-04", "2031-03-04T00:00:00", "2031-03-04T23:59:00"),
    ],
)
def test_an_open_end_is_cut_off_at_the_known_date(date: str, first: str, last: str) -> None:
    found = timeline(event("a", date))
    start, end = extent(found, found["a"])
    assert (moment(start).isoformat(), moment(end).isoformat()) == (first, last)


def labels(panel: Panel, most: int) -> list[tuple[str, str]]:
    return [(tick.label, tick.below) for tick in ticks(panel, most)]


def test_ticks_stand_on_the_calendar() -> None:
    years, months, days, hours = panels_of(timeline(*ferry()))
    assert [label for label, _ in labels(years, 6)] == ["2010", "2015", "2020", "2025", "2030"]
    assert labels(months, 4) == [("Oct", "2030"), ("Dec", ""), ("Feb", "2031"), ("Apr", "")]
    assert labels(days, 4) == [("4", "March 2031"), ("6", ""), ("8", ""), ("10", "")]
    assert labels(hours, 8)[:2] == [("00:00", "4 March"), ("06:00", "")]
    assert labels(hours, 8)[4] == ("00:00", "5 March")


@given(st.integers(1, 9990), st.integers(0, 400), st.sampled_from(list(Scale)), st.integers(2, 40))
def test_ticks_rise_and_stay_inside(year: int, length: int, scale: Scale, most: int) -> None:
    first = (year * 365 + 366) * DAY
    panel = Panel(scale, first - first % DAY, first - first % DAY + (length + 1) * DAY - 1, ())
    found = [tick.minute for tick in ticks(panel, most)]
    assert found
    assert all(a < b for a, b in pairwise(found))
    assert found[-1] <= panel.last
