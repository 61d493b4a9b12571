"""Brightspace's table of questions: CSV in which each question takes several rows, of five cells each.

Here: the rows, after the sample file that Brightspace offers for download in its Question Library. Not here: other
formats.

What is shown is HTML, marked so in the next cell, with every sign outside ASCII as a character reference. A row that
begins with `//` is a comment; an empty line would become a folder. Several right choices, and an order, earn all points
or none: by Brightspace's other rules the key of some questions earns less than all, or a blank earns something.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence

from sourcebook.exports.data.feeds import as_text
from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.number_patterns import number_patterns
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    bounds,
    drawn,
    explained,
    in_drawn_order,
    name,
    number,
    pictures,
)
from sourcebook.exports.lms.rubric import candidate_notes, cell
from sourcebook.exports.lms.safe_html import ascii_html, legal, line
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.questions.items import Item, Number

COLUMNS = 5
FALLBACKS: dict[str, fallbacks.Fallback] = {
    "categorise": fallbacks.categorise_to_matching,
    "find-the-quote": fallbacks.marking_to_choices,
    "cloze": fallbacks.gaps_to_questions,
}
WHOLE = (
    "parts of the points: all or none, because Brightspace's other rules give a blank or a part of the key its share."
)
PATTERN = "a number is checked as text, by a regular expression that takes both decimal signs."
Row = Sequence[str]


def export(bank: Bank) -> Export:
    """`brightspace.csv`: a few rows of comment, then the questions, those of every variant first."""
    rows: list[Row] = [[f"// {cell(text)}"] for text in (bank.called(""), bank.tools, bank.rights) if text]
    losses = pictures(bank.items)
    for _, items in bank.once():
        for item in items:
            asked, lost = _asked(item, bank.phrases)
            for each in asked:
                rows += [[], *_question(each, bank.phrases)]
            losses += [Loss(item.id, loss) for loss in [*lost, *_losses(item)]]
    return Export(b"\xef\xbb\xbf" + _table(rows).encode(), tuple(losses))


def _asked(item: Item, phrases: Phrases) -> tuple[list[Item], list[str]]:
    """The question in kinds that the table has; what is matched must be one to one."""
    asked, lost = fallbacks.degrade(item, FALLBACKS, phrases)
    if asked[0].kind == "matching" and not fallbacks.one_to_one(asked[0]):
        parts, loss = fallbacks.matching_to_choices(asked[0], phrases)
        return parts, [*lost, loss]
    return asked, lost


def _losses(item: Item) -> list[str]:
    told = {
        WHOLE: item.kind in {"multiple-choice", "ordering", "find-the-quote"},
        PATTERN: item.kind == "numeric",
        "the rubric stands in the question, to read; mark with rubric.csv or key.pdf.": item.rubric,
    }
    return [loss for loss, there in told.items() if there]


def _table(rows: Sequence[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([*row, *[""] * (COLUMNS - len(row))] for row in rows)
    return out.getvalue()


# -- rows --------------------------------------------------------------------------------------------------------------


def _question(item: Item, phrases: Phrases) -> Iterator[Row]:
    kind, write = WRITERS[item.kind]
    notes = candidate_notes(item, phrases) if item.kind == "essay" else fallbacks.unit(item, phrases)
    yield ["NewQuestion", kind]
    yield ["ID", item.id]
    yield ["Title", as_text(name(item))]
    yield ["QuestionText", ascii_html([*item.prompt, *notes]), "HTML"]
    yield ["Points", number(item.points)]
    yield ["Difficulty", "1"]
    yield from write(item)
    if item.hints:
        yield ["Hint", "".join(map(ascii_html, item.hints)), "HTML"]
    if explained(item):
        yield ["Feedback", ascii_html(explained(item)), "HTML"]


def _single(item: Item) -> Iterator[Row]:
    for choice in in_drawn_order(item):
        told = as_text(line(choice.feedback))
        yield ["Option", "100" if choice.correct else "0", ascii_html(choice.content), "HTML", told]


def _several(item: Item) -> Iterator[Row]:
    yield ["Scoring", "AllOrNothing"]
    for choice in in_drawn_order(item):
        told = as_text(line(choice.feedback))
        yield ["Option", "1" if choice.correct else "0", ascii_html(choice.content), "HTML", told]


def _ordering(item: Item) -> Iterator[Row]:
    yield ["Scoring", "AllOrNothing"]
    for entry in item.entries:
        yield ["Item", ascii_html(entry.content), "HTML"]


def _matching(item: Item) -> Iterator[Row]:
    places = {pair.left.id: str(place) for place, pair in enumerate(item.pairs, 1)}
    offered = drawn([pair.right for pair in item.pairs], item)
    matched = {pair.right.id: places[pair.left.id] for pair in item.pairs}
    yield ["Scoring", "EquallyWeighted"]
    for pair in item.pairs:
        yield ["Choice", places[pair.left.id], ascii_html(pair.left.content), "HTML"]
    for entry in offered:
        yield ["Match", matched[entry.id], ascii_html(entry.content), "HTML"]


def _short(item: Item) -> Iterator[Row]:
    yield ["InputBox", "1", "40"]
    for form in dict.fromkeys(" ".join(legal(form).split()) for form in item.accepted):
        # What a spreadsheet would take for a formula is written as a regular expression, which begins with ^.
        plain = as_text(form) == form
        yield ["Answer", "100", form, ""] if plain else ["Answer", "100", f"^{re.escape(form)}$", "regexp"]


def _numeric(item: Item) -> Iterator[Row]:
    given = item.number or Number(value=0)
    yield ["InputBox", "1", "40"]
    for first, *others in number_patterns(*bounds(given.value, given.tolerance)):
        yield ["Answer", "100", f"^{''.join(f'(?={each}$)' for each in others)}{first}$", "regexp"]


WRITERS: dict[str, tuple[str, Callable[[Item], Iterator[Row]]]] = {
    "single-choice": ("MC", _single),
    "multiple-choice": ("MS", _several),
    "ordering": ("O", _ordering),
    "matching": ("M", _matching),
    "numeric": ("SA", _numeric),
    "short-answer": ("SA", _short),
    "essay": ("WR", lambda _: iter(())),
}


BRIGHTSPACE = LmsFormat(
    file="brightspace.csv",
    purpose="Brightspace (Question Library, Import, Upload a File)",
    rank=47,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="not tried: import into a new section, and delete that of the first import.",
)
