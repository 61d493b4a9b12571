"""One question as an item of QTI 2.1: declarations, interactions, scoring and feedback.

Here: one function for each kind, on a writer that knows the elements. Every part of an answer has its points in a
mapping, which also readers that ignore the scoring rules can use; the rules add them up, and what the key earns is set
to the whole points, so that no sum of fractions falls short. Not here: the package (`qti21.py`).

Three readers decide how it is written. Inspera reads the outcome FEEDBACK, which says how good the answer was, in its
own four words. TAO keeps rules of this form as they are, and puts anchors around a pattern, which is one group for that
reason. Not all readers show a marker's notes to markers alone, so there are none.

A number is compared as text, by patterns: read as a number, it could have the decimal sign of one country only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.number_patterns import number_patterns
from sourcebook.exports.lms.qti3_item import LANG, SHOWN, identifier, without_templates
from sourcebook.exports.lms.qti12 import add
from sourcebook.exports.lms.question_bank import (
    bounds,
    drawn,
    drawn_words,
    explained,
    in_drawn_order,
    name,
    number,
    right_of,
    rights,
    xml,
    xml_root,
)
from sourcebook.exports.lms.rubric import candidate_notes
from sourcebook.exports.lms.safe_html import Element, Markup, legal
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.exports.paper.phrases import phrases as phrases_of
from sourcebook.questions.items import AnswerOption, Blocks, Gap, Hot, Item, Number
from sourcebook.questions.kinds import KINDS

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
SCHEMA = "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
RESPONSE = "RESPONSE"
NOTHING = "none"
"""The value of an outcome that shows nothing: TAO's runner fails on one without any."""
NEARLY = 0.001
"""How near to the whole points a sum of parts counts as all of them."""


def item_file(item: Item, language: str = "en") -> bytes:
    """One question as an `assessmentItem`, in the language of the book."""
    writer = Qti21Writer(item, phrases_of(language))
    root = writer.item()
    root.set(LANG, language)
    for element in root.iter(etree.Element):  # QTI 2.1 knows the language of words by XML's own attribute alone
        if element.get("lang"):
            element.set(LANG, element.attrib.pop("lang"))
    return xml(without_templates(root), indent=False)


