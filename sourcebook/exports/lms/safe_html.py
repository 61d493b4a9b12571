"""Safe HTML and plain text for learning platforms, from block records: text and a few harmless elements.

Here: the only code for learning platforms that knows block records. Every element is made with lxml, so whatever an
author wrote stays text; a link becomes its words alone unless it leads to the web or to a mail address, because a
platform has no page of the book. Not here: the formats around the text (`moodle.py`, `canvas.py` …), and the questions
(`questions/`).

A gap, or a span to mark, is a `Span` with an id; `stand_in` gives the element that replaces it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias
from urllib.parse import quote, urlsplit

from lxml import etree

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.prompt_blocks import GAP, HOT, paragraph

Element: TypeAlias = etree._Element  # noqa: SLF001 - the only name of lxml for what it makes
Blocks = Sequence[Any]
StandIn = Callable[[str, "list[b.Inline]"], "Element | None"]
"""From the id and the words of a gap or span to the element that replaces it, or None."""

SAFE_SCHEMES = ("http", "https", "mailto")
TAG = re.compile(r"<[A-Za-z/!?]")
"""What a platform may take for the start of a tag where it reads plain text as HTML."""
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text with a replacement character for each character that XML 1.0 forbids."""
    return _ILLEGAL.sub("\ufffd", text)


def in_script(data: str) -> str:
    """JSON for a `script` element: what could end the element in HTML, or is no text in XML, is escaped."""
    return data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def place_of(piece: object) -> str:
    """The id of the gap or span that this piece marks; empty if it marks none."""
    if isinstance(piece, b.Span) and {GAP, HOT} & set(piece.classes) and piece.anchors:
        return piece.anchors[0]
    return ""


def places(content: Blocks) -> list[str]:
    """The ids of the gaps and spans of a text, in reading order."""
    return [ident for ident in map(place_of, document_tree.walk(list(content))) if ident]


def replaced(content: Blocks, by: Callable[[str, list[b.Inline]], Sequence[b.Inline]]) -> list[Any]:
    """The blocks with their gaps and spans replaced."""

    def change(piece: b.Piece) -> Sequence[b.Piece]:
        ident = place_of(piece)
        return by(ident, piece.content) if ident and isinstance(piece, b.Span) else [piece]

    changed: list[Any] = document_tree.changed(list(content), change)
    return changed


def quotations(content: Blocks) -> tuple[list[b.Quotation], list[Any]]:
    """The block quotations that have a reference, and the blocks without them."""
    passages = [block for block in content if isinstance(block, b.Quotation) and block.ref]
    return passages, [block for block in content if block not in passages]


def has_picture(content: Blocks) -> bool:
    """True if the blocks contain a drawing."""
    return any(isinstance(piece, b.Picture | b.InlinePicture) for piece in document_tree.walk(list(content)))


# -- HTML --------------------------------------------------------------------------------------------------------------


class Markup:
    """Makes elements from blocks. `namespace` is that of the vocabulary: none for HTML, QTI's own for QTI."""

    def __init__(self, namespace: str = "", stand_in: StandIn | None = None) -> None:
        self.namespace = namespace
        self.stand_in = stand_in

    def add(self, parent: Element, tag: str, **attributes: str) -> Element:
        """Append an element of this vocabulary."""
        name = f"{{{self.namespace}}}{tag}" if self.namespace else tag
        return etree.SubElement(parent, name, {key: legal(value) for key, value in attributes.items() if value})

    def blocks(self, parent: Element, content: Iterable[Any]) -> None:
        """Append blocks. A kind of block that no question needs becomes plain text."""
        for block in content:
            _BLOCKS.get(type(block), _other)(self, parent, block)

    def inline(self, parent: Element, content: Iterable[Any]) -> None:
        """Append inline pieces."""
        for piece in content:
            _INLINES[type(piece)](self, parent, piece)

    def flow(self, parent: Element, content: Sequence[Any]) -> None:
        """Append blocks to an element that needs no paragraph around a single one, such as a list item or a cell."""
        if len(content) == 1 and isinstance(content[0], b.Paragraph):
            self.inline(parent, content[0].content)
        else:
            self.blocks(parent, content)


