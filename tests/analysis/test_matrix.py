"""The matrix of hypotheses and evidence: values worked by hand, and what must hold for any matrix.

Here: `sourcebook.analysis.matrix`. Every expected number has its sum beside it. A row of a matrix is written as its
origin, its weight and its cells, `-` for one that is not rated.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.analysis import matrix as m
from sourcebook.analysis import matrix_report, matrix_sensitivity
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


def table(rows: Rows, ids: Sequence[str], scheme: m.Scheme | None = None) -> m.Matrix:
    return m.table(named(ids), items(rows, ids), {}, scheme=scheme)


def totals(matrix: m.Matrix) -> dict[str, float]:
    return {score.hypothesis: score.inconsistency for score in m.scores(matrix)}


HEUERS = ("h1", "h2", "h3")
XY = ("x", "y")


# -- the outcome -------------------------------------------------------------------------------------------------------


def test_heuers_example() -> None:
    matrix = table(HEUER, HEUERS)
    assert totals(matrix) == {"h1": 3, "h2": 0, "h3": 2}  # e4 e5 e6; none; e2 e3
    assert m.outcome(HEUERS, totals(matrix).values()).order == (("h2",), ("h3",), ("h1",))


def test_weights_multiply_cells() -> None:
    assert totals(table(SMALL, XY)) == {"x": 3, "y": 2}


def test_a_scheme_of_ones_own() -> None:
    scheme = m.Scheme(very_inconsistent=5, low=1, high=1)
    assert totals(table(SMALL, XY, scheme)) == {"x": 6, "y": 5}  # 1*1 + 1*5; 1*5


def test_ties_are_kept() -> None:
    found = m.outcome(("z", "y", "x"), (0.1 + 0.2, 0.3, 1))
    assert found.order == (("y", "z"), ("x",))
    assert found.least == ("y", "z")


def test_a_missing_cell_counts_neither_way_and_is_reported() -> None:
    matrix = table(SMALL | {"d": ("second", "high", "- N"), "e": ("third", "medium", "N -")}, XY)
    assert matrix.missing == (("d", "x"), ("e", "y"))
    x, y = m.scores(matrix)
    assert (x.inconsistency, x.at_most, x.missing) == (3, 7, 1)  # d: high times II, 2*2
    assert (y.inconsistency, y.at_most, y.missing) == (2, 4, 1)  # e: medium times II, 1*2
    assert m.possible((x, y)) == ("x", "y")  # y may rise to 4, above x at 3


def test_without_missing_cells_only_the_least_contradicted_are_possible() -> None:
    assert m.possible(m.scores(table(SMALL, XY))) == ("y",)


def test_faults_of_the_records_are_handed_back() -> None:
    ids = ("x", "y", "x", "ghost")
    matrix = m.table(named(XY), {"a": item("a", "first", "high", "I N II C", ids)}, {})
    assert matrix.doubled == (("a", "x"),)
    assert matrix.strangers == (("a", "ghost"),)
    assert totals(matrix) == {"x": 2, "y": 0}  # the first rating of x counts: 2*1


def test_hypotheses_that_nothing_contradicts_are_named() -> None:
    assert table(HEUER, HEUERS).unopposed == ("h2",)
    assert table({}, XY).unopposed == XY


def test_copies_of_one_report_are_one_origin() -> None:
    matrix = m.table(named(XY), items(SMALL, XY), {"first": "wire", "second": "wire"})
    assert matrix.origins == ("wire",)
    assert table(SMALL, XY).origins == ("first", "second")


def test_each_rater_has_a_matrix() -> None:
    ours = {"hypothesis": "x", "cell": "I", "because": "b"}
    theirs = ours | {"cell": "C", "rater": "student"}
    same = {"hypothesis": "y", "cell": "N", "because": "b"}
    record = {"id": "a", "title": "t", "source": "s", "ratings": [ours, theirs, same, same | {"rater": "student"}]}
    rated = {"a": msgspec.convert(record, Evidence)}
    assert m.table(named(XY), rated, {}).rows[0].cells == ("I", "N")
    assert m.table(named(XY), rated, {}, rater="student").rows[0].cells == ("C", "N")


# -- each row ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "steps", "parted", "pairs", "counting"),
    [
        ("C C C", 0, 0, 3, False),
        ("CC II N", 4, 3, 3, True),  # CC to II: 4 steps; all three pairs differ
        ("C C I", 2, 2, 3, True),  # the pair of the two Cs does not differ
        ("CC N CC", 2, 2, 3, False),  # differs, but none of them counts
        ("I - II", 1, 1, 1, True),
        ("- - II", 0, 0, 0, False),
        ("- - -", 0, 0, 0, False),
    ],
)
def test_diagnosticity(cells: str, steps: int, parted: int, pairs: int, counting: bool) -> None:
    (row,) = m.diagnosticity(table({"e": ("o", "high", cells)}, HEUERS))
    assert (row.steps, row.parted, row.pairs, row.counting) == (steps, parted, pairs, counting)


ONLY_FITS = "but only by how well it fits: it contradicts none more than another."


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("I I I", "All cells say inconsistent: this item does not tell the interpretations apart."),
        ("C C I", "Tells apart 2 of 3 pairs of interpretations."),
        ("- C I", "Tells apart 1 of 1 pair of interpretations."),
        ("- - C", "Too few cells are rated to tell interpretations apart."),
        ("CC C C", f"Tells apart 2 of 3 pairs of interpretations, {ONLY_FITS}"),
    ],
)
def test_diagnosticity_in_words(cells: str, sentence: str) -> None:
    assert m.diagnosticity(table({"e": ("o", "low", cells)}, HEUERS))[0].sentence == sentence


# -- leaving out -------------------------------------------------------------------------------------------------------


def test_without_an_item_of_heuers_the_order_may_change_and_the_first_place_does_not() -> None:
    found = {change.id: change for change in matrix_sensitivity.without_each_item(table(HEUER, HEUERS))}
    assert found["e4"].outcome.order == (("h2",), ("h1", "h3"))  # h1 3 - 1 = 2 ties with h3
    assert found["e2"].outcome.order == (("h2",), ("h3",), ("h1",))  # h3 2 - 1 = 1
    assert [key for key, change in found.items() if change.order_changed] == ["e4", "e5", "e6"]
    assert not any(change.least_changed for change in found.values())


def test_without_an_origin() -> None:
    first, second = matrix_sensitivity.without_each_origin(table(SMALL, XY), names={"second": "Second"})
    assert first.outcome.order == (("y",), ("x",))  # x 1, y 0
    assert (first.joins, first.leaves, first.rows, first.order_changed) == ((), (), 2, False)
    assert first.sentence == "Without first, Y is still least contradicted by these sources."
    assert second.outcome.order == (("x", "y"),)  # x 3 - 1 = 2, y 2
    assert (second.joins, second.leaves, second.order_changed) == (("x",), (), True)
    assert second.sentence == (
        "Without Second, all interpretations are equally contradicted by these sources; with it, Y."
    )


def test_without_an_origin_in_words_when_the_outcome_turns() -> None:
    rows: Rows = {"p": ("merkel", "high", "N N II"), "q": ("other", "medium", "I I N")}  # 1, 1, 4
    merkel, other = matrix_sensitivity.without_each_origin(table(rows, HEUERS), names={"merkel": "Merkel"})
    assert merkel.sentence == "Without Merkel, H3 is least contradicted by these sources; with it, H1 and H2."
    assert (merkel.joins, merkel.leaves) == (("h3",), ("h1", "h2"))
    assert other.sentence == "Without other, H1 and H2 are still least contradicted by these sources."


def test_without_the_only_origin_and_without_one_that_gives_no_row() -> None:
    only, unused = matrix_sensitivity.without_each_origin(table({"a": ("only", "low", "I N")}, XY), ["only", "unused"])
    assert only.sentence == "Without only, no rated item is left, and nothing tells the interpretations apart."
    assert only.outcome.order == (("x", "y"),)
    assert unused.sentence == "Without unused, nothing changes: no rated item rests on it."
    assert not unused.order_changed


# -- changing a cell ---------------------------------------------------------------------------------------------------


def test_flips_of_heuers_example() -> None:
    """H2 stands at 0, H3 at 2: only H2 made very inconsistent (2) somewhere brings about a tie."""
    found = matrix_sensitivity.flips(table(HEUER, HEUERS))
    assert [(f.evidence, f.hypothesis, f.becomes) for f in found] == [(e, "h2", "II") for e in HEUER]
    assert {f.least for f in found} == {("h2", "h3")}
    assert not any(f.step for f in found)  # from C to II it is three steps


def test_flips_by_one_step() -> None:
    """x 3, y 2. One step: a/x I to N, 1; a/y N to I, 4; c/x II to I, 2.5; d/y N to I, 3, a tie; and no other."""
    found = [
        (f.evidence, f.hypothesis, f.was, f.becomes, f.least)
        for f in matrix_sensitivity.flips(table(SMALL, XY))
        if f.step
    ]
    assert found == [
        ("a", "x", "I", "N", ("x",)),
        ("a", "y", "N", "I", ("x",)),
        ("d", "y", "N", "I", ("x", "y")),
    ]


def test_flips_to_any_value_and_of_missing_cells() -> None:
    found = {
        (f.evidence, f.hypothesis, f.becomes): f
        for f in matrix_sensitivity.flips(table(SMALL | {"d": ("o", "low", "N -")}, XY))
    }
    assert found["d", "y", "II"].least == ("x", "y")  # y 2 + .5*2 = 3
    assert found["d", "y", "II"].was is None
    assert not found["d", "y", "II"].step
    assert ("d", "y", "I") not in found  # y 2.5 stays below x 3
    assert found["c", "x", "N"].least == ("x", "y")  # x 3 - .5*2 = 2


def test_a_flip_in_words() -> None:
    found = {(f.evidence, f.hypothesis, f.becomes): f.sentence for f in matrix_sensitivity.flips(table(SMALL, XY))}
    assert found["a", "x", "N"] == (
        "Were one cell (item a; X) neither consistent nor inconsistent instead of inconsistent, "
        "X would be least contradicted by these sources."
    )


# -- other weights -----------------------------------------------------------------------------------------------------


def test_all_weights_are_tried_where_rows_are_few() -> None:
    """x = a + 2c, y = 2b, each weight .5 or 2; d counts nothing.

    b .5: y 1, x at least 1.5: y, in 4 of 8. b 2: y 4; x is 1.5, 3, 4.5 or 6: x in 2, y in 2.
    """
    found = matrix_sensitivity.perturb(table(SMALL, XY))
    assert (found.trials, found.exhaustive) == (16, True)
    assert found.shares == (matrix_sensitivity.Share("x", 0.25, 0.25), matrix_sensitivity.Share("y", 0.75, 0.75))
    assert found.sentence == (
        "Over all 16 ways to give each item low or high weight, least contradicted by these sources: "
        "X in 25 of 100 and Y in 75 of 100 (ties count for each; this is no likelihood)."
    )


def test_ties_count_for_each() -> None:
    """x is .5 or 2, y is .5 or 2: tied in two of four ways, each alone in one."""
    found = matrix_sensitivity.perturb(table({"a": ("o", "low", "I N"), "b": ("o", "low", "N I")}, XY))
    assert found.shares == (matrix_sensitivity.Share("x", 0.75, 0.25), matrix_sensitivity.Share("y", 0.75, 0.25))


MANY: Rows = {f"r{n}": ("o", "medium", "I N" if n % 2 else "N I") for n in range(20)}


def test_many_rows_are_sampled_alike_on_every_run_and_in_every_order() -> None:
    found = matrix_sensitivity.perturb(table(MANY, XY))
    assert (found.trials, found.exhaustive) == (4096, False)
    assert found == matrix_sensitivity.perturb(table(MANY, XY))
    assert found.shares == matrix_sensitivity.perturb(table(dict(reversed(MANY.items())), XY)).shares
    assert found.shares != matrix_sensitivity.perturb(table(MANY, XY), seed="another").shares


def test_a_sample_comes_near_the_exact_share() -> None:
    """Each side is lighter where fewer of its ten rows are high: (1 - C(20,10)/2^20)/2 = .412; four errors of .0077."""
    for share in matrix_sensitivity.perturb(table(MANY, XY)).shares:
        assert share.alone == pytest.approx(0.412, abs=0.031)


def test_one_voice_an_origin() -> None:
    """First: x (1+1+1)/3 = 1, y 0. Second: x 0, y 2. By rows x has 3 and y 2; by origins x has 1 and y 2."""
    rows: Rows = {f"p{n}": ("first", "medium", "I N") for n in range(3)} | {"q": ("second", "medium", "N II")}
    matrix = table(rows, XY)
    assert totals(matrix) == {"x": 3, "y": 2}
    assert matrix_sensitivity.one_voice_each(matrix).order == (("x",), ("y",))


# -- all of it ---------------------------------------------------------------------------------------------------------


def analyse(rows: Rows, ids: Sequence[str]) -> matrix_report.Analysis:
    return matrix_report.analyse(named(ids), items(rows, ids), {}, names={})


def test_the_summary_of_a_small_matrix() -> None:
    assert analyse(SMALL, XY).sentences[:4] == (
        "On 4 items from 2 independent origins, Y is least contradicted by these sources.",
        "Leaving out one origin changes this in 1 of 2 cases.",
        "Changing one rating by one step changes this in 3 cells.",
        matrix_sensitivity.perturb(table(SMALL, XY)).sentence,
    )


def test_the_summary_names_gaps_and_dependence() -> None:
    rows: Rows = {f"p{n}": ("first", "medium", "I N N") for n in range(3)} | {"q": ("second", "medium", "- II N")}
    told = analyse(rows, HEUERS).sentences
    assert told[0] == "On 4 items from 2 independent origins, H3 is least contradicted by these sources."
    assert told[1] == "1 cell is not rated; however filled, it would still be H3."  # 3 to 5, 2, 0
    assert told[2] == "No item is rated as contradicting H3."


def test_the_summary_says_who_is_in_the_running_while_cells_are_empty() -> None:
    told = analyse({"a": ("first", "medium", "I N"), "b": ("first", "medium", "N -")}, XY).sentences
    assert told[1] == "1 cell is not rated; depending on that, it could be X or Y."  # x 1, y 0 to 2


def test_the_summary_says_what_one_voice_an_origin_would_change() -> None:
    rows: Rows = {f"p{n}": ("first", "medium", "I N") for n in range(3)} | {"q": ("second", "medium", "N II")}
    assert "If every origin counted the same, X would be least contradicted by these sources." in (
        analyse(rows, XY).sentences
    )


def test_the_items_on_which_the_order_hangs() -> None:
    assert [change.id for change in analyse(HEUER, HEUERS).hinges] == ["e4", "e5", "e6"]


def test_no_sentence_speaks_of_likelihood_as_a_verdict() -> None:
    result = analyse(SMALL | {"e": ("third", "high", "- II")}, XY)
    parts = (result.without_items, result.without_origins, result.flips, result.diagnosticity)
    told = " ".join([*result.sentences, *(one.sentence for part in parts for one in part)])
    assert "least contradicted by these sources" in told
    assert not any(word in told for word in ("likely", "probabl", "best", "wins", "true"))


def test_a_matrix_without_evidence_or_without_hypotheses() -> None:
    assert analyse({}, XY).sentences == ("No evidence is rated: nothing tells the interpretations apart.",)
    assert analyse({}, XY).outcome.order == (("x", "y"),)
    assert analyse({"a": ("o", "low", "")}, ()).outcome.least == ()


def test_what_a_page_needs_to_work_it_out_again() -> None:
    data = json.loads(json.dumps(matrix_report.for_browser(table(SMALL | {"d": ("o", "high", "- I")}, XY))))
    assert data["hypotheses"] == [{"id": "x", "title": "X"}, {"id": "y", "title": "Y"}]
    assert [row["counts"] for row in data["rows"]] == [[2, 0], [0, 2], [1, 0], [None, 2]]
    assert data["rows"][2] == {"id": "c", "source": "second", "origin": "second", "counts": [1, 0]}


def test_numpy_is_loaded_only_where_something_is_worked_out() -> None:
    code = "import sys, sourcebook.analysis.matrix; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- what holds for every matrix ---------------------------------------------------------------------------------------

cells = st.lists(st.sampled_from([*m.SCALE, "-"]), min_size=3, max_size=3).map(" ".join)
weights = st.sampled_from(["low", "medium", "high"])
rows = st.tuples(st.sampled_from(["o1", "o2", "o3"]), weights, cells)
matrices = st.dictionaries(st.sampled_from([f"r{n}" for n in range(14)]), rows, min_size=1, max_size=14)


def results(rows: Rows) -> tuple[object, ...]:
    """Everything that is worked out, free of the order of the rows."""
    found = analyse(rows, HEUERS)
    without = {(c.part, c.id): c.outcome for c in (*found.without_items, *found.without_origins)}
    return found.outcome, without, set(found.flips), found.perturbation.shares, found.one_voice, found.possible


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: Rows, random: Random) -> None:
    shuffled = random.sample(list(rows.items()), len(rows))
    assert results(rows) == results(dict(shuffled))


@given(matrices)
def test_a_neutral_row_changes_nothing(rows: Rows) -> None:
    before, after = analyse(rows, HEUERS), analyse(rows | {"neutral": ("o1", "high", "N N N")}, HEUERS)
    assert before.outcome == after.outcome
    assert before.scores == after.scores
    assert [c.outcome for c in before.without_items] == [c.outcome for c in after.without_items[:-1]]
    assert not after.without_items[-1].order_changed
    if before.perturbation.exhaustive == after.perturbation.exhaustive:
        assert before.perturbation.shares == after.perturbation.shares


@given(matrices)
def test_doubling_all_weights_changes_no_order(rows: Rows) -> None:
    twice = m.Scheme(low=1, medium=2, high=4)
    once, double = table(rows, HEUERS), table(rows, HEUERS, twice)
    assert {h: 2 * total for h, total in totals(once).items()} == totals(double)
    assert m.outcome(HEUERS, totals(once).values()) == m.outcome(HEUERS, totals(double).values())
    assert matrix_sensitivity.perturb(once).shares == matrix_sensitivity.perturb(double).shares
    assert [f.least for f in matrix_sensitivity.flips(once)] == [f.least for f in matrix_sensitivity.flips(double)]


@given(matrices)
def test_leaving_out_is_the_same_as_never_having_had(rows: Rows) -> None:
    for change in matrix_sensitivity.without_each_item(table(rows, HEUERS)):
        rest = table({key: row for key, row in rows.items() if key != change.id}, HEUERS)
        assert change.outcome == m.outcome(HEUERS, totals(rest).values())
    for change in matrix_sensitivity.without_each_origin(table(rows, HEUERS)):
        rest = table({key: row for key, row in rows.items() if row[0] != change.id}, HEUERS)
        assert change.outcome == m.outcome(HEUERS, totals(rest).values())


@given(matrices)
def test_every_flip_holds_when_the_record_is_changed(rows: Rows) -> None:
    full = m.outcome(HEUERS, totals(table(rows, HEUERS)).values())
    found = {(f.evidence, f.hypothesis, f.becomes): f.least for f in matrix_sensitivity.flips(table(rows, HEUERS))}
    for key, (origin, weight, line) in rows.items():
        for column, hypothesis in enumerate(HEUERS):
            for cell in m.SCALE:
                changed = [*line.split()[:column], cell, *line.split()[column + 1 :]]
                again = table(rows | {key: (origin, weight, " ".join(changed))}, HEUERS)
                least = m.outcome(HEUERS, totals(again).values()).least
                assert found.get((key, hypothesis, cell), full.least) == least


@given(matrices)
def test_the_least_contradicted_are_always_possible(rows: Rows) -> None:
    matrix = table(rows, HEUERS)
    least = m.outcome(HEUERS, totals(matrix).values()).least
    assert {*least} <= {*m.possible(m.scores(matrix))}
