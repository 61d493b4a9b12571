"""Draw the map of countries: an SVG made at build time, in which each marked country is a link.

Here: the SVG text. Not here: shapes, projection and extent (`map_geometry.py`), where labels stand (`map_labels.py`),
which country is marked and why (the caller's), and the list in words that has to stand beside every map, since a map
alone leaves readers out.

Countries are matched by ISO 3166-1 code, alpha-3 or alpha-2, in either case. Without a style sheet the drawing is black
on white. A state (what a country is marked for) is told by its hatching and by words, never by colour alone. Lengths
are SVG units: at the width of a telephone one unit is about one pixel.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from sourcebook.figures.map_geometry import (
    WIDTH,
    Country,
    Extent,
    Line,
    area,
    atlas,
    cut_area,
    cut_segment,
    degrees,
    extent,
    find,
    nearby,
)
from sourcebook.figures.map_labels import FONT, LEADING, Label, place_labels, text_width
from sourcebook.model.problems import SourcebookError

CAPTION = (
    "Shapes and boundaries: Natural Earth (public domain), drawn as they stand on the ground (de facto); "
    "they take no side on who has a right to a territory. Positions are the editor's, not the sources'."
)
"""The caption that every map needs."""

VISIBLE = 0.5
"""An area smaller than this, in square units, is not drawn."""
DOT = 3.0
"""The radius of the dot that stands for a marked country smaller than it."""
ARROWS = "→↘↓↙←↖↑↗"
"""The arrow for each of the eight directions, y running down."""
HATCHES = (
    "",
    '<path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="currentColor" stroke-width="1"/>',
    '<circle cx="1.5" cy="1.5" r="1" fill="currentColor"/><circle cx="4.5" cy="4.5" r="1" fill="currentColor"/>',
    '<path d="M0 0L6 6M-1 5L1 7M5 -1L7 1M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="currentColor" stroke-width=".7"/>',
    '<path d="M3 0V6" stroke="currentColor" stroke-width="1"/>',
    '<path d="M0 3H6" stroke="currentColor" stroke-width="1"/>',
)
"""The fillings of the states in turn: the first is plain grey, the others are tiles of six units."""


# -- outlines and paths ------------------------------------------------------------------------------------------------


def _outlines(country: Country, view: Extent) -> list[Line]:
    """The country's outlines and holes as far as they lie in the frame."""
    outlines = []
    for line in (view.line(ring) for polygon in country.polygons for ring in polygon):
        inside = cut_area(line, view.frame) if line else []
        if len(inside) > 2 and area(inside) >= VISIBLE:
            outlines.append(inside)
    return outlines


def _marked(country: Country, view: Extent) -> list[Line]:
    """The outlines of a marked country; a dot in the place of one that is too small to see or to point at."""
    outlines = _outlines(country, view)
    x, y = view.place(degrees(country.centre)) or (-1.0, -1.0)
    if max(map(area, outlines), default=0.0) >= math.pi * DOT**2 or not (0 <= x <= WIDTH and 0 <= y <= view.height):
        return outlines
    turns = (math.tau * n / 12 for n in range(12))
    return [*outlines, [(x + DOT * math.cos(turn), y + DOT * math.sin(turn)) for turn in turns]]


def _path(lines: Iterable[Line], close: str = "Z") -> str:
    """The `d` of a path, to a tenth of a unit, repeated points left out."""
    return "".join(_subpath(line) + close for line in lines)


