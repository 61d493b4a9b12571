"""`sourcebook packet`: build the private reading packet, the complete articles, for an instructor who holds the rights.

Here: which articles are included, the facts about each, and the file that is written. Not here: paragraphs
(`exports/paper/reading_packet.py`) and typesetting. The file never becomes part of the book.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sourcebook import __version__
from sourcebook.check import Opened
from sourcebook.commands import read_book
from sourcebook.exports.paper import pdf, reading_packet
from sourcebook.exports.paper.paper_sizes import PaperName
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import Source
from sourcebook.quotes.article import Article
from sourcebook.sphinx_ext import wording
from sourcebook.store import articles, atomic, book

NAME = "packet.pdf"
COPIES = {"original": "the text as written", "retranslated": wording.COPY}


def make(
    opened: Opened, keys: Sequence[str] = (), paper: PaperName = "a4", environ: Mapping[str, str] = os.environ
) -> Path:
    """Write the packet of these sources, or of all; its path.

    SourcebookError where a text is missing: an incomplete packet would pass for a complete one. `pdf.UnprintableError`
    where words cannot be typeset.
    """
    selected = list(keys or opened.book.sources)
    _need_texts(opened, selected, environ)
    timestamp = pdf.stamp(environ)
    data = pdf.compiled("packet", _volume(opened, selected), paper, timestamp=timestamp)
    path = opened.book.root / atomic.BUILD / NAME
    with atomic.alone(opened.book.root / atomic.BUILD):
        atomic.write_file(path, data)
    return path


def _need_texts(opened: Opened, keys: Sequence[str], environ: Mapping[str, str]) -> None:
    """Raise SourcebookError, with every missing file and the folder that was searched."""
    missing = [opened.book.sources[key].text.file for key in keys if key not in opened.prover.articles]
    if not keys:
        raise SourcebookError("there is no source, so there is no packet; add a source first.")
    if missing:
        folder = articles.find_texts(opened.book.root, environ)
        where = f"{folder} does not hold them as they were recorded" if folder else "no folder of texts is at hand"
        raise SourcebookError(
            f"the packet holds articles whole, and these are missing: {', '.join(missing)} ({where}). Put them into "
            f"{book.SOURCES}/{articles.FULLTEXT}/, or name their folder in {articles.TEXTS_VARIABLE}."
        )


def _volume(opened: Opened, keys: Sequence[str]) -> reading_packet.Packet:
    title = read_book.settings(opened.book.root).title if read_book.has_pages(opened.book.root) else ""
    return reading_packet.Packet(
        title=title or "Reading packet",
        lang="en",
        author="",
        version=__version__,
        rights="The articles belong to their publishers.",
        pages=(),
        notes={},
        readings=tuple(_reading(opened, key) for key in keys),
    )


def _reading(opened: Opened, key: str) -> reading_packet.PacketArticle:
    source, seal = opened.book.sources[key], opened.prover.seals.get(key)
    article: Article = opened.prover.articles[key]
    return reading_packet.PacketArticle(
        key=key,
        short=source.short,
        title=source.title,
        lang=source.language,
        facts=tuple(reading_packet.Fact(name, words) for name, words in _facts(source).items()),
        digest=source.text.sha256,
        root=seal.root.hex() if seal else "",
        blocks=reading_packet.blocks(article),
    )


def _facts(source: Source) -> dict[str, str]:
    """The facts printed above an article; a missing one is printed as not given."""
    return {
        "Author": wording.authors(source) or wording.NOT_GIVEN,
        "Published in": source.container_title or source.publisher or wording.NOT_GIVEN,
        "Date": wording.date(source.issued) if source.issued else wording.NOT_GIVEN,
        "Kind": source.genre,
        "Interest": wording.sentence(source.disclosure) or "The text discloses none.",
        "Copy": f"{COPIES[source.fidelity]}; file {source.text.file}",
    }
