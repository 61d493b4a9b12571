"""The parts of a brief as block records, made from the nodes of `sphinx_ext/directives/brief_nodes.py`.

Here: one method a node, mixed into the walker of a page. Not here: making the nodes, and how paper looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from docutils import nodes

from sourcebook.model import document as b

TITLE = "sb-brief-title"


class BriefPaper:
    """Mixin of `Walker`: the nodes of a brief."""

    if TYPE_CHECKING:

        def anchors(self, node: nodes.Element) -> list[str]: ...
        def blocks(self, children: Iterable[nodes.Node]) -> Iterator[b.Block]: ...
        def inlines(self, children: Iterable[nodes.Node]) -> list[b.Inline]: ...

    def block_sb_bottom_line(self, node: nodes.Element) -> Iterator[b.Block]:
        yield b.BottomLine(body=self._untitled(node), anchors=self.anchors(node))

    def block_sb_judgement(self, node: nodes.Element) -> Iterator[b.Block]:
        yield b.Judgement(
            content=self._running(node, "sb-judged"),
            support=node["support"],
            origins=node["origins"],
            likelihood=node["likelihood"],
            action=self._part(node, "sb-action", labelled=True),
            question=self._part(node, "sb-question", labelled=True),
            against=self._part(node, "sb-unless", labelled=True),
            evidence=self._links(node, "sb-evidence-for"),
            contrary=self._links(node, "sb-evidence-against"),
            anchors=self.anchors(node),
        )

    def block_sb_option(self, node: nodes.Element) -> Iterator[b.Block]:
        body = [block for part in children(node, "sb-option-body") for block in self.blocks(part.children)]
        facts = {name: self._part(node, f"sb-option-{name}", labelled=True) for name in ("cost", "risk", "owner")}
        undone = self._part(node, "sb-option-reversibility", labelled=True)
        yield b.Option(
            title=self._part(node, TITLE), body=body, reversibility=undone, anchors=self.anchors(node), **facts
        )

    def block_sb_unanswered(self, node: nodes.Element) -> Iterator[b.Block]:
        question = self._part(node, TITLE)
        yield b.Unanswered(question=question, body=self._untitled(node), anchors=self.anchors(node))

    def block_sb_annex(self, node: nodes.Element) -> Iterator[b.Block]:
        yield b.Group(body=list(self.blocks(node.children)), anchors=self.anchors(node), classes=["sb-annex"])

    def block_sb_on_screen(self, node: nodes.Element) -> Iterator[b.Block]:
        yield from ()

    block_sb_quality = block_sb_on_screen

    # -- parts, by their class --------------------------------------------------------------------------------------

    def _untitled(self, node: nodes.Element) -> list[b.Block]:
        """The blocks of a node without its title."""
        return list(self.blocks(child for child in node.children if child not in children(node, TITLE)))

    def _part(self, node: nodes.Element, name: str, *, labelled: bool = False) -> list[b.Inline]:
        """The content of the part with this class, without the label of the HTML page."""
        return [piece for part in children(node, name) for piece in self.inlines(part.children[1 if labelled else 0 :])]

    def _running(self, node: nodes.Element, name: str) -> list[b.Inline]:
        """The paragraphs of a part joined into one."""
        content: list[b.Inline] = []
        for part in children(node, name):
            for paragraph in part.findall(nodes.paragraph):
                content += [b.Text(text=" ")] if content else []
                content += self.inlines(paragraph.children)
        return content

    def _links(self, node: nodes.Element, name: str) -> list[list[b.Inline]]:
        """The links of a part, each as a list of inlines."""
        parts = [child for part in children(node, name) for child in part.children[1:]]
        return [self.inlines([child]) for child in parts if not isinstance(child, nodes.Text)]


def children(node: nodes.Element, name: str) -> list[nodes.Element]:
    """The children of a node that have a class."""
    return [child for child in node.children if isinstance(child, nodes.Element) and name in child["classes"]]
