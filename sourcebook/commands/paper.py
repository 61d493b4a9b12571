"""A PDF as paragraphs: lines joined, words put together again that a line's end broke, running heads left out.

The words come in the order in which the file sets them, which is how a reader reads most of them; nothing is known of
columns or tables. Not here: text that is only a picture, which needs recognition by another program.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from sourcebook.commands.extracting import Block, Facts, Page, compounds, joined, one_line
from sourcebook.problems import SourcebookError

_MOST_PAGES = 400
_STUMBLES = (
    ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What else pypdf raises where a file is broken: it trusts what stands in it."""
_SHORT = 0.82
"""A line shorter than this share of a full line may end its paragraph."""
_GAP = 1.3
"""A distance greater than this many ordinary ones parts two paragraphs."""
_LARGER = 1.12
"""Type greater than this many ordinary ones is a heading's."""
_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")


@dataclass(frozen=True)
class _Line:
    """A line of a page: its words, its height on the page and the size of its type, both in points."""

    text: str
    y: float
    size: float
    page: int


def read(data: bytes, name: str) -> Page:
    """The paragraphs of a PDF; SourcebookError where it has no text, is locked or broken, or pypdf is not installed."""
    try:
        import pypdf
        import pypdf.errors
    except ImportError:
        raise SourcebookError(
            "a PDF is read with pypdf, which is not installed; install it with `pip install pypdf`, or "
            "save the article as plain text."
        ) from None
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a file's faults is said below, once
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourcebookError(f"{name} is locked with a password; save a copy without one.")
        if len(reader.pages) > _MOST_PAGES:
            raise SourcebookError(
                f"{name} has {len(reader.pages)} pages; an article has fewer than {_MOST_PAGES}. Save its pages alone."
            )
        lines = [line for number, page in enumerate(reader.pages) for line in _lines(page, number)]
        about = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
    except SourcebookError:
        raise
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, pypdf.errors.DeprecationError, *_STUMBLES) as error:
        remedy = "print it to a new PDF, or save it as text."
        raise SourcebookError(f"{name} cannot be read as a PDF ({type(error).__name__}); {remedy}") from None
    if not any(c.isalnum() for line in lines for c in line.text):
        remedy = "Have its text recognised (OCR), and save that as text."
        raise SourcebookError(f"{name} holds no text, only pictures: it was scanned. {remedy}")
    return _page(lines, about)


def _lines(page: Any, number: int) -> Iterator[_Line]:
    """The lines of a page, from the pieces of text in the order in which the file sets them."""
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, matrix: list[float], place: list[float], _font: Any, size: float) -> None:
        pieces.append((text, place[5] * matrix[3] + matrix[5], abs(size * place[3] * matrix[3])))

    page.extract_text(visitor_text=visit)
    text, y, size = "", 0.0, 0.0
    for piece, height, points in [*pieces, ("\n", 0.0, 0.0)]:
        for i, part in enumerate(piece.split("\n")):
            if i and text.strip():
                yield _Line(text.rstrip(), y, size, number)
            text = part if i else text + part
            if part.strip():
                y, size = height, max(points, size if text.strip() != part.strip() else 0.0)


def _page(lines: list[_Line], about: dict[str, str]) -> Page:
    furniture = _running(lines)
    kept = [line for line in lines if line not in furniture]
    known = compounds("\n".join(line.text for line in kept))
    size = median(line.size for line in kept for _ in line.text)
    blocks = tuple(
        Block(text, "heading" if run[0].size > size * _LARGER else "")
        for run in _paragraphs(kept, size)
        if (text := joined((line.text for line in run), known))
    )
    notes = [f"{len(furniture)} running heads and page numbers were left out."] if furniture else []
    broken = [a.text.split()[-1] for a, b in pairwise(kept) if a.text.endswith("-") and b.text[:1].islower()]
    if broken:
        notes.append(f"{len(broken)} words broken at a line's end were put together again; compare them with the page.")
    return Page("a PDF", blocks, _facts(about, blocks), notes=tuple(notes))


def _running(lines: list[_Line]) -> set[_Line]:
    """Page numbers, and first or last lines of a page that come again on half of the pages or more."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {edge for page in pages.values() for edge in _edges(page)}
    often = Counter(_masked(line) for line in edges)
    enough = max(2, len(pages) / 2)
    return {line for line in edges if not re.sub(r"\W|\d|[Pp]age|of", "", line.text) or often[_masked(line)] >= enough}


def _edges(page: list[_Line]) -> set[_Line]:
    """The highest and the lowest two lines of a page."""
    by_height = sorted(page, key=lambda line: line.y)
    return {*by_height[:2], *by_height[-2:]}


def _masked(line: _Line) -> str:
    return re.sub(r"\d+", "0", one_line(line.text))


def _paragraphs(lines: list[_Line], size: float) -> Iterator[list[_Line]]:
    """Lines by paragraph."""
    lengths = sorted(len(line.text) for line in lines if line.size <= size * _LARGER)
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * size]
    ordinary = median(gaps) if gaps else size * 1.2
    run: list[_Line] = []
    for line in lines:
        if run and _parts(run[-1], line, full, ordinary):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _parts(before: _Line, after: _Line, full: float, ordinary: float) -> bool:
    """Whether a paragraph ends between two lines."""
    if abs(before.size - after.size) > 0.08 * max(before.size, after.size):
        return True
    if before.page == after.page and before.y - after.y > _GAP * ordinary:
        return True
    if len(before.text) >= _SHORT * full or after.text[:1].islower():
        return False
    return bool(_END.search(before.text)) or not _fits(before, after, full)


def _fits(before: _Line, after: _Line, full: float) -> bool:
    """Whether a short line is short because the next word would not have fitted."""
    return len(before.text) + 1 + len(after.text.split()[0]) > full


def _facts(about: dict[str, str], blocks: Iterable[Block]) -> Facts:
    """What the file says of itself, where its text bears it out; the rest for the author to judge."""
    text = "\n".join(block.text for block in blocks).casefold()
    title, author = one_line(about.get("/Title", "")), one_line(about.get("/Author", ""))
    asides = []
    if title and title.casefold() not in text:
        asides.append(f"The file calls itself “{title}”, which does not stand in its text.")
    if author and author.casefold() not in text:
        asides.append(f"The file names “{author}” as its author, who does not stand in its text.")
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", about.get("/CreationDate", ""))
    if made:
        asides.append(
            f"The file was made on {'-'.join(made.groups())}, which need not be when the article was published."
        )
    return Facts(
        title=title if title.casefold() in text else "",
        author=(author,) if author and author.casefold() in text else (),
        asides=tuple(asides),
    )
