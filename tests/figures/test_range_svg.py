"""The drawing of a number: where dots, bars and arrows stand."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from sourcebook.analysis.accounts import accounts_of
from sourcebook.figures import range_svg
from sourcebook.figures.timeline_svg import NARROW, Layout, marks_of
from sourcebook.model.records import Report
from tests.analysis.invented import SOURCES, figure, report

SVG = "{http://www.w3.org/2000/svg}"
FLAT = Layout("flat", width=700, label=0, size=12)


def drawn(*reports: Report, layout: Layout = FLAT, **fields: Any) -> str:
    accounts = accounts_of(figure(*reports, **fields), SOURCES)
    return range_svg.draw(accounts, marks_of({key: key for key in SOURCES}), layout, "People missing")


def bars(svg: str) -> list[tuple[float, float]]:
    """Left and right end of the thick line of each row."""
    lines = [line for line in etree.fromstring(svg).iter(f"{SVG}line") if line.get("stroke-width") == "3"]
    return [(float(line.get("x1", "")), float(line.get("x2", ""))) for line in lines]


def test_one_number_alone_needs_no_drawing() -> None:
    assert drawn(report("beacon", best=3)) == ""
    assert drawn(report("beacon", best=3), report("courier")) == ""
    assert drawn(report("beacon", best=3), report("courier", best=4, stance="denies")) == ""


def test_the_scale_begins_at_nothing_so_that_differences_keep_their_size() -> None:
    first, second = bars(drawn(report("beacon", best=100), report("courier", best=50)))
    left = bars(drawn(report("beacon", best=100), report("courier", best=0)))[1][0]
    assert first[0] - left == pytest.approx(2 * (second[0] - left), abs=0.3)  # a tenth of a unit each


def test_a_range_is_as_long_as_it_is_wide() -> None:
    wide, narrow = bars(drawn(report("beacon", low=10, high=50), report("courier", low=20, high=30)))
    assert round((wide[1] - wide[0]) / (narrow[1] - narrow[0]), 1) == 4


def test_an_open_end_runs_past_every_number_and_ends_in_an_arrow() -> None:
    svg = drawn(report("beacon", low=220), report("courier", best=230))
    open_, closed = bars(svg)
    assert open_[1] > closed[1]
    arrows = [p for p in etree.fromstring(svg) if p.tag == f"{SVG}polygon"]
    assert len(arrows) == 1  # the marks of the sources stand deeper
    assert "230" in "".join(map(str, etree.fromstring(svg).itertext()))


def test_it_says_everything_to_those_who_hear_it() -> None:
    root = etree.fromstring(drawn(report("beacon", best=3, via=""), report("courier", low=5), unit="people"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == "People missing. Beacon: 3 people; Courier: a lower bound of 5 people"


def test_nothing_stands_outside_the_drawing() -> None:
    for layout in (FLAT, NARROW):
        for first, last in bars(drawn(report("beacon", low=1, high=9), report("courier", high=5), layout=layout)):
            assert 0 <= first <= last <= layout.width


def test_equal_numbers_of_nothing_are_drawn() -> None:
    assert len(bars(drawn(report("beacon", best=0), report("courier", best=0)))) == 2
