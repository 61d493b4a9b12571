"""Packs of up to 500 questions: every file of one, its time, its memory, and how both grow with the questions.

Here: an invented book's questions, of every kind in turn, and what is made of them. Not here: measuring
(`measuring.py`), and reading the pages on which questions stand (`book.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from statistics import median
from typing import Any

from benchmarks.measuring import Table, growth, left_out, side_by_side
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.exports.paper import assignment_papers, pdf, word
from sourcebook.model import document
from sourcebook.model import document as b
from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import (
    AnchorAnswer,
    AnswerOption,
    Assignment,
    Category,
    Criterion,
    Gap,
    Hot,
    Item,
    Number,
    Pair,
    RubricLevel,
    Secret,
    Statement,
)
from sourcebook.questions.kinds import KINDS

SIZES = (100, 200, 500)
QUICK = (20, 40)
ROUNDS = 5
ORDER = document.BookOrder(title="The harbour", author="", language="en", version="1", rights="", pages=[])
SAYS = "The ferry left the quay at nine, the harbour master says, and nobody who stood there had been asked."


def questions(count: int) -> list[Item]:
    """So many questions, of every kind in turn, none of the same words as another."""
    kinds = list(KINDS)
    return [_question(number, kinds[number % len(kinds)]) for number in range(count)]


def _question(number: int, kind: str) -> Item:
    quoted = b.Quotation(words=_para(f"“{SAYS}”"), attribution=[b.Text(text="Quill, ¶4")], ref=f"ferry/{number}")
    prompt = [quoted, *_para(f"{number}. {SAYS} What follows?"), *_places(kind)]
    secret = Secret(solution=_para(f"The log says so, on page {number}."))
    known: dict[str, Any] = {"hints": [_para("Look at the log.")], "secret": secret, **_answers(number)[kind]}
    return Item(id=f"question-{number}", kind=kind, title=f"Question {number}", prompt=prompt, **known)


def _para(words: str) -> list[Any]:
    return [prompt_blocks.paragraph(words)]


def _places(kind: str) -> list[Any]:
    """The gaps and stretches of a text."""
    if kind == "cloze":
        return [
            prompt_blocks.paragraph("It left at ", prompt_blocks.gap("hour"), " on ", prompt_blocks.gap("day"), ".")
        ]
    if kind == "find-the-quote":
        spans = [
            prompt_blocks.Span(content=[b.Text(text=f"part {n}")], anchors=[f"hot-{n}"], classes=[prompt_blocks.HOT])
            for n in "abc"
        ]
        return [prompt_blocks.paragraph(*spans)]
    return []


def _answers(number: int) -> dict[str, dict[str, Any]]:
    entries = [Statement(id=f"entry-{n}", content=_para(f"Event {n} of night {number}")) for n in range(4)]
    choices = [
        AnswerOption(id=c, content=_para(f"Answer {c}"), correct=c in "ab", feedback=_para("So.")) for c in "abcd"
    ]
    one = [AnswerOption(id=c, content=_para(f"Answer {c}"), correct=c == "a") for c in "abcd"]
    sides = [Statement(id=f"side-{n}", content=_para(f"side {n}")) for n in range(4)]
    return {
        "single-choice": {"choices": one},
        "multiple-choice": {"choices": choices},
        "ordering": {"entries": entries},
        "matching": {"pairs": [Pair(left=left, right=right) for left, right in zip(entries, sides, strict=True)]},
        "cloze": {"gaps": [Gap(id="hour", accepted=["nine"]), Gap(id="day", accepted=["one"], options=["one", "two"])]},
        "numeric": {"number": Number(value=number, tolerance=1)},
        "short-answer": {"accepted": ["Heron", "the Heron"]},
        "categorise": {"categories": [Category(id=f"c-{n}", label=f"Shelf {n}", members=[entries[n]]) for n in (0, 1)]},
        "find-the-quote": {"hots": [Hot(id=f"hot-{n}", text=f"part {n}", correct=n == "a") for n in "abc"]},
        "essay": {"points": 12, "words": (300, 400), **_open()},
    }


def _open() -> dict[str, Any]:
    """What an open task has besides: a rubric as wide as real ones, and all that markers see."""
    names = ("Excellent", "Good", "Fair", "Not yet")
    ratings = [RubricLevel(name=name, description=SAYS, points=3 - n) for n, name in enumerate(names)]
    rubric = [Criterion(id=f"c-{n}", name=f"Move {n}", description=SAYS, ratings=ratings) for n in range(4)]
    anchors = [AnchorAnswer(level=name, content=_para(SAYS)) for name in names]
    return {"rubric": rubric, "secret": Secret(solution=_para(SAYS * 5), anchors=anchors, errors=_para(SAYS))}


def bank(count: int) -> Bank:
    """An assignment of so many questions."""
    assignment = Assignment(
        id="night", title="A night", purpose=SAYS, task=SAYS, criteria=[SAYS], outcomes=[SAYS], minutes=2 * count,
        items=["all"], alternative=SAYS,
    )  # fmt: skip
    return Bank(assignment=assignment, items=questions(count))


def _papers(made: Bank) -> dict[str, Callable[[], object]]:
    """What makes each paper."""
    asked, key = assignment_papers.handout(made, "", made.items), assignment_papers.key(made)
    papers: dict[str, Callable[[], object]] = {
        "handout.pdf": partial(pdf.handout, ORDER, asked),
        "key.pdf": partial(pdf.handout, ORDER, key, key=True),
    }
    return papers | ({"handout.docx": partial(word.document, asked, "en")} if word.available() else {})


def _work(count: int) -> dict[str, Callable[[], None]]:
    """What makes each file of a pack of so many questions."""
    made = bank(count)
    makers = {name: partial(each.export, made) for name, each in lms_formats().items()} | _papers(made)
    return {name: partial(_done, make) for name, make in makers.items()}


def _done(make: Callable[[], object]) -> None:
    """Make a file, and let it go."""
    assert make()  # noqa: S101 -- an empty file would say nothing of the time


def tables(quick: bool) -> Iterator[Table]:
    """A table for each number of questions, every file a row; then with which exponent each file's time grows."""
    sizes, rounds = (QUICK, 1) if quick else (SIZES, ROUNDS)
    measured = {}
    for count in sizes:
        measured[count] = side_by_side(f"A pack of {count} questions", _work(count), rounds, "moodle.xml")
        yield measured[count]
    lines = ["| file | grows with the power | seconds a question at the end |", "| --- | --: | --: |"]
    for row in measured[sizes[0]].rows:
        times = [median(measured[count][row.name].seconds) for count in sizes]
        lines.append(f"| {row.name} | {growth(sizes, times):.2f} | {times[-1] / sizes[-1]:.4f} s |")
    yield left_out(f"From {sizes[0]} to {sizes[-1]} questions", "\n".join(lines))
