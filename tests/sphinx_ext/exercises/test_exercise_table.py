"""The table of all exercises: its rows, their order, their links, and that it follows a change of another page."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from tests.sphinx_ext import every_kind
from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.exercises.test_directives import INDEX, furnished

TABLE = "# All exercises\n\n:::{sb:exercise-table}\n:::\n"
ASSIGNMENT = """\
assignments:
  - id: first-hour
    title: The first hour
    purpose: To read.
    task: Do them.
    criteria: [Read, Sort]
    outcomes: [read]
    minutes: 20
    items: [who-speaks, made]
    alternative: Aloud.
    tools: barred
"""
GENERATED = (
    "\n:::{sb:items} made\n:make: which-source\n:count: 2\n:points: 1.5\n:minutes: 2\n:title: Whose words?\n:::\n"
)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book with every kind, a generated block, an assignment and the table."""
    book = furnished(tmp_path, monkeypatch)
    sourcing = ":group: sourcing\n"
    book.write("exercises/all.md", every_kind.page().replace(sourcing, f"{sourcing}:needs: packet\n", 1))
    book.write("exercises/made.md", f"# Made\n{GENERATED}")
    book.write("exercises/assignments.yml", ASSIGNMENT)
    book.write("exercises/work.md", "# Work\n\n:::{sb:assignment} first-hour\n:::\n")
    book.write("table.md", TABLE)
    book.write("index.md", INDEX.replace("list\n", "table\nlist\n"))
    return book


def cells(built: Built) -> list[list[str]]:
    """The texts of the table, row by row."""
    page = lxml.html.parse(str(built.out / "table.html")).getroot()
    rows = page.xpath("//table[contains(@class, 'sb-exercise-table')]//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_every_exercise_has_a_row_with_its_facts(shop: Book) -> None:
    built = shop.build()
    assert built.warnings == []
    head, first, *rest, last = cells(built)
    assert head == ["Exercise", "Page", "Kind", "Level", "Minutes", "Points", "Needs", "Assignments"]
    assert first == [
        "Whose engine?", "Exercises", "Single choice", "analyse", "3", "2", "the reading packet", "The first hour",
    ]  # fmt: skip
    assert last == ["Whose words?", "Made", "2 generated", "–", "4", "3", "the book", "The first hour"]
    assert len(rest) == len(every_kind.KINDS) - 1
    links = lxml.html.parse(str(built.out / "table.html")).getroot().xpath("//table//a/@href")
    assert links[:2] == ["exercises/all.html#exercise-who-speaks", "exercises/work.html#assignment-first-hour"]


def test_the_table_follows_another_page(shop: Book) -> None:
    shop.build()
    page = (shop.root / "exercises/all.md").read_text(encoding="utf-8")
    shop.write("exercises/all.md", page.replace(":title: Whose engine?", ":title: Whose motor?"))
    assert cells(shop.build())[1][0] == "Whose motor?"


def test_an_unknown_need_names_the_words(shop: Book) -> None:
    page = (shop.root / "exercises/all.md").read_text(encoding="utf-8")
    shop.write("exercises/all.md", page.replace(":needs: packet", ":needs: paket"))
    [problem] = [warning for warning in shop.build().warnings if "needs" in warning]
    assert "packet" in problem.replace("paket", "")
