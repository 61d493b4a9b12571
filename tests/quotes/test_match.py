"""The verdict, rule by rule: what may be quoted from the invented article, and what may not.

Here: rules 1, 5 and 6 as `sourcebook.quotes.match` gives them; a case is a quotation and every problem that it brings
up. Not here: brackets and omissions (`test_brackets.py`), borders (`test_borders.py`), differences of type in their
fullness (`test_normalise.py`), nor what a rejection adds (`test_suggestions.py`).
"""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.quotes.velm import BRIDGE, NOTHING, article_of, errors, judged, kinds, velm

# -- rule 1: the differences that never matter ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation",
    [
        "The river Velm rose by 2.5 metres in one night",
        "The river Velm rose by 2.5 metres in one night,",
        "The river Velm rose by 2.5 metres in one night;",
        "The  river\u00a0Velm\n\nrose by 2.5 metres in one night",
        "Renn said “the gates may have been opened by hand”",
        "Her deputy spoke of 'a quiet word from the capital'",
        "Well\u2011armed guards \u2013 thirty\u2010two of them \u2013 stood by the gates",
        "The engineers -- all of them volunteers -- worked without pay",
        "There are 40 pumps in the town … Why were they dry?",
        "There are 40 pumps in the town . . . Why were they dry?",
        "The Su\u0308mmer cafe\u0301 kept its o\ufb03cial \ufb01rst \ufb02oor open",
        "The Süm\u00admer ca\u200bfé kept its official first floor open",
    ],
)
def test_differences_of_type_do_not_matter(quotation: str) -> None:
    assert errors(judged(quotation)) == NOTHING


@pytest.mark.parametrize(
    "quotation",
    [
        "the river Velm rose by 2.5 metres in one night",
        "The river Velm rose by 2.4 metres in one night",
        "The river Velm rose by 2,5 metres in one night",
        "The river Velm, rose by 2.5 metres in one night",
        "The river Velm rose by 2.5 metres in a night",
        "The river rose by 2.5 metres in one night",
        "The river Velm rose by 2.5 metres in night one",
        "The river Velm rose by 2.5 metres in one night?",
        "The river Velm rose by 2.5 metres in one night!",
        "The Summer café kept its official first floor open",
        "The Sümmer café kept its official first-floor open",
        "Well armed guards",
        "Wellarmed guards",
        "There are 40 pumps in the town Why were they dry?",
    ],
)
def test_words_case_accents_digits_and_inner_marks_matter(quotation: str) -> None:
    assert errors(judged(quotation)) == {Kind.MISQUOTED}


@pytest.mark.parametrize(
    "quotation",
    [
        'drawn by two men — [those] of the lodge and the lock — within one hour"',
        'drawn by two men — [those] of the lodge and the lock — within one hour".',
        'drawn by two men — [those] of the lodge and the lock — within one hour,"',
    ],
)
def test_a_closing_mark_may_stand_on_either_side_of_the_quotation_mark(quotation: str) -> None:
    assert kinds(judged(quotation)) == NOTHING


def test_a_paragraph_break_is_white_space() -> None:
    assert kinds(judged("said otherwise. Who")) == {Kind.ACROSS_ZONES, Kind.CONTEXT}
    assert (
        kinds(judged('Why were they dry?" asked the clerk.\n\nThe deputy said “nobody asked us for the keys'))
        == NOTHING
    )


@pytest.mark.parametrize("quotation", ["", "   ", "…", "“”", ".,;", "\u200b", "[…]", "[sic]", "[word]", "[…] [word]"])
def test_a_quotation_holds_at_least_one_word(quotation: str) -> None:
    assert kinds(judged(quotation)) == {Kind.EMPTY}


