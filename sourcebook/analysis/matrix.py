"""The matrix of hypotheses and evidence: the table, weighted inconsistency, and how far each row discriminates.

Not here: how firm the outcome is (`matrix_sensitivity.py`), everything that a page shows (`matrix_report.py`), reading
the records, judging whether a rating is right, and drawing (the caller shows words and tables; no total or rank is
shown unless a reader asks).

The method is Heuer's Analysis of Competing Hypotheses (Psychology of Intelligence Analysis, CIA, 1999, chapter 8): look
for what speaks against each hypothesis, since evidence that fits all of them says nothing. Its critics answer that
items from one origin are counted as if they were many, that the outcome can hang on a single rating, that a total looks
more exact than it is, and that trials have not shown better judgement. Hence the tests of how firm the outcome is, and
the wording "least contradicted by these sources". Ties stay ties, and a missing cell is counted neither way but always
reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, get_args

from sourcebook.model.records import EDITOR, Cell, Evidence, Hypothesis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

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

SAME = 1e-9
"""Two sums that differ by less than this are a tie: the rest is rounding."""


# -- what goes in, and the table ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scheme:
    """The numbers that cells and weights stand for. Inconsistency is their product, summed over the rows.

    Only inconsistency counts: CC, C and N are nothing. The numbers are a convention (two I weigh as one II, a row of
    high weight as two of medium weight); they measure nothing, which is why every outcome is tried with others.
    """

    inconsistent: float = 1.0
    very_inconsistent: float = 2.0
    low: float = 0.5
    medium: float = 1.0
    high: float = 2.0

    def value(self, cell: Cell | None) -> float:
        """The value of a cell before its row's weight. A missing one counts nothing."""
        return {"I": self.inconsistent, "II": self.very_inconsistent}.get(cell or "", 0.0)

    def factor(self, weight: str) -> float:
        """The factor of a row's weight (`low`, `medium`, `high`) for its cells."""
        return {"low": self.low, "medium": self.medium, "high": self.high}[weight]


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

    `missing` are the cells without a rating, `doubled` those rated twice (the first counts), `strangers` ratings of
    hypotheses that do not exist: each a pair of evidence id and hypothesis id. `unopposed` are hypotheses that no cell
    contradicts: nobody has looked for what speaks against them, or nothing was found.
    """

    hypotheses: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    scheme: Scheme = Scheme()
    doubled: tuple[tuple[str, str], ...] = ()
    strangers: tuple[tuple[str, str], ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        pairs = ((r, h, c) for r in self.rows for h, c in zip(self.hypotheses, r.cells, strict=True))
        return tuple((row.id, hypothesis) for row, hypothesis, cell in pairs if cell is None)

    @property
    def unopposed(self) -> tuple[str, ...]:
        columns = zip(*(row.cells for row in self.rows), strict=True) if self.rows else [()] * len(self.hypotheses)
        return tuple(h for h, cells in zip(self.hypotheses, columns, strict=True) if not {"I", "II"} & set(cells))

    @property
    def origins(self) -> tuple[str, ...]:
        """The independent origins that the rows rest on: two copies of one report are one."""
        return tuple(sorted({row.origin for row in self.rows}))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Hypothesis id to title."""
        return dict(zip(self.hypotheses, self.titles, strict=True))

    def values(self) -> Floats:
        """Rows by hypotheses: what each cell counts before its row's weight."""
        import numpy as np

        counts = [[self.scheme.value(cell) for cell in row.cells] for row in self.rows]
        return np.array(counts, dtype=np.float64).reshape(len(self.rows), len(self.hypotheses))

    def factors(self) -> Floats:
        """One number a row: what its weight multiplies its cells by."""
        import numpy as np

        return np.array([self.scheme.factor(row.weight) for row in self.rows], dtype=np.float64)

    def weighted(self) -> Floats:
        """Rows by hypotheses: what each cell adds to the inconsistency of its hypothesis."""
        return self.values() * self.factors()[:, None]


