"""Prepare pages for paper: one volume of one page or many, in which every link has a target.

Here: passes over block records, each a function, and the JSON that a template walks. Not here: making the records
(`sphinx_ext/blocks/walker.py`), compiling (`pdf.py`), and looks (`templates/*.typ`).
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec.structs import replace

from sourcebook.exports.paper import formulas
from sourcebook.exports.paper.days import day_in_words
from sourcebook.exports.paper.phrases import PHRASES, phrases, points
from sourcebook.figures.svg_pages import typed
from sourcebook.model import document, document_tree
from sourcebook.model import document as b
from sourcebook.model.problems import Kind, Place, Problem

EXCERPT = 70
"""Characters of a quotation in the index."""
MOST_OF_WORDS = 4
"""More columns of whole sentences than so many need a page on its side."""
WIDE = 8
"""Columns above which a table is printed across the page."""
FAMILY = "'Source Serif 4'"
"""The type of drawings. Not Source Sans: drawings get the default weight of a variable font, there a hairline."""
LINE = 100
"""Characters of a table's type in a line as wide as the page."""
SMALL = 24
"""Lines up to which a table stays on one page: less than half of it."""
LONGEST_WORD = 1.25
"""Room for the longest word of a column, in words of that length."""


@dataclass(frozen=True)
class IndexEntry:
    """A passage in the index: its paragraph, its first words, and every place that quotes it."""

    paragraph: int
    words: str
    anchors: tuple[str, ...]


@dataclass(frozen=True)
class IndexPart:
    """The quotations of one source."""

    short: str
    title: str
    lang: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True)
class Volume:
    """The data of a template: pages, notes, title and other facts, and the fixed phrases of papers.

    `facts` is what the kind of document adds: number, audience, date …, each a string. `annex` is what a brief says
    behind its body.
    """

    title: str
    lang: str
    author: str
    version: str
    rights: str
    pages: tuple[b.Page, ...]
    notes: dict[str, list[b.Block]]
    sources: tuple[b.SourceLine, ...] = ()
    index: tuple[IndexPart, ...] = ()
    figures: int = 0
    tables: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    annex: tuple[b.Block, ...] = ()
    phrases: dict[str, str] = field(default_factory=lambda: PHRASES)


def volume(
    order: document.BookOrder, pages: Sequence[b.Page], facts: dict[str, str] | None = None, *, level: int = 1
) -> Volume:
    """Pages of a book as a volume. `level` is that of the title of a page that lies at the top; 0 where it has none."""
    depths, pages = dict(order.pages), [_set(page, phrases(order.language)) for page in pages]
    shallow = min((depths.get(page.name, 0) for page in pages), default=0)
    ready = [_numbered(_anchored(page), depths.get(page.name, 0) - shallow + level - 1) for page in pages]
    notes = {f"{page.name}#{key}": body for page in ready for key, body in page.notes.items()}
    linked, notes = _linked([_noted(page) for page in ready], notes)
    pieces = [piece for page in linked for piece in document_tree.walk(page.blocks)]
    return Volume(
        title=order.title,
        lang=order.language,
        phrases=phrases(order.language),
        author=order.author,
        version=order.version,
        rights=order.rights,
        pages=tuple(_grouped(page) for page in linked),
        notes=notes,
        sources=tuple(order.sources),
        index=tuple(_index(order, pieces)),
        figures=sum(isinstance(piece, b.Picture) and bool(piece.caption) for piece in pieces),
        tables=sum(isinstance(piece, b.Table) and bool(piece.caption) for piece in pieces),
        facts=facts or {},
    )


def brief(order: document.BookOrder, page: b.Page, when: int | None) -> Volume:
    """A brief as a volume: its front matter names it. `when`: seconds since 1970 that its date is taken from."""
    whole = volume(order, [headless(page)], {**page.meta, **dates(when, order.language)}, level=0)
    (single,) = whole.pages
    body, annex = _parted(single.blocks)
    return dataclasses.replace(
        whole,
        title=page.meta.get("title") or page.title,
        author=page.meta.get("authors", order.author),
        pages=(replace(single, blocks=body),),
        annex=tuple(annex),
    )


