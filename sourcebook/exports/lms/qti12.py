"""QTI 1.2: the elements shared by Canvas quizzes and Common Cartridges.

Here: functions that add them to a tree. Not here: the elements and names that each platform wants (`canvas.py`,
`cartridge.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from sourcebook.exports.lms.safe_html import Element, html, legal

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


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


def choices(parent: Element, ident: str, labels: Iterable[tuple[str, str]], *, several: bool = False) -> Element:
    """Add the options of a choice: pairs of an id and HTML."""
    lid = add(parent, "response_lid", ident=ident, rcardinality="Multiple" if several else "Single")
    render = add(lid, "render_choice")
    for name, text in labels:
        material(add(render, "response_label", ident=name), text)
    return lid


def blank(parent: Element, ident: str, *, kind: str = "", lines: int = 0) -> None:
    """Add a text field for the answer."""
    answer = add(parent, "response_str", ident=ident, rcardinality="Single")
    attributes = {"fibtype": kind} if kind else {}
    add(answer, "render_fib", **attributes, **({"rows": str(lines)} if lines else {}))


def processing(item: Element) -> Element:
    """Add the scoring, out of a hundred."""
    element = add(item, "resprocessing")
    add(add(element, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return element


def condition(processing: Element, *, goes_on: bool | None = False) -> Element:
    """Add a scoring rule; its `conditionvar` comes first. `goes_on`: the value of `continue`, left out for None."""
    return add(processing, "respcondition", **({} if goes_on is None else {"continue": "Yes" if goes_on else "No"}))


def equal(parent: Element, ident: str, value: str, *, case: str = "") -> None:
    """Add the condition that the answer is `value`."""
    add(parent, "varequal", value, respident=ident, **({"case": case} if case else {}))


def exactly(rule: Element, ident: str, right: Sequence[str], wrong: Sequence[str]) -> None:
    """Add the condition that exactly the `right` options are chosen."""
    both = add(add(rule, "conditionvar"), "and")
    for value in right:
        equal(both, ident, value)
    for value in wrong:
        equal(add(both, "not"), ident, value)


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
