"""Fingerprint late-bound content (verdicts, other pages, files to download), to choose the pages to write again.

Here: a fingerprint a page. Not here: comparing it with that of the build before (the handler of `env-updated`).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import NoUri

from sourcebook.sphinx_ext.collect_and_fill import standing, state_class
from sourcebook.sphinx_ext.directives import cite, downloads
from sourcebook.sphinx_ext.directives.country_map import by_actor, marks
from sourcebook.sphinx_ext.domain import PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.exercises import exercise_table
from sourcebook.sphinx_ext.fill_parts import Mentions, section_of
from sourcebook.sphinx_ext.html.glossary import all_terms
from sourcebook.sphinx_ext.session import BuildSession, Subject

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def fingerprints(domain: SourcebookDomain) -> dict[str, str]:
    """The fingerprint of each page: a digest of what is filled in when it is written."""
    session, app = domain.session, domain.app
    if session is None or app is None:
        return {}
    facts: dict[str, list[object]] = defaultdict(list)
    for docname, reads in domain.data["reads"].items():  # another builder may have read the page last
        facts[docname].append(sorted(reads.items()))
    for docname, quotation in domain.quotations:
        ref = quotation.subject.ref
        facts[docname] += [_verdict(session, quotation.subject), domain.target("passage", ref)]
    for docname, links in domain.data["links"].items():
        facts[docname].append([(domain.target(kind, ident), _words(domain, kind, ident)) for kind, ident in links])
    backlinks = domain.backlinks()
    for docname, anchor in domain.anchors:
        facts[docname].append(_anchor(domain, session, anchor))
        facts[docname].append(backlinks.get(anchor.id, []))
    for docname, offers in downloads.shown(app).items():
        facts[docname].append(offers)
    static = _static(Path(domain.env.srcdir), domain.env.config.html_static_path)
    everywhere = _digest([all_terms(domain.env), static])
    for docname in domain.env.all_docs:
        facts[docname].append(everywhere)
    return {docname: _digest(of_page) for docname, of_page in facts.items()}


def _digest(facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()


def _static(root: Path, folders: Iterable[str]) -> str:
    """A digest of style sheets and scripts. Sphinx copies them only where it writes a page, and each page names them by
    their checksums, so that no browser shows old ones."""
    files = sorted(path for folder in folders for path in (root / folder).rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()


def _verdict(session: BuildSession, subject: Subject) -> tuple[object, ...]:
    known = session.passage(subject.ref)
    if known is None:
        return (subject,)
    verdict, key = session.verdict(subject), subject.ref.partition("/")[0]
    speaker = session.speaker_name(key, known[1].speaker), session.informant(subject.ref)
    sealed = _sealed(session, subject.ref)
    return (subject, known, speaker, state_class(verdict), verdict.paragraph, sealed)


def _words(domain: SourcebookDomain, kind: str, ident: str) -> object:
    """The words that are filled into a link: the number of a passage's paragraph, the title of an exercise."""
    if kind == "exercise":
        return domain.exercise_titles().get(ident)
    return domain.session.paragraph(ident) if kind == "passage" and domain.session else None


def _mentions(domain: SourcebookDomain, session: BuildSession, actor: str) -> object:
    """The mentions of an actor, and the targets of their links."""
    ways = Mentions(domain, session).ways(actor).values()
    return [(mention, domain.target(*mention[:2])) for mentions in ways for mention in mentions]


def _sealed(session: BuildSession, ref: str) -> object:
    """The seal of a passage's source: its root, and True if it opens the passage."""
    key, _, name = ref.partition("/")
    seal = session.prover.seals.get(key)
    return (seal.root.hex(), name in seal.openings) if seal else None


def _cited(app: Sphinx) -> object:
    """The examples of references as they would be written; None for builders of one file, which write all pages."""
    with suppress(NoUri):
        return [node.pformat() for node in cite.Examples(app, cite.work_of(app)).everything()]
    return None


def _anchor(domain: SourcebookDomain, session: BuildSession, anchor: PageAnchor) -> object:
    if anchor.kind == "passage" and session.passage(anchor.id):
        return _verdict(session, Subject(anchor.id))
    if anchor.kind == "source" and anchor.id in session.book.sources:
        return standing(session, anchor.id)
    if anchor.kind == "actor":
        return _mentions(domain, session, anchor.id)
    if anchor.kind == "cite" and domain.app:
        return _cited(domain.app)
    if anchor.kind == "exercise-table":
        return exercise_table.rows(domain)
    if anchor.kind in ("synopsis", "drawing"):
        return [domain.target("event", entry.id) for entry in session.timeline]
    if anchor.kind == "compare":
        named = [("event", entry.id) for entry in session.timeline] + [("figure", key) for key in session.figures]
        return [domain.target(*name) for name in named]
    if anchor.kind == "map":
        return [section_of(domain, actor) for actor in by_actor(session)], marks(session, {})
    return None
