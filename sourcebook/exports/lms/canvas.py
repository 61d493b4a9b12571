"""Canvas quizzes: QTI 1.2 with Canvas's own question types, in a ZIP file.

Here: one function for each type, the passages as blocks of text before the questions that need them, Canvas's limits.
Ordering and categorising become matching, and marking in a text becomes several answers (`fallbacks.py`). Not here: the
elements themselves (`qti12.py`), and rubrics, which Canvas imports as a table (`rubric.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms import qti12 as q
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.question_bank import (
    Bank,
    Export,
    Loss,
    archive,
    bounds,
    drawn_words,
    name,
    number,
    pictures,
    right_of,
    rights,
    xml,
    xml_root,
)
from sourcebook.exports.lms.rubric import candidate_notes
from sourcebook.exports.lms.safe_html import TAG, Blocks, Element, html, legal, line, places, quotations, text_html
from sourcebook.exports.paper.phrases import Phrases, colon
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import Item, Number
from sourcebook.questions.seeded_order import digest

LONGEST = 16_384
"""The most bytes that Canvas accepts in a question, an answer or a comment."""
LONGEST_TITLE = 255
MOST_QUESTIONS = 200
"""The most questions in a quiz that Canvas's guides advise: longer quizzes open slowly."""
RUBRIC = (
    "the rubric stands below the question, to read; import rubric.csv to mark with it. Model answer, anchor "
    "answers and marking notes are in key.pdf."
)
TICKED = (
    "several answers: Classic Quizzes takes off for a wrong one what it gives for a right one, so whoever ticks "
    "everything earns {} per cent."
)
META = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
FALLBACKS: dict[str, fallbacks.Fallback] = {
    "ordering": fallbacks.ordering_to_matching,
    "categorise": fallbacks.categorise_to_matching,
    "find-the-quote": fallbacks.marking_to_choices,
}


@dataclass(frozen=True)
class Quiz:
    """What the questions of a quiz share: phrases, the names of what can be chosen, the ids of passages it has."""

    phrases: Phrases
    names: q.Names = field(default_factory=q.Names)
    placed: set[str] = field(default_factory=set)


def export(bank: Bank) -> Export:
    """`canvas.zip`: a quiz, or one for each variant."""
    files: dict[str, bytes] = {}
    losses = dict.fromkeys(pictures(bank.items))
    names = []
    for variant, items in bank.variants():
        quiz = bank.ident(variant)
        root, total, lost = _questions(bank, quiz, variant, items)
        files[f"{quiz}/{quiz}.xml"] = xml(root)
        files[f"{quiz}/assessment_meta.xml"] = _meta(bank, quiz, variant, total)
        losses.update(dict.fromkeys(lost))
        names.append(quiz)
    files["imsmanifest.xml"] = _manifest(bank, names)
    return Export(archive(files), tuple(losses))


def _cut(title: str) -> str:
    """The title, cut to the length that Canvas accepts; an ellipsis marks the cut."""
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _meta(bank: Bank, quiz: str, variant: str, total: float) -> bytes:
    """The quiz settings in Canvas's own format. The quiz is imported unpublished."""
    assignment = bank.assignment
    root = xml_root("quiz", META, "https://canvas.instructure.com/xsd/cccv1p0.xsd", identifier=quiz)
    practice = assignment.use == "practice"
    about = (assignment.purpose, assignment.task, bank.tools, bank.rights)
    settings = {
        "title": _cut(bank.called(variant)),
        "description": "".join(text_html(text) for text in about if text),
        "shuffle_answers": "true",
        "scoring_policy": "keep_highest",
        "hide_results": "" if practice else "always",
        "quiz_type": "practice_quiz" if practice else "assignment",
        "points_possible": number(total),
        "show_correct_answers": "true" if practice else "false",
        "allowed_attempts": "-1" if practice else "1",
        "one_question_at_a_time": "false",
        "could_be_locked": "true",
        "available": "false",
    }
    for tag, value in settings.items():
        q.add(root, tag, value)
    return xml(root)


