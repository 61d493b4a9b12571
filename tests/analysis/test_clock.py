"""Clock times: what is read, what each word can mean, zones, elapsed time."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis.clock import (
    DAY,
    PARTS,
    ClockError,
    Stamp,
    between_minutes,
    check_zone,
    duration,
    elapsed,
    in_zone,
    meet,
    meet_under,
    minute_of,
    moment,
    on_axis,
    on_its_clock,
    parse_clock,
)
from sourcebook.analysis.edtf import parse

NIGHT = "2031-03-04"
IN_LISBON = [("Europe/Lisbon", "Europe/Lisbon")]


def readings(*zones: str) -> list[tuple[str, str]]:
    """Both on one clock, and each pair of different zones."""
    return [("", ""), *permutations(zones, 2)]


def stamp(time: str, zone: str = "", date: str = NIGHT) -> Stamp:
    return Stamp(parse(date), parse_clock(time) if time else None, zone)


def hours(spans: tuple[tuple[int, int], ...], day: str = NIGHT) -> list[tuple[int, int]]:
    """Spans counted from the start of a day."""
    start = minute_of(parse(day).earliest)
    return [(first - start, last - start) for first, last in spans]


@pytest.mark.parametrize(
    ("text", "spans", "english"),
    [
        ("17:23", [(1043, 1043)], "at 17:23"),
        ("00:00", [(0, 0)], "at 00:00"),
        ("24:00", [(1440, 1440)], "at 24:00"),
        ("01:00~", [(30, 90)], "about 01:00"),
        ("22:14/24:00", [(1334, 1440)], "between 22:14 and 24:00"),
        ("22:14/02:00", [(1334, 1560)], "between 22:14 and 02:00 of the next day"),
        ("22:14/..", [(1334, 1440)], "at 22:14 or later"),
        ("../22:14", [(0, 1334)], "at 22:14 or earlier"),
        ("morning", [(180, 720)], "in the morning"),
        ("noon", [(690, 750)], "at noon"),
        ("afternoon", [(720, 1080)], "in the afternoon"),
        ("evening", [(1020, 1440)], "in the evening"),
        ("night", [(0, 360), (1200, 1800)], "at night"),
        ("midnight", [(-30, 30), (1410, 1470)], "at midnight (the start or the end of the day)"),
        ("midnight-start", [(-30, 30)], "at midnight, the start of the day"),
        ("midnight-end", [(1410, 1470)], "at midnight, the end of the day"),
    ],
)
def test_what_a_time_means(text: str, spans: list[tuple[int, int]], english: str) -> None:
    clock = parse_clock(text)
    assert list(clock.spans) == spans
    assert clock.english() == english
    assert clock.exact == (len(spans) == 1 and spans[0][0] == spans[0][1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5pm",
        "5:23",
        "24:01",
        "25:00",
        "12:60",
        "17.23",
        "17:23:00",
        "../..",
        "17:23/17:23",
        "dawn",
        "1/2/3",
        "١٧:٢٣",
    ],
)
def test_what_is_refused_lists_the_forms(text: str) -> None:
    with pytest.raises(ClockError, match="write"):
        parse_clock(text)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Lisbon", "America/Argentina/Buenos_Aires"])
def test_a_zone_of_the_database_is_kept(zone: str) -> None:
    assert check_zone(zone) == zone


@pytest.mark.parametrize("zone", ["EST", "+03:00", "Europe/Nowhere", "../etc/passwd", "Europe/", "Europe/\0"])
def test_anything_else_is_no_zone(zone: str) -> None:
    with pytest.raises(ClockError, match=r"IANA name|time-zone database"):
        check_zone(zone)


def test_a_date_without_an_hour_is_its_whole_days() -> None:
    assert hours(on_its_clock(stamp(""))) == [(0, DAY - 1)]
    assert hours(on_its_clock(stamp("", date="[2031-03-04,2031-03-06]"))) == [(0, DAY - 1), (2 * DAY, 3 * DAY - 1)]


def test_an_hour_of_one_of_two_days_has_two_places() -> None:
    assert hours(on_its_clock(stamp("10:00", date="[2031-03-04,2031-03-06]"))) == [(600, 600), (3480, 3480)]


@pytest.mark.parametrize(
    ("time", "span"),
    [
        ("night", (1200, DAY + 360)),
        ("midnight", (1410, DAY + 30)),
        ("22:14/03:26", (1334, DAY + 206)),
        ("morning", (180, DAY + 720)),
    ],
)
def test_over_two_days_a_time_runs_from_the_first_to_the_last(time: str, span: tuple[int, int]) -> None:
    assert hours(on_its_clock(stamp(time, date="2031-03-04/2031-03-05"))) == [span]


@pytest.mark.parametrize("date", ["2031-03", "2031-03-04~", "2031-03-04/..", "2031-03-04/2031-04"])
def test_an_hour_needs_days_that_are_known(date: str) -> None:
    assert not stamp("10:00", date=date).has_hour
    assert on_its_clock(stamp("10:00", date=date)) == on_its_clock(stamp("", date=date))


def test_the_start_of_a_day_is_the_end_of_the_day_before() -> None:
    assert on_its_clock(stamp("24:00")) == on_its_clock(stamp("00:00", date="2031-03-05"))


def test_midnight_alone_may_be_either_end_of_its_date() -> None:
    midnight = on_its_clock(stamp("midnight"))
    assert meet(on_its_clock(stamp("00:00")), midnight)
    assert meet(on_its_clock(stamp("24:00")), midnight)
    assert not meet(on_its_clock(stamp("24:00")), on_its_clock(stamp("midnight-start")))


def test_zones_move_an_hour() -> None:
    spans = on_its_clock(stamp("22:14"))
    assert hours(in_zone(spans, "Europe/Lisbon", "Europe/Helsinki"), "2031-03-05") == [(14, 14)]
    assert in_zone(spans, "Europe/Lisbon", "Europe/Lisbon") == spans


def test_where_a_clock_is_put_back_an_hour_is_read_both_ways() -> None:
    # On 26 October 2031 the clocks of Lisbon show every minute from 01:00 to 01:59 twice.
    twice = on_its_clock(stamp("01:30", date="2031-10-26"))
    assert hours(in_zone(twice, "Europe/Lisbon", "UTC"), "2031-10-26") == [(30, 90)]


def test_on_the_axis_a_stated_zone_is_moved_and_a_missing_one_is_stretched() -> None:
    assert hours(on_axis(stamp("19:20", "Europe/Helsinki"), "Europe/Lisbon")) == [(1040, 1040)]
    assert hours(on_axis(stamp("19:20"), "Europe/Lisbon", ["Europe/Helsinki"])) == [(1040, 1160)]
    assert hours(on_axis(stamp("19:20"), "")) == [(1160, 1160)]
    assert hours(on_axis(stamp("", "Europe/Helsinki"), "Europe/Lisbon")) == [(0, DAY - 1)]


def test_one_moment_on_two_calendars() -> None:
    one, other = stamp("23:30", "Europe/Lisbon"), stamp("01:30", "Europe/Helsinki", "2031-03-05")
    assert meet_under(one, other, ("Europe/Lisbon", "Europe/Helsinki"))
    assert not meet_under(one, other, ("", ""))


def test_elapsed_time_inside_one_stated_zone_is_one_number() -> None:
    found = elapsed(stamp("03:26", "Europe/Lisbon"), stamp("12:14", "Europe/Lisbon"), IN_LISBON)
    assert found is not None
    assert found.stated
    assert [(r.least, r.most) for r in found.readings] == [(528, 528)]
    assert found.english() == "8 hours 48 minutes (editor's arithmetic, both times in Europe/Lisbon)"


def test_elapsed_time_without_zones_is_told_under_each_reading() -> None:
    found = elapsed(stamp("03:26"), stamp("12:14"), readings("Europe/Lisbon", "Europe/Helsinki"))
    assert found is not None
    assert not found.stated
    assert {r.conditions: r.least for r in found.readings} == {
        (("", ""),): 528,
        (("Europe/Helsinki", "Europe/Lisbon"),): 648,
        (("Europe/Lisbon", "Europe/Helsinki"),): 408,
    }
    assert found.english().startswith("8 hours 48 minutes if both times are on one clock; ")
    assert found.english().endswith("(editor's arithmetic: one time or both have no zone)")


def test_of_many_readings_the_words_name_the_ends() -> None:
    zones = ["Asia/Almaty", "Europe/Lisbon", "Europe/Helsinki", "Europe/Athens"]
    found = elapsed(stamp("03:26", date="2021-01-06"), stamp("12:14", date="2021-01-06"), readings(*zones))
    assert found is not None
    assert len(found.readings) == 7
    assert found.english() == (
        "8 hours 48 minutes if both times are on one clock; across the plausible zones, "
        "from 2 hours 48 minutes if the first is in Europe/Lisbon and the second in Asia/Almaty "
        "to 14 hours 48 minutes if the first is in Asia/Almaty and the second in Europe/Lisbon "
        "(editor's arithmetic: one time or both have no zone)"
    )


def test_readings_that_come_out_alike_are_told_together() -> None:
    pairs = [*IN_LISBON, ("Europe/Lisbon", "Europe/London")]
    found = elapsed(stamp("03:26", "Europe/Lisbon"), stamp("12:14"), pairs)
    assert found is not None
    assert [len(reading.conditions) for reading in found.readings] == [2]


def test_elapsed_time_over_a_change_of_the_clock_counts_real_minutes() -> None:
    first, second = (stamp(hour, "Europe/Lisbon", "2031-03-30") for hour in ("00:00", "12:00"))
    found = elapsed(first, second, IN_LISBON)
    assert found is not None
    assert found.readings[0].least == 11 * 60


def test_elapsed_time_needs_two_hours_and_a_way_to_read_their_zones() -> None:
    assert elapsed(stamp("03:26"), stamp(""), readings()) is None
    assert elapsed(stamp("03:26"), stamp("12:14", date="2031-03"), readings()) is None
    assert elapsed(stamp("03:26", "UTC"), stamp("12:14"), []) is None


def test_elapsed_time_from_a_part_of_the_day_is_a_range() -> None:
    found = elapsed(stamp("morning", "UTC"), stamp("14:00", "UTC"), [("UTC", "UTC")])
    assert found is not None
    assert found.readings[0].english() == "between 2 hours and 11 hours"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (60, "1 hour"),
        (528, "8 hours 48 minutes"),
        (1500, "1 day 1 hour"),
        (-61, "1 hour 1 minute"),
    ],
)
def test_lengths_in_words(minutes: int, said: str) -> None:
    assert duration(minutes) == said


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (5, 5, "5 minutes"),
        (-5, -5, "5 minutes earlier"),
        (60, 90, "between 1 hour and 1 hour 30 minutes"),
        (-90, -60, "between 1 hour and 1 hour 30 minutes earlier"),
        (-60, 60, "anything from 1 hour earlier to 1 hour later"),
    ],
)
def test_ranges_in_words(least: int, most: int, said: str) -> None:
    assert between_minutes(least, most) == said


def test_a_missing_zone_is_said_of_a_clock_time_and_not_of_a_part_of_the_day() -> None:
    assert stamp("17:23").english() == "4 March 2031, at 17:23 (no zone given)"
    assert stamp("17:23", "Europe/Lisbon").english() == "4 March 2031, at 17:23 (Europe/Lisbon)"
    assert stamp("morning").english() == "4 March 2031, in the morning"
    assert stamp("").english() == "4 March 2031"


def test_the_axis_holds_the_whole_calendar() -> None:
    assert moment(minute_of(parse("0001-01-01").earliest)).isoformat() == "0001-01-01T00:00:00"
    assert moment(minute_of(parse("9999-12-31").latest) + DAY - 1).isoformat() == "9999-12-31T23:59:00"
    assert moment(0).isoformat() == "0001-01-01T00:00:00"


@given(st.integers(0, DAY), st.integers(0, DAY))
def test_what_is_written_is_read_back(start: int, end: int) -> None:
    first, last = (f"{m // 60:02}:{m % 60:02}" for m in (start, end))
    assert parse_clock(first).spans == ((start, start),)
    if start != end:
        assert parse_clock(f"{first}/{last}").spans == ((start, end if start < end else end + DAY),)


@given(st.sampled_from(sorted(PARTS)), st.sampled_from(["Europe/Lisbon", "Asia/Kathmandu", "America/St_Johns"]))
def test_there_and_back_leaves_an_ordinary_day_as_it_was(part: str, zone: str) -> None:
    spans = on_its_clock(stamp(part))
    assert in_zone(in_zone(spans, "UTC", zone), zone, "UTC") == spans


@given(st.text(max_size=12) | st.text("0123456789:/.~", max_size=12))
def test_any_text_is_refused_or_runs_forward(text: str) -> None:
    try:
        clock = parse_clock(text)
    except ClockError:
        return
    assert all(first <= last for first, last in clock.spans)
