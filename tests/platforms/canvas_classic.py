"""A QTI file as Canvas reads it into Classic Quizzes.

Sources, read in instructure/canvas-lms (2019 and later commits): `gems/plugins/qti_exporter/lib/qti/` with
`associate_interaction.rb` (the first run of digits in a name is a number), `fill_in_the_blank.rb`,
`choice_interaction.rb`, `numeric_interaction.rb`, `assessment_item_converter.rb`; marking in
`app/models/quizzes/quiz_question/` (`multiple_answers_question.rb`, `numerical_question.rb`). Its QTIMigrationTool,
which parses the file before, changes no name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import bare, chosen, one, unpacked
from tests.exports.qti12 import labels, seen
from tests.platforms.platform_reader import Answer, Asked, Grade, PlatformReader, by_hand, index, squeezed

Read = tuple[Grade, list[str]]
LONGEST_NAME = 240


def items(data: bytes) -> list[Element]:
    """Every item of every quiz."""
    found = [bare(inner) for name, inner in unpacked(data).items() if name.endswith(".xml")]
    read = [item for root in found for item in root.iter("item")]
    # QTIMigrationTool writes a file for each.
    assert all(len(item.get("ident", "").encode()) < LONGEST_NAME for item in read), "too long for a file's name"
    return read


def field(item: Element, label: str) -> str:
    """A field of an item's table."""
    return str(item.xpath(f"string(itemmetadata/qtimetadata/qtimetadatafield[fieldlabel='{label}']/fieldentry)"))


def scoring(item: Element) -> list[Element]:
    """The rules that give points."""
    return [rule for rule in item.iter("respcondition") if rule.find("setvar") is not None]


def prompt(item: Element) -> str:
    return seen(one(item, "presentation/material/mattext"))


def number(name: str, unnamed: int) -> int:
    """The number of a name: its first run of digits; one that no other has where there are none."""
    found = re.search(r"\d+", name)
    return int(found[0]) if found else -unnamed - 1


def read(data: bytes) -> list[Asked]:
    """Every question; blocks of text are none."""
    return [_asked(item) for item in items(data) if field(item, "question_type") != "text_only_question"]


def _asked(item: Element) -> Asked:
    grade, offered = TYPES[field(item, "question_type")](item)
    points = float(field(item, "points_possible"))
    return Asked(ident=item.get("ident", ""), prompt=prompt(item), grade=grade, offered=offered, points=points)


def _choice(item: Element) -> Read:
    words = {ident: text for text, ident in labels(item).items()}
    ((rule),) = scoring(item)
    right = {words[each.text or ""] for each in rule.iter("varequal") if each.getparent().tag != "not"}  # type: ignore[union-attr]
    several = field(item, "question_type") == "multiple_answers_question"

    def grade(answer: Answer) -> float:
        chosen_ones = [list(words.values())[index(each, list(words.values()))] for each in answer or ()]
        good = sum(each in right for each in chosen_ones)
        bad = len(chosen_ones) - good
        return max(0.0, (good - bad) / len(right)) if several else float(good == 1)

    return grade, list(words.values())


def _matching(item: Element) -> Read:
    """A student chooses the words of a right side, and Canvas compares numbers."""
    lids = list(item.iter("response_lid"))
    names = [(each.get("ident", ""), seen(one(each, "material/mattext"))) for each in lids[0].iter("response_label")]
    numbers = {name: number(name, place) for place, (name, _) in enumerate(names)}
    key = {one(rule, "conditionvar/varequal").get("respident", ""): one(rule, "conditionvar/varequal").text or ""
           for rule in scoring(item)}  # fmt: skip
    shown = [words for _, words in names]
    # A left side is known by the number of its name as well.
    lefts = {number(lid.get("ident", ""), place): lid for place, lid in enumerate(lids)}

    def grade(answer: Answer) -> float:
        given, right = answer if isinstance(answer, dict) else {}, 0
        for lid in lefts.values():
            words = next(
                (w for left, w in given.items() if index(left, [seen(one(lid, "material/mattext"))]) == 0), None
            )
            taken = {numbers[name] for name, each in names if words is not None and squeezed(each) == squeezed(words)}
            right += numbers[key[lid.get("ident", "")]] in taken
        return right / len(lids)

    # Two right sides of one number: whoever chooses the wrong one is right as well, and Canvas shows the first.
    ambiguous = len(set(numbers.values())) < len(numbers)
    return grade, [] if ambiguous else shown


def _blanks(item: Element) -> Read:
    """Each form of a blank is right; of a drop-down, the one that a rule names."""
    lids = list(item.iter("response_lid"))
    menus = field(item, "question_type") == "multiple_dropdowns_question"
    right_names = {one(rule, "conditionvar/varequal").text for rule in scoring(item)}
    accepted = []
    for lid in lids:
        assert f"[{lid.get('ident', '').removeprefix('response_')}]" in prompt(item)
        forms = {each.get("ident"): seen(one(each, "material/mattext")) for each in lid.iter("response_label")}
        accepted.append({words for name, words in forms.items() if not menus or name in right_names})

    def grade(answer: Answer) -> float:
        given = answer if isinstance(answer, list) else [""] * len(lids)
        right = (any(_same(words, form) for form in forms) for words, forms in zip(given, accepted, strict=True))
        return sum(right) / len(lids)

    return grade, []


def _same(given: str, form: str) -> bool:
    return given.strip().lower() == form.strip().lower()


def _number(item: Element) -> Read:
    test = one(scoring(item)[0], "conditionvar")
    ends = [Decimal(test.findtext(f".//{tag}") or "nan") for tag in ("vargte", "varlte")]

    def grade(answer: Answer) -> float:
        try:
            return float(isinstance(answer, str) and ends[0] <= Decimal(answer) <= ends[1])
        except InvalidOperation:
            return 0.0

    return grade, []


def _short(item: Element) -> Read:
    forms = [each.text or "" for each in chosen(scoring(item)[0], "conditionvar/varequal")]
    return (lambda answer: float(isinstance(answer, str) and any(_same(answer, form) for form in forms))), []


TYPES: dict[str, Callable[[Element], Read]] = {
    "multiple_choice_question": _choice,
    "multiple_answers_question": _choice,
    "matching_question": _matching,
    "fill_in_multiple_blanks_question": _blanks,
    "multiple_dropdowns_question": _blanks,
    "numerical_question": _number,
    "short_answer_question": _short,
    "essay_question": lambda _: (by_hand, []),
}
CANVAS = PlatformReader(
    platform="Canvas Classic Quizzes",
    file="canvas.zip",
    read=read,
    lapses={("multiple-choice", "all"): "whoever ticks everything earns"},
)
