"""`sourcebook packet`: the articles whole, private, made only where the texts are at hand.

Here: `sourcebook.commands.build_packet` and `sourcebook.exports.paper.reading_packet`, on an invented article about a
harbour.
"""

from __future__ import annotations

import io
from pathlib import Path

import page as validation
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from sourcebook import check
from sourcebook.cli import main
from sourcebook.commands import build_packet
from sourcebook.exports.paper.reading_packet import PacketParagraph, Run, blocks
from sourcebook.model.problems import SourcebookError
from tests.commands.harbour import RECORD, TEXT, write_book, write_empty_book

NOWHERE: dict[str, str] = {}
"""An environment that names no folder: the texts are those of the book."""


@pytest.fixture(autouse=True)
def _no_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCEBOOK_TEXTS", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def opened(root: Path) -> check.Opened:
    return check.open_book(root, NOWHERE)


def made(root: Path) -> bytes:
    return build_packet.make(opened(root), environ=NOWHERE).read_bytes()


def words_of(data: bytes) -> list[str]:
    """The text of each page, white space in one kind."""
    return [" ".join(found.extract_text().split()) for found in PdfReader(io.BytesIO(data)).pages]


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "packet", *arguments])


# -- from a text to blocks ---------------------------------------------------------------------------------------------


def laid(root: Path) -> tuple[PacketParagraph, ...]:
    return blocks(opened(root).prover.articles["ferry-2031"])


def test_nothing_of_the_text_is_left_out_and_nothing_added(tmp_path: Path) -> None:
    found = "".join(run.text for block in laid(write_book(tmp_path)) for run in block.runs)
    assert "".join(found.split()) == "".join(TEXT.split())


def test_paragraphs_bear_the_numbers_that_the_book_cites(tmp_path: Path) -> None:
    numbered = [(block.number, block.zone, block.runs[0].text[:12]) for block in laid(write_book(tmp_path))]
    assert numbered == [
        (0, "", "Opinion"),
        (0, "", "3 February 2"),
        (1, "title", "No boat to M"),
        (0, "", "By Ilsa Quil"),
        (2, "body", "The ferry to"),
        (0, "", "Advertisemen"),
        (3, "body", "About 300 is"),
        (4, "heading", "What comes n"),
        (5, "body", "The council "),
        (6, "body", "Fishermen br"),
        (7, "author-note", "Ilsa Quill i"),
        (0, "", "The views gi"),
        (0, "", "Related"),
        (0, "", "Bread prices"),
        (0, "", "A whale in t"),
    ]


PART = "  - zone: body\n    lines: 9\n"


def test_furniture_inside_a_line_is_told_apart_from_the_article(tmp_path: Path) -> None:
    text = TEXT.replace("Possibly the company", "READ ON Possibly the company")
    zones = (
        '  - {{zone: body, lines: "9", ends: "safe.”"}}\n  - {{zone: body, lines: "9", starts: Possibly the company}}\n'
    )
    block = laid(write_book(tmp_path, text, RECORD.replace(PART, zones)))[4]
    assert block.number == 2
    assert [(run.zone, run.text[:9]) for run in block.runs] == [
        ("body", "The ferry"),
        ("", "READ ON "),
        ("body", "Possibly "),
    ]
    assert "".join(run.text for run in block.runs) == text.split("\n")[8]


def test_lines_of_one_paragraph_run_on(tmp_path: Path) -> None:
    text = TEXT.replace("in turn. The boat is old.", "in turn.\nThe boat is old.")
    record = RECORD.replace("lines: 17-19", "lines: 17-20").replace("lines: 21", "lines: 22")
    block = laid(write_book(tmp_path, text, record))[8]
    assert block == PacketParagraph(
        5,
        "body",
        (Run("The council meets on Friday to hear the islanders, the company and the harbour master in turn. "
             "The boat is old.", "body"),),
    )  # fmt: skip


# -- the packet --------------------------------------------------------------------------------------------------------


def test_the_first_page_says_that_it_is_private_and_every_other_repeats_it(tmp_path: Path) -> None:
    first, *rest = words_of(made(write_book(tmp_path)))
    assert "Private" in first
    assert "an instructor who has cleared the rights" in first
    assert "It is never published" in first
    assert rest
    assert all("Private reading packet: not to be published" in words for words in rest)


def test_the_article_stands_whole_with_numbers_furniture_and_digest(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    words = " ".join(words_of(made(root))[1:])
    for line in filter(None, TEXT.split("\n")):
        assert " ".join(line.split()) in words
    assert "¶2 The ferry to Merrow Island stopped on Monday." in words
    assert "heading ¶4 What comes next" in words
    assert "furniture Advertisement" in words
    assert opened(root).book.sources["ferry-2031"].text.sha256 in words
    assert "Author: not given in the text" in words


def test_the_packet_meets_both_standards(tmp_path: Path) -> None:
    data = made(write_book(tmp_path))
    for profile in ("ua1", "2a"):
        assert [failure.rule_id for failure in validation.validate_pdf_bytes(data, profile=profile).failures] == []


def test_the_same_texts_give_the_same_bytes_in_another_folder(tmp_path: Path) -> None:
    assert made(write_book(tmp_path / "one")) == made(write_book(tmp_path / "two"))


def test_what_looks_like_a_command_is_printed_as_it_stands(tmp_path: Path) -> None:
    hostile = '#panic("x") $x$ *b* `c` <label> @ref \\ // <b>H</b>'
    words = " ".join(words_of(made(write_book(tmp_path, TEXT.replace("Advertisement", hostile)))))
    assert hostile in words.replace("“", '"').replace("”", '"')


def test_without_a_text_nothing_is_made_and_the_message_names_it(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    (root / "sources" / "fulltext" / "ferry.txt").unlink()
    with pytest.raises(SourcebookError, match=r"missing: ferry\.txt .*SOURCEBOOK_TEXTS"):
        build_packet.make(opened(root), environ=NOWHERE)
    assert not (root / "_build" / "packet.pdf").exists()


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_made_and_that_it_is_private(tmp_path: Path) -> None:
    done = run(write_book(tmp_path), "ferry-2031")
    assert done.exit_code == 0
    assert done.stdout.startswith("_build/packet.pdf: ")
    assert "keep it private" in done.stdout


def test_the_paper_may_be_us_letter(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    assert run(root, "--paper", "us-letter").exit_code == 0
    box = PdfReader(root / "_build" / "packet.pdf").pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


def test_a_text_that_is_another_is_an_error(tmp_path: Path) -> None:
    root = write_book(tmp_path)
    (root / "sources" / "fulltext" / "ferry.txt").write_text("Another text.", encoding="utf-8")
    done = run(root)
    assert done.exit_code == 1
    assert "[text-changed]" in done.stderr


@pytest.mark.parametrize("arguments", [("fery-2031",), ()])
def test_a_call_that_makes_no_sense_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(write_empty_book(tmp_path), *arguments)
    assert done.exit_code == 2
    assert "there is no source" in done.stderr
