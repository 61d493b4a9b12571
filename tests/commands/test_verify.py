"""`sourcebook verify`: seals, pages and PDFs standing alone, without book, record or article."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import typst
from click.testing import CliRunner, Result
from pypdf import PdfWriter

from sourcebook.cli import main
from sourcebook.exports.data import proof_bundle
from tests import sealed
from tests.sealed import KEY

SHOWN = [(f"{KEY}/nobody-told-us", ""), (f"{KEY}/union-asked", "The union has asked […] the union for patience.")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    book = tmp_path / "book"
    book.mkdir()
    return sealed.write_book(book)


@pytest.fixture
def away(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    (tmp_path / "away").mkdir()
    return tmp_path / "away"


def verify(folder: Path, *files: Path) -> Result:
    result = CliRunner().invoke(main, ["--root", str(folder), "verify", *map(str, files)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def made(root: Path) -> dict[str, Any]:
    return proof_bundle.make(sealed.without_text(root).prover, SHOWN)


def page(root: Path, away: Path, words: str = "Nobody told us before the trucks came.") -> Path:
    """A page as a reader may have saved it."""
    file = away / "page.html"
    file.write_text(
        '<!doctype html><meta charset="utf-8"><figure class="sb-quote"><blockquote class="sb-words">'
        f'<p>“{words}”</p></blockquote></figure><p>He says <span class="sb-inline"><q class="sb-words">'
        '<span class="sb-mark">“</span>The union has asked […] the union for patience.<span class="sb-mark">”</span>'
        '</q></span>.</p><script type="application/json" class="sb-evidence">'
        f"{proof_bundle.to_text(made(root))}</script>",
        encoding="utf-8",
    )
    return file


def pdf(away: Path, attached: bytes, name: str = proof_bundle.ATTACHMENT) -> Path:
    text = "“Nobody told us before the trucks came.” “The union has asked […] the union for patience.”"
    writer, out = PdfWriter(io.BytesIO(typst.compile(text.encode())), full=True), io.BytesIO()
    writer.add_attachment(name, attached)
    writer.write(out)
    (away / "brief.pdf").write_bytes(out.getvalue())
    return away / "brief.pdf"


# -- a seal -----------------------------------------------------------------------------------------------------------


def test_a_seal_alone_proves_its_openings(root: Path, away: Path) -> None:
    file = Path(shutil.copy(sealed.seal_file(root), away))
    result = verify(away, file)
    assert result.exit_code == 0
    assert "6 of 6 quotations proven" in result.output
    assert "There is no record beside the seal" in result.output
    assert f"{KEY}/nobody-told-us: “Nobody told us before the trucks came.”" in result.output
    assert "proven: these words, in this order, body, ¶3, inside quotation marks there." in result.output
    assert "stated by the sealer, not proven: what stands around the words calls for care (context)" in result.output
    assert "What a seal cannot prove" in result.output
    assert json.loads(file.read_text(encoding="utf-8"))["root"] in result.output


def test_a_seal_is_compared_with_the_record_beside_it(root: Path) -> None:
    assert verify(root, sealed.seal_file(root)).exit_code == 0
    sealed.edit_record(root, "a bag of salt", "a sack of salt")
    result = verify(root, sealed.seal_file(root))
    assert result.exit_code == 1
    assert f"({KEY}/people-sent-home): error: these words are not the ones that the seal opens" in result.output


def test_a_passage_that_the_record_does_not_hold_is_said(root: Path) -> None:
    text = sealed.record(root).read_text(encoding="utf-8")
    sealed.record(root).write_text(text[: text.index("  - id: union-asked")], encoding="utf-8")
    result = verify(root, sealed.seal_file(root))
    assert result.exit_code == 1
    assert "the seal opens salt-2031/union-asked, which the record does not hold" in result.output


def test_an_altered_seal_fails_and_says_where(root: Path, away: Path) -> None:
    sealed.edit_seal(root, lambda d: d["openings"]["union-asked"].update(start=3))
    result = verify(away, Path(shutil.copy(sealed.seal_file(root), away)))
    assert result.exit_code == 1
    assert "5 of 6 quotations proven" in result.output
    assert result.output.split("union-asked: ")[1].split("\n")[1] == "  NOT PROVEN"


BROKEN = [b"{", b'{"version": 1}', b'{"version": 9, "sources": {}, "quotations": []}', b"{" * 9999]


@pytest.mark.parametrize("data", BROKEN)
def test_a_broken_seal_is_no_traceback(away: Path, data: bytes) -> None:
    (away / "x.seal.json").write_bytes(data)
    result = verify(away, away / "x.seal.json")
    assert result.exit_code == 1
    assert "x.seal.json: error: " in result.output


def test_a_seal_that_opens_nothing_proves_nothing(root: Path, away: Path) -> None:
    sealed.edit_seal(root, lambda d: d.update(openings={}))
    assert verify(away, Path(shutil.copy(sealed.seal_file(root), away))).exit_code == 1


# -- a page -----------------------------------------------------------------------------------------------------------


def test_a_page_alone_proves_what_it_shows(root: Path, away: Path) -> None:
    result = verify(away, page(root, away))
    assert result.exit_code == 0
    assert "2 of 2 quotations proven" in result.output
    assert "The salt works of Ostrel shut their gates" in result.output


def test_words_changed_on_the_page_are_found_although_the_evidence_holds(root: Path, away: Path) -> None:
    result = verify(away, page(root, away, "Somebody told us before the trucks came."))
    assert result.exit_code == 1
    assert "the page quotes “Somebody told us before the trucks came.”" in result.output
    assert "quoted, but not sealed, and cannot be proven here; look it up in its source. [no-proof]" in result.output
    assert "[misquoted]" not in result.output


def test_words_changed_in_the_evidence_are_found(root: Path, away: Path) -> None:
    file = page(root, away)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Nobody told us", "Somebody told us"), encoding="utf-8")
    result = verify(away, file)
    assert result.exit_code == 1
    assert "1 of 2 quotations proven" in result.output


def test_a_page_with_another_root_than_the_book_at_hand_is_found(root: Path, away: Path) -> None:
    file = page(root, away)
    assert verify(root, file).exit_code == 0
    sealed.edit_seal(root, lambda d: d.update(root="0" * 64))
    result = verify(root, file)
    assert result.exit_code == 1
    assert "forged, or of another edition" in result.output


@pytest.mark.parametrize("text", ["", "<p>no evidence</p>", "plain words"])
def test_a_file_without_evidence_is_a_wrong_call(away: Path, text: str) -> None:
    (away / "page.html").write_text(text, encoding="utf-8")
    result = verify(away, away / "page.html")
    assert result.exit_code == 2
    assert result.output.startswith("sourcebook: page.html ")


def test_evidence_that_is_no_json_fails(away: Path) -> None:
    (away / "page.html").write_text('<script class="sb-evidence">nonsense</script>', encoding="utf-8")
    result = verify(away, away / "page.html")
    assert result.exit_code == 1
    assert "not JSON" in result.output


# -- a PDF ------------------------------------------------------------------------------------------------------------


def test_a_pdf_alone_proves_what_is_attached(root: Path, away: Path) -> None:
    result = verify(away, pdf(away, proof_bundle.to_text(made(root)).encode()))
    assert result.exit_code == 0
    assert "2 of 2 quotations proven" in result.output
    assert "That is for your eyes to compare" in result.output


def test_an_altered_attachment_fails(root: Path, away: Path) -> None:
    altered = proof_bundle.to_text(made(root)).replace("Nobody", "Somebody").encode()
    assert verify(away, pdf(away, altered)).exit_code == 1


def test_a_pdf_without_evidence_is_a_wrong_call(away: Path) -> None:
    assert verify(away, pdf(away, b"{}", "other.json")).exit_code == 2


def test_a_broken_pdf_is_no_traceback(away: Path) -> None:
    (away / "brief.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    result = verify(away, away / "brief.pdf")
    assert result.exit_code == 2
    assert "brief.pdf cannot be read as a PDF" in result.output


def test_a_file_that_is_not_there_is_a_wrong_call(away: Path) -> None:
    assert verify(away, away / "gone.pdf").exit_code == 2
