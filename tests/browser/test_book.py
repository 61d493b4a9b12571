"""The project's own book as its readers meet it: every kind of page, or every page where SOURCEBOOK_PAGES is `all`.

Each page is opened under the strictest policy that it can have, on a wide light screen and a narrow dark one (all four
combinations where every page is asked for). Not here: what single parts do when they are used (`test_evidence.py`).
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, expect

from tests.needs import ROOT

Scheme = Literal["light", "dark"]
MAKE_ALL = os.environ.get("SOURCEBOOK_PAGES") == "all"
KINDS = {
    "index": "the landing page",
    "chapters/background": "prose and quotations",
    "chapters/timeline": "drawing, filter, events",
    "chapters/interpretations": "matrix",
    "chapters/implications": "map and tables",
    "chapters/people": "people",
    "chapters/sources": "sources and passages",
    "chapters/glossary": "definitions",
    "briefs/kazakhstan-january-2022": "a brief",
    "exercises/index": "assignments",
    "exercises/close-reading": "exercises",
    "search": "the search page",
    "genindex": "the index",
}
SCREENS: list[tuple[int, Scheme]] = [(1300, "light"), (390, "dark")]
OTHERS: list[tuple[int, Scheme]] = [(1300, "dark"), (390, "light")]
LIGHTEST = 400_000
"""Bytes of a page with all that it loads, compressed, without images."""


def pages() -> list[str]:
    """The pages to try."""
    if not MAKE_ALL:
        return list(KINDS)
    listed = re.findall(r"(?:root|file): (\S+)", (ROOT / "_toc.yml").read_text(encoding="utf-8"))
    return list(dict.fromkeys([*listed, *KINDS]))


@dataclass
class Visit:
    """A page that was opened: what it asked for, and what it complained of."""

    page: Page
    errors: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def to(self, address: str) -> Visit:
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", self.note)
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        return self

    def note(self, asked: Request) -> None:
        """Remember a request. A method of ours, because the driver cannot hang anything on one of a list."""
        self.requests.append(asked)

    def foreign(self, home: str) -> list[str]:
        return [asked.url for asked in self.requests if not asked.url.startswith((home, "data:"))]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Any]:
    """Open an address: `visit(address, width=390, color_scheme="dark")`."""
    contexts = []

    def opened(address: str, width: int = 1300, script: str = "", **options: Any) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        made = Visit(context.new_page())
        if script:
            made.page.add_init_script(script)
        return made.to(address)

    yield opened
    for context in contexts:
        context.close()


# -- every page --------------------------------------------------------------------------------------------------------

SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("name", pages())
@pytest.mark.parametrize(("width", "scheme"), SCREENS + OTHERS * MAKE_ALL)
def test_a_page_is_sound(
    visit: Any, real_site: str, name: str, width: int, scheme: Scheme, record_property: Any
) -> None:
    seen = visit(f"{real_site}/{name}.html", width, SHIFTS, color_scheme=scheme)
    assert seen.errors == []
    assert seen.foreign(real_site) == []
    assert seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert seen.page.evaluate("window.shifted") < 0.02
    report = Axe().run(seen.page).response
    faults = [(v["id"], n["html"][:200], n["failureSummary"]) for v in report["violations"] for n in v["nodes"]]
    assert faults == []
    record_property("pages times screens without a fault of access", 1)
    record_property("rules of axe that passed", len(report["passes"]))


@pytest.mark.parametrize("name", pages())
def test_a_page_is_light(visit: Any, real_site: str, name: str) -> None:
    seen = visit(f"{real_site}/{name}.html")
    answers = [asked.response() for asked in seen.requests if asked.resource_type != "image"]
    sizes = {a.url: len(gzip.compress(a.body(), 6)) for a in answers if a and not a.url.startswith("data:")}
    assert len(sizes) > 5
    assert sum(sizes.values()) < LIGHTEST, sizes


# -- light and dark ----------------------------------------------------------------------------------------------------

FIRST_FACE = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  window.firstFace = document.documentElement.dataset.theme;
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_face_is_chosen_before_anything_is_shown(visit: Any, real_site: str, scheme: Scheme) -> None:
    page = visit(f"{real_site}/index.html", script=FIRST_FACE, color_scheme=scheme).page
    assert page.evaluate("window.firstFace") == scheme


def test_the_choice_of_a_reader_is_kept(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/index.html", color_scheme="light").page
    button = page.get_by_role("button", name="Color mode")
    while page.evaluate("document.documentElement.dataset.mode") != "dark":
        button.click()
    page.goto(f"{real_site}/chapters/background.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


# -- the frame ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1300, 390])
def test_there_is_one_way_to_search_in_sight(visit: Any, real_site: str, width: int) -> None:
    page = visit(f"{real_site}/chapters/background.html", width).page
    in_sight = page.locator(".search-button__button:visible")
    expect(in_sight).to_have_count(1)
    in_sight.click()
    page.locator("#pst-search-dialog input").fill("Zhanaozen")
    page.keyboard.press("Enter")
    expect(page.locator("#search-results li").first).to_be_visible()


def test_the_first_stop_of_the_keyboard_leads_to_the_text(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/chapters/background.html").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main-content"
    expect(page.locator(":focus")).to_be_in_viewport()


def test_on_a_telephone_the_contents_open_and_give_the_keyboard_back(visit: Any, real_site: str) -> None:
    page = visit(f"{real_site}/chapters/background.html", 390).page
    toggle = page.locator(".bd-header-article .primary-toggle")
    toggle.click()
    current = page.locator("dialog[open] nav [aria-current='page']")
    expect(current).to_have_text("Background")
    page.keyboard.press("Escape")
    expect(current).to_be_hidden()


# -- what is folded ----------------------------------------------------------------------------------------------------


def first_passage(real_book: Path) -> str:
    """The id of a passage that a page links to."""
    page = (real_book / "chapters" / "background.html").read_text(encoding="utf-8")
    found = re.search(r'href="sources\.html#(passage-[\w-]+)"', page)
    assert found
    return found[1]


def test_a_link_to_a_folded_passage_opens_it(visit: Any, real_book: Path, real_site: str) -> None:
    passage = first_passage(real_book)
    page = visit(f"{real_site}/chapters/sources.html").page
    expect(page.locator(f"#{passage}")).to_be_hidden()
    page.goto(f"{real_site}/chapters/sources.html#{passage}")
    expect(page.locator(f"#{passage}")).to_be_in_viewport()


def test_what_is_folded_stands_on_paper(visit: Any, real_book: Path, real_site: str) -> None:
    page = visit(f"{real_site}/chapters/sources.html").page
    page.emulate_media(media="print")
    expect(page.locator(f"#{first_passage(real_book)}")).to_be_visible()
    expect(page.locator("#pst-primary-sidebar")).to_be_hidden()
    expect(page.locator("main h1")).to_have_count(2)  # the page's, and the theme's own for paper
    expect(page.locator("main h1:visible")).to_have_count(1)


# -- wherever it stands ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["index", "chapters/timeline", "exercises/close-reading"])
def test_a_page_works_from_a_folder(visit: Any, real_book: Path, name: str) -> None:
    seen = visit((real_book / f"{name}.html").as_uri())
    assert seen.errors == []
    assert seen.foreign(real_book.as_uri()) == []


def test_the_search_works_from_a_folder(visit: Any, real_book: Path) -> None:
    seen = visit(f"{(real_book / 'search.html').as_uri()}?q=Zhanaozen")
    expect(seen.page.locator("#search-results li").first).to_be_visible()
    assert seen.errors == []


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Gives out files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the standard library
        """Say nothing."""


def test_a_page_works_under_a_path(visit: Any, real_book: Path) -> None:
    handler = functools.partial(Quiet, directory=str(real_book.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_address[1]}/{real_book.name}"
        seen = visit(f"{home}/chapters/timeline.html")
        assert seen.errors == []
        assert seen.foreign(home) == []
        server.shutdown()


def test_without_scripts_everything_can_be_read(visit: Any, real_site: str) -> None:
    seen = visit(f"{real_site}/chapters/background.html", java_script_enabled=False, color_scheme="dark")
    expect(seen.page.locator("article h1")).to_be_visible()
    expect(seen.page.get_by_role("button")).to_have_count(0)


MOODS = {
    "forced_colors": ("active", "matchMedia('(forced-colors: active)').matches"),
    "reduced_motion": ("reduce", "getComputedStyle(document.documentElement).scrollBehavior === 'auto'"),
    "contrast": ("more", "getComputedStyle(document.querySelector('.bd-article')).color === 'rgb(0, 0, 0)'"),
}


@pytest.mark.parametrize("mood", MOODS)
def test_the_mood_of_a_screen_is_heard(visit: Any, real_site: str, mood: str) -> None:
    value, heard = MOODS[mood]
    seen = visit(f"{real_site}/chapters/background.html", **{mood: value})
    assert seen.errors == []
    assert seen.page.evaluate(heard)
