"""Find the writing direction of a language, from its tag, and of words, from their letters.

Here: scripts and languages from right to left. Not here: fonts, and how each output sets the direction
(`templates/parts.typ` for PDFs, `word_direction.py` for Word files, `epub.py`).
"""

from __future__ import annotations

import re

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ku-arab nqo prs ps sd syr ug ur yi".split())
SCRIPTS = frozenset("adlm arab hebr mand nkoo samr syrc thaa".split())


def direction(language: str) -> str:
    """`rtl` or `ltr` of a language tag (BCP 47), by its script where it names one."""
    first, *rest = language.lower().replace("_", "-").split("-")
    named = next((part for part in rest if len(part) == 4), "")
    if named:
        return "rtl" if named in SCRIPTS else "ltr"
    return "rtl" if first in RIGHT_TO_LEFT else "ltr"


_SCRIPTS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_TURNED = re.compile(f"[{_SCRIPTS}]+")
_STRAIGHT = re.compile(rf"(?:(?![{_SCRIPTS}])[^\W\d_])+")
_LETTER = rf"(?:(?![{_SCRIPTS}])[^\W\d_])"
_RUNS = {
    "ltr": re.compile(rf"[{_SCRIPTS}](?:(?:(?!{_LETTER}).)*[{_SCRIPTS}])?", re.DOTALL),
    "rtl": re.compile(rf"{_LETTER}(?:[^{_SCRIPTS}]*{_LETTER})?"),
}
"""By the direction of a paragraph: words in it that run the other way, with the signs between them."""


def turned(text: str) -> bool:
    """True if any of it is written from right to left."""
    return bool(_TURNED.search(text))


def way(text: str, around: str) -> str:
    """The direction of most words of a text; `around`, the direction of its surroundings, if it has none."""
    right, left = len(_TURNED.findall(text)), len(_STRAIGHT.findall(text))
    return around if right == left else "rtl" if right > left else "ltr"


def runs(text: str, around: str) -> list[tuple[str, str]]:
    """A text split into runs of one direction each. Signs at the borders take that of the surroundings, `around`."""
    pieces, done = [], 0
    for other in _RUNS[around].finditer(text):
        pieces += [(text[done : other.start()], around), (other[0], "ltr" if around == "rtl" else "rtl")]
        done = other.end()
    return [(words, direction_) for words, direction_ in [*pieces, (text[done:], around)] if words]
