"""A Common Cartridge 1.1: valid, with the four types of question that every platform knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms import cartridge
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.lms.safe_html import Element
from sourcebook.questions.items import Item
from tests.exports.archives import bare, chosen, one, said_in, unpacked
from tests.exports.samples import HOSTILE, assignment, bank, items, para, varied

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


def said_by(item: Element, path: str) -> list[str]:
    """The words of the choices that a rule names."""
    words = {each.get("ident"): said_in(etree.HTML(each.findtext(".//mattext") or "")) for each in
             item.iter("response_label")}  # fmt: skip
    return sorted(words[each.text] for each in chosen(item, path))


def test_several_answers_are_all_right_ones_and_no_wrong_one() -> None:
    item = questions()["which-two"]
    assert said_by(item, ".//and/varequal") == ["It rained", "Nine o’clock"]
    assert said_by(item, ".//and/not/varequal") == ["It snowed", "Ten o’clock", "There was fog"]


def weight(item: Item) -> str:
    made = cartridge.export(Bank(assignment=assignment(), items=[item]))
    (found,) = questions(unpacked(made.data)).values()
    named = any(loss.says.startswith("points:") for loss in made.losses)
    written = str(found.xpath("string(.//qtimetadatafield[fieldlabel='cc_weighting']/fieldentry)"))
    assert named is not bool(written)
    return written


@pytest.mark.parametrize(("points", "written"), [(1, "1"), (3.0, "3"), (99, "99"), (100, ""), (0.5, ""), (1.5, "")])
def test_points_are_carried_where_moodle_reads_them_whole(points: float, written: str) -> None:
    assert weight(replace(items()[1], points=points)) == written


def test_an_asterisk_in_an_answer_is_named() -> None:
    """Moodle reads it as any text, in a cartridge without escape."""
    item = replace(next(each for each in items() if each.id == "one-name"), accepted=["5*", "five"])
    lost = cartridge.export(Bank(assignment=assignment(), items=[item])).losses
    assert any("asterisk" in loss.says for loss in lost)


@pytest.mark.parametrize(("said", "shown"), [("a<b and <c>", "a< b and < c>"), ("5 < 6, 5<6", "5 < 6, 5<6")])
def test_no_bracket_becomes_a_tag(said: str, shown: str) -> None:
    """Moodle decodes the HTML of a cartridge once too often (`safexml` in `backup/cc/cc112moodle.php`)."""
    item = replace(items()[1], prompt=para(said))
    made = cartridge.export(Bank(assignment=assignment(), items=[item]))
    asked = one(questions(unpacked(made.data))[item.id], "presentation/material/mattext").text
    assert said_in(etree.HTML(asked or "")) == shown
    assert any("angle bracket" in loss.says for loss in made.losses) is (said != shown)


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Of <c> and <see>", "Of <\tc> and <\tsee>"), ("a < b & c", "a <\tb & c"), ("a <", "a ‹"), ("“q” & q", "“q” & q")],
)
def test_no_title_could_hold_a_tag(title: str, shown: str) -> None:
    """Moodle's restore refuses a package with such a title."""
    made = cartridge.export(Bank(assignment=replace(assignment(), title=title), items=items()))
    files = unpacked(made.data)
    manifest = bare(files["imsmanifest.xml"])
    assert {manifest.findtext(".//string"), *(each.text for each in manifest.iterfind(".//item/title"))} == {shown}
    assert one(bare(files[TEST]), "assessment").get("title") == shown
    assert any("angle bracket" in loss.says for loss in made.losses) is (title != shown)


def test_an_essay_has_no_key_and_shows_no_secret() -> None:
    item = questions()["write-it"]
    assert item.find("resprocessing") is None
    words = etree.tostring(item, encoding="unicode")
    assert [secret for secret in ("model answer", "anchor", "marking note", "common error") if secret in words] == []


def test_feedback_and_hints_are_shown_by_a_rule() -> None:
    item = questions()["who-wrote"]
    shown = {each.get("linkrefid") for each in item.iter("displayfeedback")}
    assert shown == {each.get("ident") for each in item.iter("itemfeedback")}
    assert {"general_fb", "hints"} < shown


def test_feedback_of_one_choice_is_not_shown_to_everybody() -> None:
    """What stands in a rule that goes on, Moodle shows with the solution."""
    rules = chosen(questions()["who-wrote"], ".//respcondition[@continue='Yes']/displayfeedback")
    assert {rule.get("linkrefid") for rule in rules} == {"general_fb", "hints"}


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
