"""Rubrics for export: Canvas's table, a table for marks, and the notes for students and for markers.

Here: the tables and notes. Not here: the question around them (each format's own file).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from sourcebook.exports.data.feeds import as_text
from sourcebook.exports.data.feeds import table as table_csv
from sourcebook.exports.lms.formats import LmsFormat
from sourcebook.exports.lms.question_bank import Bank, Export, name, number
from sourcebook.exports.lms.safe_html import legal, table
from sourcebook.exports.paper.phrases import Phrases, colon, points
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import Blocks, Item, RubricLevel

HEAD = ("Rubric Name", "Criteria Name", "Criteria Description", "Criteria Enable Range")
RATING = ("Rating Name", "Rating Description", "Rating Points")
BLANK_ROWS = 40
"""Rows for students in the table of marks."""


def cell(text: str) -> str:
    """The text of a cell on one line, safe from being run as a formula."""
    return as_text(" ".join(legal(text).split()))


def _shown(text: str) -> str:
    """The text of a cell that Canvas shows: what keeps it from being a formula is a sign that nobody sees."""
    words, guarded = " ".join(legal(text).split()), cell(text)
    return guarded if guarded[:1] == words[:1] else f"\u2063{guarded[1:]}"


def canvas_csv(bank: Bank) -> Export:
    """`rubric.csv` in the columns that Canvas imports: a row for each criterion, a rubric for each question.

    Nothing where there is no rubric: Canvas refuses a table that holds its head only.
    """
    marked = [item for item in bank.items if item.rubric]
    if not marked:
        return Export(b"")
    most = max(len(criterion.ratings) for item in marked for criterion in item.rubric)
    rows: list[list[str]] = [[*HEAD, *(RATING * most)]]
    for item in marked:
        for criterion in item.rubric:
            levels = [(_shown(r.name), _shown(r.description), number(r.points)) for r in criterion.ratings]
            ratings = [text for level in levels for text in level]
            rows.append([_shown(name(item)), _shown(criterion.name), _shown(criterion.description), "false", *ratings])
    return Export(table_csv(rows[0], rows[1:]).encode())


def marks_csv(bank: Bank) -> Export:
    """`marks.csv` for a spreadsheet: a column for each question, or for each criterion of its rubric, and the sum.

    A question bears the number that it has on the handout. Variants that ask alike share the columns.
    """
    variants = bank.variants()
    asked = {name: list(_columns(items)) for name, items in variants}
    columns = asked[variants[0][0]]
    if any(each != columns for each in asked.values()):
        columns = [(f"{name}: {title}", points) for name, each in asked.items() for title, points in each]
    total = number(sum(item.points for item in variants[0][1]))
    head = ["Student", "Student ID", *(["Variant"] if len(variants) > 1 else [])]
    rows = [[*head, *(text for text, _ in columns), "Total", "Comment"]]
    rows.append(["Possible", *[""] * (len(head) - 1), *(points for _, points in columns), total, ""])
    rows += [[""] * len(rows[0]) for _ in range(BLANK_ROWS)]
    return Export(b"\xef\xbb\xbf" + table_csv(rows[0], rows[1:]).encode())


def _columns(items: Iterable[Item]) -> Iterator[tuple[str, str]]:
    """The columns of the questions of one variant, each with its points."""
    for place, item in enumerate(items, 1):
        title = cell(f"{place}. {item.title}")
        if not item.rubric:
            yield title, number(item.points)
        for criterion in item.rubric:
            best = max((rating.points for rating in criterion.ratings), default=0)
            yield f"{title}: {cell(criterion.name)}", number(best)


RUBRIC_TABLE = LmsFormat(
    file="rubric.csv", purpose="Canvas (Rubrics, Import rubric)", rank=60, export=canvas_csv, writers=(), fallbacks={},
    again="the rubrics come a second time.",
)  # fmt: skip
MARKS_TABLE = LmsFormat(file="marks.csv", purpose="a spreadsheet", rank=70, export=marks_csv, writers=(), fallbacks={})


# -- in the question ---------------------------------------------------------------------------------------------------


def candidate_notes(item: Item, phrases: Phrases) -> Blocks:
    """The notes for students below an open task: its length, the criteria and the levels."""
    notes: Blocks = []
    if item.words:
        notes.append(words.paragraph(phrases["length"].format(*item.words)))
    return [*notes, *rubric_table(item, phrases)]


def rubric_table(item: Item, phrases: Phrases) -> Blocks:
    """The criteria and their levels as a table."""
    if not item.rubric:
        return []
    names = _level_names(item)
    rows = [
        [
            f"{colon(c.name, phrases)} {c.description}",
            *(_level(r, head, phrases) for r, head in zip_longest(c.ratings, names, fillvalue=None)),
        ]
        for c in item.rubric
    ]
    return [table([phrases["head-criterion"], *names], rows)]


def _level_names(item: Item) -> list[str]:
    """The names of the levels, from the best; where criteria name a level differently, all its names."""
    columns = zip_longest(*([rating.name for rating in c.ratings] for c in item.rubric))
    return [" / ".join(dict.fromkeys(filter(None, column))) for column in columns]


def _level(rating: RubricLevel | None, head: str | None, phrases: Phrases) -> str:
    """A cell of the table: the points and what earns them; the level's name where the head of its column is another."""
    if rating is None:
        return ""
    earned = points(number(rating.points), phrases)
    named = earned if rating.name == head else f"{rating.name}, {earned}"
    return f"{colon(named, phrases)} {rating.description}"


def scorer_notes(item: Item, phrases: Phrases) -> Blocks:
    """The notes for markers: rubric, model answer, answers at the levels, marking notes, common errors."""
    secret = item.secret
    parts: list[tuple[str, Blocks]] = [(phrases["model-answer"], secret.solution)]
    parts += [(phrases["at-the-level"].format(anchor.level), anchor.content) for anchor in secret.anchors]
    parts += [(phrases["marking-notes"], secret.marking), (phrases["common-errors"], secret.errors)]
    notes = rubric_table(item, phrases)
    for title, content in parts:
        if content:
            notes += [words.paragraph(words.strong(title)), *content]
    return notes
