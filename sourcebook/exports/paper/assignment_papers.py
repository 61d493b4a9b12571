"""Build the papers of an assignment as pages of blocks: the sheet, the handout of each variant, and the key.

Here: what stands on each paper and in which order. Not here: how one question is asked (`questions_on_paper.py`), and
how a page becomes a file (`pdf.py`, `word.py`). The sheet and the handouts hold no key in any form: it is not hidden in
them, it never comes into them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from sourcebook.exports.lms.question_bank import Bank, number
from sourcebook.exports.lms.rubric import rubric_table
from sourcebook.exports.lms.safe_html import table
from sourcebook.exports.paper.phrases import figure, phrases, points
from sourcebook.exports.paper.questions_on_paper import asked, bare, question
from sourcebook.model import document as b
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import Blocks, Item


def sheet(bank: Bank) -> b.Page:
    """The sheet for students: purpose, task, criteria, weights, and every rubric."""
    set_, wording = bank.assignment, phrases(bank.language)
    parts: list[tuple[str, Blocks]] = [
        (wording["purpose"], [words.paragraph(set_.purpose)]),
        (wording["task"], [words.paragraph(set_.task)]),
        (wording["criteria"], [words.items(set_.criteria)]),
        (wording["outcomes"], [words.items([each[:1].upper() + each[1:] for each in set_.outcomes])]),
        (wording["tools"], [words.paragraph(wording[f"tools-{set_.tools}"])]),
        (wording["alternative"], [words.paragraph(set_.alternative)]),
        (wording["questions"], [_overview(bank.variants()[0][1], wording)]),
    ]
    blocks = [block for title, content in parts for block in (_heading(title), *content)]
    return _page(bank, "", [*blocks, *_rubrics(bank)], {"answers": "no"})


def handout(bank: Bank, variant: str, items: Sequence[Item]) -> b.Page:
    """The handout that students write on: the questions of one variant, without hints."""
    wording = phrases(bank.language)
    exercise = b.Exercise(
        title=[b.Text(text=wording["questions"])], questions=[question(item, wording) for item in items]
    )
    task: Blocks = [words.paragraph(bank.assignment.task), words.paragraph(wording[f"tools-{bank.assignment.tools}"])]
    return _page(bank, variant, [*task, exercise])


def key(bank: Bank) -> b.Page:
    """The instructor's key: answers at a glance, then every question with all that a marker needs."""
    variants, wording = bank.variants(), phrases(bank.language)
    blocks: Blocks = [_heading(wording["at-a-glance"]), *(_glance(name, items, wording) for name, items in variants)]
    first = variants[0][0]
    seen: set[str] = set()
    for name, items in variants:
        title = wording["variant"].format(name) if name else wording["answers"]
        questions = [
            _again(item, wording["same"].format(first)) if item.id in seen else question(item, wording, answered=True)
            for item in items
        ]
        blocks.append(b.Exercise(title=[b.Text(text=title)], questions=questions))
        seen |= {item.id for item in items}
    return _page(bank, "", blocks)


# -- parts -------------------------------------------------------------------------------------------------------------


def _page(bank: Bank, variant: str, blocks: Blocks, meta: dict[str, str] | None = None) -> b.Page:
    set_, wording = bank.assignment, phrases(bank.language)
    title = bank.called(variant)
    facts = {
        "level": wording["graded" if set_.use == "graded" else "practice"],
        "minutes": wording["in-minutes"].format(set_.minutes),
        "points": points(number(sum(item.points for item in bank.variants()[0][1])), wording),
    }
    heading = b.Heading(level=1, content=[b.Text(text=title)])
    return bare(b.Page(name=set_.id, title=title, blocks=[heading, *blocks], meta={**facts, **(meta or {})}))


def _heading(title: str) -> b.Heading:
    return b.Heading(level=2, content=[b.Text(text=title)])


def _overview(items: Sequence[Item], words_: dict[str, str]) -> b.Table:
    """The table of questions with points and time; one row for several that are alike."""
    names = ("head-number", "head-question", "head-question-kind", "head-points", "head-minutes")
    head = [words_[name] for name in names]
    rows, first = [], 1
    for facts, alike in groupby(items, lambda item: _said(item, words_)):
        count = len(list(alike))
        title, kind, each, minutes = facts
        several = f"{count} × " if count > 1 else ""
        numbers = f"{first}–{first + count - 1}" if count > 1 else str(first)
        rows.append([numbers, title, kind, f"{several}{each}", f"{several}{minutes}"])
        first += count
    return _wide(table(head, rows), [1, 8, 4, 2, 2])


def _said(item: Item, wording: dict[str, str]) -> tuple[str, str, str, str]:
    """The row of a question in the overview."""
    counts = figure(number(item.points), wording)
    return " ".join(item.title.split()), wording[f"kind-{item.kind}"], counts, str(item.minutes)


def _wide(plain: b.Table, widths: Sequence[float]) -> b.Table:
    return b.Table(head=plain.head, body=plain.body, widths=list(widths), caption=plain.caption)


def _rubrics(bank: Bank) -> Iterator[b.Block]:
    """The criteria and levels of each open task."""
    marked, wording = [item for item in bank.variants()[0][1] if item.rubric], phrases(bank.language)
    if marked:
        yield _heading(wording["how-all-are-marked" if len(marked) > 1 else "how-one-is-marked"])
    for item in marked:
        if len(marked) > 1:
            yield words.paragraph(words.strong(" ".join(item.title.split())))
        yield from rubric_table(item, wording)


def _glance(variant: str, items: Sequence[Item], wording: dict[str, str]) -> b.Table:
    """The answers of a variant in signs."""
    rows = [
        [str(i), " ".join(item.title.split()), asked(item, wording).answer, figure(number(item.points), wording)]
        for i, item in enumerate(items, 1)
    ]
    rows.append(["", wording["together"], "", figure(number(sum(item.points for item in items)), wording)])
    rows_of = table([wording[name] for name in ("head-number", "head-question", "head-answer", "head-points")], rows)
    caption: list[b.Inline] = [b.Text(text=wording["variant"].format(variant))] if variant else []
    return b.Table(head=rows_of.head, body=rows_of.body, widths=[1, 7, 7, 2], caption=caption)


def _again(item: Item, same: str) -> b.Question:
    """A question that every variant asks: its answer stands once."""
    stem: Blocks = [words.paragraph(words.strong(" ".join(item.title.split()))), words.paragraph(same)]
    return b.Question(stem=stem, points=number(item.points))
