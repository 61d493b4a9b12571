"""PDF: both standards, words in reading order, the same bytes, and a message where none can be made."""

from __future__ import annotations

import io
import re
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import page as validation
import pikepdf
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from sourcebook.exports.paper import pdf, pdf_evidence
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.model.problems import Kind, Place, SourcebookError
from tests import poppler
from tests.exports.harbour import BRIEF, INDEX, LETTERS, ORDER, SHEET, heading, paragraph, text
from tests.exports.paper.scripts import without

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = (
    '#import "x.typ": * #panic() $x^2$ *b* _e_ `raw` <label> @ref [c] {d} // \\ ~ -- ... "q" \'q\' '
    "\\section{L} \\input{/etc/passwd} %c &amp; <b>H</b> <script>alert(1)</script> <!-- c --> <![CDATA[x]]> ]]> {{ t }}"
)
PAPERS: tuple[pdf.Paper, ...] = ("a4", "us-letter")


def words_of(made: bytes) -> str:
    """The text of a PDF as a reader takes it out, white space in one kind."""
    found = "\n".join(part.extract_text() for part in PdfReader(io.BytesIO(made)).pages)
    return " ".join(found.split())


def book(*pages: b.Page, paper: pdf.Paper = "a4", made: int | None = None) -> bytes:
    return pdf.book(ORDER, pages or (INDEX, BRIEF), paper, timestamp=made)


