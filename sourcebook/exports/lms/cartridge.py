"""Common Cartridge 1.1: the package that most platforms import, with the few question types that all of them know.

Here: the manifest, a page that says what the assignment is for, and the QTI 1.2.1 profile with its four types: one
answer, several answers, a word, an essay. All else is asked in those (`fallbacks.py`). Not here: the elements
themselves (`qti12.py`).

Version 1.1, because readers that were tried fail with 1.3. Moodle's reader (`backup/cc/entity11.quiz.class.php` and
`backup/util/settings`, read in 4.1 and 4.5) wants four things more: true and false bear those very words as ids; the
right ones of several answers are compared with regard to case; the weight of a question is a whole number below 100;
no title has what could begin a tag, at which it refuses the whole package.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from lxml import etree

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms import qti12 as q
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    archive,
    explained,
    name,
    number,
    pictures,
    xml,
    xml_root,
)
from sourcebook.exports.lms.rubric import candidate_notes
from sourcebook.exports.lms.safe_html import Element, Markup, html, legal, line
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import AnswerOption, Blocks, Item
from sourcebook.questions.kinds import KINDS

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
QUESTIONS = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
RUBRIC = (
    "the rubric stands below the question, to read; a cartridge carries none to mark with. Model answer, anchor "
    "answers and marking notes are in key.pdf."
)
MOST_LINES = 20
HEAVIEST = 99
"""The greatest weight of a question that Moodle reads."""
SEVERAL = (
    "several answers: Moodle reads no penalty from a cartridge, so whoever ticks everything earns all there, and sees "
    "the feedback of every answer; import moodle.xml instead. Other platforms mark it all or nothing."
)
HINTS = "hints: they are in the file, but Moodle and Canvas show none."
BRACKETS = "an angle bracket stands apart from what follows: Moodle takes it for a tag, in a title it refuses the file."
STAR = "an asterisk in an answer: Moodle takes it for any text in a cartridge; import moodle.xml instead."
Ident = Callable[[AnswerOption], str]
"""Gives the name of a choice."""
FALLBACKS: dict[str, fallbacks.Fallback] = {
    "ordering": fallbacks.ordering_to_letters,
    "matching": fallbacks.matching_to_choices,
    "categorise": fallbacks.categorise_to_matching,
    "cloze": fallbacks.gaps_to_questions,
    "numeric": fallbacks.number_to_words,
    "find-the-quote": fallbacks.marking_to_choices,
}


def export(bank: Bank) -> Export:
    """`cartridge.imscc`: the assignment's page, and a test for each variant."""
    files = {"assignment.html": _page(bank)}
    losses = dict.fromkeys(pictures(bank.items))
    tests: list[tuple[str, str]] = []
    for variant, items in bank.variants():
        ident = bank.ident(variant)
        title = _title(bank.called(variant))
        data, lost = _assessment(bank, ident, title, items)
        files[f"{ident}/assessment.xml"] = data
        losses.update(dict.fromkeys(lost))
        tests.append((ident, title))
    files["imsmanifest.xml"] = _manifest(bank, tests)
    if _title(bank.called("")) != bank.called(""):
        losses[Loss("", BRACKETS)] = None
    return Export(archive(files), tuple(losses))


def _title(text: str) -> str:
    """The title with a tab behind each `<`, so that no tag begins there for PHP's `strip_tags`.

    A blank would do, but Moodle takes the blanks out of the course's title before it looks for tags.
    """
    return re.sub(r"<$", "‹", re.sub(r"<\s?", "<\t", text).strip())


# -- package -----------------------------------------------------------------------------------------------------------


