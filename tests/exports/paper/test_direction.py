"""The direction of a language, from its tag: by its script where it names one."""

from __future__ import annotations

import pytest

from sourcebook.exports.paper.direction import direction, runs, way


@pytest.mark.parametrize(
    "tag",
    [
        "ar",
        "ar-EG",
        "AR_eg",
        "he",
        "fa-IR",
        "ur",
        "yi",
        "ps",
        "sd",
        "ug",
        "ckb",
        "dv",
        "az-Arab",
        "pa-Arab-PK",
        "ku-Arab",
    ],
)
def test_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize(
    "tag",
    ["en", "fr-CA", "az", "az-Latn", "ku", "pa", "ar-Latn", "he-Latn-US", "ks-Deva", "sd-Deva-IN", "ja", "mn-Mong", ""],
)
def test_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


@pytest.mark.parametrize(
    ("text", "around", "wanted"),
    [
        ("Quotations belong to their publishers.", "rtl", "ltr"),
        ("الاقتباسات ملك لناشريها.", "ltr", "rtl"),
        ("قال الأمين العام لحلف NATO كل شيء.", "ltr", "rtl"),
        ("NATO: قال الأمين العام كل شيء.", "ltr", "rtl"),
        ("The word שלום is Hebrew.", "rtl", "ltr"),
        ("(2031), ¶4.", "rtl", "rtl"),
        ("", "ltr", "ltr"),
        ("Καλημέρα κόσμε, привет.", "rtl", "ltr"),
    ],
)
def test_words_run_as_most_of_them_are_written(text: str, around: str, wanted: str) -> None:
    assert way(text, around) == wanted


def test_a_text_falls_into_pieces_of_one_direction() -> None:
    assert runs("قال NATO Press كل شيء.", "rtl") == [("قال ", "rtl"), ("NATO Press", "ltr"), (" كل شيء.", "rtl")]
    assert runs("The words שלום לך, here.", "ltr") == [("The words ", "ltr"), ("שלום לך", "rtl"), (", here.", "ltr")]
    assert runs("plain.", "ltr") == [("plain.", "ltr")]
    assert runs("", "rtl") == []
