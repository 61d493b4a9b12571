"""A kind that a format lacks, asked in kinds that it has: the key stays the key."""

from __future__ import annotations

import pytest

from sourcebook.exports.lms import fallbacks
from sourcebook.exports.lms.cartridge import FALLBACKS
from sourcebook.exports.lms.safe_html import line
from sourcebook.exports.paper.phrases import PHRASES, phrases
from sourcebook.questions.items import Gap, Item, Number
from sourcebook.questions.kinds import item_faults
from tests.exports.samples import items, said


def sample(ident: str) -> Item:
    return next(item for item in items() if item.id == ident)


def test_ordering_becomes_matching_to_places() -> None:
    (made,), says = fallbacks.ordering_to_matching(sample("in-order"), PHRASES)
    key = {line(pair.left.content): line(pair.right.content) for pair in made.pairs}
    assert key == {"The bell": "1", "The boat": "2", "Fire": "3"}
    assert made.id == "in-order"
    assert "instead of being moved" in says


def test_ordering_becomes_letters_in_a_drawn_order() -> None:
    (made,), _ = fallbacks.ordering_to_letters(sample("in-order"), PHRASES)
    lines = [line([block]).partition(". ") for block in made.prompt[1:-1]]
    shown = {text: letter for letter, _, text in lines}
    key = "".join(shown[text] for text in ("The bell", "The boat", "Fire"))
    assert made.accepted[0] == key
    assert sorted(key) == ["A", "B", "C"]
    assert ", ".join(key) in made.accepted


def test_categories_become_right_sides_those_without_members_too() -> None:
    (made,), _ = fallbacks.categorise_to_matching(sample("sort-them"), PHRASES)
    assert {line(p.left.content): line(p.right.content) for p in made.pairs} == {
        "Smoke": "Seen",
        "Horn": "Heard",
        "Shout": "Heard",
    }
    assert [line(entry.content) for entry in made.extra] == ["Neither"]


def test_stretches_are_numbered_in_the_text_and_in_the_list() -> None:
    (made,), _ = fallbacks.marking_to_choices(sample("mark-it"), PHRASES)
    assert "The clerk [1] saw the smoke, and they say [2] the horn was heard." in line(made.prompt)
    assert [(line(choice.content), choice.correct) for choice in made.choices] == [
        ("[1] saw the smoke", True),
        ("[2] the horn was heard", False),
    ]


def test_a_matching_becomes_choices_that_share_the_points() -> None:
    made, says = fallbacks.matching_to_choices(sample("who-what"), PHRASES)
    assert [(item.id, item.points) for item in made] == [
        ("who-what-clerk", 1),
        ("who-what-pilot", 1),
        ("who-what-cook", 1),
    ]
    right = [line(choice.content) for item in made for choice in item.choices if choice.correct]
    assert right == ["wrote", "steered", "cooked"]
    assert {len(item.choices) for item in made} == {4}
    assert "share the points" in says


def test_each_gap_becomes_a_question_that_shows_its_place_and_the_others() -> None:
    hour, weather = fallbacks.gaps_to_questions(sample("fill-in"), PHRASES)[0]
    assert (hour.kind, hour.accepted) == ("short-answer", ["nine", "9"])
    assert line(hour.prompt) == "The ferry left at _____ o’clock and it [gap 2]."
    assert weather.kind == "single-choice"
    assert [line(choice.content) for choice in weather.choices if choice.correct] == ["rained"]


def test_mixed_gaps_become_gaps_with_the_options_beside() -> None:
    (made,), _ = fallbacks.gaps_to_text(sample("fill-in"))
    assert [gap.options for gap in made.gaps] == [[], []]
    (offered,) = line(made.prompt).split("(")[1:]
    assert set(offered.split(")")[0].split(" / ")) == {"rained", "snowed", "thundered"}


@pytest.mark.parametrize(
    ("given", "forms"),
    [
        (Number(value=9), ["9"]),
        (Number(value=9, tolerance=1), ["9", "8", "10"]),
        (
            Number(value=9.5, tolerance=1.2, unit="hours"),
            ["9.5", "9,5", "9", "10", "9.5 hours", "9,5 hours", "9 hours", "10 hours"],
        ),
        (Number(value=-0.5, tolerance=0.6), ["-0.5", "-0,5", "−0.5", "−0,5", "-1", "−1", "0"]),
        (Number(value=20_000, tolerance=5_000), ["20000", "20 000", "20,000"]),
        (Number(value=1234.5), ["1234.5", "1 234.5", "1,234.5", "1234,5", "1 234,5"]),
    ],
)
def test_a_number_becomes_its_forms_within_the_tolerance(given: Number, forms: list[str]) -> None:
    item = Item(id="n", kind="numeric", title="N", prompt=said("How many", "x", "", "", "?"), number=given)
    (made,), says = fallbacks.number_to_words(item, PHRASES)
    assert made.accepted == forms
    assert "marked by hand" in says


def test_a_french_book_has_the_marks_of_french() -> None:
    """A comma between thousands would be a decimal comma there."""
    item = Item(id="n", kind="numeric", title="N", prompt=said("?", "x", "", "", "?"), number=Number(value=20_000))
    (made,), _ = fallbacks.number_to_words(item, phrases("fr"))
    assert made.accepted == ["20000", "20 000"]


@pytest.mark.parametrize("item", items(), ids=lambda item: item.id)
def test_what_is_asked_instead_is_fit_to_be_set_and_as_much_worth(item: Item) -> None:
    made, _ = fallbacks.degrade(item, FALLBACKS, PHRASES)
    assert {each.kind for each in made} <= {"single-choice", "multiple-choice", "short-answer", "essay"}
    assert [fault for each in made for fault in item_faults(each)] == []
    assert sum(each.points for each in made) == pytest.approx(item.points)
    assert len({each.id for each in made}) == len(made)


def test_a_single_gap_stays_one_question() -> None:
    item = Item(
        id="g",
        kind="cloze",
        title="G",
        prompt=said("It was ", "one", "sb-gap", "", "."),
        gaps=[Gap(id="one", accepted=["so"])],
    )
    made, says = fallbacks.degrade(item, FALLBACKS, PHRASES)
    assert len(made) == 1
    assert says == []
