"""The map of countries: an SVG made at build time, each marked country a link.

Here: the shapes (`data/countries.json`, see the README beside it), a projection and an extent that suit the countries
marked, labels that do not collide, and the SVG text. Not here: which country is marked and why (the caller's), and the
list in words that has to stand beside every map, since a map alone leaves readers out.

Countries are matched by ISO 3166-1 code, alpha-3 or alpha-2, in either case. Without a style sheet the drawing is black
on white; `STYLE` adapts it to the page's colours. A state (what a country is marked for) is told by its hatching and by
words, never by colour alone. Lengths are SVG units: at the width of a telephone one unit is about one pixel.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from sourcebook.model.problems import SourcebookError

Point = tuple[float, float]
Vector = tuple[float, float, float]
Line = list[Point]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

CAPTION = (
    "Shapes and boundaries: Natural Earth (public domain), drawn as they stand on the ground (de facto); "
    "they take no side on who has a right to a territory. Positions are the editor's, not the sources'."
)
"""What has to be said under every map."""

STYLE = """\
.sb-map { display: block; width: 100%; max-width: 36rem; height: auto; color: inherit; }
.sb-map-plate { fill: var(--pst-color-background, #fff); fill-opacity: .85; }
.sb-map a { color: var(--pst-color-link, currentColor); }
.sb-map a:hover .sb-map-hit, .sb-map a:focus-visible .sb-map-hit { stroke: currentColor; stroke-width: 2; }
.sb-map a:hover text, .sb-map a:focus-visible text { text-decoration: underline; }
@media print { .sb-map { max-width: 14cm; } .sb-map a { color: inherit; } }
"""
"""The rules that fit the drawing to a page: its width, its background, its focus."""

WIDTH = 360.0
FLATTEST, TALLEST = 0.62, 1.1
"""The height of the map as a share of its width, at least and at most."""
MARGIN = 0.05
"""The room around the countries, as a share of their extent."""
NEAR = (50.0, 90.0, 180.0)
"""Degrees of arc from the middle one of the marked countries: the first that takes in most of them bounds the map."""
MOST = 0.6
"""The share of the marked countries that a map takes in at least; the others are named below it."""
GIANT = 12.0
"""Degrees of arc: a country of the size of a disc with this radius or more (some 5.6 million square kilometres) may run
off the map, if smaller ones are marked."""
INSIDE = 8.0
"""Degrees of arc by which such a country reaches into the map at least."""
NARROWEST = 0.06
"""The least extent of a map, in radii of the earth: about 380 kilometres."""
STEP = 2.0
"""Degrees of longitude after which a straight boundary gets another point, since on the map it bends."""
APART = 0.7
"""Points of a line that lie closer together than this are drawn as one."""
VISIBLE = 0.5
"""An area smaller than this, in square units, is not drawn."""
DOT = 3.0
"""The radius of the dot that stands for a marked country smaller than it."""
FONT, LEADING = 11.0, 12.5
WRAP = 14
"""The number of characters after which a label goes on in a second line."""
SIDES = ((1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (-1.0, 1.0), (-1.0, 0.0), (-1.0, -1.0), (0.0, -1.0), (1.0, -1.0))
ARROWS = "→↘↓↙←↖↑↗"
"""What points to each of the eight sides, y running down."""
HATCHES = (
    "",
    '<path d="M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="currentColor" stroke-width="1"/>',
    '<circle cx="1.5" cy="1.5" r="1" fill="currentColor"/><circle cx="4.5" cy="4.5" r="1" fill="currentColor"/>',
    '<path d="M0 0L6 6M-1 5L1 7M5 -1L7 1M0 6L6 0M-1 1L1 -1M5 7L7 5" stroke="currentColor" stroke-width=".7"/>',
    '<path d="M3 0V6" stroke="currentColor" stroke-width="1"/>',
    '<path d="M0 3H6" stroke="currentColor" stroke-width="1"/>',
)
"""The fillings of the states in turn: the first is plain grey, the others are tiles of six units."""


# -- the shapes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Country:
    """One territory: its codes (empty where ISO 3166 has none), its name in the data, and its polygons.

    Polygons run from the largest to the smallest; each is an outline and its holes, in degrees of longitude (which may
    run past 180) and latitude.
    """

    alpha3: str
    alpha2: str
    name: str
    polygons: tuple[tuple[Line, ...], ...]

    @cached_property
    def main(self) -> list[Line]:
        """The outlines that make the country: the largest polygon, and those at least a fifth of its size."""
        sizes = [_size(polygon[0]) for polygon in self.polygons]
        return [p[0] for p, size in zip(self.polygons, sizes, strict=True) if size >= sizes[0] / 5]

    @cached_property
    def vectors(self) -> list[Vector]:
        """The points of the main outlines as unit vectors."""
        return [_vector(point) for line in self.main for point in line]

    @cached_property
    def centre(self) -> Vector:
        return _mean(self.vectors)

    @cached_property
    def breadth(self) -> float:
        """Degrees of arc from the middle to the rim of a disc of the country's size."""
        return math.degrees(math.acos(1 - sum(map(_size, self.main)) / math.tau))


@dataclass(frozen=True)
class Atlas:
    """Every country, those that can be marked by code, and every boundary and coast once."""

    countries: tuple[Country, ...]
    lines: tuple[Line, ...]
    by_code: Mapping[str, Country]

    def find(self, code: str) -> Country | None:
        """The country of an ISO 3166-1 code, alpha-3 or alpha-2, or None."""
        return self.by_code.get(code.strip().upper())


@cache
def atlas() -> Atlas:
    """The shapes that come with the package, read once."""
    data = json.loads(files("sourcebook").joinpath("figures", "data", "countries.json").read_bytes())
    arcs = [_unpacked(arc, data["grid"]) for arc in data["arcs"]]
    countries = tuple(
        Country(c["a3"], c["a2"], c["name"], tuple(tuple(_ring(r, arcs) for r in p) for p in c["parts"]))
        for c in data["countries"]
    )
    codes = {code: c for c in countries for code in (c.alpha3, c.alpha2) if code}
    return Atlas(countries, tuple(arcs), codes)


def find(code: str) -> Country | None:
    """The country of an ISO 3166-1 code, alpha-3 or alpha-2, or None where no shape has it."""
    return atlas().find(code)


def _unpacked(numbers: Sequence[int], grid: float) -> Line:
    x = y = 0
    line = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x * grid, y * grid))
    return line


