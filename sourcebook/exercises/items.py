"""What a question is: its kind, its words, its key, and what only the instructor sees.

Here: frozen records of every kind, and the checks that make one fit to be set. Not here: reading them from a page
(`sphinx_ext/`), making them from the evidence (`generated.py`), and writing them for a learning platform (`outputs/`).

Words are blocks (`Blocks`): plain records that every output can set. What is secret is grouped in `Secret`, so that an
edition without it is the same record with an empty one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from sourcebook.records import Id

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
Points = Annotated[float, Meta(gt=0)]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the records here share: frozen, keys only."""


class Choice(Part, frozen=True):
    """One answer to choose. `feedback` is shown to whoever chose it."""

    id: Id
    content: Blocks
    correct: bool = False
    feedback: Blocks = []


class Entry(Part, frozen=True):
    """Something to order, to match or to sort."""

    id: Id
    content: Blocks


class Pair(Part, frozen=True):
    """Two entries that belong together."""

    left: Entry
    right: Entry


class Category(Part, frozen=True):
    """A heading, and the entries that belong under it."""

    id: Id
    label: str
    members: list[Entry]


class Gap(Part, frozen=True):
    """A gap in a text: `accepted` answers, the first being the model; with `options`, one of them is chosen.

    Its place in the prompt is a `Span` whose classes hold `sb-gap` and whose anchors hold the gap's id.
    """

    id: Id
    accepted: list[str]
    options: list[str] = []


class Hot(Part, frozen=True):
    """A stretch of the text that can be marked. Its place in the prompt is a `Span` with `sb-hot`, as with a gap."""

    id: Id
    text: str
    correct: bool = False


class Number(Part, frozen=True):
    """A number as an answer: right within `tolerance` either way, both ends included; `unit` stands behind the field."""

    value: float
    tolerance: float = 0
    unit: str = ""


class Rating(Part, frozen=True):
    """One level of a criterion: its name, what earns it, and its points."""

    name: str
    description: str
    points: float


class Criterion(Part, frozen=True):
    """A line of a rubric, its levels from the best to the least."""

    id: Id
    name: str
    description: str
    ratings: list[Rating]


class Anchor(Part, frozen=True):
    """An answer at a level, for markers to compare with."""

    level: str
    content: Blocks


class Secret(Part, frozen=True):
    """What the instructor sees: model answer, anchor answers, marking notes, common errors."""

    solution: Blocks = []
    anchors: list[Anchor] = []
    marking: Blocks = []
    errors: Blocks = []


class Item(Part, frozen=True):
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
    choices: list[Choice] = []
    entries: list[Entry] = []
    pairs: list[Pair] = []
    extra: list[Entry] = []
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


def faults(item: Item) -> Iterator[str]:
    """Why an item is not fit to be set: one sentence each, with its remedy."""
    need, why = _NEEDS[item.kind]
    if not getattr(item, need):
        yield f"a {item.kind} question needs {why}."
    if not item.prompt:
        yield "it asks nothing: write the question."
    right = [c for c in item.choices if c.correct]
    if item.kind == "single-choice" and item.choices and len(right) != 1:
        yield f"{len(right)} of its choices are right; mark exactly one with [x]."
    if item.kind == "multiple-choice" and item.choices and not 0 < len(right) < len(item.choices):
        yield "all or none of its choices are right; mark some with [x]."
    if item.kind == "find-the-quote" and item.hots and not any(h.correct for h in item.hots):
        yield "none of the stretches that can be marked is right; mark one with `*`."
    if item.kind in ("single-choice", "multiple-choice") and len(item.choices) < 2:
        yield "it offers no choice; write at least two."
    if item.kind in ("ordering", "matching") and len(item.entries or item.pairs) < 2:
        yield "there is nothing to order or to match; write at least two entries."
    yield from _rubric_faults(item)


_NEEDS = {
    "single-choice": ("choices", "choices: a list with [x] and [ ]"),
    "multiple-choice": ("choices", "choices: a list with [x] and [ ]"),
    "ordering": ("entries", "a numbered list in the right order"),
    "matching": ("pairs", "a definition list: left side, then `: ` right side"),
    "cloze": ("gaps", "a gap: the role sb:gap"),
    "numeric": ("number", "the option `answer` with a number"),
    "short-answer": ("accepted", "the option `answer`"),
    "categorise": ("categories", "a definition list: category, then its members"),
    "find-the-quote": ("hots", "stretches to mark: the role sb:hot"),
    "essay": ("rubric", "a rubric: the directive sb:rubric"),
}


def _rubric_faults(item: Item) -> Iterator[str]:
    if item.rubric and not 4 <= len(item.rubric) <= 6:
        yield f"its rubric has {len(item.rubric)} criteria; four to six can be marked with."
    for criterion in item.rubric:
        if len(criterion.ratings) != 4:
            yield f"the criterion {criterion.name!r} has {len(criterion.ratings)} levels; describe four."
    total = sum(max((r.points for r in c.ratings), default=0) for c in item.rubric)
    if item.rubric and total != item.points:
        yield f"its rubric adds up to {total:g} points, the question to {item.points:g}; make them agree."


class Assignment(Part, frozen=True):
    """Items handed out together. `items` name items by id, generated ones by the id of their `sb:items` block."""

    id: Id
    title: str
    purpose: str
    task: str
    criteria: list[str]
    outcomes: list[str]
    minutes: Annotated[int, Meta(ge=1)]
    items: list[str]
    alternative: str
    tools: Tools = "declared"
    use: Use = "practice"
    variants: Annotated[int, Meta(ge=1, le=26)] = 1
    seed: str = ""


class Assignments(Part, frozen=True):
    """The file `exercises/assignments.yml`."""

    assignments: list[Assignment]
