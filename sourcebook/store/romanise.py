"""Romanise text of any script to ASCII letters, for readable ids.

Small tables serve Cyrillic, Greek and rare Latin letters; other alphabets, Korean, Japanese syllables and Indic scripts
follow the Unicode names of their characters, which never change, so that an id never changes either. Chinese characters
have no reading without a dictionary and are left out. Not here: what an id looks like (`yaml_edit.py`).
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
"""Letters whose Unicode names do not begin with their sound."""
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
    """Transcribe text to lower-case ASCII letters and digits; other characters become a space, or nothing."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    plain = re.sub("ο[υύ]", "u", plain)
    return "".join(map(_letter, _syllables(plain)))


def _syllables(text: str) -> list[str]:
    """Split into characters; an Indic consonant and the vowel sign after it are one romanised syllable."""
    out: list[str] = []
    for c in text:
        indic = _INDIC.match(unicodedata.name(c, ""))
        if indic and out and out[-1].endswith("a"):
            kind, name = indic.groups()
            if kind == "VOWEL SIGN":
                out[-1] = out[-1][:-1] + _vowel(name)
                continue
            if name in ("VIRAMA", "PULLI"):
                out[-1] = out[-1][:-1]
                continue
        out.append(_indic(*indic.groups()) if indic else c)
    return out


def _indic(kind: str, name: str) -> str:
    """Romanise an Indic letter: its name is its sound, inherent vowel included."""
    return _SIGNS.get(name, "") if kind == "SIGN" else _vowel(name) if name[0] in "AEIOU" else name.lower()


def _vowel(name: str) -> str:
    return {"AA": "a", "II": "i", "UU": "u", "VOCALIC": "ri"}.get(name, name.lower())


@cache
def _letter(c: str) -> str:
    """Romanise one character: letters, digits, a space for a separator, nothing for a combining mark."""
    if len(c) != 1 or (c.isascii() and c.isalnum()) or c in _TABLE:
        return _TABLE.get(c, c)
    if (digit := unicodedata.digit(c, None)) is not None:
        return str(digit)
    name = unicodedata.name(c, "")
    if sound := _LATIN.match(name) or _SYLLABLE.match(name):
        return sound.group(1).lower()
    if letter := _ALPHABET.match(name):
        return "kh" if letter.group(1)[0] == "X" else _first_sound(letter.group(1))
    base = unicodedata.normalize("NFD", c)[0]
    if base != c:
        return _letter(base)
    return "" if unicodedata.category(c).startswith("M") or c in "'’ー" else " "


def _first_sound(name: str) -> str:
    """The first sound of a letter's name; `hamza` has none."""
    sound = _SOUND.match(name)
    return sound.group().lower() if sound and name != "HAMZA" else ""