def without_backlinks(page: b.Page) -> b.Page:
    """A page without its lists of where a passage is quoted: the index of a whole book says that with page numbers."""

    def change(piece: b.Piece) -> list[b.Piece]:
        return [] if isinstance(piece, b.Paragraph) and "sb-quoted-in" in piece.classes else [piece]

    return replace(page, blocks=document_tree.changed(page.blocks, change))


def headless(page: b.Page) -> b.Page:
    """A page without its title, which stands in the masthead."""
    title = next((block for block in page.blocks if isinstance(block, b.Heading) and block.level == 1), None)
    return replace(page, blocks=[block for block in page.blocks if block is not title])


def _parted(blocks: Sequence[b.Block]) -> tuple[list[b.Block], list[b.Block]]:
    """The body of a brief and its annexes. The page's own heading of an annex goes: paper has one of its own."""
    annex = [isinstance(block, b.Group) and "sb-annex" in block.classes for block in blocks]
    heads = [isinstance(x, b.Heading) and next_ for x, next_ in zip(blocks, [*annex[1:], False], strict=True)]
    body = [block for block, one, head in zip(blocks, annex, heads, strict=True) if not (one or head)]
    return body, [block for block, one in zip(blocks, annex, strict=True) if one]


def dates(timestamp: int | None, language: str = "en") -> dict[str, str]:
    """A moment, in seconds since 1970, as the day that papers bear: in ISO form and in words. Nothing for None."""
    if timestamp is None:
        return {}
    day = dt.datetime.fromtimestamp(timestamp, dt.UTC).date()
    return {"date": day.isoformat(), "date-in-words": day_in_words(day, language)}


def midnight(day: str) -> int | None:
    """Midnight, UTC, of a day in ISO form, in seconds since 1970; None where there is none."""
    try:
        return calendar.timegm(time.strptime(day, "%Y-%m-%d")) if day else None
    except ValueError:
        return None


def as_json(volume: Volume) -> str:
    """The JSON for the template. Notes are moved from the pages to the volume."""
    return msgspec.json.encode(volume).decode()


# -- passes over a page ------------------------------------------------------------------------------------------------


def _set(page: b.Page, wording: dict[str, str]) -> b.Page:
    """Formulas as text, where one line can show them, and the points of questions in words."""

    def change(piece: b.Piece) -> Sequence[b.Piece]:
        if isinstance(piece, b.Question) and piece.points:
            return [replace(piece, points=points(piece.points, wording))]
        if not isinstance(piece, b.Code | b.Listing) or not piece.math:
            return [piece]
        nodes = formulas.words(piece.text)
        if nodes is None:
            return [piece]
        return [b.Paragraph(content=nodes, anchors=piece.anchors)] if isinstance(piece, b.Listing) else nodes

    changed: b.Page = document_tree.changed(page, change)
    return changed


def _anchored(page: b.Page) -> b.Page:
    """The page's own anchor on its first heading, and the anchors inside headings and captions on the whole of them.

    A heading is printed in the contents as well, and an anchor must not stand in two places.
    """
    names = iter([page.name])

    def change(piece: b.Piece) -> list[b.Piece]:
        if isinstance(piece, b.Heading):
            own = [next(names, "")]
            inner = [a for part in document_tree.walk(piece.content) for a in document_tree.anchors(part)]
            anchors = list(dict.fromkeys(filter(None, [*own, *piece.anchors, *inner])))
            return [replace(piece, content=_bare(piece.content), anchors=anchors)]
        if isinstance(piece, b.Picture | b.Table):
            inner = [a for part in document_tree.walk(piece.caption) for a in document_tree.anchors(part)]
            return [replace(piece, caption=_bare(piece.caption), anchors=[*piece.anchors, *inner])]
        return [piece]

    anchored: b.Page = document_tree.changed(page, change)
    return anchored


def _bare(content: list[b.Inline]) -> list[b.Inline]:
    """Inline nodes without anchors and footnotes."""

    def change(piece: b.Piece) -> list[b.Piece]:
        if isinstance(piece, b.Note):
            return []
        return [replace(piece, anchors=[])] if isinstance(piece, b.Span) and piece.anchors else [piece]

    return [new for piece in content for new in document_tree.changed([piece], change)]


