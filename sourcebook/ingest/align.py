"""Align two versions of a text: map old lines, spans of speech and runs of words to the new version.

Equal items are matched first, in order; between them, the most similar ones. It decides nothing about a quotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from sourcebook.quotes import normalise
from sourcebook.quotes.article import Article, ArticleParagraph

_ALIKE = 0.5
"""The share of common words from which two lines count as versions of each other."""
_SAME_SPEECH = 0.7
"""The same for spans of speech, which carry a speaker: stricter."""
_MOST_PAIRS = 40_000
"""The most pairs of unequal lines that are compared between two equal ones; with more, it is another text."""

Words = tuple[str, ...]


@dataclass(frozen=True)
class LineMapping:
    """The mapping of old to new lines, counted from 1: `after` maps an old line to its new one; `new` lines were added,
    `gone` ones deleted; `before` are the old lines by number. Blank lines are ignored."""

    after: dict[int, int]
    new: tuple[int, ...]
    gone: tuple[int, ...]
    before: dict[int, str]


def lines(old: Sequence[str], new: Sequence[str]) -> LineMapping:
    """Align the lines of two texts."""
    ours = [(n, normalise.tokens(line)) for n, line in enumerate(old, start=1) if line.strip()]
    theirs = [(n, normalise.tokens(line)) for n, line in enumerate(new, start=1) if line.strip()]
    pairs = _pairs([w for _, w in ours], [w for _, w in theirs], _ALIKE)
    after = {ours[i][0]: theirs[j][0] for i, j in pairs}
    matched = set(after.values())
    return LineMapping(
        after,
        tuple(n for n, _ in theirs if n not in matched),
        tuple(n for n, _ in ours if n not in after),
        {n: old[n - 1] for n, _ in ours},
    )


def spans(old: Sequence[Words], new: Sequence[Words]) -> dict[int, int]:
    """Align two lists of spans of speech; maps new ordinals to old ones."""
    return {j + 1: i + 1 for i, j in _pairs(old, new, _SAME_SPEECH)}


def spoken(article: Article) -> list[Words]:
    """The words of each span of speech, by ordinal; without punctuation, which a correction may change."""
    out: list[list[str]] = [[] for _ in range(max(article.speech, default=0))]
    for word, number in zip(article.words, article.speech, strict=True):
        if number and normalise.is_word(word):
            out[number - 1].append(word)
    return [tuple(words) for words in out]


def paragraphs(
    old: Sequence[ArticleParagraph], new: Sequence[ArticleParagraph], mapping: LineMapping
) -> dict[int, int]:
    """Map old paragraph numbers to new ones, without those that vanished."""
    numbers = {n: block.number for block in new for n in range(block.first_line, block.last_line + 1)}
    out: dict[int, int] = {}
    for block in old:
        there = [mapping.after[n] for n in range(block.first_line, block.last_line + 1) if n in mapping.after]
        number = next((numbers[n] for n in there if n in numbers), 0)
        out |= {block.number: number} if number else {}
    return out


def _pairs(old: Sequence[Words], new: Sequence[Words], enough: float) -> list[tuple[int, int]]:
    """The pairs of indexes that are versions of each other, in order."""
    out: list[tuple[int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out += zip(range(a, b), range(c, d), strict=True)
        elif tag == "replace" and (b - a) * (d - c) <= _MOST_PAIRS:
            out += [(a + i, c + j) for i, j in _alike(old[a:b], new[c:d], enough)]
    return out


def _alike(old: Sequence[Words], new: Sequence[Words], enough: float) -> list[tuple[int, int]]:
    """The in-order pairs with the greatest total similarity, each with at least `enough`."""
    gain = [[_ratio(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            paired = gain[i][j] + best[i + 1][j + 1] if gain[i][j] >= enough else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    out, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if gain[i][j] >= enough and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            out.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return out


def _ratio(a: Words, b: Words) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(a, b) if a and b else 0.0


# -- runs of words ----------------------------------------------------------------------------------------------------


class WordMapping:
    """The mapping of one token sequence to another."""

    def __init__(self, old: Words, new: Words) -> None:
        from rapidfuzz.distance import Indel

        self.same: dict[int, int] = {}
        for block in Indel.opcodes(old, new):
            if block.tag == "equal":
                self.same |= dict(
                    zip(range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True)
                )
        self._old, self._new = old, new
        self._kept = [0, *accumulate(int(i in self.same and normalise.is_word(w)) for i, w in enumerate(old))]

    def run(self, start: int, end: int) -> tuple[int, int] | None:
        """The new run for the old tokens [start, end); None where fewer than half of its words are found."""
        wanted = normalise.count_words(self._old[start:end])
        if not wanted or self._kept[end] - self._kept[start] < wanted * _ALIKE:
            return None
        low = self.same.get(start, self.same.get(start - 1, -2) + 1)
        high = self.same.get(end - 1, self.same.get(end, 0) - 1) + 1
        inner = [self.same[i] for i in range(start, end) if i in self.same]
        low = low if 0 <= low <= inner[0] else inner[0]
        return low, max(high, inner[-1] + 1)


def carried(old: str, new: str, phrase: str) -> str:
    """The words of a new line that replace a phrase of the old one.

    The phrase itself if the new line holds it; empty if its place is not found.
    """
    phrase_text = normalise.canonical(normalise.clean(phrase))
    if normalise.canonical(new).find(phrase_text) >= 0:
        return phrase
    plain, other = normalise.canonical(old), normalise.canonical(new)
    ours, theirs = (list(normalise.token_pattern(text).finditer(text)) for text in (plain, other))
    at = plain.find(phrase_text)
    inside = [i for i, m in enumerate(ours) if at <= m.start() < at + len(phrase_text)]
    mapping = WordMapping(tuple(m.group() for m in ours), tuple(m.group() for m in theirs))
    run = mapping.run(inside[0], inside[-1] + 1) if inside and at >= 0 else None
    if run is None:
        return ""
    start, end = theirs[run[0]].start(), theirs[run[1] - 1].end()
    return new[start:end] if other.find(other[start:end]) == start else ""


def word_diff(old: Words, new: Words) -> str:
    """A word diff on one line: `[old → new]` where the two differ, a dash for nothing."""
    out: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(" ".join(old[a:b]))
        else:
            out.append(f"[{' '.join(old[a:b]) or '–'} → {' '.join(new[c:d]) or '–'}]")
    return " ".join(out)
