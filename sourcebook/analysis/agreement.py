"""Compare the accounts of one event or number: where they agree, and where they cannot both be right.

Here: the comparison of accounts, aspect by aspect, each result with its reason as a sentence. Not here: the order of
events among one another (`timeline.py`), reading reports (`accounts.py`), comparing dates and hours (`moments.py`).

The rules. Only witnesses agree: an account that hedges, forecasts, denies, mentions, or passes on what others say is
shown as that and confirms nothing. Reports of one origin, or of one voice that they cite, are one witness: that they
agree counts for nothing, that they disagree is shown. A conflict is claimed only where no reading lets two accounts
meet; nothing is ever averaged, and no account is preferred. What is denied is never unopposed: the denial of what a
source says itself is a conflict, of what it passes on or supposes a dispute. What the editor read out of a text is
called the editor's reading, and never makes agreement.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from sourcebook.analysis.accounts import Account, Standing, listed, number_value
from sourcebook.analysis.clock import meet
from sourcebook.analysis.moments import BOTH, Level, compare_dates, compare_times, date_value, time_value, unique
from sourcebook.analysis.witnesses import independent
from sourcebook.model.records import Event, Figure, Reading


class Aspect(enum.Enum):
    """An aspect in which accounts are compared."""

    FACT = "whether it is so"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    AGENT = "who acted"
    ORDER = "order"


@dataclass(frozen=True)
class AgreementFinding:
    """One aspect: how the accounts stand to one another in it, who gives it, who contradicts whom, and why.

    `origins` counts the independent origins that make the level. `question` is the aspect in the words of the record.
    `see` names the event at which the finding is told, where that is another one.
    """

    aspect: Aspect
    level: Level
    sources: tuple[str, ...]
    because: str
    against: tuple[tuple[str, str], ...] = ()
    origins: int = 0
    question: str = ""
    see: str = ""

    @property
    def label(self) -> str:
        """The aspect in words."""
        return self.question or self.aspect.value


@dataclass(frozen=True)
class AgreementVerdict:
    """All findings on one event or number.

    `witnesses` counts the independent origins that say that it is so; `beside` names the accounts that do not, each
    with what it is (`hearsay`, `forecast`).
    """

    level: Level
    witnesses: int
    findings: tuple[AgreementFinding, ...]
    beside: tuple[tuple[str, str], ...] = ()

    def finding(self, aspect: Aspect) -> AgreementFinding | None:
        """The finding on one aspect; None where no report gives it."""
        return next((one for one in self.findings if one.aspect is aspect), None)

    @property
    def conflicts(self) -> tuple[AgreementFinding, ...]:
        """The findings of accounts that cannot both be right."""
        return tuple(finding for finding in self.findings if finding.level is Level.CONFLICT)

    @property
    def disputes(self) -> tuple[AgreementFinding, ...]:
        """The conflicts, and what one account denies and another passes on or supposes."""
        return tuple(finding for finding in self.findings if finding.level >= Level.DISPUTED)


QUESTIONS = {"event": "who acted", "statement": "who said it", "condition": "who it was", "forecast": "who is to act"}
"""The question that the agent of a report answers, by kind of event, where its record does not say (`asks`)."""


def question_of(owner: Event | Figure) -> str:
    """The question that the `agent` or `answer` of the reports answers."""
    return owner.asks or (QUESTIONS[owner.kind] if isinstance(owner, Event) else Aspect.AGENT.value)


def judge_event(
    accounts: Sequence[Account], plausible: Sequence[str] = (), event: Event | None = None
) -> AgreementVerdict:
    """The verdict on an event. `plausible` are the zones in which a clock time without a zone may be read.

    `event` says what its reports answer, and whether accounts that differ can tell of different things.
    """
    several = event is not None and event.several
    rule = _Rule(several, several or (event is not None and event.answers == "several"))
    aspects = [
        _fact(accounts),
        _Aspect(Aspect.DATE, ("dates it", "date it"), date_value, lambda a, b: compare_dates(a, b, plausible), "date"),
        _Aspect(Aspect.TIME, ("puts it", "put it"), time_value, lambda a, b: compare_times(a, b, plausible), "time"),
        _Aspect(Aspect.NUMBER, ("gives", "give"), number_value, _compare_numbers, "number"),
        _agents(question_of(event) if event else ""),
    ]
    return _verdict(accounts, aspects, rule)


def judge_figure(accounts: Sequence[Account], figure: Figure | None = None) -> AgreementVerdict:
    """The verdict on a number. Its reports' dates say as of when each counts: they are no disagreement."""
    aspects = [
        _fact(accounts),
        _Aspect(Aspect.NUMBER, ("gives", "give"), _dated_number, _compare_counts, "number"),
        _agents(question_of(figure) if figure else ""),
    ]
    counted = any(account.span for account in accounts)
    return _verdict(accounts, aspects, _Rule(False, figure is not None and figure.answers == "several", counted))