def _manifest(bank: Bank, tests: Sequence[tuple[str, str]]) -> bytes:
    root = xml_root("manifest", PACKAGE, identifier=f"manifest-{bank.assignment.id}")
    about = q.add(root, "metadata")
    q.add(about, "schema", "IMS Common Cartridge")
    q.add(about, "schemaversion", "1.1.0")
    general = q.add(etree.SubElement(about, f"{{{LOM}}}lom", nsmap={"lom": LOM}), "general")
    q.add(q.add(general, "title"), "string", _title(bank.called("")))
    organization = q.add(
        q.add(root, "organizations"), "organization", identifier="organization", structure="rooted-hierarchy"
    )
    top = q.add(organization, "item", identifier="top")
    pages = [("sheet", _title(bank.called("")), "webcontent", "assignment.html")]
    pages += [(f"test-{ident}", title, QUESTIONS, f"{ident}/assessment.xml") for ident, title in tests]
    for ident, title, *_ in pages:
        entry = q.add(top, "item", identifier=f"item-{ident}", identifierref=ident)
        q.add(entry, "title", title)
    resources = q.add(root, "resources")
    for ident, _, kind, href in pages:
        where = {"href": href} if kind == "webcontent" else {}
        q.add(q.add(resources, "resource", identifier=ident, type=kind, **where), "file", href=href)
    return xml(root)


def _page(bank: Bank) -> bytes:
    """The assignment's page: its purpose, task and criteria, as HTML."""
    assignment, phrases = bank.assignment, bank.phrases
    root = etree.Element("html", lang=bank.language)
    head = q.add(root, "head")
    q.add(head, "meta", charset="utf-8")
    q.add(head, "title", assignment.title)
    body = q.add(root, "body")
    q.add(body, "h1", assignment.title)
    for title, texts in (
        ("purpose", [assignment.purpose]),
        ("task", [assignment.task]),
        ("time", [phrases["in-minutes"].format(assignment.minutes)]),
        ("criteria", assignment.criteria),
        ("able-to", assignment.outcomes),
        ("another-way", [assignment.alternative]),
        ("ai-tools", [bank.tools]),
    ):
        q.add(body, "h2", phrases[title])
        if len(texts) > 1:
            Markup().blocks(body, [words.items(texts)])
        else:
            Markup().blocks(body, [words.paragraph(text) for text in texts])
    Markup().blocks(body, [words.paragraph(bank.rights)] if bank.rights else [])
    data: bytes = etree.tostring(root, encoding="UTF-8", method="html", doctype="<!DOCTYPE html>")
    return data + b"\n"


# -- questions ---------------------------------------------------------------------------------------------------------


def _assessment(bank: Bank, ident: str, title: str, items: Sequence[Item]) -> tuple[bytes, list[Loss]]:
    root = xml_root("questestinterop", q.NAMESPACE)
    assessment = q.add(root, "assessment", ident=ident, title=title)
    practice = bank.assignment.use == "practice"
    fields = {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
        "qmd_feedbackpermitted": "Yes",
        "qmd_hintspermitted": "Yes",
        "qmd_solutionspermitted": "Yes" if practice else "No",
        "cc_maxattempts": "unlimited" if practice else "1",
    }
    q.metadata(assessment, fields)
    section = q.add(assessment, "section", ident="root_section")
    losses: list[Loss] = []
    names = q.Names()
    for item in items:
        asked, item_losses = fallbacks.degrade(item, FALLBACKS, bank.phrases)
        for each in asked:
            _item(section, each, bank.phrases, names)
        losses += [Loss(item.id, loss) for loss in [*item_losses, *_lost(item, asked)]]
    return xml(root), losses


def _lost(item: Item, asked: Sequence[Item]) -> Iterator[str]:
    if not _weight(asked[0]):
        share = number(asked[0].points)
        yield f"points: a cartridge carries whole ones up to {HEAVIEST}; the question counts 1, set {share} by hand."
    if any(each.kind == "multiple-choice" for each in asked):
        yield SEVERAL
    if _untagged(text := "".join(html(part) for each in asked for part in _texts(each))) != text:
        yield BRACKETS
    if any("*" in form for each in asked for form in each.accepted):
        yield STAR
    if item.hints:
        yield HINTS
    if item.rubric:
        yield RUBRIC


