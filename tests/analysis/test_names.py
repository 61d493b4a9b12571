"""Names of actors in a text."""

from __future__ import annotations

import pytest

from sourcebook.analysis.names import NameFinder

NAMES = {
    "reed": ["Tomas Reed", "Reed", "Captain Reed"],
    "merrow": ["Merrow"],
    "council": ["Merrow council", "the council"],
    "states": ["United States", "US"],
    "islanders": ["islanders"],
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Reed’s engine and Captain Reed.", {"reed"}),
        ("The Merrow council met.", {"council"}),  # the longer name alone
        ("Merrow, and the council of it.", {"merrow", "council"}),
        ("The council met. Islanders waited for us.", {"council", "islanders"}),  # “us” is not “US”
        ("The US waited.", {"states"}),
        ("Reeds grow, and merrow is a word.", set()),
        ("United by the sea", set()),
        ("", set()),
    ],
)
def test_a_name_is_whole_words_and_the_longest(text: str, named: set[str]) -> None:
    assert NameFinder(NAMES).named(text) == named


def test_a_name_that_two_have_names_both() -> None:
    assert NameFinder({"one": ["Reed"], "other": ["Reed"]}).named("Reed") == {"one", "other"}


def test_a_name_without_a_letter_is_never_found() -> None:
    assert NameFinder({"one": ["—"]}).named("— and —") == set()
