"""Read a PDF into paragraphs: join lines and hyphenated words, drop running heads, move footnotes to the end.

The text comes in the order of the file, which mostly is the reading order; columns and tables are not recognised. Not
here: scanned text, which needs OCR by another program.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter
from statistics import median
from typing import Any

from sourcebook.ingest import superscripts
from sourcebook.ingest.hyphenation import Joiner, frequent
from sourcebook.ingest.page import NOISE, ExtractedBlock, ExtractedPage, Facts, one_line
from sourcebook.ingest.pdf_text import fonts
from sourcebook.ingest.web import furniture
from sourcebook.model.problems import SourcebookError

_MOST_PAGES = 400
_STUMBLES = (
    ArithmeticError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""Other exceptions that pypdf raises for broken files."""
_SHORT = 0.82
"""A line shorter than this share of a full line may end its paragraph."""
_GAP = 1.3
"""A distance greater than this multiple of the ordinary one separates two paragraphs."""
_HEADLINE = 1.4
"""The least ratio of a title's type size to that of the text."""
_LARGER = 1.12
"""Type larger than this multiple of the ordinary size is a heading's."""
_SMALLER = 0.85
"""Type smaller than this share of its line's, and off the baseline, is raised or lowered."""
_NOTE_SIZE = 0.93
"""Type smaller than this share of the ordinary, at the foot of a page, is a note's."""
_CAPTION_SIZE = 0.97
"""Type smaller than this share of the ordinary may be a caption's."""
_FORMULA = re.compile(r"(?:^|[^A-Za-z])(?:[A-Z][a-z]?){1,3}$")
_FREQUENT = 0.15
"""The least share of frequent words in real text; random letters have fewer."""
_UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_SAVE = (
    "Save the article from the browser or the word processor it comes from, as text or as HTML; or have "
    "the text of the "
    "PDF recognised (OCR), and save that as text."
)
_END = re.compile(r"[.!?:…。！？।॥؟۔][\"'”’»“)\]」』]*$")


@dataclass(frozen=True)
class _Line:
    """A line of a page: its text, its height on the page and its type size, both in points."""

    text: str
    y: float
    size: float
    page: int


def read(data: bytes, name: str) -> ExtractedPage:
    """Read a PDF. SourcebookError where it has no text, is locked or broken, or pypdf is not installed."""
    try:
        import pypdf
        import pypdf.errors
    except ImportError:
        raise SourcebookError(
            "a PDF is read with pypdf, which is not installed; install it with `pip install pypdf`, or "
            "save the article as plain text."
        ) from None
    import logging

    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # its warnings about a file's faults are replaced by one message below
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourcebookError(f"{name} is locked with a password; save a copy without one.")
        if len(reader.pages) > _MOST_PAGES:
            raise SourcebookError(
                f"{name} has {len(reader.pages)} pages; an article has fewer than {_MOST_PAGES}. Save its pages alone."
            )
        lines: list[_Line] = []
        unmapped = _UnmappedCounter()
        for number, page in enumerate(reader.pages):
            fonts.mark_raised(page)
            lines += _lines(page, number, unmapped)
        about = {str(key): str(value) for key, value in (reader.metadata or {}).items()}
    except SourcebookError:
        raise
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, pypdf.errors.DeprecationError, *_STUMBLES) as error:
        remedy = "print it to a new PDF, or save it as text."
        raise SourcebookError(f"{name} cannot be read as a PDF ({type(error).__name__}); {remedy}") from None
    unmapped.refuse(name)
    if not any(c.isalnum() for line in lines for c in line.text):
        remedy = "Have its text recognised (OCR), and save that as text."
        raise SourcebookError(f"{name} holds no text, only pictures: it was scanned. {remedy}")
    _need_language(lines, name)
    return _page(lines, about)


