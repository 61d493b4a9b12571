"""Pictures on paper: of Markdown and of directives, raw SVG, alone in a paragraph and inside a line."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from sourcebook.exports.lms import safe_html
from sourcebook.exports.paper import pdf, volume, word
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.sphinx_ext.blocks import pictures

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book

OPENED = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="4">'
SVG = f'{OPENED}<title>A boat</title><rect width="9" height="4"/></svg>'
"""On one line, so that the parser of Markdown takes it for something inside a line."""


def png() -> bytes:
    """A red picture of eight dots by four."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = (8).to_bytes(4, "big") + (4).to_bytes(4, "big") + b"\x08\x02\0\0\0"
    dots = (b"\0" + b"\xff\0\0" * 8) * 4
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(dots)) + chunk(b"IEND", b"")


def set_(book: Book, text: str, **config: Any) -> tuple[b.Page, bytes, list[str]]:
    """A page of this text: its records, its PDF, and the warnings of the build."""
    (book.root / "quay.png").write_bytes(png())
    book.write("story.md", f"# The story\n\n{text}\n")
    built = book.build("blocks", myst_enable_extensions=["colon_fence", "deflist", "attrs_inline"], **config)
    order, pages = document_tree.read(built.out)
    page = next(page for page in pages if page.name == "story")
    return page, pdf.chapter(order, page), built.warnings


def pictures_in(page: b.Page) -> list[b.Picture | b.InlinePicture]:
    return [piece for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Picture | b.InlinePicture)]


def figures(data: bytes) -> list[str]:
    """The words of every picture that a PDF tells to those who cannot see it."""

    def below(node: Any) -> list[str]:
        if isinstance(node, pikepdf.Array):
            return [words for child in node for words in below(child)]
        if not isinstance(node, pikepdf.Dictionary):
            return []
        own = [str(node.get("/Alt", ""))] if node.get("/S") == "/Figure" else []
        return own + below(node.get("/K"))

    with pikepdf.open(io.BytesIO(data)) as document:
        return below(document.Root.StructTreeRoot.K)


def photographs(data: bytes) -> list[int]:
    """The width in pixels of each photograph in a PDF."""
    with pikepdf.open(io.BytesIO(data)) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        return [int(stream.Width) for stream in streams if stream.get("/Subtype") == "/Image"]


ALONE = {
    "markdown": ("![A quay](quay.png)", "A quay"),
    "in a list": ("- ![A quay](quay.png)", "A quay"),
    "in a cell": ("| a |\n|---|\n| ![A quay](quay.png) |", "A quay"),
    "in a quotation": ("> ![A quay](quay.png)", "A quay"),
    "by reference": ("![A quay][q]\n\n[q]: quay.png", "A quay"),
    "directive": (":::{image} quay.png\n:alt: A quay\n:::", "A quay"),
    "linked figure": (":::{figure} quay.png\n:alt: A quay\n:target: https://example.org/\n\nWords\n:::", "A quay"),
    "drawing": (SVG, "A boat"),
    "drawing in HTML without a namespace": (
        '<svg viewBox="0,0,9,4">\n<title>A boat</title><rect width="9" height="4"/>\n</svg>',
        "A boat",
    ),
}


@pytest.mark.parametrize(("text", "alt"), ALONE.values(), ids=ALONE)
def test_a_picture_alone_in_its_paragraph_is_a_block_of_its_own(book: Book, text: str, alt: str) -> None:
    page, data, warnings = set_(book, text)
    (found,) = pictures_in(page)
    assert isinstance(found, b.Picture)
    assert (found.alt, warnings, figures(data)) == (alt, [], [alt])


INSIDE = {
    "markdown": ("At the ![quay](quay.png) here.", "quay"),
    "two": ("![quay](quay.png) ![quay](quay.png)", "quay"),
    "link": ("[![quay](quay.png)](https://example.org/)", "quay"),
    "target": (":::{image} quay.png\n:alt: quay\n:target: https://example.org/\n:::", "quay"),
    "heading": ("## The ![quay](quay.png)", "quay"),
    "term": ("The ![quay](quay.png)\n: Words", "quay"),
    "drawing": (f"At the {SVG} here.", "A boat"),
}


@pytest.mark.parametrize(("text", "alt"), INSIDE.values(), ids=INSIDE)
def test_a_picture_inside_a_line_is_shown_there(book: Book, text: str, alt: str) -> None:
    page, data, warnings = set_(book, text)
    assert {type(piece) for piece in pictures_in(page)} == {b.InlinePicture}
    assert (set(figures(data)), warnings) == ({alt}, [])


