"""A file that a publisher or a browser made, as paragraphs and as what it says of itself.

Here: what all kinds of file share, plain text, and the choice between the readers. Pages are read by
`ingest/web/webpage.py`, PDF by `ingest/pdf_text/pdf_reader.py`. Not here: which paragraph is what (`propose.py`), and
records.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sourcebook.ingest import charsets, not_articles
from sourcebook.ingest.hyphenation import Joiner
from sourcebook.ingest.sandbox import apart
from sourcebook.model.problems import SourcebookError
from sourcebook.store import book

LARGEST = 32 * 1024 * 1024
"""The largest file that is read, in bytes."""
MOST_PARAGRAPHS = 5000
"""The most paragraphs that are read: each is weighed against the others."""
_SMALL = 100_000
"""The largest text, in bytes, that is read in this process: no text of this size takes a second."""
NOISE = "noise"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\n[ \t\u3000\xa0]*(?:\n[ \t\u3000\xa0]*)+")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_HYPHEN = re.compile(r"(?<!\w)\w+ ?[-\u2010\u00ad¬]$")
_ITEM = re.compile(r"\s*(?:[•·▪‣*–—-]|\d{1,2}[.)])\s")
_TAGS = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    """A paragraph as one line. `hint` is the zone that the file's markup speaks for, `noise`, or nothing."""

    text: str
    hint: str = ""


