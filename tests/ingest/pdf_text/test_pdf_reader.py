"""A PDF that is made in the test as paragraphs: joined lines, mended words, running heads left out."""

from __future__ import annotations

import io
import sys
from functools import cache
from pathlib import Path

import pytest
import typst

from sourcebook.ingest import page as ingest_page
from sourcebook.ingest import reader
from sourcebook.ingest.pdf_text import pdf_reader
from sourcebook.model.problems import SourcebookError

pypdf = pytest.importorskip("pypdf")

LONG = (
    "The extraordinarily well-known harbourmaster said that the engine was incontrovertibly unserviceable, and that "
    "the transportation department of the council would be responsible for everything that followed from it. "
)
SOURCE = """\
#set document(title: "No boat to Merrow Island", author: "The typesetter", date: datetime(year: 2031, month: 2, day: 4))
#set page(width: 10cm, height: 7cm, header: [The Merrow Lantern], footer: context counter(page).display())
#set text(lang: "en", hyphenate: true)
#set par(justify: true)
= No boat to Merrow Island
By Ilsa Quill

{first}

{second}

== What comes next
The council meets on Friday. The company did not answer.
"""


@cache
def pdf() -> bytes:
    return typst.compile(SOURCE.format(first=LONG * 3, second=LONG * 2).encode())


def read(data: bytes, folder: Path) -> ingest_page.ExtractedPage:
    path = folder / "article.pdf"
    path.write_bytes(data)
    return reader.read(path)


def test_lines_become_the_paragraphs_that_were_set(tmp_path: Path) -> None:
    page = read(pdf(), tmp_path)
    assert [block.text for block in page.blocks] == [
        "No boat to Merrow Island",
        "By Ilsa Quill",
        (LONG * 3).strip(),
        (LONG * 2).strip(),
        "What comes next",
        "The council meets on Friday. The company did not answer.",
    ]


def test_larger_type_is_a_heading(tmp_path: Path) -> None:
    hints = [block.hint for block in read(pdf(), tmp_path).blocks]
    assert hints == ["heading", "", "", "", "heading", ""]


def test_what_was_left_out_or_mended_is_said(tmp_path: Path) -> None:
    page = read(pdf(), tmp_path)
    notes = " ".join([*page.notes, *page.look])
    assert "running heads and page numbers were left out" in notes
    assert "broken at a line's end and put together" in notes


def test_the_files_own_title_counts_only_where_the_text_bears_it_out(tmp_path: Path) -> None:
    facts = read(pdf(), tmp_path).facts
    assert (facts.title, facts.author, facts.issued) == ("No boat to Merrow Island", (), "")
    assert any("The typesetter" in aside for aside in facts.asides)
    assert any("2031-02-04" in aside and "need not be" in aside for aside in facts.asides)


def test_a_scanned_pdf_is_named_as_one(tmp_path: Path) -> None:
    picture = typst.compile(b"#set page(width: 5cm, height: 5cm)\n#circle(radius: 1cm)")
    with pytest.raises(SourcebookError, match=r"holds no text.*scanned.*OCR"):
        read(picture, tmp_path)


def test_a_locked_pdf_is_named_as_one(tmp_path: Path) -> None:
    writer, out = pypdf.PdfWriter(clone_from=io.BytesIO(pdf())), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(out)
    with pytest.raises(SourcebookError, match="locked with a password"):
        read(out.getvalue(), tmp_path)


@pytest.mark.parametrize("cut", [20, 400, 2000])
def test_a_broken_pdf_is_a_message(cut: int, tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match=r"cannot be read as a PDF|holds no text"):
        read(pdf()[:cut], tmp_path)


def test_without_pypdf_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(SourcebookError, match="pip install pypdf"):
        pdf_reader.read(pdf(), "article.pdf")


def test_a_pdf_whose_lines_all_run_along_the_edges_has_no_block() -> None:
    assert list(pdf_reader._page([], {}).blocks) == []


def test_the_title_of_one_page_is_what_it_sets_largest_and_not_the_journal_above_it(tmp_path: Path) -> None:
    """Case: a page in two columns under the journal's name, which no second page repeats."""
    made = f"""\
#set page(paper: "a4", columns: 2, header: [_Journal of Dam Safety_ Vol. 12])
#place(top, float: true, scope: "parent", text(size: 17pt)[What the gate log of the dam can tell])
== Introduction
{LONG * 4}#footnote[A log that is kept by hand is another matter.]
"""
    page = read(typst.compile(made.encode()), tmp_path)
    assert page.facts.title == "What the gate log of the dam can tell"
    assert "1 note at the foot of a page was put behind the article." in page.notes
    plain = read(typst.compile(f"Journal of Dam Safety\n\n{LONG * 4}".encode()), tmp_path)
    assert plain.facts.title == ""  # no type is larger


def typeset(body: str, tmp_path: Path) -> dict[str, str]:
    """The paragraphs of a PDF, each with its hint."""
    page = read(
        typst.compile(f"#set page(width: 14cm, height: 20cm)\n#set text(size: 10pt)\n{body}".encode()), tmp_path
    )
    return {block.text: block.hint for block in page.blocks}


FIGURE = """\
#figure(rect(width: 4cm, height: 2cm), caption: [The quay of Merrow in winter.])
#figure(table(columns: 2, [Year], [Boats], [2020], [12]), caption: [Ferries by year])
"""


@pytest.mark.parametrize(
    ("language", "figure", "table"),
    [("en", "Figure 1: ", "Table 1: "), ("de", "Abbildung 1: ", "Tabelle 1: "), ("ru", "Рис. 1. ", "Таблица 1. ")],
)
def test_the_captions_of_figures_and_tables_are_no_body(language: str, figure: str, table: str, tmp_path: Path) -> None:
    other = LONG.replace("well-known harbourmaster", "forgetful engineer of the ferry")
    found = typeset(f'#set text(lang: "{language}")\n{LONG}\n\n{FIGURE}\n{other * 2}', tmp_path)
    captions = {text.replace("\xa0", " ") for text, hint in found.items() if hint == "caption"}
    assert captions >= {f"{figure}The quay of Merrow in winter.", f"{table}Ferries by year"}
    assert found[LONG.strip()] == found[(other * 2).strip()] == ""


def test_a_caption_in_smaller_type_needs_no_mark_behind_its_number(tmp_path: Path) -> None:
    small = "#text(size: 8pt)[Table 2 Ferries by year and the boats that sailed instead, as the council counted them]"
    found = typeset(f"{LONG * 2}\n\n{small}\n\n{LONG}", tmp_path)
    assert [text for text, hint in found.items() if hint == "caption"] == [
        "Table 2 Ferries by year and the boats that sailed instead, as the council counted them"
    ]


@pytest.mark.parametrize("line", ["Table 2 shows that the ferry sailed less.", "Figure 3 is a map. It shows the quay."])
def test_a_sentence_about_a_table_is_body(line: str, tmp_path: Path) -> None:
    found = typeset(f"{LONG}\n\n{line} {LONG}\n\n{line}\n\n{LONG * 2}", tmp_path)
    assert found[f"{line} {LONG}".strip()] == found[line] == ""


def test_a_caption_does_not_part_the_paragraph_that_it_interrupts(tmp_path: Path) -> None:
    caption = "#text(size: 8pt)[Figure 2. The quay of Merrow in winter.]"
    found = typeset(f"The ferry stopped on Monday and\n\n{caption}\n\nnobody knew why. {LONG}", tmp_path)
    assert f"The ferry stopped on Monday and nobody knew why. {LONG}".strip() in found
    assert found["Figure 2. The quay of Merrow in winter."] == "caption"
