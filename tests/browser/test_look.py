"""How a page looks where no rule of access says it: boxes on the edge of the text, and sheets that a browser prints.

Not here: what axe finds (`test_access.py`, `test_book.py`), and the papers that Typst sets (`tests/commands`).
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import FloatRect, Page
from pypdf import PdfReader

from tests.browser.conftest import THEME
from tests.browser.visiting import Visit
from tests.sphinx_ext import conftest as small

PRINTED = (
    "chapters/timeline",
    "chapters/synopsis",
    "chapters/matrix",
    "exercises/close-reading",
    "briefs/kazakhstan-january-2022",
)
SHEETS = ("A4", "Letter")
BOXES = """
:::{note}
A note.
:::

:::{admonition} A warning with a title of its own
:class: warning
- Words.
:::
"""


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a little book with a page of boxes."""
    root = tmp_path_factory.mktemp("boxes")
    with pytest.MonkeyPatch.context() as patch:
        book = small.Book(root / "book", root, patch)
        book.write("index.md", "# A book\n\n```{toctree}\nboxes\n```\n")
        book.write("boxes.md", f"# Boxes\n\nProse.\n{BOXES}")
        return book.build(**THEME).out.as_uri()


def at(page: Page, selector: str) -> FloatRect:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("kind", ["note", "warning"])
def test_a_box_stands_on_the_edge_of_the_text_and_its_words_below_its_title(
    visit: Any, boxes: str, kind: str, width: int
) -> None:
    seen: Visit = visit(f"{boxes}/boxes.html", width)
    box, title = at(seen.page, f".admonition.{kind}"), at(seen.page, f".admonition.{kind} > .admonition-title")
    assert box["x"] == pytest.approx(at(seen.page, "article h1")["x"], abs=1)
    words = at(seen.page, f".admonition.{kind} > .admonition-title + *")
    assert words["x"] == pytest.approx(title["x"], abs=1)
    assert words["y"] >= title["y"] + title["height"]
    assert title["x"] - box["x"] > 10
    signs = "[...document.querySelectorAll('.admonition-title')].map((e) => getComputedStyle(e, '::after').content)"
    assert set(seen.page.evaluate(signs)) == {"none"}


def headings(page: Path) -> set[str]:
    """What stands over something on a page: headings, and what tables are called."""
    tree: Any = html.document_fromstring(page.read_text(encoding="utf-8"))
    above = "//article//*[self::h2 or self::h3 or self::h4 or self::caption]"
    words = ".//text()[not(ancestor::a[contains(@class, 'headerlink')])]"
    return {squeezed("".join(heading.xpath(words))) for heading in tree.xpath(above)}


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("name", PRINTED)
def test_no_printed_sheet_is_empty_or_ends_in_a_heading(
    visit: Any, real_book: Path, real_site: str, name: str, sheet: str, record_property: Any
) -> None:
    page: Page = visit(f"{real_site}/{name}.html").page
    sheets = [each.extract_text() for each in PdfReader(io.BytesIO(page.pdf(format=sheet))).pages]
    known = headings(real_book / f"{name}.html")
    assert len(known) > 2
    assert len(sheets) > 3
    for number, text in enumerate(map(squeezed, sheets), 1):
        assert len(text) > 40, f"sheet {number} is empty, or bears a heading alone"
        assert [heading for heading in known if text.endswith(heading)] == [], f"sheet {number}"
    record_property("sheets that a browser printed", len(sheets))


def test_a_tall_drawing_is_printed_in_pieces(visit: Any, real_site: str) -> None:
    page: Page = visit(f"{real_site}/chapters/synopsis.html").page
    drawn, pieces = (
        page.locator(".sb-timeline .sb-drawing-column"),
        page.locator(".sb-timeline .sb-drawing-paper > svg"),
    )
    assert drawn.first.is_visible()
    assert not pieces.first.is_visible()
    page.emulate_media(media="print")
    assert not drawn.first.is_visible()
    tall = [box["height"] / box["width"] for box in [piece.bounding_box() for piece in pieces.all()] if box]
    assert len(tall) > 4
    assert max(tall) < 1.3