class _UnmappedCounter:
    """Counts the characters of a PDF in fonts without a character map."""

    def __init__(self) -> None:
        self.unmapped = self.all = 0
        self._known: dict[int, tuple[Any, bool]] = {}

    def see(self, text: str, font: Any) -> None:
        if id(font) not in self._known:
            self._known[id(font)] = (font, fonts.is_unmapped(font))
        count = len("".join(text.split()))
        self.all += count
        self.unmapped += count if self._known[id(font)][1] else len(_UNREADABLE.findall(text))

    def refuse(self, name: str) -> None:
        """Raise SourcebookError where too much of the text is in such fonts."""
        if self.unmapped > 0.05 * self.all:
            raise SourcebookError(
                f"{name} sets its text in fonts that do not say which characters they are, so that its words cannot be "
                f"read. {_SAVE}"
            )


def _need_language(lines: list[_Line], name: str) -> None:
    """Raise SourcebookError where the text is not words of any language: a font's map may be wrong."""
    text = " ".join(line.text for line in lines)
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", text)]
    latin = [w for w in words if w.isascii() and len(w) > 2]
    letters = sum(c.isalpha() or c.isspace() or not c.isascii() for c in text)
    frequent_words = frequent(every=True)
    checkable = len(latin) >= 60 and len(latin) > 0.8 * sum(len(w) > 2 for w in words) and bool(frequent_words)
    strange = checkable and sum(w in frequent_words for w in latin) < _FREQUENT * len(latin)
    if strange or letters < 0.55 * len(text):
        raise SourcebookError(
            f"{name} gives letters that are no words of any language: its fonts are at fault. {_SAVE}"
        )


@dataclass(frozen=True)
class _TextRun:
    """A piece of a line: its text, its height on the page and its type size."""

    text: str
    y: float
    size: float


def _lines(page: Any, number: int, unmapped: _UnmappedCounter) -> Iterator[_Line]:
    """Yield the lines of a page, from its pieces of text in file order."""
    pieces: list[_TextRun] = []

    def visit(text: str, matrix: list[float], place: list[float], font: Any, size: float) -> None:
        unmapped.see(text, font)
        text = text.translate(dict.fromkeys(map(ord, superscripts.MARKS)))
        scale = abs(size * place[3] * matrix[3]) or abs(size * place[1] * matrix[2])  # rotated by 90 degrees
        pieces.append(_TextRun(text, place[5] * matrix[3] + matrix[5], scale))

    page.extract_text(visitor_text=visit)
    line: list[_TextRun] = []
    for piece in [*pieces, _TextRun("\n", 0.0, 0.0)]:
        for i, part in enumerate(piece.text.split("\n")):
            if i and (whole := _line(line, number)):
                yield whole
            line = [] if i else line
            if part:
                line.append(_TextRun(part, piece.y, piece.size))


def _line(pieces: list[_TextRun], number: int) -> _Line | None:
    """Join the pieces of a line; those off the baseline are marked as raised or lowered."""
    inked = [piece for piece in pieces if piece.text.strip()]
    if not inked:
        return None
    main = max(inked, key=lambda piece: (piece.size, len(piece.text)))
    text = ""
    for piece in pieces:
        words = piece.text.strip()
        off = piece.y - main.y
        small = 0 < len(words) <= 8 and piece.size < _SMALLER * main.size
        if small and off < -0.03 * main.size:
            text += superscripts.lowered(words)
        elif small and (words[:1].isdigit() or off > 0.1 * main.size):
            text += superscripts.raised(words)
        else:
            text += _typed(piece.text, text)
    return _Line(text.rstrip(), main.y, main.size, number)


