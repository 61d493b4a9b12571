"""Shared parts of the makers of items: the recipe, the evidence, and building an item.

Here: the passages that can be asked about at all, and the form of an item. Not here: the makers (`from_quotations.py`,
`from_accounts.py`) and choosing among their items (`generate.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta, field

from sourcebook.analysis.timeline import Timeline, build_timeline, clocks_of
from sourcebook.model.records import AUTHOR, Id, Passage
from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import AnswerOption, Blocks, Group, Item, Level, QuestionRecord, Secret, Use
from sourcebook.questions.seeded_order import Draw, digest
from sourcebook.quotes.normalise import count_words, tokens
from sourcebook.quotes.prover import Prover
from sourcebook.store.book import Book

Make = Literal[
    "order-events",
    "who-said-it",
    "which-source",
    "which-account",
    "altered-quotation",
    "match-figure",
    "fill-attribution",
]
FEWEST_WORDS, MOST_WORDS = 5, 45
"""Bounds of the words of a passage: a shorter one could be anybody's, a longer one fills a page."""
ARTICLE_ZONES = ("title", "standfirst", "heading", "body")
"""The zones in which the article itself speaks; author notes and disclaimers are by others."""
OPTIONS = 4
"""The number of answers to choose from, of events to order, of numbers to match."""


class Recipe(QuestionRecord, frozen=True):
    """The options of an `sb:items` block. The lists are filters; an empty filter lets everything through."""

    id: Id
    make: Make
    count: Annotated[int, Meta(ge=1, le=60)] = 6
    seed: str = "1"
    use: Use = "practice"
    title: str = ""
    points: Annotated[float, Meta(gt=0)] = 1
    minutes: Annotated[int, Meta(ge=1)] = 1
    sources: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    actors: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    page: str = ""
    line: int = 0


@dataclass(frozen=True)
class EvidenceBase:
    """The material of generated items: the records, and the prover of the words."""

    book: Book
    prover: Prover
    zones: tuple[str, ...] = ()
    """Time zones in which a clock time without a zone may be read; by default those that any source names."""

    @cached_property
    def timeline(self) -> Timeline:
        return build_timeline(
            self.book.events, self.book.sources, self.names, self.zones or None, clocks=clocks_of(self.book.actors)
        )

    @cached_property
    def names(self) -> dict[str, str]:
        return {ident: actor.name for ident, actor in self.book.actors.items()}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """The proven passages that are long enough to ask about and short enough to read."""
        return {
            ref: passage
            for ref, passage in sorted(self.book.passages.items())
            if FEWEST_WORDS <= count_words(tokens(passage.exact)) <= MOST_WORDS
            and (proof := self.prover.passage(ref)).ok
            and proof.span
            and proof.span.zone in ARTICLE_ZONES
        }

    @cached_property
    def paragraphs(self) -> dict[str, int]:
        """The paragraph number of each proven passage."""
        spans = {ref: self.prover.passage(ref).span for ref in self.book.passages}
        return {ref: span.paragraph for ref, span in spans.items() if span}

    @cached_property
    def unambiguous(self) -> frozenset[str]:
        """The passages whose words are in no passage of another source: only one source can be meant."""
        words = {ref: joined(passage.exact) for ref, passage in self.book.passages.items()}
        shared = {
            one
            for one, other in ((a, b) for a in self.passages for b in words)
            if key_of(one) != key_of(other) and words[one] in words[other]
        }
        return frozenset(self.passages) - shared

    def asked(self, ref: str) -> prompt_blocks.Span:
        """Return the words of a passage without speaker and source."""
        return prompt_blocks.asked(self.passages[ref].exact, self.book.sources[key_of(ref)].language)

    def quoted(self, ref: str) -> prompt_blocks.Quotation:
        """Return a passage with its speaker and source, for the answer."""
        source, passage = self.book.sources[key_of(ref)], self.book.passages[ref]
        who = self.book.credit(key_of(ref), passage)
        where = (
            who[:1].upper() + who[1:] + (f", in {source.short}" if passage.speaker != AUTHOR else f" ({source.short})")
        )
        return prompt_blocks.quotation(ref, passage.exact, source.language, where)


