"""Words of the glossary: their forms, and the link from the first use of each on a page."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from sourcebook.sphinx_ext.html.glossary import forms
from tests.sphinx_ext.conftest import Book, Built

WORDS = """\
# Words

:::{glossary}
quay (KEE)
  A wall where boats lie.

mate, first mate
  The second in command.

liquefied petroleum gas (LPG)
  A fuel.

Gull
  A bird.

engine
  What drives a boat.
:::

On the quay.
"""


@pytest.fixture
def glossary(book: Book) -> Book:
    book.write("words.md", WORDS)
    book.replace("index.md", "story\n", "story\nwords\n")
    return book


def linked(built: Built, page: str = "story.html") -> list[tuple[str, str]]:
    """What is linked to a term, and where to."""
    links: Any = lxml.html.fromstring(built.page(page)).xpath("//a[contains(@class, 'sb-term')]")
    return [(link.text_content(), link.get("href").partition("#term-")[2]) for link in links]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sortie", ["sortie"]),
        ("Akimat (a-ki-MAHT)", ["Akimat"]),
        ("Elbasy, El Basy (yel-ba-SUH)", ["Elbasy", "El Basy"]),
        ("liquefied petroleum gas (LPG)", ["liquefied petroleum gas", "LPG"]),
        ("paragraph (¶)", ["paragraph"]),
    ],
)
def test_a_term_has_these_forms(name: str, expected: list[str]) -> None:
    assert forms(name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The quay, the quay.", [("quay", "quay-KEE")]),
        ("Quays and quayside.", [("Quays", "quay-KEE")]),
        ("The first mate met a mate.", [("first mate", "mate-first-mate")]),
        ("LPG burns; lpg is not how it is written.", [("LPG", "liquefied-petroleum-gas-LPG")]),
        ("A gull in the wind.", []),
        ("`quay` and [the quay](words.md), and *the quay*.", [("quay", "quay-KEE")]),
        ("## The quay\n\nNothing.", []),
    ],
)
def test_the_first_use_on_a_page_is_linked(glossary: Book, text: str, expected: list[tuple[str, str]]) -> None:
    glossary.write("story.md", f"# The story\n\n{text}\n")
    assert linked(glossary.build()) == expected


def test_a_word_inside_a_quotation_is_linked_and_stays_as_it_was(glossary: Book) -> None:
    built = glossary.build()
    assert linked(built) == [("engine", "engine")]
    words: Any = lxml.html.fromstring(built.page("story.html")).xpath("//span[@id]/q")
    assert [word.text_content() for word in words] == ["“The engine is not safe”"]


def test_who_speaks_is_not_linked(glossary: Book) -> None:
    glossary.write("story.md", "# The story\n\n:::{sb:quote} ferry-2031/engine-not-safe\n:::\n")
    assert linked(glossary.build()) == [("engine", "engine")]


def test_the_page_of_the_glossary_does_not_link_to_itself(glossary: Book) -> None:
    assert linked(glossary.build(), "words.html") == []


def test_a_book_may_do_without(glossary: Book) -> None:
    assert linked(glossary.build(sourcebook_link_terms=False)) == []


def test_a_new_term_is_linked_on_pages_that_were_not_read(glossary: Book) -> None:
    glossary.write("story.md", "# The story\n\nA boat.\n")
    assert linked(glossary.build()) == []
    glossary.replace("words.md", "engine\n  What", "boat\n  What")
    again = glossary.build()
    assert again.read == ["words"]
    assert linked(again) == [("boat", "boat")]


def test_a_book_without_sources_links_nothing(empty: Book) -> None:
    empty.write("index.md", "# A book\n\n```{toctree}\nwords\n```\n\nOn the quay.\n")
    empty.write("words.md", WORDS)
    assert linked(empty.build(), "index.html") == []
