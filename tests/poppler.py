"""A PDF as `pdftotext` reads it: its words with their places, and its text in the order in which it was set.

Here: calling the program and its answer as records. Not here: what is asked of a page (the tests do).
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import Destination

XHTML = "{http://www.w3.org/1999/xhtml}"
FOOT = re.compile(r"Page \d+ of \d+$")
"""How the line at the foot of a page ends."""


@dataclass(frozen=True)
class Word:
    """A word and its box, in points from the upper left corner of its page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Sheet:
    """A page: its size and its words."""

    width: float
    height: float
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Bookmark:
    """A heading as the bookmarks name it: its title, its page from 0, and how far it stands below the page's edge."""

    title: str
    page: int
    top: float


def sheets(pdf: Path, program: Path) -> list[Sheet]:
    """The pages of a PDF."""
    answer = subprocess.run([program, "-bbox", pdf, "-"], check=True, capture_output=True).stdout
    root = etree.fromstring(answer, etree.XMLParser(huge_tree=True))
    return [
        Sheet(float(page.attrib["width"]), float(page.attrib["height"]), tuple(map(_word, page.iter(f"{XHTML}word"))))
        for page in root.iter(f"{XHTML}page")
    ]


def _word(element: etree._Element) -> Word:
    left, top, right, bottom = (float(element.attrib[name]) for name in ("xMin", "yMin", "xMax", "yMax"))
    return Word(element.text or "", left, top, right, bottom)


def text(pdf: Path, program: Path, heads: set[str]) -> str:
    """The words in the order in which they were set, without white space, without page numbers and running heads."""
    answer = subprocess.run([program, "-raw", pdf, "-"], check=True, capture_output=True).stdout.decode()
    lines = [line for line in answer.replace("\f", "\n").split("\n") if line not in heads and not FOOT.search(line)]
    return "".join("".join(lines).split())


def bookmarks(pdf: bytes) -> list[Bookmark]:
    """Every bookmark, in order."""
    reader = PdfReader(io.BytesIO(pdf))
    heights = [float(page.mediabox.height) for page in reader.pages]
    return [
        Bookmark(str(item.title), number, heights[number] - float(item.top or 0))
        for item in _flat(reader.outline)
        if (number := reader.get_destination_page_number(item)) is not None
    ]


def _flat(outline: Sequence[object]) -> Iterator[Destination]:
    for item in outline:
        if isinstance(item, list):
            yield from _flat(item)
        elif isinstance(item, Destination):
            yield item
