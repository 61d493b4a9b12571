"""Hostile text in every field of every record and page comes out of every output as the text that it is.

Here: the files, each read with a parser of its format. Not here: what a browser does with them
(`test_browser.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from sourcebook.exports.data import feeds
from sourcebook.exports.data.book_exports import book_exports
from sourcebook.exports.lms import pack
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.model.records import Source
from sourcebook.questions.items import Assignments, Item
from sourcebook.store import book, validation, yaml_source
from tests.exports import samples
from tests.hostile import shown
from tests.hostile.conftest import Hostile
from tests.hostile.strings import DIRECTIONS, Marks, squeezed
from tests.hostile.walker import filled, free_fields
from tests.sphinx_ext.conftest import FERRY_RECORD

LOST_IN_PDF = "-\u2010\\{}"
"""Typst uses one glyph for a hyphen and for a soft one, so that a reader of the file may take out either; and the line
for programs that read BibTeX, which the imprint prints, cannot hold the others."""
LOST = {".pdf": LOST_IN_PDF, ".bib": "\\{}", ".epub": "\"'“”‘’-–—"}
"""Signs that do not come back as they were, by the ending of a file: in its lists of contents, an EPUB of Sphinx has
quotation marks and dashes as printers set them, and in BibTeX braces and backslashes are marks."""
Note = Callable[[str, object], None]
NOWHERE = {
    "Assignment.seed",
    "Speech.because",
    "Name.literal",
    "conf.py: html_short_title",
    "front matter: description",
}
"""What no output shows: a seed, a reason for the author alone, a name that is left empty, a title and a
description that are not used."""
FOLDERS = {
    "html": 14, "instructor": 14, "briefs": 2, "pdf": 11, "epub": 1, "packs": 13, "export": 17,
}  # fmt: skip
"""The folders of outputs, and how many files in each a parser must have read at least."""


COPIES = {".pdf", ".epub"}
"""What the pages hold for download is read where it was made."""


@pytest.mark.parametrize("name", lms_formats())
def test_every_format_for_platforms_has_a_reader(name: str) -> None:
    assert Path(name).suffix in shown.READERS


@pytest.mark.parametrize("name", book_exports())
def test_every_export_is_made_of_the_hostile_book_and_has_readers(hostile: Hostile, name: str) -> None:
    made = [path for path in (hostile.made / "export" / name).rglob("*") if path.is_file()]
    assert made
    assert [path.name for path in made if path.suffix not in shown.READERS] == []


def files(hostile: Hostile, folder: str) -> list[Path]:
    found = (path for path in (hostile.made / folder).rglob("*") if path.suffix in shown.READERS)
    copies = COPIES if folder in {"html", "instructor"} else set()
    return sorted(path for path in found if "_static" not in path.parts and path.suffix not in copies)


@cache
def seen(hostile: Hostile, folder: str) -> frozenset[int]:
    """The texts that the files of a folder show; each must be whole wherever it stands."""
    found: set[int] = set()
    read = files(hostile, folder)
    assert len(read) >= FOLDERS[folder]
    for path in read:
        try:
            found |= hostile.marks.whole(shown.read(path), LOST.get(path.suffix, ""))
        except AssertionError as error:
            raise AssertionError(f"{path.relative_to(hostile.made)}: {error}") from None
    return frozenset(found)


@pytest.mark.parametrize("folder", FOLDERS)
def test_hostile_text_stays_text(hostile: Hostile, folder: str, record_property: Note) -> None:
    shows = seen(hostile, folder)
    assert len(shows) >= 30
    record_property(f"hostile fields shown as text, {folder}", len(shows))


def test_every_field_comes_out_somewhere(hostile: Hostile, record_property: Note) -> None:
    everywhere: set[int] = set()
    for folder in ("html", "instructor", "epub", "packs", "export"):
        everywhere |= seen(hostile, folder)
    missing = {where for number, where in hostile.marks.where.items() if number not in everywhere}
    assert missing <= NOWHERE
    record_property("hostile fields placed", len(hostile.marks.where))


def test_every_field_of_every_record_was_filled(hostile: Hostile) -> None:
    placed = {".".join(where.split(".")[:2]) for where in hostile.marks.where.values()}
    assert free_fields(Source, Assignments, *book.COLLECTIONS.values()) <= placed


def test_the_first_words_of_a_page_are_text_too(hostile: Hostile) -> None:
    pages = (path for path in files(hostile, "html") if path.suffix == ".html")
    begun = (words for page in pages for words in shown.cut(page.read_bytes()))
    hostile_ones = [squeezed(words) for words in begun if "zq" in words]
    assert hostile_ones
    whole = "".join(squeezed(words) for words in hostile.marks.texts.values())
    assert all(words[words.index("zq") :] in whole for words in hostile_ones)


def test_no_title_that_the_search_shows_as_html_holds_markup(hostile: Hostile) -> None:
    titles = shown.titles((hostile.made / "html" / "searchindex.js").read_bytes())
    assert sum("zq" in title for title in titles) >= 3
    assert [title for title in titles if "<" in title] == []


def test_the_packet_shows_the_article_and_its_facts_as_text(hostile: Hostile) -> None:
    assert len(hostile.marks.whole(shown.read(hostile.made / "packet.pdf"), "-\u2010—")) >= 8


# -- questions, field by field ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bank() -> tuple[Bank, Marks]:
    """A question of every kind with hostile text in every field that its records have."""
    marks = Marks()
    plain = samples.bank()
    items = [filled(item, _unless_named(item, marks)) for item in plain.items]
    return Bank(assignment=filled(plain.assignment, marks.text), items=items), marks


def _unless_named(item: Item, marks: Marks) -> Callable[[str], str]:
    """Text for a field. Answers that must be among the options, and names that papers are sorted by, stay."""
    kept = {"Item.variant": "", "Item.page": "", "Item.stimuli": "", "Gap.accepted": "three", "Gap.options": "three"}
    return lambda name: kept[name] if name in kept else marks.text(name)


@pytest.mark.parametrize("name", [*lms_formats(), pack.LOSSES])
def test_every_field_of_a_question_stays_text(bank: tuple[Bank, Marks], name: str, record_property: Note) -> None:
    made, marks = pack.files(bank[0])[name], bank[1]
    found = marks.whole("\n".join(shown.READERS[Path(name).suffix](made)))
    assert len(found) >= {"rubric.csv": 10, "marks.csv": 3, pack.LOSSES: 1}.get(name, 60)
    record_property(f"hostile fields shown as text, {name}", len(found))


def test_the_fields_of_a_question_are_all_filled(bank: tuple[Bank, Marks]) -> None:
    left = {"Item.variant", "Item.page", "Item.stimuli", "Gap.accepted", "Gap.options"}
    assert free_fields(Item) <= {*bank[1].where.values(), *left}


# -- tables -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", samples.FORMULA)
def test_no_cell_of_a_table_begins_a_formula(start: str) -> None:
    written = feeds.table(("a", "b"), [(f"{start}1+1", -1.5)])
    (_, (cell, number)) = csv.reader(io.StringIO(written, newline=""))
    assert (cell, number) == (f"'{start}1+1", "-1.5")


@pytest.mark.parametrize("folder", ["export", "packs"])
def test_no_cell_of_a_written_table_begins_a_formula(hostile: Hostile, folder: str) -> None:
    cells = [
        cell
        for path in files(hostile, folder)
        if path.suffix == ".csv"
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
        for cell in row
    ]
    assert sum("zq" in cell for cell in cells) >= 20
    assert [cell for cell in cells if cell.startswith(samples.FORMULA) and not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


# -- directions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", DIRECTIONS)
def test_a_mark_that_turns_the_direction_is_refused_where_it_stands(mark: str) -> None:
    text = FERRY_RECORD.format(ferry="0" * 64).replace("short: Quill", f"short: Qu{mark}ill")
    record, problems = validation.to_record(Source, yaml_source.parse(text), "sources/ferry.yml")
    assert record is None
    assert [(p.kind.label, p.place.line) for p in problems] == [("unreadable", 2)]
    assert f"U+{ord(mark):04X}" in problems[0].message


def test_the_marks_of_scripts_that_run_from_right_to_left_may_stand() -> None:
    text = FERRY_RECORD.format(ferry="0" * 64).replace("short: Quill", "short: עיתון\u200f (\u200eQuill)")
    record, problems = validation.to_record(Source, yaml_source.parse(text), "sources/ferry.yml")
    assert problems == []
    assert record is not None
