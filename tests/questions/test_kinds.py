"""Every kind of question: when an item of it is fit to be set, its key, and what the public book may keep of it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from sourcebook.exports.paper.phrases import CATALOGUES
from sourcebook.questions import kinds, prompt_blocks
from sourcebook.questions.items import (
    AnchorAnswer,
    AnswerOption,
    Category,
    Criterion,
    Gap,
    Hot,
    Item,
    Number,
    Pair,
    RubricLevel,
    Secret,
    Statement,
)
from sourcebook.questions.kinds import KINDS, PUBLIC_FIELDS, item_faults, without_secrets
from tests.needs import ROOT


def said(words: str) -> list[Any]:
    return [prompt_blocks.paragraph(words)]


def choice(ident: str, correct: bool = False) -> AnswerOption:
    return AnswerOption(id=ident, content=said(f"Answer {ident}"), correct=correct, feedback=said("So."))


def entry(ident: str) -> Statement:
    return Statement(id=ident, content=said(f"Entry {ident}"))


def criterion(name: str, *points: float) -> Criterion:
    levels = [RubricLevel(name=f"Level {p}", description="…", points=p) for p in points]
    return Criterion(id=name.lower(), name=name, description="", ratings=levels)


RUBRIC = [criterion(name, 3, 2, 1, 0) for name in ("Claim", "Evidence", "Doubt", "Words")]
PAIRS = [Pair(left=entry("l-1"), right=entry("r-1")), Pair(left=entry("l-2"), right=entry("r-2"))]
SORTED = [Category(id="c-1", label="One", members=[entry("m-1")]), Category(id="c-2", label="Two", members=[])]
FIT: dict[str, dict[str, Any]] = {
    "single-choice": {"choices": [choice("a", True), choice("b")]},
    "multiple-choice": {"choices": [choice("a", True), choice("b", True), choice("c")]},
    "ordering": {"entries": [entry("e-1"), entry("e-2")]},
    "matching": {"pairs": PAIRS, "extra": [entry("r-3")]},
    "cloze": {"gaps": [Gap(id="gap-1", accepted=["yes"]), Gap(id="gap-2", accepted=["x"], options=["x", "y"])]},
    "numeric": {"number": Number(value=9)},
    "short-answer": {"accepted": ["nine"]},
    "categorise": {"categories": SORTED},
    "find-the-quote": {"hots": [Hot(id="hot-1", text="so", correct=True), Hot(id="hot-2", text="not")]},
    "essay": {"rubric": RUBRIC, "points": 12, "words": (100, 200)},
}


def item(kind: str, **fields: Any) -> Item:
    known = {"id": "one", "kind": kind, "title": "One", "prompt": said("What?"), **FIT[kind], **fields}
    return Item(**known)


@pytest.mark.parametrize("kind", FIT)
def test_a_sound_item_has_no_fault(kind: str) -> None:
    assert list(item_faults(item(kind))) == []


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("single-choice", {"choices": []}, "needs choices"),
        ("single-choice", {"prompt": []}, "asks nothing"),
        ("single-choice", {"choices": [choice("a", True)]}, "offers no choice"),
        ("single-choice", {"choices": [choice("a"), choice("b")]}, "0 of its choices are right"),
        ("single-choice", {"choices": [choice("a", True), choice("b", True)]}, "2 of its choices are right"),
        ("single-choice", {"choices": [choice("a", True), replace(choice("a"), id="b")]}, "b is there twice"),
        ("multiple-choice", {"choices": [choice("a", True), choice("b", True)]}, "all or none"),
        ("multiple-choice", {"choices": [choice("a"), choice("b")]}, "all or none"),
        ("ordering", {"entries": [entry("e-1")]}, "nothing to order"),
        ("ordering", {"entries": [entry("e-1"), entry("e-1")]}, "e-1 is there twice"),
        ("matching", {"pairs": PAIRS[:1]}, "nothing to match"),
        ("matching", {"extra": [entry("r-1")]}, "matches a left side as well"),
        ("cloze", {"gaps": [Gap(id="gap-1", accepted=[])]}, "has no answer"),
        ("cloze", {"gaps": [Gap(id="gap-1", accepted=["x"], options=["x", "x"])]}, "two or more different answers"),
        ("numeric", {"number": Number(value=1, tolerance=-1)}, "tolerance is -1"),
        ("numeric", {"number": None}, "needs the option `answer`"),
        ("short-answer", {"accepted": []}, "needs the option `answer`"),
        ("categorise", {"categories": SORTED[:1]}, "nothing to sort"),
        ("categorise", {"categories": [SORTED[1], replace(SORTED[1], id="c-3")]}, "have no members"),
        ("find-the-quote", {"hots": [Hot(id="hot-1", text="so")]}, "0 of its 1 stretches"),
        ("find-the-quote", {"hots": [Hot(id="hot-1", text="so", correct=True)]}, "1 of its 1 stretches"),
        ("essay", {"rubric": []}, "needs a rubric"),
        ("essay", {"rubric": RUBRIC[:3], "points": 9}, "has 3 criteria"),
        ("essay", {"points": 11}, "adds up to 12 points, the question to 11"),
        ("essay", {"words": (300, 200)}, "write the lower number first"),
        ("essay", {"rubric": [*RUBRIC[:3], criterion("Words", 3, 2, 1)]}, "has 3 levels"),
        ("essay", {"rubric": [*RUBRIC[:3], criterion("Words", 0, 1, 2, 3)]}, "do not fall"),
        ("essay", {"rubric": [*RUBRIC[:3], RUBRIC[0]]}, "is there 2 times"),
    ],
)
def test_what_is_not_fit_is_said_with_its_remedy(kind: str, fields: dict[str, Any], message: str) -> None:
    found = list(item_faults(item(kind, **fields)))
    assert any(message in fault for fault in found), found


SECRET = Secret(
    solution=said("solved"),
    anchors=[AnchorAnswer(level="Good", content=said("x"))],
    marking=said("m"),
    errors=said("e"),
)


def test_a_practice_item_keeps_key_and_solution_and_loses_what_markers_use() -> None:
    kept = without_secrets(item("single-choice", secret=SECRET))
    assert kept == item("single-choice", secret=Secret(solution=said("solved")))


@pytest.mark.parametrize("kind", FIT)
def test_a_graded_item_keeps_no_key(kind: str) -> None:
    kept = without_secrets(item(kind, secret=SECRET, use="graded"))
    assert kept == Item(
        id="one",
        kind=kind,
        title="One",
        prompt=said("What?"),
        use="graded",
        rubric=FIT[kind].get("rubric", []),
        points=FIT[kind].get("points", 1),
        words=FIT[kind].get("words"),
    )


@pytest.mark.parametrize("kind", FIT)
@pytest.mark.parametrize("use", ["practice", "graded"])
def test_no_field_that_is_not_named_public_is_kept(kind: str, use: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a new field of an item that nobody has declared."""
    monkeypatch.setattr(kinds, "PUBLIC_FIELDS", PUBLIC_FIELDS - {"teaches", "hints"})
    kept = without_secrets(item(kind, use=use, teaches="Doubt.", hints=[said("Look.")]))
    assert (kept.teaches, kept.hints) == ("", [])
    kept_key = all(getattr(kept, name) == getattr(item(kind), name) for name in KINDS[kind].key_fields)
    assert kept_key == (use == "practice" or kind == "essay")


