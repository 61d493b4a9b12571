"""The files of words: read when they are needed, and by whole tags."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sourcebook.quotes.hedges import Force, force, sentence_numbers
from sourcebook.quotes.languages import covered, is_covered, primary, rules

THIRTEEN = "ar de en es fr he hi ja kk ru tr uk zh"


def test_thirteen_languages_are_covered() -> None:
    assert sorted(covered()) == THIRTEEN.split()


@pytest.mark.parametrize(
    ("tag", "code"), [("de-AT", "de"), ("zh-Hant", "zh"), ("DE", "de"), ("zh_TW", "zh"), ("iw", "he"), ("ka", "ka")]
)
def test_the_first_part_of_a_tag_chooses_the_rules(tag: str, code: str) -> None:
    assert primary(tag) == code
    assert rules(tag) == rules(code)


def test_a_language_without_a_file_has_no_words() -> None:
    assert not is_covered("ka")
    assert rules("ka").negations == ()
    assert force("not", language="ka") is Force.NONE


@pytest.mark.parametrize(
    ("language", "word", "expected"),
    [
        ("de", "Keinerlei", Force.NEGATION),
        ("de", "einer", Force.NONE),
        ("fr", "n'a", Force.NEGATION),
        ("fr", "partirait", Force.HEDGE),
        ("fr", "portrait", Force.NONE),
        ("ru", "ещё", Force.NONE),
        ("ru", "никто", Force.NEGATION),
        ("tr", "gelmiyor", Force.NEGATION),
        ("tr", "umuyor", Force.NONE),
        ("tr", "HİÇ", Force.NEGATION),
        ("kk", "бармайды", Force.NEGATION),
        ("kk", "Мамай", Force.NONE),
        ("ar", "ولم", Force.NEGATION),
        ("ar", "لَمْ", Force.NEGATION),
        ("he", "שלא", Force.NEGATION),
        ("he", "של", Force.NONE),
        ("hi", "नहीं", Force.NEGATION),
        ("zh", "没", Force.NEGATION),
    ],
)
def test_words_of_other_languages(language: str, word: str, expected: Force) -> None:
    assert force(word, language=language) is expected


@pytest.mark.parametrize(
    ("language", "words", "sentences"),
    [
        ("zh", "他 走 了 。 她 来 了 。", 2),
        ("ja", "「 行 く 。 」 彼 は", 2),
        ("hi", "वह गया । वह आई ।", 2),
        ("ar", "ذهب . جاءت ؟ نعم", 3),
        ("de", "am 3 . Oktober kam er", 1),
        ("ru", "5 января 2022 г . Власти", 1),
        ("fr", "« Partons . » Il part .", 2),
        ("es", "¿ Quién ? Nadie .", 2),
    ],
)
def test_sentences_of_other_languages(language: str, words: str, sentences: int) -> None:
    tokens = words.split()
    numbers = sentence_numbers(tokens, [1] * len(tokens), ["body"] * len(tokens), [False] * len(tokens), language)
    assert numbers[-1] + 1 == sentences


def test_a_book_loads_the_words_of_its_own_languages_alone() -> None:
    asks = "from sourcebook.quotes import hedges, languages; hedges.force('not'); print(languages.rules.cache_info())"
    told = subprocess.run([sys.executable, "-c", asks], check=True, capture_output=True, text=True).stdout
    assert "currsize=1" in told
