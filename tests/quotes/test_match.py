"""The verdict, rule by rule: what may be quoted from the invented article, and what may not.

Here: rules 1 to 6 as `sourcebook.quotes.match` gives them; a case is a quotation and every problem that it brings up.
Not here: differences of type in their fullness (`test_normalise.py`), nor what a rejection adds (`test_nearest.py`).
"""

from __future__ import annotations

import pytest

from sourcebook.problems import Kind
from sourcebook.quotes.match import Quotation, judge
from tests.quotes.velm import article_of, errors, judged, kinds, velm

NOTHING: set[Kind] = set()


def every(words: str) -> set[Kind]:
    """Kinds by their public names."""
    return {next(k for k in Kind if k.label == label) for label in words.split()}


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


# -- rule 2: the editor's marks ---------------------------------------------------------------------------------------


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
    assert kinds(judge(eight, Quotation("From [there] g to the sea"))) == NOTHING
    nine = article_of("From a grey, b, c, d, e, f, g and h to the sea.")
    assert kinds(judge(nine, Quotation("From [there] h to the sea"))) == {Kind.LONG_REPLACEMENT}


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
    assert errors(judge(article, Quotation("The keys seem[ed] lost"))) == NOTHING
    assert errors(judge(article, Quotation("lost, they claim[ed], and she believe[d] it"))) == NOTHING
    assert errors(judge(article, Quotation("The keys [are] lost"))) == {Kind.DROPPED_HEDGE}


def test_a_syllable_that_denies_is_a_negation() -> None:
    article = article_of("The plan was likely and the harbour safe. A happy crew had hope.")
    assert errors(judge(article, Quotation("A [un]happy crew"))) == {Kind.INSERTED_NEGATION}
    assert errors(judge(article, Quotation("crew had hope[less]"))) == {Kind.INSERTED_NEGATION}
    assert errors(judge(article, Quotation("the harbour safe"))) == NOTHING


# -- rule 3: omissions ------------------------------------------------------------------------------------------------


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
    assert errors(judge(article, Quotation("the […] of the ship"))) == NOTHING


def test_many_omissions_end_in_an_answer() -> None:
    article = article_of("the boat and " * 200)
    missing = " […] ".join(["the"] * 30) + " […] mast"
    assert not judge(article, Quotation(missing)).accepted
    assert judge(article, Quotation(" […] ".join(["the"] * 30))).accepted


# -- rule 4: borders and surroundings ---------------------------------------------------------------------------------


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
    assert errors(judge(article, Quotation("hundreds of boats came"))) == NOTHING
    assert errors(judge(article, Quotation("thousands left"))) == NOTHING
    assert errors(judge(article, Quotation("7 did"))) == NOTHING
    assert errors(judge(article, Quotation("5 degrees"))) == {Kind.CUT_NUMBER}


def test_a_comma_without_its_space_is_no_joint() -> None:
    article = article_of("The gate was shut,and nobody saw it.Then it rained.")
    assert errors(judge(article, Quotation("The gate was shut"))) == NOTHING


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
    assert kinds(judge(article, Quotation("the water rose"))) == NOTHING
    assert kinds(judge(article, Quotation("The gate was"))) == {Kind.CONTEXT}


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
    across = judge(article, Quotation('dry?" asked the clerk. The deputy said “nobody asked us'))
    assert across.speaker == "author"


def test_where_words_come_twice_the_claimed_speaker_says_which_are_meant() -> None:
    article = article_of("placeholder")
    assert judge(article, Quotation("placeholder", "author")).accepted
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


def test_a_quotation_may_run_across_noise_and_says_so() -> None:
    found = judged("2,235 arrived by 6 January. Well-armed guards")
    assert found.accepted
    assert kinds(found) == {Kind.ACROSS_NOISE}


def test_a_quotation_across_zones_says_so() -> None:
    found = judged("OSTREL – The river Velm rose")
    assert found.accepted
    assert kinds(found) == {Kind.ACROSS_ZONES}


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
    inside = judge(velm(), Quotation("stood by the gates"), within=(passage.start, passage.end))
    assert kinds(inside) == NOTHING
    assert not judge(velm(), Quotation("thirty-two of them"), within=(passage.start, passage.end)).accepted


# -- what a reader does not see, and what a bracket may not do --------------------------------------------------------

BRIDGE = (
    "The engineer said that the old bridge is unsafe for lorries. It is impossible that the minister lied to the "
    "deputies. The judge found the order illegal. The witness was dishonest. The company is unable to pay. The "
    "minister disagreed with the report. The talks were useless to the villagers. The troops were disarmed. The "
    "mayor misread the letter. A non-violent crowd was anti-war. People did not take to the streets to demand a "
    "new minister. He was not tired, and left."
)


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
    assert kind in errors(judge(article_of(BRIDGE), Quotation(quotation)))


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
    assert errors(judge(article_of(BRIDGE), Quotation(quotation))) == NOTHING


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u2067", "\u2068", "\u200e", "\u200f", "\u061c", "\u3164", "\U000e0061"]
)
def test_a_character_that_hides_or_turns_words_is_refused(char: str) -> None:
    """Case bidi-in-page: proven are other words than those that are read."""
    found = judge(article_of(BRIDGE), Quotation(f"the minister {char}lied to the deputies"))
    assert errors(found) == {Kind.HIDDEN_CHARACTER}
    assert "“the minister”" in found.problems[0].message


def test_a_quotation_that_ends_inside_its_own_negation_calls_for_care() -> None:
    article = article_of(BRIDGE)
    assert kinds(judge(article, Quotation("People did not take to the streets"))) == {Kind.CONTEXT}
    assert kinds(judge(article, Quotation("People did not take to the streets to demand a new minister"))) == NOTHING
    assert kinds(judge(article, Quotation("He was not tired"))) == NOTHING


def test_words_behind_impossible_call_for_care() -> None:
    assert kinds(judge(article_of(BRIDGE), Quotation("the minister lied to the deputies"))) == {Kind.CONTEXT}


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
    found = kinds(judge(article_of(BRIDGE), Quotation(quotation)))
    assert found & {Kind.BROUGHT_IN} == expected & {Kind.BROUGHT_IN}


def test_a_number_whose_thousands_are_parted_by_a_space_is_not_cut() -> None:
    article = article_of("About 45 000 people came on 5 May, and 1\u202f200\u202f000 stayed. In 2019 300 boats sank.")
    assert errors(judge(article, Quotation("000 people came"))) == {Kind.CUT_NUMBER}
    assert errors(judge(article, Quotation("About 45"))) == {Kind.CUT_NUMBER}
    assert errors(judge(article, Quotation("200 000 stayed"))) == {Kind.CUT_NUMBER}
    assert errors(judge(article, Quotation("45 000 people"))) == NOTHING
    assert errors(judge(article, Quotation("300 boats sank"))) == NOTHING


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
    assert errors(judge(article, Quotation(good))) == NOTHING
    assert errors(judge(article, Quotation(cut)))
