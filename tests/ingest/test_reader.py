"""A plain text as paragraphs, and every file that is refused, each with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sourcebook.ingest import page as ingest_page
from sourcebook.ingest import reader
from sourcebook.ingest.hyphenation import Joiner
from sourcebook.model.problems import SourcebookError

WRAPPED = """\
The ferry to Merrow Island stopped on Monday, and the harbour
master said that nobody knows when the well-
known boat will sail again.
"""
JOINED = (
    "The ferry to Merrow Island stopped on Monday, and the harbour master said that nobody knows when the well-known "
    "boat will sail again."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.\n", ["One.", "Two."]),
        ("One.\n \t\n\n\nTwo.", ["One.", "Two."]),
        ("One paragraph.\nAnother paragraph.\n", ["One paragraph.", "Another paragraph."]),
        ("  1. Bread\n  2. Whale\n", ["1. Bread", "2. Whale"]),
        ("a\tb  c", ["a b c"]),
        ("One.\fTwo.", ["One.", "Two."]),
        ("One\u2028Two", ["One", "Two"]),
        ("no\xa0break", ["no\xa0break"]),
        ("bell\x07", ["bell"]),
        (WRAPPED, [JOINED]),
    ],
)
def test_paragraphs_are_parted_by_empty_lines_and_wrapped_lines_are_joined(text: str, expected: list[str]) -> None:
    assert ingest_page.paragraphs(text)[0] == expected


@pytest.mark.parametrize(
    ("lines", "text", "expected"),
    [
        (["un-", "safe"], "It is unsafe.", "unsafe"),
        (["un-", "safe"], "", "un-safe"),
        (["non-", "threatening"], "", "non-threatening"),
        (["the well-", "known boat"], "A well-known boat.", "the well-known boat"),
        (["Kassym-", "Jomart"], "", "Kassym-Jomart"),
        (["2019-", "2020"], "", "2019-2020"),
        (["soft\u00ad", "ware"], "", "software"),
        (["soft¬", "ware"], "", "software"),
        (["the transporta\u2010", "tion office"], "", "the transportation office"),
        (["a dash -", "here"], "", "a dash - here"),
        (["a dash –", "here"], "", "a dash – here"),
        (["the stru -", "ctural damage"], "", "the structural damage"),
        (["harbour-", "master"], "The harbour is shut.", "harbour-master"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_where_it_only_broke_the_word(lines: list[str], text: str, expected: str) -> None:
    assert Joiner.of(text).join(lines) == expected


def test_a_text_is_kept_a_paragraph_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffOne.\r\n\r\n  Two.\r\n".encode())
    page = reader.read(path)
    assert (page.form, page.text) == ("a text file", "One.\n\nTwo.\n")


def test_utf16_says_so_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ščerbak said.".encode("utf-16"))
    assert reader.read(path).text == "Ščerbak said.\n"


def test_an_older_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ncaf\xe9 \x93closed\x94")
    with pytest.raises(SourcebookError, match=r"line 2 is not UTF-8.*--encoding cp1252"):
        reader.read(path)
    assert reader.read(path, "cp1252").blocks[-1].text == "café “closed”"


@pytest.mark.parametrize(
    ("name", "data", "encoding", "message"),
    [
        ("a.txt", b"a\0b", "", "NUL"),
        ("a.txt", b"a\nb\0", "cp1252", "line 2 holds a NUL"),
        ("a.txt", b"\xff", "utf-8", "is not utf-8"),
        ("a.txt", b"a", "klingon", "no encoding 'klingon'"),
        ("a.txt", b"a", "base64", "no encoding 'base64'"),
        ("a.txt", b"", "", "is empty"),
        ("a.txt", b" \n ... \n", "", "holds no words"),
        ("a.docx", b"PK\x03\x04....", "", "word processor"),
        ("a.mhtml", b"From: x", "", "web archive"),
        ("a.pdf", b"%PDF-1.7\nbroken", "", "cannot be read as a PDF"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(
    name: str, data: bytes, encoding: str, message: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourcebookError, match=message):
        reader.read(path, encoding)


def test_a_folder_a_link_and_nothing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    for name, message in (("", "a folder"), ("link.txt", "a link"), ("none.txt", "not there")):
        with pytest.raises(SourcebookError, match=message):
            reader.read(tmp_path / name)


def test_what_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST", 10)
    (tmp_path / "a.txt").write_text("more than ten bytes")
    with pytest.raises(SourcebookError, match="is larger than"):
        reader.read(tmp_path / "a.txt")
