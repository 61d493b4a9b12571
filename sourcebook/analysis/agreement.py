"""What the accounts of one event, or of one number, agree on and where they cannot both be right.

Here: the comparison of accounts, aspect by aspect, each result with its reason as a sentence. Not here: the order of
events among one another (`timeline.py`), reading reports (`accounts.py`).

The rules. A report that denies or doubts asserts no date, time, number or agent of its own. Reports of one origin are
one witness: that they agree counts for nothing, that they disagree is shown. A conflict is claimed only where no
reading lets two accounts meet; nothing is ever averaged, and no account is preferred. That a thing is so is disputed
where one source denies what another says itself, not where one denies what another passes on.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from sourcebook.analysis.accounts import Account, listed, number_value
from sourcebook.analysis.clock import PARTS, Span, Stamp, in_zone, meet, meet_under, on_its_clock, zone_readings


class Level(enum.IntEnum):
    """How the accounts stand to one another. A larger value outweighs a smaller one."""

    SINGLE = 0
    """One origin tells it: nothing confirms it, nothing contradicts it."""
    AGREE = 1
    """Independent origins tell the same."""
    COMPATIBLE = 2
    """Independent origins tell it differently, finer or coarser, and all can be right."""
    CONFLICT = 3
    """Two accounts cannot both be right."""

    @property
    def label(self) -> str:
        """The public name: `single`, `agree`, `compatible`, `conflict`."""
        return self.name.lower()


class Aspect(enum.Enum):
    """What is compared."""

    FACT = "whether it is so"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    AGENT = "who acted"
    ORDER = "order"


@dataclass(frozen=True)
class Finding:
    """One aspect: how the accounts stand to one another in it, who gives it, who contradicts whom, and why."""

    aspect: Aspect
    level: Level
    sources: tuple[str, ...]
    because: str
    against: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """All findings on one event or number; `witnesses` counts the independent origins that tell it."""

    level: Level
    witnesses: int
    findings: tuple[Finding, ...]

    def finding(self, aspect: Aspect) -> Finding | None:
        """What was found on one aspect, if any report gives it."""
        return next((found for found in self.findings if found.aspect is aspect), None)

    @property
    def conflicts(self) -> tuple[Finding, ...]:
        return tuple(found for found in self.findings if found.level is Level.CONFLICT)


def judge_event(accounts: Sequence[Account], plausible: Sequence[str] = ()) -> Verdict:
    """The verdict on an event. `plausible` are the zones in which a clock time without a zone may be read."""
    aspects = [
        _fact(accounts),
        _Aspect(Aspect.DATE, ("dates it", "date it"), _date_value, lambda a, b: _compare_dates(a, b, plausible)),
        _Aspect(Aspect.TIME, ("puts it", "put it"), _time_value, lambda a, b: _compare_times(a, b, plausible)),
        _Aspect(Aspect.NUMBER, ("gives", "give"), number_value, _compare_numbers),
        _Aspect(Aspect.AGENT, ("names", "name"), lambda account: account.agent, _compare_agents),
    ]
    return _verdict(accounts, aspects)


def judge_figure(accounts: Sequence[Account]) -> Verdict:
    """The verdict on a number. Its reports' dates say as of when each counts: they are no disagreement."""
    aspects = [
        _fact(accounts),
        _Aspect(Aspect.NUMBER, ("gives", "give"), _dated_number, _compare_counts),
        _Aspect(Aspect.AGENT, ("names", "name"), lambda account: account.agent, _compare_agents),
    ]
    return _verdict(accounts, aspects)


def with_finding(verdict: Verdict, finding: Finding) -> Verdict:
    """The verdict with one more finding, such as the order, which only the whole timeline shows."""
    level = max(verdict.level, finding.level)
    return Verdict(level, verdict.witnesses, (*verdict.findings, finding))


# -- the machinery ------------------------------------------------------------------------------------------------

_Value = Callable[[Account], str]
_Compare = Callable[[Account, Account], "tuple[Level, str] | None"]


@dataclass(frozen=True)
class _Aspect:
    """How one aspect is read out of a report, said, and compared."""

    aspect: Aspect
    verbs: tuple[str, str]
    value: _Value
    compare: _Compare
    asserted_only: bool = True
    wanted: bool = True


@dataclass(frozen=True)
class _Pair:
    one: Account
    other: Account
    level: Level
    why: str

    @property
    def counts(self) -> bool:
        """One origin agreeing with itself is no confirmation; one that contradicts itself is a conflict."""
        return self.one.origin != self.other.origin or self.level is Level.CONFLICT


