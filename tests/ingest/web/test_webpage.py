"""A saved page as paragraphs, each with what the markup says; its metadata as facts, and nothing besides."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sourcebook.ingest import reader
from sourcebook.ingest.page import ExtractedPage, Facts
from sourcebook.ingest.web import furniture, webpage
from sourcebook.model.problems import SourcebookError
from tests.commands.harbour import PAGE

pytest.importorskip("trafilatura")


def read(page: str | bytes, folder: Path) -> ExtractedPage:
    path = folder / "page.html"
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return reader.read(path)


def test_each_block_has_what_the_markup_speaks_for(tmp_path: Path) -> None:
    found = [(block.hint, block.text.split()[0]) for block in read(PAGE, tmp_path).blocks]
    assert found == [
        ("noise", "Home"),
        ("noise", "News"),
        ("title", "No"),
        ("standfirst", "The"),
        ("", "By"),
        ("caption", "The"),
        ("body", "The"),
        ("noise", "Advertisement"),
        ("body", "About"),
        ("heading", "What"),
        ("body", "The"),
        ("noise", "Related"),
        ("noise", "Bread"),
        ("noise", "A"),
        ("body", "Ilsa"),
        ("noise", "©"),
    ]


def test_what_no_reader_sees_is_not_in_the_text(tmp_path: Path) -> None:
    text = read(PAGE, tmp_path).text
    assert "shown" not in text
    assert "Hidden" not in text
    assert "said a baker on the quay." in text


def test_the_metadata_is_all_that_is_known(tmp_path: Path) -> None:
    assert read(PAGE, tmp_path).facts == Facts(
        title="No boat to Merrow Island",
        author=("Ilsa Quill",),
        container_title="The Merrow Lantern",
        issued="2031-02-03",
        issued_because="The page's own metadata gives this date (article:published_time).",
        language="en",
        address="https://lantern.example/ferry",
    )


def test_a_page_that_says_nothing_gives_nothing(tmp_path: Path) -> None:
    page = read("<html><body><p>Words without a head, in March 2031.</p></body></html>", tmp_path)
    assert page.facts == Facts()


def test_linked_data_names_authors_and_publisher(tmp_path: Path) -> None:
    data = """{"@graph": [{"@type": "NewsArticle", "headline": "Ferry &amp; quay", "datePublished": "20310203",
        "author": [{"name": "Ilsa Quill"}, {"name": "Tomas Reed"}], "publisher": {"name": "Lantern Ltd"}}]}"""
    head = (
        f'<head><script type="application/ld+json">{data}</script><script type="application/ld+json">{{</script></head>'
    )
    facts = read(f"<html>{head}<body><p>Words.</p></body></html>", tmp_path).facts
    assert (facts.title, facts.publisher, facts.issued) == ("Ferry & quay", "Lantern Ltd", "2031-02-03")
    assert facts.author == ("Ilsa Quill", "Tomas Reed")


def test_an_address_is_no_author_and_half_a_date_no_date(tmp_path: Path) -> None:
    metas = '<meta name="author" content="https://x.example/quill"><meta name="date" content="Spring 2031">'
    facts = read(f"<html><head>{metas}</head><body><p>Words.</p></body></html>", tmp_path).facts
    assert (facts.author, facts.issued) == ((), "")


def test_a_declared_encoding_is_believed_where_it_is_not_utf8(tmp_path: Path) -> None:
    page = read(
        b'<html><head><meta charset="windows-1252"></head><body><p>caf\xe9 \x93shut\x94</p></body></html>', tmp_path
    )
    assert page.text == "café “shut”\n"


def test_an_undeclared_encoding_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match="--encoding"):
        read(b"<html><body><p>caf\xe9</p></body></html>", tmp_path)


@pytest.mark.parametrize("page", ["<html>", "<html></html>", "<html><body><script>x</script></body></html>"])
def test_a_page_without_words_is_refused(page: str, tmp_path: Path) -> None:
    with pytest.raises(SourcebookError, match=r"holds no words|cannot be read as a page"):
        read(page, tmp_path)


def test_a_page_nested_beyond_reason_is_refused_and_not_read_in_part(tmp_path: Path) -> None:
    page = "<html><body><p>Words.</p>" + "<div>" * 5000 + "deep" + "</div>" * 5000 + "</body></html>"
    with pytest.raises(SourcebookError, match="nested too deep to be read to its end"):
        read(page, tmp_path)


def test_without_trafilatura_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(SourcebookError, match="pip install trafilatura"):
        webpage.read(PAGE.encode(), "page.html")


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("Paylaş: Facebook Twitter WhatsApp", True),
        ("分享：微信", False),
        ("（责任编辑：王芳）", True),
        ("责编：王芳", True),
        ("责任编辑王芳说，水是在周五晚上来的。", False),
        ("Share: that is what the two towns never did with their water.", False),
    ],
)
def test_a_line_that_offers_sharing_or_names_the_editor_is_furniture(line: str, whole: bool) -> None:
    assert bool(furniture.WHOLE.match(line)) is whole
