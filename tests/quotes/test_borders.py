"""Rule 4: what the beginning and the end of a quotation may not cut off.

Here: `sourcebook.quotes.borders` as the verdict gives it; a case is a quotation and every problem that it brings up.
Not here: which words hedge or deny (`test_hedges.py`).
"""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.quotes.velm import BRIDGE, NOTHING, article_of, errors, every, judged, kinds


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("armed guards", "cut-word"),
        ("Well", "cut-word"),
        ("thirty", "cut-word"),
        ("engineers—all", ""),
        ("iver Velm rose", "cut-word"),
        ("The river Vel", "cut-word"),
        ("unprecedented fail", "cut-word"),
        ("5 metres in one night", "cut-number"),
        ("rose by 2", "cut-number"),
        ("rose by 2.5", "cut-number"),
        ("some 3", "cut-number"),
        ("some 3 billion", ""),
        ("billion crowns", "cut-number"),
        ("9,000 a head", "cut-number"),
        ("000 a head", "cut-number"),
        ("or $", "cut-number empty"),
        ("300", "cut-number"),
        ("thousand sandbags", "cut-number"),
        ("235 arrived", "cut-number"),
        ("5:23", "cut-number"),
        ("23PM", "cut-number"),
        ("2014", "cut-number"),
        ("2016 said otherwise", "cut-number"),
        ("thousands of bricks", "cut-number"),
        ("of bricks", ""),
        ("6 January", ""),
        ("40 pumps", ""),
        ("two men", ""),
    ],
)
def test_a_quotation_starts_and_ends_at_a_word_and_cuts_no_number(quotation: str, expected: str) -> None:
    assert errors(judged(quotation)) & every("cut-word cut-number") == every(expected) - {Kind.EMPTY}


def test_a_year_before_a_round_number_is_not_part_of_it() -> None:
    article = article_of("In 2019 hundreds of boats came. On January 5 thousands left. It fell to -5 degrees - 7 did.")
    assert errors(judge(article, ParsedQuotation("hundreds of boats came"))) == NOTHING
    assert errors(judge(article, ParsedQuotation("thousands left"))) == NOTHING
    assert errors(judge(article, ParsedQuotation("7 did"))) == NOTHING
    assert errors(judge(article, ParsedQuotation("5 degrees"))) == {Kind.CUT_NUMBER}


def test_a_comma_without_its_space_is_no_joint() -> None:
    article = article_of("The gate was shut,and nobody saw it.Then it rained.")
    assert errors(judge(article, ParsedQuotation("The gate was shut"))) == NOTHING


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("The engineers—all of them volunteers", "context"),  # … worked without pay
        ("No lock was broken", "context"),  # although …
        ("two guards slept", "context"),  # Possibly …
        ("Possibly two guards slept", ""),
        ("the town was warned", "context"),  # He denied that …
        ("Otto Renn said", "context"),  # the gates may …
        ("the gates may have been opened by hand", "context"),  # but gave no evidence
        ("Was the gate opened from the start", "context"),  # it is a question
        ("did somebody simply wait", "context"),
        ("Was the gate opened from the start, or did somebody simply wait?", ""),
        ("The keys", "context"),  # were never found
        ("began at 5:23PM", ""),
        ("noon", "context"),  # almost
        ("dry", "repeated context"),
        ("220 boats", "context"),  # more than
        ("The council may meet again", ""),
        ("the council met", ""),  # In May: the month
        ("meet again", "context"),  # may
        ("2,235 arrived by 6 January", ""),
    ],
)
def test_what_the_rest_of_the_sentence_does(quotation: str, expected: str) -> None:
    found = judged(quotation)
    assert found.accepted
    assert kinds(found) == every(expected)


def test_a_semicolon_ends_what_surrounds() -> None:
    article = article_of("The gate was perhaps shut; the water rose; nobody saw it.")
    assert kinds(judge(article, ParsedQuotation("the water rose"))) == NOTHING
    assert kinds(judge(article, ParsedQuotation("The gate was"))) == {Kind.CONTEXT}


def test_a_quotation_may_run_across_noise_and_says_so() -> None:
    found = judged("2,235 arrived by 6 January. Well-armed guards")
    assert found.accepted
    assert kinds(found) == {Kind.ACROSS_NOISE}


def test_a_quotation_across_zones_says_so() -> None:
    found = judged("OSTREL – The river Velm rose")
    assert found.accepted
    assert kinds(found) == {Kind.ACROSS_ZONES}


def test_a_quotation_that_ends_inside_its_own_negation_calls_for_care() -> None:
    article = article_of(BRIDGE)
    assert kinds(judge(article, ParsedQuotation("People did not take to the streets"))) == {Kind.CONTEXT}
    assert (
        kinds(judge(article, ParsedQuotation("People did not take to the streets to demand a new minister"))) == NOTHING
    )
    assert kinds(judge(article, ParsedQuotation("He was not tired"))) == NOTHING


def test_words_behind_impossible_call_for_care() -> None:
    assert kinds(judge(article_of(BRIDGE), ParsedQuotation("the minister lied to the deputies"))) == {Kind.CONTEXT}


def test_a_number_whose_thousands_are_parted_by_a_space_is_not_cut() -> None:
    article = article_of("About 45 000 people came on 5 May, and 1\u202f200\u202f000 stayed. In 2019 300 boats sank.")
    assert errors(judge(article, ParsedQuotation("000 people came"))) == {Kind.CUT_NUMBER}
    assert errors(judge(article, ParsedQuotation("About 45"))) == {Kind.CUT_NUMBER}
    assert errors(judge(article, ParsedQuotation("200 000 stayed"))) == {Kind.CUT_NUMBER}
    assert errors(judge(article, ParsedQuotation("45 000 people"))) == NOTHING
    assert errors(judge(article, ParsedQuotation("300 boats sank"))) == NOTHING


@pytest.mark.parametrize(
    ("text", "good", "cut"),
    [
        ("सड़कें बंद हैं और सरकार ने कुछ नहीं किया।", "सड़कें बंद हैं", "सड़कें बंद है"),
        ("রাস্তাটি বন্ধ ছিল না এবং সরকার কিছু করেনি।", "সরকার কিছু করেনি", "সরকার কিছু করেন"),
        ("రోడ్డు మూసివేయబడింది అని మంత్రి.", "రోడ్డు మూసివేయబడింది", "రోడ్డు మూసివేయబడింద"),
        ("ถนนไม่ได้ปิด", "ถนนไม่ได้", "ถนนไม่ไดป"),
        ("大臣は明日出発すると述べた。", "明日出発", "明日発"),
        ("उनी गएँ भने, तर म गइनँ।", "तर म गइनँ", "तर म गइन"),
        ("הכביש נסגר, אִישׁ לא בא.", "אִישׁ לא", "איש לא"),
        ("អ្នកភូមិបានមក។", "អ្នកភូមិ", "អ្នកភូម"),
    ],
)
def test_no_combining_mark_is_cut_off(text: str, good: str, cut: str) -> None:
    """Case marks-at-borders, and its sisters."""
    article = article_of(text)
    assert errors(judge(article, ParsedQuotation(good))) == NOTHING
    assert errors(judge(article, ParsedQuotation(cut)))
