"""Moodle XML: the questions of an assignment as Moodle's own question bank takes them.

Here: one function for each question type, after Moodle's documented format. Categorising becomes matching, and marking
in a text becomes multiple choice (`fallbacks.py`). Not here: other formats.

Four things that an import trips over: an ordering question without `shownumcorrect`, or in a Moodle without that type,
aborts the whole import; a fraction that is not among Moodle's own is refused; in a cloze text every `{` begins a
question, so those of the author are written as references; blanks between two references are dropped (`lib/xmlize.php`,
read in 4.1 and 4.5), so that a text with any stands in CDATA.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from math import factorial
from typing import Any

from lxml import etree

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    drawn_words,
    explained,
    in_drawn_order,
    name,
    number,
    pictures,
    unmatched,
    xml,
)
from sourcebook.exports.lms.rubric import candidate_notes, scorer_notes
from sourcebook.exports.lms.safe_html import Element, html, legal, line, text_html
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.questions.items import Gap, Item, Number

PENALTY = "0.3333333"
"""The share of the mark that each further try costs: Moodle's default."""
COMMA = (
    "a decimal comma: a Moodle in English takes a comma for a mark between thousands and says so before the answer is "
    "sent; one in French or German takes both signs."
)
UNTOUCHED = (
    "left untouched, Moodle takes the order that it shows for the answer; so it is all or nothing, and right by chance "
    "once in {} times."
)
ORDERING = "a Moodle before 4.4 without the type Ordering refuses the whole file; moodle-before-4.4.xml is for it."
AGAIN = "every question comes a second time: delete or move those of the first import before."
SHARES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 20)
"""The numbers of equal parts into which Moodle can divide a mark."""
FALLBACKS: dict[str, fallbacks.Fallback] = {
    "categorise": fallbacks.categorise_to_matching,
    "find-the-quote": fallbacks.marking_to_choices,
}
BEFORE_ORDERING = {**FALLBACKS, "ordering": fallbacks.ordering_to_matching}
"""What a Moodle before 4.4 lacks, unless its administrator has installed the type for questions of order."""
CDATA_ENDS, SPLIT = "]]>", "]]\U0010fffd\U0010fffd>"
"""The end of a CDATA section, and what stands for it in a text until the file is written."""


def export(bank: Bank) -> Export:
    """`moodle.xml`: a category for the assignment, one below it for each variant."""
    return _export(bank, FALLBACKS)


def export_before_ordering(bank: Bank) -> Export:
    """`moodle-before-4.4.xml`: the same without questions of order; nothing where there are none."""
    if any(item.kind == "ordering" for item in bank.items):
        return _export(bank, BEFORE_ORDERING)
    return Export(b"")


def _export(bank: Bank, lacking: Mapping[str, fallbacks.Fallback]) -> Export:
    root, losses = etree.Element("quiz"), pictures(bank.items)
    for variant, items in bank.once():
        _category(root, bank, variant)
        for item in items:
            losses += _question(root, item, bank.phrases, lacking)
    data = xml(root).decode().replace(SPLIT, "]]]]><![CDATA[>").encode()
    return Export(data, tuple(losses))


def _category(root: Element, bank: Bank, variant: str) -> None:
    question = etree.SubElement(root, "question", type="category")
    _text(question, "category", "/".join(legal(part).replace("/", "//") for part in bank.category(variant)))
    _text(question, "info", _html_of(bank.assignment.purpose, bank.tools, bank.rights), format="html")
    _plain(question, "idnumber", bank.ident(variant))


def _html_of(*texts: str) -> etree.CDATA:
    """A paragraph for each text that is not empty."""
    return etree.CDATA("".join(text_html(text) for text in texts if text))


def _question(root: Element, item: Item, phrases: Phrases, lacking: Mapping[str, fallbacks.Fallback]) -> list[Loss]:
    (asked,), item_losses = fallbacks.degrade(item, lacking, phrases)
    item_losses += WRITERS[asked.kind](root, asked, phrases)
    if item.hints and asked.kind == "essay":
        item_losses.append("hints: Moodle shows none with an essay.")
    return [Loss(item.id, words) for words in item_losses]


# -- what all types share ----------------------------------------------------------------------------------------------


def _text(parent: Element, tag: str, text: str | etree.CDATA, **attributes: str) -> Element:
    """An element with a `text` inside, which is Moodle's form of anything that people read."""
    element = etree.SubElement(parent, tag, attributes)
    marked = isinstance(text, str) and set("&<>") & set(text)
    etree.SubElement(element, "text").text = etree.CDATA(text.replace(CDATA_ENDS, SPLIT)) if marked else text
    return element


def _plain(parent: Element, tag: str, text: str) -> None:
    etree.SubElement(parent, tag).text = text


def _settings(question: Element, **settings: str) -> None:
    for tag, value in settings.items():
        _plain(question, tag, value)