def with_finding(verdict: AgreementVerdict, finding: AgreementFinding) -> AgreementVerdict:
    """The verdict with one more finding, such as the order, which only the whole timeline shows."""
    level = verdict.level if finding.level <= Level.SINGLE else max(verdict.level, finding.level)
    return replace(verdict, level=level, findings=(*verdict.findings, finding))


# -- the machinery ------------------------------------------------------------------------------------------------

_Value = Callable[[Account], str]
_Result = tuple[Level, str] | None
_Compare = Callable[[Account, Account], _Result]


@dataclass(frozen=True)
class _Rule:
    """True if accounts that differ can tell of different happenings, or give different right answers.

    `counted`: a number is what is judged, so an account that gives none is no witness of it.
    """

    several: bool = False
    answers: bool = False
    counted: bool = False

    def tells(self, account: Account) -> bool:
        """True if an account tells what is judged."""
        return not self.counted or account.span is not None


@dataclass(frozen=True)
class _Aspect:
    """The functions that read, word and compare one aspect; `field` is the report's field that may be a reading."""

    aspect: Aspect
    verbs: tuple[str, str]
    value: _Value
    compare: _Compare
    field: Reading | None
    wanted: bool = True
    question: str = ""

    def is_read(self, account: Account) -> bool:
        """True if the account's value is the editor's reading."""
        return self.field is not None and account.read_by_editor(self.field)


@dataclass(frozen=True)
class _Pair:
    one: Account
    other: Account
    level: Level
    why: str

    @property
    def counts(self) -> bool:
        """True if the pair counts: one origin that agrees with itself confirms nothing; a contradiction counts."""
        return self.level >= Level.DISPUTED or independent((self.one.witness, self.other.witness)) > 1


def _verdict(accounts: Sequence[Account], aspects: Iterable[_Aspect], rule: _Rule) -> AgreementVerdict:
    affirming = [account for account in accounts if account.is_witness and rule.tells(account)]
    witnesses = independent(account.witness for account in affirming)
    findings = tuple(finding for aspect in aspects if (finding := _finding(aspect, accounts, rule)))
    own = Level.AGREE if witnesses > 1 else Level.SINGLE if witnesses else Level.UNATTESTED
    level = max((own, *(finding.level for finding in findings if finding.level > Level.SINGLE)))
    return AgreementVerdict(level, witnesses, findings, _beside(accounts, {account.source for account in affirming}))


def _beside(accounts: Sequence[Account], witnesses: set[str]) -> tuple[tuple[str, str], ...]:
    """The sources none of whose accounts is a witness, each with what it gives instead."""
    left = ((a.label, "no number" if a.is_witness else a.standing.value) for a in accounts if a.source not in witnesses)
    return tuple(dict.fromkeys(left))


def _finding(aspect: _Aspect, accounts: Sequence[Account], rule: _Rule) -> AgreementFinding | None:
    fact = aspect.aspect is Aspect.FACT
    giving = [a for a in accounts if aspect.value(a) and (fact or a.asserted)]
    if not giving or not aspect.wanted:
        return None
    compared = ((a, b, _compared(aspect, rule, a, b)) for a, b in combinations(giving, 2))
    counted = [pair for a, b, result in compared if result and (pair := _Pair(a, b, *result)).counts]
    level = max((pair.level for pair in counted), default=Level.SINGLE)
    at_level = [pair for pair in counted if pair.level is level]
    party = [account.witness for pair in at_level for account in (pair.one, pair.other)] or [a.witness for a in giving]
    against = {(p.one.source, p.other.source): None for p in at_level if level >= Level.DISPUTED}
    sentences = [_who_says_what(aspect, giving, accounts), *_reasons(aspect, at_level), *_one_witness(giving)]
    sources = unique(account.source for account in giving)
    because = " ".join(sentences)
    return AgreementFinding(aspect.aspect, level, sources, because, tuple(against), independent(party), aspect.question)


def _compared(aspect: _Aspect, rule: _Rule, one: Account, other: Account) -> _Result:
    """The relation of two accounts: their values compared, weighed by the standing of each."""
    comparison = aspect.compare(one, other)
    if comparison is None or aspect.aspect is Aspect.FACT:
        return comparison
    if (one.standing is Standing.FORECAST) is not (other.standing is Standing.FORECAST):
        return None  # what is foretold and what is told are no two accounts of one thing
    level, why = comparison
    read = aspect.is_read(one) or aspect.is_read(other)
    if level is Level.AGREE:
        return comparison if one.is_witness and other.is_witness and not read else None
    if level is Level.CONFLICT:
        return _weighed(aspect, rule, (one, other), f"{why}, as the editor reads them" if read else why)
    return comparison


