"""The map: its shapes, its projection, what part of the globe it shows, its labels and its SVG.

Here: `sourcebook.figures.map_svg`. Countries stand for any: nothing in the package may know one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from itertools import combinations, pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sourcebook.figures import map_geometry, map_labels, map_svg
from sourcebook.figures import map_svg as m
from sourcebook.model.problems import SourcebookError

SVG = "{http://www.w3.org/2000/svg}"
KM2 = 6371.0072**2
"""Square kilometres in a steradian of the earth."""
STATES = {"stated": "stated as fact", "expected": "expected", "feared": "feared"}
ANDES = ["PER", "BOL", "CHL", "ECU", "COL", "PRY", "URY", "BRA", "ARG"]


def country(code: str) -> map_geometry.Country:
    found = map_geometry.find(code)
    assert found, code
    return found


def marks(codes: Iterable[str]) -> list[map_svg.CountryMark]:
    states = list(STATES)
    return [map_svg.CountryMark(c, country(c).name, f"#{c}", states[n % 3], "a note") for n, c in enumerate(codes)]


def drawn(codes: Sequence[str]) -> m.Map:
    return m.draw(marks(codes), ident="map", title="A title", description="A description", states=STATES)


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def number(element: etree._Element, name: str) -> float:
    return float(element.get(name) or "nan")


def said(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def plates(svg: etree._Element) -> list[map_geometry.Box]:
    rects = svg.findall(f".//{SVG}rect[@class='sb-map-plate']")
    sides = [[number(rect, name) for name in ("x", "y", "width", "height")] for rect in rects]
    return [(x, y, x + width, y + height) for x, y, width, height in sides]


# -- the shapes --------------------------------------------------------------------------------------------------------


def test_the_data_file_is_small_and_says_where_it_comes_from() -> None:
    raw = files("sourcebook").joinpath("figures", "data", "countries.json").read_bytes()
    assert len(raw) < 300_000
    for word in (b"Natural Earth", b"public domain", b"de facto"):
        assert word in raw
    assert "Natural Earth" in m.CAPTION
    assert "de facto" in m.CAPTION


@pytest.mark.parametrize("code", ["PRT", "pt", " prt "])
def test_a_country_is_found_by_either_code_in_either_case(code: str) -> None:
    assert country(code).name == "Portugal"


def test_a_code_without_a_shape_is_not_found() -> None:
    assert map_geometry.find("ZZ") is None
    assert map_geometry.find("") is None


def test_every_code_names_one_country_and_has_its_form() -> None:
    coded = [c for c in map_geometry.atlas().countries if c.alpha3]
    assert len(coded) > 230
    assert all(re.fullmatch("[A-Z]{3}", c.alpha3) and re.fullmatch("[A-Z]{2}", c.alpha2) for c in coded)
    assert len({c.alpha3 for c in coded}) == len({c.alpha2 for c in coded}) == len(coded)


def test_every_ring_closes_and_never_jumps_over_the_globe() -> None:
    for shape in map_geometry.atlas().countries:
        for ring in (ring for polygon in shape.polygons for ring in polygon):
            assert len(ring) >= 4
            assert ring[0][1] == pytest.approx(ring[-1][1])
            assert (ring[0][0] - ring[-1][0]) % 360 == pytest.approx(0, abs=1e-6) or shape.alpha3 == "ATA"
            assert all(abs(a[0] - b[0]) < 180 for a, b in pairwise(ring))


@pytest.mark.parametrize(
    ("code", "square_kilometres"),
    [("CHE", 41_285), ("BRA", 8_510_000), ("JPN", 378_000), ("RUS", 16_900_000), ("NZL", 268_000), ("LSO", 30_355)],
)
def test_countries_are_as_large_as_they_are(code: str, square_kilometres: float) -> None:
    outlines = sum(
        map_geometry._size(polygon[0]) - sum(map(map_geometry._size, polygon[1:])) for polygon in country(code).polygons
    )
    assert outlines * KM2 == pytest.approx(square_kilometres, rel=0.04)


def test_neighbours_share_their_border_to_the_point() -> None:
    spain, portugal = ({p for line in country(code).main for p in line} for code in ("ESP", "PRT"))
    assert len(spain & portugal) > 10


def test_a_country_is_judged_by_its_main_parts() -> None:
    assert len(country("FRA").polygons) > 3
    assert len(country("FRA").main) == 1  # without its overseas parts
    assert len(country("NZL").main) == 2  # two islands of like size


@pytest.mark.parametrize(("code", "giant"), [("RUS", True), ("BRA", True), ("CHL", False), ("IND", False)])
def test_a_giant_is_large_and_not_merely_long(code: str, giant: bool) -> None:
    assert (country(code).breadth > map_geometry.GIANT) == giant


# -- the projection ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("centre", "point", "expected"),
    [
        ((0, 0), (0, 0), (0, 0)),
        ((0, 0), (90, 0), (math.sqrt(2), 0)),  # from the centre: 2 sin(90/2)
        ((0, 0), (60, 0), (1, 0)),  # 2 sin(60/2)
        ((0, 0), (0, -60), (0, -1)),
        ((70, 45), (70, 90), (0, 0.765367)),  # 2 sin(45/2)
        ((170, 0), (-130, 0), (1, 0)),  # over the date line: 60 degrees
    ],
)
def test_projection_by_hand(
    centre: map_geometry.Point, point: map_geometry.Point, expected: map_geometry.Point
) -> None:
    assert map_geometry.Projection(*centre)(point) == pytest.approx(expected, abs=1e-6)


def test_the_far_side_of_the_globe_has_no_place() -> None:
    assert map_geometry.Projection(10, 20)((-170, -20)) is None


@pytest.mark.parametrize("corner", [(10.0, 45.0), (60.0, -30.0), (-70.0, 70.0), (100.0, 0.0)])
def test_areas_keep_their_proportion(corner: map_geometry.Point) -> None:
    """A cell of a tenth of a degree: on the sphere dlon * (sin lat2 - sin lat1), and as much on the plane."""
    (x, y), d = corner, 0.1
    flat = [map_geometry.Projection(20, 30)(p) for p in ((x, y), (x + d, y), (x + d, y + d), (x, y + d))]
    sphere = math.radians(d) * (math.sin(math.radians(y + d)) - math.sin(math.radians(y)))
    assert map_geometry.area([p for p in flat if p]) == pytest.approx(sphere, rel=1e-3)


# -- the extent --------------------------------------------------------------------------------------------------------


def inside(code: str, view: map_geometry.Extent) -> float:
    """The share of a country's main points that lies on the map."""
    placed = [view.place(p) for line in country(code).main for p in line]
    hits = [p for p in placed if p and 0 <= p[0] <= map_geometry.WIDTH and 0 <= p[1] <= view.height]
    return len(hits) / len(placed)


