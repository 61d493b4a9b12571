"""Rubrics and marks as tables: Canvas's columns, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest

from sourcebook.exercises.items import Item
from sourcebook.outputs import rubric
from sourcebook.outputs.bank import Bank
from sourcebook.outputs.markup import plain
from tests.outputs.samples import assignment, bank, essay, items, para, varied
from tests.outputs.samples import rubric as criteria


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_columns_are_those_that_canvas_imports() -> None:
    head, first, *rest = rows(rubric.canvas_csv(bank()).data)
    assert head[:4] == ["Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range"]
    assert head[4:] == ["Rating Name", "Rating Description", "Rating Points"] * 4
    assert first[:7] == ["Write it", "Claim", "What of Claim", "false", "Excellent", "Excellent work", "3"]
    assert [row[1] for row in rest] == ["Evidence", "Doubt", "Style"]


def test_an_assignment_without_an_essay_has_a_head_only_and_says_so() -> None:
    made = rubric.canvas_csv(varied())
    assert len(rows(made.data)) == 1
    assert made.losses != ()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_a_cell_is_never_a_formula(start: str) -> None:
    item = Item(
        id="f", kind="essay", title=f"{start}SUM(1)", prompt=para("?"), points=12, rubric=criteria(text=f"{start}CMD ")
    )
    made = Bank(assignment=assignment(), items=[item])
    for table in (rubric.canvas_csv(made), rubric.marks_csv(made)):
        for row in rows(table.data):
            assert [cell for cell in row if cell.startswith(rubric.FORMULA)] == []


def test_a_column_of_marks_for_each_question_and_each_criterion() -> None:
    head, possible, *students = rows(rubric.marks_csv(bank()).data)
    assert head[:3] == ["Student", "Student ID", "Who wrote it?"]
    assert head[-6:] == [
        "Write it: Claim",
        "Write it: Evidence",
        "Write it: Doubt",
        "Write it: Style",
        "Total",
        "Comment",
    ]
    assert float(possible[-2]) == sum(item.points for item in items())
    assert sum(float(points) for points in possible[2:-2]) == float(possible[-2])
    assert {len(row) for row in students} == {len(head)}


def test_the_total_is_that_of_one_variant() -> None:
    head, possible, *_ = rows(rubric.marks_csv(varied()).data)
    assert head[2] == "Variant"
    assert possible[-2] == "7"


def test_a_spreadsheet_is_told_that_the_marks_are_unicode() -> None:
    assert rubric.marks_csv(bank()).data.startswith(b"\xef\xbb\xbf")
    assert not rubric.canvas_csv(bank()).data.startswith(b"\xef\xbb\xbf")


def test_students_see_the_levels_and_markers_all() -> None:
    item = essay()
    seen, marked = plain(rubric.candidate_notes(item)), plain(rubric.scorer_notes(item))
    assert "Good (2): Good work" in seen
    assert "secret" not in seen
    for text in ("The model answer is secret.", "Answer at the level: Good", "A marking note.", "A common error."):
        assert text in marked
