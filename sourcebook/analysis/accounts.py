"""Turn reports of the records into comparable accounts: parsed fields, resolved names, faults.

Here: one report at a time, and what makes it a witness. Not here: what two reports say together (`agreement.py`), how
many witnesses are independent (`witnesses.py`), the fields' own grammar (`edtf.py`, `clock.py`). A field that cannot be
read counts as empty, and `faults` says so: nothing is guessed.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf

from sourcebook.analysis.clock import Clock, ClockError, Stamp, check_zone, parse_clock
from sourcebook.analysis.edtf import DateError, Edtf, parse
from sourcebook.analysis.witnesses import Witness
from sourcebook.model.problems import Kind
from sourcebook.model.records import AUTHOR, UNNAMED, Event, Figure, Reading, Report, Source


class Standing(enum.Enum):
    """The weight of an account as evidence that the thing happened. Only a witness says that it did."""

    WITNESS = "says so"
    HEARSAY = "hearsay"
    HEDGE = "hedged"
    FORECAST = "forecast"
    DENIAL = "denial"
    MENTION = "mention"


STANDINGS = {
    "asserts": Standing.WITNESS,
    "implies": Standing.WITNESS,
    "reports": Standing.WITNESS,  # of somebody who is named: hearsay, see `_account`
    "relates": Standing.HEARSAY,
    "mentions": Standing.MENTION,
    "hedges": Standing.HEDGE,
    "doubts": Standing.HEDGE,
    "expects": Standing.FORECAST,
    "fears": Standing.FORECAST,
    "recommends": Standing.FORECAST,
    "denies": Standing.DENIAL,
}
"""The standing of a report by its stance."""


@dataclass(frozen=True)
class Account:
    """A parsed report: its source and speaker, and what it asserts. An unreadable field is left out, never guessed.

    `day` is what a clock time without a date of its own is laid on: the event's date. `agent` is the actor's name, or
    the answer to the event's question. `via` is the name of whom it cites, `voice` the last named witness (the article
    itself where nobody is named), `zones` what a clock without a zone can be in (empty: any zone of the book).
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
    standing: Standing = Standing.WITNESS
    via: str = ""
    voice: str = ""
    zones: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return self.report.source

    @property
    def asserted(self) -> bool:
        """True if the date, the time, the number and the agent are what is told, and not what is denied or doubted."""
        return self.report.stance not in ("denies", "doubts")

    @property
    def is_witness(self) -> bool:
        """True if the article says that the thing happened."""
        return self.standing is Standing.WITNESS

    @property
    def witness(self) -> Witness:
        """The witness behind the account, for counting independent ones."""
        return Witness(self.origin, self.voice or f"origin:{self.origin}")

    def read_by_editor(self, field: Reading) -> bool:
        """True if a field is the editor's reading and not the source's own word."""
        return field in self.report.reading

    @property
    def stamp(self) -> Stamp | None:
        """The date and hour that the report gives; None where it gives neither."""
        date = self.date or (self.day if self.clock else None)
        return None if date is None else Stamp(date, self.clock, self.zone)

    @property
    def span(self) -> tuple[float, float] | None:
        """The range of numbers that the report allows; infinite where it sets no bound."""
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
    owner: Event | Figure,
    sources: Mapping[str, Source],
    names: Mapping[str, str] | None = None,
    zones: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Account, ...]:
    """The reports of an event or a number as accounts.

    `names` maps an actor's id to the name that the book uses, `zones` an outlet's to the zones of its clock.
    """
    day = read_date(owner.date) if isinstance(owner, Event) else None
    unit = owner.unit if isinstance(owner, Figure) else owner.counts
    speakers = set(owner.actors) if isinstance(owner, Event) and owner.kind == "statement" else set()
    read = (_account(i, report, sources, names or {}, speakers) for i, report in enumerate(owner.reports))
    return tuple(replace(a, day=day, unit=unit, zones=_clocks(a.report, sources, zones or {})) for a in read)


