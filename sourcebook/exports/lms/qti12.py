"""QTI 1.2: the elements shared by Canvas quizzes and Common Cartridges.

Here: functions that add them to a tree. Not here: the elements and names that each platform wants (`canvas.py`,
`cartridge.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from sourcebook.exports.lms.question_bank import explained, in_drawn_order
from sourcebook.exports.lms.safe_html import Element, html, legal
from sourcebook.questions.items import AnswerOption, Item
from sourcebook.questions.seeded_order import Draw

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
RESPONSE = "response1"
Scoring = Callable[[Element, Item], Element]
"""Adds the scoring of a question, and returns what its rules are added to."""


class Names:
    """Numbers that name what can be chosen in a file, no two alike; the same thing has the same in every release.

    Canvas takes the first run of digits in a name for its number, and so two names with the same run for one thing
    (`get_canvas_matches` and `get_or_generate_answer_id` of its importer `qti_exporter`).
    """

    def __init__(self) -> None:
        self._given: dict[tuple[str, ...], str] = {}
        self._taken: set[int] = set()

    def of(self, *path: str) -> str:
        """The number of a thing, known by the id of its question and its own."""
        if path not in self._given:
            number = 10_000_000 + Draw("\0".join(path)).number("name") % 90_000_000
            while number in self._taken:
                number += 1
            self._taken.add(number)
            self._given[path] = str(number)
        return self._given[path]


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """Append a new element, in the namespace of its parent."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag, attributes)
    if text:
        element.text = legal(text)
    return element


def metadata(parent: Element, fields: Mapping[str, str]) -> None:
    """Add a table of names and values."""
    table = add(parent, "qtimetadata")
    for label, entry in fields.items():
        field = add(table, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)


def material(parent: Element, text: str, *, plain: bool = False) -> None:
    """Add text: HTML, or plain text."""
    add(add(parent, "material"), "mattext", text, texttype="text/plain" if plain else "text/html")


def presented(item: Element, text: str) -> Element:
    """Add the question as HTML; the fields for its answer go into what is returned."""
    presentation = add(item, "presentation")
    material(presentation, text)
    return presentation


def blank(parent: Element, *, kind: str = "", lines: int = 0) -> None:
    """Add a text field for the answer."""
    answer = add(parent, "response_str", ident=RESPONSE, rcardinality="Single")
    attributes = {"fibtype": kind} if kind else {}
    add(answer, "render_fib", **attributes, **({"rows": str(lines)} if lines else {}))


def processing(item: Element) -> Element:
    """Add the scoring, out of a hundred."""
    element = add(item, "resprocessing")
    add(add(element, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return element


def explaining(item: Element, question: Item) -> Element:
    """Add the scoring, with the rule that shows the solution after any answer."""
    rules = processing(item)
    if explained(question):
        show(after_any(rules), "general_fb")
    return rules


def after_any(processing: Element) -> Element:
    """Add a rule that applies to any answer."""
    rule = condition(processing, goes_on=True)
    add(add(rule, "conditionvar"), "other")
    return rule


def condition(processing: Element, *, goes_on: bool | None = False) -> Element:
    """Add a scoring rule; its `conditionvar` comes first. `goes_on`: the value of `continue`, left out for None."""
    return add(processing, "respcondition", **({} if goes_on is None else {"continue": "Yes" if goes_on else "No"}))


def equal(parent: Element, value: str, *, ident: str = RESPONSE, case: str = "") -> None:
    """Add the condition that the answer is `value`."""
    add(parent, "varequal", value, respident=ident, **({"case": case} if case else {}))


def exactly(rule: Element, right: Sequence[str], wrong: Sequence[str], case: str = "") -> None:
    """Add the condition that exactly the `right` options are chosen."""
    both = add(add(rule, "conditionvar"), "and")
    for value in right:
        equal(both, value, case=case)
    for value in wrong:
        equal(add(both, "not"), value)


def score(rule: Element, value: str, action: str = "Set") -> None:
    """Add the score that a rule gives."""
    add(rule, "setvar", value, action=action, varname="SCORE")


def show(rule: Element, feedback: str) -> None:
    """Add the feedback that a rule shows."""
    add(rule, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def feedback(item: Element, ident: str, content: Sequence[Any]) -> None:
    """Add feedback, which a rule shows."""
    element = add(item, "itemfeedback", ident=ident)
    material(add(element, "flow_mat"), html(content))


def feedbacks(element: Element, item: Item, ident: Callable[[AnswerOption], str]) -> None:
    """Add the general feedback (the solution) and the feedback of each choice."""
    if explained(item):
        feedback(element, "general_fb", explained(item))
    for option in item.choices:
        if option.feedback:
            feedback(element, f"{ident(option)}_fb", option.feedback)


# -- whole questions ---------------------------------------------------------------------------------------------------


def choice(
    element: Element, item: Item, text: str, ident: Callable[[AnswerOption], str], scoring: Scoring, case: str = ""
) -> None:
    """Add a choice of one or several answers: its options, the feedback of each, what is right."""
    options = {ident(option): option for option in in_drawn_order(item)}
    several = item.kind == "multiple-choice"
    cardinality = "Multiple" if several else "Single"
    lid = add(presented(element, text), "response_lid", ident=RESPONSE, rcardinality=cardinality)
    render = add(lid, "render_choice")
    for name, option in options.items():
        material(add(render, "response_label", ident=name), html(option.content))
    rules = scoring(element, item)
    right, wrong = ([name for name, o in options.items() if o.correct is correct] for correct in (True, False))
    told = [name for name, option in options.items() if option.feedback]
    for name in told if several else (each for each in told if each in wrong):
        _told(rules, name, goes_on=several)
    if several:
        rule = condition(rules)
        exactly(rule, right, wrong, case)
        score(rule, "100")
    else:
        rule = _chosen(rules, right[0])
        score(rule, "100")
        if right[0] in told:
            show(rule, f"{right[0]}_fb")


def _chosen(rules: Element, name: str, *, goes_on: bool = False) -> Element:
    """Add a rule for whoever chose an option."""
    rule = condition(rules, goes_on=goes_on)
    equal(add(rule, "conditionvar"), name)
    return rule


def _told(rules: Element, name: str, *, goes_on: bool) -> None:
    """Add the rule that shows the feedback of an option.

    It goes on where several can be chosen, and only there: what stands in rules that go on, Moodle shows to everybody
    (`get_general_feedback` of its cartridge reader).
    """
    show(_chosen(rules, name, goes_on=goes_on), f"{name}_fb")


def short_answer(element: Element, item: Item, text: str, scoring: Scoring, case: str = "") -> None:
    """Add a question answered by a word: each accepted form is right."""
    blank(presented(element, text))
    rule = condition(scoring(element, item))
    forms = add(rule, "conditionvar")
    for form in item.accepted:
        equal(forms, form, case=case)
    score(rule, "100")
