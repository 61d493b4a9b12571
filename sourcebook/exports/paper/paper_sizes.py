"""The paper sizes of documents: their names in Typst, and the names of their files.

Here: names. Not here: setting (`pdf.py`), and where finished files go (the commands know).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

PaperName = Literal["a4", "us-letter"]


@dataclass(frozen=True)
class Paper:
    """`name` is Typst's, `ending` stands at the end of a file's name, `title` is for readers."""

    name: PaperName
    ending: str
    title: str


MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
PAPERS = (Paper("a4", "a4", "A4"), Paper("us-letter", "letter", "US Letter"))


def file_name(stem: str, paper: Paper) -> str:
    """The name of a PDF on this paper: `kazakhstan-a4.pdf`."""
    return f"{stem}-{paper.ending}.pdf"


def media_type(path: PurePath) -> str:
    """The media type of a file that readers download."""
    return MEDIA_TYPES[path.suffix]
