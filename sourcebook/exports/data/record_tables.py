"""`sourcebook export tables`: the records and what follows from them as CSV, one file a kind.

Here: which tables there are, and the columns of hypotheses, ratings and implications. Not here: the other tables, and
how a table is written (`feeds.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcebook.analysis.timeline import judge_figures
from sourcebook.exports.data import feeds
from sourcebook.exports.data.book_exports import BookExport, ExportInput
from sourcebook.store.book import Book

_RATING = (
    "evidence", "title", "source", "passage", "paragraph", "weight", "hypothesis", "cell", "rater", "because",
)  # fmt: skip
_HYPOTHESIS = ("id", "title", "statement", "holders", "note")
_IMPLICATION = (
    "id", "about", "title", "source", "written", "stance", "holder", "passage", "paragraph", "horizon", "later", "note",
)  # fmt: skip


def record_tables(source: ExportInput) -> dict[str, bytes]:
    """A CSV file for each kind of record, and `rights.txt`: in a column of every row it would be no better read."""
    book = source.book
    judged = judge_figures(book.figures, book.sources, source.names)
    figures = {key: (book.figures[key], *verdict) for key, verdict in judged.items()}
    tables = {
        **feeds.tables(source.timeline, figures, book.sources, book.actors, book.places),
        "hypotheses.csv": feeds.table(_HYPOTHESIS, _hypotheses(book)),
        "implications.csv": feeds.table(_IMPLICATION, _implications(book)),
        "ratings.csv": feeds.table(_RATING, _ratings(book)),
        **({"rights.txt": f"{source.rights}\n"} if source.rights else {}),
    }
    return {name: text.encode() for name, text in tables.items()}


def _hypotheses(book: Book) -> Iterator[Sequence[feeds.Cell]]:
    for key, h in book.hypotheses.items():
        holders = "; ".join(f"{holder.source}: {holder.holder} {holder.stance}" for holder in h.holders)
        yield key, h.title, h.statement, holders, h.note


def _ratings(book: Book) -> Iterator[Sequence[feeds.Cell]]:
    for key, item in book.evidence.items():
        head = (key, item.title, item.source, item.passage, item.paragraph, item.weight)
        for rating in item.ratings:
            yield *head, rating.hypothesis, rating.cell, rating.rater, rating.because


def _implications(book: Book) -> Iterator[Sequence[feeds.Cell]]:
    for key, i in book.implications.items():
        written = book.sources[i.source].issued if i.source in book.sources else ""
        what = (key, i.about, i.title, i.source, written, i.stance, i.holder)
        yield *what, i.passage, i.paragraph, i.horizon, i.later, i.note


TABLES = BookExport(name="tables", purpose="the records as tables (CSV)", rank=30, files=record_tables)
