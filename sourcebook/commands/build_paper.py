"""`sourcebook build pdf` and `sourcebook build epub`: the whole book on paper, each chapter by itself, and as an EPUB.

Here: one run of Sphinx, from which everything on paper is made, and files written whole. Not here: how a page is set
(`exports/paper/pdf.py`), and how an EPUB is packed (`exports/paper/epub.py`). Briefs have a room of their own
(`build_briefs.py`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sourcebook.exports.paper import epub, pdf
from sourcebook.exports.paper.paper_sizes import PAPERS, file_name
from sourcebook.model import document_tree
from sourcebook.sphinx_ext import build
from sourcebook.sphinx_ext.directives.brief_page import is_brief
from sourcebook.store import atomic

Say = Callable[[str], None]
FOLDER = "pdf"
BOOK = "book"


def read(root: Path) -> Path:
    """Read the public book for paper: the folder of its blocks. `run.FaultyBookError` where pages have faults."""
    code, folder = build.blocks(root)
    _unless_faulty(code)
    return folder


def make_pdf(root: Path, source: Path, say: Say, environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Set the book on every paper and every chapter on the first, all or none; the files.

    `source` is what `read` gave. `pdf.UnprintableError` where words cannot be set.
    """
    final = root / build.BUILD / FOLDER
    with atomic.alone(root / build.BUILD):
        made = root / build.BUILD / build.WORK / FOLDER
        shutil.rmtree(made, ignore_errors=True)
        names = [_write(made / name, data) for name, data in _set(source, say, pdf.stamp(environ))]
        atomic.publish(made, final)
    return [final / path.relative_to(made) for path in names]


def _set(folder: Path, say: Say, made: int | None) -> Iterator[tuple[str, bytes]]:
    """Each document with its name: the book on every paper, then chapter by chapter."""
    order, pages = document_tree.read(folder)
    chapters = [page for page in pages if not is_brief(page.name)]
    names = [file_name(BOOK, paper) for paper in PAPERS]
    yield from zip(names, pdf.books(order, chapters, [p.name for p in PAPERS], timestamp=made, say=say), strict=True)
    for page in chapters:
        if page.name != order.pages[0][0]:
            yield f"{page.name}.pdf", pdf.chapter(order, page, PAPERS[0].name, timestamp=made)


def make_epub(root: Path, source: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Make the EPUB; its file. The same pages give the same bytes, under the same SOURCE_DATE_EPOCH.

    `source` is what `read` gave.
    """
    order, _ = document_tree.read(source)
    settings = epub.settings(order.title, order.author, order.rights, order.version, order.language)
    code, folder = build.write(root, "epub", settings)
    _unless_faulty(code)
    final = root / build.BUILD / "epub" / f"{epub.BASENAME}.epub"
    with atomic.alone(root / build.BUILD):
        return _write(final, epub.repacked((folder / f"{epub.BASENAME}.epub").read_bytes(), pdf.stamp(environ)))


def _unless_faulty(code: int) -> None:
    if code:
        raise build.FaultyBookError("the book has faults, listed above, so nothing was made of it; mend them first.")


def _write(path: Path, data: bytes) -> Path:
    atomic.write_file(path, data)
    return path
