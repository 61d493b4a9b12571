"""What each question should accept and refuse, worked out from its record alone.

Here: for each kind the answers in words, each with the share of the points that it should earn. Not here: reading a
file (`platform_reader.py`). Categories are answered like pairs, stretches like choices.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.question_bank import rights
from sourcebook.exports.lms.safe_html import line
from sourcebook.exports.paper.phrases import PHRASES
from sourcebook.questions.items import AnswerOption, Gap, Item
from sourcebook.questions.prompt_blocks import paragraph
from tests.platforms.platform_reader import Answer, squeezed

Case = tuple[str, Answer, float]
"""The name of a case, what is answered, and what share of the points it should earn."""
NOTHING = "zzz"


def cases(item: Item) -> Iterator[Case]:
    """Every case of a question that a machine marks: the key in each of its forms, wrong answers, and none."""
    yield "blank", None, 0
    item = answered(item)
    match item.kind:
        case "single-choice" | "multiple-choice":
            yield from _choices(item)
        case "matching":
            yield from _pairs(item)
        case "ordering":
            order = [line(entry.content) for entry in item.entries]
            yield "key", order, 1
            yield "each one place on", [*order[1:], order[0]], 0
        case "cloze":
            yield from _gaps(item)
        case "numeric":
            yield from _numbers(item)
        case "short-answer":
            yield from _words(item)


def answered(item: Item) -> Item:
    """The question as one of a kind that is answered like it."""
    if item.kind == "categorise":
        return fallbacks.categorise_to_matching(item, PHRASES)[0][0]
    if item.kind == "find-the-quote":
        stretches = [AnswerOption(id=hot.id, content=[paragraph(hot.text)], correct=hot.correct) for hot in item.hots]
        return replace(item, kind="multiple-choice", choices=stretches)
    return item


def offered(item: Item) -> list[str]:
    """The words that a student sees to choose from."""
    item = answered(item)
    if item.kind == "matching":
        return [line(entry.content) for entry in rights(item)]
    return [*(line(each.content) for each in item.choices), *(line(each.content) for each in item.entries)]


def _choices(item: Item) -> Iterator[Case]:
    right = [line(choice.content) for choice in item.choices if choice.correct]
    wrong = [line(choice.content) for choice in item.choices if not choice.correct]
    yield "key", right, 1
    if item.kind == "single-choice":
        yield from (("wrong", [words], 0) for words in wrong)
    else:
        yield "wrong", wrong, 0
        yield "all", [*right, *wrong], 0


def _pairs(item: Item) -> Iterator[Case]:
    key = {line(pair.left.content): line(pair.right.content) for pair in item.pairs}
    others = offered(item)
    yield "key", key, 1
    turned = {left: next(words for words in others if words != right) for left, right in key.items()}
    yield "wrong", turned, 0


def _gaps(item: Item) -> Iterator[Case]:
    accepted = [[form for form in gap.accepted if form in gap.options or not gap.options] for gap in item.gaps]
    for place in range(max(map(len, accepted))):
        yield "key", [forms[min(place, len(forms) - 1)] for forms in accepted], 1
    yield "wrong", [_wrong(gap) for gap in item.gaps], 0


def _wrong(gap: Gap) -> str:
    return next((option for option in gap.options if option not in gap.accepted), NOTHING)


def _numbers(item: Item) -> Iterator[Case]:
    assert item.number is not None
    value, tolerance = Decimal(str(item.number.value)), Decimal(str(item.number.tolerance))
    beyond = tolerance / 100 if tolerance else max(Decimal(1), abs(value)) / 100
    for given in (value, value - tolerance, value + tolerance):
        yield "key", f"{given:f}", 1
    for given in (value - tolerance - beyond, value + tolerance + beyond):
        yield "wrong", f"{given:f}", 0
    yield "wrong", NOTHING, 0


def _words(item: Item) -> Iterator[Case]:
    for form in item.accepted:
        yield "key", form, 1
        yield "key", f" {form} ", 1
        if squeezed(form.upper().lower()) == squeezed(form.lower()):
            yield "key", form.upper(), 1
    yield "wrong", NOTHING, 0
    yield "wrong", f"{item.accepted[0]} and more", 0
