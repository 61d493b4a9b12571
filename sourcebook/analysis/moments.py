"""Compare the dates and hours of two accounts: the same, finer or coarser, or impossible together.

Here: the comparison of two dates and of two hours, and the levels that every comparison ends in. Not here: what all
accounts of one thing say together (`agreement.py`), reading dates and clocks (`edtf.py`, `clock.py`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from sourcebook.analysis.accounts import Account, listed
from sourcebook.analysis.clock import PARTS, Span, Stamp, in_zone, meet_under, on_its_clock

BOTH = "{both}"
"""The placeholder for the two accounts in a reason, so that several pairs with one reason share a sentence."""


class Level(enum.IntEnum):
    """The level of agreement of accounts. A larger value outweighs a smaller one."""

    UNATTESTED = -1
    """No account says in its own voice that it is so: there are only forecasts, hedges, hearsay, denials."""
    SINGLE = 0
    """One origin tells it: nothing confirms it, nothing contradicts it."""
    AGREE = 1
    """Independent origins tell the same."""
    COMPATIBLE = 2
    """Independent origins tell it differently, finer or coarser, and all can be right."""
    DISPUTED = 3
    """One account denies what another passes on or supposes."""
    CONFLICT = 4
    """Two accounts cannot both be right."""

    @property
    def label(self) -> str:
        """The public name: `single`, `agree`, `compatible`, `disputed`, `conflict`, `unattested`."""
        return self.name.lower()


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, in the order of their first use."""
    return tuple(dict.fromkeys(words))


def date_value(account: Account) -> str:
    """The date of an account in words; nothing where it gives none."""
    return account.date.english() if account.date else ""


def compare_dates(one: Account, other: Account, plausible: Sequence[str]) -> tuple[Level, str] | None:
    """The level of agreement of two dates, and the reason; None where one is missing."""
    if one.date is None or other.date is None:
        return None
    if one.date.spans == other.date.spans:
        return Level.AGREE, ""
    if one.date.meets(other.date):
        return Level.COMPATIBLE, f"{BOTH} are not equally exact, and both can be right"
    if _Clocks.of(one, other, plausible).met:
        return Level.COMPATIBLE, f"the dates of {BOTH} differ, but on the clock it can be one moment"
    unsure = [account.label for account in (one, other) if account.date and account.date.uncertain]
    if unsure:
        return Level.COMPATIBLE, f"no day fits {BOTH}, but {listed(unique(unsure))} is not certain of it"
    return Level.CONFLICT, f"no day fits {BOTH}"


def time_value(account: Account) -> str:
    """The hour of an account in words; nothing where it gives none."""
    if account.clock is None:
        return ""
    if account.zone:
        return f"{account.clock.english()} ({account.zone})"
    return account.clock.english() + ("" if account.clock.text in PARTS else " (no zone given)")


@dataclass(frozen=True)
class _Clocks:
    """Two accounts with an hour each, under every reading of their zones: where they can be one moment, where not.

    A reading of two empty zones is one clock for both, whichever it is.
    """

    met: tuple[tuple[str, str], ...] = ()
    unmet: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, one: Account, other: Account, plausible: Sequence[str]) -> _Clocks:
        first, second = one.stamp, other.stamp
        if not (first and second and first.has_hour and second.has_hour):
            return cls()
        readings = readings_of(one, other, plausible)
        met = tuple(zones for zones in readings if meet_under(first, second, zones))
        return cls(met, tuple(zones for zones in readings if zones not in met))


def readings_of(one: Account, other: Account, plausible: Sequence[str]) -> list[tuple[str, str]]:
    """The pairs of zones in which two accounts can be read; two empty ones: both on one clock, whichever it is.

    A stated zone is kept, a missing one is each that is plausible for its reporter, or for the book where no reporter
    is named. One reporter has one clock. One article may have put two reporters on one clock; two articles share none
    that is not plausible for both.
    """
    sides = [[a.zone] if a.zone else sorted(set(a.zones or plausible)) for a in (one, other)]
    pairs = list(product(sides[0], sides[1]))
    if one.zone or other.zone:
        return pairs
    if one.source == other.source and set(one.zones) == set(other.zones) and (one.zones or one.voice == other.voice):
        return [("", "")]  # one reporter has one clock
    shared = one.source == other.source or not (one.zones and other.zones) or set(one.zones) & set(other.zones)
    return [*([("", "")] if shared else []), *((a, b) for a, b in pairs if a != b)]


