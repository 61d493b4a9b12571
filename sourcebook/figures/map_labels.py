"""Label placement on a map: inside the country where the label fits, else beside it with a leader, without overlaps.

Here: estimated text widths, line breaks and the choice of a place, in units of the drawing. Not here: the shapes
(`map_geometry.py`) and the SVG text (`map_svg.py`).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sourcebook.figures.map_geometry import Box, Line, Point, area, cut_segment

FONT, LEADING = 11.0, 12.5
"""The size of a label's letters and the distance of its lines."""
WRAP = 14
"""The number of characters after which a label goes on in a second line."""
LEVELS = 17
"""The heights of an area at which a label is tried."""
SIDES = ((1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (-1.0, 1.0), (-1.0, 0.0), (-1.0, -1.0), (0.0, -1.0), (1.0, -1.0))
"""The eight directions in which a label may stand beside its country, y running down."""


@dataclass(frozen=True)
class Label:
    """A label that found room: its box, its lines, and where its leader starts, if it stands beside its country."""

    box: Box
    lines: tuple[str, ...]
    leader: Point | None = None

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def end(self) -> Point:
        """The end of the leader at the label: the nearest point of its box."""
        x, y = self.leader or (self.middle, self.box[1])
        return min(max(x, self.box[0]), self.box[2]), min(max(y, self.box[1]), self.box[3])


def text_width(text: str) -> float:
    """A generous estimate of a text's width in a sans-serif font: no font is at hand when the book is built."""
    return FONT * sum(map(_character_width, text))


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in "MWmw@%—→←":
        return 0.92
    if character in "iljtfrI.,:;'\u2019|!() ":
        return 0.36
    return 0.7 if character.isupper() else 0.57


def wrapped(text: str) -> tuple[str, ...]:
    """A label in one line, or in two that are as even as its words allow where it is long."""
    words = text.split()
    if len(text) <= WRAP or len(words) < 2:
        return (" ".join(words),)
    splits = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    return min(splits, key=lambda pair: max(map(len, pair)))


def _spans(line: Line, y: float) -> list[tuple[float, float]]:
    """The intervals of a horizontal line inside an area: pairs of left and right."""
    closed = zip(line, line[1:] + line[:1], strict=True)
    cuts = sorted(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in closed if (a[1] <= y) != (b[1] <= y))
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _seats(line: Line) -> list[tuple[Point, float]]:
    """Points inside an area with room to left and right, and that room; the widest first."""
    top, bottom = min(y for _, y in line), max(y for _, y in line)
    seats = []
    for n in range(LEVELS):
        y = top + (bottom - top) * (n + 0.5) / LEVELS
        seats += [(((a + b) / 2, y), b - a) for a, b in _spans(line, y)]
    middle = (top + bottom) / 2
    return sorted(seats, key=lambda seat: (-round(seat[1], 1), abs(seat[0][1] - middle), seat[0]))


def around(point: Point, width: float, height: float) -> Box:
    """The box of a width and a height around its middle."""
    return point[0] - width / 2, point[1] - height / 2, point[0] + width / 2, point[1] + height / 2


def overlap(a: Box, b: Box) -> bool:
    """True if two boxes share any area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _box_width(lines: Iterable[str]) -> float:
    return max(map(text_width, lines)) + 4


def _candidates(line: Line, lines: tuple[str, ...]) -> Iterator[tuple[float, Label]]:
    """Candidate positions of a label with their costs: inside its country, over its border, beside it with a leader."""
    width, height = _box_width(lines), LEADING * len(lines) + 2
    seats = _seats(line)
    for point, room in seats:
        yield max(0.0, width - room), Label(around(point, width, height), lines)
    (x, y), _ = seats[0]
    for distance in range(8, 120, 8):
        for dx, dy in SIDES:
            away = (x + dx * (distance + width / 2), y + dy * (distance + height / 2))
            yield 24.0 + distance, Label(around(away, width, height), lines, (x, y))


def _fits(label: Label, placed: Sequence[Label], frame: Box) -> bool:
    left, top, right, bottom = label.box
    if left < frame[0] + 1 or top < frame[1] + 1 or right > frame[2] - 1 or bottom > frame[3] - 1:
        return False
    crossed = (label.leader and cut_segment(label.leader, label.end, other.box) for other in placed)
    struck = (other.leader and cut_segment(other.leader, other.end, label.box) for other in placed)
    return not any(overlap(label.box, other.box) for other in placed) and not any(crossed) and not any(struck)


def place_labels(areas: Mapping[str, Line], texts: Mapping[str, str], frame: Box) -> dict[str, Label]:
    """A label for each area that has room for one; none overlaps another or leaves the frame.

    `areas` are the largest visible outlines. Labels that fit into their own area come first, the roomiest leading; then
    the others, smallest area first. A label keeps clear of the middle of other areas where it can. What finds no room
    is not in the result: the caller names it below the map.
    """
    placed: dict[str, Label] = {}
    lines = {key: wrapped(text) for key, text in texts.items()}
    seats = {key: _seats(line)[0] for key, line in areas.items()}
    spare = {key: seats[key][1] - _box_width(lines[key]) for key in areas}
    for key in sorted(areas, key=lambda k: (spare[k] < 0, -spare[k] if spare[k] >= 0 else area(areas[k]), k)):
        middles = [around(point, 8, 8) for other, (point, _) in seats.items() if other != key]
        label = _best(_candidates(areas[key], lines[key]), middles, list(placed.values()), frame)
        if label:
            placed[key] = label
    return placed


def _best(
    candidates: Iterable[tuple[float, Label]], middles: Sequence[Box], placed: Sequence[Label], frame: Box
) -> Label | None:
    """The cheapest candidate that fits; to cover the middle of another area costs extra."""
    priced = [(cost + 40 * sum(overlap(label.box, m) for m in middles), label) for cost, label in candidates]
    return next((label for _, label in sorted(priced, key=lambda p: p[0]) if _fits(label, placed, frame)), None)