def key_of(ref: str) -> str:
    """Return the key of the source of a passage."""
    return ref.partition("/")[0]


def joined(words: str) -> str:
    """Return words in normal form on one line, with a space at either end, to search for whole words."""
    return f" {' '.join(tokens(words))} ".casefold()


def names_any(words: str, names: Sequence[str]) -> bool:
    """True if one of the names is in the words."""
    text = joined(words)
    return any(joined(name) in text for name in names if name)


@dataclass(frozen=True)
class _ItemDefaults:
    """The fields that all items of one make share."""

    kind: str
    title: str
    level: Level
    group: Group
    teaches: str


ITEM_DEFAULTS: Mapping[str, _ItemDefaults] = {
    "order-events": _ItemDefaults(
        "ordering", "Order these events", "apply", "chronology", "Order follows from what the sources date."
    ),
    "who-said-it": _ItemDefaults(
        "single-choice", "Who said it?", "remember", "sourcing", "A claim belongs to the one who makes it."
    ),
    "which-source": _ItemDefaults(
        "single-choice", "Which article has these words?", "remember", "sourcing", "Each source has its own words."
    ),
    "which-account": _ItemDefaults(
        "single-choice", "Which account says so?", "understand", "corroboration", "Accounts of one event differ."
    ),
    "altered-quotation": _ItemDefaults(
        "single-choice", "Which quotation is altered?", "analyse", "close-reading", "One word can change a quotation."
    ),
    "match-figure": _ItemDefaults(
        "matching", "Match the figure to its source", "understand", "corroboration", "A number belongs to who gives it."
    ),
    "fill-attribution": _ItemDefaults(
        "cloze", "Fill in the attribution", "apply", "sourcing", "Words need a speaker and a source."
    ),
}


def item(recipe: Recipe, subject: str, prompt: Blocks, solution: Blocks, **fields: object) -> Item:
    """Make an item of a recipe. Its id is a digest of its subject, so it stays when other items come or go."""
    known = asdict(ITEM_DEFAULTS[recipe.make]) | ({"title": recipe.title} if recipe.title else {}) | fields
    return Item(id=f"{recipe.id}-{digest(subject)}", prompt=prompt, secret=Secret(solution=solution), **known)


def choices_of(
    draw: Draw, right: str, wrong: Sequence[str], because: Mapping[str, str] | None = None
) -> list[AnswerOption]:
    """Return answers in a drawn order, with letters as ids; `because` holds the feedback on an answer."""
    drawn = draw.order([right, *wrong])
    reasons = because or {}
    return [
        AnswerOption(
            id="abcdefghijklmnopqrstuvwxyz"[i],
            content=[prompt_blocks.paragraph(answer)],
            correct=answer == right,
            feedback=[prompt_blocks.paragraph(reasons[answer])] if answer in reasons else [],
        )
        for i, answer in enumerate(drawn)
    ]


def interleaved(refs: Sequence[str], owner: Callable[[str], str]) -> list[str]:
    """Reorder passages so that the first of each owner comes before the second of any."""
    seen: Counter[str] = Counter()
    ranks: dict[str, int] = {}
    for ref in refs:
        ranks[ref] = seen[owner(ref)]
        seen[owner(ref)] += 1
    return sorted(ranks, key=lambda ref: ranks[ref])


def candidates(evidence: EvidenceBase, recipe: Recipe, draw: Draw) -> list[str]:
    """Return the passages that pass the filters of a recipe, in a drawn order."""
    kept = [
        ref
        for ref, passage in evidence.passages.items()
        if (not recipe.passages or ref in recipe.passages)
        and (not recipe.sources or key_of(ref) in recipe.sources)
        and (not recipe.actors or passage.speaker in recipe.actors)
    ]
    return draw.order(kept)
