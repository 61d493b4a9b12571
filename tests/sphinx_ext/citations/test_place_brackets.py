"""Sentences that do not say whose words they quote are cautions, each at its line, and say nothing where they do."""

from __future__ import annotations

import pytest

from sourcebook.sphinx_ext.citations import place_brackets
from tests.sphinx_ext.conftest import Book

REED = "{sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`"
GRANDMOTHER = "{sb:q}`quay-2031/grandmother`"


def cautions(book: Book, sentences: str) -> list[str]:
    """The line and the kind of each caution about the sentences of a page."""
    book.write("story.md", f"# The story\n\n{sentences}\n")
    warnings = [line for line in book.build().warnings if "story.md" in line]
    return [f"{line.split(':')[1]} {line.rsplit('sourcebook.', 1)[1][:-1]}" for line in warnings]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (f"Tomas Reed says in Quill: {REED}.", []),
        (f"Nobody knew.\nIt was said: {REED}.", ["4 unnamed-speaker"]),
        (f"The harbour was full.\n{REED}", ["4 unnamed-speaker"]),
        (f"Reed says in Quill: {REED}.", []),
        (f"Reeds stand in the harbour.\nQuill has this: {REED}.", ["4 unnamed-speaker"]),
        (f"Tomas Reed went home.\nIt rained.\nIt snowed.\nQuill has this: {REED}.", ["6 unnamed-speaker"]),
        (f"Tomas Reed spoke up.\nIn Quill he says: {REED}.", []),
        ("The island is far ({sb:src}`Quill ¶1 <quay-2031>`).", ["3 unclear-source"]),
        ("The island is far ({sb:src}`Quay letter ¶1 <quay-2031>`).", []),
    ],
)
def test_a_sentence_says_whose_words_it_quotes(book: Book, sentences: str, expected: list[str]) -> None:
    assert cautions(book, sentences) == expected


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The Russian ministry says", ["Russian Ministry"]),
        ("One member of parliament asks", ["a member of parliament"]),
        ("Kazakhstan says", []),
        ("The ministries of Kazakhstan differ", []),
        ("It knows", []),
        ("The KNB knows", ["the KNB"]),
    ],
)
def test_a_name_is_given_by_all_its_telling_words(sentence: str, named: list[str]) -> None:
    names = ["Russian Ministry", "a member of parliament", "Ministry of Foreign Affairs of Kazakhstan", "the KNB"]
    assert [name for name in names if place_brackets._gives(sentence, [name])] == named


def test_such_a_caution_is_accepted_with_a_reason(book: Book) -> None:
    accepted = "% accept: unnamed-speaker because the heading of the list names him\n\n"
    assert cautions(book, f"{accepted}The harbour was full.\n{REED}") == []