DOCUMENTS: dict[str, Callable[[pdf.Paper], bytes]] = {
    "book": lambda paper: book(paper=paper),
    "chapter": lambda paper: pdf.chapter(ORDER, INDEX, paper),
    "brief": lambda paper: pdf.brief(ORDER, BRIEF, paper, evidence=b'{"version": 1}'),
    "sheet": lambda paper: pdf.handout(ORDER, SHEET, paper),
    "key": lambda paper: pdf.handout(ORDER, SHEET, paper, key=True),
}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_meets_both_standards(name: str, paper: pdf.Paper) -> None:
    made = DOCUMENTS[name](paper)
    for profile in ("ua1", "2a"):
        report = validation.validate_pdf_bytes(made, profile=profile)
        assert [failure.rule_id for failure in report.failures] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_is_tagged_titled_outlined_and_in_order(name: str) -> None:
    with pikepdf.open(io.BytesIO(DOCUMENTS[name]("a4"))) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert str(opened.Root.Lang) == "en"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert "/Outlines" in opened.Root
        assert {str(part.Tabs) for part in opened.pages} == {"/S"}


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_the_paper_is_the_one_asked_for(paper: pdf.Paper, size: tuple[int, int]) -> None:
    box = PdfReader(io.BytesIO(pdf.brief(ORDER, BRIEF, paper))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_quotations_and_letters_come_back_in_reading_order() -> None:
    words = words_of(pdf.brief(ORDER, BRIEF))
    assert LETTERS in words
    places = [
        words.index(part)
        for part in (
            "Three sources speak",
            "The ferry will not sail",
            "“The ferry stopped on Monday.”",
            "“The engine is not safe",
        )
    ]
    assert places == sorted(places)


def test_every_page_says_which_of_how_many_it_is() -> None:
    reader = PdfReader(io.BytesIO(pdf.brief(ORDER, BRIEF)))
    count = len(reader.pages)
    assert [f"Page {n} of {count}" in part.extract_text() for n, part in enumerate(reader.pages, 1)] == [True] * count


def test_a_brief_shows_all_that_it_is_made_of() -> None:
    words = words_of(pdf.brief(ORDER, BRIEF))
    for part in (
        "01/2031", "20 February 2031", "Who decides the harbour committee", "Decision Whether to wait",
        "What is known up to 19 February 2031", "Bottom line",
        "3 independent origins", "Contested", "No origin", "Likely",
        "Do: Keep it in port.", "Ask: Who wrote the report?",
        "Would speak against it", "Evidence for: Quill ¶2; Quay letter ¶1", "1. Find out first",
        "Reversible?", "Harbour desk",
        "The log would say.",
        "The letter gives no date.", "she owns a rowing boat", "0f" * 32, "9.9.9",
    ):  # fmt: skip
        assert part in words, part


def test_a_repeated_note_is_printed_once_and_marks_do_not_touch() -> None:
    words = words_of(pdf.brief(ORDER, BRIEF))
    assert words.count("The letter gives no date.") == 1
    assert re.search(r"Three sources speak\. ?1 ?, ?2", words)


def test_the_evidence_stands_in_the_annex_behind_the_body() -> None:
    words = words_of(pdf.brief(ORDER, BRIEF))
    order = [words.index(part) for part in ("The log would say.", "Annex: the evidence", "The words of the evidence.")]
    assert order == sorted(order)
    assert "Evidence against: Quay letter ¶9" in words


def test_no_likelihood_no_yardstick() -> None:
    plain = [replace(x, likelihood="") if isinstance(x, b.Judgement) else x for x in BRIEF.blocks]
    assert "almost certain" in words_of(pdf.brief(ORDER, BRIEF))
    assert "Agreed" not in words_of(pdf.brief(ORDER, BRIEF)), "a word of likelihood stands in place of the label"
    assert "Agreed" in words_of(pdf.brief(ORDER, replace(BRIEF, blocks=plain)))
    assert "almost certain" not in words_of(pdf.brief(ORDER, replace(BRIEF, blocks=plain)))


def test_a_book_has_title_page_contents_index_figures_and_proofs() -> None:
    words = words_of(book())
    for part in (
        "The harbour book",
        "Contents",
        "Index of quotations",
        "Figures and tables",
        "Proofs and rights",
        "(p. ",
    ):
        assert part in words, part
    assert "¶2 “The ferry stopped on Monday.”" in words


def test_a_chapter_alone_has_no_title_page_and_no_index() -> None:
    words = words_of(pdf.chapter(ORDER, INDEX))
    assert "Index of quotations" not in words
    assert "the brief, nowhere" in words


def test_bookmarks_name_the_chapters() -> None:
    outline = PdfReader(io.BytesIO(book())).outline
    titles = [item["/Title"] for item in outline if not isinstance(item, list)]
    assert {"Landing", "After the last ferry", "Index of quotations"} <= set(titles)


def test_a_sheet_has_nothing_of_its_key() -> None:
    made = pdf.handout(ORDER, SHEET)
    assert "KEY-" not in words_of(made)
    assert pdf.without_key(SHEET) != SHEET
    assert b"KEY-" not in document_tree.written(pdf.without_key(SHEET))
    assert b'"right":true' not in document_tree.written(pdf.without_key(SHEET))
    keyed = words_of(pdf.handout(ORDER, SHEET, key=True))
    for part in (
        "KEY-OF-THE-WHOLE",
        "KEY-RIGHT-BECAUSE",
        "KEY-WRONG-BECAUSE",
        "KEY-OF-THE-QUESTION",
        "For instructors",
    ):
        assert part in keyed, part


def hostile_page() -> b.Page:
    return b.Page(
        name="brief",
        title=HOSTILE,
        file="x.md",
        meta=dict.fromkeys(
            (
                "series",
                "number",
                "decision",
                "audience",
                "cut-off",
                "notice",
                "distribution",
                "subtitle",
                "description",
            ),
            HOSTILE,
        ),
        notes={"n": [paragraph(HOSTILE)]},
        blocks=[
            heading(1, "x"),
            b.Paragraph(content=[*text(HOSTILE), b.Note(id="n"), b.Code(text=HOSTILE)], anchors=[f"brief#{HOSTILE}"]),
            b.Quotation(words=[paragraph(HOSTILE)], attribution=text(HOSTILE), ref="ferry/x", anchors=["brief#q"]),
            b.Listing(text=HOSTILE),
            b.Paragraph(content=[b.Link(content=text("here"), target=f"brief#{HOSTILE}")]),
        ],
    )


def test_what_looks_like_a_command_is_printed_as_it_stands() -> None:
    source = replace(
        ORDER.sources[0], **dict.fromkeys(("short", "title", "author", "container", "disclosure", "state"), HOSTILE)
    )
    order = replace(ORDER, title=HOSTILE, author=HOSTILE, rights=HOSTILE, sources=[source], pages=[("brief", 0)])
    tight = "".join(HOSTILE.split())
    for made in (
        pdf.book(order, [hostile_page()]),
        pdf.brief(order, hostile_page()),
        pdf.handout(order, hostile_page()),
    ):
        words = re.sub(r"[\s\u00ad]", "", words_of(made))
        assert words.count(tight) >= 5


def test_the_same_records_give_the_same_bytes_from_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = {name: make("a4") for name, make in DOCUMENTS.items()}
    shutil.copytree(pdf.TEMPLATES, tmp_path / "elsewhere")
    monkeypatch.setattr(pdf, "TEMPLATES", tmp_path / "elsewhere")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    assert {name: make("a4") for name, make in DOCUMENTS.items()} == first


def test_a_document_bears_the_date_that_it_is_given_and_no_other() -> None:
    made = int(datetime(2031, 5, 6, tzinfo=UTC).timestamp())
    assert "6 May 2031" in words_of(book(made=made))
    about = PdfReader(io.BytesIO(book(made=made))).metadata
    assert about
    assert str(about["/CreationDate"]).startswith("D:20310506")
    assert "20 February 2031" in words_of(pdf.brief(ORDER, BRIEF))


@pytest.mark.parametrize(("value", "expected"), [("86400", 86400), ("", None), (" ", None)])
def test_the_date_comes_from_the_environment(value: str, expected: int | None) -> None:
    assert pdf.stamp({"SOURCE_DATE_EPOCH": value}) == expected


@pytest.mark.parametrize("value", ["soon", "-1", "1e9", "9" * 30])
def test_a_date_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SourcebookError, match="SOURCE_DATE_EPOCH"):
        pdf.stamp({"SOURCE_DATE_EPOCH": value})


