"""Parse clock times and time zones, and compute the time that can lie between two of them.

Here: reading the `time` field, laying it on a day, turning zones into one axis, elapsed time. Not here: dates
(`edtf.py`), judging what two sources say (`accounts.py`).

Minutes everywhere. Within a day they count from its start; on the axis they count from the start of 1 January of the
year 1, in the zone at hand. Spans are closed: both ends belong to them.

What is read:

    17:23               that minute, on the 24-hour clock; 00:00 is the start of the date, 24:00 its end
    17:23~              about that time: half an hour to either side
    22:14/24:00         somewhere from the one to the other; 22:14/02:00 ends on the next day
    22:14/..  ../22:14  at that time or later, or earlier, on that date
    morning noon afternoon evening night midnight midnight-start midnight-end       see PARTS

Zones are names of the IANA database, as `zoneinfo` knows it. An offset out of that database is never the source's own
word: whatever rests on it is the editor's arithmetic.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from sourcebook.analysis.edtf import Edtf, Form, Precision

Span = tuple[int, int]
"""First and last minute of a stretch of time, both included."""

DAY = 24 * 60
"""Minutes in a day."""
ROUND = 30
"""The reach of a rounded time to either side, in minutes: a word or an "about" stands for the nearest hour."""

PARTS: dict[str, tuple[tuple[Span, ...], str]] = {
    # Wide on purpose: two accounts are said to conflict only where no ordinary reading lets them meet.
    "morning": (((3 * 60, 12 * 60),), "in the morning"),  # from the small hours that are called morning, up to noon
    "noon": (((12 * 60 - ROUND, 12 * 60 + ROUND),), "at noon"),  # a word, so rounded
    "afternoon": (((12 * 60, 18 * 60),), "in the afternoon"),  # noon to six
    "evening": (((17 * 60, 24 * 60),), "in the evening"),  # from the end of the working day to midnight
    # "The night of the 5th" is the one that begins that evening, or the hours before its dawn: either may be meant.
    "night": (((0, 6 * 60), (20 * 60, 30 * 60)), "at night"),
    # "Midnight on the 6th" is the start of the 6th for one writer and its end for another. `midnight` leaves it open;
    # the other two are for a source that says which.
    "midnight": (((-ROUND, ROUND), (DAY - ROUND, DAY + ROUND)), "at midnight (the start or the end of the day)"),
    "midnight-start": (((-ROUND, ROUND),), "at midnight, the start of the day"),
    "midnight-end": (((DAY - ROUND, DAY + ROUND),), "at midnight, the end of the day"),
}
"""The parts of a day: the minutes that each can mean, counted from the start of its date, and how it is said."""

_CLOCK = re.compile(r"(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))", re.ASCII)
_FORMS = "write 17:23, 22:14/24:00, 22:14/.., 17:23~, or one of " + ", ".join(PARTS)


class ClockError(ValueError):
    """Raised where a field is no clock time, or names no zone; the message says what to write."""


@dataclass(frozen=True)
class Clock:
    """A parsed time field: the minutes, from the start of its date, that it can mean, and its English."""

    text: str
    spans: tuple[Span, ...]
    words: str

    @property
    def exact(self) -> bool:
        """True if one minute is named."""
        return len(self.spans) == 1 and self.spans[0][0] == self.spans[0][1]

    def english(self) -> str:
        """The time with its preposition: `at 17:23`, `between 22:14 and 24:00`, `in the morning`."""
        return self.words


@dataclass(frozen=True)
class Stamp:
    """A time as one source gives it: a date, perhaps a clock time, perhaps the zone of that clock."""

    date: Edtf
    clock: Clock | None = None
    zone: str = ""

    @property
    def has_hour(self) -> bool:
        """True if a clock time is given for days that are known: only then can it be laid on the axis."""
        days = all(date.precision is Precision.DAY and not date.approximate for date in self.date.known)
        return self.clock is not None and days and not (self.date.open_start or self.date.open_end)

    def english(self) -> str:
        """The date, the time and the zone, and that no zone is given where a clock time lacks one."""
        if self.clock is None:
            return self.date.english()
        # A part of the day is too wide for its missing zone to be worth a remark.
        missing = "" if self.clock.text in PARTS else " (no zone given)"
        zone = f" ({self.zone})" if self.zone else missing
        return f"{self.date.english()}, {self.clock.english()}{zone}"


@dataclass(frozen=True)
class ClockReading:
    """The time between two stamps under one reading of their zones, in minutes: at least, at most.

    A negative number says that the second stamp comes before the first. `conditions` are the zones taken for the first
    and the second; two empty strings: both on one clock, whichever.
    """

    least: int
    most: int
    conditions: tuple[tuple[str, str], ...]

    def english(self) -> str:
        return between_minutes(self.least, self.most)


@dataclass(frozen=True)
class Elapsed:
    """The time between two stamps. Always the editor's arithmetic: `english` says so."""

    first: Stamp
    second: Stamp
    readings: tuple[ClockReading, ...]

    @property
    def stated(self) -> bool:
        """True if both stamps state one and the same zone, so that nothing had to be assumed."""
        return bool(self.first.zone) and self.first.zone == self.second.zone

    def english(self) -> str:
        """One sentence: the time, or the time under each reading of the zones, marked as the editor's arithmetic."""
        if self.stated:
            return f"{self.readings[0].english()} (editor's arithmetic, both times in {self.first.zone})"
        missing = "one time or both have no zone" if not (self.first.zone and self.second.zone) else "two zones"
        return f"{'; '.join(self._in_words())} (editor's arithmetic: {missing})"

    def _in_words(self) -> list[str]:
        """The readings in words; of more than three, the one on one clock and the two that lie furthest apart."""
        sentences = [f"{reading.english()} {_if_zones(reading.conditions)}" for reading in self.readings]
        if len(sentences) <= 3:
            return sentences
        one_clock = [text for text, r in zip(sentences, self.readings, strict=True) if ("", "") in r.conditions]
        least = min(self.readings, key=lambda reading: reading.least)
        most = max(self.readings, key=lambda reading: reading.most)
        ends = [f"{end.english()} {_if_zones(end.conditions)}" for end in (least, most)]
        return [*one_clock, f"across the plausible zones, from {ends[0]} to {ends[1]}"]


