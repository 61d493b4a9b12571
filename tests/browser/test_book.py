"""The project's own book as its readers meet it: every kind of page, or every page where SOURCEBOOK_PAGES is `all`.

Each page is opened under the strictest policy that it can have, on a wide light screen and a narrow dark one (all four
combinations where every page is asked for). Not here: what single parts do when they are used (`test_evidence.py`), and
readers who need more than a screen and a mouse (`test_access.py`).
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import http.server
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html
from playwright.sync_api import expect

from sourcebook.commands import serve
from tests.browser.visiting import MAKE_ALL, Scheme, pages

SCREENS: list[tuple[int, Scheme]] = [(1300, "light"), (390, "dark")]
OTHERS: list[tuple[int, Scheme]] = [(1300, "dark"), (390, "light")]
LIGHTEST = 200_000
"""Bytes of a page with all that it loads, compressed, without images."""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Gives out files and says nothing."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name in the standard library
        """Say nothing."""


@contextmanager
def given_out(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """The address of a folder that is given out without any policy."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


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
    assert seen.page.evaluate("window.shifted") == 0
    faults, passed = seen.faults()
    assert faults == []
    record_property("pages times screens without a fault of access, a shift, a foreign request, a breach of policy", 1)
    record_property("rules of axe that passed", passed)


PIECE, SLOWLY = 61, 30_000
"""Bytes that a slow line gives out at a time, cut anywhere, and so many of a page."""


class Slow(Quiet):
    """Gives out the beginning of a page's text piece by piece, which a browser may paint in between."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        data = source.read()
        begins = max(data.find(b"<main"), 0)
        ends = begins + SLOWLY if self.path.endswith(".html") else begins
        cuts = [0, *range(begins, ends, PIECE), len(data)]
        for start, end in pairwise(cuts):
            outputfile.write(data[start:end])
            outputfile.flush()
            time.sleep(0.006)


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("name", ["index", "chapters/people"])
def test_a_page_that_comes_in_pieces_does_not_move(visit: Any, real_book: Path, name: str, width: int) -> None:
    with given_out(real_book, Slow) as home:
        assert visit(f"{home}/{name}.html", width, SHIFTS).page.evaluate("window.shifted") == 0


PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const first = list.getEntriesByName("first-contentful-paint")[0];
  if (first) done(Math.round(first.startTime));
}).observe({ type: "paint", buffered: true }))"""


@pytest.mark.parametrize("name", pages())
def test_a_page_is_light(visit: Any, real_site: str, name: str, record_property: Any) -> None:
    seen = visit(f"{real_site}/{name}.html", slowed=4)
    answers = [asked.response() for asked in seen.requests if asked.resource_type != "image"]
    sizes = {a.url: len(gzip.compress(a.body(), 6)) for a in answers if a and not a.url.startswith("data:")}
    assert len(sizes) > 5
    assert sum(sizes.values()) < LIGHTEST, sizes
    record_property("bytes of a page, compressed (most)", sum(sizes.values()))
    # Said and not judged: how fast a busy machine paints says little about the page.
    record_property("ms to the first paint, processor slowed four times (most)", seen.page.evaluate(PAINTED))


# -- nothing from elsewhere --------------------------------------------------------------------------------------------

FETCHES = "//@src | //@srcset | //@poster | //@action | //@formaction | //@ping | //link[@rel!='canonical']/@href"


def written(book: Path) -> dict[str, html.HtmlElement]:
    """Every page of the book as a tree."""
    files = [path for path in sorted(book.rglob("*.html")) if "_static" not in path.parts]
    return {path.relative_to(book).as_posix(): html.parse(str(path)).getroot() for path in files}


def elsewhere(address: str) -> bool:
    return bool(urlsplit(address).netloc)


def test_no_page_names_anything_to_fetch_from_another_host(real_book: Path, record_property: Any) -> None:
    found = written(real_book)
    fetched = {(name, address) for name, tree in found.items() for address in tree.xpath(FETCHES)}
    assert len(found) > 15
    assert [(name, address) for name, address in fetched if elsewhere(address)] == []
    sheets = {address.partition("?")[0] for _, address in fetched if ".css" in address}
    texts = [(real_book / sheet.lstrip("./")).read_text(encoding="utf-8") for sheet in sheets]
    assert re.findall(r"(?:@import|url\()\s*[\"']?(?:https?:)?//[^\"')]*", "".join(texts)) == []
    record_property("pages that name nothing to fetch from elsewhere", len(found))


def test_a_link_that_leads_away_carries_nothing_about_the_reader(real_book: Path) -> None:
    links = {href for tree in written(real_book).values() for href in tree.xpath("//a/@href") if elsewhere(href)}
    assert links  # the licence, at least
    assert [href for href in links if urlsplit(href).query or urlsplit(href).scheme != "https"] == []
    policy = serve.read_headers(real_book)["Referrer-Policy"]
    assert policy in {"no-referrer", "same-origin"}