SOFT = (Standing.HEDGE, Standing.MENTION)


def _weighed(aspect: _Aspect, rule: _Rule, pair: tuple[Account, Account], why: str) -> tuple[Level, str]:
    """A difference: a conflict only where neither account is soft and there is one thing to be right about."""
    if rule.several:
        return Level.COMPATIBLE, f"{BOTH} may tell of different ones, and both can be right"
    if rule.answers and aspect.aspect is Aspect.AGENT:
        return Level.COMPATIBLE, f"{BOTH} name different ones, and both can be right"
    soft = unique(account.label for account in pair if account.standing in SOFT)
    if soft:
        does = "does" if len(soft) == 1 else "do"
        return Level.COMPATIBLE, f"{BOTH} differ, but {listed(soft)} {does} not say it firmly"
    return Level.CONFLICT, why


def _who_says_what(aspect: _Aspect, giving: Sequence[Account], accounts: Sequence[Account]) -> str:
    by_words: dict[tuple[str, str, str], list[str]] = {}
    for account in giving:
        by_words.setdefault(_wording(aspect, account), []).append(account.label)
    parts = []
    for (how, singular, plural), labels in by_words.items():
        who = unique(labels)
        parts.append(f"{listed(who)}{how} {plural if len(who) > 1 else singular}")
    alone = len({account.origin for account in giving}) == 1 and len({account.origin for account in accounts}) > 1
    only = "Only " if alone and len(by_words) == 1 else ""
    return f"{only}{'; '.join(parts)}."


def _wording(aspect: _Aspect, account: Account) -> tuple[str, str, str]:
    """The wording of an account: the words after its name, and the predicate for one name and for several."""
    if aspect.aspect is Aspect.FACT:
        return (_informant(account), *_STANCES[account.report.stance])
    value, how = aspect.value(account), _manner(account)
    if not aspect.is_read(account):
        return how, f"{aspect.verbs[0]} {value}", f"{aspect.verbs[1]} {value}"
    read = f"(the editor reads it as {value.removeprefix('at ')})"
    if account.report.told and aspect.field in ("date", "time"):
        return how, f"tells it for {account.report.told} {read}", f"tell it for {account.report.told} {read}"
    none = f"no such {aspect.field}" if aspect.field != "agent" else "no such answer"
    return how, f"gives {none} {read}", f"give {none} {read}"


_MANNERS = {
    Standing.HEDGE: ", with a hedge,",
    Standing.MENTION: ", in passing,",
    Standing.FORECAST: ", as a forecast,",
}


def _manner(account: Account) -> str:
    """Whom an account cites, and that it hedges, forecasts or passes on what others say."""
    if account.standing is Standing.HEARSAY:
        return f", passing on words of {account.via}," if account.via else ", passing on what others say,"
    return _informant(account) or _MANNERS.get(account.standing, "")


def _informant(account: Account) -> str:
    return f", citing {account.via}," if account.via else ""


def _reasons(aspect: _Aspect, pairs: Sequence[_Pair]) -> list[str]:
    """The reasons of pairs of one level; a copy that repeats its origin adds none."""
    kept: dict[frozenset[tuple[str, str]], _Pair] = {}
    for pair in (pair for pair in pairs if pair.why):
        kept.setdefault(frozenset((a.origin, aspect.value(a)) for a in (pair.one, pair.other)), pair)
    by_reason: dict[str, list[_Pair]] = {}
    for pair in kept.values():
        by_reason.setdefault(pair.why, []).append(pair)
    return [_sentence(why.replace(BOTH, who)) for why, alike in by_reason.items() for who in _named(why, alike)]


def _named(why: str, pairs: Sequence[_Pair]) -> list[str]:
    """The pairs by name, those of one account together: `A and B`, `A and any of B and C`."""
    if BOTH not in why:
        return [""]
    sides = dict.fromkeys(frozenset((pair.one.label, pair.other.label)) for pair in pairs)
    named = []
    while others := {side: None for side in sides if len(side) > 1}:
        labels = unique(label for pair in pairs for label in (pair.one.label, pair.other.label))
        hub = max(labels, key=lambda label: sum(label in side for side in others))
        partners = [label for label in labels if label != hub and frozenset((hub, label)) in others]
        named.append(f"{hub} and {partners[0]}" if len(partners) == 1 else f"{hub} and any of {listed(partners)}")
        sides = {side: None for side in sides if hub not in side or len(side) == 1}
    return named + [f"the two accounts in {label}" for side in sides for label in side]


