"""This book, and the same pages in plain Jupyter Book; what a second build costs.

Here: the book of this repository, copied, so that its own `_build/` stays as it is. It is built from the articles where
they are at hand, and from their seals elsewhere. Not here: books of other sizes (`commands/read_book.py`).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measuring import ROOT, Command, Table, left_out, missing, side_by_side
from benchmarks.plain import copy_book, write_out
from sourcebook.store.articles import TEXTS_VARIABLE as TEXTS

OURS, PLAIN = "sourcebook build html", "plain Jupyter Book"
BARE = "plain Jupyter Book, without what our directives draw"
LEFT_OUT = (".*", "_build", "node_modules", "__pycache__", "private", "tests", "docs", "benchmarks", "build", "dist")
CHAPTER, RECORD, FIELD = "chapters/background.md", "sources/actors.yml", "role: "


def sourcebook(*words: str) -> list[str]:
    """The command `sourcebook` of this Python, installed or not."""
    return [sys.executable, "-c", "from sourcebook.cli import main; main()", *words]


def jupyter_book() -> list[str]:
    """What builds a plain book: the command `jupyter-book` of this Python, in the folder that it is in."""
    return [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", "."]


def building(folder: Path, before: str = "", texts: str | None = os.environ.get(TEXTS)) -> Command:
    """One build of a book of ours; `before`: `cold`, or the file that is changed.

    `texts` is the folder of its articles; None: they lie in the book.
    """
    return Command(sourcebook("build", "html"), folder, {TEXTS: texts}, partial(prepare, folder, before))


def building_plain(folder: Path) -> Command:
    """One cold build of a plain book."""
    return Command(jupyter_book(), folder, before=partial(prepare, folder, "cold"))


def prepare(folder: Path, before: str) -> None:
    """Forget what was built, or change a file as an author would."""
    if before == "cold":
        shutil.rmtree(folder / "_build", ignore_errors=True)
    elif before:
        path = folder / before
        text = path.read_text(encoding="utf-8")
        record = path.suffix == ".yml"
        path.write_text(text.replace(FIELD, f"{FIELD}once ", 1) if record else f"{text}\nChanged.\n", encoding="utf-8")


def warm(folder: Path) -> dict[str, Command]:
    """What a book costs that was built before: nothing changed, a chapter, a record."""
    return {
        "nothing changed": building(folder),
        "one chapter changed": building(folder, CHAPTER),
        "one record changed": building(folder, RECORD),
    }


def copied(to: Path) -> Path:
    """This book, without what is built or is no part of it."""
    return shutil.copytree(ROOT, to, ignore=shutil.ignore_patterns(*LEFT_OUT))


def _sizes(books: dict[str, Path]) -> str:
    """How much HTML each of the books has, in kilobytes."""
    found = {name: (root / "_build" / "html").rglob("*.html") for name, root in books.items()}
    return ", ".join(f"{name} {sum(p.stat().st_size for p in pages) / 1000:,.0f}" for name, pages in found.items())


def tables(quick: bool) -> Iterator[Table]:
    """This book cold against plain Jupyter Book, then warm against cold."""
    absent = missing(["jupyter-book", "pypandoc-binary"])
    if absent:
        yield left_out("This book", f"Not measured: not installed: {', '.join(absent)}.")
        return
    with tempfile.TemporaryDirectory() as folder:
        ours, plain, bare = copied(Path(folder, "ours")), Path(folder, "plain"), Path(folder, "bare")
        write_out(ours, plain)
        copy_book(ours, bare)
        cold = {PLAIN: building_plain(plain), OURS: building(ours, "cold"), BARE: building_plain(bare)}
        side_by_side("", cold, 1, PLAIN)  # a first round for nobody: it writes the byte code of both
        table = side_by_side("This book, cold", cold, 1 if quick else 5, PLAIN)
        yield table.noting(
            "The plain book has the same pages with the same words and plain block quotes: what the directives draw, "
            "such as the timeline and the matrix, is written out as Markdown. It has no pictures, no links between "
            "pages and nothing to do for a reader. The last row leaves out what the directives draw.",
            f"HTML that is written, in kB: {_sizes({PLAIN: plain, OURS: ours, BARE: bare})}.",
        )
        side_by_side("", {OURS: building(ours, "cold")}, 1, OURS)
        work = {**warm(ours), "cold": building(ours, "cold")}
        # Each is warm, whatever the order: every build in the round leaves the book built.
        yield side_by_side("This book, built again", work, 1 if quick else 3, "cold")
