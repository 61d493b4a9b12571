"""Page transforms: collect the quotations when a page is read, fill the slots when it is written.

When: `CollectPage` runs once, after a page is parsed; `FillSlots` runs each time a page is
written, after every page was read and judged. Not here: verdicts and links, which the domain knows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

from sourcebook.analysis.language_tags import language_name
from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.quotes import prose_lint
from sourcebook.quotes.languages import is_covered
from sourcebook.quotes.prover import State
from sourcebook.sphinx_ext import base, escapes
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.citations.place_brackets import placed
from sourcebook.sphinx_ext.domain import PLACE, Backlink, Escape, PageQuotation, SourcebookDomain, anchor_id, free_id
from sourcebook.sphinx_ext.exercises.question_nodes import sb_again, sb_asked, sb_hot_quoted
from sourcebook.sphinx_ext.nodes import (
    SLOTS,
    SUBJECTS,
    every,
    sb_inline,
    sb_number,
    sb_quotation,
    sb_quoted_in,
    sb_standing,
)
from sourcebook.sphinx_ext.render import UNKNOWN, link, subject_of
from sourcebook.sphinx_ext.session import BuildSession, QuotationStatus
from sourcebook.sphinx_ext.wording import times

HOLE = "\ufffc"
"""Stands for what is not prose, so that offsets are kept and no word is made out of two."""
NOT_PROSE = (nodes.literal, nodes.math, nodes.image, nodes.raw, sb_again, sb_asked, sb_hot_quoted, *SUBJECTS)
OURS = frozenset({UNKNOWN, "sb-reference"})
"""The classes of words that the build adds to a sentence."""
PREFIX = "accept:"
OF_PROSE = tuple(kind.label for kind in (Kind.UNPROVEN_QUOTATION, Kind.UNCLEAR_SOURCE, Kind.UNNAMED_SPEAKER))
"""The cautions about a paragraph as a whole."""
STRAY = re.compile(r"\{sb:[a-z-]+\}(?!`)")
"""Not where a backtick follows that Markdown left as it is: then an author has escaped it on purpose."""


class PageTransform(SphinxTransform):
    """Base of transforms that note records of the page in the domain."""

    @property
    def domain(self) -> SourcebookDomain:
        return cast(SourcebookDomain, self.env.get_domain("sb"))

    def note(self, table: str, record: object) -> None:
        self.domain.note(table, self.env.docname, record)


class CollectPage(PageTransform):
    """Note the quotations and words of a page, the comments that accept a caution, and what rule 8 finds in its prose.

    After parsing, so that only what stays on the page is noted, and before any transform that joins or splits text.
    """

    default_priority = 400

    def apply(self, **kwargs: Any) -> None:
        if self.document.get("sourcebook-collected"):
            return
        self.document["sourcebook-collected"] = True
        subjects = _quotations(self.document)
        self._number(subjects)
        self._comments: set[int] = set()
        excused: set[tuple[int, str]] = set()
        if self.domain.session:
            unclear = list(placed(self.document, self.domain.session, self.env.docname))
            self._unclear: dict[tuple[int, str], int] = Counter((id(node), kind.label) for node, _, kind, _ in unclear)
            for comment in every(self.document, nodes.comment):
                if comment.astext().strip().startswith(PREFIX):
                    excused |= self._escape(comment)
            self._lint(excused)
            for node, below, kind, message in unclear:
                if (id(node), kind.label) not in excused:
                    self.note("problems", Problem(kind, message, self._place(node, below)))
            self._stray()
        self.domain.data["links"][self.env.docname] = sorted(set(_links(self.document)))
        self.note("prose", "\n".join(_prose(self.document)))
        for node in subjects:
            place = Place(node["file"], node["line"])
            self.note("quotations", PageQuotation(subject_of(node), place, _anchor(node)))

    def _number(self, subjects: Sequence[nodes.Element]) -> None:
        """Give every quotation its HTML id, except a bare one, whose id would name its source."""
        taken: set[str] = set()
        for node in (each for each in subjects if not isinstance(each, sb_asked)):
            html_id = free_id(anchor_id("quote", node["ref"]), taken)
            taken.add(html_id)
            node["ids"] = [html_id]

    def _escape(self, comment: nodes.comment) -> set[tuple[int, str]]:
        """Apply one comment to its block; return the paragraphs for which it accepts what is wrong with the prose."""
        place = self._place_of(comment)
        accept, problems = escapes.parse(comment.astext().strip()[len(PREFIX) :], place)
        for problem in problems:
            self.note("problems", problem)
        block = _block_after(comment)
        paragraphs = every(block, nodes.paragraph) if block else []
        subjects = _quotations(block) if block else []
        excused: set[tuple[int, str]] = set()
        for label, because in accept.items():
            prose_only = label in OF_PROSE
            hits = sum(self._hits(paragraph, label) for paragraph in paragraphs) if prose_only else 0
            excused |= {(id(paragraph), label) for paragraph in paragraphs if prose_only}
            anchors = () if prose_only else tuple(map(_anchor, subjects))
            for node in subjects if anchors else ():
                node["shared"] = (*node["shared"], (label, because))
            self.note("escapes", Escape(label, because, place, hits, anchors))
        return excused

    def _hits(self, paragraph: nodes.paragraph, label: str) -> int:
        """How often a paragraph needs that a caution about its prose is accepted."""
        unproven = label == Kind.UNPROVEN_QUOTATION.label
        return len(self._unproven(paragraph)) if unproven else self._unclear[id(paragraph), label]

    def _lint(self, excused: set[tuple[int, str]]) -> None:
        for paragraph in every(self.document, nodes.paragraph):
            if (id(paragraph), Kind.UNPROVEN_QUOTATION.label) not in excused and not _inside_subject(paragraph):
                for problem in self._unproven(paragraph):
                    self.note("problems", problem)

    def _stray(self) -> None:
        """Note the roles that Markdown took for words, because no backtick follows them."""
        for block in every(self.document, nodes.paragraph, nodes.title, nodes.term):
            text = prose_of(block)
            for match in STRAY.finditer(text):
                role = match[0]
                message = f"{role} stands on the page as it is written: give it words in backticks, {role}`words`."
                place = self._place(cast(nodes.Element, block), text.count("\n", 0, match.start()))
                self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, place))

    def _unproven(self, paragraph: nodes.paragraph) -> list[Problem]:
        text = prose_of(paragraph)
        return [
            Problem(
                Kind.UNPROVEN_QUOTATION,
                f"quotation marks around “{' '.join(words.split())}” without proof. Quote a passage with the role "
                "sb:q, or give a reason in a comment on a line of its own above the whole block (the paragraph, the "
                "list, the table): % accept: unproven-quotation because …",
                self._place(paragraph, text.count("\n", 0, offset)),
            )
            for offset, words in prose_lint.unproven(text)
        ]

    def _place_of(self, comment: nodes.comment) -> Place:
        """The place of a comment. MyST gives no line, or a wrong one, so the page is searched, each line once."""
        place = self._place(comment)
        if not place.file:
            return place
        text = comment.astext().strip().partition("\n")[0]
        for number, line in enumerate(base.lines(Path(self.env.srcdir) / place.file), 1):
            if text in line and number not in self._comments:
                self._comments.add(number)
                return Place(place.file, number)
        return place

    def _place(self, node: nodes.Element, below: int = 0) -> Place:
        source, line = _source_and_line(node)
        path = Path(source or self.env.doc2path(self.env.docname))
        return Place(relative(path, Path(self.env.srcdir)), line + below if line else 0)


def _quotations(node: nodes.Node) -> list[nodes.Element]:
    """The quotations in a node, bare ones included, without those that are repeated with an answer."""
    subjects = every(node, sb_quotation, sb_inline, sb_asked)
    return [each for each in subjects if "ref" in each and not each.get("again")]


def _links(document: nodes.document) -> Iterator[tuple[str, str]]:
    """The kind and the id of each record to which a link of the page leads."""
    for node in every(document, pending_xref):
        if node["refdomain"] == SourcebookDomain.name:
            yield node["reftype"], node["reftarget"]


def _anchor(node: nodes.Element) -> str:
    """The HTML id of a quotation; of a bare one that of its exercise."""
    return str(node["anchor"] if isinstance(node, sb_asked) else node["ids"][0])


def _inside_subject(node: nodes.Node | None) -> bool:
    while node is not None and not isinstance(node, SUBJECTS):
        node = node.parent
    return node is not None


def _source_and_line(node: nodes.Node | None) -> tuple[str, int]:
    """The source file and the line of a node, or of the nearest node around it that has them."""
    while node is not None:
        if node.line:
            return node.source or "", node.line
        node = node.parent
    return "", 0


def _block_after(comment: nodes.comment) -> nodes.Element | None:
    """The block that a comment applies to: the next one that is not a comment."""
    siblings = comment.parent.children
    for node in siblings[siblings.index(comment) + 1 :]:
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.comment):
            return node
    return None


def _prose(node: nodes.Node) -> Iterator[str]:
    """The words of a page, a block each, without references: an article's short name is no mention of its author."""
    if isinstance(node, nodes.Invisible | nodes.raw):
        return
    if not isinstance(node, nodes.TextElement):
        for child in node.children:
            yield from _prose(child)
        return
    left: list[nodes.Node] = [node]
    pieces: list[str] = []
    while left:
        each = left.pop()
        if isinstance(each, nodes.Text):
            pieces.append(each.astext())
        elif not (isinstance(each, pending_xref) and each["reftype"] in ("source", "passage")):
            left += reversed(each.children)
    yield "".join(pieces)


