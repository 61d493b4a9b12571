"""Adapt what other people's extensions put on a page to the outputs that they were not written for: paper and EPUB.

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
from sourcebook.sphinx_ext.base import AtWriting

if TYPE_CHECKING:
    from sphinx.application import Sphinx


ELEMENTS = defs.tags | {"svg", "math", "slot", "template", "search", "hgroup"}
"""The names of the elements of HTML."""
_TAG = re.compile(r"\s*<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?(?P<empty>/?)>\s*")
_SVG = re.compile(r"\s*<svg\b")
MARKS = frozenset({"sup", "sub", "em", "i", "cite", "strong", "b"})
"""The elements that mean something on paper."""


def is_words(node: nodes.raw) -> bool:
    """Whether raw HTML is one tag of an element that does not exist: its author wrote words in angle brackets."""
    tag = _TAG.fullmatch(node.astext()) if "html" in node.get("format", "").split() else None
    return tag is not None and tag["name"].lower() not in ELEMENTS


def opened(node: nodes.Node) -> str:
    """The name of the element that a raw tag opens, of those that mean something; empty where it is none."""
    tag = _TAG.fullmatch(node.astext()) if isinstance(node, nodes.raw) else None
    name = tag["name"].lower() if tag and not (tag["end"] or tag["empty"]) else ""
    return name if name in MARKS else ""


def closed(children: Sequence[nodes.Node], at: int, name: str) -> int:
    """Where the element that opens at a place is closed; 0 where it never is."""
    depth = 0
    for place in range(at, len(children)):
        tag = _TAG.fullmatch(children[place].astext()) if isinstance(children[place], nodes.raw) else None
        if tag and tag["name"].lower() == name and not tag["empty"]:
            depth += -1 if tag["end"] else 1
            if not depth:
                return place
    return 0


def marked(name: str, content: list[b.Inline]) -> b.Inline:
    """What stands between two tags, as paper shows it."""
    if name in ("sup", "sub"):
        return b.Raised(content=content, below=name == "sub")
    return b.Strong(content=content) if name in ("strong", "b") else b.Emphasis(content=content)


class ShowTags(SphinxTransform):
    """As a page is read: tags of elements that do not exist become words, which a browser would not show."""

    default_priority = 391

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.raw)):
            if is_words(node):
                text: nodes.Node = nodes.Text(node.astext())
                inside = isinstance(node.parent, nodes.TextElement)
                node.parent.replace(node, text if inside else nodes.paragraph("", "", text))


class JoinDrawings(SphinxTransform):
    """As a page is read: a drawing inside a line as one piece of markup, which the parser hands over tag by tag."""

    default_priority = 390

    def apply(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.raw)):
            siblings = node.parent.children if node.parent else []
            if _SVG.match(node.astext()) and "</svg>" not in node.astext() and node in siblings:
                end = closed(siblings, siblings.index(node), "svg")
                if end:
                    _join(node, siblings[siblings.index(node) + 1 : end + 1])


def _join(node: nodes.raw, rest: Sequence[nodes.Node]) -> None:
    """Put what follows a tag into its node, words as HTML writes them."""
    markup = [part.astext() if isinstance(part, nodes.raw) else html.escape(part.astext()) for part in (node, *rest)]
    for part in rest:
        node.parent.remove(part)
    node.clear()
    node += nodes.Text("".join(markup))


class OpenTabs(AtWriting):
    """In an EPUB: show every tab, one after another. Before sphinx-design makes form controls of them."""

    default_priority = 190

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.name != "epub":
            return
        for node in self.document.findall(nodes.container):
            if node.get("design_component") in {"tab-set", "tab-item"}:
                node["design_component"] = ""
                node["classes"] = [name for name in node["classes"] if not name.startswith("sd-tab")]


def register(app: Sphinx) -> None:
    """Tell Sphinx about the moment."""
    app.add_transform(ShowTags)
    app.add_transform(JoinDrawings)
    app.add_post_transform(OpenTabs)
