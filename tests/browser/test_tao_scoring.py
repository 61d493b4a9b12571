"""QTI 2.1 items, scored by TAO: all points for the key, none for a wrong answer, none for a blank.

TAO's item runner does it in node (`tao_scoring.mjs`); TAO's server hands it an item in JSON, in the form that
`tao_item` makes. Not here: what the specification makes of the items (`exports/lms/test_qti21.py`).
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sourcebook.exports.lms import pack, qti21
from sourcebook.exports.lms.safe_html import Element
from sourcebook.questions.items import Item
from sourcebook.questions.kinds import KINDS
from tests.exports.answers import Answers
from tests.exports.archives import bare, one, unpacked
from tests.exports.lms.test_qti21 import PARTS, answers, made
from tests.exports.samples import HOSTILE, bank, items
from tests.own_book import OwnBook

Scored = Callable[[Sequence[tuple[bytes, Answers]]], list[dict[str, Any]]]


# -- items as TAO has them ---------------------------------------------------------------------------------------------


def tao_item(data: bytes) -> dict[str, Any]:
    """An item in the form in which TAO's runner is handed it: declarations and rules by class."""
    root = bare(data)
    return {
        "identifier": root.get("identifier"),
        "responses": {str(n): _response(each) for n, each in enumerate(root.findall("responseDeclaration"))},
        "outcomes": {str(n): _outcome(each) for n, each in enumerate(root.findall("outcomeDeclaration"))},
        "responseProcessing": {"responseRules": [_rule(each) for each in one(root, "responseProcessing")]},
    }


def _response(declaration: Element) -> dict[str, Any]:
    found: dict[str, Any] = {"attributes": dict(declaration.attrib)}
    found["correctResponses"] = [each.text for each in declaration.findall("correctResponse/value")]
    mapping = declaration.find("mapping")
    if mapping is not None:
        entries = [
            {
                "qtiClass": "mapEntry",
                "mapKey": each.get("mapKey"),
                "mapValue": each.get("mappedValue"),
                "attributes": {"caseSensitive": each.get("caseSensitive", "true") == "true"},
            }
            for each in mapping
        ]
        found["mapping"] = {"qtiClass": "mapping", "attributes": dict(mapping.attrib), "mapEntries": entries}
    return found


def _outcome(declaration: Element) -> dict[str, Any]:
    return {"attributes": dict(declaration.attrib), "defaultValue": declaration.findtext("defaultValue/value")}


def _rule(rule: Element) -> dict[str, Any]:
    found: dict[str, Any] = {"qtiClass": rule.tag, "attributes": dict(rule.attrib)}
    if rule.tag == "setOutcomeValue":
        return {**found, "expression": _expression(rule[0])}
    found["responseElseIfs"] = [_branch(each) for each in rule.findall("responseElseIf")]
    return found | {str(each.tag): _branch(each) for each in rule if each.tag in {"responseIf", "responseElse"}}


def _branch(branch: Element) -> dict[str, Any]:
    if branch.tag == "responseElse":
        return {"qtiClass": branch.tag, "responseRules": [_rule(each) for each in branch]}
    expression, *rules = branch
    return {
        "qtiClass": branch.tag,
        "expression": _expression(expression),
        "responseRules": [_rule(each) for each in rules],
    }


def _expression(expression: Element) -> dict[str, Any]:
    found: dict[str, Any] = {"qtiClass": expression.tag, "attributes": dict(expression.attrib)}
    if len(expression):
        found["expressions"] = [_expression(each) for each in expression]
    elif expression.text:
        found["value"] = expression.text
    return found


def pci(data: bytes, given: Mapping[str, Any]) -> dict[str, Any]:
    """Answers in the form of portable custom interactions, which TAO uses everywhere."""
    found: dict[str, Any] = {}
    for declaration in bare(data).findall("responseDeclaration"):
        ident, kind = str(declaration.get("identifier")), str(declaration.get("baseType"))
        value, single = given.get(ident), declaration.get("cardinality") == "single"
        if single:
            found[ident] = {"base": None if value is None else {kind: value}}
        else:
            parts = [each.split(" ") if kind == "directedPair" else each for each in value or []]
            found[ident] = {"list": {kind: parts}}
    return found


@pytest.fixture(scope="module")
def scored(node: Path, npm_packages: Path) -> Scored:
    """The outcomes of items after answers, by TAO."""

    def run(attempts: Sequence[tuple[bytes, Answers]]) -> list[dict[str, Any]]:
        told = json.dumps([[tao_item(data), pci(data, given)] for data, given in attempts])
        command = [str(node), str(npm_packages.parent / "tao_scoring.mjs")]
        done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found

    return run


def scores(scored: Scored, attempts: Sequence[tuple[bytes, Answers]]) -> list[float]:
    return [float(each["SCORE"]["base"]["float"]) for each in scored(attempts)]


# -- what answers earn -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", HOSTILE], ids=["plain", "hostile"])
def test_the_key_gives_all_points_a_wrong_answer_and_a_blank_none(scored: Scored, text: str) -> None:
    asked = [item for item in items(text) if KINDS[item.kind].auto]
    files = unpacked(qti21.export(bank(text)).data)
    tried = [(files[f"items/{each.id}.xml"], given) for each in asked for given in (*_typed(each), {})]
    assert scores(scored, tried) == pytest.approx([points for each in asked for points in (each.points, 0, 0)])


def _typed(item: Item) -> list[Answers]:
    """Answers with the white space that a player sends."""
    return [
        {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in given.items()}
        for given in answers(item)
    ]


def test_an_answer_that_is_right_in_part_earns_its_part(scored: Scored) -> None:
    tried = [(made(ident), given) for ident, given, _ in PARTS]
    assert scores(scored, tried) == pytest.approx([earned for *_, earned in PARTS])


def test_feedback_answers_the_choice_that_was_made(scored: Scored) -> None:
    (found,) = scored([(made("who-wrote"), {"RESPONSE": "i-cook"})])
    said = {name: found[name]["base"]["identifier"] for name in ("CHOSEN", "SOLUTION", "FEEDBACK")}
    assert said == {"CHOSEN": "i-cook", "SOLUTION": "shown", "FEEDBACK": "feedback_wrong"}


def test_every_question_of_every_pack_gives_its_points_to_its_key_alone(
    scored: Scored, own_book: OwnBook, record_property: Callable[[str, object], None]
) -> None:
    tried: list[tuple[bytes, Answers]] = []
    expected: list[float] = []
    for asked in own_book.banks().values():
        files = unpacked(pack.files(asked)["qti21.zip"])
        for item in asked.items:
            if KINDS[item.kind].auto:
                tried += [(files[f"items/{item.id}.xml"], given) for given in (*answers(item), {})]
                expected += [item.points, 0, 0]
    assert len(tried) >= 150
    assert scores(scored, tried) == pytest.approx(expected)
    record_property("QTI 2.1 items scored by TAO", len(tried) // 3)
