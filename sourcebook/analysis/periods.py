"""Divide a timeline into the periods of its overview: days where it is dense, coarser before and after.

Here: which periods a timeline has, and which events belong to each. Every event belongs to exactly one. An event whose
date is a span longer than a day is never counted on its first day: it belongs to a period that is named as a span. Not
here: the panels of the drawing (`figures/timeline_panels.py`), and what a page shows of a period.

Where few events are dated to a day, months take the place of days, and years that of months.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.analysis.edtf import Date, Precision, without_repeats
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Timeline, TimelineEntry

LEAST = 5
"""So many events, each inside one unit, make a stretch that is divided by that unit."""
SHARED = 3
"""So many events with the same span have a period of their own."""
STRETCH = {Precision.DAY: 14, Precision.MONTH: 366, Precision.YEAR: 20 * 366}
"""The length of a stretch, in days, by the unit that divides it."""

Days = tuple[dt.date, dt.date]
"""First and last day, both included."""


@dataclass(frozen=True)
class Period:
    """A row of the overview: its name in addresses, its name in words, its events in the order of the timeline."""

    id: str
    label: str
    entries: tuple[TimelineEntry, ...]

    @property
    def conflicts(self) -> int:
        """The number of events on which accounts conflict."""
        return in_conflict(self.entries)


def in_conflict(entries: Iterable[TimelineEntry]) -> int:
    """The number of entries on which accounts conflict."""
    return sum(entry.verdict.level >= Level.DISPUTED for entry in entries)


def periods_of(timeline: Timeline) -> tuple[Period, ...]:
    """The periods of a timeline that have events, in order."""
    spans = {entry.id: _days(entry) for entry in timeline}
    stretch = _Stretch.of([days for days in spans.values() if days])
    places = {entry.id: stretch.place(spans[entry.id]) for entry in timeline}
    rows: dict[_Place, list[TimelineEntry]] = {}
    for entry in timeline:
        rows.setdefault(places[entry.id], []).append(entry)
    return tuple(_period(stretch, place, rows[place], spans) for place in sorted(rows))


_Place = tuple[int, dt.date, int, dt.date]
"""Where a period stands: its group, its first day, units before spans, its last day."""

_BEFORE, _LATELY, _FROM_BEFORE, _INSIDE, _NEAR, _BEYOND, _AFTER, _UNDATED = range(8)
_NAMES = {_BEFORE: "before", _LATELY: "lately", _FROM_BEFORE: "from-before", _NEAR: "near", _BEYOND: "beyond"}
_NAMES |= {_AFTER: "after", _UNDATED: "undated"}


@dataclass(frozen=True)
class _Stretch:
    """The densest stretch of a timeline: the unit that divides it, its days, and the spans that many events share."""

    unit: Precision
    first: dt.date
    last: dt.date
    shared: frozenset[Days]

    @classmethod
    def of(cls, spans: list[Days]) -> _Stretch:
        """The stretch in which most events lie inside one unit, by the finest unit that enough of them have."""
        for unit, length in STRETCH.items():
            inside = sorted(days for days in spans if _whole(days[0], unit) == _whole(days[1], unit))
            windows = [[d for d in inside if 0 <= (d[0] - start).days < length] for start, _ in inside]
            best = max(windows, key=len, default=[])
            if len(best) >= LEAST or unit is Precision.YEAR:
                break
        first = _whole(best[0][0], unit)[0] if best else dt.date.min
        last = _whole(best[-1][1], unit)[1] if best else dt.date.max
        counted = Counter(days for days in spans if _whole(days[0], unit) != _whole(days[1], unit))
        return cls(unit, first, last, frozenset(days for days, count in counted.items() if count >= SHARED))

    @property
    def near(self) -> Days:
        """The stretch and half as much again as one can be long, on either side."""
        margin = dt.timedelta(days=STRETCH[self.unit] // 2)
        first = self.first - margin if self.first - dt.date.min > margin else dt.date.min
        return first, self.last + margin if dt.date.max - self.last > margin else dt.date.max

    @property
    def lately(self) -> dt.date:
        """The first day of the year before that in which the stretch begins."""
        return dt.date(max(self.first.year - 1, 1), 1, 1)

    def place(self, days: Days | None) -> _Place:
        """The place of the period to which an event of these days belongs."""
        if days is None:
            return self._group(_UNDATED)
        first, last = days
        if last < self.first and (last < self.lately or first >= self.lately):
            return self._group(_LATELY if first >= self.lately else _BEFORE)
        if first > self.last:
            return self._group(_AFTER)
        if _whole(first, self.unit) == _whole(last, self.unit):
            return (_INSIDE, *_placed(_whole(first, self.unit), 0))
        if self.near[0] <= first and last <= self.near[1]:
            return (_INSIDE, *_placed(days, 1)) if days in self.shared else self._group(_NEAR)
        return self._group(_FROM_BEFORE if first < self.near[0] else _BEYOND)

    def _group(self, group: int) -> _Place:
        return group, dt.date.min, 0, dt.date.min

    def label(self, place: _Place, spans: Iterable[Days]) -> str:
        """A period in words: a unit by its name, everything else by the days between which its events lie."""
        group, first, is_span, last = place
        if group == _UNDATED:
            return "No date can be read"
        if group == _BEFORE:
            return f"Before {self.lately.year}"
        if group == _AFTER:
            return f"After {self._named(self.last)}"
        if group == _INSIDE:
            return self._between((first, last), self.unit) + (", day open" if is_span and self._long(place) else "")
        hull = min(first for first, _ in spans), max(last for _, last in spans)
        if group == _LATELY:
            return " to ".join(dict.fromkeys(str(day.year) for day in hull))
        if hull[0] == dt.date.min or hull[1] == dt.date.max:
            return self._open(hull)
        return f"Some time from {self._between(hull, self.unit)}"

    def _open(self, hull: Days) -> str:
        """A stretch whose beginning or end nobody gives."""
        if hull[0] == dt.date.min:
            return "Some time" if hull[1] == dt.date.max else f"Some time up to {hull[1].year}"
        return f"Some time from {hull[0].year} on"

    def _long(self, place: _Place) -> bool:
        return self.unit is Precision.DAY and (place[3] - place[1]).days > 1

    def _between(self, days: Days, unit: Precision) -> str:
        """A unit, or two, as words. A span that begins a year before the stretch, or earlier, is named by its years."""
        coarse = Precision.YEAR if days[0] < self.near[0] else unit
        dates = [_date(day, coarse) for day in days]
        names = [dates[0].english()] if dates[0] == dates[1] else without_repeats(tuple(dates))
        if self.first.year == self.last.year and coarse is not Precision.YEAR and days[1].year == self.last.year:
            names = [name.removesuffix(f" {self.last.year}") for name in names]
        next_to = unit is Precision.DAY and (days[1] - days[0]).days == 1
        return (" or " if next_to else " to ").join(names)

    def _named(self, day: dt.date) -> str:
        return _date(day, self.unit).english()


def _placed(days: Days, is_span: int) -> tuple[dt.date, int, dt.date]:
    return days[0], is_span, days[1]


def _days(entry: TimelineEntry) -> Days | None:
    """First and last day of an event as its record gives them, without regard to clocks and zones."""
    return (entry.stamp.date.earliest, entry.stamp.date.latest) if entry.stamp else None


def _whole(day: dt.date, unit: Precision) -> Days:
    """The unit in which a day lies, as its first and last day."""
    if unit is Precision.DAY:
        return day, day
    if unit is Precision.YEAR:
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    first = day.replace(day=1)
    following = (first + dt.timedelta(days=31)).replace(day=1) if (day.year, day.month) < (9999, 12) else dt.date.max
    return first, following - dt.timedelta(days=following.day == 1)


def _date(day: dt.date, unit: Precision) -> Date:
    size = {Precision.YEAR: 1, Precision.MONTH: 2}.get(unit, 3)
    return Date(*day.isoformat().split("-")[:size])


def _period(stretch: _Stretch, place: _Place, entries: list[TimelineEntry], spans: dict[str, Days | None]) -> Period:
    known = [days for entry in entries if (days := spans[entry.id])]
    group, first, is_span, last = place
    exact = f"{first}_{last}" if is_span else str(_date(first, stretch.unit))
    return Period(_NAMES.get(group, exact), stretch.label(place, known), tuple(entries))
