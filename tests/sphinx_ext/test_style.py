"""The style sheet: enough contrast in light and dark, and no mark that is only a colour."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import sourcebook

SHEET = (Path(sourcebook.__file__).parent / "static" / "sourcebook.css").read_text(encoding="utf-8")
PAGES = {":root": "#ffffff", 'html[data-theme="dark"]': "#14181e"}
"""The ground of a page of the book's theme, for each of its two faces."""
ON = {
    "soft": ["page", "ground", "target-ground"],
    "link": ["page", "ground", "target-ground"],
    "caution": ["caution-ground", "page"],
    "wrong": ["wrong-ground", "page"],
    **{str(n): ["page", "ground", "target-ground"] for n in range(1, 9)},
}


def colours(selector: str) -> dict[str, str]:
    block = SHEET.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--sb-([\w-]+): (#[0-9a-f]{6});", block)) | {"page": PAGES[selector]}


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("selector", "text", "ground"), [(s, t, g) for s, (t, grounds) in product(PAGES, ON.items()) for g in grounds]
)
def test_text_can_be_read(selector: str, text: str, ground: str) -> None:
    known = colours(selector)
    assert contrast(known[text], known[ground]) >= 4.5


def test_every_mark_has_a_shape_of_its_own() -> None:
    shapes = re.findall(r"\.sb-src-\d \{[^}]*--sb-shape: ([^;]+);", SHEET)
    assert len(shapes) == len(set(shapes)) == 8


def test_both_faces_define_the_same_colours() -> None:
    light, dark = (set(colours(selector)) for selector in PAGES)
    assert light == dark
