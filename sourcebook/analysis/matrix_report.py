"""What a page says of a matrix: which rivals the sources contradict least, and whether that hangs on one origin.

Not here: the table (`matrix.py`), and drawing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sourcebook.analysis.matrix import Matrix


def hanging(matrix: Matrix, names: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each origin without which the outcome is another one; `names` maps an origin to its name."""
    for origin in matrix.origins if len(matrix.names) != 1 else ():
        rest, without = matrix.without(origin), f"Without {names.get(origin, origin)}"
        if not rest.rows:
            yield f"{without}, no rated item is left, and nothing tells the interpretations apart."
        elif rest.least() != matrix.least():
            yield f"{without}, {_clause(rest)}."


def summary(matrix: Matrix) -> Iterator[str]:
    """The outcome and its gaps, a sentence each; those that have nothing to say are left out."""
    if not matrix.rows:
        yield "No evidence is rated: nothing tells the interpretations apart."
        return
    of = f"{_number(len(matrix.rows), 'item')} from {_number(len(matrix.origins), 'independent origin')}"
    if len(matrix.names) != 1:  # one alone has no rival to be compared with
        yield f"On {of}, {_clause(matrix)}."
    if matrix.missing:
        yield f"{_number(matrix.missing, 'cell is', 'cells are')} not rated, and could change this."
    if matrix.unopposed:
        yield f"No item is rated as contradicting {_listed([matrix.names[key] for key in matrix.unopposed], 'or')}."


def _clause(matrix: Matrix) -> str:
    """The clause "X and Y are least contradicted by these sources"; all alike where nothing tells them apart."""
    least = _titles(matrix)
    if len(least) > 1 and len(least) == len(matrix.names):
        return "all interpretations are equally contradicted by these sources"
    return f"{_listed(least)} {'is' if len(least) == 1 else 'are'} least contradicted by these sources"


def _titles(matrix: Matrix) -> list[str]:
    return [matrix.names[key] for key in matrix.least()]


def _listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: “a, b and c”; “none” where there are none."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"


def _number(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in the singular or the plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"
