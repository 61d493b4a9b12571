"""The docutils nodes of a brief, and functions that make small parts of them."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sourcebook.sphinx_ext.render import span


class sb_bottom_line(nodes.container):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """The bottom line of a brief."""


class sb_judgement(nodes.container):  # noqa: N801 -- see above
    """A key judgement. Attributes: `support`, `origins`, `likelihood`; its parts bear classes."""


class sb_option(nodes.container):  # noqa: N801 -- see above
    """A policy option. Attribute `find-out`: true if it means to find out more first."""


class sb_unanswered(nodes.container):  # noqa: N801 -- see above
    """A question that the sources leave open."""


class sb_annex(nodes.container):  # noqa: N801 -- see above
    """The annex, which paper puts behind the body."""


class sb_on_screen(nodes.container):  # noqa: N801 -- see above
    """Content for screens only: paper has it elsewhere."""


class sb_quality(sb_on_screen):  # noqa: N801 -- see above
    """The sources with their quality, as a table."""


SHOWN = (sb_bottom_line, sb_judgement, sb_option, sb_unanswered, sb_annex, sb_on_screen, sb_quality)


def span_title(words: str) -> nodes.paragraph:
    """The title of a part of a brief: no heading, because it stands in no table of contents."""
    return nodes.paragraph("", words, classes=["sb-brief-title"])


def line(label: str, *content: nodes.Node, name: str) -> nodes.paragraph:
    """A line with a label in front."""
    return nodes.paragraph("", "", span(f"{label}: ", "sb-label"), *content, classes=[name])


def joined(items: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Nodes with semicolons between them."""
    return [node for each in items for node in (nodes.Text("; "), each)][1:]


def slug(words: str) -> str:
    """A class name made of words."""
    return words.replace(" ", "-")


def spoken(node: nodes.Node) -> str:
    """The text of a node with its quotations, without their references."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.Element) and "sb-reference" in node.get("classes", []):
        return ""
    return "".join(map(spoken, node.children))
