"""Consequences that an article draws: clauses about what is to come for a country or a body that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sourcebook.drafting.happenings import title_of
from sourcebook.drafting.name_runs import BODY, COUNTRY, NameRun, country_of
from sourcebook.drafting.proposals import DraftProposal, filled
from sourcebook.drafting.reading import DraftArticle, Sentence
from sourcebook.drafting.who_says import Attribution
from sourcebook.model.records import AUTHOR

_BARE = re.compile(r"\s(?:not\s|also\s|now\s|likely\s|further\s|well\s|soon\s|be\s|have\s)*[a-zà-ÿа-яё]+")
_PAST_MODAL = re.compile(r"\s(?:not\s)?have\s\w+(?:ed|en|ne)\b")


def implications(article: DraftArticle, names: Sequence[NameRun], said: Attribution) -> Iterator[DraftProposal]:
    """The future and modal clauses of an article that name a country or a body."""
    for sentence in article.sentences:
        if sentence.zone not in ("body", "title", "standfirst") or sentence.text.rstrip('"”’ ').endswith("?"):
            continue
        for found in _modals(article, sentence):
            cited = said.cited(sentence)
            others = [n for n in names if cited is None or n.name != cited.name]  # who warns is not who suffers
            about = _about(article, others, sentence, found.start())
            if about:
                yield from _implication(article, sentence, found, about, said)


def _implication(
    article: DraftArticle, sentence: Sentence, found: re.Match[str], about: NameRun, said: Attribution
) -> Iterator[DraftProposal]:
    low = sentence.low + found.start()
    passage = article.passage(sentence, min(about.low, low), max(about.high, sentence.low + found.end() + 12))
    if passage is None:
        return
    cited = said.cited(sentence) or said.speaker_at(low)
    record = filled(
        about=about.name,
        title=title_of(passage.exact),
        source=article.key,
        stance=_stance(article, sentence, found.group().lower()),
        holder=cited.name if cited else AUTHOR,
    )
    why = f"“{found.group()}” and {about.name}, line {article.line(low)}"
    yield DraftProposal("implication", (passage,), record, why, 0.5)


def _modals(article: DraftArticle, sentence: Sentence) -> Iterator[re.Match[str]]:
    """The words of a sentence that tell of what is to come, or may."""
    for match in re.finditer(r"[^\W\d_]+", sentence.text):
        rest = sentence.text[match.end() :]
        if match.group() in article.words.modal and _BARE.match(rest) and not _PAST_MODAL.match(rest):
            yield match


def _about(article: DraftArticle, names: Sequence[NameRun], sentence: Sentence, at: int) -> NameRun | None:
    """The country or body that a clause is about: the subject before the verb, or else the first one behind it."""
    inside = [n for n in names if sentence.low <= n.low < sentence.high and n.kind in (COUNTRY, BODY)]
    inside += _peoples(article, sentence)
    behind = [n for n in inside if n.low - sentence.low >= at]
    before = [n for n in inside if n.low - sentence.low < at]
    subject = [
        n
        for n in before
        if not re.search(r"\b(?:of|in|at|under|from|to|with|by)\s(?:the\s)?$", sentence.text[: n.low - sentence.low])
        and not re.match(r"['’]s?\s", sentence.text[n.high - sentence.low :])
    ]
    countries = [n for n in (*subject[-1:], *behind) if n.kind == COUNTRY]
    return next(iter([*countries, *subject[-1:], *behind, *(n for n in before if n.kind == COUNTRY)]), None)


def _peoples(article: DraftArticle, sentence: Sentence) -> Iterator[NameRun]:
    """The countries that a sentence names by a word for their people: Armenians, the Armenian army."""
    for match in re.finditer(r"(?<!\w)[A-Z]\w+", sentence.text):
        country = country_of(match.group(), article.words.language)
        if country:
            low = sentence.low + match.start()
            yield NameRun(low, low + len(match.group()), country, COUNTRY, sentence)


def _stance(article: DraftArticle, sentence: Sentence, modal: str) -> str:
    words = set(re.findall(r"[^\W\d_]+", sentence.text.lower()))
    if modal in article.words.advice:
        return "recommended"
    return "feared" if words & article.words.harm else "expected"
