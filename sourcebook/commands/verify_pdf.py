"""Compare the quotations in a received PDF's text with its evidence, and find its active content.

Here: the text as pypdf extracts it, compared letter by letter, so that line breaks, hyphenation and running heads do
not matter; and the parts of a PDF that run, hide or add something. Not here: the proof itself
(`exports/data/proof_bundle.py`). The glyphs that fonts draw are not compared.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sourcebook.commands import verify_page
from sourcebook.exports.data import proof_bundle
from sourcebook.exports.data.proof_bundle import ProofFinding
from sourcebook.model.problems import Kind, Place, Problem, SourcebookError
from sourcebook.quotes import normalise, prose_lint

NOTE = """\
Compared with the proof: every quotation of four words or more in the text that the PDF holds, and that every proven
quotation stands in it. Not compared: who is named as the speaker, the sentences around the quotations, pictures, and
whether the fonts draw the letters that the text holds. That is for your eyes to compare.\
"""
_PAIR = re.compile(r"[“„](?P<words>[^“”„]{8,4000})[”“]|\"(?P<straight>[^\"“”]{8,4000})\"")
_UNCLOSED = re.compile(r"“(?P<words>[^“”]{8,4000})(?=“|\Z)")
_REVERSED = re.compile(r"(?<![\w.,!?…])[»›](?P<words>\w[^«»‹›]{7,4000})[«»‹›]")
"""Quotation marks that close in one language and open in another: »German«, »Finnish»."""
_RUNS = ("/JavaScript", "/JS", "/Launch", "/RichMedia", "/Movie", "/Sound", "/Rendition", "/ImportData", "/SubmitForm")
_HIDDEN_TEXT = re.compile(rb"(?<![\d.])[37]\s+Tr\b")


def check(data: bytes, name: str, findings: Sequence[ProofFinding], titles: Iterable[str]) -> Iterator[Problem]:
    """Every problem of a PDF's text and content."""
    with opened(data, name) as reader:
        pages = [page.extract_text() for page in reader.pages]
        active = list(_active(reader, data))
    for what in dict.fromkeys(active):
        message = f"the PDF holds {what}: it may show something else than it says."
        yield Problem(Kind.ACTIVE_CONTENT, message, Place(name))
    yield from (problem.at(Place(name)) for problem in dict.fromkeys(_shown(pages, findings, titles)))


@contextmanager
def opened(data: bytes, name: str) -> Iterator[Any]:
    """Read a PDF with pypdf. SourcebookError where the file is not a PDF, or a broken one."""
    from pypdf import PdfReader

    try:
        yield PdfReader(io.BytesIO(data))
    except Exception as error:  # noqa: BLE001 -- in a broken file pypdf stumbles over whatever it meets
        raise SourcebookError(f"{name} cannot be read as a PDF: {error}.") from None


# -- the text ----------------------------------------------------------------------------------------------------------


def _shown(pages: Sequence[str], findings: Sequence[ProofFinding], titles: Iterable[str]) -> Iterator[Problem]:
    texts = ["\n".join(pages), "\n".join(_without_furniture(pages))]
    streams = [letters(text) for text in texts]
    good = [f for f in findings if f.ok]
    for finding in good:
        if not any(letters(finding.shown) in stream for stream in streams):
            message = f"the evidence proves “{finding.shown}”, and the text of the PDF does not hold these words."
            yield Problem(Kind.SHOWN_OTHERWISE, message)
    known = [letters(words) for f in good for words in (f.shown, f.opened)] + [letters(title) for title in titles]
    for words in dict.fromkeys(quoted(texts[1])):
        if not any(letters(words) in one for one in known):
            message = f"the PDF quotes “{' '.join(words.split())}”, and its evidence does not prove that: it is "
            message += "quoted, but not sealed, and cannot be proven here; look it up in its source."
            yield Problem(Kind.NO_PROOF, message, barred=True)
    lines = dict.fromkeys(line for text in texts for line in text.split("\n"))
    for marks in dict.fromkeys(filter(None, map(verify_page.unseen, lines))):
        message = f"its text holds characters that cannot be seen ({marks})."
        yield Problem(Kind.SHOWN_OTHERWISE, message)


def letters(text: str) -> str:
    """The letters and digits of a text only, which are the same however its lines are broken."""
    return "".join(c for c in normalise.clean(text) if c.isalnum())


def _without_furniture(pages: Sequence[str]) -> Iterator[str]:
    """The pages without running heads and feet: edge lines that other pages repeat, page numbers apart."""
    lines = [page.split("\n") for page in pages]
    edges = [{re.sub(r"\d+", "#", line.strip()) for line in (*page[:3], *page[-3:])} for page in lines]
    for index, page in enumerate(lines):
        others = {line for i, edge in enumerate(edges) if i != index for line in edge}
        yield "\n".join(
            line
            for at, line in enumerate(page)
            if 3 <= at < len(page) - 3 or re.sub(r"\d+", "#", line.strip()) not in others
        )


def quoted(text: str) -> Iterator[str]:
    """The words of every quotation of four words or more."""
    flat = " ".join(text.split())
    plain = verify_page.curly(flat)
    quotations = [match["words"] or match["straight"] for match in _PAIR.finditer(plain)]
    quotations += [" ".join(match["words"].split()[:12]) for match in _UNCLOSED.finditer(plain)]
    quotations += [match["words"] for form in (verify_page.SINGLE, _REVERSED) for match in form.finditer(flat)]
    for words in quotations:
        if normalise.count_words(normalise.tokens(words)) >= prose_lint.FEWEST:
            yield words


# -- active content ---------------------------------------------------------------------------------------------------


def _active(reader: Any, data: bytes) -> Iterator[str]:
    if data.count(b"startxref") != 1:
        yield "changes that were added after it was made"
    root = reader.trailer["/Root"]
    if "/AA" in root or ("/OpenAction" in root and _acts(root["/OpenAction"])):
        yield "an action that runs when it is opened"
    if "/AcroForm" in root:
        yield "a form"
    if "/OCProperties" in root:
        yield "layers that can be hidden"
    if set(reader.attachments) - {proof_bundle.ATTACHMENT}:
        yield f"other files ({', '.join(sorted(set(reader.attachments) - {proof_bundle.ATTACHMENT}))})"
    for name in _RUNS:
        if re.search(re.escape(name.encode()) + rb"\b", data):
            yield f"something that runs ({name})"
    for page in reader.pages:
        yield from _of_page(page)


def _acts(action: Any) -> bool:
    target = action.get_object()
    return isinstance(target, dict) and target.get("/S") != "/GoTo"


def _of_page(page: Any) -> Iterator[str]:
    if "/AA" in page:
        yield "an action of a page"
    for annotation in page.get("/Annots") or ():
        details = annotation.get_object()
        if details.get("/Subtype") != "/Link":
            yield f"a note or another part laid over a page ({details.get('/Subtype')})"
        elif "/A" in details and details["/A"].get_object().get("/S") not in {"/URI", "/GoTo"}:
            yield "a link that runs something"
    contents = page.get_contents()
    if contents is not None and _HIDDEN_TEXT.search(contents.get_data()):
        yield "text that is not drawn"
