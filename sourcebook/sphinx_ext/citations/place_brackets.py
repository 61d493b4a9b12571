"""Put brackets behind the quotations of a page, and find sentences that do not say whose words they quote.

When: once, after a page is parsed, so that every output has the same brackets. Here: from docutils nodes to pieces of a
paragraph, and back. Not here: where a bracket stands and what it says (`runs.py`), and how it looks (`render.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sourcebook.model.problems import Kind
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.sphinx_ext.citations import runs
from sourcebook.sphinx_ext.citations.runs import HOLE, Bracket, Citation, Flow, FlowPiece
from sourcebook.sphinx_ext.exercises.question_nodes import sb_asked, sb_exercise
from sourcebook.sphinx_ext.nodes import every, sb_attribution, sb_cited, sb_inline, sb_line, sb_passage, sb_quotation
from sourcebook.sphinx_ext.render import Renderer, span
from sourcebook.sphinx_ext.session import BuildSession
from sourcebook.sphinx_ext.wording import COPIES_IN_A_LINE

Finding = tuple[nodes.Element, int, Kind, str]
"""A paragraph, the number of a line in it, and what is wrong there."""
_OPENING = re.compile(r"\s*\(\s*\Z")
_BETWEEN = re.compile(r"\s*(?:[,;]|[,;]?\s*and|&)\s*")
_CLOSING = re.compile(r"\A\s*\)")
_BARE = re.compile(r"¶+\s*\d+")
_UNNAMED = re.compile(
    r"\b(?:unnamed|anonymous\w*|nameless|no names?|without (?:a )?name\w*|not named?|does not name|names nobody"
    r"|some\w*|many|others?|experts?|analysts?|observers?|critics|officials?|witness\w*|people|protesters?|they"
    r"|it is said|is called|was called|known as|so-called|reports?|reported(?:ly)?)\b",
    re.IGNORECASE,
)
"""Words by which a sentence says that somebody without a name speaks."""
_SMALL = frozenset("of the and for in on a an to by with from mr mrs president minister state".split())


SHORT_NAME = 4
"""A part of a name that has no more letters is looked for as it is."""


class Brackets:
    """Places the brackets of one page."""

    def __init__(self, document: nodes.Element, session: BuildSession, docname: str) -> None:
        self.document = document
        self.session = session
        self.renderer = Renderer(session, docname)
        self.docname = docname
        self.findings: list[Finding] = []

    # A page that cites nothing asks for no source, and is not read again when one changes.

    @cached_property
    def keys(self) -> Sequence[str]:
        """The keys of all sources."""
        return self.session.keys

    @cached_property
    def names(self) -> re.Pattern[str]:
        """A pattern of the names of all sources."""
        return runs.naming({key: self.session.source_names(key) for key in self.keys})

    def place(self) -> list[Finding]:
        """Place all brackets of a page; what is unclear."""
        self.close_words()
        _name_quotations(self.document)
        for paragraph in every(self.document, nodes.paragraph):
            self._bare(paragraph)
        self._note_copies()
        return self.findings

    def close_words(self) -> None:
        """Place the brackets of every paragraph that has none yet."""
        cited = [node for node in every(self.document, sb_inline, pending_xref) if _is_cited(node)]
        for holder in dict.fromkeys(map(_holder, cited)):
            self._paragraph(holder)
        for node in cited:
            node["bracketed"] = False

    # -- one paragraph ----------------------------------------------------------------------------------------------

    def _paragraph(self, holder: nodes.Element) -> None:
        pieces, content = self._pieces(holder)
        before = _before(holder)
        pieces = self._with_speakers(holder, pieces, before)
        before = f"{before} {_told_above(holder)}"
        named = {self.keys[int((m.lastgroup or "s0")[1:])] for m in self.names.finditer(before)}
        brackets = Flow(pieces, self.names, self.keys, named if len(named) == 1 else ()).resolve()
        anew: list[nodes.Node] = []
        for number, part in runs.parted(pieces, brackets):
            if isinstance(part, Bracket):
                anew += [nodes.Text(" ")] if anew and not anew[-1].astext()[-1:].isspace() else []
                anew.append(self.renderer.bracket(part.items))
            else:
                anew.append(content[number] if part is None else nodes.Text(part))
        holder.children = []
        holder.extend(anew)

    def _pieces(self, holder: nodes.Element) -> tuple[list[FlowPiece], list[nodes.Node]]:
        """The pieces of a paragraph, and the node of each."""
        pieces: list[FlowPiece] = []
        content: list[nodes.Node] = []
        children = list(holder.children)
        at = 0
        while at < len(children):
            last = self._typed(children, at)
            if last:
                pieces[-1] = replace(pieces[-1], text=_OPENING.sub("", pieces[-1].text))
                group = tuple(self._cited(node) for node in children[at:last] if isinstance(node, pending_xref))
                pieces.append(FlowPiece("typed", cited=group))
                content.append(children[at])
                children[last] = nodes.Text(_CLOSING.sub("", children[last].astext(), count=1))
                at = last
                continue
            pieces.append(self._piece(children[at]))
            content.append(children[at])
            at += 1
        return pieces, content

    def _typed(self, children: Sequence[nodes.Node], at: int) -> int:
        """Where a bracket that was typed by hand closes, whose first reference is here; 0 where there is none."""
        if not at or not isinstance(children[at - 1], nodes.Text) or not _OPENING.search(children[at - 1].astext()):
            return 0
        while at + 1 < len(children) and _is_typed(children[at]) and isinstance(children[at + 1], nodes.Text):
            after = children[at + 1].astext()
            if _CLOSING.match(after):
                return at + 1
            if not _BETWEEN.fullmatch(after):
                return 0
            at += 2
        return 0

    def _cited(self, node: pending_xref) -> Citation:
        label, key = node.astext(), node["reftarget"]
        other = [self.keys[int((m.lastgroup or "s0")[1:])] for m in self.names.finditer(label)]
        if other and key not in other:
            message = f"“{label}” leads to {key}, another source than it names: correct the name or the key."
            self._find(node, Kind.UNCLEAR_SOURCE, message)
        return Citation(key, tuple(node["paragraphs"]))

    def _piece(self, node: nodes.Node) -> FlowPiece:
        if isinstance(node, nodes.Text):
            return FlowPiece("prose", node.astext())
        if isinstance(node, sb_asked):
            return FlowPiece("quoted", node.astext())
        quoted = [each for each in every(node, sb_inline) if _is_cited(each)]
        if quoted:
            return FlowPiece("quoted", node.astext(), cited=tuple(map(self._quoted, quoted)))
        if isinstance(node, pending_xref) and (node["refdomain"], node["reftype"]) == ("sb", "source"):
            return FlowPiece("named", node.astext(), node["reftarget"])
        silent = isinstance(node, nodes.literal | nodes.image | nodes.footnote_reference | sb_inline)
        return FlowPiece("solid", HOLE if silent else node.astext())

    def _quoted(self, node: sb_inline) -> Citation:
        ref = str(node["ref"])
        key, number = ref.partition("/")[0], self.session.paragraph(ref)
        copied = self.session.is_copied_speech(ref)
        return Citation(key, (number,) if number else (), ref, copied=copied)

    # -- who speaks -------------------------------------------------------------------------------------------------

    def _with_speakers(self, holder: nodes.Element, pieces: list[FlowPiece], before: str) -> list[FlowPiece]:
        """The pieces; a citation gives the name of a speaker whom neither its sentence nor the one before names."""
        around = _part_around(holder)
        exercise = isinstance(around, sb_exercise) or not isinstance(around, nodes.section | nodes.document)
        before = around.astext() if exercise else before
        text, anew, at = runs.text_of(pieces), [], 0
        ends = runs.sentence_ends(text)
        for piece in pieces:
            number = next((n for n, end in enumerate(ends) if at < end), len(ends) - 1)
            at += len(runs.text_of([piece]))
            spoken = f"{before} {text[ends[number - 2] if number > 1 else 0 : ends[number]]}"
            cited = tuple(self._with_names(each, spoken, piece.text) for each in piece.cited)
            for each in (each for each in cited if each.who and not exercise):
                self._speaker(holder, text.count("\n", 0, at), each)
            anew.append(replace(piece, cited=cited))
        return anew

    def _with_names(self, cited: Citation, spoken: str, quoted: str) -> Citation:
        """A citation with the names that the words before it, and its own, do not give."""
        if not cited.ref:
            return cited
        told = self._told(cited.ref, f"{spoken} {quoted}")
        return replace(cited, who=self._unnamed(cited.ref, spoken), told=told)

    def _unnamed(self, ref: str, words: str) -> str:
        """The name of the speaker of a passage, where these words do not give it."""
        known = self.session.passage(ref)
        speaker = known[1].speaker if known else AUTHOR
        key = ref.partition("/")[0]
        if speaker == AUTHOR or speaker in self.session.authors(key):
            return ""
        if speaker == UNNAMED:
            told = self.session.informant(ref)
            there = _UNNAMED.search(words) or (told and _gives(words, self._names(told.ident)))
            return "" if there else "unnamed speaker"
        return "" if _gives(words, self._names(speaker)) else self.session.speaker_name(key, speaker)

    def _names(self, ident: str) -> tuple[str, ...]:
        """What a sentence may call a speaker or an informant."""
        return (*self.session.all_names(ident), *self.session.short_names(ident))

    def _told(self, ref: str, words: str) -> str:
        """Who told the author, where these words do not say it."""
        told = self.session.informant(ref)
        return str(told) if told and not _gives(words, (told.name, *self._names(told.ident))) else ""

    def _speaker(self, holder: nodes.Element, below: int, cited: Citation) -> None:
        who = "somebody without a name" if cited.who == "unnamed speaker" else cited.who
        message = (
            f"the words of {cited.ref} are those of {who}, and the sentence does not say so: name the speaker in it."
        )
        self.findings.append((holder, below, Kind.UNNAMED_SPEAKER, message))

    # -- what is unclear --------------------------------------------------------------------------------------------

    def _find(self, node: nodes.Node, kind: Kind, message: str) -> None:
        holder = _holder(node)
        texts = (each.astext() for each in every(holder, nodes.Text) if not _follows(each, node))
        self.findings.append((holder, "".join(texts).count("\n"), kind, message))

    def _bare(self, paragraph: nodes.paragraph) -> None:
        """A number of a paragraph that stands in prose, and nothing in its section or exercise names a source."""
        for text in (each for each in paragraph.children if isinstance(each, nodes.Text)):
            match = _BARE.search(text)
            if match and not self.names.search(_part_around(paragraph).astext()):
                message = f"“{match[0]}” names no source: write {{sb:src}}`{match[0]} <source>`."
                self._find(text, Kind.UNCLEAR_SOURCE, message)

    # -- copies -----------------------------------------------------------------------------------------------------

    def _note_copies(self) -> None:
        """One line on the page about the re-translated copies that it quotes."""
        if every(self.document, sb_passage):
            return  # the page of the sources, which says it of each
        quoted = [node for node in every(self.document, sb_inline, sb_quotation) if "ref" in node]
        keys = sorted({str(node["ref"]).partition("/")[0] for node in quoted})
        sources = {key: self.session.source(key) for key in keys}
        copies = [each.short for each in sources.values() if each and each.fidelity == "retranslated"]
        if not copies:
            return
        label = span("Re-translated copies: ", "sb-label")
        # No links: each would be one more stop on the way to the text.
        text = nodes.Text(f"{', '.join(copies)}. {COPIES_IN_A_LINE}")
        line = nodes.paragraph("", "", label, text, classes=["sb-copies"])
        lead = next((child for child in self.document.children if isinstance(child, nodes.section)), self.document)
        at = next((n for n, child in enumerate(lead.children) if isinstance(child, nodes.section)), len(lead.children))
        lead.insert(at, line)


def _is_typed(node: nodes.Node) -> bool:
    return isinstance(node, pending_xref) and bool(node.get("paragraphs"))


def _is_cited(node: nodes.Node) -> bool:
    """True for a quotation by the role, and for a reference to a paragraph."""
    return _is_typed(node) or (isinstance(node, sb_inline) and bool(node.get("bracketed")))


def _holder(node: nodes.Node) -> nodes.Element:
    """The paragraph, or the line, in which a node stands."""
    holder: Any = node.parent
    while _is_inline(holder) and holder.parent is not None:
        holder = holder.parent
    return cast(nodes.Element, holder)


def _is_inline(node: nodes.Node) -> bool:
    """True for a part of a line, unless it is a line of its own."""
    return isinstance(node, nodes.Inline) and not isinstance(node, sb_line)


def _part_around(node: nodes.Node) -> nodes.Element:
    """The section or the exercise in which a node stands."""
    part = node.parent
    while part.parent is not None and not isinstance(part, nodes.section | sb_exercise):
        part = part.parent
    return part


def _follows(one: nodes.Node, other: nodes.Node) -> bool:
    """True if a node stands behind another one of the same paragraph, or is it."""
    order = every(_holder(other), nodes.Element, nodes.Text)
    places = {id(node): place for place, node in enumerate(order)}
    return places.get(id(one), 0) >= places.get(id(other), 0)


def _before(holder: nodes.Element) -> str:
    """What a reader has in mind where a paragraph begins: the heading, the term, the row, the item's lead."""
    node: nodes.Node = holder
    parts: list[str] = []
    while node.parent is not None and not isinstance(node, nodes.section):
        parent = node.parent
        if isinstance(parent, nodes.row):
            parts += [_plain(cell) for cell in parent.children if cell is not node]
            parts.append(_column_head(parent, node))
        elif isinstance(parent, nodes.list_item | nodes.definition_list_item):
            parts += [_plain(child) for child in parent.children[: parent.children.index(node)]]
        node = parent
    if isinstance(node, nodes.section):
        parts += [child.astext() for child in node.children[:1] if isinstance(child, nodes.title)]
    return " ".join(reversed(parts))


