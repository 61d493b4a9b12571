"""What is right and what is wrong, read from a question's own record and not from a file that is tried.

Here: an answer of each kind in QTI 3's names, which its player is given, and what belongs together in words, by which
the labels of the other formats are found. Not here: giving the answers (`browser/test_qti3_player.py`,
`commands/test_own_packs.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sourcebook.model import document_tree
from sourcebook.questions.items import Gap, Item, Statement

Answers = dict[str, Any]
NOTHING_LIKE_IT = "no such answer"


def said(content: Sequence[Any]) -> str:
    """The words of blocks."""
    return document_tree.plain_text(list(content))


def belongs(item: Item) -> list[tuple[Statement, str]]:
    """For each entry to match or to sort, the words on the other side."""
    if item.kind == "matching":
        return [(pair.left, said(pair.right.content)) for pair in item.pairs]
    return [(member, category.label) for category in item.categories for member in category.members]


def others(item: Item) -> list[str]:
    """Every right-hand side, each once."""
    extra = [said(entry.content) for entry in item.extra]
    heads = [category.label for category in item.categories]
    return list(dict.fromkeys([*(words for _, words in belongs(item)), *extra, *heads]))


def outside(item: Item) -> float:
    """A number just outside what is right."""
    assert item.number is not None
    return item.number.value + item.number.tolerance + 0.5


def right_words(item: Item) -> list[set[str]]:
    """The words of the right answers, for each question that a format without kinds of its own makes of an item."""
    if item.choices:
        return [{said(choice.content) for choice in item.choices if choice.correct}]
    if item.hots:
        return [{f"[{n}] {hot.text}" for n, hot in enumerate(item.hots, 1) if hot.correct}]
    if item.entries:
        return [{f"{said(each.content)} → {n}" for n, each in enumerate(item.entries, 1)}]
    if item.pairs or item.categories:
        pairs = belongs(item)
        whole = len({right for _, right in pairs}) == len(pairs) and not item.extra and not item.categories
        each = [{f"{said(left.content)} → {right}"} for left, right in pairs]
        return [set.union(*each)] if whole else [{right} for _, right in pairs]
    if item.gaps:
        return [set(gap.accepted) for gap in item.gaps]
    return [set(item.accepted)] if item.accepted else []


# -- in QTI 3's names --------------------------------------------------------------------------------------------------


def qti3(item: Item) -> tuple[Answers, Answers]:
    """The key, and an answer without a right part."""
    if item.kind == "cloze":
        return _gaps(item, True), _gaps(item, False)
    right, wrong = _RESPONSES[item.kind](item)
    return {"RESPONSE": right}, {"RESPONSE": wrong}


def _gaps(item: Item, right: bool) -> Answers:
    return {f"RESPONSE-{gap.id}": _in_gap(gap, right) for gap in item.gaps}


def _in_gap(gap: Gap, right: bool) -> str:
    if not gap.options:
        return gap.accepted[0] if right else NOTHING_LIKE_IT
    place = next(n for n, option in enumerate(gap.options, 1) if (option in gap.accepted) is right)
    return f"option-{place}"


def _one(item: Item) -> tuple[Any, Any]:
    right, wrong = _several(item)
    return right[0], wrong[0]


def _several(item: Item) -> tuple[Any, Any]:
    told = item.choices or item.hots
    return [f"i-{each.id}" for each in told if each.correct], [f"i-{each.id}" for each in told if not each.correct]


def _order(item: Item) -> tuple[Any, Any]:
    key = [f"i-{entry.id}" for entry in item.entries]
    return key, key[::-1]


def _pairs(item: Item) -> tuple[Any, Any]:
    """Where two right-hand sides are of the same words, the first stands for both."""
    if item.kind == "matching":
        entries = [*(pair.right for pair in item.pairs), *item.extra]
        names = {said(entry.content): f"r-{entry.id}" for entry in reversed(entries)}
    else:
        names = {category.label: f"r-{category.id}" for category in reversed(item.categories)}
    found = [(f"i-{left.id}", names[words]) for left, words in belongs(item)]
    key = [f"{left} {right}" for left, right in found]
    return key, [f"{left} {min(set(names.values()) - {right})}" for left, right in found]


def _number(item: Item) -> tuple[Any, Any]:
    assert item.number is not None
    return item.number.value, outside(item)


def _words(item: Item) -> tuple[Any, Any]:
    return item.accepted[0], NOTHING_LIKE_IT


_RESPONSES: Mapping[str, Callable[[Item], tuple[Any, Any]]] = {
    "single-choice": _one,
    "multiple-choice": _several,
    "find-the-quote": _several,
    "ordering": _order,
    "matching": _pairs,
    "categorise": _pairs,
    "numeric": _number,
    "short-answer": _words,
}
