"""The readers of `longer.py`: bytes in, nothing out, and an exception of ours where they refuse.

Here: what is called with what is found, and the files and words that a hunt begins with. They stand apart because they
are imported in a process that watches which lines they reach. Not here: the hunt (`longer.py`).
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import typst

from sourcebook import check
from sourcebook.analysis import clock, edtf
from sourcebook.check import Opened
from sourcebook.commands import quote, toc_edit
from sourcebook.exports.data import proof_bundle
from sourcebook.exports.paper import pdf_evidence
from sourcebook.figures import svg_pages
from sourcebook.ingest import page as ingest_page
from sourcebook.ingest.web import tree
from sourcebook.model.problems import Place, SourcebookError
from sourcebook.model.records import Events, Source
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import match, seals, speech
from sourcebook.quotes.match import ParsedQuotation
from sourcebook.sphinx_ext import escapes, source_checks
from sourcebook.store import files, validation, yaml_source
from tests import sealed
from tests.fuzz import strategies as given_
from tests.fuzz.cases import explained
from tests.sealed import ARTICLE, KEY, RECORD

KNOWN = (SourcebookError, seals.BadSeal, edtf.DateError, clock.ClockError)
"""How a reader refuses."""


@cache
def folder() -> Path:
    """A folder to write into, for readers that read files. The system takes it away in its own time."""
    return Path(tempfile.mkdtemp(prefix="fuzz-files-"))


@cache
def opened() -> Opened:
    return check.open_book(sealed.write_book(folder() / "book"), {})


@cache
def salt() -> Source:
    source, _ = validation.to_record(Source, yaml_source.parse(RECORD.format(digest="0" * 64)), "x.yml")
    assert source is not None
    return source


def text_of(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def record(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        document = yaml_source.parse(files.decode(data))
        for kind in (Source, Events):
            explained(validation.to_record(kind, document, "x.yml")[1])


def article(data: bytes) -> None:
    quotes_article.tokenise("x", salt(), text_of(data))


def quotation(data: bytes) -> None:
    match.judge(opened().prover.articles[KEY], ParsedQuotation(text_of(data)))


def questions(data: bytes) -> None:
    for reply in quote.answer_all(opened(), data.splitlines(keepends=True)):
        json.dumps(reply.as_json(), allow_nan=False).encode()


def evidence(data: bytes) -> None:
    with contextlib.suppress(ValueError, RecursionError):
        value = json.loads(data)
        for read in (proof_bundle.read, seals.from_json):
            with contextlib.suppress(seals.BadSeal):
                read(value)


def small(data: bytes) -> None:
    text = text_of(data)
    for read in (edtf.parse, clock.parse_clock, clock.check_zone):
        with contextlib.suppress(*KNOWN):
            read(text)
    escapes.parse(text, Place("x", 1))
    speech.detect(text, 0, len(text))


def markdown(data: bytes) -> None:
    text = text_of(data)
    list(source_checks.ended_early(text))
    list(source_checks.faults(text))


def contents_file(data: bytes) -> None:
    (folder() / "_toc.yml").write_bytes(data)
    toc_edit.with_page(folder(), "chapters/new", "New")


def picture(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        svg_pages.wrapped(data)


def page(data: bytes) -> None:
    tree.parse(text_of(data), "x.html")


def plain(data: bytes) -> None:
    ingest_page.paragraphs(ingest_page.decoded(data, "x.txt"))


class Reader(NamedTuple):
    """A reader, what it reads without fault, and words that mean something to it."""

    read: Callable[[bytes], object]
    good: Callable[[], Sequence[str | bytes]]
    words: Sequence[str] = ()


TOC = "format: jb-book\nroot: index\nparts:\n  - caption: A  # b\n    chapters:\n      - file: chapters/one\n"
MATTER = "---\ntitle: A brief\ndate: 2022-05-20\n---\n\n# Words\n\n:::{sb:quote} a/b\n:::\n"
QUESTION = '{"id": 1, "source": "salt-2031", "exact": "the lake has fallen", "speaker": "torn"}\n'


def _evidence() -> list[str | bytes]:
    made = json.dumps(proof_bundle.make(opened().prover, [f"{KEY}/gauge-moved"]))
    return [made, sealed.seal_file(folder() / "book").read_bytes()]


def _pdf() -> list[str | bytes]:
    document = typst.compile(b"Words.", ignore_system_fonts=True, timestamp=1)
    pdf = pdf_evidence.put(document, b"{}")
    assert pdf_evidence.get(pdf) == b"{}"
    return [pdf]


READERS: dict[str, Reader] = {
    "record": Reader(record, lambda: [RECORD.format(digest="0" * 64), "events: []\n"], given_.YAML),
    "article": Reader(article, lambda: [ARTICLE], (*given_.UNSEEN, *given_.LOOKALIKES)),
    "quotation": Reader(quotation, ARTICLE.splitlines, given_.MARKS),
    "questions": Reader(questions, lambda: [QUESTION], given_.MARKS),
    "evidence": Reader(evidence, _evidence),
    "small": Reader(small, lambda: ["2022-01-02/..", "22:14/24:00", "Asia/Almaty", "context because x"], given_.DATES),
    "markdown": Reader(markdown, lambda: [MATTER], (*given_.MYST, *given_.YAML)),
    "contents": Reader(contents_file, lambda: [TOC], given_.YAML),
    "picture": Reader(picture, lambda: [svg_pages.PNG + b"\0" * 20, "<svg xmlns='x'><title>x</title></svg>"]),
    "page": Reader(page, lambda: ["<html><body><p>Some words.</p></body></html>"], given_.MARKUP),
    "plain": Reader(plain, lambda: [ARTICLE, "- a\n- b\n\nA head-\nline"]),
    "pdf": Reader(pdf_evidence.get, _pdf, ("/Length 1", "obj", "stream\n", "/Private 5 0 R", "<<", ">>", "~>")),
}
