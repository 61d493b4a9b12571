"""Word files: real ones, with headings and lists, the same bytes each time, and a message where pandoc is missing."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.paper import assignment_papers, phrases, word
from sourcebook.exports.paper.paper_sizes import PaperName
from sourcebook.model import document as b
from sourcebook.model.problems import SourcebookError
from tests.exports.archives import bare, unpacked
from tests.exports.harbour import BRIEF, LETTERS, ORDER
from tests.exports.samples import HOSTILE, bank

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

needs_pandoc = pytest.mark.skipif(not word.available(), reason="pypandoc-binary is not installed: the extra docx")


def handout(text: str = "") -> b.Page:
    made = bank(text)
    return assignment_papers.handout(made, *made.variants()[0])


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """The style and the words of each paragraph."""
    root = bare(unpacked(data)["word/document.xml"])
    found = []
    for paragraph in root.iter("p"):
        style = paragraph.find("pPr/pStyle")
        name = next(iter(style.attrib.values()), "") if style is not None else ""
        found.append((str(name), "".join(str(text.text or "") for text in paragraph.iter("t"))))
    return found


@needs_pandoc
def test_title_questions_and_answers_have_their_styles() -> None:
    found = paragraphs(word.document(handout(), "en"))
    assert ("Title", "A night at the harbour") in found
    assert ("Heading1", "Questions") in found
    assert ("Heading2", "1. Who wrote it? (3 points)") in found
    assert "The clerk" in [words for _, words in found]
    assert any(words.startswith("Name: ___") for _, words in found)


@needs_pandoc
def test_answers_are_lettered_by_word_itself() -> None:
    numbering = unpacked(word.document(handout(), "en"))["word/numbering.xml"].decode()
    assert 'w:numFmt w:val="upperLetter"' in numbering


@needs_pandoc
def test_a_sheet_asks_for_no_name_and_holds_the_rubric_as_a_table() -> None:
    data = word.document(assignment_papers.sheet(bank()), "en")
    assert not any(words.startswith("Name") for _, words in paragraphs(data))
    root = bare(unpacked(data)["word/document.xml"])
    assert len(list(root.iter("tbl"))) == 2


@needs_pandoc
def test_the_columns_of_a_table_are_as_wide_as_they_need() -> None:
    root = bare(unpacked(word.document(assignment_papers.sheet(bank()), "en"))["word/document.xml"])
    overview = next(iter(root.iter("tblGrid")))
    number, title, *_ = [int(str(next(iter(column.attrib.values())))) for column in overview.iter("gridCol")]
    assert title > 2 * number


@needs_pandoc
def test_no_secret_comes_into_a_word_file() -> None:
    whole = b"".join(unpacked(word.document(handout(), "en")).values()).decode(errors="replace")
    said = etree.fromstring(unpacked(word.document(handout(), "en"))["word/document.xml"])
    words = "".join(str(piece) for piece in said.itertext())
    for secret in ("The harbour book says so.", "About clerk.", "model answer", "An anchor."):
        assert secret not in words
        assert secret not in whole


@needs_pandoc
def test_the_same_bytes_and_no_clock() -> None:
    first = word.document(handout(), "en")
    assert word.document(handout(), "en") == first
    core = unpacked(first)["docProps/core.xml"].decode()
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == [word.MADE, word.MADE]


@needs_pandoc
@pytest.mark.parametrize(("paper", "width"), [("a4", "11906"), ("us-letter", "12240")])
def test_the_paper_is_set(paper: PaperName, width: str) -> None:
    document = unpacked(word.document(handout(), "en", paper))["word/document.xml"].decode()
    assert document.count("<w:sectPr") == 1
    assert f'<w:pgSz w:w="{width}"' in document


@needs_pandoc
def test_hostile_text_stays_text() -> None:
    files = unpacked(word.document(handout(HOSTILE), "en"))
    words = "".join(said for _, said in paragraphs(word.document(handout(HOSTILE), "en")))
    assert "<script>alert('x')</script> & &amp;" in words
    assert not [name for name in files if "media" in name]


def test_without_pandoc_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SourcebookError, match=r"pip install 'sourcebook\[docx\]'"):
        word.document(handout(), "en")


# -- briefs ------------------------------------------------------------------------------------------------------------


@needs_pandoc
def test_a_brief_says_what_it_is_and_that_an_edited_copy_is_not_proven() -> None:
    found = paragraphs(word.brief(ORDER, BRIEF))
    assert ("Title", "After the last ferry") in found
    assert ("Masthead", "Policy brief · 01/2031 · 20 February 2031") in found
    assert ("Masthead", "Who decides: the harbour committee") in found
    assert ("Notice", phrases.PHRASES["copy"]) in found
    assert ("BottomLine", "The ferry will not sail before spring.") in found
    assert ("Rights", ORDER.rights) in found
    assert [said for style, said in found if style == "Heading1"] == [
        "Who tells us this", "Bottom line", "Background", "Annex: the evidence", phrases.PHRASES["annex-sources"]
    ]  # fmt: skip


@needs_pandoc
def test_a_brief_has_real_footnotes_tables_with_heads_and_its_language() -> None:
    files = unpacked(word.brief(ORDER, BRIEF))
    notes = ["".join(map(str, note.itertext())).strip() for note in bare(files["word/footnotes.xml"]).iter("footnote")]
    assert notes.count("The letter gives no date.") == 2
    document = bare(files["word/document.xml"])
    assert len(list(document.iter("tbl"))) == len(list(document.iter("tblHeader"))) == 3
    assert len(list(document.iter("footnoteReference"))) == 3
    assert b'<w:lang w:bidi="ar-SA" w:eastAsia="zh-CN" w:val="en" />' in files["word/styles.xml"]


@needs_pandoc
def test_a_brief_gives_every_quotation_and_every_letter_back() -> None:
    words = "".join(said for _, said in paragraphs(word.brief(ORDER, BRIEF)))
    for part in ("“The ferry stopped on Monday.”", "“The engine is not safe. We sail again in spring.”", LETTERS):
        assert part in words


@needs_pandoc
def test_our_styles_have_looks() -> None:
    styles = unpacked(word.brief(ORDER, BRIEF))["word/styles.xml"].decode()
    root = bare(styles.encode())
    for name in word.LOOKS:
        (style,) = (style for style in root.iter("style") if style.get(f"{{{W}}}styleId") == name)
        assert style.find("rPr") is not None
    assert styles.count("<w:tblBorders>") == 1


@needs_pandoc
def test_the_same_brief_gives_the_same_bytes() -> None:
    assert word.brief(ORDER, BRIEF) == word.brief(ORDER, BRIEF)


@needs_pandoc
def test_hostile_words_in_a_brief_stay_words() -> None:
    paragraph = b.Paragraph(content=[b.Text(text=HOSTILE)])
    page = replace(BRIEF, title=HOSTILE, blocks=[*BRIEF.blocks, paragraph], meta={"notice": HOSTILE})
    order = replace(ORDER, rights=HOSTILE)
    said = [words for _, words in paragraphs(word.brief(order, page))]
    assert said.count(HOSTILE) == 4


@needs_pandoc
def test_pages_are_numbered_in_the_words_of_the_language() -> None:
    for lang, words in (("en", "Page 1 of 1"), ("fr", "Page 1 sur 1")):
        parts = unpacked(word.document(handout(), lang))
        footer = bare(parts["word/footer1.xml"])
        assert "".join(map(str, footer.itertext())) == words
        assert [str(field.attrib.values()[0]).strip() for field in footer.iter("fldSimple")] == ["PAGE", "NUMPAGES"]
        section = next(bare(parts["word/document.xml"]).iter("sectPr"))
        named = {relation.get("Id"): relation.get("Target") for relation in bare(parts["word/_rels/document.xml.rels"])}
        assert "footer1.xml" in {named.get(str(value)) for value in section[0].attrib.values()}
        assert b'PartName="/word/footer1.xml"' in parts["[Content_Types].xml"]


@needs_pandoc
def test_a_question_stays_on_one_page_and_a_row_too() -> None:
    body = bare(unpacked(word.document(handout(), "en"))["word/document.xml"]).find("body")
    assert body is not None
    blocks = [block for block in body if block.tag in {"p", "tbl", "sectPr"}]
    held = [block.find("pPr/keepNext") is not None for block in blocks]
    texts = ["".join(map(str, block.itertext())) for block in blocks]
    starts = [i for i, text in enumerate(texts) if re.match(r"[0-9]+\. .*points?\)$", text)]
    for start, end in zip(starts, [*starts[1:], len(blocks) - 1], strict=True):
        lines = [i for i in range(start, end) if texts[i] and not texts[i].strip("_")]
        last = lines[0] if lines else end - 1
        if not any(blocks[i].tag == "tbl" for i in range(start, last)):
            assert held[start:last] == [True] * (last - start), texts[start]
        assert not any(held[last:end]), texts[start]
    rubric = bare(unpacked(word.document(assignment_papers.sheet(bank()), "en"))["word/document.xml"])
    rows = list(rubric.iter("tr"))
    assert len(rows) > 3
    assert all(row.find("trPr/cantSplit") is not None for row in rows)


def test_a_brief_takes_the_styles_and_the_paper_of_a_house(tmp_path: Path) -> None:
    """A house's file: its own look of a heading and of the bottom line, on US Letter."""
    house = tmp_path / "styles.docx"
    mine = unpacked(word.brief(ORDER, BRIEF, "us-letter"))
    mine["word/styles.xml"] = mine["word/styles.xml"].replace(b"F1F4F7", b"ABCDEF")
    with zipfile.ZipFile(house, "w") as packed:
        for name, data in mine.items():
            packed.writestr(name, data)
    made = unpacked(word.brief(ORDER, BRIEF, styles=house))
    assert b"ABCDEF" in made["word/styles.xml"]
    assert b"F1F4F7" not in made["word/styles.xml"], "ours would overrule the house's"
    assert made["word/styles.xml"].count(b'w:styleId="BottomLine"') == 1
    assert b'w:w="12240"' in made["word/document.xml"]
    assert word.brief(ORDER, BRIEF, styles=house) == word.brief(ORDER, BRIEF, styles=house)


@needs_pandoc
def test_a_file_of_styles_that_is_none_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "styles.docx").write_bytes(b"no Word file")
    with pytest.raises(SourcebookError, match="could not make a Word file"):
        word.brief(ORDER, BRIEF, styles=tmp_path / "styles.docx")
