"""Read a received file safely and tell what it is, by its content: the ending of its name decides nothing.

Here: bytes, encodings, the limits of archives, and the name of the format. Not here: reading a format (`references.py`,
`web_annotations.py`, `tables.py`, `word_marks.py`, `several_articles.py`).
"""

from __future__ import annotations

import enum
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sourcebook.ingest import archives, not_articles, reader
from sourcebook.ingest.page import decoded
from sourcebook.model import characters
from sourcebook.model.problems import SourcebookError
from sourcebook.store import yaml_edit

_RIS = re.compile(r"(?m)^\s*TY {1,2}- ?\w")
_BIBTEX = re.compile(r"(?m)^\s*@[A-Za-z]+\s*[{(]")
_W3C = frozenset({"Annotation", "AnnotationPage", "AnnotationCollection"})
_LISTS = ("rows", "annotations", "items", "references", "data", "@graph")
"""Where a JSON object keeps its list."""
_OTHER_MANAGERS = re.compile(
    r"\A\s*(?:<(?:\?xml|xml|rdf)\b.*(?:zotero|endnote|modsCollection|<records?>)|%0 \w|(?:PMID|FN) {0,3}-? \S)",
    re.DOTALL,
)
"""Files of reference managers that are not read: Zotero's RDF, EndNote's XML and tags, MODS, PubMed, Web of Science."""
_LONE = re.compile(
    r"(?<!\\)\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
"""Half a character, written as an escape: no file can hold it."""
_OLD_WORD = b"\xd0\xcf\x11\xe0"


class Format(enum.Enum):
    """What a received file is; the value names it in messages."""

    CSL = "references (CSL-JSON)"
    BIBTEX = "references (BibTeX)"
    RIS = "references (RIS)"
    HYPOTHESIS = "annotations (Hypothesis)"
    W3C = "annotations (W3C Web Annotation)"
    WORD = "a Word file"
    WORKBOOK = "a table (XLSX)"
    RECORDS = "a table (JSON)"
    TABLE = "a table (CSV)"
    ARTICLE = "a text"


@dataclass(frozen=True)
class Received:
    """A received file: its path and bytes, what it is, its text, and the value of its JSON."""

    path: Path
    data: bytes
    format: Format
    text: str = ""
    value: Any = None

    @property
    def name(self) -> str:
        return self.path.name


def receive(path: Path, encoding: str = "") -> Received:
    """Read a file and tell its format. SourcebookError says what is wrong with it, and what to do."""
    name = path.name
    if path.is_file() and path.stat().st_size > reader.LARGEST:
        most = reader.LARGEST // 1024**2
        raise SourcebookError(f"{name} is larger than {most} MB; export less at a time, or part it.")
    data = reader.read_bytes(path)
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise SourcebookError(f"{name} is empty; export it again from the program that made it.")
    if data.startswith(b"PK"):
        return Received(path, data, _archive(data, name))
    if data.startswith(_OLD_WORD):
        raise SourcebookError(f"{name} is a file of an old Word or Excel; save it as .docx or .xlsx.")
    if data.startswith(b"{\\rtf"):
        raise SourcebookError(f"{name} is a file in RTF; open it in a word processor and save it as .docx.")
    if data.startswith(b"%PDF") or reader.is_html(data, path):
        return Received(path, data, Format.ARTICLE)
    not_articles.refuse_bytes(data, name)
    text = decoded(data, name, encoding)
    if _OTHER_MANAGERS.search(text[:3000]):
        raise SourcebookError(f"{name} holds references in a form that is not read; export CSL JSON, BibTeX or RIS.")
    return _of_text(path, data, text.removeprefix("\ufeff"))


def _archive(data: bytes, name: str) -> Format:
    """The format of an archive, within the limits."""
    names = archives.members(data, name)
    if "word/document.xml" in names:
        return Format.WORD
    if "xl/workbook.xml" in names:
        return Format.WORKBOOK
    if "bundle.json" in names:
        raise SourcebookError(f"{name} is a bundle of a book; open it with: sourcebook bundle open {name}")
    raise SourcebookError(f"{name} is an archive of other files; unpack it, and import what it holds one by one.")


def _of_text(path: Path, data: bytes, text: str) -> Received:
    """The format of a text."""
    head = text.lstrip()
    if head[:1] in ("{", "[") and not _BIBTEX.match(head):
        value = _json(head)
        if value is not None:
            return Received(path, data, _of_json(value, path.name), text, value)
        if path.suffix.lower().startswith(".json") or re.match(r'\{\s*"|\[\s*[\[{]', head):
            raise SourcebookError(f"{path.name} is broken JSON, or nested too deep; export it again.")
    if _RIS.search(text[:20_000]):
        return Received(path, data, Format.RIS, text)
    if _BIBTEX.search(text[:20_000]) and "=" in text:
        return Received(path, data, Format.BIBTEX, text)
    from sourcebook.exchange import tables

    table = path.suffix.lower() in (".csv", ".tsv") or tables.has_quotations(text)
    return Received(path, data, Format.TABLE if table else Format.ARTICLE, text)


def visible(text: str) -> str:
    """Words on one line, without the invisible characters that no record may hold."""
    hidden = {at for at, _ in characters.hidden(text)}
    return yaml_edit.one_line("".join(char for at, char in enumerate(text) if at not in hidden))


def _json(text: str) -> Any:
    """The value of a JSON text, or the list of the values of its lines (JSONL); None where it is neither."""
    text = _LONE.sub("", text)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError):
        return None
    return lines if all(isinstance(line, dict) for line in lines) else None


def _of_json(value: Any, name: str) -> Format:
    """The format of a JSON value. SourcebookError where it is none that is known."""
    first = next(iter(entries(value)), {})
    if (kinds(value) | kinds(first)) & _W3C:
        return Format.W3C
    if {"uri", "target"} <= set(first) or (isinstance(value, dict) and {"rows", "annotations"} & set(value)):
        return Format.HYPOTHESIS
    if "itemType" in first or "itemType" in (first.get("data") or ()):
        raise SourcebookError(f"{name} is Zotero's own JSON; export it as CSL JSON, BibTeX or RIS.")
    if "title" in first and {"type", "author", "issued", "DOI", "container-title", "id"} & set(first):
        return Format.CSL
    if first:
        return Format.RECORDS
    raise SourcebookError(f"{name} is JSON that holds no references, annotations or quotations; name another file.")


def kinds(value: Any) -> set[str]:
    """The types that a JSON-LD object declares, without prefixes."""
    declared = value.get("type", value.get("@type")) if isinstance(value, dict) else ()
    listed = declared if isinstance(declared, list) else [declared] if isinstance(declared, str) else []
    return {str(each).rpartition(":")[2] for each in listed}


def entries(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON list, wherever exports put it; or the one object itself."""
    if isinstance(value, dict):
        inner = (value[name] for name in _LISTS if isinstance(value.get(name), list))
        value = next(inner, [value])
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
