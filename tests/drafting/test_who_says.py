"""Whose words stand in quotation marks, written by hand as a reader would say it."""

from __future__ import annotations

import pytest

from sourcebook.drafting import drafter
from tests.drafting.pieces import COLUMN, WIRE, article, drafted


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Nobody warned us at all,” said Ada Brill, the mayor.", "Ada Brill"),
        ("Ada Brill said they saw an “extraordinary tide”. She left.", "Ada Brill"),
        ("According to Ada Brill, the gates were “open all night long”.", "Ada Brill"),
        ("Mr Wenn came late. “We held every drop we could,” he said.", "Wenn"),
        ("Ada Brill's order to “hold every single drop” was clear.", "Ada Brill"),
        ("The strikers were chanting: “Water is not for sale!”", "strikers"),
        ("Tobias Wenn left. Ada Brill said it was late. “I was afraid. I would have gone,” she said.", "Ada Brill"),
        ("“It was built in 1982. It stood well,” Ada Brill told a meeting.", "Ada Brill"),
        ("Ada Brill closed the gate for what the operator called “the maintenance of the grid”.", "unnamed"),
        ("Defence counsel Ada Brill QC said they were “all broken men”.", "Ada Brill"),
        ("Njoki Ndung'u said the river was “a private affair now”.", "Njoki Ndung'u"),
        ("“If I do not go, he will,” one of them, who asked not to be named, said to me.", "unnamed"),
        ("Ada Brill came late and spoke of “the will of the river”.", "Ada Brill"),
        ("They spoke of a so-called “counter-coup” for weeks.", "author"),
        ("“Hold every drop until the morning comes.” The river rose.", "unnamed"),
        ("Ada Brill thanked Tobias Wenn, calling him a “true comrade”.", "Ada Brill"),
    ],
)
def test_the_speaker_is_whom_the_words_name(text: str, speaker: str) -> None:
    assert [p.record["speaker"] for p in drafted(text, "speech")] == [speaker]


@pytest.mark.parametrize(
    ("language", "text", "speaker"),
    [
        ("fr", "« Nous avions prévenu le ministère », a déclaré Paul Rivet, maire.", "Paul Rivet"),
        ("de", "„Wir haben das kommen sehen“, sagte Bürgermeisterin Eva Lorenz.", "Eva Lorenz"),
        ("ru", "«Мы ждали три долгих года», — сказал Павел Орлов, председатель.", "Павел Орлов"),
    ],
)
def test_other_languages_have_their_verbs_of_saying(language: str, text: str, speaker: str) -> None:
    assert [p.record["speaker"] for p in drafted(text, "speech", language=language)] == [speaker]


def test_a_pronoun_is_the_last_who_acted_and_a_speech_goes_on() -> None:
    assert [p.record["speaker"] for p in drafted(COLUMN, "speech", "2031-03-20")] == ["Vance", "Arkell", "Arkell"]


def test_each_says_why_and_in_which_line() -> None:
    first = drafted(WIRE, "speech")[0]
    assert first.why == "“said Tom Arkell”, line 5"
    assert 0 < first.confidence < 1


def test_what_somebody_is_cited_for_is_a_passage_with_an_informant() -> None:
    vias = {p.record["via"] for p in drafted(WIRE, "passage")}
    assert {"Helen Vance", "Harbour Police", "Tom Arkell"} <= vias


def test_in_an_interview_each_speaks_in_the_paragraph_that_begins_with_the_name() -> None:
    text = "A talk\n\nAda Brill, 52, runs it.\n\nThe Observer: Late?\n\nAda Brill: Yes. Two ships sank in the bay.\n"
    found = [p for p in drafter.draft([article(text)]) if p.kind == "passage"]
    assert [(p.passages[0].exact, p.record["via"]) for p in found] == [("Two ships sank in the bay", "Ada Brill")]
