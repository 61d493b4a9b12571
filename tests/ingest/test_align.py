"""Two versions of a text side by side: what is found again, and what is not."""

from __future__ import annotations

import pytest

from sourcebook.ingest import align
from sourcebook.ingest.align import WordMapping
from sourcebook.quotes.normalise import tokens

OLD = [
    "No boat today",
    "",
    "The ferry stopped on Monday.",
    "",
    "The engine is old.",
    "",
    "Bread is dear on the island.",
]


def test_equal_lines_are_matched_and_new_ones_named() -> None:
    new = [*OLD[:4], "A correction came in between.", "", *OLD[4:]]
    passing = align.lines(OLD, new)
    assert passing.after == {1: 1, 3: 3, 5: 7, 7: 9}
    assert (passing.new, passing.gone) == ((5,), ())


def test_a_corrected_line_is_the_one_that_is_most_like_it() -> None:
    new = [*OLD[:2], "A new line of quite other words.", "The ferry stopped on Tuesday.", "Nothing.", *OLD[4:]]
    passing = align.lines(OLD, new)
    assert passing.after[3] == 4
    assert passing.new == (3, 5)


def test_a_line_of_other_words_is_gone() -> None:
    passing = align.lines(OLD, [*OLD[:4], "Nobody answers the telephone.", *OLD[5:]])
    assert (passing.gone, passing.new) == ((5,), (5,))


def test_quotation_marks_and_white_space_make_no_other_line() -> None:
    passing = align.lines(["He said “no”."], ["", '  He said  "no".'])
    assert passing.after == {1: 2}


def test_spans_keep_their_order_and_a_rewritten_one_is_new() -> None:
    old = [tokens("we never asked"), tokens("the engine is old"), tokens("we never asked")]
    new = [tokens("we never asked"), tokens("nobody knows"), tokens("we never asked"), tokens("more")]
    assert align.spans(old, new) == {1: 1, 3: 3}


def test_a_span_with_one_word_corrected_is_the_same_span() -> None:
    old, new = tokens("the engine is old and not safe"), tokens("the engine is old and never safe")
    assert align.spans([old], [new]) == {1: 1}


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("The ferry stopped on Monday.", "ferry stopped on Monday"),
        ("Early on, the ferry stopped on Tuesday.", "ferry stopped on Tuesday"),
        ("The old ferry suddenly stopped on Monday.", "ferry suddenly stopped on Monday"),
        ("Bread is dear on the island.", None),
    ],
)
def test_a_run_of_words_is_found_again(new: str, expected: str | None) -> None:
    old, words = tokens("The ferry stopped on Monday."), tokens(new)
    run = WordMapping(old, words).run(1, 5)
    assert (run and " ".join(words[run[0] : run[1]])) == expected


@pytest.mark.parametrize(
    ("new", "phrase", "expected"),
    [
        ("LISBON – The ferry sails", "The ferry", "The ferry"),
        ("LISBON – This ferry sails", "The ferry", "This ferry"),
        ("Bread is dear", "The ferry", ""),
    ],
)
def test_the_end_of_a_zone_is_found_again_inside_a_line(new: str, phrase: str, expected: str) -> None:
    assert align.carried("LISBON – The ferry sails", new, phrase) == expected


def test_the_word_diff_shows_old_and_new() -> None:
    diff = align.word_diff(tokens("about 300 depend on it"), tokens("some 400 people depend"))
    assert diff == "[about 300 → some 400 people] depend [on it → –]"
