"""Read an article from a file: choose the parser for its format, and check the limits.

Plain text is read here, pages by `ingest/web/webpage.py`, PDFs by `ingest/pdf_text/pdf_reader.py`. Not here:
classifying paragraphs (`propose.py`), and records.
"""

from __future__ import annotations

import re
from pathlib import Path

from sourcebook.ingest import archives, not_articles
from sourcebook.ingest.page import ExtractedBlock, ExtractedPage, decoded, paragraphs
from sourcebook.ingest.sandbox import run_sandboxed
from sourcebook.model.problems import SourcebookError
from sourcebook.store import articles, files

LARGEST = 32 * 1024 * 1024
"""The largest file that is read, in bytes."""
MOST_PARAGRAPHS = 5000
"""The most paragraphs that are read: each is compared with the others."""
_SMALL = 100_000
"""The largest text, in bytes, that is read without a subprocess: no text of this size takes a second."""
_TAGS = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(path: Path, encoding: str = "") -> ExtractedPage:
    """Read a file into paragraphs and metadata. SourcebookError says what is wrong with it, and what to do."""
    data = read_bytes(path)
    not_articles.refuse_bytes(data, path.name)
    if data.startswith(b"%PDF") or (path.suffix.lower() == ".pdf" and b"%PDF" in data[:1024]):
        from sourcebook.ingest.pdf_text import pdf_reader

        page = run_sandboxed(pdf_reader.read, path.name, data, path.name)
    elif is_word(data):
        from sourcebook.ingest import word_text

        archives.members(data, path.name)
        page = run_sandboxed(word_text.read, path.name, data, path.name)
    elif is_html(data, path):
        from sourcebook.ingest.web import webpage

        page = run_sandboxed(webpage.read, path.name, data, path.name, encoding)
    elif len(data) <= _SMALL:
        page = read_text(data, path.name, encoding)
    else:
        page = run_sandboxed(read_text, path.name, data, path.name, encoding)
    if not any(c.isalnum() for block in page.blocks for c in block.text):
        raise SourcebookError(f"{path.name} holds no words; name a file that holds the article's text.")
    if len(page.blocks) > MOST_PARAGRAPHS or len(page.text.encode()) > articles.LARGEST_TEXT:
        most = f"{MOST_PARAGRAPHS:,} paragraphs, or {articles.LARGEST_TEXT // 1024**2} MB of text"
        raise SourcebookError(f"{path.name} holds more than {most}, and no article does; save the article alone.")
    return page


def read_text(data: bytes, name: str, encoding: str = "") -> ExtractedPage:
    """Read a plain text into paragraphs."""
    text = decoded(data, name, encoding)
    not_articles.refuse_text(text, name)
    texts, look = paragraphs(text)
    return ExtractedPage("a text file", tuple(map(ExtractedBlock, texts)), look=look)


def read_bytes(path: Path) -> bytes:
    """Read a file's bytes. SourcebookError where it is not a file, a link, or too large."""
    if path.is_symlink():
        raise SourcebookError(f"{path.name} is a link; name the file itself, so that it is clear what is read.")
    if not path.is_file():
        what = "a folder" if path.is_dir() else "no file" if path.exists() else "not there"
        raise SourcebookError(f"{path.name} is {what}; name a text, a saved page (HTML), a PDF or a Word file.")
    try:
        return files.read_bytes(path, LARGEST)
    except OSError as error:
        raise SourcebookError(f"{path.name} cannot be read: {error.strerror}.") from None
    except ValueError as error:
        raise SourcebookError(f"{path.name}: {error} An article is smaller; save it as text.") from None


def is_word(data: bytes) -> bool:
    """True for a Word file (.docx), by the part that holds its text."""
    return data.startswith(b"PK\x03\x04") and b"word/document.xml" in data


def is_html(data: bytes, path: Path) -> bool:
    """True for a web page. SourcebookError for archives of pages and for word processor files."""
    if path.suffix.lower() in (".mhtml", ".mht", ".webarchive") or data[:8] == b"bplist00":
        raise SourcebookError(f"{path.name} is a web archive; save the page as HTML instead.")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise SourcebookError(
            f"{path.name} is an old word processor's or an archive's file; save it as .docx, as plain text or as PDF."
        )
    return path.suffix.lower() in (".html", ".htm", ".xhtml") or bool(_TAGS.match(data[:4096]))
