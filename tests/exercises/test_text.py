"""Words of questions: what stands open is filled in, and nothing beside asked words tells."""

from __future__ import annotations

from sourcebook.exercises import text
from sourcebook.exercises.items import Choice, Item


def test_the_number_of_a_paragraph_is_filled_in_or_left_out() -> None:
    quoted = text.quotation("key/one", "So it\nis.", "en", "Somebody")
    assert text.plain([quoted]) == "“So it is.”Somebody", "no comma waits for a number that is not there yet"
    assert text.plain(text.filled([quoted], {"key/one": 14})) == "“So it is.”Somebody, ¶14"
    assert text.plain(text.filled([quoted], {})) == "“So it is.”Somebody"


def test_words_round_an_open_number_close_up() -> None:
    line = text.paragraph("(in Daily", text.numbered("k/p", "\N{NO-BREAK SPACE}"), ")")
    assert text.plain([line]) == "(in Daily)"
    assert text.plain(text.filled([line], {"k/p": 3})) == "(in Daily ¶3)"


def test_an_item_is_filled_in_everywhere() -> None:
    choice = Choice(id="a", content=[text.paragraph("one", text.numbered("k/p", " "))])
    item = Item(id="i", kind="single-choice", title="I", prompt=[text.paragraph("two")], choices=[choice])
    found = text.filled(item, {"k/p": 3})
    assert text.plain(found.choices[0].content) == "one ¶3"
    assert (found.id, found.prompt) == ("i", item.prompt)


def test_asked_words_name_no_passage() -> None:
    asked = [text.paragraph(text.asked("So it is.", "en"))]
    assert text.refs(asked) == []
    assert text.refs([text.quotation("k/p", "So.", "en", "S"), text.quotation("k/p", "So.", "en", "S")]) == ["k/p"]
