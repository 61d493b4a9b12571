"""Read an essay from a file: paragraphs with their places, block quotations and notes, as its reader sees them.

DOCX and ODT are read here as XML, without entities; PDFs by `ingest`, in its sandbox; Markdown, plain text and the
HTML of text fields as text. What was deleted with tracked changes is left out, what was inserted stays. Not here: which
files are essays (`submissions.py`), and quotations (`essay_quotations.py`).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sourcebook.ingest.page import ExtractedPage, one_line, paragraphs
from sourcebook.ingest.sandbox import run_sandboxed
from sourcebook.model.problems import SourcebookError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LARGEST_PART = 32 * 1024 * 1024
"""The largest XML part of a document that is unpacked, in bytes."""
LARGEST_TEXT = 4 * 1024 * 1024
"""The largest file of plain text, Markdown or HTML, in bytes."""
MOST_PARAGRAPHS = 20_000
LONGEST_PARAGRAPH = 50_000
"""The most paragraphs of an essay, and the most characters of one."""
INDENT = 0.2
"""The least indent of a block quotation, in inches, on its left side; with `_BOTH_SIDES` text is set in as well."""
_QUOTE_STYLE = re.compile(r"quot|zitat|citation|citaat|cita$|цитат|blocktext|block text", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _OFFICE, _STYLE, _FO = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("text", "office", "style", "xsl-fo-compatible")
)
_NOTE = re.compile(r"\[\^([^\]\s]+)\](:?)")


@dataclass(frozen=True)
class EssayParagraph:
    """A paragraph of an essay. `block`: it is set as a block quotation; `notes`: offsets of footnotes and their text.

    `number` counts paragraphs from 1; that of a note is the paragraph that it hangs on. `note` names it: `note 3`.
    """

    text: str
    number: int
    block: bool = False
    heading: bool = False
    note: str = ""
    notes: tuple[tuple[int, str], ...] = ()

    @property
    def place(self) -> str:
        return f"{self.note}, paragraph {self.number}" if self.note else f"paragraph {self.number}"


@dataclass(frozen=True)
class Essay:
    """The text of an essay, and what of it could not be checked, in sentences."""

    paragraphs: tuple[EssayParagraph, ...]
    unchecked: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


@dataclass
class _Draft:
    """An essay while it is read: paragraphs in order, the notes by id, the notes of the reader."""

    paragraphs: list[EssayParagraph] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)

    def add(
        self, text: str, *, block: bool = False, heading: bool = False, notes: Sequence[tuple[int, str]] = ()
    ) -> None:
        """Add a paragraph with words; its notes follow it as paragraphs of their own."""
        if not any(map(str.isalnum, text)):
            return
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise SourcebookError(f"it has more than {MOST_PARAGRAPHS:,} paragraphs, and no essay does.")
        if len(text) > LONGEST_PARAGRAPH:
            raise SourcebookError(
                f"a paragraph has more than {LONGEST_PARAGRAPH:,} characters, and none of an essay does."
            )
        number = self.paragraphs[-1].number + 1 if self.paragraphs else 1
        self.paragraphs.append(EssayParagraph(text, number, block, heading, notes=tuple(notes)))
        for count, (_, words) in enumerate(notes, 1):
            self.paragraphs.append(EssayParagraph(words, number, note=f"note {count}"))


def read(name: str, data: bytes) -> Essay:
    """The essay in a file. SourcebookError says why it cannot be read, and what the student can do."""
    if data.startswith(b"%PDF"):
        return from_page(read_pdfs([(name, data)])[0])
    for begins, ends, reader in _READERS:
        if data.startswith(begins) and name.lower().endswith(ends):
            essay = reader(data)
            if not essay.paragraphs:
                raise SourcebookError("it holds no words; ask for the essay again, as DOCX or as text.")
            return essay
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourcebookError("it is locked with a password, or of an old Word; ask for it as DOCX, without one.")
    if not data.strip():
        raise SourcebookError("it is empty; ask for the essay again.")
    raise SourcebookError("it is not what its name says, or of no kind that is read; ask for DOCX, ODT, PDF or text.")


# -- PDF ---------------------------------------------------------------------------------------------------------------


def read_pdfs(files: Sequence[tuple[str, bytes]]) -> list[ExtractedPage | SourcebookError]:
    """The text of PDFs: all in one sandbox, which starts slowly; where one breaks it, each in its own."""
    try:
        return run_sandboxed(_each_pdf, "a PDF", list(files)) if files else []
    except SourcebookError as error:
        return [error] if len(files) == 1 else [read_pdfs([file])[0] for file in files]


def _each_pdf(files: Sequence[tuple[str, bytes]]) -> list[ExtractedPage | SourcebookError]:
    from sourcebook.ingest.pdf_text import pdf_reader

    out: list[ExtractedPage | SourcebookError] = []
    for name, data in files:
        try:
            out.append(pdf_reader.read(data, name))
        except SourcebookError as error:
            out.append(SourcebookError(str(error)))
    return out


def from_page(page: ExtractedPage | SourcebookError) -> Essay:
    """The essay on the pages of a PDF. Its layout is lost: block quotations are known by their words alone."""
    if isinstance(page, SourcebookError):
        raise page
    draft = _Draft(unchecked=["In a PDF, indents and notes are not told apart from the text; a DOCX shows them."])
    for block in page.blocks:
        draft.add(block.text)
    return _finished(draft)


def _finished(draft: _Draft) -> Essay:
    return Essay(tuple(draft.paragraphs), tuple(draft.unchecked))


# -- XML in a ZIP ------------------------------------------------------------------------------------------------------


def part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A part of a document as XML, or None where there is none. SourcebookError where it is too large or broken."""
    from lxml import etree

    data = part_bytes(archive, name)
    if data is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        raise SourcebookError("it is damaged, or locked; open it in its program and save it again.") from None
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise SourcebookError("its XML declares entities, which no word processor writes; ask for it as text.")
    return root