def _numbered(page: b.Page, down: int) -> b.Page:
    """Headings as deep as the page lies, and none deeper by more than one than the heading before it."""
    last = max(down, 0)

    def change(piece: b.Piece) -> list[b.Piece]:
        nonlocal last
        if isinstance(piece, b.Heading) and not piece.plain:
            last = min(piece.level + down, last + 1)
        elif isinstance(piece, b.BottomLine | b.Exercise):
            last = min((2 if isinstance(piece, b.BottomLine) else 3) + down, last + 1)
        else:
            return [piece]
        return [replace(piece, level=last)]

    numbered: b.Page = replace(page, blocks=document_tree.changed(page.blocks, change))
    return numbered


def _noted(page: b.Page) -> b.Page:
    """Footnotes with names that hold in the whole volume; the second mark of a note leads to the first."""
    seen: set[str] = set()

    def change(piece: b.Piece) -> list[b.Piece]:
        if not isinstance(piece, b.Note):
            return [piece]
        if piece.id not in page.notes:
            return []
        again = piece.id in seen
        seen.add(piece.id)
        return [b.Note(id=f"{page.name}#{piece.id}", again=again)]

    return replace(page, blocks=document_tree.changed(page.blocks, change), notes={})


def _grouped(page: b.Page) -> b.Page:
    """Judgements that follow one another as one record, and options too: each kind makes a table."""
    grouped: list[b.Block] = []
    for block in page.blocks:
        last = grouped[-1] if grouped else None
        if isinstance(block, b.Judgement):
            before = last.items if isinstance(last, b.Judgements) else []
            grouped = [*(grouped[:-1] if before else grouped), b.Judgements(items=[*before, block])]
        elif isinstance(block, b.Option):
            options = last.items if isinstance(last, b.Options) else []
            grouped = [*(grouped[:-1] if options else grouped), b.Options(items=[*options, block])]
        else:
            grouped.append(block)
    measured: b.Page = document_tree.changed(replace(page, blocks=_turned(grouped)), _measured)
    return measured


def _measured(piece: b.Piece) -> list[b.Piece]:
    """Tables with the widths of their columns, drawings in the type of the page."""
    if isinstance(piece, b.Picture | b.InlinePicture):
        return [replace(piece, svg=typed(piece.svg, FAMILY))]
    if not isinstance(piece, b.Table):
        return [piece]
    cells = [document_tree.plain_text(cell.body) for row in [*piece.head, *piece.body] for cell in row]
    lines = sum(max(1, len(text) * len(piece.widths) / LINE) for text in cells) / len(piece.widths)
    return [replace(piece, widths=widths(piece), whole=lines < SMALL)]


def _turned(blocks: list[b.Block], most: int = WIDE) -> list[b.Block]:
    """Wide tables on pages that lie on their side: possible only where no frame stands around them."""
    turned: list[b.Block] = []
    for block in blocks:
        if isinstance(block, b.Table) and len(block.widths) > most:
            turned.append(replace(block, across=True))
        elif isinstance(block, b.Group) and "sb-synopsis" in block.classes:
            turned.append(replace(block, body=_turned(block.body, MOST_OF_WORDS)))
        elif isinstance(block, b.Group) and not block.lang and not {"sb-passage", "sb-details"} & set(block.classes):
            turned.append(replace(block, body=_turned(block.body)))
        else:
            turned.append(block)
    return turned


def widths(table: b.Table) -> list[float]:
    """Shares of the width of a table: enough for the longest word of a column, and more for more words."""
    columns: list[list[str]] = [[] for _ in table.widths]
    for row in [*table.head, *table.body]:
        at = 0
        for cell in row:
            if cell.columns == 1 and at < len(columns):
                columns[at].append(document_tree.plain_text(cell.body))
            at += cell.columns
    return [_wanted(texts) for texts in columns] or table.widths


def _wanted(texts: list[str]) -> float:
    words = [len(word) for text in texts for word in text.split()]
    longest = min(max(words, default=1), 18) * LONGEST_WORD
    mean = sum(map(len, texts)) / max(len(texts), 1)
    return round(max(longest, 3.2 * math.sqrt(mean)), 1)


# -- links -------------------------------------------------------------------------------------------------------------


Notes = dict[str, list[b.Block]]


