"""What the commands ask of a book's pages: one Sphinx read, no page written, and the domain's records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.check import Limits, Opened, check_book
from sourcebook.exports.data.book_exports import Used
from sourcebook.model.problems import Kind, Place, Problem, Severity, in_order
from sourcebook.questions import private_folder

if TYPE_CHECKING:
    from sourcebook.sphinx_ext.domain import SourcebookDomain


@dataclass(frozen=True)
class Pages:
    """What the pages of a book use, and what is wrong with them and with the records."""

    used: tuple[Used, ...]
    problems: tuple[Problem, ...]
    escapes: tuple[tuple[Place, str, str], ...]


@dataclass(frozen=True)
class Settings:
    """What the configuration of a book says that files for other programs need."""

    title: str
    zones: tuple[str, ...]
    rights: str = ""


def settings(root: Path) -> Settings:
    """The title of a book, the zones in which its hours may be read, and its rights, without reading any page."""
    from sourcebook.sphinx_ext import build

    return Settings(*build.settings(root))


def has_pages(root: Path) -> bool:
    """Whether a folder can be read by Sphinx at all; records alone can be checked too."""
    return (root / "conf.py").is_file()


def read(root: Path, edition: str = "read", overrides: Mapping[str, str] | None = None, paper: bool = False) -> Pages:
    """Read every page of a book: of the public one, unless the configuration says another edition.

    With `paper`, the problems hold what would be wrong with the pages once they are set on paper.
    """
    from sourcebook.sphinx_ext import build, config, report
    from sourcebook.sphinx_ext.blocks.paper_problems import paper_problems
    from sourcebook.sphinx_ext.domain import SourcebookDomain

    found = build.read(root, edition, overrides)
    app = found.app
    domain = app.env.get_domain("sb")
    if not isinstance(domain, SourcebookDomain):
        return Pages((), tuple(build.problems(found, root, ())), ())
    used = [
        Used(docname, quotation.subject.ref, quotation.subject.words or _exact(domain, quotation.subject.ref))
        for docname, quotation in domain.quotations
    ]
    escapes = [(e.place, e.label, e.because) for _, e in domain.escapes]
    escapes += [(q.place, label, because) for _, q in domain.quotations for label, because in q.subject.accept]
    problems = [*config.problems(app.config, root), *domain.problems(config.limits(app.config))]
    if domain.library:
        problems += [*report.unchecked(app, domain.library), *report.unlisted(app)]
    problems += build.problems(found, root, problems)
    problems += paper_problems(app.env) if paper else ()
    return Pages(tuple(used), tuple(problems), tuple(escapes))


def _exact(domain: SourcebookDomain, ref: str) -> str:
    passage = domain.library.book.passage(ref) if domain.library else None
    return passage.exact if passage else ""


@dataclass(frozen=True)
class Checked:
    """Every problem of a book, by place, and every caution that is accepted, with its reason."""

    problems: tuple[Problem, ...]
    escapes: tuple[tuple[Place, str, str], ...]

    @property
    def faulty(self) -> bool:
        return any(p.severity is Severity.ERROR for p in self.problems)


def check(opened: Opened) -> Checked:
    """Check records and, where there are any, pages."""
    root = opened.book.root
    opened.need_loaded()
    # The instructor's edition has everything that can be wrong, and the public one less of it.
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
    return Checked(tuple(in_order(problems)), tuple(sorted([*escapes, *_record_escapes(opened)])))


def _unconfigured(root: Path) -> Sequence[Problem]:
    """A problem for a book that has a table of contents, and nothing that Sphinx could begin with."""
    if not (root / private_folder.CONTENTS).is_file():
        return ()
    message = "it is not there, so no page is read; take the one that `sourcebook new book NAME` writes."
    return (Problem(Kind.UNREADABLE, message, Place("conf.py")),)


def _record_escapes(opened: Opened) -> Sequence[tuple[Place, str, str]]:
    return [
        (opened.book.passage_place(ref), label, because)
        for ref, passage in opened.book.passages.items()
        for label, because in passage.accept.items()
    ]
