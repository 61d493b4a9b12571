"""Rules 2 and 3: what the editor's brackets and omissions may change in a quotation, and what they may not.

Here: `sourcebook.quotes.brackets` as the verdict gives it; a case is a quotation and every problem that it brings up.
Not here: how marks are written and read (`test_marks.py`).
"""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.quotes.velm import BRIDGE, NOTHING, article_of, errors, every, judged, kinds


@pytest.mark.parametrize(
    "quotation",
    [
        "The river Velm […] in one night",
        "The river Velm [...] in one night",
        "The river Velm [ … ] in one night",
        "[…] The river Velm rose by 2.5 metres in one night […]",
        "The river Velm […].",
        "The [swollen] river Velm rose",
        "[The author says:] The river Velm rose by 2.5 metres",
        "[It] rose by 2.5 metres in one night",
        "The river Velm [climbed] by 2.5 metres",
        "[the] river Velm rose",
        "[t]he river Velm rose",
        "[T]he flood cost",
        "The engineers […] work[ed] without pay",
        "The engineer[s] […] worked without pay",
        "[The mayor's] deputy spoke",
        "[Brandt]'s notes agree",
        "The river Velm [sic] rose",
        "The river Velm [sic!] rose by 2.5 metres in one night [emphasis added]",
        "“[We] did not sleep,” she said",
    ],
)
def test_the_editors_marks(quotation: str) -> None:
    assert errors(judged(quotation)) == NOTHING


@pytest.mark.parametrize(
    "quotation",
    [
        "drawn by two men — [those] of the lodge and the lock",
        "[those] of the lodge and the lock",
        "the plan “down to the hinges, was drawn by two men — [those] of the lodge […] within one hour.”",
    ],
)
def test_a_bracket_that_stands_in_the_source_is_its_own(quotation: str) -> None:
    assert kinds(judged(quotation)) <= {Kind.CONTEXT}


@pytest.mark.parametrize(
    "quotation",
    [
        "two men — those of the lodge",
        "two men — [them] of the lodge",
        "the town Why were they dry",
        "two men - [] of the lodge",
    ],
)
def test_the_sources_own_marks_are_words_of_the_source(quotation: str) -> None:
    assert not judged(quotation).accepted or "[them]" in quotation


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("The river Velm [… in one night", "bad-mark"),
        ("The river Velm …] in one night", "bad-mark"),
        ("The river [[Velm]] rose", "bad-mark"),
        ("The river [] Velm rose", "bad-mark"),
        ("The river [ ] Velm rose", "bad-mark"),
        ("The river Velm … in one night", "unmarked-omission"),
        ("The river Velm ... in one night", "unmarked-omission"),
        ("The river Velm rose by 2.5 metres …", "unmarked-omission"),
        ("The river [sic] by 2.5 metres", "unmarked-omission"),
        ("The river Velm […] rose", "empty-omission"),
    ],
)
def test_marks_that_are_no_marks(quotation: str, expected: str) -> None:
    assert every(expected) <= kinds(judged(quotation))


def test_a_bracket_replaces_at_most_eight_words() -> None:
    eight = article_of("From a grey, b, c, d, e, f and g to the sea.")
    assert kinds(judge(eight, ParsedQuotation("From [there] g to the sea"))) == NOTHING
    nine = article_of("From a grey, b, c, d, e, f, g and h to the sea.")
    assert kinds(judge(nine, ParsedQuotation("From [there] h to the sea"))) == {Kind.LONG_REPLACEMENT}


def test_a_bracket_stays_in_one_sentence() -> None:
    assert Kind.LONG_REPLACEMENT in kinds(judged("stood by the gates [until] stood by the gates until dawn"))
    assert Kind.LONG_REPLACEMENT in kinds(judged("metres in one [day] flood cost some 3 billion crowns"))


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("the gates [had] been opened by hand", "dropped-hedge"),
        ("the gates [could] have been opened by hand", ""),
        ("the gates [might] have been opened by hand", ""),
        ("the gates [were] opened by hand", "dropped-hedge"),
        ("We did [often] sleep", "dropped-negation"),
        ("We did [never] sleep", ""),
        ("We [hardly slept]", "inserted-negation"),
        ("The council may [not] meet again", "inserted-negation"),
        ("The river Velm [never] rose", "inserted-negation"),
        ("The flood [hardly] cost some 3 billion crowns", "inserted-negation"),
        ("its [in]official first floor", "inserted-negation"),
        ("its official [un]first floor", "inserted-negation"),
        ("The council may[n't] meet again", "inserted-negation dropped-hedge"),
        ("was drawn by two [wo]men", "changed-word"),
        ("She [possibl]y left", "misquoted"),
        ("two guards [sl]ept", ""),
    ],
)
def test_what_a_bracket_takes_away_or_brings_in(quotation: str, expected: str) -> None:
    assert errors(judged(quotation)) == every(expected)


def test_a_hedge_may_change_its_form_inside_a_bracket() -> None:
    article = article_of("The keys seem lost, they claim, and she believes it.")
    assert errors(judge(article, ParsedQuotation("The keys seem[ed] lost"))) == NOTHING
    assert errors(judge(article, ParsedQuotation("lost, they claim[ed], and she believe[d] it"))) == NOTHING
    assert errors(judge(article, ParsedQuotation("The keys [are] lost"))) == {Kind.DROPPED_HEDGE}


