"""Blackboard's question upload: a line of text for each question, its fields parted by tabs.

Here: the lines, by the guidelines of Blackboard's help ("Upload questions"): no head, no empty line, the words that
mark answers in English. Not here: other formats.

What Blackboard shows is HTML, with every sign outside ASCII as a character reference: no line's end and no tab of an
author can part a field, and no guess about the encoding can spoil a letter. Answers that are typed are compared as they
stand, in UTF-8. The course views Original and Ultra take different kinds; only those that both take are written.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from lxml import etree

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    explained,
    in_drawn_order,
    number,
    pictures,
)
from sourcebook.exports.lms.rubric import candidate_notes
from sourcebook.exports.lms.safe_html import ascii_html, in_ascii, legal, line
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.questions.items import Item, Number

MOST_GAPS = 10
"""The most gaps in one question, Blackboard's own bound."""
MOST_QUESTIONS = 250
"""The most questions that Blackboard advises for a file, in the view that advises fewer."""
FALLBACKS: dict[str, fallbacks.Fallback] = {
    "ordering": fallbacks.ordering_to_matching,
    "categorise": fallbacks.categorise_to_matching,
    "find-the-quote": fallbacks.marking_to_choices,
}
ALL_OR_NOTHING = "parts of the points: Blackboard gives all or none unless you allow partial credit in the question."
FEW = {
    "points: the file carries none; Blackboard gives each question the default of the test or pool.",
    "titles: the file carries none; Blackboard lists questions by their words.",
}


def export(bank: Bank) -> Export:
    """`blackboard.txt`: a line for each question, those of every variant first."""
    lines: list[str] = []
    losses = [*pictures(bank.items), *(Loss("", loss) for loss in sorted(FEW))]
    for variant, items in bank.once():
        before = len(lines)
        for item in items:
            asked, lost = _asked(item, bank.phrases)
            lines += [_line(each, bank.phrases) for each in asked]
            losses += [Loss(item.id, loss) for loss in [*lost, *_losses(item)]]
        if variant:
            losses.append(
                Loss("", f"variants: lines {before + 1} to {len(lines)} are those of variant {variant} alone.")
            )
    if bank.rights:
        losses.append(Loss("", "who owns what: the file has no place for it; this list says it."))
    if len(lines) > MOST_QUESTIONS:
        losses.append(Loss("", f"Blackboard advises {MOST_QUESTIONS} questions a file at most; part it in two."))
    return Export("".join(f"{each}\r\n" for each in lines).encode(), tuple(losses))


def _asked(item: Item, phrases: Phrases) -> tuple[list[Item], list[str]]:
    """The question in kinds and shapes that Blackboard takes: one-to-one where matched, gaps without drop-downs."""
    asked, lost = fallbacks.degrade(item, FALLBACKS, phrases)
    found: list[Item] = []
    for each in asked:
        parts, loss = [each], ""
        if each.kind == "matching" and not fallbacks.one_to_one(each):
            parts, loss = fallbacks.matching_to_choices(each, phrases)
        elif each.kind == "cloze" and (len(each.gaps) > MOST_GAPS or any(gap.options for gap in each.gaps)):
            parts, loss = fallbacks.gaps_to_questions(each, phrases)
        found += parts
        lost += [loss] if loss else []
    return found, lost


def _losses(item: Item) -> list[str]:
    given = {
        "hints: the file carries none.": item.hints,
        "feedback: the file carries none.": explained(item) or any(choice.feedback for choice in item.choices),
        ALL_OR_NOTHING: item.kind in {"multiple-choice", "find-the-quote"},
        "a decimal comma: not tried in Blackboard.": item.number and "." in number(item.number.value),
        "the rubric stands in the question, to read; mark with rubric.csv or key.pdf.": item.rubric,
    }
    return [loss for loss, there in given.items() if there]


# -- lines -------------------------------------------------------------------------------------------------------------


def _line(item: Item, phrases: Phrases) -> str:
    kind, *fields = WRITERS[item.kind](item, phrases)
    return "\t".join([kind, *fields])


def _typed(form: str) -> str:
    """An answer that is typed, as it stands: white space in one kind."""
    return " ".join(legal(form).split())


def _choices(item: Item, _: Phrases) -> list[str]:
    marks = {True: "correct", False: "incorrect"}
    answers = [(ascii_html(choice.content), marks[choice.correct]) for choice in in_drawn_order(item)]
    kind = "MA" if item.kind == "multiple-choice" else "MC"
    return [kind, ascii_html(item.prompt), *(field for answer in answers for field in answer)]


def _matching(item: Item, _: Phrases) -> list[str]:
    """Pairs; the right-hand sides are offered in a list, which shows text alone."""
    pairs = [(ascii_html(pair.left.content), in_ascii(escape(line(pair.right.content)))) for pair in item.pairs]
    return ["MAT", ascii_html(item.prompt), *(field for pair in pairs for field in pair)]


def _cloze(item: Item, _: Phrases) -> list[str]:
    """Gaps as variables in square brackets; an author's own brackets are references, so that they are none."""
    text = ascii_html(item.prompt, lambda ident, _: etree.Element("sb-gap", id=ident))
    text = text.replace("[", "&#91;").replace("]", "&#93;")
    fields: list[str] = []
    for place, gap in enumerate(item.gaps, 1):
        text = text.replace(f'<sb-gap id="{gap.id}"></sb-gap>', f"[gap{place}]")
        fields += [*([""] if fields else []), f"gap{place}", *map(_typed, gap.accepted)]
    return ["FIB_PLUS", text, *fields]


def _numeric(item: Item, phrases: Phrases) -> list[str]:
    given = item.number or Number(value=0)
    prompt = ascii_html([*item.prompt, *fallbacks.unit(item, phrases)])
    return ["NUM", prompt, number(given.value), number(given.tolerance)]


def _short(item: Item, _: Phrases) -> list[str]:
    return ["FIB", ascii_html(item.prompt), *dict.fromkeys(map(_typed, item.accepted))]


def _essay(item: Item, phrases: Phrases) -> list[str]:
    return ["ESS", ascii_html([*item.prompt, *candidate_notes(item, phrases)])]


WRITERS: dict[str, Callable[[Item, Phrases], list[str]]] = {
    "single-choice": _choices,
    "multiple-choice": _choices,
    "matching": _matching,
    "cloze": _cloze,
    "numeric": _numeric,
    "short-answer": _short,
    "essay": _essay,
}


BLACKBOARD = LmsFormat(
    file="blackboard.txt",
    purpose="Blackboard (Upload questions, in tests, pools and question banks)",
    rank=46,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="every question comes a second time: delete those of the first upload before.",
)
