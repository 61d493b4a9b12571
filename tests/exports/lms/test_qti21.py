"""QTI 2.1: valid items, tests and manifests, what stands in them, and what answers earn.

The scoring is carried out by an interpreter of its own (`tests/exports/qti21_session.py`), for every question of the
book; TAO's own is asked in `browser/test_tao_scoring.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms import pack, qti21
from sourcebook.exports.lms.qti21_item import item_file
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.questions.items import Item, Number, Pair
from sourcebook.questions.kinds import KINDS
from tests.exports.answers import Answers, qti3
from tests.exports.archives import bare, one, said_in, unpacked
from tests.exports.qti21_session import Attempt, score
from tests.exports.samples import HOSTILE, bank, entry, items, para, varied
from tests.own_book import OwnBook

PLAIN = qti21.export(bank())
FILES = unpacked(PLAIN.data)
INTERACTIONS = {
    "single-choice": "choiceInteraction",
    "multiple-choice": "choiceInteraction",
    "ordering": "orderInteraction",
    "matching": "matchInteraction",
    "categorise": "matchInteraction",
    "numeric": "textEntryInteraction",
    "short-answer": "textEntryInteraction",
    "find-the-quote": "hottextInteraction",
    "essay": "extendedTextInteraction",
}


def made(ident: str, text: str = "") -> bytes:
    """The file of a sample, as the package has it."""
    return unpacked(qti21.export(bank(text)).data)[f"items/{ident}.xml"]


def answers(item: Item) -> tuple[Answers, Answers]:
    """The key, and an answer without a right part. A number is typed here."""
    right, wrong = qti3(item)
    if item.kind == "numeric":
        return {"RESPONSE": f"{right['RESPONSE']:g}"}, {"RESPONSE": f"{wrong['RESPONSE']:g}"}
    return right, wrong


# -- form --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", [bank(), bank(HOSTILE), varied()], ids=["plain", "hostile", "variants"])
def test_every_file_is_valid(asked: Bank, schemas: Path) -> None:
    schema = etree.XMLSchema(etree.parse(schemas / "qti21" / "qtiv2p1" / "imsqti_v2p1.xsd"))
    package = etree.XMLSchema(etree.parse(schemas / "qti21" / "imscp_v1p1.xsd"))
    files = unpacked(qti21.export(asked).data)
    assert len(files) == len(asked.items) + len(asked.variants()) + 1
    for name, data in files.items():
        (package if name == "imsmanifest.xml" else schema).assertValid(etree.fromstring(data))


def test_the_manifest_comes_first_and_names_every_file_and_every_part_of_a_test() -> None:
    assert next(iter(FILES)) == "imsmanifest.xml"
    root = bare(FILES["imsmanifest.xml"])
    assert {each.get("href") for each in root.iter("file")} == set(FILES) - {"imsmanifest.xml"}
    named = {each.get("identifier") for each in root.iter("resource")}
    assert {each.get("identifierref") for each in root.iter("dependency")} < named
    assert {each.get("type") for each in root.iter("resource")} == {"imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"}


def test_a_test_puts_the_questions_of_its_variant_in_order_and_adds_up_their_scores() -> None:
    root = bare(unpacked(qti21.export(varied()).data)["night-at-the-harbour-b.xml"])
    assert [each.get("href") for each in root.iter("assessmentItemRef")] == [
        "items/who-wrote.xml",
        "items/in-order.xml",
        "items/drawn-b.xml",
    ]
    (total,) = root.iter("testVariables")
    assert total.get("variableIdentifier") == "SCORE"


@pytest.mark.parametrize(("use", "shows"), [("practice", "true"), ("graded", "false")])
def test_only_practice_shows_feedback_between_attempts(use: Any, shows: str) -> None:
    """A graded test that showed the solution, and let one answer again, would give its key away."""
    asked = bank()
    asked = replace(asked, assignment=replace(asked.assignment, use=use))
    (control,) = bare(unpacked(qti21.export(asked).data)["night-at-the-harbour.xml"]).iter("itemSessionControl")
    assert (control.get("showFeedback"), control.get("maxAttempts")) == (shows, "0")


@pytest.mark.parametrize("item", [each for each in items() if each.kind != "cloze"], ids=lambda item: item.id)
def test_each_kind_has_its_own_interaction(item: Item) -> None:
    root = bare(made(item.id))
    assert [each.tag for each in root.iter() if str(each.tag).endswith("Interaction")] == [INTERACTIONS[item.kind]]
    assert (root.get("adaptive"), root.get("timeDependent")) == ("false", "false")


def test_no_secret_of_an_essay_is_in_the_package() -> None:
    """Not every reader hides a marker's notes from students."""
    root = bare(made("write-it"))
    for secret in ("The model answer is secret.", "An anchor.", "A marking note.", "A common error."):
        assert secret not in said_in(root)
    assert (qti21.NOTES, "write-it") in {(loss.says, loss.item) for loss in PLAIN.losses}


def test_feedback_answers_the_choice_that_was_made() -> None:
    found = {each.get("identifier"): said_in(each) for each in bare(made("who-wrote")).iter("modalFeedback")}
    assert found == {
        "i-clerk": "About clerk.",
        "i-pilot": "About pilot.",
        "i-cook": "About cook.",
        "shown": "The harbour book says so.",
    }
    values = Attempt(made("who-wrote"), {"RESPONSE": "i-cook"}).values
    assert (values["CHOSEN"], values["SOLUTION"], values["MAXSCORE"]) == ("i-cook", "shown", 3)


