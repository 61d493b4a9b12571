"""The directive `sb:exercise-table`: all exercises of the book in one table, written and generated ones.

Here: its rows, from what all pages hold. Not here: filters, links to copy and a reader's progress, which a browser adds
(`static/sourcebook-exercise-table.js`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sourcebook.questions.items import NEEDS, Item
from sourcebook.questions.kinds import KINDS, number
from sourcebook.questions.recipe import Recipe
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.domain import PageAnchor, SourcebookDomain
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import link

ANCHOR = PageAnchor("exercise-table", "all", "")
"""The anchor of a page with the table, which depends on the exercises of all pages."""
HEADS = ("Exercise", "Page", "Kind", "Level", "Minutes", "Points", "Needs", "Assignments")
UNKNOWN = "–"


@dataclass(frozen=True)
class TableRow:
    """An exercise, or a block of generated ones, with its facts in the order of `HEADS`.

    `assignments` are the ids and the titles of those that hand it out.
    """

    id: str
    title: str
    facts: tuple[str, ...]
    assignments: tuple[tuple[str, str], ...]


def rows(domain: SourcebookDomain) -> list[TableRow]:
    """The rows in the order of the contents, then in the order of each page."""
    session = domain.session
    if session is None:
        return []
    order = {name: place for place, name in enumerate(_contents(domain.env))}
    exercises: list[tuple[str, Item | Recipe]] = [*domain.exercises, *domain.recipes]
    exercises.sort(key=lambda each: (order.get(each[0], len(order)), each[0], each[1].line))
    assignments = [each for ident in session.assignment_ids if (each := session.assignment(ident))]
    return [
        TableRow(
            exercise.id,
            exercise.title or exercise.id.replace("-", " ").capitalize(),
            (domain.env.titles[docname].astext(), *_facts(exercise)),
            tuple((each.id, each.title) for each in assignments if exercise.id in each.items),
        )
        for docname, exercise in exercises
    ]


def _contents(env: BuildEnvironment) -> Iterator[str]:
    """The pages in the order of the contents."""
    below, done = [str(env.config.root_doc)], set[str]()
    while below:
        docname = below.pop(0)
        if docname not in done:
            done.add(docname)
            yield docname
            below[:0] = env.toctree_includes.get(docname, [])


def _facts(exercise: Item | Recipe) -> tuple[str, ...]:
    """Kind, level, minutes, points and what it needs."""
    if isinstance(exercise, Recipe):
        count = exercise.count
        return (
            f"{count} generated", UNKNOWN, number(count * exercise.minutes), number(count * exercise.points),
            NEEDS["book"],
        )  # fmt: skip
    needs = NEEDS[exercise.needs] if exercise.needs else UNKNOWN
    kind = KINDS[exercise.kind].names["en"]
    return kind, exercise.level, number(exercise.minutes), number(exercise.points), needs


class sb_exercise_table(nodes.container):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """A placeholder for the table of all exercises."""


class ExerciseTableDirective(BookDirective):
    """The directive `sb:exercise-table`."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        self.domain.note("anchors", self.docname, ANCHOR)
        return [sb_exercise_table(classes=["sb-all-exercises"])]


class FillExerciseTable(BookPostTransform):
    """Post-transform: fill in the table once all pages are known, before links are resolved."""

    default_priority = 4

    def run(self, **kwargs: object) -> None:
        for node in every(self.document, sb_exercise_table):
            node.append(_table(rows(cast(SourcebookDomain, self.env.get_domain("sb"))), self.env.docname))


def _table(listed: list[TableRow], docname: str) -> nodes.table:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in (6, 3, 3, 3, 2, 2, 2, 4)), cols=len(HEADS))
    group += nodes.thead("", nodes.row("", *(_cell(nodes.Text(head)) for head in HEADS)))
    body = nodes.tbody()
    for row in listed:
        name = link("exercise", row.id, docname, nodes.Text(row.title))
        handed_out: list[nodes.Node] = []
        for ident, title in row.assignments:
            handed_out += [nodes.Text(", ")] if handed_out else []
            handed_out.append(link("assignment", ident, docname, nodes.Text(title)))
        body += nodes.row("", _cell(name), *(_cell(nodes.Text(fact)) for fact in row.facts), _cell(*handed_out))
    group += body
    return nodes.table("", group, classes=["sb-exercise-table", "colwidths-auto"])


def _cell(*content: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *content))
