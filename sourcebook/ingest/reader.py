"""A file that a publisher or a browser made, as paragraphs and as what it says of itself.

Here: what all kinds of file share, plain text, and the choice between the readers. Pages are read by
`ingest/web/webpage.py`, PDF by `ingest/pdf_text/pdf_reader.py`. Not here: which paragraph is what (`propose.py`), and
records.
"""

from __future__ import annotations

import re
from pathlib import Path

from sourcebook.ingest import not_articles
from sourcebook.ingest.page import ExtractedBlock, ExtractedPage, decoded, paragraphs
from sourcebook.ingest.sandbox import apart
from sourcebook.model.problems import SourcebookError
from sourcebook.store import articles, files

LARGEST = 32 * 1024 * 1024
"""The largest file that is read, in bytes."""
MOST_PARAGRAPHS = 5000
"""The most paragraphs that are read: each is weighed against the others."""
_SMALL = 100_000
"""The largest text, in bytes, that is read in this process: no text of this size takes a second."""
_TAGS = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(path: Path, encoding: str = "") -> ExtractedPage:
    """The paragraphs of a file. SourcebookError says what is wrong with it, and what to do."""
    data = read_bytes(path)
    not_articles.refuse_bytes(data, path.name)
    if data.startswith(b"%PDF") or (path.suffix.lower() == ".pdf" and b"%PDF" in data[:1024]):
        from sourcebook.ingest.pdf_text import pdf_reader

        page = apart(pdf_reader.read, path.name, data, path.name)
    elif _is_html(data, path):
        from sourcebook.ingest.web import webpage

        page = apart(webpage.read, path.name, data, path.name, encoding)
    elif len(data) <= _SMALL:
        page = read_text(data, path.name, encoding)
    else:
        page = apart(read_text, path.name, data, path.name, encoding)
    if not any(c.isalnum() for block in page.blocks for c in block.text):
        raise SourcebookError(f"{path.name} holds no words; name a file that holds the article's text.")
    if len(page.blocks) > MOST_PARAGRAPHS or len(page.text.encode()) > articles.LARGEST_TEXT:
        most = f"{MOST_PARAGRAPHS:,} paragraphs, or {articles.LARGEST_TEXT // 1024**2} MB of text"
        raise SourcebookError(f"{path.name} holds more than {most}, and no article does; save the article alone.")
    return page


def read_text(data: bytes, name: str, encoding: str = "") -> ExtractedPage:
    """The paragraphs of a plain text."""
    text = decoded(data, name, encoding)
    not_articles.refuse_text(text, name)
    found, look = paragraphs(text)
    return ExtractedPage("a text file", tuple(map(ExtractedBlock, found)), look=look)


def read_bytes(path: Path) -> bytes:
    """A file's bytes; SourcebookError where it is no file, a link, or too large."""
    if path.is_symlink():
        raise SourcebookError(f"{path.name} is a link; name the file itself, so that it is clear what is read.")
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no file" if path.exists() else "not there"
        raise SourcebookError(f"{path.name} is {what}; name a text, a saved page (HTML) or a PDF.")
    try:
        return files.read_bytes(path, LARGEST)
    except OSError as error:
        raise SourcebookError(f"{path.name} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise SourcebookError(f"{path.name}: {error} An article is smaller; save it as text.") from None


def _is_html(data: bytes, path: Path) -> bool:
    if path.suffix.lower() in (".mhtml", ".mht", ".webarchive") or data[:8] == b"bplist00":
        raise SourcebookError(f"{path.name} is a web archive; save the page as HTML instead.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise SourcebookError(
            f"{path.name} is a word processor's or an archive's file; save it as plain text or as PDF."
        )
    return path.suffix.lower() in (".html", ".htm", ".xhtml") or bool(_TAGS.match(data[:4096]))


# -- lines into paragraphs --------------------------------------------------------------------------------------------