def _subpath(line: Line) -> str:
    """One line, each point as the step from the one before, in tenths of a unit before they are written."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in line]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(tenths) if a != b]
    return f"M{_coordinates(tenths[0])}" + ("l" + " ".join(map(_coordinates, steps)) if steps else "")


def _coordinates(tenths: tuple[int, int]) -> str:
    x, y = (_number(n / 10).replace("0.", ".", 1) if abs(n) < 10 else _number(n / 10) for n in tenths)
    return f"{x}{y}" if y.startswith("-") else f"{x} {y}"


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _borders(view: Extent) -> str:
    """Every boundary and coast in the frame, each drawn once."""
    runs: list[Line] = []
    for line in filter(None, map(view.line, atlas().lines)):
        if line[0] == line[-1] and area(line) < VISIBLE:
            continue
        for a, b in pairwise(line):
            piece = cut_segment(a, b, view.frame)
            if piece and runs and runs[-1][-1] == piece[0]:
                runs[-1].append(piece[1])
            elif piece:
                runs.append(list(piece))
    return _path(runs, close="")


# -- the drawing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CountryMark:
    """A country to mark: its ISO 3166-1 code, its name for readers, where it leads, and its state.

    `state` is a key of the states handed to `draw`, or empty; `note` is said after the name to those who hear the map.
    """

    code: str
    label: str
    href: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True)
class Map:
    """The SVG, the marks that have no shape (`unknown`), and those named below the map instead of on it (`below`)."""

    svg: str
    unknown: tuple[CountryMark, ...]
    below: tuple[CountryMark, ...]


@dataclass(frozen=True)
class _Seen:
    """A mark with what of its country lies in the frame."""

    mark: CountryMark
    country: Country
    outlines: list[Line]

    @property
    def key(self) -> str:
        return self.country.name

    @property
    def largest(self) -> Line:
        return max(self.outlines, key=area)


def draw(
    marks: Sequence[CountryMark], *, ident: str, title: str, description: str, states: Mapping[str, str] | None = None
) -> Map:
    """The map of the marked countries.

    `ident` starts every id in the SVG and must be the page's only one of that name; `states` are the words of each
    state, in the order of the key below the map. Two marks of one country, a state that is not among `states`, or more
    states than can be told apart raise SourcebookError; a code without a shape is handed back in `unknown`.
    """
    states = states or {}
    pairs = [(mark, find(mark.code)) for mark in marks]
    unknown = tuple(mark for mark, country in pairs if country is None)
    known = [(mark, country) for mark, country in pairs if country]
    _refuse(known, ident, states)
    if not known:
        return Map("", unknown, ())
    countries = nearby([country for _, country in known])
    view = extent(countries)
    seen = _seen(((mark, country) for mark, country in known if country in countries), view)
    labels = place_labels({s.key: s.largest for s in seen}, {s.key: s.mark.label for s in seen}, view.frame)
    below = [(mark, _arrow(country, view)) for mark, country in known if country.name not in labels]
    key = [state for state in states if any(mark.state == state for mark, _ in known)]
    foot, height = _foot(key, below, view.height, ident, states)
    links = [_link(s, labels[s.key], ident, states) for s in seen if s.key in labels]
    body = [*_head(ident, title, description, height), *_shapes(seen, view, ident, states), *links, *foot, "</svg>"]
    return Map("\n".join(body) + "\n", unknown, tuple(mark for mark, _ in below))


def _seen(known: Iterable[tuple[CountryMark, Country]], view: Extent) -> list[_Seen]:
    """The marks whose countries lie in the frame, largest first: a small one lies on top and answers the pointer."""
    seen = (_Seen(mark, country, _marked(country, view)) for mark, country in known)
    return sorted((s for s in seen if s.outlines), key=lambda s: (-area(s.largest), s.key))


def _refuse(known: Sequence[tuple[CountryMark, Country]], ident: str, states: Mapping[str, str]) -> None:
    names = [country.name for _, country in known]
    twice = sorted({name for name in names if names.count(name) > 1})
    strange = sorted({mark.state for mark, _ in known if mark.state and mark.state not in states})
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", ident):
        raise SourcebookError(f"an id of a map is letters, digits and hyphens, not {ident!r}")
    if twice:
        raise SourcebookError(f"a country is marked twice on one map: {', '.join(twice)}")
    if strange:
        raise SourcebookError(f"a mark has a state that the map's key does not explain: {', '.join(strange)}")
    if len(states) > len(HATCHES):
        raise SourcebookError(f"a map tells at most {len(HATCHES)} states apart, not {len(states)}")


def _arrow(country: Country, view: Extent) -> str:
    """The arrow towards a country outside the frame; empty for one inside."""
    at = view.place(degrees(country.centre))
    if at is None or (0 <= at[0] <= WIDTH and 0 <= at[1] <= view.height):
        return ""
    turn = math.atan2(at[1] - view.height / 2, at[0] - WIDTH / 2) / math.tau
    return ARROWS[round(turn * 8) % 8]


def _head(ident: str, title: str, description: str, height: float) -> list[str]:
    size = f'width="{_number(WIDTH)}" height="{_number(height)}" viewBox="0 0 {_number(WIDTH)} {_number(height)}"'
    role = f'role="group" aria-labelledby="{ident}-title" aria-describedby="{ident}-desc"'
    font = f'font-family="sans-serif" font-size="{_number(FONT)}" fill="currentColor"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sb-map" id="{ident}" {size} {role} {font}>',
        f'<title id="{ident}-title">{escape(title)}</title>',
        f'<desc id="{ident}-desc">{escape(description)}</desc>',
    ]


def _filling(ident: str, state: str, states: Mapping[str, str]) -> str:
    """The attributes that fill an area: grey for the first state or none, the tile of the state for the others."""
    number = list(states).index(state) if state else 0
    if HATCHES[number]:
        return f'fill="url(#{ident}-hatch-{number})"'
    return f'fill="currentColor" fill-opacity="{".3" if state else ".18"}"'


def _shapes(seen: Sequence[_Seen], view: Extent, ident: str, states: Mapping[str, str]) -> Iterator[str]:
    """The parts without links: definitions, the land, the filled countries, the borders, the frame."""
    yield "<defs>"
    for number in range(1, len(states)):
        tile = f'id="{ident}-hatch-{number}" width="6" height="6" patternUnits="userSpaceOnUse"'
        yield f"<pattern {tile}>{HATCHES[number]}</pattern>"
    for s in seen:
        yield f'<path id="{ident}-{s.country.alpha3}" fill-rule="evenodd" d="{_path(s.outlines)}"/>'
    yield "</defs>"
    marked = {s.country.name for s in seen}
    land = [line for c in atlas().countries if c.name not in marked for line in _outlines(c, view)]
    yield '<g aria-hidden="true">'
    yield f'<path class="sb-map-land" fill-opacity=".06" fill-rule="evenodd" d="{_path(land)}"/>'
    for s in seen:
        state = f" sb-map-state-{s.mark.state}" if s.mark.state else ""
        filling = _filling(ident, s.mark.state, states)
        yield f'<use class={quoteattr("sb-map-country" + state)} href="#{ident}-{s.country.alpha3}" {filling}/>'
    lines = 'fill="none" stroke="currentColor" stroke-opacity=".5" stroke-width=".5"'
    yield f'<path class="sb-map-borders" {lines} d="{_borders(view)}"/>'
    yield f'<rect class="sb-map-frame" {lines} width="{_number(WIDTH)}" height="{_number(view.height)}"/>'
    yield "</g>"


def _link(s: _Seen, label: Label, ident: str, states: Mapping[str, str]) -> str:
    """One country's link: the area that answers to a pointer, and its label."""
    hit = f'<use class="sb-map-hit" href="#{ident}-{s.country.alpha3}" fill="none" pointer-events="all"/>'
    return _anchor(s.mark, states, hit + _leader(label) + _plate(label) + _text(label))


