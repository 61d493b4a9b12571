"""An attempt at an item of QTI 2.1: its response processing carried out as the specification has it.

Here: an interpreter of the rules and expressions that items of the project use, written from the information model of
QTI 2.1 (Assessment Test, Section and Item; "Response Processing", "Expressions") and not from the writer. A rule or an
expression that it does not know fails the test. Not here: answers to give (`answers.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import bare, one

Value = Any
"""NULL is None; a container is a list, an ordered one a tuple."""


class Attempt:
    """The variables of one item while an attempt at it is scored."""

    def __init__(self, item: bytes, given: dict[str, Any]) -> None:
        self.root = bare(item)
        self.declared = {each.get("identifier"): each for each in self.root.findall("responseDeclaration")}
        assert set(given) <= set(self.declared), "an answer to a response that the item does not declare"
        self.outcomes = {each.get("identifier"): each for each in self.root.findall("outcomeDeclaration")}
        self.values: dict[str | None, Value] = {ident: self._given(ident, given) for ident in self.declared}
        self.values |= {ident: self._default(each) for ident, each in self.outcomes.items()}
        for rule in one(self.root, "responseProcessing"):
            self._rule(rule)

    def _given(self, ident: str | None, given: dict[str, Any]) -> Value:
        """A response as a player has it: containers by their cardinality, and an empty one is NULL (8.1)."""
        value, kind = given.get(str(ident)), self.declared[ident].get("cardinality")
        if value in (None, "", []):
            return None
        if kind == "single":
            assert isinstance(value, str)
            return value
        assert isinstance(value, list)
        return tuple(value) if kind == "ordered" else sorted(value)

    def _default(self, declaration: Element) -> Value:
        """Numbers begin at nought where no default is declared, all others with NULL."""
        text = declaration.findtext("defaultValue/value")
        number = declaration.get("baseType") == "float"
        return Decimal(text or 0) if number else text

    # -- rules --

    def _rule(self, rule: Element) -> None:
        if rule.tag == "setOutcomeValue":
            ident = rule.get("identifier")
            assert ident in self.outcomes
            (expression,) = rule
            self.values[ident] = self._value(expression)
        else:
            assert rule.tag == "responseCondition", rule.tag
            self._branch(rule)

    def _branch(self, condition: Element) -> None:
        """The first branch whose expression is true; NULL is not."""
        for branch in condition:
            expression, *rules = [None, *branch] if branch.tag == "responseElse" else branch
            if expression is None or self._value(expression) is True:
                for rule in rules:
                    self._rule(rule)
                return

    # -- expressions --

    def _value(self, expression: Element) -> Value:
        return EXPRESSIONS[str(expression.tag)](self, expression)

    def _operands(self, expression: Element) -> list[Value]:
        return [self._value(each) for each in expression]

    def variable(self, expression: Element) -> Value:
        return self.values[expression.get("identifier")]

    def correct(self, expression: Element) -> Value:
        declaration = self.declared[expression.get("identifier")]
        values = [each.text or "" for each in declaration.findall("correctResponse/value")]
        kind = declaration.get("cardinality")
        return values[0] if kind == "single" else tuple(values) if kind == "ordered" else sorted(values)

    def base(self, expression: Element) -> Value:
        text = expression.text or ""
        return Decimal(text) if expression.get("baseType") == "float" else text

    def map_response(self, expression: Element) -> Value:
        """The sum over the distinct members, within the bounds of the mapping."""
        ident = expression.get("identifier")
        value, mapping = self.values[ident], one(self.declared[ident], "mapping")
        members = [] if value is None else [value] if isinstance(value, str) else list(dict.fromkeys(value))
        total = sum((_mapped(mapping, member) for member in members), Decimal(0))
        least, greatest = mapping.get("lowerBound"), mapping.get("upperBound")
        total = total if least is None else max(total, Decimal(least))
        return total if greatest is None else min(total, Decimal(greatest))

    def compared(self, expression: Element) -> Value:
        left, right = self._operands(expression)
        if left is None or right is None:
            return None
        return {"gte": left >= right, "gt": left > right, "lte": left <= right, "lt": left < right}[str(expression.tag)]

    def match(self, expression: Element) -> Value:
        left, right = self._operands(expression)
        return None if left is None or right is None else left == right

    def total(self, expression: Element) -> Value:
        operands = self._operands(expression)
        return None if None in operands else sum(operands, Decimal(0))

    def pattern(self, expression: Element) -> Value:
        (value,) = self._operands(expression)
        return None if value is None else re.fullmatch(str(expression.get("pattern")), value) is not None

    def every(self, expression: Element) -> Value:
        operands = self._operands(expression)
        return False if False in operands else None if None in operands else True

    def some(self, expression: Element) -> Value:
        operands = self._operands(expression)
        return True if True in operands else None if None in operands else False

    def negated(self, expression: Element) -> Value:
        (value,) = self._operands(expression)
        return None if value is None else not value

    def null(self, expression: Element) -> Value:
        return self._operands(expression) == [None]


def _mapped(mapping: Element, member: str) -> Decimal:
    """What one value is worth: by the first entry for it, else the default."""
    for entry in mapping.findall("mapEntry"):
        key, blind = str(entry.get("mapKey")), entry.get("caseSensitive") == "false"
        if member == key or (blind and member.lower() == key.lower()):
            return Decimal(str(entry.get("mappedValue")))
    return Decimal(mapping.get("defaultValue", "0"))


EXPRESSIONS: dict[str, Callable[[Attempt, Element], Value]] = {
    "variable": Attempt.variable,
    "correct": Attempt.correct,
    "baseValue": Attempt.base,
    "mapResponse": Attempt.map_response,
    "gte": Attempt.compared,
    "gt": Attempt.compared,
    "match": Attempt.match,
    "sum": Attempt.total,
    "patternMatch": Attempt.pattern,
    "and": Attempt.every,
    "or": Attempt.some,
    "not": Attempt.negated,
    "isNull": Attempt.null,
}


def score(item: bytes, given: dict[str, Any]) -> float:
    """What an answer earns."""
    return float(Attempt(item, given).values["SCORE"])