def _clocks(report: Report, sources: Mapping[str, Source], zones: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The zones of a report's clock, or of whom it cites; those that cannot be read are left out."""
    informant = report.via or _quoted(report, sources)[1]
    return tuple(filter(read_zone, report.clocks or zones.get(informant, ())))


def number_value(account: Account) -> str:
    """The number of a report in English, with its unit: `230 people`, `a lower bound of 220 people`.

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
    value = around if best is None else f"{number(best)} ({around})" if around else number(best)
    return f"{value} {account.unit}" if value and account.unit else value


def number(value: float) -> str:
    """A number with commas at the thousands: `2,235`, `0.5`."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def listed(words: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    parts = list(words)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _quoted(report: Report, sources: Mapping[str, Source]) -> tuple[str, str]:
    """The speaker of a report's passage, where it is not the author, and whom the passage cites."""
    source = sources.get(report.source)
    passage = next((p for p in source.passages if p.id == report.passage), None) if source and report.passage else None
    if passage is None:
        return "", ""
    return ("" if passage.speaker in (AUTHOR, UNNAMED) else passage.speaker), passage.via


def _account(
    index: int, report: Report, sources: Mapping[str, Source], names: Mapping[str, str], speakers: set[str]
) -> Account:
    """`speakers` are those who may speak in a statement: to cite them for it is to say that they spoke."""
    source = sources.get(report.source)
    speaker, cited = _quoted(report, sources)
    via = next((who for who in (report.via, cited) if who and who not in speakers), "")
    voice = via or (speaker if speaker not in speakers else "")
    return Account(
        index=index,
        report=report,
        label=source.short if source else report.source,
        origin=source.origin if source else report.source,
        date=read_date(report.date),
        clock=read_clock(report.time),
        zone=read_zone(report.zone),
        day=None,
        agent=report.answer or names.get(report.agent, report.agent),
        # To report what somebody else says, without adopting it, is hearsay.
        standing=Standing.HEARSAY if report.stance == "reports" and via else STANDINGS[report.stance],
        via=names.get(via, via),
        voice=f"actor:{voice}" if voice else "",
    )


@dataclass(frozen=True)
class Fault:
    """A field that cannot be read: its kind, its path of keys inside the event or figure, and what to write."""

    kind: Kind
    path: tuple[str | int, ...]
    message: str


def faults(owner: Event | Figure) -> list[Fault]:
    """Every date, time, zone and range of numbers of an event or figure that cannot be read, in the order of fields."""
    problems = _when_faults((), owner.date, owner.time, owner.zone, owner.date) if isinstance(owner, Event) else []
    day = owner.date if isinstance(owner, Event) else ""
    for index, report in enumerate(owner.reports):
        path: tuple[str | int, ...] = ("reports", index)
        problems += _when_faults(path, report.date, report.time, report.zone, report.date or day)
        problems += _stray_faults(path, report.date, day)
        problems += _range_faults(path, report)
        problems += _reading_faults(path, report)
        problems += clock_faults(path, report.clocks)
    return problems


def _when_faults(path: tuple[str | int, ...], date: str, time: str, zone: str, day: str) -> list[Fault]:
    problems = []
    readers: tuple[tuple[str, str, Callable[[str], object]], ...] = (
        ("date", date, parse), ("time", time, parse_clock), ("zone", zone, check_zone),
    )  # fmt: skip
    for key, text, read in readers:
        try:
            _ = read(text) if text else None
        except (DateError, ClockError) as error:
            problems.append(Fault(Kind.BAD_DATE, (*path, key), str(error)))
    if problems or not time:
        return problems
    on = read_date(day)
    if on is None or not Stamp(on, read_clock(time), zone).has_hour:
        problems.append(Fault(Kind.BAD_DATE, (*path, "time"), f"{time!r} needs a day: the date is {day or 'empty'!r}."))
    return problems


def _stray_faults(path: tuple[str | int, ...], date: str, span: str) -> list[Fault]:
    """The fault of an account wholly outside its event's date, which is the span of all accounts."""
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


def _reading_faults(path: tuple[str | int, ...], report: Report) -> list[Fault]:
    """The fault of a field that is named as the editor's reading and holds nothing."""
    number = (report.low, report.best, report.high) != (None, None, None)
    given = {"date": report.date, "time": report.time, "number": number, "agent": report.agent or report.answer}
    empty = [(i, name) for i, name in enumerate(report.reading) if not given[name]]
    return [
        Fault(Kind.WRONG_TYPE, (*path, "reading", i), f"the report gives no {name} that the editor could have read: "
              f"write the {name}, or take it out of `reading`.")
        for i, name in empty
    ]  # fmt: skip


def clock_faults(path: tuple[str | int, ...], clocks: Sequence[str]) -> list[Fault]:
    """The zones of a clock that are in no time-zone database."""
    problems = []
    for i, zone in enumerate(clocks):
        try:
            check_zone(zone)
        except ClockError as error:
            problems.append(Fault(Kind.BAD_DATE, (*path, "clocks", i), str(error)))
    return problems
