"""Blocks as HTML that holds nothing but text, and as plain text."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree, html

from sourcebook.exports.lms import safe_html
from sourcebook.model import document as b
from sourcebook.questions import prompt_blocks as words
from tests.exports.samples import HOSTILE, QUOTATION, para, said


def shown(content: list[Any]) -> html.HtmlElement:
    """The HTML of blocks, as a browser reads it."""
    found: html.HtmlElement = html.fromstring(f"<div>{safe_html.html(content)}</div>")
    return found


def text(inner: str) -> list[Any]:
    return [b.Text(text=inner)]


@pytest.mark.parametrize(
    "block",
    [
        b.Paragraph(content=text(HOSTILE)),
        b.Heading(level=1, content=text(HOSTILE)),
        b.Listing(text=HOSTILE),
        b.Items(items=[para(HOSTILE)]),
        b.Definitions(items=[b.Definition(term=text("Term "), body=para(HOSTILE))]),
        b.Table(head=[], body=[[b.Cell(body=para(HOSTILE))]], widths=[1]),
        b.Box(kind="note", title=text("Note "), body=para(HOSTILE)),
        b.Group(body=para(HOSTILE)),
        b.Quotation(words=para(HOSTILE), attribution=text(" Somebody")),
        b.Picture(svg="<svg/>", alt=HOSTILE),
        b.Unanswered(question=text(HOSTILE)),
        b.Paragraph(content=[b.Code(text=HOSTILE)]),
        b.Paragraph(content=[b.Link(content=text(HOSTILE), uri="https://example.org/")]),
    ],
    ids=lambda block: type(block).__name__,
)
def test_hostile_text_stays_text_in_every_block(block: b.Block) -> None:
    page = shown([block])
    assert " ".join(HOSTILE.split()) in " ".join(page.text_content().split())
    assert page.xpath("//script | //svg | //@onclick | //@style") == []


def test_what_xml_cannot_hold_is_replaced() -> None:
    assert safe_html.legal("a\x00b\x0bc\ud800d\tz") == "a\ufffdb\ufffdc\ufffdd\tz"
    etree.fromstring(f"<p>{safe_html.legal(chr(0xFFFE))}</p>")


@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "data:text/html,x", "//example.org", "http://[", "file:///x", ""]
)
def test_an_address_that_could_do_more_than_open_a_page_is_words(uri: str) -> None:
    page = shown([b.Paragraph(content=[b.Link(content=text("here"), uri=uri)])])
    assert page.text_content() == "here"
    assert page.xpath("//a") == []


def test_an_address_cannot_leave_its_attribute() -> None:
    page = shown([b.Paragraph(content=[b.Link(content=text("here"), uri='https://example.org/" onclick="x <b>')])])
    (link,) = page.xpath("//a")
    assert dict(link.attrib) == {"href": "https://example.org/%22%20onclick=%22x%20%3Cb%3E"}


def test_the_words_of_a_line_keep_their_order_and_their_elements() -> None:
    content = [
        words.paragraph("One ", words.strong("two"), " three ", b.Emphasis(content=text("four")), b.Break(), "five "),
    ]
    assert safe_html.html(content) == "<p>One <strong>two</strong> three <em>four</em><br>five </p>"


def test_a_quotation_says_its_language_and_who_says_it() -> None:
    page = shown([QUOTATION])
    assert page.xpath("string(//blockquote/div[@lang='en'])") == "“The ferry left at nine.”"
    assert page.xpath("string(//blockquote/p)") == "— The harbour master, ¶4"


def test_a_single_paragraph_in_a_list_is_no_paragraph() -> None:
    assert safe_html.html([words.items(["a", "b"], ordered=True)]) == "<ol><li>a</li><li>b</li></ol>"
    start = b.Items(items=[para("c")], ordered=True, start=3)
    assert safe_html.html([start]) == '<ol start="3"><li>c</li></ol>'


def test_a_stand_in_takes_the_place_of_a_gap() -> None:
    content = said("before ", "one", "sb-gap", "", " after")
    assert (
        safe_html.html(content, lambda ident, _: etree.Element("hr", id=ident)) == '<p>before <hr id="one"> after</p>'
    )
    assert safe_html.html(content) == "<p>before  after</p>"
    assert safe_html.places(content) == ["one"]


def test_replacing_keeps_the_words_of_a_stretch_at_hand() -> None:
    content = said("before ", "one", "sb-hot", "words", " after")
    found = safe_html.replaced(content, lambda ident, inside: [*text(f"[{ident}]"), *inside])
    assert safe_html.line(found) == "before [one]words after"


def test_passages_are_told_from_the_question() -> None:
    passages, rest = safe_html.quotations([QUOTATION, *para("Why?")])
    assert passages == [QUOTATION]
    assert safe_html.line(rest) == "Why?"


def test_a_table_names_its_columns_and_rows() -> None:
    page = shown([safe_html.table(["Who", "What"], [["clerk", "wrote"]])])
    assert page.xpath("//th/text()") == ["Who", "What", "clerk"]
    assert page.xpath("//td/text()") == ["wrote"]
