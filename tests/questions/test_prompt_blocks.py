"""Words of questions: what stands open is filled in, and nothing beside asked words tells."""

from __future__ import annotations

from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import AnswerOption, Item


def test_the_number_of_a_paragraph_is_filled_in_or_left_out() -> None:
    quoted = prompt_blocks.quotation("key/one", "So it\nis.", "en", "Somebody")
    assert prompt_blocks.plain([quoted]) == "“So it is.”Somebody", "no comma waits for a number that is not there yet"
    assert prompt_blocks.plain(prompt_blocks.filled([quoted], {"key/one": 14})) == "“So it is.”Somebody, ¶14"
    assert prompt_blocks.plain(prompt_blocks.filled([quoted], {})) == "“So it is.”Somebody"


def test_words_round_an_open_number_close_up() -> None:
    line = prompt_blocks.paragraph("(in Daily", prompt_blocks.numbered("k/p", "\N{NO-BREAK SPACE}"), ")")
    assert prompt_blocks.plain([line]) == "(in Daily)"
    assert prompt_blocks.plain(prompt_blocks.filled([line], {"k/p": 3})) == "(in Daily ¶3)"


def test_an_item_is_filled_in_everywhere() -> None:
    choice = AnswerOption(id="a", content=[prompt_blocks.paragraph("one", prompt_blocks.numbered("k/p", " "))])
    item = Item(id="i", kind="single-choice", title="I", prompt=[prompt_blocks.paragraph("two")], choices=[choice])
    found = prompt_blocks.filled(item, {"k/p": 3})
    assert prompt_blocks.plain(found.choices[0].content) == "one ¶3"
    assert (found.id, found.prompt) == ("i", item.prompt)


def test_asked_words_name_no_passage() -> None:
    asked = [prompt_blocks.paragraph(prompt_blocks.asked("So it is.", "en"))]
    assert prompt_blocks.refs(asked) == []
    assert prompt_blocks.refs(
        [prompt_blocks.quotation("k/p", "So.", "en", "S"), prompt_blocks.quotation("k/p", "So.", "en", "S")]
    ) == ["k/p"]
