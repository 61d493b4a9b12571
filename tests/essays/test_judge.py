"""The verdict on each sentence of the corpus, in every quotation marks of its language; and on cases of their own."""

from __future__ import annotations

import pytest

from sourcebook.essays.judge import RIGHT, EssayReport
from sourcebook.essays.readers import Essay, EssayParagraph
from tests.essays import corpus, results
from tests.essays.corpus import SCARE, Piece

JUDGE = results.judge()


def report(*texts: str, block: bool = False) -> EssayReport:
    """What is said of an essay of these paragraphs, the last of which may be a block quotation."""
    last = len(texts)
    return JUDGE.report(Essay(tuple(EssayParagraph(t, i, block=block and i == last) for i, t in enumerate(texts, 1))))


def kinds(*texts: str) -> list[list[str]]:
    return [finding.kinds for finding in report(*texts).findings]


@pytest.mark.parametrize(
    "piece", [p for lang in corpus.MARKS for p in corpus.pieces(lang)], ids=lambda p: f"{p.kind}: {p.text[:40]}"
)
def test_every_sentence_of_the_corpus(piece: Piece) -> None:
    for marks in corpus.MARKS[piece.language]:
        if "‘" in marks and "'" in piece.text:
            continue
        text = piece.written(marks) if piece.block else f"It begins here. {piece.written(marks)} It goes on."
        found = report("Some see it otherwise.", text, block=piece.block).findings
        verdicts = {finding.verdict for finding in found}
        if piece.kind == SCARE:
            assert not found
        elif piece.kind == RIGHT:
            assert verdicts <= {RIGHT}, [f.message for f in found]
        else:
            assert any(piece.kind in f.kinds and f.verdict != RIGHT for f in found), [f.message for f in found]


def test_the_right_words_stand_beside() -> None:
    (finding,) = report("Bram says “Whoever owns the tolls decides which ships come in” (Bram ¶6).").findings
    assert finding.right_words == "Whoever sets the tolls decides which ships come in"
    assert finding.as_json("a.txt") == {
        "file": "a.txt",
        "quotation": "Whoever owns the tolls decides which ships come in",
        "verdict": "wrong",
        "kinds": ["misquoted"],
        "source": "bram-2031",
        "paragraph": 6,
        "right_words": "Whoever sets the tolls decides which ships come in",
        "message": "The words differ: you write “owns”, the article “sets”.",
    }


@pytest.mark.parametrize(
    "quoted",
    [
        "the timber companies have wanted that decision for a generation",
        "The timber companies have wanted that decision for a generation",  # another case at the start
        "the timber companies have wanted that decision for a generation.",
        "the timber companies have wanted that decision for a generation,",
        "… the timber companies have wanted that decision for a generation …",
        "[T]he timber companies have wanted that decision for a generation",
        "the timber com\u00adpanies have\u00a0wanted that decision for a generation",
        "the timber companies […] wanted that decision for a generation",
        "the timber companies . . . wanted that decision for a generation",
        "the timber companies (...) wanted that decision for a generation",
        "the timber companies have [long] wanted that decision for a generation",
    ],
)
def test_what_never_matters(quoted: str) -> None:
    assert kinds(f"Bram says that “{quoted}” (Bram ¶6).") == [[]]


