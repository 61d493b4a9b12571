"""Whom and what an article names: people, bodies, countries and places, and the words that stand for them.

A name is told by its own words, by what stands beside it (an office, a verb of saying, an age, a preposition) and by
CLDR's names. Not here: finding runs of capitals (`name_runs.py`); one actor under several spellings (`variants.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sourcebook.drafting.name_runs import (
    BODY,
    COUNTRY,
    PERSON,
    PLACE,
    UNKNOWN,
    NameRun,
    calendar,
    country_code,
    is_of_country,
    name_runs,
    peoples,
    territories,
    towns,
)  # fmt: skip
from sourcebook.drafting.reading import PAST, DraftArticle
from sourcebook.drafting.vocabulary import Lexicon


def named(article: DraftArticle) -> list[NameRun]:
    """Every mention of a name, in reading order, each under the whole name that it stands for."""
    runs = [run for sentence in article.sentences for run in name_runs(article, sentence)]
    counted = Counter(word for run in runs for word in run.name.split())
    known = _known_people(article, runs, counted)
    out = [_classified(article, run, known, counted) for run in runs]
    return _with_acronyms(article, _in_full(article.words, [each for each in out if each.kind]))


def _in_full(words: Lexicon, names: list[NameRun]) -> list[NameRun]:
    """The mentions, a body named by the end of its name given all of it: the Port Authority of an article that names
    one Harwick Port Authority."""
    bodies = {each.name for each in names if each.kind == BODY}
    longer = {name: [b for b in bodies if b.endswith(f" {name}") and not is_of_country(b.split()[0], words.language)
                     and not country_code(b.split()[0], words.language)] for name in bodies}  # fmt: skip
    return [
        replace(each, name=longer[each.name][0]) if each.kind == BODY and len(longer[each.name]) == 1 else each
        for each in names
    ]


def _known_people(article: DraftArticle, runs: Iterable[NameRun], counted: Counter[str]) -> dict[str, str]:
    """The whole names of people by their last word: two words or more, with something that tells a person."""
    out: dict[str, str] = {}
    for run in runs:
        parts = run.name.split()
        if 2 <= len(parts) <= 5 and not _other(article.words, run.name) and _is_person(article, run, counted):
            known = out.get(parts[-1])
            if known is None or len(known) < len(run.name):
                out[parts[-1]] = run.name
    return out


def _is_person(article: DraftArticle, run: NameRun, counted: Counter[str]) -> bool:
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
        or (verb and verb[1].lower() in words.saying and not before.endswith((" of ", " at ", " the ")))
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
    if name in towns() or name in territories(words.language):
        return PLACE
    if len(parts) > 1 and lower[-1] not in words.bodies and any(w in words.regions | words.buildings for w in lower):
        return PLACE if lower[-1] in words.regions | words.buildings and not lower[-1].endswith("ern") else ""
    return ""


@dataclass(frozen=True)
class _Beside:
    """A run with the words around it: the text before and behind, the word right before, the word right behind."""

    run: NameRun
    before: str
    after: str
    lead: str
    follows: str

    @classmethod
    def of(cls, run: NameRun) -> _Beside:
        text = run.sentence.text
        before, after = text[: run.low - run.sentence.low], text[run.high - run.sentence.low :]
        lead = (re.findall(r"[\w'-]+", before) or [""])[-1].lower()
        follows = re.match(r"\s(\w+)", after)
        return cls(run, before, after, lead, follows[1] if follows else "")


def _classified(article: DraftArticle, run: NameRun, known: dict[str, str], counted: Counter[str]) -> NameRun:
    """A run with its kind, and the whole name where only a part of it stands here; as it is where nothing tells."""
    parts = run.name.split()
    whole = known.get(parts[-1], "")
    if whole and (len(parts) == 1 or whole.startswith(parts[0]) or _is_person(article, run, counted)):
        return replace(run, name=whole, kind=PERSON, sure=0.9, why="a person by what stands beside the name")
    beside = _Beside.of(run)
    if (
        not _is_town(article.words, beside.before)
        and all(is_of_country(part, article.words.language) for part in parts)
        and not country_code(run.name, article.words.language)
    ):
        return _of_people(article.words, beside)
    rules = (_by_its_words, _by_office, _by_abbreviation, _by_place, _by_act)
    return next((found for rule in rules if (found := rule(article, beside))), run)


def _of_people(words: Lexicon, beside: _Beside) -> NameRun:
    """The name of a body behind a word for a people: the Georgian parliament; the run as it is elsewhere."""
    run, body = beside.run, beside.follows
    if body not in words.states or run.name in territories(words.language):
        return run
    why = f"“{body}” stands behind it"
    return replace(run, name=f"{run.name} {body}", high=run.high + 1 + len(body), kind=BODY, sure=0.5, why=why)


def _by_its_words(article: DraftArticle, beside: _Beside) -> NameRun | None:
    run, other = beside.run, _other(article.words, beside.run.name)
    if other == COUNTRY:
        return replace(run, kind=COUNTRY, sure=0.95, why="a country, by CLDR")
    if re.search(r"-[a-z]+(?:ed|ing)$", run.name):  # Berlin-based
        return run
    if other == BODY:
        return replace(run, kind=BODY, sure=0.85, why="the name of a body")
    if other == PLACE and not run.office:
        return replace(run, kind=PLACE, sure=0.7, why="a place by its own words")
    return None


def _by_office(article: DraftArticle, beside: _Beside) -> NameRun | None:
    run, follows = beside.run, beside.follows
    if follows in article.words.bodies and beside.lead not in article.words.where and not (run.office or run.opens):
        return replace(run, kind=BODY, sure=0.6, why=f"“{follows}” stands behind it")
    if run.office and len(run.name.split()) <= 4:
        return replace(run, kind=PERSON, sure=0.85, why=f"“{run.office}” stands before it")
    return None


def _by_abbreviation(article: DraftArticle, beside: _Beside) -> NameRun | None:
    run = beside.run
    if run.opens and run.name.isupper() and re.match(r"\s?[(,–-].{0,60}\s[–—-]\s", beside.after):
        return replace(run, name=run.name.title(), kind=PLACE, sure=0.6, why="it begins the dateline")
    if not _is_acronym(run.name):
        return None
    acts = _acts(article.words, beside.before, beside.after)
    explained = re.search(rf"\({run.name}\)", article.article.clean)
    names = acts or (run.name.lower() not in article.words.abbreviations and not explained)
    return replace(run, kind=BODY if names else UNKNOWN, sure=0.6 if acts else 0.45, why="an abbreviation")


def _by_place(article: DraftArticle, beside: _Beside) -> NameRun | None:
    words, run, lead = article.words, beside.run, beside.lead
    office = re.search(r"\b(\w+)\sof\s(?:the\s)?$", beside.before)
    several = len(run.name.split()) > 1 and not _common(article, run.name.split())
    if office and office[1].lower() in words.titles and several:
        return replace(run, kind=BODY, sure=0.6, why=f"it has a {office[1]}")
    if lead in words.outlets:
        return replace(run, kind=BODY, sure=0.75, why=f"“{lead}” stands before it")
    if lead in words.regions and run.name not in peoples(words.language):
        return replace(run, kind=PLACE, sure=0.6, why=f"“{lead}” stands before it")
    if _is_town(words, beside.before):
        return replace(run, kind=PLACE, sure=0.7, why="a word for a town stands before it")
    count = len(run.name.split())
    if lead in (words.where if count == 1 else words.where - words.towards) and not run.opens and count <= 2:
        return replace(run, kind=PLACE, sure=0.5, why=f"“{lead}” stands before it")
    return None


def _by_act(article: DraftArticle, beside: _Beside) -> NameRun | None:
    words, run, follows = article.words, beside.run, beside.follows
    parts = run.name.split()
    if words.language == "de":  # where every noun has a capital
        return None
    if len(parts) > 1 or run.opens:
        is_name = 2 <= len(parts) <= 4 and not _common(article, parts)
        if is_name and re.search(rf"\b[Tt]he {re.escape(run.name)}\b", article.article.clean):
            return replace(run, kind=BODY, sure=0.4, why="a name behind “the”")
        is_name = is_name and beside.lead not in _BEFORE_THINGS | words.things and parts[-1].lower() not in words.things
        return replace(run, kind=PERSON, sure=0.5, why="two names in a row") if is_name else None
    if follows in words.saying:
        return replace(run, kind=BODY, sure=0.4, why="it says something")
    acts = PAST.fullmatch(follows) or follows in words.modal or beside.after.startswith("'s")
    if not acts or _common(article, parts):
        return None
    kind = BODY if beside.lead == "the" else PERSON
    return replace(run, kind=kind, sure=0.35, why="a name that acts")


_BEFORE_THINGS = frozenset("the a an this that its their".split())


def _common(article: DraftArticle, parts: list[str]) -> bool:
    """True if a part of a name is a word of the language, a weekday or a month, or says what is of a country."""
    words = article.words
    return any(
        part.lower()
        in words.stops | words.where | words.bodies | words.titles | words.regions | calendar(words.language)
        or (part.isupper() and len(part) > 2)
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
        (re.search(r"\bthe\s$", before, re.IGNORECASE) and not re.match(r"\s[a-z]+s\b", after))
        or re.match(r"'s?\b", after)
        or (verb and verb[1].lower() in words.saying | {"has", "had", "is", "was", "will", "reacted", "decided"})
    )


def _is_town(words: Lexicon, before: str) -> bool:
    return bool(re.search(rf"\b(?:{'|'.join(words.towns) or '(?!)'})\s(?:of\s|de\s)?$", before, re.IGNORECASE))


def _with_acronyms(article: DraftArticle, names: list[NameRun]) -> list[NameRun]:
    """The mentions, with an abbreviation in brackets made a name of what stands before it."""
    short: dict[str, NameRun] = {}
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
        NameRun(
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
    return sum(c in at for c in short) >= max(2, len(short) - 1) or (
        short[0] == initials[:1] and len(short) <= len(initials) + 1
    )
