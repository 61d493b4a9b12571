"""Paragraphs that the words of `sb:src` name: each must be one that the article has."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sourcebook.check import open_book
from sourcebook.commands import read_book
from sourcebook.sphinx_ext.directives.roles import paragraphs_cited, paragraphs_in

PAGE = "chapters/background.md"
NAMED = [
    ("Courier ¶66", [66]),
    ("¶ 8", [8]),
    ("Courier ¶¶3–5", [3, 5]),
    ("Courier, paragraphs 3, 5 and 80", [3, 5, 80]),
    ("Courier, par. 7", [7]),
    ("Courier ¶3, 14 March 2031", [3]),
    ("Courier of 14 March 2031", []),
    ("the 3 paragraphs", []),
]


@pytest.mark.parametrize(("text", "numbers"), NAMED)
def test_numbers_of_paragraphs_are_read(text: str, numbers: list[int]) -> None:
    assert paragraphs_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "wrong"), [("Courier ¶66", 66), ("Courier ¶¶3–50", 50), ("¶0", 0), ("Courier ¶3", -1)]
)
def test_a_paragraph_that_the_article_has_not_is_told(
    unchanged_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, wrong: int
) -> None:
    book = Path(shutil.copytree(unchanged_book, tmp_path / "book", ignore=shutil.ignore_patterns("_build")))
    monkeypatch.setenv("SOURCEBOOK_TEXTS", "")
    path = book / PAGE
    before = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{before}\n\nIt is said\nin {{sb:src}}`{text} <courier-2031>`.\n", encoding="utf-8")
    told = [str(problem) for problem in read_book.check(open_book(book)).problems]
    count = before.count("\n") + 4
    place = f"{PAGE}:{count}: error: ¶{wrong} of courier-2031 is cited, which has "
    assert len(told) == (wrong >= 0)
    assert all(each.startswith(place) for each in told), told


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Courier ¶15–17", [15, 16, 17]),
        ("¶¶3-5 and 9", [3, 4, 5, 9]),
        ("paragraphs 3—¶4", [3, 4]),
        ("¶7 and ¶5", [7, 5]),
        ("¶5–3", [5, 3]),
        ("¶1–900", [1, 900]),
    ],
)
def test_a_range_cites_what_lies_between(text: str, numbers: list[int]) -> None:
    assert paragraphs_cited(text) == numbers
