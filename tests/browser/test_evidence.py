"""What readers do with timeline, numbers, people, matrix and map: see, hear, filter, strike, print, on any screen.

Here: what only a browser shows. Not here: the words on the page (`tests/sphinx_ext/directives/test_evidence_pages.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Open

PAGES = ("timeline", "apart", "people", "matrix", "twice", "consequences")
SCREENS = [(width, scheme) for width in (1300, 390) for scheme in ("light", "dark")]
EVENTS = "ol.sb-events > li"
# What the theme writes by itself, such as its search field, is the theme's; ours stands in the article.
ARTICLE = ".bd-article"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_a_page_is_sound_on_every_screen(open_page: Open, name: str, width: int, scheme: Any) -> None:
    opened = open_page(f"{name}.html", width, color_scheme=scheme)
    page = opened.page
    page.locator(ARTICLE).wait_for()
    assert opened.errors == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    report = Axe().run(page, context=ARTICLE).response
    faults = [(v["id"], n["html"][:200], n["failureSummary"]) for v in report["violations"] for n in v["nodes"]]
    assert faults == []
    assert len(report["passes"]) > 5


@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_reaches_everything(open_page: Open, name: str) -> None:
    page = open_page(f"{name}.html").page
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    wanted = page.evaluate(
        """(article) => {
          const kinds = "a[href]:not(.headerlink), button, select, input, summary";
          const all = document.querySelector(article).querySelectorAll(kinds);
          const stops = (e) => e.getClientRects().length && !e.disabled && e.getAttribute("tabindex") !== "-1";
          const seen = [...all].filter(stops);
          seen.forEach((e, i) => { e.dataset.number = i; });
          return seen.length;
        }""",
        ARTICLE,
    )
    assert wanted > 0
    reached = set()
    page.evaluate("document.activeElement.blur()")
    for _ in range(wanted + 80):  # the frame of the page has stops of its own
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.dataset.number"))
    assert reached - {None} == {str(number) for number in range(wanted)}


@pytest.mark.parametrize(("name", "root"), [("timeline", ".sb-overview table"), ("matrix", ".sb-matrix-table table")])
def test_the_arrow_keys_reach_every_button_of_a_table(open_page: Open, name: str, root: str) -> None:
    page = open_page(f"{name}.html").page
    buttons = page.locator(f"{root} button")
    assert page.locator(f"{root} button[tabindex='0']").count() == 1
    page.locator(f"{root} button[tabindex='0']").focus()
    reached = set()
    for _ in range(page.locator(f"{root} tr").count()):
        page.keyboard.press("Home")
        for _ in range(9):
            reached.add(page.evaluate("[...document.querySelectorAll('button')].indexOf(document.activeElement)"))
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
    assert len(reached) == buttons.count() > 5


def test_the_arrow_keys_reach_every_row_of_the_drawing(open_page: Open) -> None:
    page = open_page("timeline.html").page
    rows = page.locator(".sb-drawing-column .sb-tl-row")
    assert [row.get_attribute("tabindex") for row in rows.all()] == ["0", *["-1"] * (rows.count() - 1)]
    rows.first.focus()
    for _ in range(rows.count() - 1):
        page.keyboard.press("ArrowDown")
    expect(rows.last).to_be_focused()


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_everything_is_there(open_page: Open, name: str) -> None:
    page = open_page(f"{name}.html", java_script_enabled=False).page
    assert page.locator(".sb-filter, .sb-bar, .sb-choose, .sb-cell-button").count() == 0
    for summary in page.locator(f"{ARTICLE} summary").all():
        summary.click()
    unseen = page.evaluate(
        """(article) => [...document.querySelectorAll(`${article} p, ${article} dt, ${article} th, ${article} td`)]
          .filter((e) => !e.checkVisibility()).map((e) => e.textContent)""",
        ARTICLE,
    )
    assert unseen == []


# -- the timeline -----------------------------------------------------------------------------------------------------


def shown(page: Page) -> int:
    return page.locator(f"{EVENTS}:visible").count()


def test_the_filter_shows_says_and_keeps_a_choice(open_page: Open) -> None:
    page = open_page("timeline.html").page
    said = page.locator(".sb-bar").get_by_role("status")
    assert shown(page) == 0  # all days are folded
    expect(said).to_have_text("4 events, 1 in conflict")
    page.get_by_role("button", name="Only conflicts").click()
    assert shown(page) == 1
    expect(said).to_have_text("1 of 4 events")
    assert page.url.endswith("?conflicts=1")
    page.reload()
    assert shown(page) == 1
    page.get_by_role("button", name="conflicts: take this filter off").click()
    assert "?" not in page.url
    expect(said).to_have_text("4 events, 1 in conflict")


def test_a_cell_a_row_and_a_column_filter_and_take_the_filter_off_again(open_page: Open) -> None:
    page = open_page("timeline.html").page
    for row, column, count, query in (
        (2, 0, 2, "?day=2031"),
        (0, 2, 3, "?source=quay-2031"),
        (2, 2, 1, "?day=2031&source=quay-2031"),
    ):
        button = page.locator(".sb-overview tr").nth(row).locator("th, td").nth(column).locator("button")
        button.click()
        assert shown(page) == count
        assert page.url.endswith(query)
        assert button.get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".sb-day:visible").count() == 3
    assert "?" not in page.url


def test_what_is_spoken_is_spoken_once(open_page: Open) -> None:
    page = open_page("timeline.html").page
    page.evaluate(
        """() => {
          window.spoken = [];
          const all = { childList: true, characterData: true, subtree: true };
          const observer = new MutationObserver((changes) => window.spoken.push(...changes));
          observer.observe(document.querySelector(".sb-bar [role=status]"), all);
        }"""
    )
    page.get_by_role("button", name="Only conflicts").click()
    assert page.evaluate("window.spoken.length") == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("source=quay-2031", 3),
        ("actor=council", 2),
        ("source=quay-2031&actor=council", 1),
        ("day=2031", 2),
        ("source=nobody", 0),
    ],
)
def test_an_address_carries_a_choice(open_page: Open, query: str, count: int) -> None:
    assert shown(open_page(f"timeline.html?{query}").page) == count


def test_a_choice_is_kept_in_a_book_that_is_a_folder(open_page: Open, site_folder: Path) -> None:
    opened = open_page("timeline.html", home=site_folder.as_uri())
    opened.page.get_by_role("button", name="Only conflicts").click()
    assert opened.page.url.endswith("timeline.html?conflicts=1")
    opened.page.reload()
    assert shown(opened.page) == 1
    assert opened.errors == []


def test_a_link_to_an_event_opens_its_day_and_a_filter_does_not_hide_it(open_page: Open) -> None:
    for query in ("", "?conflicts=1"):
        page = open_page(f"timeline.html{query}#event-new-boat").page
        expect(page.locator("#event-new-boat")).to_be_in_viewport()
        assert "conflicts" not in page.url


def test_print_shows_what_the_filter_hides_and_all_days_open(open_page: Open) -> None:
    page = open_page("timeline.html?conflicts=1").page
    page.emulate_media(media="print")
    assert page.evaluate("[...document.querySelectorAll('.sb-event')].every((e) => e.checkVisibility())")
    expect(page.locator(".sb-filter")).to_be_hidden()
    expect(page.locator(".sb-bar")).to_be_hidden()


@pytest.mark.parametrize("width", [1300, 390])
def test_what_filters_is_large_enough_for_a_finger(open_page: Open, width: int) -> None:
    page = open_page("timeline.html?conflicts=1", width).page
    boxes = [b.bounding_box() for b in page.locator(".sb-timeline button:visible, .sb-timeline select:visible").all()]
    sizes = [(box["width"], box["height"]) for box in boxes if box]
    assert len(sizes) > 8
    assert [size for size in sizes if min(size) < 24] == []


def test_the_drawing_is_for_wide_screens(open_page: Open) -> None:
    for width, drawn in ((1300, 1), (390, 0)):
        assert open_page("timeline.html", width).page.locator(".sb-timeline .sb-drawing:visible").count() == drawn


# -- the matrix -------------------------------------------------------------------------------------------------------


def test_a_cell_opens_its_reason_and_passage_and_closes_again(open_page: Open) -> None:
    page = open_page("matrix.html").page
    cell = page.get_by_role("button", name="H2 I inconsistent")
    cell.focus()
    page.keyboard.press("Enter")
    reason = page.locator("tr.sb-open-reason")
    expect(reason).to_contain_text("It needs no money to break, <b>none</b>.")
    expect(reason).to_contain_text("The engine is not safe.")
    assert cell.get_attribute("aria-expanded") == "true"
    other = page.get_by_role("button", name="H3 II very inconsistent")
    other.click()
    expect(reason).to_have_count(1)
    expect(reason).to_contain_text("It needs no sea to break.")
    assert cell.get_attribute("aria-expanded") == "false"
    other.click()
    expect(reason).to_have_count(0)


def test_leaving_out_says_what_changes_in_cells_and_the_address_keeps_it(open_page: Open) -> None:
    page = open_page("matrix.html").page
    panel = page.get_by_role("group", name="Leave out: Evidence against interpretations")
    status = panel.get_by_role("status")
    expect(status).to_have_text("")
    panel.get_by_role("button", name="Quill").click()
    quill = "Without 1 item of 2: H1 loses CC; H2 loses I; H3 loses II. No cell is left that speaks against H2."
    expect(status).to_have_text(quill)
    assert page.url.endswith("?without=ferry-2031")
    page.reload()
    expect(status).to_have_text(quill)
    page.get_by_role("button", name="The quay is empty").click()
    page.get_by_role("button", name="Leave this out").click()
    expect(status).to_have_text(
        "Without 2 items of 2: H1 loses CC and II; H2 loses I; H3 loses I and II. "
        "No cell is left that speaks against H1, H2 and H3."
    )
    page.get_by_role("button", name="Bring all back").click()
    expect(status).to_have_text("")
    assert "?" not in page.url
    assert page.get_by_role("button", name="Leave this out").get_attribute("aria-pressed") == "false"


def test_a_row_opens_its_words_and_weight(open_page: Open) -> None:
    page = open_page("matrix.html").page
    page.get_by_role("button", name="Reed calls the engine unsafe").click()
    expect(page.locator("tr.sb-open-reason")).to_contain_text("The engine is not safe.")
    expect(page.locator("tr.sb-open-reason")).to_contain_text("Weight high: He has to know.")


def test_two_matrices_of_a_page_keep_their_choices_apart(open_page: Open) -> None:
    page = open_page("twice.html").page
    second = page.get_by_role("group", name="Leave out: Two others")
    second.get_by_role("button", name="Quay letter").click()
    assert page.url.endswith("?without-2=quay-2031")
    pressed = [b.get_attribute("aria-pressed") for b in page.locator(".sb-choose button", has_text="Quay letter").all()]
    assert pressed == ["false", "true"]


def test_signs_differ_by_shape_in_colours_of_the_readers_own(open_page: Open) -> None:
    page = open_page("matrix.html", forced_colors="active").page
    shapes = page.evaluate(
        """() => [...document.querySelectorAll(".sb-key .sb-sign")].map((sign) => {
          const { borderTopStyle, borderTopLeftRadius } = getComputedStyle(sign);
          return [sign.textContent, borderTopStyle, borderTopLeftRadius].join(" ");
        })"""
    )
    assert len({shape.partition(" ")[2] for shape in shapes}) == len(shapes) == 5


# -- paper ------------------------------------------------------------------------------------------------------------


def test_a_part_that_is_closed_on_the_screen_is_open_on_paper(open_page: Open) -> None:
    page = open_page("people.html").page
    page.evaluate(
        """() => document.querySelector(".sb-people dd").insertAdjacentHTML("beforeend",
          '<details class="sb-met"><summary>More</summary><p id="inside">Inside</p></details>')"""
    )
    inside = page.locator("#inside")
    assert not page.evaluate("document.getElementById('inside').checkVisibility({contentVisibilityAuto: true})")
    page.emulate_media(media="print")
    expect(inside).to_be_visible()
    assert page.evaluate("document.getElementById('inside').checkVisibility()")