def table(
    hypotheses: Mapping[str, Hypothesis],
    evidence: Mapping[str, Evidence],
    origins: Mapping[str, str],
    *,
    rater: str = EDITOR,
    scheme: Scheme | None = None,
) -> Matrix:
    """The matrix as `rater` filled it in. `origins` maps a source's key to its origin; one not named is its own."""
    doubled: list[tuple[str, str]] = []
    strangers: list[tuple[str, str]] = []
    rows = []
    for key, item in evidence.items():
        cells: dict[str, Cell] = {}
        for rating in (r for r in item.ratings if r.rater == rater):
            if rating.hypothesis not in hypotheses:
                strangers.append((key, rating.hypothesis))
            elif rating.hypothesis in cells:
                doubled.append((key, rating.hypothesis))
            else:
                cells[rating.hypothesis] = rating.cell
        origin = origins.get(item.source, item.source)
        rows.append(Row(key, item.title, item.source, origin, item.weight, tuple(cells.get(h) for h in hypotheses)))
    titles = tuple(h.title for h in hypotheses.values())
    return Matrix(tuple(hypotheses), titles, tuple(rows), scheme or Scheme(), tuple(doubled), tuple(strangers))


# -- the outcome -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """Hypotheses by inconsistency: `order` in tiers from least to most contradicted, a tie being one tier.

    Inside a tier the ids are sorted, so that two outcomes compare whatever order the hypotheses were written in.
    """

    order: tuple[tuple[str, ...], ...]

    @property
    def least(self) -> tuple[str, ...]:
        """The hypotheses that are least contradicted: several where they tie."""
        return self.order[0] if self.order else ()


@dataclass(frozen=True)
class Score:
    """The weighted inconsistency of one hypothesis, and what it could rise to were its missing cells all II."""

    hypothesis: str
    inconsistency: float
    at_most: float
    missing: int


def outcome(names: Sequence[str], totals: Iterable[float]) -> Outcome:
    """Tiers of hypotheses with the same total, lowest total first."""
    tiers: list[tuple[float, list[str]]] = []
    for total, name in sorted(zip(map(float, totals), names, strict=True)):
        if tiers and total - tiers[-1][0] <= SAME:
            tiers[-1][1].append(name)
        else:
            tiers.append((total, [name]))
    return Outcome(tuple(tuple(sorted(tier)) for _, tier in tiers))


def scores(matrix: Matrix) -> tuple[Score, ...]:
    """One score a hypothesis, in the order of the records."""
    totals = matrix.weighted().sum(axis=0)
    worst = max(matrix.scheme.inconsistent, matrix.scheme.very_inconsistent)
    out = []
    for column, (hypothesis, total) in enumerate(zip(matrix.hypotheses, totals, strict=True)):
        empty = [matrix.scheme.factor(row.weight) for row in matrix.rows if row.cells[column] is None]
        out.append(Score(hypothesis, float(total), float(total) + worst * sum(empty), len(empty)))
    return tuple(out)


def possible(totals: Sequence[Score]) -> tuple[str, ...]:
    """The hypotheses that could be least contradicted, if the missing cells were filled in their favour."""
    limit = min((score.at_most for score in totals), default=0.0)
    return tuple(score.hypothesis for score in totals if score.inconsistency <= limit + SAME)


# -- each row ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Diagnosticity:
    """The diagnosticity of one row: how far it discriminates between the hypotheses.

    `steps` lie between its most and its least consistent cell (0 to 4: CC to II); `parted` of `pairs` pairs of rated
    hypotheses have different cells. A row of no steps says nothing between them; one that is not `counting` parts them
    only by how well it fits, which does not enter the inconsistency.
    """

    evidence: str
    steps: int
    parted: int
    pairs: int
    counting: bool
    sentence: str


def diagnosticity(matrix: Matrix) -> tuple[Diagnosticity, ...]:
    """One judgement a row, in the order of the rows. Missing cells are left out."""
    return tuple(_diagnosticity(matrix.scheme, row) for row in matrix.rows)


def _diagnosticity(scheme: Scheme, row: Row) -> Diagnosticity:
    cells = [cell for cell in row.cells if cell]
    ranks = [SCALE.index(cell) for cell in cells]
    steps = max(ranks) - min(ranks) if ranks else 0
    pairs = len(cells) * (len(cells) - 1) // 2
    parted = sum(a != b for i, a in enumerate(ranks) for b in ranks[i + 1 :])
    counting = len({scheme.value(cell) for cell in cells}) > 1
    return Diagnosticity(row.id, steps, parted, pairs, counting, _says(cells, parted, pairs, counting))


def _says(cells: Sequence[Cell], parted: int, pairs: int, counting: bool) -> str:
    if len(cells) < 2:
        return "Too few cells are rated to tell interpretations apart."
    if not parted:
        return f"All cells say {CELL_WORDS[cells[0]]}: this item does not tell the interpretations apart."
    sentence = f"Tells apart {parted} of {pairs} {'pair' if pairs == 1 else 'pairs'} of interpretations"
    if counting:
        return f"{sentence}."
    return f"{sentence}, but only by how well it fits: it contradicts none more than another."