def part_bytes(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of a part of a document, never more than `LARGEST_PART`."""
    try:
        with archive.open(name) as file:
            data = file.read(LARGEST_PART + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        why = "locked with a password" if isinstance(error, RuntimeError) else "damaged"
        raise SourcebookError(f"it is {why}; ask for it again.") from None
    except Exception as error:  # noqa: BLE001 - zlib, bz2 and lzma each raise their own for broken data
        raise SourcebookError(f"it is damaged ({type(error).__name__}); ask for it again.") from None
    if len(data) > LARGEST_PART:
        raise SourcebookError(f"it unpacks to more than {LARGEST_PART // 1024**2} MB; no essay does.")
    return data


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The ZIP that a document is. SourcebookError where it is none."""
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError):
        raise SourcebookError("it is damaged; open it in its program and save it again.") from None


# -- DOCX --------------------------------------------------------------------------------------------------------------

_SKIPPED = frozenset(f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
NOTE_MARKS = {f"{_W}footnoteReference": "footnote", f"{_W}endnoteReference": "endnote"}


def docx_pieces(paragraph: Element) -> Iterator[tuple[Element, str]]:
    """The pieces of a paragraph's text, each with its element; the mark of a note is an empty piece.

    Without what is deleted or hidden, and without paragraphs inside it (text boxes), which come by themselves.
    """
    for child in paragraph:
        if child.tag in _SKIPPED or child.tag == f"{_W}p":
            continue
        if child.tag == f"{_W}r" and child.find(f"{_W}rPr/{_W}vanish") is not None:
            continue
        if child.tag == f"{_W}t":
            yield child, child.text or ""
        elif child.tag in _SIGNS:
            yield child, _SIGNS[child.tag]
        elif child.tag in NOTE_MARKS:
            yield child, ""
        elif isinstance(child.tag, str):
            yield from docx_pieces(child)


def docx_paragraphs(body: Element) -> Iterator[Element]:
    """The paragraphs of a Word document in reading order, those of tables and text boxes among them."""
    fallback = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
    for element in body.iter(f"{_W}p"):
        if not any(a.tag in (fallback, f"{_W}del") for a in element.iterancestors()):
            yield element


def _docx(data: bytes) -> Essay:
    archive = open_archive(data)
    body = part(archive, "word/document.xml")
    if body is None:
        raise SourcebookError("it is no Word document; ask for DOCX, ODT, PDF or text.")
    draft, notes = _Draft(), dict(_docx_notes(archive))
    styles = part(archive, "word/styles.xml")
    looks = _docx_styles(styles) if styles is not None else {}
    for element in docx_paragraphs(body):
        text, marks = "", []
        for piece, words in docx_pieces(element):
            if piece.tag in NOTE_MARKS:
                marks.append((len(text), notes.get((NOTE_MARKS[piece.tag], piece.get(f"{_W}id", "")), "")))
            text += words
        style = element.find(f"{_W}pPr/{_W}pStyle")
        look = looks.get(style.get(f"{_W}val", "") if style is not None else "", (False, False))
        draft.add(text, block=look[0] or _set_in(element), heading=look[1], notes=marks)
    if "word/vbaProject.bin" in archive.namelist():
        draft.unchecked.append("The file holds macros; they were not run, and no copy of it was made.")
    if body.find(f".//{_W}del") is not None or body.find(f".//{_W}ins") is not None:
        draft.unchecked.append("It has tracked changes: it was read as if they were accepted.")
    return _finished(draft)


def _docx_notes(archive: zipfile.ZipFile) -> Iterator[tuple[tuple[str, str], str]]:
    for kind in ("footnote", "endnote"):
        root = part(archive, f"word/{kind}s.xml")
        for note in root.iter(f"{_W}{kind}") if root is not None else ():
            yield (
                (kind, note.get(f"{_W}id", "")),
                "".join(w for _, w in docx_pieces(note)).strip()
                or "".join(w for p in note.iter(f"{_W}p") for _, w in docx_pieces(p)).strip(),
            )


def _docx_styles(styles: Element) -> dict[str, tuple[bool, bool]]:
    """For each style whether it is one of block quotations, and whether of headings."""
    looks = {}
    for style in styles.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        names = f"{style.get(f'{_W}styleId', '')} {name.get(f'{_W}val', '') if name is not None else ''}"
        listed = "list" in names.lower()
        heading = re.search(r"\b(?:heading|title|überschrift|titre|заголовок)", names, re.IGNORECASE) is not None
        quoted = _QUOTE_STYLE.search(names) is not None or (not listed and not heading and _set_in(style))
        looks[style.get(f"{_W}styleId", "")] = (quoted, heading)
    return looks


def _set_in(element: Element) -> bool:
    """True if a paragraph, or a style, is set in on its left side as a whole, and is no item of a list."""
    indent = element.find(f"{_W}pPr/{_W}ind")
    if indent is None or element.find(f"{_W}pPr/{_W}numPr") is not None:
        return False
    left = indent.get(f"{_W}left") or indent.get(f"{_W}start") or "0"
    hanging = indent.get(f"{_W}hanging") or "0"
    return _number(left) - _number(hanging) >= INDENT * 1440


def _number(text: str) -> float:
    match = re.match(r"-?\d+(?:\.\d+)?", text)
    return float(match[0]) if match else 0.0


# -- ODT ---------------------------------------------------------------------------------------------------------------

_INCH = {"in": 1.0, "cm": 1 / 2.54, "mm": 1 / 25.4, "pt": 1 / 72}


def _odt(data: bytes) -> Essay:
    archive = open_archive(data)
    content = part(archive, "content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if content is None or body is None:
        raise SourcebookError("it is no text of OpenDocument, or locked; ask for DOCX, ODT, PDF or text.")
    styles = part(archive, "styles.xml")
    quoted = {name for root in (styles, content) if root is not None for name in _odt_quotes(root)}
    draft = _Draft()
    for element in body.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if any(
            a.tag in (f"{_TEXT}note", f"{_TEXT}tracked-changes", f"{_OFFICE}annotation")
            for a in element.iterancestors()
        ):
            continue
        notes: list[tuple[int, str]] = []
        text = _odt_text(element, notes)
        style = element.get(f"{_TEXT}style-name", "")
        draft.add(
            text,
            block=style in quoted or bool(_QUOTE_STYLE.search(style)),
            heading=element.tag == f"{_TEXT}h",
            notes=notes,
        )
    return _finished(draft)


def _odt_quotes(root: Element) -> Iterator[str]:
    """The names of the styles of block quotations: by their name, the name of their parent, or their indent."""
    for style in root.iter(f"{_STYLE}style"):
        names = f"{style.get(f'{_STYLE}name', '')} {style.get(f'{_STYLE}parent-style-name', '')}"
        properties = style.find(f"{_STYLE}paragraph-properties")
        left = properties.get(f"{_FO}margin-left", "0") if properties is not None else "0"
        inches = _number(left) * _INCH.get(left.lstrip("-.0123456789"), 0)
        if _QUOTE_STYLE.search(names) or (inches >= INDENT and "list" not in names.lower()):
            yield style.get(f"{_STYLE}name", "")


def _odt_text(element: Element, notes: list[tuple[int, str]], before: str = "") -> str:
    """The text of an element of ODT; its notes, with their offsets, are added to the list."""
    text = before + (element.text or "")
    for child in element:
        tag = str(child.tag)  # that of a comment is no text
        if tag == f"{_TEXT}note":
            body = child.find(f"{_TEXT}note-body")
            notes.append((len(text), " ".join(_odt_text(p, []) for p in body) if body is not None else ""))
        elif tag == f"{_TEXT}s":
            text += " " * min(int(_number(child.get(f"{_TEXT}c", "1"))), 100)
        elif tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            text += "\t" if tag == f"{_TEXT}tab" else "\n"
        elif tag.startswith("{") and tag != f"{_OFFICE}annotation" and not tag.endswith("}frame"):
            text = _odt_text(child, notes, text)
        text += child.tail or ""
    return text


# -- text --------------------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, and a note where its encoding had to be guessed."""
    if len(data) > LARGEST_TEXT:
        raise SourcebookError(f"it is larger than {LARGEST_TEXT // 1024**2} MB, and no essay of text is.")
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n"), []
    if b"\0" in data:
        raise SourcebookError("it is no text; ask for DOCX, ODT, PDF or text.")
    cyrillic = sum(byte >= 0xC0 for byte in data) > len(data) / 4
    encoding = "cp1251" if cyrillic else "cp1252"
    text = data.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text, [f"It is not UTF-8 and was read as {encoding}: odd letters may come from that."]


def _typed_marks(text: str) -> str:
    """Text with the quotation marks that are typed with two signs: ``so'' and <<so>>."""
    text = re.sub(r"``(?=[^\s`])([^`]{1,3000}?)(?<=\S)''", "“\\1”", text)
    return re.sub(r"<<(?=\S)([^<>]+?)(?<=\S)>>", "«\\1»", text)


def _plain(data: bytes) -> Essay:
    text, unchecked = _decoded(data)
    draft = _Draft(unchecked=unchecked)
    chunks = [chunk for chunk in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n")) if chunk.strip()]
    indented = [all(re.match(r"(?: {3,}|\t|> ?)\S", line) for line in chunk.split("\n")) for chunk in chunks]
    several = sum(indented) <= len(chunks) / 2  # more are not quotations but the habit of the whole text
    for chunk, block in zip(chunks, indented, strict=True):
        for words in paragraphs(_typed_marks(re.sub(r"(?m)^\s*> ?", "", chunk)))[0]:
            draft.add(words, block=block and several)
    return _finished(draft)


_STRONG = re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")


def _markdown(data: bytes) -> Essay:
    text, unchecked = _decoded(data)
    text = re.sub(r"\A---\n.*?\n(?:---|\.\.\.)\n", "", text, flags=re.DOTALL)
    text = re.sub(r"(?ms)^(```|~~~).*?^\1\s*?$|<!--.*?-->", "", text)
    chunks = [chunk for chunk in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n")) if chunk.strip()]
    notes = {}
    for chunk in chunks:
        for match in re.finditer(r"(?ms)^\[\^([^\]\s]+)\]:\s*(.+?)(?=^\[\^|\Z)", chunk):
            notes[match[1]] = _without_markup(match[2])
    draft = _Draft(unchecked=unchecked)
    for chunk in chunks:
        _markdown_chunk(draft, re.sub(r"(?ms)^\[\^[^\]\s]+\]:.*?(?=^\[\^[^\]\s]+\]:|\Z)", "", chunk), notes)
    return _finished(draft)


def _markdown_chunk(draft: _Draft, chunk: str, notes: dict[str, str]) -> None:
    """Add the paragraphs of a part of Markdown between blank lines: headings, quoted lines, others."""
    for quoted, lines in _runs_of_lines(chunk):
        heading = lines[0].startswith("#")
        text, marks = "", []
        for i, piece in enumerate(_NOTE.split(_without_markup(re.sub(r"^#+\s*|\s*#+$", "", " ".join(lines))))[::3]):
            text += piece
            found = _NOTE.findall(" ".join(lines))
            if i < len(found):
                marks.append((len(text), notes.get(found[i][0], "")))
        draft.add(text, block=quoted, heading=heading, notes=marks)


def _runs_of_lines(chunk: str) -> Iterator[tuple[bool, list[str]]]:
    """Lines that belong together: quoted ones, a heading, an item of a list, or wrapped lines of a paragraph."""
    run: list[str] = []
    was = False
    for line in chunk.split("\n"):
        quoted = re.match(r"\s{0,3}>", line) is not None
        words = re.sub(r"^\s{0,3}(?:> ?)+", "", line).strip()
        begins = quoted != was or re.match(r"#{1,6}\s|[-*+]\s|\d+[.)]\s", words) or (quoted and not words)
        if run and (begins or run[0].startswith("#")):
            yield was, run
            run = []
        was = quoted
        run += [words] if words else []
    if run:
        yield was, run


def _without_markup(text: str) -> str:
    """Text without the marks of Markdown: links, emphasis, escapes."""
    text = _typed_marks(_LINK.sub(r"\1", text))
    for _ in range(2):
        text = _STRONG.sub(r"\2", text)
    return one_line(re.sub(r"\\([\\`*_{}\[\]()#+.!>~-])", r"\1", text))


_HTML_BLOCKS = frozenset("p div li blockquote h1 h2 h3 h4 h5 h6 td th br tr ul ol table section article body".split())


def _html(data: bytes) -> Essay:
    """The text of a field on a platform: paragraphs, `blockquote` as block quotations, `q` with its marks."""
    from lxml import html

    text, unchecked = _decoded(data)
    if not text.strip():
        return Essay(())
    root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    draft, words = _Draft(unchecked=unchecked), [""]

    def end(block: bool, heading: bool = False) -> None:
        draft.add(one_line(words[0]), block=block, heading=heading)
        words[0] = ""

    def walk(element: Any, block: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in ("script", "style", "head", "del"):
            return
        if tag in _HTML_BLOCKS:
            end(block)
        inner = block or tag == "blockquote"
        words[0] += ("“" if tag == "q" else "") + (element.text or "")
        for child in element:
            walk(child, inner)
            words[0] += child.tail or ""
        words[0] += "”" if tag == "q" else ""
        if tag in _HTML_BLOCKS:
            end(inner, heading=bool(re.fullmatch("h[1-6]", tag)))

    walk(root, False)
    return _finished(draft)


_READERS: tuple[tuple[bytes, tuple[str, ...], Callable[[bytes], Essay]], ...] = (
    (b"PK", (".docx", ".docm", ".dotx"), _docx),
    (b"PK", (".odt", ".ott"), _odt),
    (b"", (".md", ".markdown"), _markdown),
    (b"", (".txt", ".text"), _plain),
    (b"", (".html", ".htm"), _html),
)
ENDINGS = (".pdf", *(ending for _, endings, _ in _READERS for ending in endings))
"""The endings of files that are read."""
