"""The clearance sheet: words and share quoted of each article, counted by hand, with the article and with its seal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sourcebook.check import Opened, open_book
from sourcebook.exports.data import clearance
from sourcebook.exports.paper import phrases
from sourcebook.model import document_tree
from tests import sealed


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sealed.write_book(tmp_path)
    return tmp_path


def opened(root: Path, *, article: bool = True) -> Opened:
    if not article:
        shutil.rmtree(root / "sources" / "fulltext")
    return open_book(root, {})


@pytest.mark.parametrize(
    ("article", "texts", "places"),
    [
        ("a b c d e f", ["x a b c d y"], {0, 1, 2, 3}),
        ("a b c d e f", ["a b c, but c d e"], set()),  # three words are chance
        ("a b c d e f", ["a b c d e", "c d e f"], {0, 1, 2, 3, 4, 5}),  # each word once, however often
        ("a b c d a b c d", ["a b c d"], {0, 1, 2, 3, 4, 5, 6, 7}),  # wherever it stands
        ("a b", ["a b"], set()),
    ],
)
def test_a_word_counts_in_a_run_of_four(article: str, texts: list[str], places: set[int]) -> None:
    assert clearance.copied_words(article.split(), [text.split() for text in texts]) == places


def test_a_seal_holds_what_the_passages_need_and_not_what_the_files_need(root: Path) -> None:
    (whole,) = clearance.clearances(opened(root).book, opened(root).prover)
    book = opened(root, article=False)
    (line,) = clearance.clearances(book.book, book.prover)
    assert (line.passages, line.quotable) == (whole.passages, whole.quotable)
    assert line.quotable > (whole.files or 0) >= line.passages > 0
    assert line.files is None
    assert line.percent(line.files) == ""
    assert line.percent(line.passages) == f"{100 * line.passages / line.quotable:.1f}"


def test_the_sheet_names_holder_access_and_permission_and_what_is_not_recorded(root: Path) -> None:
    book = opened(root)
    (line,) = clearance.clearances(book.book, book.prover)
    said = document_tree.plain_text(clearance.sheet(book.book, book.prover, phrases.PHRASES).blocks)
    assert line.title in said
    assert phrases.PHRASES["clearance-access"] in said
    record = next((root / "sources").glob("*-2031.yml"))
    record.write_text(
        record.read_text("utf-8") + "holder: Salt Press\naccess: Shelf 4.\npermission: All, by letter.\n", "utf-8"
    )
    book = opened(root)
    said = document_tree.plain_text(clearance.sheet(book.book, book.prover, phrases.PHRASES).blocks)
    assert "Holder: Salt Press." in said
    assert "All, by letter. Shelf 4." in said
