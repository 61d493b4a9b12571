"""What holds for any words of any article: disguised by rule 1 alone they stand, and altered in one word they fall.

The articles are the invented one and, where they are at hand, the real ones. Whether an altered run happens to stand
somewhere after all is decided by a plain search that shares no code with the matcher's.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sourcebook.check import open_book
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.needs import ROOT
from tests.quotes.velm import velm

FEW = settings(max_examples=200, derandomize=True)
SPACES = [" ", "  ", "\u00a0", "\u2009", "\u202f", "\t", "\n", "\n\n", "\u3000", " \u200b "]
UNSEEN = ["", "\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\ufe0f"]
ALIKE = ['"“”„‟', "'‘’‛", "-\u2010\u2011–—―\u2212"]
TYPED = [("…", ["...", "…", ". . ."]), ("ffi", ["ﬃ"]), ("fi", ["ﬁ"]), ("fl", ["ﬂ"]), ("ff", ["ﬀ"])]


@pytest.fixture(scope="session")
def every_article(texts: Path) -> list[Article]:
    """The articles of the book, laid."""
    opened = open_book(ROOT, {"SOURCEBOOK_TEXTS": str(texts)})
    assert opened.prover.articles
    return list(opened.prover.articles.values())


# -- drawing passages -------------------------------------------------------------------------------------------------


def edges(article: Article) -> tuple[list[int], list[int]]:
    """The tokens before and behind which white space stands: where a passage may begin and end."""
    opening = [i for i, g in enumerate(article.glued) if not g]
    return opening, [*opening[1:], len(article.words)]


def passage(data: st.DataObject, article: Article) -> str:
    """Up to thirty words in a row, as the page prints them."""
    opening, closing = edges(article)
    first = data.draw(st.integers(0, len(opening) - 1), label="first")
    last = data.draw(st.integers(first, min(first + 29, len(closing) - 1)), label="last")
    text = article.clean[article.starts[opening[first]] : article.ends[closing[last] - 1]]
    verdict = judge(article, ParsedQuotation(text))
    assume(verdict.runs and verdict.accepted)
    assume("[" not in text)  # a bracket beside other words would be the editor's
    assume(not any(article.broken[verdict.start + 1 : verdict.end]))  # or the page prints something else between
    return text


# -- disguises --------------------------------------------------------------------------------------------------------


def disguised(data: st.DataObject, text: str) -> str:
    """The text with every difference of rule 1 that chance picks."""
    for printed, forms in TYPED:
        if data.draw(st.booleans()):
            text = text.replace(printed, data.draw(st.sampled_from(forms)))
    text = "".join(_char(data, char) for char in text)
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    text = unicodedata.normalize(form, text)  # type: ignore[arg-type]  # one of the two that it knows
    if text[-1].isalnum():
        text += data.draw(st.sampled_from(["", ".", ",", ";", ":"]))
    return data.draw(st.sampled_from(["", " ", "\n"])) + text + data.draw(st.sampled_from(["", " ", "\u00a0"]))


def _char(data: st.DataObject, char: str) -> str:
    if char.isspace():
        return data.draw(st.sampled_from(SPACES))
    for kind in ALIKE:
        if char in kind:
            return data.draw(st.sampled_from(kind))
    return char + data.draw(st.sampled_from(UNSEEN)) if data.draw(st.integers(0, 9)) == 0 else char


def check_disguise(data: st.DataObject, article: Article) -> None:
    text = passage(data, article)
    plain, dressed = judge(article, ParsedQuotation(text)), judge(article, ParsedQuotation(disguised(data, text)))
    assert dressed.accepted, [p.message for p in dressed.problems]
    closing = int(plain.end != dressed.end)
    assert (dressed.start, dressed.end + closing, dressed.speaker) == (plain.start, plain.end, plain.speaker) or (
        dressed.start,
        dressed.end - closing,
    ) == (plain.start, plain.end)


@FEW
@given(st.data())
def test_a_disguised_passage_of_the_invented_article_is_accepted(data: st.DataObject) -> None:
    check_disguise(data, velm())


@FEW
@given(st.data())
def test_a_disguised_passage_of_a_real_article_is_accepted(every_article: list[Article], data: st.DataObject) -> None:
    check_disguise(data, data.draw(st.sampled_from(every_article)))


# -- alterations ------------------------------------------------------------------------------------------------------


def altered(data: st.DataObject, words: list[str], others: tuple[str, ...]) -> list[str]:
    """The words with one changed, dropped, added, or swapped with its neighbour; never only a shorter end."""
    how = data.draw(st.sampled_from(["change", "letter", "drop", "add", "swap"]), label="how")
    at = data.draw(st.integers(1, max(1, len(words) - 2)), label="at")
    other = data.draw(st.sampled_from(others), label="other")
    if how == "change":
        return [*words[:at], other, *words[at + 1 :]]
    if how == "letter":
        return [*words[:at], words[at] + "e", *words[at + 1 :]]
    if how == "drop":
        return [*words[:at], *words[at + 1 :]]
    if how == "add":
        return [*words[:at], other, *words[at:]]
    return [*words[: at - 1], words[at], words[at - 1], *words[at + 1 :]]


def stands(article: Article, words: list[str]) -> bool:
    """Whether words stand in the article, letter by letter, white space and the kinds of marks apart."""
    kinds = str.maketrans(dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‛", "'") | dict.fromkeys("‐‑–—―−", "-"))
    page = "".join(article.clean.translate(kinds).split())
    return "".join("".join(words).translate(kinds).split()).rstrip(".,;:") in page


def check_alteration(data: st.DataObject, article: Article) -> None:
    words = passage(data, article).split()
    assume(len(words) >= 3)
    wrong = altered(data, words, tuple(w for w in article.words if w[0].isalpha()))
    assume(not stands(article, wrong))
    verdict = judge(article, ParsedQuotation(" ".join(wrong)))
    assert not verdict.accepted


@FEW
@given(st.data())
def test_an_altered_passage_of_the_invented_article_is_rejected(data: st.DataObject) -> None:
    check_alteration(data, velm())


@FEW
@given(st.data())
def test_an_altered_passage_of_a_real_article_is_rejected(every_article: list[Article], data: st.DataObject) -> None:
    check_alteration(data, data.draw(st.sampled_from(every_article)))


# -- whole sentences --------------------------------------------------------------------------------------------------


def check_sentences(article: Article) -> None:
    for number in sorted(set(article.sentences)):
        places = [i for i, n in enumerate(article.sentences) if n == number]
        text = article.clean[article.starts[places[0]] : article.ends[places[-1]]]
        verdict = judge(article, ParsedQuotation(text))
        assert verdict.accepted, text
        assert "context" not in {p.kind.label for p in verdict.problems}, text


def test_every_sentence_may_be_quoted_whole() -> None:
    check_sentences(velm())


def test_every_sentence_of_the_real_articles_may_be_quoted_whole(every_article: list[Article]) -> None:
    for article in every_article:
        check_sentences(article)
