"""Word files that run from right to left: each paragraph, each run, the columns of tables, and the section."""

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.paper import word
from sourcebook.exports.paper.word_direction import W, directed
from sourcebook.model import document as b
from tests.exports.archives import unpacked
from tests.exports.harbour import paragraph, text
from tests.exports.paper.test_word import needs_pandoc

ARABIC, HEBREW = "قال المدير كل شيء.", "זה ספר על הנמל."
SPAN = b.Span(content=text("“The ferry was late.”"), lang="en")
QUOTED = b.Paragraph(content=[b.Text(text="قال: "), SPAN, b.Text(text=".")])
PAGE = b.Page(
    name="x",
    title="هذا كتاب",
    blocks=[
        b.Heading(level=2, content=text("الميناء")),
        paragraph(ARABIC),
        paragraph("An English line."),
        QUOTED,
        paragraph("قال NATO كل شيء."),
        b.Table(head=[[b.Cell(body=[paragraph("رأس")])]], body=[[b.Cell(body=[paragraph(HEBREW)])]], widths=[1.0]),
    ],
    meta={"answers": "no"},
)


def document(page: b.Page, lang: str) -> etree._Element:
    return etree.fromstring(unpacked(word.document(page, lang, rights="Our text is free."))["word/document.xml"])


def words(of: etree._Element) -> str:
    return "".join(str(piece.text) for piece in of.iter(f"{W}t"))


def turned_paragraphs(root: etree._Element) -> list[str]:
    return [words(p) for p in root.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]


def turned_runs(root: etree._Element) -> list[str]:
    return [words(run) for run in root.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is not None]


@needs_pandoc
def test_a_book_from_right_to_left() -> None:
    root = document(PAGE, "ar")
    found = turned_paragraphs(root)
    assert found == [
        "هذا كتاب", "الميناء", ARABIC, "قال: “The ferry was late.”.", "قال NATO كل شيء.", "رأس", HEBREW
    ]  # fmt: skip
    runs = turned_runs(root)
    assert {"قال: ", ".", "قال ", " كل شيء."} <= set(runs), "a full stop goes with its paragraph"
    assert not {"NATO", "“The ferry was late.”", "An English line.", "Our text is free."} & set(runs)
    assert root.find(f".//{W}tblPr/{W}bidiVisual") is not None
    assert root.find(f".//{W}sectPr/{W}bidi") is not None


@needs_pandoc
def test_a_line_from_right_to_left_in_an_english_book() -> None:
    blocks: list[b.Block] = [paragraph("English first."), paragraph(HEBREW), paragraph("So שלום it is.")]
    page = replace(PAGE, title="A book", blocks=blocks)
    root = document(page, "en")
    assert turned_paragraphs(root) == [HEBREW]
    assert turned_runs(root) == [HEBREW, "שלום"]
    assert root.find(f".//{W}sectPr/{W}bidi") is None


@needs_pandoc
def test_marks_stand_where_the_schema_wants_them() -> None:
    names = [etree.QName(each).localname for each in document(PAGE, "ar").iter(f"{W}tblPr").__next__()]
    assert names.index("bidiVisual") == names.index("tblStyle") + 1


def test_marks_stand_before_what_must_follow_them_and_once() -> None:
    made = (
        f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:pStyle w:val="x"/><w:spacing/><w:jc w:val="left"/></w:pPr>'
        '<w:r><w:rPr><w:b/><w:lang w:val="ar"/></w:rPr><w:t>شيء</w:t></w:r></w:p>'
    ).encode()
    part = directed(b"<x>" + made + b"</x>", "ar")
    assert directed(part, "ar") == part
    root = etree.fromstring(part)
    assert [etree.QName(e).localname for e in root.iter(f"{W}pPr").__next__()] == ["pStyle", "bidi", "spacing", "jc"]
    assert [etree.QName(e).localname for e in root.iter(f"{W}rPr").__next__()] == ["b", "rtl", "lang"]


def test_a_file_that_runs_from_left_to_right_stays_as_it_is() -> None:
    part = b"<x>No  change.</x>"
    assert directed(part, "fr") is part
