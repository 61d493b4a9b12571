"""Where quotations begin and end, in the marks of any language."""

from __future__ import annotations

import pytest

from sourcebook.essays import essay_quotations
from sourcebook.essays.readers import EssayParagraph


def words(*texts: str, block: bool = False) -> list[str]:
    paragraphs = [EssayParagraph(text, i, block=block) for i, text in enumerate(texts, 1)]
    return [q.words for some in essay_quotations.of_essay(paragraphs) for q in some if q.counts]


@pytest.mark.parametrize(
    "text",
    [
        "He wrote “the gate is shut today” and left.",
        'He wrote "the gate is shut today" and left.',
        "He wrote ‘the gate is shut today’ and left.",
        "He wrote 'the gate is shut today' and left.",
        "Er schrieb „the gate is shut today“ und ging.",
        "Er schrieb „the gate is shut today” und ging.",
        "Er schrieb »the gate is shut today« und ging.",
        "Il écrit «\xa0the gate is shut today\xa0» et part.",
        "Il écrit « the gate is shut today » et part.",
        "Он пишет: «the gate is shut today».",
        "Han skrev ”the gate is shut today” och gick.",
        "He wrote—“the gate is shut today”—and left.",
        "(“the gate is shut today”)",
    ],
)
def test_the_marks_of_any_language(text: str) -> None:
    assert words(text) == ["the gate is shut today"]


def test_a_plural_before_another_quotation_ends_the_first() -> None:
    text = "He saw ‘the role of the many states’ as new. ‘As they are alone’, he says, ‘the workers’ demands count’."
    assert words(text) == ["the role of the many states", "As they are alone", "the workers’ demands count"]


def test_a_hyphen_is_no_dash_before_a_reference() -> None:
    text = "The well-known gate was shut in spring and Veldhaven had to wait"
    assert words(text, block=True) == [text]
    assert words(f"{text} – Harrow 2031", block=True) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is the workers' right and the islanders' only hope, isn't it?", []),
        ("In the '90s the islands' boats were 'theirs' alone.", []),
        ('The pipe is 5" wide and "nobody has ever measured it" since.', ["nobody has ever measured it"]),
        ("“She said ‘no, and never again’ to the board”", ["She said ‘no, and never again’ to the board"]),
        ("'the workers' demands were never heard' it said", ["the workers' demands were never heard"]),
        ("“one two three four,” he said, “five six seven eight.”", ["one two three four,", "five six seven eight."]),
        ("The “gift” and the ‘neutral view’ of a “fine mess”.", []),
        ("“[T]he gate is shut today”", ["[T]he gate is shut today"]),
        ("“… the gate is shut today”", ["… the gate is shut today"]),
    ],
)
def test_apostrophes_inches_nesting_and_terms(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_quotation_of_several_paragraphs_opens_each_anew() -> None:
    assert words("“The gate was shut for weeks.", "“And nobody came to open it.”") == [
        "The gate was shut for weeks.",
        "And nobody came to open it.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The gate was shut for weeks. (Harrow ¶3)",
        "The gate was shut for weeks. — Harrow, ¶3",
        "“The gate was shut for weeks.” (Harrow ¶3)",
    ],
)
def test_a_block_quotation_ends_before_its_reference(text: str) -> None:
    assert words(text, block=True) == ["The gate was shut for weeks."]


@pytest.mark.parametrize(
    "heading", ["Works Cited", "Bibliography", "Literaturverzeichnis", "Références", "Список литературы"]
)
def test_nothing_is_quoted_in_a_list_of_works(heading: str) -> None:
    assert words("An essay.", heading, "Harrow, Ines. “The lock that stayed shut.” 2031.") == []
