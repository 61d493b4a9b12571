"""Addresses of paragraphs: each paragraph of running text has one, and a link to it that Tab passes by."""

from __future__ import annotations

import re

from tests.sphinx_ext.conftest import Book, Page

TEXT = """\
One.

- Two.
- Three.

## The quay

Four.

(crane)=
Five.

> Words of somebody.
"""


PLACE = re.compile(r'<p id="([^"]+)"><a class="sb-place" href="#([^"]+)" tabindex="-1" aria-hidden="true"')
IDS = ["p-the-story-1", "p-the-story-2", "p-the-story-3", "p-the-quay-1", "crane"]
"""A label of the author's own is the address."""


def test_each_paragraph_has_an_address_and_a_link(page: Page) -> None:
    html = page(TEXT).page("story.html")
    assert PLACE.findall(html) == [(name, name) for name in IDS]
    assert html.count('class="sb-place"') == len(IDS)


def test_the_addresses_are_those_of_the_last_build(page: Page) -> None:
    html = page(TEXT).page("story.html")
    again = page(TEXT.replace("Four.", "Four, with *other* words.")).page("story.html")
    assert PLACE.findall(again) == PLACE.findall(html)


def test_an_epub_has_none(book: Book) -> None:
    book.write("story.md", f"# Story\n\n{TEXT}")
    assert "sb-place" not in book.build("epub", epub_title="A").page("story.xhtml")
