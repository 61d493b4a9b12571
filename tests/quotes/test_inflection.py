"""Which changes of a word are a form of it, and which make another word."""

from __future__ import annotations

import pytest

from sourcebook.quotes.inflection import denies, opposites, same_word


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("protest", "protests"),
        ("protest", "protested"),
        ("protesting", "protest"),
        ("stopped", "stop"),
        ("making", "make"),
        ("tries", "tried"),
        ("country", "countries"),
        ("lies", "lay"),
        ("is", "was"),
        ("has", "had"),
        ("says", "said"),
        ("man", "men"),
        ("crisis", "crises"),
        ("mayor", "mayor's"),
        ("clerks", "clerks'"),
        ("The", "the"),
        ("may", "might"),
        ("unsafe", "Unsafe"),
        ("disagreed", "disagrees"),
    ],
)
def test_number_tense_person_possession_and_case_are_forms(old: str, new: str) -> None:
    assert same_word(old, new)
    assert same_word(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("useless", "useful"),
        ("use", "useful"),
        ("unsafe", "safe"),
        ("illegal", "legal"),
        ("hope", "hopeless"),
        ("govern", "government"),
        ("protest", "protesters"),
        ("men", "women"),
        ("quick", "quickly"),
        ("safe", "safer"),
        ("possible", "impossible"),
        ("agreed", "disagreed"),
        ("no", "now"),
        ("ever", "never"),
        ("form", "reform"),
        ("armed", "disarmed"),
        ("5", "50"),
        ("east", "eastern"),
        ("Kazakh", "Kazakhstan"),
    ],
)
def test_everything_else_is_another_word(old: str, new: str) -> None:
    assert not same_word(old, new)
    assert not same_word(new, old)


@pytest.mark.parametrize(
    ("language", "old", "new", "expected"),
    [
        ("de", "Brücke", "Brücken", True),
        ("de", "arbeit", "arbeitslos", False),
        ("fr", "manifestant", "manifestants", True),
        ("fr", "légal", "illégal", False),
        ("ru", "мост", "моста", True),
        ("tr", "iş", "işsiz", False),
    ],
)
def test_in_other_languages_the_end_of_a_word_may_change(language: str, old: str, new: str, expected: bool) -> None:
    assert same_word(old, new, language) is expected


@pytest.mark.parametrize(
    "word",
    "unsafe illegal impossible dishonest unable disagreed disarmed misread useless nonviolent Unarmed inaccurate "
    "irregular immoral mistaken".split(),
)
def test_words_that_deny_by_a_syllable(word: str) -> None:
    assert denies(word)


@pytest.mark.parametrize(
    "word",
    "under union unit until uncle island image industry important mission display nonetheless unless less iron".split(),
)
def test_words_that_only_look_so(word: str) -> None:
    assert not denies(word)


@pytest.mark.parametrize(
    ("one", "other"),
    [("edible", "inedible"), ("Legal", "illegal"), ("war", "antiwar"), ("useful", "useless"), ("harmless", "harm"),
     ("activate", "deactivate"), ("typical", "atypical"), ("guilty", "guiltless"), ("sicher", "unsicher")],
)  # fmt: skip
def test_opposites(one: str, other: str) -> None:
    assert opposites(one, other)
    assert opposites(other, one)


@pytest.mark.parametrize(("one", "other"), [("it", "unit"), ("safe", "bridge"), ("use", "used"), ("land", "island")])
def test_no_opposites(one: str, other: str) -> None:
    assert not opposites(one, other)
