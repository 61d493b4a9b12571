"""Languages of words in HTML pages and EPUBs, and right-to-left ones among them.

Here: the direction of a whole page, and of quoted words where it is not that of the book: an element with a direction
of its own is set apart, so that a citation or a full stop behind it stays outside; and that words in the language of
what they stand in do not name it again. Not here: paper (`templates/`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sourcebook.exports.paper.direction import direction

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAMED = "language-"
"""The beginning of a class that names a language: docutils writes it in HTML as the attribute `lang`."""
_HTML = re.compile(r"<html(?![^>]*\bdir=)")


def attribute(node: nodes.Element, book: str) -> dict[str, str]:
    """The attribute `dir` for an element whose class names a language of another direction than the book's."""
    named = language(node)
    return {"dir": direction(named)} if named and direction(named) != direction(book or "en") else {}


def language(node: nodes.Node) -> str:
    """The language that a class of the node names; empty where none does."""
    classes: list[str] = node.get("classes", []) if isinstance(node, nodes.Element) else []
    return next((name.removeprefix(NAMED) for name in classes if name.startswith(NAMED)), "")


def turn_pages(app: Sphinx) -> None:
    """Handler of `builder-inited`: put `dir` on the root element of every page of a right-to-left book."""
    templates: Any = getattr(app.builder, "templates", None)
    if templates is None or direction(app.config.language or "en") == "ltr":
        return
    render = templates.render

    def turned(template: str, context: dict[str, Any]) -> str:
        return _HTML.sub('<html dir="rtl"', render(template, context), count=1)

    templates.render = turned


def register(app: Sphinx) -> None:
    """Register the handler and the transform."""
    app.connect("builder-inited", turn_pages)
