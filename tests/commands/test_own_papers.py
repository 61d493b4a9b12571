"""Every PDF of the project's own book: standards, tags, every quotation in reading order, and how its pages look.

Here: the book on both papers, each chapter, each brief, and each paper of each pack, as the commands make them; and the
EPUB, by its standard. Not here: small cases of one rule each (`tests/exports/paper/test_pdf.py`), and the other files
of packs (`test_own_packs.py`).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import page as validation
import pikepdf
import pytest

from sourcebook.commands import build_packs
from sourcebook.model import document, document_tree
from sourcebook.model import document as b
from sourcebook.questions import private_folder
from tests import poppler, shared_work
from tests.needs import ROOT
from tests.own_book import OwnBook, copy_pages
from tests.poppler import Sheet, Word

HEADING = 6.0
"""How far below the top of a heading, in points, a line begins that is not part of it."""
FOOT = 60.0
"""The lowest part of a page, in points: its number stands there, and no text."""
MILLIMETRE = 72 / 25.4
MARGINS = {"book-a4": 28, "book-letter": 29}
"""At the side of a page, in millimetres; 20 of a brief, and 16 of a page that lies on its side."""
TOUCH = 1.5
"""How far, in points, the boxes of two words may reach into one another: italics lean."""


@dataclass(frozen=True)
class Printed:
    """The PDFs of the book by their place in `_build/`, and the blocks of which they were made."""

    build: Path
    order: document.BookOrder
    pages: tuple[b.Page, ...]

    def pdfs(self, folder: str = "*") -> list[Path]:
        return sorted(self.build.glob(f"{folder}/**/*.pdf"))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, texts: Path) -> Printed:
    """A copy of the book, on paper: by the commands, in processes of their own. Tests leave it as it is."""
    root = shared_work.once(tmp_path_factory, "printed", lambda root: print_book(root, texts))
    order, pages = document_tree.read(root / "_build" / ".work" / "blocks")
    return Printed(root / "_build", order, tuple(pages))


def print_book(root: Path, texts: Path) -> None:
    """Copy the book to a folder and make its papers there."""
    copy_pages(root)
    build(root, texts, "pdf")
    build(root, texts, "briefs")


def build(root: Path, texts: Path, what: str) -> None:
    """Make something of a copy of the book, by the command."""
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "SOURCEBOOK_TEXTS": str(texts),
        "SOURCE_DATE_EPOCH": "1900000000",
        private_folder.VARIABLE: "",
    }
    command = [sys.executable, "-m", "sourcebook", "build", what]
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]


# -- standards ---------------------------------------------------------------------------------------------------------


def faults(data: bytes) -> Iterator[str]:
    """What keeps a PDF from the standards, or from what a reader's program looks for in it."""
    for profile in ("ua1", "2a"):
        yield from (str(failure.rule_id) for failure in validation.validate_pdf_bytes(data, profile=profile).failures)
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield from opened.check_pdf_syntax()
        root = opened.Root
        found = {
            "marked": bool(root.MarkInfo.Marked),
            "tags": "/StructTreeRoot" in root,
            "language": str(root.get("/Lang", "")) == "en",
            "title shown": bool(root.ViewerPreferences.DisplayDocTitle),
            "bookmarks": "/Outlines" in root,
            "tab order": {str(page.get("/Tabs", "")) for page in opened.pages} == {"/S"},
        }
        yield from (name for name, there in found.items() if not there)


def test_every_pdf_of_the_book_meets_both_standards(printed: Printed) -> None:
    names = [path.relative_to(printed.build).as_posix() for path in printed.pdfs()]
    assert {"pdf/book-a4.pdf", "pdf/book-letter.pdf"} <= set(names)
    assert sum(name.startswith("pdf/chapters/") for name in names) >= 5
    assert sum(name.startswith("briefs/") for name in names) == 4
    assert [(path.name, fault) for path in printed.pdfs() for fault in faults(path.read_bytes())] == []


def test_the_epub_meets_its_standard(printed: Printed, texts: Path, tmp_path: Path, epubcheck: Any) -> None:
    root = Path(shutil.copytree(printed.build.parent, tmp_path / "book", symlinks=True))
    build(root, texts, "epub")
    found = epubcheck(str(root / "_build" / "epub" / "book.epub"))
    assert [tuple(message) for message in found.messages] == []
    assert found.valid


def test_every_paper_of_every_pack_meets_both_standards(own_book: OwnBook) -> None:
    press = build_packs.PackPress(own_book.set, 1_900_000_000)
    checked = 0
    for ident, bank in own_book.banks().items():
        for name, make in press.papers(bank).items():
            if name.endswith(".pdf"):
                assert (ident, name, *faults(make())) == (ident, name)
                checked += 1
    assert checked >= 6 * len(own_book.banks())


# -- words -------------------------------------------------------------------------------------------------------------


