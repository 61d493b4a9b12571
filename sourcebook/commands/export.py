"""The timeline and the tables of a book for other programs, as files by name.

Here: what goes into which file. Not here: the formats (`exports/data/feeds.py`), `evidence.json` (`read_book.py`), and
where files are put (`cli.py`).
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sourcebook import processes
from sourcebook.analysis.timeline import Timeline, build_timeline, clocks_of, judge_figures
from sourcebook.commands import read_book
from sourcebook.exports.data import feeds
from sourcebook.model.attribution import name_in_sentence
from sourcebook.store import yaml_edit
from sourcebook.store.book import Book

FIXED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The stamp of a calendar, the same on every run; SOURCE_DATE_EPOCH overrules it."""
_RATING = (
    "evidence", "title", "source", "passage", "paragraph", "weight", "hypothesis", "cell", "rater", "because",
)  # fmt: skip
_HYPOTHESIS = ("id", "title", "statement", "holders", "note")
_IMPLICATION = (
    "id", "about", "title", "source", "written", "stance", "holder", "passage", "paragraph", "horizon", "later", "note",
)  # fmt: skip


def export(book: Book, what: str, environ: Mapping[str, str] = os.environ) -> dict[str, bytes]:
    """The files of `timeline` or of `tables`, by name. SourcebookError where the book's settings cannot be read."""
    settings = read_settings(book.root)
    names = {key: name_in_sentence(actor) for key, actor in book.actors.items()}
    timeline = build_timeline(book.events, book.sources, names, settings.zones or None, clocks=clocks_of(book.actors))
    made = _timeline(timeline, settings, environ) if what == "timeline" else _tables(book, timeline, names)
    if what == "tables" and settings.rights:
        made["rights.txt"] = f"{settings.rights}\n"  # a column in every row would be no better read
    return {name: text.encode() for name, text in made.items()}


def read_settings(root: Path) -> read_book.Settings:
    """Title and zones of a book; a folder of records alone has neither."""
    return read_book.settings(root) if read_book.has_pages(root) else read_book.Settings("Timeline", ())


def _timeline(timeline: Timeline, settings: read_book.Settings, environ: Mapping[str, str]) -> dict[str, str]:
    title, rights = settings.title, settings.rights
    host = f"{yaml_edit.slug([title], (), otherwise='book')}.sourcebook.invalid"
    return {
        "timeline.json": feeds.timelinejs(timeline, title, rights),
        "timeline.ics": feeds.icalendar(timeline, title, host, _stamp(environ), about=rights),
    }


def _stamp(environ: Mapping[str, str]) -> dt.datetime:
    """The moment that files made now bear."""
    named = processes.build_date(environ)
    return FIXED if named is None else dt.datetime.fromtimestamp(named, dt.UTC)


def _tables(book: Book, timeline: Timeline, names: Mapping[str, str]) -> dict[str, str]:
    judged = judge_figures(book.figures, book.sources, names)
    figures = {key: (book.figures[key], *found) for key, found in judged.items()}
    return {
        **feeds.tables(timeline, figures, book.sources, book.actors, book.places),
        "hypotheses.csv": feeds.table(_HYPOTHESIS, _hypotheses(book)),
        "implications.csv": feeds.table(_IMPLICATION, _implications(book)),
        "ratings.csv": feeds.table(_RATING, _ratings(book)),
    }


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
