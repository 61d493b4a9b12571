"""Questions made from the evidence: a recipe, a seed and the records give the same items on every machine.

Here: the seven kinds, each a function from the evidence to items, best candidates first in a drawn order. Not here: which
words can be altered (`altering.py`), drawing lots (`drawing.py`), and how a page asks for items (`sphinx_ext/`).

Two rules hold for all. A passage is used only where it is proven. And no item is made whose key the sources contest,
unless the contest is the question: order is asked only where it is certain and no account disputes it, words only where
one speaker and one source can be meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Annotated, Literal

from msgspec import Meta

from sourcebook.analysis.accounts import Account, accounts_of, number_value
from sourcebook.analysis.agreement import Aspect
from sourcebook.analysis.timeline import Entry, Relation, Timeline, build_timeline
from sourcebook.exercises import text
from sourcebook.exercises.altering import Altered, alterations
from sourcebook.exercises.drawing import Draw, digest
from sourcebook.exercises.items import (
    Choice,
    Entry as ItemEntry,
    Gap,
    Group,
    Item,
    Kind,
    Level,
    Pair,
    Part,
    Secret,
    Use,
)
from sourcebook.load import Book
from sourcebook.quotes.match import Quotation, judge
from sourcebook.quotes.normalise import count_words, tokens
from sourcebook.quotes.prove import Prover
from sourcebook.records import AUTHOR, UNNAMED, Actor, Event, Figure, Id, Passage

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
"""Quoted words below which anybody could say it, and above which a question is a page."""
OPTIONS = 4
"""How many answers are offered, how many events are ordered, how many numbers are matched."""


class Recipe(Part, frozen=True):
    """What an `sb:items` block asks for. The lists are filters; an empty one lets everything through."""

    id: Id
    make: Make
    count: Annotated[int, Meta(ge=1, le=60)] = 6
    seed: str = "1"
    use: Use = "practice"
    title: str = ""
    points: Annotated[float, Meta(gt=0)] = 1
    minutes: Annotated[int, Meta(ge=1)] = 1
    sources: list[str] = []
    events: list[str] = []
    figures: list[str] = []
    actors: list[str] = []
    passages: list[str] = []
    page: str = ""
    line: int = 0


@dataclass(frozen=True)
class Evidence:
    """What items are made from: the records, and who proves the words."""

    book: Book
    prover: Prover

    @cached_property
    def timeline(self) -> Timeline:
        return build_timeline(self.book.events, self.book.sources, self.names)

    @cached_property
    def names(self) -> dict[str, str]:
        return {ident: actor.name for ident, actor in self.book.actors.items()}

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """The proven passages that are long enough to ask about and short enough to read."""
        return {
            ref: passage
            for ref, passage in sorted(self.book.passages.items())
            if FEWEST_WORDS <= count_words(tokens(passage.exact)) <= MOST_WORDS and self._sound(ref)
        }

    def _sound(self, ref: str) -> bool:
        proof = self.prover.passage(ref)
        return proof.ok and proof.span is not None

    @cached_property
    def paragraphs(self) -> dict[str, int]:
        """For each proven passage the number of its paragraph."""
        spans = {ref: self.prover.passage(ref).span for ref in self.book.passages}
        return {ref: span.paragraph for ref, span in spans.items() if span}

    @cached_property
    def told_apart(self) -> frozenset[str]:
        """The passages whose words stand in no passage of another source: one source can be meant."""
        words = {ref: _joined(passage.exact) for ref, passage in self.book.passages.items()}
        shared = {
            one
            for one, other in ((a, b) for a in self.passages for b in words)
            if key_of(one) != key_of(other) and words[one] in words[other]
        }
        return frozenset(self.passages) - shared

    def asked(self, ref: str) -> text.b.Span:
        """The words of a passage, with nothing beside them that tells."""
        return text.asked(self.passages[ref].exact, self.book.sources[key_of(ref)].language)

    def quoted(self, ref: str) -> text.b.Quotation:
        """A passage with who says it and where, for the answer."""
        source, passage = self.book.sources[key_of(ref)], self.book.passages[ref]
        who = self.book.speaker_name(key_of(ref), passage.speaker)
        where = (
            who[:1].upper() + who[1:] + (f", in {source.short}" if passage.speaker != AUTHOR else f" ({source.short})")
        )
        return text.quotation(ref, passage.exact, source.language, where)


def key_of(ref: str) -> str:
    """The source of a passage."""
    return ref.partition("/")[0]


def _joined(words: str) -> str:
    return f" {' '.join(tokens(words))} ".casefold()


# -- making -------------------------------------------------------------------------------------------------------------


def make(evidence: Evidence, recipe: Recipe, variant: str = "A", secret: str = "") -> list[Item]:
    """The items of a recipe: as many as it asks for, or as many as the evidence gives.

    `variant` names a set of its own (A, B, C …); `secret` is the private seed that is mixed in for graded items.
    """
    mixed = secret if recipe.use == "graded" else ""
    draw = Draw("\0".join((recipe.make, recipe.id, recipe.seed, variant, mixed)))
    found: dict[str, Item] = {}
    for item in MAKERS[recipe.make](evidence, recipe, draw):
        found.setdefault(item.id, item)
        if len(found) == recipe.count:
            break
    return [_finished(item, recipe, variant) for item in found.values()]


def _finished(item: Item, recipe: Recipe, variant: str) -> Item:
    from msgspec.structs import replace

    suffix = "" if variant == "A" else f"-{variant.lower()}"
    return replace(
        item,
        id=item.id + suffix,
        points=recipe.points,
        minutes=recipe.minutes,
        use=recipe.use,
        variant=variant,
        page=recipe.page,
        line=recipe.line,
    )


@dataclass(frozen=True)
class _Look:
    """What the items of one make have in common."""

    kind: Kind
    title: str
    level: Level
    group: Group
    teaches: str


LOOKS: Mapping[str, _Look] = {
    "order-events": _Look(
        "ordering", "Order these events", "apply", "chronology", "Order follows from what the sources date."
    ),
    "who-said-it": _Look(
        "single-choice", "Who said it?", "remember", "sourcing", "A claim belongs to the one who makes it."
    ),
    "which-source": _Look(
        "single-choice", "Which source says this?", "remember", "sourcing", "Each source has its own words."
    ),
    "which-account": _Look(
        "single-choice", "Which account says so?", "understand", "corroboration", "Accounts of one event differ."
    ),
    "altered-quotation": _Look(
        "single-choice", "Which quotation is altered?", "analyse", "close-reading", "One word can change a quotation."
    ),
    "match-figure": _Look(
        "matching", "Match the figure to its source", "understand", "corroboration", "A number belongs to who gives it."
    ),
    "fill-attribution": _Look(
        "cloze", "Fill in the attribution", "apply", "sourcing", "Words need a speaker and a source."
    ),
}


def _item(recipe: Recipe, subject: str, prompt: text.Blocks, solution: text.Blocks, **fields: object) -> Item:
    """An item of a recipe. Its id comes from what it is about, so that it stays when others come or go."""
    look = LOOKS[recipe.make]
    known: dict[str, object] = {
        "id": f"{recipe.id}-{digest(subject)}",
        "kind": look.kind,
        "title": recipe.title or look.title,
        "prompt": prompt,
        "level": look.level,
        "group": look.group,
        "teaches": look.teaches,
        "secret": Secret(solution=solution),
    }
    return Item(**{**known, **fields})  # type: ignore[arg-type]  # the callers below name fields of an item


def _choices(draw: Draw, right: str, wrong: Sequence[str], because: Mapping[str, str] | None = None) -> list[Choice]:
    """Answers in a drawn order, named by letters; `because` is what to say to whoever chose one."""
    drawn = draw.order([right, *wrong])
    told = because or {}
    return [
        Choice(
            id="abcdefghijklmnopqrstuvwxyz"[i],
            content=[text.paragraph(answer)],
            correct=answer == right,
            feedback=[text.paragraph(told[answer])] if answer in told else [],
        )
        for i, answer in enumerate(drawn)
    ]


def _wanted(evidence: Evidence, recipe: Recipe, draw: Draw) -> list[str]:
    """The passages that a recipe's filters let through, in a drawn order."""
    kept = [
        ref
        for ref, passage in evidence.passages.items()
        if (not recipe.passages or ref in recipe.passages)
        and (not recipe.sources or key_of(ref) in recipe.sources)
        and (not recipe.actors or passage.speaker in recipe.actors)
    ]
    return draw.order(kept)


