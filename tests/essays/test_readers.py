"""What is read of an essay: its words as a reader sees them, and why a file is not read."""

from __future__ import annotations

import io
import zipfile

import pytest

from sourcebook.essays import readers
from sourcebook.essays.readers import Essay
from sourcebook.model.problems import SourcebookError
from tests.essays import corpus

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def word_file(body: str, **parts: str) -> bytes:
    """A Word file with this body, and other parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {BOX}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            archive.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def read(body: str, **parts: str) -> Essay:
    return readers.read("essay.docx", word_file(body, **parts))


def texts(essay: Essay) -> list[str]:
    return [p.text for p in essay.paragraphs]


def test_tracked_changes_are_read_as_if_accepted() -> None:
    """What was deleted is not quoted; what was inserted is; and the page says that it was read so."""
    deleted = "<w:del><w:r><w:delText>gate</w:delText></w:r></w:del>"
    essay = read(paragraph(run("The "), deleted, f"<w:ins>{run('lock')}</w:ins>", run(" is shut.")))
    assert texts(essay) == ["The lock is shut."]
    assert any("tracked changes" in line for line in essay.unchecked)


def test_tables_and_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent>"
    alternate = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    )
    table = f"<w:tbl><w:tr><w:tc>{paragraph(run('In a cell.'))}</w:tc></w:tr></w:tbl>"
    essay = read(paragraph(run("Before. "), alternate) + table)
    assert texts(essay) == ["Before. ", "In a box.", "In a cell."]


def test_a_footnote_stands_behind_its_paragraph_and_at_its_mark() -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph(run("Harrow, para. 3."))}</w:footnote></w:footnotes>'
    essay = read(
        paragraph(run("It “jammed”."), '<w:r><w:footnoteReference w:id="2"/></w:r>', run(" So.")), footnotes=notes
    )
    assert texts(essay) == ["It “jammed”. So.", "Harrow, para. 3."]
    assert essay.paragraphs[0].notes == ((12, "Harrow, para. 3."),)
    assert essay.paragraphs[1].place == "note 1, paragraph 1"


@pytest.mark.parametrize(
    ("properties", "block"),
    [
        ('<w:ind w:left="720"/>', True),
        ('<w:pStyle w:val="Zitat"/>', True),
        ('<w:pStyle w:val="Plain"/>', False),
        ('<w:ind w:firstLine="720"/>', False),
        ('<w:ind w:left="720" w:hanging="720"/>', False),  # an entry of a list of works
        ('<w:numPr/><w:ind w:left="720"/>', False),  # an item of a list
    ],
)
def test_a_block_quotation_is_known_by_style_or_indent(properties: str, block: bool) -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
        '<w:style w:styleId="Plain"><w:name w:val="Body"/></w:style></w:styles>'
    )
    essay = read(paragraph(run("Some words."), properties=properties), styles=styles)
    assert essay.paragraphs[0].block is block


def test_hidden_text_and_field_codes_are_not_read() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    assert texts(read(paragraph(run("Seen."), hidden, field))) == ["Seen."]


def test_every_format_gives_the_same_paragraphs() -> None:
    """The essays of the corpus, each written in every format that keeps block quotations."""
    for essay in corpus.essays()[:4]:
        wanted = [text for text, _ in essay.paragraphs]
        blocks = [block for _, block in essay.paragraphs]
        for form in ("docx", "odt", "md", "txt", "html"):
            made = corpus.as_file(corpus.MadeEssay(essay.name, form, essay.language, essay.paragraphs, essay.pieces))
            found = readers.read(f"essay.{form}", made)
            assert texts(found) == wanted, form
            assert [p.block for p in found.paragraphs] == blocks, form


def test_markdown_footnotes_links_and_emphasis() -> None:
    text = "He *says* “the **gate** [is](http://x.example) shut”.[^1] So.\n\n[^1]: Harrow, para. 3.\n"
    essay = readers.read("essay.md", text.encode())
    assert texts(essay) == ["He says “the gate is shut”. So.", "Harrow, para. 3."]


def test_a_text_that_is_not_utf8_is_read_and_said_to_be() -> None:
    essay = readers.read("essay.txt", "„Wasser“ für alle".encode("cp1252"))
    assert texts(essay) == ["„Wasser“ für alle"]
    assert essay.unchecked


def test_marks_typed_with_two_signs() -> None:
    assert texts(readers.read("a.txt", b"He wrote ``the gate is shut'' and <<so it is>>.")) == [
        "He wrote “the gate is shut” and «so it is»."
    ]


ENTITIES = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
ENTITIES += f"<w:document {W}><w:body><w:p>&b;</w:p></w:body></w:document>"


def archive(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.docx", b"PK\x03\x04 no archive", "damaged"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password"),
        ("a.docx", b"", "empty"),
        ("a.docx", b"plain words", "not what its name says"),
        ("a.docx", archive(word__document_xml=ENTITIES.encode()), "entities"),
        ("a.docx", archive(word__document_xml=b"<w:document"), "damaged"),
        ("a.docx", archive(word__document_xml=b" " * (readers.LARGEST_PART + 1)), "unpacks"),
        ("a.docx", archive(other_xml=b"<a/>"), "no Word document"),
        ("a.odt", archive(content_xml=b"\x01\x02locked"), "damaged"),
        ("a.txt", b"\0\1\2\3", "no text"),
        ("a.txt", b"   \n", "no words"),
        ("a.pdf", b"%PDF-1.7 and nothing else", "PDF"),
        ("a.html", b"", "no words"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(name: str, data: bytes, why: str) -> None:
    with pytest.raises(SourcebookError, match=why):
        readers.read(name, data)


def test_macros_are_not_run_and_are_said() -> None:
    document = f"<w:document {W}><w:body>{paragraph(run('Words.'))}</w:body></w:document>"
    data = archive(word__document_xml=document.encode(), **{"word__vbaProject.bin": b"macro"})
    assert any("macros" in line for line in readers.read("a.docm", data).unchecked)


def test_one_broken_pdf_does_not_stop_the_others() -> None:
    good = corpus.as_file(next(e for e in corpus.essays() if e.form == "pdf"))
    first, second = readers.read_pdfs([("bad.pdf", b"%PDF-1.7 broken"), ("good.pdf", good)])
    assert isinstance(first, SourcebookError)
    assert not isinstance(second, SourcebookError)
