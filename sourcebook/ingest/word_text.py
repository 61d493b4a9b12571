"""Read a Word file: its paragraphs as an article, and the words that readers marked in it.

Text that was deleted while changes were tracked is left out, text that was inserted is in. Runs in the sandbox
(`sandbox.py`), after the archive was looked at (`reader.py`). Not here: what becomes of the marked words
(`exchange/word_marks.py`).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sourcebook.ingest.page import ExtractedBlock, ExtractedPage, Facts, one_line
from sourcebook.model.problems import SourcebookError

if TYPE_CHECKING:
    from docx.document import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_GAPS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_HINTS = {"title": "title", "subtitle": "standfirst", "caption": "caption"}
_DELETED = (f"{_W}del", f"{_W}moveFrom")


@dataclass(frozen=True)
class Marked:
    """Words that a reader marked, and the comments on them, the first with its replies; none for a highlight."""

    words: str
    comments: tuple[str, ...] = ()
    color: str = ""


def read(data: bytes, name: str) -> ExtractedPage:
    """The paragraphs of a Word file. SourcebookError where it cannot be read."""
    document = _open(data, name)
    paragraphs = [(_text(p), _hint(document, p)) for p in document.element.body.iter(f"{_W}p")]
    blocks = tuple(ExtractedBlock(one_line(text), hint) for text, hint in paragraphs if text.strip())
    properties = document.core_properties
    told = {"title": properties.title, "author": properties.author}
    asides = (f"The properties of the file name as {key}: {one_line(value)}" for key, value in told.items() if value)
    return ExtractedPage("a Word file", blocks, Facts(asides=tuple(asides)))


def marked(data: bytes, name: str) -> list[Marked]:
    """The words that are commented or highlighted in a Word file, in the order of the text."""
    document = _open(data, name)
    ranges, highlights = _ranges(document)
    comments = _comments(document)
    out = [(at, Marked(words, comments.pop(key, ()))) for key, (at, words) in ranges.items() if key in comments]
    commented = {mark.words for _, mark in out}
    out += [(at, Marked(words, color=color)) for at, words, color in highlights if words not in commented]
    without = [Marked("", each) for each in comments.values()]
    return [mark for _, mark in sorted(out, key=lambda each: each[0])] + without


def _open(data: bytes, name: str) -> Document:
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        document.element.body.iter()
    except Exception as error:  # noqa: BLE001 -- python-docx raises whatever its parsers meet in a broken file
        raise SourcebookError(f"{name} is no Word file that can be read ({error}); save it again as .docx.") from None
    return document


def _hint(document: Document, paragraph: Any) -> str:
    """The zone that the style of a paragraph names."""
    style = next(paragraph.iter(f"{_W}pStyle"), None)
    named = {each.style_id: each.name or "" for each in document.styles} if style is not None else {}
    word = named.get(style.get(f"{_W}val"), "").lower() if style is not None else ""
    return "heading" if word.startswith("heading") else _HINTS.get(word, "")


def _text(paragraph: Any) -> str:
    """The text of a paragraph, without that of text boxes inside it, which are paragraphs of their own."""
    return "".join(_piece(element) for element in _pieces(paragraph))


def _pieces(element: Any) -> Iterator[Any]:
    """The elements of a paragraph in their order, without what is deleted and without inner paragraphs."""
    for child in element:
        if child.tag in _DELETED or child.tag == f"{_W}p":
            continue
        yield child
        yield from _pieces(child)


def _piece(element: Any) -> str:
    return (element.text or "") if element.tag == f"{_W}t" else _GAPS.get(element.tag, "")


def _ranges(document: Document) -> tuple[dict[str, tuple[int, str]], list[tuple[int, str, str]]]:
    """The words of each comment's range, and of each highlight, with their place in the text."""
    opened: dict[str, tuple[int, list[str]]] = {}
    closed: dict[str, tuple[int, str]] = {}
    highlights: list[tuple[int, str, str]] = []
    at, color, words = 0, "", ""
    for paragraph in document.element.body.iter(f"{_W}p"):
        for element in _pieces(paragraph):
            key = element.get(f"{_W}id", "")
            if element.tag == f"{_W}commentRangeStart":
                opened[key] = at, []
            elif element.tag == f"{_W}commentRangeEnd" and key in opened:
                begun, parts = opened.pop(key)
                closed[key] = begun, "".join(parts)
            elif text := _piece(element):
                here = _color(element)
                if here != color and color:
                    highlights.append((at - len(words), words, color))
                words, color = (words if here == color else "") + text, here
                at += len(text)
                for _, parts in opened.values():
                    parts.append(text)
        for _, parts in opened.values():
            parts.append("\n")
        highlights += [(at - len(words), words, color)] if color else []
        color, words = "", ""
    return closed, highlights


def _color(element: Any) -> str:
    """The colour with which the run of a piece of text is highlighted; empty where it is not."""
    run = next(element.iterancestors(f"{_W}r"), None)
    mark = run.find(f"{_W}rPr/{_W}highlight") if run is not None else None
    value = mark.get(f"{_W}val", "") if mark is not None else ""
    return "" if value == "none" else value


def _comments(document: Document) -> dict[str, tuple[str, ...]]:
    """The texts of each comment by its id, with the replies to it, which have ranges of their own in the file."""
    rows = []
    for comment in document.comments:
        element = comment._comment_elm  # noqa: SLF001 -- python-docx reads no replies
        ends = [paragraph.get(f"{_W14}paraId", "") for paragraph in element.iter(f"{_W}p")]
        rows.append((str(comment.comment_id), ends[-1] if ends else "", comment.text.strip()))
    owners, parents = {end: key for key, end, _ in rows if end}, _parents(document)
    threads: dict[str, list[str]] = {}
    for key, end, text in rows:
        above = owners.get(parents.get(end, ""), "")
        threads.setdefault(above if above in threads else key, []).append(text)
    return {key: tuple(filter(None, texts)) for key, texts in threads.items()}


def _parents(document: Document) -> dict[str, str]:
    """The paragraph of the comment that each reply answers, from the part that Word keeps beside the comments."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.reltype.endswith("/commentsExtended"):
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            tree = etree.fromstring(relation.target_part.blob, parser)
            pairs = ((each.get(f"{_W15}paraId", ""), each.get(f"{_W15}paraIdParent", "")) for each in tree)
            return {one: above for one, above in pairs if above}
    return {}