def _html(parent: Element, tag: str, content: Sequence[Any], **attributes: str) -> Element:
    return _text(parent, tag, etree.CDATA(html(content)) if content else "", format="html", **attributes)


def label(text: str) -> str:
    """Plain text where Moodle expects a string that may hold tags: names, the right sides of a matching question."""
    escaped = re.sub(r"&(?=#?\w+;)", "&amp;", legal(text))
    return escaped.replace("<", "&lt;").replace(">", "&gt;")


def _begin(root: Element, item: Item, kind: str, questiontext: str | None = None) -> Element:
    """The start of a question, the same for every type."""
    question = etree.SubElement(root, "question", type=kind)
    _text(question, "name", label(name(item)))
    _text(question, "questiontext", etree.CDATA(questiontext or html(item.prompt)), format="html")
    _html(question, "generalfeedback", explained(item))
    if kind != "cloze":
        _plain(question, "defaultgrade", number(item.points))
    _plain(question, "penalty", PENALTY if item.hints else "0")
    _plain(question, "hidden", "0")
    _plain(question, "idnumber", item.id)
    return question


def _end(question: Element, item: Item, *, parts: bool = False) -> None:
    """Hints and tags, which come last. `parts`: a hint says how many parts are right, and clears the wrong ones."""
    for hint in item.hints:
        element = _html(question, "hint", hint)
        for flag in ("shownumcorrect", "clearwrong") if parts else ():
            etree.SubElement(element, flag)
    tags = etree.SubElement(question, "tags")
    for word in (item.group, item.level, *(["graded"] if item.use == "graded" else [])):
        _text(tags, "tag", word)


def _combined(question: Element, phrases: Phrases, *, count: bool) -> None:
    """Feedback for right, partly right and wrong answers; `count` asks Moodle to say how many parts are right."""
    for tag in ("correct", "partiallycorrect", "incorrect"):
        _text(question, f"{tag}feedback", _html_of(phrases[f"answer-{tag}"]), format="html")
    if count:
        etree.SubElement(question, "shownumcorrect")


def fraction(parts: int) -> str:
    """One of `parts` equal parts in per cent, as Moodle writes it; the next smaller part that Moodle knows."""
    known = next((share for share in SHARES if share >= parts), SHARES[-1])
    return f"{100 / known:.5f}".rstrip("0").rstrip(".")


# -- types -------------------------------------------------------------------------------------------------------------


def _single(root: Element, item: Item, phrases: Phrases) -> list[str]:
    question = _begin(root, item, "multichoice")
    _choices(question, item, phrases, {True: "100", False: "0"})
    _end(question, item)
    return []


def _multiple(root: Element, item: Item, phrases: Phrases) -> list[str]:
    """Each right choice gives its part, each wrong one takes a part away: all marked, or none, give nothing."""
    right = sum(choice.correct for choice in item.choices)
    wrong = len(item.choices) - right
    question = _begin(root, item, "multichoice")
    _choices(question, item, phrases, {True: fraction(right), False: f"-{fraction(wrong)}"})
    _end(question, item, parts=True)
    if right in SHARES and wrong in SHARES:
        return []
    return ["parts of a mark: Moodle knows none so small for each choice; the nearest is taken, set it by hand."]


def _choices(question: Element, item: Item, phrases: Phrases, fractions: dict[bool, str]) -> None:
    several = item.kind == "multiple-choice"
    _plain(question, "single", "false" if several else "true")
    _plain(question, "shuffleanswers", "false" if item.hots else "true")
    _settings(question, answernumbering="none" if item.hots else "abc", showstandardinstruction="0")
    _combined(question, phrases, count=several)
    for choice in in_drawn_order(item):
        answer = _html(question, "answer", choice.content, fraction=fractions[choice.correct])
        _html(answer, "feedback", choice.feedback)


def _ordering(root: Element, item: Item, phrases: Phrases) -> list[str]:
    """Marked all or nothing: whoever moves nothing answers with the order that is shown, some of which is right."""
    question = _begin(root, item, "ordering")
    _settings(
        question,
        layouttype="VERTICAL",
        selecttype="ALL",
        selectcount="0",
        gradingtype="ALL_OR_NOTHING",
        showgrading="SHOW",
        numberingstyle="none",
    )
    _combined(question, phrases, count=False)
    _plain(question, "shownumcorrect", "1")
    for place, entry in enumerate(item.entries, 1):
        _html(question, "answer", entry.content, fraction=f"{place}.0000000")
    _end(question, item, parts=True)
    by_chance = factorial(len(item.entries))
    return [UNTOUCHED.format(by_chance), ORDERING]


def _matching(root: Element, item: Item, phrases: Phrases) -> list[str]:
    question = _begin(root, item, "matching")
    _plain(question, "shuffleanswers", "true")
    _combined(question, phrases, count=True)
    for pair in item.pairs:
        subquestion = _html(question, "subquestion", pair.left.content)
        _text(subquestion, "answer", label(line(pair.right.content)))
    for words in unmatched(item):
        subquestion = _html(question, "subquestion", [])
        _text(subquestion, "answer", label(words))
    _end(question, item, parts=True)
    if len(item.pairs) + len(item.extra) < 3:
        return ["Moodle warns of a matching question with fewer than three answers; it can be used all the same."]
    return []


