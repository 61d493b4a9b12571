"""EPUB: settings that name the book, and a package that is the same for the same book."""

from __future__ import annotations

import io
import zipfile

import pytest

from sourcebook.exports.paper import epub

OPF = """\
<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">
<metadata><dc:identifier id="book-id">urn:uuid:1</dc:identifier></metadata>
<manifest>
<item href="chapters/a.xhtml" id="a" media-type="application/xhtml+xml"/>
<item href="chapters/drawn.xhtml" id="d" media-type="application/xhtml+xml" properties="scripted"/>
</manifest></package>
"""
PAGE = '<html><head><link rel="stylesheet" href="../_static/{}?v=1" /></head></html>'


def package(order: list[str], year: int = 2031) -> bytes:
    """A package with its parts in this order, written in this year."""
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container/>",
        "content.opf": OPF,
        "toc.ncx": '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><meta name="dtb:uid" content="book-id"/></ncx>',
        "chapters/drawn.xhtml": "<html><body><svg/></body></html>",
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
    "chapters/drawn.xhtml",
    "content.opf",
    "toc.ncx",
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


def test_the_manifest_says_which_page_holds_a_drawing() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.repacked(package(NAMES)))) as made:
        manifest = made.read("content.opf").decode()
    assert 'id="d" media-type="application/xhtml+xml" properties="scripted svg"' in manifest
    assert manifest.count("svg") == 1


NAVIGATION = (
    "<html><head><title>Table of Contents</title></head><body><nav><h1>Table of Contents</h1>"
    '<a href="a.xhtml">Table of Contents</a></nav></body></html>'
)
GUIDE = '<guide><reference type="toc" title="Table of Contents" href="index.xhtml"/></guide></package>'


@pytest.mark.parametrize(("language", "said"), [("en", "Table of Contents"), ("fr-CA", "Table des matières")])
def test_the_contents_are_called_so_in_the_language_of_the_book(language: str, said: str) -> None:
    """Sphinx's own name stays; that of a chapter is its author's."""
    language_ = f"<dc:language xmlns:dc='http://purl.org/dc/elements/1.1/'>{language}</dc:language>"
    opf = OPF.replace("</metadata>", f"{language_}</metadata>").replace("</package>", GUIDE)
    assert language in opf
    with zipfile.ZipFile(io.BytesIO(package(NAMES))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in {**parts, "content.opf": opf.encode(), "nav.xhtml": NAVIGATION.encode()}.items():
            new.writestr(name, data)
    made = epub.repacked(out.getvalue())
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        navigation, manifest = book.read("nav.xhtml").decode(), book.read("content.opf").decode()
    assert f"<title>{said}</title>" in navigation
    assert f"<h1>{said}</h1>" in navigation
    assert '<a href="a.xhtml">Table of Contents</a>' in navigation
    assert f'title="{said}"' in manifest


def test_both_tables_of_contents_name_the_same_book() -> None:
    with zipfile.ZipFile(io.BytesIO(epub.repacked(package(NAMES)))) as made:
        assert b'name="dtb:uid" content="urn:uuid:1"' in made.read("toc.ncx")


def test_a_book_that_names_nobody_says_so_and_keeps_its_identifier() -> None:
    first, second = (epub.settings("A book", author, "Free.", "1") for author in ("", "Ilsa Quill"))
    assert first["epub_author"] == first["epub_publisher"] == "not named"
    assert epub.settings("Un livre", "", "", "1", "fr")["epub_author"] == "non indiqué"
    assert second["epub_author"] == "Ilsa Quill"
    assert first["epub_identifier"] == second["epub_identifier"]
    assert first["epub_identifier"] != epub.settings("Another", "", "Free.", "1")["epub_identifier"]
    assert all(value not in ("", None) for value in first.values())
