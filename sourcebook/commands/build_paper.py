"""`sourcebook build pdf` and `sourcebook build epub`: build the book and each chapter as PDF, and the book as EPUB.

Here: one run of Sphinx for all printed outputs, and writing the files. Not here: typesetting (`exports/paper/pdf.py`),
packing an EPUB (`exports/paper/epub.py`), and briefs (`build_briefs.py`).
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
    """Read the public edition for print; the folder of its blocks. `build.FaultyBookError` where pages have faults."""
    code, folder = build.blocks(root)
    _require_faultless(code)
    return folder


def make_pdf(root: Path, source: Path, say: Say, environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Build the book on every paper size and each chapter on the first one, all or none; the files.

    `source` is the result of `read`. `pdf.UnprintableError` where words cannot be typeset.
    """
    final = root / build.BUILD / FOLDER
    with atomic.alone(root / build.BUILD):
        built = root / build.BUILD / build.WORK / FOLDER
        shutil.rmtree(built, ignore_errors=True)
        names = [_write(built / name, data) for name, data in _documents(source, say, pdf.stamp(environ))]
        atomic.publish(built, final)
    return [final / path.relative_to(built) for path in names]


def _documents(folder: Path, say: Say, timestamp: int | None) -> Iterator[tuple[str, bytes]]:
    """Yield each PDF with its file name: the book on every paper size, then every chapter."""
    order, pages = document_tree.read(folder)
    chapters = [page for page in pages if not is_brief(page.name)]
    names = [file_name(BOOK, paper) for paper in PAPERS]
    yield from zip(
        names, pdf.books(order, chapters, [p.name for p in PAPERS], timestamp=timestamp, say=say), strict=True
    )
    for page in chapters:
        if page.name != order.pages[0][0]:
            yield f"{page.name}.pdf", pdf.chapter(order, page, PAPERS[0].name, timestamp=timestamp)


def make_epub(root: Path, source: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Build the EPUB; its path. The same pages give the same bytes, under the same SOURCE_DATE_EPOCH.

    `source` is the result of `read`.
    """
    order, _ = document_tree.read(source)
    settings = epub.settings(order.title, order.author, order.rights, order.version, order.language)
    code, folder = build.write(root, "epub", settings)
    _require_faultless(code)
    final = root / build.BUILD / "epub" / f"{epub.BASENAME}.epub"
    with atomic.alone(root / build.BUILD):
        return _write(final, epub.repacked((folder / f"{epub.BASENAME}.epub").read_bytes(), pdf.stamp(environ)))


def _require_faultless(code: int) -> None:
    if code:
        raise build.FaultyBookError("the book has faults, listed above, so nothing was built from it; mend them first.")


def _write(path: Path, data: bytes) -> Path:
    atomic.write_file(path, data)
    return path
