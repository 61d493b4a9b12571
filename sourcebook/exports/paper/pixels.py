"""Make pixels of drawings whose letters carry marks, for PDFs.

Typst writes in a PDF which characters a letter with its marks stands for (`ActualText`), but not inside a drawing, and
PDF/A-2a refuses glyphs that stand for no character. Not here: drawings of plain letters, which stay drawings.
"""

from __future__ import annotations

import base64
import unicodedata
from typing import Any

from msgspec.structs import replace

from sourcebook.exports.paper import glyphs
from sourcebook.model import document as b
from sourcebook.model import document_tree

SCALE = 3
"""Dots for each of the 96 pixels that a drawing counts in an inch: 288 an inch."""
_TEMPLATE = glyphs.TEMPLATE.with_name("picture.typ")
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{0}" height="{1}" '
    'viewBox="0 0 {0} {1}"><image width="{0}" height="{1}" xlink:href="data:image/png;base64,{2}"/></svg>'
)


def with_pixels(content: Any) -> Any:
    """Pages or blocks, with pixels in the place of drawings that hold letters with marks."""

    def change(piece: b.Piece) -> list[b.Piece]:
        if isinstance(piece, b.Picture | b.InlinePicture) and _is_marked(piece.svg):
            return [replace(piece, svg=_of_pixels(piece.svg))]
        return [piece]

    return document_tree.changed(content, change)


def _is_marked(svg: str) -> bool:
    return not svg.isascii() and any(unicodedata.category(c).startswith("M") for c in svg)


def _of_pixels(svg: str) -> str:
    """A drawing that holds nothing but an image of another one, of the same size."""
    import typst

    inputs = {"data": glyphs.replaced(svg, glyphs.without_glyph(svg)), "scripts": glyphs.families()}
    png = typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=glyphs.fonts(),
        sys_inputs=inputs,
        format="png",
        ppi=96 * SCALE,
    )
    width, height = (int.from_bytes(png[at : at + 4], "big") / SCALE for at in (16, 20))
    return _SVG.format(width, height, base64.b64encode(png).decode())