def test_letters_that_no_font_has_are_named_and_stood_in_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sign that no font has stopped the whole PDF."""
    without(monkeypatch, "cjk")
    said = "in 中 and 한글 out 😀, 👩‍🚀 and c\u030c"
    odd = b.Page(name="index", title="", file="index.md", blocks=[heading(1, "a"), paragraph(said)])
    with pdf.listening() as cautions:
        made = book(odd, BRIEF)
    words = words_of(made)
    assert "in □ [U+4E2D] and □□ [U+D55C U+AE00] out □ [grinning face], □□ [U+1F469 U+1F680] and" in words
    assert [(p.kind, p.place, p.is_error) for p in cautions] == [(Kind.NO_GLYPH, Place("index.md"), False)]
    assert "“中” (U+4E2D)" in cautions[0].message
    assert "“한” (U+D55C)" in cautions[0].message


def test_a_page_of_another_script_is_one_caution(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "cjk")
    said = "".join(map(chr, range(0x4E00, 0x4F00)))
    odd = b.Page(name="index", title="", file="index.md", blocks=[heading(1, "a"), paragraph(said)])
    with pdf.listening() as cautions:
        assert "□ [U+4E00 U+4E01 U+4E02 …]" in words_of(book(odd, BRIEF))
    assert len(cautions) == 1
    assert "sourcebook[cjk]" in cautions[0].message


def test_paper_speaks_the_language_of_the_book_or_says_that_it_cannot() -> None:
    with pdf.listening() as none:
        words = words_of(pdf.book(replace(ORDER, language="fr-CA"), [INDEX]))
    assert "Table des matières" in words
    assert "Contents" not in words
    assert none == []
    with pdf.listening() as cautions:
        assert "Contents" in words_of(pdf.book(replace(ORDER, language="ar"), [INDEX]))
    assert [(p.kind, p.is_error) for p in cautions] == [(Kind.UNTRANSLATED, False)]
    assert "there only in en, fr" in cautions[0].message


def test_quoted_words_that_run_the_other_way_are_isolated() -> None:
    quoted = b.Span(content=[b.Text(text="אבג")], lang="he")
    page = b.Page(name="index", title="", blocks=[heading(1, "a"), b.Paragraph(content=[quoted, b.Text(text=". End")])])
    words = words_of(pdf.book(ORDER, [page]))
    assert "End" in words
    assert "\u2067" in pdf.TEMPLATES.joinpath("parts.typ").read_text(encoding="utf-8").replace("\\u{2067}", "\u2067")


def test_a_running_head_keeps_the_words_of_its_markup() -> None:
    """Case running-head-markup: it read “The , , code”."""
    link = b.Link(content=[b.Text(text="a link")], uri="https://example.org/")
    title: list[b.Inline] = [
        b.Text(text="The "), b.Emphasis(content=[b.Text(text="Titanic")]), b.Text(text=", "),
        b.Strong(content=[b.Emphasis(content=[b.Text(text="bold")])]), b.Text(text=", "), b.Code(text="code"),
        b.Text(text=", "), link, b.Text(text=" & x"), b.Raised(content=[b.Text(text="2")]),
    ]  # fmt: skip
    page = b.Page(name="index", title="", blocks=[b.Heading(level=1, content=title), paragraph("word " * 2500)])
    pages = PdfReader(io.BytesIO(pdf.book(ORDER, [page]))).pages
    assert any("The Titanic, bold, code, a link & x2" in p.extract_text().partition("word")[0] for p in list(pages)[3:])


def test_a_picture_without_words_stops_the_document_with_a_message() -> None:
    bad = replace(INDEX, blocks=[*INDEX.blocks, b.Picture(svg="<svg/>", alt="", line=12)])
    with pytest.raises(pdf.UnprintableError, match=r"index\.md:12.*alternative text"):
        book(bad, BRIEF)


def test_a_brief_carries_its_evidence() -> None:
    assert pdf_evidence.get(pdf.brief(ORDER, BRIEF, evidence=b'{"version": 1}')) == b'{"version": 1}'
    assert pdf_evidence.get(pdf.brief(ORDER, BRIEF)) == b""


def test_the_length_of_a_body_leaves_out_the_annex() -> None:
    assert pdf.body_pages(ORDER, BRIEF) == 2, "the background begins page two"
    longer = replace(BRIEF, blocks=[*BRIEF.blocks, *[paragraph("word " * 200)] * 12])
    assert pdf.body_pages(ORDER, longer) == len(PdfReader(io.BytesIO(pdf.brief(ORDER, longer))).pages) - 1
    assert pdf.body_pages(ORDER, longer) > 2


def test_long_work_says_what_it_does() -> None:
    said: list[str] = []
    pdf.book(ORDER, [INDEX, BRIEF], say=said.append)
    assert len(said) == 2
    assert "The harbour book" in said[0]
    assert "KiB" in said[1]


def test_a_table_that_goes_on_says_so() -> None:
    row = [b.Cell(body=[paragraph("word " * 30)]), b.Cell(body=[paragraph("word " * 30)])]
    table = b.Table(
        head=[[b.Cell(body=[paragraph("Who")]), b.Cell(body=[paragraph("What")])]], body=[row] * 30, widths=[1, 1]
    )
    words = words_of(book(b.Page(name="index", title="", blocks=[heading(1, "a"), table])))
    assert words.count("continued from the page before") == words.count("Who What") - 1
    assert words.count("Who What") > 1


@pytest.mark.parametrize("before", range(4))
def test_a_term_does_not_stand_alone_at_the_foot_of_a_page(before: int) -> None:
    """Whatever stands above: one line more moves every page's end."""
    listed = [b.Items(items=[[paragraph("one")], [paragraph("two")]])]
    terms = [b.Definition(term=text(f"term {n}"), body=list(listed)) for n in range(60)]
    page = b.Page(
        name="index", title="", blocks=[heading(1, "a"), *[paragraph("x")] * before, b.Definitions(items=terms)]
    )
    last = [
        [line for line in part.extract_text().splitlines() if not line.startswith("Page ")][-1]
        for part in PdfReader(io.BytesIO(pdf.chapter(ORDER, page))).pages
    ]
    assert len(last) > 3
    assert [line for line in last if line.startswith("term ")] == []


SIGNS = """A & B < C > "D" 'E' &amp; &lt;"""


def test_what_a_file_says_of_itself_is_escaped_once() -> None:
    """Titles, authors, bookmarks and the words of pictures: none is HTML, and none is escaped as such."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
    heading = b.Heading(level=1, content=[b.Text(text=SIGNS)])
    page = b.Page(name="x", title=SIGNS, blocks=[heading, b.Picture(svg=svg, alt=SIGNS, caption=[b.Text(text=SIGNS)])])
    made = pdf.book(replace(ORDER, title=SIGNS, author=SIGNS), [page])
    reader = PdfReader(io.BytesIO(made))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (SIGNS, SIGNS)
    assert SIGNS in [mark.title for mark in poppler.bookmarks(made)]
    with pikepdf.open(io.BytesIO(made)) as document:
        alts = [
            str(each["/Alt"]) for each in document.objects if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]
        with document.open_metadata() as xmp:
            assert xmp["dc:title"] == SIGNS
            assert list(xmp["dc:creator"]) == [SIGNS]
    assert SIGNS in alts
