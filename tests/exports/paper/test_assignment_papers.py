"""The papers of an assignment: each kind asked so that a pen can answer, and no key but in the key.

Here: `sourcebook.exports.paper.assignment_papers` and `sourcebook.exports.paper.questions_on_paper`. Not here: Word
(`test_word.py`), and which papers a pack holds (`tests/commands/test_build_packs.py`).
"""

from __future__ import annotations

import io

import page as validation
import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.paper import assignment_papers, pdf, questions_on_paper
from sourcebook.exports.paper.phrases import PHRASES
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions.items import Item, Use
from tests.exports.harbour import ORDER
from tests.exports.samples import HOSTILE, assignment, bank, items, para, varied

SECRETS = (
    "The harbour book says so.",
    "About clerk.",
    "The model answer is secret.",
    "An anchor.",
    "A marking note.",
    "A common error.",
)


def sample(ident: str) -> Item:
    return next(item for item in items() if item.id == ident)


def the_handout(made: Bank | None = None) -> b.Page:
    made = made or bank()
    return assignment_papers.handout(made, *made.variants()[0])


def spelled(ident: str) -> tuple[questions_on_paper.Asked, list[str]]:
    """How a sample is asked, and the words behind the letters of its answer, in the answer's order."""
    found = questions_on_paper.asked(sample(ident), PHRASES)
    words = {
        questions_on_paper.letter(i): document_tree.plain_text(choice.content) for i, choice in enumerate(found.choices)
    }
    return found, [words[sign.split()[-1]] for sign in found.answer.split(", ")]


def listed(found: questions_on_paper.Asked) -> list[str]:
    """The numbered lines of a question, without the room for an answer."""
    (lines,) = [block for block in found.stem if isinstance(block, b.Items)]
    assert lines.ordered
    return [document_tree.plain_text(entry).partition(" →")[0] for entry in lines.items]


# -- each kind ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ident", "answer"),
    [
        ("who-wrote", "A"),
        ("true-or-false", "B"),
        ("which-two", "A, B"),
        ("how-long", "9.5 hours, give or take 1.2"),
        ("one-name", "Heron or the Heron"),
        ("fill-in", "1 nine; 2 rained"),
        ("one-word", "1 three"),
        ("mark-it", "1"),
        ("write-it", "rubric"),
    ],
)
def test_the_answer_in_signs(ident: str, answer: str) -> None:
    assert questions_on_paper.asked(sample(ident), PHRASES).answer == answer


def test_entries_to_order_stand_behind_letters_and_not_in_their_order() -> None:
    found, right = spelled("in-order")
    assert right == ["The bell", "The boat", "Fire"]
    assert [document_tree.plain_text(choice.content) for choice in found.choices] != right


def test_both_sides_to_match_have_signs() -> None:
    found, right = spelled("who-what")
    assert dict(zip(listed(found), right, strict=True)) == {
        "The clerk": "wrote",
        "The pilot": "steered",
        "The cook": "cooked",
    }
    assert "slept" in [document_tree.plain_text(choice.content) for choice in found.choices]


def test_members_are_sorted_under_the_letters_of_headings() -> None:
    found, right = spelled("sort-them")
    assert dict(zip(listed(found), right, strict=True)) == {"Smoke": "Seen", "Horn": "Heard", "Shout": "Heard"}
    assert [document_tree.plain_text(choice.content) for choice in found.choices] == ["Seen", "Heard", "Neither"]


def test_a_gap_is_a_line_with_its_number_and_what_can_be_chosen() -> None:
    said = document_tree.plain_text(questions_on_paper.asked(sample("fill-in"), PHRASES).stem)
    assert f"left at [1] {questions_on_paper.BLANK} o’clock" in said
    assert f"[2] {questions_on_paper.BLANK} (" in said
    assert all(option in said for option in ("rained", "snowed", "thundered"))


def test_stretches_to_mark_stand_in_brackets_with_their_numbers() -> None:
    said = document_tree.plain_text(questions_on_paper.asked(sample("mark-it"), PHRASES).stem)
    assert "1[saw the smoke], and" in said
    assert "2[the horn was heard]." in said


def test_an_essay_gets_lines_for_its_length_and_a_long_one_sheets() -> None:
    short = questions_on_paper.asked(sample("write-it"), PHRASES)
    assert short.lines == 40
    long = questions_on_paper.asked(Item(id="long", kind="essay", title="Long", prompt=[], words=(700, 900)), PHRASES)
    assert long.lines == 0
    assert "sheets of your own" in document_tree.plain_text(long.stem)