def _texts(item: Item) -> Iterator[Blocks]:
    """What of a question is HTML in a cartridge."""
    yield from (item.prompt, explained(item), *item.hints)
    yield from (part for choice in item.choices for part in (choice.content, choice.feedback))


def _weight(item: Item) -> str:
    """The points of a question, where a cartridge can carry them: Moodle cuts the fraction off, and 0.5 to nothing."""
    return number(item.points) if float(item.points).is_integer() and item.points <= HEAVIEST else ""


def _item(section: Element, item: Item, phrases: Phrases, names: q.Names) -> None:
    binary = _true_false(item)
    profile, write = WRITERS[item.kind]
    added = q.add(section, "item", ident=item.id, title=legal(name(item)))
    profile = "cc.true_false.v0p1" if binary else profile
    fields = {
        "cc_profile": profile,
        **({"cc_weighting": weight} if (weight := _weight(item)) else {}),
        "qmd_computerscored": "Yes" if KINDS[item.kind].auto else "No",
        "cc_question_category": legal(item.group),
    }
    q.metadata(q.add(added, "itemmetadata"), fields)
    ident = partial(_ident, item, names)
    write(added, item, phrases, ident)
    q.feedbacks(added, item, ident)
    _hints(added, item)
    for text in added.iter("{*}mattext"):
        text.text = _untagged(text.text or "")


def _untagged(html: str) -> str:
    """The HTML with a blank behind each bracket that a reader sees: Moodle decodes it once too often, to a tag."""
    return re.sub(r"&lt;(?=[A-Za-z/!?])", "&lt; ", html)


def _true_false(item: Item) -> bool:
    """True for a true-or-false question, which has its own profile."""
    labels = {line(choice.content).strip(" .").lower() for choice in item.choices}
    return item.kind == "single-choice" and labels == {"true", "false"}


def _ident(item: Item, names: q.Names, choice: AnswerOption) -> str:
    return line(choice.content).strip(" .").lower() if _true_false(item) else names.of(item.id, choice.id)


def _hints(element: Element, item: Item) -> None:
    if item.hints:
        hint_element = q.add(q.add(element, "itemfeedback", ident="hints"), "hint")
        for hint in item.hints:
            q.material(q.add(hint_element, "hintmaterial"), html(hint))


def _processing(element: Element, item: Item) -> Element:
    """Add the scoring, with the rules that show the solution and the hints after any answer."""
    processing = q.explaining(element, item)
    if item.hints:
        q.add(q.after_any(processing), "displayfeedback", feedbacktype="Hint", linkrefid="hints")
    return processing


def _choice(element: Element, item: Item, _: Phrases, ident: Ident) -> None:
    q.choice(element, item, html(item.prompt), ident, _processing, case="Yes")


def _word(element: Element, item: Item, *_: object) -> None:
    q.short_answer(element, item, html(item.prompt), _processing, case="No")


def _essay(element: Element, item: Item, phrases: Phrases, _: Ident) -> None:
    q.blank(q.presented(element, html(item.prompt) + html(candidate_notes(item, phrases))), lines=MOST_LINES)


WRITERS: dict[str, tuple[str, Callable[[Element, Item, Phrases, Ident], None]]] = {
    "single-choice": ("cc.multiple_choice.v0p1", _choice),
    "multiple-choice": ("cc.multiple_response.v0p1", _choice),
    "short-answer": ("cc.fib.v0p1", _word),
    "essay": ("cc.essay.v0p1", _essay),
}


CARTRIDGE = LmsFormat(
    file="cartridge.imscc",
    purpose="Blackboard, Brightspace, Sakai and others (Common Cartridge 1.1)",
    rank=30,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="most platforms add page and tests a second time: delete those of the first import before.",
)
