"""Patterns of typed numbers: held against arithmetic, with both decimal signs."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sourcebook.exports.lms.number_patterns import number_patterns
from sourcebook.exports.lms.question_bank import bounds

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="a"><xs:simpleType>
<xs:restriction base="xs:string"><xs:pattern/></xs:restriction></xs:simpleType></xs:element></xs:schema>"""
TYPED = ["31.9", "31,7", "32.2", "0", "-0.5", "2", "2,235", "2.300,6", "2 301", "5,0", "-3", "-3.1", "-21", "", "x"]


def taken(typed: str, least: str, greatest: str) -> bool:
    """Whether all patterns of one reading match the whole of what was typed."""
    return any(all(re.fullmatch(each, typed) for each in reading) for reading in number_patterns(least, greatest))


def valid(pattern: str) -> etree.XMLSchema:
    """A schema of one element whose text has the pattern."""
    schema = etree.fromstring(SCHEMA)
    (declared,) = schema.iter("{*}pattern")
    declared.set("value", pattern)
    return etree.XMLSchema(schema)


@pytest.mark.parametrize("ends", [("31.7", "32.1"), ("-1", "1"), ("2200", "2300.5"), ("5", "5"), ("-20.5", "-3")])
def test_the_patterns_are_expressions_of_xml_schema(ends: tuple[str, str]) -> None:
    """They are read by another engine than that of Python."""
    schemas = [[valid(each) for each in reading] for reading in number_patterns(*ends)]
    for typed in TYPED:
        element = etree.fromstring("<a/>")
        element.text = typed
        assert any(all(each.validate(element) for each in reading) for reading in schemas) == taken(typed, *ends), typed


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
    """TAO also takes the sign for what is not in a class for an anchor of the author's."""
    assert all(each[0] + each[-1] == "()" for reading in number_patterns("1000", "2000") for each in reading)


@pytest.mark.parametrize(
    ("bound", "typed"), [("5", "5.0"), ("0.5", ",50"), ("-3", "−3"), ("0", "0.0"), ("2235", "02235")]
)
def test_one_number_is_known_by_one_pattern(bound: str, typed: str) -> None:
    assert {len(reading) for reading in number_patterns(bound, bound)} == {1}
    assert taken(typed, bound, bound)
    assert not taken(f"{typed}1", bound, bound)
    assert not taken("", bound, bound)


@pytest.mark.parametrize(
    "typed", ["2235", "2,235", "2.235", "2 235", "2\u202f235", "2'235", "2,235.0", "2.235,00", "+2 235"]
)
@pytest.mark.parametrize("bounds_", [("2235", "2235"), ("2200", "2300"), ("900", "2235"), ("-5", "12000.5")])
def test_thousands_may_be_parted(typed: str, bounds_: tuple[str, str]) -> None:
    assert taken(typed, *bounds_)


@pytest.mark.parametrize(
    "typed", ["22,35", "2,2,35", "2,235,000", "2 235 1", "22 35", "2,,235", "1,235", "2,236.5", "-2,235"]
)
def test_other_marks_between_digits_are_no_thousands(typed: str) -> None:
    assert not taken(typed, "2235", "2235")
    assert not taken(typed, "2234.5", "2235.5")


decimals = st.decimals(-20000, 20000, allow_nan=False, places=3)


@given(
    st.floats(-5000, 5000).map(lambda x: round(x, 2)),
    st.one_of(st.just(0.0), st.floats(0, 200).map(lambda x: round(x, 2))),
    decimals,
)
def test_the_patterns_agree_with_arithmetic(value: float, tolerance: float, typed: Decimal) -> None:
    least, greatest = bounds(value, tolerance)
    little = Decimal("0.0001")
    ends = (Decimal(least), Decimal(greatest))
    for each in (typed, *ends, ends[0] - little, ends[1] + little):
        if not (each == 0 and each.is_signed()):
            right = ends[0] <= each <= ends[1] or ends[0] <= _as_thousands(each, ends[0]) <= ends[1]
            assert taken(f"{each:f}", least, greatest) == right
            assert taken(f"{each:f}".replace(".", ","), least, greatest) == right
            assert taken(f"{each:,f}", least, greatest) >= (ends[0] <= each <= ends[1])


def _as_thousands(number: Decimal, otherwise: Decimal) -> Decimal:
    """1.234 read as 1234; a number that cannot be read so is out of bounds."""
    text = f"{number:f}"
    parted = re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text)
    return Decimal(text.replace(".", "")) if parted else otherwise - 1
