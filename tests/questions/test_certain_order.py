"""What came first for certain: every account counts, and every zone that a clock may have been read in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from sourcebook.analysis import edtf
from sourcebook.analysis.timeline import Relation, relation
from sourcebook.check import open_book
from sourcebook.model.records import Event
from sourcebook.questions import generate, prompt_blocks
from sourcebook.questions.certain_order import possible_span
from sourcebook.questions.recipe import EvidenceBase, Recipe
from tests.analysis.invented import CAPITAL, HARBOUR, event, report, timeline
from tests.needs import ROOT

ZONES = (HARBOUR, CAPITAL)
"""Two hours apart."""


def order(one: Event, other: Event, zones: tuple[str, ...] = ZONES) -> Relation:
    found = timeline(one, other, plausible=zones)
    return relation(possible_span(found[one.id], zones), possible_span(found[other.id], zones))


def at(ident: str, time: str, zone: str = "", date: str = "2031-03-04") -> Event:
    return event(ident, date, report("beacon", date=date, time=time, zone=zone), time=time, zone=zone)


def on(ident: str, *dates: str) -> Event:
    return event(ident, dates[0], *(report("beacon", date=date) for date in dates))


# -- hours and their zones --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "zones", "expected"),
    [
        (at("a", "10:00"), at("b", "12:00"), ZONES, Relation.OPEN),
        (at("a", "10:00"), at("b", "12:01"), ZONES, Relation.BEFORE),
        (at("a", "10:00", HARBOUR), at("b", "12:01", CAPITAL), ZONES, Relation.BEFORE),
        (at("a", "10:00", HARBOUR), at("b", "12:00", CAPITAL), ZONES, Relation.OPEN),
        (at("a", "10:00", CAPITAL), at("b", "10:00", HARBOUR), ZONES, Relation.BEFORE),
        (at("a", "10:00"), at("b", "23:00"), (), Relation.OPEN),
        (at("a", "23:00"), at("b", "01:00", date="2031-03-05"), (), Relation.BEFORE),
        (at("a", "23:00"), at("b", "01:00", date="2031-03-05"), ZONES, Relation.OPEN),
    ],
)
def test_hours_are_ordered_only_where_every_reading_of_their_zones_agrees(
    one: Event, other: Event, zones: tuple[str, ...], expected: Relation
) -> None:
    assert order(one, other, zones) is expected


def test_days_that_follow_one_another_overlap_where_clocks_differ() -> None:
    assert order(on("a", "2031-03-04"), on("b", "2031-03-05")) is Relation.OPEN
    assert order(on("a", "2031-03-04"), on("b", "2031-03-06")) is Relation.BEFORE
    assert order(on("a", "2031-03-04"), on("b", "2031-03-05"), (HARBOUR,)) is Relation.BEFORE


# -- all accounts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["2031-03", "../2031-03-05", "[2031-02-27,2031-03-04]", "2031-03-03~"])
def test_the_widest_account_counts_and_not_the_date_that_is_drawn(date: str) -> None:
    early = on("a", "2031-03-02")
    assert order(early, on("b", "2031-03-04"), ()) is Relation.BEFORE
    assert order(early, on("b", "2031-03-04", date), ()) is Relation.OPEN


def test_the_date_of_the_book_narrows_nothing_and_may_widen() -> None:
    told = report("beacon", date="2031-03-04")
    assert order(on("a", "2031-03-02"), event("b", "2031-03-01/2031-03-04", told), ()) is Relation.OPEN


def test_an_event_that_only_the_book_dates_is_not_ordered() -> None:
    assert order(on("a", "2031-03-02"), event("b", "2031-03-20", report("beacon"))) is Relation.UNDATED


def test_an_uncertain_date_orders_nothing() -> None:
    assert order(on("a", "2031-03-04"), on("b", "2031-03-20?")) is Relation.UNDATED


def test_what_one_source_denies_is_not_ordered() -> None:
    told = [report("beacon", stance="reports", date="2031-03-20"), report("courier", stance="denies")]
    assert order(on("a", "2031-03-04"), event("b", "2031-03-20", *told)) is Relation.UNDATED


# -- the book ---------------------------------------------------------------------------------------------------------

PARTS = {"midnight-start": (-30, 30), "noon": (690, 750), "morning": (180, 720), "night": (0, 1800)}
"""The parts of a day that the book's accounts name, in minutes of their date, at their widest."""


