"""Glyphs: which characters no font has, what to install for them, and what stands in their place."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import typst

from sourcebook.exports.paper import glyphs
from tests.exports.paper.scripts import without

if TYPE_CHECKING:
    from pathlib import Path

MIXED = "é ő Москва Ωμέγα ∑→∞□¶ «»„“ – ☃ 漢中 ひカ 한 ไทย् שלום سلام हिन्दी 🙂 \u200d\ufe0f\u2068\u0301\u0e48 ﷺ Ⅷ ℃ ½"


def has_glyph(sign: str, tmp_path: Path) -> bool:
    """What Typst says of one character: a document of the standard PDF/A may not hold one without a glyph."""
    path = tmp_path / "one.typ"
    path.write_text("#sys.inputs.data", encoding="utf-8")
    try:
        typst.compile(str(path), sys_inputs={"data": sign}, font_paths=glyphs.fonts(), pdf_standards=["a-2a"])
    except typst.TypstError:
        return False
    return True


def test_every_character_is_judged_as_typst_judges_it(tmp_path: Path) -> None:
    signs = {c for c in MIXED if c > glyphs.LATIN}
    lost = glyphs.without_glyph(MIXED)
    assert {c for c in signs if not has_glyph(c, tmp_path)} == {sign for sign in lost if len(sign) == 1}
    assert "🙂" in lost


def test_what_a_font_has_is_left_alone() -> None:
    for said in ("ASCII é ő", "Москва Ωμέγα", "∑ → ∞ □ ¶", "«»„“”‘’–—…"):
        assert glyphs.without_glyph(said) == []


def test_thousands_of_characters_cost_less_than_a_few_asked_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_HAS_GLYPH", {})
    many = "".join(map(chr, range(0x13000, 0x13400))) + "".join(map(chr, range(0x12000, 0x12390)))
    glyphs.without_glyph("☃")  # the fonts are read
    begun = time.process_time()
    assert len(glyphs.without_glyph(many)) > 1900
    assert time.process_time() - begun < 2


def test_rows_of_several_pages_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_HAS_GLYPH", {})
    assert glyphs.without_glyph("".join(map(chr, range(0x400, 0x460))) * 3) == []
    signs = [*map(chr, range(0x13000, 0x13400)), "Я", "𓁀"]
    assert list(glyphs._lost(signs)) == [sign for sign in signs if sign != "Я"]


def test_a_letter_that_has_no_glyph_with_its_marks_is_lost_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    marked = "Я\u0301"
    assert glyphs.without_glyph(f"й e\u0301 {marked}") == []
    monkeypatch.setattr(glyphs, "_HAS_GLYPH", {marked: False})
    assert glyphs.without_glyph(f"Я {marked} я\u0301") == [marked]
    assert glyphs.replaced(f"Я {marked}.", [marked]) == "Я □□ [U+042F U+0301]."


def test_the_escapes_of_json_stay_whole() -> None:
    assert glyphs.replaced('"a\\n\u13000"', glyphs.without_glyph('"a\\n\u0e48 \U00013000"')).startswith('"a\\n')


def test_what_brings_the_glyphs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "cjk", "fontpkg-")
    assert glyphs.to_install(["漢", "ひ", "한"]) == ["sourcebook[cjk]"]
    assert glyphs.to_install(["ไ", "漢"]) == ["sourcebook", "sourcebook[cjk]"]
    assert glyphs.to_install(["🙂", "𓁀"]) == []
