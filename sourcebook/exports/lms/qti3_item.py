"""One question as an item of QTI 3: declarations, interactions and scoring.

Here: one function for each kind, on a writer that knows the elements. A full answer gives all points, a blank none;
where an answer has parts, each right part counts, and a wrong choice takes away what a right one gives. Not here: the
package (`qti3.py`).

The points are computed as `points × right parts ÷ parts`, so that a full answer gives the whole number and not one that
a sum of fractions comes near to. A tolerance is written with `gte` and `lte`, on which players agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from sourcebook.exports.lms import fallbacks
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
from sourcebook.exports.lms.rubric import candidate_notes, scorer_notes
from sourcebook.exports.lms.safe_html import Element, Markup, legal
from sourcebook.exports.paper.phrases import Phrases
from sourcebook.exports.paper.phrases import phrases as phrases_of
from sourcebook.questions.items import AnswerOption, Blocks, Gap, Hot, Item, Number
from sourcebook.questions.kinds import KINDS

NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SHOWN = "shown"
"""The value that shows the solution."""


def identifier(ident: str) -> str:
    """The id as a valid QTI identifier, which starts with a letter."""
    return f"i-{ident}"


def item_file(item: Item, language: str = "en") -> bytes:
    """One question as a `qti-assessment-item`, in the language of the book."""
    writer = Writer(item, phrases_of(language))
    writer.root.set(LANG, language)
    return xml(without_templates(writer.item()), indent=False)


def without_templates(item: Element) -> Element:
    """The item with an invisible character between doubled braces.

    Players are pages of a browser, and some (those built on Vue) compile an item as a template, in which what stands
    between doubled braces is run. An answer that is typed is compared as it stands, so a key with such braces is lost.
    """
    for element in item.iter(etree.Element):
        element.text = _parted(element.text)
        element.tail = _parted(element.tail)
        for key, value in element.attrib.items():
            element.set(key, _parted(str(value)) or "")
    return item


def _parted(text: str | None) -> str | None:
    return text.replace("{{", "{\u2060{") if text and "{{" in text else text


def add_qti(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append a QTI element; in attribute names, `_` stands for a hyphen."""
    named = {key.rstrip("_").replace("_", "-"): legal(value) for key, value in attributes.items()}
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}qti-{tag}", named)
    if text:
        element.text = legal(text)
    return element


