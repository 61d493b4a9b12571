"""Assignments: reading them, checking what they name, and the items that each hands out.

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
from sourcebook.questions.items import TOOLS, Assignment, Assignments, Item, Tools, Use
from sourcebook.store import book, validation, yaml_source
from sourcebook.store.yaml_source import Document

if TYPE_CHECKING:  # reading the assignments does not wait for what makes questions
    from sourcebook.questions.recipe import EvidenceBase, Recipe

FOLDER = "exercises"
FILE = f"{FOLDER}/assignments.yml"
PRIVATE_FILE = f"{FOLDER}/assignments-private.yml"


@dataclass(frozen=True)
class Plan:
    """Every assignment of a book by id, where each stands, what was withdrawn, and what is wrong with their files."""

    assignments: dict[str, Assignment] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    withdrawn: tuple[Tombstone, ...] = ()

    @property
    def graded(self) -> frozenset[str]:
        """The ids of items that a graded assignment names."""
        return frozenset(name for a in self.assignments.values() if a.use == "graded" for name in a.items)

    def tools_said(self, ident: str, own: Tools) -> str:
        """The rule for AI tools in an exercise, or a block that generates some, in words.

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
        """The ids of the assignments that name an exercise and have another rule for AI tools than its own."""
        return [name for name, a in self.assignments.items() if ident in a.items and a.tools != own]

    def revived(self, set_: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
        """A problem for each exercise or assignment whose id was withdrawn: old links to it mean another one."""
        dead = {stone.id for stone in self.withdrawn}
        for ident, place in (*self.places.items(), *set_):
            if ident in dead:
                yield Problem(Kind.DUPLICATE_ID, f"the id {ident!r} was withdrawn; give this one a new id.", place)

    def unknown(self, known: Iterable[str]) -> Iterator[Problem]:
        """A problem for each item that an assignment names and no page sets."""
        names = sorted(set(known))
        for ident, assignment in self.assignments.items():
            for item in assignment.items:
                if item not in names:
                    meant = near(item, names)
                    remedy = f"did you mean {meant!r}?" if meant else "write it on a page of the book."
                    message = f"the assignment {ident!r} names the exercise {item!r}, which no page sets; {remedy}"
                    yield Problem(Kind.UNKNOWN_REFERENCE, message, self.places[ident])


def files(root: Path) -> list[Path]:
    """The files of assignments that there are."""
    return [path for path in (root / FILE, root / PRIVATE_FILE) if path.is_file()]


def load_plan(root: Path) -> Plan:
    """Every assignment of a book; faulty files are left out, with their problems."""
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
        found, faults = validation.to_record(Assignments, document, name)
        problems += faults
        withdrawn += found.withdrawn if found else []
        for index, assignment in enumerate(found.assignments if found else ()):
            place = _place(document, name, index)
            if assignment.id in assignments:
                message = f"the id {assignment.id!r} stands twice, first at {places[assignment.id]}."
                problems.append(Problem(Kind.DUPLICATE_ID, message, place))
            else:
                assignments[assignment.id], places[assignment.id] = assignment, place
    return Plan(assignments, places, tuple(problems), tuple(withdrawn))


def _place(document: Document, file: str, index: int) -> Place:
    path = ("assignments", index)
    return Place(file, document.line(path), validation.shown_path(path))


@dataclass(frozen=True)
class Pool:
    """Every exercise that the pages set, and what variants of the generated ones are made from.

    `items` are the written ones by id; `recipes` the blocks that generate by id; `secret` is the private seed; `titles`
    are those of pages, headings and labels, for links that say no words of their own (`text.TITLED`).
    """

    plan: Plan
    items: Mapping[str, Item]
    recipes: Mapping[str, Recipe]
    evidence: EvidenceBase
    secret: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)

    def items_of(self, assignment: Assignment) -> list[Item]:
        """Every item of an assignment once: the written ones, and the generated ones of each variant (`variant`).

        In the order of the assignment, so that each variant read out of them is in its order too.
        """
        found: dict[tuple[str, str], tuple[int, Item]] = {}
        for items in self.variants(assignment).values():
            for place, item in enumerate(items):
                found.setdefault((item.id, item.variant), (place, item))
        return [item for _, item in sorted(found.values(), key=lambda each: each[0])]

    def variants(self, assignment: Assignment) -> dict[str, list[Item]]:
        """The items of an assignment for each variant (A, B, C …), with the numbers of paragraphs filled in.

        Written items are the same in each; generated ones are drawn anew. An id that no page sets is left out: the
        check of the plan says so.
        """
        letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: assignment.variants]
        return {letter: self._items(assignment, letter) for letter in letters}

    def _items(self, assignment: Assignment, variant: str) -> list[Item]:
        from sourcebook.questions import prompt_blocks

        found: list[Item] = []
        for ident in assignment.items:
            if ident in self.items:
                item = self.items[ident]
                found.append(replace(item, use=self._use(assignment, item), tools=assignment.tools))
            elif ident in self.recipes:
                found += self._generated(assignment, self.recipes[ident], variant)
        return [prompt_blocks.filled(item, self.evidence.paragraphs, self.titles) for item in found]

    def _generated(self, assignment: Assignment, recipe: Recipe, variant: str) -> Sequence[Item]:
        from sourcebook.questions import generate

        use = "graded" if assignment.use == "graded" else recipe.use
        mixed = replace(recipe, use=use, seed=f"{recipe.seed} {assignment.seed}".strip())
        made = generate.make(self.evidence, mixed, variant, self.secret)
        return [replace(item, tools=assignment.tools) for item in made]

    def _use(self, assignment: Assignment, item: Item) -> Use:
        return "graded" if assignment.use == "graded" else item.use
