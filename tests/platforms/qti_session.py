"""QTI 3 and 2.1 items as the specification scores them: declarations, interactions, response processing.

Source: IMS QTI 3.0 Assessment, Section and Item Information Model, and 2.1, whose names differ in spelling alone
(`qti-response-if`, `responseIf`). A second implementation beside the player of `tests/browser`, which knows nothing of
it. Here: what our kinds of question need of the vocabulary; any other element fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import isnan

from lxml import etree

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import unpacked
from tests.platforms.platform_reader import Answer, Asked, Grade, PlatformReader, by_hand, index, squeezed

Value = list[str] | None
"""The values of a variable; None for nothing."""
CHOICES = ("simplechoice", "hottext", "inlinechoice", "simpleassociablechoice")


def plain_name(name: str) -> str:
    """A name without the spelling of its version."""
    return name.rpartition("}")[2].removeprefix("qti-").replace("-", "").lower()


def normal(root: Element) -> Element:
    """The item with names in one spelling."""
    for element in root.iter(etree.Element):
        element.tag = plain_name(str(element.tag))
        attributes = {plain_name(str(key)): str(value) for key, value in element.attrib.items()}
        element.attrib.clear()
        for key, value in attributes.items():
            element.set(key, value)
    return root


def words(element: Element) -> str:
    return "".join(map(str, element.itertext())).replace("\u2060", "")


def read(data: bytes) -> list[Asked]:
    """Every item of the package."""
    roots = (normal(etree.fromstring(inner)) for name, inner in unpacked(data).items() if name.endswith(".xml"))
    return [_asked(root) for root in roots if root.tag == "assessmentitem"]


def _asked(item: Element) -> Asked:
    session = Session(item)
    (body,) = item.iter("itembody")
    best = float((session.outcomes.get("MAXSCORE") or ["1"])[0])
    prompt = words(body)
    for interaction in [
        *body.iter("choiceinteraction", "orderinteraction", "matchinteraction", "inlinechoiceinteraction")
    ]:
        prompt = prompt.replace(words(interaction), " ")
    right = list(body.iter("simplematchset"))[-1:] or [body]
    offered = [] if list(body.iter("hottext", "inlinechoice")) else [words(each) for each in right[0].iter(*CHOICES)]
    ident = re.sub(r"^i-", "", item.get("identifier", ""))
    return Asked(ident=ident, prompt=prompt, grade=session.grader(best), offered=offered, points=best)


class Session:
    """One item: its variables, and what an answer in words makes of them."""

    def __init__(self, item: Element) -> None:
        self.item = item
        self.declared = {each.get("identifier", ""): each for each in item.iter("responsedeclaration")}
        self.outcomes = {each.get("identifier", ""): _values(each, "defaultvalue") for each in
                         item.iter("outcomedeclaration")}  # fmt: skip

    def grader(self, best: float) -> Grade:
        """The grade of an answer; by hand where the score is somebody's."""
        score = next(each for each in self.item.iter("outcomedeclaration") if each.get("identifier") == "SCORE")
        if score.get("externalscored") == "human" or next(self.item.iter("extendedtextinteraction"), None) is not None:
            return by_hand

        def grade(answer: Answer) -> float:
            return float((self.scored(self.responses(answer))["SCORE"] or ["0"])[0]) / best

        return grade

    def responses(self, answer: Answer) -> dict[str, Value]:
        """The variables of an answer in words."""
        places = [each for each in self.item.iter(etree.Element) if str(each.tag).endswith("interaction")]
        names = [each.get("responseidentifier", "") for each in places]
        if answer is None:
            return dict.fromkeys(names)
        if isinstance(answer, dict):
            return {names[0]: self._matched(places[0], answer)}
        if len(names) > 1 or places[0].tag == "inlinechoiceinteraction":
            given = [answer] if isinstance(answer, str) else list(answer)
            return {name: self._one(place, each) for name, place, each in zip(names, places, given, strict=True)}
        if places[0].tag == "textentryinteraction":
            return {names[0]: self._one(places[0], answer if isinstance(answer, str) else answer[0])}
        return {names[0]: [_named(places[0], each) for each in answer]}

    def _one(self, place: Element, answer: str) -> Value:
        if place.tag == "inlinechoiceinteraction":
            return [_named(place, answer)]
        kind = self.declared[place.get("responseidentifier", "")].get("basetype")
        number = re.fullmatch(r"\s*[+-]?\d+(\.\d+)?\s*", answer)
        return [answer.strip()] if kind == "string" or number else None

    def _matched(self, place: Element, answer: dict[str, str]) -> Value:
        lefts, rights = place.iter("simplematchset")
        return [f"{_named(lefts, left)} {_named(rights, right)}" for left, right in answer.items()]

    # -- response processing --

    def scored(self, responses: dict[str, Value]) -> dict[str, Value]:
        """The outcomes after the rules."""
        self.values: dict[str, Value] = {**self.outcomes, **responses}
        (processing,) = self.item.iter("responseprocessing")
        for rule in processing:
            self._rule(rule)
        return self.values

    def _rule(self, rule: Element) -> None:
        if rule.tag == "setoutcomevalue":
            self.values[rule.get("identifier", "")] = self.value(rule[0])
            return
        assert rule.tag == "responsecondition", rule.tag
        for branch in rule:
            if branch.tag == "responseelse" or self.value(branch[0]) == ["true"]:
                for inner in branch if branch.tag == "responseelse" else list(branch)[1:]:
                    self._rule(inner)
                return

    def value(self, expression: Element) -> Value:
        """The value of an expression."""
        return _EXPRESSIONS[str(expression.tag)](self, expression)

    def number(self, expression: Element) -> float:
        return float((self.value(expression) or ["nan"])[0])

    def mapped(self, name: str) -> float:
        """The sum of what a mapping gives, each value once, between its bounds."""
        (mapping,) = self.declared[name].iter("mapping")
        total = 0.0
        for given in dict.fromkeys(self.values[name] or ()):
            entries = [each for each in mapping.iter("mapentry") if _same(given, each)]
            total += float(entries[0].get("mappedvalue", "0") if entries else mapping.get("defaultvalue", "0"))
        return min(max(total, float(mapping.get("lowerbound", "-inf"))), float(mapping.get("upperbound", "inf")))