def test_all_marked_countries_lie_on_the_map() -> None:
    view = map_geometry.extent([country(c) for c in ("PER", "BOL", "CHL")])
    assert [inside(c, view) for c in ("PER", "BOL", "CHL")] == [1, 1, 1]
    assert map_geometry.FLATTEST <= view.height / map_geometry.WIDTH <= map_geometry.TALLEST + 1e-3


def test_a_giant_runs_off_the_map_where_small_countries_are_marked() -> None:
    view = map_geometry.extent([country(c) for c in ("EST", "LVA", "LTU", "RUS")])
    assert [inside(c, view) for c in ("EST", "LVA", "LTU")] == [1, 1, 1]
    assert 0 < inside("RUS", view) < 0.5
    assert inside("RUS", map_geometry.extent([country("RUS")])) == 1


def test_a_map_that_crosses_the_date_line_stays_small() -> None:
    view = map_geometry.extent([country("FJI"), country("NZL")])
    assert view.scale > 400  # a hemisphere would be 127: 360 / (2 * sqrt 2)
    assert inside("NZL", view) == 1


def test_a_very_small_country_keeps_some_surroundings() -> None:
    assert map_geometry.extent([country("SMR")]).scale <= map_geometry.WIDTH / map_geometry.NARROWEST


def test_a_country_far_away_is_named_below_with_an_arrow() -> None:
    result = drawn(["CHE", "AUT", "ITA", "NZL", "JPN"])
    assert {mark.code for mark in result.below} == {"NZL", "JPN"}
    texts = [said(t) for t in parsed(result.svg).iter(f"{SVG}text")]
    assert [t for t in texts if t.endswith("Japan")] == ["↗ Japan"]


def test_countries_all_over_the_world_are_shown_on_one_map() -> None:
    result = drawn(["USA", "BRA", "DEU", "ZAF", "JPN"])
    assert len(result.below) <= 2


