"""Draw the timeline as SVG: the same text for the same records, without a script and without a font of its own.

Here: marks, rows, lanes, coordinates, the words for a screen reader. Not here: which events stand in which panel
(`timeline_panels.py`), the list that says the same in words, and the style sheet (both are the page's).

How to read it. A row is an event, and a link to it. A lane in a row is what one account, or several that say the same,
leave open: the longer its bar, the less is known. Above the bar stand the marks of the sources, each a shape with an
initial, so that nothing hangs on colour. `≠` and a rule at the left edge: two accounts cannot both be right. An arrow:
it goes on beyond the panel, or its end is open. A mark struck through: that source denies or doubts it.

Colours are `currentColor` and its tints; a page may colour the classes `sb-src-1`, `sb-src-2` … and `sb-tl-*`. Lengths
are user units, which are pixels where the drawing is shown at its own width.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, pairwise
from xml.etree import ElementTree as ET

from sourcebook.analysis.accounts import Account, Standing, listed
from sourcebook.analysis.clock import Span
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Timeline, TimelineEntry
from sourcebook.figures.timeline_panels import EVER, NEVER, Panel, Scale, Tick, panels_of, ticks
from sourcebook.model.records import Source

SVG = "http://www.w3.org/2000/svg"
SHAPES = ("circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star", "cross")
BOX = "box"
"""The shape of every source after those."""

_ADVANCE = 0.58
"""Width of a character, in em, that running text of the usual typefaces stays under."""
_STYLE = (
    ".sb-tl a{text-decoration:none;fill:inherit;color:inherit}"
    ".sb-tl a:hover .sb-tl-name,.sb-tl a:focus .sb-tl-name{text-decoration:underline}"
    ".sb-tl a:focus{outline:none}.sb-tl a:focus .sb-tl-hit{stroke:currentColor;stroke-width:2}"
)


@dataclass(frozen=True)
class EventMark:
    """The mark that identifies a source in drawings and tables: its number, from 1 on; its initial; its shape.

    The first eight have a shape each. From the ninth on the shape is a box, and the initial in it tells them apart.
    """

    number: int
    letter: str
    shape: str

    @property
    def classes(self) -> tuple[str, ...]:
        """The class for the style sheet: `sb-src-3`, or `sb-src-box`."""
        return ("sb-src-box" if self.shape == BOX else f"sb-src-{self.number}",)


@dataclass(frozen=True)
class Layout:
    """The measures of a drawing. `label` is the width of the column of names; 0 puts the names above their bars."""

    name: str
    width: int
    label: int
    size: float
    margin: int = 12
    mark: float = 8
    lane: int = 24

    @property
    def left(self) -> float:
        """The left end of the axis."""
        return self.margin + self.label + (16 if self.label else 10)

    @property
    def right(self) -> float:
        """The right end of the axis."""
        return self.width - self.margin - 16

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return self.size * 1.3

    def lines(self, text: str, room: float, size: float | None = None) -> list[str]:
        """Text broken into lines that stay inside the room."""
        return textwrap.wrap(text, max(8, int(room / ((size or self.size) * _ADVANCE)))) or [""]

    def wide(self, text: str, size: float | None = None) -> float:
        """A width that the text stays under."""
        return len(text) * (size or self.size) * _ADVANCE


WIDE = Layout("wide", width=960, label=330, size=13)
NARROW = Layout("narrow", width=360, label=0, size=12.5, margin=10)
"""For a screen of 390 pixels and for a column in print: names above their bars."""


def marks_of(shorts: Mapping[str, str]) -> dict[str, EventMark]:
    """The mark of every source, by key in sorted order, from their short names."""
    letters = initials(shorts)
    shapes = dict(enumerate(SHAPES, 1))
    return {key: EventMark(n, letters[key], shapes.get(n, BOX)) for n, key in enumerate(sorted(shorts), 1)}


def initials(shorts: Mapping[str, str]) -> dict[str, str]:
    """An initial for every source, unlike all others: the first letter of its short name, on a clash two or three.

    Where three do not tell them apart, a number follows the first letter.
    """
    names = {key: re.sub(r"[\W_]", "", shorts[key]) or "X" for key in sorted(shorts)}
    chosen: dict[str, str] = {}
    for size in (1, 2, 3):
        heads = Counter(name[:size].casefold() for name in names.values())
        for key, name in names.items():
            if key not in chosen and heads[name[:size].casefold()] == 1:
                chosen[key] = name[:1].upper() + name[1:size].lower()
    for key, name in names.items():
        numbered = (f"{name[:1].upper()}{number}" for number in count(1))
        chosen[key] = chosen.get(key) or next(each for each in numbered if each not in chosen.values())
    return {key: chosen[key] for key in names}


def draw(
    timeline: Timeline,
    sources: Mapping[str, Source],
    layout: Layout = WIDE,
    title: str = "Timeline",
    link: Callable[[str], str] | None = None,
) -> str:
    """The whole drawing as an `<svg>` element; empty text where no event has a date.

    `link` makes the address of an event out of its id; `#event-ID` where left out. The ids inside begin with
    `sb-tl-` and the layout's name, so that both layouts can stand on one page.
    """
    panels = panels_of(timeline)
    if not panels:
        return ""
    names = {key: source.short for key, source in sources.items()}
    drawing = _Drawing(timeline, layout, marks_of(names), link or (lambda event: f"#event-{event}"))
    drawing.head(title, len(panels))
    drawing.legend(names)
    for panel in panels:
        drawing.panel(panel)
    return drawing.finish()


def place_mark(parent: ET.Element, mark: EventMark, x: float, y: float, radius: float) -> None:
    """One mark in another drawing, its middle at `x` and `y`, on a ground that hides what lies behind it."""
    ground = {"cx": _n(x), "cy": _n(y), "r": _n(radius * 1.2), "class": "sb-mark-ground", "fill": "#fff"}
    _add(parent, "circle", ground)
    _draw_mark(parent, mark, x, y, radius)


# -- the drawing --------------------------------------------------------------------------------------------------


@dataclass
class _Drawing:
    """Builds a drawing: elements are added from the top down, `y` is the current height."""

    timeline: Timeline
    layout: Layout
    marks: Mapping[str, EventMark]
    link: Callable[[str], str]
    y: float = 0
    root: ET.Element = field(default_factory=lambda: ET.Element("svg"))

    def head(self, title: str, panels: int) -> None:
        """The root, its name and description for a screen reader, its few rules of style."""
        prefix = f"sb-tl-{self.layout.name}"
        count = sum(1 for entry in self.timeline if entry.spans)
        self.root.attrib.update(
            {
                "xmlns": SVG,
                "id": prefix,
                "class": f"sb-tl {prefix}",
                "role": "group",
                "aria-labelledby": f"{prefix}-title",
                "aria-describedby": f"{prefix}-desc",
                "fill": "currentColor",
                "font-size": _n(self.layout.size),
            }
        )
        _add(self.root, "title", {"id": f"{prefix}-title"}, title)
        description = (
            f"{count} dated event{'s' * (count != 1)} in {panels} panel{'s' * (panels != 1)}, the coarsest first. "
        )
        description += "Each row is a link to the event in words. A longer bar means that less is known of the time."
        _add(self.root, "desc", {"id": f"{prefix}-desc"}, description)
        _add(self.root, "style", {}, _STYLE)
        self.y = self.layout.margin

    def legend(self, names: Mapping[str, str]) -> None:
        """The marks with the sources that they stand for, and the other signs."""
        layout = self.layout
        group = _add(self.root, "g", {"class": "sb-tl-legend", "role": "group", "aria-label": "Key"})
        x, line = float(layout.margin), layout.line + 8
        for key, mark in self.marks.items():
            room = 26 + layout.wide(names[key]) + 16
            if x > layout.margin and x + room > layout.width - layout.margin:
                x, self.y = float(layout.margin), self.y + line
            _draw_mark(group, mark, x + 9, self.y + 9, layout.mark)
            _text(group, x + 24, self.y + 9 + layout.size * 0.35, names[key])
            x += room
        self.y += line
        signs = (
            "A longer bar: less is known. ≠ and a rule at the left: two accounts cannot both be right. "
            "An arrow: it goes on, or its end is open. Dashes: the source gives no date of its own. "
            "A mark struck through: the source denies or doubts it."
        )
        self._paragraph(group, signs, layout.size - 1)
        self.y += 6

    def panel(self, panel: Panel) -> None:
        """One panel: its title, its axis, a row for each event."""
        layout = self.layout
        group = _add(self.root, "g", {"class": "sb-tl-panel", "role": "group", "aria-label": panel.title()})
        self.y += 12
        size = layout.size + 2
        for line in layout.lines(panel.title(), layout.width - 2 * layout.margin, size + 1):
            self.y += size * 1.3
            _text(group, layout.margin, self.y, line, {"font-size": _n(size), "font-weight": "bold"})
        self.y += 8
        note = self._note(panel)
        if note:
            self._paragraph(group, note, layout.size - 1)
        self._axis(group, panel)
        for entry in panel.entries:
            self._row(group, panel, entry)
        self.y += 10

    def finish(self) -> str:
        """The text, now that the height is known."""
        height = _n(math.ceil(self.y + self.layout.margin))
        self.root.attrib.update({"viewBox": f"0 0 {self.layout.width} {height}", "width": f"{self.layout.width}"})
        self.root.set("height", height)
        return ET.tostring(self.root, encoding="unicode")

    def _note(self, panel: Panel) -> str:
        """The note of a panel: the zone of its hours, the stretch that another panel shows."""
        if panel.scale is not Scale.HOURS:
            return "The thick stretch of the axis is drawn below in finer steps." if panel.finer else ""
        if not self.timeline.axis:
            return "No source names a time zone: all hours are drawn as if on one clock."
        return (
            f"Hours of {self.timeline.axis}. An hour whose zone no source names is drawn as long as the plausible "
            "zones leave it open (editor's arithmetic)."
        )

    def _paragraph(self, group: ET.Element, text: str, size: float) -> None:
        layout = self.layout
        for line in layout.lines(text, layout.width - 2 * layout.margin, size):
            self.y += size * 1.3
            _text(group, layout.margin, self.y, line, {"font-size": _n(size), "class": "sb-tl-note"})
        self.y += 4

    # -- the axis

    def _x(self, panel: Panel, minute: float) -> float:
        """The horizontal position of a minute, clamped to the axis."""
        share = (minute - panel.first) / panel.length
        return self.layout.left + min(max(share, 0), 1) * (self.layout.right - self.layout.left)

    def _axis(self, group: ET.Element, panel: Panel) -> None:
        layout, size = self.layout, self.layout.size - 1.5
        axis = _add(group, "g", {"class": "sb-tl-axis", "aria-hidden": "true", "font-size": _n(size)})
        room = layout.wide("0" * {Scale.DAYS: 3}.get(panel.scale, 6), size)
        marks = ticks(panel, max(2, int((layout.right - layout.left) / room)))
        labels, below = self.y + size * 1.2, self.y + size * 2.5
        for tick in marks:
            _text(axis, self._x(panel, tick.minute), labels, tick.label, {"text-anchor": "middle"})
        for x, label in self._below(panel, marks, size):
            _text(axis, x, below, label, {"font-weight": "bold"})
        self.y = below + 8 if any(tick.below for tick in marks) else labels + 8
        line = {"stroke": "currentColor", "x1": _n(layout.left), "x2": _n(layout.right)}
        _add(axis, "line", {**line, "y1": _n(self.y), "y2": _n(self.y)})
        for tick in marks:
            at = _n(self._x(panel, tick.minute))
            _add(axis, "line", {"stroke": "currentColor", "x1": at, "x2": at, "y1": _n(self.y - 4), "y2": _n(self.y)})
        for first, last in panel.finer:
            x1, x2 = self._x(panel, first), self._x(panel, last)
            _rect(axis, (x1, self.y - 2, max(4, x2 - x1), 5), {"class": "sb-tl-finer"})
        self.y += 6

    def _below(self, panel: Panel, marks: Sequence[Tick], size: float) -> list[tuple[float, str]]:
        """The second line of labels, without those that would run into the next; the later of two stays."""
        labels: list[tuple[float, str]] = []
        for tick in (tick for tick in marks if tick.below):
            x, room = self._x(panel, tick.minute), self.layout.wide(tick.below, size) * 1.1
            x = max(self.layout.margin, min(x - 8, self.layout.width - self.layout.margin - room))
            while labels and labels[-1][0] + self.layout.wide(labels[-1][1], size) * 1.1 + 8 > x:
                labels.pop()
            labels.append((x, tick.below))
        return labels

    # -- a row

    def _row(self, group: ET.Element, panel: Panel, entry: TimelineEntry) -> None:
        layout = self.layout
        conflict = entry.verdict.level >= Level.DISPUTED
        link = _add(
            group,
            "a",
            {
                "href": self.link(entry.id),
                "class": f"sb-tl-row sb-tl-{entry.verdict.level.label}",
                "aria-label": self._spoken(entry),
                "data-event": entry.id,
            },
        )
        top = self.y
        hit = _rect(
            link, (2, top, layout.width - 4, 0), {"class": "sb-tl-hit", "fill": "none", "pointer-events": "all"}
        )
        name_end = self._names(link, entry, top, conflict=conflict)
        lanes_top = top + 4 if layout.label else name_end + 7
        lanes_end = self._lanes(link, panel, entry, lanes_top)
        self.y = max(name_end, lanes_end) + 8
        hit.set("height", _n(self.y - top - 2))
        if conflict:
            _rect(link, (3, top + 3, 3, self.y - top - 8), {"class": "sb-tl-rule"})
        rule = {"x1": _n(layout.margin), "x2": _n(layout.width - layout.margin), "y1": _n(self.y), "y2": _n(self.y)}
        _add(group, "line", {**rule, "stroke": "currentColor", "stroke-opacity": ".15", "aria-hidden": "true"})

    def _names(self, link: ET.Element, entry: TimelineEntry, y: float, *, conflict: bool) -> float:
        """The title and the date of an event; where they end."""
        layout = self.layout
        room = (layout.label or layout.width - 2 * layout.margin) - 8
        for line in layout.lines(("≠ " if conflict else "") + entry.event.title, room, layout.size * 1.05):
            y += layout.line
            _text(link, layout.margin, y, line, {"class": "sb-tl-name", "font-weight": "bold"})
        small = layout.size - 1
        for line in layout.lines(entry.when(), room, small):
            y += small * 1.3
            _text(link, layout.margin, y, line, {"class": "sb-tl-when", "font-size": _n(small)})
        return y

    def _lanes(self, link: ET.Element, panel: Panel, entry: TimelineEntry, top: float) -> float:
        lanes = self._by_lane(entry)
        end = top + self.layout.lane * max(len(lanes), 1)
        for first, last in entry.spans:
            x1, x2 = self._x(panel, first), self._x(panel, last)
            box = (x1 - 3, top, x2 - x1 + 6, end - top)
            _rect(link, box, {"class": "sb-tl-event", "fill-opacity": ".08", "rx": "3", "aria-hidden": "true"})
        for i, (spans, accounts) in enumerate(lanes.items()):
            self._lane(link, panel, spans or entry.spans, accounts, top + i * self.layout.lane, own=bool(spans))
        return end

    def _by_lane(self, entry: TimelineEntry) -> dict[tuple[Span, ...], list[Account]]:
        """The accounts by what they leave open, the earliest first; sources that give no date at all last."""
        lanes: dict[tuple[Span, ...], list[Account]] = {}
        dated = {account.source for account in entry.accounts if account.stamp}
        for account in entry.accounts:
            if account.stamp is None and account.source in dated:
                continue
            lane = lanes.setdefault(self.timeline.spans(account), [])
            if account.source not in {other.source for other in lane}:
                lane.append(account)
        return {spans: lanes[spans] for spans in sorted(lanes, key=lambda spans: (not spans, spans))}

    def _lane(
        self,
        link: ET.Element,
        panel: Panel,
        spans: Sequence[Span],
        accounts: Sequence[Account],
        y: float,
        *,
        own: bool,
    ) -> None:
        """One lane: bars below, the marks of its sources above. `own`: the date is the accounts', not the event's."""
        lane = _add(link, "g", {"class": "sb-tl-lane", "aria-hidden": "true"})
        bar = y + self.layout.lane - 6
        xs = [(self._x(panel, a), self._x(panel, b)) for a, b in spans]
        for (first, last), (x1, x2) in zip(spans, xs, strict=True):
            box = (x1 - 2, bar, x2 - x1 + 4, 4)
            hollow = {"fill": "none", "stroke": "currentColor", "stroke-dasharray": "2 2"}
            _rect(lane, box, {"class": "sb-tl-bar", **({} if own else hollow)})
            if first < EVER or first < panel.first:
                _arrow(lane, x1 - 3, bar + 2, -1)
            if last >= NEVER or last > panel.last:
                _arrow(lane, x2 + 3, bar + 2, 1)
        for (_, x1), (x2, _) in pairwise(xs):
            dots = {"stroke": "currentColor", "stroke-dasharray": "1 3", "y1": _n(bar + 2), "y2": _n(bar + 2)}
            _add(lane, "line", {**dots, "x1": _n(x1), "x2": _n(x2)})
        self._marks(lane, accounts, (xs[0][0] + xs[0][1]) / 2, y + 9)

    def _marks(self, lane: ET.Element, accounts: Sequence[Account], middle: float, y: float) -> None:
        """The marks side by side around the middle of the bar, moved inwards at the edges."""
        known = [account for account in accounts if account.source in self.marks]
        pitch = 2 * self.layout.mark + 4
        half = pitch * len(known) / 2
        x = min(max(middle - half, self.layout.left - 12), self.layout.right + 16 - 2 * half) + pitch / 2
        for account in known:
            r = self.layout.mark
            group = _draw_mark(lane, self.marks[account.source], x, y, r)
            if account.standing in (Standing.DENIAL, Standing.HEDGE):
                ends = {"x1": _n(x - r), "y1": _n(y + r), "x2": _n(x + r), "y2": _n(y - r)}
                _add(group, "line", {**ends, "stroke": "currentColor", "stroke-width": "1.5", "class": "sb-tl-denied"})
            x += pitch

    def _spoken(self, entry: TimelineEntry) -> str:
        """The row for a screen reader: title, date, who tells it, what is in conflict."""
        labels = dict.fromkeys(account.label for account in sorted(entry.accounts, key=lambda account: account.source))
        sentences = [entry.event.title, entry.when(), f"Told by {listed(labels)}" if labels else "No account"]
        aspects = [finding.label for finding in entry.verdict.disputes]
        if aspects:
            sentences.append(f"Accounts conflict: {listed(dict.fromkeys(aspects))}")
        return ". ".join(part.rstrip(".") for part in sentences if part) + "."


# -- shapes -------------------------------------------------------------------------------------------------------

_CORNERS = {"triangle": 3, "diamond": 4, "pentagon": 5, "hexagon": 6}
_LARGER = {"triangle": 1.3, "diamond": 1.15, "star": 1.35, "square": 1.25, BOX: 1.4}
"""The width of a shape relative to a circle, so that its letter has room."""


def _draw_mark(parent: ET.Element, mark: EventMark, x: float, y: float, r: float) -> ET.Element:
    group = _add(parent, "g", {"class": " ".join(("sb-tl-mark", *mark.classes)), "aria-hidden": "true"})
    outline = {"fill": "none", "stroke": "currentColor", "stroke-width": "1.3"}
    if mark.shape == "circle":
        _add(group, "circle", {"cx": _n(x), "cy": _n(y), "r": _n(r), **outline})
    else:
        points = " ".join(f"{_n(px)},{_n(py)}" for px, py in _points(mark.shape, x, y, r))
        _add(group, "polygon", {"points": points, **outline})
    size = r * (1.25, 0.85, 0.65)[min(len(mark.letter), 3) - 1]
    lower = r * (0.15 if mark.shape == "triangle" else 0)
    letter = {"text-anchor": "middle", "font-size": _n(size), "font-weight": "bold"}
    _text(group, x, y + size * 0.36 + lower, mark.letter, letter)
    return group


def _points(shape: str, x: float, y: float, r: float) -> list[tuple[float, float]]:
    r *= _LARGER.get(shape, 1)
    if shape in {"square", BOX}:
        half = r / math.sqrt(2)
        return [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    if shape == "star":
        return [_polar(x, y, r if i % 2 == 0 else r * 0.62, i / 10) for i in range(10)]
    if shape == "cross":
        a, b = r, r * 0.62
        corners = ((-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b), (-a, -b))
        return [(x + dx, y + dy) for dx, dy in (*corners, (-b, -b))]
    corners_count = _CORNERS[shape]
    return [_polar(x, y, r, i / corners_count) for i in range(corners_count)]


def _polar(x: float, y: float, r: float, turn: float) -> tuple[float, float]:
    """A point at a share of a turn from the top, clockwise."""
    angle = 2 * math.pi * turn
    return x + r * math.sin(angle), y - r * math.cos(angle)


def _arrow(parent: ET.Element, x: float, y: float, direction: int) -> None:
    points = f"{_n(x)},{_n(y - 5)} {_n(x + 8 * direction)},{_n(y)} {_n(x)},{_n(y + 5)}"
    _add(parent, "polygon", {"class": "sb-tl-open", "points": points})


def _rect(parent: ET.Element, box: tuple[float, float, float, float], attributes: Mapping[str, str]) -> ET.Element:
    x, y, width, height = box
    size = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height)}
    return _add(parent, "rect", {**size, **attributes})


def _text(parent: ET.Element, x: float, y: float, text: str, attributes: Mapping[str, str] | None = None) -> ET.Element:
    return _add(parent, "text", {"x": _n(x), "y": _n(y), **(attributes or {})}, text)


def _add(parent: ET.Element, tag: str, attributes: Mapping[str, str], text: str = "") -> ET.Element:
    element = ET.SubElement(parent, tag, dict(attributes))
    element.text = text or None
    return element


def _n(value: float) -> str:
    """A length with at most one decimal: enough for the eye, and the same on every machine."""
    return f"{round(value, 1) + 0:g}" if abs(value) < 100000 else f"{value:.0f}"
