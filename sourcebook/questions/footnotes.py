"""Put the footnotes of a page into the records of its exercises: no learning platform has footnotes.

Each mark becomes a number in brackets, its text stands below the words. The footnotes of the question and its answers
stand below the question, because an answer may be no more than a line; those of what comes only after answering, or is
for markers, stand below that. Not here: reading footnotes (`sphinx_ext/exercises/directives.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.items import Blocks, Item

ASKED = ("prompt", "choices", "entries", "pairs", "extra", "categories")
"""The fields that a student sees before answering, in reading order; of a choice, its feedback is shown later."""
Notes = Mapping[str, Blocks]


def with_footnotes(item: Item, notes: Notes) -> Item:
    """Return an item with the texts of its footnotes; `notes` holds them by name."""
    marks: dict[str, int] = {}
    bare = replace(item, choices=[replace(choice, feedback=[]) for choice in item.choices])
    for name in ASKED:
        _collect(getattr(bare, name), notes, marks)
    seen_at_once = {name: _marked(getattr(bare, name), marks) for name in ASKED}
    seen_at_once["prompt"] = [*seen_at_once["prompt"], *_texts(marks, notes)]
    seen_at_once["choices"] = [
        replace(new, feedback=_below(old.feedback, notes))
        for new, old in zip(seen_at_once["choices"], item.choices, strict=True)
    ]
    anchors = [replace(anchor, content=_below(anchor.content, notes)) for anchor in item.secret.anchors]
    for_instructor = {name: _below(getattr(item.secret, name), notes) for name in ("solution", "marking", "errors")}
    hints = [_below(hint, notes) for hint in item.hints]
    return replace(item, **seen_at_once, secret=replace(item.secret, anchors=anchors, **for_instructor), hints=hints)


def _collect(value: Any, notes: Notes, marks: dict[str, int]) -> None:
    """Number the footnotes referenced in a value, and in those footnotes, in reading order."""
    for piece in document_tree.walk(value):
        if isinstance(piece, b.Note) and piece.id in notes and piece.id not in marks:
            marks[piece.id] = len(marks) + 1
            _collect(notes[piece.id], notes, marks)


def _below(content: Blocks, notes: Notes) -> Blocks:
    """Return blocks with their footnotes below them."""
    marks: dict[str, int] = {}
    _collect(content, notes, marks)
    return [*_marked(content, marks), *_texts(marks, notes)]


def _texts(marks: Mapping[str, int], notes: Notes) -> Blocks:
    """Return the texts of footnotes, each after its number."""
    blocks: Blocks = []
    for name, number in marks.items():
        content = _marked(notes[name], marks)
        mark = b.Text(text=f"[{number}] ")
        first = content[0].content if content and isinstance(content[0], b.Paragraph) else []
        blocks += [b.Paragraph(content=[mark, *first]), *(content[1:] if first else content)]
    return blocks


def _marked(value: Any, marks: Mapping[str, int]) -> Any:
    """Replace footnote references in a value by numbers."""

    def number(piece: b.Piece) -> Sequence[b.Piece]:
        if not isinstance(piece, b.Note):
            return [piece]
        mark = marks.get(piece.id)
        return [b.Raised(content=[b.Text(text=f"[{mark}]")])] if mark else []

    return document_tree.changed(value, number)
