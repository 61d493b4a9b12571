"""Anki's decks: cards of practice questions alone, ids that stay, the same bytes, and nothing that Anki would run."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from msgspec.structs import replace

from sourcebook.exports.lms import anki, pack
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import html
from sourcebook.questions.kinds import KINDS
from tests.exports.archives import unpacked
from tests.exports.archives import words_of_html as words
from tests.exports.samples import HOSTILE, assignment, bank, items, para
from tests.own_book import OwnBook


def rows(data: bytes, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(unpacked(data)["collection.anki2"])
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute(query).fetchall()


def notes(asked: Bank) -> dict[str, dict[str, str]]:
    """The fields of each note by name, as HTML; the notes by their ids for ever."""
    found = rows(anki.export(asked).data, "SELECT guid, flds FROM notes ORDER BY id")
    return {guid: dict(zip(anki.FIELDS, fields.split("\x1f"), strict=True)) for guid, fields in found}


def test_a_card_holds_question_passage_choices_hint_answer_and_explanation() -> None:
    first = next(iter(notes(bank()).values()))
    assert {name: words(markup) for name, markup in first.items()} == {
        "Question": "“The ferry left at nine.”— The harbour master, ¶4Who wrote the note?The cookThe pilotThe clerk",
        "Hint": "Look at the second line.",
        "Answer": "The clerkAbout clerk.The pilotAbout pilot.The cookAbout cook.",
        "Why": "The harbour book says so.",
        "About": "A night at the harbour",
    }


def test_each_kind_but_the_open_task_has_one_card_with_its_answer() -> None:
    found = notes(bank())
    auto = [item for item in bank().items if KINDS[item.kind].auto]
    assert len(found) == len(auto) == rows(anki.export(bank()).data, "SELECT count(*) FROM cards")[0][0]
    answers = dict(zip([item.id for item in auto], (words(each["Answer"]) for each in found.values()), strict=True))
    assert answers["in-order"] == "The bellThe boatFire"
    assert answers["who-what"] == "The clerkwroteThe pilotsteeredThe cookcooked"
    assert answers["fill-in"] == "nine / 9rained"
    assert answers["how-long"] == "9.5 ± 1.2 hours"
    assert answers["sort-them"] == "SmokeSeenHornHeardShoutHeard"
    assert answers["mark-it"] == "[1] saw the smoke"


def test_a_second_import_finds_its_cards_again() -> None:
    """Anki knows deck, type and note by their ids: none changes when words do."""
    changed = [replace(item, title="Other", prompt=para("Other words?")) if not item.gaps and not item.hots else item
               for item in bank().items]  # fmt: skip
    other = replace(bank(), items=changed)
    assert list(notes(other)) == list(notes(bank()))
    assert notes(other) != notes(bank())
    assert _ids(anki.export(other).data) == _ids(anki.export(bank()).data)
    elsewhere = replace(bank(), assignment=replace(assignment(), id="elsewhere"))
    assert set(notes(elsewhere)) & set(notes(bank())) == set()
    assert _ids(anki.export(elsewhere).data)["decks"] != _ids(anki.export(bank()).data)["decks"]


def _ids(data: bytes) -> dict[str, set[str]]:
    ((decks, models),) = rows(data, "SELECT decks, models FROM col")
    return {"decks": set(json.loads(decks)), "models": set(json.loads(models))}


def test_the_date_of_the_build_makes_the_newer_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    plain = anki.export(bank()).data
    assert anki.export(bank()).data == plain
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert rows(anki.export(bank()).data, "SELECT DISTINCT mod FROM notes") == [(1700000000,)]
    assert rows(plain, "SELECT DISTINCT mod FROM notes") == [(anki.NO_DATE,)]


def test_no_version_of_sqlite_is_in_the_file() -> None:
    assert unpacked(anki.export(bank()).data)["collection.anki2"][96:100] == bytes(4)


def test_nothing_of_an_author_is_a_command_to_anki() -> None:
    hostile = "[sound:x.mp3] [latex]x[/latex] [$]x[/$] {{Question}} {{{{c1::x}}}} \x1f <script>x</script>"
    asked = replace(bank(), items=[replace(items()[0], prompt=para(hostile))])
    (fields,) = notes(asked).values()
    assert not any("[" in markup or "{{" in markup or "<script" in markup for markup in fields.values())
    assert "[sound:x.mp3] [latex]x[/latex] [$]x[/$] {{Question}} {{{{c1::x}}}}" in words(fields["Question"])
    assert len(notes(bank(HOSTILE))) == len(notes(bank()))


@pytest.mark.parametrize(("language", "way"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_card_runs_in_the_direction_of_its_language(language: str, way: str) -> None:
    for fields in notes(replace(bank(), language=language)).values():
        assert fields["Question"].startswith(f'<div lang="{language}" dir="{way}">')


# -- what is graded ----------------------------------------------------------------------------------------------------


def test_a_graded_question_has_no_card() -> None:
    first, second, *_ = items()
    asked = Bank(assignment=assignment(), items=[replace(first, use="graded"), second])
    assert len(notes(asked)) == 1
    assert (anki.GRADED, first.id) in {(loss.says, loss.item) for loss in anki.export(asked).losses}
    assert b"Who wrote the note" not in anki.export(asked).data


def test_a_graded_assignment_has_no_deck() -> None:
    asked = replace(bank(), assignment=replace(assignment(), use="graded"))
    assert anki.export(asked).data == b""
    assert "cards.apkg" not in pack.files(asked)


def _strings(asked: Bank) -> Iterator[str]:
    data = anki.export(asked).data
    return (fields for (fields,) in rows(data, "SELECT flds FROM notes")) if data else iter(())


def test_no_key_of_a_graded_question_is_in_any_deck_of_the_book(own_book: OwnBook) -> None:
    banks = own_book.banks()
    graded = [item for asked in banks.values() for item in asked.items if item.use == "graded"]
    assert graded
    cards = [each for asked in banks.values() for each in _strings(asked)]
    assert cards
    titles = {words(each) for each in cards}
    prompts = {html(item.prompt) for item in graded}
    assert not any(prompt in each for prompt in prompts for each in cards)
    assert len(titles) == len(cards)
