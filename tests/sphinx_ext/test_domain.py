"""The ids of places in HTML: no two places share one, and those that were given out stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.sphinx_ext.domain import anchor_id, free_id

NAME = st.from_regex(r"[ab1]{1,2}(-[ab1]{1,2}){0,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("ident", "expected"),
    [
        ("merkel-2022", "passage-merkel-2022"),
        ("merkel-2022/nine-hours", "passage-merkel-2022-nine-hours"),
        ("a-2022/b-2023", "passage-a-2022-b-2023"),
        ("a/b-c", "passage-a--b-c"),
        ("a-b/c", "passage-a-b--c"),
        ("a-2022-b/c", "passage-a-2022-b--c"),
        ("2022/c", "passage-2022--c"),
    ],
)
def test_an_id_says_where_the_source_ends(ident: str, expected: str) -> None:
    assert anchor_id("passage", ident) == expected


@given(NAME, NAME, NAME, NAME)
def test_no_two_passages_share_an_id(source: str, passage: str, other: str, its: str) -> None:
    one, two = f"{source}/{passage}", f"{other}/{its}"
    assert (anchor_id("passage", one) == anchor_id("passage", two)) == (one == two)


def test_a_place_that_is_met_again_gets_a_number_that_nothing_else_has() -> None:
    assert free_id("quote-x", set()) == "quote-x"
    assert free_id("quote-x", {"quote-x"}) == "quote-x-2"
    assert free_id("quote-x", {"quote-x", "quote-x-2"}) == "quote-x-3"
