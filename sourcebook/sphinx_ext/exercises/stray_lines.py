"""Find lines of an exercise that its author meant as answers and that Markdown reads as something else.

Markdown accepts a pair on one line, or text that cuts a list in two, without a warning: answers would be lost, and the
points stay the same. Here: finding such lines beside and inside the list of answers, each with its remedy. Not here:
reading the list itself (`parse.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docutils import nodes

from sourcebook.questions.kinds import KindSpec

_PAIR = re.compile(r"\s*(?P<left>\S(?:.*?\S)?)\s+:\s+(?P<right>\S.*)")
"""A term and its definition on one line."""
_BROKEN = re.compile(r"\s*:\s+\S")
"""A definition without a term."""
_MARK = re.compile(r"\s*(?:[-*+]\s+)?\[[ xX]\](?:\s|$)")


def strays(spec: KindSpec, content: Sequence[nodes.Node], answers: nodes.Element | None) -> Iterator[str]:
    """Yield the faults of stray lines; `content` is the whole exercise, `answers` the list that is read."""
    at = next((i for i, node in enumerate(content) if node is answers), len(content))
    for i, node in enumerate(content):
        if isinstance(node, nodes.paragraph):
            # The first paragraph is the question, whatever it looks like.
            yield from _lines(spec, _rows(node), first=i == 0, after=i > at)
        elif node is not answers and isinstance(node, nodes.Element):
            yield from _second_list(spec, node, answers)
    if answers is not None:
        yield from _inside(spec, answers)


def _rows(node: nodes.Element) -> list[str]:
    return [row for row in node.astext().splitlines() if row.strip()]


def _lines(spec: KindSpec, rows: Sequence[str], *, first: bool, after: bool) -> Iterator[str]:
    """Yield the lines of a paragraph that look like answers."""
    for row in rows:
        if spec.answer_field == "choices" and _MARK.match(row):
            yield f"“{_cut(row)}” is no choice, because it is not an item of the list; begin the line with `- `."
        elif spec.list_type == "definitions" and _BROKEN.match(row):
            yield f"“{_cut(row)}” follows no term; write the term on one line of its own, with an empty line before it."
        elif spec.list_type == "definitions" and _PAIR.fullmatch(row) and (after or not first or len(rows) > 1):
            yield _on_one_line(row)


def _on_one_line(row: str) -> str:
    return (
        f"“{_cut(row)}” is on one line, so it is no answer; write what is before the colon on a line of its "
        "own, and `: ` with the rest on the next."
    )


def _second_list(spec: KindSpec, node: nodes.Element, answers: nodes.Element | None) -> Iterator[str]:
    """Report another list of answers, which would be shown with the question: text cut the list in two."""
    definitions = spec.list_type == "definitions" and isinstance(node, nodes.definition_list) and answers is not None
    choices = (
        spec.answer_field == "choices" and isinstance(node, nodes.bullet_list) and any(map(_MARK.match, _items(node)))
    )
    if definitions or choices or (spec.answer_field == "entries" and _goes_on(node, answers)):
        yield (
            f"text or a directive is between the answers and cuts their list in two; of “{_cut(node.astext())}” on "
            "they are not read. Put it before the list."
        )


def _goes_on(node: nodes.Element, answers: nodes.Element | None) -> bool:
    """True if the list of answers continues the numbers of this list."""
    if not isinstance(node, nodes.enumerated_list) or answers is None:
        return False
    return bool(answers.get("start", 1) == node.get("start", 1) + len(node.children))


def _items(node: nodes.Element) -> list[str]:
    return [child.astext() for child in node.children]


def _inside(spec: KindSpec, answers: nodes.Element) -> Iterator[str]:
    """Yield lines inside the list that became part of the answer before them."""
    if spec.list_type != "definitions":
        return
    for definition in answers.findall(nodes.definition):
        for paragraph in (child for child in definition.children if isinstance(child, nodes.paragraph)):
            yield from (_on_one_line(row) for row in _rows(paragraph)[1:] if _PAIR.fullmatch(row))
        if spec.answer_field == "categories":
            loose = [child for child in definition.children if not isinstance(child, nodes.bullet_list | nodes.comment)]
            for child in loose:
                yield f"“{_cut(child.astext())}” is no member of a category; write it as an item of the list: `- …`."


def strays_of_rubric(content: Sequence[nodes.Node]) -> Iterator[str]:
    """Yield the content of a rubric that is not a criterion."""
    lists = [node for node in content if isinstance(node, nodes.definition_list)]
    for node in content:
        silent = isinstance(node, nodes.comment | nodes.target | nodes.system_message)
        if not silent and node not in lists[:1]:
            yield (
                f"“{_cut(node.astext())}” is no criterion of the rubric; write the criterion on a line of its own, its "
                "levels below it, each behind `: `, and nothing between."
            )


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else f"{words[:39]}…"
