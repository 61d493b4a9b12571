"""What each output shows, read back by a parser of its format: name of the place, and all text in it.

Here: the readers, by the ending of a file. Each gives text as whoever opens the file would read it, attributes and data
included. Not here: what is expected of it (`test_*.py`).
"""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
from lxml import etree
from pypdf import PdfReader
from sphinx.util.inventory import InventoryFile

from tests.exports.archives import unpacked

ANCHORS = ("id", "href", "for", "aria-labelledby", "aria-describedby", "aria-controls")
"""Attributes made of the letters of a heading."""
CUT = ("description", "og:description")
"""Where a page shows the first words of itself only, cut after a word."""


def read(path: Path) -> str:
    """All text of a file, its pieces on lines of their own."""
    reader = slides if path.name == "timeline.json" else READERS[path.suffix]
    return "\n".join(reader(path.read_bytes()))


def html(data: bytes) -> Iterator[str]:
    """A page: its text, its attributes, and the strings of the data in it."""
    tree = lxml.html.document_fromstring(data.decode())
    yield from _text(tree)
    for element in tree.iter(etree.Element):
        if element.get("name", element.get("property")) not in CUT:
            yield from (str(value) for name, value in element.attrib.items() if name not in ANCHORS)


def _text(tree: etree._Element) -> Iterator[str]:
    """The text of a page, but for what is written for programs that read BibTeX, which cannot hold some signs."""
    for script in tree.iter("{*}script", "script"):
        if script.get("type") in {"application/json", "application/ld+json"}:
            yield from strings(json.loads(script.text or ""))
        script.text = ""
    for listing in tree.iter("{*}pre", "pre"):
        if "".join(map(str, listing.itertext())).startswith("@"):
            listing.clear()
    yield str(tree.xpath("string()"))


def cut(data: bytes) -> Iterator[str]:
    """The first words of a page, as its head says them, without the sign that they go on."""
    for element in lxml.html.document_fromstring(data.decode()).iter("meta"):
        if element.get("name", element.get("property")) in CUT:
            yield element.get("content", "").removesuffix("…")


def xml(data: bytes) -> Iterator[str]:
    """A file in XML: its text and its attributes; where it declares a text to be HTML, as a browser shows that."""
    for element in etree.fromstring(data).iter(etree.Element):
        text = element.text or ""
        # To Moodle a bare asterisk in a short answer is whatever stands there, and a bare stroke parts categories.
        text = text.replace("\\*", "*") if element.tag == "text" else text
        text = text.replace("//", "/") if [each.tag for each in element.iterancestors()][:1] == ["category"] else text
        yield from html(f"<p>{text}".encode()) if is_html(element) and text.strip() else (text,)
        yield element.tail or ""
        yield from map(str, element.attrib.values())


def is_html(element: etree._Element) -> bool:
    """QTI 1.2 says so of a text, Moodle of the element around it; names and what is matched are HTML to Moodle."""
    around = list(element.iterancestors())[:2]
    moodle = element.tag == "text" and (
        around[0].get("format") == "html" or bool({each.tag for each in around} & {"name", "subquestion"})
    )
    canvas = etree.QName(element).localname == "description" and "canvas" in element.tag
    return moodle or canvas or element.get("texttype") == "text/html"


def xhtml(data: bytes) -> Iterator[str]:
    """A page in XML."""
    tree = etree.fromstring(data)
    yield from _text(tree)
    for element in tree.iter(etree.Element):
        yield from (str(value) for name, value in element.attrib.items() if name not in ANCHORS)


def archive(data: bytes) -> Iterator[str]:
    """Every file of an archive."""
    for name, inner in unpacked(data).items():
        reader = READERS.get(Path(name).suffix)
        if reader:
            yield from reader(inner)


def word(data: bytes) -> Iterator[str]:
    """A document of Word: its paragraphs."""
    for paragraph in etree.fromstring(unpacked(data)["word/document.xml"]).iter("{*}p"):
        yield "".join(map(str, paragraph.itertext()))


def strings(value: Any) -> Iterator[str]:
    """Every string of a JSON value."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
    elif isinstance(value, str):
        yield value


def as_json(data: bytes) -> Iterator[str]:
    yield from strings(json.loads(data))


def index(data: bytes) -> Iterator[str]:
    """The titles of pages as the search shows them: as HTML. Its single words mean nothing by themselves."""
    found = re.fullmatch(r"Search\.setIndex\((.*)\)", data.decode(), re.DOTALL)
    shown = json.loads(found[1]) if found else {}
    for words in strings(shown["titles"]):
        yield from html(f"<p>{words}".encode()) if words else ()


def titles(data: bytes) -> list[str]:
    """The titles of parts of pages in a search index, which the script of Sphinx shows as HTML."""
    found = re.fullmatch(r"Search\.setIndex\((.*)\)", data.decode(), re.DOTALL)
    return list(json.loads(found[1])["alltitles"]) if found else []


def slides(data: bytes) -> Iterator[str]:
    """TimelineJS: it shows headlines and texts as HTML."""
    for words in strings(json.loads(data)):
        yield from html(f"<p>{words}".encode()) if words else ()


def table(data: bytes) -> Iterator[str]:
    """A table; in Brightspace's, the cell behind one says that it is HTML, or a regular expression."""
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell, mark in zip(row, [*row[1:], ""], strict=True):
            if mark == "HTML" and cell:
                yield from html(f"<p>{cell}".encode())
            else:
                yield re.sub(r"\\(.)", r"\1", cell) if mark == "regexp" else cell


