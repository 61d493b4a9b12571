"""Make doctree nodes from records: a block quotation, a quotation in a sentence, a source with its passages.

Here: what stands on the page, in standard nodes and ours. Not here: reading directives and roles, what is filled in
when a page is written (`collect_and_fill.py`), and how HTML looks (`static/sourcebook.css`).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from docutils import nodes
from sphinx.addnodes import pending_xref

from sourcebook.model.problems import Place
from sourcebook.model.records import Passage, Source
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.citations.runs import BracketItem
from sourcebook.sphinx_ext.directives.tombstones import withdrawal_line, withdrawn_passages
from sourcebook.sphinx_ext.domain import anchor_id
from sourcebook.sphinx_ext.nodes import (
    sb_attribution,
    sb_cited,
    sb_details,
    sb_inline,
    sb_number,
    sb_passage,
    sb_proof,
    sb_quotation,
    sb_quoted,
    sb_quoted_in,
    sb_source,
    sb_standing,
    sb_summary,
    sb_title,
    sb_words,
)
from sourcebook.sphinx_ext.session import BuildSession, Subject

PLAIN_LABEL = "In plain words: "
MARKS = ("“", "”")
NARROW = "\u00a0"
Known = tuple[Source, Passage]
"""A passage and the source in which it stands."""


def span(text: str, *classes: str) -> nodes.inline:
    """An inline node with classes."""
    return nodes.inline("", text, classes=list(classes))


def link(kind: str, ident: str, docname: str, *content: nodes.Node, classes: Iterable[str] = ()) -> pending_xref:
    """A link to the place of a source, a passage or an actor; the content alone where it has none."""
    inner = nodes.inline("", "", *content, classes=list(classes))
    return pending_xref(
        "", inner, refdomain="sb", reftype=kind, reftarget=ident, refdoc=docname, refexplicit=True, refwarn=False
    )


def set_subject(node: nodes.Element, subject: Subject, place: Place) -> None:
    """Store in a node which words of which passage it shows, and where the author asked for them."""
    node["ref"], node["words"], node["accept"] = subject.ref, subject.words, subject.accept
    node["shared"] = subject.shared
    node["file"], node["line"] = place.file, place.line
    node["support_smartquotes"] = False


def subject_of(node: nodes.Element) -> Subject:
    """The words that a node shows."""
    return Subject(node["ref"], node["words"], tuple(node["accept"]), tuple(node["shared"]))


def quoted_words(text: str) -> list[nodes.Node]:
    """The words between our quotation marks, which are nodes of their own."""
    text = " ".join(text.split())
    return [span(MARKS[0], "sb-mark"), nodes.Text(text), span(MARKS[1], "sb-mark")]


def lang(source: Source) -> str:
    """The class that is written in HTML as the attribute `lang`."""
    return f"language-{source.language}"


class Renderer:
    """Makes nodes for one page out of the records."""

    def __init__(self, session: BuildSession, docname: str) -> None:
        self.session = session
        self.docname = docname

    # -- quotations -------------------------------------------------------------------------------------------------

    def block(self, known: Known, subject: Subject, place: Place, plain: bool, classes: list[str]) -> sb_quotation:
        """A quotation that stands by itself."""
        source, passage = known
        node = sb_quotation(classes=["sb-quote", *self._classes(subject.ref, source), *classes])
        set_subject(node, subject, place)
        words = nodes.paragraph("", "", *quoted_words(subject.words or passage.exact))
        node += sb_quoted("", words, classes=["sb-words", lang(source)])
        if plain and passage.plain:
            node += self._plain(passage)
        node += nodes.paragraph("", "", sb_proof(block=True), classes=["sb-proof"])
        node += sb_attribution("", "", *self._attribution(subject.ref, source, passage), classes=["sb-attribution"])
        return node

    def inline(self, known: Known, subject: Subject, place: Place) -> sb_inline:
        """A quotation inside a sentence."""
        source, passage = known
        node = sb_inline(classes=["sb-inline", *self._classes(subject.ref, source)])
        set_subject(node, subject, place)
        node += sb_words("", "", *quoted_words(subject.words or passage.exact), classes=["sb-words", lang(source)])
        node += sb_proof(block=False)
        node["bracketed"] = True
        return node

    def bracket(self, items: Sequence[BracketItem]) -> nodes.inline:
        """A bracket behind words in a sentence: `(¶4)`, `(Merkel ¶17)`, `(¶4, Quill ¶2)`. It is the link itself."""
        alone = len(items) == 1
        content: list[nodes.Node] = [] if alone else [nodes.Text("(")]
        for number, item in enumerate(items):
            text = self._cited(item)
            where = sb_cited("", f"({text})" if alone else text, refs=[each.ref for each in item.cited if each.ref])
            where["support_smartquotes"] = False
            ref = next((each.ref for each in reversed(item.cited) if each.ref), "")
            content += [nodes.Text(", ")] if number else []
            content.append(link("passage" if ref else "source", ref or item.key, self.docname, where))
        return nodes.inline("", "", *content, *([] if alone else [nodes.Text(")")]), classes=["sb-reference"])

    def _cited(self, item: BracketItem) -> str:
        """What a bracket says: the speaker and the source where the sentence names neither, and the paragraph."""
        source = self.session.source(item.key)
        where = [source.short if source else item.key] if item.named else []
        where += [wording.paragraphs(item.paragraphs)] if item.paragraphs else []
        who, told = (next((v for each in item.cited if (v := getattr(each, part))), "") for part in ("who", "told"))
        where = [NARROW.join(where)]
        parts = [who, told, f"in {where[0]}" if item.named else where[0]] if who else [where[0], told]
        copied = [wording.COPIED] if any(each.copied for each in item.cited) else []
        return ", ".join(filter(None, (*parts, *copied)))

    def _classes(self, ref: str, source: Source) -> list[str]:
        classes = [*self.session.marked(ref.partition("/")[0])]
        return [*classes, "sb-retranslated"] if source.fidelity == "retranslated" else classes

    def _plain(self, passage: Passage) -> nodes.paragraph:
        label = span(PLAIN_LABEL, "sb-label")
        return nodes.paragraph("", "", label, nodes.Text(passage.plain), classes=["sb-plain"])

    def _attribution(self, ref: str, source: Source, passage: Passage) -> list[nodes.Node]:
        """One line: who speaks, in which article, where in it; and for speech out of such a copy that it is one."""
        key = ref.partition("/")[0]
        where = link("passage", ref, self.docname, nodes.Text(source.short), sb_number(before=NARROW))
        copied = wording.copied(source, passage) if self.session.is_copied_speech(ref) else ""
        caution = [nodes.Text(" "), span(f"({copied})", "sb-caution")] if copied else []
        return [*self._speaker(key, passage), nodes.Text(", in "), where, *caution]

    def _speaker(self, key: str, passage: Passage) -> list[nodes.Node]:
        name = wording.capital(self.session.speaker_name(key, passage.speaker))
        shown = nodes.strong("", name, classes=["sb-speaker"])
        if self.session.actor_name(passage.speaker) is not None:
            content: list[nodes.Node] = [link("actor", passage.speaker, self.docname, shown)]
        else:
            content = [shown]
        informant = self.session.informant(f"{key}/{passage.id}")
        return [*content, nodes.Text(f", {informant}")] if informant else content

    # -- sources ----------------------------------------------------------------------------------------------------

    def source(self, key: str, place: Place, parts: Container[str], heading: bool) -> nodes.Element:
        """One source: what is known of the article, and its passages. A section of its own, or a container."""
        record = self.session.whole_source(key)
        classes = ["sb-source", *self._classes(key, record)]
        ids = [anchor_id("source", key)] if "record" in parts else []
        content: list[nodes.Node] = [self._facts(key, record)] if "record" in parts else []
        content += self._passages(key, record, place) if "passages" in parts else []
        if not heading:
            return sb_source("", *content, ids=ids, classes=classes)
        title = nodes.title("", record.short)
        return nodes.section("", title, *content, ids=ids, names=[], classes=classes)

    def _facts(self, key: str, source: Source) -> nodes.definition_list:
        """The metadata. What the text does not give is said not to be given."""
        known = wording.date(source.issued) if source.issued else wording.NOT_GIVEN
        facts: list[tuple[str, nodes.Node | str]] = [
            ("Title", sb_title("", source.title, classes=[lang(source)])),
            ("Author", wording.authors(source) or wording.NOT_GIVEN),
            ("Printed in", source.container_title or wording.NOT_GIVEN),
            ("Publisher", source.publisher or wording.NOT_GIVEN),
            ("Issued", " ".join(filter(None, [wording.sentence(known), wording.sentence(source.issued_because)]))),
            ("Genre", source.genre),
            ("Language", wording.language(source.language)),
            ("Copy", wording.COPIES[source.fidelity]),
            ("Disclosure", wording.sentence(source.disclosure) or "The text discloses no interest."),
            ("Origin", self._origin(key)),
            ("Reliability of this copy", wording.reliability(source)),
            ("Fingerprint", self._fingerprint(source)),
        ]
        ours = (("Provenance", source.provenance), ("Note", source.note))
        facts += [(term, wording.sentence(text)) for term, text in ours if text]
        facts.append(("Proof", sb_standing(key=key)))
        return nodes.definition_list("", *(self._fact(term, value) for term, value in facts), classes=["sb-facts"])

    def _fact(self, term: str, value: nodes.Node | str) -> nodes.definition_list_item:
        inner = nodes.Text(value) if isinstance(value, str) else value
        definition = nodes.definition("", nodes.paragraph("", "", inner))
        return nodes.definition_list_item("", nodes.term("", term), definition)

    def _origin(self, key: str) -> str:
        copies = self.session.copies(key)
        if not copies:
            return "No other source here is a copy of the same report."
        return f"The same report as {wording.listed(copies)}: together they count as one witness."

    def _fingerprint(self, source: Source) -> nodes.inline:
        return nodes.inline(
            "",
            "",
            nodes.Text("SHA-256 of the file "),
            nodes.literal("", source.text.file),
            nodes.Text(": "),
            nodes.literal("", source.text.sha256, classes=["sb-digest"]),
        )

    def _passages(self, key: str, source: Source, place: Place) -> list[nodes.Node]:
        if not source.passages:
            return [nodes.paragraph("", "No passage of this source is on record."), *self._withdrawn(key)]
        ordered = sorted(source.passages, key=lambda passage: self.session.paragraph(f"{key}/{passage.id}"))
        items = [nodes.list_item("", self._passage(key, source, passage, place)) for passage in ordered]
        # Closed at first: a reader comes here by a link to one passage, which opens it, or to read what is above.
        summary = sb_summary("", f"Passages, in the order of the article: {len(items):,}")
        folded = sb_details("", summary, classes=["sb-fold"])
        if source.fidelity == "retranslated":
            # Once for the list: this is the evidence itself. Everywhere else each quotation says it.
            folded += nodes.paragraph("", wording.COPY_SPEAKS, classes=["sb-caution"])
        folded += nodes.bullet_list("", *items, bullet="-", classes=["sb-passages"])
        return [folded, *self._withdrawn(key)]

    def _withdrawn(self, key: str) -> list[nodes.Node]:
        """The tombstones of passages, each under the id that the passage had: an old link to it lands here."""
        items = [
            nodes.list_item("", withdrawal_line(withdrawal), ids=[anchor_id("passage", withdrawal.id)])
            for withdrawal in withdrawn_passages(self.session, key)
        ]
        if not items:
            return []
        summary = sb_summary("", f"Passages that were withdrawn: {len(items):,}")
        listing = nodes.bullet_list("", *items, bullet="-", classes=["sb-withdrawn"])
        return [sb_details("", summary, listing, classes=["sb-fold"])]

    def _passage(self, key: str, source: Source, passage: Passage, place: Place) -> sb_passage:
        """A passage in its one canonical place: words, speaker, paragraph, notes, and who quotes it."""
        ref = f"{key}/{passage.id}"
        node = sb_passage(ids=[anchor_id("passage", ref)], classes=["sb-passage"])
        set_subject(node, Subject(ref), place)
        words = sb_words("", "", *quoted_words(passage.exact), classes=["sb-words", lang(source)])
        node += nodes.paragraph("", "", words, sb_proof(block=False))
        spoken_by = [*self._speaker(key, passage), sb_number(before=", ")]
        node += nodes.paragraph("", "", *spoken_by, classes=["sb-said"])
        if passage.plain:
            node += self._plain(passage)
        if passage.note:
            node += nodes.paragraph("", wording.sentence(passage.note), classes=["sb-note"])
        for label, because in sorted(passage.accept.items()):
            text = f"Caution accepted ({label}): {wording.sentence(because)}"
            node += nodes.paragraph("", text, classes=["sb-note"])
        node += sb_quoted_in(ref=ref)
        return node


UNKNOWN = "sb-unknown"
"""The class of the words in place of an unknown record."""


def missing(text: str, words: str = "") -> nodes.inline:
    """The visible words on the page in place of an unknown record."""
    shown = f"{MARKS[0]}{words}{MARKS[1]} " if words else ""
    node = nodes.inline("", f"{shown}[{text}]", classes=[UNKNOWN])
    node["support_smartquotes"] = False
    return node
