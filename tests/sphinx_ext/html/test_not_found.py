"""The page for an address that is not in the book."""

from __future__ import annotations

import lxml.html
import pytest

from sourcebook.sphinx_ext.html import not_found
from tests.sphinx_ext.conftest import Book


@pytest.mark.parametrize(
    ("address", "root"),
    [("", "/"), ("https://b.example/", "/"), ("https://b.example/kz/", "/kz/"), ("https://b.example/a/b/", "/a/b/")],
)
def test_its_links_begin_at_the_root_of_the_book(address: str, root: str) -> None:
    tree = lxml.html.document_fromstring(not_found.page("A <b> & c", "fr", address))
    assert [link.get("href") for link in tree.iter("a")] == [f"{root}index.html", f"{root}search.html"]
    assert tree.get("lang") == "fr"
    assert "A <b> & c" in "".join(map(str, tree.itertext()))
    assert [link.get("href") for link in tree.iter("link")] == ["data:,"]  # so that no browser asks for an icon
    assert list(tree.iter("script", "img", "b")) == []


def test_it_stands_beside_the_other_pages(book: Book) -> None:
    assert "This page is not in the book" in (book.build().out / not_found.FILE).read_text(encoding="utf-8")
