"""Set how a Word file breaks into pages: questions and table rows stay whole, and each page has its number.

Here: a pass over the parts that pandoc writes (ECMA-376, part 1: `keepNext`, `cantSplit`, `ftr`). Not here: the size of
the paper (`word.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from xml.sax.saxutils import escape

from lxml import etree

from sourcebook.exports.lms.safe_html import Element
from sourcebook.exports.paper.word_direction import NAMESPACE, W

FOOTER = "word/footer1.xml"
REFERENCE = '<w:footerReference w:type="default" r:id="rIdPages"/>'
"""What a section says so that its pages have the footer; it comes first."""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = f'<Relationship Type="{_OFFICE}/footer" Id="rIdPages" Target="footer1.xml"/>'
CONTENT_TYPE = (
    '<Override PartName="/word/footer1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>'
)
BLOCKS = frozenset({f"{W}p", f"{W}tbl", f"{W}sectPr"})
ADDED = {
    "word/_rels/document.xml.rels": ("</Relationships>", RELATION),
    "[Content_Types].xml": ("</Types>", CONTENT_TYPE),
}
"""What other parts say of the footer: before which end tag."""


def footer(page: str, of: str) -> bytes:
    """The footer of every page: “Page 1 of 5”, in the words of the document's language."""
    field = '<w:fldSimple w:instr=" {} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    text = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    line = text.format(escape(f"{page} ")) + field.format("PAGE")
    line += text.format(escape(f" {of} ")) + field.format("NUMPAGES")
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr xmlns:w="{NAMESPACE}">'
        f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{line}</w:p></w:ftr>'
    ).encode()


def with_footer(name: str, part: bytes) -> bytes:
    """A part of the file that names the footer, if it has to."""
    end, entry = ADDED.get(name, ("", ""))
    return part.replace(end.encode(), f"{entry}{end}".encode()) if end else part


def whole(document: bytes, questions: str = "") -> bytes:
    """The document with rows that do not part across pages, and questions that do not.

    `questions`: the style of the heading of each question; empty where the document asks none. The lines to write on
    may part, and a question that is longer than a page does.
    """
    root = etree.fromstring(document)
    for row in root.iter(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            row.insert(0, properties)
        properties.insert(0, etree.Element(f"{W}cantSplit"))
    for paragraph in _held(root, questions) if questions else ():
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        style = properties.find(f"{W}pStyle")
        properties.insert(0 if style is None else 1, etree.Element(f"{W}keepNext"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _held(root: Element, style: str) -> Iterator[Element]:
    """The paragraphs that stay with the next one: all of a question but its last and its lines to write on."""
    asked = False
    blocks = [block for block in root.iterfind(f"{W}body/*") if block.tag in BLOCKS]  # bookmarks stand between them
    for one, following in pairwise(blocks):
        asked = _style(one) == style or (asked and not _style(one).startswith("Heading"))
        ends = _style(following).startswith("Heading") or following.tag == f"{W}sectPr" or _is_line(one)
        if asked and one.tag == f"{W}p" and not ends:
            yield one


def _style(block: Element) -> str:
    named = block.find(f"{W}pPr/{W}pStyle")
    return "" if named is None else str(named.get(f"{W}val"))


def _is_line(block: Element) -> bool:
    """True for a line to write on."""
    text = "".join(map(str, block.itertext())).strip()
    return bool(text) and not text.strip("_")
