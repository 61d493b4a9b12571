"""What stands around the text: how long a page takes, who owns what; and the links of things to themselves."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from tests.sphinx_ext.conftest import Book, Built, Page
from tests.sphinx_ext.harbour import furnish

LICENCE = "https://licences.example/by/"


def around(built: Built, page: str, path: str) -> list[Any]:
    found: Any = lxml.html.fromstring(built.page(page)).xpath(path)
    return list(found)


def time(built: Built, page: str = "story.html") -> list[str]:
    return [line.text_content() for line in around(built, page, "//h1/following-sibling::p[@class='sb-reading-time']")]


def test_the_time_counts_every_word_in_sight_quotations_included(page: Page) -> None:
    built = page(f"{'word ' * 393}\n\n{{sb:q}}`The engine is not safe <ferry-2031/engine-not-safe>`")
    # Two of the title, 393, five quoted, and nine: Tomas Reed, according to Merrow council, in Quill ¶2.
    (said,) = time(built)
    assert said == "About 2 minutes to read: 409 words, quotations included, at 200 a minute."


def test_a_short_page_says_nothing(page: Page) -> None:
    assert time(page("Few words.")) == []


def test_what_is_folded_is_counted_apart(book: Book) -> None:
    book.replace("list.md", "# All sources", f"# All sources\n\n{'word ' * 600}")
    (said,) = time(book.build(), "list.html")
    assert said.startswith("About 4 minutes to read: ")
    assert said.endswith(" more in parts that open.")


@pytest.mark.parametrize(("pace", "expected"), [(100, ["About 6 minutes"]), (0, [])])
def test_a_book_sets_the_pace(book: Book, pace: int, expected: list[str]) -> None:
    book.write("story.md", f"# The story\n\n{'word ' * 600}\n")
    said = time(book.build(sourcebook_words_per_minute=pace))
    assert [line.partition(" to read")[0] for line in said] == expected


def test_a_page_says_who_owns_what_and_links_to_the_licence(book: Book) -> None:
    built = book.build(sourcebook_rights="Ours <b>: free.", sourcebook_licence=LICENCE)
    (line,) = around(built, "story.html", "//p[@class='sb-rights']")
    assert line.text_content() == "Ours <b>: free. Licence of our own text"
    assert [link.get("href") for link in line.iter("a")] == [LICENCE]


def test_in_the_theme_of_books_it_stands_at_the_foot_of_every_page(book: Book) -> None:
    built = book.build(html_theme="sphinx_book_theme", sourcebook_rights="Ours: free.")
    for name in ("story.html", "search.html", "genindex.html"):
        (line,) = around(built, name, "//footer//p[@class='sb-rights']")
        assert line.text_content() == "Ours: free."


def test_what_a_book_puts_at_the_foot_itself_stays(book: Book) -> None:
    options: Any = {"extra_footer": "<p>Mine.</p>"}
    built = book.build(html_theme="sphinx_book_theme", html_theme_options=options)
    assert "<p>Mine.</p>" in built.page("story.html")
    assert "sb-rights" not in built.page("story.html")


def test_an_epub_says_it_once(book: Book) -> None:
    built = book.build("epub", sourcebook_rights="Ours: free.", epub_copyright="x", version="1")
    pages = [path.name for path in built.out.glob("*.xhtml") if "sb-rights" in path.read_text(encoding="utf-8")]
    assert pages == ["index.xhtml"]


def test_a_book_without_sources_is_left_alone(empty: Book) -> None:
    empty.write("index.md", f"# A book\n\n{'word ' * 600}\n")
    page = empty.build().page("index.html")
    assert "sb-reading-time" not in page
    assert "sb-rights" not in page


@pytest.mark.parametrize(
    ("page", "ident", "label"),
    [
        ("timeline.html", "event-ferry-stops", "Link to: The ferry stops"),
        ("apart.html", "reports-ferry-stops", "Link to: The ferry stops, between 3 and 4 February 2031"),
        ("apart.html", "figure-islanders", "Link to: Islanders who need the boat: people who depend on it"),
        ("people.html", "actor-reed", "Link to: Tomas Reed (say TOM-ass REED)"),
        ("list.html", "passage-ferry-2031-ferry-stopped", "Link to this quotation"),
        ("gone.html", "quote-ferry-2031-how-many", "Link to this quotation"),
    ],
)
def test_everything_that_can_be_cited_links_to_itself(book: Book, page: str, ident: str, label: str) -> None:
    furnish(book)
    (link,) = around(book.build(), page, f"//*[@id='{ident}']//a[contains(@class, 'sb-permalink')]")
    assert link.get("href") == f"#{ident}"
    assert link.get("aria-label") == label
