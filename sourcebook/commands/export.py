"""`sourcebook export NAME`: what an export of the registry may read of a book, and its files by name.

Here: the settings, the pages and the stamp. Not here: the exports (`exports/data/book_exports.py` and its neighbours),
and where files are put (`cli.py`).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from sourcebook import processes
from sourcebook.check import Opened
from sourcebook.commands import read_book
from sourcebook.exports.data.book_exports import ExportInput, book_exports

FIXED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The stamp of files, the same on every run; SOURCE_DATE_EPOCH overrules it."""


def export(opened: Opened, name: str, environ: Mapping[str, str] = os.environ) -> dict[str, bytes]:
    """The files of an export by their names. SourcebookError where the book's settings cannot be read."""
    return book_exports()[name].files(export_input(opened, environ))


def export_input(opened: Opened, environ: Mapping[str, str]) -> ExportInput:
    """What exports may read of a book."""
    root, settings = opened.book.root, read_settings(opened.book.root)
    date = processes.build_date(environ)
    return ExportInput(
        book=opened.book,
        prover=opened.prover,
        title=settings.title,
        zones=settings.zones,
        rights=settings.rights,
        stamp=FIXED if date is None else dt.datetime.fromtimestamp(date, dt.UTC),
        used=lambda: read_book.read(root).used if read_book.has_pages(root) else (),
    )


def read_settings(root: Path) -> read_book.Settings:
    """Title, zones and rights of a book; a folder of records alone has none of them."""
    return read_book.settings(root) if read_book.has_pages(root) else read_book.Settings("Timeline", ())
