"""Functions on single nodes and runs of inline records, shared by the modules that walk a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes

from sourcebook.model import document as b

XREF = {"std", "doc", "xref"}
"""Classes of the text of a link that an author set to a page, a heading or a table, and that gets a page number."""


def is_inline(node: nodes.Node) -> bool:
    """True if a node is part of a line. An image, a target or raw markup is where its parent holds text."""
    if isinstance(node, nodes.image | nodes.target | nodes.raw | addnodes.only):
        return isinstance(node.parent, nodes.TextElement)
    return isinstance(node, nodes.Text | nodes.Inline | addnodes.pending_xref)


def classes(node: nodes.Element) -> list[str]:
    """The classes of a node that matter on paper."""
    given: list[str] = node.get("classes", [])
    return [name for name in given if name in b.CLASSES]


def joined(content: Iterable[b.Inline]) -> list[b.Inline]:
    """Inline records with adjacent texts merged."""
    merged: list[b.Inline] = []
    for piece in content:
        last = merged[-1] if merged else None
        if isinstance(piece, b.Text) and isinstance(last, b.Text):
            merged[-1] = b.Text(text=last.text + piece.text)
        else:
            merged.append(piece)
    return merged


def wants_page(node: nodes.Element) -> bool:
    """True if the author set this link to a place in the book."""
    return any(XREF & set(child.get("classes", [])) for child in node.findall(nodes.Element))


def squeezed(text: str) -> str:
    """The text with runs of white space as single spaces; no-break spaces are kept."""
    return re.sub(r"[ \t\r\n]+", " ", text)


def trimmed(content: list[b.Inline]) -> list[b.Inline]:
    """Inline records without white space at either end."""
    first = content[0] if content else None
    if isinstance(first, b.Text):
        content = [b.Text(text=first.text.lstrip(" ")), *content[1:]]
    last = content[-1] if content else None
    if isinstance(last, b.Text):
        content = [*content[:-1], b.Text(text=last.text.rstrip(" "))]
    return [piece for piece in content if not isinstance(piece, b.Text) or piece.text]


def rows(part: nodes.Element) -> list[nodes.Element]:
    """The rows of a head or a body."""
    return [row for row in part.children if isinstance(row, nodes.row)]


def line_of(node: nodes.Node | None) -> int:
    """The line number of a node, or of its nearest ancestor that has one; else 0."""
    while node is not None and not node.line:
        node = node.parent
    return node.line or 0 if node is not None else 0
