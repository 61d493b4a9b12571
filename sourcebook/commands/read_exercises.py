"""Exercises and assignments of a book, for commands: one Sphinx read of the instructor's edition, no page written.

Not here: the contents of a pack (`exports/`), and the items that an assignment hands out (`questions/assignments.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.model.document import BookOrder
from sourcebook.model.problems import Problem, SourcebookError, in_order
from sourcebook.questions import private_folder
from sourcebook.questions.assignments import QuestionPool


@dataclass(frozen=True)
class BookExercises:
    """The exercises and assignments of a book, the problems of its pages, and the book as a whole.

    `order` names no page: it is for papers beside the book. `faults` are Sphinx's own messages about pages.
    """

    pool: QuestionPool
    problems: tuple[Problem, ...]
    order: BookOrder
    faults: tuple[str, ...] = ()

    @property
    def faulty(self) -> bool:
        """True if anything made from these pages would be incomplete or wrong."""
        return bool(self.faults) or any(problem.is_error for problem in self.problems)


def read(root: Path) -> BookExercises:
    """Read every exercise of a book, private ones included; SourcebookError where there is no book to read."""
    from sourcebook.sphinx_ext import build, config
    from sourcebook.sphinx_ext.blocks import builder
    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.exercises import parse

    build_result = build.read(root, "packs", {config.EDITION.name: "instructor"})
    app = build_result.app
    domain = app.env.get_domain("sb")
    if not isinstance(domain, SourcebookDomain) or domain.session is None:
        raise SourcebookError(f"{root.resolve()} has no exercises: it has no folder sources/.")
    session, folder = domain.session, private_folder.find(root)
    pool = QuestionPool(
        plan=session.plan,
        items={item.id: item for _, item in domain.exercises},
        recipes={recipe.id: recipe for _, recipe in domain.recipes},
        evidence=session.evidence_base,
        secret=private_folder.seed(folder),
        titles=parse.titles(app.env),
    )
    problems = (
        replace(problem, place=private_folder.written_in(problem.place, root, folder))
        for problem in domain.problems(config.limits(app.config))
    )
    return BookExercises(
        pool, tuple(in_order(problems)), builder.order_of(app.config, session, []), build_result.faults
    )
