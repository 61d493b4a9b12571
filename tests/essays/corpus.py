"""Forty essays about the readings of `packet/`, made of sentences written by hand, whose slips are known.

`pieces_*.txt` hold the sentences; a seed draws which stand in which essay, in which quotation marks and which format.
Here too: writing an essay as text, Markdown, DOCX, ODT, PDF or HTML, and packing a class as Moodle and Canvas do.
"""

from __future__ import annotations

import html
import io
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PACKET = HERE / "packet"
ESSAYS = 40
FORMATS = ("docx", "odt", "pdf", "md", "txt", "html")
MARKS = {
    "en": (("“", "”"), ('"', '"'), ("‘", "’")),
    "de": (("„", "“"), ("»", "«"), ("„", "”"), ('"', '"')),
}
LINKS = {
    "en": ("This should be kept in mind.", "I come back to it below.", "That is the first step of my argument.",
           "One may think otherwise.", "The readings do not agree here.", "It is a small thing, and it matters."),
    "de": ("Darauf komme ich zurück.", "Das ist der erste Schritt.", "Die Texte sind sich hier nicht einig.",
           "Man kann es auch anders sehen."),
}  # fmt: skip
SCARE = "scare"
_QUOTED = re.compile("⟦(.*?)⟧")
_BARE = re.compile("⟪(.*?)⟫")


@dataclass(frozen=True)
class Piece:
    """A sentence with what is to be said of its quotations: `right`, `scare`, or a kind of slip."""

    kind: str
    text: str
    language: str

    @property
    def block(self) -> bool:
        return self.text.startswith("▮")

    @property
    def quotations(self) -> list[str]:
        if self.block:
            return [self.text.removeprefix("▮ ").rpartition(" (")[0]]
        return _QUOTED.findall(self.text) + _BARE.findall(self.text)

    def written(self, marks: tuple[str, str]) -> str:
        text = _BARE.sub(r"\1", self.text.removeprefix("▮ "))
        return _QUOTED.sub(lambda m: f"{marks[0]}{m[1]}{marks[1]}", text)


@dataclass(frozen=True)
class MadeEssay:
    """An essay: its name, format, and paragraphs, each a text and whether it is set as a block quotation."""

    name: str
    form: str
    language: str
    paragraphs: tuple[tuple[str, bool], ...]
    pieces: tuple[Piece, ...]


