"""Block records of questions: make them without a page, and query or fill those that a page gave.

Here: the only module of this layer that knows block records. Not here: generating questions (`generate.py`) and reading
blocks from a page (`sphinx_ext/`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.items import Blocks

ASKED = "sb-asked"
"""The class of quoted words whose speaker or source is asked for: they are shown without either."""
GAP, HOT = "sb-gap", "sb-hot"
NUMBER = "sb-number"
"""The class of the placeholder of a paragraph number; `ref` is its passage."""
TITLED = "sb-titled"
"""The class of a link whose text is the title of its target, known when all pages are read. Its anchor names the page,
a heading of a page (`page#heading`), or a label (`#label`)."""
MARKS = ("“", "”")
Span = b.Span
Quotation = b.Quotation


def paragraph(*content: str | b.Inline) -> b.Paragraph:
    """Make a paragraph of strings and inline records."""
    return b.Paragraph(content=[b.Text(text=piece) if isinstance(piece, str) else piece for piece in content])


def strong(text: str) -> b.Strong:
    """Make strong text."""
    return b.Strong(content=[b.Text(text=text)])


def asked(words: str, lang: str) -> b.Span:
    """Make quoted words without speaker and source."""
    quoted = f"{MARKS[0]}{' '.join(words.split())}{MARKS[1]}"
    return b.Span(content=[b.Text(text=quoted)], lang=lang, classes=[ASKED])


def gap(ident: str) -> b.Span:
    """Make the placeholder of a gap."""
    return b.Span(content=[], anchors=[ident], classes=[GAP])


def numbered(ref: str, before: str = "") -> b.Span:
    """Make the placeholder of a passage's paragraph number, with the text before it."""
    return b.Span(content=[b.Text(text=before)] if before else [], classes=[NUMBER], ref=ref)


def quotation(ref: str, words: str, lang: str, attribution: str) -> b.Quotation:
    """Make a block quotation with its speaker and source."""
    quoted = f"{MARKS[0]}{' '.join(words.split())}{MARKS[1]}"
    source: list[b.Inline] = [b.Text(text=attribution), numbered(ref, ", ")]
    return b.Quotation(words=[paragraph(quoted)], attribution=source, lang=lang, ref=ref)


def items(entries: Sequence[str], ordered: bool = False) -> b.Items:
    """Make a list of lines."""
    return b.Items(items=[[paragraph(entry)] for entry in entries], ordered=ordered)


# -- asking ------------------------------------------------------------------------------------------------------------


def plain(content: Blocks) -> str:
    """Return blocks as plain text; paragraph numbers that are not filled in are left out."""
    return document_tree.plain_text(filled(content, {}))


def refs(content: Blocks) -> list[str]:
    """Return the passages that blocks quote, each once, in reading order."""
    references = [
        piece.ref for piece in document_tree.walk(content) if isinstance(piece, b.Quotation | b.Span) and piece.ref
    ]
    return list(dict.fromkeys(references))


def filled(value: Any, paragraphs: Mapping[str, int], titles: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Fill paragraph numbers and page titles into blocks, or into an item that holds blocks.

    A passage without a number (0, or not proven) gets none; a page without a title keeps what the author wrote.
    """
    return document_tree.changed(value, lambda piece: _words(piece, paragraphs, titles))


def _words(piece: b.Piece, paragraphs: Mapping[str, int], titles: Mapping[str, str]) -> Sequence[b.Piece]:
    """Return the text that replaces a placeholder."""
    if isinstance(piece, b.Span) and NUMBER in piece.classes:
        number = paragraphs.get(piece.ref, 0)
        return [*piece.content, b.Text(text=f"¶{number}")] if number else []
    if isinstance(piece, b.Span) and TITLED in piece.classes and piece.anchors[0] in titles:
        return [b.Text(text=titles[piece.anchors[0]])]
    return [piece]