def _verdict(accounts: Sequence[Account], aspects: Iterable[_Aspect]) -> Verdict:
    witnesses = len({account.origin for account in accounts})
    findings = tuple(found for aspect in aspects if (found := _finding(aspect, accounts, witnesses)))
    level = max((found.level for found in findings), default=Level.SINGLE)
    if witnesses > 1:
        level = max(level, Level.AGREE)
    return Verdict(level, witnesses, findings)


def _finding(aspect: _Aspect, accounts: Sequence[Account], witnesses: int) -> Finding | None:
    told = [a for a in accounts if aspect.value(a) and (a.asserted or not aspect.asserted_only)]
    if not told or not aspect.wanted:
        return None
    compared = ((a, b, aspect.compare(a, b)) for a, b in combinations(told, 2))
    counted = [pair for a, b, result in compared if result and (pair := _Pair(a, b, *result)).counts]
    level = max((pair.level for pair in counted), default=Level.SINGLE)
    against = {(p.one.source, p.other.source): None for p in counted if p.level is Level.CONFLICT}
    sentences = [_who_says_what(aspect, told, witnesses), *_reasons(aspect, counted, level), *_one_witness(told)]
    return Finding(aspect.aspect, level, _unique(a.source for a in told), " ".join(sentences), tuple(against))


def _who_says_what(aspect: _Aspect, told: Sequence[Account], witnesses: int) -> str:
    values: dict[str, list[str]] = {}
    for account in told:
        values.setdefault(aspect.value(account), []).append(account.label)
    only = "Only " if witnesses > 1 and len({account.origin for account in told}) == 1 else ""
    parts = []
    for value, labels in values.items():
        who = _unique(labels)
        many = len(who) > 1
        said = _STANCES[value][many] if aspect.aspect is Aspect.FACT else f"{aspect.verbs[many]} {value}"
        parts.append(f"{listed(who)} {said}")
    return f"{only}{'; '.join(parts)}."


BOTH = "{both}"
"""Where a reason names the two accounts, so that several pairs with one reason share a sentence."""


def _reasons(aspect: _Aspect, pairs: Sequence[_Pair], level: Level) -> list[str]:
    """The reasons of the pairs that made the level; a copy that says what its origin says adds none."""
    kept: dict[frozenset[tuple[str, str]], _Pair] = {}
    for pair in (pair for pair in pairs if pair.level is level and pair.why):
        kept.setdefault(frozenset((a.origin, aspect.value(a)) for a in (pair.one, pair.other)), pair)
    by_reason: dict[str, list[_Pair]] = {}
    for pair in kept.values():
        by_reason.setdefault(pair.why, []).append(pair)
    return [_sentence(why.replace(BOTH, who)) for why, found in by_reason.items() for who in _named(why, found)]


def _named(why: str, pairs: Sequence[_Pair]) -> list[str]:
    """The pairs by name, those of one account together: `A and B`, `A and any of B and C`."""
    if BOTH not in why:
        return [""]
    sides = dict.fromkeys(frozenset((pair.one.label, pair.other.label)) for pair in pairs)
    named = []
    while others := {side: None for side in sides if len(side) > 1}:
        labels = _unique(label for pair in pairs for label in (pair.one.label, pair.other.label))
        hub = max(labels, key=lambda label: sum(label in side for side in others))
        found = [label for label in labels if label != hub and frozenset((hub, label)) in others]
        named.append(f"{hub} and {found[0]}" if len(found) == 1 else f"{hub} and any of {listed(found)}")
        sides = {side: None for side in sides if hub not in side or len(side) == 1}
    return named + [f"the two accounts in {label}" for side in sides for label in side]


def _one_witness(told: Sequence[Account]) -> list[str]:
    """That several sources are copies of one report, wherever they are."""
    by_origin: dict[str, list[str]] = {}
    for account in told:
        by_origin.setdefault(account.origin, []).append(account.label)
    groups = [_unique(labels) for labels in by_origin.values()]
    return [f"{listed(group)} go back to one report and count as one witness." for group in groups if len(group) > 1]


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


# -- the aspects --------------------------------------------------------------------------------------------------

_STANCES = {
    "asserts": ("says that it is so", "say that it is so"),
    "reports": ("reports it", "report it"),
    "implies": ("implies it", "imply it"),
    "expects": ("expects it", "expect it"),
    "fears": ("fears it", "fear it"),
    "recommends": ("recommends it", "recommend it"),
    "doubts": ("doubts it", "doubt it"),
    "denies": ("denies it", "deny it"),
}


