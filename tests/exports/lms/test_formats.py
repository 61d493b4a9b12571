"""The table of formats for learning platforms: every kind of question is asked in each, and in the book's language."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

import sourcebook
from sourcebook.exports.lms import pack
from sourcebook.exports.lms.fallbacks import EVERYWHERE, degrade
from sourcebook.exports.lms.formats import LmsFormat, lms_formats
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.paper import questions_on_paper
from sourcebook.exports.paper.phrases import FRENCH, PHRASES
from sourcebook.questions.items import Hot
from sourcebook.questions.kinds import KINDS, AnswerField
from tests.exports import french, samples
from tests.exports.archives import unpacked
from tests.hostile.shown import deck

PLATFORMS = [
    "moodle.xml", "moodle-before-4.4.xml", "canvas.zip", "cartridge.imscc", "qti3.zip", "qti21.zip", "blackboard.txt",
    "brightspace.csv", "cards.apkg", "questions.gift",
]  # fmt: skip
TABLES = ["rubric.csv", "marks.csv"]
"""Formats that ask no question."""


def test_the_table_holds_every_format_in_the_order_of_lists() -> None:
    assert list(lms_formats()) == [*PLATFORMS, *TABLES]
    assert all(each.file == name and each.purpose for name, each in lms_formats().items())


def test_no_module_but_its_own_names_a_format() -> None:
    package = Path(sourcebook.__file__).parent
    for name, one in lms_formats().items():
        naming = [path for path in package.rglob("*.py") if f'"{name}"' in path.read_text(encoding="utf-8")]
        assert [path.stem for path in naming] == [one.export.__module__.rpartition(".")[2]]


@pytest.mark.parametrize("name", [name for name in lms_formats() if name not in TABLES])
def test_each_format_writes_or_degrades_every_kind(name: str) -> None:
    one = lms_formats()[name]
    assert set(one.writers) | set(one.fallbacks) | set(EVERYWHERE) == set(KINDS)
    assert set(one.writers) & set(one.fallbacks) == set()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_asks_no_question(name: str) -> None:
    assert (list(lms_formats()[name].writers), list(lms_formats()[name].fallbacks)) == ([], [])


def test_paper_and_word_write_every_kind() -> None:
    assert set(questions_on_paper.WRITERS) == set(get_args(AnswerField)) >= {s.answer_field for s in KINDS.values()}


@pytest.mark.parametrize("one", [lms_formats()[name] for name in PLATFORMS], ids=lambda one: one.file)
def test_what_a_fallback_asks_is_what_the_format_writes(one: LmsFormat) -> None:
    for item in samples.items():
        asked, _ = degrade(item, one.fallbacks, PHRASES)
        assert {each.kind for each in asked} <= set(one.writers), item.id


# -- language ----------------------------------------------------------------------------------------------------------

SHOWN = (
    "tools-barred", "tools-declared", "tools-object", "length", "head-criterion", "model-answer", "marking-notes",
    "common-errors", "match-to-places", "write-letters", "answer-in", "title-of-gap", "passage-above",
    "answer-correct", "answer-partiallycorrect", "answer-incorrect", "able-to", "another-way", "ai-tools", "criteria",
)  # fmt: skip
"""Phrases of which the English ones are no French words."""


def texts(files: Mapping[str, bytes]) -> dict[str, str]:
    """Each file as text; of an archive, all its files."""
    archives = {name: b"\n".join(unpacked(data).values()) for name, data in files.items() if data[:2] == b"PK"}
    archives |= {name: "\n".join(deck(files[name])).encode() for name in files if name.endswith(".apkg")}
    return {name: html.unescape(data.decode()) for name, data in {**files, **archives}.items()}


def french_bank() -> Bank:
    """A question of every kind in French; what can be marked in a text has a wrong stretch too."""
    wrong = Hot(id="nuit", text="la nuit")
    bank = french.BANKS[0]
    return replace(bank, items=[replace(each, hots=[*each.hots, wrong]) if each.hots else each for each in bank.items])


def test_files_of_a_french_book_speak_french() -> None:
    plain = french_bank()
    made = texts({name: data for name, data in pack.files(plain).items() if name in PLATFORMS})
    english = {words for name in SHOWN for words in re.split(r"\{\}", PHRASES[name]) if len(words) > 5}
    for name, text in made.items():
        assert [words for words in english if words in text] == [], name
        if name != "blackboard.txt":  # it has no place for what is not a question
            assert " ".join(FRENCH[f"tools-{plain.assignment.tools}"].split()) in " ".join(text.split()), name
    assert FRENCH["answer-correct"] in made["moodle.xml"]
    assert FRENCH["write-letters"] in made["cartridge.imscc"]
    assert FRENCH["model-answer"] in made["qti3.zip"]
    assert FRENCH["able-to"] in made["cartridge.imscc"]


def test_variants_of_a_french_book_are_named_in_french() -> None:
    made = texts(pack.files(replace(samples.varied(), language="fr")))
    assert "Variante A" in made["moodle.xml"]
    assert "variante A" in made["qti3.zip"]
    assert "ariant A" not in made["moodle.xml"] + made["questions.gift"] + made["canvas.zip"] + made["qti3.zip"]
