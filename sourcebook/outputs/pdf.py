"""PDF: a fixed template walks the records of a volume, and Typst sets it.

Here: the only import of Typst, the fonts, the two standards that every PDF meets (PDF/UA-1 and PDF/A-2a), and the
messages where one cannot be made. Not here: the order of a volume (`arrange.py`), and looks (`templates/*.typ`).

The words of a page reach the template as data, so nothing that an author writes is ever taken for a command. The same
records give the same bytes: fonts come with their packages, those of the machine are left alone, and the clock is never
asked (a date is the caller's to give).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace as restruct

from sourcebook import blocks as b
from sourcebook import processes
from sourcebook.outputs import arrange, pdffile
from sourcebook.outputs.arrange import Volume
from sourcebook.problems import Kind, Place, Problem, SourcebookError, in_order

if TYPE_CHECKING:
    import typst

Paper = Literal["a4", "us-letter"]
Progress = Callable[[str], None]

STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]
TEMPLATES = Path(__file__).parent / "templates"
FONTS = ("fontpkg-source-serif-4", "fontpkg-source-sans-3")
"""The packages that bring Source Serif 4 and Source Sans 3, unmodified, under the SIL Open Font License."""
UNDATED = 315_532_800
"""The first second of 1980: what the file of a document without a date says, because PDF/A wants one there."""
MOST_FAULTS = 25
"""Letters without a glyph that are looked for before giving up: a page in another script would have hundreds."""
REMEMBERED = 10
"""Documents after which Typst forgets one; half a gigabyte for a book."""
_NO_GLYPH = re.compile(r"the text `\"(?P<text>.*)\"` could not be displayed", re.DOTALL)


class UnprintableError(SourcebookError):
    """No PDF can be made. `problems` says what is wrong, and where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(in_order(problems))
        super().__init__("\n".join(map(str, self.problems)))


# -- documents ---------------------------------------------------------------------------------------------------------


