"""Sensitivity of a matrix's outcome: to leaving out an item or an origin, to changing one cell, and to other weights.

Not here: the table and its outcome (`matrix.py`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import shake_256
from typing import TYPE_CHECKING, Literal

from sourcebook.analysis.matrix import CELL_WORDS, SAME, SCALE, Matrix, Outcome, Row, outcome
from sourcebook.analysis.matrix_words import least, listed, titles
from sourcebook.model.records import Cell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXHAUSTIVE = 12
"""Up to so many rows, every assignment of weights is tried (4,096 of them); beyond it, as many drawn ones."""

LeftOut = Literal["item", "origin"]


# -- leaving out -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Without:
    """The outcome when one item, or everything from one origin, is left out, against the full matrix.

    `joins` and `leaves` are the hypotheses that come to be least contradicted, and that cease to be.
    """

    part: LeftOut
    id: str
    rows: int
    outcome: Outcome
    joins: tuple[str, ...]
    leaves: tuple[str, ...]
    order_changed: bool
    sentence: str

    @property
    def least_changed(self) -> bool:
        return bool(self.joins or self.leaves)


def without_each_item(matrix: Matrix) -> tuple[Without, ...]:
    """The outcome without each row, in the order of the rows: what would change if that row were false."""
    return tuple(
        _without(matrix, "item", row.id, row.title, [row.id != r.id for r in matrix.rows]) for row in matrix.rows
    )


def without_each_origin(
    matrix: Matrix, origins: Iterable[str] = (), names: Mapping[str, str] | None = None
) -> tuple[Without, ...]:
    """The outcome without each origin, sorted by id: those of the rows, and those of `origins` that have none.

    `names` gives the name by which a reader knows an origin.
    """
    ids = sorted({*matrix.origins, *origins})
    return tuple(
        _without(matrix, "origin", o, (names or {}).get(o, o), [o != r.origin for r in matrix.rows]) for o in ids
    )


def _without(matrix: Matrix, part: LeftOut, key: str, label: str, keep: Sequence[bool]) -> Without:
    full = outcome(matrix.hypotheses, matrix.weighted().sum(axis=0))
    rest = outcome(matrix.hypotheses, matrix.weighted()[list(keep)].sum(axis=0))
    joins, leaves = (tuple(sorted(s)) for s in ({*rest.least} - {*full.least}, {*full.least} - {*rest.least}))
    dropped = len(keep) - sum(keep)
    change = Without(part, key, dropped, rest, joins, leaves, rest.order != full.order, "")
    return dataclasses.replace(change, sentence=_without_sentence(matrix, label, full, change, any(keep)))


def _without_sentence(matrix: Matrix, label: str, full: Outcome, change: Without, any_left: bool) -> str:
    what = f"Without {label}" if change.part == "origin" else f"Without one item ({label})"
    if not change.rows:
        return f"{what}, nothing changes: no rated item rests on it."
    if not any_left:
        return f"{what}, no rated item is left, and nothing tells the interpretations apart."
    if not change.least_changed:
        rest = "; the order of the others changes" if change.order_changed else ""
        return f"{what}, {least(matrix, change.outcome, 'still ')}{rest}."
    return f"{what}, {least(matrix, change.outcome)}; with it, {listed(titles(matrix, full.least))}."


# -- changing a cell ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flip:
    """One cell filled otherwise, and the outcome that differs for it. `step`: the new cell is next to the old one."""

    evidence: str
    hypothesis: str
    was: Cell | None
    becomes: Cell
    step: bool
    least: tuple[str, ...]
    sentence: str


def flips(matrix: Matrix) -> tuple[Flip, ...]:
    """Every change of a single cell that changes which hypotheses are least contradicted.

    Ordered by row, hypothesis and scale. A missing cell that is filled counts as a change, but never as a step.
    """
    totals = matrix.weighted().sum(axis=0)
    least = outcome(matrix.hypotheses, totals).least
    tried = (
        _flip(matrix, totals, row, column, cell)
        for row in matrix.rows
        for column in range(len(matrix.hypotheses))
        for cell in SCALE
    )
    return tuple(flip for flip in tried if flip.least != least)


def _flip(matrix: Matrix, totals: Floats, row: Row, column: int, cell: Cell) -> Flip:
    was, changed = row.cells[column], totals.copy()
    changed[column] += matrix.scheme.factor(row.weight) * (matrix.scheme.value(cell) - matrix.scheme.value(was))
    result = outcome(matrix.hypotheses, changed)
    step = was is not None and abs(SCALE.index(was) - SCALE.index(cell)) == 1
    sentence = (
        f"Were one cell ({row.title}; {matrix.titles[column]}) {CELL_WORDS[cell]} instead of {CELL_WORDS[was]}, "
        f"{least(matrix, result, verb='would be')}."
    )
    return Flip(row.id, matrix.hypotheses[column], was, cell, step, result.least, sentence)


# -- other weights -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """The share (0 to 1) of trials in which a hypothesis is least contradicted, and in which it is so without a tie."""

    hypothesis: str
    least: float
    alone: float


@dataclass(frozen=True)
class Perturbation:
    """The outcomes when every row's weight is low or high instead of the given one.

    `exhaustive`: every assignment was tried. Otherwise they were drawn: the draws of a row follow from its id and the
    seed alone, so that they are the same on every machine and in every order of rows. Shares of ties overlap: they can
    add up to more than one. They are no likelihoods.
    """

    trials: int
    exhaustive: bool
    shares: tuple[Share, ...]
    sentence: str


def perturb(matrix: Matrix, seed: str = "sourcebook") -> Perturbation:
    """The shares over all assignments of low and high weight, or over 4,096 drawn ones where rows are many."""
    import numpy as np

    exhaustive = len(matrix.rows) <= EXHAUSTIVE
    high = _assignments(len(matrix.rows)) if exhaustive else _draws([row.id for row in matrix.rows], seed)
    totals = np.where(high, matrix.scheme.high, matrix.scheme.low) @ matrix.values()
    least = totals <= totals.min(axis=1, keepdims=True) + SAME if matrix.hypotheses else totals > 0
    alone = least & (least.sum(axis=1, keepdims=True) == 1)
    means = zip(matrix.hypotheses, least.mean(axis=0), alone.mean(axis=0), strict=True)
    shares = tuple(Share(h, float(a), float(b)) for h, a, b in means)
    return Perturbation(len(high), exhaustive, shares, _perturbation_sentence(matrix, shares, len(high), exhaustive))


def _assignments(rows: int) -> NDArray[np.bool_]:
    """Every way to give each of the rows low or high weight: a line a way, true for high."""
    import numpy as np

    return (np.arange(2**rows)[:, None] >> np.arange(rows) & 1).astype(bool)


def _draws(ids: Sequence[str], seed: str) -> NDArray[np.bool_]:
    """As many drawn assignments as the exhaustive trial has at most; a row's column depends on its id alone."""
    import numpy as np

    streams = [shake_256(f"{seed}/{key}".encode()).digest(2**EXHAUSTIVE // 8) for key in ids]
    return np.unpackbits(np.frombuffer(b"".join(streams), dtype=np.uint8)).reshape(len(ids), -1).T.astype(bool)


def _perturbation_sentence(matrix: Matrix, shares: Sequence[Share], trials: int, exhaustive: bool) -> str:
    if not matrix.rows:
        return "No item is rated: there are no weights to change."
    how = "all" if exhaustive else "a sample of"
    ever = [share for share in shares if share.least]
    shares_in_words = [f"{matrix.names[s.hypothesis]} in {round(100 * s.least)} of 100" for s in ever]
    return (
        f"Over {how} {trials:,} ways to give each item low or high weight, least contradicted by these sources: "
        f"{listed(shares_in_words)} (ties count for each; this is no likelihood)."
    )


def one_voice_each(matrix: Matrix) -> Outcome:
    """The outcome if every origin counted the same, however many rows it gives: its rows' mean, summed."""
    import numpy as np

    weighted, own = matrix.weighted(), np.array([row.origin for row in matrix.rows], dtype=object)
    means = [weighted[own == origin].mean(axis=0) for origin in matrix.origins]
    return outcome(matrix.hypotheses, np.sum(means, axis=0) if means else np.zeros(len(matrix.hypotheses)))
