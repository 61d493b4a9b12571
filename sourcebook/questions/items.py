"""Question records: items with their parts, their key and what only the instructor sees, and assignments of items.

Here: frozen records and nothing else. Not here: the kinds of question, and the rules that make an item of a kind fit to
be set (`kinds.py`); reading items from a page (`sphinx_ext/`), making them from the evidence (`generate.py`), and
writing them for a learning platform (`exports/`).

Words are blocks (`Blocks`): plain records that every output can set. What is secret is grouped in `Secret`, so that an
edition without it is the same record with an empty one.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from sourcebook.model.records import Id, Record, Tombstone
from sourcebook.model.records import Text as Words

Blocks = list[Any]
"""Block records (`document.Block`); this module does not look into them."""

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
Needs = Literal["book", "packet", "either"]
NEEDS: dict[Needs, str] = {"book": "the book", "packet": "the reading packet", "either": "the book or the packet"}
"""What an exercise is solved with, in words."""
Points = Annotated[float, Meta(gt=0)]


class QuestionRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of the records here: frozen, keyword-only."""


class AnswerOption(QuestionRecord, frozen=True):
    """One answer to choose. `feedback` is shown to whoever chose it."""

    id: Id
    content: Blocks
    correct: bool = False
    feedback: Blocks = []


class Statement(QuestionRecord, frozen=True):
    """An entry to order, to match or to sort."""

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
    """Hot text: words that can be marked. Its place in the prompt is a `Span` with `sb-hot`, as for a gap."""

    id: Id
    text: str
    correct: bool = False


class Number(QuestionRecord, frozen=True):
    """A number as an answer: right within `tolerance` either way, both ends included; `unit` is shown after it."""

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
    """The instructor's part: model answer, anchor answers, marking notes, common errors."""

    solution: Blocks = []
    anchors: list[AnchorAnswer] = []
    marking: Blocks = []
    errors: Blocks = []


class Item(QuestionRecord, frozen=True):
    """A question.

    Which of the fields hold the key depends on the kind (`KindSpec.key_fields`); a new field is secret until
    `kinds.PUBLIC_FIELDS` names it. `entries` stand in the right order; `extra` right-hand entries match no pair.
    `words` is the length asked for in an essay (from, to). `needs` is empty where the author does not say what it is
    solved with. `stimuli` are the passages that it rests on. `kind` is a key of `kinds.KINDS`.
    """

    id: Id
    kind: str
    title: str
    prompt: Blocks
    points: Points = 1
    minutes: Annotated[int, Meta(ge=1)] = 2
    level: Level = "understand"
    group: Group = "close-reading"
    teaches: str = ""
    use: Use = "practice"
    tools: Tools = "declared"
    needs: Needs | Literal[""] = ""
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
    """The file `exercises/assignments.yml`. Exercises as well as assignments can be `withdrawn`."""

    assignments: list[Assignment]
    withdrawn: list[Tombstone] = field(default_factory=list)
