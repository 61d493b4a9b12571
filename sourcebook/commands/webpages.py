"""A saved web page as paragraphs: every visible block in its order, each with what the markup says that it is.

Nothing is fetched. Not here: the steps (`charsets.py`, `pagetree.py`, `pagefacts.py`, `pagewords.py`, `pageblocks.py`,
`pagebody.py`), which are called in this order.
"""

from __future__ import annotations

import copy

from lxml import etree

from sourcebook.commands import charsets, pageblocks, pagebody, pagefacts, pagetree, pagewords, paywalls, superscripts
from sourcebook.commands.extracting import Page
from sourcebook.problems import SourcebookError


def read(data: bytes, name: str, encoding: str = "") -> Page:
    """The paragraphs of a saved page; SourcebookError where it is no page, or trafilatura is not installed."""
    try:
        import trafilatura
    except ImportError:
        raise SourcebookError(
            "a saved page is read with trafilatura, which is not installed; install it with "
            "`pip install trafilatura`, or save the article as plain text."
        ) from None
    text = charsets.page_text(data, name, encoding).translate(dict.fromkeys(map(ord, superscripts.MARKS)))
    tree = pagetree.parse(text, name)
    try:
        facts = pagefacts.facts(tree)
        password = paywalls.asks_for_password(tree)
        looked = pagewords.prepare(tree)
        found = list(pageblocks.blocks(tree))
        # The tree as it is read here: the library's own way with text has room for a page that never ends.
        body = trafilatura.extract(copy.deepcopy(tree), include_comments=False, include_tables=True) or ""
        blocks, settled = pagebody.settled(found)
        hinted = pagebody.hinted(blocks, body, facts)
    except (etree.LxmlError, ValueError, RecursionError):
        raise SourcebookError(f"{name} cannot be read as a page; save its text as plain text.") from None
    look = (*settled, *looked, *paywalls.cautions(hinted, password, name))
    return Page("a saved web page", tuple(hinted), facts, marked=any(b.hint == "body" for b in hinted), look=look)