@dataclass(frozen=True)
class Facts:
    """What a file says of the article, and nothing that it does not say. `issued` is EDTF; `asides` are for the author
    of the record to judge: what the file says and its text does not bear out."""

    title: str = ""
    author: tuple[str, ...] = ()
    container_title: str = ""
    publisher: str = ""
    issued: str = ""
    issued_because: str = ""
    language: str = ""
    language_because: str = ""
    address: str = ""
    asides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """What was read out of a file. `form` says what the file was; `marked`: its markup tells body from furniture;
    `look`: what was decided in reading, for an author to look at."""

    form: str
    blocks: tuple[Block, ...]
    facts: Facts = Facts()
    marked: bool = False
    notes: tuple[str, ...] = ()
    look: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as it is kept: a paragraph a line, an empty line between two."""
        return "\n\n".join(block.text for block in self.blocks) + "\n"


def read(path: Path, encoding: str = "") -> Page:
    """The paragraphs of a file. SourcebookError says what is wrong with it, and what to do."""
    data = read_bytes(path)
    not_articles.refuse_bytes(data, path.name)
    if data.startswith(b"%PDF") or (path.suffix.lower() == ".pdf" and b"%PDF" in data[:1024]):
        from sourcebook.ingest.pdf_text import pdf_reader

        page = apart(pdf_reader.read, path.name, data, path.name)
    elif _is_html(data, path):
        from sourcebook.ingest.web import webpage

        page = apart(webpage.read, path.name, data, path.name, encoding)
    elif len(data) <= _SMALL:
        page = read_text(data, path.name, encoding)
    else:
        page = apart(read_text, path.name, data, path.name, encoding)
    if not any(c.isalnum() for block in page.blocks for c in block.text):
        raise SourcebookError(f"{path.name} holds no words; name a file that holds the article's text.")
    if len(page.blocks) > MOST_PARAGRAPHS or len(page.text.encode()) > book.LARGEST_TEXT:
        most = f"{MOST_PARAGRAPHS:,} paragraphs, or {book.LARGEST_TEXT // 1024**2} MB of text"
        raise SourcebookError(f"{path.name} holds more than {most}, and no article does; save the article alone.")
    return page


def read_text(data: bytes, name: str, encoding: str = "") -> Page:
    """The paragraphs of a plain text."""
    text = decoded(data, name, encoding)
    not_articles.refuse_text(text, name)
    found, look = paragraphs(text)
    return Page("a text file", tuple(map(Block, found)), look=look)


def read_bytes(path: Path) -> bytes:
    """A file's bytes; SourcebookError where it is no file, a link, or too large."""
    if path.is_symlink():
        raise SourcebookError(f"{path.name} is a link; name the file itself, so that it is clear what is read.")
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no file" if path.exists() else "not there"
        raise SourcebookError(f"{path.name} is {what}; name a text, a saved page (HTML) or a PDF.")
    try:
        return book.read_bytes(path, LARGEST)
    except OSError as error:
        raise SourcebookError(f"{path.name} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise SourcebookError(f"{path.name}: {error} An article is smaller; save it as text.") from None


def _is_html(data: bytes, path: Path) -> bool:
    if path.suffix.lower() in (".mhtml", ".mht", ".webarchive") or data[:8] == b"bplist00":
        raise SourcebookError(f"{path.name} is a web archive; save the page as HTML instead.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise SourcebookError(
            f"{path.name} is a word processor's or an archive's file; save it as plain text or as PDF."
        )
    return path.suffix.lower() in (".html", ".htm", ".xhtml") or bool(_TAGS.match(data[:4096]))


def decoded(data: bytes, name: str, encoding: str = "") -> str:
    """Bytes as text with one kind of line end; SourcebookError says which encoding might help."""
    try:
        if encoding or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode(_codec(encoding) if encoding else "utf-16").removeprefix("\ufeff")
            if "\0" in text:
                raise ValueError(
                    f"line {text[: text.index(chr(0))].count(chr(10)) + 1} holds a NUL character; is it a text file?"
                )
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return book.decode(data)
    except UnicodeDecodeError as error:
        raise SourcebookError(
            f"{name} is not {encoding or 'UTF-16'} (byte {error.start}); name its encoding with --encoding."
        ) from None
    except ValueError as error:
        remedy = "" if "NUL" in str(error) else " If it comes from an older Windows program, try --encoding cp1252."
        raise SourcebookError(f"{name}: {error}{remedy}") from None


def _codec(name: str) -> str:
    """The name of a text encoding as Python knows it; a name that web pages use means what it means to browsers."""
    try:
        "".encode(name)  # a codec that is no text encoding raises LookupError too
        return charsets.codec(name) or codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        if found := charsets.codec(name):
            return found
        raise SourcebookError(
            f"there is no encoding {name!r}; common ones are utf-8, cp1252, cp1251 and latin-1."
        ) from None


# -- lines into paragraphs --------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Text as one line without control characters; no-break spaces stay, as they are the publisher's."""
    return _CONTROL.sub(
        "", _SPACES.sub(" ", text.replace("\x85", " ").replace("\u2028", " ").replace("\u2029", " "))
    ).strip()


def paragraphs(text: str) -> tuple[list[str], tuple[str, ...]]:
    """The paragraphs of a plain text, and what was decided about words that its lines break.

    Paragraphs are parted by empty lines; inside, lines are joined where they were only wrapped.
    """
    text = re.sub("[\f\u2029]", "\n\n", text).replace("\u2028", "\n")
    joiner = Joiner.of(text)
    out: list[str] = []
    for part in _PARAGRAPH.split(text):
        lines = [line for line in part.split("\n") if line.strip()]
        out += [joiner.join(map(one_line, lines))] if wrapped(lines) else [one_line(line) for line in lines]
    return [paragraph for paragraph in out if paragraph], joiner.told()


def wrapped(lines: Sequence[str]) -> bool:
    """Whether lines are one paragraph broken at a margin: no first word of a next line would have fitted before it."""
    if len(lines) < 2 or max(map(len, lines)) > 130 or any(_ITEM.match(line) for line in lines):
        return False
    width = max(len(line.rstrip()) for line in lines)
    return width >= 40 and all(
        _HYPHEN.search(a.rstrip()) or len(a.rstrip()) + 1 + len(b.split()[0]) > width for a, b in pairwise(lines)
    )
