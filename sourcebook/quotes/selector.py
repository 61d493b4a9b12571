"""Find the shortest context that makes quoted words unique in an article (W3C Web Annotation, `TextQuoteSelector`)."""

from __future__ import annotations

from dataclasses import replace

from sourcebook.model.problems import Kind, Problem
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from sourcebook.quotes.normalise import is_word, tokens

_LONGEST_CONTEXT = 12


def verdict_at(article: Article, quotation: ParsedQuotation, start: int) -> MatchResult | None:
    """The verdict on words at one place: `judge` takes the first of several, so the place is narrowed where need be."""
    verdict = judge(article, quotation)
    if verdict.start == start:
        return verdict
    narrowed = judge(article, quotation, (start, min(len(article.stream), start + len(tokens(quotation.exact)))))
    return narrowed if narrowed.runs else None


def unique(article: Article, start: int, end: int) -> tuple[ParsedQuotation, MatchResult]:
    """The run as a quotation, with the shortest prefix or suffix that makes it stand in one place only."""
    exact = article.text_of(range(start, end))
    for size in range(_LONGEST_CONTEXT + 1):
        before, after = max(0, start - size), min(len(article.stream), end + size)
        tried = [] if size else [ParsedQuotation(exact)]
        if before < start and is_word(article.words[before]):
            tried.append(ParsedQuotation(exact, prefix=article.text_of(range(before, start))))
        if end < after and is_word(article.words[after - 1]):
            tried.append(ParsedQuotation(exact, suffix=article.text_of(range(end, after))))
        for quotation in tried:
            verdict = judge(article, quotation)
            if verdict.start == start and not any(p.kind is Kind.REPEATED for p in verdict.problems):
                return quotation, verdict
    verdict = judge(article, ParsedQuotation(exact), (start, end))
    problem = Problem(
        Kind.AMBIGUOUS, "no few words beside them tell these words from their other places; take more of the sentence."
    )
    return ParsedQuotation(exact), replace(verdict, problems=(*verdict.problems, problem))