def parse_clock(text: str) -> Clock:
    """Read a time field. Raises ClockError, whose message says what was found and what to write instead."""
    text = text.strip()
    if text in PARTS:
        spans, words = PARTS[text]
        return Clock(text, spans, words)
    if "/" in text:
        return _interval(text)
    if text.endswith("~"):
        minute = _minute(text[:-1], text)
        return Clock(text, ((minute - ROUND, minute + ROUND),), f"about {text[:-1]}")
    minute = _minute(text, text)
    return Clock(text, ((minute, minute),), f"at {text}")


def check_zone(zone: str) -> str:
    """The zone, if the IANA database has it. Raises ClockError otherwise; abbreviations such as EST are refused."""
    if "/" not in zone and zone != "UTC":
        raise ClockError(f"{zone!r} is not a zone: write its IANA name, such as Europe/Paris, or UTC.")
    try:
        _zone(zone)
    except (OSError, ValueError) as error:  # ZoneInfoNotFoundError is a KeyError on some paths, see _zone
        raise ClockError(f"{zone!r} is not in the time-zone database: write a name such as Europe/Paris.") from error
    return zone


def on_its_clock(stamp: Stamp) -> tuple[Span, ...]:
    """The stretches of time that a stamp can mean, as its own clock counts, whatever its zone.

    A clock time over an interval of days runs from its first hour on the first day to its last hour on the last one:
    `night` over two days is the night between them. Without an hour, whole days.
    """
    if stamp.clock is None or not stamp.has_hour:
        return tuple((minute_of(first), minute_of(last) + DAY - 1) for first, last in stamp.date.spans)
    if stamp.date.form is Form.INTERVAL:
        opening, closing = stamp.clock.spans[-1][0], stamp.clock.spans[0][1]
        closing -= DAY if closing > DAY else 0
        return ((minute_of(stamp.date.earliest) + opening, minute_of(stamp.date.latest) + closing),)
    days = [minute_of(first) for first, _ in stamp.date.spans]
    return tuple((day + first, day + last) for day in days for first, last in stamp.clock.spans)


