"""Lists of quotations from tables: the columns by their names, the separator, formulas, broken files."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from sourcebook.exchange import received, tables
from sourcebook.exchange.passages import Excerpt
from sourcebook.model.problems import SourcebookError
from tests.exchange.conftest import Run


def read(path: Path, data: str | bytes, encoding: str = "") -> list[Excerpt]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return tables.read(received.receive(path, encoding))


TAGUETTE = """id,document,tag,content
1,courier-2031.txt,water,Nobody died.
2,courier-2031.txt,"a, b","two
lines"
"""


def test_taguettes_export_of_highlights(tmp_path: Path) -> None:
    first, second = read(tmp_path / "tag.csv", TAGUETTE)
    assert (first.exact, first.document, first.tags) == ("Nobody died.", "courier-2031.txt", ("water",))
    assert (second.exact, second.tags) == ("two\nlines", ("a", "b"))


@pytest.mark.parametrize(
    "data",
    [
        "quote;source\nNobody died.;courier-2031\n",
        "quote\tsource\nNobody died.\tcourier-2031\n",
        '\ufeff"Quotation","Document name"\r\n"“Nobody died.”","courier-2031"\r\n',
        "sep=;\nText;File\nNobody died.;courier-2031\n",
        '{"text": "Nobody died.", "source": "courier-2031"}\n',
        '[{"quote": "Nobody died.", "document": "courier-2031", "tags": ["x"], "n": null}]',
        '{"data": [{"excerpt": "Nobody died.", "file": "courier-2031"}]}',
        "Zitat|Quelle|Kommentar\nNobody died.|courier-2031|\n",
    ],
)
def test_columns_and_separators_are_found(data: str, tmp_path: Path) -> None:
    [excerpt] = read(tmp_path / "anything.dat", data)
    assert (excerpt.exact, excerpt.document) == ("Nobody died.", "courier-2031")


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    book.active.append(["about this project"])
    sheet = book.create_sheet("Codings")
    sheet.append(["Document", "Segment", "Code", "Memo"])
    for row in (["courier-2031", "Nobody died.", "k", "m"], [None], ["", "=1+1"]):
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    first, formula = read(tmp_path / "t.xlsx", (tmp_path / "t.xlsx").read_bytes())
    assert first == Excerpt("Nobody died.", document="courier-2031", tags=("k",), comments=("m",))
    assert "formula" in formula.aside


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.csv", b"a,b\n1,2\n", "names no column of quotations"),
        ("a.csv", b"quote\nNobody\x92s\n", "--encoding cp1252"),
        ("a.csv", b"quote\n" + b"x" * 2_000_000, "broken table"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"\xef\xbb\xbf\n", "is empty"),
        ("a.xlsx", b"PK\x03\x04 cut off", "damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0 old", "save it as .docx or .xlsx"),
        ("a.json", b'[{"quote": "x"}', "broken JSON"),
        ("export", b'{"rows": [{"id": "a", "uri": ', "broken JSON"),
        ("a.json", b"[" * 5000 + b"]" * 5000, "broken JSON"),
        ("a.json", b"[1, 2]", "no references, annotations or quotations"),
        ("a.json", b'[{"itemType": "newspaperArticle", "title": "x"}]', "export it as CSL JSON"),
        ("a.rdf", b'<rdf:RDF xmlns:z="http://www.zotero.org/namespaces/export#"/>', "export CSL JSON, BibTeX or RIS"),
        ("a.enw", b"%0 Newspaper Article\n%T x\n", "export CSL JSON, BibTeX or RIS"),
        ("a.rtf", b"{\\rtf1 x}", "save it as .docx"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "is a picture"),
    ],
)
def test_bad_files_are_refused_with_what_to_do(name: str, data: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match=why):
        read(tmp_path / name, data)


@pytest.mark.parametrize(
    "data",
    [
        "Created at,Author,URL,Type,Quote/description,Comment,Tags\r\n2031,me,u,Annotation,Nobody died.,why?,k\r\n",
        "Creation Date,URL,Annotation/Reply Type,Quote,User,Body,Tags\n2031,u,Annotation,Nobody died.,me,why?,k\n",
        "ID,Document,Quotation Name,Text Content,Codes,Comment\n1:1,d,1:1 N,Nobody died.,k,why?\n",
        "Codings of March;;;\n\nDocument name;Code;Segment;Comment\nd;k;Nobody died.;why?\n",
        "Text of group 3\n\nTag\tQuote\tNote\nk\tNobody died.\twhy?\n",
    ],
    ids=["hypothesis", "hypothesis before", "atlas.ti", "a title above", "a title with a column's name"],
)
def test_tables_as_the_tools_write_them(data: str, tmp_path: Path) -> None:
    [excerpt] = read(tmp_path / "a.csv", data)
    assert (excerpt.exact, excerpt.tags, excerpt.comments) == ("Nobody died.", ("k",), ("why?",))


def test_a_workbook_with_merged_cells_above_the_names_of_its_columns(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active
    for row in (["Our quotations"], ["What", None, "Where"], ["Quote", "Memo", "Source"], ["Nobody died.", "m", "x"]):
        book.active.append(row)
    for cells in ("A1:C1", "A2:B2"):
        book.active.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    assert read(tmp_path / "t.xlsx", (tmp_path / "t.xlsx").read_bytes()) == [
        Excerpt("Nobody died.", document="x", comments=("m",))
    ]


def test_a_file_in_another_encoding_is_read_by_its_name(tmp_path: Path) -> None:
    [excerpt] = read(tmp_path / "a.csv", "quote\ncafé’s\n".encode("cp1252"), "windows-1252")
    assert excerpt.exact == "café’s"


def test_excels_unicode_text_is_read(tmp_path: Path) -> None:
    [excerpt] = read(tmp_path / "a.txt", "quote\tsource\nNobody died.\tcourier-2031\n".encode("utf-16"))
    assert excerpt.exact == "Nobody died."


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sourcebook.ingest.reader.LARGEST", 10)
    with pytest.raises(SourcebookError, match="export less at a time"):
        read(tmp_path / "a.csv", "quote\n" + "x" * 100)


def test_a_row_for_each_tag_is_one_passage(flood: Path, run: Run, tmp_path: Path) -> None:
    """Taguette writes a highlight once for each of its tags."""
    row = "1,courier-2031,{},The bridge to Calvey is closed\n"
    (tmp_path / "q.csv").write_text("id,document,tag,content\n" + row.format("bridge") + row.format("closing"))
    assert "Together: 1 taken." in run("import", tmp_path / "q.csv", "--yes").stdout
    assert "Tagged: bridge, closing." in (flood / "sources" / "courier-2031.yml").read_text()


def test_each_row_has_its_verdict(flood: Path, run: Run, tmp_path: Path) -> None:
    rows = "quote,source,memo\nNobody died.,courier-2031,\nThe baker lit his oven at noon,courier-2031,\n"
    rows += "The baker lit his oven at midnight,Courier,warm\n"
    (tmp_path / "q.csv").write_text(rows)
    done = run("import", tmp_path / "q.csv", "--yes")
    assert "1. already there" in done.stdout
    assert "“noon” for “midnight”" in done.stdout
    assert "3. taken" in done.stdout
    assert "note: warm." in (flood / "sources" / "courier-2031.yml").read_text()
    assert "its comment" not in run("import", tmp_path / "q.csv").stdout
