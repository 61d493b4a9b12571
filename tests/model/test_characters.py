"""What Unicode 14.0.0 assigns, which letters stand alone, and what no reader sees."""

from __future__ import annotations

import unicodedata

import pytest

from sourcebook.model import characters
from sourcebook.model.characters import hidden, ranges, stands_alone, unassigned


def listed(kind: str) -> set[int]:
    return {i for first, last in ranges(kind) for i in range(first, last + 1)}


def test_the_table_agrees_with_this_python_on_every_character_that_it_lists() -> None:
    """Python's own version of Unicode is as new or newer: what 14.0.0 assigned has kept its class since."""
    for kind, categories in (("L", "L"), ("D", "Nd"), ("M", "M")):
        wrong = [hex(i) for i in listed(kind) if not unicodedata.category(chr(i)).startswith(categories)]
        assert wrong == []
    assert [hex(i) for i in listed("N") if unicodedata.category(chr(i)) not in ("Nl", "No")] == []
    assert [hex(i) for i in listed("O") if unicodedata.category(chr(i))[0] in "LNM"] == []


def test_the_table_has_every_character_of_unicode_14() -> None:
    """Code points of 14.0.0 and of the versions after it, by their names in the standard."""
    assert (
        sum(len(listed(kind)) for kind in "LDNMO") == 144_697 + 65
    )  # the standard's count, and the control characters
    assert unassigned("a\u0300é湖👍🫠") == ""
    assert unassigned("\U0001fae8") == "\U0001fae8"  # SHAKING FACE, Unicode 15.0
    assert unassigned("x\U0001fae9y") == "\U0001fae9"  # FACE WITH BAGS UNDER EYES, Unicode 16.0
    assert unassigned("\ue000") == "\ue000"  # private use
    assert unassigned("\u0378") == "\u0378"


@pytest.mark.parametrize("char", list("ทะກမកព湖あアㄅｱ𠮷〇ᥐᨠ"))
def test_letters_of_scripts_without_spaces_stand_alone(char: str) -> None:
    assert stands_alone(char)


@pytest.mark.parametrize("char", [*"aéжλאعहবதა호ሐཀ", *"๓๏。「", "\u0e31", " "])
def test_other_letters_digits_and_marks_do_not(char: str) -> None:
    assert not stands_alone(char)


@pytest.mark.parametrize(
    "char", sorted(characters.DIRECTIONS + "\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\ufff9\ufffb\U000e0041")
)
def test_what_changes_what_a_reader_sees_is_named_with_its_place(char: str) -> None:
    assert list(hidden(f"the {char}gate")) == [(4, characters.name(char))]


@pytest.mark.parametrize(
    "text",
    [
        "co\u00adopera\u200btion",
        "می\u200cخواهد",
        "क्\u200dष",
        "👩\u200d👩\u200d👧 ❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f won",
        "葛\U000e0100城",
        "ᠠ\u180b",
        "\ufeffText",
        "plain",
    ],
)
def test_what_changes_nothing_may_stand(text: str) -> None:
    assert list(hidden(text)) == []


def test_tags_that_belong_to_no_flag_are_hidden_text() -> None:
    assert [at for at, _ in hidden("a\U000e0061\U000e0062")] == [1, 2]


def test_marks_of_direction_belong_to_text_that_runs_from_right_to_left_but_not_to_quoted_words() -> None:
    text = "עיתון\u200f (\u200eQuill)"
    assert list(hidden(text)) == []
    assert [at for at, _ in hidden(text, quoted=True)] == [5, 8]
    assert [at for at, _ in hidden(f"{text}\u202e")] == [15]
