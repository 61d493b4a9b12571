"""`sourcebook find`: search the sources for words; each hit has its speaker and a passage ready to paste.

Unlike a verdict, the search ignores case. A hit quotes the source as it is written, and is judged by the same rules as
every passage. Not here: verdicts (`quotes/match.py`) and what is nearly right (`quotes/suggestions.py`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcebook.check import Opened
from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import AUTHOR
from sourcebook.quotes import normalise
from sourcebook.quotes import suggestions as quotes_suggestions
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import MatchResult, ParsedQuotation
from sourcebook.quotes.normalise import Stream, is_word, tokens
from sourcebook.quotes.prover import State
from sourcebook.quotes.selector import unique, verdict_at
from sourcebook.store import yaml_edit

_MOST_UNKNOWN = 20
"""How many unknown words are answered: each is compared with every known word."""
_NEAR = 3
"""How many suggestions are made where nothing is found."""
_CUTS = frozenset({Kind.CUT_NUMBER, Kind.CUT_WORD})


@dataclass(frozen=True)
class Occurrence:
    """One occurrence of the words: tokens [start, end) of a source's article, or of one passage of it.

    `same`: also in case and punctuation. `ref` is the passage where only the passage is available.
    """

    key: str
    start: int
    end: int
    same: bool
    ref: str = ""


@dataclass(frozen=True)
class Hit:
    """An occurrence and what is shown of it. `line` is 0 where the text is missing; `paste` are lines of YAML."""

    place: Occurrence
    words: str
    paragraph: int
    line: int
    zone: str
    speaker: str
    recorded: tuple[str, ...] = ()
    widened: bool = False
    problems: tuple[Problem, ...] = ()
    paste: tuple[str, ...] = ()

    def as_text(self, name: str) -> str:
        """Format the hit for a terminal; `name` is the speaker's name."""
        line = f"line {self.line}, " if self.line else ""
        head = f"{self.place.key}, ¶{self.paragraph}, {line}{self.zone}, said by {name}"
        out = [head + ("" if self.place.same else " (in other writing than asked for)") + ":", f"  “{self.words}”"]
        out += ["  Widened, so that no word or number is cut."] if self.widened else []
        out += [f"  Recorded already: {ref}." for ref in self.recorded]
        out += [f"  {p.severity.value}: {p.message} [{p.kind.label}]" for p in self.problems]
        return "\n".join([*out, *(["", *self.paste] if self.paste else [])])


@dataclass(frozen=True)
class SearchResult:
    """The hits, how many more there are, and suggestions where there is none."""

    hits: tuple[Hit, ...]
    more: int = 0
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


def find(opened: Opened, words: str, key: str = "", limit: int = 10) -> SearchResult:
    """Search for words in one source, or in all of them."""
    keys = [key] if key else list(opened.book.sources)
    query = _query(words)
    occurrences = [place for name in keys for place in _places(opened, name, query)]
    occurrences.sort(key=lambda p: not p.same)  # stable: exact ones first, otherwise in the order of sources and text
    notes = tuple(_notes(opened, keys, query))
    if not occurrences:
        return SearchResult((), notes=notes, suggestions=tuple(_suggestions(opened, keys, query)))
    proposed: set[str] = set()
    hits = tuple(_hit(opened, place, proposed) for place in occurrences[:limit])
    return SearchResult(hits, max(0, len(occurrences) - limit), notes)


def _query(words: str) -> tuple[str, ...]:
    """The tokens to search for, without enclosing quotation marks."""
    run = tokens(words)
    if len(run) > 2 and run[0] == run[-1] and run[0] in "\"'":
        run = run[1:-1]
    return run


# -- searching --------------------------------------------------------------------------------------------------------


def _places(opened: Opened, key: str, query: Sequence[str]) -> Iterator[Occurrence]:
    """Every occurrence in one source; in its proven passages where the article is not available."""
    article = opened.prover.articles.get(key)
    if article is not None:
        yield from (Occurrence(key, start, end, same) for start, end, same in _runs(article, query))
        return
    seen: set[tuple[int, int]] = set()
    for proof in opened.prover.proofs():
        if proof.ref.partition("/")[0] != key or proof.state is not State.SEALED or not proof.ok or proof.span is None:
            continue
        for start, end, same in _runs(opened.prover.alone(proof.ref), query):
            at = proof.span.start + start, proof.span.start + end
            if at not in seen:
                seen.add(at)
                yield Occurrence(key, start, end, same, proof.ref)


