"""The search index of passages, people, events, numbers and terms, in one file beside the pages.

Here: an entry for each, in words, and writing them as a script of the book's own, which the search page reads, and any
page whose reader rests on a link (a page from a folder may load a script of its neighbours, but no data). Not here: how
a browser searches and shows them (`static/sourcebook-search.js`, `static/sourcebook-reading.js`).

When: at the end of a build, from the records and from where each stands, so that it is true of pages that this build
did not write, too. Nothing stands in it that no page shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sourcebook.quotes.prover import State
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.collect_and_fill import LOUD, MISQUOTED, UNPROVEN, state_class
from sourcebook.sphinx_ext.directives import cite as directives_cite
from sourcebook.sphinx_ext.directives import mentions
from sourcebook.sphinx_ext.directives.errata import old_places
from sourcebook.sphinx_ext.domain import SourcebookDomain
from sourcebook.sphinx_ext.html import glossary
from sourcebook.sphinx_ext.session import BuildSession, Subject
from sourcebook.store import atomic

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

FILE = "sourcebook-finds.js"
READING = ("sourcebook-reading.css", "sourcebook-reading.js")
SEARCH = (FILE, "sourcebook-search.js")
PROOFS = {
    State.FULL: "Proven against the full text of the article.",
    State.SEALED: "Proven against the seal of the article.",
    UNPROVEN: LOUD[UNPROVEN],
    MISQUOTED: LOUD[MISQUOTED],
}
WORDS = "\ufffc"
"""The placeholder in a reference for the words that a page quotes of the passage."""


@dataclass(frozen=True)
class SearchEntry:
    """An entry of the index: its kind, its address relative to the root of the book, its title and its text.

    `names` are the words by which it is known, `places` where a passage is quoted (the page's title, the address),
    `lang` the language of the title, `cite` a reference without the words and without an address. Of a passage, for the
    sheet of its bracket: the address of its `source`, its `speaker`, the words in `plain` words, and its `proof`.
    """

    kind: str
    at: str
    title: str
    lines: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    lang: str = ""
    cite: str = ""
    source: str = ""
    speaker: str = ""
    plain: str = ""
    proof: str = ""

    def written(self) -> dict[str, Any]:
        """The entry as JSON data, without empty fields."""
        return {name: value for name, value in vars(self).items() if value}


class SearchIndex:
    """Makes the index entries of one book."""

    def __init__(self, app: Sphinx, session: BuildSession) -> None:
        self.app = app
        self.session = session
        self.domain = cast("SourcebookDomain", app.env.get_domain("sb"))
        self.work = directives_cite.work_of(app)
        self.backlinks = self.domain.backlinks()

    def entries(self) -> Iterator[SearchEntry]:
        """All entries: by page in alphabetical order, then the terms."""
        makers = {"passage": self._passage, "actor": self._actor, "event": self._mention, "figure": self._mention}
        makers["reports"] = self._mention
        for docname, anchor in self.domain.anchors:
            if anchor.kind in makers:
                yield from makers[anchor.kind](anchor.kind, anchor.id, self._at(docname, anchor.html_id))
        for term, explanation in glossary.explained(self.app.env):
            names = tuple(glossary.forms(term.name))
            yield SearchEntry("term", self._at(term.docname, term.html_id), term.name, (explanation,), names)

    def _at(self, docname: str, html_id: str) -> str:
        return f"{self.app.builder.get_target_uri(docname)}#{html_id}"

    def _passage(self, kind: str, ref: str, at: str) -> Iterator[SearchEntry]:
        known = self.session.passage(ref)
        if known is None:
            return
        source, passage = known
        key = ref.partition("/")[0]
        speaker = self.session.book.speaker_name(key, passage.speaker)
        paragraph = self.session.verdict(Subject(ref)).paragraph
        where = f"{source.short} ¶{paragraph}" if paragraph else source.short
        copied = wording.copied(source, passage)
        credit = wording.capital(self.session.book.credit(key, passage))
        lines = [f"{credit}, in {where}{f' ({copied})' if copied else ''}"]
        lines += [f"In plain words: {passage.plain}"] if passage.plain else []
        actor = self.session.book.actors.get(passage.speaker)
        names = (speaker, *(actor.variants if actor else ()), source.short)
        places = tuple((link.title, self._at(link.docname, link.anchor)) for link in self.backlinks.get(ref, ()))
        cite = directives_cite.reference(self.session, ref, WORDS, self.work)
        words = " ".join(passage.exact.split())
        entry = SearchEntry(kind, at, words, tuple(lines), tuple(dict.fromkeys(names)), places, source.language, cite)
        place = self.domain.target("source", key)
        status = PROOFS[state_class(self.session.verdict(Subject(ref))) or self.session.verdict(Subject(ref)).state]
        yield replace(
            entry, source=self._at(*place) if place else "", speaker=credit, plain=passage.plain, proof=status
        )

    def sources(self) -> dict[str, dict[str, str]]:
        """The article of every source, by its address."""
        places = {key: self.domain.target("source", key) for key in self.session.keys}
        return {self._at(*place): self._article(key) for key, place in places.items() if place}

    def _article(self, key: str) -> dict[str, str]:
        source = self.session.book.sources[key]
        by = wording.authors(source) or f"author {wording.NOT_GIVEN}"
        printed = ", ".join(filter(None, (by, source.container_title, wording.issued(source))))
        facts = {"short": source.short, "title": source.title, "lang": source.language, "printed": printed}
        return {**facts, "copy": wording.COPIES[source.fidelity]}

    def _actor(self, kind: str, ident: str, at: str) -> Iterator[SearchEntry]:
        actor = self.session.book.actors.get(ident)
        if actor is None:
            return
        roles = [f"{self.session.book.sources[role.source].short}: {role.role}" for role in actor.roles]
        others = [name for name in actor.variants if name != actor.name]
        lines = [f"Also: {', '.join(others)}."] if others else []
        lines += [wording.sentence(role) for role in roles]
        yield SearchEntry(kind, at, wording.capital(actor.name), tuple(lines), (actor.name, *others))

    def _mention(self, kind: str, ident: str, at: str) -> Iterator[SearchEntry]:
        of = "event" if kind == "reports" else kind
        if self.session.title(of, ident):
            title, *lines = mentions.lines(self.session, of, ident)
            yield SearchEntry(kind, at, title, tuple(line for line in lines if line))


def write(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Handler of `html-collect-pages`: write the file before the search page, which names its digest."""
    session = cast("SourcebookDomain", app.env.get_domain("sb")).session if _hosted(app) else None
    if session is None:
        return ()
    index = SearchIndex(app, session)
    finds = [entry.written() for entry in index.entries()]
    data = {"finds": finds, "withdrawn": old_places(app), "sources": index.sources()}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    atomic.write_file(Path(app.outdir) / "_static" / FILE, f"window.sourcebook = {text};\n".encode())
    return ()


def _hosted(app: Sphinx) -> bool:
    return app.builder.format == "html" and app.builder.name != "epub"


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: the scripts for previews and references, and those of the search page."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if domain.session is None or not _hosted(app) or (doctree is None and pagename != "search"):
        return
    for file in READING if doctree is not None else (READING[0], *SEARCH):
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            app.add_js_file(file, loading_method="defer")


def register(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("html-page-context", add_files)
    app.connect("html-collect-pages", write)
