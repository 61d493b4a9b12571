"""The brackets of the project's own book: each resolves, and they are a small part of what a reader reads."""

from __future__ import annotations

import re

import pytest

from tests.own_book import OwnBook

MOST = 0.05
"""The share of brackets and cautions in the paragraphs, items and rows that hold them."""


def test_brackets_are_a_small_part_of_every_chapter(own_book: OwnBook) -> None:
    counts = {page: count for page, count in own_book.furniture.items() if page.startswith("chapters/") and count[1]}
    shares = {page: round(part / whole, 3) for page, (part, whole) in counts.items()}
    assert shares.keys() >= {"chapters/background", "chapters/timeline", "chapters/people"}
    assert {page: share for page, share in shares.items() if share > MOST} == {}


def test_every_bracket_resolves(own_book: OwnBook) -> None:
    assert len(own_book.brackets) > 500
    for each in own_book.brackets:
        assert re.search(r"#(passage|source)-", each.target), each
        assert each.on_paper.split() == each.text.split()
        numbers = [int(number) for number in re.findall(r"[0-9]+", each.text.partition("¶")[2])]
        assert numbers, each
        for paragraph, speaker, copy, state in each.facts:
            assert paragraph in numbers, each
            assert speaker
            assert copy in ("original", "retranslated")
            assert state == "full"


def test_a_bracket_closes_words_of_one_source(own_book: OwnBook) -> None:
    for each in own_book.brackets:
        assert len({ref.partition("/")[0] for ref in each.refs}) <= 1, each
        if each.refs:
            assert each.target.endswith("#passage-" + each.refs[-1].replace("/", "-"))


@pytest.mark.parametrize("old", ["re-translated copy", "as rendered in"])
def test_no_bracket_repeats_the_caution_of_the_page(own_book: OwnBook, old: str) -> None:
    assert not [each for each in own_book.brackets if old in each.text]
