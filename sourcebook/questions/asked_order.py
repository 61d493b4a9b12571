"""Find written questions whose key is an order in time that the records leave open, or give the other way round.

Here: what a question puts in order (articles by when they were written, events), recognised by name, and what the
records know of it. Not here: generated questions, which ask for nothing else than certain orders (`from_accounts.py`),
and the certain order of events (`certain_order.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from sourcebook.analysis.accounts import read_date
from sourcebook.analysis.timeline import Relation, relation
from sourcebook.questions import prompt_blocks
from sourcebook.questions.certain_order import possible_span
from sourcebook.questions.items import AnswerOption, Blocks, Item
from sourcebook.questions.recipe import EvidenceBase, joined

_BETWEEN = re.compile(r" (before|after|(?:earlier|later|older|younger|newer) than) ", re.IGNORECASE)
_VERBS = re.compile(
    r"(?: (?:is|was|were|came|comes|happened|happens))?(?: (?:written|published|told))?$", re.IGNORECASE
)
_LATER = re.compile(r"after|later|younger|newer", re.IGNORECASE)
_WHICH = re.compile(
    r"\b(?:which|who|what)\b.*?\b(?:(first|earliest|oldest)|(last|latest|youngest|newest))\b", re.IGNORECASE | re.DOTALL
)
_ABOUT_ARTICLES = re.compile(r"\b(?:written|wrote|published|older|oldest|articles?|sources?)\b", re.IGNORECASE)
_BESIDE_A_NAME = re.compile(r"['’]s\b|\b(?:opinion )?(?:article|piece|text)\b|\bby\b|[.,:;?!“”\"*]", re.IGNORECASE)


@dataclass(frozen=True)
class _Thing:
    """An article or an event of the book, with the name by which it was found."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True)
class _AskedPair:
    """That one thing comes before another, and whether the question says that this is so."""

    one: _Thing
    other: _Thing
    held: bool = True


def asks_order(item: Item) -> bool:
    """True if a question may ask for an order in time: only then are the records looked at."""
    prompt = prompt_blocks.plain(item.prompt)
    said = (prompt_blocks.plain(choice.content) for choice in item.choices)
    return bool(item.entries) or any(map(_parted, said)) or bool(_WHICH.search(prompt))


def open_orders(item: Item, evidence: EvidenceBase) -> Iterator[str]:
    """Yield why the key is not what the records give: one sentence each, without a remedy."""
    for pair in _pairs(item, _NamesOfThings.of(evidence)):
        found = _relation(evidence, pair.one, pair.other)
        first, second = f"“{pair.one.name}”", f"“{pair.other.name}”"
        if pair.held and found is not Relation.BEFORE:
            why = f"{first} is later by the records" if found is Relation.AFTER else f"the order is {found.value}"
            yield f"its key puts {first} before {second}, and {why}"
        elif not pair.held and found is Relation.BEFORE:
            yield f"it marks as wrong that {first} comes before {second}, which is certain by the records"


# -- what is ordered ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _NamesOfThings:
    """The names of the articles and events of a book, in normal form."""

    things: Mapping[str, _Thing]

    @classmethod
    def of(cls, evidence: EvidenceBase) -> _NamesOfThings:
        things: dict[str, _Thing] = {}
        for key, source in evidence.book.sources.items():
            for name in (source.short, source.title):
                things.setdefault(_core(name), _Thing("source", key, source.short))
        for key, event in evidence.book.events.items():
            things.setdefault(_core(event.title), _Thing("event", key, event.title))
        return cls(things)

    def named(self, words: str) -> _Thing | None:
        """Return what the words name, if they do nothing else."""
        return self.things.get(_core(words))

    def within(self, content: Blocks, articles: bool) -> _Thing | None:
        """Return the one thing that an entry to order names; an article only where articles are what is ordered."""
        words = f" {_core(prompt_blocks.plain(content))} "
        found = {thing.id: thing for core, thing in self.things.items() if f" {core} " in words}
        events = [thing for thing in found.values() if thing.kind == "event"]
        kept = events or [thing for thing in found.values() if articles]
        return kept[0] if len(kept) == 1 else None