# -- rule 5: who speaks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quotation", "speaker"),
    [
        ("an unprecedented failure", "ilse-brandt"),
        ("“an unprecedented failure of the locks”", "ilse-brandt"),
        ("the gates may have been opened by hand", "otto-renn"),
        ("a quiet word from the capital", "deputy"),
        ("nobody asked us for the keys", "deputy"),
        ("He told me ‘open the gate’ and I did", "unnamed"),
        ("open the gate", "unnamed"),
        ("Night of the Keys", "author"),
        ("keyhouse", "author"),
        ("Water has no memory", "ilse-brandt"),
        ("It has only weight", "ilse-brandt"),
        ("We did not sleep […] and we did not leave", "ilse-brandt"),
        ("We did not sleep,” she said, “and we did not leave", "author"),
        ("Ilse Brandt called it “an unprecedented failure of the locks”", "author"),
        ("She then left the room", "author"),
        ("for the keys. She then", "author"),
        ("The river Velm rose", "author"),
        ("Mara Quill is a lock-keeper's daughter", "author"),
    ],
)
def test_who_speaks(quotation: str, speaker: str) -> None:
    found = judged(quotation, speaker)
    assert found.speaker == speaker
    assert errors(found) == NOTHING
    for other in {"ilse-brandt", "otto-renn", "author", "unnamed"} - {speaker}:
        assert errors(judged(quotation, other)) == {Kind.WRONG_SPEAKER}


def test_words_of_two_speakers_belong_to_the_author_who_reports_them() -> None:
    article = velm()
    across = judge(article, ParsedQuotation('dry?" asked the clerk. The deputy said “nobody asked us'))
    assert across.speaker == "author"


def test_where_words_come_twice_the_claimed_speaker_says_which_are_meant() -> None:
    article = article_of("placeholder")
    assert judge(article, ParsedQuotation("placeholder", "author")).accepted
    # “the keys” is said by the deputy once, and stands in the author's sentences elsewhere.
    assert judged("the keys", "deputy").speaker == "deputy"
    assert errors(judged("the keys", "otto-renn")) == {Kind.WRONG_SPEAKER}


# -- rule 6: words that occur twice -----------------------------------------------------------------------------------


def test_words_that_stand_twice_want_a_prefix_or_a_suffix() -> None:
    assert kinds(judged("stood by the gates")) == {Kind.REPEATED}
    assert kinds(judged("stood by the gates", suffix="until dawn")) == NOTHING
    assert kinds(judged("stood by the gates", prefix="The guards")) == NOTHING
    assert kinds(judged("stood by the gates", prefix="thirty-two of them —")) == NOTHING


def test_prefix_and_suffix_choose_the_place() -> None:
    first = judged("stood by the gates", prefix="them —")
    second = judged("stood by the gates", suffix="until")
    assert first.start < second.start
    assert first.paragraph == second.paragraph == 7


def test_a_prefix_that_does_not_stand_beside_the_words_is_an_error() -> None:
    found = judged("stood by the gates", prefix="The engineers")
    assert errors(found) == {Kind.MISQUOTED}
    assert "prefix or suffix" in found.problems[0].message


# -- zones and noise --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation",
    [
        "SUBSCRIBE NOW",
        "ten recipes for a rainy weekend",
        "ten recipes for a rainy weekend.",
        "the gate that never closed",
    ],
)
def test_noise_cannot_be_quoted(quotation: str) -> None:
    assert kinds(judged(quotation)) == {Kind.NOISE}


@pytest.mark.parametrize(
    ("quotation", "zone", "paragraph"),
    [
        ("The long night", "title", 1),
        ("What the water did", "standfirst", 2),
        ("OSTREL", "dateline", 3),
        ("The river Velm", "body", 3),
        ("Who held the keys?", "heading", 8),
        ("Mara Quill is", "author-note", 16),
        ("The views are hers", "disclaimer", 16),
    ],
)
def test_the_verdict_names_zone_and_paragraph(quotation: str, zone: str, paragraph: int) -> None:
    found = judged(quotation)
    assert (found.zone, found.paragraph) == (zone, paragraph)


# -- within a passage -------------------------------------------------------------------------------------------------


def test_words_are_sought_only_within_the_run_that_is_given() -> None:
    passage = judged("The guards stood by the gates until dawn")
    inside = judge(velm(), ParsedQuotation("stood by the gates"), within=(passage.start, passage.end))
    assert kinds(inside) == NOTHING
    assert not judge(velm(), ParsedQuotation("thirty-two of them"), within=(passage.start, passage.end)).accepted


# -- what a reader does not see ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u2067", "\u2068", "\u200e", "\u200f", "\u061c", "\u3164", "\U000e0061"]
)
def test_a_character_that_hides_or_turns_words_is_refused(char: str) -> None:
    """Case bidi-in-page: proven are other words than those that are read."""
    found = judge(article_of(BRIDGE), ParsedQuotation(f"the minister {char}lied to the deputies"))
    assert errors(found) == {Kind.HIDDEN_CHARACTER}
    assert "“the minister”" in found.problems[0].message
