"""Split a page into its visible blocks in reading order, each with its text and the elements around it.

A block is a paragraph that one element forms; line breaks split it where the page uses them as paragraph breaks. Not
here: inline markup (`inline_markup.py`), and which blocks are the article (`article_body.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from lxml import etree

BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li listing main menu nav ol p pre search section summary table tbody td "
    "tfoot th thead tr ul xmp caption".split()
)
_CELLS = frozenset(("td", "th"))
_BREAK = "\n"
_DEEPEST = 400
_PARTING = re.compile(r"\n[\s\u200b\ufeff]*\n")
_ENDS = re.compile(r"[.!?…。！？।॥؟۔։:;\"'”’»“)\]」』]\s*$")
_BROAD = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
)
"""Scripts without spaces, or whose characters each say as much as three letters."""
_PARAGRAPH_UNITS = 12
_SPACES = re.compile(r"[ \t\r\f\v\n]+")


@dataclass(frozen=True, eq=False)
class VisibleBlock:
    """A paragraph of a page: its text, the elements around it, outermost first, and the share of it that is a link.

    `ruled`: a horizontal rule (`hr`) precedes it.
    """

    text: str
    chain: tuple[Any, ...]
    linked: float
    units: float
    ruled: bool = False

    @property
    def tags(self) -> frozenset[str]:
        return frozenset(element.tag for element in self.chain)


def units(text: str) -> float:
    """The length of a text in words; in scripts without spaces, two characters count as a word."""
    broad = len(_BROAD.findall(text))
    return broad / 2 + len(_BROAD.sub("", text).split())


def blocks(tree: Any) -> Iterator[VisibleBlock]:
    """Yield every block of a page that has words, in reading order."""
    body = tree.find("body")
    text: list[str] = []
    linked = 0
    chain: tuple[Any, ...] = ()
    rows: set[Any] = set()
    ruled = False
    for kind, value, elements in _walk(body if body is not None else tree, rows):
        if kind == "text":
            if value.strip():
                chain = _common(chain, elements) if chain else tuple(elements)
                linked += len(value.strip()) if _is_linked(elements) else 0
            text.append(value)
            continue
        whole = "".join(text)
        if whole.strip():
            for part in _parts(whole):
                yield VisibleBlock(part, chain, min(1.0, linked / max(1, len(whole.strip()))), units(part), ruled)
                ruled = False
        text, linked, chain = [], 0, ()
        ruled = ruled or kind == "rule"


def _common(chain: tuple[Any, ...], elements: list[Any]) -> tuple[Any, ...]:
    """The common ancestors: an element around only a part of a block does not describe the block."""
    if len(chain) <= len(elements) and chain[-1] is elements[len(chain) - 1]:
        return chain
    shared = next((i for i, (a, b) in enumerate(zip(chain, elements, strict=False)) if a is not b), None)
    return chain[: len(elements) if shared is None else shared]


def _is_linked(elements: list[Any]) -> bool:
    """True if the innermost link around a piece of text leads out of the page."""
    link = next((e for e in reversed(elements) if e.tag == "a"), None)
    href = "" if link is None else link.get("href", "")
    return bool(href) and not href.startswith("#")


def _walk(root: Any, rows: set[Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield the pieces of text, each with the elements around it, and the breaks between blocks."""
    inside: list[Any] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            inside.append(element)
            if element.tag == "tr" and _is_row(element):
                rows.add(element)
            yield from _edge(element, inside, rows)
            if len(inside) <= _DEEPEST:
                text = _BREAK if element.tag == "br" else element.text or ""
                yield "text", text if element.tag == "br" else _flat(element, text), inside
            continue
        yield from _edge(element, inside, rows)
        inside.pop()
        if element is not root and len(inside) <= _DEEPEST:
            yield "text", _flat(inside[-1] if inside else element, element.tail or ""), inside
    yield "break", "", inside


def _edge(element: Any, inside: list[Any], rows: set[Any]) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield a break at the edge of a block, and a space between the cells of a row of data."""
    if element.tag in _CELLS and element.getparent() in rows:
        yield "text", " ", inside[:-1]
    elif element.tag in BLOCKS:
        yield "rule" if element.tag == "hr" else "break", "", inside


def _flat(element: Any, text: str) -> str:
    """Collapse white space, except inside preformatted text."""
    return text if element.tag in ("pre", "listing", "xmp") else _SPACES.sub(" ", text)


def _is_row(row: Any) -> bool:
    """True if a table row holds short entries, and is not used for page layout."""
    cells = [cell for cell in row if cell.tag in _CELLS]
    if len(cells) < 2 or any(e.tag in BLOCKS or e.tag == "br" for cell in cells for e in cell.iterdescendants()):
        return False
    return all(units(cell.text_content()) <= 12 for cell in cells)


def _parts(text: str) -> list[str]:
    """Split a block at double line breaks; at single ones only where each part is long."""
    parts = [part for part in _PARTING.split(text) if part.strip()]
    if len(parts) > 1 or _BREAK not in text.strip():
        return [_SPACES.sub(" ", part).strip() for part in parts]
    lines = [line for line in text.split(_BREAK) if line.strip()]
    closed = sum(bool(_ENDS.search(line)) for line in lines)
    if median(map(units, lines)) >= _PARAGRAPH_UNITS and closed >= 0.7 * len(lines):
        return [_SPACES.sub(" ", line).strip() for line in lines]
    return [_SPACES.sub(" ", text).strip()]
