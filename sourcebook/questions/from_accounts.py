"""Questions about accounts: in which order things happened, which of two accounts says so, who gives which number.

Here: order-events, which-account, match-figure. Order is asked only where it is certain (`certain_order.py`) and no
account disputes it; the other two ask for the contest itself, so that their key is what a source says and never who is
right. Only witnesses are asked for, and only what they say themselves: no article is an answer by what it hedges,
passes on or foretells, nor by what the editor reads out of it. What the key allows, no wrong answer may say: 230 people
are a right answer to "a lower bound of 220" as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from typing import TypeVar

from sourcebook.analysis.accounts import Account, accounts_of, number_value
from sourcebook.analysis.agreement import Aspect, question_of
from sourcebook.analysis.clock import DAY, Span
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Relation, TimelineEntry, relation
from sourcebook.analysis.witnesses import independent
from sourcebook.model.attribution import CITING, name_in_sentence
from sourcebook.model.records import Event, Figure, Reading
from sourcebook.questions import prompt_blocks
from sourcebook.questions.certain_order import DATING_STANDINGS, possible_span
from sourcebook.questions.items import Item, Pair, Statement
from sourcebook.questions.recipe import OPTIONS, EvidenceBase, Recipe, choices_of, item
from sourcebook.questions.seeded_order import Draw, digest

MONTH = timedelta(days=31)
T = TypeVar("T", float, int, date)

# -- order these events ------------------------------------------------------------------------------------------------

_ORDERED = (Aspect.DATE, Aspect.TIME, Aspect.ORDER, Aspect.FACT)


def undisputed(entry: TimelineEntry) -> bool:
    """True if no account disputes the date of an event or that it happened."""
    findings = entry.verdict.findings
    return entry.verdict.witnesses > 0 and not any(
        f.aspect in _ORDERED and (f.level >= Level.DISPUTED or f.see) for f in findings
    )


@dataclass(frozen=True)
class _Dated:
    """An event that can be ordered, with the widest time span that its accounts allow."""

    entry: TimelineEntry
    span: Span

    @property
    def id(self) -> str:
        return self.entry.id


def order_events(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Events each of which is certainly before the next."""
    pool = [
        _Dated(entry, span)
        for entry in evidence.timeline
        if entry.event.kind in ("event", "statement")
        and (span := possible_span(entry, evidence.timeline.plausible))
        and undisputed(entry)
        and (not recipe.events or entry.id in recipe.events)
        and (not recipe.sources or set(recipe.sources) & set(entry.sources))
    ]
    seen: set[frozenset[str]] = set()
    for first in draw.order(pool, lambda entry: entry.id):
        others = draw.below(first.id).order(pool, lambda entry: entry.id)
        chosen = _certain(first, sorted(others, key=lambda entry: _remoteness(first, entry)))
        ids = frozenset(entry.id for entry in chosen)
        if len(chosen) == OPTIONS and ids not in seen:
            seen.add(ids)
            yield _ordering(recipe, [each.entry for each in chosen])


def _remoteness(one: _Dated, other: _Dated) -> int:
    """Rank the distance of two events: near ones make better questions."""
    days = max(one.span[0] - other.span[1], other.span[0] - one.span[1], 0) // DAY
    return 0 if days < 4 else 1 if days < 60 else 2


def _certain(first: _Dated, drawn: Sequence[_Dated]) -> list[_Dated]:
    """Choose up to `OPTIONS` events of which any two are in a certain order; return them from the earliest on."""
    chosen = [first]
    for entry in drawn:
        if all(relation(entry.span, other.span) in (Relation.BEFORE, Relation.AFTER) for other in chosen):
            chosen.append(entry)
        if len(chosen) == OPTIONS:
            break
    return sorted(chosen, key=lambda entry: entry.span)


