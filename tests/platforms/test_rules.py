"""The rules of the readers themselves: each refuses what its platform was seen to get wrong.

The files are those of the first release, put back by hand: names of letters and digits, a margin around a number, a
text outside CDATA.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest

from sourcebook.exports.lms import canvas, cartridge, gift, moodle
from sourcebook.exports.lms.question_bank import Bank, archive
from sourcebook.questions.items import Item
from tests.exports.archives import unpacked
from tests.exports.samples import assignment, bank, items
from tests.platforms import canvas_classic, moodle_cartridge, moodle_gift, moodle_marking, moodle_xml, new_quizzes
from tests.platforms.platform_reader import Asked, squeezed

Edit = Callable[[str], str]


def one(ident: str) -> Bank:
    return Bank(assignment=assignment(), items=[next(item for item in items() if item.id == ident)])


def edited(data: bytes, edit: Edit) -> bytes:
    """An archive with its files changed."""
    return archive({name: edit(inner.decode()).encode() for name, inner in unpacked(data).items()})


def by_id(asked: list[Asked], ident: str) -> Asked:
    return next(each for each in asked if each.ident == ident)


# -- Canvas ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "read"), [("r-4b2e593c", 4), ("r-4cb58005", 4), ("response_71", 71), ("letters", -3)])
def test_canvas_takes_the_first_digits_of_a_name(name: str, read: int) -> None:
    assert canvas_classic.number(name, 2) == read


def test_two_sides_of_one_number_are_one_to_canvas() -> None:
    """case matching-digits: the wrong side was keyed."""
    data = canvas.export(one("who-what")).data
    names = list(dict.fromkeys(re.findall(r'response_label ident="(\d+)"', unpacked(data)[QUIZ].decode())))

    def old(text: str) -> str:
        for place, name in enumerate(names):
            text = text.replace(f'"{name}"', f'"r-4{"abcd"[place]}"').replace(f">{name}<", f">r-4{'abcd'[place]}<")
        return text

    spoilt = by_id(canvas_classic.read(edited(data, old)), "who-what")
    assert spoilt.grade({"The clerk": "slept", "The pilot": "slept", "The cook": "slept"}) == 1
    sound = by_id(canvas_classic.read(data), "who-what")
    assert sound.grade({"The clerk": "slept", "The pilot": "slept", "The cook": "slept"}) == 0


QUIZ = "night-at-the-harbour/night-at-the-harbour.xml"


def test_new_quizzes_reckons_a_margin_in_binary_fractions() -> None:
    """case tolerance: 31.9 less 31.7 is a little under 0.2, so that the ends are wrong."""
    old = "<or><varequal>31.9</varequal><and><vargte>31.7</vargte><varlte>32.1</varlte></and></or>"
    written = "<vargte [^>]*>.*?</vargte>\\s*<varlte [^>]*>.*?</varlte>"
    data = canvas.export(one("how-long")).data
    (item,) = canvas_classic.items(edited(data, lambda text: re.sub(written, old, text, flags=re.DOTALL)))
    least, most = new_quizzes.ends(item)
    assert least > Decimal("31.7")
    assert most < Decimal("32.1")
    (item,) = canvas_classic.items(data)
    assert new_quizzes.ends(item) == (Decimal("8.3"), Decimal("10.7"))


def test_new_quizzes_shows_no_block_without_a_question() -> None:
    data = canvas.export(bank()).data
    with pytest.raises(AssertionError, match="is not shown"):
        new_quizzes.read(edited(data, lambda text: text.replace("parent_stimulus_item_ident", "nothing")))


def test_canvas_takes_off_for_a_wrong_one_what_a_right_one_gives() -> None:
    asked = by_id(canvas_classic.read(canvas.export(one("which-two")).data), "which-two")
    assert asked.grade(["Nine o’clock"]) == 0.5
    assert asked.grade(["Nine o’clock", "It rained", "It snowed"]) == 0.5


# -- Moodle ------------------------------------------------------------------------------------------------------------


def test_moodle_marks_several_answers_of_a_cartridge_by_their_case() -> None:
    """case multiple-response: without it the key earned nothing."""
    data = cartridge.export(one("which-two")).data
    key = ["Nine o’clock", "It rained"]
    assert by_id(moodle_cartridge.read(data), "which-two").grade(key) == 1
    old = edited(data, lambda text: text.replace(' case="Yes"', ""))
    assert by_id(moodle_cartridge.read(old), "which-two").grade(key) == 0


@pytest.mark.parametrize("title", ["Of &lt;c&gt; and", "a &lt; b", "5&lt;6"])
def test_moodle_refuses_a_cartridge_whose_title_may_hold_a_tag(title: str) -> None:
    data = cartridge.export(one("which-two")).data
    with pytest.raises(moodle_cartridge.RefusedError):
        moodle_cartridge.read(edited(data, lambda text: text.replace("A night at the harbour", title)))


def test_moodle_drops_blanks_between_references() -> None:
    tree = moodle_xml.parsed(b"<a><text>x &amp; &lt; y</text><text><![CDATA[x & < y]]></text></a>")
    assert [each["text"] for each in tree["inside"]] == ["x &< y", "x & < y"]


def test_moodle_marks_an_order_that_nobody_touched() -> None:
    """case ordering-untouched: some of it was right by chance."""
    data = moodle.export(one("in-order")).data
    (asked,) = moodle_xml.read(data)
    turned = ["The boat", "The bell", "Fire"]
    assert (asked.grade(None), asked.grade(turned)) == (1, 0)
    (old,) = moodle_xml.read(data.replace(b"ALL_OR_NOTHING", b"ABSOLUTE_POSITION"))
    assert old.grade(turned) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("31.9", 31.9), ("31.9 ", 31.9), ("1 000", 1000), ("1,000", 1000), ("31,9", 319), ("9 hours", None), ("", None)],
)
def test_an_english_moodle_reads_numbers(typed: str, read: float | None) -> None:
    assert moodle_marking.number(typed) == read


@pytest.mark.parametrize(
    ("typed", "pattern", "same"),
    [("Heron", "heron", True), ("Heron x", "heron*", True), ("heron x", r"heron\*", False), ("5*", r"5\*", True)],
)
def test_an_asterisk_is_any_text_to_moodle(typed: str, pattern: str, same: bool) -> None:
    assert moodle_marking.matches(typed, pattern) is same


STROKES = [item for item in items("\\n \\\\ = ") if item.kind not in {"cloze", "ordering"}]


@pytest.mark.parametrize("item", STROKES, ids=lambda item: item.id)
def test_strokes_in_gift_are_strokes(item: Item) -> None:
    (asked,) = moodle_gift.read(gift.export(Bank(assignment=assignment(), items=[item])).data)
    assert squeezed("\\n \\\\ =") in squeezed(asked.prompt)
