"""Words of every alphabet in ASCII, for ids that people can read."""

from __future__ import annotations

import pytest

from sourcebook.store.romanise import romanise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ұлттық қауіпсіздік", "ulttyq qauipsizdik"),
        ("Подъезд объявили", "podezd obyavili"),
        ("여객선이 섬에", "yeogaegseoni seome"),
        ("フェリー", "hueri"),
        ("नाव बंद है", "nava banda hai"),
        ("கப்பல்", "kappal"),
        ("العبّارة لا", "alabart la"),
        ("המעבורת", "hmabvrt"),
        ("გემი", "gemi"),
        ("İstanbul, ٢٠٢٢", "istanbul  2022"),
        ("渡轮", "  "),
        ("don’t", "dont"),
    ],
)
def test_a_word_is_romanised(text: str, expected: str) -> None:
    assert romanise(text) == expected


def test_every_character_gives_ascii_in_lower_case() -> None:
    shown = "".join(romanise(chr(n)) for n in range(0x20, 0x3100) if not 0xD800 <= n <= 0xDFFF)
    assert shown.isascii()
    assert shown == shown.lower()