# -- cutting -----------------------------------------------------------------------------------------------------------

FRAME: map_geometry.Box = (0, 0, 10, 10)


def test_an_area_is_cut_at_the_frame() -> None:
    assert (
        map_geometry.area(map_geometry.cut_area([(5, 5), (15, 5), (15, 15), (5, 15)], FRAME)) == 25
    )  # the quarter that is inside
    assert (
        map_geometry.area(map_geometry.cut_area([(-9, -9), (19, -9), (19, 19), (-9, 19)], FRAME)) == 100
    )  # it covers the frame
    assert map_geometry.cut_area([(1, 1), (2, 1), (2, 2)], FRAME) == [(1, 1), (2, 1), (2, 2)]
    assert map_geometry.cut_area([(11, 1), (12, 1), (12, 2)], FRAME) == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((1, 1), (9, 9), ((1, 1), (9, 9))),
        ((-5, 5), (15, 5), ((0, 5), (10, 5))),
        ((5, 5), (15, 15), ((5, 5), (10, 10))),
        ((11, 0), (11, 9), None),
        ((-1, 10), (3, 14), None),  # passes outside a corner
        ((-1, 8), (3, 12), ((0, 9), (1, 10))),  # and cuts one off
    ],
)
def test_a_segment_is_cut_at_the_frame(
    a: map_geometry.Point, b: map_geometry.Point, expected: tuple[map_geometry.Point, map_geometry.Point] | None
) -> None:
    assert map_geometry.cut_segment(a, b, FRAME) == expected


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ([(0, 0), (1, 0), (1, 1)], "M0 0l1 0 0 1Z"),
        ([(10.04, 5), (9.54, 4.5)], "M10 5l-.5-.5Z"),
        ([(1, 1), (1.02, 1.01), (1.2, 1)], "M1 1l.2 0Z"),  # nothing is left between equal points
    ],
)
def test_a_path_is_written_short(line: map_geometry.Line, path: str) -> None:
    assert m._path([line]) == path


# -- labels ------------------------------------------------------------------------------------------------------------


def test_long_names_break_where_the_lines_are_most_even() -> None:
    assert map_labels.wrapped("United States of America") == ("United States", "of America")
    assert map_labels.wrapped("Portugal") == ("Portugal",)
    assert map_labels.wrapped("Liechtensteinerland") == ("Liechtensteinerland",)


def test_wide_characters_take_more_room() -> None:
    assert map_labels.text_width("日本") == 2 * map_labels.FONT
    assert map_labels.text_width("ill") < map_labels.text_width("MMM")


def square(x: float, y: float, side: float) -> map_geometry.Line:
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]


def test_a_label_stands_inside_where_it_fits_and_beside_with_a_leader_where_not() -> None:
    found = map_labels.place_labels(
        {"big": square(10, 10, 90), "tiny": square(150, 150, 2)}, {"big": "Big", "tiny": "Tiny place"}, (0, 0, 300, 300)
    )
    assert found["big"].leader is None
    assert 10 <= found["big"].box[0] < found["big"].box[2] <= 100
    assert not any(map_labels.overlap(a.box, b.box) for a, b in combinations(found.values(), 2))


def test_a_label_never_hides_the_middle_of_a_neighbour_while_there_is_room() -> None:
    areas = {"a": square(100, 100, 6), "b": square(112, 100, 6), "c": square(124, 100, 6)}
    found = map_labels.place_labels(areas, dict.fromkeys(areas, "A name"), (0, 0, 300, 300))
    assert len(found) == 3
    for key, label in found.items():
        middles = [(x + 3, 103.0) for other, x in (("a", 100), ("b", 112), ("c", 124)) if other != key]
        assert not any(label.box[0] < x < label.box[2] and label.box[1] < y < label.box[3] for x, y in middles)


def test_what_finds_no_room_is_left_to_the_caller() -> None:
    areas = {"a": square(20, 4, 18), "b": square(40, 4, 18)}
    found = map_labels.place_labels(areas, {"a": "Alpha", "b": "Bravo"}, (0, 0, 60, 24))  # a label is some 34 wide
    assert list(found) == ["a"]