def _one_witness(giving: Sequence[Account]) -> list[str]:
    """Sentences where several sources are copies of one report, or cite one voice."""
    by_origin: dict[str, list[str]] = {}
    by_voice: dict[str, list[str]] = {}
    for account in giving:
        by_origin.setdefault(account.origin, []).append(account.label)
        if account.via and account.voice:
            by_voice.setdefault(account.via, []).append(account.label)
    copies = [f"{listed(group)} go back to one report and count as one witness." for group in _groups(by_origin)]
    named = {via: group for via in by_voice for group in _groups({via: by_voice[via]})}
    return copies + [f"{listed(group)} cite {via} and count as one witness." for via, group in named.items()]


def _groups(labels: dict[str, list[str]]) -> list[tuple[str, ...]]:
    """The labels that share a key, where there is more than one."""
    return [group for group_labels in labels.values() if len(group := unique(group_labels)) > 1]


# -- the aspects --------------------------------------------------------------------------------------------------

_STANCES = {
    "asserts": ("says that it is so", "say that it is so"),
    "reports": ("reports it", "report it"),
    "implies": ("implies it", "imply it"),
    "relates": ("passes it on", "pass it on"),
    "mentions": ("mentions it", "mention it"),
    "hedges": ("says that it may be so", "say that it may be so"),
    "expects": ("expects it", "expect it"),
    "fears": ("fears it", "fear it"),
    "recommends": ("recommends it", "recommend it"),
    "doubts": ("doubts it", "doubt it"),
    "denies": ("denies it", "deny it"),
}


def _fact(accounts: Sequence[Account]) -> _Aspect:
    """True if it is so at all: spoken of only where somebody denies or doubts it."""
    wanted = not all(account.asserted for account in accounts)
    return _Aspect(Aspect.FACT, ("", ""), lambda account: account.report.stance, _compare_stances, None, wanted)


def _agents(question: str) -> _Aspect:
    """Compare who acted, or what else the record asks."""
    return _Aspect(
        Aspect.AGENT, ("names", "name"), lambda account: account.agent, _compare_agents, "agent", question=question
    )


def _compare_stances(one: Account, other: Account) -> tuple[Level, str]:
    denied = [other if a is one else one for a in (one, other) if a.standing is Standing.DENIAL]
    if len(denied) == 1:
        passed_on = next(a for a in (one, other) if a.standing is Standing.DENIAL).via != ""
        return _denied(denied[0], passed_on)
    agree = len(denied) == 2 or (one.is_witness and other.is_witness)
    return (Level.AGREE if agree else Level.COMPATIBLE), ""


def _denied(account: Account, passed_on: bool) -> tuple[Level, str]:
    """The level of a denial: a conflict with an account's own word, a dispute with what it passes on or supposes.

    `passed_on`: the denial itself is somebody else's word. Who only doubts, without saying whose claim or which number
    it is that is doubted, is not contradicted by a denial.
    """
    if account.is_witness and account.report.stance != "reports" and not passed_on:
        return Level.CONFLICT, f"{BOTH} cannot both be right"
    claims = account.standing in (Standing.WITNESS, Standing.HEARSAY) or account.report.stance == "hedges"
    if claims or (account.report.stance == "doubts" and (account.via or account.span)):
        return Level.DISPUTED, f"of {BOTH}, one denies it"
    return Level.COMPATIBLE, ""


def _compare_numbers(one: Account, other: Account) -> tuple[Level, str] | None:
    if one.span is None or other.span is None:
        return None
    if one.span == other.span:
        return Level.AGREE, ""
    if meet([one.span], [other.span]):
        return Level.COMPATIBLE, f"{BOTH} give different figures, and both can be right"
    return Level.CONFLICT, f"no number fits {BOTH}"


def _dated_number(account: Account) -> str:
    value = number_value(account)
    if not value or account.date is None:
        return value
    date = f"date: {account.date.english()})"
    return f"{value[:-1]}; {date}" if value.endswith(")") else f"{value} ({date}"


def _compare_counts(one: Account, other: Account) -> tuple[Level, str] | None:
    result = _compare_numbers(one, other)
    apart = one.date is not None and other.date is not None and not one.date.meets(other.date)
    if result and result[0] is Level.CONFLICT and apart:
        return Level.COMPATIBLE, f"{BOTH} count as of different dates, and both can be right"
    return result


def _compare_agents(one: Account, other: Account) -> tuple[Level, str]:
    if one.agent.casefold() == other.agent.casefold():
        return Level.AGREE, ""
    free = one.report.answer or other.report.answer
    return Level.CONFLICT, f"{BOTH} give different answers" if free else f"{BOTH} name different actors"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