def pieces(language: str) -> list[Piece]:
    """The sentences of a language."""
    lines = (HERE / f"pieces_{language}.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition(" | ") for line in lines if line and not line.startswith("#"))
    return [Piece(kind, text, language) for kind, _, text in parts]


def essays(seed: int = 2031) -> list[MadeEssay]:
    """The forty essays: thirty in English, ten in German. Every sentence stands in several of them."""
    rng = random.Random(seed)
    return [_essay(number, rng) for number in range(ESSAYS)]


def _essay(number: int, rng: random.Random) -> MadeEssay:
    language = "de" if number % 4 == 3 else "en"
    known = pieces(language)
    slips = sorted({p.kind for p in known} - {"right", SCARE})
    chosen = [
        rng.choice([p for p in known if p.kind == kind]) for kind in rng.sample(slips, 8 if language == "en" else 7)
    ]
    chosen += rng.sample([p for p in known if p.kind == "right"], 8)
    chosen += rng.sample([p for p in known if p.kind == SCARE], 2)
    rng.shuffle(chosen)
    form = FORMATS[number % len(FORMATS)]
    marks = rng.choice(MARKS[language])
    if any(mark in p.text for mark in "'’" for p in chosen) and marks == ("‘", "’"):
        marks = ("“", "”")
    return MadeEssay(
        f"essay-{number + 1:02d}", form, language, tuple(_paragraphs(chosen, marks, language, rng)), tuple(chosen)
    )


def _paragraphs(
    chosen: Sequence[Piece], marks: tuple[str, str], language: str, rng: random.Random
) -> Iterator[tuple[str, bool]]:
    yield ("Who owns the lock?" if language == "en" else "Wem gehört die Schleuse?"), False
    sentences: list[str] = []
    for piece in chosen:
        if piece.block:
            yield " ".join([*sentences, rng.choice(LINKS[language])]), False
            yield piece.written(marks), True
            sentences = []
            continue
        sentences += [piece.written(marks), *([rng.choice(LINKS[language])] if rng.random() < 0.6 else [])]
        if len(sentences) > 4:
            yield " ".join(sentences), False
            sentences = []
    if sentences:
        yield " ".join(sentences), False


# -- formats -----------------------------------------------------------------------------------------------------------


def as_file(essay: MadeEssay) -> bytes:
    """An essay in its format."""
    return _WRITERS[essay.form](essay.paragraphs)


def _text(paragraphs: Sequence[tuple[str, bool]]) -> bytes:
    return "\n\n".join(f"    {text}" if block else text for text, block in paragraphs).encode()


def _markdown(paragraphs: Sequence[tuple[str, bool]]) -> bytes:
    lines = [f"> {text}" if block else text.replace("[…]", "\\[…\\]") for text, block in paragraphs]
    return f"# {lines[0]}\n\n".encode() + "\n\n".join(lines[1:]).encode()


def _html(paragraphs: Sequence[tuple[str, bool]]) -> bytes:
    tags = (
        (f"<blockquote><p>{html.escape(t)}</p></blockquote>" if block else f"<p>{html.escape(t)}</p>")
        for t, block in paragraphs
    )
    return f"<html><body>{''.join(tags)}</body></html>".encode()


def _docx(paragraphs: Sequence[tuple[str, bool]]) -> bytes:
    """A Word document whose quotations are broken into several runs, as editing leaves them."""
    import docx
    from docx.shared import Inches

    document = docx.Document()
    for number, (text, block) in enumerate(paragraphs):
        paragraph = document.add_paragraph()
        for start in range(0, len(text), 17):
            paragraph.add_run(text[start : start + 17]).italic = bool(start % 2)
        if block and number % 2:
            paragraph.style = document.styles["Quote"]
        elif block:
            paragraph.paragraph_format.left_indent = Inches(0.5)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_ODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:text>{}</office:text></office:body></office:document-content>'
)


def _odt(paragraphs: Sequence[tuple[str, bool]]) -> bytes:
    styles = {True: "Quotations", False: "Text_20_body"}
    body = "".join(f'<text:p text:style-name="{styles[b]}">{html.escape(t)}</text:p>' for t, b in paragraphs)
    return _zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": _ODT.format(body).encode()})


def _pdf(paragraphs: Sequence[tuple[str, bool]]) -> bytes:
    from sourcebook.exports.paper import pdf
    from sourcebook.model import document as b

    blocks: list[b.Block] = [b.Paragraph(content=[b.Text(text=text)]) for text, _ in paragraphs]
    order = b.BookOrder(title="Essay", author="", language="en", version="", rights="", pages=[])
    return pdf.handout(order, b.Page(name="essay", title="Essay", blocks=blocks, meta={"answers": "no"}))


_WRITERS = {"txt": _text, "md": _markdown, "html": _html, "docx": _docx, "odt": _odt, "pdf": _pdf}


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2031, 5, 1, 12, 0, 0)), data)
    return out.getvalue()


def moodle_zip(made: Sequence[MadeEssay]) -> bytes:
    """A class as Moodle hands it out: a folder a student; what was typed into the page as HTML."""
    files = {}
    for number, essay in enumerate(made):
        kind, name = ("onlinetext", "onlinetext") if essay.form == "html" else ("file", essay.name)
        files[f"Student {essay.name}_{4000 + number}_assignsubmission_{kind}_/{name}.{essay.form}"] = as_file(essay)
    return _zipped(files)


def canvas_zip(made: Sequence[MadeEssay]) -> bytes:
    """A class as Canvas hands it out: one folder, names without spaces, some of them late."""
    files = {}
    for number, essay in enumerate(made):
        who = essay.name.replace("-", "") + ("_LATE" if number % 2 else "")
        files[f"student{who}_{70 + number}_{9000 + number}_{essay.name}.{essay.form}"] = as_file(essay)
    return _zipped(files)