def book(
    order: b.Order,
    pages: Sequence[b.Page],
    paper: Paper = "a4",
    *,
    made: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """The whole book. `made`: seconds since 1970 that its date is taken from; without it, it bears no date."""
    (found,) = books(order, pages, [paper], made=made, say=say)
    return found


def books(
    order: b.Order,
    pages: Sequence[b.Page],
    papers: Iterable[Paper],
    *,
    made: int | None = None,
    say: Progress | None = None,
) -> Iterator[bytes]:
    """The whole book on one paper after another, put in order once; see `book`."""
    volume = arrange.volume(order, list(map(arrange.without_backlinks, pages)), arrange.dates(made))
    for i, paper in enumerate(papers):
        if i:
            _forget()
        yield compiled("book", volume, paper, made=made, say=say)


def chapter(
    order: b.Order, page: b.Page, paper: Paper = "a4", *, made: int | None = None, say: Progress | None = None
) -> bytes:
    """One page of the book as a document of its own."""
    volume = arrange.volume(order, [page], arrange.dates(made))
    return compiled("book", volume, paper, {"part": "chapter"}, made=made, say=say)


def brief(
    order: b.Order,
    page: b.Page,
    paper: Paper = "a4",
    *,
    evidence: bytes = b"",
    made: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """A policy brief. Its front matter names it; `evidence` is the JSON bundle that it carries inside."""
    when = arrange.midnight(page.meta.get("date", "")) if made is None else made
    pdf = compiled("brief", arrange.brief(order, page, when), paper, made=when, say=say)
    return pdffile.put(pdf, evidence) if evidence else pdf


def body_pages(order: b.Order, page: b.Page, paper: Paper = "a4") -> int:
    """How many pages the body of a brief fills, without its annex."""
    import typst

    inputs = _inputs(arrange.brief(order, page, arrange.midnight(page.meta.get("date", ""))), paper, {})
    found = typst.query(
        str(TEMPLATES / "brief.typ"),
        "<body-end>",
        field="value",
        one=True,
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs=inputs,
    )
    return int(found)


def handout(
    order: b.Order,
    page: b.Page,
    paper: Paper = "a4",
    *,
    key: bool = False,
    made: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """An assignment sheet, or the key to it. What only the key may show is taken out of the sheet before it is set."""
    shown = arrange.headless(page if key else without_key(page))
    volume = arrange.volume(order, [shown], {**page.meta, **arrange.dates(made)}, level=0)
    titled = replace(volume, title=page.meta.get("title") or page.title)
    return compiled("handout", titled, paper, {"key": "yes" if key else ""}, made=made, say=say)


def without_key(page: b.Page) -> b.Page:
    """A page without what its instructor alone may know."""

    def change(piece: b.Piece) -> list[b.Piece]:
        if isinstance(piece, b.Choice):
            return [b.Choice(content=piece.content)]
        if isinstance(piece, b.Question):
            return [b.Question(stem=piece.stem, points=piece.points, choices=piece.choices, lines=piece.lines)]
        if isinstance(piece, b.Exercise):
            return [restruct(piece, key=[])]
        return [piece]

    found: b.Page = b.changed(page, change)
    return found


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
    made: int | None = None,
    say: Progress | None = None,
) -> bytes:
    """A volume as PDF; UnprintableError with every fault where it cannot be one."""
    missing = arrange.faults(volume.pages)
    if missing:
        raise UnprintableError(missing)
    if say:
        say(f"setting {volume.title} ({len(volume.pages)} pages of the book, {paper})")
    pdf = _set(template, _inputs(volume, paper, inputs or {}), volume, made)
    if say:
        say(f"{volume.title}: {len(pdf) // 1024:,} KiB")
    return pdf


def _inputs(volume: Volume, paper: Paper, more: Mapping[str, str]) -> dict[str, str]:
    return {"data": arrange.as_json(volume), "paper": paper, **more}


def _set(template: str, inputs: dict[str, str], volume: Volume, made: int | None) -> bytes:
    """Call Typst; once more without each letter that it has no glyph for, to name them all."""
    found: list[Problem] = []
    while True:
        try:
            pdf = _typst(template, inputs, made)
        except _error() as error:
            lost = _NO_GLYPH.search(error.message)
            if not lost or not lost["text"] or lost["text"] not in inputs["data"] or len(found) > MOST_FAULTS:
                raise UnprintableError([*found, _other(volume, error)]) from None
            found += _no_glyph(volume, lost["text"])
            inputs = {**inputs, "data": inputs["data"].replace(lost["text"], "?")}
        else:
            if found:
                raise UnprintableError(found)
            return pdf


def _typst(template: str, inputs: dict[str, str], made: int | None) -> bytes:
    import typst

    pdf, warnings = typst.compile_with_warnings(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs=inputs,
        pdf_standards=list(STANDARDS),
        timestamp=UNDATED if made is None else made,
    )
    if warnings:
        raise UnprintableError([Problem(Kind.UNREADABLE, f"{template}.typ: {w.message}") for w in warnings])
    return pdffile.safe(pdf)


def _forget() -> None:
    """Give back the memory that a large document took, which takes half a second: Typst keeps what it worked out for
    each of its last ten. Before another large one, that is; the program's end and ten small ones do it too."""
    import typst

    for _ in range(REMEMBERED + 1):
        typst.compile(b"", font_paths=_fonts())


def _error() -> type[typst.TypstError]:
    import typst

    return typst.TypstError


@cache
def _fonts() -> typst.Fonts:
    """The fonts of the two packages, and those that Typst brings, for signs that they lack. None of the machine's."""
    import typst

    folders = sorted({str(path.parent) for name in FONTS for path in _font_files(name)})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(folders))


def _font_files(package: str) -> list[Path]:
    found = [Path(str(path.locate())) for path in package_files(package) or () if path.suffix in {".ttf", ".otf"}]
    # One that is missing would be replaced in silence by whatever else is at hand.
    if not found or not all(path.is_file() for path in found):
        raise SourcebookError(f"fonts of the package {package} are not there; install it anew.")
    return found


def _no_glyph(volume: Volume, text: str) -> list[Problem]:
    points = " ".join(f"U+{ord(c):04X}" for c in text)
    message = f"no font here can show “{text}” ({points}). Write it in Latin or Cyrillic letters, or leave it out."
    places = arrange.holding(volume.pages, text) or [Place()]
    return [Problem(Kind.NO_GLYPH, message, place) for place in places]


def _other(volume: Volume, error: typst.TypstError) -> Problem:
    """A fault that nobody foresaw, in Typst's own words."""
    where = volume.pages[0].file if len(volume.pages) == 1 else ""
    return Problem(Kind.UNREADABLE, f"no PDF of “{volume.title}”: {error.message}", Place(where))
