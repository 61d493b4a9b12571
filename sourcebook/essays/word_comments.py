"""The essay again as DOCX, with a comment at each quotation that needs another look; its own text is unchanged.

A comment hangs on whole runs, so the runs at the ends of a quotation are cut in two, which nobody sees. In a note Word
allows none: the comment hangs on the mark of the note.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from sourcebook.essays import readers
from sourcebook.essays.judge import RIGHT, Finding
from sourcebook.essays.readers import Essay
from sourcebook.model.problems import SourcebookError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00[DE]\x00")
AUTHOR, INITIALS = "Sourcebook", "SB"


def commented(
    data: bytes, essay: Essay, findings: Sequence[Finding], say: Callable[[Finding], str], anonymous: bool = False
) -> bytes:
    """The document with its comments. SourcebookError where no copy of it can be made."""
    import docx
    from docx.text.run import Run

    _refuse_entities(data)
    try:
        document = docx.Document(io.BytesIO(data))
        numbered = _numbered(document.element.body)
        for finding in findings:
            paragraph = essay.paragraphs[finding.quotation.paragraph]
            runs = _runs(numbered[paragraph.number], finding, paragraph.note)
            if finding.verdict != RIGHT and runs:
                document.add_comment([Run(r, document) for r in runs], say(finding), AUTHOR, INITIALS)
        if anonymous:
            document.core_properties.author = document.core_properties.last_modified_by = ""
        out = io.BytesIO()
        document.save(out)
    except Exception as error:  # noqa: BLE001 - python-docx raises whatever its XML happens to break
        raise SourcebookError(f"No copy with comments could be made of it ({type(error).__name__}).") from None
    return out.getvalue()


def _refuse_entities(data: bytes) -> None:
    """Refuse a document of which any part declares entities, or which brings macros: python-docx reads all parts."""
    archive = readers.open_archive(data)
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SourcebookError("No copy with comments was made of it: it holds macros.")
    for name in names:
        if name.endswith((".xml", ".rels")) and _DECLARES.search(readers.part_bytes(archive, name) or b""):
            raise SourcebookError("No copy with comments was made of it: its XML declares entities.")


def _numbered(body: Any) -> dict[int, Any]:
    """The paragraphs of a document by the numbers that the reader gives them: those without words have none."""
    worded = (
        p for p in readers.docx_paragraphs(body) if any(map(str.isalnum, "".join(w for _, w in readers.docx_pieces(p))))
    )
    return dict(enumerate(worded, 1))


def _runs(paragraph: Any, finding: Finding, note: str) -> list[Any]:
    """The first and the last run of a finding's words, cut so that they hold nothing else; none where none is."""
    if note:
        marks = [piece for piece, _ in readers.docx_pieces(paragraph) if piece.tag in readers.NOTE_MARKS]
        number = int(note.rsplit(maxsplit=1)[-1])
        return [marks[number - 1].getparent()] if number <= len(marks) else []
    start, end = finding.quotation.start, finding.quotation.end
    for offset in (start, end):
        _cut(paragraph, offset)
    at, inside = 0, []
    for piece, words in readers.docx_pieces(paragraph):
        if words and start <= at and at + len(words) <= end:
            inside.append(piece.getparent())
        at += len(words)
    return [inside[0], inside[-1]] if inside else []


def _cut(paragraph: Any, offset: int) -> None:
    """Cut the run in two in which an offset of a paragraph's text lies."""
    at = 0
    for piece, words in readers.docx_pieces(paragraph):
        if at < offset < at + len(words) and piece.tag == f"{_W}t":
            _cut_run(piece, offset - at)
            return
        before = piece.getprevious()
        if offset == at and piece.tag == f"{_W}t" and before is not None and before.tag != f"{_W}rPr":
            _cut_run(piece, 0)
            return
        at += len(words)


def _cut_run(text: Any, at: int) -> None:
    """Cut a run in two inside one of its texts; the second half keeps the looks of the first."""
    run = text.getparent()
    index = run.index(text)
    second = deepcopy(run)
    for child in list(run)[index + 1 :]:
        run.remove(child)
    for child in list(second)[:index]:
        if child.tag != f"{_W}rPr":
            second.remove(child)
    behind = next(child for child in second if child.tag == f"{_W}t")
    text.text, behind.text = (text.text or "")[:at], (behind.text or "")[at:]
    for half in (text, behind):
        half.set(_SPACE, "preserve")
    run.addnext(second)