class Writer:
    """Builds one item under `root`, in the element order of the schema."""

    def __init__(self, item: Item, phrases: Phrases) -> None:
        self.asked = item
        self.phrases = phrases
        self.root = xml_root("qti-assessment-item", NAMESPACE)
        self.markup = Markup(NAMESPACE, self._stand_in)

    def item(self) -> Element:
        item = self.asked
        attributes = {"identifier": identifier(item.id), "title": name(item), "adaptive": "false"}
        for key, value in {**attributes, "time-dependent": "false"}.items():
            self.root.set(key, value)
        WRITERS[item.kind](self)
        return self.root

    # -- declarations --

    def response(self, kind: str, key: Sequence[str], several: str = "single", ident: str = "RESPONSE") -> Element:
        """Declare a response and its key."""
        declaration = add_qti(self.root, "response-declaration", identifier=ident, cardinality=several, base_type=kind)
        if key:
            correct = add_qti(declaration, "correct-response")
            for value in key:
                add_qti(correct, "value", value)
        return declaration

    def mapping(self, declaration: Element, values: Mapping[str, str], **attributes: str) -> None:
        """Add the points of each part of an answer."""
        element = add_qti(declaration, "mapping", default_value="0", **attributes)
        for key, value in values.items():
            add_qti(element, "map-entry", map_key=key, mapped_value=value)

    def forms(self, declaration: Element, accepted: Sequence[str]) -> None:
        """Add the accepted answers, compared without regard to case."""
        mapping = add_qti(declaration, "mapping", default_value="0")
        for form in dict.fromkeys(" ".join(form.split()) for form in accepted):
            add_qti(mapping, "map-entry", map_key=form, mapped_value="1", case_sensitive="false")

    def outcomes(self, feedback: str = "") -> None:
        """Declare the score, the best score and the outcomes that show feedback; `feedback` is its cardinality."""
        best = number(self.asked.points)
        human = {} if KINDS[self.asked.kind].auto else {"external_scored": "human"}
        self._outcome("SCORE", "single", "float", "0", normal_maximum=best, **human)
        self._outcome("MAXSCORE", "single", "float", best)
        if self.asked.kind == "cloze":
            self._outcome("RIGHT", "single", "float", "0")
        if feedback:
            self._outcome("FEEDBACK", feedback, "identifier", "none")
        if explained(self.asked):
            self._outcome("SOLUTION", "single", "identifier")

    def _outcome(self, ident: str, cardinality: str, kind: str, value: str = "", **more: str) -> None:
        named = {"identifier": ident, "cardinality": cardinality, "base_type": kind}
        declaration = add_qti(self.root, "outcome-declaration", **named, **more)
        if value:
            add_qti(add_qti(declaration, "default-value"), "value", value)

    # -- body --

    def body(self, prompt: Blocks | None = None) -> Element:
        """Add the body, with the prompt."""
        element = add_qti(self.root, "item-body")
        self.markup.blocks(element, self.asked.prompt if prompt is None else prompt)
        return element

    def _stand_in(self, ident: str, content: list[Any]) -> Element | None:
        gap = next((each for each in self.asked.gaps if each.id == ident), None)
        hot = next((each for each in self.asked.hots if each.id == ident), None)
        if hot is not None:
            element = etree.Element(f"{{{NAMESPACE}}}qti-hottext", identifier=identifier(ident))
            self.markup.inline(element, content)
            return element
        return None if gap is None else self._gap(gap)

    def _gap(self, gap: Gap) -> Element:
        response = _response(gap)
        if not gap.options:
            length = str(max(map(len, gap.accepted)) + 2)
            tag = f"{{{NAMESPACE}}}qti-text-entry-interaction"
            return etree.Element(tag, {"response-identifier": response, "expected-length": length})
        interaction = etree.Element(
            f"{{{NAMESPACE}}}qti-inline-choice-interaction", {"response-identifier": response, "shuffle": "false"}
        )
        for option in drawn_words(gap.options, self.asked):
            add_qti(interaction, "inline-choice", option, identifier=_option(gap, option))
        return interaction

    def options(self, parent: Element, tag: str, entries: Sequence[Any], **attributes: str) -> None:
        """Add the options to choose, order or match."""
        for entry in entries:
            option = add_qti(parent, tag, identifier=identifier(entry.id), **attributes)
            self.markup.flow(option, entry.content)

    # -- scoring --

    def processing(self) -> Element:
        return add_qti(self.root, "response-processing")

    def full_if(self, processing: Element) -> Element:
        """Add a rule that gives all points. Returns its branch, where the condition must be inserted first."""
        branch = add_qti(add_qti(processing, "response-condition"), "response-if")
        self._set(branch, "SCORE", number(self.asked.points))
        return branch

    def matches(self, branch: Element, ident: str = "RESPONSE") -> None:
        """Insert the condition that the response is the key."""
        match = add_qti(branch, "match")
        add_qti(match, "variable", identifier=ident)
        add_qti(match, "correct", identifier=ident)
        branch.insert(0, match)

    def _set(self, parent: Element, outcome: str, value: str, kind: str = "float") -> None:
        element = add_qti(parent, "set-outcome-value", identifier=outcome)
        add_qti(element, "base-value", value, base_type=kind)

    def by_parts(self, processing: Element, parts: int) -> None:
        """Score by the parts that the mapping counts; no points for a blank."""
        condition = add_qti(processing, "response-condition")
        blank = add_qti(condition, "response-if")
        add_qti(add_qti(blank, "is-null"), "variable", identifier="RESPONSE")
        self._set(blank, "SCORE", "0")
        product = self._share(add_qti(condition, "response-else"), parts)
        add_qti(product, "map-response", identifier="RESPONSE")

    def _share(self, parent: Element, parts: int) -> Element:
        """Set the score to `points × … ÷ parts`. Returns the product, where the count must be added."""
        element = add_qti(parent, "set-outcome-value", identifier="SCORE")
        divided = add_qti(element, "divide")
        product = add_qti(divided, "product")
        add_qti(product, "base-value", number(self.asked.points), base_type="float")
        add_qti(divided, "base-value", str(parts), base_type="float")
        return product

    def count(self, processing: Element, ident: str, *, mapped: bool) -> None:
        """Count a part as right: by its mapping, or if it is the key."""
        condition = add_qti(processing, "response-condition")
        blank = add_qti(condition, "response-if")
        add_qti(add_qti(blank, "is-null"), "variable", identifier=ident)
        branch = add_qti(condition, "response-else-if" if not mapped else "response-else")
        if not mapped:
            self.matches(branch, ident)
        total = add_qti(add_qti(branch, "set-outcome-value", identifier="RIGHT"), "sum")
        add_qti(total, "variable", identifier="RIGHT")
        if mapped:
            add_qti(total, "map-response", identifier=ident)
        else:
            add_qti(total, "base-value", "1", base_type="float")

    def counted(self, processing: Element, parts: int) -> None:
        """Score by the parts that were counted."""
        add_qti(self._share(processing, parts), "variable", identifier="RIGHT")

    def feedback(self, processing: Element) -> None:
        """Add the feedback of each choice, and the solution."""
        if any(choice.feedback for choice in self.asked.choices):
            condition = add_qti(processing, "response-condition")
            add_qti(add_qti(add_qti(condition, "response-if"), "is-null"), "variable", identifier="RESPONSE")
            given = add_qti(condition, "response-else")
            add_qti(add_qti(given, "set-outcome-value", identifier="FEEDBACK"), "variable", identifier="RESPONSE")
        if explained(self.asked):
            self._set(processing, "SOLUTION", SHOWN, "identifier")
        for choice in self.asked.choices:
            if choice.feedback:
                self._modal("FEEDBACK", identifier(choice.id), choice.feedback)
        if explained(self.asked):
            self._modal("SOLUTION", SHOWN, explained(self.asked))

    def _modal(self, outcome: str, ident: str, content: Blocks) -> None:
        element = add_qti(self.root, "modal-feedback", outcome_identifier=outcome, identifier=ident, show_hide="show")
        self.markup.blocks(add_qti(element, "content-body"), content)


