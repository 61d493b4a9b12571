"""Right-to-left languages in HTML pages and EPUBs.

Here: the direction of a whole page, and of quoted words where it is not that of the book: an element with a direction
of its own is set apart, so that a citation or a full stop behind it stays outside. Not here: paper (`templates/`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sourcebook.exports.paper.direction import direction

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_HTML = re.compile(r"<html(?![^>]*\bdir=)")


def attribute(node: nodes.Element, book: str) -> dict[str, str]:
    """The attribute `dir` for an element whose class names a language of another direction than the book's."""
    classes: list[str] = node.get("classes", [])
    named = next((name.removeprefix("language-") for name in classes if name.startswith("language-")), "")
    return {"dir": direction(named)} if named and direction(named) != direction(book or "en") else {}


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
    """Register the handler."""
    app.connect("builder-inited", turn_pages)
