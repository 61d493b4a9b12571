"""What every reader of a file gives: a page of blocks with what it says of itself; and text cut into paragraphs."""

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


_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]")


_PARAGRAPH = re.compile(r"\n[ \t\u3000\xa0]*(?:\n[ \t\u3000\xa0]*)+")


_SPACES = re.compile(r"[ \t\n\r\f\v]+")


_HYPHEN = re.compile(r"(?<!\w)\w+ ?[-\u2010\u00ad¬]$")


_ITEM = re.compile(r"\s*(?:[•·▪‣*–—-]|\d{1,2}[.)])\s")


@dataclass(frozen=True)
class ExtractedBlock:
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
class ExtractedPage:
    """What was read out of a file. `form` says what the file was; `marked`: its markup tells body from furniture;
    `look`: what was decided in reading, for an author to look at."""

    form: str
    blocks: tuple[ExtractedBlock, ...]
    facts: Facts = Facts()
    marked: bool = False
    notes: tuple[str, ...] = ()
    look: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text as it is kept: a paragraph a line, an empty line between two."""
        return "\n\n".join(block.text for block in self.blocks) + "\n"


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
        return files.decode(data)
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
