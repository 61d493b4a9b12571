"""What happens to a whole page: collecting its quotations when it is read, filling the slots when it is written.

When: `CollectQuotations` and `CollectEscapes` run once, after a page is parsed; `FillSlots` runs each time a page is
written, after every page was read and judged. Not here: verdicts and links, which the domain knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, cast

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from sourcebook.problems import Kind, Place, Problem, relative
from sourcebook.quotes import prose
from sourcebook.quotes.prove import State
from sourcebook.sphinx_ext import escapes
from sourcebook.sphinx_ext.domain import Backlink, Escape, Quotation, SourcebookDomain, anchor_id
from sourcebook.sphinx_ext.library import Library, Verdict
from sourcebook.sphinx_ext.nodes import (
    SLOTS,
    SUBJECTS,
    sb_inline,
    sb_number,
    sb_passage,
    sb_proof,
    sb_quotation,
    sb_quoted_in,
    sb_standing,
)
from sourcebook.sphinx_ext.render import subject_of
from sourcebook.sphinx_ext.wording import times

HOLE = "\ufffc"
"""Stands for what is not prose, so that offsets are kept and no word is made out of two."""
NOT_PROSE = (nodes.literal, nodes.math, nodes.image, nodes.raw, *SUBJECTS)
PREFIX = "accept:"


class PageTransform(SphinxTransform):
    """A transform that notes records of the page."""

    @property
    def domain(self) -> SourcebookDomain:
        return cast(SourcebookDomain, self.env.get_domain("sb"))

    def note(self, table: str, record: object) -> None:
        self.domain.note(table, self.env.docname, record)


class CollectEscapes(PageTransform):
    """Rule 8 on every paragraph, and the comments that accept a caution for the block after them.

    Before the quotations are collected, because a comment belongs to the quotations of its block.
    """

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        if self.domain.library is None:
            return
        accepted: set[int] = set()
        for comment in list(self.document.findall(nodes.comment)):
            if comment.astext().strip().startswith(PREFIX):
                accepted |= self._escape(comment)
        for paragraph in self.document.findall(nodes.paragraph):
            if id(paragraph) not in accepted:
                for problem in self._unproven(paragraph):
                    self.note("problems", problem)

    def _escape(self, comment: nodes.comment) -> set[int]:
        """Read one comment; the paragraphs for which it accepts unproven quotations."""
        place = self._place(comment)
        accept, problems = escapes.parse(comment.astext().strip()[len(PREFIX) :], place)
        for problem in problems:
            self.note("problems", problem)
        block = _block_after(comment)
        paragraphs = list(block.findall(nodes.paragraph)) if block else []
        subjects = [node for node in block.findall() if isinstance(node, sb_quotation | sb_inline)] if block else []
        excused: set[int] = set()
        for label, because in accept.items():
            hits = 0
            if label == Kind.UNPROVEN_QUOTATION.label:
                hits = sum(len(list(self._unproven(paragraph))) for paragraph in paragraphs)
                excused |= {id(paragraph) for paragraph in paragraphs}
            for node in subjects:
                node["shared"] = (*node["shared"], (label, because))
                node.setdefault("escapes", []).append((label, because, place, hits))
            if not subjects or hits:
                self.note("escapes", Escape(label, because, place, hits, ()))
        return excused

    def _unproven(self, paragraph: nodes.paragraph) -> Iterator[Problem]:
        text = _prose(paragraph)
        for offset, words in prose.unproven(text):
            message = (
                f"quotation marks around “{' '.join(words.split())}” without proof: quote a passage with the role sb:q, "
                "or say why not in a comment before the paragraph (accept: unproven-quotation because …)."
            )
            place = self._place(paragraph, text.count("\n", 0, offset))
            yield Problem(Kind.UNPROVEN_QUOTATION, message, place)

    def _place(self, node: nodes.Element, below: int = 0) -> Place:
        source, line = _source_and_line(node)
        path = Path(source or self.env.doc2path(self.env.docname))
        return Place(relative(path, Path(self.env.srcdir)), line + below if line else 0)


def _source_and_line(node: nodes.Node | None) -> tuple[str, int]:
    """Of the node, or of the nearest node around it that knows."""
    while node is not None:
        if node.line:
            return node.source or "", node.line
        node = node.parent
    return "", 0


def _block_after(comment: nodes.comment) -> nodes.Element | None:
    """The block that a comment speaks for: the next one that is no comment."""
    siblings = comment.parent.children
    for node in siblings[siblings.index(comment) + 1 :]:
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.comment):
            return node
    return None


def _prose(node: nodes.Node) -> str:
    """The text of a paragraph with a hole for each thing that is not prose."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, NOT_PROSE):
        return HOLE
    return "".join(_prose(child) for child in node.children)


class CollectQuotations(PageTransform):
    """Give every quotation of the page its id, and note it."""

    default_priority = 410

    def apply(self, **kwargs: Any) -> None:
        count: Counter[str] = Counter()
        for node in self.document.findall():
            if isinstance(node, sb_quotation | sb_inline):
                self._collect(node, count)

    def _collect(self, node: nodes.Element, count: Counter[str]) -> None:
        subject, place = subject_of(node), Place(node["file"], node["line"])
        count[subject.ref] += 1
        anchor = anchor_id("quote", subject.ref)
        if count[subject.ref] > 1:
            anchor = f"{anchor}-{count[subject.ref]}"
        node["ids"] = [anchor]
        self.note("quotations", Quotation(subject, place, anchor))
