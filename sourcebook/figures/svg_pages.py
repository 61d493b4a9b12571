"""Convert pictures to SVG, the one form that every paper output takes: drawings as they are, photographs wrapped.

Here also: cutting a timeline that is taller than a page between two of its rows. Not here: where a picture stands, and
what it shows in words.
"""

from __future__ import annotations

import base64
import copy
import re
import struct
from dataclasses import dataclass
from xml.etree import ElementTree as ET

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
_NUMBER = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+))")
ROW, HIT, AXIS = "sb-tl-row", "sb-tl-hit", "sb-tl-axis"
"""Classes of a timeline's drawing: an event, the rectangle that it fills, the dates above a panel."""
TALLEST = 1.38
"""The height of a drawing, in its widths, that still stands on one page."""
ON_ANY_SHEET = 1.25
"""The same below a heading, on A4 and on US Letter, where a browser prints."""
ABOVE = 14.0
"""Room above the base line of the first letters of an axis."""
MOST_DOTS = 100_000_000
"""The largest photograph that is set on paper: a small file can unfold to any size."""
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG after which its size stands."""


def wrapped(data: bytes) -> str:
    """A picture as SVG; ValueError where it is neither SVG nor PNG nor JPEG, is broken, or too large when decoded."""
    if data.startswith(PNG):
        return _around("image/png", data, *_size_of_png(data))
    if data.startswith(JPEG):
        return _around("image/jpeg", data, *_size_of_jpeg(data))
    text = data.decode("utf-8-sig", errors="replace")
    if "<svg" not in text:
        raise ValueError("neither SVG nor PNG nor JPEG")
    return well_formed(text[text.index("<svg") :])


def well_formed(svg: str) -> str:
    """A drawing as paper can set it, its namespaces named as a browser supplies them; ValueError where it is broken."""
    head = svg.partition(">")[0]
    for name, uri in (("xmlns", SVG), ("xmlns:xlink", XLINK)):
        if f"{name}=" not in head and (name == "xmlns" or "xlink:" in svg):
            svg = svg.replace("<svg", f'<svg {name}="{uri}"', 1)
    try:
        root = ET.fromstring(svg)  # noqa: S314 -- a drawing of ours or of the author's own
    except ET.ParseError as error:
        raise ValueError(f"a broken SVG drawing ({error})") from None
    sizes = [_NUMBER.match(root.get(name, "")) for name in ("width", "height")]
    if any(size and float(size[1]) <= 0 for size in sizes):
        raise ValueError("an SVG drawing of no size")
    return svg


def _around(kind: str, data: bytes, width: int, height: int) -> str:
    if not 0 < width * height <= MOST_DOTS:
        raise ValueError(f"a picture of {width} by {height} dots")
    inside = base64.b64encode(data).decode()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:{kind};base64,{inside}"/></svg>'


def _size_of_png(data: bytes) -> tuple[int, int]:
    """Width and height: those of the header."""
    if len(data) < 24:
        raise ValueError("a PNG without a size")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _size_of_jpeg(data: bytes) -> tuple[int, int]:
    """Width and height: those of the first frame."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if marker in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise ValueError("a JPEG without a size")


def typed(svg: str, family: str) -> str:
    """A drawing in the typeface of the page: `family` is set where it names none, or only a generic one."""
    head, close, rest = svg.partition(">")
    named = re.sub(r'font-family="(sans-serif|serif|system-ui)"', f'font-family="{family}"', head)
    if "font-family" not in named:
        named = named.replace("<svg", f'<svg font-family="{family}"', 1)
    return named + close + rest


# -- tall drawings -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EventRow:
    """One event of a drawing: its top and bottom, and the axis by which it is read."""

    element: ET.Element
    top: float
    bottom: float
    axis: ET.Element | None
    foot: float
    """The end of the axis: the top of the first row below it."""


def slices(svg: str, tallest: float = TALLEST) -> list[str]:
    """A drawing in pieces that each fit a page; in one piece where it fits, or where nothing says where to cut.

    A piece that begins in the middle of a panel repeats its axis.
    """
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # noqa: S314 -- a drawing of ours or of the author's own
    rows = list(_rows(root))
    if not rows:
        return [svg]
    width, height = (float(n) for n in (root.get("viewBox") or "0 0 1 1").split()[2:])
    if height <= width * tallest:
        return [svg]
    return [_slice(root, rows, piece, width, height) for piece in _pieces(rows, width * tallest)]


def _pieces(rows: list[EventRow], most: float) -> list[list[EventRow]]:
    """The rows by pieces of at most that height, each with the axis that it needs above it."""
    pieces: list[list[EventRow]] = [[]]
    top = 0.0
    for row in rows:
        if pieces[-1] and row.bottom - top > most:
            pieces.append([])
            top = row.top - _height(row)
        pieces[-1].append(row)
    return pieces


