"""What readers do beside reading: look at what a link leads to, search the evidence, cite, follow an old link.

Here: the small book. Not here: the words of references and of the file that is searched (`tests/sphinx_ext/`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Open, Opened

MENTION = "a:has(> .sb-mention)"
PREVIEW = ".sb-preview"
GRANTED: dict[str, Any] = {"permissions": ["clipboard-read", "clipboard-write"]}


# -- previews ----------------------------------------------------------------------------------------------------------


def unfolded(opened: Opened) -> Page:
    """The page with every part open in which there is something to reach."""
    opened.page.evaluate("document.querySelectorAll('article details').forEach((part) => { part.open = true; })")
    return opened.page


def reached(page: Page, selector: str, number: int = 0) -> None:
    """Move to a link with the keyboard."""
    page.keyboard.press("Shift")  # so that the browser knows of a keyboard
    page.locator(selector).nth(number).focus()


def test_a_preview_comes_with_the_focus_and_goes_with_escape(open_page: Open) -> None:
    opened = open_page("apart.html")
    page = opened.page
    assert page.locator(PREVIEW).count() == 0
    reached(page, MENTION)
    expect(page.locator(PREVIEW)).to_be_visible()
    link = page.locator(MENTION).first
    expect(link).to_have_accessible_description(
        "The ferry stops Between 3 and 4 February 2031. Told by Quill and Quay letter. Accounts conflict: date."
    )
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    expect(link).to_be_focused()
    assert opened.errors == []


def test_a_preview_stays_while_the_pointer_is_on_it(open_page: Open) -> None:
    page = open_page("apart.html").page
    page.locator(MENTION).first.hover()
    expect(page.locator(PREVIEW)).to_be_visible()
    page.locator(PREVIEW).hover()
    expect(page.locator(PREVIEW)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(PREVIEW)).to_have_count(0)
    page.locator(MENTION).first.hover()
    expect(page.locator(PREVIEW)).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(PREVIEW)).to_have_count(0)


def test_a_preview_stays_on_a_narrow_screen_and_moves_nothing(open_page: Open) -> None:
    page = open_page("apart.html", 390).page
    height = page.evaluate("document.documentElement.scrollHeight")
    for number in range(page.locator(MENTION).count()):
        reached(page, MENTION, number)
        expect(page.locator(PREVIEW)).to_be_visible()
        box = page.locator(PREVIEW).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert page.evaluate("document.documentElement.scrollHeight") == height


def test_a_finger_follows_the_link(open_page: Open) -> None:
    page = open_page("apart.html", 390, has_touch=True).page
    page.locator(MENTION).first.tap()
    page.wait_for_url("**/timeline.html#event-ferry-stops")


def test_people_have_previews_too(open_page: Open) -> None:
    page = unfolded(open_page("timeline.html"))
    reached(page, "article a[href*='#actor-']")
    expect(page.locator(PREVIEW)).to_be_visible()
    assert page.locator(PREVIEW).inner_text().startswith("The director of the line")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_preview_is_open_to_everybody(open_page: Open, scheme: Any) -> None:
    page = unfolded(open_page("timeline.html", color_scheme=scheme))
    reached(page, "article a[href*='#actor-']")
    expect(page.locator(PREVIEW)).to_be_visible()
    report = Axe().run(page, context="article").response
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in report["violations"]] == []
    assert len(report["passes"]) > 5


# -- brackets ----------------------------------------------------------------------------------------------------------

BRACKET = ".sb-inline:has-text('The engine') .sb-reference a"
SHEET = "dialog.sb-sheet"


def test_a_bracket_opens_a_sheet_and_escape_gives_the_focus_back(open_page: Open) -> None:
    opened = open_page("timeline.html")
    page = unfolded(opened)
    bracket = page.locator(BRACKET).first
    expect(bracket).to_have_accessible_name("(¶2)")
    tab_stops = page.locator("article :is(a[href], button)").count()
    reached(page, BRACKET)
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Quill ¶2")
    expect(sheet).to_be_visible()
    words = sheet.inner_text()
    for told in ("Tomas Reed", "No boat to Merrow Island", "The Merrow Lantern", "as written", "Proven against"):
        assert told in words
    assert "The engine is not safe" not in words  # they were just read
    page.keyboard.press("Escape")
    expect(page.locator(SHEET)).to_have_count(0)
    expect(bracket).to_be_focused()
    assert page.locator("article :is(a[href], button)").count() == tab_stops
    assert opened.errors == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (1300, "light"), (1300, "dark")])
def test_a_sheet_is_open_to_everybody_and_inside_the_screen(open_page: Open, width: int, scheme: Any) -> None:
    page = unfolded(open_page("timeline.html", width, color_scheme=scheme))
    page.locator(BRACKET).first.click()
    box = page.locator(SHEET).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    report = Axe().run(page, context=SHEET).response
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in report["violations"]] == []


def test_a_phone_copies_the_address_of_a_quotation_in_two_taps(open_page: Open) -> None:
    page = unfolded(open_page("timeline.html", 390, has_touch=True, **GRANTED))
    page.locator(BRACKET).first.tap()
    page.get_by_role("button", name="Copy link").tap()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    assert "#quote-ferry-2031-engine-not-safe" in page.evaluate("navigator.clipboard.readText()")


def test_the_sheet_leads_to_the_passage(open_page: Open) -> None:
    page = unfolded(open_page("timeline.html"))
    page.locator(BRACKET).first.click()
    page.get_by_role("link", name="Open passage").click()
    page.wait_for_url("**/list.html#passage-ferry-2031-engine-not-safe")


def test_without_a_script_a_bracket_leads_to_the_passage(open_page: Open) -> None:
    page = open_page("timeline.html", java_script_enabled=False).page
    expect(page.locator(BRACKET).first).to_have_attribute("href", "list.html#passage-ferry-2031-engine-not-safe")


# -- citing ------------------------------------------------------------------------------------------------------------

CITED = re.compile(r"^Tomas Reed.*: “The engine is not safe\. We sail again in spring\.” In “No boat to Merrow")


def test_the_keyboard_copies_a_reference_from_a_sheet(open_page: Open) -> None:
    page = unfolded(open_page("timeline.html", **GRANTED))
    reached(page, BRACKET)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Copy reference")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Reference copied.")).to_have_count(1)
    assert CITED.match(page.evaluate("navigator.clipboard.readText()"))


def test_a_copied_reference_ends_with_the_address_of_a_hosted_book(open_page: Open) -> None:
    page = unfolded(open_page("timeline.html", **GRANTED))
    page.evaluate("""() => {
      const link = { rel: "canonical", href: "https://books.example/timeline.html" };
      document.head.append(Object.assign(document.createElement("link"), link));
    }""")
    reached(page, BRACKET)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Copy reference").click()
    expect(page.get_by_role("status").filter(has_text="Reference copied.")).to_have_count(1)
    assert " https://books.example/timeline.html#quote-" in page.evaluate("navigator.clipboard.readText()")


def test_a_paragraph_has_an_address_that_is_copied(open_page: Open) -> None:
    page = open_page("apart.html", **GRANTED).page
    paragraph = page.locator("article p:has(> a.sb-place)").first
    link = paragraph.locator("a.sb-place")
    assert link.evaluate("(e) => getComputedStyle(e).opacity") == "0"
    paragraph.hover()
    assert link.evaluate("(e) => getComputedStyle(e).opacity") == "1"
    link.click()
    expect(page.get_by_role("status").filter(has_text="Link copied.")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    expect(page.locator("p:target")).to_have_count(1)
    assert paragraph.get_attribute("id") == page.url.partition("#")[2]


def test_tab_passes_the_links_of_paragraphs_by_and_stops_at_that_of_a_heading(open_page: Open) -> None:
    page = open_page("consequences.html").page
    page.locator("article").evaluate("(e) => { e.tabIndex = -1; e.focus(); }")
    stops = []
    for _ in range(20):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.className"))
    assert [stop for stop in stops if "sb-place" in stop] == []
    assert "headerlink" in stops


def test_a_finger_finds_the_link_of_a_paragraph_without_a_pointer_that_rests(open_page: Open) -> None:
    page = open_page("apart.html", width=390, has_touch=True, is_mobile=True).page
    link = page.locator("a.sb-place").first
    assert float(link.evaluate("(e) => getComputedStyle(e).opacity")) > 0.4
    box = link.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["height"] >= 24


KEPT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].filter(Boolean)"


def test_nothing_about_a_reader_is_kept_but_the_choice_of_colours(open_page: Open) -> None:
    """Case shared-machine: the words of a search, and how far the contents were scrolled, stayed in the browser."""
    page = open_page("search.html?q=engine+ferry").page
    expect(page.locator("#search-results .search-summary")).to_contain_text("found")
    page.locator("#search-results ul.search a").first.click()
    page.wait_for_load_state("networkidle")
    page.goto(page.url.rpartition("/")[0] + "/timeline.html")
    page.locator("button.theme-switch-button:visible").first.click()
    page.goto(page.url.rpartition("/")[0] + "/apart.html")
    assert sorted(page.evaluate(KEPT)) == ["mode", "theme"]


def test_cite_opens_and_copies_the_reference(open_page: Open) -> None:
    page = open_page("gone.html", **GRANTED).page
    cite = page.locator("figure.sb-quote .sb-cite").first
    expect(cite.locator("p")).to_be_hidden()
    cite.locator("summary").click()
    expect(cite.locator("p")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Reference copied.")).to_have_count(1)
    assert page.evaluate("navigator.clipboard.readText()") == cite.locator("p").text_content()


def test_without_the_clipboard_the_reference_is_selected(open_page: Open) -> None:
    page = open_page("gone.html").page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    cite = page.locator("figure.sb-quote .sb-cite").first
    cite.locator("summary").click()
    expect(page.get_by_role("status").filter(has_text="The reference is selected")).to_have_count(1)
    assert page.evaluate("getSelection().toString().trim()") == cite.locator("p").inner_text().strip()


def test_without_a_script_the_reference_is_there(open_page: Open) -> None:
    page = open_page("list.html", java_script_enabled=False).page
    for summary in page.locator("article .sb-fold > summary").all():
        summary.click()
    cite = page.locator("#passage-ferry-2031-engine-not-safe .sb-cite")
    cite.locator("summary").click()
    expect(cite.locator("p")).to_be_visible()
    assert CITED.match(cite.locator("p").inner_text())


# -- searching ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "first", "place"),
    [
        ("islanders depend on", "“About 300 islanders depend on the boat, although 40 of them own one.”", "#quote-"),
        ("engine spring sail", "“The engine is not safe. We sail again in spring.”", "#quote-"),
        ("Captain Reed", "Tomas Reed", "people.html#actor-reed"),
        ("Reid Tomass", "Tomas Reed", "people.html#actor-reed"),
        ("ferry stops", "The ferry stops", "#event-ferry-stops"),
        ("when did the ferry stop, and according to whom?", "The ferry stops", "#event-ferry-stops"),
        ("Томас Рид", "Tomas Reed", "people.html#actor-reed"),
        ("Tómas Rëed", "Tomas Reed", "people.html#actor-reed"),
        ("TOMAS REED", "Tomas Reed", "people.html#actor-reed"),
    ],
)
def test_the_search_finds_quotations_people_and_events(open_page: Open, query: str, first: str, place: str) -> None:
    opened = open_page(f"search.html?q={query}")
    link = opened.page.locator(".sb-found-item > a").first
    expect(link).to_have_text(first)
    assert place in (link.get_attribute("href") or "")
    expect(opened.page.locator(".sb-found").get_by_role("status")).to_contain_text(": 1")
    link.click()
    expect(opened.page.locator(":target")).to_have_count(1)
    assert opened.errors == []


def test_a_quotation_is_found_with_its_speaker_and_source(open_page: Open) -> None:
    page = open_page("search.html?q=engine").page
    expect(page.locator(".sb-found-item", has_text="We sail again")).to_contain_text(
        "Tomas Reed, according to Merrow council, in Quill ¶2"
    )


def test_the_search_says_once_that_nothing_was_found(open_page: Open) -> None:
    page = open_page("search.html?q=zzzz").page
    expect(page.locator("#search-results").get_by_role("status")).to_contain_text("did not match")
    expect(page.locator(".sb-found")).to_have_count(0)


@pytest.mark.parametrize(("query", "pages"), [("Captain Reed", True), ("who is Reid?", False)])
def test_nothing_is_said_to_be_missing_beside_results(open_page: Open, query: str, pages: bool) -> None:
    page = open_page(f"search.html?q={query}").page
    expect(page.locator(".sb-found-item").first).to_be_visible()
    expect(page.locator("#search-results .search-summary")).to_contain_text("found" if pages else "did not match")
    expect(page.locator("#search-results")).to_be_visible(visible=pages)


def test_words_that_only_ask_are_searched_for_where_nothing_else_stands_there(open_page: Open) -> None:
    page = open_page("search.html?q=who").page
    expect(page.locator("#search-results .search-summary")).not_to_be_empty()


def test_what_is_found_is_open_to_everybody(open_page: Open) -> None:
    page = open_page("search.html?q=boat").page
    expect(page.locator(".sb-found")).to_be_visible()
    report = Axe().run(page, context=".sb-found").response
    assert [(v["id"], [n["html"][:200] for n in v["nodes"]]) for v in report["violations"]] == []


# -- wherever the book stands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["folder", "path"])
def test_previews_and_search_work_from_a_folder_and_under_a_path(
    open_page: Open, site_folder: Path, site_below: str, where: str
) -> None:
    home = site_folder.as_uri() if where == "folder" else site_below
    opened = open_page("apart.html", home=home)
    reached(opened.page, MENTION)
    expect(opened.page.locator(PREVIEW)).to_contain_text("The ferry stops")
    opened.page.goto(f"{home}/search.html?q=Reed")
    expect(opened.page.locator(".sb-found-item > a").first).to_have_text("Tomas Reed")
    assert opened.errors == []


# -- what is gone ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "stone"),
    [
        ("apart.html#quote-ferry-2031-rudders-2", "withdrawn-passage-ferry-2031-rudders"),
        ("timeline.html#event-boat-sinks", "withdrawn-event-boat-sinks"),
    ],
)
def test_an_old_link_leads_to_the_tombstone(open_page: Open, old: str, stone: str) -> None:
    page = open_page(old).page
    page.wait_for_url(f"**/gone.html#{stone}")
    expect(page.locator(":target")).to_contain_text("Withdrawn on 1 March 2031: ")


def test_on_the_page_of_sources_no_script_is_needed(open_page: Open) -> None:
    page = open_page("list.html#passage-ferry-2031-rudders", java_script_enabled=False).page
    expect(page.locator(":target")).to_contain_text("Withdrawn on 1 March 2031: It is an advertisement.")
