"""The book in Firefox and in WebKitGTK, on a screen as narrow as a telephone's.

Here: what a reader does most, once in each engine. Not here: the same in Chromium, in greater detail (`test_book.py`,
`test_reading.py`, `test_measures.py`), and driving the engines (`engines.py`). WebKitGTK's window is never narrower
than 447 pixels.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.engines import BiDi, Window, firefox, webkit
from tests.browser.test_measures import TALLEST, chapters
from tests.browser.visiting import KINDS
from tests.needs import need, program

REMEDY = "apt-get install firefox-esr webkit2gtk-driver xvfb"
ENGINES = ("firefox", "webkit")


@pytest.fixture(scope="module", params=ENGINES)
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A window as wide as a telephone, one an engine for all tests here."""
    with _opened(request.param, tmp_path_factory.mktemp(request.param)) as window:
        window.resize(390, 844)
        yield window


def _opened(engine: str, folder: Path) -> Any:
    if engine == "firefox":
        found = program("SOURCEBOOK_FIREFOX", "firefox-esr", "firefox")
        return firefox(need("firefox", found, REMEDY), folder)
    driver = need("webkit", program("SOURCEBOOK_WEBKIT", "WebKitWebDriver"), REMEDY)
    browser = next(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser"), None)
    return webkit(driver, need("webkit", browser, REMEDY), need("webkit", program("", "Xvfb"), REMEDY), folder)


def one(selector: str) -> str:
    """The first element in sight that a selector finds, as an expression of JavaScript."""
    return f"[...document.querySelectorAll({json.dumps(selector)})].find((e) => e.getClientRects().length)"


def there(selector: str) -> str:
    """An expression that is true where an element is in sight, with scrolling or without."""
    return f"Boolean({one(selector)})"


def shown(selector: str) -> str:
    """An expression that is true where a reader sees the element without scrolling."""
    return (
        f"(e => {{ if (!e) return false; const box = e.getBoundingClientRect();"
        f" return box.top >= 0 && box.bottom <= innerHeight; }})({one(selector)})"
    )


# -- every kind of page ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_a_page_fits_a_narrow_window_and_asks_nobody_else(window: Window, real_site: str, name: str) -> None:
    driver = window.driver
    if isinstance(driver, BiDi):
        driver.faults.clear()
        driver.asked.clear()
    window.go(f"{real_site}/{name}.html")
    assert window.run("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    asked = window.run("performance.getEntriesByType('resource').map((each) => each.name)")
    if isinstance(driver, BiDi):
        asked += driver.asked
        assert driver.faults == []
    assert len(asked) > 3
    assert [address for address in asked if not address.startswith((real_site, "data:"))] == []


def test_no_chapter_is_longer_than_ten_screens(window: Window, real_site: str, record_property: Any) -> None:
    heights = {}
    for name in chapters():
        window.go(f"{real_site}/{name}.html")
        heights[name] = window.run("document.documentElement.scrollHeight")
    record_property(f"the tallest chapter in {window.name}, in pixels", max(heights.values()))
    assert {name: height for name, height in heights.items() if height > TALLEST} == {}


# -- reading -----------------------------------------------------------------------------------------------------------

BRACKET = "article p .sb-reference a[href*='#passage-']"
SHEET = "dialog.sb-sheet[open]"


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_a_bracket_opens_its_sheet_and_gives_the_focus_back(window: Window, real_site: str, way: str) -> None:
    window.go(f"{real_site}/chapters/background.html")
    if way == "pointer":
        window.click(one(BRACKET))
    else:
        window.run(f"{one(BRACKET)}.focus()")
        window.press("Enter")
    words = window.wait(f"{one(SHEET)}?.innerText")
    for told in ("¶", "Copy reference", "Open passage", "Proven"):
        assert told in words
    beyond = "(box => [-box.left, box.right - innerWidth, box.bottom - innerHeight])"
    assert max(window.run(f"{beyond}({one(SHEET)}.getBoundingClientRect())")) <= 1
    window.press("Escape")
    window.wait(f"!{there(SHEET)}")
    assert window.run(f"document.activeElement === {one(BRACKET)}")


def test_search_finds_a_person(window: Window, real_site: str, real_book: Path) -> None:
    for home in (real_site, real_book.as_uri()):
        window.go(f"{home}/search.html?q=when+was+Massimov+arrested")
        window.wait(there("#search-results li a"))
        assert "Massimov" in window.run("document.querySelector('#search-results').innerText")


# -- the timeline and the matrix ---------------------------------------------------------------------------------------


def test_a_cell_filters_shortens_the_page_and_stands_in_the_address(window: Window, real_site: str) -> None:
    window.go(f"{real_site}/chapters/timeline.html")
    height = window.run("document.documentElement.scrollHeight")
    row = "[...document.querySelectorAll('.sb-overview tbody tr')].find((row) => row.innerText.includes('7 January'))"
    window.click(f"{row}.querySelector('td button')")
    window.wait(there(".sb-bar .sb-chip"))
    assert window.run("document.documentElement.scrollHeight") < height
    assert window.run("location.search") != ""


@pytest.mark.parametrize("query", ["source=merkel-2022", "day=2022-01-05&source=merkel-2022", "conflicts=1"])
def test_a_shared_link_shows_its_filter_and_its_first_result(
    window: Window, real_site: str, real_book: Path, query: str
) -> None:
    for home in (real_site, real_book.as_uri()):
        window.go(f"{home}/chapters/timeline.html?{query}")
        window.wait(shown(".sb-bar .sb-chip"))
        window.wait(shown(".sb-event > summary"))


def test_the_first_event_is_at_most_twenty_five_stops_away(window: Window, real_site: str) -> None:
    window.go(f"{real_site}/chapters/timeline.html")
    window.press("Tab")
    assert window.run("document.activeElement.hash") == "#main-content"
    window.press("Enter")
    for _ in range(24):
        window.press("Tab")
        if window.run("document.activeElement.matches('.sb-day > summary')"):
            window.press("Enter")
        if window.run("document.activeElement.matches('.sb-event > summary')"):
            return
    pytest.fail("more than 25 stops")


def test_a_cell_of_the_matrix_opens_its_reason(window: Window, real_site: str) -> None:
    window.go(f"{real_site}/chapters/matrix.html")
    before = window.run("document.querySelector('article').innerText.length")
    cell = one(".sb-matrix-table td button")
    window.click(cell)
    window.wait(f"{cell}.getAttribute('aria-expanded') === 'true'")
    assert window.run("document.querySelector('article').innerText.length") > before


# -- exercises ---------------------------------------------------------------------------------------------------------

EXERCISE = "#exercise-two-hedges-kept"


def test_an_answer_is_checked_and_kept(window: Window, real_site: str) -> None:
    window.go(f"{real_site}/exercises/close-reading.html")
    window.wait(there(f"{EXERCISE} button.sb-check"))
    window.click(one(f"{EXERCISE} input[type=radio]"))
    window.click(one(f"{EXERCISE} button.sb-check"))
    said = window.wait(f"document.querySelector('{EXERCISE} [role=status]').innerText")
    assert "ight" in said
    window.go(f"{real_site}/exercises/close-reading.html")
    window.wait(f"document.querySelector('{EXERCISE} input[type=radio]')?.checked")
