"""GIFT: questions as plain text, which Moodle and several other programs read.

Here: one function for each kind, and the escapes. Ordering and categorising become matching, a cloze becomes a question
a gap, marking in a text becomes several choices (`fallbacks.py`). Not here: other formats.

Whatever could mean something to a parser stands behind a backslash. Two things have no escape and are written apart: an
arrow in an answer, which would turn the question into a matching one, and the marks that Moodle itself puts in place of
escaped signs as it reads (`&&061;` for an equals sign), which it would turn into the sign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.moodle import AGAIN, COMMA, fraction, literal
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    explained,
    in_drawn_order,
    name,
    number,
    pictures,
    rights,
    unmatched,
)
from sourcebook.exports.lms.rubric import candidate_notes
from sourcebook.exports.lms.safe_html import TAG, html, legal, line
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.questions.items import Item, Number

FALLBACKS: dict[str, fallbacks.Fallback] = {
    "ordering": fallbacks.ordering_to_matching,
    "categorise": fallbacks.categorise_to_matching,
    "cloze": fallbacks.gaps_to_questions,
    "find-the-quote": fallbacks.marking_to_choices,
}


_FORMAT = re.compile(r"\[(?:html|markdown|moodle|plain)\]")
"""A format name at the start of a text, which a parser would remove."""
_STAND_IN = re.compile(r"&(?=&\d{3};?)")
"""The start of the placeholder that Moodle puts in place of an escaped character."""


def escaped(text: str) -> str:
    """The text on one line, with every special character of GIFT escaped."""
    apart = _STAND_IN.sub("& ", " ".join(legal(text).split()))
    return re.sub(r"([\\~=#{}:])", r"\\\1", apart)


def _html(content: list[Any]) -> str:
    return _as_format(escaped(html(content)), "html")


def _as_format(text: str, name: str) -> str:
    """The text with an explicit format name, where it starts with something that looks like one."""
    return f"[{name}]{text}" if _FORMAT.match(text) else text


def export(bank: Bank) -> Export:
    """`questions.gift`: a category for the assignment, one below it for each variant."""
    about = filter(None, (bank.tools, bank.rights))
    parts = [f"// {' '.join(legal(text).split())}" for text in about]
    losses = pictures(bank.items)
    for variant, items in bank.once():
        path = (" ".join(legal(part).replace("/", "//").split()) for part in bank.category(variant))
        parts.append(f"$CATEGORY: {'/'.join(path)}")
        for item in items:
            asked, item_losses = fallbacks.degrade(item, FALLBACKS, bank.phrases)
            parts += [_question(each, bank.phrases) for each in asked]
            losses += [Loss(item.id, words) for words in [*item_losses, *_lost(item, asked)]]
    return Export(("\n\n".join(parts) + "\n").encode(), tuple(losses))


def _lost(item: Item, asked: list[Item]) -> Iterator[str]:
    if any(each.points != 1 for each in asked):
        yield f"points: GIFT carries none; each question counts 1, set {number(asked[0].points)} by hand."
    if item.hints:
        yield "hints: GIFT has none."
    if any("->" in form for each in asked for form in each.accepted):
        yield "an arrow in an answer is written apart: - >."
    if any(map(_STAND_IN.search, _plain(item, asked))):
        yield "two ampersands before a number, which Moodle takes for a sign of its own, are written apart: & &061;."
    if TAG.search(item.title):
        yield "angle brackets in the title: Moodle takes them for a tag and drops them with what stands between."
    if any(TAG.search(line(entry.content)) for each in asked for entry in rights(each)):
        yield "angle brackets in what is matched: Moodle takes them for a tag and drops them; moodle.xml keeps them."
    if any(each.number and "." in number(each.number.value) for each in asked):
        yield COMMA
    if item.rubric:
        yield "the rubric stands below the question, to read; mark with rubric.csv or key.pdf."


def _plain(item: Item, asked: list[Item]) -> Iterator[str]:
    """The parts of a question that are plain text and not HTML."""
    yield item.title
    for each in asked:
        yield from each.accepted
        yield from (line(pair.right.content) for pair in each.pairs)
        yield from (line(entry.content) for entry in rights(each))


def _question(item: Item, phrases: Phrases) -> str:
    tags = f"// [id:{item.id}] [tag:{item.group}] [tag:{item.level}]"
    notes = candidate_notes(item, phrases) if item.kind == "essay" else fallbacks.unit(item, phrases)
    body = list(WRITERS[item.kind](item))
    if explained(item):
        body.append(f"####{_html(explained(item))}")
    inside = "".join(f"\n\t{text}" for text in body)
    return (
        f"{tags}\n::{escaped(name(item))}::[html]{_html([*item.prompt, *notes])}{{{inside}{chr(10) if body else ''}}}"
    )


def _feedback(content: list[Any]) -> str:
    return f"#{_html(content)}" if content else ""


def _single(item: Item) -> Iterator[str]:
    for choice in in_drawn_order(item):
        yield f"{'=' if choice.correct else '~'}{_html(choice.content)}{_feedback(choice.feedback)}"


def _multiple(item: Item) -> Iterator[str]:
    right = sum(choice.correct for choice in item.choices)
    shares = {True: fraction(right), False: f"-{fraction(len(item.choices) - right)}"}
    for choice in in_drawn_order(item):
        yield f"~%{shares[choice.correct]}%{_html(choice.content)}{_feedback(choice.feedback)}"


def _matching(item: Item) -> Iterator[str]:
    for pair in item.pairs:
        yield f"={_html(pair.left.content)} -> {escaped(line(pair.right.content))}"
    yield from (f"= -> {escaped(words)}" for words in unmatched(item))


def _numeric(item: Item) -> Iterator[str]:
    given = item.number or Number(value=0)
    yield f"#{number(given.value)}:{number(given.tolerance)}"


def _short(item: Item) -> Iterator[str]:
    for form in item.accepted:
        yield f"=%100%{_as_format(escaped(literal(form)).replace('->', '- >'), 'plain')}"


WRITERS: dict[str, Callable[[Item], Iterator[str]]] = {
    "single-choice": _single,
    "multiple-choice": _multiple,
    "matching": _matching,
    "numeric": _numeric,
    "short-answer": _short,
    "essay": lambda _: iter(()),  # empty braces
}


GIFT = LmsFormat(
    file="questions.gift",
    purpose="programs that read GIFT",
    rank=50,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again=AGAIN,
)
