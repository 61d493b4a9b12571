"""Whom and what an article names: people, bodies, countries and places, and the words that stand for them.

A name is told by its capitals, by what stands beside it (an office, a verb of saying, an age, a preposition) and by
CLDR's names of countries, languages and towns. Not here: one actor under several spellings (`variants.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from sourcebook.drafting.reading import PAST, DraftArticle, Sentence
from sourcebook.drafting.vocabulary import Lexicon

PERSON, BODY, COUNTRY, PLACE, UNKNOWN = "person", "organisation", "country", "place", ""
_INITIAL = re.compile(r"[A-ZÀ-ÞА-ЯЁ]\.")
_WORD = r"(?:[A-Z]\.|[A-ZÀ-ÞА-ЯЁĀ-Ž][\w]*(?:[-'][A-ZÀ-ÞА-ЯЁĀ-Ža-zà-ÿа-яё][\w]+)*)"
_PARTICLE = r"(?:(?:de|da|di|du|la|le|van|von|der|den|bin|ibn|al|el|dos|ter|af|zu)\s|d'|al-)"
_RUN = re.compile(
    rf"(?<![\w@#/]){_WORD}(?:\.(?=\s[A-Z][a-z])(?<=\b(?:Mr|Ms|Dr|St)\.)|\.(?<=\bMrs\.)|\.(?<=\bProf\.))?"
    rf"(?:\s(?:{_PARTICLE})?{_WORD}(?:\.(?<=\b(?:Mr|Ms|Dr|St)\.)|\.(?<=\bMrs\.))?)*"
)
_SUFFIX = re.compile(r"(?:ian|ean|ish|ese|i|an|ic|ch|ai|ar|yz)$")
_TOKEN = re.compile(r"[\w'.-]+")


@dataclass(frozen=True)
class Named:
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


# -- what libraries know ------------------------------------------------------------------------------------------------


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
def _languages(language: str) -> frozenset[str]:
    """CLDR's names of languages, which in English are also words for peoples: Kazakh, Armenian."""
    from babel import Locale, UnknownLocaleError

    try:
        return frozenset(str(n) for n in Locale.parse(language).languages.values() if " " not in str(n))
    except (UnknownLocaleError, ValueError):
        return frozenset()


@cache
def _towns() -> frozenset[str]:
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
    if word in _languages(language) or single in _languages(language):
        return True
    stem = single[: max(4, len(single) - 4)]
    return (
        bool(_SUFFIX.search(single))
        and len(single) > 4
        and any(n.startswith(stem) and n not in (word, single) for n in _territories(language))
    )


@cache
def _territories(language: str) -> frozenset[str]:
    """CLDR's names of countries and continents."""
    from babel import Locale, UnknownLocaleError

    try:
        names = frozenset(str(name) for name in Locale.parse(language).territories.values())
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return names


@cache
def _calendar(language: str) -> frozenset[str]:
    from sourcebook.drafting.printed_days import _names

    months, days = _names(language)
    return frozenset([*months, *days])


# -- finding -----------------------------------------------------------------------------------------------------------


def named(article: DraftArticle) -> list[Named]:
    """Every mention of a name, in reading order, each under the whole name that it stands for."""
    runs = [run for sentence in article.sentences for run in _runs(article, sentence)]
    counted = Counter(word for run in runs for word in run.name.split())
    known = _known_people(article, runs, counted)
    out = [_classified(article, run, known, counted) for run in runs]
    return _with_acronyms(article, _in_full(article.words, [each for each in out if each.kind]))


def _in_full(words: Lexicon, names: list[Named]) -> list[Named]:
    """The mentions, a body named by the end of its name given all of it: the Port Authority of an article that names
    one Harwick Port Authority."""
    bodies = {each.name for each in names if each.kind == BODY}
    longer = {name: [b for b in bodies if b.endswith(f" {name}") and not is_of_country(b.split()[0], words.language)
                     and not country_code(b.split()[0], words.language)] for name in bodies}  # fmt: skip
    return [
        replace(each, name=longer[each.name][0]) if each.kind == BODY and len(longer[each.name]) == 1 else each
        for each in names
    ]