def _typed(words: str, before: str) -> str:
    """Mark the superscript digits of a piece; after a chemical formula they are subscripts."""
    if words[:1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and _FORMULA.search(before):
        first = re.match("[⁰¹²³⁴-⁹]+", words)
        figures = first.group() if first else ""
        plain = "".join(str("⁰¹²³⁴⁵⁶⁷⁸⁹".index(c)) for c in figures)
        return superscripts.lowered(plain) + superscripts.typed(words[len(figures) :])
    return superscripts.typed(words)


def _page(lines: list[_Line], about: dict[str, str]) -> ExtractedPage:
    """Build the page from all lines and the file's metadata."""
    furniture = _running(lines)
    body = [line for line in lines if line not in furniture]
    sizes = [line.size for line in body for _ in line.text]
    size = median(sizes) if sizes else 0.0  # none, if every line is a running head
    foot = _footnotes(body, size)
    joiner = Joiner.of("\n".join(line.text for line in body))
    flow = [line for line in body if line not in foot]
    runs = _rejoined(list(_paragraphs(flow, size)), size)
    joined = [(run, joiner.join(" ".join(line.text.split()) for line in run)) for run, _ in runs]
    hints = [hint or ("heading" if run[0].size > size * _LARGER else "") for run, hint in runs]
    footnotes = [
        joiner.join(" ".join(line.text.split()) for line in run)
        for run in _paragraphs([x for x in body if x in foot], size)
    ]
    settled = superscripts.resolve([*(text for _, text in joined), *footnotes])
    blocks = tuple(
        ExtractedBlock(line, hint)
        for text, hint in zip(settled.texts, [*hints, *(NOISE for _ in footnotes)], strict=True)
        if (line := one_line(text))
    )
    label = "running heads and page numbers were" if len(furniture) > 1 else "running head or page number was"
    notes_told = [f"{len(furniture)} {label} left out."] if furniture else []
    if footnotes:
        label = "notes at the foot of a page were" if len(footnotes) > 1 else "note at the foot of a page was"
        notes_told.append(f"{len(footnotes)} {label} put behind the article.")
    facts = _facts(about, blocks)
    facts = facts if facts.title else replace(facts, title=one_line(_headline(joined, size)))
    return ExtractedPage("a PDF", blocks, facts, notes=tuple(notes_told), look=(*settled.report(), *joiner.notes()))


def _rejoined(runs: Sequence[list[_Line]], size: float) -> list[tuple[list[_Line], str]]:
    """Each paragraph with the hint `caption` or none; a paragraph that captions interrupt is rejoined."""
    out: list[tuple[list[_Line], str]] = []
    for run in runs:
        hint = "caption" if _is_caption(run, size) else ""
        at = next((i for i in reversed(range(len(out))) if not out[i][1]), -1)
        if not hint and 0 <= at < len(out) - 1 and _goes_on(out[at][0], run):
            out[at] = [*out[at][0], *run], ""
        else:
            out.append((run, hint))
    return out


def _goes_on(before: list[_Line], after: list[_Line]) -> bool:
    """True if a paragraph continues after a caption: it ends open, the next begins in lower case, in the same type."""
    same = abs(before[-1].size - after[0].size) <= 0.02 * after[0].size
    return same and not _END.search(before[-1].text) and after[0].text[:1].islower()


def _is_caption(run: list[_Line], size: float) -> bool:
    """True if a paragraph is the caption of a table or figure, by its label, or by its label and smaller type."""
    text = " ".join(line.text for line in run)
    small = max(line.size for line in run) < _CAPTION_SIZE * size
    words = len(text.split())
    if furniture.CAPTION.match(text):
        return words <= (200 if small else 60)
    label = furniture.CAPTION_OPEN.match(text)
    if not label or words > 120:
        return False
    rest = label.group("rest") or ""
    alone = not rest or (len(run) == 1 and words <= 15 and not _END.search(text))
    return alone or (small and not rest[:1].islower())


def _headline(joined: list[tuple[list[_Line], str]], size: float) -> str:
    """The title: the text in clearly the largest type on the first page; empty where there is none.

    The name of the journal above it is set in smaller type.
    """
    if not joined:
        return ""
    first = sorted((run[0].size, text) for run, text in joined if run[0].page == joined[0][0][0].page)
    largest, text = first[-1]
    below = first[-2][0] if len(first) > 1 else size
    clear = largest > _HEADLINE * size and largest > _LARGER * below
    return text if clear and 3 <= len(text.split()) <= 30 else ""


def _by_page(lines: list[_Line]) -> list[list[_Line]]:
    return [list(page) for _, page in groupby(lines, key=attrgetter("page"))]


def _footnotes(lines: list[_Line], size: float) -> set[_Line]:
    """The lines in smaller type at the foot of each page, from the first one with a note mark."""
    out: set[_Line] = set()
    for page in _by_page(lines):
        foot: list[_Line] = []
        for line in sorted(page, key=lambda line: line.y):
            if line.size >= _NOTE_SIZE * size:
                break
            foot.append(line)
        marked = [i for i, line in enumerate(foot) if re.match(rf"[{superscripts.MARKS}]|[\d*†‡]", line.text)]
        out.update(foot[: marked[-1] + 1] if marked else ())
    return out


def _running(lines: list[_Line]) -> set[_Line]:
    """Page numbers, and first or last lines that recur on half of the pages or more."""
    pages = _by_page(lines)
    edges = {edge for page in pages for edge in _edges(page)}
    often = Counter(_masked(line) for line in edges)
    enough = max(2, len(pages) / 2)
    return {line for line in edges if _is_number(line.text) or often[_masked(line)] >= enough}


def _is_number(text: str) -> bool:
    """True if a line is only a page number."""
    return not re.sub(
        r"\W|\d|\b(?:[ivxlc]+|page|of|p|pp|seite|von|página|pagina|de|sur|стр|страница|из|صفحة|页|頁)\b",
        "",
        text.lower(),
    )


def _edges(page: list[_Line]) -> set[_Line]:
    """The two highest and the two lowest lines of a page."""
    by_height = sorted(page, key=lambda line: line.y)
    return {*by_height[:2], *by_height[-2:]}


def _masked(line: _Line) -> str:
    return re.sub(r"\d+", "0", one_line(line.text))


def _paragraphs(lines: list[_Line], size: float) -> Iterator[list[_Line]]:
    """Group lines into paragraphs."""
    lengths = sorted(len(line.text) for line in lines if line.size <= size * _LARGER)
    full = lengths[int(len(lengths) * 0.8)] if lengths else 0
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and 0 < a.y - b.y < 4 * size]
    ordinary = median(gaps) if gaps else size * 1.2
    run: list[_Line] = []
    for line in lines:
        if run and _is_break(run[-1], line, full, ordinary):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_break(before: _Line, after: _Line, full: float, ordinary: float) -> bool:
    """True if a paragraph ends between two lines."""
    if abs(before.size - after.size) > 0.08 * max(before.size, after.size):
        return True
    if before.page == after.page and before.y - after.y > _GAP * ordinary:
        return True
    if furniture.CAPTION.match(after.text) and len(before.text) < _SHORT * full:
        return True
    if len(before.text) >= _SHORT * full or after.text[:1].islower():
        return False
    fits = len(before.text) + 1 + len(after.text.split()[0]) <= full  # the first word of the next line
    return bool(_END.search(before.text)) or fits


def _facts(about: dict[str, str], blocks: Iterable[ExtractedBlock]) -> Facts:
    """The file's metadata that its text confirms; the rest is left to the author as asides."""
    text = "\n".join(block.text for block in blocks).casefold()
    title, author = one_line(about.get("/Title", "")), one_line(about.get("/Author", ""))
    asides = []
    if title and title.casefold() not in text:
        asides.append(f"The file calls itself “{title}”, which does not stand in its text.")
    if author and author.casefold() not in text:
        asides.append(f"The file names “{author}” as its author, who does not stand in its text.")
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", about.get("/CreationDate", ""))
    if created:
        asides.append(
            f"The file was made on {'-'.join(created.groups())}, which need not be when the article was published."
        )
    return Facts(
        title=title if title.casefold() in text else "",
        author=(author,) if author and author.casefold() in text else (),
        asides=tuple(asides),
    )
