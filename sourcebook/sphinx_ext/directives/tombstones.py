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
class Withdrawal:
    """Something that was withdrawn: what it was, its id as pages name it, why, and when (ISO form, or empty)."""

    kind: str
    id: str
    because: str
    date: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.id}"


def withdrawals(session: BuildSession) -> Iterator[Withdrawal]:
    """Everything that was withdrawn: sources with their passages, then records, then exercises."""
    for source in session.withdrawn_sources:
        yield _withdrawal("source", source)
        yield from (_withdrawal("passage", tombstone, f"{source.id}/") for tombstone in source.passages)
    for key in session.keys:
        yield from withdrawn_passages(session, key)
    for stem, kind in KINDS.items():
        yield from (_withdrawal(kind, tombstone) for tombstone in session.withdrawn_from(stem))
    yield from (_withdrawal("exercise", tombstone) for tombstone in session.withdrawn_exercises)


def withdrawn_passages(session: BuildSession, key: str) -> Iterator[Withdrawal]:
    """The passages that were withdrawn from a source that is still there."""
    return (_withdrawal("passage", tombstone, f"{key}/") for tombstone in session.withdrawn_from(key))


def _withdrawal(kind: str, record: Tombstone | WithdrawnSource, within: str = "") -> Withdrawal:
    return Withdrawal(kind, f"{within}{record.id}", record.because, record.date or "")


def withdrawal_line(withdrawal: Withdrawal) -> nodes.paragraph:
    """A withdrawal in words."""
    when = f"Withdrawn on {wording.date(withdrawal.date)}: " if withdrawal.date else "Withdrawn: "
    name = [nodes.Text(f"{wording.capital(withdrawal.kind)} "), nodes.literal("", withdrawal.id), nodes.Text(". ")]
    return nodes.paragraph("", "", *name, nodes.Text(f"{when}{wording.sentence(withdrawal.because)}"))
