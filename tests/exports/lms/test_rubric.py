"""Rubrics and marks as tables: Canvas's columns, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest
from msgspec.structs import replace

from sourcebook.exports.lms import rubric
from sourcebook.exports.lms.question_bank import Bank, Export
from sourcebook.exports.lms.safe_html import Blocks, line
from sourcebook.exports.paper.phrases import PHRASES
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.items import Item, RubricLevel
from tests.exports.samples import FORMULA, assignment, bank, essay, items, para, varied
from tests.exports.samples import rubric as criteria


def columns(item: Item) -> list[str]:
    (table,) = rubric.rubric_table(item, PHRASES)
    return [document_tree.plain_text(cell.body) for cell in table.head[0]]


def plain(content: Blocks) -> str:
    """The words of blocks, a line a block or a row of a table, whose cells have a bar between them."""
    lines = []
    for block in content:
        rows = [*block.head, *block.body] if isinstance(block, b.Table) else []
        lines += [" | ".join(line(cell.body) for cell in row) for row in rows] or [line([block])]
    return "\n".join(lines)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_columns_are_those_that_canvas_imports() -> None:
    head, first, *rest = rows(rubric.canvas_csv(bank()).data)
    assert head[:4] == ["Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range"]
    assert head[4:] == ["Rating Name", "Rating Description", "Rating Points"] * 4
    assert first[:7] == ["Write it", "Claim", "What of Claim", "false", "Excellent", "Excellent work", "3"]
    assert [row[1] for row in rest] == ["Evidence", "Doubt", "Style"]


def test_an_assignment_without_an_essay_has_no_table() -> None:
    """Canvas refuses one that holds its head only."""
    assert rubric.canvas_csv(varied()) == Export(b"")


def test_canvas_shows_no_guard_against_formulas() -> None:
    item = replace(essay(), rubric=criteria(text="=1+1 "))
    _, first, *_ = rows(rubric.canvas_csv(Bank(assignment=assignment(), items=[item])).data)
    assert [cell.removeprefix("\u2063") for cell in first[1:7]] == [
        "=1+1 Claim", "=1+1 What of Claim", "false", "=1+1 Excellent", "=1+1 Excellent work", "3",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "\ufeff=", "a;=", "a\n="])
def test_a_cell_is_never_a_formula(start: str) -> None:
    item = Item(
        id="f", kind="essay", title=f"{start}SUM(1)", prompt=para("?"), points=12, rubric=criteria(text=f"{start}CMD ")
    )
    made = Bank(assignment=assignment(), items=[item])
    for table in (rubric.canvas_csv(made), rubric.marks_csv(made)):
        for row in rows(table.data):
            parts = [part.strip("\ufeff") for cell in row for part in (cell, *cell.split(";")[1:])]
            assert [part for part in parts if part.startswith(FORMULA)] == []


def test_a_column_of_marks_for_each_question_and_each_criterion() -> None:
    head, possible, *students = rows(rubric.marks_csv(bank()).data)
    assert head[:3] == ["Student", "Student ID", "1. Who wrote it?"]
    assert head[-6:] == [
        "12. Write it: Claim",
        "12. Write it: Evidence",
        "12. Write it: Doubt",
        "12. Write it: Style",
        "Total",
        "Comment",
    ]
    assert float(possible[-2]) == sum(item.points for item in items())
    assert sum(float(points) for points in possible[2:-2]) == float(possible[-2])
    assert {len(row) for row in students} == {len(head)}


def test_variants_that_ask_alike_share_their_columns() -> None:
    head, possible, *_ = rows(rubric.marks_csv(varied()).data)
    assert head[2:-2] == ["Variant", "1. Who wrote it?", "2. In order", "3. Drawn"]
    assert possible[3:-1] == ["3", "3", "1", "7"]


def test_variants_that_differ_have_columns_of_their_own() -> None:
    made = varied()
    unlike = [replace(item, points=2) if item.variant == "B" else item for item in made.items]
    head, *_ = rows(rubric.marks_csv(replace(made, items=unlike)).data)
    assert [name for name in head if "Drawn" in name] == ["A: 3. Drawn", "B: 3. Drawn"]


def test_a_spreadsheet_is_told_that_the_marks_are_unicode() -> None:
    assert rubric.marks_csv(bank()).data.startswith(b"\xef\xbb\xbf")
    assert not rubric.canvas_csv(bank()).data.startswith(b"\xef\xbb\xbf")


def test_students_see_the_levels_and_markers_all() -> None:
    item = essay()
    seen, marked = plain(rubric.candidate_notes(item, PHRASES)), plain(rubric.scorer_notes(item, PHRASES))
    assert "Claim: What of Claim | 3 points: Excellent work | 2 points: Good work | 1 point: Fair work" in seen
    assert "secret" not in seen
    for text in ("The model answer is secret.", "Answer at the level: Good", "A marking note.", "A common error."):
        assert text in marked


def test_the_levels_bear_their_names() -> None:
    assert columns(essay()) == ["Criterion", "Excellent", "Good", "Fair", "Not yet"]


def test_a_level_that_a_criterion_calls_otherwise_says_so_in_its_cell() -> None:
    item = essay()
    first, *rest = item.rubric
    named = replace(first, ratings=[RubricLevel(name="Full", description="All", points=3), *first.ratings[1:]])
    item = replace(item, rubric=[named, *rest])
    assert columns(item)[1] == "Full / Excellent"
    assert "Full, 3 points: All | 2 points: Good work" in plain(rubric.rubric_table(item, PHRASES))
    assert "Excellent, 3 points: Excellent work" in plain(rubric.rubric_table(item, PHRASES))
