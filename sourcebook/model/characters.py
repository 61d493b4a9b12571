"""Character classes: what Unicode 14.0.0 assigns, scripts without spaces between words, invisible characters.

The tokens of a seal must come out the same on every Python and in every browser, so the classes are those of one named
version of Unicode, listed in `unicode-14.txt` (which `docs/seal-vectors/` publishes too). Not here: tokens and normal
form (`normalise.py`).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

UNICODE = "14.0.0"
"""The version of Unicode that tokens and seals are defined by: the newest that every supported Python knows."""
_FILE = Path(__file__).with_name("unicode-14.txt")
Ranges = tuple[tuple[int, int], ...]
"""First and last code points of ranges, in order."""

NO_SPACES: Ranges = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0x2E80, 0x2FDF),  # radicals of Han
    (0x3005, 0x3007),  # iteration mark, closing mark, zero of Han
    (0x3021, 0x3029),  # numerals of Hangzhou
    (0x3031, 0x312F),  # kana, Bopomofo
    (0x31A0, 0x31BF),  # Bopomofo
    (0x31F0, 0x31FF),  # kana
    (0x3400, 0x4DBF),  # Han
    (0x4E00, 0x9FFF),  # Han
    (0xA980, 0xA9FF),  # Javanese, Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xF900, 0xFAFF),  # Han
    (0xFF66, 0xFF9F),  # kana of half width
    (0x16FE0, 0x18DFF),  # Tangut, Khitan
    (0x1AFF0, 0x1B2FF),  # kana, Nushu
    (0x20000, 0x3FFFF),  # Han
)
"""Blocks of the scripts that write no spaces between words. Each letter in them, with its marks, is one token."""
HAN: Ranges = ((0x2E80, 0x2FDF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x16FE0, 0x18DFF),
               (0x20000, 0x3FFFF))  # fmt: skip
"""Scripts in which one letter says about as much as a word does elsewhere."""

DIRECTIONS = (
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f"
)
"""Direction marks, embeddings, overrides and isolates (UAX #9): they display words in another order."""
_BLANKS = "\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"
"""Letters and separators that print nothing, or a gap: one word seems to be two."""
_SHAPES = "\u180b\u180c\u180d\ufff9\ufffa\ufffb" + "".join(map(chr, range(0x1BCA0, 0x1BCA4)))
"""Mongolian variation selectors, interlinear annotation and shorthand controls: they move words."""
_TAGS = "".join(map(chr, range(0xE0000, 0xE0080)))
"""Tag characters: invisible text; they belong in flags only."""
_HARMLESS = "\u00ad\u034f\u200b\u200c\u200d\u2060\u2061\u2062\u2063\u2064\u2065\ufeff"
"""Soft hyphen, joiners, break opportunities: they change no visible word."""
_VARIATIONS = "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0080, 0xE0200))))
"""Variation selectors: they choose among glyphs of the same character."""
INVISIBLE = DIRECTIONS + _BLANKS + _SHAPES + _TAGS + _HARMLESS + _VARIATIONS
"""Every character that is dropped before comparing, because it has no glyph of its own."""
_REFUSED = re.compile(f"[{DIRECTIONS}{_BLANKS}{_SHAPES}{_TAGS}]")
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
"""The flag of a region: a black flag and its tag characters."""
_DIRECTION_MARKS = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
"""A letter of a right-to-left script."""
_MONGOLIAN = re.compile("[\u1820-\u18aa][\u180b-\u180d]")


def hidden(text: str, quoted: bool = False) -> Iterator[tuple[int, str]]:
    """Yield the invisible characters that change what a reader sees: each offset, and the character's name.

    Accepted are those that change nothing: soft hyphens, joiners, selectors of a drawing; the tags of a flag; the
    variations that Mongolian letters have; the marks of direction in a text with letters that run from right to left,
    but not in `quoted` words, whose order is proven.
    """
    if text.isascii() or not _REFUSED.search(text):
        return
    accepted = {i for flag in _FLAG.finditer(text) for i in range(*flag.span())}
    accepted |= {letter.end() - 1 for letter in _MONGOLIAN.finditer(text)}
    if not quoted and _RIGHT_TO_LEFT.search(text):
        accepted |= {i for i, char in enumerate(text) if char in _DIRECTION_MARKS}
    for character in _REFUSED.finditer(text):
        if character.start() not in accepted:
            yield character.start(), name(character[0])


def hidden_message(text: str, at: int, char: str) -> str:
    """The message for a character that `hidden` yields: which, after which words, and what to do."""
    beside = " ".join(text[max(0, at - 60) : at].split()[-3:])
    where = f"after “{beside}”" if beside else "at the beginning"
    return f"the invisible character {char} stands {where} and changes what is displayed; take it away."


def name(char: str) -> str:
    """A character as a message names it: `U+202E RIGHT-TO-LEFT OVERRIDE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()


@cache
def ranges(kind: str) -> Ranges:
    """The ranges of a class of Unicode 14.0.0: L letter, D decimal digit, N other number, M mark, O any other."""
    return tuple((first, last) for first, last, of_kind in _table() if of_kind == kind)


@cache
def _table() -> tuple[tuple[int, int, str], ...]:
    rows = []
    for line in _FILE.read_text(encoding="ascii").splitlines():
        if not line.startswith("#"):
            span, kind = line.split()
            first, _, last = span.partition("-")
            rows.append((int(first, 16), int(last or first, 16), kind))
    return tuple(rows)


@lru_cache(maxsize=4096)
def stands_alone(char: str) -> bool:
    """True if each letter is a token of its own: the script writes no spaces between words."""
    return any(first <= ord(char) <= last for first, last in NO_SPACES) and char.isalnum() and not char.isdecimal()


def is_han(char: str) -> bool:
    """True for Han, Tangut and Khitan, where one character says about as much as a word."""
    return any(first <= ord(char) <= last for first, last in HAN)


def unassigned(text: str) -> str:
    """The first character that Unicode 14.0.0 does not assign, or that is for private use; empty where none is."""
    if text.isascii():
        return ""
    starts, ends = _borders()
    for char in sorted(set(text)):
        at = bisect_right(starts, ord(char)) - 1
        if at < 0 or ends[at] < ord(char):
            return char
    return ""


@cache
def _borders() -> tuple[tuple[int, ...], tuple[int, ...]]:
    rows = _table()
    return tuple(row[0] for row in rows), tuple(row[1] for row in rows)


def meet(one: Ranges, other: Ranges) -> Ranges:
    """The intersection of two lists of ranges."""
    out = [(max(a, c), min(b, d)) for a, b in one for c, d in other if a <= d and c <= b]
    return tuple(sorted(out))


def in_brackets(spans: Iterable[tuple[int, int]]) -> str:
    """Ranges as the inside of a character class of a regular expression."""
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in spans)
