"""Read what readers marked in a Word file, as excerpts: commented words with their comments, and highlights.

Not here: the Word file itself (`ingest/word_text.py`), and what becomes of the excerpts (`passages.py`).
"""

from __future__ import annotations

from sourcebook.exchange.passages import Excerpt
from sourcebook.exchange.received import Received
from sourcebook.ingest import word_text
from sourcebook.ingest.sandbox import run_sandboxed


def read(file: Received) -> list[Excerpt]:
    """The marked words of a Word file, in the order of its text; of more than one paragraph, one excerpt each."""
    marks = run_sandboxed(word_text.marked, file.name, file.data, file.name)
    return [excerpt for mark in marks for excerpt in _excerpts(mark)]


def _excerpts(mark: word_text.Marked) -> list[Excerpt]:
    if not mark.words.strip():
        return [Excerpt("", comments=mark.comments, aside="It marks no words of the text.")]
    parts = [part.strip() for part in mark.words.split("\n") if any(map(str.isalnum, part))] or [mark.words]
    return [Excerpt(part, comments=() if number else mark.comments) for number, part in enumerate(parts)]
