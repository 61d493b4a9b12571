"""The little that is done to a finished PDF: evidence put inside it and got back, and streams made safe to read.

Here: bytes in, bytes out, for the form in which Typst writes a PDF (a plain table of references, no object streams).
Not here: what the evidence says (`exports/data/proof_bundle.py`), and making a PDF (`pdf.py`).

PDF/A-2 lets a document carry no attachment but another PDF/A, so the evidence is no attachment: it is the private data
of an application (ISO 32000-1, 14.5, page-piece dictionaries) in the catalog of the document.
"""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

LARGEST = 64 * 1024 * 1024
"""The most evidence that is unfolded, in bytes."""
NEVER = b"D:19700101000000Z"
"""A date that has to stand beside private data; that of the document would say nothing more."""
_STREAM = re.compile(
    rb"\n(?P<number>\d{1,10}) 0 obj\s{0,9}<<(?P<inside>(?:(?!endobj| obj).){0,4000}?)>>\s{0,9}stream\r?\n", re.DOTALL
)
_CATALOG = re.compile(rb"\n\d+ 0 obj\s*<</Type/Catalog(?P<inside>.*?)>>\s*endobj", re.DOTALL)
_END = re.compile(
    rb"xref\n0 (?P<count>\d+)\n(?P<rows>(?:\d{10} \d{5} [nf]\s?\n)+)trailer\n<<(?P<inside>.*?)>>\nstartxref\n\d+\n",
    re.DOTALL,
)
_PRIVATE = re.compile(rb"/PieceInfo<</Sourcebook<</LastModified\(D:\d+Z\)/Private (?P<number>\d+) 0 R>>>>")


@dataclass(frozen=True)
class Edit:
    """Bytes from `start` to `end` replaced by others."""

    start: int
    end: int
    new: bytes


def put(pdf: bytes, data: bytes) -> bytes:
    """A PDF of ours with data inside. ValueError where it is not of the form that Typst writes."""
    catalog, end = _CATALOG.search(pdf), _END.search(pdf)
    if catalog is None or end is None:
        raise ValueError("not a PDF with a table of references and a catalog")
    number = int(end["count"])
    piece = b"/PieceInfo<</Sourcebook<</LastModified(%s)/Private %d 0 R>>>>" % (NEVER, number)
    body = _ascii85(zlib.compress(data, 9))
    added = b"%d 0 obj\n<</Length %d/Filter[/ASCII85Decode/FlateDecode]>>\nstream\n%s\nendstream\nendobj\n"
    stop = catalog.end("inside")
    edits = [Edit(stop, stop, piece), Edit(end.start(), end.start(), added % (number, len(body), body))]
    return _edited(pdf, edits, one_more=True)


def get(pdf: bytes) -> bytes:
    """The data inside a PDF of ours; nothing where there is none, or where another program has rewritten the file."""
    private = _PRIVATE.search(pdf)
    for found in _STREAM.finditer(pdf) if private else ():
        if private and found["number"] == private["number"]:
            try:
                return _unfolded(base64.a85decode(_raw(pdf, found), adobe=True))
            except (ValueError, zlib.error):
                return b""
    return b""


def _unfolded(data: bytes) -> bytes:
    """Data decompressed; ValueError where it unfolds to more than a book has."""
    unfolding = zlib.decompressobj()
    out = unfolding.decompress(data, LARGEST)
    if not unfolding.eof:
        raise ValueError("the evidence is cut short, or too large")
    return out


def safe(pdf: bytes) -> bytes:
    """The same document without a stream whose last byte is a carriage return.

    The line feed that ends such a stream makes one end of line with it, and a strict reader finds it a byte too short.
    In other letters (ASCII85) the stream ends in a sign of its own.
    """
    return _edited(pdf, list(_clarified(pdf)))


def _clarified(pdf: bytes) -> Iterator[Edit]:
    for found in _STREAM.finditer(pdf):
        raw = _raw(pdf, found)
        if raw.endswith(b"\r") and b"/Filter/FlateDecode" in found["inside"]:
            body = _ascii85(raw)
            inside = found["inside"].replace(b"/Filter/FlateDecode", b"/Filter[/ASCII85Decode/FlateDecode]")
            inside = re.sub(rb"/DecodeParms(<<.*?>>)", rb"/DecodeParms[null\1]", inside)
            inside = re.sub(rb"/Length \d+", b"/Length %d" % len(body), inside)
            yield Edit(*found.span("inside"), inside)
            yield Edit(found.end(), found.end() + len(raw), body)


def _raw(pdf: bytes, found: re.Match[bytes]) -> bytes:
    length = re.search(rb"/Length (\d{1,10})", found["inside"])
    return pdf[found.end() : found.end() + int(length[1])] if length else b""


def _ascii85(data: bytes) -> bytes:
    """Without the sign at the front, which PDF does not know."""
    return base64.a85encode(data, adobe=True).removeprefix(b"<~")


def _edited(pdf: bytes, edits: list[Edit], *, one_more: bool = False) -> bytes:
    """The PDF with the edits made, and its table of references with the places where things then stand.

    `one_more`: the last edit puts in an object that the table does not have yet.
    """
    end = _END.search(pdf)
    if not edits or end is None:
        return pdf
    body, at = b"", 0
    for edit in edits:
        body += pdf[at : edit.start] + edit.new
        at = edit.end
    body += pdf[at : end.start()]
    places = [int(row[:10]) for row in end["rows"].splitlines()[1:]]
    places = [place + _shift(edits, place) for place in places]
    if one_more:
        places.append(len(body) - len(edits[-1].new))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    inside = re.sub(rb"/Size \d+", b"/Size %d" % count, end["inside"])
    head = b"xref\n0 %d\n%s\n" % (count, end["rows"].splitlines()[0].ljust(19))
    tail = b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF" % (inside, len(body))
    return body + head + table + tail


def _shift(edits: list[Edit], place: int) -> int:
    """How far a place moves: by every edit before it."""
    return sum(len(edit.new) - (edit.end - edit.start) for edit in edits if edit.end <= place)
