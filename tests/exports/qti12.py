"""QTI 1.2 as a platform scores it: which rules hold for an answer, and what they give.

Here: reading rules, for the tests of Canvas's quizzes and of cartridges. Not here: the tests. Sources: the QTI 1.2 XML
binding (`respcondition`, `setvar`), and Canvas's own export, in whose types with several parts all rules are tried.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import chosen, one, said_in

Given = Mapping[str, list[str]]
"""What is chosen or written, by the ident of the response."""


def score(item: Element, given: Given) -> float:
    """What an answer earns, out of a hundred. `item` is bare of namespaces."""
    total = 0.0
    for rule in item.iter("respcondition"):
        if not all(_holds(each, given) for each in one(rule, "conditionvar")) and not _any(rule, given):
            continue
        for found in rule.iterfind("setvar"):
            total = float(found.text or 0) + (total if found.get("action") == "Add" else 0)
        if rule.get("continue") == "No":
            break
    return total


def _any(rule: Element, given: Given) -> bool:
    """Several accepted forms of a word stand side by side, and one is enough."""
    tests = list(one(rule, "conditionvar"))
    return {each.tag for each in tests} == {"varequal"} and any(_holds(each, given) for each in tests)


def _holds(test: Element, given: Given) -> bool:
    inside = [_holds(each, given) for each in test]
    values, wanted = given.get(test.get("respident", ""), []), test.text or ""
    match test.tag:
        case "other":
            return True
        case "and":
            return all(inside)
        case "or":
            return any(inside)
        case "not":
            return not all(inside)
        case "varequal":
            return wanted in values
        case "vargte" | "varlte":
            numbers = [float(value) - float(wanted) for value in values]
            return any(gap >= 0 if test.tag == "vargte" else gap <= 0 for gap in numbers)
    raise AssertionError(f"a rule of an unknown kind: {test.tag}")


def seen(mattext: Element) -> str:
    """What a reader sees of a text."""
    text = mattext.text or ""
    return " ".join(text.split()) if mattext.get("texttype") == "text/plain" else said_in(etree.HTML(f"<p>{text}</p>"))


def labels(response: Element) -> dict[str, str]:
    """What can be chosen: idents by the words that a reader sees."""
    found = {seen(one(each, "material/mattext")): each.get("ident", "") for each in response.iter("response_label")}
    assert len(found) == len(list(response.iter("response_label"))), "two labels read alike"
    return found


def responses(item: Element) -> list[tuple[str, str, Element]]:
    """Where answers are given: ident, the words beside it, and the element."""
    found = chosen(item, "presentation/response_lid | presentation/response_str")
    return [(each.get("ident", ""), _beside(each), each) for each in found]


def _beside(response: Element) -> str:
    text = response.find("material/mattext")
    return "" if text is None else seen(text)