def test_a_label_is_never_laid_on_a_leader_nor_a_leader_over_a_label() -> None:
    frame = (0, 0, 100, 100)
    led = map_labels.Label((60, 40, 90, 60), ("Led",), (10, 50))  # its leader runs level from 10 to 60
    assert not map_labels._fits(map_labels.Label((20, 45, 50, 55), ("On it",)), [led], frame)
    assert map_labels._fits(map_labels.Label((20, 60, 50, 70), ("Below it",)), [led], frame)
    assert not map_labels._fits(led, [map_labels.Label((20, 45, 50, 55), ("In its way",))], frame)


squares = st.tuples(st.integers(20, 280), st.integers(20, 280), st.integers(2, 40))


@given(st.lists(squares, min_size=1, max_size=12))
def test_no_label_and_no_leader_crosses_another_label(placed: list[tuple[int, int, int]]) -> None:
    areas = {f"a{n}": square(*where) for n, where in enumerate(placed)}
    found = map_labels.place_labels(areas, dict.fromkeys(areas, "A long name"), (0, 0, 340, 340))
    for one, other in permutations(found.values(), 2):
        assert not map_labels.overlap(one.box, other.box)
        assert one.leader is None or map_geometry.cut_segment(one.leader, one.end, other.box) is None


def walked(path: str, width: float, height: float) -> bool:
    """Whether a path draws something, and none of its points leaves the frame by more than its rounding."""
    for subpath in re.findall(r"M([^MZ]+)Z", path):
        x = y = 0.0
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", subpath)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            if not (-0.2 <= x <= width + 0.2 and -0.2 <= y <= height + 0.2):
                return False
    return path.startswith("M") and path.endswith("Z")


codes = st.lists(
    st.sampled_from(sorted(c.alpha3 for c in map_geometry.atlas().countries if c.alpha3)),
    min_size=1,
    max_size=25,
    unique=True,
)


@settings(max_examples=25)
@given(codes)
def test_any_choice_of_countries_makes_a_sound_map(chosen: list[str]) -> None:
    result = drawn(chosen)
    svg = parsed(result.svg)
    width, height = number(svg, "width"), number(svg, "height")
    assert not re.search(r"nan|inf\b", result.svg)
    boxes = plates(svg)
    assert not any(map_labels.overlap(a, b) for a, b in combinations(boxes, 2))
    assert all(0 <= b[0] < b[2] <= width and 0 <= b[1] < b[3] <= height for b in boxes)
    assert sorted(a.get("href") or "" for a in svg.iter(f"{SVG}a")) == sorted(f"#{c}" for c in chosen)
    assert len(boxes) + len(result.below) == len(chosen)
    assert all(walked(path.get("d") or "", width, height) for path in svg.findall(f"{SVG}defs/{SVG}path"))
    named = [element.get("id") for element in svg.iter() if element.get("id")]
    assert len(named) == len(set(named))
    assert {(u.get("href") or "").removeprefix("#") for u in svg.iter(f"{SVG}use")} <= set(named)
    assert set(re.findall(r"url\(#([^)]*)\)", result.svg)) <= set(named)


# -- the drawing -------------------------------------------------------------------------------------------------------


def test_the_same_marks_give_the_same_bytes() -> None:
    assert drawn(ANDES) == drawn(ANDES)
    assert drawn(ANDES).svg.replace("map-", "").count("<a ") == len(ANDES)


def test_it_is_named_and_described_and_its_shapes_are_silent() -> None:
    svg = parsed(drawn(ANDES).svg)
    assert svg.get("role") == "group"
    names = {element.get("id"): element.text for element in svg.iter(f"{SVG}title", f"{SVG}desc")}
    assert names[svg.get("aria-labelledby")] == "A title"
    assert names[svg.get("aria-describedby")] == "A description"
    (shapes,) = svg.findall(f"{SVG}g[@aria-hidden='true']")
    drawn_lines = {path.get("class"): len(path.get("d") or "") for path in shapes.iter(f"{SVG}path")}
    assert drawn_lines["sb-map-land"] > 500
    assert drawn_lines["sb-map-borders"] > 5000
    assert not list(shapes.iter(f"{SVG}a", f"{SVG}text"))


def test_a_link_says_the_name_the_state_and_the_note() -> None:
    svg = parsed(drawn(["PER"]).svg)
    (link,) = svg.iter(f"{SVG}a")
    assert link.get("aria-label") == "Peru: stated as fact; a note"
    assert said(link) == "Peru"