def _response(gap: Gap) -> str:
    return f"RESPONSE-{gap.id}"


def _option(gap: Gap, option: str) -> str:
    """The id of an option: its position in the author's order."""
    return f"option-{gap.options.index(option) + 1}"


def _choice(writer: Writer) -> None:
    item = writer.asked
    several = item.kind == "multiple-choice"
    key = [identifier(choice.id) for choice in item.choices if choice.correct]
    cardinality = "multiple" if several else "single"
    declaration = writer.response("identifier", key, cardinality)
    if several:
        writer.mapping(declaration, _weights(item.choices), lower_bound="0")
    writer.outcomes(cardinality if any(choice.feedback for choice in item.choices) else "")
    interaction = add_qti(
        writer.body(),
        "choice-interaction",
        response_identifier="RESPONSE",
        shuffle="true",
        max_choices="0" if several else "1",
    )
    writer.options(interaction, "simple-choice", in_drawn_order(item))
    processing = writer.processing()
    if several:
        writer.by_parts(processing, len(key))
    else:
        writer.matches(writer.full_if(processing))
    writer.feedback(processing)


def _weights(options: Sequence[AnswerOption | Hot]) -> dict[str, str]:
    """The weights of options: 1 for a right one; the wrong ones together cancel the right ones."""
    right = sum(option.correct for option in options)
    off = number(right / (len(options) - right))
    return {identifier(option.id): "1" if option.correct else f"-{off}" for option in options}


def _ordering(writer: Writer) -> None:
    item = writer.asked
    writer.response("identifier", [identifier(entry.id) for entry in item.entries], "ordered")
    writer.outcomes()
    # With an area of their own to be put into, untouched entries are no answer: else the order shown would be one.
    interaction = add_qti(
        writer.body(),
        "order-interaction",
        response_identifier="RESPONSE",
        shuffle="true",
        min_choices=str(len(item.entries)),
        max_choices=str(len(item.entries)),
        class_="qti-choices-top",
    )
    writer.options(interaction, "simple-choice", drawn(item.entries, item))
    processing = writer.processing()
    writer.matches(writer.full_if(processing))
    writer.feedback(processing)


def _matching(writer: Writer) -> None:
    item = writer.asked
    offered = rights(item)
    key = [f"{identifier(p.left.id)} {_right(right_of(p, offered).id)}" for p in item.pairs]
    declaration = writer.response("directedPair", key, "multiple")
    writer.mapping(declaration, dict.fromkeys(key, "1"))
    writer.outcomes()
    interaction = add_qti(
        writer.body(), "match-interaction", response_identifier="RESPONSE", shuffle="false",
        max_associations=str(len(key)),
    )  # fmt: skip
    lefts = add_qti(interaction, "simple-match-set")
    writer.options(lefts, "simple-associable-choice", [pair.left for pair in item.pairs], match_max="1")
    right_set = add_qti(interaction, "simple-match-set")
    for entry in offered:
        choice = add_qti(right_set, "simple-associable-choice", identifier=_right(entry.id), match_max=str(len(key)))
        writer.markup.flow(choice, entry.content)
    processing = writer.processing()
    writer.by_parts(processing, len(key))
    writer.feedback(processing)