def _runs(article: Article, query: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Every run of an article's tokens that equals the query, ignoring case; a closing mark may be missing."""
    if not any(map(is_word, query)):
        return
    stream = Stream([word.casefold() for word in article.words])
    run = [word.casefold() for word in query]
    spans = [(at, at + len(run)) for at in stream.find(run)]
    if not spans and len(run) > 1 and run[-1] in normalise.CLOSING:
        query, run = query[:-1], run[:-1]
        spans = [(at, at + len(run)) for at in stream.find(run)]
    for start, end in spans:
        yield start, end, article.words[start:end] == tuple(query)


def _notes(opened: Opened, keys: Sequence[str], query: Sequence[str]) -> Iterator[str]:
    """Notes on what could not be searched, and on words outside the article's zones."""
    prover = opened.prover
    missing = [key for key in keys if key not in prover.articles]
    for state, searched in ((State.SEALED, "only what their seals open"), (State.UNCHECKED, "nothing of them")):
        if away := [key for key in missing if prover.state(key) is state]:
            yield f"Article not available, so {searched} was searched: {', '.join(away)}."
    for key in keys:
        noise = prover.articles[key].noise if key in prover.articles else Stream(())
        if query and Stream([w.casefold() for w in noise.words]).holds([w.casefold() for w in query]):
            yield f"{key}: the words stand on the page outside of the article, where nothing can be quoted."


# -- one place --------------------------------------------------------------------------------------------------------


def _hit(opened: Opened, place: Occurrence, proposed: set[str]) -> Hit:
    """The hit for an occurrence; `proposed` are the passage ids that this answer already uses."""
    if place.ref:
        return _sealed_hit(opened, place)
    article = opened.prover.articles[place.key]
    start, end = _widened(article, place.start, place.end)
    quotation, verdict = unique(article, start, end)
    recorded = tuple(_recorded(opened, place.key, start, end))
    return Hit(
        place=place,
        words=article.text_of(range(start, end)),
        paragraph=article.paragraphs[start],
        line=article.line_of(start),
        zone=article.zones[start],
        speaker=verdict.speaker or article.speaker_of(start),
        recorded=recorded,
        widened=(start, end) != (place.start, place.end),
        problems=verdict.problems,
        paste=tuple(_paste(opened, place.key, quotation, verdict, proposed, article.paragraphs[start])),
    )


def _sealed_hit(opened: Opened, place: Occurrence) -> Hit:
    """The hit inside a passage that only the seal proves: it can be quoted, but not recorded as a new passage."""
    alone = opened.prover.alone(place.ref)
    inside = {alone.speaker_of(i) for i in range(place.start, place.end) if is_word(alone.words[i])}
    return Hit(
        place=place,
        words=alone.text_of(range(place.start, place.end)),
        paragraph=alone.paragraphs[place.start],
        line=0,
        zone=alone.zones[place.start],
        speaker=inside.pop() if len(inside) == 1 else AUTHOR,
        recorded=(place.ref,),
    )


def _widened(article: Article, start: int, end: int) -> tuple[int, int]:
    """The run, or the nearest wider one, within two tokens, that cuts no word and no number."""
    wider = [(a, b) for n in range(5) for a in range(3) for b in range(3) if a + b == n]
    for before, after in wider:
        low, high = start - before, end + after
        if low < 0 or high > len(article.stream) or article.paragraphs[low] != article.paragraphs[high - 1]:
            continue
        verdict = verdict_at(article, ParsedQuotation(article.text_of(range(low, high))), low)
        if verdict and not any(p.kind in _CUTS for p in verdict.problems):
            return low, high
    return start, end


def _recorded(opened: Opened, key: str, start: int, end: int) -> Iterator[str]:
    """The recorded passages that contain the run."""
    for passage in opened.book.sources[key].passages:
        span = opened.prover.passage(f"{key}/{passage.id}").span
        if span and span.start <= start and end <= span.end:
            yield f"{key}/{passage.id}"


def _paste(
    opened: Opened, key: str, quotation: ParsedQuotation, verdict: MatchResult, proposed: set[str], paragraph: int
) -> Iterator[str]:
    """The passage as YAML; its id is made of its words, or of its paragraph where they cannot be romanised.

    A comment names the problems to settle; it repeats none of the words around the passage.
    """
    source = opened.book.sources[key]
    taken = [p.id for p in source.passages] + [tombstone.id for tombstone in source.withdrawn]
    words = [t for t in tokens(quotation.exact) if is_word(t)]
    name = yaml_edit.slug(words, [*taken, *proposed], otherwise=f"p{paragraph}")
    proposed.add(name)
    speaker = "" if verdict.speaker == AUTHOR else verdict.speaker
    yield from yaml_edit.passage(name, quotation.exact, quotation.prefix, quotation.suffix, speaker)
    errors = sorted({p.kind.label for p in verdict.problems if p.is_error})
    cautions = sorted({p.kind.label for p in verdict.problems if not p.is_error})
    if errors:
        yield from yaml_edit.comment(f"As it stands this passage is rejected: {', '.join(errors)}.", 4)
    if cautions:
        yield from yaml_edit.comment("A caution arises. Quote more of the sentence, or say why it may stand:", 4)
        yield "    # accept:"
        for label in cautions:
            yield from [f"    #   {label}: >-", "    #     because …"]


# -- where nothing is found -------------------------------------------------------------------------------------------


def _suggestions(opened: Opened, keys: Sequence[str], query: Sequence[str]) -> Iterator[str]:
    """What may have been meant: the closest runs of words, and similar spellings of unknown words."""
    close = []
    for key in keys:
        article = opened.prover.articles.get(key)
        nearest = quotes_suggestions.nearest(article, query) if article and len(query) > 1 else None
        if article and nearest:
            differing = sum(len(a.split()) + len(b.split()) for a, b in nearest.differences)
            close.append((differing, key, quotes_suggestions.describe(article, nearest)))
    yield from (f"{key}: {text}" for _, key, text in sorted(close)[:_NEAR])
    known = _vocabulary(opened, keys)
    for word in list(dict.fromkeys(w for w in query if is_word(w) and w.casefold() not in known))[:_MOST_UNKNOWN]:
        spelt = difflib.get_close_matches(word.casefold(), known, _NEAR, 0.7)
        there = f" They do hold {', '.join(f'“{known[s]}”' for s in spelt)}." if spelt else ""
        yield f"No source that was searched holds the word “{word}”.{there}"


def _vocabulary(opened: Opened, keys: Sequence[str]) -> dict[str, str]:
    """The words of the sources as written, by their case-folded form."""
    out: dict[str, str] = {}
    for key in keys:
        article = opened.prover.articles.get(key)
        rows = [article.words] if article else [tokens(p.exact) for p in opened.book.sources[key].passages]
        for row in rows:
            for word in filter(is_word, row):
                out.setdefault(word.casefold(), word)
    return out
