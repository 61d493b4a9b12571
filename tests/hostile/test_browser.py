"""Hostile text in a browser: no script of it ever announces itself, and no policy has to stop one.

Here: every page of every edition, every drawing by itself, every page of the EPUB, the fragments that learning
platforms show, and questions in a QTI 3 player, each with all that can be opened opened and pressed. The pages are
looked at twice: with the policy of their host, and with no policy at all. Not here: the text in the files
(`test_outputs.py`).
"""

from __future__ import annotations

import csv
import io
import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, sync_playwright

from sourcebook.commands import serve
from sourcebook.exports.lms import pack
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.qti3_item import item_file
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.model import document, document_tree
from tests.browser.conftest import QUIET
from tests.exports.archives import bare, unpacked
from tests.hostile import shown
from tests.hostile.conftest import Hostile
from tests.hostile.strings import Marks
from tests.hostile.test_outputs import bank as bank  # noqa: PLC0414 -- a fixture is asked for by name

Note = Callable[[str, object], None]
LISTEN = """
window.__announced = [];
window.announced = (number) => window.__announced.push(number);
window.alert = window.confirm = window.prompt = (words) => { window.__announced.push(String(words)); };
"""
STIR = """() => {
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  const inert = (each) => each.tagName.toUpperCase() === "A" || each.type === "submit";
  [...document.querySelectorAll("button, summary, input, [tabindex], label")].filter((each) => !inert(each))
    .forEach((each) => {
      each.focus();
      each.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); // a drawing has no click()
    });
  for (const name of ["mouseover", "mouseenter", "focus", "pointerdown", "error", "load"])
    document.querySelectorAll("body *").forEach((each) => each.dispatchEvent(new Event(name)));
}"""
INJECTED = """() => [...document.querySelectorAll("*")].flatMap((each) =>
  [...each.attributes]
    .filter((own) => (/^on/i.test(own.name) && /announced/.test(own.value)) || /^\\s*javascript:/i.test(own.value)
      && ["href", "src", "action", "formaction", "xlink:href", "data"].includes(own.name))
    .map((own) => `${each.tagName} ${own.name}`)
  .concat(each.tagName.toLowerCase() === "script" && /announced/.test(each.textContent)
    && !/json/.test(each.type) ? ["a script"] : []))"""


class Watched:
    """A page of a browser that hears every announcement and every fault."""

    def __init__(self, context: BrowserContext) -> None:
        context.add_init_script(LISTEN)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append("a dialog")
        dialog.dismiss()

    def look(self, address: str) -> None:
        """Open an address, stir it, and fail where something of it ran."""
        self.page.goto(address)
        self.stir(address)

    def stir(self, name: str) -> None:
        self.page.evaluate(STIR)
        self.page.wait_for_timeout(20)
        assert self.page.evaluate("() => window.__announced") == [], name
        assert self.page.evaluate(INJECTED) == [], name
        assert self.faults == [], name


@pytest.fixture(scope="module")
def chrome(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium), args=[*QUIET, "--allow-file-access-from-files"]
        )
        yield browser
        browser.close()


