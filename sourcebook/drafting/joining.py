"""Accounts of several articles that may tell one event or number, joined into one proposal with a passage each.

Two accounts are alike by the words they share, each the heavier the fewer accounts have it; days that cannot both be
right part them. An account joins the one that it is most like, where that is so from both sides.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from functools import cache

from sourcebook.analysis.edtf import parse
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.vocabulary import THRESHOLDS, lexicon

Vector = dict[str, float]


def joined(
    accounts: Sequence[DraftProposal], languages: Mapping[str, str], canonical: Mapping[str, str], gone: Container[str] = ()
) -> list[DraftProposal]:
    """The accounts, those of several articles that may tell the same in one proposal, and these first.

    `gone`: the ids of proposals that were rejected; accounts that were wrongly joined stay apart.
    """
    accounts = [account for account in accounts if account.id not in gone]
    groups = _groups(accounts, _vectors(accounts, languages, canonical))
    made = [(group, _together([accounts[i] for i in group], likeness)) for group, likeness in groups]
    kept = [(group, proposal) for group, proposal in made if proposal.id not in gone]
    inside = {i for group, _ in kept for i in group}
    several = sorted((proposal for _, proposal in kept), key=lambda p: -p.confidence)
    return [*several, *(a for i, a in enumerate(accounts) if i not in inside)]


# -- likeness ----------------------------------------------------------------------------------------------------------


def _vectors(
    accounts: Sequence[DraftProposal], languages: Mapping[str, str], canonical: Mapping[str, str]
) -> list[Vector]:
    """The words of each account, weighed by how few accounts have them; a name weighs more, under its one spelling."""
    bags = [_bag(account, languages.get(account.sources[0], "en"), canonical) for account in accounts]
    having = Counter(word for bag in bags for word in bag)
    vectors = []
    for bag in bags:
        weights = {w: n * math.log(1 + len(bags) / having[w]) for w, n in bag.items()}
        length = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        vectors.append({w: x / length for w, x in weights.items()})
    return vectors


def _bag(account: DraftProposal, language: str, canonical: Mapping[str, str]) -> dict[str, float]:
    words, text = lexicon(language), account.passages[0].exact
    names = [canonical.get(name, name) for name in account.record.get("actors", [])]
    bag: dict[str, float] = {f"={name}": THRESHOLDS.name_weight for name in names}
    parts = {part.lower() for name in names for part in re.findall(r"\w+", name)}
    for word in re.findall(r"[^\W\d_]+", text.lower().replace("’", "'").replace("'s", "")):
        if len(word) > 2 and word not in words.stops and word not in words.saying and word not in parts:
            bag[_stem(word, language)] = 1.0
    if account.kind == "figure":
        for word in re.findall(r"[^\W\d_]+", f"{account.record.get('counts', '')} {account.record.get('unit', '')}".lower()):
            bag[_stem(word, language)] = THRESHOLDS.name_weight
    return bag


@cache
def _stemmer(language: str) -> object:
    import Stemmer

    return Stemmer.Stemmer(language) if language in Stemmer.algorithms() else None


@cache
def _stem(word: str, language: str) -> str:
    name = {"en": "english", "fr": "french", "de": "german", "ru": "russian"}.get(language, "")
    stemmer = _stemmer(name)
    return str(stemmer.stemWord(word)) if stemmer else word  # type: ignore[attr-defined]


def _likenesses(accounts: Sequence[DraftProposal], vectors: Sequence[Vector]) -> dict[tuple[int, int], float]:
    """The likeness of each two accounts of different articles that share a word."""
    holders: dict[str, list[int]] = defaultdict(list)
    out: dict[tuple[int, int], float] = defaultdict(float)
    for i, vector in enumerate(vectors):
        for word, weight in vector.items():
            for j in holders[word]:
                if accounts[i].sources[0] != accounts[j].sources[0]:
                    out[j, i] += weight * vectors[j][word]
            holders[word].append(i)
    return {pair: _with_days(accounts[pair[0]], accounts[pair[1]], value) for pair, value in out.items()}


def _with_days(one: DraftProposal, other: DraftProposal, value: float) -> float:
    """The likeness of two accounts in view of their days: none where these exclude one another."""
    if one.kind == "figure":
        return value if _are_near(one, other) and one.record["unit"] == other.record["unit"] else 0.0
    a, b = (p.record["reports"][0].get("date", "") for p in (one, other))
    if not a or not b:
        return value
    if not parse(a).meets(parse(b)):
        return value * 0.3
    return value + (THRESHOLDS.same_day if a == b else THRESHOLDS.same_day / 3)


def _are_near(one: DraftProposal, other: DraftProposal) -> bool:
    """True if two numbers can be counts of one thing: not more than three times as much."""
    a, b = (next(r[n] for n in ("best", "low", "high") if n in r) for r in (p.record["reports"][0] for p in (one, other)))
    return bool(max(a, b) <= 3 * min(a, b))


# -- groups ------------------------------------------------------------------------------------------------------------


def _groups(accounts: Sequence[DraftProposal], vectors: Sequence[Vector]) -> list[tuple[list[int], float]]:
    """Groups of accounts of different articles, each with the likeness of its weakest link."""
    likeness = {pair: v for pair, v in _likenesses(accounts, vectors).items() if v >= THRESHOLDS.same_event}
    best: dict[tuple[int, str], tuple[float, int]] = {}
    for (i, j), value in likeness.items():
        for a, b in ((i, j), (j, i)):
            source = accounts[b].sources[0]
            best[a, source] = max(best.get((a, source), (0.0, -1)), (value, b))
    mutual = sorted(
        ((v, i, j) for (i, j), v in likeness.items()
         if best[i, accounts[j].sources[0]][1] == j and best[j, accounts[i].sources[0]][1] == i),
        reverse=True,
    )  # fmt: skip
    group_of: dict[int, int] = {}
    groups: dict[int, tuple[list[int], float]] = {}
    for value, i, j in mutual:
        a, b = group_of.get(i, i), group_of.get(j, j)
        members = [*groups.get(a, ([i], 1.0))[0], *groups.get(b, ([j], 1.0))[0]]
        if a == b or len({accounts[m].sources[0] for m in members}) < len(members):
            continue
        weakest = min(value, groups.get(a, ([], 1.0))[1], groups.get(b, ([], 1.0))[1])
        groups.pop(b, None)
        groups[a] = members, weakest
        group_of.update(dict.fromkeys(members, a))
    return list(groups.values())


def _together(accounts: Sequence[DraftProposal], likeness: float) -> DraftProposal:
    """One proposal of accounts of several articles: its day is the span inside which theirs lie."""
    lead = next((a for a in accounts if a.record["reports"][0].get("date")), accounts[0])
    reports = [a.record["reports"][0] for a in accounts]
    record = {**lead.record, "reports": reports}
    if lead.kind == "event":
        dates = [r["date"] for r in reports if r.get("date")]
        actors = list(dict.fromkeys(n for a in accounts for n in a.record.get("actors", [])))
        record |= filled(date=_span(dates) or lead.record["date"], actors=actors)
        times = {r.get("time", "") for r in reports} - {""}
        record["time"] = times.pop() if len(times) == 1 else ""
    why = f"{len(accounts)} articles may tell the same: " + " | ".join(f"{a.sources[0]}: {a.why}" for a in accounts)
    return DraftProposal(lead.kind, tuple(a.passages[0] for a in accounts), filled(**record), why, min(0.9, likeness + 0.2))


def _span(dates: Sequence[str]) -> str:
    """The dates as one, or the stretch from the earliest to the latest."""
    if len(set(dates)) < 2:
        return dates[0] if dates else ""
    parsed = sorted((parse(d) for d in dates), key=lambda d: (d.earliest, d.latest))
    narrow = max(parsed, key=lambda d: (d.precision, d.earliest))
    if all(narrow.earliest >= d.earliest and narrow.latest <= d.latest for d in parsed):
        return str(narrow)
    first, last = parsed[0].dates[0], max(parsed, key=lambda d: d.latest).dates[-1]
    return f"{first or '..'}/{last or '..'}"
