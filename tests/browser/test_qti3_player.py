"""QTI 3 items, played in a browser: all points for the key, none for a wrong answer, none for a blank.

Here: what another program makes of the items. Not here: whether they are valid (`exports/lms/test_qti3.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from sourcebook.exports.lms import pack
from sourcebook.exports.lms.qti3_item import item_file
from sourcebook.questions import generate
from sourcebook.questions.items import Item
from sourcebook.questions.kinds import KINDS
from sourcebook.questions.recipe import EvidenceBase, Make, Recipe
from tests.exports.answers import Answers, qti3
from tests.exports.archives import unpacked
from tests.exports.samples import HOSTILE, items, para, rubric
from tests.own_book import OwnBook
from tests.questions.toll import evidence

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--allow-file-access-from-files",
]
Case = tuple[str, Answers, Answers, list[tuple[Answers, float]]]
# An item, its key, a wrong answer, and answers that are right in part, with what they earn.
PLAYED: list[Case] = [
    ("who-wrote", {"RESPONSE": "i-clerk"}, {"RESPONSE": "i-cook"}, []),
    ("true-or-false", {"RESPONSE": "i-no"}, {"RESPONSE": "i-yes"}, []),
    (
        "which-two",
        {"RESPONSE": ["i-nine", "i-rain"]},
        {"RESPONSE": ["i-ten", "i-snow"]},
        [
            ({"RESPONSE": ["i-nine"]}, 1.5),
            ({"RESPONSE": ["i-nine", "i-ten"]}, 0.5),
            ({"RESPONSE": ["i-nine", "i-rain", "i-ten", "i-snow", "i-fog"]}, 0),
        ],
    ),
    ("in-order", {"RESPONSE": ["i-bell", "i-boat", "i-fire"]}, {"RESPONSE": ["i-fire", "i-boat", "i-bell"]}, []),
    (
        "who-what",
        {"RESPONSE": ["i-clerk r-wrote", "i-pilot r-steered", "i-cook r-cooked"]},
        {"RESPONSE": ["i-clerk r-slept", "i-pilot r-wrote", "i-cook r-steered"]},
        [({"RESPONSE": ["i-clerk r-wrote", "i-pilot r-slept"]}, 1)],
    ),
    (
        "fill-in",
        {"RESPONSE-hour": "nine", "RESPONSE-weather": "option-1"},
        {"RESPONSE-hour": "ten", "RESPONSE-weather": "option-3"},
        [({"RESPONSE-hour": "NINE"}, 1.5), ({"RESPONSE-hour": "9", "RESPONSE-weather": "option-1"}, 3)],
    ),
    ("one-word", {"RESPONSE-times": "option-2"}, {"RESPONSE-times": "option-1"}, []),
    (
        "how-long",
        {"RESPONSE": 9.5},
        {"RESPONSE": 8.2},
        [({"RESPONSE": 8.3}, 3), ({"RESPONSE": 10.7}, 3), ({"RESPONSE": 10.8}, 0)],
    ),
    ("one-name", {"RESPONSE": "Heron"}, {"RESPONSE": "Stork"}, [({"RESPONSE": "THE HERON"}, 3)]),
    (
        "sort-them",
        {"RESPONSE": ["i-smoke r-seen", "i-horn r-heard", "i-shout r-heard"]},
        {"RESPONSE": ["i-smoke r-heard", "i-horn r-seen", "i-shout r-neither"]},
        [({"RESPONSE": ["i-smoke r-seen", "i-horn r-heard"]}, 2)],
    ),
    ("mark-it", {"RESPONSE": ["i-saw"]}, {"RESPONSE": ["i-heard"]}, [({"RESPONSE": ["i-saw", "i-heard"]}, 0)]),
]
ESSAY = next(item for item in items() if item.kind == "essay")
BETWEEN = Item(
    id="in-between", kind="essay", title="In between", prompt=para("Opened before each attempt."), rubric=rubric()
)


@pytest.fixture(scope="module")
def player(chromium: Path, npm_packages: Path) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=ARGUMENTS)
        page = browser.new_page()
        page.goto((npm_packages.parent / "player.html").as_uri())
        yield page
        browser.close()


def sample(ident: str, text: str = "") -> Item:
    return next(item for item in items(text) if item.id == ident)


def play(player: Page, item: Item, *given: Answers, xml: bytes = b"") -> list[dict[str, Any]]:
    """Play an item, as a file that was packed or as it would be: without an answer, then with each that is given."""
    asked, other = (xml or item_file(item)).decode(), item_file(BETWEEN).decode()
    found: list[dict[str, Any]] = player.evaluate(
        "([xml, given, other]) => play(xml, given, other)", [asked, given, other]
    )
    return found


def scores(player: Page, item: Item, *given: Answers, xml: bytes = b"") -> list[float]:
    """What a blank earns, and each of the answers."""
    played = play(player, item, *given, xml=xml)
    for answers, each in zip(given, played[1:], strict=True):
        for name, value in answers.items():
            taken = each["responses"][name]
            assert (sorted(taken) if isinstance(taken, list) and item.kind != "ordering" else taken) == (
                sorted(value) if isinstance(value, list) and item.kind != "ordering" else value
            ), "the player did not take the answer"
    return [float(each["outcomes"]["SCORE"]) for each in played]


def test_every_kind_that_a_machine_can_score_is_played() -> None:
    assert {item.id for item in items() if KINDS[item.kind].auto} == {case[0] for case in PLAYED}


@pytest.mark.parametrize(("ident", "key", "wrong", "parts"), PLAYED, ids=[case[0] for case in PLAYED])
def test_the_key_gives_all_points_a_wrong_answer_and_a_blank_none(
    player: Page, ident: str, key: Answers, wrong: Answers, parts: list[tuple[Answers, float]]
) -> None:
    item = sample(ident)
    expected = [0, item.points, 0, *(earned for _, earned in parts)]
    assert scores(player, item, key, wrong, *(answers for answers, _ in parts)) == pytest.approx(expected)


# -- generated questions -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def toll(tmp_path_factory: pytest.TempPathFactory) -> EvidenceBase:
    return evidence(tmp_path_factory.mktemp("toll"))


@pytest.mark.parametrize("make", generate.MAKERS)
def test_a_generated_question_gives_its_points_to_its_key_alone(player: Page, toll: EvidenceBase, make: Make) -> None:
    made = generate.make(toll, Recipe(id=f"try-{make}", make=make, count=2, points=2))
    assert made
    for item in made:
        assert scores(player, item, *qti3(item)) == [0, 2, 0]


# -- the packs of the book itself --------------------------------------------------------------------------------------


def test_every_question_of_every_pack_gives_its_points_to_its_key_alone(
    player: Page, own_book: OwnBook, record_property: Callable[[str, object], None]
) -> None:
    """Each that a machine can score, as its file stands in qti3.zip; its answers are those of the exercise."""
    unlike, played = {}, Counter[str]()
    for bank in own_book.banks().values():
        files = unpacked(pack.files(bank)["qti3.zip"])
        for item in bank.items:
            xml = files[f"items/{item.id}.xml"]
            if KINDS[item.kind].auto:
                earned = scores(player, item, *qti3(item), xml=xml)
                played[f"QTI 3 items played: {item.kind}"] += 1
                if earned != [0, item.points, 0]:
                    unlike[item.id] = earned
    assert unlike == {}
    assert len(played) == len(KINDS) - 1, "every kind but the essay"
    for name, count in {**played, "QTI 3 items played": sum(played.values())}.items():
        record_property(name, count)


# -- all ---------------------------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_as_text(player: Page) -> None:
    item = sample("who-wrote", HOSTILE)
    play(player, item)
    body = player.locator(".qti-item-body")
    assert " ".join(HOSTILE.split()) in " ".join(body.inner_text().split())
    assert player.locator(".qti-item-body script").count() == 0


def test_an_essay_waits_for_a_marker(player: Page) -> None:
    (played,) = play(player, ESSAY)
    assert float(played["outcomes"]["SCORE"]) == 0
    assert float(played["outcomes"]["MAXSCORE"]) == ESSAY.points
    assert "model answer" not in player.locator("#player, .qti3-player, body").first.inner_text()
