"""A received PDF: whatever its text quotes is proven by the evidence inside it, or `sourcebook verify` ends with 1."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import typst
from click.testing import CliRunner, Result
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from sourcebook.cli import main
from sourcebook.exports.data import proof_bundle
from sourcebook.exports.paper import pdf_evidence
from tests import sealed
from tests.sealed import KEY

TOLD = "Nobody told us before the trucks came."
UNION = "The union has asked […] the union for patience."
TEXT = f"""\
#set page(width: 7cm, height: 5cm, header: [A running head], numbering: "1")
#set par(justify: true)
#set text(hyphenate: true)
The mayor: “{TOLD}” And of the ministry: “{UNION}” (Brik ¶6), in “The salt works of Ostrel shut their gates”.

It goes on for a while, with a “short term” in marks, so that there is a second page with the same head and foot.
"""
LIE = "The mayor is a thief and a liar."


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    root = sealed.write_book(tmp_path_factory.mktemp("salt") / "book")
    shown = [(f"{KEY}/nobody-told-us", ""), (f"{KEY}/union-asked", UNION)]
    return proof_bundle.to_text(proof_bundle.make(sealed.without_text(root).prover, shown)).encode()


def printed(text: str) -> bytes:
    return typst.compile(text.encode())


def verify(folder: Path, pdf: bytes) -> Result:
    (folder / "brief.pdf").write_bytes(pdf)
    result = CliRunner().invoke(main, ["--root", str(folder), "verify", str(folder / "brief.pdf")])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def attached(text: str, evidence: bytes, change: Callable[[PdfWriter], object] = lambda _: None) -> bytes:
    """A PDF with the evidence as an attachment, changed."""
    writer, out = PdfWriter(io.BytesIO(printed(text)), full=True), io.BytesIO()
    writer.add_attachment(proof_bundle.ATTACHMENT, evidence)
    change(writer)
    writer.write(out)
    return out.getvalue()


def test_the_pdf_as_it_was_made_proves_however_its_lines_and_pages_break(evidence: bytes, tmp_path: Path) -> None:
    for pdf in (pdf_evidence.put(printed(TEXT), evidence), attached(TEXT, evidence)):
        result = verify(tmp_path, pdf)
        assert result.exit_code == 0, result.output
        assert "That is for your eyes to compare" in result.output


WORDS: dict[str, tuple[str, str, str]] = {
    "a word changed": ("Nobody told", "Somebody told", "Somebody told us"),
    "a word left out": ("before the trucks ", "", "does not hold these words"),
    "a quotation left out": (f"“{TOLD}”", "nothing", "does not hold these words"),
    "a quotation more": ("The mayor:", f"The minister: “{LIE}” The mayor:", LIE),
    "a quotation in straight marks": ("The mayor:", f'#set smartquote(enabled: false)\nHe: "{LIE}" The mayor:', LIE),
    "a quotation in guillemets": ("The mayor:", f"«{LIE}» The mayor:", LIE),
    "a quotation in low marks": ("The mayor:", f"„{LIE}“ The mayor:", LIE),
    "a quotation in single marks": ("The mayor:", "‘The mayor is a thief and a liar.’ The mayor:", LIE),
    "a quotation that never closes": ("It goes on", f"It goes on “{LIE}", LIE),
    "words turned round": ("before the trucks", "before \u202ethe\u202c trucks", "does not hold these words"),
}


@pytest.mark.parametrize("name", WORDS)
def test_other_words_are_found(evidence: bytes, tmp_path: Path, name: str) -> None:
    old, new, says = WORDS[name]
    assert old in TEXT
    result = verify(tmp_path, pdf_evidence.put(printed(TEXT.replace(old, new)), evidence))
    assert result.exit_code == 1, result.output
    assert says in " ".join(result.output.split())


def _laid_over(writer: PdfWriter) -> None:
    writer.add_annotation(0, FreeText(text="other words", rect=(10, 10, 100, 40)))


def _runs_when_opened(writer: PdfWriter) -> None:
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x');")}
    names = ArrayObject([TextStringObject("x"), DictionaryObject(script)])
    tree = DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): names})})
    found = writer.root_object["/Names"].get_object()
    assert isinstance(found, DictionaryObject)
    found.update(tree)


def _another_file(writer: PdfWriter) -> None:
    writer.add_attachment("more.html", b"<p>x</p>")


def _form(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject("/Fields"): ArrayObject()})


def _layers(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject()


def _launches(writer: PdfWriter) -> None:
    action = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x.exe")})
    writer.root_object[NameObject("/OpenAction")] = action


def _acts_on_a_page(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = DictionaryObject()


PARTS: dict[str, tuple[Callable[[PdfWriter], object], str]] = {
    "a note": (_laid_over, "laid over a page"),
    "a script": (_runs_when_opened, "something that runs"),
    "a file": (_another_file, "other files (more.html)"),
    "a form": (_form, "a form"),
    "layers": (_layers, "layers"),
    "a program": (_launches, "an action that runs when it is opened"),
    "an action of a page": (_acts_on_a_page, "an action of a page"),
}


@pytest.mark.parametrize("name", PARTS)
def test_what_is_no_plain_page_is_found(evidence: bytes, tmp_path: Path, name: str) -> None:
    change, says = PARTS[name]
    result = verify(tmp_path, attached(TEXT, evidence, change))
    assert result.exit_code == 1, result.output
    assert says in " ".join(result.output.split())


def test_changes_added_to_the_file_are_found(evidence: bytes, tmp_path: Path) -> None:
    pdf = pdf_evidence.put(printed(TEXT), evidence)
    result = verify(tmp_path, pdf + b"\nstartxref\n0\n%%EOF\n")
    assert result.exit_code in (1, 2), result.output


def test_altered_evidence_is_found(evidence: bytes, tmp_path: Path) -> None:
    altered = evidence.replace(b"Nobody", b"Somebody")
    text = TEXT.replace("Nobody", "Somebody")
    assert verify(tmp_path, pdf_evidence.put(printed(text), altered)).exit_code == 1


def test_evidence_of_other_words_does_not_prove_the_print(tmp_path: Path) -> None:
    nothing = b'{"version":2,"sources":{},"quotations":[]}'
    assert verify(tmp_path, pdf_evidence.put(printed(TEXT), nothing)).exit_code == 1
