"""Store evidence inside a finished PDF and read it back; rewrite streams that strict readers misread.

Here: bytes in, bytes out, by way of pikepdf (qpdf). The same PDF gives the same bytes: no date, and an identifier that
is computed from the content. Not here: what the evidence says (`exports/data/proof_bundle.py`), and making a PDF
(`pdf.py`).

PDF/A-2 allows no attachment but another PDF/A, so the evidence is not an attachment: it is the private data of an
application (ISO 32000-1, 14.5, page-piece dictionaries) in the catalog of the document.
"""

from __future__ import annotations

import base64
import io
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pikepdf

LARGEST = 64 * 1024 * 1024
"""The most evidence that is decompressed, in bytes."""
NEVER = "D:19700101000000Z"
"""The date that the standard requires beside private data; a true one would make the bytes differ from day to day."""
_CR_AT_END = b"\r\nendstream"


def put(pdf: bytes, data: bytes) -> bytes:
    """The PDF with `data` as private data in its catalog. ValueError where the PDF is broken or encrypted."""
    from pikepdf import Dictionary

    with _open(pdf) as document:
        private = document.make_stream(b"")
        _write_ascii85(private, zlib.compress(data, 9), None)
        document.Root.PieceInfo = Dictionary(Sourcebook=Dictionary(LastModified=NEVER, Private=private))
        return _saved(document)


def get(pdf: bytes) -> bytes:
    """The data that `put` stored in a PDF; empty where there is none, or where the PDF is broken or encrypted."""
    from pikepdf import PdfError

    try:
        with _open(pdf) as document:
            raw = document.Root.PieceInfo.Sourcebook.Private.read_raw_bytes()
        return _decompressed(base64.a85decode(raw, adobe=True))
    except (AttributeError, KeyError, TypeError, ValueError, PdfError, zlib.error):
        return b""


def safe(pdf: bytes) -> bytes:
    """The same document without a compressed stream whose last byte is a carriage return.

    The line feed that follows such a stream reads as one end of line with it, and a strict reader finds the stream a
    byte too short. In ASCII85 it ends in "~>".
    """
    if _CR_AT_END not in pdf:
        return pdf
    with _open(pdf) as document:
        for stream in filter(_ends_in_cr, document.objects):
            _write_ascii85(stream, stream.read_raw_bytes(), stream.get("/DecodeParms"))
        return _saved(document)


def _ends_in_cr(item: pikepdf.Object) -> bool:
    """True of a Flate stream whose raw bytes end in a carriage return."""
    from pikepdf import Stream

    return isinstance(item, Stream) and item.get("/Filter") == "/FlateDecode" and item.read_raw_bytes()[-1:] == b"\r"


def _write_ascii85(stream: pikepdf.Object, compressed: bytes, parameters: pikepdf.Object | None) -> None:
    """Replace the body of a stream by zlib-compressed data in ASCII85; `parameters` are those of its Flate filter."""
    from pikepdf import Array, Name

    body = base64.a85encode(compressed, adobe=True).removeprefix(b"<~")  # PDF has no such sign at the start
    filters = Array([Name.ASCII85Decode, Name.FlateDecode])
    stream.write(body, filter=filters, decode_parms=None if parameters is None else Array([None, parameters]))


def _decompressed(data: bytes) -> bytes:
    """Data decompressed; ValueError where it is cut short, or larger than `LARGEST`."""
    decompressor = zlib.decompressobj()
    out = decompressor.decompress(data, LARGEST)
    if not decompressor.eof:
        raise ValueError("the evidence is cut short, or too large")
    return out


def _open(pdf: bytes) -> pikepdf.Pdf:
    """The PDF as written: nothing guessed where it is broken, which is a ValueError, as is an encrypted one."""
    import pikepdf

    try:
        document = pikepdf.open(io.BytesIO(pdf), attempt_recovery=False, inherit_page_attributes=False)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        raise ValueError("not a readable PDF: broken, or encrypted") from None
    if document.is_encrypted:
        document.close()
        raise ValueError("the PDF is encrypted")
    return document


def _saved(document: pikepdf.Pdf) -> bytes:
    """The bytes of a document, its streams as they are."""
    from pikepdf import StreamDecodeLevel

    out = io.BytesIO()
    document.save(
        out,
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.none,
        deterministic_id=True,
    )
    return out.getvalue()
