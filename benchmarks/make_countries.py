"""Makes `sourcebook/figures/data/countries.json` out of Natural Earth, as the npm package world-atlas ships it.

Here: the reduction of that file to what a small map needs. Not here: drawing (`sourcebook/figures/map_svg.py`). It runs
once for each new edition of the shapes, never in a build:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python benchmarks/make_countries.py package/countries-50m.json sourcebook/figures/data/countries.json

Borders are kept as arcs that neighbours share, as in TopoJSON, so that thinning them out opens no gap between two
countries. Codes come from Unicode's CLDR, which Babel carries.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

Point = tuple[float, float]

GRID = 0.01
"""Degrees in one step of the stored whole numbers: about a kilometre, a tenth of a pixel on a map of a continent."""
THIN = 0.006
"""A bend is dropped when the triangle that it makes is smaller than this, in square degrees at the equator."""
ISLET = 0.04
"""An island is dropped when it is smaller than this, in square degrees, and not the largest part of its country."""
WITHDRAWN = {"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD", "SCG", "YUG", "XKK"}
"""Alpha-3 codes that CLDR lists beside the one in use."""
UNCODED = {"Kosovo": ("XKX", "XK")}
"""Territories without an ISO number to which common use gives a code from the range left to users."""
ABOUT = {
    "source": "Natural Earth 4.1.0, Admin 0 countries, 1:50m, as npm package world-atlas 2.0.2 ships it",
    "licence": "public domain (Natural Earth); TopoJSON packaging ISC, see README.md beside this file",
    "changes": "coordinates rounded, bends and islets thinned out, alpha codes added from CLDR",
    "boundaries": "de facto, as Natural Earth draws them",
}


def codes() -> dict[str, tuple[str, str]]:
    """ISO 3166-1 numeric code to its alpha-3 and alpha-2 codes."""
    aliases: Mapping[str, list[str]] = get_global("territory_aliases")
    alpha3 = {
        new[0]: old
        for old, new in sorted(aliases.items())
        if len(old) == 3 and old.isalpha() and len(new) == 1 and old not in WITHDRAWN
    }
    return {
        old: (alpha3[new[0]], new[0])
        for old, new in aliases.items()
        if old.isdigit() and len(new) == 1 and new[0] in alpha3
    }


def decoded(topology: Mapping[str, Any]) -> list[list[Point]]:
    """The arcs in degrees, unrolled: an arc that crosses the date line runs on past 180 instead of jumping."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: list[Point] = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(unrolled(arc))
    return arcs


def unrolled(points: Sequence[Point]) -> list[Point]:
    """The same points with every longitude within half a turn of the one before."""
    out = [points[0]]
    for lon, lat in points[1:]:
        out.append((lon - 360 * round((lon - out[-1][0]) / 360), lat))
    return out


def triangle(a: Point, b: Point, c: Point) -> float:
    """The area of a triangle in square degrees at the equator: longitudes shrink with latitude."""
    area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return abs(area) / 2 * math.cos(math.radians(b[1]))


def thinned(points: list[Point], limit: float = THIN) -> list[Point]:
    """The line without its smallest bends (Visvalingam and Whyatt, 1993).

    Its ends stay, and four points of a ring, three of an arc: two arcs then still enclose something.
    """
    least = 4 if points[0] == points[-1] else 3
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    heap = [(triangle(*points[i - 1 : i + 2]), i) for i in range(1, len(points) - 1)]
    heapq.heapify(heap)
    area, left = {i: size for size, i in heap}, len(points)
    while heap and left > least:
        size, i = heapq.heappop(heap)
        if size > limit:
            break
        if area.get(i) != size:
            continue
        del area[i]
        left -= 1
        low, high = before[i], after[i]
        after[low], before[high] = high, low
        for j in (low, high):
            if 0 < j < len(points) - 1:
                area[j] = max(size, triangle(points[before[j]], points[j], points[after[j]]))
                heapq.heappush(heap, (area[j], j))
    return [p for i, p in enumerate(points) if i in area or i in (0, len(points) - 1)]


def joined(ring: Iterable[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """A ring's points: its arcs end to end, those with a negative number backwards."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    return unrolled(points)


def size(ring: list[Point]) -> float:
    """A ring's area in square degrees at the equator."""
    heights = [math.sin(math.radians(lat)) for _, lat in ring]
    strips = (
        (b[0] - a[0]) * (low + high) for (a, b), (low, high) in zip(pairwise(ring), pairwise(heights), strict=True)
    )
    return abs(math.degrees(sum(strips))) / 2


def parts(geometry: Mapping[str, Any], arcs: Sequence[list[Point]]) -> list[list[list[int]]]:
    """A country's polygons, largest first, without its islets and without holes too small to see."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    sized = sorted(((size(joined(p[0], arcs)), p) for p in polygons), key=lambda pair: -pair[0])
    kept = [p for number, (area, p) in enumerate(sized) if number == 0 or area >= ISLET]
    return [p[:1] + [hole for hole in p[1:] if size(joined(hole, arcs)) >= ISLET / 4] for p in kept]


def countries(geometries: Iterable[Mapping[str, Any]], arcs: Sequence[list[Point]]) -> list[dict[str, Any]]:
    """One record a territory: alpha-3, alpha-2, name and polygons; those without an ISO code have empty ones."""
    known = codes()
    found: dict[str, dict[str, Any]] = {}
    for geometry in geometries:
        name = geometry["properties"]["name"]
        alpha3, alpha2 = known.get(geometry.get("id", ""), UNCODED.get(name, ("", "")))
        record = found.setdefault(alpha3 or name, {"a3": alpha3, "a2": alpha2, "name": name, "parts": []})
        record["parts"] += parts(geometry, arcs)
    for record in found.values():
        record["parts"].sort(key=lambda p: -size(joined(p[0], arcs)))
    return sorted(found.values(), key=lambda record: (record["a3"] or "~", record["name"]))


def packed(arc: Sequence[Point]) -> list[int]:
    """An arc as whole numbers: the first point in steps of the grid, then the step to each next point."""
    out: list[int] = []
    last = (0, 0)
    for lon, lat in arc:
        here = (round(lon / GRID), round(lat / GRID))
        if out and here == last and len(arc) > 4:
            continue
        out += [here[0] - last[0], here[1] - last[1]]
        last = here
    return out


def reduced(topology: Mapping[str, Any]) -> dict[str, Any]:
    """The data file's content, with the arcs that no country uses any more left out."""
    arcs = [thinned(arc) for arc in decoded(topology)]
    records = countries(topology["objects"]["countries"]["geometries"], arcs)
    used = sorted({n if n >= 0 else ~n for r in records for p in r["parts"] for ring in p for n in ring})
    new = {old: number for number, old in enumerate(used)}
    for record in records:
        record["parts"] = [[[new[n] if n >= 0 else ~new[~n] for n in ring] for ring in p] for p in record["parts"]]
    return {"about": ABOUT, "grid": GRID, "arcs": [packed(arcs[n]) for n in used], "countries": records}


def main() -> None:
    """Reads the TopoJSON file, writes the data file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topology", type=Path, help="countries-50m.json of world-atlas")
    parser.add_argument("to", type=Path, help="the data file to write")
    given = parser.parse_args()
    raw = given.topology.read_bytes()
    data = reduced(json.loads(raw))
    data["about"] = {**ABOUT, "sha256 of the file read": hashlib.sha256(raw).hexdigest()}
    given.to.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