def _numerical(root: Element, item: Item, phrases: Phrases) -> list[str]:
    given = item.number or Number(value=0)
    question = _begin(root, item, "numerical", html([*item.prompt, *fallbacks.unit(item, phrases)]))
    answer = _text(question, "answer", number(given.value), fraction="100", format="moodle_auto_format")
    _html(answer, "feedback", [])
    _plain(answer, "tolerance", number(given.tolerance))
    _settings(question, unitgradingtype="0", unitpenalty="0.1000000", showunits="3", unitsleft="0")
    _end(question, item)
    return [COMMA] if "." in number(given.value) else []


def _shortanswer(root: Element, item: Item, _: Phrases) -> list[str]:
    question = _begin(root, item, "shortanswer")
    _plain(question, "usecase", "0")
    for form in item.accepted:
        answer = _text(question, "answer", literal(form), fraction="100", format="moodle_auto_format")
        _html(answer, "feedback", [])
    _end(question, item)
    return []


def literal(form: str) -> str:
    """A short answer with its asterisks escaped: Moodle's asterisk is a wildcard."""
    return legal(form).replace("*", r"\*")


def _essay(root: Element, item: Item, phrases: Phrases) -> list[str]:
    question = _begin(root, item, "essay", html(item.prompt) + html(candidate_notes(item, phrases)))
    least, most = item.words or (0, 0)
    _settings(
        question,
        responseformat="editor",
        responserequired="1",
        responsefieldlines="20" if most > 250 else "15",
        minwordlimit=str(least) if least else "",
        maxwordlimit="",
        attachments="0",
        attachmentsrequired="0",
        maxbytes="0",
        filetypeslist="",
    )
    _html(question, "graderinfo", scorer_notes(item, phrases))
    _text(question, "responsetemplate", "", format="html")
    tags = etree.SubElement(question, "tags")
    for word in (item.group, item.level):
        _text(tags, "tag", word)
    return ["the rubric stands in the question and in the grader's notes, to read; it is no form to click."]


# -- cloze -------------------------------------------------------------------------------------------------------------


def _cloze(root: Element, item: Item, _: Phrases) -> list[str]:
    """A text with gaps: Moodle's `multianswer` type and its embedded syntax."""
    weight = item.points / len(item.gaps)
    whole = int(weight) if weight >= 1 and float(weight).is_integer() else 1
    question = _begin(root, item, "cloze", _cloze_text(item, whole))
    _end(question, item)
    if whole * len(item.gaps) == item.points:
        return []
    return [f"a cloze counts whole points a gap: set its mark in the quiz to {number(item.points)}."]


def _cloze_text(item: Item, weight: int) -> str:
    """The text with its gaps. The author's braces become character references, so that they start no gap."""
    text = html(item.prompt, lambda ident, _: etree.Element("sb-gap", id=ident))
    text = text.replace("{", "&#123;").replace("}", "&#125;")
    for gap in item.gaps:
        text = text.replace(f'<sb-gap id="{gap.id}"></sb-gap>', _gap(gap, item, weight))
    return text


def _gap(gap: Gap, item: Item, weight: int) -> str:
    if not gap.options:
        return f"{{{weight}:SHORTANSWER:{'~'.join('=' + _code(literal(form)) for form in gap.accepted)}}}"
    options = drawn_words(gap.options, item)
    marked = [("=" if option in gap.accepted else "") + _code(escape(legal(option), quote=False)) for option in options]
    return f"{{{weight}:MULTICHOICE:{'~'.join(marked)}}}"


def _code(text: str) -> str:
    """An answer inside a cloze, with special characters as character references, which Moodle decodes."""
    return "".join(c if c.isalnum() or c in " .,;-'’" else f"&#{ord(c)};" for c in " ".join(text.split()))


WRITERS: dict[str, Callable[[Element, Item, Phrases], list[str]]] = {
    "single-choice": _single,
    "multiple-choice": _multiple,
    "ordering": _ordering,
    "matching": _matching,
    "cloze": _cloze,
    "numeric": _numerical,
    "short-answer": _shortanswer,
    "essay": _essay,
}


MOODLE = LmsFormat(
    file="moodle.xml",
    purpose="Moodle (Question bank, Import, Moodle XML format)",
    rank=10,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again=AGAIN,
)
MOODLE_BEFORE = LmsFormat(
    file="moodle-before-4.4.xml",
    purpose="Moodle before version 4.4, which has no questions of order",
    rank=11,
    export=export_before_ordering,
    writers=[kind for kind in WRITERS if kind != "ordering"],
    fallbacks=BEFORE_ORDERING,
    again=AGAIN,
)