def test_a_hedge_that_the_essay_keeps_is_not_lost() -> None:
    assert kinds("Some timber was “pushed off a barge to save the barge itself” (Harrow ¶7).") == [["dropped-hedge"]]
    assert kinds("Some timber was allegedly “pushed off a barge to save the barge itself” (Harrow ¶7).") == [[]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what stands before a colon, or beside another verb, need not speak
        ("Bram is blunt about Lindqvist: “It is a good phrase and a bad argument” (Bram ¶4).", [[]]),
        ("Lindqvist, he writes, coined “a good phrase and a bad argument” (Bram ¶4).", [[]]),
        ("As for Sollis, “her party holds seven of fifteen seats” (Kestrel dispatch ¶5).", [[]]),
        ("Lindqvist, who promised that “nobody on the islands will pay a crown” (Harrow ¶4), “did not take questions”.",
         [[], []]),
        ("In ¶3 Bram says “listener asks who already has”, and in ¶6 that one “decides which ships come in”.",
         [[], []]),
        # each part of a sentence speaks for itself
        ("Bram says “it never left the capital” (¶5); Harrow’s wording is “the islanders have their own answer” (¶10).",
         [[], []]),
        ("Bram writes that the phrase “a tax on living in the wrong place” is good (Bram ¶4).", [[]]),
        ("Osei writes that the phrase “a tax on living in the wrong place” is good (Bram ¶4).", [["wrong-speaker"]]),
        # only a caveat that is believed
        ("The copy is translated. Sollis’s exact words: “can bring a curfew tomorrow” (Kestrel dispatch ¶5).",
         [["retranslated-speech"]]),
        # a modal with its auxiliaries, a hedge between commas, a hedge that only tells who speaks
        ("Kestrel dispatch: its owner will “be charged, but the prosecutor has neither” (¶4).", [["dropped-hedge"]]),
        ("Harrow believes it was “pushed off a barge to save the barge itself” (Harrow ¶7).", [["dropped-hedge"]]),
    ],
)  # fmt: skip
def test_who_speaks_and_what_is_cut(text: str, expected: list[list[str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "As the old saying goes, “the first one to the quay gets the fish”.",
        "The essay question was “Who speaks in each of the four readings, and to whom?”",
        "In the seminar somebody asked, “But what about the pilots and the nurses?”",
        "Die Aufgabe lautet: „Vergleichen Sie zwei Texte und alle ihre Sprecher miteinander“.",
        "Ein Sprichwort sagt: „Wer im Glashaus sitzt, soll nicht mit Steinen werfen“.",
    ],
)
def test_proverbs_and_the_question_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_a_block_quotation_that_lost_its_indent() -> None:
    words = "It is the first time in half a century that the navy has supplied the outer islands"
    assert kinds("The dispatch begins so.", f"{words} (Kestrel dispatch ¶3).") == [[]]
    assert kinds("The dispatch says:", words) == [[]]
    assert kinds("The dispatch begins so.", words) == [["unmarked-copy"]]
    assert kinds("So it is.", f"I think that {words.lower()}, and much longer than I should have thought (¶3).") == [
        ["unmarked-copy"]
    ]


def test_inner_marks_of_another_kind() -> None:
    assert kinds("Bram: “Tove Lindqvist calls the tolls ‘a tax on living in the wrong place’” (Bram ¶4).") == [[]]


def test_an_author_who_passes_speech_on_is_no_wrong_owner() -> None:
    assert kinds(
        "Bram writes that Osei called it “a promise between people who do not like each other” (Bram ¶7)."
    ) == [[]]
    assert kinds("Bram writes: it is “a promise between people who do not like each other” (Bram ¶7).") == [
        ["wrong-speaker"]
    ]


def test_what_is_absent() -> None:
    found = report(
        "Kestrel dispatch aside, Bram says “It is a good phrase and a bad argument” (Bram ¶4).",
        "So much for Clara Lenz.",
    )
    assert found.unused == ("harrow-2031",)
    assert found.named == ("kestrel-2031", "lenz-2031")
    through = report("As Osei said in Bram, “you cannot nationalise a promise” (¶7).")
    assert through.through == ("bram-2031",)


def test_a_mark_that_is_never_closed_is_checked_as_far_as_it_is_known() -> None:
    found = report("Bram says “It is a good phrase and a bad argument, and I agree (Bram ¶4).")
    assert [f.quotation.words for f in found.findings] == ["It is a good phrase and a bad argument"]
    assert report("He said “and nobody knows who, so be it.").unchecked


def test_a_title_is_left_alone() -> None:
    assert kinds("In “The Clash of Harbours and the Remaking of Tolls” it is said otherwise.") == []
    assert kinds("Harrow’s “The lock that stayed shut: how Veldhaven lost its ferries” is a report.") == [[]]
