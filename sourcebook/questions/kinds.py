"""Question kinds: one `KindSpec` per kind holds everything that is particular to it.

Here: the answers that an item of each kind needs and their faults, its secret fields, its key in words and for the
page's script, and its form control. Not here: the records (`items.py`), reading and showing an item on a page
(`sphinx_ext/exercises/`), and writing it for a learning platform (`exports/lms/`). Pages and papers dispatch on
`answer_field`, `list_type` and `control`, so a new kind that is answered like another one needs no code there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sourcebook.questions.items import Blocks, Item, Secret
from sourcebook.questions.prompt_blocks import plain

AnswerField = Literal["choices", "entries", "pairs", "gaps", "number", "accepted", "categories", "hots", "rubric"]
ListType = Literal["", "bullets", "numbers", "definitions"]
Control = Literal["", "radio", "checkbox", "select", "number", "text", "textarea"]
RightAndWrong = tuple[list[str], list[str]]
"""The right answers to one thing that is asked, in words, and the wrong ones that are offered beside them."""
PUBLIC_FIELDS = frozenset(
    "id kind title prompt points minutes level group teaches use tools needs rubric words hints stimuli variant page "
    "line".split()
)
"""The fields of an item that every edition may show. Any other field is secret: `without_secrets` clears it."""


def number(value: float) -> str:
    """Format a number without an empty fraction."""
    return f"{value:g}"


@dataclass(frozen=True, kw_only=True)
class KindSpec:
    """All that is particular to one kind of question."""

    names: Mapping[str, str]
    """Its name by language (`en`, `fr`), as a page or a paper prints it."""
    answer_field: AnswerField
    """The field of an item without which it cannot be set. Pages and papers ask the question by it."""
    written_as: str
    """How an author writes that field, as messages and the manual say it."""
    list_type: ListType = ""
    """The Markdown list that holds the answers: the last one of its type in the exercise."""
    key_fields: frozenset[str]
    """The fields that hold the key: no public edition of a graded item has them."""
    legend: str
    """What the form asks the reader to do."""
    control: Control = ""
    """The form control of each answer; empty if the script or the prompt provides one."""
    control_label: str = ""
    """The label of a control that takes the whole answer."""
    script: str = ""
    """The kind whose handler in the page's script serves this one; empty if this kind has its own handler."""
    auto: bool = True
    """Whether a machine can score it."""
    prompt_holds_key: bool = False
    """Whether the words of the key may stand in the question."""
    faults: Callable[[Item], Iterable[str]] = lambda _: ()
    """The faults of its answers: a sentence each, with its remedy."""
    key_lines: Callable[[Item], Iterable[str]] = lambda _: ()
    """The right answer in words, a line each."""
    key_data: Callable[[Item], dict[str, Any]] = lambda _: {}
    """The key as the page's script reads it."""
    right_and_wrong: Callable[[Item], Iterable[RightAndWrong]] = lambda _: ()
    """The answers in words, for each thing that is asked: `key-in-prompt` looks for them in the question."""
    sides: Callable[[Item], Iterable[tuple[str, str]]] = lambda _: ()
    """The id of each entry to match or to sort, with the words of its other side."""


# -- choices -----------------------------------------------------------------------------------------------------------


def _right(item: Item) -> int:
    return sum(choice.correct for choice in item.choices)


def _choice_faults(item: Item, fault: str) -> Iterator[str]:
    """Yield the faults of choices; `fault` is that of the number of right ones, empty if there is none."""
    if len(item.choices) < 2:
        yield "it offers no choice; write at least two answers."
    elif fault:
        yield fault
    yield from _duplicates((choice.id, choice.content) for choice in item.choices)


def _single_choice_faults(item: Item) -> Iterator[str]:
    right = _right(item)
    wrong_count = f"{right} of its choices are right; mark exactly one with [x]."
    return _choice_faults(item, "" if right == 1 else wrong_count)


def _multiple_choice_faults(item: Item) -> Iterator[str]:
    mixed = 0 < _right(item) < len(item.choices)
    return _choice_faults(item, "" if mixed else "all or none of its choices are right; mark some with [x].")


def _choice_words(item: Item) -> list[RightAndWrong]:
    answers = [(choice.correct, plain(choice.content)) for choice in item.choices]
    return [([words for right, words in answers if right], [words for right, words in answers if not right])]


def _duplicates(entries: Iterable[tuple[str, Blocks]]) -> Iterator[str]:
    """Report entries of the same words: nobody could tell them apart."""
    seen: list[Blocks] = []
    for ident, content in entries:
        if content in seen:
            yield f"the entry {ident} is there twice; make the two differ."
        seen.append(content)


# -- entries to order, to match, to sort -------------------------------------------------------------------------------


