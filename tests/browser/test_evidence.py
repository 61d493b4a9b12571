"""What readers do with timeline, numbers, people, matrix and map: see, hear, filter, strike, print, on any screen.

Here: what only a browser shows. Not here: the words on the page (`tests/sphinx_ext/directives/test_evidence_pages.py`).
"""

from __future__ import annotations

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
          const seen = [...all].filter((e) => e.getClientRects().length && !e.disabled);
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


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_everything_is_there(open_page: Open, name: str) -> None:
    page = open_page(f"{name}.html", java_script_enabled=False).page
    assert page.locator(".sb-filter, .sb-choose, .sb-cell-button").count() == 0
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
    assert shown(page) == 4
    page.get_by_label("Only where accounts conflict").check()
    assert shown(page) == 1
    expect(page.locator(".sb-shown")).to_have_role("status")
    expect(page.locator(".sb-shown")).to_have_text("1 of 4 events shown.")
    assert page.url.endswith("?conflicts=1")
    page.reload()
    assert shown(page) == 1
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == 4
    assert "?" not in page.url


@pytest.mark.parametrize(
    ("query", "count"),
    [("source=quay-2031", 3), ("actor=council", 2), ("source=quay-2031&actor=council", 1), ("source=nobody", 4)],
)
def test_an_address_carries_a_choice(open_page: Open, query: str, count: int) -> None:
    assert shown(open_page(f"timeline.html?{query}").page) == count


def test_a_link_to_a_hidden_event_shows_it(open_page: Open) -> None:
    page = open_page("timeline.html?conflicts=1#event-new-boat").page
    expect(page.locator("#event-new-boat")).to_be_visible()
    assert "conflicts" not in page.url


def test_rows_of_hidden_events_are_out_of_reach_in_the_drawing(open_page: Open) -> None:
    page = open_page("timeline.html?conflicts=1").page
    rows = page.locator(".sb-drawing-column .sb-tl-row")
    assert [row.get_attribute("tabindex") for row in rows.all()].count("-1") == rows.count() - 1


def test_print_shows_what_the_filter_hides(open_page: Open) -> None:
    page = open_page("timeline.html?conflicts=1").page
    page.emulate_media(media="print")
    assert shown(page) == 4
    expect(page.locator(".sb-filter")).to_be_hidden()


def test_one_drawing_at_a_time(open_page: Open) -> None:
    for width, layout in ((1300, "column"), (390, "narrow")):
        visible = open_page("timeline.html", width).page.locator(".sb-timeline .sb-drawing:visible")
        assert [layout in str(d.get_attribute("class")) for d in visible.all()] == [True]


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


def test_striking_a_source_changes_the_result_and_the_address(open_page: Open) -> None:
    # Weights: the first item, of Quill, counts double. All: broken 2, money 2, storm 5; without Quill: 2, 0, 1.
    page = open_page("matrix.html").page
    status = page.get_by_role("form", name="Leave out items").get_by_role("status")
    everything = (
        "On 2 items from 2 independent origins, "
        "The engine broke and Money ran out are least contradicted by these sources."
    )
    expect(status).to_have_text(everything)
    page.get_by_label("Quill", exact=True).check()
    without = (
        "On 1 item from 1 independent origin, Money ran out is least contradicted by these sources; "
        "with everything, The engine broke and Money ran out."
    )
    expect(status).to_have_text(without)
    assert page.url.endswith("?without=ferry-2031")
    page.reload()
    expect(status).to_have_text(without)
    page.get_by_label("leave out: The quay is empty").check()
    expect(status).to_have_text("No item is left: nothing tells the interpretations apart.")
    page.get_by_role("button", name="Bring all back").click()
    expect(status).to_have_text(everything)
    assert "?" not in page.url


def test_two_matrices_of_a_page_keep_their_choices_apart(open_page: Open) -> None:
    page = open_page("twice.html").page
    page.get_by_label("Quay letter", exact=True).nth(1).check()
    assert page.url.endswith("?without-2=quay-2031")
    assert [box.is_checked() for box in page.get_by_label("Quay letter", exact=True).all()] == [False, True]


def counts(page: Page) -> list[str]:
    return [" ".join(text.split()) for text in page.locator("tfoot td").all_inner_texts()]


def test_counts_are_shown_only_to_those_who_ask(open_page: Open) -> None:
    page = open_page("matrix.html").page
    assert page.locator("tfoot").count() == 0
    ask = page.get_by_role("button", name="Show the counts")
    ask.click()
    assert counts(page) == ["H1 2", "H2 2", "H3 5"]
    page.get_by_label("Quay letter", exact=True).check()
    assert counts(page) == ["H1 0", "H2 2", "H3 4"]
    ask.click()
    assert page.locator("tfoot").count() == 0


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
