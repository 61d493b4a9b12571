"""Read a saved web page into paragraphs: every visible block in order, each with the hint of its markup.

Nothing is fetched. Not here: the steps, which are called in this order (`ingest/charsets.py`, `tree.py`, `metadata.py`,
`inline_markup.py`, `visible_blocks.py`, `article_body.py`).
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
    """Read a saved page. SourcebookError where it is not a page, or trafilatura is not installed."""
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
        notes = inline_markup.prepare(tree)
        visible = list(visible_blocks.blocks(tree))
        # trafilatura gets this tree: its own parsing of text may never end on a hostile page.
        body = trafilatura.extract(copy.deepcopy(tree), include_comments=False, include_tables=True) or ""
        blocks, decisions = article_body.resolve_superscripts(visible)
        with_hints = article_body.hints_for(blocks, body, facts)
    except (etree.LxmlError, ValueError, RecursionError):
        raise SourcebookError(f"{name} cannot be read as a page; save its text as plain text.") from None
    to_check = (*decisions, *notes, *paywalls.cautions(with_hints, password, name))
    return ExtractedPage(
        "a saved web page", tuple(with_hints), facts, marked=any(b.hint == "body" for b in with_hints), look=to_check
    )
