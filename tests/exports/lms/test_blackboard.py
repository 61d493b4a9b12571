"""Blackboard's upload text: every line in the form of its guidelines, and the keys those of the exercises."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from sourcebook.exports.lms import blackboard, pack
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.questions.items import Gap, Item, Number, Pair
from tests.exports.answers import right_words
from tests.exports.archives import words_of_html as words
from tests.exports.samples import HOSTILE, assignment, bank, entry, items, para, varied
from tests.exports.samples import said as around
from tests.own_book import OwnBook

KINDS = {"MC", "MA", "MAT", "FIB", "FIB_PLUS", "NUM", "ESS"}
"""The kinds that both course views of Blackboard take."""


def lines(asked: Bank) -> list[list[str]]:
    """The fields of each line, as Blackboard parts them."""
    text = blackboard.export(asked).data.decode()
    assert text.endswith("\r\n")
    return [line.split("\t") for line in text.split("\r\n")[:-1]]


def of(*asked: Item) -> list[list[str]]:
    return lines(Bank(assignment=assignment(), items=list(asked)))


def faults(fields: list[str]) -> Iterator[str]:
    """What Blackboard would refuse in a line, by the guidelines of its help."""
    kind, question, *rest = fields
    if kind not in KINDS or not words(question):
        yield f"no kind or no question: {kind}"
    if kind in {"MC", "MA"}:
        marks = rest[1::2]
        if len(rest) % 2 or not 2 <= len(marks) <= 100 or set(marks) - {"correct", "incorrect"}:
            yield "answers are not parted in pairs"
        if kind == "MC" and marks.count("correct") != 1:
            yield "not one right answer"
    if kind == "MAT" and (len(rest) % 2 or len(set(rest[1::2])) < len(rest[1::2])):
        yield "what is matched is not one to one"
    if kind == "NUM" and not all(re.fullmatch(r"-?\d+(\.\d+)?", each) for each in rest):
        yield "no numbers"
    if kind in {"FIB", "NUM", "MAT"} and "" in rest:
        yield "an empty field"


@pytest.mark.parametrize("asked", [bank(), bank(HOSTILE), varied()], ids=["plain", "hostile", "variants"])
def test_every_line_is_one_that_blackboard_takes(asked: Bank) -> None:
    found = lines(asked)
    assert len(found) >= len(asked.items)
    assert [fault for fields in found for fault in faults(fields)] == []


def test_what_is_shown_is_ascii_so_that_no_encoding_spoils_it() -> None:
    item = replace(items()[0], prompt=para("Қалай? كيف 🌍 \t tab\nline"))
    ((_, question, *answers),) = of(item)
    assert (question + "".join(answers)).isascii()
    assert words(question) == "Қалай? كيف 🌍 tab line"


def test_gaps_are_variables_and_brackets_of_an_author_are_none() -> None:
    item = Item(
        id="gaps",
        kind="cloze",
        title="Gaps",
        prompt=[*around("[T]he ferry left at ", "hour", "sb-gap", "", ""), *around("and ", "sky", "sb-gap", "", ".")],
        gaps=[Gap(id="hour", accepted=["nine", "9"]), Gap(id="sky", accepted=["it rained"])],
    )
    ((kind, question, *fields),) = of(item)
    assert (kind, fields) == ("FIB_PLUS", ["gap1", "nine", "9", "", "gap2", "it rained"])
    assert re.findall(r"\[(.*?)\]", question) == ["gap1", "gap2"]
    assert words(question.replace("[gap1]", "").replace("[gap2]", "")) == "[T]he ferry left at and ."


def test_more_gaps_than_blackboard_takes_become_questions() -> None:
    names = [f"g{n}" for n in range(11)]
    item = Item(
        id="many",
        kind="cloze",
        title="Many",
        prompt=[each for name in names for each in around("a ", name, "sb-gap", "", " b")],
        gaps=[Gap(id=name, accepted=["x"]) for name in names],
    )
    assert [kind for kind, *_ in of(item)] == ["FIB"] * 11


@pytest.mark.parametrize("rights", [["north", "north"], ["north", "south"]])
def test_matching_stays_where_it_is_one_to_one(rights: list[str]) -> None:
    """Two sides of the same words would be marked wrong where they are changed for each other."""
    pairs = [Pair(left=entry(f"l{n}", f"left {n}"), right=entry(f"r{n}", words)) for n, words in enumerate(rights)]
    item = Item(id="m", kind="matching", title="M", prompt=para("Match."), pairs=pairs)
    assert {kind for kind, *_ in of(item)} == ({"MAT"} if len(set(rights)) == 2 else {"MC"})


def test_a_number_has_its_tolerance() -> None:
    item = Item(id="n", kind="numeric", title="N", prompt=para("N?"), number=Number(value=31.9, tolerance=0.2))
    assert of(item) == [["NUM", "<p>N?</p>", "31.9", "0.2"]]


def test_the_lines_of_a_variant_are_named() -> None:
    said_ = [loss.says for loss in blackboard.export(varied()).losses if loss.says.startswith("variants")]
    assert said_ == [
        "variants: lines 3 to 3 are those of variant A alone.",
        "variants: lines 4 to 4 are those of variant B alone.",
    ]


def right(fields: list[str]) -> set[str]:
    """The words of the right answers, as Blackboard reads a line."""
    kind, _, *rest = fields
    if kind in {"MC", "MA"}:
        return {words(text) for text, mark in zip(rest[::2], rest[1::2], strict=True) if mark == "correct"}
    if kind == "MAT":
        return {f"{words(left)} → {html.unescape(to)}" for left, to in zip(rest[::2], rest[1::2], strict=True)}
    return set(rest)


def test_the_keys_of_every_pack_are_those_of_the_exercises(own_book: OwnBook) -> None:
    compared = 0
    for asked in own_book.banks().values():
        pack.files(asked)
        for item in asked.items:
            found = lines(Bank(assignment=asked.assignment, items=[item]))
            assert [fault for fields in found for fault in faults(fields)] == [], item.id
            expected = [{" ".join(each.split()) for each in answers} for answers in right_words(item)]
            shown = [right(fields) for fields in found if fields[0] not in {"NUM", "ESS"}]
            if item.gaps and found[0][0] == "FIB_PLUS":
                continue
            assert sorted(map(sorted, shown)) == sorted(map(sorted, expected)), item.id
            compared += len(shown)
    assert compared >= 50
