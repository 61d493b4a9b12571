"""Patterns for numbers as people type them: 31.9, 31,9, 0031.90 or −3 are known without being read as a number.

Here: the patterns, in the regular expressions of XML Schema, that a typed number within bounds matches. They are for
formats that compare an answer as text, and that take the decimal sign of one country alone where they read a number.
Not here: the question around them (`qti21_item.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

POINT = "[.,]"
MINUS = "[\\-\u2212]"
SPACE = "[ \u00a0]*"
BEHIND = f"({POINT}[0-9]*)?"
NUMBER = f"([+]|{MINUS})?{SPACE}([0-9]+{BEHIND}|{POINT}[0-9]+)"


def number_patterns(least: str, greatest: str) -> list[str]:
    """The patterns that a number within the bounds matches, all of them: a number, not too small, not too great.

    Where the bounds are one number, one pattern knows it.
    """
    if least == greatest:
        return [_exactly(least)]
    anything = "[0-9.,]*"
    positive, negative = f"[+]?{SPACE}", f"{MINUS}{SPACE}"
    if least.startswith("-"):
        from_least = f"{positive}{anything}|{negative}({_at_most(least[1:])})"
    else:
        from_least = f"{positive}({_at_least(least)})"
    if greatest.startswith("-"):
        to_greatest = f"{negative}({_at_least(greatest[1:])})"
    else:
        to_greatest = f"{negative}{anything}|{positive}({_at_most(greatest)})"
    return [f"({SPACE}({pattern}){SPACE})" for pattern in (NUMBER, from_least, to_greatest)]


def _exactly(bound: str) -> str:
    whole, fraction = _digits(bound.lstrip("-"))
    sign = MINUS if bound.startswith("-") else "[+]?"
    behind = f"{POINT}{fraction}0*" if fraction else f"({POINT}0*)?"
    return f"({SPACE}{sign}{SPACE}0*{whole or ('' if fraction else '0')}{behind}{SPACE})"


def _at_least(bound: str) -> str:
    """Numbers from a bound on: more whole digits, greater ones, or the same digits and a fraction as great."""
    whole, fraction = _digits(bound)
    more = [f"[1-9][0-9]{{{len(whole)},}}", *_greater(whole, "{}")]
    same = f"{POINT}({'|'.join([*_greater(fraction, '*'), f'{fraction}[0-9]*'])})" if fraction else BEHIND
    return f"0*({'|'.join(more)}){BEHIND}|0*{whole}{same}"


def _at_most(bound: str) -> str:
    """Numbers up to a bound: fewer whole digits, smaller ones, or the same digits and a fraction as small."""
    whole, fraction = _digits(bound)
    fewer = [f"[0-9]{{0,{len(whole) - 1}}}"] if whole else []
    fewer += [f"{whole[:i]}[0-{int(d) - 1}][0-9]{{{len(whole) - i - 1}}}" for i, d in enumerate(whole) if d != "0"]
    small = [fraction[:i] + (f"([0-{int(d) - 1}][0-9]*)?" if d != "0" else "") for i, d in enumerate(fraction)]
    same = f"0*{whole}({POINT}({'|'.join([*small, f'{fraction}0*'])}))?"
    return f"0*({'|'.join(fewer)}){BEHIND}|{same}" if fewer else same


def _greater(digits: str, rest: str) -> Iterator[str]:
    """Digits that make a greater number where the first difference is; `rest` says how many follow: as many, or any."""
    for i, digit in enumerate(digits):
        if digit != "9":
            count = f"{{{len(digits) - i - 1}}}" if rest == "{}" else rest
            yield f"{digits[:i]}[{int(digit) + 1}-9][0-9]{count}"


def _digits(bound: str) -> tuple[str, str]:
    """The whole digits and those behind the point, without noughts that say nothing."""
    whole, _, fraction = bound.partition(".")
    return whole.lstrip("0"), fraction.rstrip("0")
