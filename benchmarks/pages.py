"""Books of many pages, ten quotations a page: time, memory, growth, and what one changed chapter costs.

Here: made-up books (`corpus.py`) of several sizes. Not here: this repository's own book (`book.py`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.book import OURS, PLAIN, building, building_plain
from benchmarks.corpus import write_book
from benchmarks.measuring import Command, Table, growth, left_out, missing, side_by_side

SIZES, QUICK = (100, 300, 1000), (20, 40)
PLAIN_TO = 300
"""The largest book that plain Jupyter Book is asked to build."""
CHANGED = "chapters/page-1.md"


def rounds(size: int, quick: bool) -> int:
    """Fewer of a book that takes long."""
    return 1 if quick or size > PLAIN_TO else 2 if size == PLAIN_TO else 3


def tables(quick: bool) -> Iterator[Table]:
    """A table a size, cold and with a chapter changed; then how time grows with size."""
    absent = missing(["jupyter-book"])
    if absent:
        yield left_out("Books of many pages", f"Not measured: {' and '.join(absent)} is not installed.")
        return
    cold: dict[int, float] = {}
    for size in QUICK if quick else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            table = _book(size, Path(folder), rounds(size, quick))
        cold[size] = median(table[OURS].seconds)
        yield table
    yield _growth(cold)


def _book(size: int, folder: Path, times: int) -> Table:
    """One size. In each round the changed book follows a whole one."""
    ours, plain = folder / "ours", folder / "plain"
    write_book(size, ours, plain)
    work: dict[str, Command] = {
        OURS: building(ours, "cold", None),
        "one chapter changed": building(ours, CHANGED, None),
    }
    baseline = OURS
    if size <= PLAIN_TO:
        work, baseline = {PLAIN: building_plain(plain), **work}, PLAIN
    table = side_by_side(f"{size:,} pages", work, times, baseline)
    share = median(table["one chapter changed"].ratios(table[OURS]))
    return table.noting(f"One chapter changed takes {share:.2f} of a cold build.")


def _growth(cold: dict[int, float]) -> Table:
    """The exponent, as a table without rows: a sentence."""
    exponent = growth(list(cold), list(cold.values()))
    sizes = ", ".join(f"{size:,}" for size in cold)
    words = f"Over {sizes} pages, the time of a cold build grows with the number of pages to the power {exponent:.2f}."
    return Table("Growth", notes=(words,))
