"""What the commands ask of a book's exercises: one Sphinx read of the instructor's edition, no page written.

Not here: what a pack holds (`exports/`), and which items an assignment hands out (`questions/assignments.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook.model.document import BookOrder
from sourcebook.model.problems import Problem, SourcebookError, in_order
from sourcebook.questions import private_folder
from sourcebook.questions.assignments import Pool


@dataclass(frozen=True)
class Set:
    """The exercises of a book and its assignments, what is wrong with its pages, and the book as a whole.

    `order` names no page: it is for papers that stand beside the book. `faults` are what Sphinx itself says of pages.
    """

    pool: Pool
    problems: tuple[Problem, ...]
    order: BookOrder
    faults: tuple[str, ...] = ()

    @property
    def faulty(self) -> bool:
        """Whether something would be missing from, or wrong in, what is made of these pages."""
        return bool(self.faults) or any(problem.is_error for problem in self.problems)


def read(root: Path) -> Set:
    """Read every exercise of a book, private ones included; SourcebookError where there is no book to read."""
    from sourcebook.sphinx_ext import build, config
    from sourcebook.sphinx_ext.blocks import builder
    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.exercises import parse

    build_result = build.read(root, "packs", {config.EDITION.name: "instructor"})
    app = build_result.app
    domain = app.env.get_domain("sb")
    if not isinstance(domain, SourcebookDomain) or domain.library is None:
        raise SourcebookError(f"{root.resolve()} has no exercises: it has no folder sources/.")
    library, folder = domain.library, private_folder.find(root)
    pool = Pool(
        plan=library.plan,
        items={item.id: item for _, item in domain.exercises},
        recipes={recipe.id: recipe for _, recipe in domain.recipes},
        evidence=library.evidence_base,
        secret=private_folder.seed(folder),
        titles=parse.titles(app.env),
    )
    problems = (
        replace(problem, place=private_folder.written_in(problem.place, root, folder))
        for problem in domain.problems(config.limits(app.config))
    )
    return Set(pool, tuple(in_order(problems)), builder.order_of(app.config, library, []), build_result.faults)
