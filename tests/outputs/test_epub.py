"""EPUB: settings that name the book, and a package that is the same for the same book."""

from __future__ import annotations

import io
import zipfile

import pytest

from sourcebook.outputs import epub

PAGE = '<html><head><link rel="stylesheet" href="../_static/{}?v=1" /></head></html>'


def package(order: list[str], year: int = 2031) -> bytes:
    """A package with its parts in this order, written in this year."""
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container/>",
        "content.opf": "<package/>",
        "_static/here.css": "p {}",
        "chapters/a.xhtml": PAGE.format("here.css"),
        "chapters/b.xhtml": PAGE.format("gone.css"),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in order or parts:
            made.writestr(zipfile.ZipInfo(name, (year, 5, 6, 7, 8, 9)), parts[name])
    return out.getvalue()


NAMES = [
    "mimetype",
    "META-INF/container.xml",
    "_static/here.css",
    "chapters/a.xhtml",
    "chapters/b.xhtml",
    "content.opf",
]


def test_the_same_parts_give_the_same_bytes_whenever_and_in_whatever_order() -> None:
    assert epub.repacked(package(NAMES, 2031)) == epub.repacked(package(NAMES[::-1], 2040))


def test_the_kind_of_the_file_comes_first_and_is_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.repacked(package(NAMES[::-1])))) as made:
        assert made.namelist() == NAMES
        assert made.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert {info.date_time for info in made.infolist()} == {epub.FIRST_DAY}
        assert made.testzip() is None


@pytest.mark.parametrize(("page", "linked"), [("chapters/a.xhtml", True), ("chapters/b.xhtml", False)])
def test_a_page_links_only_to_style_sheets_that_are_there(page: str, linked: bool) -> None:
    with zipfile.ZipFile(io.BytesIO(epub.repacked(package(NAMES)))) as made:
        assert (b"<link" in made.read(page)) is linked


def test_a_book_that_names_nobody_says_so_and_keeps_its_identifier() -> None:
    first, second = (epub.settings("A book", author, "Free.", "1") for author in ("", "Ilsa Quill"))
    assert first["epub_author"] == first["epub_publisher"] == epub.UNNAMED
    assert second["epub_author"] == "Ilsa Quill"
    assert first["epub_identifier"] == second["epub_identifier"]
    assert first["epub_identifier"] != epub.settings("Another", "", "Free.", "1")["epub_identifier"]
    assert all(value not in ("", None) for value in first.values())
