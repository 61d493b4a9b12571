"""Readers who need more than a wide screen and a mouse: keyboard, large letters, little room, colours of their own.

Here: the project's own book in use, as WCAG 2.2 asks for it (the number of the criterion stands with each test). Not
here: pages as they are opened (`test_book.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visiting import MAKE_ALL, Scheme, Visit, pages

# -- pages in use ------------------------------------------------------------------------------------------------------


def answer(page: Page) -> None:
    """A choice is made and checked, a word is written and checked, a hint is open."""
    choice = page.locator(".sb-exercise", has=page.locator("input[type=radio]")).first
    choice.locator("input[type=radio]").last.check()
    choice.get_by_role("button", name="Check").click()
    words = page.locator(".sb-exercise", has=page.locator("input[type=text]")).first
    words.locator("input[type=text]").first.fill("perhaps")
    words.get_by_role("button", name="Check").click()
    page.locator("details.sb-hint > summary").first.click()
    expect(page.locator(".sb-result:not(:empty)").first).to_be_visible()


def write(page: Page) -> None:
    """An open task is answered, which opens what stands after it."""
    page.locator(".sb-exercise textarea").first.fill("What no article says stays open.")
    for summary in page.locator(".sb-exercise details > summary:visible").all():
        summary.click()


def unfold(page: Page) -> None:
    """Every part of the page is open."""
    page.evaluate("document.querySelectorAll('main details').forEach((part) => { part.open = true; })")


def filter_events(page: Page) -> None:
    """Only conflicts are shown, and the accounts of one are open."""
    page.get_by_role("button", name="Only conflicts").click()
    page.locator("details.sb-event:visible > summary").first.click()
    expect(page.locator(".sb-account:visible").first).to_be_visible()


def work_the_matrix(page: Page) -> None:
    """A reason is open, and a source is left out."""
    page.locator("button.sb-cell-button").nth(3).click()
    page.locator(".sb-choose button").nth(1).click()
    expect(page.locator("tr.sb-open-reason")).to_be_visible()
    expect(page.get_by_role("status").first).to_contain_text("Without")


def focus_the_map(page: Page) -> None:
    """The keyboard is on a country."""
    page.locator(".sb-map a").nth(2).focus()


def search(page: Page) -> None:
    """The field for a search is open over the page."""
    page.locator(".search-button__button:visible").click()
    expect(page.locator("#pst-search-dialog input")).to_be_visible()


USES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "answered": ("exercises/chronology", answer),
    "written": ("exercises/writing", write),
    "sources open": ("chapters/sources-merkel-2022", unfold),
    "events chosen": ("chapters/timeline", filter_events),
    "matrix worked": ("chapters/matrix", work_the_matrix),
    "map in focus": ("chapters/implications", focus_the_map),
    "search open": ("index", search),
}
LOOKS: list[tuple[int, Scheme]] = [(1300, "light"), (390, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("use", USES)
def test_a_page_in_use_is_sound(
    visit: Any, real_site: str, use: str, width: int, scheme: Scheme, record_property: Any
) -> None:
    name, act = USES[use]
    seen = visit(f"{real_site}/{name}.html", width, color_scheme=scheme)
    act(seen.page)
    assert seen.errors == []  # before axe, which looks for things itself
    faults, passed = seen.faults()
    assert faults == []
    record_property("pages in use without a fault of access", 1)
    record_property("rules of axe that passed", passed)


@pytest.mark.parametrize("name", pages() if MAKE_ALL else ["index", "chapters/timeline", "exercises/close-reading"])
def test_colours_of_the_readers_own_serve(visit: Any, real_site: str, name: str, record_property: Any) -> None:
    seen = visit(f"{real_site}/{name}.html", forced_colors="active")
    faults, _ = seen.faults()
    assert faults == []
    record_property("pages without a fault of access in forced colours", 1)


CURRENT = """() => {
  const ground = getComputedStyle(document.body).backgroundColor;
  const drawn = (e) => getComputedStyle(e).borderInlineStartColor !== ground;
  return [...document.querySelectorAll("nav.sb-contents li > a")].filter(drawn).map((e) => e.ariaCurrent);
}"""
"""What the entries of the contents that have an edge in sight say of themselves."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", pages())
def test_one_page_is_current_in_colours_of_the_readers_own(
    visit: Any, real_site: str, name: str, scheme: Scheme
) -> None:
    """Case forced-colours: each entry of the contents had the edge of the current one."""
    page = visit(f"{real_site}/{name}.html", forced_colors="active", color_scheme=scheme, silent=False).page
    assert page.evaluate(CURRENT) == ([] if name in {"search", "genindex"} else ["page"])


# -- room and letters --------------------------------------------------------------------------------------------------

CUT = """() => [...document.querySelectorAll("main *, #pst-primary-sidebar *")].filter((e) => {
  const style = getComputedStyle(e);
  const hides = [style.overflowX, style.overflowY].some((value) => value === "hidden" || value === "clip");
  const box = e.getBoundingClientRect();
  if (!hides || style.clipPath !== "none" || box.width < 2 || box.height < 2) return false;
  return e.innerText && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map((e) => e.outerHTML.slice(0, 120))"""
"""Elements that hide a part of their text. What is clipped away on purpose is for those who hear the page."""

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


