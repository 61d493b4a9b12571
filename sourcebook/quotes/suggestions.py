"""Suggest the closest passage to a rejected quotation, and which words differ (rule 7). It decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sourcebook.quotes.article import Article
from sourcebook.quotes.normalise import is_word

_COMMON = 12
"""A word that stands more often than this in an article says little about place."""
_ENOUGH = 0.4
"""The share of words in common below which nothing is near."""
_MARGIN = 4

_Block = tuple[str, Sequence[str], Sequence[str]]
"""An edit: its tag, the quotation's words, the source's words."""


@dataclass(frozen=True)
class Nearest:
    """The closest passage: tokens [start, end) of the article, each difference as (quoted words, source's words)."""

    start: int
    end: int
    differences: tuple[tuple[str, str], ...]


def nearest(article: Article, words: Sequence[str]) -> Nearest | None:
    """The closest run of the article's tokens, or None where less than four words in ten stand there.

    Each word votes for the place at which the quotation would begin, were this word right; the place with the most
    votes is aligned word by word (Levenshtein).
    """
    from rapidfuzz.distance import Indel

    at = _begin(article, words)
    if at is None:
        return None
    low = max(0, at - _MARGIN)
    window = article.words[low : at + len(words) + _MARGIN]
    blocks: list[_Block] = [
        (b.tag, words[b.src_start : b.src_end], window[b.dest_start : b.dest_end]) for b in Indel.opcodes(words, window)
    ]
    if sum(len(ours) for tag, ours, _ in blocks if tag == "equal") < _ENOUGH * len(words):
        return None
    start, blocks = _trimmed(blocks)
    end = low + start + sum(len(theirs) for _, _, theirs in blocks)
    return Nearest(low + start, end, _merged(blocks))


def _trimmed(blocks: list[_Block]) -> tuple[int, list[_Block]]:
    """The blocks without the source's words before and after them, and how many stand before.

    A word altered at the edge of the quotation is set against as many words of the source.
    """
    equal = [i for i, (tag, _, _) in enumerate(blocks) if tag == "equal"]
    first, last = equal[0], equal[-1]
    skipped, kept = _tightened(blocks[first : last + 1])
    ours, theirs = _sides(blocks[:first])
    theirs += skipped
    start = max(0, len(theirs) - len(ours))
    head: _Block = ("replace", ours, theirs[start:])
    ours, theirs = _sides(blocks[last + 1 :])
    return start, [head, *kept, ("replace", ours, theirs[: len(ours)])]


def _tightened(blocks: list[_Block]) -> tuple[list[str], list[_Block]]:
    """The blocks started as late as their first words allow, and the source's words that this skips.

    An alignment takes the first “the” that it meets, although the one that is meant may stand a few words on.
    """
    if len(blocks) < 3:
        return [], blocks
    (_, ours, _), (_, more, between), (_, rest, _) = blocks[:3]
    passed = [*ours, *between]
    if more or passed[-len(ours) :] != list(ours):
        return [], blocks
    joined = [*ours, *rest]
    return passed[: -len(ours)], [("equal", joined, joined), *blocks[3:]]


def _sides(blocks: Sequence[_Block]) -> tuple[list[str], list[str]]:
    """The words of some blocks that are the quotation's, and those that are the source's."""
    return [w for _, ours, _ in blocks for w in ours], [w for _, _, theirs in blocks for w in theirs]


def _merged(blocks: Sequence[_Block]) -> tuple[tuple[str, str], ...]:
    """Neighbouring deletions and insertions as one difference each."""
    out: list[tuple[list[str], list[str]]] = []
    open_ = False
    for tag, ours, theirs in blocks:
        if not ours and not theirs:
            continue
        if tag == "equal":
            open_ = False
            continue
        if not open_:
            out.append(([], []))
            open_ = True
        out[-1][0].extend(ours)
        out[-1][1].extend(theirs)
    return tuple((" ".join(a), " ".join(b)) for a, b in out)


def _begin(article: Article, words: Sequence[str]) -> int | None:
    """The likely start of the quotation, by the votes of its words; of places with equal votes the first.

    Common words vote only where the quotation has no others.
    """
    stand: dict[str, list[int]] = {word: [] for word in words if is_word(word)}
    for place, word in enumerate(article.words):
        if word in stand:
            stand[word].append(place)
    places_of = [(i, stand[word]) for i, word in enumerate(words) if word in stand]
    rare = [(i, places) for i, places in places_of if len(places) <= _COMMON]
    votes = Counter([place - i for i, places in rare for place in places])
    if not votes:
        votes = Counter([place - i for i, places in places_of for place in places])
    return max(0, max(votes, key=votes.__getitem__)) if votes else None


def describe(article: Article, closest: Nearest) -> str:
    """The closest passage as a sentence: its words, the words that differ, and the place."""
    text = article.text_of(range(closest.start, closest.end))
    differences = "; ".join(_difference(ours, theirs) for ours, theirs in closest.differences[:4])
    where = f"¶{article.paragraphs[closest.start]}"
    if article.blocks:  # a passage standing alone knows its paragraph, not its line
        where += f", line {article.line_of(closest.start)}"
    return f"Closest ({where}): “{text}”" + (f"; the quotation has {differences}." if differences else ".")


def _difference(ours: str, theirs: str) -> str:
    """One difference in words: the quotation's against the source's."""
    if not theirs:
        return f"added “{ours}”"
    return f"“{ours}” for “{theirs}”" if ours else f"left out “{theirs}”"
