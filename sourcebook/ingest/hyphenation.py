"""Join words that are hyphenated at a line's end, where there is evidence that the hyphen is not part of the word.

Evidence: a soft hyphen, the same word elsewhere in the article, or a second half that is only an ending. Compounds keep
their hyphen. Every decision is reported, because only the printed page can confirm it. Not here: which lines are one
paragraph (`page.py`, `ingest/pdf_text/pdf_reader.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

_SOFT = "\u00ad¬"
_HARD = "\u2010-"
_LONGEST_WORD = 100
_BROKEN = re.compile(rf"(?<!\w)(\w+)([{_SOFT}{_HARD}])$")
_PARTED = re.compile(rf"(?<!\w)([^\W\d_]+) [{_SOFT}{_HARD}]$")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_COMPOUND = re.compile(r"(?<!\w)\w+(?:[-\u2010\u2011]\w+)+")
_PREFIXES = frozenset(
    "non self ex anti post pre pro semi co re half well ill vice counter inter intra extra ultra pan "
    "multi mid cross ever "
    "all by off on over under out up down in much so then half quasi pseudo neo mini micro macro mega "
    "euro afro anglo franco "
    "sino russo demi sous mi nord sud après avant contre entre mal bien arrière grand quelque peut ci là nicht haupt "
    "какой кто что где как когда по из экс вице пол анти юго северо кое".split()
)
"""First parts of compounds that are written with a hyphen."""
_ENDING = re.compile(
    r"\w{0,2}(?:tion|sion|ment|ness|ance|ence|able|ible|ical|ally|ously|ural|ativ|ative|ility|ities|ity|ism|ists?|"
    r"ings?|ingly|ful|ation|"
    r"ungs?|ungen|heit|heiten|keit|keiten|lich|liche[nrsm]?|schaft|schaften|isch|ische[nrsm]?|"
    r"tions|ments|ement|ements|ique|iques|aient|issement|issant|eraient|eront|"
    r"ción|ciones|sión|siones|mente|miento|mientos|idad|idades|ando|iendo|aron|ieron|aban|"
    r"ção|ções|são|mento|mentos|dade|dades|zione|zioni|sione|amento|amenti|"
    r"ство|ства|ствие|ствия|ния|ние|ний|нию|нием|ность|ности|ностью|ного|ному|ными|ных|ться|ется|ются|ского|ский|ская|"
    r"ські|ський|ського|ння|ність|ності|"
    r"ları|leri|lar|ler|ların|lerin|ması|mesi|mıştır|miştir)s?"
)
"""Endings that no word begins with: a second half of this form belongs to a broken word, not to a compound."""
_LANGUAGES = "English German French Spanish Portuguese Italian Russian Ukrainian Turkish Dutch Polish Swedish".split()


@dataclass
class Joiner:
    """Joins the lines of one article, and records its decisions: joined words, and words left with their hyphen."""

    words: frozenset[str] = frozenset()
    compounds: frozenset[str] = frozenset()
    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> Joiner:
        """Create a joiner with the vocabulary of a text: the words inside its lines."""
        inner = re.sub(rf"(?<!\w)\w+ ?[{_SOFT}{_HARD}][ \t]*\n[ \t]*\w+", " ", text.lower())
        return cls(
            frozenset(_WORD.findall(inner)),
            frozenset(c.replace("\u2010", "-").replace("\u2011", "-") for c in _COMPOUND.findall(inner)),
        )

    def join(self, lines: Iterable[str]) -> str:
        """Join lines to one paragraph."""
        out = ""
        for line in lines:
            out = self._add(out, line) if out else line
        return out

    def _add(self, before: str, line: str) -> str:
        """Append a line to the text before it."""
        tail = before[-_LONGEST_WORD:]
        broken, parted = _BROKEN.search(tail), _PARTED.search(tail)
        if not broken:
            return self._parted(before, line, parted) if parted else f"{before} {line}"
        rest = re.match(r"\w+(?:['’]\w+)?", line)
        if rest is None:
            return f"{before} {line}"
        half, mark = broken.group(1), broken.group(2)
        hyphenated = f"{half}-{rest.group()}"
        if self._is_one(half, rest.group(), mark):
            self.joined.append(half + rest.group())
            return before[:-1] + line
        number = half[-1:].isdigit() and rest.group()[:1].isdigit()
        if (line[:1].islower() or number) and f"{half}-{rest.group()}".lower() not in self.compounds:
            self.left.append(hyphenated)
        return (before[:-1] + "-" if mark in _SOFT else before) + line

    def _is_one(self, half: str, rest: str, mark: str) -> bool:
        """True if two halves are one word without a hyphen."""
        if mark in _SOFT:
            return rest[:1].islower() or half[-1:].isdigit() == rest[:1].isdigit()
        if not rest[:1].islower() or half[-1:].isdigit():
            return False
        one, two = (half + rest).lower(), f"{half}-{rest}".lower()
        if one in self.words or two in self.compounds:
            return one in self.words and two not in self.compounds
        return self._is_ending(half.lower(), rest.lower())

    def _is_ending(self, half: str, rest: str) -> bool:
        """True if the second half is only an ending and the first is not a word."""
        if self._is_word(half) or half in _PREFIXES or self._is_word(rest):
            return False
        return bool(_ENDING.fullmatch(rest))

    def _is_word(self, part: str) -> bool:
        return part in self.words or part in frequent()

    def _parted(self, before: str, line: str, parted: re.Match[str]) -> str:
        """Append a line after a spaced hyphen: a broken word if neither half is a word, otherwise a dash."""
        half = parted.group(1)
        rest = re.match(r"[^\W\d_]+", line)
        if rest and line[:1].islower() and not self._is_word(rest.group().lower()):
            one = (half + rest.group()).lower()
            if one in self.words or self._is_ending(half.lower(), rest.group().lower()):
                self.joined.append(half + rest.group())
                return before[:-2] + line
            if not self._is_word(half.lower()):
                self.left.append(f"{half} - {rest.group()}")
        return f"{before} {line}"

    def notes(self) -> tuple[str, ...]:
        """The decisions, a sentence each, for an author to compare with the printed page."""
        told = ((self.joined, "put together"), (self.left, "left with the hyphen"))
        end = "broken at a line's end and"
        return tuple(f"{counted(words, 'word')} {end} {what}: {few(words)}." for words, what in told if words)


def counted(items: Sequence[str], name: str) -> str:
    """The beginning of a sentence about items: `1 word was`, `3 words were`."""
    return f"1 {name} was" if len(items) == 1 else f"{len(items)} {name}s were"


def few(items: Sequence[str], most: int = 10) -> str:
    """The first items, and a sign that there are more."""
    return ", ".join(items[:most]) + (" …" if len(items) > most else "")


@cache
def frequent(every: bool = False) -> frozenset[str]:
    """The frequent words of languages that hyphenate at line ends, or of every language with a list.

    Empty where the lists (of justext, a dependency of trafilatura) are not installed.
    """
    try:
        import justext
    except ImportError:
        return frozenset()
    names = justext.get_stoplists() if every else _LANGUAGES
    return frozenset(word.lower() for name in names for word in justext.get_stoplist(name))


def broken(text: str) -> list[str]:
    """The words of a text that are broken at line ends, joined."""
    halves = re.findall(rf"(?<![^\W\d_])([^\W\d_]+ ?[{_SOFT}{_HARD}])[ \t]*\n[ \t]*([^\W\d_A-Z]\w*)", text)
    return [f"{half}{rest}" for half, rest in halves]
