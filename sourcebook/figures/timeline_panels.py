"""Divide a timeline into panels, from years down to the hours of its densest days.

Here: which stretch of time each panel shows, which events it holds, its ticks. Not here: shapes, letters and
coordinates (`timeline_svg.py`). All of it follows from the data; every dated event stands in exactly one panel, the
finest that shows the whole of it.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sourcebook.analysis.clock import DAY, Span, minute_of, moment
from sourcebook.analysis.edtf import MONTHS, Date, without_repeats
from sourcebook.analysis.timeline import Timeline, TimelineEntry

HOUR = 60
NEVER = minute_of(dt.date.max)
"""A minute from here on stands for an end that is open; one before EVER for a start that is."""
EVER = minute_of(dt.date.min) + DAY


class Scale(enum.Enum):
    """The unit of a panel's axis."""

    YEARS = "Years"
    MONTHS = "Months"
    DAYS = "Days"
    HOURS = "Hours"


@dataclass(frozen=True)
class _PanelRule:
    """The limits of a panel: events of at most `event` minutes, in a window of at most `window`, at least `least`."""

    event: int
    window: int
    least: int


# An event belongs to the days when it lasts no longer than about a week, to the months when no longer than a season;
# a window of three weeks, or of a year, is what still has room for a label a day, or a month.
_RULES = {
    Scale.DAYS: _PanelRule(event=8 * DAY, window=22 * DAY, least=3),
    Scale.MONTHS: _PanelRule(event=100 * DAY, window=366 * DAY, least=3),
}
_DENSE_DAYS = 2
_LEAST_HOURS = 2
_LONGEST_HOURS = 36 * HOUR
"""An event whose hours stay open for longer than this, in minutes, says nothing in a panel of hours."""


@dataclass(frozen=True)
class Tick:
    """A mark on the axis: its minute, its label, and what stands below it where a year, a month or a day begins."""

    minute: int
    label: str
    below: str = ""


@dataclass(frozen=True)
class Panel:
    """A stretch of the axis, from the first minute to the last, and the events that are drawn in it."""

    scale: Scale
    first: int
    last: int
    entries: tuple[TimelineEntry, ...]
    finer: tuple[Span, ...] = ()

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    def title(self) -> str:
        """The scale and the stretch: `Days: 2 to 19 January 2022`."""
        first, last = moment(self.first).date(), moment(self.last).date()
        size = {Scale.YEARS: 1, Scale.MONTHS: 2}.get(self.scale, 3)
        dates = tuple(Date(*day.isoformat().split("-")[:size]) for day in (first, last))
        names = [dates[0].english()] if dates[0] == dates[1] else without_repeats(dates)
        return f"{self.scale.value}: {' to '.join(names)}"


def panels_of(timeline: Timeline) -> tuple[Panel, ...]:
    """The panels of a timeline, the coarsest first; none where no event has a date."""
    dated = [entry for entry in timeline if entry.spans]
    hours = _hour_panels(timeline, dated)
    taken = {entry.id for panel in hours for entry in panel.entries}
    panels = list(hours)
    for scale, rule in _RULES.items():
        panel = _window_panel(timeline, dated, taken, scale, rule)
        if panel:
            panels.insert(0, panel)
            taken |= {entry.id for entry in panel.entries}
    rest = [entry for entry in dated if entry.id not in taken]
    if rest:
        panels.insert(0, _year_panel(timeline, rest, panels))
    return tuple(_with_finer(panel, panels[i + 1 :]) for i, panel in enumerate(panels))


def extent(timeline: Timeline, entry: TimelineEntry) -> Span:
    """First and last minute of an event and of its accounts, an open end cut off where its known date ends."""
    spans = [*entry.spans, *(span for account in entry.accounts for span in timeline.spans(account))]
    known = list(entry.stamp.date.known) if entry.stamp else []
    firsts = [a for a, _ in spans if a >= EVER] or [minute_of(date.earliest) for date in known]
    lasts = [b for _, b in spans if b < NEVER] or [minute_of(date.latest) + DAY - 1 for date in known]
    return min(firsts), max(*lasts, min(firsts))


def ticks(panel: Panel, most: int) -> list[Tick]:
    """At most so many ticks (one more where the axis begins between two), evenly spaced on the calendar."""
    if panel.scale is Scale.HOURS:
        return _hour_ticks(panel, most)
    if panel.scale is Scale.DAYS:
        return _day_ticks(panel, most)
    return _month_ticks(panel, most) if panel.scale is Scale.MONTHS else _year_ticks(panel, most)


# -- choosing the stretches ---------------------------------------------------------------------------------------


