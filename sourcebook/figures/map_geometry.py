"""Country shapes, an equal-area map projection, the extent that fits the marked countries, and clipping to the frame.

Coordinates are degrees of longitude and latitude until they are projected, then units of a drawing `WIDTH` wide.
The shapes are those of `data/countries.json`, see the README beside it. Not here: labels (`map_labels.py`) and the
drawing (`map_svg.py`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise

Point = tuple[float, float]
Vector = tuple[float, float, float]
Line = list[Point]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

WIDTH = 360.0
"""The width of every map, in units."""
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
    return atlas().by_code.get(code.strip().upper())


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


def degrees(vector: Vector) -> Point:
    """The longitude and latitude, in degrees, of a unit vector."""
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
        """The projected position of a point in degrees; None near the far side of the globe."""
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
    """The part of the globe that a map shows: a projection, and the corner and scale that turn its plane into units."""

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
    return next(within for within in around if len(within) >= MOST * len(countries))


def extent(countries: Sequence[Country]) -> Extent:
    """The extent that fits the countries, with a margin; giants run off it where smaller countries are marked."""
    core = [c for c in countries if c.breadth <= GIANT]
    if not core or max(_angle(a.centre, b.centre) for a in core for b in core) > 2 * NEAR[0]:
        core = list(countries)
    centre = _mean([c.centre for c in core])
    projection = Projection(*degrees(centre))
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


# -- clipping to the frame ---------------------------------------------------------------------------------------------


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


def area(line: Line) -> float:
    """The area within a closed line, by the shoelace formula, in squares of its unit."""
    closed = zip(line, line[1:] + line[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in closed)) / 2
