"""Convert a page from docutils nodes to block records, in one walk that dispatches on the class of each node.

When: as a page is written, after links are resolved and placeholders are filled. A subclass is treated as the nearest
class that has a method. An unknown node keeps its text, with a warning. Not here: the builder that calls this
(`builder.py`), pictures, boxes and briefs (modules of their own), and what becomes of the records (`exports/`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from docutils import nodes
from msgspec.structs import replace
from sphinx import addnodes
from sphinx.util import logging

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.sphinx_ext import nodes as ours
from sourcebook.sphinx_ext.blocks import boxes
from sourcebook.sphinx_ext.blocks.brief_blocks import BriefPaper
from sourcebook.sphinx_ext.blocks.node_queries import (
    classes,
    is_inline,
    joined,
    rows,
    squeezed,
    trimmed,
    wants_page,
)
from sourcebook.sphinx_ext.blocks.pictures import PicturePaper
from sourcebook.sphinx_ext.foreign import papers

logger = logging.getLogger(__name__)

SILENT = (
    nodes.comment,
    nodes.substitution_definition,
    nodes.pending,
    nodes.system_message,
    nodes.title,  # a section's; taken with its section
    nodes.meta,
    addnodes.index,
    addnodes.toctree,
    addnodes.highlightlang,
    addnodes.tabular_col_spec,
)
"""Classes of nodes that put nothing on the page."""
MATH = (nodes.math, nodes.math_block)
BACKLINKS = "sb-quoted-in"
"""The class of a list of the places that quote a passage: each of its links gets a page number."""
IN_ITS_PLACE = "its words stand in its place."
NO_FORM = "there is no form on paper for the node “%s”; its words are kept."


class Walker(BriefPaper, boxes.BoxPaper, PicturePaper):
    """Makes the records of one page. `picture` returns an image as SVG, or nothing; `lang` is the book's language."""

    def __init__(
        self,
        docname: str,
        picture: Callable[[nodes.image], str],
        lang: str = "en",
        numbers: boxes.Numbers = boxes.unnumbered,
    ) -> None:
        self.docname = docname
        self.numbers = numbers
        self.lang = lang
        self.picture = picture
        self.notes: dict[str, list[b.Block]] = {}
        self.level = 0
        self.pages = False

    def page(self, document: nodes.document, meta: dict[str, str], file: str = "") -> b.Page:
        """The whole page."""
        page_blocks = list(self.blocks(document.children))
        titles = [piece for piece in page_blocks if isinstance(piece, b.Heading)]
        title = document_tree.plain_text(titles[0]) if titles else self.docname
        return b.Page(name=self.docname, title=title, blocks=page_blocks, notes=self.notes, meta=meta, file=file)

    # -- shared by blocks and inlines ------------------------------------------------------------------------------

    def anchors(self, node: nodes.Element) -> list[str]:
        ids: list[str] = node.get("ids", [])
        return [f"{self.docname}#{ident}" for ident in ids]

    def language(self, node: nodes.Element) -> str:
        """The language named by a class; empty where there is none, or it is that of the book."""
        given: list[str] = node.get("classes", [])
        names = [name.removeprefix("language-") for name in given if name.startswith("language-")]
        return names[0] if names and names[0] != self.lang else ""

    def unknown(self, node: nodes.Node) -> None:
        message = NO_FORM % type(node).__name__ + " [sourcebook.unknown-node]"
        logger.warning("%s", message, type="sourcebook", subtype="unknown-node", location=node)

    def undrawn(self, node: nodes.Element, why: str) -> None:
        """Warn that a picture cannot be shown."""
        message = f"{why}; {IN_ITS_PLACE} [sourcebook.unknown-node]"
        logger.warning("%s", message, type="sourcebook", subtype="unknown-node", location=node)

    # -- blocks -----------------------------------------------------------------------------------------------------

    def blocks(self, children: Iterable[nodes.Node]) -> Iterator[b.Block]:
        """The blocks of nodes, in order. Loose inline nodes are gathered into paragraphs."""
        loose: list[nodes.Node] = []
        for child in children:
            if is_inline(child):
                loose.append(child)
                continue
            yield from self._gathered(loose)
            loose = []
            yield from self._block(child)
        yield from self._gathered(loose)

    def _gathered(self, loose: list[nodes.Node]) -> Iterator[b.Block]:
        content = trimmed(self.inlines(loose))
        if content:
            yield b.Paragraph(content=content)

    def _block(self, node: nodes.Node) -> Iterator[b.Block]:
        if isinstance(node, SILENT):
            return
        for kind in type(node).__mro__:
            method = getattr(self, f"block_{kind.__name__}", None)
            if method:
                yield from method(node)
                return
        if isinstance(node, nodes.Element) and boxes.title_node(node) is not None:
            yield from self.block_Admonition(node)
            return
        self.unknown(node)
        if node.astext().strip():
            yield b.Paragraph(content=[b.Text(text=squeezed(node.astext()).strip())])

    def body(self, node: nodes.Element) -> list[b.Block]:
        return list(self.blocks(node.children))

    def block_section(self, node: nodes.section) -> Iterator[b.Block]:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        self.level += 1
        if title is not None:
            content, anchors = trimmed(self.inlines(title.children)), [*self.anchors(node), *self.anchors(title)]
            yield b.Heading(level=self.level, content=content, anchors=anchors)
        yield from self.blocks(node.children)
        self.level -= 1

    def block_rubric(self, node: nodes.rubric) -> Iterator[b.Block]:
        content = trimmed(self.inlines(node.children))
        yield b.Heading(level=self.level + 1, content=content, anchors=self.anchors(node), plain=True)

    block_centered = block_rubric

    def block_paragraph(self, node: nodes.Element) -> Iterator[b.Block]:
        picture = self.alone(node.children)
        if picture is not None:
            yield from self._only(picture, self.anchors(node))
            return
        before, self.pages = self.pages, self.pages or BACKLINKS in node["classes"]
        content = trimmed(self.inlines(node.children))
        self.pages = before
        if content or node.get("ids"):
            yield b.Paragraph(content=content, anchors=self.anchors(node), classes=classes(node))

    def _only(self, node: nodes.Element, anchors: list[str]) -> Iterator[b.Block]:
        """The picture that a paragraph consists of, with the anchors of the paragraph."""
        for block in self._block(node):
            yield replace(block, anchors=[*anchors, *document_tree.anchors(block)])
            anchors = []

    block_compact_paragraph = block_paragraph
    block_caption = block_paragraph
    block_line = block_paragraph
    block_attribution = block_paragraph
    block_term = block_paragraph

    def block_bullet_list(self, node: nodes.Element) -> Iterator[b.Block]:
        items = [self.item(child) for child in node.children if isinstance(child, nodes.Element)]
        ordered = isinstance(node, nodes.enumerated_list)
        if items:
            yield b.Items(items=items, ordered=ordered, start=node.get("start", 1), anchors=self.anchors(node))

    block_enumerated_list = block_bullet_list

    def item(self, node: nodes.Element) -> list[b.Block]:
        """The blocks of a list item, in a group where the item has anchors or classes."""
        body = self.body(node)
        if not node.get("ids") and not classes(node):
            return body
        return [b.Group(body=body, anchors=self.anchors(node), classes=classes(node))]

    def block_definition_list(self, node: nodes.Element) -> Iterator[b.Block]:
        items = [item for child in node.children if isinstance(child, nodes.Element) for item in self.definition(child)]
        if items:
            yield b.Definitions(items=items, anchors=self.anchors(node), classes=classes(node))

    block_field_list = block_definition_list
    block_option_list = block_definition_list
    block_docinfo = block_definition_list

    def block_glossary(self, node: nodes.Element) -> Iterator[b.Block]:
        yield from self.blocks(node.children)

    def definition(self, node: nodes.Element) -> Iterator[b.Definition]:
        """An item of a list of definitions or of fields: its terms on one line, then its body."""
        *terms, last = node.children
        anchors = self.anchors(node)
        term: list[b.Inline] = []
        for child in terms:
            if isinstance(child, nodes.Element):
                anchors += self.anchors(child)
                term += [b.Text(text=", ")] if term else []
                term += trimmed(self.inlines(child.children))
        body = self.body(last) if isinstance(last, nodes.Element) else []
        yield b.Definition(term=term, body=body, anchors=anchors)

    def block_table(self, node: nodes.Element) -> Iterator[b.Block]:
        group = next(node.findall(nodes.tgroup))
        stubs = [bool(spec.get("stub")) for spec in group.findall(nodes.colspec)]
        head = [self.row(row, [True] * len(stubs)) for part in group.findall(nodes.thead) for row in rows(part)]
        body = [self.row(row, stubs) for part in group.findall(nodes.tbody) for row in rows(part)]
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        caption = trimmed(self.inlines(title.children)) if title else []
        anchors = [*self.anchors(node), *(self.anchors(title) if title else [])]
        width = [spec.get("colwidth", 1) for spec in group.findall(nodes.colspec)]
        yield b.Table(head=head, body=body, widths=[float(w) for w in width], caption=caption, anchors=anchors)

    def row(self, node: nodes.Element, headers: list[bool]) -> list[b.Cell]:
        entries = [child for child in node.children if isinstance(child, nodes.entry)]
        return [
            b.Cell(
                body=self.body(entry),
                header=any(headers[i : i + 1]) or "rowheader" in entry["classes"],
                columns=entry.get("morecols", 0) + 1,
                rows=entry.get("morerows", 0) + 1,
            )
            for i, entry in enumerate(entries)
        ]

    def block_literal_block(self, node: nodes.Element) -> Iterator[b.Block]:
        yield b.Listing(text=node.astext(), anchors=self.anchors(node))

    block_doctest_block = block_literal_block

    def block_math_block(self, node: nodes.Element) -> Iterator[b.Block]:
        yield b.Listing(text=node.astext(), math=True, anchors=self.anchors(node))

    def block_line_block(self, node: nodes.Element) -> Iterator[b.Block]:
        content: list[b.Inline] = []
        for line in node.findall(nodes.line):
            content += [b.Break()] if content else []
            content += trimmed(self.inlines(line.children))
        yield b.Paragraph(content=content, anchors=self.anchors(node), classes=classes(node))

    def block_container(self, node: nodes.Element) -> Iterator[b.Block]:
        if "toctree-wrapper" in node["classes"]:  # the contents of a volume are made anew, with page numbers
            return
        body, anchors = self.body(node), self.anchors(node)
        if body or anchors:
            yield b.Group(body=body, lang=self.language(node), anchors=anchors, classes=classes(node))

    def block_sb_details(self, node: nodes.Element) -> Iterator[b.Block]:
        """A folded part of the page, in smaller type; one that is open at first, in full size."""
        if node.get("open"):
            yield from self.block_container(node)
            return
        yield b.Group(body=self.body(node), anchors=self.anchors(node), classes=["sb-details", *classes(node)])

    def block_sb_day(self, node: nodes.Element) -> Iterator[b.Block]:
        """A period of a timeline: a heading, and its events in full size."""
        summary, *rest = node.children
        content = trimmed(self.inlines(summary.children))
        yield b.Heading(level=self.level + 1, content=content, anchors=self.anchors(node), plain=True)
        yield from self.blocks(rest)

    def block_sb_compare(self, node: nodes.Element) -> Iterator[b.Block]:
        yield from ()

    def block_sb_summary(self, node: nodes.Element) -> Iterator[b.Block]:
        """The summary of a folded part; lines of its own become paragraphs."""
        lines = [child for child in node.children if isinstance(child, ours.sb_line)]
        for line in (line for line in lines if not line.get("screen")):
            yield b.Paragraph(content=trimmed(self.inlines(line.children)), classes=classes(line))
        if not lines:
            content = trimmed(self.inlines(node.children))
            yield b.Paragraph(content=[b.Strong(content=content)], anchors=self.anchors(node), classes=classes(node))

    block_sb_event = block_container
    block_sb_fold = block_container
    block_compound = block_container
    block_block_quote = block_container

    def block_only(self, node: nodes.Element) -> Iterator[b.Block]:
        yield from self.blocks(node.children)

    block_start_of_file = block_only
    block_legend = block_only
    block_decoration = block_only

    def block_transition(self, node: nodes.Element) -> Iterator[b.Block]:
        yield b.Rule()

    def block_target(self, node: nodes.Element) -> Iterator[b.Block]:
        """An empty anchor. A target that names the node after it has passed on its id already."""
        if node.get("ids"):
            yield b.Paragraph(content=[], anchors=self.anchors(node))

    def block_footnote(self, node: nodes.Element) -> Iterator[b.Block]:
        body = [child for child in node.children if not isinstance(child, nodes.label)]
        for ident in node["ids"]:
            self.notes[ident] = list(self.blocks(body))
        yield from ()

    def block_citation(self, node: nodes.Element) -> Iterator[b.Block]:
        """An entry of a bibliography: its label, and the work. Links in the text lead to it."""
        label = next((child for child in node.children if isinstance(child, nodes.label)), None)
        term = trimmed(self.inlines(label.children)) if label is not None else []
        body = list(self.blocks(child for child in node.children if child is not label))
        entry = b.Definition(term=[b.Text(text="["), *term, b.Text(text="]")], body=body, anchors=self.anchors(node))
        yield b.Definitions(items=[entry])

    def block_sb_quotation(self, node: nodes.Element) -> Iterator[b.Block]:
        parts: dict[str, list[b.Block]] = {"words": [], "plain": [], "proof": []}
        attribution: list[b.Inline] = []
        lang = ""
        for child in node.children:
            if isinstance(child, ours.sb_attribution):
                attribution = trimmed(self.inlines(child.children))
            elif isinstance(child, ours.sb_quoted):
                parts["words"] += self.body(child)
                lang = self.language(child)
            elif isinstance(child, nodes.Element):
                named = (
                    "plain"
                    if "sb-plain" in child["classes"]
                    else "proof"
                    if "sb-proof" in child["classes"]
                    else "words"
                )
                parts[named] += self.blocks([child])
        yield b.Quotation(
            **parts, attribution=attribution, lang=lang, ref=node.get("ref", ""), anchors=self.anchors(node)
        )

    # -- inside a line ----------------------------------------------------------------------------------------------

    def inlines(self, children: Iterable[nodes.Node]) -> list[b.Inline]:
        """The inline records of nodes."""
        return joined(self._pieces(list(children)))

    def _pieces(self, children: list[nodes.Node]) -> Iterator[b.Inline]:
        """Inline records node by node; nodes between a pair of known HTML tags are wrapped in one record."""
        at = 0
        while at < len(children):
            name = papers.opened(children[at])
            end = papers.closed(children, at, name) if name else 0
            if end:
                yield papers.marked(name, joined(self._pieces(children[at + 1 : end])))
                at = end
            else:
                yield from self._inline(children[at])
            at += 1

    def line(self, children: Iterable[nodes.Node]) -> list[b.Inline]:
        """The inline records of a line of its own, trimmed."""
        return trimmed(self.inlines(children))

    def _inline(self, node: nodes.Node) -> list[b.Inline]:
        if isinstance(node, nodes.Text):
            return [b.Text(text=squeezed(node.astext()))] if node.astext() else []
        if isinstance(node, SILENT) or not isinstance(node, nodes.Element):
            return []
        for kind in type(node).__mro__:
            method = getattr(self, f"inline_{kind.__name__}", None)
            if method:
                pieces: list[b.Inline] = method(node)
                return pieces
        self.unknown(node)
        return [b.Text(text=squeezed(node.astext()))]

    def inline_inline(self, node: nodes.Element) -> list[b.Inline]:
        """A span where the node has a language, anchors, classes or a reference; else its content."""
        content, lang, marks = self.inlines(node.children), self.language(node), classes(node)
        anchors = self.anchors(node)
        if not (lang or anchors or marks or node.get("ref")):
            return content
        return [b.Span(content=content, lang=lang, anchors=anchors, classes=marks, ref=node.get("ref", ""))]

    inline_paragraph = inline_inline
    inline_generated = inline_inline
    inline_abbreviation = inline_inline
    inline_acronym = inline_inline
    inline_target = inline_inline

    def inline_emphasis(self, node: nodes.Element) -> list[b.Inline]:
        content = self.inlines(node.children)
        lang = self.language(node)
        return [b.Emphasis(content=[b.Span(content=content, lang=lang)] if lang else content)]

    inline_title_reference = inline_emphasis
    inline_literal_emphasis = inline_emphasis

    def inline_strong(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Strong(content=self.inlines(node.children))]

    inline_literal_strong = inline_strong

    def inline_literal(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Code(text=node.astext())]

    def inline_math(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Code(text=node.astext(), math=True)]

    def inline_superscript(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Raised(content=self.inlines(node.children), below=isinstance(node, nodes.subscript))]

    inline_subscript = inline_superscript

    def inline_reference(self, node: nodes.Element) -> list[b.Inline]:
        content = self.inlines(node.children)
        if node.get("refid"):
            target = f"{self.docname}#{node['refid']}"
        elif node.get("internal"):
            target = node.get("refuri", "").rstrip("#")
        else:
            return [b.Link(content=content, uri=node["refuri"])] if node.get("refuri") else content
        target = f"{self.docname}{target}" if target.startswith("#") else target
        return [b.Link(content=content, target=target, page=self.pages or wants_page(node))]

    def inline_number_reference(self, node: nodes.Element) -> list[b.Inline]:
        return self.inline_reference(node)

    def inline_pending_xref(self, node: nodes.Element) -> list[b.Inline]:
        return self.inlines(node.children)

    inline_download_reference = inline_pending_xref

    def inline_footnote_reference(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Note(id=node["refid"])] if node.get("refid") else []

    inline_citation_reference = inline_footnote_reference

    def inline_problematic(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Text(text=squeezed(node.astext()))]
