"""QTI 3: valid items and tests, and what stands in them. How they score is played in `browser/test_qti3_player.py`."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from sourcebook.exports.lms import qti3
from sourcebook.exports.lms.qti3_item import item_file
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import Element
from sourcebook.questions.items import Item
from tests.exports.archives import bare, one, said_in, unpacked
from tests.exports.samples import HOSTILE, bank, items, varied

PLAIN = qti3.export(bank())
INTERACTIONS = {
    "single-choice": "qti-choice-interaction",
    "multiple-choice": "qti-choice-interaction",
    "ordering": "qti-order-interaction",
    "matching": "qti-match-interaction",
    "categorise": "qti-match-interaction",
    "numeric": "qti-text-entry-interaction",
    "short-answer": "qti-text-entry-interaction",
    "find-the-quote": "qti-hottext-interaction",
    "essay": "qti-extended-text-interaction",
}


def sample(ident: str, text: str = "") -> Element:
    return bare(item_file(next(item for item in items(text) if item.id == ident)))


@pytest.fixture(scope="module")
def schema(schemas: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(schemas / "qti30" / "imsqti_asiv3p0_sbacv1p0_v1p0.xsd"))


@pytest.mark.parametrize("made", [bank(), bank(HOSTILE), varied()], ids=["plain", "hostile", "variants"])
def test_items_and_tests_are_valid(made: Bank, schema: etree.XMLSchema) -> None:
    files = unpacked(qti3.export(made).data)
    found = [data for name, data in files.items() if name != "imsmanifest.xml"]
    assert len(found) == len(made.items) + len(made.variants())
    for data in found:
        schema.assertValid(etree.fromstring(data))


def test_the_manifest_names_every_file_and_every_part_of_a_test() -> None:
    files = unpacked(PLAIN.data)
    root = bare(files["imsmanifest.xml"])
    assert {each.get("href") for each in root.iter("file")} == set(files) - {"imsmanifest.xml"}
    named = {each.get("identifier") for each in root.iter("resource")}
    assert {each.get("identifierref") for each in root.iter("dependency")} < named


def test_a_test_puts_the_questions_of_its_variant_in_order() -> None:
    root = bare(unpacked(qti3.export(varied()).data)["night-at-the-harbour-b.xml"])
    assert [each.get("href") for each in root.iter("qti-assessment-item-ref")] == [
        "items/who-wrote.xml",
        "items/in-order.xml",
        "items/drawn-b.xml",
    ]


@pytest.mark.parametrize("item", [each for each in items() if each.kind != "cloze"], ids=lambda item: item.id)
def test_each_kind_has_its_own_interaction(item: Item) -> None:
    root = bare(item_file(item))
    assert [each.tag for each in root.iter() if str(each.tag).endswith("-interaction")] == [INTERACTIONS[item.kind]]


def test_a_cloze_has_an_interaction_in_each_gap() -> None:
    body = one(sample("fill-in"), "qti-item-body")
    found = [each.tag for each in body.iter() if str(each.tag).endswith("-interaction")]
    assert found == ["qti-text-entry-interaction", "qti-inline-choice-interaction"]
    assert [each.text for each in body.iter("qti-inline-choice")] != ["rained", "snowed", "thundered"]


def test_a_tolerance_is_written_with_gte_and_lte() -> None:
    (both,) = sample("how-long").iter("qti-and")
    assert [(each.tag, each.findtext("qti-base-value")) for each in both] == [("qti-gte", "8.3"), ("qti-lte", "10.7")]


def test_only_markers_see_the_secrets_of_an_essay() -> None:
    root = sample("write-it")
    (block,) = root.iter("qti-rubric-block")
    assert (block.get("view"), block.get("use")) == ("scorer", "scoring")
    secrets = ("The model answer is secret.", "An anchor.", "A marking note.", "A common error.")
    assert all(secret in said_in(block) for secret in secrets)
    one(root, "qti-item-body").remove(block)
    assert not any(secret in said_in(root) for secret in secrets)
    (score,) = (each for each in root.iter("qti-outcome-declaration") if each.get("identifier") == "SCORE")
    assert score.get("external-scored") == "human"


def test_an_item_says_its_language() -> None:
    root = etree.fromstring(item_file(items()[0], "fr"))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"


def test_feedback_answers_the_choice_that_was_made() -> None:
    root = sample("who-wrote")
    found = {each.get("identifier"): said_in(each) for each in root.iter("qti-modal-feedback")}
    assert found == {
        "i-clerk": "About clerk.",
        "i-pilot": "About pilot.",
        "i-cook": "About cook.",
        "shown": "The harbour book says so.",
    }


def test_hostile_text_stays_text() -> None:
    root = sample("mark-it", HOSTILE)
    assert " ".join(HOSTILE.split()) in said_in(one(root, "qti-item-body"))
    assert {str(each.tag) for each in one(root, "qti-item-body").iter()} == {
        "qti-item-body",
        "qti-hottext-interaction",
        "qti-hottext",
        "p",
    }


def test_the_same_bytes_every_time() -> None:
    assert qti3.export(bank()) == PLAIN