def pdf(data: bytes) -> Iterator[str]:
    """The text of a PDF without what each page repeats, all pages as one, and what it says of itself."""
    bare = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.Contents = document.make_stream(pikepdf.unparse_content_stream(list(_content(page))))
        document.save(bare)
    yield " ".join(page.extract_text() for page in PdfReader(bare).pages)
    yield from map(str, (PdfReader(io.BytesIO(data)).metadata or {}).values())


def _content(page: pikepdf.Page) -> Iterator[Any]:
    """What a page draws, its running head and foot left out: they are marked as no part of it (PDF/UA-1, 7.1)."""
    artifact = depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BMC", "BDC"}:
            depth += 1
            artifact = artifact or (depth if instruction.operands[0] == "/Artifact" else 0)
        elif operator == "EMC":
            artifact = 0 if artifact == depth else artifact
            depth -= 1
        if not (artifact and operator in {"Tj", "TJ"}):
            yield instruction


def calendar(data: bytes) -> Iterator[str]:
    """The values of an iCalendar file, unfolded and unescaped (RFC 5545, 3.1 and 3.3.11)."""
    for line in data.decode().replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if name != "UID":  # made of the letters of the title
            yield re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def inventory(data: bytes) -> Iterator[str]:
    """What other books are told of this one."""
    found = InventoryFile.load(io.BytesIO(data), "", lambda base, address: base + address)
    for entries in found.values():
        for project, _, _, title in entries.values():
            yield from (project, title)


def plain(data: bytes) -> Iterator[str]:
    """Plain text; of Blackboard's lines, what is no answer to type is HTML."""
    for line in data.decode().splitlines():
        kind, *fields = line.split("\t")
        shown = fields[:1] if kind in {"FIB", "FIB_PLUS", "NUM"} else fields
        yield kind
        for field in shown:
            yield from html(f"<p>{field}".encode()) if field else ()
        yield from fields[len(shown) :]


def deck(data: bytes) -> Iterator[str]:
    """A deck of Anki: the fields of its notes, which are HTML, and what it says of itself."""
    database = sqlite3.connect(":memory:")
    database.deserialize(unpacked(data)["collection.anki2"])
    for (fields,) in database.execute("SELECT flds FROM notes"):
        for field in fields.split("\x1f"):
            yield from html(f"<p>{field}".encode()) if field else ()
    for (decks,) in database.execute("SELECT decks FROM col"):
        for each in json.loads(decks).values():
            yield each["name"]
            yield from html(f"<p>{each['desc']}".encode()) if each["desc"] else ()
    database.close()


def gift(data: bytes) -> Iterator[str]:
    """GIFT as we write it, a line a part: names, right-hand sides and short answers are text, all else is HTML."""
    for line in data.decode().splitlines():
        if line.startswith("$CATEGORY"):
            yield line.replace("//", "/")
        elif line.startswith("::"):
            title, _, stem = line[2:].partition("::[html]")
            yield _unescaped(title)
            yield from html(f"<p>{_unescaped(stem)}".encode())
        elif line.startswith("\t=%100%"):
            yield _unescaped(line).replace("\\*", "*")
        elif line.startswith("\t"):
            left, _, right = line.partition(" -> ")
            yield from html(f"<p>{_unescaped(left)}".encode())
            yield _unescaped(right)
        else:
            yield line


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\~=#{}:])", r"\1", text)


def markdown(data: bytes) -> Iterator[str]:
    """Markdown whose every sign is escaped."""
    yield re.sub(r"\\(.)", r"\1", data.decode())


def bibtex(data: bytes) -> Iterator[str]:
    """BibTeX: the values of the fields, a line each, without their braces and with the signs that LaTeX escapes."""
    for value in re.findall(r"^  \w+ = \{+(.*?)\}+,$", data.decode(), re.MULTILINE):
        yield re.sub(r"\\([&%$#_])", r"\1", value)


def ris(data: bytes) -> Iterator[str]:
    """RIS: the values of the tags, a line each."""
    for line in data.decode().splitlines():
        yield line.partition("  - ")[2]


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    ".html": html, ".xml": xml, ".xhtml": xhtml, ".json": as_json, ".js": index, ".csv": table, ".pdf": pdf,
    ".ics": calendar, ".inv": inventory, ".zip": archive, ".imscc": archive, ".epub": archive, ".docx": word,
    ".opf": xml, ".ncx": xml, ".md": markdown, ".gift": gift, ".txt": plain, ".apkg": deck,
    ".jsonld": as_json, ".bib": bibtex, ".ris": ris,
}  # fmt: skip
