"""The direction of a language, from its tag: by its script where it names one."""

from __future__ import annotations

import pytest

from sourcebook.outputs.direction import direction


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
