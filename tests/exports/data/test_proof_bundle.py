"""Evidence that stands alone: what it proves with nothing else at hand, and that nothing altered is proven."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook.exports.data import proof_bundle
from sourcebook.quotes.seals import BadSeal
from tests import sealed
from tests.sealed import KEY

SHOWN: list[str | tuple[str, str]] = [
    f"{KEY}/people-sent-home",
    (f"{KEY}/nobody-told-us", ""),
    (f"{KEY}/union-asked", "The union has asked […] the union for patience."),
    (f"{KEY}/union-asked", ""),
]


@pytest.fixture
def made(tmp_path: Path) -> dict[str, Any]:
    """The evidence of a page, as its reader gets it: through JSON."""
    prover = sealed.without_text(sealed.write_book(tmp_path)).prover
    data: dict[str, Any] = json.loads(proof_bundle.to_text(proof_bundle.make(prover, SHOWN)))
    return data


def test_every_quotation_of_a_page_is_proven(made: dict[str, Any]) -> None:
    titles, findings = proof_bundle.read(made)
    assert titles == {KEY: "The salt works of Ostrel shut their gates"}
    assert [(f.ref, f.ok, f.zone, f.paragraph, f.spoken) for f in findings] == [
        (f"{KEY}/people-sent-home", True, "body", 2, False),
        (f"{KEY}/nobody-told-us", True, "body", 3, True),
        (f"{KEY}/union-asked", True, "body", 6, False),
        (f"{KEY}/union-asked", True, "body", 6, False),
    ]
    assert {f.root for f in findings} == {made["sources"][KEY]["root"]}
    assert findings[2].shown == "The union has asked […] the union for patience."


def test_a_quotation_that_stands_twice_is_carried_once(tmp_path: Path) -> None:
    prover = sealed.without_text(sealed.write_book(tmp_path)).prover
    assert len(proof_bundle.make(prover, [f"{KEY}/union-asked", (f"{KEY}/union-asked", "")])["quotations"]) == 1


def test_what_the_sealer_states_is_carried(tmp_path: Path) -> None:
    prover = sealed.without_text(sealed.write_book(tmp_path)).prover
    _, (finding,) = proof_bundle.read(proof_bundle.make(prover, [f"{KEY}/gauge-moved"]))
    assert finding.cautions == ("context",)


def test_a_passage_that_no_seal_opens_is_left_out(tmp_path: Path) -> None:
    root = sealed.write_book(tmp_path)
    sealed.edit_seal(root, lambda d: d["openings"].pop("union-asked"))
    prover = sealed.with_text(root).prover
    assert [q["passage"] for q in proof_bundle.make(prover, SHOWN)["quotations"]] == [
        f"{KEY}/people-sent-home",
        f"{KEY}/nobody-told-us",
    ]
    assert proof_bundle.make(prover, ["nobody/nothing"]) == {"version": 2, "sources": {}, "quotations": []}


def test_no_words_can_end_the_script_that_holds_them() -> None:
    assert "<" not in proof_bundle.to_text({"exact": "</script><script>alert(1)</script>"})


ALTERED: dict[str, Callable[[dict[str, Any]], object]] = {
    "the words shown": lambda q: q.update(exact=q["exact"].replace("letter", "cheque")),
    "the words opened": lambda q: q["opening"].update(exact=q["exact"].replace("letter", "cheque")),
    "both": lambda q: (ALTERED["the words opened"](q), ALTERED["the words shown"](q)),
    "a word left out": lambda q: q.update(exact=q["exact"].replace("a letter and ", "")),
    "a negation put in": lambda q: q.update(exact="[not] " + q["exact"]),
    "the place": lambda q: q["opening"].update(start=39),
    "the paragraph": lambda q: q["opening"]["places"][0].__setitem__(2, 9),
    "the speech": lambda q: q["opening"]["places"][0].__setitem__(3, 1),
    "the nonces": lambda q: q["opening"].update(nonces=""),
    "no opening": lambda q: q.update(opening=None),
    "another source": lambda q: q.update(passage="nobody/people-sent-home"),
}


@pytest.mark.parametrize("case", ALTERED)
def test_an_altered_quotation_is_not_proven_and_the_others_are(made: dict[str, Any], case: str) -> None:
    altered = copy.deepcopy(made)
    ALTERED[case](altered["quotations"][0])
    _, findings = proof_bundle.read(altered)
    assert [f.ok for f in findings] == [False, True, True, True]


@pytest.mark.parametrize("change", [{"root": "0" * 64}, {"tokens": 999}, {"words": 1}])
def test_an_altered_root_or_number_leaves_nothing_proven(made: dict[str, Any], change: dict[str, Any]) -> None:
    made["sources"][KEY].update(change)
    assert [f.ok for f in proof_bundle.read(made)[1]] == [False] * 4


MALFORMED: list[Any] = [
    None,
    [],
    {},
    {"version": 3, "sources": {}, "quotations": []},
    {"version": 1, "sources": [], "quotations": []},
    {"version": 1, "sources": {}, "quotations": {}},
    {"version": 1, "sources": {KEY: None}, "quotations": []},
    {"version": 1, "sources": {KEY: {"title": "t", "root": 1, "tokens": 1, "words": 1}}, "quotations": []},
    {"version": 1, "sources": {}, "quotations": ["x"]},
    {"version": 1, "sources": {}, "quotations": [{"passage": 1, "exact": "x", "opening": {}}]},
]


@pytest.mark.parametrize("data", MALFORMED)
def test_what_is_no_evidence_is_refused(data: Any) -> None:
    with pytest.raises(BadSeal):
        proof_bundle.read(data)
