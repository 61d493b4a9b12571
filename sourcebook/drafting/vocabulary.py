"""Words of each language that the rules of attribution need, and the thresholds that were tuned: data and nothing else.

What a library knows stands in none of these lists: months, days, countries and languages come from CLDR, numbers from
text2num. The words stand in `words/`, a file a language: English is whole, the others have what dates, numbers and
quoted speech need. `python -m benchmarks draft` tunes `Thresholds` on four articles and tells on the fifth.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Thresholds:
    """What was tuned: the likeness from which two accounts tell one event, or two spellings name one actor."""

    """Shortest: the length that a short account counts as, lest a single word make it like another."""

    same_event: float = 0.1
    same_day: float = 0.2
    shortest: float = 16.0
    same_name: float = 86
    maybe_name: float = 74


@dataclass(frozen=True)
class Lexicon:
    """Words of one language, in lower case; a word of several parts is written with spaces."""

    language: str = "en"
    saying: frozenset[str] = frozenset()
    """Verbs of saying, as a sentence has them behind or before a speaker."""
    naming: frozenset[str] = frozenset()
    """Those that name or move somebody, and report what is said only where "that" follows."""
    before_nouns: frozenset[str] = frozenset()
    """Behind these a verb of saying is a noun: the report."""
    told: frozenset[str] = frozenset()
    """Nouns for what somebody says: words in quotation marks behind one are that person's."""
    according: tuple[str, ...] = ()
    term: tuple[str, ...] = ()
    """What stands before a term or a title in quotation marks: no speech."""
    pronouns: frozenset[str] = frozenset()
    many: frozenset[str] = frozenset()
    """Those among them that mean several."""
    titles: frozenset[str] = frozenset()
    """Offices and forms of address before a name."""
    honours: frozenset[str] = frozenset()
    """What stands behind a name and is none of it: QC."""
    things: frozenset[str] = frozenset()
    """Words beside the names of things that act for nobody: the trawler Silver Dawn, Restalrig Road."""
    done_to: frozenset[str] = frozenset()
    """Verbs that a number without a noun stands behind where it counts people: killing 52."""
    address: frozenset[str] = frozenset()
    """Forms of address, which say no office."""
    attributes: frozenset[str] = frozenset()
    """Words of offices that make none alone: former, acting."""
    bodies: frozenset[str] = frozenset()
    """Head words of the names of organisations."""
    states: frozenset[str] = frozenset()
    """Those that every country has one of: the Georgian parliament."""
    owned: frozenset[str] = frozenset()
    """Those whose names have a possessive: St. Anne's Hospital."""
    abbreviations: frozenset[str] = frozenset()
    """Those that name no body."""
    outlets: frozenset[str] = frozenset()
    """What stands before the name of a medium."""
    regions: frozenset[str] = frozenset()
    towns: frozenset[str] = frozenset()
    buildings: frozenset[str] = frozenset()
    """Words of the names of regions, before the names of towns, of the names of buildings."""
    where: frozenset[str] = frozenset()
    """Prepositions before a place."""
    towards: frozenset[str] = frozenset()
    """Those among them that stand before people as well."""
    joins: frozenset[str] = frozenset()
    """Words that join the parts of a body's name."""
    relative: tuple[tuple[str, str, int], ...] = ()
    """Days told from the day of writing: the words, the unit, how many back (negative) or ahead."""
    ago: tuple[str, ...] = ()
    """Patterns of a stretch before the day of writing; `N` stands for a number and `U` for a unit of time."""
    units: tuple[tuple[str, str], ...] = ()
    """Words for units of time, each with the unit."""
    same_day: tuple[str, ...] = ()
    next_day: tuple[str, ...] = ()
    since: frozenset[str] = frozenset()
    until: frozenset[str] = frozenset()
    begin: frozenset[str] = frozenset()
    """Before a date: from it on, up to it, the first of two."""
    ahead: frozenset[str] = frozenset()
    """In a clause before a weekday: it is the next one, and not the last."""
    early: frozenset[str] = frozenset()
    """Before a month or a weekday, with a capital where the sentence begins: early, on."""
    seasons: tuple[tuple[str, int], ...] = ()
    parts_of_day: tuple[tuple[str, str], ...] = ()
    at_least: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    """Those among them that make no bound: almost, nearly."""
    between: tuple[str, ...] = ()
    scales: tuple[tuple[str, float], ...] = ()
    multiples: tuple[tuple[str, float], ...] = ()
    per_cent: tuple[str, ...] = ()
    modal: frozenset[str] = frozenset()
    """Words of clauses about what is to come."""
    advice: frozenset[str] = frozenset()
    harm: frozenset[str] = frozenset()
    acts: tuple[str, ...] = ()
    """Words for one kind of act, the act first: two accounts are alike that tell it in other words."""
    stops: frozenset[str] = frozenset()
    """Words that carry no content: two accounts do not tell one event because both have them."""


WORDS = Path(__file__).parent / "words"
THRESHOLDS = Thresholds()


@cache
def lexicon(language: str) -> Lexicon:
    """The words of a language; of one without a file, none: dates and numbers are still found."""
    path = WORDS / f"{language}.toml"
    if not language.isalpha() or not path.is_file():
        return Lexicon(language=language)
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = {each.name: str(each.type) for each in fields(Lexicon)}
    return Lexicon(language=language, **{name: _frozen(kinds[name], value) for name, value in lists.items()})


def _frozen(kind: str, value: Any) -> Any:
    """A list of a file as a set of words, or as a tuple."""
    if kind.startswith("frozenset"):
        return frozenset(value.split())
    return tuple(tuple(each) if isinstance(each, list) else each for each in value)