@pytest.fixture
def watched(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A page; without any policy where a test asks so by a parameter."""
    context = chrome.new_context(bypass_csp=bool(getattr(request, "param", False)))
    yield Watched(context)
    context.close()


def test_a_script_that_runs_does_announce_itself(watched: Watched) -> None:
    watched.page.goto("data:text/html,<p id='x'>x</p>")
    watched.page.set_content("<img src=x onerror=announced(1)>")
    watched.page.wait_for_function("() => window.__announced.length > 0")
    with pytest.raises(AssertionError):
        watched.stir("a page that is not safe")


@pytest.mark.parametrize("edition", ["html", "instructor"])
@pytest.mark.parametrize("watched", [False, True], indirect=True, ids=["policy", "no-policy"])
def test_no_page_runs_what_a_record_says(
    hostile: Hostile, watched: Watched, edition: str, record_property: Note
) -> None:
    folder = hostile.made / edition
    pages = (path.relative_to(folder) for path in folder.rglob("*.html"))
    names = sorted(page.as_posix() for page in pages if "_static" not in page.parts)
    with serve.server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in [*names, "search.html?q=ferry", "search.html?q=announced"]:
            watched.look(f"{serve.address(server)}{name}")
        server.shutdown()
    assert len(names) >= 12
    record_property("hostile pages opened in a browser", len(names) + 2)


def test_the_search_shows_hostile_titles_as_text(hostile: Hostile, watched: Watched) -> None:
    with serve.server(hostile.made / "html") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        watched.look(f"{serve.address(server)}search.html?q=glossary")
        watched.page.wait_for_selector("#search-results li a")
        watched.stir("search results")
        results = watched.page.locator("#search-results").inner_text()
        server.shutdown()
    assert hostile.marks.whole(results)


def test_no_drawing_runs_what_a_record_says(
    hostile: Hostile, watched: Watched, tmp_path: Path, record_property: Note
) -> None:
    found: list[str] = []
    _, pages = document_tree.read(hostile.made / ".work" / "blocks")

    def noted(piece: document.Piece) -> list[document.Piece]:
        found.append(piece.svg if isinstance(piece, document.Picture) else "")
        return [piece]

    for page in pages:
        document_tree.changed(page, noted)
    for path in sorted((hostile.made / "html").glob("*.html")):
        drawn = lxml.html.document_fromstring(path.read_text(encoding="utf-8")).iter("svg")
        found += [etree.tostring(each, encoding="unicode") for each in drawn if "zq" in str(each.xpath("string()"))]
    written = [svg for svg in found if svg]
    assert len(written) >= 4
    for number, svg in enumerate(written):
        text = svg if "xmlns=" in svg else svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
        (tmp_path / f"{number}.svg").write_text(text, encoding="utf-8")
        watched.page.goto((tmp_path / f"{number}.svg").as_uri())
        assert watched.page.evaluate("() => document.documentElement.localName") == "svg"
        assert watched.page.evaluate("() => window.__announced") == []
        assert watched.page.evaluate(INJECTED) == []
    record_property("hostile drawings opened in a browser", len(written))


def test_no_page_of_the_epub_runs_what_a_record_says(
    hostile: Hostile, watched: Watched, tmp_path: Path, record_property: Note
) -> None:
    parts = unpacked((hostile.made / "epub" / "book.epub").read_bytes())
    for name, data in parts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    names = [name for name in parts if name.endswith(".xhtml")]
    assert len(names) >= 12
    for name in names:
        watched.look((tmp_path / name).as_uri())
    record_property("hostile pages of an EPUB opened in a browser", len(names))


NO_FRAGMENTS = {"qti3.zip", "questions.gift", "rubric.csv", "marks.csv"}
"""Items of QTI are played below; of GIFT a platform makes its own pages, and a spreadsheet shows no HTML."""
FRAGMENTS = [name for name in lms_formats() if name not in NO_FRAGMENTS]


@pytest.mark.parametrize("name", FRAGMENTS)
def test_no_fragment_for_a_platform_runs_what_a_field_says(
    bank: tuple[Bank, Marks], watched: Watched, name: str, record_property: Note
) -> None:
    data = pack.files(bank[0])[name]
    fragments = list(_IN_FORM.get(name, _in_files)(data))
    assert len(fragments) >= 20
    watched.page.goto("data:text/html,<p>x</p>")
    watched.page.set_content("".join(f"<section>{each}</section>" for each in fragments))
    watched.stir(name)
    record_property("hostile fragments shown in a browser", len(fragments))


def _in_files(data: bytes) -> Iterator[str]:
    """The HTML in a file, or in those of an archive."""
    packed = unpacked(data) if data[:2] == b"PK" else {"file.xml": data}
    for part, inner in packed.items():
        yield from _fragments(inner) if part.endswith((".xml", ".html")) else ()


def _in_items(data: bytes) -> Iterator[str]:
    """The bodies and the feedback of QTI items, as a page in HTML holds them."""
    for name, inner in unpacked(data).items():
        for element in bare(inner).iter("itemBody", "modalFeedback") if name.startswith("items/") else ():
            yield etree.tostring(element, encoding="unicode", method="html")


def _in_lines(data: bytes) -> Iterator[str]:
    """The fields of Blackboard's lines, but for what is typed."""
    lines = [line.split("\t") for line in data.decode().splitlines()]
    return (field for kind, *fields in lines for field in fields[: 1 if kind.startswith("FIB") else None])


def _in_cells(data: bytes) -> Iterator[str]:
    """The cells of Brightspace's table that say that they are HTML."""
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        yield from (cell for cell, mark in itertools.pairwise(row) if mark == "HTML")


def _in_cards(data: bytes) -> Iterator[str]:
    """The fields of Anki's notes."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(unpacked(data)["collection.anki2"])
        for (fields,) in database.execute("SELECT flds FROM notes"):
            yield from fields.split("\x1f")


_IN_FORM: dict[str, Callable[[bytes], Iterator[str]]] = {
    "qti21.zip": _in_items,
    "blackboard.txt": _in_lines,
    "brightspace.csv": _in_cells,
    "cards.apkg": _in_cards,
}


def _fragments(data: bytes) -> Iterator[str]:
    """The HTML in a file: the file itself, or the texts that it declares to be HTML."""
    if data.lstrip()[:5].lower() in {b"<!doc", b"<html"}:
        yield data.decode()
        return
    for element in etree.fromstring(data).iter(etree.Element):
        if shown.is_html(element) and (element.text or "").strip():
            yield element.text or ""


def test_no_question_in_a_player_runs_what_a_field_says(
    bank: tuple[Bank, Marks], watched: Watched, npm_packages: Path, record_property: Note
) -> None:
    items, marks = bank[0].items, bank[1]
    watched.page.goto((npm_packages.parent / "player.html").as_uri())
    other = item_file(next(item for item in items if item.kind == "essay")).decode()
    for item in (item for item in items if item.kind != "essay"):
        watched.page.evaluate("([xml, other]) => play(xml, [], other)", [item_file(item).decode(), other])
        assert marks.whole(watched.page.locator(".qti-item-body").inner_text()), item.id
        assert watched.page.evaluate("() => window.__announced") == [], item.id
        assert watched.page.evaluate(INJECTED) == [], item.id
    assert watched.faults == []
    record_property("hostile questions played in a browser", len(items))


def test_browser_and_parser_agree_on_what_a_page_says(hostile: Hostile, watched: Watched) -> None:
    page = hostile.made / "html" / "list.html"
    watched.page.goto(page.as_uri())
    text: Any = watched.page.evaluate("() => document.body.textContent")
    parsed = hostile.marks.whole("\n".join(shown.html(page.read_bytes())))
    assert hostile.marks.whole(text) >= parsed - _in_head(hostile)


def _in_head(hostile: Hostile) -> set[int]:
    return {number for number, where in hostile.marks.where.items() if where.startswith("conf.py")}
