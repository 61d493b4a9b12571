"""The reports of the records as accounts that can be compared: fields read, names filled in, faults told.

Here: one report at a time. Not here: what two reports say together (`agreement.py`), the fields' own grammar
(`edtf.py`, `clock.py`). A field that cannot be read counts as empty, and `faults` says so: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from sourcebook.analysis.clock import Clock, ClockError, Stamp, check_zone, parse_clock
from sourcebook.analysis.edtf import DateError, Edtf, parse
from sourcebook.problems import Kind
from sourcebook.records import Event, Figure, Report, Source


@dataclass(frozen=True)
class Account:
    """A report that was read: whose it is, and what it asserts. What cannot be read is left out, never guessed.

    `day` is what a clock time without a date of its own is laid on: the event's date. `agent` is the actor's name.
    """

    index: int
    report: Report
    label: str
    origin: str
    date: Edtf | None
    clock: Clock | None
    zone: str
    day: Edtf | None
    agent: str
    unit: str = ""

    @property
    def source(self) -> str:
        return self.report.source

    @property
    def asserted(self) -> bool:
        """Whether the source stands behind the date, the time, the number and the agent."""
        return self.report.stance not in ("denies", "doubts")

    @property
    def stamp(self) -> Stamp | None:
        """When the report puts it, or None where it says neither the date nor the hour."""
        date = self.date or (self.day if self.clock else None)
        return None if date is None else Stamp(date, self.clock, self.zone)

    @property
    def span(self) -> tuple[float, float] | None:
        """The numbers that the report allows, from and to; infinite where it sets no bound."""
        low, best, high = self.report.low, self.report.best, self.report.high
        if low is None and best is None and high is None:
            return None
        if low is None and high is None and best is not None:
            return best, best
        return (-inf if low is None else low), (inf if high is None else high)


def read_date(text: str) -> Edtf | None:
    """The date of a field, or None where it is empty or cannot be read (`faults` says so)."""
    try:
        return parse(text) if text else None
    except DateError:
        return None


def read_clock(text: str) -> Clock | None:
    """The clock time of a field, or None where it is empty or cannot be read (`faults` says so)."""
    try:
        return parse_clock(text) if text else None
    except ClockError:
        return None


def read_zone(text: str) -> str:
    """The zone of a field, or nothing where it is empty or unknown (`faults` says so)."""
    try:
        return check_zone(text) if text else ""
    except ClockError:
        return ""


def accounts_of(
    owner: Event | Figure, sources: Mapping[str, Source], names: Mapping[str, str] | None = None
) -> tuple[Account, ...]:
    """The reports of an event or a number, read. `names` maps an actor's id to the name that the book uses."""
    day = read_date(owner.date) if isinstance(owner, Event) else None
    unit = owner.unit if isinstance(owner, Figure) else owner.counts
    found = (_account(i, report, sources, names or {}) for i, report in enumerate(owner.reports))
    return tuple(replace(account, day=day, unit=unit) for account in found)


def number_value(account: Account) -> str:
    """The number of a report in English, with its unit: `230 people`, `a lower bound of 220 (people)`.

    A record gives the bound and not whether it is included: "more than 220" and "at least 220" are both `low: 220`. So
    the words for it must be true of both, which "220 or more" is not.
    """
    report = account.report
    low, best, high = report.low, report.best, report.high
    if low is not None and high is not None:
        around = f"between {number(low)} and {number(high)}"
    elif low is not None:
        around = f"a lower bound of {number(low)}"
    else:
        around = f"an upper bound of {number(high)}" if high is not None else ""
    said = around if best is None else f"{number(best)} ({around})" if around else number(best)
    if not said or not account.unit:
        return said
    bound_alone = best is None and (low is None or high is None)
    return f"{said} ({account.unit})" if bound_alone else f"{said} {account.unit}"


def number(value: float) -> str:
    """A number with commas at the thousands: `2,235`, `0.5`."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def listed(words: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    parts = list(words)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _account(index: int, report: Report, sources: Mapping[str, Source], names: Mapping[str, str]) -> Account:
    source = sources.get(report.source)
    return Account(
        index=index,
        report=report,
        label=source.short if source else report.source,
        origin=source.origin if source else report.source,
        date=read_date(report.date),
        clock=read_clock(report.time),
        zone=read_zone(report.zone),
        day=None,
        agent=names.get(report.agent, report.agent),
    )


@dataclass(frozen=True)
class Fault:
    """A field that cannot be read: its kind, its path of keys inside the event or figure, and what to write."""

    kind: Kind
    path: tuple[str | int, ...]
    message: str


def faults(owner: Event | Figure) -> list[Fault]:
    """Every date, time, zone and range of numbers of an event or figure that cannot be read, in the order of fields."""
    found = _when_faults((), owner.date, owner.time, owner.zone, owner.date) if isinstance(owner, Event) else []
    day = owner.date if isinstance(owner, Event) else ""
    for index, report in enumerate(owner.reports):
        path: tuple[str | int, ...] = ("reports", index)
        found += _when_faults(path, report.date, report.time, report.zone, report.date or day)
        found += _stray_faults(path, report.date, day)
        found += _range_faults(path, report)
    return found


def _when_faults(path: tuple[str | int, ...], date: str, time: str, zone: str, day: str) -> list[Fault]:
    found = []
    readers: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("date", date, parse), ("time", time, parse_clock), ("zone", zone, check_zone),
    )  # fmt: skip
    for key, text, read in readers:
        try:
            _ = read(text) if text else None
        except (DateError, ClockError) as error:
            found.append(Fault(Kind.BAD_DATE, (*path, key), str(error)))
    if found or not time:
        return found
    on = read_date(day)
    if on is None or not Stamp(on, read_clock(time), zone).has_hour:
        found.append(Fault(Kind.BAD_DATE, (*path, "time"), f"{time!r} needs a day: the date is {day or 'empty'!r}."))
    return found


def _stray_faults(path: tuple[str | int, ...], date: str, span: str) -> list[Fault]:
    """An account that lies wholly outside its event's date: that date is the span of all accounts."""
    own, whole = read_date(date), read_date(span)
    if own is None or whole is None or (whole.earliest <= own.latest and own.earliest <= whole.latest):
        return []
    message = f"{date!r} does not lie inside the event's date {span!r}: widen the event's date to hold every account."
    return [Fault(Kind.BAD_DATE, (*path, "date"), message)]


def _range_faults(path: tuple[str | int, ...], report: Report) -> list[Fault]:
    given = [(key, value) for key in ("low", "best", "high") if (value := getattr(report, key)) is not None]
    wrong = [(a, b) for a, b in pairwise(given) if a[1] > b[1]]
    return [
        Fault(Kind.WRONG_TYPE, (*path, b[0]), f"{b[0]} {number(b[1])} is less than {a[0]} {number(a[1])}: swap them.")
        for a, b in wrong
    ]