def prose_of(node: nodes.Node) -> str:
    """The text of a paragraph, with a placeholder for each thing that is not prose."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, NOT_PROSE) or (isinstance(node, nodes.inline) and OURS & {*node["classes"]}):
        return HOLE
    return "".join(prose_of(child) for child in node.children)


class FillSlots(BookPostTransform):
    """Fill what depends on proof and on other pages. Before links are resolved, because slots stand inside links."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        self.domain = cast(SourcebookDomain, self.env.get_domain("sb"))
        slots = every(self.document, *SLOTS)
        self.backlinks = self.domain.backlinks() if any(isinstance(slot, sb_quoted_in) for slot in slots) else {}
        for slot in slots:
            slot.parent.replace(slot, self._fill(slot, self.domain.session) if self.domain.session else [])
        self._mark_subjects()
        for paragraph in every(self.document, nodes.paragraph):
            # The line for the proof of a block is there only when there is something to say.
            if "sb-proof" in paragraph["classes"] and not paragraph.children:
                paragraph.parent.remove(paragraph)

    def _fill(self, slot: nodes.Element, session: BuildSession) -> list[nodes.Node]:
        if isinstance(slot, sb_quoted_in):
            return self._quoted_in(slot["ref"])
        if isinstance(slot, sb_standing):
            return [nodes.Text(standing(session, slot["key"]))]
        verdict = self._verdict(_subject_around(slot))
        if isinstance(slot, sb_number):
            return [nodes.Text(f"{slot['before']}¶{verdict.paragraph}")] if verdict and verdict.paragraph else []
        return self._proof(verdict, block=slot["block"]) if verdict else []

    def _verdict(self, subject: nodes.Element | None) -> QuotationStatus | None:
        session = self.domain.session
        if session is None or subject is None or not session.passage(subject["ref"]):
            return None
        return session.verdict(subject_of(subject))

    def _proof(self, verdict: QuotationStatus, block: bool) -> list[nodes.Node]:
        """The words that say that a quotation is rejected or not proven; nothing where its proof is complete."""
        kind = state_class(verdict)
        if not kind:
            return []
        text = LOUD[kind] if block else f" [{BRIEF[kind]}]"
        return [nodes.inline("", text, classes=[kind])]

    def _mark_subjects(self) -> None:
        """Set the class on the whole quotation as well, so that a style sheet can frame it."""
        for node in every(self.document, *SUBJECTS):
            verdict = self._verdict(node)
            if verdict and state_class(verdict):
                node["classes"].append(f"{state_class(verdict)}-around")

    def _quoted_in(self, ref: str) -> list[nodes.Node]:
        places = self.backlinks.get(ref, [])
        if not places:
            return []
        paragraph = nodes.paragraph("", "Quoted in: ", classes=["sb-quoted-in"])
        for index, backlink in enumerate(places):
            paragraph += [nodes.Text(", "), self._backlink(backlink)] if index else [self._backlink(backlink)]
        return [paragraph]

    def _backlink(self, backlink: Backlink) -> nodes.Element:
        text = backlink.title if backlink.count == 1 else f"{backlink.title} ({backlink.count})"
        return link(PLACE, f"{backlink.docname}#{backlink.anchor}", self.env.docname, nodes.Text(text))


