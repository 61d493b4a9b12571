"""The result of every file reader, a page of paragraphs with its metadata; and decoding and splitting plain text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sourcebook.ingest import charsets
from sourcebook.ingest.hyphenation import Joiner
from sourcebook.model.problems import SourcebookError
from sourcebook.store import files

NOISE = "noise"
"""The hint for a paragraph that is not part of the article."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\n[ \t\u3000\xa0]*(?:\n[ \t\u3000\xa0]*)+")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_HYPHEN = re.compile(r"(?<!\w)\w+ ?[-\u2010\u00ad¬]$")
_ITEM = re.compile(r"\s*(?:[•·▪‣*–—-]|\d{1,2}[.)])\s")


@dataclass(frozen=True)
class ExtractedBlock:
    """A paragraph on one line. `hint` is the zone that the file's markup suggests, `noise`, or empty."""

    text: str
    hint: str = ""


@dataclass(frozen=True)
class Facts:
    """The metadata that a file gives of the article; nothing is inferred. `issued` is EDTF; `asides` are statements of
    the file that its text does not confirm, for the author of the record to judge."""

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
class ExtractedPage:
    """The content of a file. `form` names its format; `marked`: its markup tells the body from the furniture; `look`:
    decisions of the reader that an author should check."""

    form: str
    blocks: tuple[ExtractedBlock, ...]
    facts: Facts = Facts()
    marked: bool = False
    notes: tuple[str, ...] = ()
    look: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as it is stored: one paragraph a line, an empty line between two."""
        return "\n\n".join(block.text for block in self.blocks) + "\n"


def decoded(data: bytes, name: str, encoding: str = "") -> str:
    """Decode bytes and normalise line ends. SourcebookError says which encoding might help."""
    try:
        if encoding or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = data.decode(_codec(encoding) if encoding else "utf-16").removeprefix("\ufeff")
            if "\0" in text:
                raise ValueError(
                    f"line {text[: text.index(chr(0))].count(chr(10)) + 1} holds a NUL character; is it a text file?"
                )
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return files.decode(data)
    except UnicodeDecodeError as error:
        raise SourcebookError(
            f"{name} is not {encoding or 'UTF-16'} (byte {error.start}); name its encoding with --encoding."
        ) from None
    except ValueError as error:
        remedy = "" if "NUL" in str(error) else " If it comes from an older Windows program, try --encoding cp1252."
        raise SourcebookError(f"{name}: {error}{remedy}") from None


def _codec(name: str) -> str:
    """Python's name of a text encoding; a label of the web means what it means to browsers."""
    try:
        "".encode(name)  # a codec that is not a text encoding raises LookupError too
        return charsets.codec(name) or codecs.lookup(name).name
    except (LookupError, UnicodeError, ValueError):
        if web_codec := charsets.codec(name):
            return web_codec
        raise SourcebookError(
            f"there is no encoding {name!r}; common ones are utf-8, cp1252, cp1251 and latin-1."
        ) from None


def one_line(text: str) -> str:
    """Text on one line without control characters; no-break spaces stay, as they are the publisher's."""
    return _CONTROL.sub(
        "", _SPACES.sub(" ", text.replace("\x85", " ").replace("\u2028", " ").replace("\u2029", " "))
    ).strip()


def paragraphs(text: str) -> tuple[list[str], tuple[str, ...]]:
    """Split a plain text into paragraphs; also returns notes on words that were broken at line ends.

    Empty lines separate paragraphs; wrapped lines inside one are joined.
    """
    text = re.sub("[\f\u2029]", "\n\n", text).replace("\u2028", "\n")
    joiner = Joiner.of(text)
    out: list[str] = []
    for part in _PARAGRAPH.split(text):
        lines = [line for line in part.split("\n") if line.strip()]
        out += [joiner.join(map(one_line, lines))] if wrapped(lines) else [one_line(line) for line in lines]
    return [paragraph for paragraph in out if paragraph], joiner.notes()


def wrapped(lines: Sequence[str]) -> bool:
    """True if lines are one wrapped paragraph: the first word of no line would have fitted on the line before."""
    if len(lines) < 2 or max(map(len, lines)) > 130 or any(_ITEM.match(line) for line in lines):
        return False
    width = max(len(line.rstrip()) for line in lines)
    return width >= 40 and all(
        _HYPHEN.search(a.rstrip()) or len(a.rstrip()) + 1 + len(b.split()[0]) > width for a, b in pairwise(lines)
    )