def test_the_policy_allows_what_the_pages_hold_and_no_more(real_book: Path, record_property: Any) -> None:
    trees = written(real_book).values()
    held = {text for tree in trees for text in tree.xpath("//script[not(@src)][not(@type='application/json')]/text()")}
    held |= {text for tree in trees for text in [*tree.xpath("//style/text()"), *tree.xpath("//@style")]}
    needed = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in held}
    given = re.findall(r"'sha256-([^']+)'", serve.read_headers(real_book)["Content-Security-Policy"])
    assert sorted(given) == sorted(needed)
    record_property("hashes in the policy, each of them needed", len(given))


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


def first_passage(real_book: Path) -> list[str]:
    """The page and the id of a passage that a page links to."""
    page = (real_book / "chapters" / "background.html").read_text(encoding="utf-8")
    found = re.search(r'href="(sources-[\w-]+\.html#passage-[\w-]+)"', page)
    assert found
    return found[1].split("#")


def test_a_link_to_a_folded_passage_opens_it(visit: Any, real_book: Path, real_site: str) -> None:
    name, passage = first_passage(real_book)
    page = visit(f"{real_site}/chapters/{name}").page
    expect(page.locator(f"#{passage}")).to_be_hidden()
    page.goto(f"{real_site}/chapters/{name}#{passage}")
    expect(page.locator(f"#{passage}")).to_be_in_viewport()


def test_an_old_link_to_a_passage_leads_to_the_page_where_it_stands_now(
    visit: Any, real_book: Path, real_site: str
) -> None:
    name, passage = first_passage(real_book)
    page = visit(f"{real_site}/chapters/sources.html#{passage}").page
    page.wait_for_url(f"**/chapters/{name}#{passage}")
    expect(page.locator(f"#{passage}")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize(
    ("name", "begins"), [("exercises/corroboration", "exercise-"), ("chapters/timeline", "event-")]
)
def test_a_deep_link_ends_at_what_it_names(
    visit: Any, real_book: Path, real_site: str, name: str, begins: str, width: int
) -> None:
    tree = html.parse(str(real_book / f"{name}.html")).getroot()
    marks = [mark for mark in tree.xpath("//main//@id") if mark.startswith(begins) and not mark.endswith("-title")]
    wanted = marks[len(marks) * 2 // 3]
    page = visit(f"{real_site}/{name}.html#{wanted}", width).page
    top = "(mark) => Math.round(document.getElementById(mark).getBoundingClientRect().top)"
    page.wait_for_function(f"(mark) => {{ const top = ({top})(mark); return top >= 0 && top < 250; }}", arg=wanted)
    page.wait_for_timeout(500)  # and it stays there
    assert 0 <= page.evaluate(top, wanted) < 250


def test_what_is_folded_stands_on_paper(visit: Any, real_book: Path, real_site: str) -> None:
    name, passage = first_passage(real_book)
    page = visit(f"{real_site}/chapters/{name}").page
    page.emulate_media(media="print")
    expect(page.locator(f"#{passage}")).to_be_visible()
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


def test_a_page_works_under_a_path(visit: Any, real_book: Path) -> None:
    with given_out(real_book.parent) as server:
        home = f"{server}/{real_book.name}"
        seen = visit(f"{home}/chapters/timeline.html")
        assert seen.errors == []
        assert seen.foreign(home) == []


def test_without_scripts_everything_can_be_read(visit: Any, real_site: str) -> None:
    seen = visit(f"{real_site}/chapters/background.html", java_script_enabled=False, color_scheme="dark")
    expect(seen.page.locator("article h1")).to_be_visible()
    expect(seen.page.get_by_role("button")).to_have_count(0)


MOODS = {
    "forced_colors": ("active", "matchMedia('(forced-colors: active)').matches"),
    "reduced_motion": (
        "reduce",
        "[...document.querySelectorAll('*')].every((part) => getComputedStyle(part).transitionDuration === '0s')",
    ),
    "contrast": ("more", "getComputedStyle(document.querySelector('.bd-article')).color === 'rgb(0, 0, 0)'"),
}


def test_a_link_into_a_long_page_jumps_at_once(visit: Any, real_site: str) -> None:
    seen = visit(f"{real_site}/chapters/background.html")
    assert seen.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("mood", MOODS)
def test_the_mood_of_a_screen_is_heard(visit: Any, real_site: str, mood: str) -> None:
    value, heard = MOODS[mood]
    seen = visit(f"{real_site}/chapters/background.html", **{mood: value})
    assert seen.errors == []
    assert seen.page.evaluate(heard)
