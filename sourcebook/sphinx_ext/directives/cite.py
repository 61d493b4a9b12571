"""References for citing the book, a chapter, a quotation or an exercise, and the directive `sb:cite` that shows them.

Here: references in words, made from the settings of the book and from the records. Not here:
the button that copies one (`sphinx_ext/html/permalinks.py` and `static/sourcebook-reading.js`).

Unknown parts are left out: a book without a release has no version, one that is not hosted has no address. The date is
that of SOURCE_DATE_EPOCH, which `make` takes from the commit.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin

from docutils import nodes

from sourcebook.exports.paper.pdf import stamp
from sourcebook.model.records import AUTHOR
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.domain import PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.session import BuildSession, Subject

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ANCHOR = PageAnchor("cite", "all", "")
"""The anchor of a page with `sb:cite`, which depends on a quotation and an exercise of other pages."""


@dataclass(frozen=True)
class Work:
    """The facts of the book that a reference names. Empty ones are unknown and left out."""

    title: str
    authors: str = ""
    version: str = ""
    date: str = ""
    base: str = ""
    rights: str = ""

    @property
    def edition(self) -> str:
        """The title with the version."""
        return f"{self.title}, version {self.version}" if self.version else self.title

    @property
    def _day(self) -> str:
        return wording.date(self.date) if self.date else ""

    def book(self) -> str:
        """The reference to the whole book."""
        words = [self.authors, self.title, f"Version {self.version}" if self.version else ""]
        words.append(self._day)
        return _with_link(_sentences(words), self.base)

    def part(self, title: str, address: str, what: str = "") -> str:
        """The reference to a chapter, or another part (`what`), at an address relative to the root of the book."""
        words = [self.authors, f"“{title}”{what and f', {what}'}, in {self.edition}", self._day]
        return _with_link(_sentences(words), self.link(address))

    def link(self, address: str) -> str:
        """The public address of a part; empty where the book has none."""
        return urljoin(self.base, address) if self.base else ""

    def bibtex(self) -> str:
        """The book as a BibTeX entry."""
        year = self.date[:4]
        fields = {
            "title": self.title,
            "author": self.authors,
            "year": year,
            "version": self.version,
            "url": self.base,
            "note": self.rights,
        }
        words = re.findall(r"[a-z0-9]+", self.title.lower())
        key = "-".join([*words[:1], *filter(None, [year])]) or "book"
        lines = [f"  {name} = {{{{{_plain(value)}}}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{key},", *lines, "}"])


def work_of(app: Sphinx) -> Work:
    """The facts of the book that is being built."""
    from sourcebook.sphinx_ext import config

    moment = stamp(os.environ)
    return Work(
        title=str(app.config.html_title or app.config.project),  # a number is no text to YAML: `title: 1848`
        authors=str(app.config.author or ""),
        version=str(app.config.release or ""),
        date=time.strftime("%Y-%m-%d", time.gmtime(moment)) if moment is not None else "",
        base=str(app.config.html_baseurl or ""),
        rights=config.value(app.config, config.RIGHTS),
    )


def quotation(session: BuildSession, subject: Subject, work: Work) -> str:
    """A reference to words of an article, as `reference` gives it; empty where there is no such passage."""
    known = session.passage(subject.ref)
    words = " ".join((subject.words or known[1].exact).split()) if known else ""
    return reference(session, subject.ref, words, work)


def reference(session: BuildSession, ref: str, words: str, work: Work) -> str:
    """A reference to a passage: who speaks, the words, where, in what copy, and through which book.

    Empty where there is no such passage.
    """
    known = session.passage(ref)
    if known is None:
        return ""
    source, passage = known
    key = ref.partition("/")[0]
    where = [f"“{source.title}”", source.container_title]
    if passage.speaker != AUTHOR:
        where.append(f"by {wording.authors(source) or f'an author {wording.NOT_GIVEN}'}")
    where.append(wording.issued(source))
    paragraph = session.verdict(Subject(ref)).paragraph
    where.append(f"¶{paragraph}" if paragraph else "")
    who = wording.capital(session.book.credit(key, passage))
    copied = wording.copied(source, passage)
    copy = f" ({copied})" if copied else ""
    quoted = f"“{words}”" if words.endswith((".", "!", "?", "…")) else f"“{words}”."
    return f"{who}: {quoted} In {', '.join(filter(None, where))}{copy}. Quoted via {wording.stopped(work.edition)}"


def _sentences(words: list[str]) -> str:
    return " ".join(wording.stopped(part) for part in words if part)


def _with_link(reference: str, link: str) -> str:
    return f"{reference} {link}" if link else reference


def _plain(value: str) -> str:
    """A value without braces and backslashes, which would end its field in BibTeX."""
    return re.sub(r"[{}\\]", "", " ".join(value.split()))


# -- the page ----------------------------------------------------------------------------------------------------------


class sb_citing(nodes.container):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """A placeholder for the references of the book and its parts."""


class CiteDirective(BookDirective):
    """How to cite this book, a chapter, a quotation and an exercise."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        self.domain.note("anchors", self.docname, ANCHOR)
        return [sb_citing(classes=["sb-citing"])]


