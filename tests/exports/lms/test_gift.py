"""GIFT: what another program's parser reads from it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from msgspec.structs import replace

from sourcebook.exports.lms import gift
from tests.exports.archives import said_in
from tests.exports.samples import HOSTILE, bank, varied

PLAIN = gift.export(bank())
SHOWN = " ".join(HOSTILE.split())
PARSE = "process.stdout.write(JSON.stringify(require('gift-pegjs').parse(require('fs').readFileSync(0, 'utf8'))))"


def parsed(data: bytes, node: Path, npm_packages: Path) -> list[dict[str, Any]]:
    """What `gift-pegjs` makes of it; the test fails where it makes nothing."""
    done = subprocess.run([node, "-e", PARSE], cwd=npm_packages.parent, input=data, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def questions(node: Path, npm_packages: Path) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in parsed(PLAIN.data, node, npm_packages) if each["type"] != "Category"}


@pytest.fixture(scope="module")
def hostile(node: Path, npm_packages: Path) -> dict[str, dict[str, Any]]:
    data = gift.export(bank(HOSTILE)).data
    return {each["id"]: each for each in parsed(data, node, npm_packages) if each["type"] != "Category"}


def unmarked(text: str) -> str:
    """A right-hand side without the marks that this parser leaves in it: `&&058;` for a colon.

    The escape is right: Moodle puts the same mark in its place and, unlike this parser, takes the sign for it on every
    side of a question (`escapedchar_post` in its own reader). Everywhere else this parser does so too, which is tried.
    """
    return re.sub(r"&&(\d+);", lambda found: chr(int(found[1])), text)


def seen(text: str) -> str:
    return said_in(etree.HTML(f"<div>{text}</div>"))


def test_every_question_is_read_as_its_type(questions: dict[str, dict[str, Any]]) -> None:
    assert {ident: each["type"] for ident, each in questions.items()} == {
        "who-wrote": "MC",
        "true-or-false": "MC",
        "which-two": "MC",
        "in-order": "Matching",
        "who-what": "Matching",
        "fill-in-hour": "Short",
        "fill-in-weather": "MC",
        "one-word-times": "MC",
        "how-long": "Numerical",
        "one-name": "Short",
        "sort-them": "Matching",
        "mark-it": "MC",
        "write-it": "Essay",
    }


def test_the_keys_are_read(questions: dict[str, dict[str, Any]]) -> None:
    right = [choice for choice in questions["who-wrote"]["choices"] if choice["isCorrect"]]
    assert [seen(choice["text"]["text"]) for choice in right] == ["The clerk"]
    weights = sorted(choice["weight"] for choice in questions["which-two"]["choices"])
    assert weights == [-33.33333, -33.33333, -33.33333, 50, 50]
    pairs = {seen(p["subquestion"]["text"]): p["subanswer"] for p in questions["in-order"]["matchPairs"]}
    assert pairs == {"The bell": "1", "The boat": "2", "Fire": "3"}
    number = questions["how-long"]["choices"]
    assert (number["number"], number["range"]) == (9.5, 1.2)
    assert [choice["text"]["text"] for choice in questions["one-name"]["choices"]] == ["Heron", "the Heron"]


def test_an_extra_answer_has_no_left_side(questions: dict[str, dict[str, Any]]) -> None:
    lefts = {p["subanswer"]: p["subquestion"]["text"].strip() for p in questions["who-what"]["matchPairs"]}
    assert lefts["slept"] == ""
    assert seen(lefts["steered"]) == "The pilot"


def test_feedback_is_read(questions: dict[str, dict[str, Any]]) -> None:
    assert seen(questions["who-wrote"]["globalFeedback"]["text"]) == "The harbour book says so."
    feedback = {seen(c["text"]["text"]): seen(c["feedback"]["text"]) for c in questions["who-wrote"]["choices"]}
    assert feedback["The cook"] == "About cook."


def test_hostile_text_is_read_back_as_it_was(hostile: dict[str, dict[str, Any]]) -> None:
    assert len(hostile) == 13
    for ident, each in hostile.items():
        assert each["title"].startswith(SHOWN) or ident == "one-word-times", ident
        assert SHOWN in seen(each["stem"]["text"]), ident
    assert all(SHOWN in seen(p["subquestion"]["text"]) for p in hostile["in-order"]["matchPairs"])
    rights = [unmarked(pair["subanswer"]) for pair in hostile["who-what"]["matchPairs"]]
    assert set(rights) == {f"{SHOWN}{word}" for word in ("wrote", "steered", "cooked", "slept")}
    # An arrow cannot be escaped, and Moodle's star stands behind a backslash.
    forms = [choice["text"]["text"] for choice in hostile["one-name"]["choices"]]
    assert forms[0] == f"Heron{SHOWN}".replace("->", "- >").replace("*", r"\*")


def test_only_right_hand_sides_keep_the_marks_of_this_parser(hostile: dict[str, dict[str, Any]]) -> None:
    for each in hostile.values():
        rest = [{**pair, "subanswer": ""} for pair in each.get("matchPairs", ())]
        assert "&&" not in json.dumps({**each, "matchPairs": rest}), each["id"]


def test_marks_of_moodle_and_names_of_formats_in_a_text_stay_text(node: Path, npm_packages: Path) -> None:
    """Moodle would read an equals sign for the first, and take away the second."""
    said = "[plain] a &&061; b &&010 c"
    made = gift.export(bank(said))
    # The name of a category is not unescaped by Moodle.
    lines = [line for line in made.data.decode().splitlines() if not line.startswith("$CATEGORY")]
    assert [line for line in lines if "&&0" in line] == []
    assert any("are written apart: & &061;" in loss.says for loss in made.losses)
    found = {each["id"]: each for each in parsed(made.data, node, npm_packages) if each["type"] != "Category"}
    apart = said.replace("&&", "& &")
    assert all(apart in unmarked(pair["subanswer"]) for pair in found["who-what"]["matchPairs"])
    assert all(said in seen(choice["text"]["text"]) for choice in found["who-wrote"]["choices"])


@pytest.mark.parametrize("form", ["[plain]x", "[html]x", "[moodle]", "[markdown] x"])
def test_an_answer_that_begins_like_a_format_is_read_whole(form: str, node: Path, npm_packages: Path) -> None:
    plain = bank()
    items = [replace(item, accepted=[form]) if item.id == "one-name" else item for item in plain.items]
    found = parsed(gift.export(replace(plain, items=items)).data, node, npm_packages)
    (choice,) = next(each for each in found if each.get("id") == "one-name")["choices"]
    assert choice["text"]["text"] == form


def test_a_comment_is_none_inside_a_question() -> None:
    lines = gift.export(bank(HOSTILE)).data.decode().splitlines()
    assert {line.split(" ")[1][:4] for line in lines if line.startswith("//")} == {"AI", "[id:"}


def test_each_variant_has_a_category() -> None:
    lines = gift.export(varied()).data.decode().splitlines()
    top = "$CATEGORY: $course$/top/A night at the harbour"
    assert [line for line in lines if line.startswith("$")] == [top, f"{top}/Variant A", f"{top}/Variant B"]


def test_no_secret_of_an_essay_is_told() -> None:
    text = PLAIN.data.decode()
    assert [secret for secret in ("model answer", "anchor", "marking note", "common error") if secret in text] == []


def test_the_same_bytes_every_time() -> None:
    assert gift.export(bank()) == PLAIN


@pytest.mark.parametrize(("title", "told"), [("Which of <c> and <see>?", True), ("a < b & c > d", False)])
def test_a_title_that_moodle_would_cut_is_told(title: str, told: bool) -> None:
    plain = bank()
    made = gift.export(replace(plain, items=[replace(item, title=title) for item in plain.items]))
    assert any("angle brackets in the title" in loss.says for loss in made.losses) is told


def test_a_right_hand_side_that_moodle_would_cut_is_told() -> None:
    told = {loss.item for loss in gift.export(bank("<c>")).losses if "what is matched" in loss.says}
    assert told == {"who-what", "sort-them"}


def test_a_decimal_comma_is_told() -> None:
    """Moodle in English takes it for a mark between thousands (`question/type/numerical/questiontype.php`)."""
    assert [loss.item for loss in PLAIN.losses if "decimal comma" in loss.says] == ["how-long"]