def _manifest(bank: Bank, names: list[str]) -> bytes:
    root = xml_root("manifest", PACKAGE, identifier=f"manifest-{bank.assignment.id}")
    about = q.add(root, "metadata")
    q.add(about, "schema", "IMS Content")
    q.add(about, "schemaversion", "1.1.3")
    q.add(root, "organizations")
    resources = q.add(root, "resources")
    for quiz in names:
        questions = q.add(resources, "resource", identifier=quiz, type="imsqti_xmlv1p2")
        q.add(questions, "file", href=f"{quiz}/{quiz}.xml")
        q.add(questions, "dependency", identifierref=f"{quiz}-meta")
        kind = "associatedcontent/imscc_xmlv1p1/learning-application-resource"
        href = f"{quiz}/assessment_meta.xml"
        meta = q.add(resources, "resource", identifier=f"{quiz}-meta", type=kind, href=href)
        q.add(meta, "file", href=href)
    return xml(root)


# -- questions ---------------------------------------------------------------------------------------------------------


def _questions(bank: Bank, quiz: str, variant: str, items: list[Item]) -> tuple[Element, float, list[Loss]]:
    root = xml_root("questestinterop", q.NAMESPACE, "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd")
    assessment = q.add(root, "assessment", ident=quiz, title=_cut(bank.called(variant)))
    q.metadata(assessment, {"cc_maxattempts": "unlimited" if bank.assignment.use == "practice" else "1"})
    section = q.add(assessment, "section", ident="root_section")
    losses, total, made = [], 0.0, Quiz(bank.phrases)
    for item in items:
        elements, item_losses = _one(item, made)
        too_long = next(_too_long(elements), "") if elements else ""
        if too_long:
            item_losses = [f"left out: {too_long} is longer than the {LONGEST} bytes that Canvas takes; shorten it."]
        else:
            section.extend(elements)
            made.placed.update(each.get("ident", "") for each in elements)
            total += item.points
        losses += [Loss(item.id, loss) for loss in item_losses]
    if len(section) > MOST_QUESTIONS:
        losses.append(
            Loss("", f"Canvas advises at most {MOST_QUESTIONS} questions a quiz; this one has {len(section)}.")
        )
    return root, total, losses


def _one(item: Item, quiz: Quiz) -> tuple[list[Element], list[str]]:
    """The text block and the question, and the losses."""
    (asked,), item_losses = fallbacks.degrade(item, FALLBACKS, quiz.phrases)
    if asked.kind == "cloze" and len({bool(gap.options) for gap in asked.gaps}) > 1:
        (asked,), lost = fallbacks.gaps_to_text(asked)
        item_losses.append(lost)
    passages, rest = quotations(asked.prompt)
    block = _ident(passages)
    stimuli = [_stimulus(block, passages, quiz.phrases)] if block and block not in quiz.placed else []
    prompt = [*_pointers(passages, quiz.phrases), *rest]
    if asked.kind == "cloze" and "[" in line(rest):
        item_losses.append("square brackets in its text: whoever edits it in Canvas will find them taken for blanks.")
    right = sum(option.correct for option in asked.choices)
    if asked.kind == "multiple-choice" and (more := 2 * right - len(asked.choices)) > 0:
        item_losses.append(TICKED.format(round(100 * more / right)))
    if any(TAG.search(words) for words in _plain(asked)):
        item_losses.append("angle brackets in what is matched or filled in: New Quizzes takes them for a tag.")
    if item.hints:
        item_losses.append("hints: a Canvas quiz has none.")
    if item.rubric:
        item_losses.append(RUBRIC)
    return [*stimuli, _item(asked, prompt, quiz, block)], item_losses


def _plain(item: Item) -> Iterator[str]:
    """What of a question is plain text."""
    yield from (line(side.content) for pair in item.pairs for side in (pair.left, pair.right))
    yield from (line(entry.content) for entry in item.extra)
    yield from (form for gap in item.gaps for form in (*gap.accepted, *gap.options))


