"""How Moodle marks: numbers, words with wildcards, several answers.

Sources, read in 4.1 (build 20221201) and 4.5.6: `question/type/numerical/questiontype.php` (`apply_units`, with the
signs of an English Moodle), `question/type/numerical/question.php` (`get_tolerance_interval`),
`question/type/shortanswer/question.php` (`compare_string_with_wildcard`), `question/type/multichoice/question.php`,
`lib/classes/param.php` (PARAM_TEXT).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from tests.platforms.platform_reader import Answer, Grade, index

EPSILON = 1e-14
"""What `ini_get('precision')` gives: a tolerance is stretched by so much of the number."""


def number(typed: str) -> float | None:
    """The number that an English Moodle reads."""
    text = typed.replace(" ", "").replace(",", "")
    found = re.match(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?", text)
    return float(found[0]) if found and found[0] == text else None


def within(value: float, tolerance: float) -> Grade:
    def grade(answer: Answer) -> float:
        given = number(answer) if isinstance(answer, str) else None
        room = tolerance + EPSILON * max(tolerance, abs(value), EPSILON)
        return float(given is not None and value - room <= given <= value + room)

    return grade


def matches(typed: str, pattern: str) -> bool:
    """A bare asterisk is any text, one behind a stroke an asterisk; case does not count."""
    bits = re.split(r"(?<!\\)\*+", unicodedata.normalize("NFC", pattern))
    expression = ".*".join(re.escape(bit.replace(r"\*", "*")) for bit in bits)
    return bool(re.fullmatch(expression, unicodedata.normalize("NFC", typed).strip(), re.IGNORECASE))


def written(forms: Sequence[str]) -> Grade:
    def grade(answer: Answer) -> float:
        return float(isinstance(answer, str) and any(matches(answer, form) for form in forms))

    return grade


def choosing(shown: list[str], fractions: Sequence[float]) -> Grade:
    """The parts of what is chosen, never less than nothing."""

    def grade(answer: Answer) -> float:
        chosen = [index(words, shown) for words in answer or ()]
        assert -1 not in chosen, f"not offered: {answer}"
        return min(1.0, max(0.0, sum(fractions[n] for n in chosen)))

    return grade


def matching(pairs: Sequence[tuple[str, str]]) -> Grade:
    """The share of left sides with their right one; `pairs` in words."""
    lefts = [left for left, _ in pairs]

    def grade(answer: Answer) -> float:
        given = answer if isinstance(answer, dict) else {}
        places = {index(left, lefts): right for left, right in given.items()}
        assert -1 not in places, f"not asked: {answer}"
        return sum(n in places and index(places[n], [right]) == 0 for n, (_, right) in enumerate(pairs)) / len(pairs)

    return grade


def menu(stored: str) -> str:
    """What a menu shows of a stored text: without tags, references decoded."""
    return html.unescape(re.sub(r"<(?!\s)[^>]*>?", "", stored))