def test_words_of_another_language_say_so_by_the_attribute_of_xml() -> None:
    root = etree.fromstring(made("who-wrote"))
    assert {name for each in root.iter(etree.Element) for name in each.attrib if str(name).endswith("lang")} == {
        "{http://www.w3.org/XML/1998/namespace}lang"
    }


def test_hostile_text_stays_text() -> None:
    body = one(bare(made("mark-it", HOSTILE)), "itemBody")
    assert " ".join(HOSTILE.split()) in said_in(body)
    assert {str(each.tag) for each in body.iter()} == {"itemBody", "hottextInteraction", "hottext", "p"}


def test_the_same_bytes_every_time() -> None:
    assert qti21.export(bank()) == PLAIN


# -- scoring -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", HOSTILE], ids=["plain", "hostile"])
@pytest.mark.parametrize("ident", [item.id for item in items() if KINDS[item.kind].auto])
def test_the_key_gives_all_points_a_wrong_answer_and_a_blank_none(ident: str, text: str) -> None:
    item = next(each for each in items(text) if each.id == ident)
    key, wrong = answers(item)
    key = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in key.items()}
    assert [score(made(ident, text), given) for given in (key, wrong, {})] == [item.points, 0, 0]


PARTS: list[tuple[str, Answers, float]] = [
    ("which-two", {"RESPONSE": ["i-nine"]}, 1.5),
    ("which-two", {"RESPONSE": ["i-nine", "i-ten"]}, 0.5),
    ("which-two", {"RESPONSE": ["i-nine", "i-rain", "i-ten", "i-snow", "i-fog"]}, 0),
    ("who-what", {"RESPONSE": ["i-clerk r-wrote", "i-pilot r-slept"]}, 1),
    ("fill-in", {"RESPONSE-hour": "NINE"}, 1.5),
    ("fill-in", {"RESPONSE-hour": "9", "RESPONSE-weather": "option-1"}, 3),
    ("in-order", {"RESPONSE": ["i-bell", "i-fire", "i-boat"]}, 0),
    ("how-long", {"RESPONSE": "8.3"}, 3),
    ("how-long", {"RESPONSE": "10,7"}, 3),
    ("how-long", {"RESPONSE": "10,71"}, 0),
    ("one-name", {"RESPONSE": "THE HERON"}, 3),
    ("sort-them", {"RESPONSE": ["i-smoke r-seen", "i-horn r-heard"]}, 2),
    ("mark-it", {"RESPONSE": ["i-saw", "i-heard"]}, 0),
]


@pytest.mark.parametrize(("ident", "given", "earned"), PARTS)
def test_an_answer_that_is_right_in_part_earns_its_part(ident: str, given: Answers, earned: float) -> None:
    assert score(made(ident), given) == earned


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "feedback_unanswered"),
        ({"RESPONSE": ["i-snow"]}, "feedback_wrong"),
        ({"RESPONSE": ["i-nine"]}, "feedback_partially_correct"),
        ({"RESPONSE": ["i-nine", "i-rain"]}, "feedback_correct"),
    ],
)
def test_how_good_an_answer_was_is_said_in_the_words_of_inspera(given: Answers, word: str) -> None:
    """https://inspera.atlassian.net/wiki/spaces/KB/pages/149782821/Question+Banks"""
    assert Attempt(made("which-two"), given).values["FEEDBACK"] == word


def test_an_essay_was_answered_or_not_and_waits_for_a_marker() -> None:
    assert Attempt(made("write-it"), {"RESPONSE": "It was."}).values["FEEDBACK"] == "feedback_answered"
    assert Attempt(made("write-it"), {}).values["FEEDBACK"] == "feedback_unanswered"
    assert score(made("write-it"), {"RESPONSE": "It was."}) == 0


@pytest.mark.parametrize("parts", [3, 6, 7, 9, 11])
def test_parts_that_no_decimal_has_still_add_up_to_the_whole(parts: int) -> None:
    pairs = [Pair(left=entry(f"l-{n}", f"left {n}"), right=entry(f"r-{n}", f"right {n}")) for n in range(parts)]
    item = Item(id="many", kind="matching", title="Many", prompt=para("Match."), pairs=pairs, points=1)
    key, _ = answers(item)
    assert score(item_file(item), key) == 1
    assert score(item_file(item), {"RESPONSE": key["RESPONSE"][1:]}) < 1


def test_a_number_may_have_either_decimal_sign() -> None:
    item = Item(id="n", kind="numeric", title="N", prompt=para("N?"), number=Number(value=31.9, tolerance=0.2))
    typed = ["31.9", "31,9", "31.7", "32,1", "32,11", "31.69", "319", ""]
    assert [score(item_file(item), {"RESPONSE": each}) for each in typed] == [1, 1, 1, 1, 0, 0, 0, 0]


def test_every_question_of_every_pack_gives_its_points_to_its_key_alone(
    own_book: OwnBook, record_property: Callable[[str, object], None]
) -> None:
    unlike, played = {}, 0
    for asked in own_book.banks().values():
        files = unpacked(pack.files(asked)["qti21.zip"])
        for item in asked.items:
            data = files[f"items/{item.id}.xml"]
            if KINDS[item.kind].auto:
                earned = [score(data, given) for given in (*answers(item), {})]
                played += 1
                if earned != [item.points, 0, 0]:
                    unlike[item.id] = earned
    assert unlike == {}
    assert played >= 50
    record_property("QTI 2.1 items scored", played)
