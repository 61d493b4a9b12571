"""Patterns of typed numbers: held against arithmetic, with both decimal signs."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.exports.lms.number_patterns import number_patterns
from sourcebook.exports.lms.question_bank import bounds


def taken(typed: str, least: str, greatest: str) -> bool:
    """Whether all patterns match the whole of what was typed."""
    return all(re.fullmatch(pattern, typed) for pattern in number_patterns(least, greatest))


@pytest.mark.parametrize(
    "typed", ["31.9", "31,9", " 31,9 ", "+31.90", "031,9", "31.7", "32.1", "32,100", "32", "32.", "31.8999", "31.70001"]
)
def test_a_number_within_the_bounds_is_taken_as_people_type_it(typed: str) -> None:
    assert taken(typed, "31.7", "32.1")


@pytest.mark.parametrize(
    "typed",
    ["", " ", ".", ",", "-", "31", "31.69999", "32.1001", "33", "3.19", "319", "31.9.0", "31.9 km", "-31.9", "thirty"],
)  # fmt: skip
def test_what_is_no_number_within_the_bounds_is_not(typed: str) -> None:
    assert not taken(typed, "31.7", "32.1")


@pytest.mark.parametrize("typed", [".5", ",5", "0", "0,0", "-0.5", "−0,5", "- 0.25", "1", "1.0", "-1", "00.9"])
def test_numbers_around_nought(typed: str) -> None:
    assert taken(typed, "-1", "1")


def test_a_pattern_stands_in_one_group_because_players_put_anchors_around_it() -> None:
    assert all(pattern[0] + pattern[-1] == "()" for pattern in number_patterns("1", "2"))


@pytest.mark.parametrize(
    ("bound", "typed"), [("5", "5.0"), ("0.5", ",50"), ("-3", "−3"), ("0", "0.0"), ("2235", "02235")]
)
def test_one_number_is_known_by_one_pattern(bound: str, typed: str) -> None:
    (pattern,) = number_patterns(bound, bound)
    assert re.fullmatch(pattern, typed)
    assert not re.fullmatch(pattern, f"{typed}1")
    assert not re.fullmatch(pattern, "")


decimals = st.decimals(-2000, 2000, allow_nan=False, places=3)


@given(st.floats(-500, 500).map(lambda x: round(x, 2)), st.floats(0, 20).map(lambda x: round(x, 2)), decimals)
def test_the_patterns_agree_with_arithmetic(value: float, tolerance: float, typed: Decimal) -> None:
    least, greatest = bounds(value, tolerance)
    little = Decimal("0.001")
    ends = (Decimal(least), Decimal(greatest))
    for each in (typed, *ends, ends[0] - little, ends[1] + little):
        right = Decimal(least) <= each <= Decimal(greatest)
        if not (each == 0 and each.is_signed()):
            assert taken(f"{each:f}", least, greatest) == right
            assert taken(f"{each:f}".replace(".", ","), least, greatest) == right
