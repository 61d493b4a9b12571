"""`sourcebook draft`: every proposal that some articles support, what several of them tell first."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sourcebook.drafting import consequences, happenings, joining, variants
from sourcebook.drafting.named import named
from sourcebook.drafting.printed_days import printed_times
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import DraftArticle, unnamed_spans
from sourcebook.drafting.vocabulary import THRESHOLDS, Thresholds
from sourcebook.drafting.who_says import Attribution
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.quotes.article import Run

_ANSWER = 4
"""The longest sentence, in tokens, that tells nothing: `Brill: Yes.`"""
_VALUES = ("date", "time", "low", "best", "high")


def draft(
    articles: Sequence[DraftArticle], gone: Container[str] = (), thresholds: Thresholds = THRESHOLDS
) -> list[DraftProposal]:
    """The proposals of some articles: what several tell first, then by article in reading order.

    `gone`: the ids of those that were rejected.
    """
    mentions = [(article, names) for article in articles for names in (named(article),)]
    found = variants.actors((article, each) for article, names in mentions for each in names)
    canonical = variants.canonical(found)
    mentions = [(a, [replace(n, name=canonical.get(n.name, n.name)) for n in names]) for a, names in mentions]
    by_key = {article.key: article for article in articles}
    alone: list[DraftProposal] = []
    events: list[DraftProposal] = []
    figures: list[DraftProposal] = []
    told: list[DraftProposal] = []
    for article, names in mentions:
        said = Attribution(article, names)
        times = list(printed_times(article))
        events += happenings.events(article, times, names, said)
        figures += happenings.figures(article, times, said)
        told += happenings.told(article, names, said)
        alone += [*_speech(article, said), *_cited(article, said), *consequences.implications(article, names, said)]
    several = [
        *joining.joined(_accounts(events, told), by_key, gone, thresholds),
        *joining.joined(figures, by_key, gone, thresholds),
    ]
    single = [*_apart(_beside_days(events), several), *_apart(figures, several)]
    actors = list(variants.proposals(found))
    every = ordered(_unique([*several, *actors, *alone, *single]), articles)
    return [p for p in every if p.id not in gone]


def _accounts(events: Sequence[DraftProposal], told: Sequence[DraftProposal]) -> list[DraftProposal]:
    """What is held against other articles: the events with a day, and each sentence that has none."""
    dated = [p for p in events if p.record["reports"][0].get("date")]
    return [*dated, *(p for p in told if not any(_inside(d, p) for d in dated))]


def _apart(proposals: Iterable[DraftProposal], several: Sequence[DraftProposal]) -> Iterator[DraftProposal]:
    """The proposals that are in none that several articles tell, with the same day or number."""
    for each in proposals:
        mine = each.record["reports"][0]
        if not any(p.kind == each.kind and _inside(each, p) and _agrees(mine, p.record["reports"]) for p in several):
            yield each


def _inside(one: DraftProposal, other: DraftProposal) -> bool:
    """True if the words of a proposal stand in a passage of another."""
    mine = one.passages[0]
    return any(
        p.source == mine.source and p.tokens[0] <= mine.tokens[0] and mine.tokens[1] <= p.tokens[1]
        for p in other.passages
    )


def _agrees(mine: Mapping[str, Any], reports: Sequence[Mapping[str, Any]]) -> bool:
    values = [mine.get(name) for name in _VALUES]
    return any(
        [r.get(name) for name in _VALUES] == values for r in reports if r["source"] == mine["source"]
    ) or not any(values)


def _unique(proposals: Sequence[DraftProposal]) -> list[DraftProposal]:
    return list({p.id: p for p in reversed(proposals)}.values())[::-1]


def ordered(proposals: Iterable[DraftProposal], articles: Sequence[DraftArticle]) -> list[DraftProposal]:
    """Proposals as they are shown: what several articles tell, whom they name, then by article in reading order."""
    places = {article.key: i for i, article in enumerate(articles)}

    def place(proposal: DraftProposal) -> tuple[int, int, Run]:
        first = proposal.passages[0]
        if proposal.kind in ("actor", "place"):
            return 1, 0, (0, 0)
        return (0, 0, (0, 0)) if len(proposal.sources) > 1 else (2, places[first.source], first.tokens)

    return sorted(proposals, key=place)


def _beside_days(proposals: Sequence[DraftProposal]) -> Iterator[DraftProposal]:
    """The events with a day, and of those without one only what stands in a paragraph that prints a day."""
    dated = {
        (p.passages[0].source, p.passages[0].paragraph)
        for p in proposals
        if p.kind == "event" and p.record["reports"][0].get("date")
    }
    for each in proposals:
        report = each.record["reports"][0] if each.kind == "event" else {}
        if (
            each.kind != "event"
            or report.get("date")
            or report.get("time")
            or (each.passages[0].source, each.passages[0].paragraph) in dated
        ):
            yield each


def _speech(article: DraftArticle, said: Attribution) -> Iterator[DraftProposal]:
    """The speaker of each span of speech whose owner nobody has named yet."""
    open_spans = {each.span for each in unnamed_spans(article)}
    for span in said.spoken:
        sentence = article.sentence_at(span.low)
        passage = article.passage(sentence, span.low, span.high)
        if span.span not in open_spans or passage is None:
            continue
        speaker = AUTHOR if span.cited.name in article.authors else span.cited.name
        record = filled(span=span.span, speaker=speaker, source=article.key)
        yield DraftProposal("speech", (passage,), record, span.cited.why, span.cited.sure)


def _cited(article: DraftArticle, said: Attribution) -> Iterator[DraftProposal]:
    """Passages: the words of each speaker, and what the author tells by somebody's word."""
    for sentence in article.sentences:
        if sentence.zone != "body":
            continue
        cited = said.cited(sentence)
        if cited is None or cited.name in (AUTHOR, UNNAMED) or cited.name in article.authors:
            continue
        match = re.search(r"\w", sentence.text)
        passage = article.passage(sentence, sentence.low + (match.start() if match else 0), sentence.high)
        if passage is not None and passage.tokens[1] - passage.tokens[0] > _ANSWER:
            record = filled(exact=passage.exact, speaker=AUTHOR, via=cited.name)
            yield DraftProposal("passage", (passage,), record, cited.why, cited.sure)
