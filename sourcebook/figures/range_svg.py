"""Draw a number as each source gives it: a dot for one value, a bar for a range, an arrow for an open end.

Here: the scale, the rows, the SVG text. Not here: what the accounts say together (`analysis/agreement.py`), the words
beside the drawing (the page's). Every source keeps the mark that it has on the timeline. An average is never drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import inf
from xml.etree import ElementTree as ET

from sourcebook.analysis.accounts import Account, number_value
from sourcebook.figures.timeline_svg import SVG, EventMark, Layout, place_mark

ROW = 42
"""The height of a row."""
REACH = 0.12
"""The length of an open end beyond the last given number, as a share of the scale."""


def draw(accounts: Sequence[Account], marks: Mapping[str, EventMark], layout: Layout, title: str) -> str:
    """The drawing as an `<svg>` element; empty text where fewer than two accounts give a number: words do for one."""
    drawn = [account for account in accounts if account.span and account.asserted and account.source in marks]
    if len(drawn) < 2:
        return ""
    low, high = _scale(drawn)
    height = ROW * len(drawn)
    root = ET.Element("svg", {"xmlns": SVG, "class": "sb-ranges", "viewBox": f"0 0 {layout.width} {height}"})
    label = f"{title}. " + "; ".join(f"{account.label}: {number_value(account)}" for account in drawn)
    root.attrib.update({"role": "img", "aria-label": label, "width": str(layout.width), "height": str(height)})
    root.attrib.update({"font-family": "inherit", "font-size": f"{layout.size:g}", "fill": "currentColor"})
    for i, account in enumerate(drawn):
        _row(root, account, marks[account.source], layout, ROW * i + ROW / 2, (low, high))
    return ET.tostring(root, encoding="unicode")


def _scale(accounts: Sequence[Account]) -> tuple[float, float]:
    """The scale: from zero to the greatest number given, so that a difference looks no larger than it is."""
    known = [end for account in accounts for end in account.span or () if abs(end) != inf]
    low, high = min(0.0, *known), max(0.0, *known)
    return (low, high) if high > low else (low, low + 1)


def _row(
    root: ET.Element, account: Account, mark: EventMark, layout: Layout, y: float, scale: tuple[float, float]
) -> None:
    """One account: who gives which number, and below it the bar, the mark where the number is."""
    left, right = layout.margin + 10.0, layout.width - layout.margin - 10.0
    low, high = account.span or scale
    reach = (right - left) * REACH
    unit = (right - left - 2 * reach) / (scale[1] - scale[0])

    def x(value: float) -> float:
        return left + reach + (value - scale[0]) * unit

    start, end = (left if low == -inf else x(low)), (right if high == inf else x(high))
    words = f"{account.label}: {number_value(account)}"
    ET.SubElement(root, "text", {"x": f"{layout.margin:g}", "y": f"{y - 9:g}"}).text = words
    _bar(root, (left, right, y + 8), (start, end), (low == -inf, high == inf))
    best = account.report.best
    place_mark(root, mark, x(best) if best is not None else start if low != -inf else end, y + 8, 8)


def _bar(
    root: ET.Element, axis: tuple[float, float, float], ends: tuple[float, float], open_: tuple[bool, bool]
) -> None:
    """A thin line over the whole scale, a thick one over the numbers that are meant, an arrow at each open end."""
    left, right, y = axis
    rule = {"stroke": "currentColor", "y1": f"{y:g}", "y2": f"{y:g}"}
    ET.SubElement(root, "line", {**rule, "x1": f"{left:g}", "x2": f"{right:g}", "stroke-opacity": ".2"})
    ET.SubElement(root, "line", {**rule, "x1": f"{ends[0]:.1f}", "x2": f"{ends[1]:.1f}", "stroke-width": "3"})
    for is_open, at, way in zip(open_, ends, (-1, 1), strict=True):
        if is_open:
            points = f"{at:.1f},{y - 5:g} {at + 8 * way:.1f},{y:g} {at:.1f},{y + 5:g}"
            ET.SubElement(root, "polygon", {"points": points})