def _fact(accounts: Sequence[Account]) -> _Aspect:
    """Whether it is so at all: spoken of only where somebody denies or doubts it."""
    return _Aspect(
        Aspect.FACT,
        ("", ""),
        lambda account: account.report.stance,
        _compare_stances,
        asserted_only=False,
        wanted=not all(account.asserted for account in accounts),
    )


def _compare_stances(one: Account, other: Account) -> tuple[Level, str]:
    stances = {one.report.stance, other.report.stance}
    # To pass on what somebody else says is not to stand behind it: the two sources can both be right.
    if "denies" in stances and stances & {"asserts", "implies"}:
        return Level.CONFLICT, f"{BOTH} cannot both be right"
    # Agreement here is about the fact alone: to assert and to report are one, to doubt is less than to deny.
    yes = stances <= {"asserts", "reports", "implies"}
    return (Level.AGREE, "") if yes or len(stances) == 1 else (Level.COMPATIBLE, "")


def _date_value(account: Account) -> str:
    return account.date.english() if account.date else ""


def _compare_dates(one: Account, other: Account, plausible: Sequence[str]) -> tuple[Level, str] | None:
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
        return Level.COMPATIBLE, f"no day fits {BOTH}, but {listed(_unique(unsure))} is not certain of it"
    return Level.CONFLICT, f"no day fits {BOTH}"


def _time_value(account: Account) -> str:
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
        readings = zone_readings(first, second, plausible)
        if not (one.zone or other.zone):
            readings = [("", ""), *((a, b) for a, b in readings if a != b)]
        met = tuple(zones for zones in readings if meet_under(first, second, zones))
        return cls(met, tuple(zones for zones in readings if zones not in met))


def _compare_times(one: Account, other: Account, plausible: Sequence[str]) -> tuple[Level, str] | None:
    if one.stamp is None or other.stamp is None or one.clock is None or other.clock is None:
        return None
    clocks = _Clocks.of(one, other, plausible)
    if not one.stamp.date.meets(other.stamp.date) and not clocks.met:
        return None  # the dates are in conflict, and say so
    if one.clock.spans == other.clock.spans and one.zone == other.zone:
        return Level.AGREE, "" if one.zone or one.clock.text in PARTS else "no zone is named"
    missing = _unique(account.label for account in (one, other) if not account.zone)
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
    said = _unique(_condition(one, other, zones) for zones in readings)
    more = [f"under {len(said) - 2} more readings of the zones"] if len(said) > 3 else []
    return " or ".join([*(said[:2] if more else said), *more])


def _condition(one: Account, other: Account, zones: tuple[str, str]) -> str:
    if zones == ("", ""):
        return "if both are on one clock"
    said = [f"{a.label}'s clock is {zone}" for a, zone in zip((one, other), zones, strict=True) if not a.zone]
    return f"if {' and '.join(said)}"


def _through_zones(one: Account, other: Account) -> str:
    """That an offset of the time-zone database was used: it is the editor's, not a source's."""
    return "" if one.zone == other.zone else ", their zones taken into account (editor's arithmetic)"


def _compare_numbers(one: Account, other: Account) -> tuple[Level, str] | None:
    if one.span is None or other.span is None:
        return None
    if one.span == other.span:
        return Level.AGREE, ""
    if meet([one.span], [other.span]):
        return Level.COMPATIBLE, f"{BOTH} give different figures, and both can be right"
    return Level.CONFLICT, f"no number fits {BOTH}"


def _dated_number(account: Account) -> str:
    said = number_value(account)
    if not said or account.date is None:
        return said
    date = f"date: {account.date.english()})"
    return f"{said[:-1]}; {date}" if said.endswith(")") else f"{said} ({date}"


def _compare_counts(one: Account, other: Account) -> tuple[Level, str] | None:
    result = _compare_numbers(one, other)
    apart = one.date is not None and other.date is not None and not one.date.meets(other.date)
    if result and result[0] is Level.CONFLICT and apart:
        return Level.COMPATIBLE, f"{BOTH} count as of different dates, and both can be right"
    return result


def _compare_agents(one: Account, other: Account) -> tuple[Level, str]:
    if one.report.agent == other.report.agent:
        return Level.AGREE, ""
    return Level.CONFLICT, f"{BOTH} name different actors"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