def _ident(passages: list[Any]) -> str:
    """The id of the text block of some passages; empty if there are none. Canvas makes a file name of it."""
    refs = list(dict.fromkeys(passage.ref.replace("/", "--") for passage in passages))
    return f"passages-{digest(' '.join(refs))}" if len(refs) > 1 else "".join(f"passage-{ref}" for ref in refs)


def _stimulus(ident: str, passages: list[Any], phrases: Phrases) -> Element:
    """The passages of a question as one text block: New Quizzes shows one beside a question, and none without one."""
    title = "; ".join(filter(None, (line(passage.attribution) for passage in passages)))
    element = _begin(ident, title or phrases["passage"], 0, question_type="text_only_question")
    q.material(q.add(element, "presentation"), html(passages))
    return element


def _pointers(passages: list[Any], phrases: Phrases) -> Blocks:
    """A line for each passage of a question, which says that it stands above."""
    return [
        words.paragraph(f"{colon(phrases['passage-above'], phrases)} ", *passage.attribution) for passage in passages
    ]


def _begin(ident: str, title: str, points: float, **more: str) -> Element:
    """The start of an item. New Quizzes reads the first of its fields for the type, so `question_type` comes first."""
    item = etree.Element(f"{{{q.NAMESPACE}}}item", ident=ident, title=_cut(legal(title)))
    own = {"points_possible": number(points), "assessment_question_identifierref": f"question-{ident}"}
    q.metadata(q.add(item, "itemmetadata"), more | own)
    return item


def _item(item: Item, prompt: Blocks, quiz: Quiz, block: str) -> Element:
    """The question; New Quizzes shows the text block of that id beside it."""
    kind, write = WRITERS[item.kind]
    if item.kind == "cloze" and item.gaps[0].options:
        kind = "multiple_dropdowns_question"
    beside = {"parent_stimulus_item_ident": block} if block else {}
    element = _begin(item.id, name(item), item.points, question_type=kind, **beside)
    write(element, item, prompt, quiz)
    q.feedbacks(element, item, lambda option: quiz.names.of(item.id, option.id))
    return element


# -- types -------------------------------------------------------------------------------------------------------------


def _choice(element: Element, item: Item, prompt: Blocks, quiz: Quiz) -> None:
    q.choice(element, item, html(prompt), lambda option: quiz.names.of(item.id, option.id), q.explaining)


def _matching(element: Element, item: Item, prompt: Blocks, quiz: Quiz) -> None:
    offered = rights(item)
    lefts = [(pair, f"response_{quiz.names.of(item.id, 'left', pair.left.id)}") for pair in item.pairs]
    names = {entry.id: quiz.names.of(item.id, "right", entry.id) for entry in offered}
    presentation = q.presented(element, html(prompt))
    for pair, place in lefts:
        lid = q.add(presentation, "response_lid", ident=place)
        q.material(lid, line(pair.left.content), plain=True)
        render = q.add(lid, "render_choice")
        for entry in offered:
            q.material(q.add(render, "response_label", ident=names[entry.id]), line(entry.content), plain=True)
    processing = q.explaining(element, item)
    for pair, place in lefts:
        _part(processing, place, names[right_of(pair, offered).id], len(item.pairs))


def _part(processing: Element, place: str, right: str, parts: int) -> None:
    """Add the points of one right answer out of several. Canvas adds them up, and writes no `continue` here."""
    rule = q.condition(processing, goes_on=None)
    q.equal(q.add(rule, "conditionvar"), right, ident=place)
    q.score(rule, f"{100 / parts:.2f}", "Add")


