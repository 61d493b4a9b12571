"""What is done to a finished PDF: evidence inside, and streams that a strict reader can read."""

from __future__ import annotations

import io
import re
import zlib

import pikepdf
import pytest
import typst

from sourcebook.exports.paper import pdf_evidence

SOURCE = b'#set document(title: "x")\n#set text(lang: "en")\n= Heading\nWords.\n'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typst.compile(SOURCE, ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"], timestamp=1)


def with_stream(body: bytes) -> bytes:
    """A PDF in the form in which Typst writes one, with one stream more."""
    raw = zlib.compress(body)
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    objects.append(b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(raw), raw))
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 4\n%strailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def ending_in(last: int) -> bytes:
    """Text whose compressed form ends in this byte (it is the last of a sum of the text)."""
    return next(text for n in range(256) if zlib.compress(text := b"words " + bytes([n]))[-1] == last)


@pytest.mark.parametrize("data", [b"", b'{"version": 1}', bytes(range(256)) * 40], ids=["empty", "json", "bytes"])
def test_what_is_put_in_comes_out(pdf: bytes, data: bytes) -> None:
    assert pdf_evidence.get(pdf_evidence.put(pdf, data)) == data


def test_the_document_with_evidence_is_whole_and_names_it_in_its_catalog(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf_evidence.put(pdf, b"evidence"))) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.PieceInfo.Sourcebook.Private.read_bytes() == b"evidence"
        assert len(opened.pages) == 1


def test_a_document_without_evidence_gives_nothing(pdf: bytes) -> None:
    assert pdf_evidence.get(pdf) == b""
    assert pdf_evidence.get(b"no PDF at all") == b""


def test_what_is_no_pdf_of_ours_takes_nothing() -> None:
    with pytest.raises(ValueError, match="table of references"):
        pdf_evidence.put(b"%PDF-1.7\nother", b"x")


def test_a_stream_that_ends_in_a_carriage_return_is_written_in_letters() -> None:
    body = ending_in(0x0D)
    before = with_stream(body)
    after = pdf_evidence.safe(before)
    assert re.search(rb"\r\nendstream", before)
    assert not re.search(rb"\r\nendstream", after)
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.get_object(3, 0).read_bytes() == body


def test_other_streams_stay_as_they_are() -> None:
    before = with_stream(ending_in(0x41))
    assert pdf_evidence.safe(before) == before


def test_evidence_goes_into_a_document_that_was_made_safe() -> None:
    made = pdf_evidence.put(pdf_evidence.safe(with_stream(ending_in(0x0D))), b"evidence")
    assert pdf_evidence.get(made) == b"evidence"
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.check_pdf_syntax() == []