def test_letters_go_on_after_the_last() -> None:
    assert [questions_on_paper.letter(i) for i in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


# -- what is secret ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", SECRETS)
def test_sheet_and_handout_hold_no_secret_and_the_key_holds_all(secret: str) -> None:
    assert secret not in document_tree.plain_text(assignment_papers.sheet(bank()))
    assert secret not in document_tree.plain_text(the_handout())
    assert secret in document_tree.plain_text(assignment_papers.key(bank()))


def test_no_choice_of_a_handout_tells_whether_it_is_right() -> None:
    def told(page: b.Page) -> list[b.Choice]:
        choices = [piece for piece in document_tree.walk(page.blocks) if isinstance(piece, b.Choice)]
        assert choices
        return [choice for choice in choices if choice.right or choice.because]

    assert told(the_handout()) == []
    assert [document_tree.plain_text(c.content) for c in told(assignment_papers.key(bank())) if c.right][:1] == [
        "The clerk"
    ]


# -- the papers --------------------------------------------------------------------------------------------------------


def test_the_sheet_says_what_students_should_know_first() -> None:
    page = assignment_papers.sheet(bank())
    said = document_tree.plain_text(page.blocks)
    for part in ("To read times.", "Answer all.", "Nothing is invented.", "You can read a log.", "Speak instead."):
        assert part in said
    assert "What of Claim" in said, "the rubric: students see the levels before they write"
    assert page.meta["points"] == f"{sum(int(item.points) for item in items())} points"


def test_questions_that_are_alike_share_a_line_of_the_overview() -> None:
    one = replace(items()[1], title="True or false?")
    alike = [replace(one, id=f"again-{n}") for n in range(3)]
    page = assignment_papers.sheet(Bank(assignment=assignment(), items=[items()[0], *alike]))
    (overview,) = [block for block in page.blocks if isinstance(block, b.Table)]
    rows = [[document_tree.plain_text(cell.body) for cell in row] for row in overview.body]
    assert rows == [
        ["1", "Who wrote it?", "Single choice", "3", "2"],
        ["2–4", "True or false?", "Single choice", "3 × 1", "3 × 2"],
    ]


def test_a_short_question_stands_on_one_page() -> None:
    made = [replace(items()[2], id=f"q-{n}", title=f"Begin {n}.") for n in range(12)]
    last = [replace(choice, content=para("The end")) if choice.id == "fog" else choice for choice in made[0].choices]
    page = the_handout(Bank(assignment=assignment(), items=[replace(item, choices=last) for item in made]))
    pages = [str(each.extract_text()) for each in PdfReader(io.BytesIO(pdf.handout(ORDER, page))).pages]
    assert len(pages) > 2
    for shown in pages:
        assert shown.count("Begin ") == shown.count("The end")


@pytest.mark.parametrize("use", ["practice", "graded"])
def test_hints_stand_on_the_key_and_never_on_a_handout(use: Use) -> None:
    bank_ = Bank(assignment=replace(assignment(), use=use), items=items())
    assert "Begin with the times." not in document_tree.plain_text(the_handout(bank_))
    assert "Begin with the times." in document_tree.plain_text(assignment_papers.key(bank_).blocks)


def test_each_variant_has_a_handout_and_its_answers_in_the_key() -> None:
    made = varied()
    (a, of_a), (z, of_b) = made.variants()
    assert "Which? B" not in document_tree.plain_text(assignment_papers.handout(made, a, of_a).blocks)
    second = assignment_papers.handout(made, z, of_b)
    assert second.title == "A night at the harbour, variant B"
    assert "Which? B" in document_tree.plain_text(second.blocks)
    said = document_tree.plain_text(assignment_papers.key(made).blocks)
    assert said.count("Which? A") == said.count("Which? B") == 1
    assert said.count("The same question as in variant A") == 2, "both written ones stand once"


def test_no_place_of_another_page_comes_along() -> None:
    pages = (assignment_papers.sheet(bank()), the_handout(), assignment_papers.key(bank()))
    assert [
        list(document_tree.anchors(piece))
        for page in pages
        for piece in document_tree.walk(page)
        if list(document_tree.anchors(piece))
    ] == []


@pytest.mark.parametrize("text", ["", HOSTILE], ids=["plain", "hostile"])
def test_the_papers_meet_both_standards(text: str) -> None:
    made = bank(text)
    for page, keyed in (
        (assignment_papers.sheet(made), False),
        (the_handout(made), False),
        (assignment_papers.key(made), True),
    ):
        printed = pdf.handout(ORDER, page, key=keyed)
        for profile in ("ua1", "2a"):
            assert [fault.rule_id for fault in validation.validate_pdf_bytes(printed, profile=profile).failures] == []


def test_the_key_says_once_whether_a_choice_is_right() -> None:
    verdicts = {"clerk": "Right, the log says so.", "pilot": "He was at sea."}
    told = [replace(c, feedback=para(verdicts.get(c.id, "Wrong: he slept."))) for c in items()[0].choices]
    page = assignment_papers.key(Bank(assignment=assignment(), items=[replace(items()[0], choices=told)]))
    shown = "".join(str(p.extract_text()) for p in PdfReader(io.BytesIO(pdf.handout(ORDER, page, key=True))).pages)
    said = " ".join(shown.split())
    assert "The clerk Right, the log says so." in said
    assert "The pilot Wrong. He was at sea." in said
    assert "The cook Wrong: he slept." in said


def test_only_what_is_written_on_asks_for_a_name() -> None:
    def first(page: b.Page) -> str:
        return str(PdfReader(io.BytesIO(pdf.handout(ORDER, page))).pages[0].extract_text())

    assert "Name" in first(the_handout())
    assert "Name" not in first(assignment_papers.sheet(bank()))
