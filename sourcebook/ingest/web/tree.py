"""Parse HTML completely, or refuse it.

The parser repairs broken markup as browsers do, but silently drops what exceeds its limits, which a browser would still
show. Such a page is refused. Not here: reading the tree (`webpage.py`, `commands/verify.py`), and limits to time and
memory (`ingest/sandbox.py`).
"""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from sourcebook.model.problems import SourcebookError


def parse(text: str, name: str) -> Any:
    """Parse a page. SourcebookError where that fails, or where the parser would drop a part of it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        # Bytes, because for text the parser first searches for a declared encoding, which may never end.
        tree = html.document_fromstring(text.encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise SourcebookError(f"{name} cannot be read as a page; save its text as plain text.") from None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise SourcebookError(f"{name} is nested too deep to be read to its end; save its text as plain text.")
    return tree
