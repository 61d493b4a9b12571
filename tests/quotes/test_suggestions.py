"""Rule 7: what a rejected quotation is answered with. A suggestion, never a verdict."""

from __future__ import annotations

import pytest

from sourcebook.quotes.normalise import tokens
from sourcebook.quotes.suggestions import describe, nearest
from tests.quotes.velm import article_of, velm


def found(words: str) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """The closest words of the invented article, and what differs."""
    near = nearest(velm(), tokens(words))
    if near is None:
        return None
    text = velm().clean[velm().starts[near.start] : velm().ends[near.end - 1]]
    return " ".join(text.split()), near.differences


@pytest.mark.parametrize(
    ("words", "closest", "differences"),
    [
        ("The river Velm rose by 2.4 metres", "The river Velm rose by 2.5 metres", (("2.4", "2.5"),)),
        ("The river rose by 2.5 metres", "The river Velm rose by 2.5 metres", (("", "Velm"),)),
        ("The great river Velm rose by 2.5 metres", "The river Velm rose by 2.5 metres", (("great", ""),)),
        ("A river Velm rose by 2.5 metres", "The river Velm rose by 2.5 metres", (("A", "The"),)),
        ("The river Velm rose by 2.5 miles", "The river Velm rose by 2.5 metres", (("miles", "metres"),)),
        ("the lock — within hour", "the lock — within one hour", (("", "one"),)),
        (
            "the keys, however, were always found",
            "The keys, however, were never found",
            (("the", "The"), ("always", "never")),
        ),
    ],
)
def test_the_closest_passage_and_the_words_that_differ(
    words: str, closest: str, differences: tuple[tuple[str, str], ...]
) -> None:
    assert found(words) == (closest, differences)


@pytest.mark.parametrize("words", ["nothing of this kind was ever printed anywhere", "xyzzy", "…"])
def test_where_nothing_is_near_nothing_is_suggested(words: str) -> None:
    assert found(words) is None


def test_an_article_without_a_word_suggests_nothing() -> None:
    assert nearest(article_of(""), ("gate",)) is None


def test_the_answer_says_words_differences_and_place() -> None:
    near = nearest(velm(), tokens("The engineers—all of them soldiers—worked without pay"))
    assert near is not None
    said = describe(velm(), near)
    assert "¶7, line 17" in said
    assert "“The engineers—all of them volunteers—worked without pay”" in said
    assert said.endswith("the quotation has “soldiers” for “volunteers”.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("The river rose by 2.5 metres", "the quotation has left out “Velm”."),
        ("The great river Velm rose by 2.5 metres", "the quotation has added “great”."),
    ],
)
def test_words_left_out_and_words_added_are_named_so(words: str, said: str) -> None:
    near = nearest(velm(), tokens(words))
    assert near is not None
    assert describe(velm(), near).endswith(said)
