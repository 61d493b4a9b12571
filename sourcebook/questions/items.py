"""What a question is: its kind, its words, its key, and what only the instructor sees.

Here: frozen records of every kind, and the checks that make one fit to be set. Not here: reading them from a page
(`sphinx_ext/`), making them from the evidence (`generate.py`), and writing them for a learning platform (`exports/`).

Words are blocks (`Blocks`): plain records that every output can set. What is secret is grouped in `Secret`, so that an
edition without it is the same record with an empty one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from sourcebook.model.records import Id, Record, Tombstone
from sourcebook.model.records import Text as Words

Blocks = list[Any]
"""Block records (`blocks.Block`), which this layer carries and never looks into."""

Kind = Literal[
    "single-choice",
    "multiple-choice",
    "ordering",
    "matching",
    "cloze",
    "numeric",
    "short-answer",
    "categorise",
    "find-the-quote",
    "essay",
]
Level = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]
"""Revised Bloom (Anderson and Krathwohl 2001)."""
Group = Literal["sourcing", "close-reading", "corroboration", "chronology", "weighing", "writing", "speaking"]
Use = Literal["practice", "graded"]
"""Practice items carry their key into the public book; graded ones do not."""
Tools = Literal["barred", "declared", "object"]
"""Whether AI tools are barred, to be declared, or the object of study."""
TOOLS: dict[Tools, str] = {
    "barred": "AI tools are barred.",
    "declared": "AI tools are to be declared: which tool, for what, and what became of its answer.",
    "object": "AI tools are what is studied: use them as the task says.",
}
"""The rule in words, the same in every output."""
Points = Annotated[float, Meta(gt=0)]


class QuestionRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the records here share: frozen, keys only."""


class AnswerOption(QuestionRecord, frozen=True):
    """One answer to choose. `feedback` is shown to whoever chose it."""

    id: Id
    content: Blocks
    correct: bool = False
    feedback: Blocks = []


class Statement(QuestionRecord, frozen=True):
    """Something to order, to match or to sort."""

    id: Id
    content: Blocks


class Pair(QuestionRecord, frozen=True):
    """Two entries that belong together."""

    left: Statement
    right: Statement


class Category(QuestionRecord, frozen=True):
    """A heading, and the entries that belong under it."""

    id: Id
    label: str
    members: list[Statement]


class Gap(QuestionRecord, frozen=True):
    """A gap in a text: `accepted` answers, the first being the model; with `options`, one of them is chosen.

    Its place in the prompt is a `Span` whose classes hold `sb-gap` and whose anchors hold the gap's id.
    """

    id: Id
    accepted: list[str]
    options: list[str] = []


class Hot(QuestionRecord, frozen=True):
    """A stretch of the text that can be marked. Its place in the prompt is a `Span` with `sb-hot`, as with a gap."""

    id: Id
    text: str
    correct: bool = False


class Number(QuestionRecord, frozen=True):
    """A number as an answer: right within `tolerance` either way, both ends included; `unit` is shown behind it."""

    value: float
    tolerance: float = 0
    unit: str = ""


class RubricLevel(QuestionRecord, frozen=True):
    """One level of a criterion: its name, what earns it, and its points."""

    name: str
    description: str
    points: float


class Criterion(QuestionRecord, frozen=True):
    """A line of a rubric, its levels from the best to the least."""

    id: Id
    name: str
    description: str
    ratings: list[RubricLevel]


class AnchorAnswer(QuestionRecord, frozen=True):
    """An answer at a level, for markers to compare with."""

    level: str
    content: Blocks


class Secret(QuestionRecord, frozen=True):
    """What the instructor sees: model answer, anchor answers, marking notes, common errors."""

    solution: Blocks = []
    anchors: list[AnchorAnswer] = []
    marking: Blocks = []
    errors: Blocks = []