def dated(entry: TimelineEntry) -> str:
    """Say the date of an event with its sources, and which dates are the editor's reading of an account."""
    labels_by_date: dict[tuple[bool, str], list[str]] = {}
    for account in (a for a in entry.accounts if a.stamp and a.standing in DATING_STANDINGS):
        read = account.read_by_editor("date") or account.read_by_editor("time") or not account.date
        labels_by_date.setdefault((read, account.stamp.english() if account.stamp else ""), []).append(account.label)
    parts = [
        f"{'the editor reads it as ' if read else ''}{value} ({', '.join(dict.fromkeys(labels))})"
        for (read, value), labels in sorted(labels_by_date.items(), key=lambda item: item[0][0])
    ]
    return "; ".join(parts) or f"no article dates it; the editor reads it as {entry.when()}"


def _ordering(recipe: Recipe, chosen: Sequence[TimelineEntry]) -> Item:
    lines = [f"{entry.event.title}: {dated(entry)}" for entry in chosen]
    entries = [
        Statement(id=f"e-{digest(entry.event.title)}", content=[prompt_blocks.paragraph(entry.event.title)])
        for entry in chosen
    ]
    prompt = [prompt_blocks.paragraph("Put these events in order, the earliest first.")]
    subject = " ".join(entry.id for entry in chosen)
    return item(recipe, subject, prompt, [prompt_blocks.items(lines, ordered=True)], entries=entries)


# -- which of two accounts says so -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Claim:
    """Something to ask about an account: the aspect, the question, the value that the account gives, and its field.

    `holds` says whether the value of the first account allows that of the second.
    """

    aspect: Aspect
    question: str
    value: Callable[[Account], str]
    field: Reading
    holds: Callable[[Account, Account], bool]


def close_date(account: Account) -> str:
    """Return a date in words if it spans at most a month; a longer span is too vague to ask for."""
    told = account.date
    return told.english() if told and told.latest - told.earliest <= MONTH else ""


def _number_holds(one: Account, other: Account) -> bool:
    return _inside(other.span, [one.span])


def _date_holds(one: Account, other: Account) -> bool:
    return _inside(_days(other), [_days(one)])


def _days(account: Account) -> tuple[date, date] | None:
    return (account.date.earliest, account.date.latest) if account.date else None


def _time_holds(one: Account, other: Account) -> bool:
    hours = one.clock.spans if one.clock else ()
    return bool(other.clock) and all(_inside(span, hours) for span in (other.clock.spans if other.clock else ()))


def _inside(inner: tuple[T, T] | None, ranges: Iterable[tuple[T, T] | None]) -> bool:
    """True if a range lies within one of some others, ends included."""
    return inner is not None and any(outer and outer[0] <= inner[0] and inner[1] <= outer[1] for outer in ranges)


_CLAIMS = (
    _Claim(Aspect.NUMBER, "Which of the two gives this number: {}?", number_value, "number", _number_holds),
    _Claim(
        Aspect.TIME,
        "Which of the two puts it {}?",
        lambda account: account.clock.english() if account.clock else "",
        "time",
        _time_holds,
    ),
    _Claim(Aspect.DATE, "Which of the two gives this date: {}?", close_date, "date", _date_holds),
    _Claim(
        Aspect.AGENT,
        "They differ on {asked}. Which of the two would answer: {}?",
        lambda account: account.agent,
        "agent",
        lambda one, other: one.agent == other.agent,
    ),
)


