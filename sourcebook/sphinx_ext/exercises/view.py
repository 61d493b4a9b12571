"""Build the nodes of an exercise from its item: title, facts, question, form, hints, answer.

The key is put into the page only if `reveal` allows it. Not here: the HTML of the nodes (`question_nodes.py`), their
behaviour in a browser (`static/`), and reading the author's text (`parse.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docutils import nodes

from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import TOOLS, Item, RubricLevel, Statement
from sourcebook.questions.kinds import KINDS, AnswerField, number
from sourcebook.questions.seeded_order import shuffled
from sourcebook.sphinx_ext.domain import anchor_id
from sourcebook.sphinx_ext.exercises.parse import LETTERS, Nodes, Parts
from sourcebook.sphinx_ext.exercises.question_nodes import (
    LINE,
    sb_again,
    sb_answer,
    sb_choice,
    sb_choices,
    sb_disclosure,
    sb_disclosure_title,
    sb_exercise,
    sb_exercise_title,
    sb_field,
    sb_label,
    sb_scroll,
)
from sourcebook.sphinx_ext.wording import times

JUDGED = "How it is judged"
SHORT = 60
"""The most characters of a right side that is shown in the menus alone."""
SINGLE_FIELDS = ("number", "text", "textarea")
"""The form controls that stand alone: one field holds the whole answer."""


@dataclass(frozen=True)
class View:
    """What the page may show: the key (`reveal`), the instructor's part, and the level of the heading.

    `tools` is the rule for AI tools in words, if assignments decide it.
    """

    reveal: bool
    instructor: bool
    level: int = 3
    tools: str = ""


def exercise(item: Item, parts: Parts, view: View) -> sb_exercise:
    """Make the node of a whole exercise."""
    ident = anchor_id("exercise", item.id)
    node = sb_exercise(ids=[ident], classes=["sb-exercise", f"sb-{item.kind}"])
    node["data"] = json.dumps(_data(item, view.reveal), ensure_ascii=False, sort_keys=True)
    title = sb_exercise_title("", item.title, ids=[f"{ident}-title"], classes=["sb-exercise-title"])
    title["level"] = view.level
    node += title
    node += nodes.paragraph("", _facts(item, view.tools or TOOLS[item.tools]), classes=["sb-facts"])
    node += nodes.container("", *parts.prompt, classes=["sb-prompt"])
    node += _answer(item, parts, view.reveal)
    if item.rubric:
        node += rubric_table(item)
    for index, hint in enumerate(parts.hints, 1):
        label = "Hint" if len(parts.hints) == 1 else f"Hint {index}"
        node += _disclosure(label, hint, "sb-hint")
    if view.reveal:
        node += _disclosure("Answer", _key(item, parts), "sb-answer-key")
    if view.instructor:
        node += _for_instructor(parts)
    return node


def _facts(item: Item, tools: str) -> str:
    facts = [
        KINDS[item.kind].names["en"],
        "1 point" if item.points == 1 else f"{number(item.points)} points",
        f"about {times(item.minutes, 'minute')}",
        f"level: {item.level}",
    ]
    if item.words:
        facts.append(f"{item.words[0]} to {item.words[1]} words")
    if item.use == "graded":
        facts.append("graded: your instructor has the key")
    line = " · ".join(facts)
    taught = f". Teaches: {item.teaches.rstrip('.')}" if item.teaches else ""
    return f"{line}{taught}. {tools}"


# -- the form ----------------------------------------------------------------------------------------------------------


def _answer(item: Item, parts: Parts, reveal: bool) -> sb_answer:
    spec = KINDS[item.kind]
    node = sb_answer(classes=["sb-answer"])
    node["legend"] = spec.legend
    if spec.control in SINGLE_FIELDS:
        node += _field(item)
    elif spec.answer_field in _FORMS and getattr(item, spec.answer_field):
        node += _FORMS[spec.answer_field](item, parts, reveal)
    return node


def unique(entries: Iterable[Statement]) -> list[Statement]:
    """Return entries, each once: several left sides may share a right side."""
    return list({entry.id: entry for entry in entries}.values())


def _choices(item: Item, parts: Parts, _: bool) -> Nodes:
    control = KINDS[item.kind].control
    choices = sb_choices(classes=["sb-choices"], enumtype="loweralpha", prefix="", suffix=".")
    for choice in item.choices:
        label, rest = _label(parts.content[choice.id], f"{item.id}-{choice.id}", control)
        label["name"], label["value"] = item.id, choice.id
        entry = sb_choice("", label, *rest)
        entry["value"] = choice.id
        choices += entry
    return [choices]


def _label(content: Sequence[nodes.Node], ident: str, field: str = "") -> tuple[sb_label, Nodes]:
    """Return the first paragraph of an entry as a label, and the nodes after it."""
    first, *rest = content or [nodes.paragraph()]
    inner = [child.deepcopy() for child in first.children] if isinstance(first, nodes.paragraph) else []
    label = sb_label("", "", *inner, classes=["sb-label"])
    label["field"], label["for"] = field, ident
    others = rest if isinstance(first, nodes.paragraph) else [first, *rest]
    return label, [node.deepcopy() for node in others]


def _entries(item: Item, parts: Parts, reveal: bool) -> Nodes:
    entries = sb_choices(classes=["sb-order"], enumtype="loweralpha", prefix="", suffix=".")
    for entry in shuffled(item.entries, item.id, lambda e: e.id, never_as_written=reveal):
        label, rest = _label(parts.content[entry.id], "")
        node = sb_choice("", label, *rest)
        node["value"] = entry.id
        entries += node
    return [entries]


def _pairs(item: Item, parts: Parts, _: bool) -> Nodes:
    rights = [*(pair.right for pair in item.pairs), *item.extra]
    return _menus(item, parts, [pair.left for pair in item.pairs], unique(rights))


def _menus(item: Item, parts: Parts, lefts: Sequence[Statement], rights: Sequence[Statement]) -> Nodes:
    """Make a menu for each left side. Long right sides are listed with letters, and the menus name the letters."""
    drawn = shuffled(rights, item.id, lambda e: e.id, never_as_written=False)
    words = {entry.id: prompt_blocks.plain(entry.content) for entry in drawn}
    long = any(len(text) > SHORT for text in words.values())
    options = [(e.id, _option(i, words[e.id]) if long else words[e.id]) for i, e in enumerate(drawn)]
    options_list = sb_choices(
        classes=["sb-options" if long else "sb-options-paper"], enumtype="upperalpha", prefix="", suffix="."
    )
    for entry in drawn:
        label, rest = _label(parts.content[entry.id], "")
        option = sb_choice("", label, *rest)
        option["value"] = entry.id
        options_list += option
    return [options_list, _rows(item, parts, lefts, options)]


def _option(index: int, words: str) -> str:
    """Return the text of a menu entry that names an entry of the list above."""
    short = words if len(words) <= SHORT else f"{words[:SHORT].rstrip()}…"
    return f"{LETTERS[index % len(LETTERS)].upper()}. {short}"


def _rows(item: Item, parts: Parts, lefts: Sequence[Statement], options: list[tuple[str, str]]) -> nodes.Element:
    rows = nodes.bullet_list(classes=["sb-rows"], bullet="-")
    for left in lefts:
        ident = f"{item.id}-{left.id}"
        label, rest = _label(parts.content[left.id], ident, "select")
        rows += nodes.list_item("", label, *rest, _input("select", ident, left.id, options=options))
    return rows


def _sorting(item: Item, parts: Parts, _: bool) -> Nodes:
    """Make a menu of the categories for each member."""
    members = [member for category in item.categories for member in category.members]
    options = [(category.id, category.label) for category in item.categories]
    drawn = shuffled(members, item.id, lambda e: e.id, never_as_written=False)
    labels = "; ".join(category.label for category in item.categories)
    legend = nodes.paragraph("", f"Categories: {labels}.", classes=["sb-categories"])
    return [legend, _rows(item, parts, drawn, options)]


_FORMS: Mapping[AnswerField, Callable[[Item, Parts, bool], Nodes]] = {
    "choices": _choices,
    "entries": _entries,
    "pairs": _pairs,
    "categories": _sorting,
}
"""The form below a question, by the field of its answers. Gaps and stretches to mark stand in the question itself."""


def _input(field: str, ident: str, name: str, **more: Any) -> sb_field:
    """Make a field to fill in; on paper, a line."""
    unit, label = more.get("unit", ""), more.get("label", "")
    on_paper = f"{label}: {LINE} {unit}".strip() if label else LINE
    node = sb_field("", on_paper, classes=["sb-field"])
    node["field"], node["field-id"], node["name"] = field, ident, name
    node["options"], node["unit"], node["label"] = more.get("options", []), unit, label
    return node


def _field(item: Item) -> sb_field:
    spec = KINDS[item.kind]
    unit = item.number.unit if item.number else ""
    return _input(spec.control, f"{item.id}-answer", "answer", label=spec.control_label, unit=unit)


# -- rubric ------------------------------------------------------------------------------------------------------------


def rubric_table(item: Item) -> nodes.Element:
    """Make the table of the criteria with their levels, as students see it."""
    columns = max(len(criterion.ratings) for criterion in item.rubric)
    group = nodes.tgroup("", cols=columns + 1)
    # Plain text takes the width for a number of characters.
    group += [nodes.colspec(colwidth=24, stub=1 if i == 0 else 0) for i in range(columns + 1)]
    head = ["Criterion", *(rating.name for rating in item.rubric[0].ratings)]
    group += nodes.thead("", nodes.row("", *(_cell(words) for words in head)))
    body = nodes.tbody()
    for criterion in item.rubric:
        first = f"{criterion.name}: {criterion.description}" if criterion.description else criterion.name
        levels = [_level(rating, head[i]) for i, rating in enumerate(criterion.ratings, 1) if i < len(head)]
        body += nodes.row("", *(_cell(words) for words in [first, *levels]))
    group += body
    scroll = sb_scroll("", nodes.table("", nodes.title("", JUDGED), group, classes=["sb-rubric"]))
    scroll["label"] = f"{JUDGED}: {item.title}"  # a page may hold several: each landmark has a name of its own
    return scroll


def _level(rating: RubricLevel, heading: str) -> str:
    """Return the points and the description of a level, with its name if it differs from the heading."""
    name = "" if rating.name == heading else f" {rating.name}"
    return f"{number(rating.points)}{name}: {rating.description}"


def _cell(words: str) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", words))


# -- the answer --------------------------------------------------------------------------------------------------------


def _disclosure(title: str, content: Iterable[nodes.Node], *names: str) -> sb_disclosure:
    return sb_disclosure("", sb_disclosure_title("", title), *content, classes=["sb-disclosure", *names])


def _key(item: Item, parts: Parts) -> Nodes:
    """Return the answer in words, the feedback on each choice, and the solution."""
    content: Nodes = [nodes.paragraph("", "", sb_again("", line)) for line in KINDS[item.kind].key_lines(item)]
    if parts.feedback:
        rows = nodes.bullet_list(classes=["sb-feedback-list"], bullet="-")
        for choice in item.choices:
            if choice.id in parts.feedback:
                chosen = nodes.paragraph("", f"Chosen {choice.id}:", classes=["sb-chosen"])
                rows += nodes.list_item(
                    "", chosen, *parts.feedback[choice.id], classes=["sb-feedback", f"sb-for-{choice.id}"]
                )
        content.append(rows)
    return [*content, *parts.solution]


def _for_instructor(parts: Parts) -> Nodes:
    """Return the boxes of the instructor's edition."""
    boxes: Nodes = []
    for level, content in parts.anchors:
        boxes.append(_disclosure(f"Anchor answer: {level}", content, "sb-instructor"))
    if parts.marking:
        boxes.append(_disclosure("Marking notes", parts.marking, "sb-instructor"))
    if parts.errors:
        boxes.append(_disclosure("Common errors", parts.errors, "sb-instructor"))
    return boxes


# -- for the script ----------------------------------------------------------------------------------------------------


def _data(item: Item, reveal: bool) -> dict[str, Any]:
    """Return the data for the script, with the key if this edition may hold it."""
    spec = KINDS[item.kind]
    known: dict[str, Any] = {
        "id": item.id,
        "kind": spec.script or item.kind,
        "points": item.points,
        "use": item.use,
        "title": item.title,
    }
    if item.words:
        known["words"] = list(item.words)
    return {**known, "key": spec.key_data(item)} if reveal and spec.auto else known