@pytest.mark.parametrize("text", ["![A quay](quay.png)", "At the ![A quay](quay.png) here."])
def test_the_photograph_itself_stands_in_the_document(book: Book, text: str) -> None:
    assert photographs(set_(book, "A quay.")[1]) == []
    assert photographs(set_(book, text)[1]) == [8]


def test_a_linked_figure_leads_where_its_picture_does(book: Book) -> None:
    page, data, _ = set_(book, ALONE["linked figure"][0])
    (found,) = pictures_in(page)
    assert isinstance(found, b.Picture)
    assert (found.uri, document_tree.plain_text(found.caption)) == ("https://example.org/", "Words")
    assert b"https://example.org/" in data


DECORATIVE = {
    "alone": "![](quay.png){.decorative}",
    "inside": "At the ![](quay.png){.decorative} here.",
    "directive": ":::{image} quay.png\n:class: decorative\n:::",
    "drawing": SVG.replace("<title>A boat</title>", "").replace("<svg", '<svg aria-hidden="true"'),
}


@pytest.mark.parametrize("text", DECORATIVE.values(), ids=DECORATIVE)
def test_a_decorative_picture_is_painted_and_says_nothing(book: Book, text: str) -> None:
    page, data, warnings = set_(book, text)
    (found,) = pictures_in(page)
    assert (found.alt, found.decorative, warnings, figures(data)) == ("", True, [], [])
    assert volume.faults([page]) == []
    shown = book.build("html", myst_enable_extensions=["colon_fence", "attrs_inline"]).page("story.html")
    assert 'alt=""' in shown or "aria-hidden" in shown


@pytest.mark.parametrize("text", ["![](quay.png)", "At the ![](quay.png) here."])
def test_a_picture_without_words_says_the_name_of_its_file_and_is_told(book: Book, text: str) -> None:
    page, data, warnings = set_(book, text)
    assert [piece.alt for piece in pictures_in(page)] == figures(data) == ["[quay.png]"]
    assert ["silent-picture" in line for line in warnings] == [True]


def test_a_drawing_without_a_title_is_a_picture_without_words(book: Book) -> None:
    book.write("story.md", f"# The story\n\nAt {SVG.replace('<title>A boat</title>', '')} here.\n")
    _, pages = document_tree.read(book.build("blocks").out)
    assert [problem.kind.label for problem in volume.faults(pages)] == ["no-alt-text"]


BROKEN = {
    "not closed": ("</rect>", "broken SVG drawing"),
    "of no size": ('<rect width="9" height="4"/>', "of no size"),
}


@pytest.mark.parametrize("written", ["At {} here.", "{}"])
@pytest.mark.parametrize(("part", "why"), BROKEN.values(), ids=BROKEN)
def test_a_drawing_that_cannot_be_shown_is_told_once_and_its_title_stands(
    book: Book, written: str, part: str, why: str
) -> None:
    bad = SVG.replace('<rect width="9" height="4"/>', part)
    bad = bad.replace('width="9" height="4"><title', 'width="0" height="4"><title') if "size" in why else bad
    page, _, warnings = set_(book, written.format(bad))
    assert pictures_in(page) == []
    assert "A boat" in document_tree.plain_text(page.blocks)
    assert [why in line and "unknown-node" in line for line in warnings] == [True]


def test_tags_of_a_drawing_in_a_line_reach_the_browser_as_they_are(book: Book) -> None:
    book.write("story.md", f"# The story\n\nAt {SVG.replace('A boat', 'A & B')} here.\n")
    assert SVG.replace("A boat", "A &amp; B") in book.build("html").page("story.html")


def test_where_no_picture_can_stand_its_words_do(book: Book) -> None:
    page, _, _ = set_(book, "![A quay](quay.png)\n\nAt the ![boat](quay.png) here. ![](quay.png){.decorative}")
    order, _ = document_tree.read(book.root.parent / "blocks")
    text = safe_html.html(page.blocks)
    assert "[Picture: A quay]" in text
    assert "At the boat here." in text
    assert safe_html.has_picture(page.blocks)
    assert word.document(page, order.language).startswith(b"PK")


def test_what_a_drawing_says_of_itself() -> None:
    assert pictures.names_in(SVG) == ["A boat"]
    assert pictures.names_in('<svg xmlns="http://www.w3.org/2000/svg" aria-label="A mast"/>') == ["A mast"]
    assert pictures.names_in("<svg") == []
