"""Dates as nodes: the same words as the analysis says, and the attribute for machines where HTML has a form."""

from __future__ import annotations

import pytest
from docutils import nodes

from sourcebook.analysis.clock import Stamp, parse_clock
from sourcebook.analysis.edtf import parse
from sourcebook.sphinx_ext import time_nodes
from sourcebook.sphinx_ext.nodes import sb_time


def machines(found: list[nodes.Node]) -> list[str]:
    return [str(node["datetime"]) for node in found if isinstance(node, sb_time)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2031", ["2031"]),
        ("2031-03", ["2031-03"]),
        ("2031-03-04", ["2031-03-04"]),
        ("2031-03-04/2031-03-06", ["2031-03-04", "2031-03-06"]),
        ("2031-03/2031-05-20", ["2031-03", "2031-05-20"]),
        ("[2031-03-04,2031-03-06,2031-03-09]", ["2031-03-04", "2031-03-06", "2031-03-09"]),
        ("../2031", ["2031"]),
        ("2031/..", ["2031"]),
        ("2031~", []),
        ("2031-03-04?", []),
        ("203X", []),
        ("2031-21", []),
        ("2031-03-XX", []),
        ("1999~/2031", ["2031"]),
    ],
)
def test_a_date_says_the_same_to_readers_and_to_machines(written: str, expected: list[str]) -> None:
    found = time_nodes.date(parse(written))
    assert "".join(node.astext() for node in found) == parse(written).english()
    assert machines(found) == expected


@pytest.mark.parametrize(
    ("date", "clock", "zone", "expected"),
    [
        ("2031-03-04", "17:23", "", ["2031-03-04T17:23"]),
        ("2031-03-04", "17:23", "Europe/Paris", ["2031-03-04T17:23"]),
        ("2031-03-04", "24:00", "", ["2031-03-04"]),
        ("2031-03-04", "17:23~", "", ["2031-03-04"]),
        ("2031-03-04", "17:00/18:00", "", ["2031-03-04"]),
        ("2031-03-04", "morning", "", ["2031-03-04"]),
        ("2031-03-04/2031-03-05", "night", "", ["2031-03-04", "2031-03-05"]),
        ("2031-03-04/2031-03-05", "17:23", "", ["2031-03-04", "2031-03-05"]),
    ],
)
def test_an_hour_says_the_same_to_readers_and_to_machines(
    date: str, clock: str, zone: str, expected: list[str]
) -> None:
    stamp = Stamp(parse(date), parse_clock(clock), zone)
    found = time_nodes.stamp(stamp)
    assert "".join(node.astext() for node in found) == stamp.english()
    assert machines(found) == expected
