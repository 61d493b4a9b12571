"""Inspect the fonts of a PDF: detect fonts without a character map, and superscript digits.

A superscript digit may be a glyph of its own in full size on the baseline; only its width reveals it. `mark_raised`
maps such glyphs to superscript code points before the text is extracted. Not here: digits that are set higher in
smaller type (`pdf_reader.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_HIGH = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_NARROW = 0.8
"""A digit narrower than this share of the font's widest digit is a superscript."""
_CHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_RANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_NAMELESS = re.compile(r"/(?:[A-Za-z]{1,2}|cid|glyph|index|char|gid)[-_]?\d+")
_PLAIN = ("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding", "/PDFDocEncoding", "/MacExpertEncoding")


def fonts_of(page: Any) -> Iterator[Any]:
    """The fonts of a page."""
    resources = page.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    if fonts is not None:
        for font in fonts.get_object().values():
            yield font.get_object()


def is_unmapped(font: Any) -> bool:
    """True if a font does not map its glyphs to characters."""
    if not font or "/ToUnicode" in font:
        return False
    encoding = font.get("/Encoding")
    encoding = encoding.get_object() if encoding is not None else ""
    if font.get("/Subtype") == "/Type0":
        below = font.get("/DescendantFonts", [{}])[0].get_object()
        system: Any = below.get("/CIDSystemInfo", {})
        system = system if type(system) is dict else system.get_object()
        ordering = str(system.get("/Ordering", ""))
        return str(encoding).startswith("/Identity") and ordering in ("", "Identity", "UCS")
    differences = encoding.get("/Differences", []) if isinstance(encoding, dict) else []
    names = [str(name) for name in differences if str(name).startswith("/")]
    if names:
        return sum(bool(_NAMELESS.fullmatch(name)) for name in names) > 0.5 * len(names)
    return font.get("/Subtype") == "/Type3" and str(encoding) not in _PLAIN


def mark_raised(page: Any) -> None:
    """Map the digits of a page that only their width reveals as superscripts to superscript code points."""
    for font in fonts_of(page):
        mapped = font.get("/ToUnicode")
        if mapped is None or not hasattr(mapped.get_object(), "get_data") or "/Sourcebook" in font:
            continue
        text = mapped.get_object().get_data().decode("latin-1")
        figures = _digit_codes(text)
        widths = _widths(font, {code for codes in figures.values() for code in codes})
        widest = max(widths.values(), default=0.0)
        raised = {c: d for d, codes in figures.items() for c in codes if 0 < widths.get(c, 0.0) < _NARROW * widest}
        if raised and len(raised) < len(widths):
            _remap(font, text, raised)


def _digit_codes(text: str) -> dict[int, list[str]]:
    """The character codes of each digit, as the font's map writes them."""
    out: dict[int, list[str]] = {}
    plain = "".join(re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL))
    for code, char in _CHAR.findall(plain):
        if len(char) == 4 and 0x30 <= int(char, 16) <= 0x39:
            out.setdefault(int(char, 16) - 0x30, []).append(code)
    for ranges in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for low, high, char in _RANGE.findall(ranges):
            for n in range(min(int(high, 16) - int(low, 16) + 1, 256)):
                if 0x30 <= int(char, 16) + n <= 0x39:
                    out.setdefault(int(char, 16) + n - 0x30, []).append(f"{int(low, 16) + n:0{len(low)}X}")
    return out


def _widths(font: Any, codes: set[str]) -> dict[str, float]:
    """The widths that the font states for codes, in thousandths of the type size."""
    if font.get("/Subtype") != "/Type0":
        first, widths = int(font.get("/FirstChar", 0)), font.get("/Widths", [])
        widths = widths.get_object() if hasattr(widths, "get_object") else widths
        return {c: float(widths[int(c, 16) - first]) for c in codes if 0 <= int(c, 16) - first < len(widths)}
    below = font["/DescendantFonts"][0].get_object()
    known: dict[int, float] = {}
    items = list(below.get("/W", []))
    while len(items) >= 2:
        start, then = int(items[0]), items[1].get_object() if hasattr(items[1], "get_object") else items[1]
        if isinstance(then, list):
            known |= {start + i: float(width) for i, width in enumerate(then)}
            items = items[2:]
        else:
            known |= dict.fromkeys(range(start, min(int(then), start + 65536) + 1), float(items[2]))
            items = items[3:]
    return {c: known[int(c, 16)] for c in codes if int(c, 16) in known}


def _remap(font: Any, text: str, raised: dict[str, int]) -> None:
    """Replace the font's character map by one in which the raised codes are superscript digits."""
    from pypdf.generic import DecodedStreamObject, NameObject, NullObject

    lines = "\n".join(f"<{code}> <{ord(_HIGH[figure]):04X}>" for code, figure in raised.items())
    stream = DecodedStreamObject()
    block = f"{len(raised)} beginbfchar\n{lines}\nendbfchar\nendcmap"
    stream.set_data(text.replace("endcmap", block, 1).encode("latin-1"))
    font[NameObject("/ToUnicode")] = stream
    font[NameObject("/Sourcebook")] = NullObject()