def _same(given: str, entry: Element) -> bool:
    key = entry.get("mapkey", "")
    return given.lower() == key.lower() if entry.get("casesensitive") == "false" else given == key


def _named(parent: Element, answer: str) -> str:
    """The identifier of what can be chosen, by its words."""
    found = list(parent.iter(*CHOICES))
    place = index(answer, [words(each) for each in found])
    assert place >= 0, f"not offered: {answer}"
    return found[place].get("identifier", "")


def _values(declaration: Element, inside: str) -> Value:
    return [each.text or "" for each in declaration.iterfind(f"{inside}/value")] or None


def _bool(truth: bool) -> Value:
    return [str(truth).lower()]


def _match(session: Session, expression: Element) -> Value:
    """Equal values; a container without order holds the same ones."""
    one, other = (session.value(each) for each in expression)
    if one is None or other is None:
        return None
    ordered = any(each.get("cardinality") == "ordered" for each in session.declared.values())
    return _bool(one == other if ordered else sorted(map(squeezed, one)) == sorted(map(squeezed, other)))


def _pattern(session: Session, expression: Element) -> Value:
    """Whether a pattern, in XML Schema's regular expressions, matches the whole."""
    value = session.value(expression[0])
    return None if value is None else _bool(re.fullmatch(expression.get("pattern", ""), value[0]) is not None)


def _compared(test: Callable[[float, float], bool]) -> Callable[[Session, Element], Value]:
    def compare(session: Session, expression: Element) -> Value:
        one, other = (session.number(each) for each in expression)
        return None if isnan(one) else _bool(test(one, other))

    return compare


def _reckoned(how: Callable[[list[float]], float]) -> Callable[[Session, Element], Value]:
    return lambda session, expression: [repr(how([session.number(each) for each in expression]))]


def _product(factors: list[float]) -> float:
    total = 1.0
    for factor in factors:
        total *= factor
    return total


_EXPRESSIONS: dict[str, Callable[[Session, Element], Value]] = {
    "variable": lambda session, each: session.values[each.get("identifier", "")],
    "correct": lambda session, each: _values(session.declared[each.get("identifier", "")], "correctresponse"),
    "basevalue": lambda _, each: [each.text or ""],
    "mapresponse": lambda session, each: [repr(session.mapped(each.get("identifier", "")))],
    "match": _match,
    "isnull": lambda session, each: _bool(session.value(each[0]) is None),
    "not": lambda session, each: _bool(session.value(each[0]) != ["true"]),
    "and": lambda session, each: _bool(all(session.value(inner) == ["true"] for inner in each)),
    "or": lambda session, each: _bool(any(session.value(inner) == ["true"] for inner in each)),
    "gte": _compared(lambda one, other: one >= other),
    "gt": _compared(lambda one, other: one > other),
    "lte": _compared(lambda one, other: one <= other),
    "patternmatch": _pattern,
    "sum": _reckoned(sum),
    "product": _reckoned(_product),
    "divide": _reckoned(lambda parts: parts[0] / parts[1]),
}
QTI3 = PlatformReader(platform="QTI 3, as specified", file="qti3.zip", read=read)
QTI21 = PlatformReader(platform="QTI 2.1, as specified", file="qti21.zip", read=read)
