"""Lists, counts and names of hypotheses as phrases, for the sentences that the analysis of a matrix prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sourcebook.analysis.matrix import Matrix, Outcome


def titles(matrix: Matrix, ids: Iterable[str]) -> list[str]:
    """The titles of hypotheses, in the order of their ids."""
    return [matrix.names[key] for key in ids]


def least(matrix: Matrix, result: Outcome, adverb: str = "", verb: str = "") -> str:
    """The clause "X and Y are least contradicted by these sources"; all alike where nothing tells them apart."""
    if len(result.order) == 1 and len(result.least) > 1:
        return f"all interpretations {verb or 'are'} {adverb}equally contradicted by these sources"
    verb = verb or ("is" if len(result.least) == 1 else "are")
    return f"{listed(titles(matrix, result.least))} {verb} {adverb}least contradicted by these sources"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: “a, b and c”; “none” where there are none."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else "none"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun, in the singular or the plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"