class FillCiting(BookPostTransform):
    """Post-transform: fill in the references once all pages are known."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        for node in every(self.document, sb_citing):
            examples = Examples(self.app, work_of(self.app))
            node.extend(examples.everything())


class Examples:
    """An example reference of each kind."""

    def __init__(self, app: Sphinx, work: Work) -> None:
        self.app = app
        self.work = work
        self.domain = cast("SourcebookDomain", app.env.get_domain("sb"))

    def everything(self) -> list[nodes.Node]:
        """A list of references, and the record for a reference manager."""
        items = [
            nodes.definition_list_item("", nodes.term("", name), nodes.definition("", nodes.paragraph("", words)))
            for name, words in self._references()
        ]
        record = nodes.literal_block("", self.work.bibtex(), language="none")
        label = nodes.paragraph("", "For a reference manager (BibTeX):")
        return [nodes.definition_list("", *items, classes=["sb-references"]), label, record]

    def _references(self) -> Iterator[tuple[str, str]]:
        yield "The book", self.work.book()
        parts = (("A chapter", self._chapter()), ("A quotation", self._quotation()), ("An exercise", self._exercise()))
        yield from ((name, words) for name, words in parts if words)

    def _address(self, docname: str, html_id: str = "") -> str:
        page = self.app.builder.get_target_uri(docname)
        return f"{page}#{html_id}" if html_id else page

    @property
    def _listed(self) -> list[str]:
        """The pages that the contents list, in their order."""
        env = self.app.env
        return [name for name in env.toctree_includes.get(str(self.app.config.root_doc), []) if name in env.titles]

    def _chapter(self) -> str:
        """The first page."""
        titles = self.app.env.titles
        return next((self.work.part(titles[name].astext(), self._address(name)) for name in self._listed), "")

    def _quotation(self) -> str:
        """The first quotation of the first page that quotes."""
        session, order = self.domain.session, {name: place for place, name in enumerate(self._listed)}
        found_on = sorted(self.domain.quotations, key=lambda quoted: order.get(quoted[0], len(order)))
        for docname, quoted in found_on:
            words = quotation(session, quoted.subject, self.work) if session else ""
            if words:
                return _with_link(words, self.work.link(self._address(docname, quoted.anchor)))
        return ""

    def _exercise(self) -> str:
        for docname, item in self.domain.exercises:
            target = self.domain.target("exercise", item.id)
            if target:
                return self.work.part(item.title, self._address(docname, target[1]), "an exercise")
        return ""


def register(app: Sphinx) -> None:
    """Register the directive, its node and the transform."""
    app.add_directive_to_domain("sb", "cite", CiteDirective)
    app.add_node(sb_citing)
    app.add_post_transform(FillCiting)