def in_zone(spans: Iterable[Span], zone: str, target: str) -> tuple[Span, ...]:
    """Stretches on the clock of one zone, as the clock of another shows them; where a clock jumps, the widest."""
    if zone == target:
        return tuple(spans)
    return tuple((min(_moved(first, zone, target)), max(_moved(last, zone, target))) for first, last in spans)


def on_axis(stamp: Stamp, axis: str, plausible: Sequence[str] = (), *, only: bool = False) -> tuple[Span, ...]:
    """A stamp on the clock of the zone `axis` (empty: no zone known, every clock taken as one).

    Dates without an hour stay on their calendar day. A stated zone is moved to the axis; an hour without a zone is
    stretched over all that it could be on the clocks of `plausible` zones, the axis itself among them; `only`: those
    and no other.
    """
    spans = on_its_clock(stamp)
    if not stamp.has_hour or not axis:
        return spans
    if stamp.zone:
        return in_zone(spans, stamp.zone, axis)
    moved = [in_zone(spans, zone, axis) for zone in (plausible if only and plausible else (axis, *plausible))]
    return tuple((min(s[i][0] for s in moved), max(s[i][1] for s in moved)) for i in range(len(spans)))


def meet(one: Iterable[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    """True if something lies in both: a minute in two stretches of time, a number in two ranges."""
    return any(a <= d and c <= b for a, b in one for c, d in other)


def meet_under(first: Stamp, second: Stamp, zones: tuple[str, str]) -> bool:
    """True if two stamps can be one moment when their clocks are read in these zones; both empty: one clock."""
    return meet(*_on_one_clock(first, second, zones))


def elapsed(first: Stamp, second: Stamp, readings: Iterable[tuple[str, str]]) -> Elapsed | None:
    """The time from one stamp to another, or None where one of them has no hour.

    `readings` are the pairs of zones in which their clocks are read, two empty ones for one clock; answers that come
    out alike are told together.
    """
    if not (first.has_hour and second.has_hour):
        return None
    pairs_of: dict[Span, list[tuple[str, str]]] = {}
    for pair in readings:
        pairs_of.setdefault(_difference(first, second, pair), []).append(pair)
    answers = tuple(ClockReading(least, most, tuple(same)) for (least, most), same in pairs_of.items())
    return Elapsed(first, second, answers) if answers else None


def duration(minutes: int) -> str:
    """A length of time in words: `8 hours 48 minutes`, `1 day`, `0 minutes`."""
    days, rest = divmod(abs(minutes), DAY)
    hours, rest = divmod(rest, 60)
    parts = [_counted(days, "day"), _counted(hours, "hour"), _counted(rest, "minute")]
    return " ".join(part for part in parts if not part.startswith("0 ")) or "0 minutes"


def between_minutes(least: int, most: int) -> str:
    """A range of lengths in words; a range that reaches below nothing says that the order itself is open."""
    if least == most:
        return duration(least) if least >= 0 else f"{duration(least)} earlier"
    if least >= 0:
        return f"between {duration(least)} and {duration(most)}"
    if most <= 0:
        return f"between {duration(most)} and {duration(least)} earlier"
    return f"anything from {duration(least)} earlier to {duration(most)} later"


def moment(minute: int) -> dt.datetime:
    """A minute of the axis as a date and time without a zone, held inside the calendar."""
    day, rest = divmod(min(max(minute, DAY), minute_of(dt.date.max) + DAY - 1), DAY)
    return dt.datetime.combine(dt.date.fromordinal(day), dt.time(*divmod(rest, 60)))


def _interval(text: str) -> Clock:
    ends = text.split("/")
    if len(ends) != 2 or ends == ["..", ".."]:
        raise ClockError(f"{text!r} is not an interval of two times: {_FORMS}.")
    start = 0 if ends[0] == ".." else _minute(ends[0], text)
    end = DAY if ends[1] == ".." else _minute(ends[1], text)
    if start == end:
        raise ClockError(f"{text!r} begins and ends alike: write one time alone.")
    if ends[0] == "..":
        return Clock(text, ((start, end),), f"at {ends[1]} or earlier")
    if ends[1] == "..":
        return Clock(text, ((start, end),), f"at {ends[0]} or later")
    next_day = end < start
    words = f"between {ends[0]} and {ends[1]}{' of the next day' if next_day else ''}"
    return Clock(text, ((start, end + DAY if next_day else end),), words)


def _minute(text: str, whole: str) -> int:
    match = _CLOCK.fullmatch(text)
    if match is None:
        raise ClockError(f"{whole!r} is not a time: {_FORMS}.")
    hour, minute, last_hour, last_minute = match.groups()
    return int(hour or last_hour) * 60 + int(minute or last_minute)


@lru_cache(maxsize=256)
def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except KeyError as error:  # what zoneinfo raises for a name that nothing on the machine has
        raise ValueError(zone) from error


def minute_of(day: dt.date) -> int:
    """The first minute of a day on the axis."""
    return day.toordinal() * DAY


def _offsets(minute: int, zone: str) -> set[int]:
    """Minutes east of UTC at a minute of that zone's own clock: two where the clock is put back or forward."""
    local = moment(minute)
    offsets = {local.replace(tzinfo=_zone(zone), fold=fold).utcoffset() for fold in (0, 1)}
    return {round(offset.total_seconds() / 60) for offset in offsets if offset is not None}


def _moved(minute: int, zone: str, target: str) -> set[int]:
    """A minute of one zone's clock on the clock of another."""
    return {utc + _from_utc(utc, target) for utc in (minute - offset for offset in _offsets(minute, zone))}


def _from_utc(minute: int, target: str) -> int:
    offset = moment(minute).replace(tzinfo=dt.UTC).astimezone(_zone(target)).utcoffset()
    return round(offset.total_seconds() / 60) if offset is not None else 0


def _on_one_clock(first: Stamp, second: Stamp, zones: tuple[str, str]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    one, other = on_its_clock(first), on_its_clock(second)
    if zones == ("", ""):
        return one, other
    return in_zone(one, zones[0], "UTC"), in_zone(other, zones[1], "UTC")


def _difference(first: Stamp, second: Stamp, zones: tuple[str, str]) -> Span:
    one, other = _on_one_clock(first, second, zones)
    least = min(first for first, _ in other) - max(last for _, last in one)
    most = max(last for _, last in other) - min(first for first, _ in one)
    return least, most


def _if_zones(pairs: Sequence[tuple[str, str]]) -> str:
    """The zones of a reading in words; the first zones that go with the same second ones are named together."""
    if any(a == b for a, b in pairs):
        return "if both times are on one clock"
    by_first: dict[str, list[str]] = {}
    for a, b in pairs:
        by_first.setdefault(a, []).append(b)
    by_second: dict[tuple[str, ...], list[str]] = {}
    for first, seconds in by_first.items():
        by_second.setdefault(tuple(seconds), []).append(first)
    return " or ".join(
        f"if the first is in {' or '.join(first)} and the second in {' or '.join(second)}"
        for second, first in by_second.items()
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