def _right(ident: str) -> str:
    """The id of a right-hand side, with a prefix: a left-hand side may have the same id."""
    return f"r-{ident}"


def _categorise(writer: Writer) -> None:
    (matching,), _ = fallbacks.categorise_to_matching(writer.asked, writer.phrases)
    writer.asked = matching
    _matching(writer)


def _cloze(writer: Writer) -> None:
    item = writer.asked
    for gap in item.gaps:
        if gap.options:
            right = next(option for option in gap.options if option in gap.accepted)
            writer.response("identifier", [_option(gap, right)], ident=_response(gap))
        else:
            writer.forms(writer.response("string", gap.accepted[:1], ident=_response(gap)), gap.accepted)
    writer.outcomes()
    writer.body()
    processing = writer.processing()
    for gap in item.gaps:
        writer.count(processing, _response(gap), mapped=not gap.options)
    writer.counted(processing, len(item.gaps))
    writer.feedback(processing)


def _short(writer: Writer) -> None:
    item = writer.asked
    writer.forms(writer.response("string", item.accepted[:1]), item.accepted)
    writer.outcomes()
    _entry(writer, max(map(len, item.accepted)) + 2)
    processing = writer.processing()
    writer.by_parts(processing, 1)
    writer.feedback(processing)


def _numeric(writer: Writer) -> None:
    given = writer.asked.number or Number(value=0)
    writer.response("float", [number(given.value)])
    writer.outcomes()
    _entry(writer, 10, given.unit)
    processing = writer.processing()
    branch = writer.full_if(processing)
    both = add_qti(branch, "and")
    for tag, end in zip(("gte", "lte"), bounds(given.value, given.tolerance), strict=True):
        comparison = add_qti(both, tag)
        add_qti(comparison, "variable", identifier="RESPONSE")
        add_qti(comparison, "base-value", end, base_type="float")
    branch.insert(0, both)
    writer.feedback(processing)


def _entry(writer: Writer, length: int, unit: str = "") -> None:
    """Add a text field for a short answer, in its own paragraph."""
    paragraph = writer.markup.add(writer.body(), "p")
    interaction = add_qti(
        paragraph, "text-entry-interaction", response_identifier="RESPONSE", expected_length=str(length)
    )
    if unit:
        interaction.tail = legal(f" {unit}")


def _marking(writer: Writer) -> None:
    item = writer.asked
    right = [identifier(hot.id) for hot in item.hots if hot.correct]
    writer.mapping(writer.response("identifier", right, "multiple"), _weights(item.hots), lower_bound="0")
    writer.outcomes()
    interaction = add_qti(
        writer.body([]), "hottext-interaction", response_identifier="RESPONSE", max_choices=str(len(item.hots))
    )
    writer.markup.blocks(interaction, item.prompt)
    processing = writer.processing()
    writer.by_parts(processing, len(right))
    writer.feedback(processing)


def _essay(writer: Writer) -> None:
    item = writer.asked
    writer.response("string", [])
    writer.outcomes()
    body = writer.body([*item.prompt, *candidate_notes(item, writer.phrases)])
    length = {"expected_length": str(item.words[1] * 7), "expected_lines": "20"} if item.words else {}
    add_qti(body, "extended-text-interaction", response_identifier="RESPONSE", **length)
    notes = scorer_notes(item, writer.phrases)
    if notes:
        block = add_qti(body, "rubric-block", use="scoring", view="scorer")
        writer.markup.blocks(add_qti(block, "content-body"), notes)


WRITERS: dict[str, Callable[[Writer], None]] = {
    "single-choice": _choice,
    "multiple-choice": _choice,
    "ordering": _ordering,
    "matching": _matching,
    "cloze": _cloze,
    "numeric": _numeric,
    "short-answer": _short,
    "categorise": _categorise,
    "find-the-quote": _marking,
    "essay": _essay,
}
FALLBACKS: dict[str, fallbacks.Fallback] = {}
"""QTI 3 has an interaction for every kind."""