def _ordering_faults(item: Item) -> Iterator[str]:
    if len(item.entries) < 2:
        yield "there is nothing to order; write at least two entries."
    yield from _duplicates((entry.id, entry.content) for entry in item.entries)


def _matching_faults(item: Item) -> Iterator[str]:
    if len(item.pairs) < 2:
        yield "there is nothing to match; write at least two pairs."
    yield from _duplicates((pair.left.id, pair.left.content) for pair in item.pairs)
    matched = {pair.right.id for pair in item.pairs}
    if any(entry.id in matched for entry in item.extra):
        yield "an entry under (none) matches a left side as well; take one of the two away."


def _matching_sides(item: Item) -> list[tuple[str, str]]:
    lefts = [(pair.left.id, plain(pair.right.content)) for pair in item.pairs]
    return [*lefts, *((pair.right.id, plain(pair.left.content)) for pair in item.pairs)]


def _categorise_faults(item: Item) -> Iterator[str]:
    members = [member for category in item.categories for member in category.members]
    if len(item.categories) < 2:
        yield "it has one category, so there is nothing to sort; write at least two."
    if not members:
        yield "its categories have no members; write them as a list under each."
    yield from _duplicates((member.id, member.content) for member in members)


def _categorise_lines(item: Item) -> list[str]:
    members = {c.label: "; ".join(plain(m.content).rstrip(".") for m in c.members) for c in item.categories}
    return [f"{label}: {words}" for label, words in members.items()]


# -- gaps and stretches in the text ------------------------------------------------------------------------------------


def _gap_faults(item: Item) -> Iterator[str]:
    for gap in item.gaps:
        if not gap.accepted:
            yield f"the gap {gap.id} has no answer; write one, and in a drop-down mark the right one with `*`."
        elif gap.options and (len(gap.options) < 2 or len(set(gap.options)) < len(gap.options)):
            yield f"the drop-down {gap.id} needs two or more different answers."


def _hot_faults(item: Item) -> Iterator[str]:
    right = sum(hot.correct for hot in item.hots)
    if not 0 < right < len(item.hots):
        yield f"{right} of its {len(item.hots)} stretches are right; mark some with `*`, not all."


# -- answers to write --------------------------------------------------------------------------------------------------


def _number_faults(item: Item) -> Iterator[str]:
    if item.number and item.number.tolerance < 0:
        yield f"its tolerance is {item.number.tolerance:g}; write 0 or more."


def _number_lines(item: Item) -> list[str]:
    if item.number is None:
        return []
    around = f", give or take {number(item.number.tolerance)}" if item.number.tolerance else ""
    return [f"{number(item.number.value)} {item.number.unit}".strip() + around]


# -- the kinds ---------------------------------------------------------------------------------------------------------