def quotations(page: b.Page) -> list[str]:
    """The words of every quotation of a page, in reading order, without white space."""
    found = []
    for piece in document_tree.walk(page.blocks):
        if isinstance(piece, b.Quotation) and piece.ref:
            found.append(document_tree.plain_text(piece.words))
        elif isinstance(piece, b.Span) and piece.ref:
            found += [document_tree.plain_text(part) for part in document_tree.walk(piece.content) if is_words(part)]
    return ["".join(words.split()) for words in found]


def is_words(piece: b.Piece) -> bool:
    return isinstance(piece, b.Span) and "sb-words" in piece.classes


def lost(text: str, wanted: list[str]) -> list[str]:
    """The words that do not stand in a text behind those before them."""
    at, missing = 0, []
    for words in wanted:
        found = text.find(words, at)
        if found < 0:
            missing.append(words)
        else:
            at = found + len(words)
    return missing


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_book_gives_every_quotation_back_in_reading_order(printed: Printed, pdftotext: Path, paper: str) -> None:
    chapters = [page for page in printed.pages if not page.name.startswith("briefs/")]
    heads = {f"{printed.order.title} {page.title}" for page in chapters}
    text = poppler.text(printed.build / "pdf" / f"book-{paper}.pdf", pdftotext, heads)
    wanted = [words for page in chapters for words in quotations(page)]
    assert len(wanted) >= 700
    assert lost(text, wanted) == []


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_brief_gives_every_quotation_back(printed: Printed, pdftotext: Path, paper: str) -> None:
    for page in printed.pages:
        if page.name.startswith("briefs/"):
            heads = {f"{page.meta['title']} {page.meta['series']} {page.meta['number']}"}
            text = poppler.text(printed.build / f"{page.name}-{paper}.pdf", pdftotext, heads)
            wanted = quotations(page)
            assert len(wanted) >= 10
            assert lost(text, wanted) == []


# -- looks -------------------------------------------------------------------------------------------------------------


def widows(data: bytes, pages: list[Sheet]) -> list[tuple[int, str]]:
    """Headings under which no line stands on their page."""
    return [
        (mark.page + 1, mark.title)
        for mark in poppler.bookmarks(data)
        if not any(_under(word, mark.top, pages[mark.page], mark.title) for word in pages[mark.page].words)
    ]


def _under(word: Word, top: float, page: Sheet, title: str) -> bool:
    """Whether a word stands below a heading, is none of its own, and is none of the foot of the page."""
    return top + HEADING < word.top < page.height - FOOT and word.text not in title.split()


def beyond(pages: list[Sheet], margin: float) -> list[tuple[int, str]]:
    """Words that stand in the margin, which is given in millimetres."""
    found = []
    for number, page in enumerate(pages, 1):
        edge = (margin if page.width < page.height else 16) * MILLIMETRE - 1
        found += [(number, word.text) for word in page.words if word.left < edge or word.right > page.width - edge]
    return found


def over_another(pages: list[Sheet]) -> list[tuple[int, str, str]]:
    """Words that reach into the next one on their line: a word too long for its column does."""
    found = []
    for number, page in enumerate(pages, 1):
        lines: dict[int, list[Word]] = {}
        for word in page.words:
            lines.setdefault(round(word.bottom), []).append(word)
        for line in lines.values():
            ranked = sorted(line, key=lambda word: word.left)
            found += [(number, one.text, two.text) for one, two in pairwise(ranked) if one.right > two.left + TOUCH]
    return found


def test_no_heading_stands_alone_and_no_line_is_too_long(printed: Printed, pdftotext: Path) -> None:
    for path in [*printed.pdfs("briefs"), *sorted((printed.build / "pdf").glob("book-*.pdf"))]:
        data, pages = path.read_bytes(), poppler.sheets(path, pdftotext)
        assert len(poppler.bookmarks(data)) > 5
        assert (path.name, widows(data, pages)) == (path.name, [])
        assert (path.name, beyond(pages, MARGINS.get(path.stem, 20))) == (path.name, [])
        assert (path.name, over_another(pages)) == (path.name, [])


FAULTY = """\
#set document(title: "x")
#set page(width: 300pt, height: 400pt, margin: 60pt)
= First
#block(height: 140pt)[Words.]
#show heading: set block(sticky: false)
#block(height: 40pt)[More.]
= Alone
#pagebreak()
#box(width: 400pt)[Beyond the margin of this small page, and further still]
#grid(columns: (20pt, 60pt), [Incomprehensible], [neighbour])
"""


def test_what_is_asked_of_pages_finds_what_is_wrong(tmp_path: Path, pdftotext: Path) -> None:
    import typst

    path = tmp_path / "faulty.pdf"
    path.write_bytes(typst.compile(FAULTY.encode(), ignore_system_fonts=True))
    pages = poppler.sheets(path, pdftotext)
    assert widows(path.read_bytes(), pages) == [(1, "Alone")]
    assert (2, "further") in beyond(pages, 60 / MILLIMETRE)
    assert over_another(pages) == [(2, "Incomprehensible", "neighbour")]
    assert lost("onetwo", ["two", "one"]) == ["one"]
