"""The matrix of hypotheses and evidence: what contradicts what, and how far the result hangs on any one part of it.

Here: the table, weighted inconsistency, the diagnosticity of each row, and the tests of how firm the outcome stands.
Not here: reading the records, judging whether a rating is right, and drawing (the caller shows words and tables; no
total or rank is shown unless a reader asks).

The method is Heuer's Analysis of Competing Hypotheses (Psychology of Intelligence Analysis, CIA, 1999, chapter 8): look
for what speaks against each hypothesis, since evidence that fits all of them says nothing. Its critics answer that
items from one origin are counted as if they were many, that the outcome can hang on a single rating, that a total looks
more exact than it is, and that trials have not shown better judgement. Hence the tests below, and hence the wording:
"least contradicted by these sources". Ties stay ties, and a missing cell is counted neither way but always reported.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import shake_256
from typing import TYPE_CHECKING, Literal, get_args

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
"""What a cell says in words, to stand beside its sign."""

METHOD_NOTE = (
    "Research has not shown that this method improves accuracy: "
    "the matrix displays where the sources disagree and settles nothing."
)
"""The sentence that stands beside every matrix."""

SAME = 1e-9
"""Two sums that differ by less than this are a tie: the rest is rounding."""

EXHAUSTIVE = 12
"""Up to so many rows, every assignment of weights is tried (4,096 of them); beyond it, as many drawn ones."""

Part = Literal["item", "origin"]


# -- what goes in, and the table ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scheme:
    """What a cell and a weight count. Inconsistency is their product, summed over the rows.

    Only inconsistency counts: CC, C and N are nothing. The numbers are a convention (two I weigh as one II, a row of
    high weight as two of medium weight); they measure nothing, which is why every outcome is tried with others.
    """

    inconsistent: float = 1.0
    very_inconsistent: float = 2.0
    low: float = 0.5
    medium: float = 1.0
    high: float = 2.0

    def value(self, cell: Cell | None) -> float:
        """What a cell counts before its row's weight. A missing one counts nothing."""
        return {"I": self.inconsistent, "II": self.very_inconsistent}.get(cell or "", 0.0)

    def factor(self, weight: str) -> float:
        """What a row's weight (`low`, `medium`, `high`) multiplies its cells by."""
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


def raters(evidence: Mapping[str, Evidence]) -> tuple[str, ...]:
    """Everybody who rated a cell, the editor first."""
    found = {rating.rater for item in evidence.values() for rating in item.ratings}
    return tuple(sorted(found, key=lambda rater: (rater != EDITOR, rater)))


@dataclass(frozen=True)
class Dispute:
    """One cell that raters fill differently: each rater with their cell. Shown side by side, never averaged."""

    evidence: str
    hypothesis: str
    cells: tuple[tuple[str, Cell], ...]


def disputes(evidence: Mapping[str, Evidence]) -> tuple[Dispute, ...]:
    """Every cell on which two raters differ, in the order of the records."""
    found: dict[tuple[str, str], list[tuple[str, Cell]]] = {}
    for key, item in evidence.items():
        for rating in item.ratings:
            found.setdefault((key, rating.hypothesis), []).append((rating.rater, rating.cell))
    differing = ((pair, cells) for pair, cells in found.items() if len(set(dict(cells).values())) > 1)
    return tuple(Dispute(*pair, tuple(cells)) for pair, cells in differing)


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
    found = []
    for column, (hypothesis, total) in enumerate(zip(matrix.hypotheses, totals, strict=True)):
        empty = [matrix.scheme.factor(row.weight) for row in matrix.rows if row.cells[column] is None]
        found.append(Score(hypothesis, float(total), float(total) + worst * sum(empty), len(empty)))
    return tuple(found)


def possible(found: Sequence[Score]) -> tuple[str, ...]:
    """The hypotheses that could be least contradicted, if the missing cells were filled in their favour."""
    limit = min((score.at_most for score in found), default=0.0)
    return tuple(score.hypothesis for score in found if score.inconsistency <= limit + SAME)


# -- each row ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Diagnosticity:
    """How far one row tells the hypotheses apart.

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
    told = f"Tells apart {parted} of {pairs} {'pair' if pairs == 1 else 'pairs'} of interpretations"
    return f"{told}." if counting else f"{told}, but only by how well it fits: it contradicts none more than another."


# -- leaving out -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Without:
    """The outcome when one item, or everything from one origin, is left out, against the full matrix.

    `joins` and `leaves` are the hypotheses that come to be least contradicted, and that cease to be.
    """

    part: Part
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
    """What each row, were it false, would take with it: the outcome without it, in the order of the rows."""
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


def _without(matrix: Matrix, part: Part, key: str, label: str, keep: Sequence[bool]) -> Without:
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
        return f"{what}, {_least(matrix, change.outcome, 'still ')}{rest}."
    return f"{what}, {_least(matrix, change.outcome)}; with it, {_listed(_titles(matrix, full.least))}."


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
        f"{_least(matrix, result, verb='would be')}."
    )
    return Flip(row.id, matrix.hypotheses[column], was, cell, step, result.least, sentence)


# -- other weights -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """In what share (0 to 1) of the trials a hypothesis is least contradicted, and is so without a tie."""

    hypothesis: str
    least: float
    alone: float


@dataclass(frozen=True)
class Perturbation:
    """What becomes of the outcome when every row's weight is low or high instead of the one it was given.

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
    told = [f"{matrix.names[s.hypothesis]} in {round(100 * s.least)} of 100" for s in ever]
    return (
        f"Over {how} {trials:,} ways to give each item low or high weight, least contradicted by these sources: "
        f"{_listed(told)} (ties count for each; this is no likelihood)."
    )


