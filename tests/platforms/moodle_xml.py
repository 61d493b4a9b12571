"""Moodle XML as Moodle reads it.

Sources, read in 4.1 (build 20221201) and 4.5.6: `lib/xmlize.php` (pieces of text that are blank are dropped, and a text
outside CDATA comes in pieces around each reference), `question/format/xml/format.php`,
`question/type/multianswer/questiontype.php` (gaps), `question/type/ordering/question.php` (4.5: whoever moves nothing
answers with the order shown). Marking: `moodle_marking.py`.
"""

from __future__ import annotations

import html
import re
from functools import partial
from typing import Any

from lxml import etree

from tests.platforms import moodle_marking as marking
from tests.platforms.platform_reader import Answer, Asked, Grade, PlatformReader, by_hand, index, seen

Tree = dict[str, Any]
GAP = re.compile(r"\{(\d*):(SHORTANSWER|MULTICHOICE):((?:\\[}#]|&#?\w+;|[^}#])*)\}", re.DOTALL)
ANSWER = re.compile(r"(?:^|(?<!\\)~)(=|%-?\d+%)?((?:&#?\w+;|[^~#])*)")


class _Pieces:
    """Builds the tree from pieces of text as libxml2 hands them over, which PHP's parser uses too."""

    def __init__(self) -> None:
        self.stack: list[Tree] = [{"tag": "", "attributes": {}, "text": "", "inside": []}]

    def start(self, tag: str, attributes: Any) -> None:
        new = {"tag": tag, "attributes": dict(attributes), "text": "", "inside": []}
        self.stack[-1]["inside"].append(new)
        self.stack.append(new)

    def end(self, _: str) -> None:
        self.stack.pop()

    def data(self, piece: str) -> None:
        if piece.strip():
            self.stack[-1]["text"] += piece

    def close(self) -> Tree:
        root: Tree = self.stack[0]["inside"][0]
        return root


def parsed(data: bytes) -> Tree:
    parser: Any = etree.XMLParser(target=_Pieces())  # type: ignore[arg-type] # the stubs want more of a target
    tree: Tree = etree.fromstring(data, parser)
    return tree


def all_of(tree: Tree, tag: str) -> list[Tree]:
    return [each for each in tree["inside"] if each["tag"] == tag]


def text(tree: Tree, *path: str) -> str:
    for tag in path:
        tree = next(iter(all_of(tree, tag)), {"inside": [], "text": ""})
    return str(tree["text"]).strip()


def read(data: bytes) -> list[Asked]:
    """Every question of the file."""
    questions = (each for each in all_of(parsed(data), "question") if each["attributes"]["type"] != "category")
    return [_asked(each) for each in questions]


def _asked(question: Tree) -> Asked:
    grade, offered = TYPES[question["attributes"]["type"]](question)
    points = text(question, "defaultgrade")
    prompt = seen(GAP.sub("_", text(question, "questiontext", "text")))
    ident = text(question, "idnumber")
    return Asked(ident=ident, prompt=prompt, grade=grade, offered=offered, points=float(points) if points else None)


def _choice(question: Tree) -> tuple[Grade, list[str]]:
    answers = all_of(question, "answer")
    shown = [seen(text(each, "text")) for each in answers]
    fractions = [float(each["attributes"]["fraction"]) / 100 for each in answers]
    return marking.choosing(shown, fractions), shown


def _matching(question: Tree) -> tuple[Grade, list[str]]:
    parts = [(seen(text(each, "text") or " "), marking.menu(text(each, "answer", "text"))) for each in
             all_of(question, "subquestion")]  # fmt: skip
    return marking.matching([(left, right) for left, right in parts if left.strip()]), [right for _, right in parts]


def _ordering(question: Tree) -> tuple[Grade, list[str]]:
    """An untouched one earns all where the order that is shown comes up right: the worst is taken here."""
    answers = sorted(all_of(question, "answer"), key=lambda each: float(each["attributes"]["fraction"]))
    order = [seen(text(each, "text")) for each in answers]
    whole = text(question, "gradingtype") == "ALL_OR_NOTHING"

    def grade(answer: Answer) -> float:
        given = order if answer is None else list(answer)
        assert all(index(words, order) >= 0 for words in given)
        right = sum(index(words, [place]) == 0 for words, place in zip(given, order, strict=True)) / len(order)
        return float(right == 1) if whole else right

    return grade, order


def _numeric(question: Tree) -> tuple[Grade, list[str]]:
    (answer,) = all_of(question, "answer")
    return marking.within(float(text(answer, "text")), float(text(answer, "tolerance"))), []


def _short(question: Tree) -> tuple[Grade, list[str]]:
    return marking.written([text(answer, "text") for answer in all_of(question, "answer")]), []


def _cloze(question: Tree) -> tuple[Grade, list[str]]:
    gaps = [_gap(*found) for found in GAP.findall(text(question, "questiontext", "text"))]
    total = sum(weight for weight, _ in gaps)

    def grade(answer: Answer) -> float:
        given = answer if isinstance(answer, list) else [None] * len(gaps)
        return sum(weight * (one(words) or 0) for (weight, one), words in zip(gaps, given, strict=True)) / total

    return grade, []


def _gap(weight: str, kind: str, inside: str) -> tuple[int, Grade]:
    """A gap: its answers are HTML for Moodle where they are chosen, and decoded once where they are typed."""
    marked = [(mark, html.unescape(answer)) for mark, answer in ANSWER.findall(inside)]
    if kind == "SHORTANSWER":
        return int(weight or 1), marking.written([answer for mark, answer in marked if mark == "="])
    chosen = marking.choosing([seen(answer) for _, answer in marked], [float(mark == "=") for mark, _ in marked])
    return int(weight or 1), lambda answer: chosen([answer] if isinstance(answer, str) else None)


def _essay(_: Tree) -> tuple[Grade, list[str]]:
    return by_hand, []


TYPES = {
    "multichoice": _choice,
    "matching": _matching,
    "ordering": _ordering,
    "numerical": _numeric,
    "shortanswer": _short,
    "cloze": _cloze,
    "essay": _essay,
}
_reader = partial(PlatformReader, read=read)
MOODLE = _reader(platform="Moodle", file="moodle.xml", lapses={("ordering", "blank"): "left untouched"})
MOODLE_BEFORE = _reader(platform="Moodle before 4.4", file="moodle-before-4.4.xml")
