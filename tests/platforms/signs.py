"""An assignment with a question of every kind, full of the signs that mean something to one format or another.

Here: the records, built once. Not here: exporting and reading them back (`test_signs.py`).
"""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from sourcebook.exports.lms.question_bank import Bank
from sourcebook.model import document as b
from sourcebook.questions.items import Gap, Item, Pair
from tests.exports.samples import assignment, entry, items, para, said

MARKS = "& < > ]]> { } = ~ # : "
LETTERS = "Привет سلام 😀 ½ ∑"
SIGNS = MARKS + LETTERS
TEX = r"\frac{a<b}{c} & x^2"
FORMULA = b.Paragraph(content=[b.Text(text="So "), b.Code(text=TEX, math=True), b.Text(text=".")])


@cache
def bank() -> Bank:
    """A question of every kind with the signs in every field, and some whose answers are equal."""
    plain = [replace(item, prompt=[*item.prompt, FORMULA]) if item.kind != "cloze" else item for item in items(SIGNS)]
    return Bank(assignment=assignment(SIGNS), items=[*plain, *_equal()])


def _equal() -> list[Item]:
    """Two left sides with the same right one; two menus with the same options; an answer like the title."""
    seen = [entry(f"seen-{n}", f"{SIGNS}seen") for n in (1, 2)]
    pairs = [Pair(left=entry(f"left-{n}", f"{SIGNS}left {n}"), right=right) for n, right in enumerate(seen)]
    matching = Item(
        id="equal-sides", kind="matching", title="Equal", prompt=para("Match."), pairs=pairs,
        extra=[entry("heard", f"{SIGNS}heard")],
    )  # fmt: skip
    options = [f"{SIGNS}one", f"{SIGNS}two"]
    gaps = [Gap(id=f"g-{n}", accepted=[options[n]], options=options) for n in (0, 1)]
    prompt = [*said("First ", "g-0", "sb-gap", "", f"{SIGNS},"), *said("then ", "g-1", "sb-gap", "", ".")]
    menus = Item(id="equal-menus", kind="cloze", title="Equal", prompt=prompt, gaps=gaps)
    short = Item(
        id="like-title", kind="short-answer", title="Equal", prompt=para("Which?"), accepted=["Equal", "equal"]
    )
    return [matching, menus, short]
