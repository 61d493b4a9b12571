"""Corrections and tombstones: what is listed, in which order, where old links lead, and what may not come back."""

from __future__ import annotations

from typing import Any

import lxml.html
import pytest

from sourcebook.sphinx_ext.directives.errata import NO_ERRATA, NOTHING_WITHDRAWN
from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.harbour import furnish, words
from tests.sphinx_ext.html.test_search_index import known

LISTS = "# Gone\n\n:::{sb:errata}\n:::\n\n:::{sb:withdrawn}\n:::\n"
WITHDRAWN = """\
withdrawn:
  - id: gull-2030
    because: The publisher asked.
    date: 2031-04-05
    passages:
      - id: white-bird
        because: It fell with its article.
"""


@pytest.fixture
def harbour(book: Book) -> Book:
    furnish(book)
    return book


def found(built: Built, page: str, path: str) -> list[Any]:
    result = lxml.html.fromstring(built.page(page)).xpath(path)
    assert isinstance(result, list)
    return result


def test_corrections_stand_with_page_words_and_reason_the_latest_first(harbour: Book) -> None:
    built = harbour.build()
    listing = "//dl[contains(@class, 'sb-errata')]"
    assert [words(term) for term in found(built, "gone.html", f"{listing}/dt")] == [
        "2 March 2031: Timeline",
        "20 February 2031: Side by side",
    ]
    assert words(found(built, "gone.html", f"{listing}/dd")[1]) == (
        "The page said: Forty people need the boat. It says: Three hundred need it. "
        "Why: Two numbers of one sentence were confused."
    )
    assert found(built, "gone.html", f"{listing}/dt/@id") == ["erratum-spring", "erratum-islanders"]


def test_a_correction_of_a_page_that_is_not_there_is_a_problem(harbour: Book) -> None:
    harbour.replace("sources/errata.yml", "page: apart", "page: aparts")
    (said,) = harbour.build().warnings
    assert "errata.yml" in said
    assert "there is no page “aparts” on record. The nearest is “apart”." in said


def test_tombstones_say_what_why_and_when(harbour: Book) -> None:
    harbour.write("sources/withdrawn.yml", WITHDRAWN)
    built = harbour.build()
    listing = "//ul[contains(@class, 'sb-withdrawn')]/li"
    assert [words(item) for item in found(built, "gone.html", listing)] == [
        "Source gull-2030. Withdrawn on 5 April 2031: The publisher asked.",
        "Passage gull-2030/white-bird. Withdrawn: It fell with its article.",
        "Passage ferry-2031/rudders. Withdrawn on 1 March 2031: It is an advertisement.",
        "Event boat-sinks. Withdrawn on 1 March 2031: No source says so.",
    ]


def test_old_links_lead_to_tombstones(harbour: Book) -> None:
    harbour.write("sources/withdrawn.yml", WITHDRAWN)
    assert known(harbour.build())["withdrawn"] == {
        "source-gull-2030": "gone.html#withdrawn-source-gull-2030",
        "passage-gull-2030-white-bird": "gone.html#withdrawn-passage-gull-2030-white-bird",
        "quote-gull-2030-white-bird": "gone.html#withdrawn-passage-gull-2030-white-bird",
        "passage-ferry-2031-rudders": "gone.html#withdrawn-passage-ferry-2031-rudders",
        "quote-ferry-2031-rudders": "gone.html#withdrawn-passage-ferry-2031-rudders",
        "event-boat-sinks": "gone.html#withdrawn-event-boat-sinks",
        "reports-boat-sinks": "gone.html#withdrawn-event-boat-sinks",
    }


def test_the_page_of_sources_keeps_the_id_of_a_withdrawn_passage(harbour: Book) -> None:
    (item,) = found(harbour.build(), "list.html", "//*[@id='passage-ferry-2031-rudders']")
    assert words(item) == "Passage ferry-2031/rudders. Withdrawn on 1 March 2031: It is an advertisement."


def test_a_book_that_withdrew_and_corrected_nothing_says_so(book: Book) -> None:
    book.write("story.md", LISTS)
    text = book.build().text("story.html")
    assert NO_ERRATA in text
    assert NOTHING_WITHDRAWN in text


def test_a_tombstone_that_comes_later_appears(book: Book) -> None:
    book.write("story.md", LISTS)
    book.build()
    book.write("sources/withdrawn.yml", WITHDRAWN)
    assert "Source gull-2030" in book.build().text("story.html")


ASSIGNMENTS = """\
assignments: []
withdrawn:
  - id: how-many
    because: Its answer was wrong.
    date: 2031-04-06
"""
EXERCISE = """\
# Work

::::{sb:exercise} how-many
:kind: essay
:title: How many?
:teaches: to count
:bloom: remember
:minutes: 5
:points: 1

How many?
::::
"""


def test_a_withdrawn_exercise_has_a_tombstone_and_does_not_come_back(book: Book) -> None:
    book.write("exercises/assignments.yml", ASSIGNMENTS)
    book.write("story.md", LISTS)
    built = book.build()
    assert "Exercise how-many. Withdrawn on 6 April 2031: Its answer was wrong." in " ".join(
        built.text("story.html").split()
    ).replace(" . ", ". ")
    assert known(built)["withdrawn"]["exercise-how-many"] == "story.html#withdrawn-exercise-how-many"
    book.write("actors.md", EXERCISE)
    said = [line for line in book.build().warnings if "give this one a new id" in line]
    assert len(said) == 1
    assert "the id 'how-many' was withdrawn; give this one a new id. [sourcebook.duplicate-id]" in said[0]


@pytest.mark.parametrize("builder", ["text", "latex", "epub", "blocks"])
def test_other_writers_have_both_lists(harbour: Book, builder: str) -> None:
    built = harbour.build(builder, epub_copyright="x", version="1")
    pages = [path.read_text(encoding="utf-8") for path in built.out.rglob("*") if path.suffix in {
        ".txt", ".tex", ".xhtml", ".json",
    }]  # fmt: skip
    assert any("No source says so." in page for page in pages)
    assert any("Two numbers of one sentence were confused." in page for page in pages)
