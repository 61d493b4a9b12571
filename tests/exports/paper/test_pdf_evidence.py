"""What is done to a finished PDF: evidence inside, and streams that a strict reader can read."""

from __future__ import annotations

import base64
import io
import re
import zlib

import page as validation
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
    objects = [b"<</Type/Catalog/Pages 2 0 R/Extra 3 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]
    objects.append(b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(raw), raw))
    out, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 4\n%strailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


@pytest.fixture(scope="module")
def carriage_return() -> bytes:
    """A PDF as Typst writes it, one of whose streams ends in a carriage return (one in 256 does)."""
    tried = (
        typst.compile(SOURCE + b"%d" % n, ignore_system_fonts=True, pdf_standards=["ua-1", "a-2a"], timestamp=1)
        for n in range(2000)
    )
    return next(pdf for pdf in tried if b"\r\nendstream" in pdf)


def encrypted(pdf: bytes, password: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="owner", user=password))
    return out.getvalue()


def failures(pdf: bytes) -> list[str]:
    reports = [validation.validate_pdf_bytes(pdf, profile=profile) for profile in ("ua1", "2a")]
    return [str(failure.rule_id) for report in reports for failure in report.failures]


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


def test_a_document_with_evidence_meets_both_standards(pdf: bytes) -> None:
    assert failures(pdf_evidence.put(pdf, b"evidence")) == []


def test_the_same_evidence_gives_the_same_bytes(pdf: bytes) -> None:
    assert pdf_evidence.put(pdf, b"evidence") == pdf_evidence.put(pdf, b"evidence")
    assert pdf_evidence.put(pdf, b"evidence") != pdf_evidence.put(pdf, b"others")


def test_a_document_without_evidence_gives_nothing(pdf: bytes) -> None:
    assert pdf_evidence.get(pdf) == b""
    assert pdf_evidence.get(b"no PDF at all") == b""
    assert pdf_evidence.get(b"") == b""


@pytest.mark.parametrize("private", ["/PieceInfo 1", "/PieceInfo<</Sourcebook[1]>>", "/PieceInfo<</Sourcebook<<>>>>"])
def test_private_data_of_another_form_gives_nothing(private: str) -> None:
    pdf = with_stream(b"words").replace(b"0 R>>", b"0 R%s>>" % private.encode(), 1)
    moved = re.sub(rb"startxref\n\d+", b"startxref\n%d" % pdf.index(b"xref"), pdf)
    assert pdf_evidence.get(moved) == b""


def test_evidence_that_an_earlier_version_put_in_is_read() -> None:
    """Earlier versions appended the stream to the file as Typst wrote it: the same entry, filters and name."""
    body = base64.a85encode(zlib.compress(b"evidence", 9), adobe=True)[2:]
    before = with_stream(b"words")
    head, table = before.split(b"xref\n0 4", 1)
    piece = b"/PieceInfo<</Sourcebook<</LastModified(D:19700101000000Z)/Private 4 0 R>>>>"
    head = head.replace(b"/Pages 2 0 R", b"/Pages 2 0 R" + piece)
    rows = b"".join(b"%010d 00000 n \n" % head.index(b"%d 0 obj" % number) for number in (1, 2, 3))
    added = b"4 0 obj\n<</Length %d/Filter[/ASCII85Decode/FlateDecode]>>\nstream\n%s\nendstream\nendobj\n"
    whole = head + added % (len(body), body)
    rows += b"%010d 00000 n \n" % len(head)
    tail = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    assert table
    assert pdf_evidence.get(whole + tail % (rows, len(whole))) == b"evidence"


@pytest.mark.parametrize(
    "broken", [b"%PDF-1.7\nother", b"", b"%PDF-1.7\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF"]
)
def test_a_broken_pdf_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="not a readable PDF"):
        pdf_evidence.put(broken, b"x")


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused_and_gives_nothing(pdf: bytes, password: str) -> None:
    with pytest.raises(ValueError, match="PDF"):
        pdf_evidence.put(encrypted(pdf, password), b"x")
    assert pdf_evidence.get(encrypted(pdf_evidence.put(pdf, b"x"), password)) == b""


def test_evidence_larger_than_any_book_gives_nothing(pdf: bytes) -> None:
    assert pdf_evidence.get(pdf_evidence.put(pdf, b" " * (pdf_evidence.LARGEST + 1))) == b""


def test_a_stream_that_ends_in_a_carriage_return_is_written_in_letters() -> None:
    body = ending_in(0x0D)
    before = with_stream(body)
    after = pdf_evidence.safe(before)
    assert re.search(rb"\r\nendstream", before)
    assert not re.search(rb"\r\nendstream", after)
    with pikepdf.open(io.BytesIO(after)) as opened:
        assert opened.check_pdf_syntax() == []
        assert opened.Root.Extra.read_bytes() == body


def test_a_document_made_safe_meets_both_standards_and_shows_the_same(carriage_return: bytes) -> None:
    after = pdf_evidence.safe(carriage_return)
    assert b"\r\nendstream" not in after
    assert after == pdf_evidence.safe(carriage_return) == pdf_evidence.safe(after)
    assert failures(after) == []
    with pikepdf.open(io.BytesIO(carriage_return)) as old, pikepdf.open(io.BytesIO(after)) as new:
        assert new.pages[0].Contents.read_bytes() == old.pages[0].Contents.read_bytes()
        assert new.Root.Metadata.read_bytes() == old.Root.Metadata.read_bytes()


def test_other_streams_stay_as_they_are() -> None:
    before = with_stream(ending_in(0x41))
    assert pdf_evidence.safe(before) == before


def test_evidence_goes_into_a_document_that_was_made_safe() -> None:
    made = pdf_evidence.put(pdf_evidence.safe(with_stream(ending_in(0x0D))), b"evidence")
    assert pdf_evidence.get(made) == b"evidence"
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.check_pdf_syntax() == []
