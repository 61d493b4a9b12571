"""Convert questions to paper: how each kind is asked without a screen, and how its answer is shown.

Here: from an item to the block record of a question, and its answer in a few signs. Everything to choose from stands
behind a letter, so that an answer is a letter, a number with a letter, or words. Not here: the papers on which
questions stand (`assignment_papers.py`), their looks (`pdf.py`, `word.py`), and the words of each language
(`phrases.py`).

Answers to choose from stand in the order of the book's page; what would give the answer away by its order is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from string import ascii_uppercase

from msgspec import Struct
from msgspec.structs import replace

from sourcebook.exports.lms.question_bank import number, right_of, rights
from sourcebook.exports.lms.rubric import rubric_table
from sourcebook.exports.lms.safe_html import line, replaced
from sourcebook.exports.paper.phrases import Phrases, colon, figure
from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.questions import prompt_blocks as words
from sourcebook.questions.items import Blocks, Category, Item, Statement
from sourcebook.questions.kinds import KINDS, AnswerField
from sourcebook.questions.seeded_order import Draw, shuffled

BLANK = "________"
SHORT_BLANK = "____"
WORDS_A_LINE = 10
"""Words of handwriting in a line."""
MOST_LINES = 40
"""Lines on a handout up to which an essay is written there and not on sheets of its own."""
ARROW = "\u00a0→ "
ROOM = f"\u00a0→\u00a0{SHORT_BLANK}"
"""Room for a letter behind a line, which never stands on a line of its own."""


class Asked(Struct, frozen=True, kw_only=True):
    """A question on paper: its stem, the choices, the lines to write on, and its answer.

    `answer` is in signs, as a marker reads it off; `answer_lines` are its words, where the signs need them.
    """

    stem: Blocks
    choices: list[b.Choice] = []
    lines: int = 0
    answer: str = ""
    answer_lines: list[str] = []


def asked(item: Item, wording: Phrases) -> Asked:
    """An item as it is asked on paper; `wording` are the phrases of papers in the language of the book."""
    return WRITERS[KINDS[item.kind].answer_field](item, wording)


def question(item: Item, wording: Phrases, *, answered: bool = False) -> b.Question:
    """An item as a question under its title; with `answered`, all that a marker needs follows it."""
    on_paper = asked(item, wording)
    stem = [_title(item), *on_paper.stem]
    key = answer_notes(item, on_paper, wording) if answered else []
    choices = on_paper.choices if answered else [b.Choice(content=choice.content) for choice in on_paper.choices]
    return b.Question(stem=stem, points=number(item.points), choices=choices, lines=on_paper.lines, key=key)


def _title(item: Item) -> b.Paragraph:
    return words.paragraph(words.strong(" ".join(item.title.split())))


# -- kinds -------------------------------------------------------------------------------------------------------------


def _choosing(item: Item, wording: Phrases) -> Asked:
    several = KINDS[item.kind].control == "checkbox"
    choices = [
        b.Choice(content=in_line(choice.content), right=choice.correct, because=in_line(choice.feedback))
        for choice in item.choices
    ]
    answer = ", ".join(letter(i) for i, choice in enumerate(item.choices) if choice.correct)
    task = _task(wording["choose-several" if several else "choose-one"])
    return Asked(stem=[*item.prompt, task], choices=choices, answer=answer)


def _ordering(item: Item, wording: Phrases) -> Asked:
    drawn = shuffled(item.entries, item.id, lambda entry: entry.id, never_as_written=item.use == "practice")
    by_id = {entry.id: letter(i) for i, entry in enumerate(drawn)}
    answer = ", ".join(by_id[entry.id] for entry in item.entries)
    task = _task(wording["write-in-order"].format("  ".join([SHORT_BLANK] * len(drawn))))
    lines = [f"{by_id[entry.id]}. {line(entry.content)}" for entry in item.entries]
    return Asked(stem=[*item.prompt, task], choices=_lettered(drawn), answer=answer, answer_lines=lines)


def _matching(item: Item, wording: Phrases) -> Asked:
    offered = rights(item)
    by_id = {entry.id: letter(i) for i, entry in enumerate(offered)}
    signs = [by_id[right_of(pair, offered).id] for pair in item.pairs]
    lines = [
        f"{i}{ARROW}{colon(sign, wording)} {line(pair.left.content)}{ARROW}{line(pair.right.content)}"
        for i, (pair, sign) in enumerate(zip(item.pairs, signs, strict=True), 1)
    ]
    task = _task(wording["match"])
    stem = [*item.prompt, task, _numbered(pair.left for pair in item.pairs)]
    return Asked(stem=stem, choices=_lettered(offered), answer=_signs(signs), answer_lines=lines)


def _categorise(item: Item, wording: Phrases) -> Asked:
    under = {member.id: letter(i) for i, category in enumerate(item.categories) for member in category.members}
    members = [member for category in item.categories for member in category.members]
    drawn = shuffled(members, item.id, lambda member: member.id, never_as_written=item.use == "practice")
    headings = [b.Choice(content=[b.Text(text=category.label)]) for category in item.categories]
    signs = [under[member.id] for member in drawn]
    lines = [
        f"{letter(i)}. {colon(category.label, wording)} {_members(category)}"
        for i, category in enumerate(item.categories)
    ]
    task = _task(wording["sort"])
    return Asked(
        stem=[*item.prompt, task, _numbered(drawn)], choices=headings, answer=_signs(signs), answer_lines=lines
    )


def _cloze(item: Item, wording: Phrases) -> Asked:
    numbers = {gap.id: i for i, gap in enumerate(item.gaps, 1)}
    options = {gap.id: Draw(f"{item.id} {gap.id}").order(gap.options) for gap in item.gaps}

    def place(ident: str, _: list[b.Inline]) -> Sequence[b.Inline]:
        offered = f" ({' / '.join(options[ident])})" if options[ident] else ""
        mark = f"[{numbers[ident]}]\u00a0" if len(numbers) > 1 else ""
        return [b.Text(text=f"{mark}{BLANK}{offered}")]

    lines = [f"[{i}] {_either(gap.accepted, wording)}" for i, gap in enumerate(item.gaps, 1)]
    answer = "; ".join(f"{i} {gap.accepted[0]}" for i, gap in enumerate(item.gaps, 1))
    return Asked(stem=replaced(item.prompt, place), answer=answer, answer_lines=lines)


def _numeric(item: Item, wording: Phrases) -> Asked:
    assert item.number is not None  # noqa: S101 -- for the type checker: a numeric item without one is not set
    unit = f" {item.number.unit}" if item.number.unit else ""
    answer = f"{figure(number(item.number.value), wording)}{unit}"
    if item.number.tolerance:
        answer = wording["give-or-take"].format(answer, figure(number(item.number.tolerance), wording))
    room = words.paragraph(f"{colon(wording['head-answer'], wording)} {BLANK}{unit}")
    return Asked(stem=[*item.prompt, room], answer=answer)


def _short(item: Item, wording: Phrases) -> Asked:
    return Asked(stem=item.prompt, lines=1, answer=_either(item.accepted, wording))


def _marking(item: Item, wording: Phrases) -> Asked:
    numbers = {hot.id: i for i, hot in enumerate(item.hots, 1)}

    def place(ident: str, content: list[b.Inline]) -> Sequence[b.Inline]:
        return [b.Raised(content=[b.Text(text=str(numbers[ident]))]), b.Text(text="["), *content, b.Text(text="]")]

    right = [hot for hot in item.hots if hot.correct]
    answer = ", ".join(str(numbers[hot.id]) for hot in right)
    task = _task(wording["ring"])
    lines = [f"{numbers[hot.id]}. {hot.text}" for hot in right]
    return Asked(stem=[*replaced(item.prompt, place), task], answer=answer, answer_lines=lines)


def _essay(item: Item, wording: Phrases) -> Asked:
    wanted = (item.words[1] if item.words else MOST_LINES * WORDS_A_LINE) // WORDS_A_LINE
    notes: Blocks = [_task(wording["so-many-words"].format(*item.words))] if item.words else []
    if item.rubric:
        notes.append(_task(wording["see-rubric"]))
    if wanted > MOST_LINES:
        notes.append(_task(wording["own-sheets"]))
    lines = wanted if wanted <= MOST_LINES else 0
    return Asked(stem=[*item.prompt, *notes], lines=lines, answer=wording["by-rubric"] if item.rubric else "")


WRITERS: Mapping[AnswerField, Callable[[Item, Phrases], Asked]] = {
    "choices": _choosing,
    "entries": _ordering,
    "pairs": _matching,
    "gaps": _cloze,
    "number": _numeric,
    "accepted": _short,
    "categories": _categorise,
    "hots": _marking,
    "rubric": _essay,
}
"""How a question is asked on paper, by the field that holds its answer: kinds that share one are asked alike."""


# -- what a marker needs -----------------------------------------------------------------------------------------------


def answer_notes(item: Item, on_paper: Asked, wording: Phrases) -> Blocks:
    """The notes for a marker: answer, hints, solution, and for an open task rubric, anchor answers and comments."""
    secret, notes = item.secret, list[b.Block]()
    if on_paper.answer and not item.rubric:
        notes.append(words.paragraph(words.strong(f"{colon(wording['head-answer'], wording)} {on_paper.answer}")))
    if on_paper.answer_lines:
        notes.append(words.items(on_paper.answer_lines))
    hints: Blocks = [block for hint in item.hints for block in hint]
    parts: list[tuple[str, Blocks]] = [(wording["hints"], hints), (wording["rubric"], rubric_table(item, wording))]
    parts.append((wording["model-answer" if item.rubric else "why"], secret.solution))
    parts += [(wording["anchor"].format(anchor.level), anchor.content) for anchor in secret.anchors]
    parts += [(wording["marking-notes"], secret.marking), (wording["comment-bank"], secret.errors)]
    for title, content in parts:
        if content:
            notes += [words.paragraph(words.strong(title)), *content]
    return notes


# -- words -------------------------------------------------------------------------------------------------------------


def letter(index: int) -> str:
    """The sign of the first, second … answer: A, B … Z, AA, AB …"""
    turn, place = divmod(index, len(ascii_uppercase))
    return (letter(turn - 1) if turn else "") + ascii_uppercase[place]


def _signs(signs: Iterable[str]) -> str:
    return ", ".join(f"{i}\u00a0{sign}" for i, sign in enumerate(signs, 1))


def _either(accepted: Sequence[str], wording: Phrases) -> str:
    """All accepted answers, in words."""
    return f" {wording['or']} ".join(accepted)


def _members(category: Category) -> str:
    return "; ".join(line(member.content).rstrip(".") for member in category.members)


def _task(wording: str) -> b.Paragraph:
    return b.Paragraph(content=[b.Emphasis(content=[b.Text(text=wording)])])


def _lettered(entries: Iterable[Statement]) -> list[b.Choice]:
    return [b.Choice(content=in_line(entry.content)) for entry in entries]


def _numbered(entries: Iterable[Statement]) -> b.Items:
    """Entries behind numbers, with room for a letter behind each."""
    room = b.Text(text=ROOM)
    return b.Items(items=[[b.Paragraph(content=[*in_line(entry.content), room])] for entry in entries], ordered=True)


def in_line(content: Blocks) -> list[b.Inline]:
    """Blocks as one paragraph: each on a line of its own."""
    line: list[b.Inline] = []
    for block in content:
        line += [b.Break()] if line else []
        line += _line_of(block)
    return line


def _line_of(block: b.Block) -> list[b.Inline]:
    if isinstance(block, b.Paragraph):
        return list(block.content)
    if isinstance(block, b.Quotation):
        by: list[b.Inline] = [b.Text(text=" — "), *block.attribution] if block.attribution else []
        return [*in_line(block.words), *by]
    return [b.Text(text=line([block]))]


def bare(page: b.Page) -> b.Page:
    """A page without the places and footnotes of the pages that its words come from: here they would stand twice."""

    def change(piece: b.Piece) -> Sequence[b.Piece]:
        if isinstance(piece, b.Note):
            return []
        return [replace(piece, anchors=[])] if getattr(piece, "anchors", None) else [piece]

    cleared: b.Page = document_tree.changed(page, change)
    return cleared