def test_a_mark_without_an_address_is_no_link() -> None:
    svg = parsed(m.draw([map_svg.CountryMark("PER", "Peru")], ident="map", title="t", description="d").svg)
    assert not list(svg.iter(f"{SVG}a"))
    assert svg.find(f".//{SVG}g[@role='img']") is not None


def test_states_differ_by_hatching_and_the_key_explains_those_used() -> None:
    svg = parsed(drawn(["PER", "BOL"]).svg)
    fills = [u.get("fill") for u in svg.findall(f".//{SVG}use[@fill]") if u.get("fill") != "none"]
    assert len(set(fills)) == 2
    keys = [said(g) for g in svg.findall(f".//{SVG}g[@class='sb-map-key']")]
    assert keys == ["stated as fact", "expected"]


def test_a_country_too_small_to_see_is_a_dot() -> None:
    result = drawn(["MLT", "ITA", "TUN"])
    assert not result.below
    shape = m._marked(country("MLT"), map_geometry.extent([country(c) for c in ("MLT", "ITA", "TUN")]))
    assert map_geometry.area(shape[-1]) == pytest.approx(math.pi * m.DOT**2, rel=0.05)  # a polygon of twelve sides: 27


def test_what_authors_write_is_text_and_never_markup() -> None:
    mark = map_svg.CountryMark("PER", 'A & <b> "c"', 'x.html?a=1&b="2"', note="<i>")
    svg = parsed(m.draw([mark], ident="map", title="<t>", description="&d").svg)
    (link,) = svg.iter(f"{SVG}a")
    assert link.get("href") == 'x.html?a=1&b="2"'
    assert link.get("aria-label") == 'A & <b> "c": <i>'
    assert said(link) == 'A & <b> "c"'


def test_codes_without_a_shape_are_handed_back() -> None:
    stranger = map_svg.CountryMark("ZZZ", "Nowhere")
    result = m.draw([*marks(["PER"]), stranger], ident="map", title="t", description="d", states=STATES)
    assert result.unknown == (stranger,)
    assert m.draw([stranger], ident="map", title="t", description="d") == m.Map("", (stranger,), ())


@pytest.mark.parametrize(
    ("given_marks", "states", "ident", "message"),
    [
        (
            [map_svg.CountryMark("PER", "Peru"), map_svg.CountryMark("PE", "Perú")],
            {},
            "map",
            "marked twice on one map: Peru",
        ),
        ([map_svg.CountryMark("PER", "Peru", state="odd")], STATES, "map", "does not explain: odd"),
        ([map_svg.CountryMark("PER", "Peru")], {str(n): "s" for n in range(7)}, "map", "at most 6 states"),
        ([map_svg.CountryMark("PER", "Peru")], {}, 'a"b', "an id of a map"),
    ],
)
def test_calls_that_make_no_sense(
    given_marks: list[map_svg.CountryMark], states: dict[str, str], ident: str, message: str
) -> None:
    with pytest.raises(SourcebookError, match=message):
        m.draw(given_marks, ident=ident, title="t", description="d", states=states)


# -- in a browser ------------------------------------------------------------------------------------------------------

OVERLAPS = """() => {
  const texts = [...document.querySelectorAll('svg text')], boxes = texts.map(t => t.getBoundingClientRect());
  const clash = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return texts.flatMap((t, i) => texts.slice(i + 1).filter((_, j) => clash(boxes[i], boxes[i + 1 + j]))
    .map(u => t.textContent + ' / ' + u.textContent));
}"""
ANSWERS = """() => [...document.querySelectorAll('svg a')].filter(a => {
  const text = a.querySelector('text'); text.scrollIntoView({block: 'center'});
  const box = text.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !hit || hit.closest('a') !== a;
}).map(a => a.getAttribute('aria-label'))"""


def test_on_a_telephone_labels_keep_apart_answer_the_pointer_and_are_accessible(chromium: Path, tmp_path: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "map.html"
    style = (Path(m.__file__).parent.parent / "static" / "sourcebook-map.css").read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><style>{style}</style>'
    body = f"<main><h1>Map</h1>{drawn([*ANDES, 'GUY', 'SUR', 'VEN', 'PAN', 'USA']).svg}</main>"
    page_file.write_text(f'<!doctype html><html lang="en"><title>Map</title>{head}{body}', encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(page_file.as_uri())
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(ANSWERS) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert Axe().run(page).response["violations"] == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "a"
        browser.close()
