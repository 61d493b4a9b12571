"""Make PDFs: a fixed Typst template renders the records of a volume.

Here: the two standards that every PDF meets (PDF/UA-1 and PDF/A-2a), and the messages where one cannot be made. Not
here: fonts (`glyphs.py`), the order of a volume (`volume.py`), and looks (`templates/*.typ`).

The words of a page reach the template as data, so nothing that an author writes is ever taken for a command. The same
records give the same bytes: fonts come with their packages, those of the machine are left alone, and the clock is never
asked (a date is the caller's to give).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace as restruct

from sourcebook import processes
from sourcebook.exports.paper import formulas, glyphs, pdf_evidence, pixels
from sourcebook.exports.paper import volume as paper_volume
from sourcebook.exports.paper.phrases import CATALOGUES, lacking, tongue
from sourcebook.exports.paper.volume import Volume
from sourcebook.model import document, document_tree
from sourcebook.model import document as b
from sourcebook.model.problems import Kind, Place, Problem, SourcebookError, in_order

if TYPE_CHECKING:
    import typst

Paper = Literal["a4", "us-letter"]
Progress = Callable[[str], None]

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
TEMPLATES = Path(__file__).parent / "templates"
UNDATED = 315_532_800
"""The first second of 1980: what the file of a document without a date says, because PDF/A wants one there."""
MOST_FAULTS = 25
"""Letters with marks that together have no glyph, up to which they are looked for."""
MOST_NAMED = 10
"""Characters that a message names."""
REMEMBERED = 10
"""Documents after which Typst forgets one; half a gigabyte for a book."""
_NO_GLYPH = re.compile(r"the text `\"(?P<text>.*)\"` could not be displayed", re.DOTALL)


class UnprintableError(SourcebookError):
    """Raised where no PDF can be made; `problems` says what is wrong, and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__("\n".join(map(str, self.problems)))


# -- documents ---------------------------------------------------------------------------------------------------------