BROKEN = """() => {
  const away = (e) => getComputedStyle(e).clipPath.startsWith("inset(50");
  const clipped = (e) => e !== null && (away(e) || clipped(e.parentElement));
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("pre, code, svg, .sb-unseen");
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const found = [];
  while (texts.nextNode()) {
    const box = texts.currentNode.parentElement;
    if (!shown(box) || clipped(box)) continue;
    for (const word of texts.currentNode.data.matchAll(/[\\p{L}\\p{N}\\p{M}’']+/gu)) {
      range.setStart(texts.currentNode, word.index);
      range.setEnd(texts.currentNode, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((line) => line.width > 0);
      const down = lines.length > 1 ? lines.at(-1).top - lines[0].top : 0;
      if (down > 4) found.push(`${word[0]}: ${box.outerHTML.slice(0, 90)}`);
    }
  }
  return found;
}"""
"""Words that stand on two lines. Code may be broken."""
CUT_TABLES = """() => [...document.querySelectorAll("main table")].filter((table) => {
  const frame = table.parentElement;
  const scrolls = frame.tabIndex >= 0 && getComputedStyle(frame).overflowX === "auto";  // by the keyboard, too
  return table.checkVisibility() && !scrolls && table.scrollWidth > frame.clientWidth + 1;
}).map((table) => table.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", pages())
def test_no_word_is_broken_and_no_column_cut(visit: Any, real_site: str, name: str) -> None:
    """Case broken-words: at twice the size, the contents had “interpreta-tions”; a telephone cut tables off."""
    page = visit(f"{real_site}/{name}.html", 390, bypass_csp=True, silent=False).page
    unfold(page)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) <= 0
        assert page.evaluate(BROKEN) == []
        assert page.evaluate(CUT_TABLES) == []
    page.set_viewport_size({"width": 1300, "height": 900})
    page.add_style_tag(content="html { font-size: 200% !important; }")
    assert page.evaluate(WIDER) <= 0
    assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize(("width", "twice"), [(390, False), (1300, True)])
def test_the_drawer_of_headings_reaches_the_third_level(visit: Any, real_site: str, width: int, twice: bool) -> None:
    page = visit(f"{real_site}/chapters/people.html", width, bypass_csp=True, silent=False).page
    if twice:
        page.add_style_tag(content="html { font-size: 200% !important; }")
    page.locator("button.secondary-toggle:visible").click()
    expect(page.get_by_role("link", name="Two presidents", exact=True).first).to_be_visible()


SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""


@pytest.fixture(scope="module", params=pages())
def standing(request: pytest.FixtureRequest, browser: Browser, real_site: str) -> Iterator[Page]:
    """A page that is opened once and then made narrow, or given other letters, as a reader does who has it before them.

    Without a policy, so that a style sheet can be added.
    """
    context = browser.new_context(viewport={"width": 1300, "height": 900}, bypass_csp=True)
    yield Visit(context.new_page()).to(f"{real_site}/{request.param}.html", silent=False).page
    context.close()


def cut(page: Page, width: int, style: str = "* {}") -> tuple[bool, list[str]]:
    """Whether a page must be scrolled sideways, and what is cut off, at a width and under a style sheet."""
    page.set_viewport_size({"width": width, "height": 900})
    added = page.add_style_tag(content=style)
    found = page.evaluate(WIDER) > 0, page.evaluate(CUT)
    added.evaluate("(sheet) => sheet.remove()")
    return found


def test_a_narrow_window_needs_no_scrolling_sideways(standing: Page) -> None:
    # 1.4.10: as wide as a window of 1,280 pixels at four times its size.
    assert cut(standing, 320) == (False, [])


@pytest.mark.parametrize("width", [1300, 640])
def test_letters_of_twice_the_size_are_not_cut(standing: Page, width: int) -> None:
    assert cut(standing, width, "html { font-size: 200% !important; }") == (False, [])  # 1.4.4


def test_wider_spaces_between_letters_and_lines_cut_nothing(standing: Page) -> None:
    assert cut(standing, 1300, SPACED) == (False, [])  # 1.4.12


# -- the keyboard ------------------------------------------------------------------------------------------------------

FOCUSED = """async () => {
  await new Promise(requestAnimationFrame);  // the page has scrolled: events of that come before this
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const inner = e.querySelector("use, rect, text");
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const stroked = inner && getComputedStyle(inner).stroke !== "none";
  const at = (x, y) => [box.left + x * box.width, box.top + y * box.height];
  const points = [0.1, 0.5, 0.9].flatMap((x) => [0.2, 0.5, 0.8].map((y) => at(x, y)));
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (e.contains(top) || top.contains(e));
  });
  return { what: e.outerHTML.slice(0, 150), marked: Boolean(drawn || stroked), seen };
}"""
STOPS = 240 if MAKE_ALL else 120
"""So many stops of a page are tried, from its beginning."""


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("name", pages())
def test_the_focus_is_seen_wherever_it_is(
    visit: Any, real_site: str, name: str, width: int, record_property: Any
) -> None:
    page = visit(f"{real_site}/{name}.html", width, reduced_motion="reduce", silent=False).page  # 2.4.7 and 2.4.11
    stops = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 5
    assert [stop["what"] for stop in stops if not stop["marked"]] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    record_property("stops of the keyboard that are marked and in sight", len(stops))