def windows(svg: str, tallest: float = ON_ANY_SHEET) -> list[str]:
    """The same pieces for a browser that prints: small drawings that reuse parts of the one in the page, by its id.

    Nothing where the drawing stands on one sheet, or nothing says where to cut. They hold no words: who reads with ears
    has the drawing itself.
    """
    root = ET.fromstring(svg)  # noqa: S314 -- a drawing of ours
    width, height = (float(n) for n in (root.get("viewBox") or "0 0 1 1").split()[2:])
    rows, ident = list(_rows(root)), root.get("id")
    if height <= width * tallest or not rows or not ident:
        return []
    drawings: list[str] = []
    for piece in _pieces(rows, width * tallest):
        first, last = rows.index(piece[0]), rows.index(piece[-1])
        opens = first == 0 or piece[0].axis is not rows[first - 1].axis
        above = 0.0 if opens else _height(piece[0])
        top = piece[0].top if not opens else rows[first - 1].bottom + 4.0 if first else 0.0
        bottom = piece[-1].bottom + 4.0 if last < len(rows) - 1 else height
        axis = _window(ident, 0, width, piece[0].foot - above, above) if above else ""
        inside = axis + _window(ident, above, width, top, bottom - top)
        drawings.append(f'<svg viewBox="0 0 {width:g} {above + bottom - top:g}" aria-hidden="true">{inside}</svg>')
    return drawings


def _window(ident: str, at: float, width: float, top: float, height: float) -> str:
    """A part of a drawing, placed at a height of another."""
    size = f'y="{at:g}" width="{width:g}" height="{height:g}" viewBox="0 {top:g} {width:g} {height:g}"'
    return f'<svg {size}><use href="#{ident}"/></svg>'


def _rows(root: ET.Element) -> list[EventRow]:
    rows: list[EventRow] = []
    for panel in root:
        axis = next((child for child in panel if child.get("class") == AXIS), None)
        inside = [child for child in panel if (child.get("class") or "").startswith(ROW)]
        boxes = [next(part for part in row if part.get("class") == HIT) for row in inside]
        spans = [(float(box.get("y", 0)), float(box.get("height", 0))) for box in boxes]
        foot = spans[0][0] if spans else 0.0
        rows += [EventRow(row, y, y + h, axis, foot) for row, (y, h) in zip(inside, spans, strict=True)]
    return rows


def _height(row: EventRow) -> float:
    """The height of the axis above a row that is the first of its piece."""
    tops = [float(part.get("y", part.get("y1", row.foot))) for part in row.axis] if row.axis is not None else []
    return row.foot - min(tops) + ABOVE if tops else 0.0


def _slice(root: ET.Element, rows: list[EventRow], piece: list[EventRow], width: float, height: float) -> str:
    """The drawing with the rows of one piece. What stands between two rows goes with the one below it."""
    first, last = rows.index(piece[0]), rows.index(piece[-1])
    opens = first == 0 or piece[0].axis is not rows[first - 1].axis
    before = rows[first - 1].bottom if first else 0.0
    top = before if opens else piece[0].top - _height(piece[0])
    bottom = piece[-1].bottom if last < len(rows) - 1 else height
    if last < len(rows) - 1:
        bottom += 4.0
    copied = copy.deepcopy(root)
    _leave(copied, {str(row.element.get("href")) for row in piece}, before, piece[-1].bottom)
    if not opens and piece[0].axis is not None:
        moved = ET.SubElement(copied, f"{{{SVG}}}g", {"transform": f"translate(0 {piece[0].top - piece[0].foot:g})"})
        moved.append(copy.deepcopy(piece[0].axis))
    copied.set("viewBox", f"0 {top:g} {width:g} {bottom - top:g}")
    copied.set("height", f"{bottom - top:g}")
    return ET.tostring(copied, encoding="unicode")


def _leave(drawing: ET.Element, names: set[str], top: float, bottom: float) -> None:
    """Remove the rows of other pieces, and everything above or below this one."""
    for panel in list(drawing):
        for child in list(panel):
            is_row = (child.get("class") or "").startswith(ROW)
            if child.get("href") not in names if is_row else not top <= _first(child) < bottom:
                panel.remove(child)


def _first(element: ET.Element) -> float:
    """The top of an element: the first height that it, or anything in it, names."""
    for part in element.iter():
        for name in ("y", "y1", "cy"):
            if part.get(name) is not None:
                return float(part.get(name, 0))
        points = part.get("points", "").replace(",", " ").split()
        if len(points) > 1:
            return float(points[1])
    return 0.0
