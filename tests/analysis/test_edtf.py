"""Dates: what is read, what is refused and with which remedy, which days are meant, how it is said."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.edtf import OPEN, SEASONS, Date, DateError, Edtf, Form, Precision, parse


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision", "english"),
    [
        ("2022", "2022-01-01", "2022-12-31", Precision.YEAR, "2022"),
        ("2022-01", "2022-01-01", "2022-01-31", Precision.MONTH, "January 2022"),
        ("2020-02", "2020-02-01", "2020-02-29", Precision.MONTH, "February 2020"),
        ("2022-01-05", "2022-01-05", "2022-01-05", Precision.DAY, "5 January 2022"),
        ("2021-21", "2021-03-01", "2021-05-31", Precision.SEASON, "spring 2021"),
        ("2021-22", "2021-06-01", "2021-08-31", Precision.SEASON, "summer 2021"),
        ("2021-23", "2021-09-01", "2021-11-30", Precision.SEASON, "autumn 2021"),
        ("2021-24", "2021-12-01", "2022-02-28", Precision.SEASON, "winter 2021"),
        ("202X", "2020-01-01", "2029-12-31", Precision.DECADE, "the 2020s"),
        ("20XX", "2000-01-01", "2099-12-31", Precision.CENTURY, "some year from 2000 to 2099"),
        ("2022-XX", "2022-01-01", "2022-12-31", Precision.YEAR, "an unknown month in 2022"),
        ("2022-XX-XX", "2022-01-01", "2022-12-31", Precision.YEAR, "an unknown day in 2022"),
        ("2022-01-XX", "2022-01-01", "2022-01-31", Precision.MONTH, "an unknown day in January 2022"),
        ("2019?", "2019-01-01", "2019-12-31", Precision.YEAR, "2019 (uncertain)"),
        ("2019~", "2018-01-01", "2020-12-31", Precision.YEAR, "about 2019"),
        ("2022-01~", "2021-12-01", "2022-02-28", Precision.MONTH, "about January 2022"),
        ("2022-01-01~", "2021-12-31", "2022-01-02", Precision.DAY, "about 1 January 2022"),
        ("202X~", "2010-01-01", "2039-12-31", Precision.DECADE, "about the 2020s"),
        ("2019%", "2018-01-01", "2020-12-31", Precision.YEAR, "about 2019 (uncertain)"),
        ("2022-01-08/2022-01-09", "2022-01-08", "2022-01-09", Precision.DAY, "between 8 and 9 January 2022"),
        ("2021-12/2022-01-05", "2021-12-01", "2022-01-05", Precision.MONTH, "between December 2021 and 5 January 2022"),
        ("2022-01-30/2022-02-02", "2022-01-30", "2022-02-02", Precision.DAY, "between 30 January and 2 February 2022"),
        (
            "2022-01/2022-02~",
            "2022-01-01",
            "2022-03-31",
            Precision.MONTH,
            "between January 2022 and about February 2022",
        ),
        ("2022-01-10/..", "2022-01-10", "9999-12-31", Precision.DAY, "10 January 2022 or later"),
        ("../2022", "0001-01-01", "2022-12-31", Precision.YEAR, "2022 or earlier"),
        ("[2022-01-08,2022-01-09]", "2022-01-08", "2022-01-09", Precision.DAY, "8 or 9 January 2022"),
        ("[2012,2015,2019]", "2012-01-01", "2019-12-31", Precision.YEAR, "2012, 2015 or 2019"),
    ],
)
def test_what_a_field_means(text: str, earliest: str, latest: str, precision: Precision, english: str) -> None:
    date = parse(text)
    assert (date.earliest.isoformat(), date.latest.isoformat()) == (earliest, latest)
    assert date.precision is precision
    assert date.english() == english
    assert str(date) == text


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "leave the key out"),
        ("yesterday", "write 2022, 2022-01"),
        ("2022-1", "write 2022, 2022-01"),
        ("2022-01-05T10:00", "write 2022, 2022-01"),
        ("-0044", "write 2022, 2022-01"),
        ("٢٠٢٢", "write 2022, 2022-01"),
        ("2022-?01", "write 2022, 2022-01"),
        ("2X22", "write 2022, 2022-01"),
        ("0000", "years run from 0001"),
        ("000X", "years run from 0001"),
        ("2022-13", "01 to 12, or 21 to 24"),
        ("2022-00", "01 to 12, or 21 to 24"),
        ("2022-02-30", "February 2022 has 28 days"),
        ("2022-02-00", "February 2022 has 28 days"),
        ("2022-XX-05", "write 2022-XX-XX"),
        ("202X-01", "write 202X alone"),
        ("2022-21-05", "gives a day without its month"),
        ("2022-21-XX", "write 2022-21 alone"),
        ("9999-24", "ends after the last year"),
        ("2022/2021", "write the earlier date first"),
        ("2022/2022", "write 2022 alone"),
        ("2022/", "with .. for an end that is open"),
        ("../..", "with .. for an end that is open"),
        ("2020/2021/2022", "write 2022-01-02/2022-01-05"),
        ("[2022]", "needs two or more"),
        ("[2023,2022]", "the earliest first"),
        ("[2022,2022]", "each member once"),
        ("[2022,2023", "write [2022-01-08,2022-01-09]"),
        ("{2022,2023}", "write [2022-01-08,2022-01-09]"),
        ("[2022/2023,2024]", "is not a date"),
    ],
)
def test_what_is_refused_says_what_to_write(text: str, remedy: str) -> None:
    with pytest.raises(DateError) as error:
        parse(text)
    assert remedy in str(error.value)


def test_a_set_means_its_members_and_nothing_between() -> None:
    assert not parse("[2022-01-05,2022-01-09]").meets(parse("2022-01-07"))
    assert parse("2022-01-05/2022-01-09").meets(parse("2022-01-07"))
    assert parse("[2022-01-05,2022-01-09]").meets(parse("2022-01-09"))


def test_only_a_plain_day_is_one_day() -> None:
    assert parse("2022-01-05").is_one_day
    assert parse("2022-01-05?").is_one_day
    assert [
        t for t in ("2022-01-05~", "2022-01", "2022-01-05/..", "[2022-01-05,2022-01-06]") if parse(t).is_one_day
    ] == []


def test_the_calendar_ends_where_python_ends() -> None:
    assert parse("9999~").latest == dt.date.max
    assert parse("0001-01-01~").earliest == dt.date.min


# -- properties ---------------------------------------------------------------------------------------------------

qualifiers = st.sampled_from(["", "?", "~", "%"])
years = st.integers(1, 9998).map("{:04}".format)
days = st.dates(dt.date(1, 1, 1), dt.date(9998, 12, 31)).map(lambda day: day.isoformat().split("-"))
dates = st.one_of(
    st.builds(Date, years, qualifier=qualifiers),
    st.builds(Date, st.integers(1, 998).map("{:03}X".format), qualifier=qualifiers),
    st.builds(Date, st.integers(1, 98).map("{:02}XX".format), qualifier=qualifiers),
    st.builds(Date, years, st.integers(1, 12).map("{:02}".format), st.sampled_from(["", "XX"]), qualifiers),
    st.builds(Date, years, st.sampled_from(sorted(SEASONS)), st.just(""), qualifiers),
    st.builds(Date, years, st.just("XX"), st.sampled_from(["", "XX"]), qualifiers),
    st.builds(lambda parts, qualifier: Date(parts[0], parts[1], parts[2], qualifier), days, qualifiers),
)


def _earliest_first(date: Date) -> tuple[dt.date, dt.date, str]:
    return date.earliest, date.latest, str(date)


def _interval(pair: tuple[Date, Date]) -> Edtf:
    return Edtf(Form.INTERVAL, (*sorted(pair, key=_earliest_first),))


def _one_of(members: list[Date]) -> Edtf:
    return Edtf(Form.ONE_OF, (*sorted(members, key=_earliest_first),))


fields = st.one_of(
    dates.map(lambda date: Edtf(Form.DATE, (date,))),
    st.tuples(dates, dates).filter(lambda pair: pair[0] != pair[1]).map(_interval),
    dates.map(lambda date: Edtf(Form.INTERVAL, (date, None))),
    dates.map(lambda date: Edtf(Form.INTERVAL, (None, date))),
    st.lists(dates, min_size=2, max_size=4, unique_by=str).map(_one_of),
)


@given(fields)
def test_what_is_written_is_read_back(field: Edtf) -> None:
    assert parse(str(field)) == field


@given(fields)
def test_every_span_lies_inside_the_whole(field: Edtf) -> None:
    assert field.earliest <= field.latest
    assert min(first for first, _ in field.spans) == field.earliest
    assert max(last for _, last in field.spans) == field.latest
    assert field.meets(field)


@given(fields, fields)
def test_meeting_is_mutual(one: Edtf, other: Edtf) -> None:
    assert one.meets(other) == other.meets(one)


@given(fields)
def test_english_holds_no_notation(field: Edtf) -> None:
    said = field.english()
    assert not set(said) & set("[]/~%")
    assert OPEN not in said


@given(st.text(max_size=30) | st.text("0123456789-/.,[]X?~%", max_size=22))
def test_any_text_is_refused_or_read_for_good(text: str) -> None:
    try:
        field = parse(text)
    except DateError:
        return
    assert parse(str(field)) == field
