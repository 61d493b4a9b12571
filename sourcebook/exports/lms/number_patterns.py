"""Patterns for numbers as people type them: 31.9, 31,9, 2,235 or −3 are known without being read as a number.

Here: the patterns, in the regular expressions of XML Schema, that a typed number within bounds matches. They are for
formats that compare an answer as text, and that take the signs of one country alone where they read a number. What can
be read in two ways (2,235) is right if it is right in one. Not here: the question around them (`qti21_item.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MINUS = "[\\-\u2212]"
SPACE = "[ \u00a0]*"


def number_patterns(least: str, greatest: str) -> list[list[str]]:
    """For each way of reading a number, the patterns that one within the bounds matches, all of them.

    Whole digits have marks between thousands in some, where the bounds have so many. One number needs one pattern.
    """
    longest = max(len(_digits(bound)[0]) for bound in (least, greatest))
    return [each.patterns(least, greatest, longest) for each in (READINGS if longest > 3 else READINGS[:1])]


def _digits(bound: str) -> tuple[str, str]:
    """The whole digits and those behind the point, without sign and without noughts that say nothing."""
    whole, _, fraction = bound.lstrip("-").partition(".")
    return whole.lstrip("0"), fraction.rstrip("0")


@dataclass(frozen=True)
class _NumberForm:
    """A way of reading: the signs that may stand before a fraction, and those between thousands."""

    points: str
    marks: str = ""

    @property
    def point(self) -> str:
        return f"[{self.points}]"

    @property
    def behind(self) -> str:
        return f"({self.point}[0-9]*)?"

    def patterns(self, least: str, greatest: str, longest: int) -> list[str]:
        positive, negative = f"[+]?{SPACE}", f"{MINUS}{SPACE}"
        if least == greatest:
            sign = negative if least.startswith("-") else positive
            return [f"({SPACE}{sign}({self.exactly(least)}){SPACE})"]
        anything = f"[0-9{self.points}{self.marks}]*"
        if least.startswith("-"):
            from_least = f"{positive}{anything}|{negative}({self.at_most(least)})"
        else:
            from_least = f"{positive}({self.at_least(least, longest)})"
        if greatest.startswith("-"):
            to_greatest = f"{negative}({self.at_least(greatest, longest)})"
        else:
            to_greatest = f"{negative}{anything}|{positive}({self.at_most(greatest)})"
        return [f"({SPACE}({pattern}){SPACE})" for pattern in (self.number(), from_least, to_greatest)]

    def number(self) -> str:
        """Any number of this way."""
        thousands = f"[0-9]{{1,3}}([{self.marks}][0-9]{{3}})+{self.behind}|" if self.marks else ""
        return f"([+]|{MINUS})?{SPACE}({thousands}[0-9]+{self.behind}|{self.point}[0-9]+)"

    def exactly(self, bound: str) -> str:
        whole, fraction = _digits(bound)
        if not whole and not fraction:
            return f"0+({self.point}0*)?"
        return f"0*{self._whole(whole)}" + (f"{self.point}{fraction}0*" if fraction else f"({self.point}0*)?")

    def at_least(self, bound: str, longest: int) -> str:
        """Numbers without a sign from a bound on: more whole digits, greater ones, or the same with such a fraction."""
        whole, fraction = _digits(bound)
        more = [self._whole(["[1-9]", *["[0-9]"] * (size - 1)]) for size in range(len(whole) + 1, longest + 2)]
        greater = [self._whole(digits) for _, digits in _differing(whole, 1)]
        behind = ["".join(digits[: i + 1]) + "[0-9]*" for i, digits in _differing(fraction, 1)]
        same = f"{self.point}({'|'.join([*behind, f'{fraction}[0-9]*'])})" if fraction else self.behind
        return f"0*({'|'.join([*more, *greater])}){self.behind}|0*{self._whole(whole)}{same}"

    def at_most(self, bound: str) -> str:
        """Numbers without a sign up to a bound: fewer whole digits, smaller ones, or the same with such a fraction."""
        whole, fraction = _digits(bound)
        fewer = [self._whole(["[0-9]"] * size) for size in range(1, len(whole))]
        smaller = [self._whole(digits) for _, digits in _differing(whole, -1)]
        behind = ["".join(digits[: i + 1]) + "[0-9]*" for i, digits in _differing(fraction, -1)]
        shorter = [fraction[:i] for i in range(1, len(fraction))]
        same = f"0*{self._whole(whole)}({self.point}({'|'.join([*behind, *shorter, f'{fraction}0*'])})?)?"
        # No alternative is empty: not every engine of XML Schema's expressions takes one.
        return f"0*({'|'.join([*fewer, *smaller])})?{self.behind}|{same}" if whole else same

    def _whole(self, digits: Sequence[str]) -> str:
        """Whole digits, with or without something between the thousands."""
        mark, last = f"[{self.marks}]?" if self.marks else "", len(digits)
        return "".join(
            digit + (mark if (last - place) % 3 == 0 and place < last else "") for place, digit in enumerate(digits, 1)
        )


READINGS = (
    _NumberForm(".,"),
    _NumberForm(".", ","),
    _NumberForm(",", "."),
    _NumberForm(".,", " \u00a0\u202f'\u2019"),
)


def _differing(digits: str, way: int) -> Iterator[tuple[int, list[str]]]:
    """Digits, as patterns, that make a greater number (`way` 1) or a smaller one (-1), with the first that differs."""
    for i, digit in enumerate(digits):
        if digit != ("9" if way > 0 else "0"):
            other = f"[{int(digit) + 1}-9]" if way > 0 else f"[0-{int(digit) - 1}]"
            yield i, [*digits[:i], other, *["[0-9]"] * (len(digits) - i - 1)]
