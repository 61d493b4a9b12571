"""Evidence inside a PDF that stays PDF/A-2a: private data of the document, added as an incremental update.

Here: putting bytes in, and getting them back. Not here: what they say (`bundle.py`).

PDF/A-2 lets a document carry no attachment but another PDF/A, so the evidence is no attachment: it is the private data
of an application (ISO 32000-1, 14.5, page-piece dictionaries) in the catalog of the document. The update
is written after the document (7.5.6), which stays as it was, byte for byte.
"""

from __future__ import annotations

import re
import zlib

NAME = b"Sourcebook"
NEVER = b"D:19700101000000Z"
"""A date that has to stand there; that of the document would say nothing more."""
_TRAILER = re.compile(rb"trailer\s*<<(?P<rest>.*?)>>\s*startxref\s*(?P<at>\d+)\s*%%EOF\s*$", re.DOTALL)
_PRIVATE = re.compile(rb"/PieceInfo<</Sourcebook<</LastModified\(D:\d+Z\)/Private (?P<number>\d+) 0 R>>>>")


def put(pdf: bytes, data: bytes) -> bytes:
    """A PDF of ours with data inside. ValueError where it is not of the form that Typst writes."""
    trailer = _TRAILER.search(pdf)
    size, root = (_number(rb"/%s (\d+)" % key, trailer["rest"] if trailer else b"") for key in (b"Size", b"Root"))
    catalog = re.search(rb"\n%d 0 obj\s*<<(?P<inside>/Type/Catalog.*?)>>\s*endobj" % root, pdf, re.DOTALL)
    if trailer is None or catalog is None:
        raise ValueError("not a PDF with a table of references and a catalog")
    piece = b"/PieceInfo<</%s<</LastModified(%s)/Private %d 0 R>>>>" % (NAME, NEVER, size)
    packed = zlib.compress(data, 9)
    out = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    first = len(out)
    out += b"%d 0 obj\n<<%s%s>>\nendobj\n" % (root, catalog["inside"], piece)
    second = len(out)
    out += b"%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream\nendobj\n" % (size, len(packed), packed)
    table = len(out)
    rest = re.sub(rb"/Size \d+", b"/Size %d" % (size + 1), trailer["rest"])
    out += b"xref\n%d 1\n%010d 00000 n \n%d 1\n%010d 00000 n \n" % (root, first, size, second)
    out += b"trailer\n<<%s/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (rest, trailer["at"], table)
    return out


def get(pdf: bytes) -> bytes:
    """The data inside a PDF of ours; nothing where there is none, or where another program has rewritten the file."""
    found = list(_PRIVATE.finditer(pdf))
    if not found:
        return b""
    number = found[-1]["number"]
    start = re.search(rb"\n%s 0 obj\n<</Length (?P<length>\d+)/Filter/FlateDecode>>\nstream\n" % number, pdf)
    if not start:
        return b""
    packed = pdf[start.end() : start.end() + int(start["length"])]
    try:
        return zlib.decompress(packed)
    except zlib.error:
        return b""


def _number(pattern: bytes, text: bytes) -> int:
    found = re.search(pattern, text)
    if not found:
        raise ValueError("a PDF without a trailer")
    return int(found[1])
