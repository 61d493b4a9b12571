"""Configure Sphinx's EPUB builder, and repack the finished file so that the same book gives the same bytes.

Here: settings and bytes. Not here: calling Sphinx (`sphinx_ext/build.py`), and the pages.
"""

from __future__ import annotations

import calendar
import io
import posixpath
import re
import time
import uuid
import zipfile
from collections.abc import Iterable

from lxml import etree

from sourcebook.exports.paper.direction import direction
from sourcebook.exports.paper.phrases import PHRASES, phrases
from sourcebook.model.problems import SourcebookError

BASENAME = "book"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The first date that a ZIP file can hold."""
UNDATED = calendar.timegm(FIRST_DAY)
"""The date of the last change of a book without a date, since EPUB requires one."""
MANIFEST, CONTENTS, NAVIGATION = "content.opf", "toc.ncx", "nav.xhtml"
OPF, DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
FIRST = ("mimetype", "META-INF/container.xml")
_STYLE = re.compile(rb"\s*<link\b[^>]*\brel=\"stylesheet\"[^>]*>")
_VOID = re.compile(
    rb"<(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b((?:\"[^\"]*\"|'[^']*'|[^<>\"'/]|/(?!>))*)>"
)
"""An element that HTML lets stand without an end."""
_CALLED = re.compile(rb"(<title>|<h1>|\btype=\"toc\" title=\")Table of Contents(?=[<\"])")
"""The places where Sphinx names the table of contents, in its navigation and its guide."""
_ROOT = re.compile(rb"<html\b(?![^>]*\bdir=)")
_ADDRESS = re.compile(rb"\bhref=\"([^\"?#]+)")


def settings(title: str, author: str, rights: str, version: str, language: str = "en") -> dict[str, str | bool]:
    """Settings of Sphinx for an EPUB that names itself: an identifier that stays while the title does.

    EPUB wants an author and a publisher: where a book names none, it says so.
    """
    unnamed = phrases(language)["nobody-named"]
    return {
        "epub_basename": BASENAME,
        "epub_title": title,
        "epub_author": author or unnamed,
        "epub_contributor": author or unnamed,
        "epub_publisher": author or unnamed,
        "epub_description": title,
        "epub_copyright": rights,
        "epub_identifier": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'sourcebook:{title}')}",
        "epub_uid": "book-id",
        "epub_scheme": "URN",
        "epub_show_urls": "no",
        "epub_use_index": False,
        "version": version,
    }


def repacked(data: bytes, timestamp: int | None = None) -> bytes:
    """The EPUB with fixed times and in a fixed order, and without links to missing style sheets.

    `timestamp`: seconds since 1970 that its date is taken from. Without it, it bears none, and where EPUB asks for the
    moment of the last change, that is the first second of 1980, as in a PDF without a date.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
    _declare(parts)
    _turn(parts)
    _title_contents(parts)
    _date(parts, timestamp)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name in _in_order(parts):
            body = _formed(name, _styled(name, parts[name], parts)) if name.endswith(".xhtml") else parts[name]
            info = zipfile.ZipInfo(name, FIRST_DAY)
            info.create_system, info.external_attr = 3, 0o644 << 16  # as on every system
            info.compress_type = zipfile.ZIP_STORED if name == FIRST[0] else zipfile.ZIP_DEFLATED
            new.writestr(info, body, compresslevel=9)
    return out.getvalue()


def _declare(parts: dict[str, bytes]) -> None:
    """Declare in the manifest which pages hold drawings, and in the contents of EPUB 2 the book's identifier."""
    root = etree.fromstring(parts[MANIFEST])
    for item in root.iter(f"{OPF}item"):
        if b"<svg" in parts.get(str(item.get("href")), b"") and item.get("media-type") == "application/xhtml+xml":
            item.set("properties", " ".join(sorted({*str(item.get("properties", "")).split(), "svg"})))
    identifier = next((str(element.text) for element in root.iter(f"{DC}identifier")), "")
    parts[MANIFEST] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if CONTENTS in parts:
        contents = etree.fromstring(parts[CONTENTS])
        for meta in contents.iter(f"{NCX}meta"):
            if meta.get("name") == "dtb:uid":
                meta.set("content", identifier)
        parts[CONTENTS] = etree.tostring(contents, xml_declaration=True, encoding="UTF-8")


def _turn(parts: dict[str, bytes]) -> None:
    """Declare the right-to-left direction of the package, of the order of its pages, and of its contents."""
    root = etree.fromstring(parts[MANIFEST])
    if not any(direction(str(element.text)) == "rtl" for element in root.iter(f"{DC}language")):
        return
    root.set("dir", "rtl")
    for spine in root.iter(f"{OPF}spine"):
        spine.set("page-progression-direction", "rtl")
    parts[MANIFEST] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    for name in (name for name in parts if name.endswith(".xhtml")):
        parts[name] = _ROOT.sub(b'<html dir="rtl"', parts[name], count=1)


def _title_contents(parts: dict[str, bytes]) -> None:
    """Translate the title of the table of contents, which Sphinx leaves in English."""
    root = etree.fromstring(parts[MANIFEST])
    wording = next((phrases(str(element.text)) for element in root.iter(f"{DC}language")), PHRASES)
    if wording["language"] == PHRASES["language"]:
        return
    for name in {NAVIGATION, MANIFEST} & parts.keys():
        parts[name] = _CALLED.sub(rb"\g<1>" + wording["contents"].encode(), parts[name])


def _date(parts: dict[str, bytes], timestamp: int | None) -> None:
    """Set the date of the book in place of the moment at which it was packed."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(UNDATED if timestamp is None else timestamp))
    root = etree.fromstring(parts[MANIFEST])
    for about in root.iter(f"{OPF}metadata"):
        for date in about.findall(f"{DC}date"):
            date.text = moment
            if timestamp is None:
                about.remove(date)
        for meta in about.iterfind(f"{OPF}meta[@property='dcterms:modified']"):
            meta.text = moment
    parts[MANIFEST] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _in_order(names: Iterable[str]) -> list[str]:
    """The files in order: those that EPUB requires first, then the rest by name."""
    return sorted(names, key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name))


def _styled(name: str, page: bytes, parts: dict[str, bytes]) -> bytes:
    """A page without links to style sheets that the package does not hold."""

    def kept(link: re.Match[bytes]) -> bytes:
        address = _ADDRESS.search(link[0])
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), address[1].decode())) if address else ""
        return link[0] if target in parts else b""

    return _STYLE.sub(kept, page)


def _formed(name: str, page: bytes) -> bytes:
    """A page as well-formed XML: void elements, which extensions write as in HTML, are closed.

    SourcebookError where that does not make it XML, because reading systems would refuse the whole book.
    """
    try:
        etree.fromstring(page)
    except etree.XMLSyntaxError:
        page = _VOID.sub(rb"<\1\2/>", page)
    else:
        return page
    try:
        etree.fromstring(page)
    except etree.XMLSyntaxError as error:
        what = f"the page {name.removesuffix('.xhtml')} cannot stand in an EPUB, which is XML: {error.msg}"
        raise SourcebookError(f"{what}. Take the HTML, or the directive of another extension, out of it.") from None
    return page
