"""What readers can download: `sb:downloads`, the PDF of each chapter, and the files beside the pages.

Here: `sourcebook.sphinx_ext.directives.downloads`. The files are stand-ins; that the real ones are made is for
`tests/commands/test_build_paper.py`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sourcebook.sphinx_ext.directives import downloads
from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.directives.test_brief import written as write_brief

LIST = "\n\n:::{sb:downloads}\n:::\n"
LATER = 4_000_000_000
"""A moment after every page of a test was written."""
FILES = {
    "pdf/book-a4.pdf": 1_234_000,
    "pdf/book-letter.pdf": 1_200_000,
    "pdf/story.pdf": 56_789,
    "epub/book.epub": 340_000,
}


@pytest.fixture
def listing(book: Book) -> Book:
    """The book, with a list of downloads on its first page."""
    book.write("index.md", (book.root / "index.md").read_text(encoding="utf-8") + LIST)
    return book


def make(book: Book, name: str, length: int = 1000, when: int = LATER) -> Path:
    """A file as `sourcebook build` would leave it."""
    path = book.root / "_build" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x" * length)
    os.utime(path, (when, when))
    return path


def built(book: Book) -> Built:
    found = book.build(exclude_patterns=["_build"])
    assert found.warnings == []
    return found


def links(found: Built, page: str) -> list[str]:
    """The addresses on a page that lead to a file."""
    return re.findall(r'href="([^"#]+\.(?:pdf|epub|docx))"', found.page(page))


def beside(found: Built) -> set[str]:
    """What lies in the folder of downloads."""
    folder = found.out / "downloads"
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_where_nothing_was_made_a_sentence_says_so_and_no_link_is_dead(listing: Book) -> None:
    found = built(listing)
    assert downloads.NOTHING in found.text("index.html")
    assert [address for page in ("index.html", "story.html") for address in links(found, page)] == []
    assert beside(found) == set()


def test_what_was_made_is_listed_with_its_size_and_lies_beside(listing: Book) -> None:
    for name, length in FILES.items():
        make(listing, name, length)
    found = built(listing)
    words = found.text("index.html")
    for part in ("PDF, A4 (1.2 MB)", "PDF, US Letter (1.2 MB)", "EPUB (340 kB)", "The story, PDF (57 kB)"):
        assert part in words
    assert downloads.NOTHING not in words
    assert beside(found) == {"book-a4.pdf", "book-letter.pdf", "story.pdf", "book.epub"}
    assert {found.out / address for address in links(found, "index.html")} == {
        found.out / "downloads" / name for name in beside(found)
    }


def test_a_chapter_offers_its_own_pdf_behind_its_title(listing: Book) -> None:
    make(listing, "pdf/story.pdf")
    found = built(listing)
    assert links(found, "story.html") == ["downloads/story.pdf"]
    assert re.search(r"</h1>\s*<p class=\"sb-downloads\"><a [^>]*>PDF of this chapter</a>", found.page("story.html"))
    assert links(found, "actors.html") == []


def test_a_chapter_in_a_folder_links_upwards(listing: Book) -> None:
    listing.replace("index.md", "story\n", "story\nparts/one\n")
    listing.write("parts/one.md", "# One\n\nNothing here.\n")
    make(listing, "pdf/parts/one.pdf")
    assert links(built(listing), "parts/one.html") == ["../downloads/parts/one.pdf"]


def test_a_file_older_than_a_page_is_not_offered(listing: Book) -> None:
    make(listing, "pdf/book-a4.pdf", when=1)
    found = built(listing)
    assert downloads.NOTHING in found.text("index.html")
    assert beside(found) == set()


def test_links_follow_the_files_though_no_page_was_changed(listing: Book) -> None:
    built(listing)
    path = make(listing, "pdf/story.pdf", 5000)
    second = built(listing)
    assert second.read == []
    assert links(second, "story.html") == ["downloads/story.pdf"]
    assert "The story, PDF (5 kB)" in second.text("index.html")
    path.unlink()
    third = built(listing)
    assert links(third, "story.html") == []
    assert beside(third) == set()


def test_a_build_in_which_nothing_came_or_went_writes_nothing(listing: Book) -> None:
    make(listing, "pdf/story.pdf")
    built(listing)
    assert built(listing).written == []


def test_the_list_follows_the_size_of_a_file_that_was_made_anew(listing: Book) -> None:
    path = make(listing, "pdf/story.pdf")
    built(listing)
    path.write_bytes(b"%PDF" + b"x" * 7_000)
    second = built(listing)
    assert second.read == []
    assert second.written == ["index"]
    assert "The story, PDF (7 kB)" in second.text("index.html")
    assert (second.out / "downloads" / "story.pdf").read_bytes() == path.read_bytes()


def test_the_reading_packet_is_never_copied(listing: Book) -> None:
    secret = make(listing, "packet.pdf", 4321)
    make(listing, "pdf/book-a4.pdf")
    found = built(listing)
    lengths = {path.stat().st_size for path in found.out.rglob("*") if path.is_file()}
    assert secret.stat().st_size not in lengths
    assert not list(found.out.rglob("packet*"))
    assert "packet" not in found.page("index.html")


def test_a_brief_is_listed_where_its_page_has_it(listing: Book) -> None:
    write_brief(listing)
    listing.write("index.md", (listing.root / "index.md").read_text(encoding="utf-8") + LIST)
    make(listing, "briefs/ferry-a4.pdf")
    found = built(listing)
    assert links(found, "index.html") == ["briefs/ferry-a4.pdf"]
    assert (found.out / "briefs" / "ferry-a4.pdf").is_file()


@pytest.mark.parametrize("builder", ["text", "blocks", "epub"])
def test_elsewhere_a_sentence_says_where_they_are_whatever_was_made(listing: Book, builder: str) -> None:
    make(listing, "pdf/book-a4.pdf")
    found = listing.build(builder, exclude_patterns=["_build"], version="1", language="en")
    page = {"text": "index.txt", "blocks": "index.json", "epub": "index.xhtml"}[builder]
    assert downloads.ELSEWHERE in " ".join(found.page(page).split())
    assert not (found.out / "downloads").exists()


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 kB"), (1499, "1 kB"), (56_789, "57 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (6_725_632, "6.7 MB")],
)
def test_sizes_are_said_as_readers_know_them(count: int, words: str) -> None:
    assert downloads.size(count) == words
