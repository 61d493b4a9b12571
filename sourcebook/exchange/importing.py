"""`sourcebook import`: find out what a file is, and plan what becomes of what it holds.

Here: which reader and which planner a format takes. Not here: the formats, and asking (`cli/exchange.py`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sourcebook.check import Opened
from sourcebook.exchange import headers, received, references
from sourcebook.exchange.plan import EVERYTHING, Choice, Plan
from sourcebook.exchange.received import Format

_REFERENCES = (Format.CSL, Format.BIBTEX, Format.RIS)


def plan(opened: Opened, path: Path, key: str = "", encoding: str = "", choice: Choice = EVERYTHING) -> Plan:
    """What an import of a file would do; `key` names the source that it belongs to. Nothing is written.

    SourcebookError says what is wrong with the file, and what to do.
    """
    file = received.receive(path, encoding)
    title = f"{file.name}, {file.format.value}"
    if file.format in _REFERENCES:
        listed, notes = references.read(file)
        return replace(headers.plan(opened.book, title, listed, key, choice), notes=tuple(notes))
    raise NotImplementedError