class Item(QuestionRecord, frozen=True):
    """A question.

    Which of the fields hold the key depends on the kind: `choices`, `entries` (in the right order), `pairs` (with
    `extra` right-hand entries that match nothing), `gaps`, `number`, `accepted`, `categories`, `hots`, `rubric`.
    `words` is the length asked for in an essay (from, to). `stimuli` are the passages that it rests on.
    """

    id: Id
    kind: Kind
    title: str
    prompt: Blocks
    points: Points = 1
    minutes: Annotated[int, Meta(ge=1)] = 2
    level: Level = "understand"
    group: Group = "close-reading"
    teaches: str = ""
    use: Use = "practice"
    tools: Tools = "declared"
    choices: list[AnswerOption] = []
    entries: list[Statement] = []
    pairs: list[Pair] = []
    extra: list[Statement] = []
    gaps: list[Gap] = []
    number: Number | None = None
    accepted: list[str] = []
    categories: list[Category] = []
    hots: list[Hot] = []
    rubric: list[Criterion] = []
    words: tuple[int, int] | None = None
    hints: list[Blocks] = []
    stimuli: list[str] = []
    secret: Secret = Secret()
    variant: str = ""
    page: str = ""
    line: int = 0

    @property
    def auto(self) -> bool:
        """Whether a machine can score it."""
        return self.kind != "essay"


def without_secrets(item: Item) -> Item:
    """The item as the public book may keep it: of a practice item all but what markers use, of a graded one no key."""
    if item.use == "practice":
        return replace(item, secret=Secret(solution=item.secret.solution))
    return replace(
        item,
        choices=[],
        entries=[],
        pairs=[],
        extra=[],
        gaps=[],
        number=None,
        accepted=[],
        categories=[],
        hots=[],
        secret=Secret(),
    )


# -- fit to be set -----------------------------------------------------------------------------------------------------


def faults(item: Item) -> Iterator[str]:
    """Why an item is not fit to be set: one sentence each, with its remedy."""
    need, why = _NEEDS[item.kind]
    if not getattr(item, need):
        yield f"a question of the kind {item.kind} needs {why}."
    if not item.prompt:
        yield "it asks nothing: write the question."
    if item.kind in _KEYS and getattr(item, need):
        yield from _KEYS[item.kind](item)
    if item.words and not 0 < item.words[0] <= item.words[1]:
        yield f"its length runs from {item.words[0]} to {item.words[1]} words; write the lower number first: 300-400."
    yield from _rubric_faults(item)


_NEEDS = {
    "single-choice": ("choices", "choices: a list with [x] and [ ]"),
    "multiple-choice": ("choices", "choices: a list with [x] and [ ]"),
    "ordering": ("entries", "a numbered list in the right order"),
    "matching": ("pairs", "a definition list: left side, then `: ` right side"),
    "cloze": ("gaps", "a gap: the role sb:gap"),
    "numeric": ("number", "the option `answer` with a number"),
    "short-answer": ("accepted", "the option `answer`"),
    "categorise": ("categories", "a definition list: category, then its members as a list"),
    "find-the-quote": ("hots", "stretches to mark: the role sb:hot"),
    "essay": ("rubric", "a rubric: the directive sb:rubric"),
}
"""What a kind cannot do without: the field that holds it, and how it is written."""


def _choice_faults(item: Item) -> Iterator[str]:
    right = sum(choice.correct for choice in item.choices)
    if len(item.choices) < 2:
        yield "it offers no choice; write at least two answers."
    elif item.kind == "single-choice" and right != 1:
        yield f"{right} of its choices are right; mark exactly one with [x]."
    elif item.kind == "multiple-choice" and not 0 < right < len(item.choices):
        yield "all or none of its choices are right; mark some with [x]."
    yield from _doubled((choice.id, choice.content) for choice in item.choices)


def _ordering_faults(item: Item) -> Iterator[str]:
    if len(item.entries) < 2:
        yield "there is nothing to order; write at least two entries."
    yield from _doubled((entry.id, entry.content) for entry in item.entries)


