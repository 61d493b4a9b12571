"""Fallbacks: a question of a kind that a format lacks, asked in kinds that it has.

Here: one function for each conversion, with the sentence about it for `losses.md`. Each keeps the points, and its id
where it stays one question. Not here: which format lacks which kind (each format's own file says that).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from babel import Locale
from msgspec.structs import replace

from sourcebook.exports.lms.question_bank import (
    bounds,
    drawn,
    drawn_words,
    number,
    rights,
    unmatched,
    with_points,
)
from sourcebook.exports.lms.safe_html import line, replaced
from sourcebook.exports.paper.phrases import Phrases, colon
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import AnswerOption, Blocks, Gap, Item, Number, Pair, Statement
from sourcebook.questions.seeded_order import shuffled

BLANK = "_____"
MOST_NUMBERS = 25
"""The most whole numbers to list as right answers, where a format compares answers as text."""

Degraded = tuple[list[Item], str]
"""The questions asked instead, and what is lost by it."""


def entry(ident: str, text: str) -> Statement:
    """An entry of plain text."""
    return Statement(id=ident, content=[words.paragraph(text)])


# -- into one question -------------------------------------------------------------------------------------------------


def ordering_to_matching(item: Item, phrases: Phrases) -> Degraded:
    """Each entry is matched to its place: 1, 2, 3 …"""
    places = [entry(f"place-{place}", str(place)) for place in range(1, len(item.entries) + 1)]
    pairs = [Pair(left=left, right=right) for left, right in zip(item.entries, places, strict=True)]
    task = words.paragraph(phrases["match-to-places"])
    matching = replace(item, kind="matching", entries=[], pairs=_mixed(pairs, item), prompt=[*item.prompt, task])
    return [matching], "the entries are matched to the places 1, 2, 3 … instead of being moved into order."


def _mixed(pairs: Sequence[Pair], item: Item) -> list[Pair]:
    """Pairs in an order that does not reveal the key."""
    return shuffled(pairs, item.id, lambda pair: pair.left.id, never_as_written=False)


def categorise_to_matching(item: Item, _: Phrases) -> Degraded:
    """Each member is matched to its category."""
    heads = [entry(category.id, category.label) for category in item.categories]
    pairs = [
        Pair(left=member, right=head)
        for category, head in zip(item.categories, heads, strict=True)
        for member in category.members
    ]
    used = {pair.right.id for pair in pairs}
    extra = [head for head in heads if head.id not in used]
    matching = replace(item, kind="matching", categories=[], pairs=_mixed(pairs, item), extra=extra)
    return [matching], "each member is matched to its category instead of being sorted into it."


def marking_to_choices(item: Item, _: Phrases) -> Degraded:
    """The spans are numbered in the text and chosen from a list."""
    marks = {hot.id: [words.strong(f"[{place}] ")] for place, hot in enumerate(item.hots, 1)}
    prompt = replaced(item.prompt, lambda ident, text: [*marks.get(ident, ()), *text])
    choices = [
        AnswerOption(id=hot.id, content=[words.paragraph(f"[{place}] {hot.text}")], correct=hot.correct)
        for place, hot in enumerate(item.hots, 1)
    ]
    choosing = replace(item, kind="multiple-choice", prompt=prompt, choices=choices)
    loss = "the stretches are numbered in the text and chosen from a list instead of being marked in the text."
    return [choosing], loss


def ordering_to_letters(item: Item, phrases: Phrases) -> Degraded:
    """The entries bear letters, and the letters are written in the right order."""
    entries = drawn(item.entries, item)
    letters = dict(zip((each.id for each in entries), ascii_uppercase, strict=False))
    key = [letters[each.id] for each in item.entries]
    lines = [words.paragraph(f"{letters[each.id]}. {line(each.content)}") for each in entries]
    task = words.paragraph(phrases["write-letters"])
    accepted = [sign.join(key) for sign in ("", " ", ",", ", ", "-")]
    short_answer = replace(
        item, kind="short-answer", entries=[], accepted=accepted, prompt=[*item.prompt, *lines, task]
    )
    return [short_answer], "the entries bear letters, which are written in the right order instead of being moved."


def number_to_words(item: Item, phrases: Phrases) -> Degraded:
    """The number is compared as text: the key, and the whole numbers within its tolerance, as people type them."""
    given = item.number or Number(value=0)
    forms = list(dict.fromkeys([number(given.value), *_whole_numbers(given)]))
    typed = [each for form in forms for each in _typed(form, phrases)]
    accepted = [*typed, *(f"{form} {given.unit}" for form in typed if given.unit)]
    loss = f"the answer is compared as text: {', '.join(forms)} count as right, with a decimal point or comma and with "
    loss += "or without marks between thousands; other ways of writing a right number are marked by hand."
    short_answer = replace(
        item, kind="short-answer", number=None, accepted=accepted, prompt=[*item.prompt, *unit(item, phrases)]
    )
    return [short_answer], loss


def _typed(form: str, phrases: Phrases) -> list[str]:
    """The ways in which people type a number: 1234.5, 1234,5, 1 234,5, and 1,234.5 where the language writes so."""
    whole, _, fraction = form.partition(".")
    marks = ["", " ", Locale(phrases["language"]).number_symbols["latn"]["group"].replace("\u202f", " ")]
    parted = {mark: re.sub(r"(?<=\d)(?=(?:\d{3})+$)", mark, whole) for mark in marks}
    found = [
        f"{digits}{point}{fraction}"
        for point in (".," if fraction else ("",))
        for mark, digits in parted.items()
        if mark != point or not mark
    ]
    return list(dict.fromkeys([form, *found, *(each.replace("-", "−") for each in found)]))


def _whole_numbers(given: Number) -> Iterator[str]:
    least, most = (float(end) for end in bounds(given.value, given.tolerance))
    if given.tolerance and most - least <= MOST_NUMBERS:
        yield from (str(n) for n in range(int(least) - 1, int(most) + 2) if least <= n <= most)


def unit(item: Item, phrases: Phrases) -> Blocks:
    """A line that names the unit of a numeric answer; empty where it has none."""
    given = item.number.unit if item.number else ""
    return [words.paragraph(phrases["answer-in"].format(given))] if given else []


def gaps_to_text(item: Item) -> Degraded:
    """Drop-downs become gaps to write in, with the options beside each."""
    named = {gap.id: gap for gap in item.gaps}

    def place(ident: str, content: list[Any]) -> list[Any]:
        gap = named.get(ident)
        offered = f" ({' / '.join(drawn_words(gap.options, item))})" if gap and gap.options else ""
        return [words.gap(ident), *words.paragraph(offered).content] if gap else content

    gaps = [Gap(id=gap.id, accepted=gap.accepted) for gap in item.gaps]
    cloze = replace(item, gaps=gaps, prompt=replaced(item.prompt, place))
    return [cloze], "it mixes drop-downs and gaps, which the format keeps apart: all are gaps, with the options beside."


# -- into several ------------------------------------------------------------------------------------------------------


def one_to_one(item: Item) -> bool:
    """True if each right-hand side of a matching question belongs to one left-hand side: some formats take no other."""
    return not unmatched(item) and len(rights(item)) == len(item.pairs)


def matching_to_choices(item: Item, phrases: Phrases) -> Degraded:
    """A single choice for each left side."""
    offered = rights(item)
    parts = [_matched(item, pair, offered, phrases) for pair in item.pairs]
    return with_points(parts, item.points), "each left side is a question of its own, and they share the points."


def _matched(item: Item, pair: Pair, offered: Sequence[Statement], phrases: Phrases) -> Item:
    key = line(pair.right.content)
    choices = [AnswerOption(id=each.id, content=each.content, correct=line(each.content) == key) for each in offered]
    title = f"{colon(item.title, phrases)} {line(pair.left.content)}"
    prompt = [*item.prompt, *pair.left.content]
    return _part(item, pair.left.id, kind="single-choice", title=title, prompt=prompt, choices=choices, pairs=[])


def gaps_to_questions(item: Item, phrases: Phrases) -> Degraded:
    """A question for each gap: a short answer or a single choice."""
    parts = [_gap(item, place, phrases) for place in range(len(item.gaps))]
    lost = "each gap is a question of its own, and they share the points." if len(parts) > 1 else ""
    return with_points(parts, item.points), lost


def _gap(item: Item, place: int, phrases: Phrases) -> Item:
    gap, numbers = item.gaps[place], {each.id: n for n, each in enumerate(item.gaps, 1)}

    def shown(ident: str, content: list[Any]) -> list[Any]:
        if ident == gap.id:
            return [words.strong(BLANK)]
        return words.paragraph(phrases["another-gap"].format(numbers[ident])).content if ident in numbers else content

    prompt = replaced(item.prompt, shown)
    title = phrases["title-of-gap"].format(item.title, place + 1) if len(item.gaps) > 1 else item.title
    if not gap.options:
        return _part(item, gap.id, kind="short-answer", title=title, prompt=prompt, accepted=gap.accepted, gaps=[])
    choices = [
        AnswerOption(id=f"option-{n}", content=[words.paragraph(option)], correct=option in gap.accepted)
        for n, option in enumerate(gap.options, 1)
    ]
    return _part(item, gap.id, kind="single-choice", title=title, prompt=prompt, choices=choices, gaps=[])


def _part(item: Item, suffix: str, **fields: Any) -> Item:
    """One of the questions that replace an item, with the hints and the solution of the whole."""
    return replace(item, id=f"{item.id}-{suffix}", **fields)


# -- the fallback of a format ------------------------------------------------------------------------------------------

Fallback = Callable[[Item, Phrases], Degraded]
"""Asks a question of one kind in other kinds, in the phrases of the book's language."""
EVERYWHERE: Mapping[str, Fallback] = {}
"""Fallbacks of the kinds that no format has a writer for; a format's own fallback comes first."""


def degrade(item: Item, fallbacks: Mapping[str, Fallback], phrases: Phrases) -> tuple[list[Item], list[str]]:
    """The question in kinds that the format has, and the losses: fallbacks are followed to their end."""
    fallback = fallbacks.get(item.kind) or EVERYWHERE.get(item.kind)
    if fallback is None:
        return [item], []
    asked, lost = fallback(item, phrases)
    rest = {kind: other for kind, other in fallbacks.items() if kind != item.kind}
    items: list[Item] = []
    losses = [lost] if lost else []
    for each in asked:
        again, more = degrade(each, rest, phrases)
        items += again
        losses += [loss for loss in more if loss not in losses]
    return items, losses
