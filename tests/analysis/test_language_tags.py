"""Tags of languages: what names one, and what to write where nothing is named."""

from __future__ import annotations

import pytest

from sourcebook.analysis.language_tags import instead, language_name, normal

GOOD = ("en", "en-GB", "en_US", "pt_BR", "pt-br", "zh_CN", "zh_TW", "zh-Hant-TW", "sr@latin", "es-419", "de-1996", "la")
GOOD_OF_THREE = ("gsw", "haw", "ckb", "cak", "yue", "grc")
BAD = [
    ("eng", "write `en`."),
    ("deu", "write `de`."),
    ("fra-FR", "write `fr`."),
    ("english", "write `en`."),
    ("English", "write `en`."),
    ("german", "write `de`."),
    ("frensh", "write `fr`."),
    ("xx", "write a code of ISO 639-1, such as `en`, `fr` or `pt-BR`."),
    ("und", "write a code of ISO 639-1, such as `en`, `fr` or `pt-BR`."),
    ("e", "write a code of ISO 639-1, such as `en`, `fr` or `pt-BR`."),
    ("en-XQ", "'XQ' is no country; write `en`, or a code of ISO 3166 behind it."),
    ("en-Abcd", "'Abcd' is no script; write `en`, or a code of ISO 15924 behind it."),
]


@pytest.mark.parametrize("tag", [*GOOD, *GOOD_OF_THREE])
def test_a_tag_that_names_a_language_is_right(tag: str) -> None:
    assert instead(tag) == ""


@pytest.mark.parametrize(("tag", "remedy"), BAD)
def test_a_tag_that_names_none_is_told_with_what_to_write(tag: str, remedy: str) -> None:
    assert instead(tag) == remedy


@pytest.mark.parametrize(("tag", "spelled"), [("DE-at", "de-AT"), ("zh_hant_tw", "zh-Hant-TW"), ("Kk", "kk")])
def test_a_tag_is_spelled_in_one_way(tag: str, spelled: str) -> None:
    assert normal(tag) == spelled


@pytest.mark.parametrize(
    ("tag", "language", "name"),
    [("ka", "en", "Georgian"), ("ka", "fr", "géorgien"), ("ka-GE", "fr-CA", "géorgien"), ("ka", "xx", "Georgian")],
)
def test_a_language_has_a_name_in_the_language_of_the_book(tag: str, language: str, name: str) -> None:
    assert language_name(tag, language) == name
