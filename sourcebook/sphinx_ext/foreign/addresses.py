"""Undo MyST-Parser's HTML escaping of the addresses of links, which every writer would escape once more.

Here: taking the first escaping back, on whole pages and in what is read before a page is whole (exercises). Not here:
which addresses are safe (`exports/lms/safe_html.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MARK = "sourcebook-address"
"""The attribute of a link whose address is unescaped already."""


def plain(node: nodes.Element) -> str:
    """Unescape and return the address of a link on a MyST page; empty where there is none.

    Of what MyST escapes only the ampersand can stand in an address: the parser percent-encodes the rest.
    """
    address: str = node.get("refuri", "")
    if not node.get(MARK):
        node[MARK] = True
        node["refuri"] = address = address.replace("&amp;", "&")
    return address


class PlainAddresses(SphinxTransform):
    """Transform: unescape the addresses of a page as it is read."""

    default_priority = 390

    def apply(self, **kwargs: Any) -> None:
        if not str(self.env.doc2path(self.env.docname)).endswith(".md"):
            return
        for node in self.document.findall(nodes.reference):
            if node.get("refuri") and not node.get("internal"):
                plain(node)


def register(app: Sphinx) -> None:
    """Register the transform."""
    app.add_transform(PlainAddresses)
