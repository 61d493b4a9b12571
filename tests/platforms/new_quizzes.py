"""A QTI file as Canvas reads it into New Quizzes.

Source, read in instructure/qti (commit d575c4e): `lib/qti/v1/models/` with `interactions/match_interaction.rb`,
`choice_interaction.rb`, `fill_blank_interaction.rb`, `canvas_multiple_dropdown.rb`, `numerics/` (a margin is
reckoned in binary fractions, an exact number wants three equal ones, a range none) and `assessment_item.rb`
(`parent_stimulus_item_ident`: the one block of text beside a question).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from sourcebook.exports.lms.safe_html import Element
from tests.exports.archives import chosen, one
from tests.exports.qti12 import labels, seen
from tests.platforms.canvas_classic import field, items, prompt
from tests.platforms.platform_reader import Answer, Asked, Grade, PlatformReader, by_hand, index, squeezed

Read = tuple[Grade, list[str]]
SCORED = ".//respcondition/setvar/../conditionvar/varequal"


def read(data: bytes) -> list[Asked]:
    """Every question, with the words of the one block of text that is shown beside it."""
    found = items(data)
    blocks = {each.get("ident"): prompt(each) for each in found if field(each, "question_type") == "text_only_question"}
    asked = [each for each in found if each.get("ident") not in blocks]
    beside = {field(each, "parent_stimulus_item_ident") for each in asked} - {""}
    assert beside == set(blocks), "a block of text without a question is not shown"
    return [_asked(each, blocks) for each in asked]


def _asked(item: Element, blocks: dict[str | None, str]) -> Asked:
    grade, offered = TYPES[field(item, "question_type")](item)
    words = f"{blocks.get(field(item, 'parent_stimulus_item_ident'), '')} {prompt(item)}"
    points = float(field(item, "points_possible"))
    return Asked(ident=item.get("ident", ""), prompt=words, grade=grade, offered=offered, points=points)


def _choice(item: Element) -> Read:
    """All right ones and no wrong one."""
    words = {ident: text for text, ident in labels(item).items()}
    both = item.find(".//respcondition//and")
    named = chosen(item, SCORED) if both is None else list(both.iterfind("varequal"))
    right = {words[each.text or ""] for each in named}

    def grade(answer: Answer) -> float:
        given = {list(words.values())[index(each, list(words.values()))] for each in answer or ()}
        return float(given == right)

    return grade, list(words.values())


def _matching(item: Element) -> Read:
    shown = {each.get("ident", ""): seen(one(each, "material/mattext")) for each in item.iter("response_label")}
    asked = {each.get("ident", ""): seen(one(each, "material/mattext")) for each in item.iter("response_lid")}
    pairs = {asked[each.get("respident", "")]: shown[each.text or ""] for each in chosen(item, SCORED)}

    def grade(answer: Answer) -> float:
        given = {squeezed(left): words for left, words in (answer if isinstance(answer, dict) else {}).items()}
        right = sum(index(given.get(squeezed(left), "\0"), [words]) == 0 for left, words in pairs.items())
        return right / len(pairs)

    return grade, list(shown.values())


def _blanks(item: Element) -> Read:
    menus = field(item, "question_type") == "multiple_dropdowns_question"
    keyed = {each.text for each in chosen(item, SCORED)}
    accepted = []
    for lid in item.iter("response_lid"):
        forms = (each for each in lid.iter("response_label") if not menus or each.get("ident") in keyed)
        accepted.append([seen(one(each, "material/mattext")) for each in forms])

    def grade(answer: Answer) -> float:
        given = answer if isinstance(answer, list) else [""] * len(accepted)
        right = (words.strip().lower() in map(str.lower, forms) for words, forms in zip(given, accepted, strict=True))
        return sum(right) / len(accepted)

    return grade, []


def ends(item: Element) -> tuple[Decimal, Decimal]:
    """The least and the greatest right number."""
    least, most = (item.findtext(f".//{tag}") or "" for tag in ("vargte", "varlte"))
    middle = item.findtext(".//respcondition//varequal")
    if middle is None:
        return Decimal(least), Decimal(most)
    if middle in (least, most):
        assert middle == least == most, "neither exact nor with a margin"
        return Decimal(middle), Decimal(middle)
    margin = Decimal(str(float(middle) - float(least)))
    return Decimal(middle) - margin, Decimal(middle) + margin


def _number(item: Element) -> Read:
    least, most = ends(item)

    def grade(answer: Answer) -> float:
        try:
            return float(isinstance(answer, str) and least <= Decimal(answer) <= most)
        except InvalidOperation:
            return 0.0

    return grade, []


def _short(item: Element) -> Read:
    forms = [(each.text or "").strip().lower() for each in chosen(item, SCORED)]
    return (lambda answer: float(isinstance(answer, str) and answer.strip().lower() in forms)), []


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
NEW_QUIZZES = PlatformReader(platform="Canvas New Quizzes", file="canvas.zip", read=read)
