"""The reduction of Natural Earth to the map's data file, on two square countries and an islet.

Here: `benchmarks/make_countries.py`. The shapes that the package ships are tested in `figures/test_map_svg.py`.
"""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks import make_countries as tool

# Arcs as TopoJSON has them, in steps of a tenth of a degree from (10, 40): the other three sides of each country, the
# border that they share from (11, 40) to (11, 41), and an islet of a hundredth of a square degree.
WEST_SIDES = [[10, 10], [-10, 0], [0, -10], [10, 0]]
EAST_SIDES = [[10, 0], [10, 0], [0, 10], [-10, 0]]
BORDER = [[10, 0], [0, 5], [0, 5]]
ISLET = [[30, 0], [1, 0], [0, 1], [-1, 0], [0, -1]]


def topology() -> dict[str, Any]:
    """Portugal (620) in the west with an islet, Spain (724) in the east, and land without a code."""
    west = {"type": "MultiPolygon", "arcs": [[[3]], [[0, 1]]], "id": "620", "properties": {"name": "West"}}
    east = {"type": "Polygon", "arcs": [[2, -1]], "id": "724", "properties": {"name": "East"}}
    nobody = {"type": "Polygon", "arcs": [[3]], "properties": {"name": "Nobody"}}
    return {
        "transform": {"scale": [0.1, 0.1], "translate": [10, 40]},
        "arcs": [BORDER, WEST_SIDES, EAST_SIDES, ISLET],
        "objects": {"countries": {"type": "GeometryCollection", "geometries": [west, east, nobody]}},
    }


def test_the_small_world_is_reduced() -> None:
    data = tool.reduced(topology())
    assert [(c["a3"], c["a2"], c["name"]) for c in data["countries"]] == [
        ("ESP", "ES", "East"),
        ("PRT", "PT", "West"),
        ("", "", "Nobody"),
    ]
    assert data["countries"][1]["parts"] == [[[0, 1]]]  # its islet is too small
    assert data["countries"][2]["parts"] == [[[3]]]  # but an islet that is all a territory has stays
    assert data["countries"][0]["parts"] == [[[2, -1]]]  # the border is shared, walked the other way
    assert data["arcs"][0] == [1100, 4000, 0, 50, 0, 50]  # hundredths of a degree, then steps


def test_arcs_that_nothing_uses_are_left_out() -> None:
    world = topology()
    del world["objects"]["countries"]["geometries"][2]
    assert len(tool.reduced(world)["arcs"]) == 3


def test_a_small_bend_goes_and_a_large_one_stays() -> None:
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (3.0, 2.0), (4.0, 0.0)]
    assert tool.thinned(line) == [(0.0, 0.0), (2.0, 0.0), (3.0, 2.0), (4.0, 0.0)]  # triangles of .001 and of 2


def test_a_ring_keeps_four_points_and_an_arc_three() -> None:
    ring = [(0.0, 0.0), (0.01, 0.0), (0.02, 0.01), (0.01, 0.02), (0.0, 0.01), (0.0, 0.0)]
    assert len(tool.thinned(ring)) == 4
    assert len(tool.thinned(ring[:-1])) == 3


def test_a_line_over_the_date_line_runs_on() -> None:
    assert tool.unrolled([(179.0, 0.0), (-179.0, 1.0), (-178.0, 2.0)]) == [(179, 0), (181, 1), (182, 2)]


def test_the_size_of_a_square_degree_at_the_equator_and_at_sixty_degrees() -> None:
    def square(south: float) -> list[tuple[float, float]]:
        return [(0, south), (1, south), (1, south + 1), (0, south + 1), (0, south)]

    assert tool.size(square(-0.5)) == pytest.approx(1, abs=1e-4)
    assert tool.size(square(59.5)) == pytest.approx(0.5, abs=1e-4)  # cos 60


def test_codes_in_use_are_taken_and_withdrawn_ones_are_not() -> None:
    codes = tool.codes()
    assert codes["276"] == ("DEU", "DE")  # beside DDR
    assert codes["104"] == ("MMR", "MM")  # beside BUR
    assert codes["180"] == ("COD", "CD")  # beside ZAR