def _linked(pages: list[b.Page], notes: Notes) -> tuple[list[b.Page], Notes]:
    """Each anchor in one place, the first, and no link to a place that the volume does not have.

    An anchor to which nothing leads goes: it would be one more place for the setting program to keep in mind.
    """
    seen: set[str] = set()
    wanted = _led_to([*pages, *notes.values()])

    def once(piece: b.Piece) -> list[b.Piece]:
        mine = document_tree.anchors(piece)
        if not mine:
            return [piece]
        new = [a for a in dict.fromkeys(mine) if a not in seen and a in wanted]
        seen.update(new)
        changed: Any = piece
        return [replace(changed, anchors=new)]

    targets: list[b.Page] = [replace(page, blocks=document_tree.changed(page.blocks, once)) for page in pages]
    below: Notes = {key: document_tree.changed(body, once) for key, body in notes.items()}
    known = _anchors(targets) | _anchors(below)
    linked = [replace(page, blocks=_unlinked(page.blocks, known)) for page in targets]
    return linked, {key: _unlinked(body, known) for key, body in below.items()}


def _led_to(value: object) -> set[str]:
    """The anchors that are targets of links, and those of quotations, to which the index links."""
    pieces = list(document_tree.walk(value))
    quoted = [list(document_tree.anchors(p))[:1] for p in pieces if isinstance(p, b.Quotation | b.Span) and p.ref]
    return {piece.target for piece in pieces if isinstance(piece, b.Link)}.union(*quoted)


def _anchors(value: object) -> set[str]:
    return {anchor for piece in document_tree.walk(value) for anchor in document_tree.anchors(piece)}


def _unlinked(value: list[b.Block], known: set[str]) -> list[b.Block]:
    """Links to places that are not there, as their words."""

    def change(piece: b.Piece) -> Sequence[b.Piece]:
        lost = isinstance(piece, b.Link) and piece.target and piece.target not in known
        return piece.content if lost and isinstance(piece, b.Link) else [piece]

    unlinked: list[b.Block] = document_tree.changed(value, change)
    return unlinked


# -- index of quotations -----------------------------------------------------------------------------------------------


def _index(order: document.BookOrder, pieces: Iterable[b.Piece]) -> Iterable[IndexPart]:
    """Every quotation, source by source, in the order of the article."""
    places: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for piece in pieces:
        if isinstance(piece, b.Quotation | b.Span) and piece.ref and piece.anchors:
            places.setdefault(piece.ref, []).append(piece.anchors[0])
            words.setdefault(piece.ref, _shown(piece))
    for source in order.sources:
        refs = [ref for ref in places if ref.partition("/")[0] == source.key]
        entries = [IndexEntry(order.paragraphs.get(ref, 0), words[ref], tuple(places[ref])) for ref in refs]
        if entries:
            ranked = sorted(entries, key=lambda entry: (entry.paragraph, entry.words.casefold()))
            yield IndexPart(source.short, source.title, source.lang, tuple(ranked))


def _shown(piece: b.Quotation | b.Span) -> str:
    """The first words of a quotation, without its marks."""
    words: object = piece.words if isinstance(piece, b.Quotation) else []
    if isinstance(piece, b.Span):
        inner = [p for p in document_tree.walk(piece.content) if isinstance(p, b.Span) and "sb-words" in p.classes]
        words = inner[0].content if inner else piece.content
    text = document_tree.plain_text(words).strip("“”")
    if len(text) <= EXCERPT:
        return text
    return text[:EXCERPT].rpartition(" ")[0].rstrip(",;:.–—- ") + " …"


# -- faults ------------------------------------------------------------------------------------------------------------


def faults(pages: Iterable[b.Page]) -> list[Problem]:
    """The problems that keep a document from being accessible: pictures without alternative text."""
    return [
        wordless(Place(page.file or page.name, piece.line))
        for page in pages
        for piece in document_tree.walk(page.blocks)
        if isinstance(piece, b.Picture | b.InlinePicture) and not (piece.alt.strip() or piece.decorative)
    ]


def wordless(place: Place) -> Problem:
    """The problem of a picture without alternative text."""
    message = (
        "a picture without words for those who cannot see it. Give it an alternative text (`:alt:`; `<title>` in SVG)."
    )
    return Problem(Kind.NO_ALT_TEXT, message, place)


def words_of(page: b.Page) -> str:
    """Every text of a page, whatever it is for."""
    return " ".join(_words(page))


def _words(page: b.Page) -> Iterable[str]:
    """Every text of a page, one after another."""
    for piece in document_tree.walk(page):
        for name in piece.__struct_fields__:
            value = getattr(piece, name)
            if isinstance(value, str):
                yield value
