"""QTI 1.2: the elements that Canvas's questions and those of a Common Cartridge have in common.

Here: making them. Not here: which of them a platform wants, and under which names (`canvas.py`, `cartridge.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lxml import etree

from sourcebook.exports.lms.safe_html import Element, html, legal

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """A new element, the last one of its parent, in its parent's namespace."""
    space = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{space}}}{tag}" if space else tag, attributes)
    if text:
        element.text = legal(text)
    return element


def metadata(parent: Element, fields: Mapping[str, str]) -> None:
    """A table of names and values."""
    table = add(parent, "qtimetadata")
    for label, entry in fields.items():
        field = add(table, "qtimetadatafield")
        add(field, "fieldlabel", label)
        add(field, "fieldentry", entry)


def material(parent: Element, text: str, *, plain: bool = False) -> None:
    """Words: a piece of HTML, or plain text."""
    add(add(parent, "material"), "mattext", text, texttype="text/plain" if plain else "text/html")


def choices(parent: Element, ident: str, labels: Iterable[tuple[str, str]], *, several: bool = False) -> Element:
    """What can be chosen: pairs of an id and a piece of HTML."""
    lid = add(parent, "response_lid", ident=ident, rcardinality="Multiple" if several else "Single")
    render = add(lid, "render_choice")
    for name, text in labels:
        material(add(render, "response_label", ident=name), text)
    return lid


def blank(parent: Element, ident: str, *, kind: str = "", lines: int = 0) -> None:
    """Room for an answer in writing."""
    answer = add(parent, "response_str", ident=ident, rcardinality="Single")
    attributes = {"fibtype": kind} if kind else {}
    add(answer, "render_fib", **attributes, **({"rows": str(lines)} if lines else {}))


def processing(item: Element) -> Element:
    """How the answer is scored, out of a hundred."""
    element = add(item, "resprocessing")
    add(add(element, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
    return element


def condition(processing: Element, *, goes_on: bool | None = False) -> Element:
    """One rule of the scoring; its `conditionvar` comes first. None: it does not say whether others follow."""
    return add(processing, "respcondition", **({} if goes_on is None else {"continue": "Yes" if goes_on else "No"}))


def equal(parent: Element, ident: str, value: str, *, case: str = "") -> None:
    """That the answer is this one."""
    add(parent, "varequal", value, respident=ident, **({"case": case} if case else {}))


def exactly(rule: Element, ident: str, right: Sequence[str], wrong: Sequence[str]) -> None:
    """That all of these are chosen and none of those."""
    both = add(add(rule, "conditionvar"), "and")
    for value in right:
        equal(both, ident, value)
    for value in wrong:
        equal(add(both, "not"), ident, value)


def score(rule: Element, value: str, action: str = "Set") -> None:
    """What a rule gives."""
    add(rule, "setvar", value, action=action, varname="SCORE")


def show(rule: Element, feedback: str) -> None:
    """Which feedback a rule shows."""
    add(rule, "displayfeedback", feedbacktype="Response", linkrefid=feedback)


def feedback(item: Element, ident: str, content: Sequence[Any]) -> None:
    """Feedback, to be shown by a rule."""
    element = add(item, "itemfeedback", ident=ident)
    material(add(element, "flow_mat"), html(content))
