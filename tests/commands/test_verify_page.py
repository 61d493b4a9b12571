"""What counts as a quotation on a received page, whatever its marks, and what a reader cannot see there.

Here: `sourcebook.commands.verify_page` by itself. Not here: whole pages that were tampered with (`tests/attack/`).
"""

from __future__ import annotations

import pytest
from lxml import html

from sourcebook.commands import verify_page, verify_pdf
from sourcebook.model.problems import Problem

LIE = "The mayor is a thief"
PAIRED = [
    "“”",
    '""',
    "‘’",
    "''",
    "’’",
    "„“",
    "‚‘",
    "«»",
    "»«",
    "»»",
    "‹›",
    "›‹",
    "「」",
    "『』",
    "｢｣",
    "﹁﹂",
    "﹃﹄",
    "〝〞",
    "〝〟",
]
LOOK_ALIKES = ["＂＂", "‟”", "″″", "ʺʺ", "˝˝", "ˮˮ", "⹂⹂", "❝❞", "❛❜", "🙶🙷", "״״"]


@pytest.mark.parametrize("marks", [*PAIRED, *LOOK_ALIKES])
def test_every_pair_of_marks_quotes(marks: str) -> None:
    text = f"So it was said: {marks[0]}{LIE}{marks[1]} and no more."
    assert LIE in [words for _, _, words in verify_page.quotations(text)]


@pytest.mark.parametrize("marks", [*PAIRED, *LOOK_ALIKES])
def test_every_pair_of_marks_quotes_in_a_pdf(marks: str) -> None:
    assert LIE in list(verify_pdf.quoted(f"So it was said: {marks[0]}{LIE}{marks[1]} and no more."))


def test_words_between_two_quotations_of_a_pdf_are_not_quoted() -> None:
    text = "Il dit «oui» et puis il est parti pour dire «non» aux autres gens."
    assert list(verify_pdf.quoted(text)) == []


@pytest.mark.parametrize(
    "text",
    ["The dogs’ owners came at five o’clock, and the cats’ owners at six.", "צה״ל וארה״ב הודיעו על כך לפני שעה קלה"],
)
def test_apostrophes_and_abbreviations_quote_nothing(text: str) -> None:
    assert list(verify_page.quotations(text)) == []


def seen(markup: str) -> list[Problem]:
    return list(verify_page.check(html.fromstring(markup), [], [], "page.html"))


@pytest.mark.parametrize("char", ["\u202e", "\u2067", "\u200f", "\u3164", "\U000e0041", "\ue000"])
def test_a_character_that_changes_what_is_seen_is_named(char: str) -> None:
    (problem,) = seen(f"<p>The mayor {char}came by boat.</p>")
    assert f"U+{ord(char):04X}" in problem.message


@pytest.mark.parametrize(
    "text",
    ["soft\u00adware", "na\u200bme", "\u05e9\u05dc\u05d5\u05dd!\u200f", "🏴\U000e0067\U000e0062\U000e007f", "\u06dd"],
)
def test_a_character_that_changes_nothing_stands(text: str) -> None:
    assert seen(f"<p>{text}</p>") == []


def test_a_mark_of_direction_beside_quoted_words_is_named_in_every_script() -> None:
    assert seen('<p>\u05e9\u05dc\u05d5\u05dd <span class="sb-cite-text">word\u200f</span></p>') != []
