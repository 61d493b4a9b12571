"""The Sphinx builder `blocks`: every page of the book as block records in JSON, and the order of the pages.

It runs after all pages are read and every quotation is judged; the PDF and the other paper formats read its output.
Not here: converting a node (`walker.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from msgspec.structs import replace
from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.osutil import ensuredir

from sourcebook import __version__
from sourcebook.analysis.language_tags import language_name
from sourcebook.exports.data import proof_bundle
from sourcebook.exports.paper import days, phrases
from sourcebook.figures.svg_pages import wrapped
from sourcebook.model import document, document_tree
from sourcebook.model.problems import relative
from sourcebook.quotes.languages import is_covered
from sourcebook.quotes.prover import State
from sourcebook.sphinx_ext import config, wording
from sourcebook.sphinx_ext.blocks import boxes
from sourcebook.sphinx_ext.blocks.walker import IN_ITS_PLACE, Walker

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.session import BuildSession

logger = logging.getLogger(__name__)

STATES = {State.FULL: "state-full", State.SEALED: "state-sealed", State.UNCHECKED: "state-unchecked"}
"""The names of the phrases that say against what the passages of a source were proven."""


class BlocksBuilder(Builder):
    """Writes `<page>.json` for each page, and `book.json`."""

    name = "blocks"
    format = "blocks"
    epilog = "The blocks are in %(outdir)s."
    allow_parallel = True
    supported_image_types = ["image/svg+xml", "image/png", "image/jpeg"]  # noqa: RUF012 -- declared by Sphinx, as a plain attribute

    def get_outdated_docs(self) -> Iterator[str]:
        """Every page: the content of one depends on all, and writing is quick."""
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """The name of the target page: anchors are not relative."""
        return to

    def prepare_writing(self, docnames: set[str]) -> None:
        """Nothing to prepare."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        self.post_process_images(doctree)
        meta = metadata_words(self.env.metadata.get(docname, {}), self.config.language or "en")
        file = relative(Path(self.env.doc2path(docname)), Path(self.srcdir))
        walker = Walker(docname, self._picture, self.config.language or "en", boxes.numbers(self, docname))
        page = walker.page(doctree, meta, file)
        self._write(f"{docname}.json", document_tree.written(page))
        session = self._domain.session
        if session:
            quoted = [(q.subject.ref, q.subject.words) for name, q in self._domain.quotations if name == docname]
            on_record = [(ref, words) for ref, words in quoted if session.passage(ref)]
            self._write(
                f"{docname}.{proof_bundle.ATTACHMENT}",
                json.dumps(proof_bundle.make(session.prover, on_record)).encode(),
            )

    def _picture(self, node: nodes.image) -> str:
        """The picture of a node as SVG; empty, with a warning, where it cannot be shown."""
        path = Path(self.srcdir) / node["uri"]
        data = path.read_bytes() if path.is_file() else b""
        try:
            return wrapped(data) if data else ""
        except ValueError as error:
            message = "%s: %s; %s [sourcebook.unknown-node]"
            subtype = "unknown-node"
            logger.warning(message, node["uri"], error, IN_ITS_PLACE, type="sourcebook", subtype=subtype, location=node)
            return ""

    @property
    def _domain(self) -> SourcebookDomain:
        return cast("SourcebookDomain", self.env.get_domain("sb"))

    def finish(self) -> None:
        session = self._domain.session
        pages = list(self._in_order(str(self.config.root_doc), 0, set()))
        order = order_of(self.config, session, pages)
        self._write(document_tree.ORDER, document_tree.written(order))

    def _in_order(self, docname: str, depth: int, seen: set[str]) -> Iterator[tuple[str, int]]:
        """Pages with their depths, in the order of the table of contents. Chapters are as deep as the landing page."""
        if docname in seen or docname not in self.env.all_docs:
            return
        seen.add(docname)
        yield docname, depth
        below = 0 if docname == self.config.root_doc else depth + 1
        for child in self.env.toctree_includes.get(docname, []):
            yield from self._in_order(child, below, seen)

    def _write(self, name: str, data: bytes) -> None:
        path = Path(self.outdir) / name
        ensuredir(path.parent)
        path.write_bytes(data)


def order_of(settings: Config, session: BuildSession | None, pages: list[tuple[str, int]]) -> document.BookOrder:
    """The book as a whole, from its settings and its records."""
    return document.BookOrder(
        title=settings.html_title or settings.project,
        author=settings.author,
        language=settings.language or "en",
        version=__version__,
        rights=settings[config.RIGHTS.name],
        pages=pages,
        sources=[source_line(session, key, settings.language or "en") for key in session.keys] if session else [],
        paragraphs=_paragraphs(session) if session else {},
    )


def metadata_words(metadata: Mapping[str, object], language: str = "en") -> dict[str, str]:
    """The front matter of a page as strings; lists are joined as the book's language joins them."""
    joint = phrases.phrases(language)
    return {key: phrases.listed(map(str, v), joint) if isinstance(v, list) else str(v) for key, v in metadata.items()}


def source_line(session: BuildSession, key: str, language: str = "en") -> document.SourceLine:
    """A source in words with the state of its proof, for imprints, in the language of the book."""
    wordings, seal = phrases.phrases(language), session.prover.seals.get(key)
    state = wordings[STATES[session.prover.state(key)]]
    source = session.source(key)
    if source and not is_covered(source.language):
        state += "; " + wordings["unread-language"].format(language_name(source.language, language))
    return replace(described(session, key, language), state=state, root=seal.root.hex() if seal else "")


def described(session: BuildSession, key: str, language: str = "en") -> document.SourceLine:
    """A source in words, for tables: without the state of its proof, which is not known while pages are read."""
    wordings, source = phrases.phrases(language), session.source(key)
    if source is None:
        raise KeyError(key)
    return document.SourceLine(
        key=key,
        short=source.short,
        title=source.title,
        lang=source.language,
        author=phrases.listed(map(str, source.author), wordings) or wordings["no-author"],
        container=source.container_title or source.publisher or wordings["no-publisher"],
        issued=days.date_in_words(source.issued, language) if source.issued else wordings["no-date"],
        genre=source.genre,
        disclosure=wording.sentence(source.disclosure) or wordings["no-interest"],
        copy=wordings["copy-retranslated" if source.fidelity == "retranslated" else "copy-original"],
        reliability=source.reliability.letter,
        state="",
        root="",
    )


def _paragraphs(session: BuildSession) -> dict[str, int]:
    """The paragraph of each passage; 0 where it is not proven."""
    spans = {ref: session.prover.passage(ref).span for ref in session.refs()}
    return {ref: span.paragraph if span else 0 for ref, span in spans.items()}


def register(app: Sphinx) -> None:
    """Register the builder."""
    app.add_builder(BlocksBuilder)