def _hour_panels(timeline: Timeline, dated: Iterable[TimelineEntry]) -> list[Panel]:
    """The densest days by the events that have an hour; days that follow one another share a panel."""
    hourly = {entry.id: (entry, span) for entry in dated if (span := _hours_of(timeline, entry))}
    by_day = Counter(_middle(span) // DAY for _, span in hourly.values())
    dense = sorted(by_day, key=lambda day: (-by_day[day], day))[:_DENSE_DAYS]
    runs: list[list[int]] = []
    for day in sorted(day for day in dense if by_day[day] >= _LEAST_HOURS):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [
        Panel(
            Scale.HOURS,
            run[0] * DAY,
            (run[-1] + 1) * DAY - 1,
            tuple(entry for entry, span in hourly.values() if _middle(span) // DAY in run),
        )
        for run in runs
    ]


def _hours_of(timeline: Timeline, entry: TimelineEntry) -> Span | None:
    """The stretch of an event's hours, as the event and the accounts that give one have it, if it can be drawn."""
    hourly = (a for a in entry.accounts if a.stamp and a.stamp.has_hour)
    stated = [span for account in hourly for span in timeline.spans(account)]
    spans = [*stated, *(entry.spans if entry.stamp and entry.stamp.has_hour else ())]
    if not spans:
        return None
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    return (first, last) if last - first <= _LONGEST_HOURS else None


def _window_panel(
    timeline: Timeline, dated: Iterable[TimelineEntry], taken: set[str], scale: Scale, rule: _PanelRule
) -> Panel | None:
    """The panel of the densest window: the one in which most short enough events lie, the earliest of several."""
    spans = {entry.id: extent(timeline, entry) for entry in dated}
    short = sorted(span for span in spans.values() if span[1] - span[0] < rule.event)
    if not short:
        return None
    inside = {a: [(c, d) for c, d in short if a <= c and d < a + rule.window] for a, _ in short}
    best = max(inside, key=lambda start: (len(inside[start]), -start))
    first, last = _rounded(scale, best, max(d for _, d in inside[best]))
    own = tuple(entry for entry in dated if entry.id not in taken and _fits(spans[entry.id], first, last, rule))
    return Panel(scale, first, last, own) if len(own) >= rule.least else None


def _fits(span: Span, first: int, last: int, rule: _PanelRule) -> bool:
    return first <= span[0] and span[1] <= last and span[1] - span[0] < rule.event


def _year_panel(timeline: Timeline, rest: Sequence[TimelineEntry], finer: Sequence[Panel]) -> Panel:
    """The years of all that is left, and of the finer panels, so that the reader sees where these lie."""
    spans = [extent(timeline, entry) for entry in rest] + [(panel.first, panel.last) for panel in finer]
    first, last = _rounded(Scale.YEARS, min(a for a, _ in spans), max(b for _, b in spans))
    return Panel(Scale.YEARS, first, last, tuple(rest))


def _with_finer(panel: Panel, finer: Sequence[Panel]) -> Panel:
    inside = tuple((p.first, p.last) for p in finer if panel.first <= p.first and p.last <= panel.last)
    return Panel(panel.scale, panel.first, panel.last, panel.entries, inside[:1])


def _rounded(scale: Scale, first: int, last: int) -> Span:
    """The stretch, widened to whole years, months or days."""
    start, end = moment(first).date(), moment(last).date()
    if scale is Scale.YEARS:
        start, end = start.replace(month=1, day=1), end.replace(month=12, day=31)
    elif scale is Scale.MONTHS:
        start, end = start.replace(day=1), _next_month(end) - dt.timedelta(days=1)
    return minute_of(start), minute_of(end) + DAY - 1


def _middle(span: Span) -> int:
    return (span[0] + span[1]) // 2


# -- ticks --------------------------------------------------------------------------------------------------------


def _step(count: int, most: int, steps: Sequence[int]) -> int:
    """The smallest of the steps that leaves no more than so many ticks."""
    return next((step for step in steps if count <= step * most), steps[-1])


def _year_ticks(panel: Panel, most: int) -> list[Tick]:
    first, last = moment(panel.first).year, moment(panel.last).year
    step = _step(last - first + 1, most, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000))
    years = [year for year in range(first, last + 1) if year % step == 0] or [first]
    return [Tick(minute_of(dt.date(year, 1, 1)), f"{year}") for year in years]


def _month_ticks(panel: Panel, most: int) -> list[Tick]:
    months = [moment(panel.first).date()]
    while minute_of(after := _next_month(months[-1])) <= panel.last:
        months.append(after)
    step = _step(len(months), most, (1, 2, 3, 6, 12))
    kept = [month for i, month in enumerate(months) if i % step == 0]
    return [
        Tick(minute_of(month), MONTHS[month.month - 1][:3], f"{month.year}" if i == 0 or month.month <= step else "")
        for i, month in enumerate(kept)
    ]


def _day_ticks(panel: Panel, most: int) -> list[Tick]:
    days = [moment(minute).date() for minute in range(panel.first, panel.last + 1, DAY)]
    step = _step(len(days), most, (1, 2, 3, 4, 5, 7, 10))
    ticks, month = [], 0
    for day in days[::step]:
        below = f"{MONTHS[day.month - 1]} {day.year}" if day.month != month else ""
        ticks.append(Tick(minute_of(day), f"{day.day}", below))
        month = day.month
    return ticks


def _hour_ticks(panel: Panel, most: int) -> list[Tick]:
    hours = panel.length // HOUR
    step = _step(hours, most, (1, 2, 3, 4, 6, 12, 24)) * HOUR
    return [
        Tick(minute, moment(minute).strftime("%H:%M"), _day(minute)) for minute in range(panel.first, panel.last, step)
    ]


def _day(minute: int) -> str:
    at = moment(minute)
    return f"{at.day} {MONTHS[at.month - 1]}" if minute % DAY == 0 else ""


def _next_month(day: dt.date) -> dt.date:
    """The first day of the next month; after the last month of the calendar, its last day."""
    if (day.year, day.month) == (9999, 12):
        return dt.date.max
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
