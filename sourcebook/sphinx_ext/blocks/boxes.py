"""Boxes and their titles as block records: notes, and the theorems, exercises and proofs of other extensions.

Here: the title of a box as its HTML page shows it (its own title, its number, or its kind), and one method a node,
mixed into the walker of a page. Not here: how boxes look (`exports/paper/templates/`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from msgspec.structs import replace
from sphinx.locale import admonitionlabels

from sourcebook.model import document as b
from sourcebook.model import document_tree

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.domains.std import StandardDomain

Numbers = Callable[[nodes.Element], str]
"""Returns the kind and number of a box (“Theorem 2.1”); empty where boxes of its kind have no numbers."""


ALARMS = "attention caution danger error hint important note seealso tip warning".split()
"""The kinds of boxes that have a look of their own."""


class BoxPaper:
    """Mixin of `Walker`: boxes."""

    numbers: Numbers

    if TYPE_CHECKING:

        def anchors(self, node: nodes.Element) -> list[str]: ...
        def body(self, node: nodes.Element) -> list[b.Block]: ...
        def line(self, children: Iterable[nodes.Node]) -> list[b.Inline]: ...

    def block_Admonition(self, node: nodes.Element) -> Iterator[b.Block]:  # noqa: N802 -- docutils names the class so
        """An admonition, with a title of its own or named by its kind."""
        inner = wrapped(node)
        if inner is not None:
            for box in self.block_Admonition(inner):
                yield replace(box, anchors=[*self.anchors(node), *self.anchors(inner)])
            return
        kind = next((name for name in (type(node).__name__, *node["classes"]) if name in ALARMS), "note")
        yield b.Box(kind=kind, title=self._called(node), body=self.body(node), anchors=self.anchors(node))

    def _called(self, node: nodes.Element) -> list[b.Inline]:
        """The title of a box: its number or its kind, then its own title."""
        title = title_node(node)
        words = self.line(title.children) if title is not None else []
        before = self.numbers(node) or kind_name(node, document_tree.plain_text(words))
        return [*([b.Text(text=f"{before} " if words else before)] if before else []), *words]

    def block_topic(self, node: nodes.Element) -> Iterator[b.Block]:
        if "contents" in node["classes"]:
            return
        title = title_node(node)
        words = self.line(title.children) if title is not None else []
        yield b.Box(kind="topic", title=words, body=self.body(node), anchors=self.anchors(node))

    block_sidebar = block_topic


def unnumbered(_: nodes.Element) -> str:
    """The numbering of boxes outside a book: none."""
    return ""


def title_node(node: nodes.Element) -> nodes.title | None:
    """The title node of a box, if any."""
    return next((child for child in node.children if isinstance(child, nodes.title)), None)


def standard(node: nodes.Element) -> str:
    """The kind of a box that docutils or Sphinx defines without a title of its own; else empty."""
    name = type(node).__name__
    return name if name in admonitionlabels and type(node).__module__.startswith(("docutils.", "sphinx.")) else ""


def kind_name(node: nodes.Element, own: str) -> str:
    """The kind that is printed before the title of a box without a number; `own` is the text of its title.

    Extensions call a box by its type where it has no title, or one that is only added in brackets.
    """
    if standard(node):
        return "" if own else str(admonitionlabels[standard(node)])
    if own and not own.startswith("("):
        return ""
    named = [node.get("title"), node.get("type")] if not own else [node.get("type")]
    return next((_capital(name.strip()) for name in named if isinstance(name, str) and name.strip()), "")


def wrapped(node: nodes.Element) -> nodes.Element | None:
    """The only child of an unnamed box, where it is a box itself: both are shown as one."""
    if len(node.children) != 1 or kind_name(node, ""):
        return None
    only: Any = node.children[0]
    return cast("nodes.Element", only) if isinstance(only, nodes.Admonition) else None


def numbers(builder: Builder, docname: str) -> Numbers:
    """The numbering of the boxes of a page, in the form of the book's `numfig_format`."""
    domain = cast("StandardDomain", builder.env.get_domain("std"))
    figure_numbers = builder.env.toc_fignumbers.get(docname, {})

    def number(node: nodes.Element) -> str:
        kind = domain.get_enumerable_node_type(node)
        given: dict[str, tuple[int, ...]] = figure_numbers.get(kind or "", {})
        ids: list[str] = node.get("ids", [])
        parts = next((given[ident] for ident in ids if ident in given), ())
        form = builder.config.numfig_format.get(kind, f"{kind} %s")
        return _capital(form % ".".join(map(str, parts))) if parts else ""

    return number


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
