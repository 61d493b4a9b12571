"""Normalise and tokenise text (rule 1), so that differences that never matter disappear.

Two steps, because two rules need what lies between them. `clean` composes, drops what cannot be seen and unfolds
ligatures; quotation marks and dashes keep their kind, which speech and word borders are read from. `canonical` then
takes away the kind. Words are compared in canonical form, case and accents and digits and inner punctuation included.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from operator import add

from sourcebook.model import characters
from sourcebook.model.characters import INVISIBLE

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
DOUBLE_OPEN, DOUBLE_CLOSE, DOUBLE_STRAIGHT = "“„‟", "”", '"'
SINGLE_OPEN, SINGLE_CLOSE, SINGLE_STRAIGHT = "‘‚‛", "’ʼ", "'"
LETTER_APOSTROPHES = "ʻʼʾʿ"
"""Letters that are typed as an apostrophe: the okina of Hawaiian and Uzbek, hamza and ayn in transliteration."""
HYPHENS = "-\u2010\u2011\u058a\u05be"
"""Marks that join two halves of one word, the Armenian hyphen and the Hebrew maqaf among them."""
DASHES = "\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
"""Marks that stand between words."""

_CLEAN = {ord(c): None for c in INVISIBLE} | {ord(k): v for k, v in LIGATURES.items()}
_UNCLEAN = frozenset(map(chr, _CLEAN))
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_ELLIPSIS = re.compile(r"\.\s*\.\s*\.")
_TYPED_DASH = re.compile(r"(?<!-)-{2,3}(?!-)")
_CANONICAL = [
    *((c, '"') for c in DOUBLE_OPEN + DOUBLE_CLOSE + "″"),
    *((c, "'") for c in SINGLE_OPEN + SINGLE_CLOSE[:1] + LETTER_APOSTROPHES + "′´`"),
    *((c, "-") for c in HYPHENS[1:] + DASHES),
    ("µ", "μ"),  # the micro sign, and the letter
]
_APOSTROPHE = f"['{SINGLE_OPEN[0]}{SINGLE_CLOSE[0]}{LETTER_APOSTROPHES}]"
_POINT = "[.,:\u066b\u066c]"
"""The marks inside a number: decimal and thousands marks, Arabic ones too, and the colon of a clock time."""
_PLAIN = re.compile(
    rf"\d+(?:{_POINT}\d+)*\w*(?:{_APOSTROPHE}\w+)*"  # a number with its digits, clock time, unit: 5:23PM
    rf"|\w+(?:(?:{_APOSTROPHE}|\.)\w+)*"  # a word with its apostrophes and inner full stops
    r"|\S"
)
"""A word, a number or one mark, in text of Latin, Greek and Cyrillic letters without combining marks."""
_BEYOND = re.compile("[^\0-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u20cf\u2100-\u2bff]")
"""A character for which `_PLAIN` does not do: other scripts, combining marks."""
CLOSING = frozenset(".,;:。，、；：،؛।")
"""Marks at the end of a quotation that may belong to the quoting sentence."""
SEPARATOR = "\x1f"
"""Stands between tokens in a search string. It is white space, so no token holds it."""


def clean(text: str) -> str:
    """The text composed (NFC), without invisible characters, ligatures unfolded.

    Three full stops, spaced or not, become one ellipsis, and hyphens typed for a dash (`--`) the dash that is meant.
    """
    if not text.isascii():
        beyond_ascii = "".join(_NOT_ASCII.findall(text))  # only the few that are not ASCII are looked at
        text = unicodedata.normalize("NFC", text if _UNCLEAN.isdisjoint(beyond_ascii) else text.translate(_CLEAN))
    if "--" in text:
        text = _TYPED_DASH.sub("—", text)
    return _ELLIPSIS.sub("…", text) if text.count(".") > 2 else text


def canonical(text: str) -> str:
    """Clean text with one kind of quotation mark, apostrophe and dash. As many characters as before."""
    if not text.isascii() or "`" in text:
        for char, plain in _CANONICAL:  # one look at the whole text for each is far quicker than `str.translate`
            text = text.replace(char, plain)
    return text


@lru_cache(maxsize=256)  # a quotation is sought in one passage after another
def tokens(text: str) -> tuple[str, ...]:
    """The canonical tokens of any text."""
    text = canonical(clean(text))
    return tuple(token_pattern(text).findall(text))


def token_pattern(text: str) -> re.Pattern[str]:
    """The expression that finds the tokens of a canonical text: a word, a number or one mark.

    White space is part of no token, so its kind and amount never matter. A combining mark belongs to the letter before
    it. In scripts without spaces each letter, with its marks, is a token, so that any run of them can be quoted.
    """
    return _full_pattern() if not text.isascii() and _BEYOND.search(text) else _PLAIN


@cache
def _full_pattern() -> re.Pattern[str]:
    """The tokens of any script. It takes twice the time of `_PLAIN`, and 25 ms to be compiled."""
    lone = characters.meet(tuple(sorted(characters.ranges("L") + characters.ranges("N"))), characters.NO_SPACES)
    single, mark = characters.in_brackets(lone), f"[{characters.in_brackets(characters.ranges('M'))}]"
    letter = rf"[^\W{single}]"
    run = f"{letter}+(?:{mark}+{letter}*)*"
    number = rf"\d+{mark}*(?:{_POINT}\d+{mark}*)*(?:{letter}|{mark})*(?:{_APOSTROPHE}{run})*"
    word = rf"{run}(?:(?:{_APOSTROPHE}|\.){run})*"
    return re.compile(rf"{number}|[{single}]{mark}*|{word}|\S{mark}*")


def is_word(token: str) -> bool:
    """True if a token is a word or a number, not a mark."""
    return token[0].isalnum() or token[0] == "_"


def count_words(items: Sequence[str]) -> int:
    """The number of tokens that are words or numbers."""
    return sum(map(is_word, items))


class Stream:
    """Tokens in a row that can be searched for a run of tokens, at the speed of `str.find`."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self._joined = SEPARATOR + SEPARATOR.join(self.words) + SEPARATOR

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every token that stands in the stream."""
        return frozenset(self.words)

    def holds(self, run: Sequence[str]) -> bool:
        """True if the run stands in the stream."""
        return SEPARATOR + SEPARATOR.join(run) + SEPARATOR in self._joined

    def find(self, run: Sequence[str], low: int = 0, high: int | None = None) -> Iterator[int]:
        """The indexes in [low, high) at which the whole run begins, in order."""
        needle = SEPARATOR + SEPARATOR.join(run) + SEPARATOR
        offsets, end = self._offsets, len(self.words) if high is None else high
        if not run or low >= len(offsets):
            return
        at = self._joined.find(needle, offsets[low])
        while at >= 0:
            index = bisect_left(offsets, at)
            if index + len(run) > end:
                return
            yield index
            at = self._joined.find(needle, at + 1)

    def around(self, run: Sequence[str]) -> tuple[int, int] | None:
        """The first tokens [start, end) in which the run stands with pieces of words at its ends, or None."""
        at = self._joined.find(SEPARATOR.join(run))
        if not run or at < 0:
            return None
        start = bisect_right(self._offsets, at) - 1
        return start, start + len(run)

    @cached_property
    def _offsets(self) -> list[int]:
        """For each token the offset of the separator before it."""
        lengths = accumulate(map(len, self.words[:-1]), initial=0)
        return list(map(add, lengths, range(len(self.words))))