def one_voice_each(matrix: Matrix) -> Outcome:
    """The outcome if every origin counted the same, however many rows it gives: its rows' mean, summed."""
    import numpy as np

    weighted, own = matrix.weighted(), np.array([row.origin for row in matrix.rows], dtype=object)
    means = [weighted[own == origin].mean(axis=0) for origin in matrix.origins]
    return outcome(matrix.hypotheses, np.sum(means, axis=0) if means else np.zeros(len(matrix.hypotheses)))


# -- all of it ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Analysis:
    """Everything that a page, a brief or an exercise shows of one matrix.

    `hinges` are the items of evidence that, if they turned out false, would change the order of the hypotheses;
    `possible` the hypotheses that missing cells leave in the running; `one_voice` the outcome with one vote an origin.
    """

    matrix: Matrix
    scores: tuple[Score, ...]
    outcome: Outcome
    possible: tuple[str, ...]
    diagnosticity: tuple[Diagnosticity, ...]
    without_items: tuple[Without, ...]
    without_origins: tuple[Without, ...]
    flips: tuple[Flip, ...]
    perturbation: Perturbation
    one_voice: Outcome
    sentences: tuple[str, ...]

    @property
    def hinges(self) -> tuple[Without, ...]:
        return tuple(change for change in self.without_items if change.order_changed)

    @property
    def steps(self) -> tuple[Flip, ...]:
        """The flips of one step: where raters of good will may differ."""
        return tuple(flip for flip in self.flips if flip.step)


def analyse(
    hypotheses: Mapping[str, Hypothesis],
    evidence: Mapping[str, Evidence],
    origins: Mapping[str, str],
    *,
    names: Mapping[str, str] | None = None,
    rater: str = EDITOR,
    scheme: Scheme | None = None,
) -> Analysis:
    """The matrix of one rater and every test of it. `names` maps an origin to the name that sentences use for it."""
    matrix = table(hypotheses, evidence, origins, rater=rater, scheme=scheme)
    found = scores(matrix)
    result = Analysis(
        matrix=matrix,
        scores=found,
        outcome=outcome(matrix.hypotheses, [score.inconsistency for score in found]),
        possible=possible(found),
        diagnosticity=diagnosticity(matrix),
        without_items=without_each_item(matrix),
        without_origins=without_each_origin(matrix, origins.values(), names),
        flips=flips(matrix),
        perturbation=perturb(matrix),
        one_voice=one_voice_each(matrix),
        sentences=(),
    )
    return dataclasses.replace(result, sentences=tuple(_summary(result)))


def for_browser(matrix: Matrix) -> dict[str, object]:
    """What a page needs to work the outcome out again when a reader strikes a row or a source. Plain JSON values.

    `rows[].counts` are in the order of `hypotheses`: what each cell adds to the sum, null where it is not rated.
    """
    weighted = matrix.weighted().tolist()
    rows = [
        {
            "id": row.id,
            "source": row.source,
            "origin": row.origin,
            "counts": [None if cell is None else count for cell, count in zip(row.cells, counts, strict=True)],
        }
        for row, counts in zip(matrix.rows, weighted, strict=True)
    ]
    titles = [{"id": key, "title": title} for key, title in matrix.names.items()]
    return {"hypotheses": titles, "rows": rows, "same": SAME}


# -- words -------------------------------------------------------------------------------------------------------------


def _summary(result: Analysis) -> Iterable[str]:
    """The outcome and how firm it stands, a sentence each; those that have nothing to say are left out."""
    matrix = result.matrix
    if not matrix.rows:
        yield "No evidence is rated: nothing tells the interpretations apart."
        return
    of = f"{_counted(len(matrix.rows), 'item')} from {_counted(len(matrix.origins), 'independent origin')}"
    yield f"On {of}, {_least(matrix, result.outcome)}."
    if matrix.missing:
        yield _gaps(result)
    if matrix.unopposed:
        yield f"No item is rated as contradicting {_listed(_titles(matrix, matrix.unopposed), 'or')}."
    fragile = sum(change.least_changed for change in result.without_origins)
    among = f"Leaving out one origin changes this in {fragile} of {_counted(len(matrix.origins), 'case')}."
    yield among if fragile else "Leaving out any one origin does not change this."
    yield _single_cells(result)
    if result.one_voice.least != result.outcome.least:
        yield f"If every origin counted the same, {_least(matrix, result.one_voice, verb='would be')}."
    yield result.perturbation.sentence


def _gaps(result: Analysis) -> str:
    empty = len(result.matrix.missing)
    titles = _listed(_titles(result.matrix, result.possible), "or")
    if len(result.possible) == 1:
        return f"{_counted(empty, 'cell is', 'cells are')} not rated; however filled, it would still be {titles}."
    return f"{_counted(empty, 'cell is', 'cells are')} not rated; depending on that, it could be {titles}."


def _single_cells(result: Analysis) -> str:
    cells = len({(flip.evidence, flip.hypothesis) for flip in result.steps})
    if not cells:
        return "Changing any one rating by one step does not change this."
    return f"Changing one rating by one step changes this in {_counted(cells, 'cell')}."


def _titles(matrix: Matrix, ids: Iterable[str]) -> list[str]:
    return [matrix.names[key] for key in ids]


def _least(matrix: Matrix, result: Outcome, adverb: str = "", verb: str = "") -> str:
    """The clause "X and Y are least contradicted by these sources"; all alike where nothing tells them apart."""
    if len(result.order) == 1 and len(result.least) > 1:
        return f"all interpretations {verb or 'are'} {adverb}equally contradicted by these sources"
    verb = verb or ("is" if len(result.least) == 1 else "are")
    return f"{_listed(_titles(matrix, result.least))} {verb} {adverb}least contradicted by these sources"


def _listed(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
