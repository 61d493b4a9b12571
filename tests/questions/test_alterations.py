"""One word changed by rule."""

from __future__ import annotations

import pytest

from sourcebook.questions.alterations import DIRECTIONS, FORCES, alterations, other_number
from sourcebook.questions.seeded_order import Draw
from sourcebook.quotes.hedges import Force, force

NAMES = {"Stein": "Holt", "Arnby": "Velm"}


def altered(words: str, lang: str = "en") -> dict[str, str]:
    """For each result of altering the rule that made it."""
    return {found.words: found.rule for found in alterations(words, lang, NAMES, Draw("1"))}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("5:23", "6:23"),
        ("12:10", "1:10"),
        ("2011", "2009"),
        ("7", "9"),
        ("28", "26"),
        ("2,235", "3,235"),
        ("9000", "1000"),
    ],
)
def test_a_number_becomes_another_of_its_kind(old: str, new: str) -> None:
    assert other_number(old) == new


@pytest.mark.parametrize(
    ("words", "result", "rule"),
    [
        ("They came before dawn.", "They came after dawn.", "direction"),
        ("After dawn they came.", "Before dawn they came.", "direction"),
        ("It may sail.", "It will sail.", "force"),
        ("Stein slept.", "Holt slept.", "name"),
        ("At 5:23PM", "At 6:23PM", "number"),
        ("three guards", "four guards", "number"),
    ],
)
def test_each_rule_changes_one_word(words: str, result: str, rule: str) -> None:
    assert altered(words)[result] == rule


def test_a_name_inside_a_word_is_left_alone() -> None:
    assert altered("Steinway and un-Stein") == {}


def test_in_another_language_only_numbers_and_names_change() -> None:
    assert set(altered("Stein before 40 may", "de").values()) == {"name", "number"}


def test_a_or_an_does_not_give_the_change_away() -> None:
    assert "an day ago" not in altered("an hour ago")
    assert "the day ago" in altered("the hour ago")


def test_no_list_holds_a_negation() -> None:
    words = [word for pair in (DIRECTIONS + " " + FORCES).split() for word in pair.split("/")]
    assert len(words) > 200
    assert [word for word in words if force(word) & Force.NEGATION] == []
