"""Sentences, and the words that hedge, deny or turn them around."""

from __future__ import annotations

from collections import Counter

import pytest

from sourcebook.quotes import article as quotes_article
from sourcebook.quotes.hedges import Force, force
from sourcebook.quotes.languages import covered, rules
from tests.quotes.velm import SHORT_RECORD, source


def sentences(text: str) -> list[str]:
    """The sentences of a text, as the article prints them."""
    article, _ = quotes_article.tokenise(
        "text", source(SHORT_RECORD.replace("lines: 1", f"lines: 1-{text.count(chr(10)) + 1}")), text
    )
    out: list[str] = []
    for number in dict.fromkeys(article.sentences):
        places = [i for i, n in enumerate(article.sentences) if n == number]
        out.append(article.clean[article.starts[places[0]] : article.ends[places[-1]]])
    return out


@pytest.mark.parametrize(
    "text",
    [
        "It rained. | The gate shut.",
        "Did it rain? | It did! | So they say.",
        "Mr. Ott and Dr. J. Brandt came at 5 p.m. on Jan. 6 to see No. 5.",
        "The U.S. envoy left.",
        "He said no. | She said yes.",
        "It cost $9.50 a head. | 40 came.",
        "The river. and its banks",
        "He left. , known as the clerk.",
        "“We slept.” | “We did not,” she said.",
        '"We slept." | "We did not," she said.',
        "“Are you there?” ” he asked.",
        "They shouted: “Go! – or leave!” – at him.",
        "He left. | (She stayed.) | They met.",
        'She asked: "Why?". | He left.',
        "He wrote to Quill.eu. | Nobody answered.",
        "There are 40 … Why were they dry?",
        "We can. “ | We did.",
    ],
)
def test_sentences(text: str) -> None:
    assert sentences(text.replace("| ", "")) == text.split(" | ")


def test_a_sentence_ends_with_its_paragraph() -> None:
    assert sentences("The gate was\n\nshut in May") == ["The gate was", "shut in May"]


@pytest.mark.parametrize(
    "word", ["not", "never", "No", "without", "nobody", "can't", "isn't", "denied", "failed", "cannot"]
)
def test_negations(word: str) -> None:
    assert force(word) is Force.NEGATION


@pytest.mark.parametrize(
    "word", ["may", "might", "possibly", "Allegedly", "likely", "reportedly", "if", "claimed", "could"]
)
def test_hedges(word: str) -> None:
    assert force(word) is Force.HEDGE


@pytest.mark.parametrize("word", ["but", "However", "although", "yet"])
def test_turns(word: str) -> None:
    assert force(word) is Force.TURN


@pytest.mark.parametrize("word", ["gate", "knot", "mayor", "notable", "another", "claimant", "Monday"])
def test_plain_words(word: str) -> None:
    assert force(word) is Force.NONE


@pytest.mark.parametrize(
    ("word", "first", "after", "expected"),
    [
        ("May", False, "the", Force.NONE),  # in May the council met
        ("May", True, "I", Force.HEDGE),
        ("May", True, "2022", Force.NONE),
        ("than", False, "220", Force.DEGREE),
        ("least", False, "eleven", Force.DEGREE),
        ("some", False, "3", Force.DEGREE),
        ("some", False, "people", Force.NONE),
        ("than", False, "before", Force.NONE),
        ("mostly", False, "dry", Force.DEGREE),
    ],
)
def test_words_that_depend_on_their_place(word: str, first: bool, after: str, expected: Force) -> None:
    assert force(word, first, after) is expected


@pytest.mark.parametrize("tag", sorted(covered()))
def test_a_word_stands_on_one_list(tag: str) -> None:
    lists = rules(tag)
    entries = [*lists.plain, *lists.negations, *lists.denials, *lists.hedges, *lists.degrees, *lists.turns]
    assert [word for word, times in Counter(map(lists.fold, entries)).items() if times > 1] == []
