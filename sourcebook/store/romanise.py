"""Romanise a word of any alphabet to ASCII letters, for ids that people can read.

Small tables serve Cyrillic, Greek and rare Latin letters; other alphabets, Korean, Japanese syllables and the scripts
of India go by the names of their characters in Unicode, which never change, so that an id never changes either. Chinese
characters have no reading without a dictionary and are left out. Not here: what an id looks like (`yaml_edit.py`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TABLE = {
    **dict(zip("абвгдезийклмнопрстуфхыэіїєўґјљњћђџѕѐ", "a b v g d e z i i k l m n o p r s t u f kh y e i yi ye u g j "
    "lj nj c dj dz dz e".split(), strict=True)),
    "ё": "yo", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
    "ә": "a", "ғ": "gh", "қ": "q", "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ҳ": "h", "ҷ": "j", "ӣ": "i",
    **dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
    strict=True)),
    "ß": "ss", "ð": "d", "þ": "th", "ə": "a", "ŋ": "ng", "ʼ": "", "ʻ": "",
}  # fmt: skip
"""Letters whose names do not begin with their sound."""
_LATIN = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})(?: WITH .*)?$")
_SYLLABLE = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) ([A-Z]+)$")
_INDIC = re.compile(
    r"(?:DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA) "
    r"(LETTER|VOWEL SIGN|SIGN) ([A-Z]+)"
)
_ALPHABET = re.compile(r"(?:GEORGIAN|ARMENIAN|HEBREW|ARABIC) (?:SMALL )?LETTER (?:FINAL |FARSI )?([A-Z]+)")
_SOUND = re.compile(r"TCH|[CGKPSTZ]H(?=[A-Z])|TS|[A-Z]")
_SIGNS = {"ANUSVARA": "n", "CANDRABINDU": "n", "VISARGA": "h"}


def romanise(text: str) -> str:
    """A text in lower-case ASCII letters and digits; every other character becomes a space, or nothing."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    plain = re.sub("ο[υύ]", "u", plain)
    return "".join(map(_letter, _spelt(plain)))


def _spelt(text: str) -> list[str]:
    """Characters one by one; a consonant of India together with the vowel sign behind it, as the syllable they make."""
    out: list[str] = []
    for c in text:
        found = _INDIC.match(unicodedata.name(c, ""))
        if found and out and out[-1].endswith("a"):
            kind, name = found.groups()
            if kind == "VOWEL SIGN":
                out[-1] = out[-1][:-1] + _vowel(name)
                continue
            if name in ("VIRAMA", "PULLI"):
                out[-1] = out[-1][:-1]
                continue
        out.append(_indic(*found.groups()) if found else c)
    return out


def _indic(kind: str, name: str) -> str:
    """A letter of an Indic script: its name is its sound, with the vowel that it has of itself."""
    return _SIGNS.get(name, "") if kind == "SIGN" else _vowel(name) if name[0] in "AEIOU" else name.lower()


def _vowel(name: str) -> str:
    return {"AA": "a", "II": "i", "UU": "u", "VOCALIC": "ri"}.get(name, name.lower())


@cache
def _letter(c: str) -> str:
    """One character in ASCII: letters, digits, a space for what parts words, and nothing for marks on letters."""
    if len(c) != 1 or (c.isascii() and c.isalnum()) or c in _TABLE:
        return _TABLE.get(c, c)
    if (digit := unicodedata.digit(c, None)) is not None:
        return str(digit)
    name = unicodedata.name(c, "")
    if found := _LATIN.match(name) or _SYLLABLE.match(name):
        return found.group(1).lower()
    if found := _ALPHABET.match(name):
        return "kh" if found.group(1)[0] == "X" else _first_sound(found.group(1))
    base = unicodedata.normalize("NFD", c)[0]
    if base != c:
        return _letter(base)
    return "" if unicodedata.category(c).startswith("M") or c in "'’ー" else " "


def _first_sound(name: str) -> str:
    """The sound that a letter's name begins with; `ain` and `hamza` stand for none of their own."""
    found = _SOUND.match(name)
    return found.group().lower() if found and name != "HAMZA" else ""
