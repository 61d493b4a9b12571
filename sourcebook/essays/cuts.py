"""What the ends of a quotation cut off that governs its words: a hedge, a denial, by the lists of both languages.

Here too: whether the essay's own sentence says it instead. Not here: words lost inside a quotation (`differences.py`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile

from sourcebook.essays.claims import Claim
from sourcebook.essays.readings import sentence_of
from sourcebook.model.problems import Kind, Problem
from sourcebook.quotes.article import Article, Run
from sourcebook.quotes.hedges import COMMAS, Force, finder
from sourcebook.quotes.languages import primary, rules
from sourcebook.quotes.normalise import tokens

_BESIDE = 4
"""Words before a quotation among which a hedge governs it; what denies, and may, might, could, stand closer."""
_FORCES = (Force.HEDGE | Force.NEGATION).value
_MODALS = frozenset("may might could if".split())
_AUXILIARIES = frozenset("have be been also even well yet still".split())
_ADVERBS = frozenset(
    "possibly perhaps maybe probably allegedly reportedly supposedly purportedly apparently seemingly".split()
)
"""Hedges that may stand behind what they hedge."""
_SIGNS = frozenset(",;:—-(),，、؛")
_BREAKS = frozenset("and but while because which who although whereas where when".split())
"""English words behind which something new is said, which a hedge before them does not govern."""
_SPEAKING = re.compile(
    r"(?:claim|alleg|report|accus)(?:e?s|ed|ing)?|believe[sd]?|glaub\w*|mein(?:t|te|en)|"
    r"pens\w+|croi\w+|счита\w*|behaupt\w*|beschuldig\w*|laut|zufolge|nach|angaben|ansicht|aussagen?|"
    r"meinung|einschätzung|es|heißt|hieß|sei|seien|habe|hätten?|wären?|würden?|selon|d'après|affirm\w*|assur\w*|estim\w*|indique\w*|"
    r"утвержда\w*|заяв\w*|по|словам|данным|мнению|согласно",
    re.IGNORECASE,
)
"""Words that hedge in an article, and only say who speaks in an essay."""


def cut_off(article: Article, run: Run, claim: Claim) -> tuple[list[Problem], list[str]]:
    """The problem of what a quotation cuts off; and what, further off in its sentence, deserves a look."""
    start, end = run
    first, last = sentence_of(article, start).start, sentence_of(article, end - 1).stop
    lost = _governing(article, first, start) or _trailing(article, end, last)
    if _keeps_force(claim, bool(lost and _SPEAKING.fullmatch(article.words[lost[0]]))):
        return [], []
    if lost:
        return [Problem(lost[1], _around(article, run, lost[0]))], []
    rest = (i for i in (*range(first, start), *range(end, last)) if article.forces[i] & _FORCES)
    far = next(rest, None)
    return [], [] if far is None else [f"Look at the rest of its sentence: “{article.words[far]}” stands there."]


def _around(article: Article, run: Run, at: int) -> str:
    low, high = min(at, run[0]), max(at + 1, run[1])
    words = article.text_of(range(low, min(high, low + 40)))
    return (
        f"The article says: “{words}”. Your quotation leaves “{article.words[at]}” out; quote it too, or say it in "
        "your own sentence."
    )


def _keeps_force(claim: Claim, spoken: bool) -> bool:
    """True if an essay's own sentence hedges or denies, so that what a quotation cuts off may be said there.

    A word that only tells who speaks does so where the one that is lost is such a word too (`spoken`).
    """
    words = tokens(claim.around.replace("\x01", " "))
    forces = finder(claim.language).forces(words, [0] * len(words))
    return any(f & _FORCES and (spoken or not _SPEAKING.fullmatch(w)) for w, f in zip(words, forces, strict=True))


def _governing(article: Article, first: int, start: int) -> tuple[int, Kind] | None:
    """The token before a quotation in its clause that hedges or denies its words, with the kind of what is lost."""
    if (aside := _aside(article, first, start)) is not None:
        return aside, Kind.DROPPED_HEDGE
    breaks = _clause_words(article.language)
    for distance, i in enumerate(range(start - 1, first - 1, -1), 1):
        if kind := _governs(article, i, distance):
            return i, kind
        if article.words[i].lower() in breaks:
            return None
    return None


def _aside(article: Article, first: int, start: int) -> int | None:
    """The hedge between commas, or at the start of its sentence, that stands right before a quotation: Perhaps, …"""
    at = start - 2
    if at < first or article.words[start - 1] not in COMMAS:
        return None
    hedged = [*takewhile(lambda i: article.forces[i] & Force.HEDGE, range(at, first - 1, -1))]
    alone = hedged and (hedged[-1] == first or article.words[hedged[-1] - 1] in COMMAS)
    return hedged[-1] if alone and not any(_SPEAKING.fullmatch(article.words[i]) for i in hedged) else None


def _trailing(article: Article, end: int, last: int) -> tuple[int, Kind] | None:
    """The same of the two tokens behind a quotation. In English few words hedge or deny what stands before them."""
    english = primary(article.language) == "en"
    for i in range(end, min(end + 2, last)):
        word, flags = article.words[i].lower(), Force(article.forces[i])
        if english:
            flags = flags if word in _ADVERBS or (word == "not" and i == end) else Force.NONE
        elif word in _SIGNS:
            return None
        if flags & _FORCES:
            return i, Kind.DROPPED_NEGATION if flags & Force.NEGATION else Kind.DROPPED_HEDGE
    return None


@cache
def _clause_words(language: str) -> frozenset[str]:
    """The signs and words that begin another clause."""
    sets = rules(language).sets
    return (
        _SIGNS | _BREAKS
        if primary(language) == "en"
        else _SIGNS | sets["joins"] | sets["borders"] | sets["asides"] | sets["relatives"] | sets["contents"]
    )


def _governs(article: Article, at: int, distance: int) -> Kind | None:
    """The kind of what is lost with a token so far before a quotation: a hedge or a denial that governs it; or None."""
    word, flags = article.words[at].lower(), Force(article.forces[at])
    if flags & Force.NEGATION and distance <= 2:
        return Kind.DROPPED_NEGATION
    near = _BESIDE
    if word in _MODALS:  # “may have inadvertently” governs what follows; “might the minister” does not
        between = (w.lower() for w in article.words[at + 1 : at + distance])
        near = _BESIDE if all(w in _AUXILIARIES or w.endswith("ly") for w in between) else 2
    hedged = (flags & Force.HEDGE and distance <= near) or (flags & Force.DEGREE and distance == 1)
    return Kind.DROPPED_HEDGE if hedged else None