def _told_above(holder: nodes.Element) -> str:
    """The attribution of a block quotation right above a paragraph."""
    at = holder.parent.index(holder) if holder.parent is not None else 0
    above = holder.parent.children[at - 1] if at else None
    return every(above, sb_attribution)[0].astext() if isinstance(above, sb_quotation) and "ref" in above else ""


def _column_head(row: nodes.row, cell: nodes.Node) -> str:
    group = row.parent.parent
    heads = [each for part in group.children if isinstance(part, nodes.thead) for each in part.children]
    at = row.children.index(cell)
    return " ".join(head.children[at].astext() for head in heads if at < len(head.children) and head is not row)


def _plain(node: nodes.Node) -> str:
    """The text of a node without quoted words."""
    if isinstance(node, nodes.Text):
        return node.astext()
    return HOLE if isinstance(node, sb_inline) else "".join(map(_plain, node.children))


def _gives(words: str, names: Iterable[str]) -> bool:
    """True if a text gives one of the names: all its telling words, each in a form that is nearly its own."""
    said = re.findall(r"\w+", words.casefold())
    telling = (set(re.findall(r"\w{3,}", name.casefold())) - _SMALL for name in names)
    return any(parts and all(_has_form(part, said) for part in parts) for parts in telling)


def _has_form(part: str, said: Iterable[str]) -> bool:
    """True if a word stands among others, or, where it is long, one that ends otherwise: `Russian` for Russia."""
    long = len(part) > SHORT_NAME
    return any(word == part or (long and word.startswith(part[:-1]) and len(word) <= len(part) + 2) for word in said)


def _name_quotations(document: nodes.Element) -> None:
    """Write the ids of the quotations that it closes into each reference: they stand before it."""
    open_: list[nodes.Element] = []
    for node in every(document, sb_inline, sb_cited):
        if isinstance(node, sb_inline):
            open_.append(node)
            continue
        refs = [*node["refs"]]
        closed = [each for each in open_ if each["ids"] and each.get("ref") in refs][-len(refs) :] if refs else []
        if closed:
            node["data-quotes"] = " ".join(each["ids"][0] for each in closed)
        open_ = [each for each in open_ if each not in closed]


def place_within(node: nodes.Element, session: BuildSession, docname: str) -> None:
    """Place the brackets of what is on no page yet: the text of an exercise, which is recorded before."""
    Brackets(node, session, docname).close_words()


def placed(document: nodes.document, session: BuildSession, docname: str) -> Iterator[Finding]:
    """Place the brackets of a page; what is unclear in it."""
    yield from Brackets(document, session, docname).place()
