"""`sourcebook import`: find out what a file is, and plan what becomes of what it holds.

Here: which reader and which planner a format takes. Not here: the formats, and asking (`cli/exchange.py`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sourcebook.check import Opened
from sourcebook.exchange import (
    headers,
    passages,
    received,
    references,
    several_articles,
    tables,
    web_annotations,
    word_marks,
)
from sourcebook.exchange.plan import EVERYTHING, ImportPlan, Selection, Verdict
from sourcebook.exchange.received import Format
from sourcebook.model.problems import SourcebookError, near

_REFERENCES = (Format.CSL, Format.BIBTEX, Format.RIS)
_ANNOTATIONS = (Format.HYPOTHESIS, Format.W3C)
_ITSELF = "If the file is the article itself, add it first: sourcebook add {} --key KEY; then import it again."
_TABLES = (Format.TABLE, Format.WORKBOOK, Format.RECORDS)


def plan(opened: Opened, path: Path, key: str = "", encoding: str = "", choice: Selection = EVERYTHING) -> ImportPlan:
    """What an import of a file would do; `key` names the source that it belongs to. Nothing is written.

    SourcebookError says what is wrong with the file, and what to do.
    """
    file = received.receive(path, encoding)
    title = f"{file.name}, {file.format.value}"
    if file.format in _REFERENCES:
        _need_source(opened, key)
        listed, notes = references.read(file)
        return replace(headers.plan(opened.book, title, listed, key, choice), notes=tuple(notes))
    if file.format in _ANNOTATIONS or file.format in _TABLES:
        _need_source(opened, key)
        excerpts = web_annotations.read(file) if file.format in _ANNOTATIONS else tables.read(file)
        if not excerpts:
            raise SourcebookError(f"{file.name} holds no quotation; export it again, with what you marked.")
        return passages.plan(opened, title, excerpts, key, choice)
    if file.format is Format.WORD and (excerpts := word_marks.read(file)):
        _need_source(opened, key)
        made = passages.plan(opened, f"{title} with comments and highlights", excerpts, key, choice)
        unknown = made.count(Verdict.UNFIT) == len(made.items)
        return replace(made, notes=(*made.notes, _ITSELF.format(file.name))) if unknown else made
    arrived = several_articles.read(path, file.data, encoding)
    if key and len(arrived) > 1:
        raise SourcebookError(f"{file.name} holds {len(arrived)} articles, and --source names one; leave it out.")
    what = f"{len(arrived)} articles" if len(arrived) > 1 else "an article"
    return several_articles.plan(opened, path, f"{file.name}, {what}", arrived, key, choice)


def _need_source(opened: Opened, key: str) -> None:
    """SourcebookError unless a key is that of a source, or empty."""
    if key and key not in opened.book.sources:
        meant = near(key, opened.book.sources)
        there = f"did you mean {meant!r}?" if meant else f"there are: {', '.join(opened.book.sources) or 'none yet'}."
        raise SourcebookError(f"there is no source {key!r}; {there}")