class Qti21Writer:
    """Builds one item under `root`, in the element order of the schema."""

    def __init__(self, item: Item, phrases: Phrases) -> None:
        self.asked = item
        self.phrases = phrases
        self.root = xml_root("assessmentItem", NAMESPACE, SCHEMA)
        self.markup = Markup(NAMESPACE, self._stand_in)
        self.responses: list[str] = []

    def item(self) -> Element:
        attributes = {"identifier": identifier(self.asked.id), "title": name(self.asked)}
        for key, value in {**attributes, "adaptive": "false", "timeDependent": "false"}.items():
            self.root.set(key, value)
        WRITERS[self.asked.kind](self)
        for choice in self.asked.choices:
            if choice.feedback:
                self._modal("CHOSEN", identifier(choice.id), choice.feedback)
        if explained(self.asked):
            self._modal("SOLUTION", SHOWN, explained(self.asked))
        return self.root

    def _modal(self, outcome: str, ident: str, content: Blocks) -> None:
        element = add(self.root, "modalFeedback", outcomeIdentifier=outcome, identifier=ident, showHide="show")
        self.markup.blocks(element, content)

    # -- declarations --

    def response(
        self, kind: str, key: Sequence[str], points: Mapping[str, str], several: str = "single", ident: str = RESPONSE
    ) -> None:
        """Declare a response, its key, and the points of each part of an answer."""
        self.responses.append(ident)
        declaration = add(self.root, "responseDeclaration", identifier=ident, cardinality=several, baseType=kind)
        if key:
            correct = add(declaration, "correctResponse")
            for value in key:
                add(correct, "value", value)
        if points:
            bound = {"lowerBound": "0", "upperBound": number(self.asked.points)} if several == "multiple" else {}
            mapping = add(declaration, "mapping", defaultValue="0", **bound)
            case = {"caseSensitive": "false"} if kind == "string" else {}
            for value, worth in points.items():
                add(mapping, "mapEntry", mapKey=legal(value), mappedValue=worth, **case)

    def outcomes(self) -> None:
        """Declare the score, the best score, how good the answer was, and what shows feedback."""
        best = number(self.asked.points)
        self._outcome("SCORE", "float", "0", normalMaximum=best)
        self._outcome("MAXSCORE", "float", best)
        self._outcome("FEEDBACK", "identifier", NOTHING)
        if any(choice.feedback for choice in self.asked.choices):
            several = self.asked.kind == "multiple-choice"
            self._outcome("CHOSEN", "identifier", "" if several else NOTHING, "multiple" if several else "single")
        if explained(self.asked):
            self._outcome("SOLUTION", "identifier", NOTHING)

    def _outcome(self, ident: str, kind: str, value: str = "", cardinality: str = "single", **more: str) -> None:
        named = {"identifier": ident, "cardinality": cardinality, "baseType": kind}
        declaration = add(self.root, "outcomeDeclaration", **named, **more)
        if value:
            add(add(declaration, "defaultValue"), "value", value)

    # -- body --

    def body(self, prompt: Blocks | None = None) -> Element:
        """Add the body, with the prompt."""
        element = add(self.root, "itemBody")
        self.markup.blocks(element, self.asked.prompt if prompt is None else prompt)
        return element

    def _stand_in(self, ident: str, content: list[Any]) -> Element | None:
        gap = next((each for each in self.asked.gaps if each.id == ident), None)
        if any(hot.id == ident for hot in self.asked.hots):
            element = etree.Element(f"{{{NAMESPACE}}}hottext", identifier=identifier(ident))
            self.markup.inline(element, content)
            return element
        return None if gap is None else self._gap(gap)

    def _gap(self, gap: Gap) -> Element:
        if not gap.options:
            length = str(max(map(len, gap.accepted)) + 2)
            tag = f"{{{NAMESPACE}}}textEntryInteraction"
            return etree.Element(tag, responseIdentifier=_response(gap), expectedLength=length)
        tag = f"{{{NAMESPACE}}}inlineChoiceInteraction"
        interaction = etree.Element(tag, responseIdentifier=_response(gap), shuffle="false")
        for option in drawn_words(gap.options, self.asked):
            add(interaction, "inlineChoice", option, identifier=_option(gap, option))
        return interaction

    def options(self, parent: Element, tag: str, entries: Sequence[Any], **attributes: str) -> None:
        """Add the options to choose, order or match."""
        for entry in entries:
            self.markup.flow(add(parent, tag, identifier=identifier(entry.id), **attributes), entry.content)

    # -- scoring --

    def processing(self, add_points: Callable[[Element, str], None]) -> None:
        """Add the scoring: the points of each response that was given, and then how good the whole is."""
        processing = add(self.root, "responseProcessing")
        for ident in self.responses:
            branch = add(add(processing, "responseCondition"), "responseIf")
            add_points(branch, ident)
        if any(choice.feedback for choice in self.asked.choices):
            add(add(processing, "setOutcomeValue", identifier="CHOSEN"), "variable", identifier=RESPONSE)
        self._judge(processing)
        if explained(self.asked):
            _set(processing, "SOLUTION", SHOWN)

    def _judge(self, processing: Element) -> None:
        """How good the answer was, in Inspera's words."""
        condition = add(processing, "responseCondition")
        blank = add(condition, "responseIf")
        nothing = add(blank, "and")
        for ident in self.responses:
            add(add(nothing, "isNull"), "variable", identifier=ident)
        _set(blank, "FEEDBACK", "feedback_unanswered")
        if not KINDS[self.asked.kind].auto:
            _set(add(condition, "responseElse"), "FEEDBACK", "feedback_answered")
            return
        whole = self._above(condition, "gte", number(self.asked.points - NEARLY))
        _set(whole, "SCORE", number(self.asked.points), "float")
        _set(whole, "FEEDBACK", "feedback_correct")
        _set(self._above(condition, "gt", "0"), "FEEDBACK", "feedback_partially_correct")
        _set(add(condition, "responseElse"), "FEEDBACK", "feedback_wrong")

    def _above(self, condition: Element, comparison: str, bound: str) -> Element:
        branch = add(condition, "responseElseIf")
        compared = add(branch, comparison)
        add(compared, "variable", identifier="SCORE")
        add(compared, "baseValue", bound, baseType="float")
        return branch

    def mapped(self, branch: Element, ident: str) -> None:
        """Points by the mapping, where there is an answer."""
        add(add(add(branch, "not"), "isNull"), "variable", identifier=ident)
        add(_plus(branch), "mapResponse", identifier=ident)

    def matched(self, branch: Element, ident: str) -> None:
        """All points where the response is the key."""
        match = add(branch, "match")
        add(match, "variable", identifier=ident)
        add(match, "correct", identifier=ident)
        add(_plus(branch), "baseValue", number(self.asked.points), baseType="float")

    def typed(self, branch: Element, ident: str) -> None:
        """All points where the response is a number within the bounds."""
        given = self.asked.number or Number(value=0)
        one_reading = add(branch, "or")
        for reading in number_patterns(*bounds(given.value, given.tolerance)):
            every = add(one_reading, "and")
            for pattern in reading:
                add(add(every, "patternMatch", pattern=pattern), "variable", identifier=ident)
        add(_plus(branch), "baseValue", number(self.asked.points), baseType="float")


