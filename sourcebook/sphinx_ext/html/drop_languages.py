"""Drop the attribute `lang` from words in the language of what they stand in: a page names its own language once.

Not here: reading the language of a node, and the direction in which it runs (`foreign/directions.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.foreign.directions import NAMED, language

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class DropLanguages(BookPostTransform):
    """Post-transform: words in the language of what they stand in have no `lang` of their own."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in self.document.findall(nodes.Element):
            named = language(node)
            if named and named == self._around(node.parent):
                node["classes"].remove(NAMED + named)

    def _around(self, node: nodes.Node | None) -> str:
        """The language of a place: the nearest that is named, or that of the book."""
        while node is not None:
            if named := language(node):
                return named
            node = node.parent
        return self.config.language or "en"


def register(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(DropLanguages)
