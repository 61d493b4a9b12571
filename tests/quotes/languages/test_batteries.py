"""Quotations of each language that stand, and quotations that must not pass in silence.

Each `<tag>.txt` beside this module is written for people who read that language. A line without a sign is a paragraph
of an article; below it stand quotations of it:

    + what is true to the letter and to the sense: it stands without a word
    - what must not pass: a hedge or a negation is cut off, left out or put into brackets, or half a word is quoted
    @ speech that somebody claims for the author: it is refused
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sourcebook.model.problems import Kind
from sourcebook.model.records import AUTHOR, UNNAMED, Speech
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes.article import Article
from sourcebook.quotes.languages import covered
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from tests.quotes.velm import SHORT_RECORD, source

HERE = Path(__file__).parent
FEWEST = 20
SENSE = {
    Kind.CONTEXT, Kind.DROPPED_HEDGE, Kind.DROPPED_NEGATION, Kind.INSERTED_NEGATION, Kind.CHANGED_WORD, Kind.CUT_WORD,
    Kind.CUT_NUMBER, Kind.BAD_MARK,
}  # fmt: skip
"""The kinds that say that a quotation is not true to the sense. Words that are not found prove no rule."""


def quotations(tag: str) -> Iterator[tuple[str, str, str]]:
    """The paragraph, the sign and the words of each quotation in a battery."""
    paragraph = ""
    for line in (HERE / f"{tag}.txt").read_text("utf-8").splitlines():
        sign, _, words = line.partition(" ")
        if sign in ("+", "-", "@"):
            yield paragraph, sign, words
        elif line.strip() and not line.startswith("#"):
            paragraph = line


def article_in(tag: str, text: str) -> Article:
    """A text as an article in a language, all its speech by somebody unnamed."""
    record = source(SHORT_RECORD.replace("language: en", f"language: {tag}"))
    spans = max(quotes_article.tokenise("text", record, text)[0].speech, default=0)
    record = msgspec.structs.replace(record, speech=[Speech(span=n + 1, speaker=UNNAMED) for n in range(spans)])
    return quotes_article.tokenise("text", record, text)[0]


def verdict(tag: str, paragraph: str, sign: str, words: str) -> MatchResult:
    return judge(article_in(tag, paragraph), ParsedQuotation(words, AUTHOR if sign == "@" else None))


CASES = [(tag, *each) for tag in sorted(covered()) for each in quotations(tag)]


@pytest.mark.parametrize(("tag", "paragraph", "sign", "words"), CASES)
def test_battery(tag: str, paragraph: str, sign: str, words: str) -> None:
    kinds = {problem.kind for problem in verdict(tag, paragraph, sign, words).problems}
    if sign == "+":
        assert not kinds
    else:
        assert kinds & ({Kind.WRONG_SPEAKER} if sign == "@" else SENSE), kinds


@pytest.mark.parametrize("tag", sorted(covered()))
def test_a_battery_is_large_enough(tag: str) -> None:
    signs = [sign for _, sign, _ in quotations(tag)]
    assert signs.count("+") >= FEWEST
    assert signs.count("-") >= FEWEST
    assert "@" in signs