def compare_times(one: Account, other: Account, plausible: Sequence[str]) -> tuple[Level, str] | None:
    """The level of agreement of two hours, and the reason; None where one is missing, or the dates say it already."""
    if one.stamp is None or other.stamp is None or one.clock is None or other.clock is None:
        return None
    clocks = _Clocks.of(one, other, plausible)
    if not one.stamp.date.meets(other.stamp.date) and not clocks.met:
        return None  # the dates are in conflict, and say so
    if one.clock.spans == other.clock.spans and one.zone == other.zone:
        return Level.AGREE, "" if one.zone or one.clock.text in PARTS else "no zone is named"
    missing = unique(account.label for account in (one, other) if not account.zone)
    if missing:
        return _compare_without_zone(one, other, clocks, missing)
    if clocks.unmet:
        return Level.CONFLICT, f"no moment fits {BOTH}{_through_zones(one, other)}"
    if _in_utc(one.stamp) == _in_utc(other.stamp):
        return Level.AGREE, f"for {BOTH} it is one moment in two zones (editor's arithmetic)"
    return Level.COMPATIBLE, f"{BOTH} can both be right{_through_zones(one, other)}"


def _in_utc(stamp: Stamp) -> tuple[Span, ...]:
    return in_zone(on_its_clock(stamp), stamp.zone, "UTC")


def _compare_without_zone(one: Account, other: Account, clocks: _Clocks, missing: tuple[str, ...]) -> tuple[Level, str]:
    who = "neither names a zone" if len(missing) == 2 or one.source == other.source else f"{missing[0]} names no zone"
    rough = any(a.clock is not None and not a.clock.exact for a in (one, other))
    if rough and clocks.met:
        return Level.COMPATIBLE, f"{BOTH} can both be right, although {who}"  # too wide for zones to be worth a remark
    # One clock for both is an assumption: alone it proves neither agreement nor conflict.
    assumed = [zones for zones in clocks.unmet if zones != ("", "")]
    if not clocks.met and assumed:
        return Level.CONFLICT, f"no moment fits {BOTH} under any zone that is plausible ({who})"
    if clocks.met and not clocks.unmet:
        return Level.COMPATIBLE, f"{BOTH} can both be right, although {who}"
    if clocks.unmet and not clocks.met:
        return Level.COMPATIBLE, f"on one clock no moment fits {BOTH}, but {who}"
    if not clocks.met:
        return Level.COMPATIBLE, f"{BOTH} cannot be compared: {who}"
    return (
        Level.COMPATIBLE,
        f"{BOTH} can be one moment {_conditions(one, other, clocks.met)}: {who} (editor's arithmetic)",
    )


def _conditions(one: Account, other: Account, readings: Sequence[tuple[str, str]]) -> str:
    """The first few readings in words, and how many more there are."""
    conditions = unique(_condition(one, other, zones) for zones in readings)
    more = [f"under {len(conditions) - 2} more readings of the zones"] if len(conditions) > 3 else []
    return " or ".join([*(conditions[:2] if more else conditions), *more])


def _condition(one: Account, other: Account, zones: tuple[str, str]) -> str:
    if zones == ("", ""):
        return "if both are on one clock"
    clocks = [f"{a.label}'s clock is {zone}" for a, zone in zip((one, other), zones, strict=True) if not a.zone]
    return f"if {' and '.join(clocks)}"


def _through_zones(one: Account, other: Account) -> str:
    """The note that an offset of the time-zone database was used: it is the editor's, not a source's."""
    return "" if one.zone == other.zone else ", their zones taken into account (editor's arithmetic)"
