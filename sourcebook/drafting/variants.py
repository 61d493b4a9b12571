"""Actors and places of several articles: the mentions of one under all its spellings, and pairs that may be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sourcebook.drafting.name_runs import BODY, COUNTRY, PERSON, PLACE, NameRun, country_code
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import DraftArticle, DraftPassage
from sourcebook.drafting.vocabulary import THRESHOLDS

Mention = tuple[DraftArticle, NameRun]


@dataclass(frozen=True)
class NamedActor:
    """One actor or place: its name, its kind, and every mention of it."""

    name: str
    kind: str
    mentions: tuple[Mention, ...]

    @property
    def variants(self) -> list[str]:
        """The other spellings that articles print, most frequent first."""
        out: dict[str, int] = defaultdict(int)
        for article, each in self.mentions:
            for form in (each.name, " ".join(article.article.clean[each.low : each.high].split())):
                if form != self.name:
                    out[form] += 1
        return sorted(out, key=lambda form: (-out[form], form))


def actors(mentions: Iterable[Mention]) -> list[NamedActor]:
    """The mentions of all articles by actor: spellings of one name are one, whatever article prints them."""
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    every = list(mentions)
    surest: dict[str, NameRun] = {}
    for _, each in every:
        surest[each.name] = max(surest.get(each.name, each), each, key=lambda n: n.sure)
    for article, each in every:
        groups[surest[each.name].kind, each.name].append((article, each))
    merged: list[tuple[str, str, list[Mention]]] = []
    for (kind, name), found in sorted(groups.items(), key=lambda item: (-len(item[0][1].split()), -len(item[1]))):
        same = next((m for m in merged if m[0] == kind and _same(kind, m[1], name)), None)
        if same:
            same[2].extend(found)
        else:
            merged.append((kind, name, list(found)))
    return [NamedActor(name, kind, tuple(found)) for kind, name, found in merged]


def _same(kind: str, one: str, other: str) -> bool:
    """True if two names of a kind are spellings of one name."""
    a, b = _plain(one), _plain(other)
    if a == b:
        return True
    if kind == PERSON:
        first, second = a.split(), b.split()
        if fuzz.ratio(first[-1], second[-1]) < THRESHOLDS.same_name:
            return False
        return (
            len(second) == 1
            or len(first) == 1
            or fuzz.ratio(first[0], second[0]) >= THRESHOLDS.maybe_name
            or (first[0][0] == second[0][0] and 1 in (len(first[0]), len(second[0])))
        )
    if kind == COUNTRY:
        return bool(country_code(one, "en")) and country_code(one, "en") == country_code(other, "en")
    first, second = a.split(), b.split()
    return len(first) == len(second) > 1 and all(
        fuzz.ratio(x, y) >= THRESHOLDS.same_name for x, y in zip(first, second, strict=True)
    )


def _plain(name: str) -> str:
    return re.sub(r"[\s.-]+", " ", re.sub(r"^(?:the|The)\s", "", name)).strip().lower()


def alike(found: Sequence[NamedActor]) -> dict[str, str]:
    """For each name another that may mean the same, and is not like enough to say so."""
    out: dict[str, str] = {}
    people = [each for each in found if each.kind == PERSON]
    for i, one in enumerate(people):
        for other in people[i + 1 :]:
            likeness = fuzz.ratio(_plain(one.name).split()[-1], _plain(other.name).split()[-1])
            if likeness >= THRESHOLDS.maybe_name:
                out.setdefault(one.name, other.name)
                out.setdefault(other.name, one.name)
    return out


def proposals(found: Sequence[NamedActor]) -> Iterator[DraftProposal]:
    """An actor or a place for each, with a passage of each article that names it."""
    maybe = alike(found)
    for each in found:
        passages, roles = _passages(each)
        if not passages:
            continue
        article, first = next((a, n) for a, n in each.mentions if a.key == passages[0].source)
        why = f"{first.why}, line {article.line(first.low)}" + (
            f" and {len(each.mentions) - 1} more" if len(each.mentions) > 1 else ""
        )
        why += f"; may be the same as {maybe[each.name]}" if each.name in maybe else ""
        sure = max(n.sure for _, n in each.mentions) * (1 if len(each.mentions) > 1 or each.kind == COUNTRY else 0.8)
        if each.kind in (PLACE, COUNTRY):
            kind = "country" if each.kind == COUNTRY else _kind_of_place(each)
            yield DraftProposal("place", passages, filled(name=each.name, kind=kind, variants=each.variants), why, sure)
        if each.kind in (PERSON, BODY, COUNTRY):
            record = filled(name=each.name, kind=each.kind, variants=each.variants, roles=roles)
            yield DraftProposal("actor", passages, record, why, sure)


def _kind_of_place(place: NamedActor) -> str:
    last = {word.lower() for word in place.name.split()}
    for _, each in place.mentions:
        words = each.sentence.text[: each.low - each.sentence.low].lower().split()[-3:]
        for kind in ("town", "city", "region", "river", "sea"):
            if kind in words or kind in last:
                return kind
    return (
        "region"
        if last & {"north", "south", "east", "west", "central", "middle", "asia", "europe", "province"}
        else "city"
    )


def _passages(each: NamedActor) -> tuple[tuple[DraftPassage, ...], list[dict[str, object]]]:
    """A passage of each article, where its office stands if any does; and the offices that articles print."""
    passages: dict[str, DraftPassage] = {}
    roles: dict[str, dict[str, object]] = {}
    ordered = sorted(each.mentions, key=lambda m: (not m[1].office, m[1].low))
    for article, name in ordered:
        if article.key in passages:
            continue
        start = name.start if name.office and name.start >= name.sentence.low else name.low
        passage = article.passage(name.sentence, start, name.high)
        if passage:
            passages[article.key] = passage
            if name.office and name.office.lower().rstrip(".") not in article.words.address:
                roles[article.key] = {"source": article.key, "role": name.office, "paragraph": passage.paragraph}
    return tuple(passages.values()), list(roles.values())


def canonical(found: Iterable[NamedActor]) -> Mapping[str, str]:
    """The one name of each spelling."""
    return {form: each.name for each in found for form in (each.name, *each.variants)}