def _subject_around(node: nodes.Node | None) -> nodes.Element | None:
    while node is not None:
        if isinstance(node, SUBJECTS):
            return node
        node = node.parent
    return None


MISQUOTED, UNPROVEN = "sb-misquoted", "sb-unproven"
LOUD = {
    MISQUOTED: "Rejected: this quotation did not stand the test against its source. Do not rely on it.",
    UNPROVEN: "Not proven: neither the article nor its seal was at hand when this page was made.",
}
BRIEF = {MISQUOTED: "rejected: not what the source says", UNPROVEN: "not proven"}


def state_class(verdict: QuotationStatus) -> str:
    """The class of what is wrong with a quotation; empty where nothing is."""
    if verdict.rejected:
        return MISQUOTED
    return UNPROVEN if verdict.state is State.UNCHECKED else ""


def standing(session: BuildSession, key: str) -> str:
    """How many passages of a source are proven, and against what."""
    passages = session.book.sources[key].passages
    if not passages:
        return "There is nothing to prove."
    proofs = [session.prover.passage(f"{key}/{passage.id}") for passage in passages]
    count = Counter("rejected" if not proof.ok else proof.state.value for proof in proofs)
    counts = [f"{count[state]:,} {words}" for state, words in STANDING.items() if count[state]]
    language = session.book.sources[key].language
    unread = (
        "" if is_covered(language) else f" Cut hedges and negations are not looked for in {language_name(language)}."
    )
    return f"Of {times(len(proofs), 'passage')}, {', '.join(counts)}.{unread}"


STANDING = {
    State.FULL.value: "proven against the full text",
    State.SEALED.value: "proven against the seal",
    State.UNCHECKED.value: "unchecked: neither the article nor its seal was at hand",
    "rejected": "rejected",
}
