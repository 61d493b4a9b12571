"""`sourcebook draft`: every proposal that some articles support, what several of them tell first."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from sourcebook.drafting import consequences, happenings, joining, variants
from sourcebook.drafting.named import named
from sourcebook.drafting.printed_days import printed_times
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import DraftArticle, unnamed_spans
from sourcebook.drafting.who_says import Attribution
from sourcebook.model.records import AUTHOR, UNNAMED

_UNDATED_BESIDE = 0
"""How many paragraphs an act without a day may stand from one with a day, to be proposed alone."""


def draft(articles: Sequence[DraftArticle], gone: Container[str] = ()) -> list[DraftProposal]:
    """The proposals of some articles: what several tell first, then by article in reading order.

    `gone`: the ids of those that were rejected.
    """
    mentions = [(article, names) for article in articles for names in (named(article),)]
    found = variants.actors((article, each) for article, names in mentions for each in names)
    canonical = variants.canonical(found)
    mentions = [(a, [replace(n, name=canonical.get(n.name, n.name)) for n in names]) for a, names in mentions]
    languages = {article.key: article.article.language for article in articles}
    alone: list[DraftProposal] = []
    events: list[DraftProposal] = []
    figures: list[DraftProposal] = []
    for article, names in mentions:
        said = Attribution(article, names)
        times = list(printed_times(article))
        events += happenings.events(article, times, names, said)
        figures += happenings.figures(article, times, said)
        alone += [*_speech(article, said), *_cited(article, said), *consequences.implications(article, names, said)]
    together = [p for kind in (events, figures) for p in joining.joined(kind, languages, canonical, gone)]
    several = [p for p in together if len(p.sources) > 1]
    single = [p for p in together if len(p.sources) == 1]
    actors = list(variants.proposals(found))
    found_all = _unique([*several, *actors, *_in_order([*alone, *_beside_days(single)], articles)])
    return [p for p in found_all if p.id not in gone]


def _unique(proposals: Sequence[DraftProposal]) -> list[DraftProposal]:
    return list({p.id: p for p in reversed(proposals)}.values())[::-1]


def _in_order(proposals: Sequence[DraftProposal], articles: Sequence[DraftArticle]) -> list[DraftProposal]:
    places = {article.key: i for i, article in enumerate(articles)}
    return sorted(proposals, key=lambda p: (places[p.passages[0].source], p.passages[0].tokens))


def _beside_days(proposals: Sequence[DraftProposal]) -> Iterator[DraftProposal]:
    """The events with a day, and of those without one only what stands in a paragraph that prints a day."""
    dated = {
        (p.passages[0].source, p.passages[0].paragraph)
        for p in proposals
        if p.kind == "event" and p.record["reports"][0].get("date")
    }
    for each in proposals:
        report = each.record["reports"][0] if each.kind == "event" else {}
        if each.kind != "event" or report.get("date") or (each.passages[0].source, each.passages[0].paragraph) in dated:
            yield each


def _speech(article: DraftArticle, said: Attribution) -> Iterator[DraftProposal]:
    """The speaker of each span of speech whose owner nobody has named yet."""
    open_spans = {each.span for each in unnamed_spans(article)}
    for span in said.spoken:
        sentence = article.sentence_at(span.low)
        passage = article.passage(sentence, span.low, span.high)
        if span.span not in open_spans or passage is None:
            continue
        record = filled(span=span.span, speaker=span.cited.name, source=article.key)
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
        if passage is not None:
            record = filled(exact=passage.exact, speaker=AUTHOR, via=cited.name)
            yield DraftProposal("passage", (passage,), record, cited.why, cited.sure)


