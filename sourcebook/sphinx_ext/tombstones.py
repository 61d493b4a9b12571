"""What was withdrawn, and how a page says it: a tombstone for each id that was published and is never used again.

Here: gathering them from all records, and the words of one. Not here: the lists on pages
(`sphinx_ext/directives/errata.py`, `render.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from sourcebook.model.records import Tombstone, WithdrawnSource
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.session import BuildSession

KINDS = {
    "actors": "actor",
    "places": "place",
    "events": "event",
    "figures": "figure",
    "hypotheses": "interpretation",
    "implications": "implication",
}
"""What a record file holds, for the list."""


@dataclass(frozen=True)
class Stone:
    """Something that was withdrawn: what it was, its id as pages name it, why, and when (ISO form, or empty)."""

    kind: str
    id: str
    because: str
    date: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.id}"


def stones(library: BuildSession) -> Iterator[Stone]:
    """Everything that was withdrawn: sources with their passages, then records, then exercises."""
    for gone in library.book.withdrawn:
        yield _stone("source", gone)
        yield from (_stone("passage", stone, f"{gone.id}/") for stone in gone.passages)
    for key in library.keys:
        yield from of_source(library, key)
    for stem, kind in KINDS.items():
        for stone in getattr(library.book.collections.get(stem), "withdrawn", []):
            yield _stone(kind, stone)
    for stone in library.plan.withdrawn:
        yield _stone("exercise", stone)


def of_source(library: BuildSession, key: str) -> Iterator[Stone]:
    """The passages that were withdrawn from a source that is still there."""
    return (_stone("passage", stone, f"{key}/") for stone in library.book.sources[key].withdrawn)


def _stone(kind: str, record: Tombstone | WithdrawnSource, within: str = "") -> Stone:
    return Stone(kind, f"{within}{record.id}", record.because, record.date or "")


def line(stone: Stone) -> nodes.paragraph:
    """A tombstone in words."""
    when = f"Withdrawn on {wording.date(stone.date)}: " if stone.date else "Withdrawn: "
    name = [nodes.Text(f"{wording.capital(stone.kind)} "), nodes.literal("", stone.id), nodes.Text(". ")]
    return nodes.paragraph("", "", *name, nodes.Text(f"{when}{wording.sentence(stone.because)}"))