def _ring(numbers: Iterable[int], arcs: Sequence[Line]) -> Line:
    line: Line = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        turn = 360 * round((line[-1][0] - arc[0][0]) / 360) if line else 0
        line.extend((lon + turn, lat) for lon, lat in arc[bool(line) :])
    return line


def _size(line: Line) -> float:
    """The area inside a line on the unit sphere (steradians), its sides taken as straight in longitude and latitude."""
    heights = [math.sin(math.radians(lat)) for _, lat in line]
    strips = (
        (b[0] - a[0]) * (low + high) for (a, b), (low, high) in zip(pairwise(line), pairwise(heights), strict=True)
    )
    return abs(math.radians(sum(strips))) / 2


def _vector(point: Point) -> Vector:
    lon, lat = math.radians(point[0]), math.radians(point[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _degrees(vector: Vector) -> Point:
    return math.degrees(math.atan2(vector[1], vector[0])), math.degrees(math.asin(vector[2]))


def _mean(vectors: Sequence[Vector]) -> Vector:
    x, y, z = (math.fsum(axis) for axis in zip(*vectors, strict=True))
    length = math.hypot(x, y, z) or 1.0
    return x / length, y / length, z / length


def _angle(a: Vector, b: Vector) -> float:
    """Degrees of arc between two unit vectors."""
    return math.degrees(2 * math.asin(min(1.0, math.dist(a, b) / 2)))


# -- the projection and the extent -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Projection:
    """Lambert's azimuthal equal-area projection of the unit sphere about a centre, in degrees; y runs up.

    After Snyder, Map Projections: A Working Manual (USGS, 1987), equations 22-4, 24-2, 24-13 and 24-14. Areas keep
    their proportions everywhere; shapes suffer little within some sixty degrees of the centre.
    """

    lon: float
    lat: float

    def __call__(self, point: Point) -> Point | None:
        """Where a point in degrees of longitude and latitude lies; None near the far side of the globe."""
        lon, lat = math.radians(point[0] - self.lon), math.radians(point[1])
        sin0, cos0 = math.sin(math.radians(self.lat)), math.cos(math.radians(self.lat))
        near = 1 + sin0 * math.sin(lat) + cos0 * math.cos(lat) * math.cos(lon)
        if near < 0.13:  # beyond 150 degrees: two neighbours may land at opposite ends
            return None
        k = math.sqrt(2 / near)
        up = cos0 * math.sin(lat) - sin0 * math.cos(lat) * math.cos(lon)
        return k * math.cos(lat) * math.sin(lon), k * up


@dataclass(frozen=True)
class Extent:
    """What part of the globe a map shows: a projection, and the corner and scale that turn its plane into units."""

    projection: Projection
    left: float
    top: float
    scale: float
    height: float

    @property
    def frame(self) -> Box:
        return 0.0, 0.0, WIDTH, self.height

    def place(self, point: Point) -> Point | None:
        """Units from the left and from the top, of a point in degrees."""
        flat = self.projection(point)
        return flat and ((flat[0] - self.left) * self.scale, (self.top - flat[1]) * self.scale)

    def line(self, points: Line) -> Line | None:
        """A line in units, without points too close to tell apart; None where part of it is behind the globe."""
        placed = [self.place(point) for point in _bent(points)]
        return _spaced([p for p in placed if p]) if all(placed) else None


def _bent(points: Line) -> Iterator[Point]:
    """The points of a line, with more between those that lie far apart in longitude."""
    yield points[0]
    for (x0, y0), (x1, y1) in pairwise(points):
        parts = math.ceil(abs(x1 - x0) / STEP) or 1
        for n in range(1, parts + 1):
            yield x0 + (x1 - x0) * n / parts, y0 + (y1 - y0) * n / parts


def _spaced(points: Line) -> Line:
    """The points of a line that lie apart, and its ends."""
    out = points[:1]
    for point in points[1:-1]:
        if math.dist(point, out[-1]) >= APART:
            out.append(point)
    return out + points[-1:]


def nearby(countries: Sequence[Country]) -> list[Country]:
    """The countries that one map can show: those around the one that lies in the middle of all of them."""
    middle = min(countries, key=lambda c: (sum(_angle(c.centre, other.centre) for other in countries), c.name))
    around = ([c for c in countries if _angle(c.centre, middle.centre) <= limit] for limit in NEAR)
    return next(found for found in around if len(found) >= MOST * len(countries))


def extent(countries: Sequence[Country]) -> Extent:
    """The extent that fits the countries, with a margin; giants run off it where smaller countries are marked."""
    core = [c for c in countries if c.breadth <= GIANT]
    if not core or max(_angle(a.centre, b.centre) for a in core for b in core) > 2 * NEAR[0]:
        core = list(countries)
    centre = _mean([c.centre for c in core])
    projection = Projection(*_degrees(centre))
    reach = max(_angle(centre, vector) for c in core for vector in c.vectors)
    points = [p for c in core for line in c.main for p in line]
    for giant in (c for c in countries if c not in core):
        away = [(_angle(centre, _vector(p)), p) for line in giant.main for p in line]
        limit = max(reach, min(away)[0] + INSIDE)
        points += [p for angle, p in away if angle <= limit]
    return _fitted(projection, [flat for flat in map(projection, points) if flat])


def _fitted(projection: Projection, flat: Sequence[Point]) -> Extent:
    xs, ys = [x for x, _ in flat], [y for _, y in flat]
    wide = max(max(xs) - min(xs), NARROWEST) * (1 + 2 * MARGIN)
    high = max(max(ys) - min(ys), NARROWEST) * (1 + 2 * MARGIN)
    wide = max(wide, high / TALLEST)
    high = max(high, wide * FLATTEST)
    left, top = (min(xs) + max(xs) - wide) / 2, (min(ys) + max(ys) + high) / 2
    return Extent(projection, left, top, WIDTH / wide, round(WIDTH * high / wide, 1))


# -- cutting at the frame ----------------------------------------------------------------------------------------------


def cut_area(line: Line, frame: Box) -> Line:
    """The part of an area that lies in the frame (Sutherland and Hodgman, 1974)."""
    for axis, limit, sign in ((0, frame[0], 1), (0, frame[2], -1), (1, frame[1], 1), (1, frame[3], -1)):
        out: Line = []
        for a, b in zip(line[-1:] + line[:-1], line, strict=True):
            inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if inside_a != inside_b:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside_b:
                out.append(b)
        line = out
    return line


def cut_segment(a: Point, b: Point, frame: Box) -> tuple[Point, Point] | None:
    """The part of a segment that lies in the frame (Liang and Barsky, 1984), or None."""
    first, last = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for run, room in ((-dx, a[0] - frame[0]), (dx, frame[2] - a[0]), (-dy, a[1] - frame[1]), (dy, frame[3] - a[1])):
        if run == 0 and room < 0:
            return None
        if run < 0:
            first = max(first, room / run)
        elif run > 0:
            last = min(last, room / run)
    if first > last:
        return None
    return (a[0] + first * dx, a[1] + first * dy), (a[0] + last * dx, a[1] + last * dy)


def _area(line: Line) -> float:
    closed = zip(line, line[1:] + line[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in closed)) / 2


def _outlines(country: Country, view: Extent) -> list[Line]:
    """The country's outlines and holes as far as they lie in the frame."""
    found = []
    for line in (view.line(ring) for polygon in country.polygons for ring in polygon):
        inside = cut_area(line, view.frame) if line else []
        if len(inside) > 2 and _area(inside) >= VISIBLE:
            found.append(inside)
    return found


def _marked(country: Country, view: Extent) -> list[Line]:
    """The outlines of a marked country; a dot in the place of one that is too small to see or to point at."""
    found = _outlines(country, view)
    x, y = view.place(_degrees(country.centre)) or (-1.0, -1.0)
    if max(map(_area, found), default=0.0) >= math.pi * DOT**2 or not (0 <= x <= WIDTH and 0 <= y <= view.height):
        return found
    turns = (math.tau * n / 12 for n in range(12))
    return [*found, [(x + DOT * math.cos(turn), y + DOT * math.sin(turn)) for turn in turns]]


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
        if line[0] == line[-1] and _area(line) < VISIBLE:
            continue
        for a, b in pairwise(line):
            piece = cut_segment(a, b, view.frame)
            if piece and runs and runs[-1][-1] == piece[0]:
                runs[-1].append(piece[1])
            elif piece:
                runs.append(list(piece))
    return _path(runs, close="")


# -- labels ------------------------------------------------------------------------------------------------------------


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
        """Where the leader meets the label: the nearest point of its box."""
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
    """Where a level line runs inside an area: pairs of left and right."""
    closed = zip(line, line[1:] + line[:1], strict=True)
    cuts = sorted(a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) for a, b in closed if (a[1] <= y) != (b[1] <= y))
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _seats(line: Line, levels: int = 17) -> list[tuple[Point, float]]:
    """Points inside an area with room to left and right, and that room; the widest first."""
    top, bottom = min(y for _, y in line), max(y for _, y in line)
    found = []
    for n in range(levels):
        y = top + (bottom - top) * (n + 0.5) / levels
        found += [(((a + b) / 2, y), b - a) for a, b in _spans(line, y)]
    middle = (top + bottom) / 2
    return sorted(found, key=lambda seat: (-round(seat[1], 1), abs(seat[0][1] - middle), seat[0]))


def _around(point: Point, width: float, height: float) -> Box:
    return point[0] - width / 2, point[1] - height / 2, point[0] + width / 2, point[1] + height / 2


def overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share any area."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _box_width(lines: Iterable[str]) -> float:
    return max(map(text_width, lines)) + 4


def _candidates(line: Line, lines: tuple[str, ...]) -> Iterator[tuple[float, Label]]:
    """Where a label may stand, and at what cost: inside its country, over its border, beside it with a leader."""
    width, height = _box_width(lines), LEADING * len(lines) + 2
    seats = _seats(line)
    for point, room in seats:
        yield max(0.0, width - room), Label(_around(point, width, height), lines)
    (x, y), _ = seats[0]
    for distance in range(8, 120, 8):
        for dx, dy in SIDES:
            away = (x + dx * (distance + width / 2), y + dy * (distance + height / 2))
            yield 24.0 + distance, Label(_around(away, width, height), lines, (x, y))


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
    for key in sorted(areas, key=lambda k: (spare[k] < 0, -spare[k] if spare[k] >= 0 else _area(areas[k]), k)):
        middles = [_around(point, 8, 8) for other, (point, _) in seats.items() if other != key]
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


# -- the drawing -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mark:
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
    unknown: tuple[Mark, ...]
    below: tuple[Mark, ...]


@dataclass(frozen=True)
class _Seen:
    """A mark with what of its country lies in the frame."""

    mark: Mark
    country: Country
    outlines: list[Line]

    @property
    def key(self) -> str:
        return self.country.name

    @property
    def largest(self) -> Line:
        return max(self.outlines, key=_area)


def draw(
    marks: Sequence[Mark], *, ident: str, title: str, description: str, states: Mapping[str, str] | None = None
) -> Map:
    """The map of the marked countries.

    `ident` starts every id in the SVG and must be the page's only one of that name; `states` are the words of each
    state, in the order of the key below the map. Two marks of one country, a state that is not among `states`, or more
    states than can be told apart raise SourcebookError; a code without a shape is handed back in `unknown`.
    """
    states = states or {}
    found = [(mark, find(mark.code)) for mark in marks]
    unknown = tuple(mark for mark, country in found if country is None)
    known = [(mark, country) for mark, country in found if country]
    _refuse(known, ident, states)
    if not known:
        return Map("", unknown, ())
    shown = nearby([country for _, country in known])
    view = extent(shown)
    seen = _seen(((mark, country) for mark, country in known if country in shown), view)
    labels = place_labels({s.key: s.largest for s in seen}, {s.key: s.mark.label for s in seen}, view.frame)
    below = [(mark, _arrow(country, view)) for mark, country in known if country.name not in labels]
    key = [state for state in states if any(mark.state == state for mark, _ in known)]
    foot, height = _foot(key, below, view.height, ident, states)
    links = [_link(s, labels[s.key], ident, states) for s in seen if s.key in labels]
    body = [*_head(ident, title, description, height), *_shapes(seen, view, ident, states), *links, *foot, "</svg>"]
    return Map("\n".join(body) + "\n", unknown, tuple(mark for mark, _ in below))


def _seen(known: Iterable[tuple[Mark, Country]], view: Extent) -> list[_Seen]:
    """The marks whose countries lie in the frame, largest first: a small one lies on top and answers the pointer."""
    seen = (_Seen(mark, country, _marked(country, view)) for mark, country in known)
    return sorted((s for s in seen if s.outlines), key=lambda s: (-_area(s.largest), s.key))


def _refuse(known: Sequence[tuple[Mark, Country]], ident: str, states: Mapping[str, str]) -> None:
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
    """Which way a country lies that is not in the frame; empty for one that is."""
    at = view.place(_degrees(country.centre))
    if at is None or (0 <= at[0] <= WIDTH and 0 <= at[1] <= view.height):
        return ""
    turn = math.atan2(at[1] - view.height / 2, at[0] - WIDTH / 2) / math.tau
    return ARROWS[round(turn * 8) % 8]


def _head(ident: str, title: str, description: str, height: float) -> list[str]:
    size = f'width="{_number(WIDTH)}" height="{_number(height)}" viewBox="0 0 {_number(WIDTH)} {_number(height)}"'
    told = f'role="group" aria-labelledby="{ident}-title" aria-describedby="{ident}-desc"'
    font = f'font-family="sans-serif" font-size="{_number(FONT)}" fill="currentColor"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sb-map" id="{ident}" {size} {told} {font}>',
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
    """What nobody can follow: definitions, the land, the filled countries, the borders, the frame."""
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


def _anchor(mark: Mark, states: Mapping[str, str], inside: str) -> str:
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
    key: Sequence[str], below: Sequence[tuple[Mark, str]], height: float, ident: str, states: Mapping[str, str]
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
        x, y = _next(x, y, text_width(words))
        out.append(_anchor(mark, states, f'<text x="{_number(x)}" y="{_number(y)}">{escape(words)}</text>'))
        x += text_width(words) + 12
    return out, y + 6 if out else height


def _swatch(state: str, x: float, y: float, ident: str, states: Mapping[str, str]) -> str:
    box = f'x="{_number(x)}" y="{_number(y - 10)}" width="12" height="12" stroke="currentColor" stroke-width=".5"'
    swatch = f"<rect class={quoteattr('sb-map-state-' + state)} {box} {_filling(ident, state, states)}/>"
    return (
        f'<g class="sb-map-key">{swatch}<text x="{_number(x + 16)}" y="{_number(y)}">{escape(states[state])}</text></g>'
    )


def _next(x: float, y: float, width: float) -> Point:
    """Where the next thing of a flowing line stands: here, or at the start of the line below."""
    return (0.0, y + 18) if x and x + width > WIDTH else (x, y)
