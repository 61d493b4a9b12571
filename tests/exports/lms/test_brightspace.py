"""Brightspace's table: rows of five cells in the form of its sample file, and keys that earn all, others nothing.

What an answer earns is reckoned by Brightspace's own rules, as its help tells them ("All or nothing", "Equally
weighted", percentages of options, regular expressions of short answers).
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

import pytest

from sourcebook.exports.lms import brightspace
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.questions.items import Item, Number
from sourcebook.questions.kinds import KINDS
from tests.exports.answers import NOTHING_LIKE_IT, outside, right_words
from tests.exports.archives import words_of_html as words
from tests.exports.samples import FORMULA, HOSTILE, assignment, bank, items, para, varied
from tests.own_book import OwnBook

BODY = {"MC": "Option", "MS": "Option", "O": "Item", "M": "Choice", "SA": "Answer"}


@dataclass
class Question:
    """A question as the table has it: its kind, and its rows by the word that begins them."""

    kind: str
    rows: dict[str, list[list[str]]] = field(default_factory=dict)

    def one(self, name: str) -> str:
        ((value, *_),) = self.rows[name]
        return value


def table(asked: Bank) -> list[list[str]]:
    data = brightspace.export(asked).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def questions(asked: Bank) -> list[Question]:
    found: list[Question] = []
    for name, *cells in table(asked):
        if name == "NewQuestion":
            found.append(Question(cells[0]))
        elif name and not name.startswith("//"):
            found[-1].rows.setdefault(name, []).append(cells)
    return found


def of(*asked: Item) -> list[Question]:
    return questions(Bank(assignment=assignment(), items=list(asked)))


@pytest.mark.parametrize("asked", [bank(), bank(HOSTILE), varied()], ids=["plain", "hostile", "variants"])
def test_every_row_has_five_cells_and_none_is_empty_or_begins_a_formula(asked: Bank) -> None:
    rows = table(asked)
    assert {len(row) for row in rows} == {5}
    assert b"\r\n\r\n" not in brightspace.export(asked).data
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("asked", [bank(), bank(HOSTILE)], ids=["plain", "hostile"])
def test_what_is_shown_is_marked_as_html_and_is_ascii(asked: Bank) -> None:
    for question in questions(asked):
        places = {"QuestionText": 0, "Hint": 0, "Feedback": 0, "Item": 0, "Option": 1, "Choice": 1, "Match": 1}
        shown = [(cells[at], cells[at + 1]) for name, at in places.items() for cells in question.rows.get(name, [])]
        assert {mark for _, mark in shown} == {"HTML"}
        assert all(text.isascii() and text for text, _ in shown)


def test_points_hints_and_feedback_stand_in_rows_of_their_own() -> None:
    first = questions(bank())[0]
    assert (first.one("ID"), first.one("Points"), first.one("Title")) == ("who-wrote", "3", "Who wrote it?")
    assert (first.one("Hint"), first.one("Feedback")) == (
        "<p>Look at the second line.</p>",
        "<p>The harbour book says so.</p>",
    )
    assert ["0", "<p>The cook</p>", "HTML", "About cook."] in first.rows["Option"]


def test_an_essay_keeps_its_model_answer_to_itself() -> None:
    assert "The model answer is secret." not in brightspace.export(bank()).data.decode()


@pytest.mark.parametrize("form", ["=1+1", "+7", "-3", "@home", "a.b*c"])
def test_a_short_answer_is_taken_as_it_stands(form: str) -> None:
    item = Item(id="s", kind="short-answer", title="S", prompt=para("S?"), accepted=[form])
    (question,) = of(item)
    assert earned(question, [form]) == 100
    assert earned(question, [f"{form}x"]) == 0


def test_a_number_may_have_either_decimal_sign() -> None:
    item = Item(id="n", kind="numeric", title="N", prompt=para("N?"), number=Number(value=31.9, tolerance=0.2))
    (question,) = of(item)
    typed = ["31.9", "31,9", "31.7", "32,1", "32,11", "31.69", "319", ""]
    assert [earned(question, [each]) for each in typed] == [100, 100, 100, 100, 0, 0, 0, 0]


# -- what answers earn -------------------------------------------------------------------------------------------------


def earned(question: Question, given: list[str]) -> float:
    """The share of the points, in per cent, for what was chosen (by its HTML), put in order, matched or typed."""
    rows = question.rows
    if question.kind == "MC":
        return sum(float(cells[0]) for cells in rows["Option"] if given == [cells[1]])
    if question.kind == "MS":
        assert question.one("Scoring") == "AllOrNothing"
        return 100.0 * (set(given) == {cells[1] for cells in rows["Option"] if cells[0] == "1"})
    if question.kind == "O":
        assert question.one("Scoring") == "AllOrNothing"
        return 100.0 * (given == [cells[0] for cells in rows["Item"]])
    if question.kind == "M":
        assert question.one("Scoring") == "EquallyWeighted"
        matches = {cells[0]: cells[1] for cells in rows["Match"]}
        pairs = [f"{cells[1]} → {matches[cells[0]]}" for cells in rows["Choice"]]
        return 100.0 * sum(pair in given for pair in pairs) / len(pairs)
    return max((float(cells[0]) for cells in rows["Answer"] if _matches(cells, given[0] if given else "")), default=0)


def _matches(cells: list[str], typed: str) -> bool:
    """A short answer: without regard to case, or by the regular expression."""
    if cells[2] == "regexp":
        return re.search(cells[1], typed) is not None
    return cells[1].lower() == typed.lower()


def key(item: Item, question: Question) -> list[str]:
    """The right answer to a question that asks an item or a part of it, by the words of the exercise."""
    answers = [{" ".join(each.split()) for each in right} for right in right_words(item)]
    rows = question.rows
    if question.kind in {"MC", "MS"}:
        part = next(right for right in answers if right <= {words(cells[1]) for cells in rows["Option"]})
        if len(answers) > 1:  # a part: its left side, or its gap, is the end of its id
            part = answers[_part(item, question)]
        return [cells[1] for cells in rows["Option"] if words(cells[1]) in part]
    if question.kind == "O":
        told = {f"{words(cells[0])} → {n}": cells[0] for n, cells in enumerate(rows["Item"], 1)}
        assert set(told) == answers[0]
        return [cells[0] for cells in rows["Item"]]
    if question.kind == "M":
        sides = [(left[1], right[1]) for left in rows["Choice"] for right in rows["Match"]]
        return [f"{left} → {right}" for left, right in sides if f"{words(left)} → {words(right)}" in answers[0]]
    if item.number:
        return [f"{item.number.value:g}"]
    return [min(answers[_part(item, question)] if len(answers) > 1 else answers[0])]


def _part(item: Item, question: Question) -> int:
    parts = [gap.id for gap in item.gaps] or [pair.left.id for pair in item.pairs]
    parts = parts or [member.id for category in item.categories for member in category.members]
    return parts.index(question.one("ID").removeprefix(f"{item.id}-"))


def wrong(item: Item, question: Question, right: list[str]) -> list[str]:
    if question.kind in {"MC", "MS"}:
        return [cells[1] for cells in question.rows["Option"] if cells[1] not in right][:1]
    if question.kind == "O":
        return right[::-1]
    return [f"{outside(item):g}"] if item.number else [NOTHING_LIKE_IT]


def test_every_question_of_every_pack_gives_its_points_to_its_key_alone(own_book: OwnBook) -> None:
    tried = 0
    for asked in own_book.banks().values():
        for item in asked.items:
            found = of(item)
            assert sum(float(each.one("Points")) for each in found) == pytest.approx(item.points, abs=1e-5)
            for question in found if KINDS[item.kind].auto else []:
                right = key(item, question)
                earns = [earned(question, given) for given in (right, wrong(item, question, right), [])]
                assert earns == [100, 0, 0], item.id
                tried += 1
    assert tried >= 50


def test_every_kind_is_tried() -> None:
    assert {question.kind for question in questions(bank())} | {"M"} == {*BODY, "WR"}
    assert {item.kind for item in items()} == set(KINDS)
