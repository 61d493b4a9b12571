"""What other people's extensions bring to a page, made fit for outputs that they did not think of.

Here: tab sets of sphinx-design in an EPUB, where nobody can click: each tab under its name, as on paper. Not here: what
becomes of nodes on paper (`paper.py`), and packing an EPUB (`outputs/epub.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sourcebook.sphinx_ext.context import AtWriting

if TYPE_CHECKING:
    from sphinx.application import Sphinx


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
    app.add_post_transform(OpenTabs)
