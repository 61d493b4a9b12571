"""Pictures as SVG: photographs wrapped, tall timelines cut between rows, type set."""

from __future__ import annotations

import base64
import struct
from itertools import pairwise

import pytest
from lxml import etree

from sourcebook.figures import svg_pages

SVG = "{http://www.w3.org/2000/svg}"
SMALL = '<svg xmlns="http://www.w3.org/2000/svg" id="a"></svg>'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def png(width: int, height: int) -> bytes:
    return svg_pages.PNG + b"\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"rest"


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"rest of it"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + frame


def timeline(rows: int) -> str:
    """A drawing of one panel: a key, an axis, and rows of 50 units each from 100 on."""
    inside = "".join(
        f'<a href="#e{i}" class="sb-tl-row sb-tl-agree"><rect class="sb-tl-hit" y="{100 + 50 * i}" height="48"/></a>'
        f'<line class="rule" y1="{149 + 50 * i}" y2="{149 + 50 * i}"/>'
        for i in range(rows)
    )
    axis = '<g class="sb-tl-axis"><text y="90">1990</text></g>'
    height = 100 + 50 * rows
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 {height}" width="200" height="{height}">'
        f'<title>Night</title><g class="sb-tl-legend"><text y="20">key</text></g>'
        f'<g class="sb-tl-panel"><text y="60">Years</text>{axis}{inside}</g></svg>'
    )


@pytest.mark.parametrize(
    ("data", "kind"), [(png(30, 20), "image/png"), (jpeg(30, 20), "image/jpeg")], ids=["png", "jpeg"]
)
def test_a_photograph_is_wrapped_in_its_own_size(data: bytes, kind: str) -> None:
    root = etree.fromstring(svg_pages.wrapped(data))
    assert (root.get("width"), root.get("height")) == ("30", "20")
    address = root[0].get("href", "")
    assert address.startswith(f"data:{kind};base64,")
    assert base64.b64decode(address.partition(",")[2]) == data


def test_a_drawing_stays_as_it_is_from_its_root_on() -> None:
    assert svg_pages.wrapped(b'\xef\xbb\xbf<?xml version="1.0"?>\n' + SMALL.encode()) == SMALL


@pytest.mark.parametrize(
    ("svg", "named"),
    [
        ('<svg width="1" height="1"/>', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
        (f"{SMALL[:-6]}<a xlink:href='#'/></svg>", f"<svg {XLINK} {SMALL[5:-6]}<a xlink:href='#'/></svg>"),
    ],
)
def test_a_drawing_gets_the_namespaces_that_a_browser_supplies(svg: str, named: str) -> None:
    assert svg_pages.well_formed(svg) == named


@pytest.mark.parametrize("svg", ["<svg><rect></svg>", '<svg width="0"/>', '<svg height="-2px"/>', "<svg>&x;</svg>"])
def test_a_drawing_that_no_paper_can_show_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match=r"broken SVG|of no size"):
        svg_pages.wrapped(svg.encode())


@pytest.mark.parametrize("box", ["0,0,9,4", "0 0 9", "none"])
def test_a_drawing_without_rows_is_not_cut_whatever_its_view_box_says(box: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"/>'
    assert svg_pages.slices(svg) == [svg]


@pytest.mark.parametrize("data", [b"GIF89a", b"\xff\xd8\xff\xe0\x00\x04ab", b""])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"neither|without a size"):
        svg_pages.wrapped(data)


def test_a_drawing_that_fits_a_page_stays_in_one_piece() -> None:
    svg = timeline(3)
    assert svg_pages.slices(svg, tallest=2) == [svg]


def test_a_tall_drawing_is_cut_between_rows_and_loses_none() -> None:
    pieces = [etree.fromstring(part) for part in svg_pages.slices(timeline(20), tallest=2)]
    rows = [row.get("href") for piece in pieces for row in piece.iter(f"{SVG}a")]
    assert rows == [f"#e{i}" for i in range(20)]
    for piece in pieces:
        _, top, width, height = map(float, (piece.get("viewBox") or "").split())
        assert height <= 2 * width + 4
        for row in piece.iter(f"{SVG}a"):
            assert top <= float(row[0].get("y", 0))
            assert float(row[0].get("y", 0)) + 48 <= top + height


def test_every_piece_has_the_axis_that_it_is_read_by() -> None:
    pieces = [etree.fromstring(part) for part in svg_pages.slices(timeline(20), tallest=2)]
    assert len(pieces) > 1
    assert all(len(list(piece.iter(f"{SVG}text"))) >= 1 for piece in pieces)
    assert [len([t for t in piece.iter(f"{SVG}text") if t.text == "1990"]) for piece in pieces] == [1] * len(pieces)
    assert [t.text for t in pieces[0].iter(f"{SVG}text")] == ["key", "Years", "1990"]


def test_a_tall_drawing_without_rows_stays_whole() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 900"><title>Tall</title></svg>'
    assert svg_pages.slices(svg) == [svg]


def test_windows_of_a_tall_drawing_show_every_stretch_of_it_once_and_the_axis_above_each() -> None:
    svg = timeline(20).replace("<svg ", '<svg id="night" ')
    found = [etree.fromstring(window) for window in svg_pages.windows(svg, tallest=2)]
    assert len(found) > 1
    views = [[[float(n) for n in (view.get("viewBox") or "").split()] for view in window] for window in found]
    stretches = [view[-1] for view in views]
    assert stretches[0][1] == 0
    assert stretches[-1][1] + stretches[-1][3] == 1100
    for above, below in pairwise(stretches):
        assert abs(above[1] + above[3] - below[1]) <= 4
    assert [len(view) for view in views] == [1] + [2] * (len(found) - 1)
    assert all(axis[1] < 90 < axis[1] + axis[3] for axis, *rest in views if rest)
    assert {use.get("href") for window in found for use in window.iter("use")} == {"#night"}
    for window in found:
        *_, width, height = map(float, (window.get("viewBox") or "").split())
        assert height == sum(float(view.get("height", 0)) for view in window) <= 2 * width + 4


def test_a_drawing_that_fits_a_sheet_needs_no_windows() -> None:
    assert svg_pages.windows(timeline(3).replace("<svg ", '<svg id="night" '), tallest=2) == []


@pytest.mark.parametrize("head", ["<svg>", '<svg font-family="sans-serif">'])
def test_a_drawing_that_names_no_family_gets_one(head: str) -> None:
    made = svg_pages.typed(f"{head}<text>a &gt; b</text></svg>", "'A'")
    assert made == "<svg font-family=\"'A'\"><text>a &gt; b</text></svg>"


def test_a_family_of_its_own_stays() -> None:
    assert svg_pages.typed('<svg font-family="Mine"/>', "'A'") == '<svg font-family="Mine"/>'
