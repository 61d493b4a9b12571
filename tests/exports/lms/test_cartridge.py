"""A Common Cartridge 1.1: valid, with the four types of question that every platform knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from sourcebook.exports.lms import cartridge
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import bare, said_in, unpacked
from tests.exports.samples import HOSTILE, bank, varied

PLAIN = cartridge.export(bank())
FILES = unpacked(PLAIN.data)
TEST = "night-at-the-harbour/assessment.xml"


def questions(files: dict[str, bytes] | None = None) -> dict[str, Element]:
    return {item.get("ident", ""): item for item in bare((files or FILES)[TEST]).iter("item")}


def profile(item: Element) -> str:
    return str(item.xpath("string(.//qtimetadatafield[fieldlabel='cc_profile']/fieldentry)"))


@pytest.mark.parametrize("made", [bank(), bank(HOSTILE), varied()], ids=["plain", "hostile", "variants"])
def test_it_is_valid(made: Bank, schemas: Path) -> None:
    package = etree.XMLSchema(etree.parse(schemas / "cc11" / "cc11libxml2validator.xsd"))
    profile = etree.XMLSchema(etree.parse(schemas / "cc11" / "ccv1p1_qtiasiv1p2p1_v1p0.xsd"))
    files = unpacked(cartridge.export(made).data)
    package.assertValid(etree.fromstring(files["imsmanifest.xml"]))
    tests = [data for name, data in files.items() if name.endswith("assessment.xml")]
    assert len(tests) == len(made.variants())
    for data in tests:
        profile.assertValid(etree.fromstring(data))


def test_the_manifest_names_every_file_once() -> None:
    root = bare(FILES["imsmanifest.xml"])
    assert sorted(each.get("href", "") for each in root.iter("file")) == sorted(set(FILES) - {"imsmanifest.xml"})
    assert root.findtext("metadata/schemaversion") == "1.1.0"
    assert {each.get("identifierref") for each in root.iter("item")} - {None} == {
        each.get("identifier") for each in root.iter("resource")
    }


def test_each_question_is_of_a_type_that_every_platform_knows() -> None:
    assert {ident: profile(item).split(".")[1] for ident, item in questions().items()} == {
        "who-wrote": "multiple_choice",
        "true-or-false": "true_false",
        "which-two": "multiple_response",
        "in-order": "fib",
        "who-what-clerk": "multiple_choice",
        "who-what-pilot": "multiple_choice",
        "who-what-cook": "multiple_choice",
        "fill-in-hour": "fib",
        "fill-in-weather": "multiple_choice",
        "one-word-times": "multiple_choice",
        "how-long": "fib",
        "one-name": "fib",
        "sort-them-smoke": "multiple_choice",
        "sort-them-horn": "multiple_choice",
        "sort-them-shout": "multiple_choice",
        "mark-it": "multiple_response",
        "write-it": "essay",
    }


def test_true_and_false_are_called_so() -> None:
    item = questions()["true-or-false"]
    assert {label.get("ident") for label in item.iter("response_label")} == {"true", "false"}
    assert item.xpath("string(.//respcondition[setvar]/conditionvar/varequal)") == "false"


def test_the_key_gives_a_hundred() -> None:
    item = questions()["who-what-pilot"]
    key = item.xpath("string(.//respcondition[setvar='100']/conditionvar/varequal)")
    (label,) = (each for each in item.iter("response_label") if each.get("ident") == key)
    assert label.findtext(".//mattext") == "<p>steered</p>"


def test_several_answers_are_all_right_ones_and_no_wrong_one() -> None:
    (both,) = questions()["which-two"].iter("and")
    assert sorted(each.text or "" for each in both.iterfind("varequal")) == ["nine", "rain"]
    assert sorted(each.text or "" for each in both.iterfind("not/varequal")) == ["fog", "snow", "ten"]


def test_an_essay_has_no_key_and_shows_no_secret() -> None:
    item = questions()["write-it"]
    assert item.find("resprocessing") is None
    words = etree.tostring(item, encoding="unicode")
    assert [secret for secret in ("model answer", "anchor", "marking note", "common error") if secret in words] == []


def test_feedback_and_hints_are_shown_by_a_rule() -> None:
    item = questions()["who-wrote"]
    shown = {each.get("linkrefid") for each in item.iter("displayfeedback")}
    assert shown == {each.get("ident") for each in item.iter("itemfeedback")}
    assert {"general_fb", "hints", "cook_fb"} <= shown


def test_the_page_says_what_the_assignment_is_for() -> None:
    page = etree.HTML(unpacked(cartridge.export(bank(HOSTILE)).data)["assignment.html"])
    words = said_in(page)
    for text in ("To read times.", "Answer all.", "40 minutes", "Nothing is invented.", "Speak instead."):
        assert text in words
    assert page.xpath("//script") == []


def test_the_losses_name_what_is_asked_otherwise() -> None:
    assert {"in-order", "who-what", "fill-in", "how-long", "sort-them", "mark-it", "write-it"} <= {
        loss.item for loss in PLAIN.losses
    }


def test_the_same_bytes_every_time() -> None:
    assert cartridge.export(bank()) == PLAIN