def book(
    order: document.BookOrder,
    pages: Sequence[b.Page],
    paper: Paper = "a4",
    *,
    timestamp: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """The whole book. `timestamp`: seconds since 1970 that its date is taken from; without it, it bears no date."""
    (pdf,) = books(order, pages, [paper], timestamp=timestamp, say=say)
    return pdf


def books(
    order: document.BookOrder,
    pages: Sequence[b.Page],
    papers: Iterable[Paper],
    *,
    timestamp: int | None = None,
    say: Progress | None = None,
) -> Iterator[bytes]:
    """The whole book on one paper after another, put in order once; see `book`."""
    volume = paper_volume.volume(
        order, list(map(paper_volume.without_backlinks, pages)), paper_volume.dates(timestamp, order.language)
    )
    for i, paper in enumerate(papers):
        if i:
            _forget()
        yield compiled("book", volume, paper, timestamp=timestamp, say=say)


def chapter(
    order: document.BookOrder,
    page: b.Page,
    paper: Paper = "a4",
    *,
    timestamp: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """One page of the book as a document of its own."""
    volume = paper_volume.volume(order, [page], paper_volume.dates(timestamp, order.language))
    return compiled("book", volume, paper, {"part": "chapter"}, timestamp=timestamp, say=say)


def brief(
    order: document.BookOrder,
    page: b.Page,
    paper: Paper = "a4",
    *,
    evidence: bytes = b"",
    timestamp: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """A policy brief. Its front matter names it; `evidence` is the JSON bundle that it carries inside."""
    when = paper_volume.midnight(page.meta.get("date", "")) if timestamp is None else timestamp
    pdf = compiled("brief", paper_volume.brief(order, page, when), paper, timestamp=when, say=say)
    return pdf_evidence.put(pdf, evidence) if evidence else pdf


def body_pages(order: document.BookOrder, page: b.Page, paper: Paper = "a4") -> int:
    """The number of pages that the body of a brief fills, without its annex."""
    import typst

    inputs = _inputs(paper_volume.brief(order, page, paper_volume.midnight(page.meta.get("date", ""))), paper, {})
    count = typst.query(
        str(TEMPLATES / "brief.typ"),
        "<body-end>",
        field="value",
        one=True,
        root=str(TEMPLATES),
        font_paths=glyphs.fonts(),
        sys_inputs=inputs,
    )
    return int(count)


def handout(
    order: document.BookOrder,
    page: b.Page,
    paper: Paper = "a4",
    *,
    key: bool = False,
    timestamp: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """An assignment sheet, or the key to it. What only the key may show is taken out of the sheet before it is set."""
    cleared = paper_volume.headless(page if key else without_key(page))
    volume = paper_volume.volume(
        order, [cleared], {**page.meta, **paper_volume.dates(timestamp, order.language)}, level=0
    )
    titled = replace(volume, title=page.meta.get("title") or page.title)
    return compiled("handout", titled, paper, {"key": "yes" if key else ""}, timestamp=timestamp, say=say)


def without_key(page: b.Page) -> b.Page:
    """A page without the parts that are for the instructor only."""

    def change(piece: b.Piece) -> list[b.Piece]:
        if isinstance(piece, b.Choice):
            return [b.Choice(content=piece.content)]
        if isinstance(piece, b.Question):
            return [b.Question(stem=piece.stem, points=piece.points, choices=piece.choices, lines=piece.lines)]
        if isinstance(piece, b.Exercise):
            return [restruct(piece, key=[])]
        return [piece]

    cleared: b.Page = document_tree.changed(page, change)
    return cleared


# -- dates -------------------------------------------------------------------------------------------------------------


def stamp(environ: Mapping[str, str]) -> int | None:
    """The date that SOURCE_DATE_EPOCH gives, in seconds since 1970; None where it gives none."""
    return processes.build_date(environ)


# -- setting -----------------------------------------------------------------------------------------------------------


def compiled(
    template: str,
    volume: Volume,
    paper: Paper = "a4",
    inputs: Mapping[str, str] | None = None,
    *,
    timestamp: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """A volume as PDF; UnprintableError with every fault where it cannot be one."""
    missing = paper_volume.faults(volume.pages)
    if missing:
        raise UnprintableError(missing)
    if say:
        say(f"setting {volume.title} ({len(volume.pages)} pages of the book, {paper})")
    _caution(volume)
    pdf = _set(template, _inputs(volume, paper, inputs or {}), volume, timestamp)
    if say:
        say(f"{volume.title}: {len(pdf) // 1024:,} KiB")
    return pdf


def _inputs(volume: Volume, paper: Paper, more: Mapping[str, str]) -> dict[str, str]:
    drawn = replace(volume, pages=tuple(map(pixels.with_pixels, volume.pages)))
    return {"data": paper_volume.as_json(drawn), "paper": paper, "scripts": glyphs.families(), **more}


def _set(template: str, inputs: dict[str, str], volume: Volume, timestamp: int | None) -> bytes:
    """Call Typst, with a visible stand-in for each character that no font has."""
    inputs = {**inputs, "data": glyphs.replaced(inputs["data"], glyphs.without_glyph(inputs["data"]))}
    for _ in range(MOST_FAULTS):
        try:
            return _typst(template, inputs, timestamp)
        except _error() as error:
            lost = _NO_GLYPH.search(error.message)
            if not lost or not lost["text"] or lost["text"] not in inputs["data"]:
                raise UnprintableError([_other(volume, error)]) from None
            # Signs that each have a glyph, and together have none: letters with marks.
            inputs = {**inputs, "data": inputs["data"].replace(lost["text"], glyphs.stand_in(lost["text"]))}
    raise UnprintableError([Problem(Kind.UNREADABLE, f"no PDF of “{volume.title}”: too many signs without a glyph.")])


def _typst(template: str, inputs: dict[str, str], timestamp: int | None) -> bytes:
    import typst

    pdf, warnings = typst.compile_with_warnings(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=glyphs.fonts(),
        sys_inputs=inputs,
        pdf_standards=list(STANDARDS),
        timestamp=UNDATED if timestamp is None else timestamp,
    )
    if warnings:
        raise UnprintableError([Problem(Kind.UNREADABLE, f"{template}.typ: {w.message}") for w in warnings])
    return pdf_evidence.safe(pdf)


def _forget() -> None:
    """Free the memory of a large document, which takes half a second: Typst keeps the intermediate results of
    each of its last ten. Before another large one, that is; the program's end and ten small ones do it too."""
    import typst

    for _ in range(REMEMBERED + 1):
        typst.compile(b"", font_paths=glyphs.fonts())


def _error() -> type[typst.TypstError]:
    import typst

    return typst.TypstError


# -- what paper cannot show --------------------------------------------------------------------------------------------

_heard: ContextVar[list[Problem] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Problem]]:
    """Collect the cautions of the documents set in the meantime: anything that paper shows differently."""
    problems: list[Problem] = []
    token = _heard.set(problems)
    try:
        yield problems
    finally:
        _heard.reset(token)
        problems[:] = dict.fromkeys(in_order(problems))


def losses(file: str, words: str, formulas_: Iterable[str]) -> list[Problem]:
    """The cautions for characters and formulas of a page that have no form on paper, with their replacements."""
    place, problems = Place(file), []
    lost = glyphs.without_glyph(words)
    if lost:
        named = ", ".join(f"“{c}” ({glyphs.points(c)})" for c in lost[:MOST_NAMED])
        named += " …" if lost[MOST_NAMED:] else ""
        message = f"no font here can show {named}; on paper {glyphs.stand_in(lost[0])} and the like stand there. "
        message += _remedy(lost)
        problems.append(Problem(Kind.NO_GLYPH, message, place))
    for tex in dict.fromkeys(formulas_):
        if formulas.words(tex) is None:
            message = f"paper has no form for the formula “{' '.join(tex.split())[:60]}”, and prints it in TeX. "
            message += "Write it on one line, or say it in words beside it."
            problems.append(Problem(Kind.UNKNOWN_NODE, message, place))
    return problems


def _remedy(lost: Sequence[str]) -> str:
    """What to do about characters without a glyph."""
    packages = glyphs.to_install(lost)
    if packages:
        return f"Install the fonts of their scripts (`pip install {' '.join(map(repr, packages))}`), or let it be."
    return "Write it in the letters of a script whose fonts are here (docs/languages.md), or let it be."


def untranslated(lang: str) -> list[Problem]:
    """The caution of a book in whose language papers lack some or all of their own words."""
    missing = lacking(lang)
    return [Problem(Kind.UNTRANSLATED, _untranslated(lang, missing), Place("_config.yml"))] if missing else []


def _caution(volume: Volume) -> None:
    """Report the losses of these pages to the listener, if there is one."""
    heard = _heard.get()
    if heard is None:
        return
    heard += untranslated(volume.lang)
    for page in volume.pages:
        notes = [body for name, body in volume.notes.items() if name.startswith(f"{page.name}#")]
        tex = [p.text for p in document_tree.walk([page.blocks, notes]) if isinstance(p, b.Code | b.Listing) and p.math]
        heard += losses(page.file or page.name, paper_volume.words_of(page) + document_tree.plain_text(notes), tex)


def _untranslated(language: str, missing: Sequence[str]) -> str:
    """The message that a language lacks some or all of the phrases of papers."""
    if tongue(language) in CATALOGUES:
        which = ", ".join(missing[:MOST_NAMED]) + (" …" if missing[MOST_NAMED:] else "")
        return f"“{language}” lacks words that paper says of itself, which stand in English: {which}. Add them."
    known = ", ".join(CATALOGUES)
    message = f"paper says its own words (contents, page, proofs …) in English: “{language}” lacks them, "
    return message + f"which are there only in {known}. Set `language` to one of these, or let it be."


def _other(volume: Volume, error: typst.TypstError) -> Problem:
    """The problem of an unforeseen failure, in Typst's own words."""
    where = volume.pages[0].file if len(volume.pages) == 1 else ""
    return Problem(Kind.UNREADABLE, f"no PDF of “{volume.title}”: {error.message}", Place(where))
