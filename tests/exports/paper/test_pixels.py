"""Pixels: a drawing whose letters carry marks stops no PDF, and keeps its size and its words for those who hear it."""

from __future__ import annotations

import pytest

from sourcebook.exports.paper import pdf, pixels
from sourcebook.model import document as b
from tests.exports.harbour import ORDER, heading

PLAIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40" viewBox="0 0 120 40"><text y="20">{}</text></svg>'
)


def page(words: str) -> b.Page:
    picture = b.Picture(svg=PLAIN.format(words), alt="A name")
    return b.Page(name="index", title="", file="index.md", blocks=[heading(1, "a"), picture])


@pytest.mark.parametrize("words", ["ข่าวแม่น้ำ", "नदी", "שָׁלוֹם", "Я\u0301", "漢"])
def test_a_drawing_with_marked_letters_stops_no_pdf(words: str) -> None:
    assert pdf.book(ORDER, [page(words)]).startswith(b"%PDF")


def test_only_a_drawing_with_marked_letters_becomes_pixels() -> None:
    plain = page("Reka Река")
    assert pixels.with_pixels(plain) is plain
    (_, picture) = pixels.with_pixels(page("नदी")).blocks
    assert isinstance(picture, b.Picture)
    assert 'width="120.0" height="40.0"' in picture.svg
    assert "data:image/png;base64," in picture.svg
    assert picture.alt == "A name"
