"""Directions in pages: the attribute of quoted words, and books from right to left in browsers and EPUBs."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from docutils import nodes
from lxml import etree

from sourcebook.exports.paper import epub
from sourcebook.sphinx_ext.foreign.directions import attribute
from tests.sphinx_ext.conftest import Book


@pytest.mark.parametrize(
    ("classes", "book", "found"),
    [
        (["language-he"], "en", {"dir": "rtl"}),
        (["language-en"], "ar", {"dir": "ltr"}),
        (["language-az-Arab"], "az", {"dir": "rtl"}),
        (["language-he"], "ar", {}),
        (["language-fr"], "en", {}),
        (["other", "language-fa"], "", {"dir": "rtl"}),
        ([], "ar", {}),
    ],
)
def test_words_that_run_the_other_way_say_so(classes: list[str], book: str, found: dict[str, str]) -> None:
    assert attribute(nodes.inline(classes=classes), book) == found


@pytest.mark.parametrize(
    ("language", "page", "spoken"),
    [
        ("en", "{sb:q}`not safe <ferry-2031/engine-not-safe>`.", []),
        ("fr", "{sb:q}`not safe <ferry-2031/engine-not-safe>`.", ["en"]),
        ("en-GB", "{sb:q}`not safe <ferry-2031/engine-not-safe>`.", ["en"]),
        ("en", ":::{container} language-fr\n{sb:q}`not safe <ferry-2031/engine-not-safe>`\n:::", ["fr", "en"]),
        ("en", "He said [sauve qui peut]{.language-fr}.", ["fr"]),
        ("en", "He said [save yourselves]{.language-en}.", []),
    ],
)
def test_a_language_is_said_where_it_is_not_that_of_the_words_around(
    book: Book, language: str, page: str, spoken: list[str]
) -> None:
    """Case lang-everywhere: 1,319 times the language of the page itself, which is no news."""
    book.monkeypatch.setattr("sphinx.locale.translators", {})
    book.write("story.md", f"# The ferry\n\n{page}\n")
    built = book.build(language=language, myst_enable_extensions=["colon_fence", "attrs_inline"])
    html = built.page("story.html")
    assert re.findall(r'\blang="([\w-]+)"', html.partition("<body")[2]) == spoken


def parts(book: Book, language: str) -> dict[str, str]:
    """The files of the EPUB of a book in a language."""
    book.monkeypatch.setattr("sphinx.locale.translators", {})  # else the next book would speak this language too
    settings: dict[str, Any] = epub.settings("A", "", "", "1")
    made = epub.repacked((book.build("epub", language=language, **settings).out / "book.epub").read_bytes())
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        names = [name for name in packed.namelist() if name.endswith((".xhtml", ".opf"))]
        return {name: packed.read(name).decode() for name in names}


def test_an_epub_from_right_to_left_says_so_in_its_contents_and_of_its_pages(book: Book) -> None:
    """Case bidi: the contents of an EPUB had no direction, and its pages were turned from left to right."""
    made = parts(book, "ar")
    assert {name for name in made if name.endswith(".xhtml")} >= {"nav.xhtml", "story.xhtml"}
    for name, text in made.items():
        assert etree.fromstring(text.encode()).get("dir") == "rtl", name
        assert len(re.findall(r"<(?:html|package)\b[^>]*\bdir=", text)) == 1
    assert 'page-progression-direction="rtl"' in made["content.opf"]


def test_an_epub_from_left_to_right_is_left_alone(book: Book) -> None:
    made = parts(book, "fr")
    assert not [name for name, text in made.items() if 'dir="rtl"' in text or 'direction="rtl"' in text]