def _set(parent: Element, outcome: str, value: str, kind: str = "identifier") -> None:
    add(add(parent, "setOutcomeValue", identifier=outcome), "baseValue", value, baseType=kind)


def _plus(branch: Element) -> Element:
    """Add to the score. Returns the sum, where what is added must stand."""
    total = add(add(branch, "setOutcomeValue", identifier="SCORE"), "sum")
    add(total, "variable", identifier="SCORE")
    return total


def _response(gap: Gap) -> str:
    return f"RESPONSE-{gap.id}"


def _option(gap: Gap, option: str) -> str:
    """The id of an option: its position in the author's order."""
    return f"option-{gap.options.index(option) + 1}"


def _share(points: float, parts: int) -> str:
    """One of equal parts of the points, in so many digits as a mark has."""
    return number(round(points / parts, 4))


def _weights(options: Sequence[AnswerOption | Hot], points: float) -> dict[str, str]:
    """The points of options: the wrong ones together cancel the right ones."""
    right = sum(option.correct for option in options)
    earns, costs = _share(points, right), _share(points, len(options) - right)
    return {identifier(option.id): earns if option.correct else f"-{costs}" for option in options}


def _forms(accepted: Sequence[str], points: str) -> dict[str, str]:
    """The points of each accepted answer: white space in one kind."""
    return {" ".join(form.split()): points for form in accepted}


# -- kinds -------------------------------------------------------------------------------------------------------------


def _choice(writer: Qti21Writer) -> None:
    item = writer.asked
    several = item.kind == "multiple-choice"
    key = [identifier(choice.id) for choice in item.choices if choice.correct]
    points = _weights(item.choices, item.points) if several else dict.fromkeys(key, number(item.points))
    writer.response("identifier", key, points, "multiple" if several else "single")
    writer.outcomes()
    most = {"maxChoices": "0" if several else "1"}
    interaction = add(writer.body(), "choiceInteraction", responseIdentifier=RESPONSE, shuffle="true", **most)
    writer.options(interaction, "simpleChoice", in_drawn_order(item))
    writer.processing(writer.mapped)


def _ordering(writer: Qti21Writer) -> None:
    item = writer.asked
    writer.response("identifier", [identifier(entry.id) for entry in item.entries], {}, "ordered")
    writer.outcomes()
    # A number of entries to be moved, so that what nobody touched is no answer: else the order shown would be one.
    every = {"minChoices": str(len(item.entries)), "maxChoices": str(len(item.entries))}
    interaction = add(writer.body(), "orderInteraction", responseIdentifier=RESPONSE, shuffle="true", **every)
    writer.options(interaction, "simpleChoice", drawn(item.entries, item))
    writer.processing(writer.matched)