def _cloze(element: Element, item: Item, prompt: Blocks, quiz: Quiz) -> None:
    text, blanks = _with_blanks(item, prompt)
    presentation = q.presented(element, text)
    processing = q.explaining(element, item)
    for gap in item.gaps:
        lid = q.add(presentation, "response_lid", ident=f"response_{blanks[gap.id]}")
        q.material(lid, blanks[gap.id], plain=True)
        forms = drawn_words(gap.options, item) if gap.options else gap.accepted
        names = {form: quiz.names.of(item.id, gap.id, str(place)) for place, form in enumerate(forms, 1)}
        render = q.add(lid, "render_choice")
        for form, each in names.items():
            q.material(q.add(render, "response_label", ident=each), form, plain=True)
        # The right option of a drop-down; of a gap to write in, the first form (Canvas accepts all of them).
        right = next(form for form in forms if form in gap.accepted)
        _part(processing, f"response_{blanks[gap.id]}", names[right], len(item.gaps))


def _with_blanks(item: Item, prompt: Blocks) -> tuple[str, dict[str, str]]:
    """The text with `[name]` in place of each gap, and the names, which occur nowhere else in the text."""
    text_of = line(prompt)
    names = {gap.id: f"blank{place}" for place, gap in enumerate(item.gaps, 1)}
    while any(f"[{name}]" in text_of for name in names.values()):
        names = {ident: f"{name}x" for ident, name in names.items()}
    text = html(prompt, lambda ident, _: etree.Element("sb-gap", id=ident))
    for ident in places(prompt):
        text = text.replace(f'<sb-gap id="{ident}"></sb-gap>', f"[{names[ident]}]" if ident in names else "")
    return text, names


def _numeric(element: Element, item: Item, prompt: Blocks, quiz: Quiz) -> None:
    given = item.number or Number(value=0)
    q.blank(q.presented(element, html([*prompt, *fallbacks.unit(item, quiz.phrases)])), kind="Decimal")
    rule = q.condition(q.explaining(element, item))
    _within(q.add(rule, "conditionvar"), given)
    q.score(rule, "100")


def _within(test: Element, given: Number) -> None:
    """Add the condition that the answer is right: equal, or between two ends.

    A middle and its ends would say more, but New Quizzes reckons a tolerance from them in binary fractions
    (`numerics/margin_error.rb` of its importer): 31.9 less 31.7 is 0.1999….
    """
    least, most = bounds(given.value, given.tolerance)
    if least == most:
        test = q.add(test, "or")
        q.equal(test, least)
        test = q.add(test, "and")
    q.add(test, "vargte", least, respident=q.RESPONSE)
    q.add(test, "varlte", most, respident=q.RESPONSE)


def _short(element: Element, item: Item, prompt: Blocks, _: Quiz) -> None:
    q.short_answer(element, item, html(prompt), q.explaining)


def _essay(element: Element, item: Item, prompt: Blocks, quiz: Quiz) -> None:
    q.blank(q.presented(element, html(prompt) + html(candidate_notes(item, quiz.phrases))))
    rule = q.condition(q.processing(element))
    q.add(q.add(rule, "conditionvar"), "other")


WRITERS: dict[str, tuple[str, Callable[[Element, Item, Blocks, Quiz], None]]] = {
    "single-choice": ("multiple_choice_question", _choice),
    "multiple-choice": ("multiple_answers_question", _choice),
    "matching": ("matching_question", _matching),
    "cloze": ("fill_in_multiple_blanks_question", _cloze),
    "numeric": ("numerical_question", _numeric),
    "short-answer": ("short_answer_question", _short),
    "essay": ("essay_question", _essay),
}


# -- limits ------------------------------------------------------------------------------------------------------------


def _too_long(elements: list[Element]) -> Iterator[str]:
    """The texts that exceed Canvas's limit."""
    for item in elements:
        for text in item.iter(f"{{{q.NAMESPACE}}}mattext"):
            if len((text.text or "").encode()) >= LONGEST:
                yield f"a text of “{item.get('title')}”"


CANVAS = LmsFormat(
    file="canvas.zip",
    purpose="Canvas (Settings, Import course content, QTI .zip file)",
    rank=20,
    export=export,
    writers=WRITERS,
    fallbacks=FALLBACKS,
    again="choose “Overwrite assessment content with matching IDs”; otherwise the quiz comes a second time.",
)
