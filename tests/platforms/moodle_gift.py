"""GIFT as Moodle reads it.

Source, read in 4.5.6: `question/format/gift/format.php` (`escapedchar_pre`, `readquestion`). Marking:
`moodle_marking.py`.
"""

from __future__ import annotations

import re

from tests.platforms import moodle_marking as marking
from tests.platforms.platform_reader import Asked, Grade, PlatformReader, by_hand, seen

SIGNS = {"\\:": "&&058;", "\\#": "&&035;", "\\=": "&&061;", "\\{": "&&123;", "\\}": "&&125;", "\\~": "&&126;",
         "\\n": "&&010"}  # fmt: skip
WEIGHT = re.compile(r"^%(-*[0-9]{1,2}\.?[0-9]*|100)%")
FORMATS = {"html", "moodle", "plain", "markdown"}


def covered(text: str) -> str:
    """The text with stand-ins for signs behind a stroke."""
    text = text.replace("\\\\", "&&092;")
    for sign, stand_in in SIGNS.items():
        text = text.replace(sign, stand_in)
    return text.replace("&&092;", "\\")


def uncovered(text: str) -> str:
    for sign, stand_in in SIGNS.items():
        text = text.replace(stand_in, "\n" if sign == "\\n" else sign[1:])
    return text


def read(data: bytes) -> list[Asked]:
    """Every question of the file: blocks of lines that a blank line parts."""
    found = (_asked(block.splitlines()) for block in re.split(r"\n\s*\n", data.decode()))
    return [asked for asked in found if asked]


def _asked(lines: list[str]) -> Asked | None:
    comments = "".join(line for line in lines if line.strip().startswith("//"))
    text = covered("\n".join(" " if line.strip().startswith("//") else line for line in lines).strip())
    if not text or text.startswith("$CATEGORY:"):
        return None
    text = text[text.index("::", 2) + 2 :].strip()
    start, end = text.index("{"), text.index("}")
    inside = text[start + 1 : end].strip().rpartition("####")
    answers = (inside[0] if inside[1] else inside[2]).strip()
    grade, offered = _answers(answers)
    ident = re.search(r"\[id:([^]]+)\]", comments)
    return Asked(ident=ident[1] if ident else "", prompt=_seen(text[:start]), grade=grade, offered=offered)


def _stored(text: str) -> str:
    """The text without the name of its format."""
    found = re.match(r"\[(\w+)\]", text)
    return uncovered(text[found.end() :] if found and found[1] in FORMATS else text).strip()


def _seen(text: str) -> str:
    return seen(_stored(text) or " ")


def _answers(text: str) -> tuple[Grade, list[str]]:
    if not text:
        return by_hand, []
    if text.startswith("#"):
        value, _, tolerance = uncovered(text[1:]).strip().partition(":")
        return marking.within(float(value), float(tolerance or 0)), []
    if "~" in text:
        return _choice(text)
    if "=" in text and "->" in text:
        return _matching(text)
    forms = [part.partition("#")[0] for part in text.split("=") if part.strip()]
    return marking.written([_stored(WEIGHT.sub("", form.strip())) for form in forms]), []


def _choice(text: str) -> tuple[Grade, list[str]]:
    shown, fractions = [], []
    for part in text.replace("=", "~=").split("~"):
        answer = part.strip().partition("#")[0]
        if not answer:
            continue
        weight = WEIGHT.match(answer)
        fractions.append(1.0 if answer.startswith("=") else float(weight[1]) / 100 if weight else 0.0)
        shown.append(_seen(WEIGHT.sub("", answer.removeprefix("="))))
    return marking.choosing(shown, fractions), shown


def _matching(text: str) -> tuple[Grade, list[str]]:
    parts = [part.partition("->") for part in text.split("=") if part.strip()]
    pairs = [(_seen(left.strip()), marking.menu(uncovered(right).strip())) for left, _, right in parts]
    return marking.matching([(left, right) for left, right in pairs if left.strip()]), [right for _, right in pairs]


ANGLE, ARROW = "angle brackets in what is matched", "an arrow in an answer"
GIFT = PlatformReader(
    platform="Moodle, from GIFT",
    file="questions.gift",
    read=read,
    lapses={("matching", "key"): ANGLE, ("short-answer", "key"): ARROW, ("short-answer", "wrong"): ARROW},
)
