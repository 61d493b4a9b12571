"""A saved web page as paragraphs: every visible block in its order, each with what the markup says that it is.

Nothing is fetched. Not here: the steps (`ingest/charsets.py`, `tree.py`, `metadata.py`, `inline_markup.py`,
`visible_blocks.py`, `article_body.py`), which are called in this order.
"""

from __future__ import annotations

import copy

from lxml import etree

from sourcebook.ingest import charsets, superscripts
from sourcebook.ingest.page import ExtractedPage
from sourcebook.ingest.web import article_body, inline_markup, metadata, paywalls, visible_blocks
from sourcebook.ingest.web import tree as web_tree
from sourcebook.model.problems import SourcebookError


def read(data: bytes, name: str, encoding: str = "") -> ExtractedPage:
    """The paragraphs of a saved page; SourcebookError where it is no page, or trafilatura is not installed."""
    try:
        import trafilatura
    except ImportError:
        raise SourcebookError(
            "a saved page is read with trafilatura, which is not installed; install it with "
            "`pip install trafilatura`, or save the article as plain text."
        ) from None
    text = charsets.page_text(data, name, encoding).translate(dict.fromkeys(map(ord, superscripts.MARKS)))
    tree = web_tree.parse(text, name)
    try:
        facts = metadata.facts(tree)
        password = paywalls.asks_for_password(tree)
        looked = inline_markup.prepare(tree)
        found = list(visible_blocks.blocks(tree))
        # The tree as it is read here: the library's own way with text has room for a page that never ends.
        body = trafilatura.extract(copy.deepcopy(tree), include_comments=False, include_tables=True) or ""
        blocks, settled = article_body.settled(found)
        hinted = article_body.hinted(blocks, body, facts)
    except (etree.LxmlError, ValueError, RecursionError):
        raise SourcebookError(f"{name} cannot be read as a page; save its text as plain text.") from None
    look = (*settled, *looked, *paywalls.cautions(hinted, password, name))
    return ExtractedPage(
        "a saved web page", tuple(hinted), facts, marked=any(b.hint == "body" for b in hinted), look=look
    )
