"""Every question of every assignment in an installed Moodle, where there is one (`SOURCEBOOK_MOODLE` names its folder).

Here: the truth as `installed_moodle.php` reads it, and what of its faults the losses must name. Not here: Moodle's
rules (`moodle_xml.py` and its neighbours), which are tried on every machine.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sourcebook.exports.lms.fallbacks import degrade
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.question_bank import Bank, Loss, name, numbered, rights
from sourcebook.exports.lms.safe_html import line
from sourcebook.questions.items import Item
from tests.exports.samples import bank
from tests.needs import folder, need, program
from tests.own_book import OwnBook
from tests.platforms import signs

FORMATS = {"moodle.xml": "xml", "moodle-before-4.4.xml": "xml", "questions.gift": "gift", "cartridge.imscc": "imscc"}
NAMED = {
    "wrong answer (all) earns": "whoever ticks everything",
    "blank earns": "left untouched",
    "right answer (comma) earns": "decimal comma",
}
"""What Moodle marks otherwise than meant, and words of the loss that then names it."""
FIRST_WITH_ORDERING = (4, 4)


@pytest.fixture(scope="module")
def moodle() -> tuple[Path, Path]:
    """The program `php`, and the folder of an installed Moodle whose database runs."""
    php, installed = program("SOURCEBOOK_PHP", "php"), folder("SOURCEBOOK_MOODLE", "moodle")
    found = (php, installed) if php and installed else None
    return need("moodle", found, "install PHP and a Moodle, and set SOURCEBOOK_MOODLE to its folder")


def told(item: Item) -> dict[str, Any]:
    """A question as it should be asked, in words."""
    return {
        "id": item.id,
        "name": name(item),
        "kind": item.kind,
        "points": item.points,
        "prompt": line(item.prompt),
        "hints": len(item.hints),
        "solution": line(item.secret.solution),
        "choices": [
            {"text": line(each.content), "correct": each.correct, "feedback": line(each.feedback)}
            for each in item.choices
        ],
        "entries": [{"text": line(each.content)} for each in item.entries],
        "pairs": [{"left": line(each.left.content), "right": line(each.right.content)} for each in item.pairs],
        "rights": [line(each.content) for each in rights(item)],
        "gaps": [{"options": gap.options, "accepted": gap.accepted} for gap in item.gaps],
        "number": item.number
        and {"value": item.number.value, "tolerance": item.number.tolerance, "unit": item.number.unit},
        "accepted": item.accepted,
    }


def imported(moodle: tuple[Path, Path], file: str, made: Bank, place: Path) -> tuple[dict[str, Any], tuple[Loss, ...]]:
    """What Moodle made of a file, and its losses."""
    listed, form = numbered(made), lms_formats()[file]
    export = form.export(listed)
    asked = [told(each) for item in listed.items for each in degrade(item, form.fallbacks, made.phrases)[0]]
    (place / file).write_bytes(export.data)
    (place / "truth.json").write_text(json.dumps(asked), encoding="utf-8")
    script = Path(__file__).with_name("installed_moodle.php")
    call: list[str | Path] = [
        moodle[0],
        "-d",
        "max_input_vars=5000",
        script,
        moodle[1],
        place / file,
        FORMATS[file],
        place / "truth.json",
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert "{" in done.stdout, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{") :])
    return found, export.losses


def faults(found: dict[str, Any], losses: tuple[Loss, ...]) -> Iterator[str]:
    """Whatever the losses do not name."""
    yield from (f"missing: {each}" for each in found["missing"])
    said = " ".join(loss.says for loss in losses)
    for question in found["questions"]:
        for fault in question["faults"]:
            if not any(fault.startswith(words) and loss in said for words, loss in NAMED.items()):
                yield f"{question['name']}: {fault}"


def version(found: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(part) for part in found["moodle"].split("+")[0].split()[0].split(".")[:2])


def tried(moodle: tuple[Path, Path], file: str, made: Bank, place: Path) -> list[str]:
    if not lms_formats()[file].export(numbered(made)).data:
        return []
    found, losses = imported(moodle, file, made, place)
    ordering = file == "moodle.xml" and any(item.kind == "ordering" for item in made.items)
    if ordering and version(found) < FIRST_WITH_ORDERING:
        assert found["count"] == 0, "an old Moodle refuses the whole file"
        return []
    return list(faults(found, losses))


@pytest.mark.parametrize("made", [bank(), signs.bank()], ids=["every kind", "every sign"])
@pytest.mark.parametrize("file", FORMATS)
def test_every_kind_is_marked_as_meant(moodle: tuple[Path, Path], file: str, made: Bank, tmp_path: Path) -> None:
    assert tried(moodle, file, made, tmp_path) == []


@pytest.mark.parametrize("file", FORMATS)
def test_every_question_of_the_book(moodle: tuple[Path, Path], file: str, own_book: OwnBook, tmp_path: Path) -> None:
    found = {ident: tried(moodle, file, made, tmp_path) for ident, made in own_book.banks().items()}
    assert {ident: said for ident, said in found.items() if said} == {}
