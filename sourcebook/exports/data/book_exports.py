"""The registry of exports of a whole book: what `sourcebook export NAME` can write, one `BookExport` each.

An export is one module of this package, which declares itself (`TIMELINE = BookExport(…)`). Here: the form of a
declaration, what an export may read, and the registry. Not here: the exports (`timeline_files.py` …), and where their
files are put (`cli.py`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from sourcebook.analysis.timeline import Timeline, build_timeline, clocks_of
from sourcebook.exports.discovery import declared
from sourcebook.model.attribution import name_in_sentence
from sourcebook.quotes.prover import Prover
from sourcebook.store.book import Book


@dataclass(frozen=True)
class Used:
    """A quotation on a page: the page's name, the passage, and the words as shown."""

    page: str
    passage: str
    exact: str


@dataclass(frozen=True, kw_only=True)
class ExportInput:
    """What an export may read: the records of a book and their proofs, its configuration, and the words on its pages.

    `used` reads every page, which takes as long as a check does. `stamp` is the moment to write into files: never now.
    """

    book: Book
    prover: Prover
    title: str
    zones: tuple[str, ...]
    rights: str
    stamp: dt.datetime
    used: Callable[[], Sequence[Used]]

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each actor, as it stands inside a sentence."""
        return {key: name_in_sentence(actor) for key, actor in self.book.actors.items()}

    @cached_property
    def timeline(self) -> Timeline:
        """The events in their order, with what the accounts of each say."""
        book = self.book
        return build_timeline(book.events, book.sources, self.names, self.zones or None, clocks=clocks_of(book.actors))


@dataclass(frozen=True, kw_only=True, eq=False)
class BookExport:
    """An export: its name on the command line, what it writes in a few words, and what makes its files, by name.

    `rank` orders the exports in lists.
    """

    name: str
    purpose: str
    rank: int
    files: Callable[[ExportInput], dict[str, bytes]]


@cache
def book_exports() -> Mapping[str, BookExport]:
    """Every export by its name, in the order of lists."""
    table = declared("sourcebook.exports.data", BookExport)
    return {each.name: each for each in sorted(table, key=lambda each: (each.rank, each.name))}
