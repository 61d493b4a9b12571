"""Assignments: read with every fault at its line, checked against the pages, handed out in variants."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from sourcebook.model.problems import Place
from sourcebook.questions import prompt_blocks
from sourcebook.questions.assignments import FILE, PRIVATE_FILE, Plan, QuestionPool, load_plan
from sourcebook.questions.items import TOOLS, Item
from sourcebook.questions.recipe import EvidenceBase, Recipe

ONE = """\
assignments:
  - id: {id}
    title: The bridge
    purpose: To tell who says what.
    task: Do all of it.
    criteria: [Every answer names its source.]
    outcomes: [Attribute a claim.]
    minutes: "20"
    items: [who-speaks, made]
    alternative: Ask for a large print.
    use: graded
    variants: "2"
    seed: spring
"""


def write(root: Path, **files: str) -> Plan:
    (root / "exercises").mkdir()
    for name, words in files.items():
        path = root / {"public": FILE, "private": PRIVATE_FILE}[name]
        path.write_text(words, encoding="utf-8")
    return load_plan(root)


def said(plan: Plan) -> list[str]:
    return [str(problem) for problem in plan.problems]


def test_no_file_is_no_fault(tmp_path: Path) -> None:
    assert load_plan(tmp_path) == Plan()


def test_assignments_of_both_files_are_read(tmp_path: Path) -> None:
    plan = write(tmp_path, public=ONE.format(id="one"), private=ONE.format(id="two"))
    assert said(plan) == []
    assert sorted(plan.assignments) == ["one", "two"]
    assert plan.graded == {"who-speaks", "made"}
    assert plan.assignments["one"].variants == 2


def test_a_fault_has_its_line_and_its_remedy(tmp_path: Path) -> None:
    plan = write(tmp_path, public=ONE.format(id="one").replace("purpose:", "porpoise:").replace("graded", "secret"))
    assert plan.assignments == {}
    found = sorted((problem.place.line, problem.kind.label) for problem in plan.problems)
    assert found == [(4, "unknown-key"), (11, "wrong-type")]
    assert any("did you mean 'purpose'?" in problem for problem in said(plan))


def test_an_id_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    plan = write(tmp_path, public=ONE.format(id="one"), private=ONE.format(id="one"))
    assert [(p.place.file, p.place.line, p.kind.label) for p in plan.problems] == [(PRIVATE_FILE, 2, "duplicate-id")]


def test_an_item_that_no_page_sets_is_a_fault(tmp_path: Path) -> None:
    plan = write(tmp_path, public=ONE.format(id="one"))
    assert list(plan.unknown(["who-speaks", "made"])) == []
    (problem,) = plan.unknown(["who-speak", "made"])
    assert (problem.kind.label, problem.place.line) == ("unknown-reference", 2)
    assert "did you mean 'who-speak'?" in problem.message


def pool(tmp_path: Path, evidence: EvidenceBase, secret: str = "") -> QuestionPool:
    asked = Item(
        id="who-speaks",
        kind="short-answer",
        title="Who?",
        prompt=[prompt_blocks.paragraph("Who (", prompt_blocks.numbered("daily/asked"), ")?")],
        accepted=["Stein"],
    )
    recipe = Recipe(id="made", make="which-source", count=2)
    plan = write(tmp_path, public=ONE.format(id="one"))
    return QuestionPool(plan, {"who-speaks": asked}, {"made": recipe}, evidence, secret)


def test_written_items_are_in_every_variant_and_generated_ones_are_drawn_for_each(
    tmp_path: Path, evidence: EvidenceBase
) -> None:
    made = pool(tmp_path, evidence)
    variants = made.variants(made.plan.assignments["one"])
    assert list(variants) == ["A", "B"]
    for letter, items in variants.items():
        assert [item.variant for item in items] == ["", letter, letter]
        assert {item.use for item in items} == {"graded"}
    once = made.items_of(made.plan.assignments["one"])
    assert [item.variant for item in once] == ["", "A", "B", "A", "B"], "in the order of the assignment"


def test_numbers_of_paragraphs_are_filled_in(tmp_path: Path, evidence: EvidenceBase) -> None:
    made = pool(tmp_path, evidence)
    (asked, *_) = made.variants(made.plan.assignments["one"])["A"]
    assert prompt_blocks.plain(asked.prompt) == "Who (¶2)?"


def test_the_private_seed_decides_what_a_graded_assignment_draws(tmp_path: Path, evidence: EvidenceBase) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    drawn = []
    for folder, secret in (("a", "one"), ("b", "two")):
        made = pool(tmp_path / folder, evidence, secret)
        drawn.append([item.id for item in made.items_of(made.plan.assignments["one"])])
    assert drawn[0] != drawn[1]


def test_what_was_withdrawn_is_kept_and_does_not_come_back(tmp_path: Path) -> None:
    stones = "withdrawn:\n  - {id: bridge, because: Wrong key., date: 2031-04-06}\n  - {id: old, because: Twice.}\n"
    plan = write(tmp_path, public=ONE.format(id="bridge") + stones)
    assert [(stone.id, stone.because, stone.date) for stone in plan.withdrawn] == [
        ("bridge", "Wrong key.", "2031-04-06"),
        ("old", "Twice.", None),
    ]
    set_ = {"old": Place("exercises/a.md", 3), "new": Place("exercises/a.md", 9)}
    found = list(plan.revived(set_.items()))
    assert [(str(problem.place), problem.message) for problem in found] == [
        ("exercises/assignments.yml:2 (assignments[0])", "the id 'bridge' was withdrawn; give this one a new id."),
        ("exercises/a.md:3", "the id 'old' was withdrawn; give this one a new id."),
    ]


def test_every_item_of_an_assignment_has_its_rule_for_ai_tools(tmp_path: Path, evidence: EvidenceBase) -> None:
    made = pool(tmp_path, evidence)
    one = replace(made.plan.assignments["one"], tools="barred")
    assert {item.tools for item in made.items_of(one)} == {"barred"}


def test_the_rule_of_the_assignments_goes_before_that_of_the_page(tmp_path: Path) -> None:
    plan = write(tmp_path, public=ONE.format(id="one"))
    first = replace(plan.assignments["one"], title="First", tools="object")
    again, other = replace(first, id="again", title="Again"), replace(first, id="two", title="Second", tools="barred")
    assert Plan({"one": first}).tools_said("made", "barred") == TOOLS["object"]
    assert Plan({"one": first, "again": again}).tools_said("made", "barred") == TOOLS["object"]
    assert Plan({"one": first}).tools_said("in-none", "barred") == TOOLS["barred"]
    assert Plan({"one": first, "again": again, "two": other}).tools_said("made", "declared") == (
        f"In the assignment First and Again: {TOOLS['object']} In the assignment Second: {TOOLS['barred']}"
    )
