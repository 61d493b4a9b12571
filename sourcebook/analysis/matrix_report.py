"""What a page says of a matrix: which rivals the sources contradict least, and whether that hangs on one origin.

Here also: the data with which a page tells the outcome again when its reader strikes rows. Not here: the table
(`matrix.py`), and drawing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sourcebook.analysis.matrix import Matrix, counted, table
from sourcebook.model.records import Evidence, Hypothesis


@dataclass(frozen=True)
class Without:
    """What becomes of the outcome when everything from one origin is left out; `rows` is how many items that takes."""

    id: str
    rows: int
    sentence: str


@dataclass(frozen=True)
class Analysis:
    """Everything that a page shows of one matrix."""

    matrix: Matrix
    without_origins: tuple[Without, ...]
    sentences: tuple[str, ...]


def analyse(
    hypotheses: Mapping[str, Hypothesis],
    evidence: Mapping[str, Evidence],
    origins: Mapping[str, str],
    names: Mapping[str, str],
) -> Analysis:
    """The editor's matrix and what it says. `names` maps an origin to the name that sentences use for it."""
    matrix = table(hypotheses, evidence, origins)
    ids = sorted({*matrix.origins, *origins.values()})
    without = tuple(_without(matrix, origin, names.get(origin, origin)) for origin in ids)
    return Analysis(matrix, without, tuple(_summary(matrix)))


def for_browser(matrix: Matrix) -> dict[str, object]:
    """The data with which a page tells the outcome again when a reader strikes a row or a source, as JSON values.

    `rows[].counts` are in the order of `hypotheses`: what each cell adds to the sum, null where it is not rated.
    """
    rows = [
        {
            "id": row.id,
            "source": row.source,
            "origin": row.origin,
            "counts": [None if cell is None else n for cell, n in zip(row.cells, counted(row), strict=True)],
        }
        for row in matrix.rows
    ]
    titles = [{"id": key, "title": title} for key, title in matrix.names.items()]
    return {"hypotheses": titles, "rows": rows, "same": 0}


def _without(matrix: Matrix, origin: str, name: str) -> Without:
    rest = matrix.without(origin)
    lost = len(matrix.rows) - len(rest.rows)
    if not lost:
        then = "nothing changes: no rated item rests on it."
    elif not rest.rows:
        then = "no rated item is left, and nothing tells the interpretations apart."
    elif rest.least() == matrix.least():
        then = f"{_clause(rest, 'still ')}."
    else:
        then = f"{_clause(rest)}; with it, {_listed(_titles(matrix))}."
    return Without(origin, lost, f"Without {name}, {then}")


def _summary(matrix: Matrix) -> Iterator[str]:
    """The outcome and its gaps, a sentence each; those that have nothing to say are left out."""
    if not matrix.rows:
        yield "No evidence is rated: nothing tells the interpretations apart."
        return
    of = f"{_number(len(matrix.rows), 'item')} from {_number(len(matrix.origins), 'independent origin')}"
    yield f"On {of}, {_clause(matrix)}."
    if matrix.missing:
        yield f"{_number(matrix.missing, 'cell is', 'cells are')} not rated, and could change this."
    if matrix.unopposed:
        yield f"No item is rated as contradicting {_listed([matrix.names[key] for key in matrix.unopposed], 'or')}."


def _clause(matrix: Matrix, adverb: str = "") -> str:
    """The clause "X and Y are least contradicted by these sources"; all alike where nothing tells them apart."""
    least = _titles(matrix)
    if len(least) > 1 and len(least) == len(matrix.names):
        return f"all interpretations are {adverb}equally contradicted by these sources"
    return f"{_listed(least)} {'is' if len(least) == 1 else 'are'} {adverb}least contradicted by these sources"


def _titles(matrix: Matrix) -> list[str]:
    return [matrix.names[key] for key in matrix.least()]


def _listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: “a, b and c”; “none” where there are none."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"


def _number(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in the singular or the plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"