def _runs(article: DraftArticle, sentence: Sentence) -> Iterator[Named]:
    """The runs of capitalised words of a sentence, bodies' names joined over "of" and "for", offices taken off."""
    words, text = article.words, sentence.text
    spans = _joined_spans(words, text, [m.span() for m in _RUN.finditer(text)])
    for low, high in spans:
        for start, end in _parts(text, low, high):
            name = text[start:end]
            first = start == 0 or text[:start].rstrip()[-1:] in ('"', "“", ":", "(")
            for a, b in _between_peoples(words, text, start, end):
                yield from _stripped(words, sentence, a, b, first and a == start and not _calendar_word(words, name))


def _calendar_word(words: Lexicon, name: str) -> bool:
    return name.lower().rstrip(".") in _calendar(words.language)


def _parts(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The parts of a run: it ends behind a possessive."""
    start = low
    for match in re.finditer(r"(?:'s|(?<=s)'(?!\s[A-Z]))(?=\s|$)", text[low:high]):
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
            if gap == "' " and text[low:high].split()[0].lower() in words.bodies:  # the Teachers' Union
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
                if opens or goes_on:
                    out[-1] = (out[-1][0], high)
                    continue
        out.append((low, high))
    return out


def _stripped(words: Lexicon, sentence: Sentence, low: int, high: int, first: bool) -> Iterator[Named]:
    """A run without the office before the name: `Russian President Vladimir Putin` is Vladimir Putin."""
    text = sentence.text
    tokens = [(m.start() + low, m.end() + low) for m in _TOKEN.finditer(text[low:high])]
    parts = [text[a:b] for a, b in tokens]
    lower = [p.lower().rstrip(".") for p in parts]
    is_body = any(w in words.bodies for w in lower[1:]) or (
        len(lower) > 1 and lower[0] in words.bodies and lower[0] not in words.titles
    )
    if not tokens:
        return
    start = 0
    office = [i for i, w in enumerate(lower) if w in words.titles or f"{w}." in words.titles]
    weak = not office or all(lower[i] in words.attributes for i in office)
    if office and not is_body:
        start = office[-1] + 1 if office[-1] + 1 < len(parts) else 0
        if not start:
            return  # an office without a name
    elif first and len(parts) > 1 and parts[0].lower() in words.stops | words.where:
        start = 1
    elif first and len(parts) == 1 and parts[0].lower() in words.stops | words.where | words.pronouns:
        return
    before = text[: tokens[0][0]]
    lead = _office(words).search(before)
    titled = bool(lead) and not is_body and lead[1].lower() not in words.attributes  # type: ignore[index]
    reach = (
        tokens[0][0] if start and not weak else (lead.start(1) if lead and titled and not start else tokens[start][0])
    )
    title = text[reach : tokens[start][0]].strip()
    name = (
        text[tokens[start][0] : high].rstrip(".")
        if len(text[tokens[start][0] : high]) > 2
        else text[tokens[start][0] : high]
    )
    name = name if not re.search(r"\b[A-Z]$", name) else name
    if all(w in _calendar(words.language) for w in lower[start:]):
        return
    yield Named(
        sentence.low + tokens[start][0], sentence.low + tokens[start][0] + len(name), name, UNKNOWN, sentence,
        title, sentence.low + reach, opens=first and start == 0,
    )  # fmt: skip


@cache
def _office(words: Lexicon) -> re.Pattern[str]:
    """An office that a text ends with."""
    return re.compile(rf"\b({'|'.join(map(re.escape, words.titles)) or '(?!)'})\s$", re.IGNORECASE)


def _known_people(article: DraftArticle, runs: Iterable[Named], counted: Counter[str]) -> dict[str, str]:
    """The whole names of people by their last word: two words or more, with something that tells a person."""
    out: dict[str, str] = {}
    for run in runs:
        parts = run.name.split()
        if 2 <= len(parts) <= 5 and not _other(article.words, run.name) and _is_person(article, run, counted):
            known = out.get(parts[-1])
            if known is None or len(known) < len(run.name):
                out[parts[-1]] = run.name
    return out


def _is_person(article: DraftArticle, run: Named, counted: Counter[str]) -> bool:
    """True if what stands beside a name, or the name's last word alone elsewhere, tells that it is a person's."""
    words, text = article.words, run.sentence.text
    low, high = run.low - run.sentence.low, run.high - run.sentence.low
    before, after = text[:low], text[high:]
    last = run.name.split()[-1]
    if run.office and run.office.lower().rstrip(".").split()[-1] in {t.rstrip(".") for t in words.titles}:
        return True
    behind = re.match(r"\s*,?\s*(?:\d{2}\b|who\b|(?:an?|the|its|his|her|their)\s[\w\s'-]{0,30}?\b(\w+))", after)
    verb = re.match(r"\s+(\w+)", after)
    said = re.search(r"(\w+)\s$", before)
    return bool(
        (behind and (behind[1] is None or behind[1].lower() in words.titles) and after.lstrip()[:1] == ",")
        or re.match(r"\s*,\s*(?:\d{2}\b|who\b)", after)
        or (verb and verb[1].lower() in words.saying)
        or (said and said[1].lower() in words.saying)
        or counted[last] > sum(1 for _ in re.finditer(re.escape(run.name), article.article.clean))
        or run.sentence.zone == "author-note"
    )


def _other(words: Lexicon, name: str) -> str:
    """The kind of a name that is told by its own words: a country, a body, a region; empty elsewhere."""
    parts = name.split()
    lower = [p.lower() for p in parts]
    if country_code(name, words.language):
        return COUNTRY
    if len(parts) > 1 and any(w in words.bodies for w in lower) and lower[-1] not in words.buildings - words.bodies:
        return BODY
    if name in _towns() or name in _territories(words.language):
        return PLACE
    if len(parts) > 1 and lower[-1] not in words.bodies and any(w in words.regions | words.buildings for w in lower):
        return PLACE if lower[-1] in words.regions | words.buildings and not lower[-1].endswith("ern") else ""
    return ""


def _classified(article: DraftArticle, run: Named, known: dict[str, str], counted: Counter[str]) -> Named:
    """A run with its kind, and the whole name where only a part of it stands here."""
    words, text = article.words, run.sentence.text
    before = text[: run.low - run.sentence.low]
    after = text[run.high - run.sentence.low :]
    lead = (re.findall(r"[\w'-]+", before) or [""])[-1].lower()
    parts = run.name.split()
    if parts[-1] in known and (
        len(parts) == 1 or known[parts[-1]].startswith(parts[0]) or _is_person(article, run, counted)
    ):
        return replace(run, name=known[parts[-1]], kind=PERSON, sure=0.9, why="a person by what stands beside the name")
    other = _other(words, run.name)
    if other == COUNTRY:
        return replace(run, kind=COUNTRY, sure=0.95, why="a country, by CLDR")
    follows = re.match(r"\s(\w+)", after)
    if all(is_of_country(part, words.language) for part in parts):
        if (
            follows and follows[1] in words.bodies and run.name not in _territories(words.language)
        ):  # the Georgian parliament
            return replace(run, name=f"{run.name} {follows[1]}", high=run.high + follows.end(), kind=BODY, sure=0.5,
                           why=f"“{follows[1]}” stands behind it")  # fmt: skip
        return run
    if re.search(r"-[a-z]+(?:ed|ing)$", run.name):  # Berlin-based
        return run
    if other == BODY:
        return replace(run, kind=BODY, sure=0.85, why="the name of a body")
    if follows and follows[1].lower() in words.bodies and follows[1].islower() and not run.office and not run.opens:
        return replace(run, kind=BODY, sure=0.6, why=f"“{follows[1]}” stands behind it")
    if run.office and len(parts) <= 4:
        return replace(run, kind=PERSON, sure=0.85, why=f"“{run.office}” stands before it")
    if other == PLACE:
        return replace(run, kind=PLACE, sure=0.7, why="a place by its own words")
    if run.opens and run.name.isupper() and re.match(r"\s?[(,–-].{0,60}\s[–—-]\s", after):
        return replace(run, name=run.name.title(), kind=PLACE, sure=0.6, why="it begins the dateline")
    if _is_acronym(run.name):
        acts = _acts(words, before, after)
        named = acts or (
            run.name.lower() not in words.abbreviations and not re.search(rf"\({run.name}\)", article.article.clean)
        )
        return replace(run, kind=BODY if named else UNKNOWN, sure=0.6 if acts else 0.45, why="an abbreviation")
    if lead in words.outlets:
        return replace(run, kind=BODY, sure=0.75, why=f"“{lead}” stands before it")
    if lead in words.regions and run.name not in _languages(words.language):
        return replace(run, kind=PLACE, sure=0.6, why=f"“{lead}” stands before it")
    if _is_town(words, before):
        return replace(run, kind=PLACE, sure=0.7, why="a word for a town stands before it")
    if lead in (words.where if len(parts) == 1 else words.where - words.towards) and not run.opens and len(parts) <= 2:
        return replace(run, kind=PLACE, sure=0.5, why=f"“{lead}” stands before it")
    if len(parts) == 1 and follows and follows[1] in words.saying and not run.opens:
        return replace(run, kind=BODY, sure=0.4, why="it says something")
    acts = bool(follows and (PAST.fullmatch(follows[1]) or follows[1] in words.modal)) or after.startswith("'s")
    if len(parts) == 1 and acts and not run.opens and not _common(article, parts):
        body = lead == "the"
        return replace(
            run, kind=BODY if body else PERSON, sure=0.35, why="a name that acts" if body else "one name that acts"
        )
    if 2 <= len(parts) <= 4 and lead not in _BEFORE_THINGS and not _common(article, parts):
        return replace(run, kind=PERSON, sure=0.5, why="two names in a row")
    return run


_BEFORE_THINGS = frozenset("the a an this that its their".split())


def _common(article: DraftArticle, parts: list[str]) -> bool:
    """True if a part of a name is a word of the language, a weekday or a month, or says what is of a country."""
    words = article.words
    return any(
        part.lower()
        in words.stops | words.where | words.bodies | words.titles | words.regions | _calendar(words.language)
        or part.isupper()
        and len(part) > 2
        or is_of_country(part, words.language)
        or re.search(rf"\b{re.escape(part.lower())}\b", article.article.clean)
        for part in parts
    )


def _is_acronym(name: str) -> bool:
    return bool(re.fullmatch(r"[A-ZА-Я]{2,7}", name)) and not re.fullmatch(r"[IVXLC]+", name)


def _acts(words: Lexicon, before: str, after: str) -> bool:
    """True if an abbreviation stands as one who acts: behind "the", with a possessive, before a verb of saying."""
    verb = re.match(r"\s(\w+)", after)
    return bool(
        re.search(r"\bthe\s$", before, re.IGNORECASE)
        and not re.match(r"\s[a-z]+s\b", after)
        or re.match(r"'s?\b", after)
        or (verb and verb[1].lower() in words.saying | {"has", "had", "is", "was", "will", "reacted", "decided"})
    )


def _is_town(words: Lexicon, before: str) -> bool:
    return bool(re.search(rf"\b(?:{'|'.join(words.towns) or '(?!)'})\s(?:of\s|de\s)?$", before, re.IGNORECASE))


def _with_acronyms(article: DraftArticle, names: list[Named]) -> list[Named]:
    """The mentions, with an abbreviation in brackets made a name of what stands before it."""
    short: dict[str, Named] = {}
    for each in names:
        tail = article.article.clean[each.high : each.high + 40]
        bracket = re.match(r"\s?\((?:[^()]{0,25}?[,\s])?([A-ZА-Я]{2,8})\)", tail)
        if bracket and each.kind in (BODY, PLACE) and _stands_for(bracket[1], each.name):
            short[bracket[1]] = each
    out = []
    for each in names:
        whole = short.get(each.name)
        out.append(replace(each, name=whole.name, kind=BODY, sure=0.9, why="its abbreviation") if whole else each)
    extra = [
        Named(
            m.start(),
            m.end(),
            short[m.group()].name,
            BODY,
            article.sentence_at(m.start()),
            why="its abbreviation",
            sure=0.9,
        )
        for m in re.finditer(r"\b[A-ZА-Я]{2,8}\b", article.article.clean)
        if m.group() in short
    ]
    there = {each.low for each in out}
    found = [each for each in extra if each.low not in there and each.sentence.low <= each.low < each.sentence.high]
    return sorted([*out, *found], key=lambda each: each.low)


def _stands_for(short: str, name: str) -> bool:
    """True if an abbreviation has the first letters of a name, in order."""
    initials = "".join(w[0].upper() for w in re.findall(r"\w+", name))
    at = iter(initials)
    return (
        sum(c in at for c in short) >= max(2, len(short) - 1)
        or short[0] == initials[:1]
        and len(short) <= len(initials) + 1
    )
