"""The clearance sheet: how much of each article the book quotes, who holds it, and how a class gets at the whole.

Two counts. What the passages quote is counted from articles or seals: a seal holds the number of quotable words and
those of its openings. What stands in the files of the book is counted only where the article is at hand: each word in a
run of four or more words of the article, in any text file of the book but the articles themselves. Everything that the
book prints is made from those files. Not here: the limits (`check.py`), and typesetting (`exports/paper/pdf.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sourcebook.exports.data import feeds
from sourcebook.exports.data.book_exports import BookExport, ExportInput
from sourcebook.model import document as b
from sourcebook.quotes.prover import Prover
from sourcebook.store.book import SOURCES, Book, read_file

RUN = 4
"""So many words in a row are a quotation; fewer are taken for chance."""
SUFFIXES = frozenset({".md", ".yml", ".yaml", ".json", ".txt", ".ipynb", ".csv", ".py"})
FOLDERS = ("chapters", "exercises", "briefs", "docs", SOURCES)
"""The folders of a book that hold its text; of its own folder, only the files."""
COLUMNS = (
    "source", "title", "holder", "quotable", "passages", "passages-percent", "files", "files-percent", "longest",
    "permission", "access",
)  # fmt: skip
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Clearance:
    """What is quoted of one article, in words. `files` is None where the article is not at hand."""

    source: str
    short: str
    title: str
    holder: str
    permission: str
    access: str
    quotable: int
    passages: int
    files: int | None
    longest: int

    def percent(self, count: int | None) -> str:
        """A count as its share of the quotable words, in per cent; empty where it is not known."""
        return f"{100 * count / self.quotable:.1f}" if count is not None and self.quotable else ""


def clearances(book: Book, prover: Prover) -> Iterator[Clearance]:
    """What is quoted of each article."""
    texts = [_words(text) for text in _texts(book.root)] if prover.articles else []
    for key, source in book.sources.items():
        quoted, total = prover.share(key)
        article = prover.articles.get(key)
        copied = copied_words(_words(" ".join(article.words)), texts) if article else None
        longest = max(map(len, _runs(copied))) if copied else _longest_passage(prover, key)
        holder = source.holder or source.publisher or source.container_title
        yield Clearance(
            key, source.short, source.title, holder, source.permission, source.access, total, quoted,
            len(copied) if copied is not None else None, longest,
        )  # fmt: skip


def copied_words(article: list[str], texts: Iterable[list[str]]) -> set[int]:
    """The places of an article's words that stand in one of the texts in a run of four or more."""
    starts: dict[tuple[str, ...], list[int]] = {}
    for i in range(len(article) - RUN + 1):
        starts.setdefault(tuple(article[i : i + RUN]), []).append(i)
    return {
        place
        for text in texts
        for i in range(len(text) - RUN + 1)
        for start in starts.get(tuple(text[i : i + RUN]), ())
        for place in range(start, start + RUN)
    }


def _runs(places: set[int]) -> Iterator[list[int]]:
    """Places that follow one another."""
    run: list[int] = []
    for place in sorted(places):
        if run and place != run[-1] + 1:
            yield run
            run = []
        run.append(place)
    yield run


def _longest_passage(prover: Prover, key: str) -> int:
    return max((len(_words(passage.exact)) for passage in prover.sources[key].passages), default=0)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _texts(root: Path) -> Iterator[str]:
    """The text files of a book, without the articles and without what is built."""
    below = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*")))
    for path in [*sorted(root.glob("*")), *below]:
        if path.suffix in SUFFIXES and path.is_file() and "fulltext" not in path.relative_to(root).parts:
            text, _ = read_file(path, root)
            yield text or ""


def rows(source: ExportInput) -> dict[str, bytes]:
    """The sheet as CSV."""
    lines = (
        (c.source, c.title, c.holder, c.quotable, c.passages, c.percent(c.passages), c.files, c.percent(c.files),
         c.longest, c.permission, c.access)
        for c in clearances(source.book, source.prover)
    )  # fmt: skip
    return {"clearance.csv": feeds.table(COLUMNS, lines).encode()}


def sheet(book: Book, prover: Prover, wording: Mapping[str, str]) -> b.Page:
    """The sheet as a page for paper."""
    head = [_cell(wording[f"clearance-{name}"], head=True) for name in ("article", "passages", "files", "run", "whole")]
    body = [_row(clearance, wording) for clearance in clearances(book, prover)]
    table = b.Table(head=[head], body=body, widths=[5, 3, 3, 2, 5])
    note = b.Paragraph(content=[b.Text(text=wording["clearance-note"])])
    return b.Page(name="clearance", title=wording["clearance"], file="", meta={"answers": "no"}, blocks=[note, table])


def _row(c: Clearance, wording: Mapping[str, str]) -> list[b.Cell]:
    holder = wording["clearance-holder"].format(c.holder or wording["clearance-unknown"])
    unknown, said = wording["clearance-unknown"], wording["clearance-count"]
    counts = [unknown if n is None else said.format(n, c.quotable, c.percent(n)) for n in (c.passages, c.files)]
    whole = " ".join(filter(None, (c.permission, c.access or wording["clearance-access"])))
    return [_cell(f"{c.short}: {c.title}. {holder}", head=True), *map(_cell, (*counts, str(c.longest), whole))]


def _cell(text: str, *, head: bool = False) -> b.Cell:
    return b.Cell(body=[b.Paragraph(content=[b.Text(text=text)])], header=head)


CLEARANCE = BookExport(
    name="clearance", purpose="words and share quoted of each article, holder, access (CSV)", rank=60, files=rows
)