def _core(words: str) -> str:
    """Return words in normal form, without marks, a leading article, and the words for an article beside a name."""
    core = joined(_BESIDE_A_NAME.sub(" ", words)).split()
    return " ".join(core[1:] if core[1:] and core[0] in ("the", "a", "an") else core)


def _pairs(item: Item, names: _NamesOfThings) -> Iterator[_AskedPair]:
    """Yield what the key puts in order, and what it denies."""
    prompt = prompt_blocks.plain(item.prompt)
    entries = [names.within(entry.content, bool(_ABOUT_ARTICLES.search(prompt))) for entry in item.entries]
    yield from (
        _AskedPair(one, other) for one, other in combinations(filter(None, entries), 2) if one.kind == other.kind
    )
    for choice in item.choices:
        yield from _of_choice(choice, names)
    yield from _of_superlative(item, prompt, names)


def _parted(words: str) -> tuple[str, str, str] | None:
    """Part an answer such as “Daily was written before Weekly”: one name, what stands between, the other name."""
    text = " ".join(words.split())
    between = _BETWEEN.search(text)
    return (_VERBS.sub("", text[: between.start()]), between[1], text[between.end() :]) if between else None


def _of_choice(choice: AnswerOption, names: _NamesOfThings) -> Iterator[_AskedPair]:
    """Yield the pair of an answer such as “Daily before Weekly”."""
    parted = _parted(prompt_blocks.plain(choice.content))
    one, other = (names.named(parted[0]), names.named(parted[2])) if parted else (None, None)
    if parted and one and other and one.kind == other.kind:
        first, second = (other, one) if _LATER.match(parted[1]) else (one, other)
        yield _AskedPair(first, second, choice.correct)


def _of_superlative(item: Item, prompt: str, names: _NamesOfThings) -> Iterator[_AskedPair]:
    """Yield the pairs of a question such as “Which was written first?” with names as answers."""
    asked = _WHICH.search(prompt)
    found = [(names.named(prompt_blocks.plain(choice.content)), choice.correct) for choice in item.choices]
    rights = [thing for thing, right in found if right and thing]
    if not asked or len(rights) != 1:
        return
    for thing in (thing for thing, right in found if not right and thing and thing.kind == rights[0].kind):
        yield _AskedPair(rights[0], thing) if asked[1] else _AskedPair(thing, rights[0])


# -- what the records know ---------------------------------------------------------------------------------------------


def _relation(evidence: EvidenceBase, one: _Thing, other: _Thing) -> Relation:
    """Return the order of two articles by their dates, or of two events by dates or by the word of a source."""
    if one.kind == "source":
        return relation(_written(evidence, one.id), _written(evidence, other.id))
    spans = [possible_span(evidence.timeline[thing.id], evidence.timeline.plausible) for thing in (one, other)]
    found = relation(spans[0], spans[1])
    stated = (_stated(evidence, one.id, other.id), _stated(evidence, other.id, one.id))
    if found in (Relation.OPEN, Relation.UNDATED) and stated in ((True, False), (False, True)):
        return Relation.BEFORE if stated[0] else Relation.AFTER
    return found


def _written(evidence: EvidenceBase, key: str) -> tuple[int, int] | None:
    """Return the first and the last day on which an article can have been written."""
    issued = read_date(evidence.book.sources[key].issued)
    return (issued.earliest.toordinal(), issued.latest.toordinal()) if issued else None


def _stated(evidence: EvidenceBase, first: str, second: str) -> bool:
    """True if a source says in words, and not by its order of telling alone, that one event came before the other."""
    events = evidence.book.events
    before = any(order.before == second and not order.telling for order in events[first].order)
    return before or any(order.after == first and not order.telling for order in events[second].order)
