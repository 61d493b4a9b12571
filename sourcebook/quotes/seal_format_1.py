"""The tokeniser of version 1 of the seal format, for seals that were made before version 2. Frozen.

Version 1 knew the combining marks of a few scripts alone, and took its letters from the Python that ran it. Nothing new
is sealed by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from sourcebook.quotes import normalise
from sourcebook.quotes.normalise import LIGATURES

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2065\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\u3164"
    "\ufe00\ufe01\ufe02\ufe03\ufe04\ufe05\ufe06\ufe07"
    "\ufe08\ufe09\ufe0a\ufe0b\ufe0c\ufe0d\ufe0e\ufe0f\ufeff\uffa0\ufff9\ufffa\ufffb"
)
_SUPPLEMENT = (*range(0x1BCA0, 0x1BCA4), *range(0xE0000, 0xE0200))
_CLEAN = (
    {ord(c): None for c in INVISIBLE} | {ord(k): v for k, v in LIGATURES.items()} | dict.fromkeys(_SUPPLEMENT, None)
)
_ELLIPSIS = re.compile(r"\.\s*\.\s*\.")
_TYPED_DASH = re.compile(r"(?<!-)-{2,3}(?!-)")
_CANONICAL = str.maketrans(
    dict.fromkeys("“„‟”", '"') | dict.fromkeys("‘‚‛’ʼ", "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u064b-\u065f\u0670\u093a-\u094f\u0981-\u0983"
_LETTER = rf"[\w{_MARKS}]"
_APOSTROPHE = "['’ʼ‘]"
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)*{_LETTER}*(?:{_APOSTROPHE}{_LETTER}+)*"
    rf"|{_LETTER}+(?:(?:{_APOSTROPHE}|\.){_LETTER}+)*"
    r"|\S"
)
_CLOSING = frozenset(".,;:")


def clean(text: str) -> str:
    """The text composed, without invisible characters, ligatures unfolded, as version 1 has it."""
    text = unicodedata.normalize("NFC", text.translate(_CLEAN))
    return _ELLIPSIS.sub("…", _TYPED_DASH.sub("—", text))


def tokens(exact: str, count: int) -> tuple[str, ...]:
    """The tokens of a passage that an opening of `count` tokens proves: its closing mark may be one more."""
    words = tuple(_TOKEN.findall(clean(exact).translate(_CANONICAL)))
    return words[:-1] if len(words) == count + 1 and words[-1] in _CLOSING else words


def carried(exact: str, values: Sequence[object]) -> list[object]:
    """Carry values of the tokens of version 1 over to the current tokens, by where each begins."""
    text = clean(exact)
    starts = [m.start() for m in _TOKEN.finditer(text.translate(_CANONICAL))]
    old = starts[: len(values)]
    plain = normalise.canonical(normalise.clean(exact))
    out: list[object] = []
    rows = list(pairwise([*old, len(text) + 1]))
    at = 0
    for match in normalise.token_pattern(plain).finditer(plain):
        while at + 1 < len(rows) and rows[at][1] <= match.start():
            at += 1
        out.append(values[at])
    return out[:-1] if len(starts) > len(values) else out