def test_a_syllable_that_denies_is_a_negation() -> None:
    article = article_of("The plan was likely and the harbour safe. A happy crew had hope.")
    assert errors(judge(article, ParsedQuotation("A [un]happy crew"))) == {Kind.INSERTED_NEGATION}
    assert errors(judge(article, ParsedQuotation("crew had hope[less]"))) == {Kind.INSERTED_NEGATION}
    assert errors(judge(article, ParsedQuotation("the harbour safe"))) == NOTHING


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("in one night […] or $9,000 a head", ""),
        ("The river Velm […] asked for help", "omission-leaves-paragraph"),
        ("The flood […] an unprecedented failure", "omission-leaves-paragraph"),
        ("asked for help […] called it", "omission-out-of-order"),
        ("said otherwise […] stood by the gates", "omission-out-of-order"),
        ("We did […] sleep", "dropped-negation"),
        ("The keys, however, were […] found", "dropped-negation"),
        ("the gates […] have been opened", "dropped-hedge"),
        ("the gates […] [may] have been opened", ""),
        ("stood by the gates until dawn. […] two guards slept", "dropped-hedge"),
        ("It was […] noon", "dropped-hedge"),
        ("more […] 220 boats", "dropped-hedge"),
        ("Otto Renn […] gave no evidence", "dropped-hedge"),
        ("The engineers […] worked […] pay", "dropped-negation"),
        ("No lock was broken […] said otherwise", ""),
        ("Renn said […] the town was warned", "dropped-hedge dropped-negation"),
    ],
)
def test_what_an_omission_leaves_out(quotation: str, expected: str) -> None:
    assert errors(judged(quotation)) == every(expected)


def test_common_words_around_an_omission_find_their_paragraph() -> None:
    pairs = " ".join(f"the boat {i} and the oar." for i in range(40))
    article = article_of(f"{pairs}\n\n{pairs}\n\nAt last the mast of the ship fell.")
    assert errors(judge(article, ParsedQuotation("the […] of the ship"))) == NOTHING


def test_many_omissions_end_in_an_answer() -> None:
    article = article_of("the boat and " * 200)
    missing = " […] ".join(["the"] * 30) + " […] mast"
    assert not judge(article, ParsedQuotation(missing)).accepted
    assert judge(article, ParsedQuotation(" […] ".join(["the"] * 30))).accepted


@pytest.mark.parametrize(
    ("quotation", "kind"),
    [
        ("the old bridge is […]safe for lorries", Kind.BAD_MARK),
        ("the old bridge is [wholly ]safe for lorries", Kind.BAD_MARK),
        ("the old bridge is [wholly]safe for lorries", Kind.CHANGED_WORD),
        ("the old bridge is un[…] for lorries", Kind.BAD_MARK),
        ("the old bridge is [safe] for lorries", Kind.DROPPED_NEGATION),
        ("the old bridge is [very safe] for lorries", Kind.DROPPED_NEGATION),
        ("It is […]possible that the minister lied", Kind.BAD_MARK),
        ("It is [clear] that the minister lied", Kind.DROPPED_NEGATION),
        ("A [violent] crowd was", Kind.DROPPED_NEGATION),
        ("The talks were [useful] to the villagers", Kind.DROPPED_NEGATION),
        ("The troops were [armed]", Kind.DROPPED_NEGATION),
        ("It is […] that the minister lied", Kind.DROPPED_NEGATION),
        ("The judge found the order [quite]legal", Kind.CHANGED_WORD),
        ("The witness was [very]honest", Kind.CHANGED_WORD),
        ("The company is [well]able to pay", Kind.CHANGED_WORD),
        ("The minister […]agreed with the report", Kind.BAD_MARK),
        ("The talks were use[ful] to the villagers", Kind.CHANGED_WORD),
        ("The troops were [all]armed", Kind.CHANGED_WORD),
        ("The mayor […]read the letter", Kind.BAD_MARK),
        ("A […] violent crowd", Kind.CUT_WORD),
        ("A […]-violent crowd", Kind.CUT_WORD),
        ("A [mostly]-violent crowd", Kind.CUT_WORD),
        ("crowd was [pro]-war", Kind.CUT_WORD),
    ],
)
def test_no_bracket_takes_away_what_denies(quotation: str, kind: Kind) -> None:
    """Case bracket-drops-prefix, and its sisters."""
    assert kind in errors(judge(article_of(BRIDGE), ParsedQuotation(quotation)))


@pytest.mark.parametrize(
    "quotation",
    [
        "[T]he old bridge is unsafe",
        "the old bridge [...] for lorries",
        "The minister disagree[s] with the report",
        "The mayor misread[s] the letter",
        "The talks [are] useless to the villagers",
        "The judge [had] found the order illegal",
        "[It] is unsafe for lorries",
    ],
)
def test_honest_brackets_stand(quotation: str) -> None:
    assert errors(judge(article_of(BRIDGE), ParsedQuotation(quotation))) == NOTHING


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("The judge [secretly] found the order illegal", {Kind.BROUGHT_IN}),
        ("The judge [corruptly] found", {Kind.BROUGHT_IN}),
        ("The [old] judge found the order illegal", NOTHING),
        ("[He] found the order illegal", NOTHING),
        ("[the ministers] found the order illegal", NOTHING),
    ],
)
def test_a_word_of_content_that_a_bracket_brings_in_calls_for_care(quotation: str, expected: set[Kind]) -> None:
    found = kinds(judge(article_of(BRIDGE), ParsedQuotation(quotation)))
    assert found & {Kind.BROUGHT_IN} == expected & {Kind.BROUGHT_IN}
