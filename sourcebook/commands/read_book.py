"""Read a book's pages for commands: one Sphinx read without writing, then the problems, escapes and quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.check import Limits, Opened, check_book
from sourcebook.exports.data.book_exports import Used
from sourcebook.model.problems import Kind, Place, Problem, in_order
from sourcebook.questions import private_folder

if TYPE_CHECKING:
    from sourcebook.sphinx_ext.domain import SourcebookDomain


@dataclass(frozen=True)
class Pages:
    """What the pages quote, the problems of pages and records, and every accepted caution with its reason."""

    used: tuple[Used, ...]
    problems: tuple[Problem, ...]
    escapes: tuple[tuple[Place, str, str], ...]

    @property
    def faulty(self) -> bool:
        return any(p.is_error for p in self.problems)


@dataclass(frozen=True)
class Settings:
    """The settings of a book that exports need."""

    title: str
    zones: tuple[str, ...]
    rights: str = ""


def settings(root: Path) -> Settings:
    """Read the title, time zones and rights of a book without reading any page."""
    from sourcebook.sphinx_ext import build

    return Settings(*build.settings(root))


def has_pages(root: Path) -> bool:
    """True if Sphinx can read the folder; a folder of records alone can be checked too."""
    return (root / "conf.py").is_file()


def read(root: Path, edition: str = "read", overrides: Mapping[str, str] | None = None, paper: bool = False) -> Pages:
    """Read every page of a book: the public edition, unless `overrides` names another.

    With `paper`, the problems include those of the printed pages.
    """
    from sourcebook.sphinx_ext import build, config, report
    from sourcebook.sphinx_ext.blocks.paper_problems import paper_problems
    from sourcebook.sphinx_ext.domain import SourcebookDomain

    build_result = build.read(root, edition, overrides)
    app = build_result.app
    domain = app.env.get_domain("sb")
    if not isinstance(domain, SourcebookDomain):
        return Pages((), tuple(build.problems(build_result, root, ())), ())
    used = [
        Used(docname, quotation.subject.ref, quotation.subject.words or _exact(domain, quotation.subject.ref))
        for docname, quotation in domain.quotations
    ]
    escapes = [(e.place, e.label, e.because) for _, e in domain.escapes]
    escapes += [(q.place, label, because) for _, q in domain.quotations for label, because in q.subject.accept]
    problems = [*config.problems(app.config, root), *domain.problems(config.limits(app.config))]
    if domain.session:
        problems += [*report.unchecked(app, domain.session), *report.unlisted(app)]
    problems += build.problems(build_result, root, problems)
    problems += paper_problems(app.env) if paper else ()
    return Pages(tuple(used), tuple(problems), tuple(escapes))


def _exact(domain: SourcebookDomain, ref: str) -> str:
    passage = domain.session.book.passage(ref) if domain.session else None
    return passage.exact if passage else ""


def check(opened: Opened) -> Pages:
    """Check the records and, where there are any, the pages of a book: every problem, by place."""
    root = opened.book.root
    opened.need_loaded()
    # The instructor's edition contains everything, so it has every fault of the public one too.
    pages = (
        read(root, "check", {"sourcebook_edition": "instructor"}, paper=True)
        if has_pages(root)
        else Pages((), (*check_book(opened, Limits()), *_unconfigured(root)), ())
    )
    folder = private_folder.find(root)
    problems = [replace(p, place=private_folder.written_in(p.place, root, folder)) for p in pages.problems]
    escapes = [
        (private_folder.written_in(place, root, folder), label, because) for place, label, because in pages.escapes
    ]
    return Pages(pages.used, tuple(in_order(problems)), tuple(sorted([*escapes, *_record_escapes(opened)])))


def _unconfigured(root: Path) -> Sequence[Problem]:
    """A problem for a book that has a table of contents but no `conf.py`."""
    if not (root / private_folder.CONTENTS).is_file():
        return ()
    message = "the file is missing, so no page is read; take the one that `sourcebook new book NAME` writes."
    return (Problem(Kind.UNREADABLE, message, Place("conf.py")),)


def _record_escapes(opened: Opened) -> Sequence[tuple[Place, str, str]]:
    return [
        (opened.book.passage_place(ref), label, because)
        for ref, passage in opened.book.passages.items()
        for label, because in passage.accept.items()
    ]