@pytest.fixture(scope="module")
def book() -> EvidenceBase:
    opened = open_book(ROOT)
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    return EvidenceBase(opened.book, opened.prover, tuple(config["sphinx"]["config"]["sourcebook_zones"]))


def moments(record: dict[str, Any], zones: tuple[str, ...]) -> Iterator[tuple[dt.datetime, dt.datetime]]:
    """Reckoned anew from the file: first and last moment of each dated report, in each zone."""
    for told in record["reports"]:
        date, time = edtf.parse(told.get("date") or record["date"]), told.get("time", "")
        if not told.get("date") and not time:
            continue
        for zone in [told["zone"]] if told.get("zone") else zones:
            yield (
                _moment(date.earliest, _minutes(time)[0], zone),
                _moment(date.latest, _minutes(time)[1], zone),
            )


def _minutes(time: str) -> tuple[int, int]:
    if time in PARTS:
        return PARTS[time]
    hour, _, minute = time.partition(":")
    return (int(hour) * 60 + int(minute),) * 2 if time else (0, 24 * 60 - 1)


def _moment(day: dt.date, minutes: int, zone: str) -> dt.datetime:
    held = min(max(day, dt.date(2, 1, 1)), dt.date(9998, 12, 31))
    clock = dt.datetime.combine(held, dt.time()) + dt.timedelta(minutes=minutes)
    return clock.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def test_every_order_that_is_asked_for_is_certain(book: EvidenceBase) -> None:
    words = (ROOT / "sources" / "events.yml").read_text(encoding="utf-8")
    records = yaml.load(words, yaml.BaseLoader)["events"]  # noqa: S506 -- it makes strings and nothing else
    by_title = {record["title"]: list(moments(record, book.zones)) for record in records}
    seen = set()
    for seed in range(50):
        recipe = Recipe(id="order", make="order-events", count=8, seed=str(seed))
        for item in generate.make(book, recipe):
            titles = [prompt_blocks.plain(entry.content) for entry in item.entries]
            for one, other in pairwise(titles):
                last, first = max(end for _, end in by_title[one]), min(start for start, _ in by_title[other])
                assert last < first, (one, other)
            seen.update(titles)
    assert len(seen) > 12


def test_hours_whose_zones_nobody_names_are_not_ordered(book: EvidenceBase) -> None:
    night = {"three-presidents-call", "televised-request", "pashinyan-consults"}
    others = ["succession", "saint-petersburg-meeting", "call-with-michel", "abish-keeps-post"]
    recipe = Recipe(id="night", make="order-events", count=60, events=[*sorted(night), *others])
    titles = {entry.event.title for entry in book.timeline if entry.id in night}
    shown = [{prompt_blocks.plain(entry.content) for entry in item.entries} for item in generate.make(book, recipe)]
    assert len(titles) == 3
    assert any(titles & entries for entries in shown)
    assert {len(titles & entries) for entries in shown} <= {0, 1}


def test_an_offer_early_in_the_month_is_not_put_after_its_first_days(book: EvidenceBase) -> None:
    (title,) = [entry.event.title for entry in book.timeline if entry.id == "troops-requested"]
    recipe = Recipe(id="offer", make="order-events", count=60)
    items = generate.make(book, recipe)
    assert items
    assert title not in {prompt_blocks.plain(entry.content) for item in items for entry in item.entries}
