"""Questions from the evidence: reproducible, proven, and never with a key that the sources contest."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import Any, get_args

import msgspec
import pytest

from sourcebook.check import check_book
from sourcebook.questions import from_quotations, generate, prompt_blocks
from sourcebook.questions.items import Item
from sourcebook.questions.kinds import KINDS, item_faults
from sourcebook.questions.recipe import EvidenceBase, Make, Recipe
from sourcebook.quotes.match import ParsedQuotation, judge
from tests.analysis import invented
from tests.needs import ROOT
from tests.questions import toll

MAKES = get_args(Make)
HUSH = "a seed that nobody knows"


def made(evidence: EvidenceBase, make: str, **fields: Any) -> list[Item]:
    variant, secret = fields.pop("variant", "A"), fields.pop("secret", "")
    recipe = Recipe(id="block", make=make, **{"count": 60, **fields})  # type: ignore[arg-type]  # one of MAKES
    return generate.make(evidence, recipe, variant, secret)


def as_bytes(items: list[Item]) -> bytes:
    return msgspec.json.encode(items)


def words(item: Item) -> str:
    return prompt_blocks.plain(item.prompt)


def right(item: Item) -> str:
    (key,) = [prompt_blocks.plain(choice.content) for choice in item.choices if choice.correct]
    return key


def test_the_evidence_is_without_fault(evidence: EvidenceBase, tmp_path: Any) -> None:
    errors = {problem.kind.label for problem in check_book(toll.opened(tmp_path)) if problem.is_error}
    assert errors == {"too-large-share"}, "these short articles are quoted nearly whole"


# -- what holds for every kind ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", MAKES)
def test_every_item_is_fit_to_be_set(evidence: EvidenceBase, make: str) -> None:
    items = made(evidence, make)
    assert items
    assert [message for item in items for message in item_faults(item)] == []
    assert len({item.id for item in items}) == len(items)
    assert all(item.secret.solution and KINDS[item.kind].key_lines(item) for item in items)


@pytest.mark.parametrize("make", MAKES)
def test_one_seed_gives_one_set_and_another_seed_another(evidence: EvidenceBase, make: str) -> None:
    first = as_bytes(made(evidence, make, count=1, seed="one"))
    assert as_bytes(made(evidence, make, count=1, seed="one")) == first
    others = {as_bytes(made(evidence, make, count=1, seed=seed)) for seed in "abcdefgh"}
    assert len(others | {first}) > 1


def test_another_process_makes_the_same(tmp_path: Any, evidence: EvidenceBase) -> None:
    program = (
        "import sys, msgspec; from pathlib import Path; from tests.questions import toll;"
        "from tests.questions.test_generate import MAKES, made;"
        "e = toll.evidence(Path(sys.argv[1])); print([msgspec.json.encode(made(e, m)) for m in MAKES])"
    )
    environ = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == str([as_bytes(made(evidence, make)) for make in MAKES])


@pytest.mark.parametrize("make", MAKES)
def test_variants_differ_in_ids(evidence: EvidenceBase, make: str) -> None:
    first, second = made(evidence, make, count=2), made(evidence, make, count=2, variant="B")
    assert {item.variant for item in first + second} == {"A", "B"}
    assert not {item.id for item in first} & {item.id for item in second}
    assert all(item.id.endswith("-b") for item in second)


def test_a_private_seed_changes_graded_items_and_their_ids_alone(evidence: EvidenceBase) -> None:
    plain = as_bytes(made(evidence, "which-source"))
    assert as_bytes(made(evidence, "which-source", secret=HUSH)) == plain
    open_ = made(evidence, "altered-quotation", use="graded")
    hidden = made(evidence, "altered-quotation", use="graded", secret=HUSH)
    assert as_bytes(open_) != as_bytes(hidden)
    assert not {item.id for item in open_} & {item.id for item in hidden}


def test_what_the_evidence_does_not_give_is_not_made_up(evidence: EvidenceBase) -> None:
    assert len(made(evidence, "match-figure")) == 3
    assert made(evidence, "who-said-it", sources=["nobody"]) == []


# -- order these events -----------------------------------------------------------------------------------------------


def test_only_events_in_certain_order_are_ordered(evidence: EvidenceBase) -> None:
    titles = [prompt_blocks.plain(e.content) for item in made(evidence, "order-events") for e in item.entries]
    assert titles
    assert "The bridge is closed" not in titles, "two sources date it, and not on one day"
    assert "The minister visits" not in titles, "one source denies it"
    assert "The ferry carries cars" not in titles, "it is a forecast"


def test_the_key_is_the_order_of_the_dates(evidence: EvidenceBase) -> None:
    dates = {event["title"]: event["date"] for event in toll.EVENTS}
    for item in made(evidence, "order-events"):
        found = [dates[prompt_blocks.plain(entry.content)] for entry in item.entries]
        assert found == sorted(found)


# -- words ------------------------------------------------------------------------------------------------------------


def test_the_speaker_is_the_one_on_record(evidence: EvidenceBase) -> None:
    said = {word: toll.ACTORS[who][0] for key in toll.PASSAGES.values() for word, who in key.values() if who}
    items = made(evidence, "who-said-it")
    assert {right(item) for item in items} == {"Ulla Stein", "Peder Holt", "Karl Dahl", "Jon Aker"}
    for item in items:
        (found,) = [who for word, who in said.items() if word in words(item)]
        assert right(item) == found
        assert len({prompt_blocks.plain(choice.content) for choice in item.choices}) == len(item.choices) > 2


def test_words_of_two_sources_are_no_question_of_source(evidence: EvidenceBase) -> None:
    asked = [words(item) for item in made(evidence, "which-source")]
    assert asked
    assert not any("We asked for a new bridge" in question for question in asked)
    assert not any("Arnby bridge" in question for question in asked)


def test_a_copy_is_no_wrong_answer(evidence: EvidenceBase) -> None:
    for item in made(evidence, "which-source", sources=["daily"]):
        assert not any(prompt_blocks.plain(choice.content).startswith("Copy") for choice in item.choices)


def test_the_source_is_the_one_that_holds_the_words(evidence: EvidenceBase) -> None:
    for item in made(evidence, "which-source"):
        quoted = words(item).partition("“")[2].rstrip("”")
        key = right(item).partition(":")[0].lower()
        assert quoted in " ".join(toll.TEXTS[key].split())
        others = [name for name in toll.TEXTS if name not in (key, "copy")]
        assert not any(quoted in " ".join(toll.TEXTS[name].split()) for name in others if key != "daily" or name)


def test_the_attribution_has_both_gaps_and_the_right_answers(evidence: EvidenceBase) -> None:
    items = made(evidence, "fill-attribution")
    assert items
    for item in items:
        who, where = item.gaps
        assert who.accepted[0] in who.options
        assert where.accepted[0] in where.options
        quoted = words(item).partition("“")[2].partition("”")[0]
        assert quoted in " ".join(toll.TEXTS[where.accepted[0].lower()].split())


def test_an_author_who_cites_somebody_is_not_asked_for(evidence: EvidenceBase) -> None:
    """“So says the author” and “so says the council” would both be right where the author has it from the council."""
    ref = "daily/engineer"
    assert attributed(evidence)[ref] == from_quotations.AUTHOR_SAYS
    for via in ("council", "stein", "unnamed"):
        assert ref not in attributed(told_by(evidence, ref, via))
    for via in ("", "author"):
        assert ref in attributed(told_by(evidence, ref, via)), "told by nobody else"


def attributed(evidence: EvidenceBase) -> dict[str, str]:
    """By passage, who is the right answer to who says it."""
    items = {" ".join(words(item).split()): item.gaps[0].accepted[0] for item in made(evidence, "fill-attribution")}
    passages = {ref: f"“{' '.join(passage.exact.split())}”" for ref, passage in evidence.passages.items()}
    return {ref: who for prompt, who in items.items() for ref, quoted in passages.items() if quoted in prompt}


def told_by(evidence: EvidenceBase, ref: str, via: str) -> EvidenceBase:
    """The evidence with an informant of the author of one passage."""
    key, _, name = ref.partition("/")
    source = evidence.book.sources[key]
    passages = [msgspec.structs.replace(p, via=via) if p.id == name else p for p in source.passages]
    sources = {**evidence.book.sources, key: msgspec.structs.replace(source, passages=passages)}
    return replace(evidence, book=replace(evidence.book, sources=sources))


# -- altered quotations -----------------------------------------------------------------------------------------------


def quoted_in(item: Item) -> dict[str, tuple[str, bool]]:
    """For each choice the source it names, its words, and whether it is said to be the altered one."""
    found = {}
    for choice in item.choices:
        said, _, where = prompt_blocks.plain(prompt_blocks.filled(choice.content, {})).rpartition(" (")
        found[said.strip("“”")] = (where.rstrip(")").lower(), choice.correct)
    return found


def test_the_checker_takes_the_genuine_and_rejects_the_altered(evidence: EvidenceBase) -> None:
    items = made(evidence, "altered-quotation")
    assert len(items) >= 3
    for item in items:
        choices = quoted_in(item)
        assert sum(altered for _, altered in choices.values()) == 1
        for said, (key, altered) in choices.items():
            verdict = judge(evidence.prover.articles[key], ParsedQuotation(said))
            assert verdict.accepted is not altered, said


def test_one_word_alone_is_altered(evidence: EvidenceBase) -> None:
    originals = {word for key in toll.PASSAGES.values() for word, _ in key.values()}
    for item in made(evidence, "altered-quotation"):
        (altered,) = [said for said, (_, wrong) in quoted_in(item).items() if wrong]
        differences = [
            sum(a != b for a, b in zip(altered.split(), original.split(), strict=True))
            for original in originals
            if len(original.split()) == len(altered.split())
        ]
        assert 1 in differences


# -- accounts ---------------------------------------------------------------------------------------------------------


def test_each_account_is_asked_for_what_it_alone_says(evidence: EvidenceBase) -> None:
    items = made(evidence, "which-account", events=["closing"])
    found = {(words(item).rpartition("this date: ")[2].rstrip("?"), right(item)) for item in items}
    assert found <= {("3 March 2031", "Daily"), ("4 March 2031", "Weekly"), ("3 March 2031", "Letter")}
    assert {key for _, key in found} >= {"Weekly"}
    for item in items:
        assert {prompt_blocks.plain(choice.content) for choice in item.choices} != {"Daily", "Letter"}, (
            "these two agree"
        )


def test_a_part_of_the_day_keeps_its_own_preposition(evidence: EvidenceBase) -> None:
    told = [invented.report("daily", time="night"), invented.report("weekly", time="17:00")]
    storm = invented.event("storm", "2031-03-09", *told, title="A storm comes")
    with_storm = replace(evidence, book=replace(evidence.book, events={"storm": storm}))
    items = [item for seed in "abcdefgh" for item in made(with_storm, "which-account", seed=seed, events=["storm"])]
    asked = {words(item).rpartition("Which of the two ")[2] for item in items}
    assert asked == {"puts it at night?", "puts it at 17:00?"}


def test_a_bound_is_not_said_to_be_reached(evidence: EvidenceBase) -> None:
    told = [invented.report("daily", low=240), invented.report("weekly", best=230), invented.report("letter", high=220)]
    crowd = invented.event("crowd", "2031-03-09", *told, title="A crowd comes", counts="people")
    with_crowd = replace(evidence, book=replace(evidence.book, events={"crowd": crowd}))
    (item,) = made(with_crowd, "match-figure", events=["crowd"])
    assert {prompt_blocks.plain(pair.left.content): prompt_blocks.plain(pair.right.content) for pair in item.pairs} == {
        "A crowd comes: a lower bound of 240 people": "Daily",
        "A crowd comes: 230 people": "Weekly",
        "A crowd comes: an upper bound of 220 people": "Letter",
    }


def test_the_number_of_a_figure_belongs_to_who_gives_it(evidence: EvidenceBase) -> None:
    (item,) = made(evidence, "which-account", figures=["lorries"], sources=["daily", "weekly"])
    assert ("40" in words(item), right(item)) in {(True, "Daily"), (False, "Weekly")}
    assert "date" not in words(item), "the date of a number says as of when it counts"


def test_no_number_is_matched_with_a_source_that_another_gives_as_well(evidence: EvidenceBase) -> None:
    for item in made(evidence, "match-figure"):
        found = {prompt_blocks.plain(pair.left.content): prompt_blocks.plain(pair.right.content) for pair in item.pairs}
        assert set(found.items()) <= {
            ("Lorries that crossed: 40 lorries", "Daily"),
            ("Lorries that crossed: 40 lorries", "Copy"),
            ("Lorries that crossed: 55 lorries", "Weekly"),
            ("Boats on the far bank: 25 boats", "Letter"),
            ("The toll is raised: 12", "Daily"),
        }
        shown = [*found.values(), *(prompt_blocks.plain(entry.content) for entry in item.extra)]
        assert len(shown) == len(set(shown))
        assert not {"Copy", "Daily"} <= set(shown), "one is a copy of the other, and says the same"
