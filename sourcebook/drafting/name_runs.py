"""Runs of capitalised words in a sentence, and what CLDR knows of names: countries, peoples, towns.

A run ends behind a possessive and before a word for a people, goes on over "of" in the name of a body, and stands
without the office before it. Not here: whom or what a run names (`named.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sourcebook.drafting.reading import DraftArticle, Sentence
from sourcebook.drafting.vocabulary import Lexicon

PERSON, BODY, COUNTRY, PLACE, UNKNOWN = "person", "organisation", "country", "place", ""
_WORD = r"(?:[A-Z]\.|[A-ZÀ-ÞА-ЯЁĀ-Ž][\w]*(?:[-'][A-ZÀ-ÞА-ЯЁĀ-Ža-zà-ÿа-яё][\w]+|'[aeiou]\b)*)"
_PARTICLE = r"(?:(?:de|da|di|du|la|le|van|von|der|den|bin|ibn|al|el|dos|ter|af|zu)\s|d'|al-)"
_RUN = re.compile(
    rf"(?<![\w@#/]){_WORD}(?:\.(?=\s[A-Z][a-z])(?<=\b(?:Mr|Ms|Dr|St)\.)|\.(?<=\bMrs\.)|\.(?<=\bProf\.))?"
    rf"(?:\s(?:{_PARTICLE}){{0,2}}{_WORD}(?:\.(?<=\b(?:Mr|Ms|Dr|St)\.)|\.(?<=\bMrs\.))?)*"
)
_SUFFIX = re.compile(r"(?:ian|ean|ish|ese|i|an|ic|ch|ai|ar|yz)$")
_TOKEN = re.compile(r"[\w'.-]+")


@dataclass(frozen=True)
class NameRun:
    """One mention of a name: offsets [low, high) of the clean text, the whole name that it stands for, its kind; the
    office before or behind it, as the article prints it, and how far the office reaches."""

    low: int
    high: int
    name: str
    kind: str
    sentence: Sentence
    office: str = ""
    start: int = -1
    why: str = ""
    sure: float = 0.5
    opens: bool = False
    """It begins a sentence, where every word has a capital."""


# -- what libraries know --------------------------------------------------------------------------------


@cache
def _countries(language: str) -> dict[str, str]:
    """CLDR's names of countries, each with its two-letter code; short forms among them."""
    from babel import Locale, UnknownLocaleError

    out: dict[str, str] = {}
    for tag in dict.fromkeys((language, "en")):
        try:
            territories = Locale.parse(tag).territories
        except (UnknownLocaleError, ValueError):
            continue
        for code, name in territories.items():
            if len(code) == 2 and code not in ("EU", "UN", "QO", "EZ", "ZZ", "XA", "XB"):
                plain = str(name).replace("’", "'")
                out.setdefault(plain, code)
                out.setdefault(re.sub(r"\s*\(.*", "", plain), code)
    usual = {"US": "US", "USA": "US", "U.S": "US", "America": "US", "UK": "GB", "Britain": "GB", "Great Britain": "GB"}
    return out | usual | {"Turkey": "TR", "Burma": "MM", "Czech Republic": "CZ", "Ivory Coast": "CI", "Hong Kong": "HK"}


def country_code(name: str, language: str) -> str:
    """The two-letter code of a country's name; empty where it is none."""
    return _countries(language).get(name.removeprefix("the ").removeprefix("The "), "")


@cache
def country_of(word: str, language: str) -> str:
    """The country that a word for its people or things means: Armenian, Swedes; empty where none or several fit."""
    if not is_of_country(word, language):
        return ""
    stem = word.removesuffix("s")[: max(4, len(word.removesuffix("s")) - 3)]
    fitting = {code: name for name, code in reversed(_countries(language).items()) if name.startswith(stem)}
    return next(iter(fitting.values())) if len(fitting) == 1 else ""


@cache
def peoples(language: str) -> frozenset[str]:
    """CLDR's names of languages, which in English are also words for peoples: Kazakh, Armenian."""
    from babel import Locale, UnknownLocaleError

    try:
        return frozenset(str(n) for n in Locale.parse(language).languages.values() if " " not in str(n))
    except (UnknownLocaleError, ValueError):
        return frozenset()


@cache
def towns() -> frozenset[str]:
    """CLDR's names of the towns of time zones."""
    from babel import Locale
    from babel.core import get_global

    named = {str(zone["city"]) for zone in Locale.parse("en").time_zones.values() if "city" in zone}
    zones = (zone.rsplit("/", 1)[-1].replace("_", " ") for zone in get_global("zone_territories"))
    return frozenset(named | {name for name in zones if not name.isupper()})


@cache
def is_of_country(word: str, language: str) -> bool:
    """True for a word for what is of a country: Russian, Swiss, Indian."""
    single = word.removesuffix("s")
    if word in peoples(language) or single in peoples(language):
        return True
    stem = single[: max(4, len(single) - 4)]
    return (
        bool(_SUFFIX.search(single))
        and len(single) > 4
        and any(n.startswith(stem) and n not in (word, single) for n in territories(language))
    )


@cache
def territories(language: str) -> frozenset[str]:
    """CLDR's names of countries and continents."""
    from babel import Locale, UnknownLocaleError

    try:
        names = frozenset(str(name) for name in Locale.parse(language).territories.values())
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return names


@cache
def calendar(language: str) -> frozenset[str]:
    """CLDR's names of months and weekdays, in lower case."""
    from sourcebook.drafting.printed_days import months_and_days

    months, days = months_and_days(language)
    return frozenset([*months, *days])


