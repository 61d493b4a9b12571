"""Adapt raw HTML and the nodes of other extensions to outputs that they were not written for: paper and EPUB.

Here: tags in a text that HTML does not have, which are words (`<c>`); drawings that stand
inside a line (`<svg>`); those few that mean something on paper (`<sup>`);
tab sets of sphinx-design in an EPUB, where nobody can click: each tab under its name, as on paper. Not here: what
becomes of nodes on paper (`sphinx_ext/blocks/walker.py`), and packing an EPUB (`exports/paper/epub.py`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from lxml.html import defs
from sphinx.transforms import SphinxTransform

from sourcebook.model import document as b
from sourcebook.sphinx_ext.base import BookPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx


ELEMENTS = defs.tags | {"svg", "math", "slot", "template", "search", "hgroup"}
"""The names of the elements of HTML."""
_TAG = re.compile(r"\s*<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?(?P<empty>/?)>\s*")
_SVG = re.compile(r"\s*<svg\b")
MARKS = frozenset({"sup", "sub", "em", "i", "cite", "strong", "b"})
"""The HTML elements that paper shows."""


def is_words(node: nodes.raw) -> bool:
    """True if raw HTML is one tag of an unknown element: its author wrote words in angle brackets."""
    tag = _TAG.fullmatch(node.astext()) if "html" in node.get("format", "").split() else None
    return tag is not None and tag["name"].lower() not in ELEMENTS


def opened(node: nodes.Node) -> str:
    """The name of the element that a raw tag opens, if paper shows it; else empty."""
    tag = _TAG.fullmatch(node.astext()) if isinstance(node, nodes.raw) else None
    name = tag["name"].lower() if tag and not (tag["end"] or tag["empty"]) else ""
    return name if name in MARKS else ""


def closed(children: Sequence[nodes.Node], at: int, name: str) -> int:
    """The index of the tag that closes the element opened at an index; 0 where there is none."""
    depth = 0
    for place in range(at, len(children)):
        tag = _TAG.fullmatch(children[place].astext()) if isinstance(children[place], nodes.raw) else None
        if tag and tag["name"].lower() == name and not tag["empty"]:
            depth += -1 if tag["end"] else 1
            if not depth:
                return place
    return 0


def marked(name: str, content: list[b.Inline]) -> b.Inline:
    """The record for the content between two tags."""
    if name in ("sup", "sub"):
        return b.Raised(content=content, below=name == "sub")
    return b.Strong(content=content) if name in ("strong", "b") else b.Emphasis(content=content)


class ShowTags(SphinxTransform):
    """Transform: turn tags of unknown elements into text, which a browser would not show."""

    default_priority = 391

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.raw)):
            if is_words(node):
                text: nodes.Node = nodes.Text(node.astext())
                inside = isinstance(node.parent, nodes.TextElement)
                node.parent.replace(node, text if inside else nodes.paragraph("", "", text))


class JoinDrawings(SphinxTransform):
    """Transform: join the tags of an `<svg>` inside a line into one raw node, before unknown tags become text."""

    default_priority = 390

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.raw)):
            siblings = node.parent.children if node.parent else []
            if _SVG.match(node.astext()) and "</svg>" not in node.astext() and node in siblings:
                end = closed(siblings, siblings.index(node), "svg")
                if end:
                    _join(node, siblings[siblings.index(node) + 1 : end + 1])


def _join(node: nodes.raw, rest: Sequence[nodes.Node]) -> None:
    """Append nodes to the raw node before them, text escaped as HTML."""
    markup = [part.astext() if isinstance(part, nodes.raw) else html.escape(part.astext()) for part in (node, *rest)]
    for part in rest:
        node.parent.remove(part)
    node.clear()
    node += nodes.Text("".join(markup))


class OpenTabs(BookPostTransform):
    """Post-transform for EPUB: show all tabs one after another, before sphinx-design makes form controls of them."""

    default_priority = 190

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.name != "epub":
            return
        for node in self.document.findall(nodes.container):
            if node.get("design_component") in {"tab-set", "tab-item"}:
                node["design_component"] = ""
                node["classes"] = [name for name in node["classes"] if not name.startswith("sd-tab")]


def register(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(ShowTags)
    app.add_transform(JoinDrawings)
    app.add_post_transform(OpenTabs)