def _heading(markup: Markup, parent: Element, block: b.Heading) -> None:
    markup.inline(markup.add(parent, f"h{min(block.level + 2, 6)}"), block.content)


_TAGS = {b.Paragraph: "p", b.Rule: "hr", b.Emphasis: "em", b.Strong: "strong", b.Break: "br"}
"""The pieces that are one element around their words, or without any."""


def _tagged(markup: Markup, parent: Element, piece: b.Piece) -> None:
    markup.inline(markup.add(parent, _TAGS[type(piece)]), getattr(piece, "content", ()))


def _items(markup: Markup, parent: Element, block: b.Items) -> None:
    listing = markup.add(parent, "ol" if block.ordered else "ul")
    if block.ordered and block.start != 1 and not markup.namespace:
        listing.set("start", str(block.start))
    for item in block.items:
        markup.flow(markup.add(listing, "li"), item)


def _definitions(markup: Markup, parent: Element, block: b.Definitions) -> None:
    listing = markup.add(parent, "dl")
    for item in block.items:
        markup.inline(markup.add(listing, "dt"), item.term)
        markup.flow(markup.add(listing, "dd"), item.body)


def _table(markup: Markup, parent: Element, block: b.Table) -> None:
    element = markup.add(parent, "table")
    if block.caption:
        markup.inline(markup.add(element, "caption"), block.caption)
    for tag, rows in (("thead", block.head), ("tbody", block.body)):
        if rows:
            _rows(markup, markup.add(element, tag), rows)


def _rows(markup: Markup, parent: Element, rows: list[list[b.Cell]]) -> None:
    for row in rows:
        line = markup.add(parent, "tr")
        for cell in row:
            spans = {"colspan": cell.columns, "rowspan": cell.rows}
            several = {name: str(number) for name, number in spans.items() if number > 1}
            markup.flow(markup.add(line, "th" if cell.header else "td", **several), cell.body)


def _picture(markup: Markup, parent: Element, block: b.Picture) -> None:
    if block.alt:
        _say(markup.add(parent, "p"), f"[Picture: {block.alt}]")
    if block.caption:
        markup.inline(markup.add(parent, "p"), block.caption)
    markup.blocks(parent, block.legend)


def _listing(markup: Markup, parent: Element, block: b.Listing) -> None:
    if block.math:
        _say(markup.add(parent, "p"), f"\\[{block.text}\\]")
    else:
        _say(markup.add(parent, "pre"), block.text)


def _box(markup: Markup, parent: Element, block: b.Box) -> None:
    box = markup.add(parent, "div")
    if block.title:
        markup.inline(markup.add(markup.add(box, "p"), "strong"), block.title)
    markup.blocks(box, block.body)


def _group(markup: Markup, parent: Element, block: b.Group | b.BottomLine) -> None:
    markup.blocks(markup.add(parent, "div", lang=getattr(block, "lang", "")), block.body)


def _quotation(markup: Markup, parent: Element, block: b.Quotation) -> None:
    quotation = markup.add(parent, "blockquote")
    markup.blocks(markup.add(quotation, "div", lang=block.lang), block.words)
    if block.attribution:
        line = markup.add(quotation, "p")
        _say(line, "— ")
        markup.inline(line, block.attribution)
    if block.plain:
        markup.blocks(markup.add(quotation, "div"), block.plain)


def _other(markup: Markup, parent: Element, block: b.Piece) -> None:
    _say(markup.add(parent, "p"), document_tree.plain_text(block))


def _text(_: Markup, parent: Element, piece: b.Text) -> None:
    _say(parent, piece.text)


def _code(markup: Markup, parent: Element, piece: b.Code) -> None:
    if piece.math:  # what MathJax looks for, on every platform that has it
        _say(parent, f"\\({piece.text}\\)")
    else:
        _say(markup.add(parent, "code"), piece.text)


