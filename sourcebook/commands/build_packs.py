"""`sourcebook pack` and `sourcebook build packs`: assignments as folders of files, to print and to import.

Here: one read of the instructor's edition, the choice of assignments, and the files of each, all or none. Not here: the
contents of papers (`exports/paper/assignment_papers.py`), the formats (`exports/lms/pack.py`), and the items that an
assignment hands out (`questions/assignments.py`). A pack is for instructors: only its sheets and handouts hold no key.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from sourcebook.commands import read_exercises
from sourcebook.exports.lms import pack
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.paper import assignment_papers, pdf, word
from sourcebook.exports.paper.paper_sizes import PAPERS, Paper
from sourcebook.model import document
from sourcebook.model.problems import NotLoadedError, Problem, SourcebookError, near
from sourcebook.questions import assignments, private_folder
from sourcebook.questions.items import Assignment, Assignments
from sourcebook.sphinx_ext import build
from sourcebook.store import atomic, validation, yaml_source
from sourcebook.store import book as store_book

Say = Callable[[str], None]
FOLDER = "packs"
KEY = "key"
"""The stem of the paper that is not handed out."""
STAGED = "packs.made"
"""The staging folder of packs, inside `_build/.work/`."""


@dataclass(frozen=True)
class BuiltPacks:
    """The result: the folders of packs, notes for the instructor, and problems.

    With an error, or with `faults` (Sphinx's own messages about the pages), no pack was made.
    """

    folders: tuple[Path, ...]
    notes: tuple[str, ...]
    problems: tuple[Problem, ...]
    faults: tuple[str, ...] = ()


def make(
    root: Path, names: Sequence[str] = (), say: Say | None = None, environ: Mapping[str, str] = os.environ
) -> BuiltPacks:
    """Make the packs of the named assignments, or of every one: all of them or none.

    SourcebookError where no assignment has such a name, or a pack cannot be made.
    """
    unknown(names, listed(root, environ), root, environ)
    try:
        book = read_exercises.read(root)
    except NotLoadedError as error:
        return BuiltPacks((), (), error.problems)
    if book.faulty:
        return BuiltPacks((), (), book.problems, book.faults)
    plan = book.pool.plan.assignments
    wanted = [plan[name] for name in dict.fromkeys(names)] if names else list(plan.values())
    press = PackPress(book, pdf.stamp(environ), say)
    with atomic.alone(root / build.BUILD):
        staged, final = root / build.BUILD / build.WORK / STAGED, root / build.BUILD / FOLDER
        shutil.rmtree(staged, ignore_errors=True)
        for assignment in wanted:
            press.pack(assignment, staged / assignment.id)
        _publish(staged, final, [] if len(wanted) == len(plan) else wanted)
    folders = tuple(final / assignment.id for assignment in wanted)
    return BuiltPacks(folders, tuple(_notes(book, wanted)), book.problems)


def _publish(staged: Path, final: Path, named: Iterable[Assignment]) -> None:
    """Swap the staged packs in: the named ones, or else the whole folder, so that no withdrawn pack stays."""
    for path in [(staged / each.id, final / each.id) for each in named] or [(staged, final)]:
        path[1].parent.mkdir(parents=True, exist_ok=True)
        if path[0].is_dir():
            atomic.publish(*path)


# -- which assignments -------------------------------------------------------------------------------------------------


def listed(root: Path, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The titles of all assignments by id, those of the private folder included, read from their files alone."""
    titles = {ident: each.title for ident, each in assignments.load_plan(root).assignments.items()}
    folder = private_folder.find(root, environ)
    path = folder / "assignments.yml" if folder else None
    if path and path.is_file():
        text, _ = store_book.read_file(path, root)
        own, _ = validation.to_record(Assignments, yaml_source.parse(text or ""), path.name)
        titles |= {each.id: each.title for each in own.assignments} if own else {}
    return titles


def unknown(names: Iterable[str], known: Mapping[str, str], root: Path, environ: Mapping[str, str]) -> None:
    """SourcebookError for a name that is no assignment; its message has the nearest name, or all of them."""
    for name in names:
        # Errors in the file of assignments are reported instead of a missing name.
        if name not in known and not any(problem.is_error for problem in assignments.load_plan(root).problems):
            meant = near(name, known)
            others = f"there are: {', '.join(known) or 'none yet'}.{_no_private(root, environ)}"
            there = f"did you mean {meant!r}?" if meant else others
            raise SourcebookError(f"there is no assignment {name!r}; {there}")


def _no_private(root: Path, environ: Mapping[str, str]) -> str:
    """How to get a private folder, for the message; empty where there is one."""
    if private_folder.find(root, environ):
        return ""
    return (
        f" Assignments of your own stand in a private folder, and there is none: put it into {private_folder.NAME}/, "
        f"name it in {private_folder.VARIABLE}, or make one with `sourcebook new private`."
    )


def _notes(book: read_exercises.BookExercises, wanted: Iterable[Assignment]) -> Iterator[str]:
    """Notes for the instructor about packs that were made."""
    if not word.available():
        yield word.MISSING
    graded = [each.id for each in wanted if each.use == "graded"]
    if graded and not book.pool.secret:
        yield (
            f"{', '.join(graded)}: graded, but there is no private seed, so whoever has this repository can make the "
            "same questions and the same key. Run `sourcebook new private`, and keep graded items there."
        )


# -- one pack ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PackPress:
    """Makes packs of a book that was read. `stamp` is the date on papers, in seconds since 1970."""

    book: read_exercises.BookExercises
    stamp: int | None = None
    say: Say | None = None

    def bank(self, assignment: Assignment) -> Bank:
        """An assignment and its questions, of every variant."""
        order = self.book.order
        items = self.book.pool.items_of(assignment)
        return Bank(assignment=assignment, items=items, language=order.language, rights=order.rights)

    def pack(self, assignment: Assignment, folder: Path) -> None:
        """Write the pack of an assignment."""
        bank = self.bank(assignment)
        if self.say:
            self.say(f"packing {assignment.id}: {len(bank.items)} questions")
        pack.write(folder, bank, self.papers(bank))

    def papers(self, bank: Bank) -> dict[str, Callable[[], bytes]]:
        """The makers of sheets, handouts and keys, by file name."""
        makers: dict[str, Callable[[], bytes]] = {}
        place = self.book.pool.plan.places.get(bank.assignment.id)
        for stem, page in pages(bank):
            placed = msgspec.structs.replace(page, file=place.file if place else "")
            handout = partial(pdf.handout, self.book.order, placed, key=stem == KEY, timestamp=self.stamp)
            for paper in PAPERS:
                makers[named(stem, paper)] = partial(handout, paper.name)
            if stem != KEY and word.available():
                makers[f"{stem}.docx"] = partial(word.document, placed, bank.language, rights=bank.rights)
        return makers


def pages(bank: Bank) -> Iterator[tuple[str, document.Page]]:
    """The papers of an assignment, each with the stem of its file: `handout`, or for variants `handout-a` and so on."""
    yield "sheet", assignment_papers.sheet(bank)
    for variant, items in bank.variants():
        yield f"handout-{variant.lower()}" if variant else "handout", assignment_papers.handout(bank, variant, items)
    yield KEY, assignment_papers.key(bank)


def named(stem: str, paper: Paper) -> str:
    """The file name of a PDF: plain for A4, with the name of the paper for others."""
    return f"{stem}.pdf" if paper == PAPERS[0] else f"{stem}-{paper.ending}.pdf"
