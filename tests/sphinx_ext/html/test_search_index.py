"""The file that previews and the search read: every passage, person, event, number and term, where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.harbour import furnish

GLOSSARY = """\
# Words

:::{glossary}
quay (KEE)
  A wall where boats lie.

mate, first mate
  The second in command.
:::
"""


@pytest.fixture
def harbour(book: Book) -> Book:
    furnish(book)
    return book


def known(built: Built) -> dict[str, Any]:
    """The file as a browser reads it."""
    text = (built.out / "_static" / "sourcebook-finds.js").read_text(encoding="utf-8")
    assert text.startswith("window.sourcebook = ")
    found: dict[str, Any] = json.loads(text.removeprefix("window.sourcebook = ").rstrip().removesuffix(";"))
    return found


def entry(built: Built, at: str) -> dict[str, Any]:
    (found,) = [one for one in known(built)["finds"] if one["at"] == at]
    assert isinstance(found, dict)
    return found


def test_a_passage_has_words_speaker_source_places_and_reference(harbour: Book) -> None:
    found = entry(harbour.build(), "list.html#passage-ferry-2031-ferry-stopped")
    assert found["title"] == "The ferry to Merrow Island stopped on Monday."
    assert found["lines"] == ["Ilsa Quill, in Quill ¶2", "In plain words: No boat sails to the island."]
    assert "lang" not in found  # that of the page
    assert found["places"][0] == ["Timeline", "timeline.html#quote-ferry-2031-ferry-stopped"]
    assert found["cite"].startswith("Ilsa Quill: “\ufffc”. In “No boat to Merrow Island”, The Merrow Lantern, ")


def test_a_retranslated_copy_is_named(harbour: Book) -> None:
    found = entry(harbour.build(), "list.html#passage-quay-2031-grandmother")
    said = "(as rendered in a re-translated copy, not the speaker’s exact words)"
    assert said in found["lines"][0]
    assert said in found["cite"]


def test_a_person_has_every_spelling(harbour: Book) -> None:
    found = entry(harbour.build(), "people.html#actor-reed")
    assert found["names"] == ["Tomas Reed", "Reed", "Captain Reed"]
    assert found["lines"][0] == "Also: Reed, Captain Reed."


def test_an_event_and_a_number_say_what_is_told(harbour: Book) -> None:
    built = harbour.build()
    event = entry(built, "timeline.html#event-ferry-stops")
    assert [event["title"], *event["lines"]] == [
        "The ferry stops",
        "Between 3 and 4 February 2031.",
        "Told by Quill and Quay letter.",
        "Accounts conflict: date.",
    ]
    assert entry(built, "apart.html#figure-islanders")["title"] == "Islanders who need the boat"


def test_a_term_has_its_forms_and_its_explanation(book: Book) -> None:
    book.write("words.md", GLOSSARY)
    book.replace("index.md", "story\n", "story\nwords\n")
    built = book.build()
    assert entry(built, "words.html#term-quay-KEE")["lines"] == ["A wall where boats lie."]
    assert entry(built, "words.html#term-mate-first-mate")["names"] == ["mate", "first mate"]


def test_the_file_follows_a_record_whose_page_is_not_written(harbour: Book) -> None:
    harbour.build()
    harbour.replace("sources/actors.yml", "say: TOM-ass REED", "say: TOM-mas REED")
    harbour.replace("sources/actors.yml", "variants: [Reed, Captain Reed]", "variants: [Reed, Reedy]")
    assert entry(harbour.build(), "people.html#actor-reed")["names"] == ["Tomas Reed", "Reed", "Reedy"]


def test_the_same_book_gives_the_same_file(harbour: Book) -> None:
    alone, together = harbour.build(folder="alone"), harbour.build(folder="together", parallel=2)
    assert known(alone) == known(together)


def test_what_would_end_a_script_stays_words(harbour: Book) -> None:
    harbour.replace("sources/events.yml", "title: A new boat comes", "title: </script><b>A new boat comes")
    found = entry(harbour.build(), "timeline.html#event-new-boat")
    assert found["title"] == "</script><b>A new boat comes"


def test_a_book_without_sources_has_no_such_file(empty: Book) -> None:
    built = empty.build()
    assert not (built.out / "_static" / "sourcebook-finds.js").exists()
    assert "sourcebook-reading" not in built.page("index.html")


def test_only_the_search_page_loads_the_file(harbour: Book) -> None:
    built = harbour.build()
    assert "sourcebook-finds.js" in built.page("search.html")
    assert "sourcebook-search.js" in built.page("search.html")
    for name in ("timeline.html", "list.html"):
        assert "sourcebook-finds.js" not in built.page(name)
        assert "sourcebook-reading.js" in built.page(name)
