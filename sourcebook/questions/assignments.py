"""Assignments: read them, check the ids that they name, and collect the items that each hands out.

Here: `exercises/assignments.yml` (and `assignments-private.yml`, which an overlay brings), and from an assignment to
its items, variant by variant. Not here: the records themselves (`items.py`), and the files that an instructor
downloads (`exports/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sourcebook.model.problems import Kind, Place, Problem, near, relative
from sourcebook.model.records import Tombstone
from sourcebook.questions.items import TOOLS, Assignment, Assignments, Item, Tools
from sourcebook.store import book, validation, yaml_source

if TYPE_CHECKING:  # reading the assignments does not wait for what makes questions
    from sourcebook.questions.recipe import EvidenceBase, Recipe

FOLDER = "exercises"
FILE = f"{FOLDER}/assignments.yml"
PRIVATE_FILE = f"{FOLDER}/assignments-private.yml"


@dataclass(frozen=True)
class Plan:
    """The assignments of a book by id, their places, the withdrawn ids, and the problems of their files."""

    assignments: dict[str, Assignment] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    withdrawn: tuple[Tombstone, ...] = ()

    @property
    def graded(self) -> frozenset[str]:
        """The ids of the items in graded assignments."""
        return frozenset(name for a in self.assignments.values() if a.use == "graded" for name in a.items)

    def tools_said(self, ident: str, own: Tools) -> str:
        """Return the rule for AI tools in an exercise, or in a block that generates some, in words.

        The assignments that name it decide; where their rules differ, each is named with its own. An exercise in no
        assignment has the rule of its page.
        """
        ruled: dict[Tools, list[str]] = {}
        for assignment in self.assignments.values():
            if ident in assignment.items:
                ruled.setdefault(assignment.tools, []).append(" ".join(assignment.title.split()))
        if len(ruled) < 2:
            return TOOLS[next(iter(ruled), own)]
        # Without quotation marks: words between them would have to be proven.
        return " ".join(f"In the assignment {' and '.join(titles)}: {TOOLS[tools]}" for tools, titles in ruled.items())

    def overruling(self, ident: str, own: Tools) -> list[str]:
        """Return the ids of the assignments whose rule for AI tools differs from that of this exercise."""
        return [name for name, a in self.assignments.items() if ident in a.items and a.tools != own]

    def revived(self, set_: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
        """Yield a problem for each exercise or assignment that reuses a withdrawn id: old links to it would mislead."""
        dead = {stone.id for stone in self.withdrawn}
        for ident, place in (*self.places.items(), *set_):
            if ident in dead:
                yield Problem(Kind.DUPLICATE_ID, f"the id {ident!r} was withdrawn; give this one a new id.", place)

    def unknown(self, known: Iterable[str]) -> Iterator[Problem]:
        """Yield a problem for each id in an assignment that no exercise has."""
        names = sorted(set(known))
        for ident, assignment in self.assignments.items():
            for item in assignment.items:
                if item not in names:
                    meant = near(item, names)
                    remedy = f"did you mean {meant!r}?" if meant else "write it on a page of the book."
                    message = f"the assignment {ident!r} names the exercise {item!r}, which no page sets; {remedy}"
                    yield Problem(Kind.UNKNOWN_REFERENCE, message, self.places[ident])


def files(root: Path) -> list[Path]:
    """Return the paths of the assignment files that exist."""
    return [path for path in (root / FILE, root / PRIVATE_FILE) if path.is_file()]


def load_plan(root: Path) -> Plan:
    """Load the assignments of a book; a faulty file is left out and its problems are reported."""
    assignments: dict[str, Assignment] = {}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    withdrawn: list[Tombstone] = []
    for path in files(root):
        words, unreadable = book.read_file(path, root)
        problems += unreadable
        if words is None:
            continue
        name, document = relative(path, root), yaml_source.parse(words)
        record, faults = validation.to_record(Assignments, document, name)
        problems += faults
        withdrawn += record.withdrawn if record else []
        for index, assignment in enumerate(record.assignments if record else ()):
            keys = ("assignments", index)
            place = Place(name, document.line(keys), validation.shown_path(keys))
            if assignment.id in assignments:
                message = f"the id {assignment.id!r} is used twice, first at {places[assignment.id]}."
                problems.append(Problem(Kind.DUPLICATE_ID, message, place))
            else:
                assignments[assignment.id], places[assignment.id] = assignment, place
    return Plan(assignments, places, tuple(problems), tuple(withdrawn))


@dataclass(frozen=True)
class QuestionPool:
    """All exercises of a book, from which assignments take their items.

    `items` are the written exercises by id, `recipes` the generating blocks by id; `secret` is the private seed;
    `titles` are those of pages, headings and labels, for links without text (`prompt_blocks.TITLED`).
    """

    plan: Plan
    items: Mapping[str, Item]
    recipes: Mapping[str, Recipe]
    evidence: EvidenceBase
    secret: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def items_of(self, assignment: Assignment) -> list[Item]:
        """Return every item of an assignment once: written items, and the generated items of each variant (`variant`).

        They keep the order of the assignment, so that filtering them by variant keeps it too.
        """
        first_seen: dict[tuple[str, str], tuple[int, Item]] = {}
        for items in self.variants(assignment).values():
            for place, item in enumerate(items):
                first_seen.setdefault((item.id, item.variant), (place, item))
        return [item for _, item in sorted(first_seen.values(), key=lambda each: each[0])]

    def variants(self, assignment: Assignment) -> dict[str, list[Item]]:
        """Return the items of an assignment for each variant (A, B, C …), with paragraph numbers filled in.

        Written items are the same in each variant, generated ones are drawn anew. An unknown id is left out: `unknown`
        reports it.
        """
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: assignment.variants]
        return {letter: self._items(assignment, letter) for letter in letters}

    def _items(self, assignment: Assignment, variant: str) -> list[Item]:
        from sourcebook.questions import prompt_blocks

        items: list[Item] = []
        for ident in assignment.items:
            if ident in self.items:
                item = self.items[ident]
                use = "graded" if assignment.use == "graded" else item.use
                items.append(replace(item, use=use, tools=assignment.tools))
            elif ident in self.recipes:
                items += self._generated(assignment, self.recipes[ident], variant)
        return [prompt_blocks.filled(item, self.evidence.paragraphs, self.titles) for item in items]

    def _generated(self, assignment: Assignment, recipe: Recipe, variant: str) -> Sequence[Item]:
        from sourcebook.questions import generate

        use = "graded" if assignment.use == "graded" else recipe.use
        mixed = replace(recipe, use=use, seed=f"{recipe.seed} {assignment.seed}".strip())
        items = generate.make(self.evidence, mixed, variant, self.secret)
        return [replace(item, tools=assignment.tools) for item in items]