# -- runs -----------------------------------------------------------------------------------------------


def name_runs(article: DraftArticle, sentence: Sentence) -> Iterator[NameRun]:
    """The runs of capitalised words of a sentence, bodies' names joined over "of" and "for", offices taken off."""
    words, text = article.words, sentence.text
    if text.isupper():  # a title in capitals, where nothing tells a name
        return
    spans = _joined_spans(words, text, [m.span() for m in _RUN.finditer(text)])
    for low, high in spans:
        for start, end in _parts(words, text, low, high):
            name = text[start:end]
            first = start == 0 or text[:start].rstrip()[-1:] in ('"', "“", ":", "(", ".")
            for a, b in _between_peoples(words, text, start, end):
                yield from _stripped(words, sentence, a, b, first and a == start and not _calendar_word(words, name))


def _calendar_word(words: Lexicon, name: str) -> bool:
    return name.lower().rstrip(".") in calendar(words.language)


def _parts(words: Lexicon, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The parts of a run: it ends behind a possessive."""
    start = low
    for match in re.finditer(r"(?:'s|(?<=s)'(?!\s[A-Z]))(?=\s|$)", text[low:high]):
        if text[low + match.end() : high].strip().lower() in words.owned:  # St. Anne's Hospital
            continue
        yield start, low + match.start()
        start = low + match.end() + 1
    if start < high:
        yield start, high - (2 if text[low:high].endswith("'s") else 0)


def _between_peoples(words: Lexicon, text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The parts of a run before a word for what is of a country: `offered Brill Russian troops`."""
    start = low
    tokens = [(m.start() + low, m.end() + low) for m in _TOKEN.finditer(text[low:high])]
    body = any(text[a:b].lower() in words.bodies for a, b in tokens)
    for a, b in tokens[1:] if not body else []:
        if is_of_country(text[a:b], words.language) and a > start:
            yield start, a - 1
            start = a
    yield start, high


def _joined_spans(words: Lexicon, text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs joined where a body's name goes on behind "of", "for", "and": Ministry of Labour and Welfare."""
    out: list[tuple[int, int]] = []
    for low, high in spans:
        if out:
            before = text[out[-1][0] : out[-1][1]]
            gap = text[out[-1][1] : low]
            last = before.split()[-1].lower()
            is_body = any(w.lower() in words.bodies for w in before.split())
            links = gap.strip().lower().split()
            begins = text[low:high].split(maxsplit=1)[0].lower()
            # the Teachers' Union, St. Anne's Hospital
            if (gap == "' " and begins in words.bodies) or (gap == "'s " and begins in words.owned):
                out[-1] = (out[-1][0], high)
                continue
            linked = bool(links) and all(w in words.joins for w in links) and gap == f" {' '.join(gap.split())} "
            if linked and is_body and not before.endswith("'s"):
                opens = last in words.bodies and links[0] != "and"
                goes_on = (
                    links == ["and"]
                    and re.search(r"\b(?:of|for)\b", before)
                    and before.split()[-1].lower() not in words.bodies
                )
                goes_on = goes_on or (links == ["of"] and bool(re.search(r"\bfor the \w+$", before)))
                if opens or goes_on:
                    out[-1] = (out[-1][0], high)
                    continue
        out.append((low, high))
    return out


def _stripped(words: Lexicon, sentence: Sentence, low: int, high: int, first: bool) -> Iterator[NameRun]:
    """A run without the office before the name: `Danish Minister Mette Lund` is Mette Lund."""
    text = sentence.text
    tokens = [m.start() + low for m in _TOKEN.finditer(text[low:high])]
    lower = [m.group().lower().rstrip(".") for m in _TOKEN.finditer(text[low:high])]
    is_body = any(w in words.bodies for w in lower[1:])
    start = _behind_office(words, lower, first, is_body) if tokens else len(lower)
    if start == len(lower) or all(w in calendar(words.language) for w in lower[start:]):
        return
    name = text[tokens[start] : high]
    name = name.rstrip(".") if len(name) > 2 else name
    if len(lower) - start > 2 and lower[-1] in words.honours:
        name = name[: name.rindex(" ")]
    reach = _office_start(words, text, tokens[0], lower[:start], is_body)
    at = tokens[start] if reach < 0 else reach
    office = text[at : tokens[start]].strip()
    begin = sentence.low + tokens[start]
    opens = first and not start
    yield NameRun(begin, begin + len(name), name, UNKNOWN, sentence, office, sentence.low + at, opens=opens)


def _behind_office(words: Lexicon, lower: list[str], first: bool, is_body: bool) -> int:
    """The word of a run at which the name begins; its length where it holds none."""
    office = [i for i, w in enumerate(lower) if w in words.titles or f"{w}." in words.titles]
    if office and not is_body:
        return office[-1] + 1
    small = words.stops | words.where | (words.pronouns if len(lower) == 1 else frozenset())
    return 1 if lower[0] in small and (first or len(lower) == 1) else 0


def _office_start(words: Lexicon, text: str, at: int, before: list[str], is_body: bool) -> int:
    """Where the office before a name begins: in its run, or in small letters before it; -1 where there is none."""
    if any(w not in words.attributes and (w in words.titles or f"{w}." in words.titles) for w in before):
        return at
    lead = _office(words).search(text[:at])
    return lead.start(1) if lead and not before and not is_body and lead[1].lower() not in words.attributes else -1


@cache
def _office(words: Lexicon) -> re.Pattern[str]:
    """An office that a text ends with."""
    return re.compile(rf"\b({'|'.join(map(re.escape, words.titles)) or '(?!)'})\s$", re.IGNORECASE)
