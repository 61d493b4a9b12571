"""Measures of the book in use: the height of pages on a telephone, the way to the first event, what a link shows.

Here: the project's own book, by numbers that a reader feels. Not here: what parts do (`test_evidence.py`), rules of
access (`test_access.py`), weights and shifts (`test_book.py`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from sourcebook.analysis.moments import Level
from sourcebook.sphinx_ext.session import BuildSession
from tests.needs import ROOT

PHONE = {"width": 390, "height": 844}
TALLEST = 8000
"""The tallest page of a chapter on a telephone, in pixels; what is folded does not count."""
LOOKED_UP = {"chapters/people", "chapters/glossary"}
"""Pages in which a reader looks something up, and which may be as long as they have entries."""


def chapters() -> list[str]:
    listed = re.findall(r"file: (chapters/\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return [name for name in listed if name not in LOOKED_UP]


def at(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(viewport=options.pop("viewport", PHONE), **options).new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready.then(() => null)")
    return page


def test_no_chapter_is_longer_than_ten_screens_of_a_telephone(
    browser: Browser, real_site: str, record_property: Any
) -> None:
    heights = {}
    for name in chapters():
        page = at(browser, f"{real_site}/{name}.html")
        heights[name] = page.evaluate("document.documentElement.scrollHeight")
        page.context.close()
    assert len(heights) > 12
    record_property("the tallest chapter on a telephone, in pixels", max(heights.values()))
    table = "\n".join(f"{height:6} {name}" for name, height in sorted(heights.items(), key=lambda each: -each[1]))
    assert {name: height for name, height in heights.items() if height > TALLEST} == {}, f"\n{table}"


@pytest.mark.parametrize("width", [1300, 390])
def test_the_first_event_is_at_most_twenty_five_stops_away(
    browser: Browser, real_site: str, width: int, record_property: Any
) -> None:
    page = at(browser, f"{real_site}/chapters/timeline.html", viewport={"width": width, "height": 844})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main-content"
    page.keyboard.press("Enter")
    stops = 1
    while stops < 60:
        stops += 1
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.sb-day > summary')"):
            page.keyboard.press("Enter")
        if page.evaluate("document.activeElement.matches('.sb-event > summary')"):
            break
    page.context.close()
    record_property("stops of the keyboard to the first event (most)", stops)
    assert stops <= 25


# -- the overview ------------------------------------------------------------------------------------------------------


def test_the_overview_counts_what_the_records_hold(real_book: Path) -> None:
    session = BuildSession.open(ROOT)
    assert session
    page = html.parse(str(real_book / "chapters" / "timeline.html")).getroot()
    [table] = page.xpath("//div[contains(@class, 'sb-overview')]//table")
    columns = [
        [int(re.match(r"\d+", cell.text_content().strip())[0]) for cell in table.xpath(f".//tbody/tr/td[{n}]")]  # type: ignore[index]
        for n in range(1, len(session.keys) + 2)
    ]
    told = [sum(key in entry.sources for entry in session.timeline) for key in session.keys]
    assert [sum(column) for column in columns] == [*told, len(session.timeline.entries)]
    conflicts = re.findall(r", (\d+)", " ".join(cell.text_content() for cell in table.xpath(".//tbody/tr/td[last()]")))
    assert sum(map(int, conflicts)) == sum(entry.verdict.level >= Level.DISPUTED for entry in session.timeline)


def test_every_count_of_a_day_is_that_of_its_list(real_book: Path) -> None:
    page = html.parse(str(real_book / "chapters" / "timeline.html")).getroot()
    days = page.xpath("//details[contains(@class, 'sb-day')]")
    counted = [int(day.xpath("string(./summary//span[contains(@class, 'sb-day-count')])").split()[0]) for day in days]
    assert counted == [len(day.xpath("./ol/li")) for day in days]
    assert len(days) > 10


# -- links and taps ----------------------------------------------------------------------------------------------------

CHOICES = ("source=merkel-2022", "conflicts=1", "actor=massimov", "day=2022-01-05", "day=2022-01-05&source=merkel-2022")


@pytest.mark.parametrize("choice", CHOICES)
def test_a_shared_link_shows_its_filter_and_its_first_result(
    browser: Browser, real_site: str, real_book: Path, choice: str
) -> None:
    for home in (real_site, real_book.as_uri()):
        page = at(browser, f"{home}/chapters/timeline.html?{choice}")
        chips = page.locator(".sb-bar .sb-chip")
        assert chips.count() == choice.count("=") + (choice.count("=") > 1)
        expect(chips.first).to_be_in_viewport(ratio=1)
        expect(page.locator(".sb-event:visible > summary").first).to_be_in_viewport(ratio=1)
        covered = page.evaluate(
            """() => {
              const box = document.querySelector(".sb-bar .sb-chip").getBoundingClientRect();
              return !document.elementFromPoint(box.left + 10, box.top + box.height / 2).closest(".sb-chip");
            }"""
        )
        assert not covered
        page.context.close()


def test_a_filter_shortens_the_page_and_its_bar_stays_in_sight(browser: Browser, real_site: str) -> None:
    page = at(browser, f"{real_site}/chapters/timeline.html", has_touch=True)
    before = page.evaluate("document.documentElement.scrollHeight")
    page.locator(".sb-overview tbody tr", has_text="7 January").first.locator("td button").first.tap()
    assert page.evaluate("document.documentElement.scrollHeight") < before
    expect(page.locator(".sb-bar .sb-chip").first).to_be_in_viewport(ratio=1)
    page.mouse.wheel(0, 200)
    expect(page.locator(".sb-bar .sb-chip").first).to_be_in_viewport(ratio=1)
    page.context.close()


def test_when_massimov_was_arrested_and_who_says_so_is_three_taps_away(browser: Browser, real_site: str) -> None:
    page = at(browser, f"{real_site}/index.html", has_touch=True)
    page.locator("article").get_by_role("link", name="Timeline").first.tap()
    page.get_by_role("button", name="5 to 8 January, day open").tap()
    event = page.locator("#event-massimov-arrested")
    event.locator("summary").tap()
    expect(event.locator(".sb-account").first).to_be_visible()
    assert event.locator(".sb-account").count() == 5
    page.context.close()


WORK = ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
SLOWED = 4
"""A telephone's processor is taken to be so many times slower than this machine's."""
ACTS = {
    "chapters/timeline": (".sb-overview tbody td button", ".sb-chip", ".sb-only", ".sb-day:not(.sb-out) > summary"),
    "chapters/matrix": (".sb-matrix-table td button", ".sb-matrix-table th button", ".sb-choose button"),
    "chapters/disagreements": (".sb-fold > summary", ".sb-opening > summary"),
}


@pytest.mark.parametrize("name", ACTS)
def test_no_tap_takes_long_on_a_slow_telephone(
    browser: Browser, real_site: str, name: str, record_property: Any
) -> None:
    page = at(browser, f"{real_site}/{name}.html", has_touch=True)
    tools = page.context.new_cdp_session(page)
    # What the page's own thread worked, not what the clock says: other programs take their share of a busy machine.
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = tools.send("Performance.getMetrics")["metrics"]
        return float(sum(metric["value"] for metric in metrics if metric["name"] in WORK))

    slowest = 0.0
    for selector in ACTS[name]:
        target = page.locator(f"{selector}:visible").first
        target.scroll_into_view_if_needed()
        page.wait_for_timeout(300)
        before = worked()
        target.tap()
        page.wait_for_timeout(300)
        slowest = max(slowest, worked() - before)
    page.context.close()
    taken = round(slowest * SLOWED * 1000)
    record_property("ms of the slowest tap on a processor four times slower (most)", taken)
    assert taken <= 200