def _raised(markup: Markup, parent: Element, piece: b.Raised) -> None:
    markup.inline(markup.add(parent, "sub" if piece.below else "sup"), piece.content)


def _link(markup: Markup, parent: Element, piece: b.Link) -> None:
    address = safe_address(piece.uri)
    markup.inline(markup.add(parent, "a", href=address) if address else parent, piece.content)


def _note(markup: Markup, parent: Element, _: b.Note) -> None:
    """Drop the mark of a footnote, whose text stands on another page."""


def _inline_picture(_: Markup, parent: Element, piece: b.InlinePicture) -> None:
    _say(parent, piece.alt)


def _span(markup: Markup, parent: Element, piece: b.Span) -> None:
    ident = place_of(piece)
    stand_in = markup.stand_in(ident, piece.content) if ident and markup.stand_in else None
    if stand_in is not None:
        parent.append(stand_in)
    elif piece.lang:
        markup.inline(markup.add(parent, "span", lang=piece.lang), piece.content)
    else:
        markup.inline(parent, piece.content)


_BLOCKS: dict[type, Callable[[Markup, Element, Any], None]] = {
    b.Heading: _heading,
    b.Paragraph: _tagged,
    b.Items: _items,
    b.Definitions: _definitions,
    b.Table: _table,
    b.Picture: _picture,
    b.Listing: _listing,
    b.Box: _box,
    b.Group: _group,
    b.BottomLine: _group,
    b.Quotation: _quotation,
    b.Rule: _tagged,
}
_INLINES: dict[type, Callable[[Markup, Element, Any], None]] = {
    b.Text: _text,
    b.Emphasis: _tagged,
    b.Strong: _tagged,
    b.Code: _code,
    b.Raised: _raised,
    b.Link: _link,
    b.Note: _note,
    b.Break: _tagged,
    b.InlinePicture: _inline_picture,
    b.Span: _span,
}


def _say(parent: Element, text: str) -> None:
    """Append text to an element."""
    words = legal(text)
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def safe_address(uri: str) -> str:
    """The address, fit for an attribute; empty unless a click on it only opens a page or a mail."""
    try:
        scheme = urlsplit(uri).scheme.lower()
    except ValueError:
        return ""
    return quote(uri, safe="%/:=&?~#+!$,;'@()*[]") if scheme in SAFE_SCHEMES else ""


def html(content: Blocks, stand_in: StandIn | None = None) -> str:
    """Blocks as an HTML fragment."""
    root = etree.Element("div")
    Markup(stand_in=stand_in).blocks(root, content)
    return inner(root)


def inner(root: Element) -> str:
    """The content of an element as HTML."""
    head = etree.Element("p")
    head.text = root.text
    text = etree.tostring(head, encoding="unicode", method="html").removeprefix("<p>").removesuffix("</p>")
    return text + "".join(etree.tostring(child, encoding="unicode", method="html") for child in root)


def text_html(text: str) -> str:
    """Plain text as an HTML paragraph."""
    return html([paragraph(text)])


def ascii_html(content: Blocks, stand_in: StandIn | None = None) -> str:
    """Blocks as an HTML fragment on one line, in ASCII: every other sign is a character reference."""
    return in_ascii(html(content, stand_in))


def in_ascii(markup: str) -> str:
    """HTML on one line, in ASCII: line ends, tabs and every other sign as character references."""
    on_one_line = re.sub("[\t\n\r]", lambda sign: f"&#{ord(sign[0])};", markup)
    return on_one_line.encode("ascii", "xmlcharrefreplace").decode()


# -- plain text --------------------------------------------------------------------------------------------------------


def line(content: Blocks) -> str:
    """The text of blocks on one line."""
    return legal(document_tree.plain_text(list(content)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> b.Table:
    """A table of plain text; its first column names the rows."""

    def row_of(texts: Sequence[str], all_head: bool) -> list[b.Cell]:
        return [b.Cell(body=[paragraph(text)], header=all_head or not place) for place, text in enumerate(texts)]

    return b.Table(head=[row_of(head, True)], body=[row_of(row, False) for row in rows], widths=[1.0] * len(head))