def _anchor(mark: CountryMark, states: Mapping[str, str], inside: str) -> str:
    spoken = ": ".join(filter(None, (mark.label, "; ".join(filter(None, (states.get(mark.state, ""), mark.note))))))
    if not mark.href:
        return f'<g role="img" aria-label={quoteattr(spoken)}>{inside}</g>'
    return f"<a href={quoteattr(mark.href)} aria-label={quoteattr(spoken)}>{inside}</a>"


def _leader(label: Label) -> str:
    if not label.leader:
        return ""
    (x1, y1), (x2, y2) = label.leader, label.end
    ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
    dot = f'<circle cx="{_number(x1)}" cy="{_number(y1)}" r="1.5"/>'
    return f'<line class="sb-map-leader" {ends} stroke="currentColor" stroke-width=".8"/>{dot}'


def _plate(label: Label) -> str:
    left, top, right, bottom = label.box
    at = f'x="{_number(left)}" y="{_number(top)}" width="{_number(right - left)}" height="{_number(bottom - top)}"'
    return f'<rect class="sb-map-plate" {at} rx="2" fill="#fff" fill-opacity=".8"/>'


def _text(label: Label) -> str:
    x = _number(label.middle)
    lines = (
        f'<tspan x="{x}" y="{_number(label.box[1] + LEADING * n - 1.5)}">{escape(line)}</tspan>'
        for n, line in enumerate(label.lines, 1)
    )
    return f'<text text-anchor="middle">{"".join(lines)}</text>'


def _foot(
    key: Sequence[str], below: Sequence[tuple[CountryMark, str]], height: float, ident: str, states: Mapping[str, str]
) -> tuple[list[str], float]:
    """The key, the countries that are not on the map, flowing in lines under it; and the height of the whole."""
    out: list[str] = []
    y = height
    for state in key:  # a line each: a reader's typeface may be wider than any estimate
        y += 18
        out.append(_swatch(state, 0, y, ident, states))
    x, y = 0.0, y + 18 if below else y
    for mark, arrow in below:
        words = f"{arrow} {mark.label}".strip()
        if x and x + text_width(words) > WIDTH:
            x, y = 0.0, y + 18
        out.append(_anchor(mark, states, f'<text x="{_number(x)}" y="{_number(y)}">{escape(words)}</text>'))
        x += text_width(words) + 12
    return out, y + 6 if out else height


def _swatch(state: str, x: float, y: float, ident: str, states: Mapping[str, str]) -> str:
    box = f'x="{_number(x)}" y="{_number(y - 10)}" width="12" height="12" stroke="currentColor" stroke-width=".5"'
    swatch = f"<rect class={quoteattr('sb-map-state-' + state)} {box} {_filling(ident, state, states)}/>"
    return (
        f'<g class="sb-map-key">{swatch}<text x="{_number(x + 16)}" y="{_number(y)}">{escape(states[state])}</text></g>'
    )
