"""The full analysis of one matrix: table, scores, outcome, every sensitivity test, and a summary in sentences.

Here also: the data with which a page computes the outcome again. Not here: the computation of each part (`matrix.py`,
`matrix_sensitivity.py`), and drawing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sourcebook.analysis.matrix import (
    SAME,
    Diagnosticity,
    Matrix,
    Outcome,
    Scheme,
    Score,
    diagnosticity,
    outcome,
    possible,
    scores,
    table,
)
from sourcebook.analysis.matrix_sensitivity import (
    Flip,
    Perturbation,
    Without,
    flips,
    one_voice_each,
    perturb,
    without_each_item,
    without_each_origin,
)
from sourcebook.analysis.matrix_words import counted, least, listed, titles
from sourcebook.model.records import EDITOR, Evidence, Hypothesis


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
    totals = scores(matrix)
    result = Analysis(
        matrix=matrix,
        scores=totals,
        outcome=outcome(matrix.hypotheses, [score.inconsistency for score in totals]),
        possible=possible(totals),
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
    """The data with which a page computes the outcome again when a reader strikes a row or a source, as JSON values.

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


def _summary(result: Analysis) -> Iterable[str]:
    """The outcome and how firm it stands, a sentence each; those that have nothing to say are left out."""
    matrix = result.matrix
    if not matrix.rows:
        yield "No evidence is rated: nothing tells the interpretations apart."
        return
    of = f"{counted(len(matrix.rows), 'item')} from {counted(len(matrix.origins), 'independent origin')}"
    yield f"On {of}, {least(matrix, result.outcome)}."
    if matrix.missing:
        yield _gaps(result)
    if matrix.unopposed:
        yield f"No item is rated as contradicting {listed(titles(matrix, matrix.unopposed), 'or')}."
    fragile = sum(change.least_changed for change in result.without_origins)
    among = f"Leaving out one origin changes this in {fragile} of {counted(len(matrix.origins), 'case')}."
    yield among if fragile else "Leaving out any one origin does not change this."
    yield _single_cells(result)
    if result.one_voice.least != result.outcome.least:
        yield f"If every origin counted the same, {least(matrix, result.one_voice, verb='would be')}."
    yield result.perturbation.sentence


def _gaps(result: Analysis) -> str:
    empty = len(result.matrix.missing)
    either = listed(titles(result.matrix, result.possible), "or")
    if len(result.possible) == 1:
        return f"{counted(empty, 'cell is', 'cells are')} not rated; however filled, it would still be {either}."
    return f"{counted(empty, 'cell is', 'cells are')} not rated; depending on that, it could be {either}."


def _single_cells(result: Analysis) -> str:
    cells = len({(flip.evidence, flip.hypothesis) for flip in result.steps})
    if not cells:
        return "Changing any one rating by one step does not change this."
    return f"Changing one rating by one step changes this in {counted(cells, 'cell')}."
