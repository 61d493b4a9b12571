"""References: what each says, that what is not known is left out, and that a page says one of each kind."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from sourcebook.sphinx_ext.directives.cite import Work
from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.harbour import furnish

BASE = "https://books.example/harbour/"
KNOWN: dict[str, Any] = {"html_title": "The harbour", "author": "The crew", "release": "2.1", "html_baseurl": BASE}
WORK = Work("The harbour", "The crew", "2.1", "2031-05-06", BASE, "Ours: CC BY.")


def cited(built: Built, page: str, path: str) -> list[str]:
    """The references on a page below what a path names."""
    root = lxml.html.fromstring(built.page(page))
    found: Any = root.xpath(f"{path}//details[@class='sb-cite']/p")
    return [part.text_content() for part in found]


@pytest.fixture
def harbour(book: Book) -> Book:
    furnish(book)
    return book


def test_the_book_is_cited_with_what_is_known_of_it() -> None:
    assert WORK.book() == f"The crew. The harbour. Version 2.1. 6 May 2031. {BASE}"
    assert Work("The harbour").book() == "The harbour."


def test_a_part_is_cited_with_its_address() -> None:
    assert WORK.part("The quay", "quay.html") == (
        f"The crew. “The quay”, in The harbour, version 2.1. 6 May 2031. {BASE}quay.html"
    )
    assert Work("The harbour").part("How many?", "x.html", "an exercise") == "“How many?”, an exercise, in The harbour."


def test_a_record_for_a_reference_manager_holds_no_brace_of_its_fields() -> None:
    record = Work("The {harbour}\\", "The crew", "2.1", "2031-05-06").bibtex()
    assert record.splitlines() == [
        "@misc{the-2031,",
        "  title = {{The harbour}},",
        "  author = {{The crew}},",
        "  year = {{2031}},",
        "  version = {{2.1}},",
        "}",
    ]


def test_a_quotation_is_cited_with_speaker_reporter_article_paragraph_and_address(book: Book) -> None:
    book.write("story.md", "# The story\n\n:::{sb:quote} ferry-2031/engine-not-safe\n:::\n")
    built = book.build(**KNOWN)
    (reference,) = cited(built, "story.html", "//figure")
    assert reference == (
        "Tomas Reed, according to Merrow council: “The engine is not safe. We sail again in spring.” In “No boat to "
        "Merrow Island”, The Merrow Lantern, by Ilsa Quill, 3 February 2031 or later, ¶2. Quoted via The harbour, "
        f"version 2.1. {BASE}story.html#quote-ferry-2031-engine-not-safe"
    )


def test_a_retranslated_copy_is_named_and_an_author_not_invented(book: Book) -> None:
    built = book.build(**KNOWN)
    (reference,) = cited(built, "list.html", "//*[@id='passage-quay-2031-grandmother']")
    assert reference.startswith("The director of the line: “The boat is one grandmother with wheels”. In “Letter from ")
    assert "by an author not given in the text, date not given in the text" in reference
    assert "(as rendered in a re-translated copy, not the speaker’s exact words). Quoted via " in reference


def test_an_abridgement_is_cited_with_the_words_of_the_page(book: Book) -> None:
    text = "# The story\n\n:::{sb:quote} ferry-2031/how-many\nAbout 300 islanders depend on the boat\n:::\n"
    book.write("story.md", text)
    (reference,) = cited(book.build(**KNOWN), "story.html", "//figure")
    assert reference.startswith("Ilsa Quill: “About 300 islanders depend on the boat”. In ")


def test_where_the_book_has_no_address_a_reference_has_none(book: Book) -> None:
    references = cited(book.build(html_title="The harbour"), "list.html", "")
    assert len(references) == 4
    assert all(reference.endswith("Quoted via The harbour.") for reference in references)


def test_a_page_says_how_to_cite_the_book_a_chapter_and_a_quotation(
    harbour: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1936000000")
    built = harbour.build(**KNOWN)
    rows: Any = lxml.html.fromstring(built.page("gone.html")).xpath("//dl[contains(@class, 'sb-references')]/*")
    said = [row.text_content().strip() for row in rows]
    assert said[:4] == [
        "The book",
        f"The crew. The harbour. Version 2.1. 8 May 2031. {BASE}",
        "A chapter",
        f"The crew. “Timeline”, in The harbour, version 2.1. 8 May 2031. {BASE}timeline.html",
    ]
    assert said[4] == "A quotation"
    assert f"Quoted via The harbour, version 2.1. {BASE}timeline.html#quote-" in said[5]
    assert "@misc{the-2031," in built.page("gone.html").replace("&#64;", "@")


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "blocks"])
def test_other_writers_say_how_to_cite_and_have_no_buttons(harbour: Book, builder: str) -> None:
    built = harbour.build(builder, **{**KNOWN, "epub_copyright": "x", "version": "1"})
    assert [line for line in built.warnings if "sb_" in line or "citing" in line] == []
    pages = [path.read_text(encoding="utf-8") for path in built.out.rglob("*") if path.suffix in {
        ".txt", ".tex", ".xhtml", ".json",
    }]  # fmt: skip
    assert any("The crew. “Timeline”, in The harbour" in page for page in pages)
    assert not any("sb-cite" in page or "sb-permalink" in page for page in pages)
