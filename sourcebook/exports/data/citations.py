"""`sourcebook export citations`: the sources as references for Zotero and other managers, in three formats.

The records hold no addresses, and none is written. The keys of the entries are those of the sources, so that what comes
back by `sourcebook import` finds its source again. Not here: references to the book itself (`sb:cite`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sourcebook.analysis import edtf
from sourcebook.exports.data.book_exports import BookExport, ExportInput
from sourcebook.model.records import Source

_TYPES = {
    "newspaper article": ("article-newspaper", "article", "NEWS"),
    "magazine article": ("article-magazine", "article", "MGZN"),
    "journal article": ("article-journal", "article", "JOUR"),
    "web page": ("webpage", "online", "ELEC"),
    "blog post": ("post-weblog", "online", "BLOG"),
    "report": ("report", "techreport", "RPRT"),
    "interview": ("interview", "misc", "NEWS"),
    "speech": ("speech", "misc", "GEN"),
    "book": ("book", "book", "BOOK"),
    "chapter": ("chapter", "incollection", "CHAP"),
    "thesis": ("thesis", "phdthesis", "THES"),
}
"""Of some genres, the types of CSL, BibTeX and RIS; any other is what a newspaper prints."""
_NEWS = _TYPES["newspaper article"]
_SPECIAL = re.compile(r"([&%$#_])")


def citation_files(source: ExportInput) -> dict[str, bytes]:
    """`citations.json` (CSL-JSON), `citations.bib` (BibTeX) and `citations.ris` (RIS)."""
    sources = source.book.sources
    return {"citations.json": csl_json(sources), "citations.bib": bibtex(sources), "citations.ris": ris(sources)}


def csl_json(sources: Mapping[str, Source]) -> bytes:
    """The references as CSL-JSON."""
    entries = [_csl(key, source) for key, source in sources.items()]
    return (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode()


def _csl(key: str, source: Source) -> dict[str, Any]:
    parts = ("family", "given", "literal")
    names = [{part: getattr(name, part) for part in parts if getattr(name, part)} for name in source.author]
    entry = {
        "id": key,
        "type": _TYPES.get(source.genre, _NEWS)[0],
        "title": source.title,
        "author": names,
        "container-title": source.container_title,
        "publisher": source.publisher,
        "issued": _csl_date(source.issued),
        "language": _language(source),
    }
    return {name: value for name, value in entry.items() if value}


def _language(source: Source) -> str:
    return "" if source.language == "und" else source.language


def _csl_date(issued: str) -> dict[str, Any]:
    """An EDTF date for CSL: days, months or years, and ranges of them; another date in words."""
    ends = issued.split("/")
    if not issued or not all(re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", end) for end in ends):
        season = re.fullmatch(r"(\d{4})-2([1-4])", issued)
        if season:
            return {"date-parts": [[int(season[1])]], "season": int(season[2])}
        return {"raw": issued} if issued else {}
    return {"date-parts": [[int(part) for part in end.split("-")] for end in ends]}


def bibtex(sources: Mapping[str, Source]) -> bytes:
    """The references as BibTeX, with the `date` of BibLaTeX beside the year."""
    entries = []
    for key, source in sources.items():
        fields = {
            "title": f"{{{_plain(source.title)}}}",
            "author": " and ".join(_bibtex_name(name.family, name.given, name.literal) for name in source.author),
            "journal": _plain(source.container_title),
            "publisher": _plain(source.publisher),
            "year": source.issued[:4] if source.issued[:4].isdigit() else "",
            "date": source.issued,
            "langid": _language(source),
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
        entries.append(f"@{_TYPES.get(source.genre, _NEWS)[1]}{{{key},\n{lines}}}\n")
    return "\n".join(entries).encode()


def _plain(text: str) -> str:
    """A value for BibTeX: on one line, without the marks of LaTeX."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"[{}\\]", "", " ".join(text.split())))


def _bibtex_name(family: str, given: str, literal: str) -> str:
    """A name for BibTeX, in braces where it is not parted: else its last word would be the family name."""
    return f"{_plain(family)}, {_plain(given)}" if family and given else f"{{{_plain(literal or family or given)}}}"


def ris(sources: Mapping[str, Source]) -> bytes:
    """The references as RIS."""
    return "".join(_ris_entry(key, source) for key, source in sources.items()).encode()


def _ris_entry(key: str, source: Source) -> str:
    names = [f"{n.family}, {n.given}" if n.family and n.given else str(n) for n in source.author]
    lines = [
        ("TY", _TYPES.get(source.genre, _NEWS)[2]),
        ("ID", key),
        ("TI", source.title),
        *(("AU", name) for name in names),
        ("T2", source.container_title),
        ("PB", source.publisher),
        ("DA", _ris_date(source.issued)),
        ("LA", _language(source)),
    ]
    rows = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value]
    return "".join([*rows, "ER  - \r\n\r\n"])


def _ris_date(issued: str) -> str:
    """A date for RIS, `YYYY/MM/DD/other`: what does not fit stands behind the year, as words."""
    try:
        date = edtf.parse(issued)
    except ValueError:
        return ""
    if re.fullmatch(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", issued):
        return "/".join([*issued.split("-"), "", "", ""][:4])
    other = date.english() if re.fullmatch(r"\d{4}-2[1-4]", issued) else issued
    return f"{issued[:4]}///{other}" if issued[:4].isdigit() else ""


CITATIONS = BookExport(
    name="citations",
    purpose="the sources as references: CSL-JSON, BibTeX and RIS, for Zotero and other managers",
    rank=40,
    files=citation_files,
)
