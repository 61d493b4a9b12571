"""Refuse files that are not articles: pictures, exports of a reference manager, data, source code, feeds.

`refuse_bytes` checks a file's bytes, `refuse_text` a text; both raise SourcebookError with what to do. Not here: login
pages (`ingest/web/paywalls.py`), and unreadable files (`reader.py`, `ingest/pdf_text/pdf_reader.py`).
"""

from __future__ import annotations

import json
import re
from itertools import pairwise

from sourcebook.model.problems import SourcebookError

_PICTURES = {
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"II*\0": "a picture",
    b"MM\0*": "a picture", b"BM": "", b"ID3": "a recording", b"OggS": "a recording", b"\x1f\x8b": "a compressed file",
    b"7z\xbc\xaf": "a compressed file", b"BZh": "a compressed file", b"Rar!": "a compressed file",
    b"\xfd7zXZ": "a compressed file", b"\x7fELF": "a program", b"MZ": "", b"SQLite format": "a database",
    b"{\\rtf": "a word processor's file", b"%!PS": "a PostScript file",
}  # fmt: skip
_REMEDY = "give `sourcebook add` the article itself: a text, a saved page (HTML), a PDF or a Word file."
_EXPORT = (
    "a reference manager's export: it says that there is an article, and does not hold it. `sourcebook import` takes "
    "what it says; open the article, and give `sourcebook add` that: a text, a saved page (HTML), a PDF or a Word file."
)
_RIS = re.compile(r"TY {1,2}- ?\w")
_ENW = re.compile(r"%0 \w[^\n]*\n%[A-Z0-9@] ")
_NBIB = re.compile(r"(?:PMID|FN|PT|VR)\s{0,3}-? \S")
_BIBTEX = re.compile(
    r"\s*@(?:article|book|booklet|conference|inbook|incollection|inproceedings|manual|mastersthesis|misc|online|phdthesis|"
    r"proceedings|report|techreport|thesis|unpublished|string|comment|preamble|newspaper|electronic|webpage)\s*[{(]",
    re.IGNORECASE,
)
_XML = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+|<!DOCTYPE[^>]*>\s*+|<\?[^>]*>\s*+)*+<([\w:.-]+)([^>]*)>",
    re.DOTALL,
)
_FEEDS = {
    "rss": "a news feed",
    "feed": "a news feed",
    "rdf:rdf": "",
    "urlset": "a site map",
    "opml": "a list of feeds",
    "svg": "a drawing",
}
_REFERENCES = frozenset("xml records modscollection mods marc:collection collection endnote pubmedarticleset".split())
_CODE = re.compile(
    r"^\s*(?:import [\w.]+(?: as \w+)?;?$|from [\w.]+ import |#include\s*[<\"]|def \w+\(|class \w+[(:{]|function \w+\(|"
    r"(?:const|let|var) \w+ ?=|public (?:static|class)|package \w+;?$|#!/|return\b.*;$|[}\]);]+$|if \(.*\) ?\{|"
    r"[\w.]+\(.*\);$|[\w.-]+ ?[:=] ?[\[{\"'\d].*[,;]?$)"
)
_KEY_VALUE = re.compile(r"^\s*-?\s*[\w.-]{1,40}:(?:\s|$)")


def refuse_bytes(data: bytes, name: str) -> None:
    """Refuse an empty file, and one whose first bytes show another format."""
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise SourcebookError(f"{name} is empty; {_REMEDY}")
    for start, what in _PICTURES.items():
        if what and data.startswith(start):
            more = "have its text recognised (OCR), and save that as text" if what == "a picture" else _REMEDY
            raise SourcebookError(f"{name} is {what}, and holds no text that can be quoted; {more.rstrip('.')}.")
    if data[:4] == b"RIFF" or data[4:8] == b"ftyp":
        raise SourcebookError(f"{name} is a picture or a recording; {_REMEDY}")


def refuse_text(text: str, name: str) -> None:
    """Refuse a text that is an export, data or source code."""
    head = text[:20_000].lstrip("\ufeff \n\t")
    first = [line for line in head[:4000].split("\n") if line.strip() and line[:1] != "%"][:10]
    if any(form.match(head) for form in (_RIS, _ENW, _NBIB)) or any(map(_BIBTEX.match, first)):
        raise SourcebookError(f"{name} is {_EXPORT}")
    _refuse_json(text, head, name)
    _refuse_xml(head, name)
    lines = [line for line in head.split("\n")[:200] if line.strip()]
    if _is_table(lines):
        raise SourcebookError(f"{name} is a table (CSV), not an article; {_REMEDY}")
    if len(lines) >= 3 and sum(bool(_CODE.match(line)) for line in lines) > 0.5 * len(lines):
        raise SourcebookError(f"{name} is source code or a file of settings, not an article; {_REMEDY}")
    short = [line for line in lines if _KEY_VALUE.match(line) and len(line) < 120 and not re.search(r"[.!?]$", line)]
    if len(lines) >= 3 and (head.startswith("---\n") or len(short) == len(lines)) and len(short) > 0.8 * len(lines):
        raise SourcebookError(f"{name} is a file of data (YAML), not an article; {_REMEDY}")


def _refuse_json(text: str, head: str, name: str) -> None:
    if head[:1] not in ("{", "["):
        return
    first = next((line for line in text.split("\n") if line.strip()), "")
    for whole in (text, first):
        try:
            data = json.loads(whole)
        except (ValueError, RecursionError):
            continue
        if not isinstance(data, (dict, list)) or (isinstance(data, list) and all(isinstance(x, int) for x in data)):
            continue
        items = data if isinstance(data, list) else data.get("items", [data])
        entry = next((x for x in items if isinstance(x, dict)), {}) if isinstance(items, list) else {}
        if {"title", "type"} <= set(entry) or {"id", "title"} <= set(entry) or "itemType" in entry or "DOI" in entry:
            raise SourcebookError(f"{name} is {_EXPORT}")
        raise SourcebookError(f"{name} is a file of data (JSON), not an article; {_REMEDY}")


def _refuse_xml(head: str, name: str) -> None:
    start_tag = _XML.match(head)
    if not start_tag or not (head.startswith("<?xml") or start_tag.group(1).lower() in {*_FEEDS, *_REFERENCES}):
        return
    root, attributes = start_tag.group(1).lower(), start_tag.group(2)
    if root == "html":
        return
    if (
        root in _REFERENCES
        or "zotero" in head[:3000]
        or "bibo" in attributes
        or "<record>" in head
        or root == "rdf:rdf"
    ):
        raise SourcebookError(f"{name} is {_EXPORT}")
    raise SourcebookError(f"{name} is {_FEEDS.get(root) or 'a file of data (XML)'}, not an article; {_REMEDY}")


def _is_table(lines: list[str]) -> bool:
    """True if every line has the same number of columns, and few of them are sentences."""
    if len(lines) < 3:
        return False
    for mark in ("\t", ";", ","):
        counts = [len(re.sub(r'"[^"]*"', "", line).split(mark)) for line in lines]
        if counts[0] >= (2 if mark == "\t" else 3) and all(a == b for a, b in pairwise(counts)):
            spaced = sum(f"{mark} " in re.sub(r'"[^"]*"', "", line) for line in lines)
            return spaced <= 0.3 * len(lines)
    return False
