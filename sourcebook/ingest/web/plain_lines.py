"""Read a web page as plain lines, one a block of text, furniture and all: for files that hold several articles.

Runs in the sandbox. Not here: which lines are an article (`exchange/database_text.py`), and the page of one article
(`webpage.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sourcebook.ingest import charsets
from sourcebook.ingest.web import tree
from sourcebook.model.problems import SourcebookError

_BLOCKS = frozenset(
    "address article aside blockquote body br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section "
    "table td th tr ul".split()
)
_UNSEEN = frozenset("script style noscript template head".split())


def read(data: bytes, name: str, encoding: str) -> str:
    """The text of a page, each block on lines of its own, an empty line between two."""
    try:
        text = "".join(_pieces(tree.parse(charsets.page_text(data, name, encoding).replace("\0", ""), name)))
    except RecursionError:
        raise SourcebookError(f"{name} is nested too deep to be read; save its text as plain text.") from None
    return "\n\n".join(line for line in (" ".join(part.split()) for part in text.split("\0")) if line)


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element; a NUL stands where a block begins or ends."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        yield element.tail or ""
        return
    border = "\0" if element.tag in _BLOCKS else ""
    yield border + (element.text or "")
    for child in element:
        yield from _pieces(child)
    yield border + (element.tail or "")