# -- the specs ---------------------------------------------------------------------------------------------------------


def test_there_is_a_spec_for_every_kind_and_a_sound_item_for_each() -> None:
    assert list(KINDS) == list(FIT)


@pytest.mark.parametrize("name", Item.__struct_fields__)
def test_every_field_of_an_item_is_public_or_the_key_of_a_kind_or_for_the_instructor(name: str) -> None:
    is_key = any(name in spec.key_fields for spec in KINDS.values())
    assert [name in PUBLIC_FIELDS, is_key, name == "secret"].count(True) == 1


def test_no_field_is_declared_that_an_item_does_not_have() -> None:
    declared = PUBLIC_FIELDS.union(*(spec.key_fields for spec in KINDS.values()))
    assert declared - set(Item.__struct_fields__) == set()


@pytest.mark.parametrize("kind", FIT)
def test_what_a_kind_is_answered_by_is_its_key_unless_markers_score_it(kind: str) -> None:
    spec = KINDS[kind]
    assert (spec.answer_field in spec.key_fields) == spec.auto
    assert set(FIT[kind]) - PUBLIC_FIELDS == spec.key_fields


@pytest.mark.parametrize("kind", FIT)
def test_a_form_is_complete(kind: str) -> None:
    """A lone field has a label, the script has a handler, and names are in languages of papers."""
    spec = KINDS[kind]
    assert bool(spec.control_label) == (spec.control in ("number", "text", "textarea"))
    handlers = (ROOT / "sourcebook" / "static" / "sourcebook-exercises.js").read_text(encoding="utf-8")
    table = handlers.partition("const KINDS = {")[2].partition("};")[0]
    assert f"{spec.script or kind}:" in table.replace('"', "")
    assert {"en"} <= set(spec.names) <= set(CATALOGUES)


