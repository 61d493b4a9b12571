"""A record file without a fault, and books of record files, for the tests of the store."""

from __future__ import annotations

from pathlib import Path

from sourcebook.model.problems import Problem
from sourcebook.store.book import load_book

GOOD = """\
title: A note
short: Note
genre: report
language: en
fidelity: original
origin: note
reliability: {letter: F, because: Invented.}
text:
  file: note.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
zones:
  - {zone: body, lines: 1}
"""


def book(root: Path, **files: str | bytes) -> list[Problem]:
    """Write record files (`note` for note.yml) and load them."""
    (root / "sources").mkdir(exist_ok=True)
    for name, text in files.items():
        (root / "sources" / f"{name.replace('_', '-')}.yml").write_bytes(
            text if isinstance(text, bytes) else text.encode()
        )
    return load_book(root)[1]


def labels(problems: list[Problem]) -> list[tuple[str, str, int]]:
    return [(p.kind.label, p.place.file, p.place.line) for p in problems]
