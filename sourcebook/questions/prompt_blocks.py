"""Words for questions: block records made without a page, and what can be asked of those that a page gave.

Here: the one place of this layer that knows block records. Not here: how a question is made (`generate.py`) and how
blocks are made from a page (`sphinx_ext/`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.items import Blocks, QuestionRecord

ASKED = "sb-asked"
"""The class of quoted words whose speaker or source is what the question asks for: nothing beside them may tell."""
GAP, HOT = "sb-gap", "sb-hot"
NUMBER = "sb-number"
"""The class of the place where the number of a paragraph will stand: `ref` says of which passage."""
TITLED = "sb-titled"
"""The class of a link that says the title of where it leads, which is known when all pages are read: its anchor names
the page, the page and a heading (`page#heading`), or a label (`#label`)."""
MARKS = ("“", "”")
Span = b.Span
Quotation = b.Quotation


def paragraph(*content: str | b.Inline) -> b.Paragraph:
    """A paragraph of words and of pieces that are more than words."""
    return b.Paragraph(content=[b.Text(text=piece) if isinstance(piece, str) else piece for piece in content])


def strong(text: str) -> b.Strong:
    """Words that matter more."""
    return b.Strong(content=[b.Text(text=text)])


def asked(words: str, lang: str) -> b.Span:
    """Quoted words that show neither speaker nor source."""
    quoted = f"{MARKS[0]}{' '.join(words.split())}{MARKS[1]}"
    return b.Span(content=[b.Text(text=quoted)], lang=lang, classes=[ASKED])


def gap(ident: str) -> b.Span:
    """The place of a gap."""
    return b.Span(content=[], anchors=[ident], classes=[GAP])


def numbered(ref: str, before: str = "") -> b.Span:
    """The place where the number of a passage's paragraph will stand, and the words before it."""
    return b.Span(content=[b.Text(text=before)] if before else [], classes=[NUMBER], ref=ref)


def quotation(ref: str, words: str, lang: str, attribution: str) -> b.Quotation:
    """A quotation that stands by itself, with who says it and where."""
    quoted = f"{MARKS[0]}{' '.join(words.split())}{MARKS[1]}"
    source: list[b.Inline] = [b.Text(text=attribution), numbered(ref, ", ")]
    return b.Quotation(words=[paragraph(quoted)], attribution=source, lang=lang, ref=ref)


def items(entries: Sequence[str], ordered: bool = False) -> b.Items:
    """A list of lines."""
    return b.Items(items=[[paragraph(entry)] for entry in entries], ordered=ordered)


# -- asking ------------------------------------------------------------------------------------------------------------


def plain(content: Blocks) -> str:
    """The words of blocks and nothing else; where the number of a paragraph is still open, nothing stands."""
    return document_tree.plain_text(filled(content, {}))


def refs(content: Blocks) -> list[str]:
    """The passages that blocks quote, each once, in the order of reading."""
    references = [
        piece.ref for piece in document_tree.walk(content) if isinstance(piece, b.Quotation | b.Span) and piece.ref
    ]
    return list(dict.fromkeys(references))


def filled(value: Any, paragraphs: Mapping[str, int], titles: Mapping[str, str] = MappingProxyType({})) -> Any:
    """Blocks, or an item that holds blocks, with the numbers of paragraphs and the titles of pages in their places.

    A passage without a number (0, or not proven) gets none; a page without a title keeps what the author wrote.
    """
    if isinstance(value, b.Piece):
        return document_tree.changed(value, lambda piece: _words(piece, paragraphs, titles))
    if isinstance(value, QuestionRecord):
        fields = {name: filled(getattr(value, name), paragraphs, titles) for name in value.__struct_fields__}
        return replace(value, **fields)
    if isinstance(value, list):
        return [new for item in value for new in _filled(item, paragraphs, titles)]
    return value


def _filled(item: Any, paragraphs: Mapping[str, int], titles: Mapping[str, str]) -> Sequence[Any]:
    """A place for a number that stands by itself may go altogether."""
    if isinstance(item, b.Span) and {NUMBER, TITLED} & set(item.classes):
        return _words(item, paragraphs, titles)
    return [filled(item, paragraphs, titles)]


def _words(piece: b.Piece, paragraphs: Mapping[str, int], titles: Mapping[str, str]) -> Sequence[b.Piece]:
    """What stands in a place that was left open."""
    if isinstance(piece, b.Span) and NUMBER in piece.classes:
        number = paragraphs.get(piece.ref, 0)
        return [*piece.content, b.Text(text=f"¶{number}")] if number else []
    if isinstance(piece, b.Span) and TITLED in piece.classes and piece.anchors[0] in titles:
        return [b.Text(text=titles[piece.anchors[0]])]
    return [piece]
