"""The matrix of rivals and evidence: values worked by hand, and what must hold for any matrix.

Here: `sourcebook.analysis.matrix` and its report. Every expected number has its sum beside it. A row of a matrix is
written as its origin, its weight and its cells, `-` for one that is not rated.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis import matrix as m
from sourcebook.analysis import matrix_report
from sourcebook.model.records import Evidence, Hypothesis

Rows = dict[str, tuple[str, str, str]]

# Heuer's own example (chapter 8: would Iraq retaliate?), signs for cells: what fits is C, what does not is I.
# H1 will not retaliate, H2 will sponsor minor attacks, H3 plans a major one.
HEUER: Rows = {
    "e1": ("o1", "medium", "C C C"),
    "e2": ("o2", "medium", "C C I"),
    "e3": ("o3", "medium", "C C I"),
    "e4": ("o4", "medium", "I C C"),
    "e5": ("o5", "medium", "I C C"),
    "e6": ("o6", "medium", "I C C"),
}

# Two hypotheses, two origins, every weight.
#   x: a 2*1 + b 1*0 + c .5*2 + d 1*0 = 3        y: a 2*0 + b 1*2 + c .5*0 + d 1*0 = 2
SMALL: Rows = {
    "a": ("first", "high", "I N"),
    "b": ("first", "medium", "C II"),
    "c": ("second", "low", "II C"),
    "d": ("second", "medium", "N N"),
}
HEUERS = ("h1", "h2", "h3")
XY = ("x", "y")


def named(ids: Sequence[str]) -> dict[str, Hypothesis]:
    return {i: msgspec.convert({"id": i, "title": i.upper(), "statement": i, "holders": []}, Hypothesis) for i in ids}


def items(rows: Rows, ids: Sequence[str]) -> dict[str, Evidence]:
    return {key: item(key, *row, ids) for key, row in rows.items()}


def item(key: str, origin: str, weight: str, cells: str, ids: Sequence[str]) -> Evidence:
    rated = [
        {"hypothesis": hypothesis, "cell": cell, "because": "so it reads"}
        for hypothesis, cell in zip(ids, cells.split(), strict=True)
        if cell != "-"
    ]
    record = {"id": key, "title": f"item {key}", "source": origin, "weight": weight, "ratings": rated}
    return msgspec.convert(record, Evidence)


def table(rows: Rows, ids: Sequence[str]) -> m.Matrix:
    return m.table(named(ids), items(rows, ids), {})


def outcome(rows: Rows, ids: Sequence[str], names: dict[str, str] | None = None) -> tuple[str, ...]:
    matrix = table(rows, ids)
    return (*matrix_report.summary(matrix), *matrix_report.hanging(matrix, names or {}))


# -- the outcome -------------------------------------------------------------------------------------------------------


def test_heuers_example() -> None:
    assert table(HEUER, HEUERS).least() == ("h2",)  # 3 (e4 e5 e6), 0, 2 (e2 e3)


def test_weights_multiply_cells() -> None:
    assert [m.counted(row) for row in table(SMALL, XY).rows] == [[2, 0], [0, 2], [1, 0], [0, 0]]
    assert table(SMALL, XY).least() == ("y",)  # x 3, y 2


def test_ties_are_kept() -> None:
    assert table({"a": ("o", "high", "I N I"), "b": ("o", "medium", "N II II")}, HEUERS).least() == ("h1", "h2")


def test_a_missing_cell_counts_neither_way_and_is_reported() -> None:
    matrix = table(SMALL | {"d": ("second", "high", "- N"), "e": ("third", "medium", "N -")}, XY)
    assert matrix.missing == 2
    assert matrix.least() == ("y",)


def test_the_first_rating_of_a_hypothesis_counts_and_a_stranger_none() -> None:
    rated = {"a": item("a", "first", "high", "I N II C", ("x", "y", "x", "ghost"))}
    assert m.table(named(XY), rated, {}).rows[0].cells == ("I", "N")


def test_a_rating_of_somebody_else_is_not_the_editors() -> None:
    theirs = {"hypothesis": "x", "cell": "C", "because": "b", "rater": "student"}
    record = {"id": "a", "title": "t", "source": "s", "ratings": [theirs, {**theirs, "cell": "I", "rater": "editor"}]}
    assert m.table(named(XY), {"a": msgspec.convert(record, Evidence)}, {}).rows[0].cells == ("I", None)


def test_hypotheses_that_nothing_contradicts_are_named() -> None:
    assert table(HEUER, HEUERS).unopposed == ("h2",)
    assert table({}, XY).unopposed == XY


def test_copies_of_one_report_are_one_origin() -> None:
    assert m.table(named(XY), items(SMALL, XY), {"first": "wire", "second": "wire"}).origins == ("wire",)
    assert table(SMALL, XY).origins == ("first", "second")


# -- without an origin -------------------------------------------------------------------------------------------------


def test_an_origin_on_which_the_outcome_hangs_is_named_and_no_other() -> None:
    assert outcome(SMALL, XY, {"second": "Second"})[1:] == (  # without first x 1, y 0; without second x 2, y 2
        "Without Second, all interpretations are equally contradicted by these sources.",
    )


def test_an_outcome_that_turns_without_an_origin() -> None:
    rows: Rows = {"p": ("merkel", "high", "N N II"), "q": ("other", "medium", "I I N")}  # 1, 1, 4
    assert outcome(rows, HEUERS, {"merkel": "Merkel"})[1:] == (
        "Without Merkel, H3 is least contradicted by these sources.",
    )


def test_without_the_only_origin() -> None:
    last = outcome({"a": ("only", "low", "I N")}, XY)[-1]
    assert last == "Without only, no rated item is left, and nothing tells the interpretations apart."


# -- all of it ---------------------------------------------------------------------------------------------------------


def test_the_summary_says_what_is_least_contradicted_and_names_gaps() -> None:
    rows: Rows = {f"p{n}": ("first", "medium", "I N N") for n in range(3)} | {"q": ("second", "medium", "- II N")}
    assert outcome(rows, HEUERS)[:3] == (
        "On 4 items from 2 independent origins, H3 is least contradicted by these sources.",
        "1 cell is not rated, and could change this.",
        "No item is rated as contradicting H3.",
    )


def test_one_interpretation_alone_is_compared_with_nothing() -> None:
    rows: Rows = {"p": ("first", "medium", "I"), "q": ("second", "medium", "C")}
    assert outcome(rows, ("x",)) == ()
    assert outcome({"p": ("first", "medium", "I")}, ("x",)) == ()


def test_no_sentence_ranks_shares_out_or_speaks_of_likelihood() -> None:
    told = " ".join(outcome(SMALL | {"e": ("third", "high", "- II")}, XY))
    assert "least contradicted by these sources" in told
    assert not any(word in told for word in ("likely", "probabl", "best", "wins", "true", "of 100", "%", "order"))


def test_a_matrix_without_evidence_or_without_hypotheses() -> None:
    assert outcome({}, XY) == ("No evidence is rated: nothing tells the interpretations apart.",)
    assert table({}, XY).least() == XY
    assert table({"a": ("o", "low", "")}, ()).least() == ()


# -- what holds for every matrix ---------------------------------------------------------------------------------------

cells = st.lists(st.sampled_from([*m.SCALE, "-"]), min_size=3, max_size=3).map(" ".join)
weights = st.sampled_from(["low", "medium", "high"])
rows = st.tuples(st.sampled_from(["o1", "o2", "o3"]), weights, cells)
matrices = st.dictionaries(st.sampled_from([f"r{n}" for n in range(14)]), rows, min_size=1, max_size=14)


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: Rows, random: Random) -> None:
    shuffled = dict(random.sample(list(rows.items()), len(rows)))
    assert outcome(rows, HEUERS) == outcome(shuffled, HEUERS)


@given(matrices)
def test_a_neutral_row_of_a_known_origin_changes_no_outcome(rows: Rows) -> None:
    origin = next(iter(rows.values()))[0]
    before, after = table(rows, HEUERS), table(rows | {"neutral": (origin, "high", "N N N")}, HEUERS)
    assert before.least() == after.least()
    assert all(before.without(o).least() == after.without(o).least() for o in before.origins)


@given(matrices)
def test_leaving_out_is_the_same_as_never_having_had(rows: Rows) -> None:
    for origin in table(rows, HEUERS).origins:
        rest = table({key: row for key, row in rows.items() if row[0] != origin}, HEUERS)
        assert table(rows, HEUERS).without(origin) == rest
