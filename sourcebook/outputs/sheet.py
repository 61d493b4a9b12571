"""The papers of an assignment as pages of blocks: the sheet, the handout of each variant, and the key.

Here: what stands on each paper and in which order. Not here: how one question is asked (`questions.py`), and how a page
becomes a file (`pdf.py`, `word.py`). The sheet and the handouts hold no key in any form: it is not hidden in them, it
never comes into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sourcebook import blocks as b
from sourcebook.exercises import text as words
from sourcebook.exercises.items import TOOLS, Blocks, Item
from sourcebook.outputs.bank import Bank, called, number
from sourcebook.outputs.markup import table
from sourcebook.outputs.questions import asked, bare, question
from sourcebook.outputs.rubric import rubric_table

SAME = "The same question as in variant {}, and the same answer."


def sheet(bank: Bank) -> b.Page:
    """What students are given first: purpose, task, criteria, what counts how much, and every rubric."""
    set_ = bank.assignment
    parts: list[tuple[str, Blocks]] = [
        ("Purpose", [words.paragraph(set_.purpose)]),
        ("Task", [words.paragraph(set_.task)]),
        ("Criteria", [words.items(set_.criteria)]),
        ("What you will have learnt", [words.items([said[:1].upper() + said[1:] for said in set_.outcomes])]),
        ("Tools", [words.paragraph(TOOLS[set_.tools])]),
        ("If this form does not suit you", [words.paragraph(set_.alternative)]),
        ("Questions", [_overview(bank.variants()[0][1])]),
    ]
    blocks = [block for title, content in parts for block in (_heading(title), *content)]
    return _page(bank, "", [*blocks, *_rubrics(bank)], {"answers": "no"})


def handout(bank: Bank, variant: str, items: Sequence[Item]) -> b.Page:
    """What students write on: the questions of one variant, and hints where it is for practice."""
    exercise = b.Exercise(title=[b.Text(text="Questions")], questions=[question(item) for item in items])
    task: Blocks = [words.paragraph(bank.assignment.task), words.paragraph(TOOLS[bank.assignment.tools])]
    hints = list(_hints(items)) if bank.assignment.use == "practice" else []
    return _page(bank, variant, [*task, exercise, *hints])


def key(bank: Bank) -> b.Page:
    """What the instructor alone is given: answers at a glance, then every question with all that a marker needs."""
    variants = bank.variants()
    blocks: Blocks = [_heading("Answers at a glance"), *(_glance(name, items) for name, items in variants)]
    first = variants[0][0]
    seen: set[str] = set()
    for name, items in variants:
        title = f"Variant {name}" if name else "Questions and answers"
        questions = [_again(item, first) if item.id in seen else question(item, answered=True) for item in items]
        blocks.append(b.Exercise(title=[b.Text(text=title)], questions=questions))
        seen |= {item.id for item in items}
    return _page(bank, "", blocks)


# -- parts -------------------------------------------------------------------------------------------------------------


def _page(bank: Bank, variant: str, blocks: Blocks, meta: dict[str, str] | None = None) -> b.Page:
    set_, title = bank.assignment, called(bank.assignment.title, variant)
    points = number(sum(item.points for item in bank.variants()[0][1]))
    facts = {
        "level": "Graded" if set_.use == "graded" else "For practice",
        "minutes": f"{set_.minutes} minutes",
        "points": "1 point" if points == "1" else f"{points} points",
    }
    heading = b.Heading(level=1, content=[b.Text(text=title)])
    return bare(b.Page(name=set_.id, title=title, blocks=[heading, *blocks], meta={**facts, **(meta or {})}))


def _heading(title: str) -> b.Heading:
    return b.Heading(level=2, content=[b.Text(text=title)])


def _overview(items: Sequence[Item]) -> b.Table:
    """Which questions there are, what each counts, and how long it takes; a row for several that are alike."""
    head = ["No.", "Question", "Kind", "Points", "Minutes"]
    rows, first = [], 1
    for said, alike in groupby(items, _said):
        count = len(list(alike))
        title, kind, points, minutes = said
        several = f"{count} × " if count > 1 else ""
        numbers = f"{first}–{first + count - 1}" if count > 1 else str(first)
        rows.append([numbers, title, kind, f"{several}{points}", f"{several}{minutes}"])
        first += count
    return _wide(table(head, rows), [1, 8, 4, 2, 2])


def _said(item: Item) -> tuple[str, str, str, str]:
    """What the overview says of a question."""
    return " ".join(item.title.split()), _kind(item), number(item.points), str(item.minutes)


def _kind(item: Item) -> str:
    return item.kind.replace("-", " ").capitalize()


def _wide(made: b.Table, widths: Sequence[float]) -> b.Table:
    return b.Table(head=made.head, body=made.body, widths=list(widths), caption=made.caption)


def _rubrics(bank: Bank) -> Iterator[b.Block]:
    """The criteria and levels of each open task."""
    marked = [item for item in bank.variants()[0][1] if item.rubric]
    if marked:
        yield _heading("How the open tasks are marked" if len(marked) > 1 else "How the open task is marked")
    for item in marked:
        if len(marked) > 1:
            yield words.paragraph(words.strong(" ".join(item.title.split())))
        yield from rubric_table(item)


def _hints(items: Sequence[Item]) -> Iterator[b.Block]:
    """The hints, after all questions, so that whoever wants none need not see them."""
    if any(item.hints for item in items):
        yield _heading("Hints")
    for i, item in enumerate(items, 1):
        for hint in item.hints:
            yield words.paragraph(words.strong(f"Question {i}"))
            yield from hint


def _glance(variant: str, items: Sequence[Item]) -> b.Table:
    """The answers of a variant in signs."""
    rows = [
        [str(i), " ".join(item.title.split()), asked(item).answer, number(item.points)]
        for i, item in enumerate(items, 1)
    ]
    rows.append(["", "Together", "", number(sum(item.points for item in items))])
    made = table(["No.", "Question", "Answer", "Points"], rows)
    caption: list[b.Inline] = [b.Text(text=f"Variant {variant}")] if variant else []
    return b.Table(head=made.head, body=made.body, widths=[1, 7, 7, 2], caption=caption)


def _again(item: Item, variant: str) -> b.Question:
    """A question that every variant asks: its answer stands once."""
    stem: Blocks = [words.paragraph(words.strong(" ".join(item.title.split()))), words.paragraph(SAME.format(variant))]
    return b.Question(stem=stem, points=number(item.points))
