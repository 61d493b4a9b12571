"""What an essay says of a quotation: source, paragraph, and whose words they are."""

from __future__ import annotations

import pytest

from sourcebook.check import open_book
from sourcebook.essays import essay_quotations
from sourcebook.essays.claims import Claim, ClaimReader, numbers
from sourcebook.essays.essay_names import ANY, EssayNames
from sourcebook.essays.readers import EssayParagraph
from tests.essays import corpus

NAMES = EssayNames(open_book(corpus.PACKET, {}).book)


def claim(text: str, *before: str, notes: tuple[tuple[int, str], ...] = ()) -> Claim:
    """The claim about the last quotation of four words or more."""
    paragraphs = [EssayParagraph(t, i, notes=notes if t == text else ()) for i, t in enumerate((*before, text), 1)]
    found = essay_quotations.of_essay(paragraphs)
    last = [q for some in found for q in some if q.counts][-1]
    return ClaimReader(NAMES, paragraphs, found).claim(last)


@pytest.mark.parametrize(
    "text",
    [
        "He says “one two three four” (Harrow ¶17).",
        "He says “one two three four” (Harrow, para. 17).",
        "He says “one two three four” (Harrow 2031, ¶ 17).",
        "He says “one two three four” (Harrow, 2031, p. 17).",
        "He says “one two three four” (Harrow 2031: 17).",
        "He says “one two three four” (Harrow 17).",
        "He says “one two three four” [Harrow, par. 17].",
        "He says “one two three four.” (Tidewater Courier, ¶17)",
        "Er sagt „one two three four“ (Harrow, Abs. 17).",
        "Er sagt „one two three four“ (vgl. Harrow 2031, S. 17).",
        "Il dit « one two three four » (Harrow, § 17).",
        "Он говорит «one two three four» (Harrow, абз. 17).",
        "In paragraph 17, Harrow says “one two three four”.",
        "In the seventeenth paragraph Harrow says “one two three four”.",
        "Harrow (2031, ¶17) says “one two three four”.",
    ],
)
def test_references_as_students_write_them(text: str) -> None:
    found = claim(text)
    assert found.paragraphs == ((17, 17),)
    assert found.sources == {"harrow-2031"}


def test_a_footnote_is_a_reference() -> None:
    found = claim("He says “one two three four”.", notes=((29, "Ines Harrow, The lock that stayed shut, para. 17."),))
    assert found.paragraphs == ((17, 17),)
    assert found.sources == {"harrow-2031"}


def test_ranges_and_lists_of_paragraphs() -> None:
    assert numbers("¶¶3-5, 7") == ((3, 5), (7, 7))
    assert numbers("paras 12 and 14") == ((12, 12), (14, 14))
    assert numbers("in 2031") == ()


OSEI, LINDQVIST, HARROW = "actor:osei", "actor:lindqvist", "source:harrow-2031"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Osei said that “one two three four”.", OSEI),
        ("Osei, the chief engineer of the board, wrote in his letter that “one two three four”.", OSEI),
        ("According to Osei, “one two three four”.", OSEI),
        ("As Osei puts it, “one two three four”.", OSEI),
        ("In the words of Marek Osei, “one two three four”.", OSEI),
        ("“One two three four,” said Osei.", OSEI),
        ("“One two three four,” Osei told the council.", OSEI),
        ("“One two three four”, according to Osei.", OSEI),
        ("Osei’s claim that “one two three four” is bold.", OSEI),
        ("Osei: “one two three four”.", OSEI),
        ("Lindqvist was heard first. To Lindqvist, Osei replied that “one two three four”.", OSEI),
        ("Laut Osei gilt: „one two three four“.", OSEI),
        ("„One two three four“, so Osei.", OSEI),
        ("Osei zufolge ist das „one two three four“.", OSEI),
        ("Selon Osei, « one two three four ».", OSEI),
        ("По словам Осеи, «one two three four».", None),  # four letters sound like too many names
        ("По словам Линдквист, «one two three four».", LINDQVIST),
        ("The engineer said that “one two three four”.", OSEI),
        ("The minister said that “one two three four”.", LINDQVIST),
        ("Harrow writes that “one two three four”.", HARROW),
        ("The reporter writes that “one two three four”.", "author"),
        ("She said that “one two three four”.", ANY),
        ("The gate is “one two three four”.", None),
    ],
)
def test_who_is_said_to_speak(text: str, who: str | None) -> None:
    speakers = claim(text).speakers
    assert (
        any(who in each for each in speakers) if who else not any(HARROW in each or OSEI in each for each in speakers)
    )


def test_the_nearer_of_two_sentences_counts() -> None:
    """What follows another quotation speaks for itself."""
    found = claim("Osei said “five six seven eight” and Lindqvist said “one two three four”.")
    assert found.speakers == (frozenset({LINDQVIST}),)


def test_speech_that_is_read_in_another_source() -> None:
    found = claim("As Osei said in Bram, “one two three four” (¶7).")
    assert found.sources == {"bram-2031"}
    assert found.paragraphs == ((7, 7),)
    assert found.through
    assert found.speakers == (frozenset({OSEI}),)
