"""Accounts of several articles that may tell one event or number, joined into one proposal with a passage each.

Two accounts are alike by the words that their sentences share, each the heavier the fewer accounts have it; days that
cannot both be right part them, and so do numbers that cannot count one thing. Around each account gather those of other
articles that are most like it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import Protocol

from sourcebook.analysis.edtf import parse
from sourcebook.drafting.name_runs import calendar
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import DraftArticle, DraftPassage
from sourcebook.drafting.vocabulary import THRESHOLDS, Lexicon, Thresholds
from sourcebook.quotes.article import Run

Vector = dict[str, float]
_RARE = 20
"""A word that more than one account in so many has does not bring two accounts together."""
_USES = 2
"""The most proposals that one account stands in."""
_NEAR_BEST = 0.8
"""How like the account of another article it must be, against the one of ours that it is most like."""


def joined(
    accounts: Sequence[DraftProposal],
    articles: Mapping[str, DraftArticle],
    gone: Container[str] = (),
    thresholds: Thresholds = THRESHOLDS,
) -> list[DraftProposal]:
    """What several articles may tell, surest first; each article's account with the whole of its sentence.

    `gone`: the ids of proposals that were rejected.
    """
    wide = [_widened(account, articles[account.sources[0]]) for account in accounts if account.id not in gone]
    groups = _groups(wide, _vectors(wide, articles, thresholds), articles, thresholds)
    made = [_together([wide[i] for i in group], likeness) for group, likeness in groups]
    return sorted((each for each in made if each.id not in gone), key=lambda p: -p.confidence)


def _widened(account: DraftProposal, article: DraftArticle) -> DraftProposal:
    """An account with its whole sentence, where that may be quoted."""
    sentence = article.sentence_at(article.article.starts[account.passages[0].tokens[0]])
    passage = article.passage(sentence, sentence.low, sentence.high)
    return replace(account, passages=(passage,)) if passage else account


# -- likeness -------------------------------------------------------------------------------------------


def _vectors(
    accounts: Sequence[DraftProposal], articles: Mapping[str, DraftArticle], thresholds: Thresholds
) -> list[Vector]:
    """The words of each account, weighed by how few accounts have them. A short one counts as if it were longer."""
    bags = [_bag(account.passages[0], articles[account.sources[0]].words) for account in accounts]
    having = Counter(word for bag in bags for word in bag)
    vectors = []
    for bag in bags:
        weights = {word: math.log(1 + len(bags) / having[word]) for word in bag}
        length = math.sqrt(sum(x * x for x in weights.values()))
        vectors.append({w: x / max(length, thresholds.shortest) for w, x in weights.items()})
    return vectors


def _bag(passage: DraftPassage, words: Lexicon) -> frozenset[str]:
    """The stems of the words of a passage that carry content; words for one kind of act count as one."""
    found = re.findall(r"[^\W\d_]+", passage.exact.lower().replace("’", "'").replace("'s", ""))
    telling = {w for w in found if len(w) > 2 and w not in words.stops and w not in words.saying}
    kinds = _kinds(words)
    return frozenset(kinds.get(stem, stem) for stem in (_stem(w, words.language) for w in telling))


@cache
def _kinds(words: Lexicon) -> dict[str, str]:
    """The kind of act of each stem."""
    return {_stem(w, words.language): f"={line.split()[0]}" for line in reversed(words.acts) for w in line.split()}


class _Stems(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 -- as PyStemmer has it


@cache
def _stemmer(language: str) -> _Stems | None:
    import Stemmer
    from babel import Locale, UnknownLocaleError

    try:
        name = (Locale.parse(language).get_language_name("en") or "").lower()
    except (UnknownLocaleError, ValueError):
        return None
    stemmer: _Stems | None = Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None
    return stemmer


@cache
def _stem(word: str, language: str) -> str:
    stemmer = _stemmer(language)
    return stemmer.stemWord(word) if stemmer else word


def _likenesses(
    accounts: Sequence[DraftProposal],
    vectors: Sequence[Vector],
    articles: Mapping[str, DraftArticle],
    thresholds: Thresholds,
) -> dict[int, dict[str, tuple[float, int]]]:
    """For each account and each other article, its account that is most like it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        for word in vector:
            holders[word].append(i)
    apart = _strangers(articles)
    most = max(_RARE, len(accounts) // _RARE)
    pairs = {
        (i, j)
        for having in holders.values()
        if len(having) <= most
        for at, i in enumerate(having)
        for j in having[at + 1 :]
        if accounts[i].sources != accounts[j].sources and {*accounts[i].sources, *accounts[j].sources} not in apart
    }
    best: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
    for i, j in sorted(pairs):
        small, large = sorted((vectors[i], vectors[j]), key=len)
        value = _in_view(accounts[i], accounts[j], sum(x * large.get(w, 0.0) for w, x in small.items()), thresholds)
        if value >= thresholds.same_event / 2:
            for a, b in ((i, j), (j, i)):
                source = accounts[b].sources[0]
                best[a][source] = max(best[a].get(source, (0.0, -1)), (value, b))
    return best


def _strangers(articles: Mapping[str, DraftArticle]) -> list[set[str]]:
    """The pairs of articles that name much, and less than two words of it both: they tell of other things."""
    names = {key: _in_capitals(article) for key, article in articles.items()}
    return [
        {a, b}
        for a, b in combinations(names, 2)
        if min(len(names[a]), len(names[b])) > 3 and len(names[a] & names[b]) < 2
    ]


def _in_capitals(article: DraftArticle) -> set[str]:
    """The capitalised words of an article that begin no sentence, save months and weekdays."""
    found = re.findall(r"(?:(?<=[a-zß-ÿа-я] )|(?<=[a-zß-ÿа-я], ))[A-ZÀ-ÞА-Я]\w{2,}", article.article.clean)
    return {word for word in found if word.lower() not in calendar(article.article.language)}


def _in_view(one: DraftProposal, other: DraftProposal, value: float, thresholds: Thresholds) -> float:
    """The likeness of two accounts in view of their days or numbers."""
    first, second = one.record["reports"][0], other.record["reports"][0]
    if one.kind == "figure":
        a, b = (next(r[n] for n in ("best", "low", "high") if n in r) for r in (first, second))
        near = max(a, b) <= 3 * min(a, b) and one.record["unit"] == other.record["unit"]
        return value + thresholds.same_day * (a == b) if near else 0.0
    day, then = first.get("date", ""), second.get("date", "")
    if not day or not then:
        return value
    if day == then and len(day) > 4:
        return value + thresholds.same_day
    return value if parse(day).meets(parse(then)) else value * 0.3


# -- groups ---------------------------------------------------------------------------------------------


def _groups(
    accounts: Sequence[DraftProposal],
    vectors: Sequence[Vector],
    articles: Mapping[str, DraftArticle],
    thresholds: Thresholds,
) -> list[tuple[list[int], float]]:
    """Groups of accounts of different articles, each with the likeness of its weakest link."""
    best = _likenesses(accounts, vectors, articles, thresholds)
    used: Counter[int] = Counter()
    seen: set[frozenset[tuple[str, Run]]] = set()
    groups = []
    for i in sorted(best, key=lambda i: (-sum(value for value, _ in best[i].values()), i)):
        if used[i]:
            continue
        mine = accounts[i].sources[0]
        links = [
            (value, j)
            for value, j in best[i].values()
            if value >= thresholds.same_event
            and used[j] < _USES
            and value >= _NEAR_BEST * best[j].get(mine, (0.0, 0))[0]
        ]
        places = frozenset(
            (accounts[k].sources[0], accounts[k].passages[0].tokens) for k in (i, *(j for _, j in links))
        )
        if links and places not in seen:
            seen.add(places)
            group = [i, *(j for _, j in links)]
            used.update(group)
            groups.append((group, min(value for value, _ in links)))
    return groups


def _together(accounts: Sequence[DraftProposal], likeness: float) -> DraftProposal:
    """One proposal of accounts of several articles: its day is the span inside which theirs lie."""
    lead = next((a for a in accounts if a.record["reports"][0].get("date")), accounts[0])
    reports = [a.record["reports"][0] for a in accounts]
    record = {**lead.record, "reports": reports}
    if lead.kind == "event":
        dates = [r["date"] for r in reports if r.get("date")]
        times = {r.get("time", "") for r in reports} - {""}
        record |= {
            "date": _span(dates) or lead.record["date"],
            "time": times.pop() if len(times) == 1 else "",
            "actors": list(dict.fromkeys(name for a in accounts for name in a.record.get("actors", []))),
        }
    why = f"{len(accounts)} articles may tell the same: " + "; ".join(f"{a.sources[0]}, {a.why}" for a in accounts)
    passages = tuple(a.passages[0] for a in accounts)
    return DraftProposal(lead.kind, passages, filled(**record), why, min(0.9, 0.3 + likeness))


def _span(dates: Iterable[str]) -> str:
    """The dates as one: the closest of them where it lies in all others, else the stretch from first to last."""
    parsed = sorted({str(d): d for d in map(parse, dates)}.values(), key=lambda d: (d.earliest, d.latest))
    if not parsed:
        return ""
    close = min(parsed, key=lambda d: d.latest - d.earliest)
    if all(d.earliest <= close.earliest and close.latest <= d.latest for d in parsed):
        return str(close)
    first, last = parsed[0].dates[0], max(parsed, key=lambda d: d.latest).dates[-1]
    return f"{first or '..'}/{last or '..'}"
