"""The words of each language that the quotation rules go by: what denies, hedges, turns or counts. One file a language.

Each `<tag>.toml` beside this module holds lists of words for people to read and check; `docs/languages.md` says what
each list does. Here: reading a file, once and only when a source is in its language. Not here: the rules (`hedges.py`
and those that call it), and names and codes of languages (`model/language_tags.py`).
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache, cached_property
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_ALSO = {"iw": "he", "cmn": "zh", "yue": "zh", "arb": "ar"}
"""Codes of languages that are written as another one is."""

Entries = tuple[str, ...]
"""Words and phrases of a list, as its file has them; `*` stands for any letters."""


@dataclass(frozen=True)
class LanguageRules:
    """The lists of one language; all empty for a language that is not covered.

    What each list is for stands in `docs/languages.md`.
    """

    tag: str = ""
    negations: Entries = ()
    denials: Entries = ()
    hedges: Entries = ()
    turns: Entries = ()
    degrees: Entries = ()
    bounds: Entries = ()
    plain: Entries = ()
    names: Entries = ()
    joins: Entries = ()
    borders: Entries = ()
    asides: Entries = ()
    relatives: Entries = ()
    contents: Entries = ()
    attached: Entries = ()
    abbreviations: Entries = ()
    numerals: Entries = ()
    scales: Entries = ()
    plurals: Entries = ()
    heads: Entries = ()
    links: Entries = ()
    quantities: Entries = ()
    units: Entries = ()
    before: Entries = ()
    function: Entries = ()
    prefixes: Entries = ()
    endings: Entries = ()
    affirming: Entries = ()
    denying: Entries = ()
    undenying: Entries = ()
    folds: Entries = ()
    ends: str = ""
    reach: bool = False
    ordinals: bool = False
    unmarked: bool = False

    def fold(self, word: str) -> str:
        """A word in small letters, as lists have it: in Turkish `İ` is the capital of `i`, in Russian `ё` is `е`."""
        if self._table:
            word = word.translate(self._table)
        if self.unmarked and not word.isascii():
            word = "".join(c for c in word if not unicodedata.combining(c))
        return word.lower()

    @cached_property
    def _table(self) -> dict[int, str]:
        return {ord(pair[0]): pair[1:] for pair in self.folds}

    @cached_property
    def sets(self) -> Mapping[str, frozenset[str]]:
        """Each list as a set of words in small letters, for lists without phrases and without `*`."""
        return {
            each.name: frozenset(map(self.fold, getattr(self, each.name)))
            for each in fields(self)
            if each.type == "Entries"
        }


@cache
def covered() -> frozenset[str]:
    """The codes of the languages whose hedges and negations are known."""
    return frozenset(path.stem for path in _HERE.glob("*.toml"))


def primary(tag: str) -> str:
    """The code of the language alone: `de` of `de-AT`, `zh` of `zh-Hant`; of one that is written as another, that."""
    code = tag.replace("_", "-").partition("-")[0].lower()
    return _ALSO.get(code, code)


def is_covered(tag: str) -> bool:
    """True if cut hedges and negations are looked for in a language."""
    return primary(tag) in covered()


@cache
def rules(tag: str) -> LanguageRules:
    """The lists of a language, by its tag (BCP 47)."""
    code = primary(tag)
    if code not in covered():
        return LanguageRules(code)
    return LanguageRules(code, **_read((_HERE / f"{code}.toml").read_text(encoding="utf-8")))


def language_of(words: Sequence[str]) -> str:
    """The code of the language that a text is likely written in, by its small words; English where none tells."""
    counts = Counter(word.lower() for word in words)

    def small(tag: str) -> tuple[int, bool]:
        return sum(counts[word] for word in rules(tag).sets["function"]), tag == "en"

    return max(sorted(covered()), key=small)


def _read(text: str) -> dict[str, Any]:
    """The lists of a file: words parted by commas, except where a value is one text or true."""
    lists = tomllib.loads(text)
    whole = {each.name for each in fields(LanguageRules) if each.type != "Entries"}
    return {
        key: value if key in whole else tuple(filter(None, (" ".join(e.split()) for e in value.split(","))))
        for key, value in lists.items()
    }
