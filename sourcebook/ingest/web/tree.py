"""A page of HTML as a tree, whole or not at all.

The parser mends what is broken, as browsers do, but leaves in silence what is too much for it: what stands behind that
would be shown to a reader and read by nobody here. Such a page is refused. Not here: what is looked for in the tree
(`webpage.py`, `commands/verify.py`), and what a page costs to read (`ingest/sandbox.py`).
"""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from sourcebook.model.problems import SourcebookError


def parse(text: str, name: str) -> Any:
    """The tree of a page. SourcebookError where it is none, or where the parser would leave a part of it out."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # Bytes: of text the parser first asks whether it declares an encoding, and may never come back from that.
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise SourcebookError(f"{name} cannot be read as a page; save its text as plain text.") from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise SourcebookError(f"{name} is nested too deep to be read to its end; save its text as plain text.")
    return tree
