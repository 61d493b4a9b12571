"""How records are said in words."""

from __future__ import annotations

import pytest

from sourcebook.sphinx_ext import wording


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2022", "2022"),
        ("2022-01", "January 2022"),
        ("2022-01-05", "5 January 2022"),
        ("2022-01-05?", "5 January 2022 (uncertain)"),
        ("2022-01~", "January 2022 (approximate)"),
        ("2022-01-10/..", "10 January 2022 or later"),
        ("../2022-01-10", "10 January 2022 or earlier"),
        ("2022-01-08/2022-01-09", "between 8 January 2022 and 9 January 2022"),
        ("[2022-01-08,2022-01-09]", "8 January 2022 or 9 January 2022"),
        ("{2022-01-08, 2022-01-09}", "8 January 2022 and 9 January 2022"),
        ("2022-13", "2022-13"),
        ("spring 2022", "spring 2022"),
    ],
)
def test_dates(edtf: str, words: str) -> None:
    assert wording.date(edtf) == words


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items: list[str], words: str) -> None:
    assert wording.listed(items) == words


@pytest.mark.parametrize(
    ("text", "said"), [("", ""), ("as printed", "As printed."), ("Why?", "Why?"), (" two\n lines ", "Two lines.")]
)
def test_sentences(text: str, said: str) -> None:
    assert wording.sentence(text) == said


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("en-GB", "English"), ("RU", "Russian"), ("tlh", "Klingon"), ("qqq", "qqq")]
)
def test_languages(code: str, name: str) -> None:
    assert wording.language(code) == name


def test_numbers() -> None:
    assert [wording.times(n, "page") for n in (0, 1, 2, 1200)] == ["0 pages", "1 page", "2 pages", "1,200 pages"]
