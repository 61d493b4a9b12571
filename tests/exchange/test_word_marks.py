"""Word files: comments and highlights as excerpts, replies, changes; without any, an article."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from sourcebook.exchange import received, word_marks
from sourcebook.exchange.passages import Excerpt
from sourcebook.ingest import reader, word_text
from sourcebook.model.problems import SourcebookError
from tests.exchange.conftest import Run
from tests.exchange.samples import commented, with_document_xml

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHANGED = f"""<w:document {NAMESPACE}><w:body><w:p><w:r><w:t xml:space="preserve">It </w:t></w:r>
<w:del><w:r><w:delText>never </w:delText></w:r></w:del>
<w:ins><w:r><w:t xml:space="preserve">often </w:t></w:r></w:ins>
<w:r><w:t>rains</w:t><w:tab/><w:t>here.</w:t></w:r></w:p></w:body></w:document>"""
BOMB = f"""<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>
<w:document {NAMESPACE}><w:body><w:p><w:r><w:t>x&b;&c;</w:t></w:r></w:p></w:body></w:document>"""


def test_comments_over_several_runs_and_highlights(tmp_path: Path) -> None:
    commented(tmp_path / "m.docx")
    assert word_marks.read(received.receive(tmp_path / "m.docx")) == [
        Excerpt("The bridge to Calvey is closed", comments=("Since when?",)),
        Excerpt("The baker lit his oven at midnight"),
        Excerpt("They asked for their names to be left in.", comments=("Really?",)),
    ]


def test_a_reply_joins_its_comment(tmp_path: Path) -> None:
    commented(tmp_path / "m.docx", reply=True)
    first = word_marks.read(received.receive(tmp_path / "m.docx"))[0]
    assert first.comments == ("Since when?", "Since Sunday.")


def test_marked_words_become_passages(flood: Path, run: Run, tmp_path: Path) -> None:
    done = run("import", commented(tmp_path / "m.docx"), "--yes")
    assert done.exit_code == 1
    assert "2 taken, 1 does not fit" in done.stdout
    assert "“in” for “out”" in done.stdout
    assert "Since when?" in (flood / "sources" / "courier-2031.yml").read_text()


def test_a_marked_article_that_is_not_in_the_book_is_added_first(flood: Path, run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Ferry returns after repairs", style="Title")
    runs = [document.add_paragraph().add_run("The ferry went back to work, and nobody missed it much.")]
    document.add_comment(runs, text="Nobody?", author="R")
    document.add_paragraph("It had been on land since the flood; its engine was full of mud, and its captain of plans.")
    document.save(str(tmp_path / "ferry.docx"))
    assert "sourcebook add ferry.docx --key KEY" in run("import", tmp_path / "ferry.docx").stdout
    run("add", tmp_path / "ferry.docx", "--key", "ferry-2032")
    assert run("import", tmp_path / "ferry.docx", "--yes").exit_code == 0
    assert "Nobody?" in (flood / "sources" / "ferry-2032.yml").read_text()


def test_deleted_words_are_out_and_inserted_ones_are_in(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "m.docx"))
    page = word_text.read(with_document_xml(tmp_path / "m.docx", CHANGED), "m.docx")
    assert [block.text for block in page.blocks] == ["It often rains here."]


def test_a_word_file_is_an_article_for_add_and_for_import(flood: Path, run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Ferry returns after repairs", style="Title")
    for text in ("The ferry went back to work.", "It had been on land since the flood, and nobody missed it much."):
        document.add_paragraph(text)
    document.save(str(tmp_path / "ferry.docx"))
    assert run("add", tmp_path / "ferry.docx", "--key", "ferry-2032").exit_code == 0
    assert "Ferry returns after repairs" in (flood / "sources" / "ferry-2032.yml").read_text()
    assert run("find", "nobody missed it").exit_code == 0
    assert "It is ferry-2032" in run("import", tmp_path / "ferry.docx").stdout


def test_hostile_and_broken_word_files(tmp_path: Path) -> None:
    commented(tmp_path / "m.docx")
    data = (tmp_path / "m.docx").read_bytes()
    (tmp_path / "cut.docx").write_bytes(data[: len(data) // 2])
    for read in (received.receive, reader.read):
        with pytest.raises(SourcebookError, match="damaged"):
            read(tmp_path / "cut.docx")
    page = word_text.read(with_document_xml(tmp_path / "m.docx", BOMB), "m.docx")
    assert "\n".join(block.text for block in page.blocks) in ("x", "xlollollollol")
    with pytest.raises(SourcebookError, match="no Word file that can be read"):
        word_text.read(with_document_xml(tmp_path / "m.docx", "<w:document"), "m.docx")
