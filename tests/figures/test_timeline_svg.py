"""The drawing: what it holds, that it needs no colour, no mouse and no eyes, and that nothing runs into anything."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from sourcebook.figures.timeline_svg import (
    BOX,
    NARROW,
    SHAPES,
    SVG,
    WIDE,
    EventMark,
    Layout,
    draw,
    initials,
    marks_of,
    place_mark,
)
from sourcebook.model.records import Event
from tests.analysis.invented import HARBOUR, SOURCES, event, ferry, report, timeline

BOTH = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=lambda layout: layout.name)


def drawn(*events: Event, layout: Layout = WIDE) -> ET.Element:
    return ET.fromstring(draw(timeline(*events), SOURCES, layout))  # noqa: S314 (our own text)


def every(root: ET.Element, tag: str, css: str = "") -> list[ET.Element]:
    found = root.iter(f"{{{SVG}}}{tag}")
    return [element for element in found if not css or css in element.get("class", "").split()]


def row(root: ET.Element, key: str) -> ET.Element:
    return next(link for link in every(root, "a") if link.get("data-event") == key)


def x_of(element: ET.Element) -> tuple[float, float]:
    return float(element.attrib["x"]), float(element.attrib["x"]) + float(element.attrib["width"])


# -- marks --------------------------------------------------------------------------------------------------------


def test_each_source_has_its_own_initial_and_shape_by_sorted_key() -> None:
    marks = marks_of({"courier": "Courier", "beacon": "The Beacon"})
    assert [(key, m.number, m.letter, m.shape) for key, m in marks.items()] == [
        ("beacon", 1, "T", "circle"), ("courier", 2, "C", "square"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shorts", "found"),
    [
        (["Merkel", "Moscow dispatch", "Poghosyan"], ["Me", "Mo", "P"]),
        (["Quay letter", "Quayle", "Reed"], ["Q1", "Q2", "R"]),
        (["Ünal", "unal", "¶"], ["Ü", "U", "X"]),
        (["Same", "Same"], ["S1", "S2"]),
        (["al Jazeera", "Al-Ahram"], ["Alj", "Ala"]),
    ],
)
def test_an_initial_is_lengthened_on_a_clash(shorts: list[str], found: list[str]) -> None:
    assert list(initials({f"source-{n}": short for n, short in enumerate(shorts)}).values()) == found


def test_many_sources_still_differ() -> None:
    marks = marks_of({f"source-{i:02}": f"Source {i}" for i in range(60)})
    assert len({mark.letter for mark in marks.values()}) == 60
    assert {mark.shape for mark in marks.values()} == {*SHAPES, BOX}


def test_a_mark_has_a_shape_up_to_the_eighth_and_a_box_from_then_on() -> None:
    marks = list(marks_of({f"source-{i}": f"Source {i}" for i in range(10)}).values())
    assert [mark.classes for mark in marks[6:9]] == [("sb-src-7",), ("sb-src-8",), ("sb-src-box",)]


def placed(mark: EventMark) -> ET.Element:
    """A mark in an empty drawing."""
    root = ET.Element("svg")
    place_mark(root, mark, 9, 9, 7.5)
    return root


def test_a_mark_bears_the_letter_of_its_source() -> None:
    for mark in marks_of({f"source-{i}": f"Source {i}" for i in range(8)}).values():
        assert [t.text for t in placed(mark).iter() if t.tag.endswith("text")] == [mark.letter]


def test_the_shapes_are_eight_different_outlines() -> None:
    marks = marks_of({f"source-{i}": f"Source {i}" for i in range(8)}).values()
    outlines = [ET.tostring(placed(mark), encoding="unicode").split("<text")[0] for mark in marks]
    without_classes = {re.sub(r' class="[^"]*"', "", outline) for outline in outlines}
    assert len(without_classes) == 8


# -- what is drawn ------------------------------------------------------------------------------------------------


@BOTH
def test_every_dated_event_is_a_link_in_order(layout: Layout) -> None:
    root = drawn(*ferry(), event("undated", "someday"), layout=layout)
    assert len(every(root, "a")) == len(ferry())
    assert row(root, "alarm").get("href") == "#event-alarm"
    assert [g.get("aria-label") for g in every(root, "g", "sb-tl-panel")] == [
        "Years: 2008 to 2034",
        "Months: October 2030 to May 2031",
        "Days: 4 to 11 March 2031",
        "Hours: 4 to 5 March 2031",
    ]


def test_a_link_can_lead_anywhere() -> None:
    text = draw(timeline(event("a", "2031")), SOURCES, link=lambda key: f"timeline.html#{key}")
    assert 'href="timeline.html#a"' in text


def test_a_row_speaks() -> None:
    root = drawn(*ferry())
    assert row(root, "owner-sold").get("aria-label") == (
        "Owner sold. 2012 or 2015. Told by Beacon and Courier. Accounts conflict: date."
    )
    assert row(drawn(event("a", "2031")), "a").get("aria-label") == "A. 2031. No account."


@BOTH
def test_the_drawing_is_named_and_described(layout: Layout) -> None:
    root = drawn(*ferry(), layout=layout)
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    assert root.get("role") == "group"
    assert ids[root.get("aria-labelledby")].text == "Timeline"
    described = ids[root.get("aria-describedby")].text
    assert described is not None
    assert described.startswith("19 dated events in 4 panels")
    assert all(layout.name in str(key) for key in ids)


def test_a_conflict_shows_without_colour() -> None:
    root = drawn(*ferry())
    (rule,) = every(row(root, "owner-sold"), "rect", "sb-tl-rule")
    assert float(rule.attrib["height"]) > 0
    assert every(row(root, "owner-sold"), "text", "sb-tl-name")[0].text == "≠ Owner sold"
    assert every(row(root, "departure"), "rect", "sb-tl-rule") == []
    assert "≠" not in "".join(row(root, "departure").itertext())


def test_accounts_that_say_the_same_share_a_lane_and_others_have_their_own() -> None:
    lanes = every(row(drawn(*ferry()), "last-call"), "g", "sb-tl-lane")
    assert [[t.text for t in every(lane, "text")] for lane in lanes] == [["B", "R"], ["C"]]


def test_a_longer_bar_means_that_less_is_known() -> None:
    root = drawn(event("a", "2031", report("beacon", date="2031"), report("courier", date="203X")))
    year, decade = (x_of(bar) for bar in every(row(root, "a"), "rect", "sb-tl-bar"))
    widths = sorted((year[1] - year[0], decade[1] - decade[0]))
    assert widths[1] > 1.5 * widths[0]


def test_an_account_without_a_date_is_drawn_hollow_over_the_whole_event() -> None:
    (bar,) = every(row(drawn(event("a", "2031", report("beacon"))), "a"), "rect", "sb-tl-bar")
    assert bar.get("stroke-dasharray")
    assert bar.get("fill") == "none"


def test_a_source_that_dates_an_event_once_is_not_drawn_without_a_date_as_well() -> None:
    root = drawn(event("a", "2031", report("beacon", date="2031"), report("beacon"), report("courier")))
    lanes = every(row(root, "a"), "g", "sb-tl-lane")
    assert [[t.text for t in every(lane, "text")] for lane in lanes] == [["B"], ["C"]]


def test_what_goes_on_beyond_the_panel_has_arrows() -> None:
    told = report("beacon", date="2031-03-04", time="10:00", zone=HARBOUR)
    root = drawn(event("a", "2031-03", told, report("courier", date="2031-03")), event("b", "2031-03-04", told))
    assert len(every(row(root, "a"), "polygon", "sb-tl-open")) == 2
    assert every(row(root, "b"), "polygon", "sb-tl-open") == []


def test_a_set_is_drawn_as_its_members() -> None:
    root = drawn(event("a", "[2031,2035]", report("beacon", date="[2031,2035]")))
    assert len(every(row(root, "a"), "rect", "sb-tl-bar")) == 2
    assert len(every(row(root, "a"), "rect", "sb-tl-event")) == 2


def test_an_open_end_has_an_arrow() -> None:
    def arrows(date: str) -> int:
        return len(every(row(drawn(event("a", date, report("beacon", date=date))), "a"), "polygon", "sb-tl-open"))

    assert [arrows(date) for date in ("2031", "2031/..", "../2031")] == [0, 1, 1]


def test_a_denial_is_struck_through() -> None:
    root = drawn(*ferry())
    assert len(every(row(root, "wreck-found"), "line", "sb-tl-denied")) == 1
    assert every(row(root, "alarm"), "line", "sb-tl-denied") == []


def test_titles_are_text_and_never_markup() -> None:
    text = draw(timeline(event("a", "2031", title='<script>"&')), SOURCES)
    assert "<script>" not in text
    assert "".join(row(ET.fromstring(text), "a").itertext()).startswith('<script>"&')  # noqa: S314 (our own text)


def test_nothing_dated_draws_nothing() -> None:
    assert draw(timeline(event("a", "soon")), SOURCES) == ""


def test_the_same_records_give_the_same_text() -> None:
    assert draw(timeline(*ferry()), SOURCES) == draw(timeline(*reversed(ferry())), dict(reversed(SOURCES.items())))


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = draw(timeline(*ferry()), SOURCES)
    assert text.count("http") == 1  # the namespace
    assert "<script" not in text
    assert "onload" not in text


def test_colours_are_left_to_the_page() -> None:
    root = drawn(*ferry())
    used = {element.get(key) for element in root.iter() for key in ("fill", "stroke")} - {None}
    assert used == {"currentColor", "none"}


# -- room ---------------------------------------------------------------------------------------------------------


def _boxes(root: ET.Element, layout: Layout) -> Iterator[tuple[str, float, float, float, float]]:
    """Every text outside a mark, with a box that it stays inside: half an em a character is what type takes."""
    sizes = {child: parent for parent in root.iter() for child in parent}
    for text in every(root, "text"):
        parent, size = sizes[text], text.get("font-size")
        if "sb-tl-mark" in parent.get("class", ""):
            continue
        em = float(size or parent.get("font-size") or layout.size)
        wide = len(text.text or "") * em * 0.55
        x = float(text.attrib["x"]) - (wide / 2 if text.get("text-anchor") == "middle" else 0)
        y = float(text.attrib["y"])
        yield text.text or "", x, y - em * 0.8, x + wide, y + em * 0.2


@BOTH
def test_no_text_overlaps_another_or_leaves_the_drawing(layout: Layout) -> None:
    root = drawn(*ferry(), event("long", "2031-03-07", title="Many long words " * 12), layout=layout)
    height = float(root.attrib["viewBox"].split()[3])
    boxes = list(_boxes(root, layout))
    assert len(boxes) > 60
    assert [b[0] for b in boxes if b[1] < 0 or b[3] > layout.width or b[2] < 0 or b[4] > height] == []
    touching = [
        (a[0], b[0])
        for a, b in itertools.combinations(boxes, 2)
        if a[1] < b[3] and b[1] < a[3] and a[2] < b[4] and b[2] < a[4]
    ]
    assert touching == []


@BOTH
def test_bars_and_marks_stay_inside_the_drawing(layout: Layout) -> None:
    root = drawn(*ferry(), layout=layout)
    xs = [x_of(rect) for rect in every(root, "rect")]
    centres = [float(text.attrib["x"]) for group in every(root, "g", "sb-tl-mark") for text in every(group, "text")]
    assert min(first for first, _ in xs) >= 0
    assert max(last for _, last in xs) <= layout.width
    assert min(centres) >= layout.mark
    assert max(centres) <= layout.width - layout.mark


@BOTH
def test_rows_follow_one_another_and_are_high_enough_to_hit(layout: Layout) -> None:
    rows = [every(link, "rect", "sb-tl-hit")[0] for link in every(drawn(*ferry(), layout=layout), "a")]
    tops = [(float(hit.attrib["y"]), float(hit.attrib["height"])) for hit in rows]
    assert min(height for _, height in tops) >= 24
    assert all(a[0] + a[1] <= b[0] for a, b in itertools.pairwise(tops))


@pytest.mark.parametrize(("layout", "viewport"), [(WIDE, 1000), (NARROW, 390)], ids=["wide", "narrow"])
def test_in_a_browser_no_text_overlaps_the_keyboard_reaches_every_row_and_axe_finds_nothing(
    layout: Layout, viewport: int, chromium: str
) -> None:
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    svg = draw(timeline(*ferry()), SOURCES, layout).replace("<svg ", '<svg style="max-width:100%;height:auto" ', 1)
    head = '<!doctype html><html lang="en"><title>Timeline</title><body style="font-family:sans-serif">'
    page_text = f"{head}<main><h1>Timeline</h1>{svg}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": viewport, "height": 900})
        page.set_content(page_text)
        texts = page.evaluate(_TEXT_BOXES)
        reached = []
        for _ in ferry():
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.dataset.event"))
        violations = [violation["id"] for violation in axe.run(page).response["violations"]]
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        browser.close()
    touching = [
        (a[0], b[0])
        for a, b in itertools.combinations(texts, 2)
        if a[1] < b[3] - 1 and b[1] < a[3] - 1 and a[2] < b[4] - 3 and b[2] < a[4] - 3
    ]
    assert touching == []
    assert reached == [link.get("data-event") for link in every(drawn(*ferry(), layout=layout), "a")]
    assert violations == []
    assert not overflow


_TEXT_BOXES = """[...document.querySelectorAll('svg text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.textContent, box.left, box.top, box.right, box.bottom];
})"""
