"""Render the block records of generated items as docutils nodes.

Here: the few records that generated items are made of. Not here: making the items (`questions/generate.py`), and
converting nodes to records (`sphinx_ext/blocks/walker.py`).
"""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sourcebook.model import document as b
from sourcebook.model.problems import Place
from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import Item
from sourcebook.questions.seeded_order import Draw
from sourcebook.sphinx_ext.exercises.parse import Nodes, Parts
from sourcebook.sphinx_ext.exercises.question_nodes import LINE, sb_asked, sb_gap
from sourcebook.sphinx_ext.render import Renderer
from sourcebook.sphinx_ext.session import BuildSession, Subject


class BlockRenderer:
    """Renders the block records of one item as nodes."""

    def __init__(self, session: BuildSession, docname: str, place: Place, item: Item) -> None:
        self.session, self.place, self.item = session, place, item
        self.renderer = Renderer(session, docname)

    def parts(self) -> Parts:
        """Return the nodes of the item, by the ids of its parts."""
        item = self.item
        entries = [*item.entries, *item.extra, *(e for pair in item.pairs for e in (pair.left, pair.right))]
        parts = Parts(prompt=self.blocks(item.prompt), solution=self.blocks(item.secret.solution))
        parts.content = {entry.id: self.blocks(entry.content) for entry in entries}
        for choice in item.choices:
            parts.content[choice.id] = self.blocks(choice.content)
            if choice.feedback:
                parts.feedback[choice.id] = self.blocks(choice.feedback)
        return parts

    def blocks(self, content: Iterable[b.Block]) -> Nodes:
        return [self._block(block) for block in content]

    def _block(self, block: b.Block) -> nodes.Node:
        if isinstance(block, b.Paragraph):
            return nodes.paragraph("", "", *self._inlines(block.content))
        if isinstance(block, b.Items):
            items = [nodes.list_item("", *self.blocks(item)) for item in block.items]
            return (
                nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
                if block.ordered
                else (nodes.bullet_list("", *items, bullet="-"))
            )
        if isinstance(block, b.Quotation):
            known = self.session.passage(block.ref)
            if known:
                return self.renderer.block(known, Subject(block.ref), self.place, plain=True, classes=[])
        raise TypeError(f"no generated item holds {type(block).__name__}")

    def _inlines(self, content: Iterable[b.Inline]) -> Nodes:
        return [node for piece in content for node in self._inline(piece)]

    def _inline(self, piece: b.Inline) -> Nodes:
        if isinstance(piece, b.Text):
            return [nodes.Text(piece.text)]
        if isinstance(piece, b.Strong):
            return [nodes.strong("", "", *self._inlines(piece.content))]
        if isinstance(piece, b.Span) and prompt_blocks.GAP in piece.classes:
            return [self._gap(piece.anchors[0])]
        if isinstance(piece, b.Span) and prompt_blocks.ASKED in piece.classes:
            return [self._asked(piece)]
        raise TypeError(f"no generated item holds {type(piece).__name__}")

    def _asked(self, piece: b.Span) -> nodes.Node:
        node = sb_asked(
            "", "", *self._inlines(piece.content), classes=["sb-words", prompt_blocks.ASKED, f"language-{piece.lang}"]
        )
        node["support_smartquotes"] = False
        return node

    def _gap(self, ident: str) -> nodes.Node:
        index, gap = next((i, g) for i, g in enumerate(self.item.gaps, 1) if g.id == ident)
        return gap_node(ident, self.item.id, index, gap.options)


def gap_node(ident: str, exercise: str, index: int, options: Iterable[str]) -> sb_gap:
    """Make the node of a gap: on paper a line, followed by its options in a drawn order."""
    drawn = Draw(f"{exercise} {ident}").order(options)
    on_paper = f"{LINE} ({' / '.join(drawn)})" if drawn else LINE
    node = sb_gap("", on_paper, classes=["sb-gap"])
    node["gap"], node["exercise"], node["label"], node["options"] = ident, exercise, f"Gap {index}", drawn
    node["support_smartquotes"] = False
    return node
