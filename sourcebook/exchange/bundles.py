"""`sourcebook bundle`: write a bundle of a book, and plan what opening one would change.

Not here: the form of a bundle (`bundle_files.py`), and merging (`bundle_merge.py`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from sourcebook.check import Opened
from sourcebook.exchange import bundle_files, bundle_merge
from sourcebook.exchange.bundle_merge import Side, Taken
from sourcebook.exchange.plan import ImportPlan
from sourcebook.ingest import reader
from sourcebook.model.problems import CommandReport, Problem, SourcebookError
from sourcebook.store import articles, transaction
from sourcebook.store.files import read_bytes


def make(opened: Opened, file: Path, by: str, with_texts: bool) -> CommandReport:
    """Write a bundle, and remember the states that it holds."""
    if file.suffix.lower() != ".zip":
        raise SourcebookError(f"{file.name} does not end in .zip; name the bundle so that your colleague can tell it.")
    if file.exists():
        bundle_files.read(reader.read_bytes(file), file.name)  # only a bundle is written over
    texts = dict(_texts(opened)) if with_texts else {}
    data, memory = bundle_files.make(opened.book, by, opened.book.root.resolve().name, texts)
    transaction.change(opened.book.root, {file.resolve(): data, **memory})
    return CommandReport(tuple(_lines(opened, file, by, len(data), texts)), tuple(_errors(opened)))


def _texts(opened: Opened) -> Iterator[tuple[str, bytes]]:
    folder = articles.find_texts(opened.book.root, os.environ)
    for key in opened.prover.articles:
        name = opened.book.sources[key].text.file
        if folder:
            yield name, read_bytes(folder / name, articles.LARGEST_TEXT, folder)


def _lines(opened: Opened, file: Path, by: str, size: int, texts: Iterable[str]) -> Iterator[str]:
    held = bundle_files.units(bundle_files.book_files(opened.book.root))
    pages = sum(bool(bundle_files.PAGE.fullmatch(ref)) for ref in held)
    yield f"{file}: {size:,} bytes, {len(held) - pages} records and {pages} pages, by {by}."
    if texts:
        yield f"It holds {len([*texts])} articles whole: pass it on only where you may."
    else:
        yield "No article is in it; whoever opens it proves the passages by their seals."
    sealed, sources = opened.prover.seals, opened.book.sources
    unsealed = ", ".join(key for key, source in sources.items() if source.passages and key not in sealed)
    if unsealed and not texts:
        yield f"Never sealed, so that nobody else can prove what they say: {unsealed}. Run sourcebook seal first."


def _errors(opened: Opened) -> Iterator[Problem]:
    return (problem for problem in opened.problems if problem.is_error)


def opened(book: Opened, file: Path, taken: Iterable[tuple[str, str]], by: str) -> ImportPlan:
    """What opening a bundle would change. `taken`: the side that is decided for each reference."""
    bundle = bundle_files.read(reader.read_bytes(file), file.name)
    sides = {ref: Side(side) for side, ref in taken}
    return bundle_merge.plan(book, bundle, file.name, Taken(sides, by))