# -- order these events -------------------------------------------------------------------------------------------------

_ORDERED = (Aspect.DATE, Aspect.TIME, Aspect.ORDER, Aspect.FACT)


def undisputed(entry: Entry) -> bool:
    """Whether no account disputes when an event was, or that it was."""
    return not any(found.aspect in _ORDERED for found in entry.verdict.conflicts)


def order_events(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Events each of which is certainly before the next."""
    pool = [
        entry
        for entry in evidence.timeline
        if entry.event.kind in ("event", "statement")
        and entry.hull
        and undisputed(entry)
        and (not recipe.events or entry.id in recipe.events)
        and (not recipe.sources or set(recipe.sources) & set(entry.sources))
    ]
    seen: set[frozenset[str]] = set()
    for first in draw.order(pool, lambda entry: entry.id):
        chosen = _certain(evidence.timeline, first, draw.below(first.id).order(pool, lambda entry: entry.id))
        ids = frozenset(entry.id for entry in chosen)
        if len(chosen) == OPTIONS and ids not in seen:
            seen.add(ids)
            yield _ordering(evidence, recipe, chosen)


def _certain(timeline: Timeline, first: Entry, drawn: Sequence[Entry]) -> list[Entry]:
    """Up to as many events as an item holds, of which each two stand in a certain order, the earliest first."""
    chosen = [first]
    for entry in drawn:
        relations = [timeline.relation(entry.id, other.id) for other in chosen]
        if all(found in (Relation.BEFORE, Relation.AFTER) for found in relations):
            chosen.append(entry)
        if len(chosen) == OPTIONS:
            break
    return sorted(chosen, key=lambda entry: entry.hull or (0, 0))


def _ordering(evidence: Evidence, recipe: Recipe, chosen: Sequence[Entry]) -> Item:
    told = [
        f"{entry.event.title}: {entry.when()} ({', '.join(evidence.book.sources[key].short for key in entry.sources)})"
        for entry in chosen
    ]
    entries = [
        ItemEntry(id=f"e-{digest(entry.event.title)}", content=[text.paragraph(entry.event.title)]) for entry in chosen
    ]
    prompt = [text.paragraph("Put these events in order, the earliest first.")]
    subject = " ".join(entry.id for entry in chosen)
    return _item(recipe, subject, prompt, [text.items(told, ordered=True)], entries=entries)


# -- who said it --------------------------------------------------------------------------------------------------------


def speaker_of(evidence: Evidence, ref: str) -> Actor | None:
    """The actor whose words a passage holds, where it is one, proven, and not named in the words themselves."""
    passage, proof = evidence.book.passages[ref], evidence.prover.passage(ref)
    actor = evidence.book.actors.get(passage.speaker)
    if actor is None or proof.speaker != passage.speaker or passage.speaker in (AUTHOR, UNNAMED):
        return None
    return None if _names_any(passage.exact, [actor.name, *actor.variants]) else actor


def _names_any(words: str, names: Sequence[str]) -> bool:
    said = _joined(words)
    return any(_joined(name) in said for name in names if name)


def said_by_one(evidence: Evidence, ref: str) -> bool:
    """Whether no record gives these words, or words around or inside them, to somebody else."""
    mine, words = evidence.book.passages[ref], _joined(evidence.book.passages[ref].exact)
    for other in evidence.book.passages.values():
        theirs = _joined(other.exact)
        if other.speaker != mine.speaker and (words in theirs or (theirs in words and count_words(tokens(theirs)) > 2)):
            return False
    return True


def _others(evidence: Evidence, actor: Actor, ref: str, draw: Draw) -> list[Actor]:
    """Other speakers, the likeliest mistakes first: whom readers confuse, who speaks in the same article, the rest."""
    book, via = evidence.book, evidence.book.passages[ref].via
    speaking = {passage.speaker for passage in book.passages.values()} & set(book.actors)
    here = {passage.speaker for passage in book.sources[key_of(ref)].passages}
    confused = {pair.actor for pair in actor.confused_with}
    known = [book.actors[key] for key in (speaking | confused) & set(book.actors) - {actor.id, via}]
    drawn = draw.order([other for other in known if other.name != actor.name], lambda other: other.id)
    rank = {True: 0, False: 1}
    return sorted(drawn, key=lambda o: (rank[o.id in confused], rank[o.id in here], rank[o.kind == actor.kind]))


def who_said_it(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """One passage, its speaker among other speakers."""
    for ref in _wanted(evidence, recipe, draw):
        actor = speaker_of(evidence, ref)
        if actor is None or not said_by_one(evidence, ref):
            continue
        lots = draw.below(ref)
        wrong = _others(evidence, actor, ref, lots)[: OPTIONS - 1]
        if len(wrong) < 2:
            continue
        source = evidence.book.sources[key_of(ref)]
        copy = ", as rendered in a re-translated copy" if source.fidelity == "retranslated" else ""
        prompt = [
            text.paragraph(f"Who says this, according to {source.short}{copy}?"),
            text.paragraph(evidence.asked(ref)),
        ]
        apart = {pair.actor: pair.because for pair in actor.confused_with}
        because = {other.name: f"Readers confuse them. {apart[other.id]}" for other in wrong if other.id in apart}
        choices = _choices(lots, actor.name, [other.name for other in wrong], because)
        yield _item(recipe, ref, prompt, [evidence.quoted(ref)], choices=choices)


# -- which source says this ---------------------------------------------------------------------------------------------


def _label(evidence: Evidence, key: str) -> str:
    source = evidence.book.sources[key]
    return f"{source.short}, “{source.title}”"


def names_source(evidence: Evidence, ref: str) -> bool:
    """Whether the words of a passage give away its source."""
    source = evidence.book.sources[key_of(ref)]
    names = [source.short, source.title, source.container_title, source.publisher]
    return _names_any(evidence.book.passages[ref].exact, [*names, *map(str, source.author)])


def which_source(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """One passage, its source among others that are no copy of it."""
    book = evidence.book
    for ref in _wanted(evidence, recipe, draw):
        own = book.sources[key_of(ref)]
        others = [key for key, source in sorted(book.sources.items()) if source.origin != own.origin]
        if not others or names_source(evidence, ref) or ref not in evidence.told_apart:
            continue
        lots = draw.below(ref)
        wrong = [_label(evidence, key) for key in lots.order(others)[:OPTIONS]]
        prompt = [text.paragraph("Which of these articles says this?"), text.paragraph(evidence.asked(ref))]
        choices = _choices(lots, _label(evidence, key_of(ref)), wrong)
        yield _item(recipe, ref, prompt, [evidence.quoted(ref)], choices=choices)


# -- which of two accounts says so --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Said:
    """What can be asked of an account: the aspect, the question's verb, and the value that the account gives."""

    aspect: Aspect
    question: str
    value: Callable[[Account], str]


_SAID = (
    _Said(Aspect.NUMBER, "gives this number: {}", number_value),
    _Said(Aspect.TIME, "puts it at {}", lambda account: account.clock.english() if account.clock else ""),
    _Said(Aspect.DATE, "dates it {}", lambda account: account.date.english() if account.date else ""),
    _Said(Aspect.AGENT, "names {} as the one who acts", lambda account: account.agent),
)


def _owners(evidence: Evidence, recipe: Recipe, draw: Draw) -> list[Event | Figure]:
    """Events and figures that the filters let through, in a drawn order. With a filter, only what it names."""
    book, named = evidence.book, bool(recipe.events or recipe.figures)
    events = [e for e in book.events.values() if e.id in recipe.events or not named]
    figures = [f for f in book.figures.values() if f.id in recipe.figures or not named]
    return draw.order([*events, *figures], lambda owner: f"{type(owner).__name__} {owner.id}")


def _accounts(evidence: Evidence, recipe: Recipe, owner: Event | Figure) -> list[Account]:
    told = accounts_of(owner, evidence.book.sources, evidence.names)
    return [a for a in told if a.asserted and (not recipe.sources or a.source in recipe.sources)]


def which_account(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Two accounts of one thing that differ: which of them says this? The contest is the question."""
    late: list[Item] = []
    for owner in _owners(evidence, recipe, draw):
        lots = draw.below(owner.id)
        made = [*_pairs_of_accounts(evidence, recipe, owner, lots)]
        if made:
            # One item of each event first, so that a set does not ask the same thing over and over.
            yield made[0]
            late += made[1:]
    yield from late


def _pairs_of_accounts(evidence: Evidence, recipe: Recipe, owner: Event | Figure, draw: Draw) -> Iterator[Item]:
    told = _accounts(evidence, recipe, owner)
    pairs = [(s, a, b) for s in _SAID for a, b in combinations(told, 2) if _differ(s, a, b, told)]
    for said, one, other in draw.order(pairs, lambda p: f"{p[0].aspect.value} {p[1].index} {p[2].index}"):
        right, wrong = draw.below(said.aspect.value).order([one, other], lambda account: str(account.index))
        yield _account_item(evidence, recipe, owner, said, (right, wrong))


def _differ(said: _Said, one: Account, other: Account, told: Sequence[Account]) -> bool:
    """Whether two sources, each with one voice on this, say different things."""
    if one.origin == other.origin or not said.value(one) or not said.value(other):
        return False
    voices = [{said.value(a) for a in told if a.source == s and said.value(a)} for s in (one.source, other.source)]
    return len(voices[0]) == len(voices[1]) == 1 and voices[0] != voices[1]


def _account_item(
    evidence: Evidence, recipe: Recipe, owner: Event | Figure, said: _Said, accounts: tuple[Account, Account]
) -> Item:
    right, wrong = accounts
    question = said.question.format(said.value(right))
    prompt = [
        text.paragraph(f"{right.label} and {wrong.label} both tell of this: ", text.strong(owner.title), "."),
        text.paragraph(f"Which of the two {question}?"),
    ]
    both = [f"{account.label}: {said.value(account)}." for account in accounts]
    words = [evidence.quoted(ref) for account in accounts if (ref := _ref(account)) in evidence.paragraphs]
    because = {wrong.label: f"{wrong.label} says something else: {said.value(wrong)}."}
    subject = f"{owner.id} {said.aspect.value} {right.source} {wrong.source}"
    lots = Draw(recipe.id).below(subject)
    choices = _choices(lots, right.label, [wrong.label], because)
    return _item(recipe, subject, prompt, [text.items(both), *words], choices=choices)


def _ref(account: Account) -> str:
    return f"{account.source}/{account.report.passage}" if account.report.passage else ""


# -- which quotation is altered -----------------------------------------------------------------------------------------


def altered_quotation(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Quotations of which one has a word changed. The checker accepts the genuine ones and rejects the other."""
    waiting = [ref for ref in _wanted(evidence, recipe, draw) if genuine(evidence, ref)]
    swaps = _swapped_names(evidence, draw)
    changed = {ref: found for ref in waiting if (found := _alteration(evidence, ref, swaps, draw))}
    while len(waiting) >= OPTIONS:
        victim = next((ref for ref in waiting if ref in changed), None)
        if victim is None:
            return
        others = [ref for ref in waiting if ref != victim]
        # Passages that nothing can be done to are of use beside one that was altered.
        company = sorted(others, key=lambda ref: ref in changed)[: OPTIONS - 1]
        waiting = [ref for ref in others if ref not in company]
        yield _altered_item(evidence, recipe, victim, changed[victim], company)


def genuine(evidence: Evidence, ref: str) -> bool:
    """Whether the checker accepts the words of a passage as they are, without a caution."""
    verdict = judge(evidence.prover.alone(ref), Quotation(evidence.book.passages[ref].exact))
    return verdict.accepted and not verdict.marked and "[" not in evidence.book.passages[ref].exact


def rejected(evidence: Evidence, ref: str, words: str) -> bool:
    """Whether the checker rejects words: in the passage, and in the whole article where it is at hand."""
    if judge(evidence.prover.alone(ref), Quotation(words)).accepted:
        return False
    article = evidence.prover.articles.get(key_of(ref))
    return article is None or not judge(article, Quotation(words)).accepted


def _swapped_names(evidence: Evidence, draw: Draw) -> dict[str, str]:
    """For each one-word name of an actor the name of another of its kind."""
    found: dict[str, str] = {}
    for kind in ("person", "country"):
        actors = [a for a in evidence.book.actors.values() if a.kind == kind]
        single = {name: a.id for a in actors for name in (a.name, *a.variants) if name.isalpha() and name[0].isupper()}
        for name, ident in single.items():
            others = [other for other, who in single.items() if who != ident]
            if others:
                found[name] = draw.below(name).order(others)[0]
    return found


def _alteration(evidence: Evidence, ref: str, swaps: Mapping[str, str], draw: Draw) -> Altered | None:
    """The first alteration in a drawn order that the checker rejects."""
    words, lang = evidence.passages[ref].exact, evidence.book.sources[key_of(ref)].language
    lots = draw.below(ref)
    tried = alterations(" ".join(words.split()), lang, swaps, lots)
    return next((altered for altered in tried if rejected(evidence, ref, altered.words)), None)


def _altered_item(evidence: Evidence, recipe: Recipe, victim: str, altered: Altered, company: Sequence[str]) -> Item:
    shown = {ref: " ".join(evidence.passages[ref].exact.split()) for ref in company} | {victim: altered.words}
    drawn = Draw(recipe.id).below(victim).order(shown)
    choices = [
        Choice(
            id="abcdefgh"[i],
            content=[text.paragraph(_bare(evidence, ref, shown[ref]), f" ({_short(evidence, ref)}", _para(ref), ")")],
            correct=ref == victim,
            feedback=[] if ref == victim else [text.paragraph("This one stands in the article word for word.")],
        )
        for i, ref in enumerate(drawn)
    ]
    prompt = [text.paragraph("In one of these quotations one word is changed. Which one is no longer a quotation?")]
    told = text.paragraph(f"Changed: “{altered.old}” became “{altered.new}”. The words of the article:")
    return _item(recipe, victim, prompt, [told, evidence.quoted(victim)], choices=choices)


def _bare(evidence: Evidence, ref: str, words: str) -> text.b.Span:
    return text.asked(words, evidence.book.sources[key_of(ref)].language)


def _short(evidence: Evidence, ref: str) -> str:
    return evidence.book.sources[key_of(ref)].short


def _para(ref: str) -> text.b.Span:
    return text.numbered(ref, ", ")


# -- match the figure to its source -------------------------------------------------------------------------------------


def match_figure(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Numbers and the sources that give them: one number a source, that no other source of the item gives."""
    told = [
        (owner, account)
        for owner in _owners(evidence, recipe, draw)
        for account in _accounts(evidence, recipe, owner)
        if number_value(account)
    ]
    drawn = draw.order(told, lambda pair: f"{pair[0].id} {pair[1].index}")
    seen: set[frozenset[str]] = set()
    for first in drawn:
        chosen = _one_a_source(evidence, first, draw.below(_subject(first)).order(drawn, _subject))
        name = frozenset(map(_subject, chosen))
        if len(chosen) >= 3 and name not in seen:
            seen.add(name)
            yield _figure_item(evidence, recipe, chosen)


Told = tuple[Event | Figure, Account]


def _subject(told: Told) -> str:
    return f"{told[0].id} {told[1].index}"


def _one_a_source(evidence: Evidence, first: Told, drawn: Sequence[Told]) -> list[Told]:
    chosen = [first]
    # Other numbers of the same thing come first: they are what readers mix up.
    for told in sorted(drawn, key=lambda t: t[0].id != first[0].id):
        if len(chosen) < OPTIONS and all(_apart(evidence, told, other) for other in chosen):
            chosen.append(told)
    return chosen


def _apart(evidence: Evidence, one: Told, other: Told) -> bool:
    """Whether two numbers are of different origin, and neither source gives the other's number of that thing as well."""
    if one[1].origin == other[1].origin:
        return False
    return not (_gives(evidence, one[1].source, other) or _gives(evidence, other[1].source, one))


def _gives(evidence: Evidence, source: str, told: Told) -> bool:
    accounts = accounts_of(told[0], evidence.book.sources, evidence.names)
    return any(a.source == source and number_value(a) == number_value(told[1]) for a in accounts)


def _figure_item(evidence: Evidence, recipe: Recipe, chosen: Sequence[Told]) -> Item:
    ordered = sorted(chosen, key=_subject)
    pairs = [
        Pair(left=_number_entry(owner, account), right=_source_entry(evidence, account.source))
        for owner, account in ordered
    ]
    used = {account.source for _, account in chosen}
    spare = [
        k for k in sorted(evidence.book.sources) if k not in used and not any(_gives(evidence, k, t) for t in chosen)
    ]
    prompt = [text.paragraph("Which source gives which number?")]
    solution = [text.items([f"{owner.title}: {number_value(account)} ({account.label})" for owner, account in ordered])]
    words = [evidence.quoted(ref) for _, account in ordered if (ref := _ref(account)) in evidence.paragraphs]
    subject = " / ".join(map(_subject, ordered))
    extra = [_source_entry(evidence, key) for key in spare[:1]]
    return _item(recipe, subject, prompt, [*solution, *words], pairs=pairs, extra=extra)


def _number_entry(owner: Event | Figure, account: Account) -> ItemEntry:
    words = f"{owner.title}: {number_value(account)}"
    return ItemEntry(id=f"l-{digest(words)}", content=[text.paragraph(words)])


def _source_entry(evidence: Evidence, key: str) -> ItemEntry:
    return ItemEntry(id=f"r-{digest(key)}", content=[text.paragraph(evidence.book.sources[key].short)])


# -- fill in the attribution --------------------------------------------------------------------------------------------

AUTHOR_SAYS = "the author of the article"


def fill_attribution(evidence: Evidence, recipe: Recipe, draw: Draw) -> Iterator[Item]:
    """Words without their attribution: who speaks, and in which article."""
    for ref in _wanted(evidence, recipe, draw):
        if ref not in evidence.told_apart or names_source(evidence, ref) or not said_by_one(evidence, ref):
            continue
        speaker, others = _speakers(evidence, ref, draw.below(ref))
        if speaker and others:
            yield _attribution_item(evidence, recipe, ref, speaker, others, draw.below(ref))


def _speakers(evidence: Evidence, ref: str, draw: Draw) -> tuple[str, list[str]]:
    """Who speaks in a passage and who might; nothing where that cannot be asked."""
    passage = evidence.passages[ref]
    if passage.speaker == AUTHOR:
        here = {p.speaker for p in evidence.book.sources[key_of(ref)].passages} - set(
            evidence.book.authors(key_of(ref))
        )
        known = [
            evidence.book.actors[key].name for key in sorted(here) if key in evidence.book.actors and key != passage.via
        ]
        return AUTHOR_SAYS, draw.order(known)[: OPTIONS - 1]
    actor = speaker_of(evidence, ref)
    if actor is None or actor.id in evidence.book.authors(key_of(ref)):
        return "", []
    others = [other.name for other in _others(evidence, actor, ref, draw)[: OPTIONS - 2]]
    return actor.name, [*others, AUTHOR_SAYS]


def _attribution_item(
    evidence: Evidence, recipe: Recipe, ref: str, speaker: str, others: Sequence[str], draw: Draw
) -> Item:
    book, own = evidence.book, evidence.book.sources[key_of(ref)]
    strangers = [s.short for s in book.sources.values() if s.origin != own.origin]
    gaps = [
        Gap(id="gap-1", accepted=[speaker], options=draw.below("who").order([speaker, *others])),
        Gap(id="gap-2", accepted=[own.short], options=draw.below("where").order([own.short, *strangers])),
    ]
    prompt = [
        text.paragraph("Fill in who says this, and in which article."),
        text.paragraph(evidence.asked(ref), " – so says ", text.gap("gap-1"), ", in ", text.gap("gap-2"), "."),
    ]
    return _item(recipe, ref, prompt, [evidence.quoted(ref)], gaps=gaps)


Maker = Callable[[Evidence, Recipe, Draw], Iterator[Item]]
MAKERS: Mapping[str, Maker] = {
    "order-events": order_events,
    "who-said-it": who_said_it,
    "which-source": which_source,
    "which-account": which_account,
    "altered-quotation": altered_quotation,
    "match-figure": match_figure,
    "fill-attribution": fill_attribution,
}
