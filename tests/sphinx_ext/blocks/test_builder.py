"""The builder `blocks`: what stands on a page, as records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sourcebook.exports.data import proof_bundle
from sourcebook.exports.paper import pdf
from sourcebook.model import document as b
from sourcebook.model import document_tree
from tests.figures.test_svg_pages import png, timeline

if TYPE_CHECKING:
    from tests.sphinx_ext.conftest import Book, Built


def story(built: Built) -> b.Page:
    _, pages = document_tree.read(built.out)
    return next(page for page in pages if page.name == "story")


def written(book: Book, text: str) -> b.Page:
    """The records of a page with this text."""
    book.write("story.md", f"# The story\n\n{text}\n")
    built = book.build("blocks", myst_enable_extensions=["colon_fence", "deflist", "fieldlist"])
    assert built.warnings == []
    return story(built)


def first(page: b.Page, kind: type[b.Piece]) -> b.Piece:
    return next(piece for piece in document_tree.walk(page.blocks) if isinstance(piece, kind))


def test_the_order_of_the_book_is_that_of_its_contents(book: Book) -> None:
    order, _ = document_tree.read(book.build("blocks").out)
    assert [name for name, _ in order.pages] == ["index", "story", "actors", "list"]


def test_a_page_below_another_lies_deeper(book: Book) -> None:
    book.write("story.md", "# The story\n\n```{toctree}\ndeep\n```\n")
    book.write("deep.md", "# Deep\n")
    order, _ = document_tree.read(book.build("blocks").out)
    assert dict(order.pages) == {"index": 0, "story": 0, "deep": 1, "actors": 0, "list": 0}


def test_the_book_names_its_sources_and_where_each_passage_stands(book: Book) -> None:
    order, _ = document_tree.read(book.build("blocks").out)
    ferry, letter = order.sources
    assert (ferry.short, ferry.author, ferry.container) == ("Quill", "Ilsa Quill", "The Merrow Lantern")
    assert ferry.state == "proven against the full text"
    assert (letter.author, letter.copy) == ("author not given in the text", "re-translated copy")
    assert order.paragraphs["ferry-2031/engine-not-safe"] == 2


def test_a_quotation_keeps_words_plain_words_attribution_and_passage(book: Book) -> None:
    found = first(written(book, ":::{sb:quote} ferry-2031/ferry-stopped\n:::"), b.Quotation)
    assert isinstance(found, b.Quotation)
    assert document_tree.plain_text(found.words) == "“The ferry to Merrow Island stopped on Monday.”"
    assert document_tree.plain_text(found.plain) == "In plain words: No boat sails to the island."
    assert document_tree.plain_text(found.attribution) == "Ilsa Quill, in Quill ¶2"
    assert (found.ref, found.proof) == ("ferry-2031/ferry-stopped", [])
    assert found.anchors == ["story#quote-ferry-2031-ferry-stopped"]


def test_a_quotation_that_fails_says_so(book: Book) -> None:
    book.write("story.md", "# The story\n\n:::{sb:quote} ferry-2031/ferry-stopped\nThe ferry sank on Monday.\n:::\n")
    found = first(story(book.build("blocks")), b.Quotation)
    assert isinstance(found, b.Quotation)
    assert document_tree.plain_text(found.proof).startswith("Rejected")


def test_a_quotation_in_a_sentence_has_its_passage_and_leads_to_it(book: Book) -> None:
    page = written(book, "Reed says {sb:q}`not safe <ferry-2031/engine-not-safe>`.")
    found = next(piece for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Span) and piece.ref)
    assert document_tree.plain_text(found) == "“not safe”"
    link = next(piece for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Link))
    assert document_tree.plain_text(link) == "(Quill ¶2, according to Merrow council)"
    assert link.target == "list#passage-ferry-2031-engine-not-safe"
    assert not link.page


def test_a_link_that_the_author_set_asks_for_its_page(book: Book) -> None:
    page = written(book, "See [](list.md) and [elsewhere](https://example.org/).")
    inside, outside = (piece for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Link))
    assert (inside.target, inside.page, document_tree.plain_text(inside)) == ("list", True, "All sources")
    assert (outside.uri, outside.page) == ("https://example.org/", False)


MARKUP = {
    "stress": ("*a*", b.Emphasis),
    "weight": ("**a**", b.Strong),
    "code": ("`a`", b.Code),
    "heading": ("## A a", b.Heading),
    "points": ("- a", b.Items),
    "numbers": ("3. a", b.Items),
    "terms": ("a\n: b", b.Definitions),
    "fields": (":a: b", b.Definitions),
    "table": ("| a | b |\n|---|---|\n| c | d |", b.Table),
    "listing": ("```\na\n```", b.Listing),
    "box": (":::{warning}\na\n:::", b.Box),
    "titled box": (":::{admonition} t\na\n:::", b.Box),
    "quoted block": ("> a", b.Group),
    "rule": ("a\n\n---\n\nb", b.Rule),
    "break": ("a\\\nb", b.Break),
    "raised": ("{sup}`a`", b.Raised),
    "topic": (":::{topic} t\na\n:::", b.Box),
    "lines": ("```{eval-rst}\n| a\n| b\n```", b.Break),
    "rubric": (":::{rubric} a\n:::", b.Heading),
    "glossary": (":::{glossary}\na\n  b\n:::", b.Definitions),
    "mathematics": ("{math}`a`", b.Code),
}


@pytest.mark.parametrize(("markup", "kind"), MARKUP.values(), ids=MARKUP)
def test_everything_of_myst_has_its_record_and_keeps_its_words(book: Book, markup: str, kind: type[b.Piece]) -> None:
    page = written(book, markup)
    found = [document_tree.plain_text(piece) for piece in document_tree.walk(page.blocks) if isinstance(piece, kind)]
    assert any(words.endswith("a") or "a" in words.split() for words in found) or (found and kind in (b.Rule, b.Break))
    assert pdf.chapter(document_tree.read(book.root.parent / "blocks")[0], page).startswith(b"%PDF")


def test_numbers_go_on_from_where_the_author_began(book: Book) -> None:
    found = first(written(book, "3. a\n4. b"), b.Items)
    assert isinstance(found, b.Items)
    assert (found.ordered, found.start, len(found.items)) == (True, 3, 2)


def test_a_table_keeps_head_body_caption_and_row_headers(book: Book) -> None:
    table = ":::{list-table} Who\n:header-rows: 1\n:stub-columns: 1\n* - a\n  - b\n* - c\n  - d\n:::"
    found = first(written(book, table), b.Table)
    assert isinstance(found, b.Table)
    assert (
        document_tree.plain_text(found.head),
        document_tree.plain_text(found.body),
        document_tree.plain_text(found.caption),
    ) == ("a b", "c d", "Who")
    assert [cell.header for cell in found.body[0]] == [True, False]
    assert all(cell.header for cell in found.head[0])


def test_footnotes_stand_with_the_page_and_their_marks_in_the_text(book: Book) -> None:
    page = written(book, "a[^n] b[^n]\n\n[^n]: The *note*.")
    marks = [piece.id for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Note)]
    assert len(marks) == 2
    assert len(set(marks)) == 1
    assert document_tree.plain_text(page.notes[marks[0]]) == "The note."
    assert "The note" not in document_tree.plain_text(page.blocks)


def test_a_photograph_is_a_picture_with_its_words(book: Book) -> None:
    (book.root / "quay.png").write_bytes(png(30, 20))
    found = first(written(book, ":::{figure} quay.png\n:alt: A quay\n\nThe *quay*\n:::"), b.Picture)
    assert isinstance(found, b.Picture)
    assert (found.alt, document_tree.plain_text(found.caption)) == ("A quay", "The quay")
    assert 'width="30"' in found.svg


def test_a_drawing_in_html_is_a_picture_that_says_what_it_says_of_itself(book: Book) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><title>Night</title><desc>Hours.</desc></svg>'
    found = first(written(book, f"```{{raw}} html\n<div>{svg}</div>\n```"), b.Picture)
    assert isinstance(found, b.Picture)
    assert (found.svg, found.alt, document_tree.plain_text(found.caption)) == (svg, "Night Hours.", "Night")


def test_a_tall_drawing_comes_in_parts_that_say_which(book: Book) -> None:
    page = written(book, f"```{{raw}} html\n{timeline(30)}\n```")
    alts = [piece.alt for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Picture)]
    assert len(alts) > 1
    assert alts[-1] == f"Night Part {len(alts)} of {len(alts)}."


def test_markup_for_html_leaves_no_trace(book: Book) -> None:
    page = written(book, "before\n\n```{raw} html\n<script>alert(1)</script>\n```\n\nafter")
    assert document_tree.plain_text(page.blocks) == "The story before after"


def test_a_node_that_nobody_knows_warns_and_keeps_its_words(book: Book) -> None:
    book.write("story.md", "# The story\n\n```{hlist}\n- boat\n- quay\n```\n")
    built = book.build("blocks")
    assert [line for line in built.warnings if "unknown-node" in line and "hlist" in line]
    assert "boat" in document_tree.plain_text(story(built).blocks)
    assert book.build("blocks", folder="quiet", suppress_warnings=["sourcebook.unknown-node"]).warnings == []


def test_the_evidence_of_a_page_lies_beside_it(book: Book) -> None:
    built = book.build("blocks")
    evidence = json.loads((built.out / f"story.{proof_bundle.ATTACHMENT}").read_text(encoding="utf-8"))
    assert evidence["version"] == proof_bundle.VERSION
    assert evidence["quotations"] == []  # this book has no seals


def test_a_book_without_sources_has_pages_all_the_same(empty: Book) -> None:
    order, (page,) = document_tree.read(empty.build("blocks").out)
    assert order.sources == []
    assert "is quoted in this" in document_tree.plain_text(page.blocks)


def test_parallel_writing_gives_the_same(book: Book) -> None:
    alone, together = book.build("blocks", folder="alone"), book.build("blocks", parallel=2, folder="together")
    names = sorted(path.relative_to(alone.out) for path in alone.out.rglob("*.json"))
    assert names == sorted(path.relative_to(together.out) for path in together.out.rglob("*.json"))
    for name in names:
        assert (alone.out / name).read_bytes() == (together.out / name).read_bytes()


def test_the_whole_book_becomes_a_pdf(book: Book) -> None:
    order, pages = document_tree.read(book.build("blocks").out)
    assert pdf.book(order, pages).startswith(b"%PDF")
