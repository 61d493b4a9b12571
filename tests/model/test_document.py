"""Blocks: their JSON, and walking through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.model.problems import SourcebookError
from tests.exports.harbour import BRIEF, INDEX, ORDER, SHEET, paragraph, text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", [BRIEF, INDEX, SHEET], ids=lambda page: page.name)
def test_a_page_comes_back_from_json_as_it_was(page: b.Page) -> None:
    assert msgspec.json.decode(document_tree.written(page), type=b.Page) == page


def test_a_book_is_read_from_its_folder_in_its_order(tmp_path: Path) -> None:
    (tmp_path / document_tree.ORDER).write_bytes(document_tree.written(ORDER))
    for page in (BRIEF, INDEX):
        (tmp_path / f"{page.name}.json").write_bytes(document_tree.written(page))
    assert document_tree.read(tmp_path) == (ORDER, [INDEX, BRIEF])


def test_a_folder_without_blocks_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match=r"build the book's blocks first"):
        document_tree.read(tmp_path)


def test_blocks_of_another_version_are_refused(tmp_path: Path) -> None:
    (tmp_path / document_tree.ORDER).write_text('{"title": 1}', encoding="utf-8")
    with pytest.raises(SourcebookError, match="not the blocks of this version"):
        document_tree.read(tmp_path)


def test_walking_meets_every_record_in_the_order_of_reading() -> None:
    value = [b.Heading(level=1, content=text("one")), b.Items(items=[[paragraph("two")], [paragraph("three")]])]
    assert [piece.text for piece in document_tree.walk(value) if isinstance(piece, b.Text)] == ["one", "two", "three"]


def test_walking_meets_what_stands_in_tables_options_and_footnotes() -> None:
    words = document_tree.plain_text(INDEX) + document_tree.plain_text(BRIEF)
    for expected in ("A boat.", "Who has what", "Ask for the report.", "Weeks pass.", "The letter gives no date."):
        assert expected in words


def test_a_change_may_take_out_put_in_or_replace() -> None:
    def change(piece: b.Piece) -> list[b.Piece]:
        named: dict[str, list[b.Piece]] = {"gone": [], "twice": [piece, piece], "old": [b.Text(text="new")]}
        return named.get(piece.text, [piece]) if isinstance(piece, b.Text) else [piece]

    before = b.Paragraph(content=[*text("gone"), *text("twice"), b.Strong(content=text("old")), *text("kept")])
    (after,) = document_tree.changed([before], change)
    assert [piece.text for piece in document_tree.walk(after) if isinstance(piece, b.Text)] == [
        "twice",
        "twice",
        "new",
        "kept",
    ]


def test_a_change_that_changes_nothing_gives_the_record_itself() -> None:
    (after,) = document_tree.changed([INDEX], lambda piece: [piece])
    assert after is INDEX


def test_plain_text_parts_paragraphs_with_a_space() -> None:
    assert document_tree.plain_text([paragraph("one"), paragraph("two\n three")]) == "one two three"