def _matching(writer: Qti21Writer) -> None:
    item = writer.asked
    offered = rights(item)
    key = [f"{identifier(pair.left.id)} {_right(right_of(pair, offered).id)}" for pair in item.pairs]
    writer.response("directedPair", key, dict.fromkeys(key, _share(item.points, len(key))), "multiple")
    writer.outcomes()
    most = str(len(key))
    interaction = add(
        writer.body(), "matchInteraction", responseIdentifier=RESPONSE, shuffle="false", maxAssociations=most
    )
    lefts = add(interaction, "simpleMatchSet")
    writer.options(lefts, "simpleAssociableChoice", [pair.left for pair in item.pairs], matchMax="1")
    right_set = add(interaction, "simpleMatchSet")
    for entry in offered:
        choice = add(right_set, "simpleAssociableChoice", identifier=_right(entry.id), matchMax=most)
        writer.markup.flow(choice, entry.content)
    writer.processing(writer.mapped)


def _right(ident: str) -> str:
    """The id of a right-hand side, with a prefix: a left-hand side may have the same id."""
    return f"r-{ident}"


def _cloze(writer: Qti21Writer) -> None:
    item = writer.asked
    share = _share(item.points, len(item.gaps))
    for gap in item.gaps:
        if gap.options:
            key = [_option(gap, option) for option in gap.options if option in gap.accepted]
            writer.response("identifier", key[:1], dict.fromkeys(key, share), ident=_response(gap))
        else:
            writer.response("string", gap.accepted[:1], _forms(gap.accepted, share), ident=_response(gap))
    writer.outcomes()
    writer.body()
    writer.processing(writer.mapped)


def _short(writer: Qti21Writer) -> None:
    item = writer.asked
    writer.response("string", item.accepted[:1], _forms(item.accepted, number(item.points)))
    writer.outcomes()
    _entry(writer, max(map(len, item.accepted)) + 2)
    writer.processing(writer.mapped)


def _numeric(writer: Qti21Writer) -> None:
    given = writer.asked.number or Number(value=0)
    key = number(given.value)
    forms = _forms([key, key.replace(".", ",")], number(writer.asked.points))
    writer.response("string", [key], forms)
    writer.outcomes()
    _entry(writer, 10, given.unit)
    writer.processing(writer.typed)


def _entry(writer: Qti21Writer, length: int, unit: str = "") -> None:
    """Add a text field for a short answer, in its own paragraph."""
    paragraph = add(writer.body(), "p")
    interaction = add(paragraph, "textEntryInteraction", responseIdentifier=RESPONSE, expectedLength=str(length))
    if unit:
        interaction.tail = legal(f" {unit}")


def _marking(writer: Qti21Writer) -> None:
    item = writer.asked
    right = [identifier(hot.id) for hot in item.hots if hot.correct]
    writer.response("identifier", right, _weights(item.hots, item.points), "multiple")
    writer.outcomes()
    most = {"maxChoices": str(len(item.hots))}
    interaction = add(writer.body([]), "hottextInteraction", responseIdentifier=RESPONSE, **most)
    writer.markup.blocks(interaction, item.prompt)
    writer.processing(writer.mapped)


def _essay(writer: Qti21Writer) -> None:
    item = writer.asked
    writer.response("string", [], {})
    writer.outcomes()
    body = writer.body([*item.prompt, *candidate_notes(item, writer.phrases)])
    length = {"expectedLength": str(item.words[1] * 7), "expectedLines": "20"} if item.words else {}
    add(body, "extendedTextInteraction", responseIdentifier=RESPONSE, **length)
    writer.processing(_nothing)


def _nothing(branch: Element, ident: str) -> None:
    """No points: a marker gives them."""
    add(add(branch, "isNull"), "variable", identifier=ident)
    _set(branch, "SCORE", "0", "float")


WRITERS: dict[str, Callable[[Qti21Writer], None]] = {
    "single-choice": _choice,
    "multiple-choice": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "cloze": _cloze,
    "numeric": _numeric,
    "short-answer": _short,
    "find-the-quote": _marking,
    "essay": _essay,
}
FALLBACKS: dict[str, fallbacks.Fallback] = {"categorise": fallbacks.categorise_to_matching}