def _matching_faults(item: Item) -> Iterator[str]:
    rights = [pair.right for pair in item.pairs]
    if len(item.pairs) < 2:
        yield "there is nothing to match; write at least two pairs."
    yield from _doubled((pair.left.id, pair.left.content) for pair in item.pairs)
    known = {entry.id for entry in rights}
    if any(entry.id in known for entry in item.extra):
        yield "an entry under (none) matches a left side as well; take one of the two away."


def _categorise_faults(item: Item) -> Iterator[str]:
    members = [member for category in item.categories for member in category.members]
    if len(item.categories) < 2:
        yield "it has one category, so there is nothing to sort; write at least two."
    if not members:
        yield "its categories have no members; write them as a list under each."
    yield from _doubled((member.id, member.content) for member in members)


def _hot_faults(item: Item) -> Iterator[str]:
    right = sum(hot.correct for hot in item.hots)
    if not 0 < right < len(item.hots):
        yield f"{right} of its {len(item.hots)} stretches are right; mark some with `*`, not all."


def _gap_faults(item: Item) -> Iterator[str]:
    for gap in item.gaps:
        if not gap.accepted:
            yield f"the gap {gap.id} has no answer; write one, and in a drop-down mark the right one with `*`."
        elif gap.options and (len(gap.options) < 2 or len(set(gap.options)) < len(gap.options)):
            yield f"the drop-down {gap.id} needs two or more different answers."


def _number_faults(item: Item) -> Iterator[str]:
    if item.number and item.number.tolerance < 0:
        yield f"its tolerance is {item.number.tolerance:g}; write 0 or more."


def _doubled(entries: Iterator[tuple[str, Blocks]]) -> Iterator[str]:
    """Two entries of the same words: nobody could tell them apart."""
    seen: list[Blocks] = []
    for ident, content in entries:
        if content in seen:
            yield f"the entry {ident} stands twice; make the two differ."
        seen.append(content)


_KEYS: dict[str, Callable[[Item], Iterator[str]]] = {
    "single-choice": _choice_faults,
    "multiple-choice": _choice_faults,
    "ordering": _ordering_faults,
    "matching": _matching_faults,
    "categorise": _categorise_faults,
    "find-the-quote": _hot_faults,
    "cloze": _gap_faults,
    "numeric": _number_faults,
}


def _rubric_faults(item: Item) -> Iterator[str]:
    if item.rubric and not 4 <= len(item.rubric) <= 6:
        yield f"its rubric has {len(item.rubric)} criteria; four to six can be marked with."
    for criterion in item.rubric:
        points = [rating.points for rating in criterion.ratings]
        if len(points) != 4:
            yield f"the criterion {criterion.name!r} has {len(points)} levels; describe four."
        elif points != sorted(set(points), reverse=True):
            yield f"the levels of {criterion.name!r} do not fall from the best to the least; put them in that order."
    for name, count in Counter(criterion.name for criterion in item.rubric).items():
        if count > 1:
            yield f"the criterion {name!r} stands {count} times; give each its own name."
    total = sum(max((r.points for r in c.ratings), default=0) for c in item.rubric)
    if item.rubric and total != item.points:
        yield f"its rubric adds up to {total:g} points, the question to {item.points:g}; make them agree."


# -- assignments -------------------------------------------------------------------------------------------------------


class Assignment(Record, frozen=True):
    """Items handed out together. `items` name items by id, generated ones by the id of their `sb:items` block.

    Every item of a graded assignment is graded, whatever its own page says; and the rule for AI tools is that of the
    assignment, also where an exercise gives another one.
    """

    id: Id
    title: Words
    purpose: Words
    task: Words
    criteria: list[Words]
    outcomes: list[Words]
    minutes: Annotated[int, Meta(ge=1)]
    items: list[Id]
    alternative: Words
    tools: Tools = "declared"
    use: Use = "practice"
    variants: Annotated[int, Meta(ge=1, le=26)] = 1
    seed: str = ""


class Assignments(Record, frozen=True):
    """The file `exercises/assignments.yml`. Among what is `withdrawn` are exercises as well as assignments."""

    assignments: list[Assignment]
    withdrawn: list[Tombstone] = field(default_factory=list)
