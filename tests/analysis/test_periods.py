"""The periods of an overview, by events written by hand: each event in exactly one, a span never on its first day."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.periods import Period, periods_of
from sourcebook.analysis.timeline import build_timeline
from sourcebook.model.records import Event, Source

WEEK = ["2031-03-01", "2031-03-02", "2031-03-02", "2031-03-04", "2031-03-05"]
"""Five events that are dated to a day: enough for days."""


def periods(*dates: str) -> tuple[Period, ...]:
    events = {
        f"e{n}": msgspec.convert({"id": f"e{n}", "title": f"Event {n}", "date": date, "reports": []}, Event)
        for n, date in enumerate(dates)
    }
    none: dict[str, Source] = {}
    return periods_of(build_timeline(events, none))


def counted(*dates: str) -> list[tuple[str, int]]:
    return [(period.label, len(period.entries)) for period in periods(*dates)]


def test_a_dense_week_is_divided_into_its_days() -> None:
    assert counted(*WEEK) == [("1 March", 1), ("2 March", 2), ("4 March", 1), ("5 March", 1)]


@pytest.mark.parametrize("span", ["2031-03-02/2031-03-04", "2031-03", "2031-02-27/2031-03-02"])
def test_a_span_is_never_counted_on_its_earliest_day(span: str) -> None:
    found = counted(*WEEK, span)
    assert found[:4] == counted(*WEEK)
    assert found[4][0].startswith("Some time from ")
    assert found[4][1] == 1


def test_a_span_that_several_events_share_has_a_row_of_its_own() -> None:
    found = counted(*WEEK, *["2031-03-02/2031-03-03"] * 3, *["2031-03-02/2031-03-05"] * 3)
    assert found[1:4] == [("2 March", 2), ("2 or 3 March", 3), ("2 to 5 March, day open", 3)]


def test_it_is_coarser_before_and_after() -> None:
    found = counted("1956", "2029-07", "2030-11", "2030/2031-03-02", *WEEK, "2031-03-01/2031-11-30", "2032", "2040/..")
    assert found == [
        ("Before 2030", 2),
        ("2030", 1),
        ("Some time from 2030 to 2031", 1),
        *counted(*WEEK),
        ("Some time from 1 March to 30 November", 1),
        ("After 5 March 2031", 2),
    ]


def test_where_few_days_are_known_months_and_years_take_their_place() -> None:
    months = ["2031-01", "2031-02", "2031-02", "2031-05", "2031-06"]
    assert counted(*months) == [("January", 1), ("February", 2), ("May", 1), ("June", 1)]
    years = ["1640", "1641", "1641", "1645"]
    assert counted(*years) == [("1640", 1), ("1641", 2), ("1645", 1)]


def test_a_timeline_of_spans_alone_has_periods_too() -> None:
    assert sum(count for _, count in counted("1640/1660", "../1650", "1700/..")) == 3


def test_names_in_addresses_are_unique_and_name_the_days() -> None:
    found = [period.id for period in periods(*WEEK, *["2031-03-02/2031-03-05"] * 3, "2031-03")]
    assert found == ["2031-03-01", "2031-03-02", "2031-03-02_2031-03-05", "2031-03-04", "2031-03-05", "beyond"]


FORMS = {
    "day": "{a}",
    "span": "{a}/{b}",
    "month": "{a:%Y-%m}",
    "year": "{a:%Y}",
    "until": "../{b}",
    "since": "{a}/..",
}
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from([*FORMS])), max_size=25))
def test_each_event_stands_in_exactly_one_period(drawn: list[tuple[dt.date, dt.date, str]]) -> None:
    found = periods(*(FORMS[form].format(a=min(first, last), b=max(first, last)) for first, last, form in drawn))
    assert sorted(entry.id for period in found for entry in period.entries) == sorted(
        f"e{n}" for n in range(len(drawn))
    )
    assert len({period.id for period in found}) == len(found)
    assert len({period.label for period in found}) == len(found)
