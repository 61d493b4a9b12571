"""The matrix of rival hypotheses and evidence: the table, and which of them the sources contradict least.

Not here: everything that a page shows (`matrix_report.py`), reading the records, judging whether a rating is right, and
drawing. No total, rank, share or order is shown to anybody: only which interpretations are least contradicted.

The method is Heuer's Analysis of Competing Hypotheses (Psychology of Intelligence Analysis, CIA, 1999, chapter 8): look
for what speaks against each hypothesis, since evidence that fits all of them says nothing. Its critics answer that
items from one origin are counted as if they were many, that the outcome can hang on a single rating, that a total looks
more exact than it is, and that trials have not shown better judgement. Hence no totals, what becomes of the outcome
without each origin, and the wording "least contradicted by these sources". Ties stay ties, and a missing cell is
counted neither way but always reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from sourcebook.model.records import EDITOR, Cell, Evidence, Hypothesis

SCALE: tuple[Cell, ...] = get_args(Cell)
"""The cells from most consistent to most inconsistent; neighbours are one step apart."""

CELL_WORDS: Mapping[Cell | None, str] = {
    "CC": "very consistent",
    "C": "consistent",
    "N": "neither consistent nor inconsistent",
    "I": "inconsistent",
    "II": "very inconsistent",
    None: "not rated",
}
"""The meaning of each cell in words, to stand beside its sign."""

METHOD_NOTE = (
    "Research has not shown that this method improves accuracy: "
    "the matrix displays where the sources disagree and settles nothing."
)
"""The sentence that stands beside every matrix."""

INCONSISTENT: Mapping[Cell | None, float] = {"I": 1.0, "II": 2.0}
"""What a cell counts before its row's weight: CC, C, N and one that is not rated count nothing."""
WEIGHTS: Mapping[str, float] = {"low": 0.5, "medium": 1.0, "high": 2.0}
"""What a row's weight multiplies its cells by. A convention: the numbers measure nothing and are not shown."""


@dataclass(frozen=True)
class Row:
    """One item of evidence: where it comes from, what it weighs, and a cell a hypothesis (None: not rated)."""

    id: str
    title: str
    source: str
    origin: str
    weight: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Matrix:
    """The table as one rater filled it in, in the order of the records.

    `unopposed` are hypotheses that no cell contradicts: nobody has looked for what speaks against them, or nothing was
    found. `missing` counts the cells without a rating.
    """

    names: Mapping[str, str]
    rows: tuple[Row, ...]

    @property
    def hypotheses(self) -> tuple[str, ...]:
        return tuple(self.names)

    @property
    def missing(self) -> int:
        return sum(row.cells.count(None) for row in self.rows)

    @property
    def unopposed(self) -> tuple[str, ...]:
        return tuple(h for i, h in enumerate(self.names) if not any(row.cells[i] in INCONSISTENT for row in self.rows))

    @property
    def origins(self) -> tuple[str, ...]:
        """The independent origins that the rows rest on: two copies of one report are one."""
        return tuple(sorted({row.origin for row in self.rows}))

    def without(self, origin: str) -> Matrix:
        """The matrix without the rows of an origin."""
        return Matrix(self.names, tuple(row for row in self.rows if row.origin != origin))

    def least(self) -> tuple[str, ...]:
        """The hypotheses that are least contradicted, in the order of the records: several where they tie."""
        counts = [counted(row) for row in self.rows]
        totals = {name: sum(count[i] for count in counts) for i, name in enumerate(self.names)}
        return tuple(name for name, total in totals.items() if total == min(totals.values()))


def counted(row: Row) -> list[float]:
    """What each cell of a row adds to the inconsistency of its hypothesis, in halves: sums are exact."""
    return [WEIGHTS[row.weight] * INCONSISTENT.get(cell, 0.0) for cell in row.cells]


def table(hypotheses: Mapping[str, Hypothesis], evidence: Mapping[str, Evidence], origins: Mapping[str, str]) -> Matrix:
    """The matrix as the editor filled it in. `origins` maps a source's key to its origin; one not named is its own."""
    rows = []
    for key, item in evidence.items():
        cells = {r.hypothesis: r.cell for r in reversed(item.ratings) if r.rater == EDITOR}
        origin = origins.get(item.source, item.source)
        rows.append(Row(key, item.title, item.source, origin, item.weight, tuple(map(cells.get, hypotheses))))
    return Matrix({key: hypothesis.title for key, hypothesis in hypotheses.items()}, tuple(rows))