KEYS: dict[str, tuple[list[str], dict[str, Any]]] = {
    "single-choice": (["a. Answer a"], {"right": ["a"]}),
    "multiple-choice": (["a. Answer a", "b. Answer b"], {"right": ["a", "b"]}),
    "ordering": (["1. Entry e-1", "2. Entry e-2"], {"order": ["e-1", "e-2"]}),
    "matching": (["Entry l-1 → Entry r-1", "Entry l-2 → Entry r-2"], {"pairs": {"l-1": "r-1", "l-2": "r-2"}}),
    "cloze": (["Gap 1: yes", "Gap 2: x"], {"gaps": {"gap-1": ["yes"], "gap-2": ["x"]}}),
    "numeric": (["9"], {"value": 9, "tolerance": 0}),
    "short-answer": (["nine"], {"accepted": ["nine"]}),
    "categorise": (["One: Entry m-1", "Two: "], {"pairs": {"m-1": "c-1"}}),
    "find-the-quote": (["so"], {"right": ["hot-1"]}),
    "essay": ([], {}),
}


@pytest.mark.parametrize("kind", FIT)
def test_the_key_in_words_and_for_the_script(kind: str) -> None:
    assert (list(KINDS[kind].key_lines(item(kind))), KINDS[kind].key_data(item(kind))) == KEYS[kind]


def test_the_key_of_a_number_has_its_unit_and_its_tolerance() -> None:
    asked = item("numeric", number=Number(value=2.5, tolerance=0.5, unit="km"))
    assert list(KINDS["numeric"].key_lines(asked)) == ["2.5 km, give or take 0.5"]
    assert KINDS["numeric"].key_data(asked) == {"value": 2.5, "tolerance": 0.5}


@pytest.mark.parametrize(
    ("kind", "answers"),
    [
        ("single-choice", [(["Answer a"], ["Answer b"])]),
        ("multiple-choice", [(["Answer a", "Answer b"], ["Answer c"])]),
        ("cloze", [(["yes"], []), (["x"], ["y"])]),
        ("short-answer", [(["nine"], [])]),
        ("numeric", []),
        ("essay", []),
    ],
)
def test_right_and_wrong_answers_in_words(kind: str, answers: list[Any]) -> None:
    assert list(KINDS[kind].right_and_wrong(item(kind))) == answers


def test_each_entry_to_match_or_to_sort_has_its_other_side() -> None:
    lefts, rights = [("l-1", "Entry r-1"), ("l-2", "Entry r-2")], [("r-1", "Entry l-1"), ("r-2", "Entry l-2")]
    assert list(KINDS["matching"].sides(item("matching"))) == lefts + rights
    assert list(KINDS["categorise"].sides(item("categorise"))) == [("m-1", "One")]
    assert list(KINDS["ordering"].sides(item("ordering"))) == []
