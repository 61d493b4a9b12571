"""Files that others made: texts, saved pages, PDFs, pages and PDFs to verify, pictures, private folders, links."""

from __future__ import annotations

import base64
import os
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

from sourcebook.commands import verify
from sourcebook.exports.paper import pdf_evidence
from sourcebook.figures import svg_pages
from sourcebook.ingest import add, sandbox
from sourcebook.ingest import page as ingest_page
from sourcebook.ingest import reader as ingest_reader
from sourcebook.ingest.pdf_text import pdf_reader
from sourcebook.ingest.web import tree, webpage
from sourcebook.model.problems import CommandReport, SourcebookError
from sourcebook.questions import private_folder
from sourcebook.sphinx_ext.blocks import pictures
from tests import sealed
from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz, explained, readable
from tests.sealed import ARTICLE

PARAGRAPH = "<p>The salt itself was never the finest, and it was cheap, and it kept the herring through the winter.</p>"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Salt</title>
<meta property="og:site_name" content="The Heron"><meta name="author" content="Hanna Brik">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Salt",
"datePublished": "2031-02-03"}}
</script></head><body><nav><a href="/">Home</a></nav><article><h1>Salt</h1>
{PARAGRAPH * 3}</article><footer>x</footer></body></html>"""


def refused_or(read: Callable[[], object]) -> object:
    """What is read, or nothing where it is refused in words."""
    try:
        return read()
    except SourcebookError as error:
        readable(str(error))
        return None


# -- texts ------------------------------------------------------------------------------------------------------------


def test_any_text_becomes_paragraphs_or_is_refused(fuzz: Fuzz, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"

    def check(case: tuple[bytes, str]) -> None:
        path.write_bytes(case[0])
        page = refused_or(lambda: ingest_reader.read(path, case[1]))
        assert page is None or isinstance(page, ingest_page.ExtractedPage)
        if isinstance(page, ingest_page.ExtractedPage):
            assert all("\n" not in block.text and block.text.strip() for block in page.blocks)

    text = ARTICLE.encode()
    encodings = [
        "",
        "utf-8",
        "cp1252",
        "utf-16",
        "latin-1",
        "idna",
        "punycode",
        "unicode_escape",
        "rot13",
        "hex",
        "\0",
        "../x",
    ]
    known = [(text, name) for name in encodings] + [
        (b"a" * 1_000_000, ""), (b"a-\n" * 30_000, ""), (b"\n" * 100_000 + b"a", ""), (b"- a\n" * 30_000, ""),
        ("\u2028".join("ab" * 500).encode(), ""), (b"\xff\xfea\0", ""), (b"PK\x03\x04", ""), (b"\xef\xbb\xbf" * 9, ""),
        (b"xn--" * 5000, "idna"), (b"a-" + b"b" * 50_000, "punycode"), (b" " * 100_000, ""), (b"\x1b[2Ja b", ""),
    ]  # fmt: skip
    found = st.tuples(given_.damaged([text, text.decode().encode("utf-16")]), st.sampled_from(encodings))
    fuzz("texts", check, found, known, 200)


def test_adding_writes_a_record_that_can_be_read_or_nothing(fuzz: Fuzz, tmp_path: Path) -> None:
    root = tmp_path / "book"
    (root / "sources").mkdir(parents=True)
    path = tmp_path / "article.txt"

    def check(case: tuple[str, str, str]) -> None:
        path.write_bytes(case[0].encode("utf-8", "surrogatepass"))
        before = everything(tmp_path)
        added = refused_or(lambda: add.add(root, path, case[1], add.Given(case[2]), {}))
        if not isinstance(added, CommandReport):
            assert everything(tmp_path) == before
            return
        explained(added.problems)
        for made in (root / "sources" / f"{case[1]}.yml", root / "sources" / "fulltext" / f"{case[1]}.txt"):
            made.unlink()
        assert everything(root) == everything(root)

    known = [(ARTICLE, name, "") for name in given_.NAMES] + [(ARTICLE, "salt", title) for title in given_.NAMES]
    found = st.tuples(
        given_.mutated([ARTICLE]), st.one_of(st.just("salt"), given_.pieces), st.one_of(st.just(""), given_.values)
    )
    fuzz("texts to add", check, found, known, 120)


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# -- pages ------------------------------------------------------------------------------------------------------------

DEEP = 100_000
HOSTILE_PAGES = [
    "<div>" * DEEP + PARAGRAPH,
    "<table><tr><td>" * (DEEP // 3),
    "<p>word" * 3000,
    f'<p class="{"a" * 3_000_000}">{PARAGRAPH}',
    "<" * DEEP,
    "<!--" * DEEP,
    "&amp;" * DEEP,
    "<?xml " + " " * DEEP,
    f'<?xml version="1.0" encoding="utf-32"?>{PAGE}',
    f'<!DOCTYPE x [<!ENTITY a "{"b" * 1000}"><!ENTITY c SYSTEM "file:///etc/passwd">]>{PARAGRAPH}&a;&c;',
    f'<script type="application/ld+json">{"[" * DEEP}</script>{PARAGRAPH}',
    f'<script type="application/ld+json">{{"@type":"Article","headline":{given_.DIGITS}}}</script>{PARAGRAPH}',
    f'<script type="application/ld+json">{{"@type":[["Article"]],"author":[[5],{{"name":[9]}}]}}</script>{PARAGRAPH}',
    f"<title>{'t' * DEEP}</title>{PARAGRAPH}",
    f"<base href=file:///etc/><p>{PARAGRAPH}",
    f"{PARAGRAPH}\0{PARAGRAPH}",
]


def test_any_page_becomes_paragraphs_or_is_refused(fuzz: Fuzz) -> None:
    def check(page: str) -> None:
        found = refused_or(lambda: webpage.read(page.encode("utf-8", "surrogatepass"), "page.html"))
        if isinstance(found, ingest_page.ExtractedPage):
            assert all("\n" not in block.text for block in found.blocks)

    bits = st.one_of(st.sampled_from(given_.MARKUP), given_.pieces)
    found = st.one_of(given_.mutated([PAGE], bits), given_.joined(given_.MARKUP).map(lambda text: text + PARAGRAPH))
    fuzz("saved pages", check, found, HOSTILE_PAGES, 200)


def test_any_declared_encoding_is_one_or_refused(fuzz: Fuzz) -> None:
    def check(case: tuple[str, bytes]) -> None:
        data = b"<html><meta charset='" + case[0].encode("utf-8", "replace") + b"'><body><p>caf\xe9 " + case[1]
        refused_or(lambda: webpage.read(data, "page.html"))

    names = [
        "utf-7",
        "utf-16",
        "idna",
        "punycode",
        "hex",
        "zlib",
        "mbcs",
        "unicode_escape",
        "x-user-defined",
        "iso-8859-1",
    ]
    found = st.tuples(st.one_of(st.sampled_from(names), given_.pieces), st.binary(max_size=30))
    fuzz("declared encodings", check, found, [(name, b"a" * 5000) for name in names], 100)


# -- pages and PDFs to verify -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def evidence(salt: Path) -> str:
    import json

    from sourcebook import check
    from sourcebook.exports.data import proof_bundle

    return json.dumps(proof_bundle.make(check.open_book(salt, {}).prover, [f"{sealed.KEY}/gauge-moved"])).replace(
        "<", "\\u003c"
    )


def shown(evidence: str, words: str = "their own gauge was moved twice in ten years") -> str:
    script = f'<script type="application/json" class="sb-evidence">{evidence}</script>'
    return f'<html><body>{script}<p class="sb-words">{words}</p></body></html>'


def test_any_page_is_verified_or_refused(fuzz: Fuzz, evidence: str) -> None:
    page = shown(evidence)

    def check(text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        report = refused_or(lambda: verify.read(Path("page.html"), data))
        if isinstance(report, verify.VerifyReport):
            explained(report.problems)
            readable("\n".join(report.lines()))

    bits = st.one_of(st.sampled_from(given_.MARKUP), given_.pieces)
    known = [page, *(text + page for text in HOSTILE_PAGES), *(page + text for text in HOSTILE_PAGES)]
    fuzz("pages to verify", check, given_.mutated([page], bits), known, 200)


def test_words_behind_the_end_of_what_is_read_are_not_passed_over(evidence: str) -> None:
    # A browser shows what stands behind three thousand elements; a parser that stops there proved the page without it.
    page = shown(evidence).replace("</body>", "<div>" * 3000 + '<p class="sb-words">Nobody ever said this.</p></body>')
    with pytest.raises(SourcebookError, match="nested too deep to be read to its end"):
        verify.read(Path("page.html"), page.encode())
    assert verify.read(Path("page.html"), shown(evidence).encode()).ok


def test_a_page_that_is_no_text_is_no_page() -> None:
    for data in (b"<p>a\0b</p>", b"<p>\xff</p>"):
        with pytest.raises(SourcebookError, match="no seal, no page"):
            verify.read(Path("page.html"), data)


def test_any_json_is_verified_or_refused(fuzz: Fuzz, evidence: str) -> None:
    def check(data: bytes) -> None:
        report = refused_or(lambda: verify.read(Path("x.json"), b"{" + data))
        if isinstance(report, verify.VerifyReport):
            explained(report.problems)

    known = [
        b'"\xff',
        b'"a":' + b"[" * 100_000,
        b'"version": ' + b"9" * 5000,
        b'"version": 1e999, "sources": {}',
        b"\0",
    ]
    fuzz("evidence as bytes", check, given_.damaged([evidence.encode()[1:]]), known, 200)


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\n"
    return out + head % (len(places) + 1, table, len(places) + 1, trailer) + b"startxref\n%d\n%%%%EOF" % len(out)


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), more, data)


TEXT = b"BT /F 12 Tf 50 700 Td (The salt itself was never the finest.) Tj ET"
FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X 6 0 R>>>>"


def printed(content: bytes = TEXT, more: bytes = b"", kids: bytes = b"3 0 R", count: bytes = b"1") -> bytes:
    resources = b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %s>>" % (kids, count),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R%s/MediaBox[0 0 600 800]>>" % resources,
        stream(content, more),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        stream(b"/X Do", FORM),
    )


SPACES = zlib.compress(b" " * (90 * 2**20), 9)
"""Ninety megabytes in ninety thousand bytes."""
PIECE = b"/PieceInfo<</Sourcebook<</LastModified(D:19700101000000Z)/Private 3 0 R>>>>"


def private(compressed: bytes) -> bytes:
    """A PDF with private data, which is whatever this unfolds to."""
    body = base64.a85encode(compressed, adobe=True)[2:]
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    catalog = b"<</Type/Catalog/Pages 2 0 R" + PIECE + b">>"
    return pdf(catalog, pages, stream(body, b"/Filter[/ASCII85Decode/FlateDecode]"))


HOSTILE_PDFS = [
    printed(SPACES, b"/Filter/FlateDecode"),
    printed(zlib.compress(SPACES), b"/Filter[/FlateDecode/FlateDecode]"),
    printed(TEXT + b" /X Do"),
    printed(kids=b"2 0 R"),
    printed(count=b"999999999"),
    printed(b"BT " + b"(" * 5000 + b") Tj ET"),
    printed(b"BT " + given_.DIGITS.encode() + b" 0 Td (a) Tj ET"),
    printed(b"BT 1e400 0 Td (abc def) Tj nan nan Td (b) Tj ET"),
    pdf(b"[" * 5000),
    pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", trailer=b"/Prev 9"),
    pdf(b"<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Names<</EmbeddedFiles 1 0 R>>>>"),
    pdf(b"<</Type/Catalog>>", b"<</Filter/Standard/V 4/R 4/O(x)/U(x)/P -4>>", trailer=b"/Encrypt 2 0 R/ID[(a)(b)]"),
    b"%PDF-1.4\n" + b"\n1 0 obj\n<<" * 20_000 + PIECE,
    pdf(b"<</Type/Catalog" + PIECE + b">>", b"null", b"<</Length 99999999>>\nstream\nxx"),
    pdf(b"<</Type/Catalog" + PIECE + b">>", b"null", b"3 0 R"),
    pdf(b"<</Type/Catalog" + PIECE + b">>", b"null", stream(b"<<" * 5000)),
    pdf(b"<</Type/Catalog/PieceInfo 1 0 R/Sourcebook 1 0 R/Private 1 0 R>>"),
    pdf(b"7"),
    b"%PDF-",
    printed()[:300],
]


def test_any_pdf_becomes_paragraphs_or_is_refused(fuzz: Fuzz) -> None:
    def check(data: bytes) -> None:
        refused_or(lambda: pdf_reader.read(data, "article.pdf"))

    fuzz("PDFs", check, given_.damaged([printed(), printed(TEXT * 5)]), HOSTILE_PDFS, 200)


def test_any_pdf_is_verified_or_refused(fuzz: Fuzz, evidence: str) -> None:
    whole = pdf_evidence.put(printed(), evidence.encode())

    def check(data: bytes) -> None:
        report = refused_or(lambda: verify.read(Path("book.pdf"), data))
        if isinstance(report, verify.VerifyReport):
            explained(report.problems)

    known = [*HOSTILE_PDFS, whole, private(SPACES), private(b"no stream of zlib")]
    fuzz("PDFs to verify", check, given_.damaged([whole]), known, 150)


def test_evidence_that_unfolds_to_more_than_a_book_is_none() -> None:
    assert pdf_evidence.get(private(zlib.compress(b"{}"))) == b"{}"
    assert pdf_evidence.get(private(SPACES)) == b""


# -- set apart --------------------------------------------------------------------------------------------------------


def endless(_: bytes) -> None:
    while True:
        pass


def greedy(_: bytes) -> int:
    return len(bytearray(64 * 2**30))


def falling(_: bytes) -> None:
    os.abort()


def refusing(_: bytes) -> None:
    raise SourcebookError("no such thing.")


@pytest.mark.parametrize("reader", [endless, greedy, falling])
def test_a_reader_that_breaks_down_is_a_message(
    reader: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "LONGEST", 1)
    with pytest.raises(
        SourcebookError, match=r"^x\.pdf takes longer than 1 seconds to read, or more than 2 GB of memory"
    ):
        sandbox.run_sandboxed(reader, "x.pdf", b"")


def test_what_a_reader_says_arrives() -> None:
    assert sandbox.run_sandboxed(len, "x.pdf", b"abc") == 3
    with pytest.raises(SourcebookError, match=r"^no such thing\.$"):
        sandbox.run_sandboxed(refusing, "x.pdf", b"")


def test_a_page_that_would_take_hours_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The parser compares each attribute of an element with all the others.
    path = tmp_path / "page.html"
    path.write_text(f"<p {' '.join(f'a{i}=b' for i in range(300_000))}>{PARAGRAPH}", encoding="utf-8")
    monkeypatch.setattr(sandbox, "LONGEST", 3)
    with pytest.raises(SourcebookError, match="takes longer than 3 seconds"):
        ingest_reader.read(path)


# -- what is no file, and links ---------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    queue = tmp_path / "queue.json"
    os.mkfifo(queue)
    for path in (queue, Path("/dev/zero"), tmp_path):
        for read in (verify.verify, ingest_reader.read):
            with pytest.raises(SourcebookError):
                read(path)


def test_no_link_of_a_private_folder_is_copied(fuzz: Fuzz, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret", encoding="utf-8")
    book, folder = tmp_path / "book", tmp_path / "book" / "private"
    folder.mkdir(parents=True)
    (book / "index.md").write_text("# Book\n", encoding="utf-8")
    links = [
        (folder / "x.md", secret),
        (folder / "y.md", Path("../../secret.md")),
        (book / "z.md", secret),
        (book / "r.md", book / "r.md"),
    ]
    for number, (link, target) in enumerate(links):
        link.symlink_to(target)
        if number < 3:
            with pytest.raises(SourcebookError, match="leads out of"):
                private_folder.stage(book, folder, tmp_path / "staged")
        else:
            private_folder.stage(book, folder, tmp_path / "staged")
        link.unlink()
        assert not [
            path for path in (tmp_path / "staged").rglob("*") if path.is_file() and path.read_text() == "secret"
        ]
    fuzz.count("links of private folders", len(links))


def test_any_seed_and_any_contents_are_read_or_refused(fuzz: Fuzz, tmp_path: Path) -> None:
    book, folder = tmp_path / "book", tmp_path / "book" / "private"
    folder.mkdir(parents=True)
    (folder / "own.md").write_text("# Own\n", encoding="utf-8")

    def check(data: bytes) -> None:
        (folder / "seed").write_bytes(data)
        (book / "_toc.yml").write_bytes(data)
        found = refused_or(lambda: private_folder.seed(folder))
        assert found is None or isinstance(found, str)
        refused_or(lambda: private_folder.stage(book, folder, tmp_path / "staged"))

    contents = (
        b"format: jb-book\nroot: index\nchapters:\n- file: exercises/index\n  sections:\n  - file: exercises/one\n"
    )
    known = [b"\xff", b"\0", b"", b"chapters: 5", b"chapters: {a: b}", b"- a", b"parts: x", b"a: &a [*a]", b"[" * 5000]
    fuzz("private folders", check, given_.damaged([contents]), known, 100)


# -- pictures ---------------------------------------------------------------------------------------------------------


def png(width: int, height: int) -> bytes:
    return svg_pages.PNG + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


def test_any_picture_is_one_or_refused(fuzz: Fuzz) -> None:
    def check(data: bytes) -> None:
        try:
            found = svg_pages.wrapped(data)
        except ValueError as error:
            readable(f"{error}")
        else:
            pictures.names_in(found)

    lol = b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    lol += b'<svg xmlns="http://www.w3.org/2000/svg"><title>&b;</title></svg>'
    jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x10\0\x10\x03"
    good = [png(2, 2), jpeg, lol, b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 2'><title>x</title></svg>"]
    known = [
        *good,
        png(2**31, 2**31),
        png(0, 1),
        svg_pages.PNG,
        svg_pages.JPEG,
        b"\xff\xd8" + b"\xff\xe0\0\0" * 9,
        b"<svg" * 5000,
    ]
    fuzz("pictures", check, given_.damaged(good), known, 300)


def test_a_picture_that_unfolds_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="a picture of 60000 by 60000 dots"):
        svg_pages.wrapped(png(60_000, 60_000))


def test_entities_of_a_page_name_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    page = f'<!DOCTYPE x [<!ENTITY c SYSTEM "{secret.as_uri()}">]><html><body><p>a &c; b</p></body></html>'
    assert "the secret" not in tree.parse(page, "page.html").text_content()