def _owners(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> list[Event | Figure]:
    """Return the events and figures that pass the filters, in a drawn order."""
    book, named = evidence.book, bool(recipe.events or recipe.figures)
    events = [e for e in book.events.values() if e.id in recipe.events or not named]
    figures = [f for f in book.figures.values() if f.id in recipe.figures or not named]
    return draw.order([*events, *figures], lambda owner: f"{type(owner).__name__} {owner.id}")


def _accounts(evidence: EvidenceBase, recipe: Recipe, owner: Event | Figure) -> list[Account]:
    """Return the accounts of an event or a figure that are witnesses."""
    accounts = _all_accounts(evidence, owner)
    return [a for a in accounts if a.is_witness and (not recipe.sources or a.source in recipe.sources)]


def _all_accounts(evidence: EvidenceBase, owner: Event | Figure) -> Sequence[Account]:
    """Return every account of an event or a figure, with names as they stand inside a sentence."""
    names = {ident: name_in_sentence(actor) for ident, actor in evidence.book.actors.items()}
    return accounts_of(owner, evidence.book.sources, names)


def which_account(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Two accounts of one thing that differ: which of them says this? The contest is the question."""
    late: list[Item] = []
    for owner in _owners(evidence, recipe, draw):
        lots = draw.below(owner.id)
        items = [*_pairs_of_accounts(evidence, recipe, owner, lots)]
        if items:
            # One item of each event first, so that a set does not ask the same thing over and over.
            yield items[0]
            late += items[1:]
    yield from late


def _pairs_of_accounts(evidence: EvidenceBase, recipe: Recipe, owner: Event | Figure, draw: Draw) -> Iterator[Item]:
    witnesses, accounts = _accounts(evidence, recipe, owner), _all_accounts(evidence, owner)
    # The date of a number says as of when it counts, which is no difference between two accounts.
    claims = [claim for claim in _CLAIMS if isinstance(owner, Event) or claim.aspect is not Aspect.DATE]
    if owner.answers == "several":
        # Both answers can be right, so each account might have given the other's.
        claims = [claim for claim in claims if claim.aspect is not Aspect.AGENT]
    pairs = [
        (s, right, wrong)
        for s in claims
        for right, wrong in permutations(witnesses, 2)
        if _differ(s, right, wrong, accounts) and not s.holds(right, wrong)
    ]
    asked: set[tuple[Aspect, frozenset[int]]] = set()
    for claim, right, wrong in draw.order(pairs, lambda p: f"{p[0].aspect.value} {p[1].index} {p[2].index}"):
        pair = (claim.aspect, frozenset((right.index, wrong.index)))
        if pair not in asked:
            asked.add(pair)
            yield _account_item(evidence, recipe, owner, claim, (right, wrong))


def _differ(claim: _Claim, one: Account, other: Account, accounts: Sequence[Account]) -> bool:
    """True if two independent sources, each with one value for this claim, give different values in their own words.

    `accounts` includes non-witnesses: a source that passes on the other's value would be a right answer too.
    """
    if independent((one.witness, other.witness)) < 2 or not claim.value(one) or not claim.value(other):
        return False
    if one.read_by_editor(claim.field) or other.read_by_editor(claim.field):
        return False
    voices = [
        {claim.value(a) for a in accounts if a.source == s and claim.value(a)} for s in (one.source, other.source)
    ]
    return len(voices[0]) == len(voices[1]) == 1 and voices[0] != voices[1]


def _account_item(
    evidence: EvidenceBase, recipe: Recipe, owner: Event | Figure, claim: _Claim, accounts: tuple[Account, Account]
) -> Item:
    right, wrong = accounts
    question = claim.question.format(claim.value(right), asked=question_of(owner))
    one, other = sorted((right.label, wrong.label))  # in no order that could tell the key
    prompt = [
        prompt_blocks.paragraph(f"{one} and {other} both tell of this: ", prompt_blocks.strong(owner.title), "."),
        prompt_blocks.paragraph(question),
    ]
    both = [f"{_teller(account)}: {claim.value(account)}." for account in accounts]
    words = [evidence.quoted(ref) for account in accounts if (ref := _ref(account)) in evidence.paragraphs]
    because = {wrong.label: f"In {_teller(wrong)}{',' if wrong.via else ''} it is {claim.value(wrong)}."}
    subject = f"{owner.id} {claim.aspect.value} {right.source} {wrong.source}"
    lots = Draw(recipe.id).below(subject)
    choices = choices_of(lots, right.label, [wrong.label], because)
    return item(recipe, subject, prompt, [prompt_blocks.items(both), *words], choices=choices)


def _teller(account: Account) -> str:
    """Return the source of an account, with whom it cites."""
    return f"{account.label}, {CITING} {account.via}" if account.via else account.label


def _ref(account: Account) -> str:
    return f"{account.source}/{account.report.passage}" if account.report.passage else ""


# -- match the figure to its source ------------------------------------------------------------------------------------


def match_figure(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Numbers and the sources that give them: one number a source, that no other source of the item gives."""
    given = [
        (owner, account)
        for owner in _owners(evidence, recipe, draw)
        for account in _accounts(evidence, recipe, owner)
        # A number that somebody else is cited for is theirs; one that the editor read is nobody's.
        if number_value(account) and not account.voice and not account.read_by_editor("number")
    ]
    drawn = draw.order(given, _subject)
    seen: set[frozenset[str]] = set()
    # While numbers are left that were not asked for, a set does not ask for one twice.
    for again in (False, True):
        for first in drawn:
            used = frozenset[str]() if again else frozenset().union(*seen)
            fresh = [number for number in drawn if _subject(number) not in used]
            if first not in fresh:
                continue
            chosen = _one_a_source(evidence, first, draw.below(_subject(first)).order(fresh, _subject))
            name = frozenset(map(_subject, chosen))
            if len(chosen) >= 3 and name not in seen:
                seen.add(name)
                yield _figure_item(evidence, recipe, chosen)


GivenNumber = tuple[Event | Figure, Account]


def _subject(given: GivenNumber) -> str:
    return f"{given[0].id} {given[1].index}"


def _one_a_source(evidence: EvidenceBase, first: GivenNumber, drawn: Sequence[GivenNumber]) -> list[GivenNumber]:
    chosen = [first]
    # Other numbers of the same thing come first: they are what readers mix up.
    for given in sorted(drawn, key=lambda t: t[0].id != first[0].id):
        if len(chosen) < OPTIONS and all(_apart(evidence, given, other) for other in chosen):
            chosen.append(given)
    return chosen


def _apart(evidence: EvidenceBase, one: GivenNumber, other: GivenNumber) -> bool:
    """True if two numbers have different origins and neither source also gives the other's number."""
    if one[1].origin == other[1].origin:
        return False
    return not (_gives(evidence, one[1].source, other) or _gives(evidence, other[1].source, one))


def _gives(evidence: EvidenceBase, source: str, given: GivenNumber) -> bool:
    """True if a source gives a number or one that it allows, and so is a right answer."""
    accounts = _all_accounts(evidence, given[0])
    return any(account.source == source and _number_holds(given[1], account) for account in accounts)


def _figure_item(evidence: EvidenceBase, recipe: Recipe, chosen: Sequence[GivenNumber]) -> Item:
    ordered = sorted(chosen, key=_subject)
    pairs = [
        Pair(left=_number_entry(owner, account), right=_source_entry(evidence, account.source))
        for owner, account in ordered
    ]
    spare = [key for key in sorted(evidence.book.sources) if _spare(evidence, key, chosen)]
    prompt = [prompt_blocks.paragraph("Which source gives which number?")]
    solution = [
        prompt_blocks.items([f"{owner.title}: {number_value(account)} ({account.label})" for owner, account in ordered])
    ]
    words = [evidence.quoted(ref) for _, account in ordered if (ref := _ref(account)) in evidence.paragraphs]
    subject = " / ".join(map(_subject, ordered))
    extra = [_source_entry(evidence, key) for key in spare[:1]]
    return item(recipe, subject, prompt, [*solution, *words], pairs=pairs, extra=extra)


def _spare(evidence: EvidenceBase, source: str, chosen: Sequence[GivenNumber]) -> bool:
    """True if a source can be a wrong answer: no copy of a source in use, and gives none of the numbers."""
    origins = {account.origin for _, account in chosen}
    return evidence.book.sources[source].origin not in origins and not any(_gives(evidence, source, t) for t in chosen)


def _number_entry(owner: Event | Figure, account: Account) -> Statement:
    words = f"{owner.title}: {number_value(account)}"
    return Statement(id=f"l-{digest(words)}", content=[prompt_blocks.paragraph(words)])


def _source_entry(evidence: EvidenceBase, key: str) -> Statement:
    return Statement(id=f"r-{digest(key)}", content=[prompt_blocks.paragraph(evidence.book.sources[key].short)])