_SINGLE_CHOICE = KindSpec(
    names={"en": "Single choice", "fr": "Choix unique"},
    answer_field="choices",
    written_as="choices: a list with [x] and [ ]",
    list_type="bullets",
    key_fields=frozenset({"choices"}),
    legend="Choose one",
    control="radio",
    faults=_single_choice_faults,
    key_lines=lambda item: [f"{choice.id}. {plain(choice.content)}" for choice in item.choices if choice.correct],
    key_data=lambda item: {"right": [choice.id for choice in item.choices if choice.correct]},
    right_and_wrong=_choice_words,
)
KINDS: Mapping[str, KindSpec] = {
    "single-choice": _SINGLE_CHOICE,
    "multiple-choice": replace(
        _SINGLE_CHOICE,
        names={"en": "Multiple choice", "fr": "Choix multiple"},
        legend="Choose all that are right",
        control="checkbox",
        faults=_multiple_choice_faults,
    ),
    "ordering": KindSpec(
        names={"en": "Ordering", "fr": "Mise en ordre"},
        answer_field="entries",
        written_as="a numbered list in the right order",
        list_type="numbers",
        key_fields=frozenset({"entries"}),
        legend="Put in order",
        faults=_ordering_faults,
        key_lines=lambda item: [f"{i}. {plain(entry.content)}" for i, entry in enumerate(item.entries, 1)],
        key_data=lambda item: {"order": [entry.id for entry in item.entries]},
    ),
    "matching": KindSpec(
        names={"en": "Matching", "fr": "Appariement"},
        answer_field="pairs",
        written_as="a definition list: left side, then `: ` right side",
        list_type="definitions",
        key_fields=frozenset({"pairs", "extra"}),
        legend="Match",
        control="select",
        faults=_matching_faults,
        key_lines=lambda item: [f"{plain(pair.left.content)} → {plain(pair.right.content)}" for pair in item.pairs],
        key_data=lambda item: {"pairs": {pair.left.id: pair.right.id for pair in item.pairs}},
        sides=_matching_sides,
    ),
    "cloze": KindSpec(
        names={"en": "Cloze", "fr": "Texte à trous"},
        answer_field="gaps",
        written_as="a gap: the role sb:gap",
        key_fields=frozenset({"gaps"}),
        legend="Fill the gaps above",
        prompt_holds_key=True,
        faults=_gap_faults,
        key_lines=lambda item: [f"Gap {i}: {' or '.join(gap.accepted)}" for i, gap in enumerate(item.gaps, 1)],
        key_data=lambda item: {"gaps": {gap.id: gap.accepted for gap in item.gaps}},
        right_and_wrong=lambda item: [
            (gap.accepted, [option for option in gap.options if option not in gap.accepted]) for gap in item.gaps
        ],
    ),
    "numeric": KindSpec(
        names={"en": "Numeric", "fr": "Réponse numérique"},
        answer_field="number",
        written_as="the option `answer` with a number",
        key_fields=frozenset({"number"}),
        legend="Your answer",
        control="number",
        control_label="Number",
        faults=_number_faults,
        key_lines=_number_lines,
        key_data=lambda item: {"value": item.number.value, "tolerance": item.number.tolerance} if item.number else {},
    ),
    "short-answer": KindSpec(
        names={"en": "Short answer", "fr": "Réponse courte"},
        answer_field="accepted",
        written_as="the option `answer`",
        key_fields=frozenset({"accepted"}),
        legend="Your answer",
        control="text",
        control_label="In a few words",
        key_lines=lambda item: [" or ".join(item.accepted)] if item.accepted else [],
        key_data=lambda item: {"accepted": item.accepted},
        right_and_wrong=lambda item: [(item.accepted, [])] if item.accepted else [],
    ),
    "categorise": KindSpec(
        names={"en": "Categorise", "fr": "Classement"},
        answer_field="categories",
        written_as="a definition list: category, then its members as a list",
        list_type="definitions",
        key_fields=frozenset({"categories"}),
        legend="Sort",
        control="select",
        faults=_categorise_faults,
        key_lines=_categorise_lines,
        key_data=lambda item: {
            "pairs": {member.id: category.id for category in item.categories for member in category.members}
        },
        sides=lambda item: [(member.id, category.label) for category in item.categories for member in category.members],
    ),
    "find-the-quote": KindSpec(
        names={"en": "Find the quote", "fr": "Repérage dans le texte"},
        answer_field="hots",
        written_as="stretches to mark: the role sb:hot",
        key_fields=frozenset({"hots"}),
        legend="Mark the words above",
        faults=_hot_faults,
        key_lines=lambda item: [hot.text for hot in item.hots if hot.correct],
        key_data=lambda item: {"right": [hot.id for hot in item.hots if hot.correct]},
    ),
    "essay": KindSpec(
        names={"en": "Essay", "fr": "Rédaction"},
        answer_field="rubric",
        written_as="a rubric: the directive sb:rubric",
        key_fields=frozenset(),
        legend="Your answer",
        control="textarea",
        control_label="Your text",
        auto=False,
    ),
}


def kind_phrases(language: str) -> dict[str, str]:
    """Return the names of the kinds in a language as phrases of papers (`kind-essay`), if the specs have them."""
    return {f"kind-{kind}": spec.names[language] for kind, spec in KINDS.items() if language in spec.names}


# -- secrets -----------------------------------------------------------------------------------------------------------


def without_secrets(item: Item) -> Item:
    """Return the item for the public book: a practice item without the markers' part, a graded one without its key.

    The fields to keep are named (`PUBLIC_FIELDS`, and the key of a practice item); every other field gets its default.
    """
    practice = item.use == "practice"
    kept = PUBLIC_FIELDS | (KINDS[item.kind].key_fields if practice else frozenset())
    secret = Secret(solution=item.secret.solution) if practice else Secret()
    return Item(**{name: getattr(item, name) for name in item.__struct_fields__ if name in kept}, secret=secret)


# -- fit to be set -----------------------------------------------------------------------------------------------------


def item_faults(item: Item) -> Iterator[str]:
    """Yield why an item cannot be set: one sentence each, with its remedy."""
    spec = KINDS[item.kind]
    answerable = bool(getattr(item, spec.answer_field))
    if not answerable:
        yield f"a question of the kind {item.kind} needs {spec.written_as}."
    if not item.prompt:
        yield "it asks nothing: write the question."
    if answerable:
        yield from spec.faults(item)
    if item.words and not 0 < item.words[0] <= item.words[1]:
        yield f"its length runs from {item.words[0]} to {item.words[1]} words; write the lower number first: 300-400."
    yield from _rubric_faults(item)


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
            yield f"the criterion {name!r} is there {count} times; give each its own name."
    total = sum(max((r.points for r in c.ratings), default=0) for c in item.rubric)
    if item.rubric and total != item.points:
        yield f"its rubric adds up to {total:g} points, the question to {item.points:g}; make them agree."
