"""A page with an exercise of every kind, about the invented harbour of `conftest.py`, and a rubric.

The page is what an author would write; the tests of reading, of editions and of the browser share it. `{use}` is filled
in. Each secret holds a marker of its own, so that a leak shows.
"""

from __future__ import annotations

SECRETS = (
    "zqsolution",
    "zqfeedback",
    "zqanchor",
    "zqmarking",
    "zqerrors",
    "zqgap",
    "*zqmenu",
    "zqshort",
    "7391",
    "zqessay",
)
"""What stands for each kind of secret of a graded item."""

CHOICE = """\
:::::{sb:exercise} who-speaks
:kind: single-choice
:title: Whose engine?
:points: 2
:minutes: 3
:level: analyse
:group: sourcing
:teaches: A claim belongs to somebody.
:use: {use}
:tools: barred

Who says {sb:q-bare}`The engine is not safe <ferry-2031/engine-not-safe>`?

- [ ] The company.
  > It did not answer: zqfeedback.
- [x] The harbour master.
  > He is quoted.
- [ ] An islander.

::::{sb:hint}
Look at the paragraph.
::::
::::{sb:solution}
The harbour master says so: zqsolution.

:::{sb:quote} ferry-2031/engine-not-safe
:::
::::
:::::
"""
SEVERAL = """\
:::::{sb:exercise} which-hold
:kind: multiple-choice
:title: Which hold?
:points: 3
:use: {use}

Which of these does the report say?

- [x] The ferry stopped.
- [ ] The ferry sank.
- [x] Some islanders own a boat.
:::::
"""
ORDER = """\
:::::{sb:exercise} in-order
:kind: ordering
:title: In order
:use: {use}

What came first?

1. The engine was found unsafe.
2. The ferry stopped.
3. The company may bring it back.
:::::
"""
MATCH = """\
:::::{sb:exercise} match-them
:kind: matching
:title: Who is who?
:use: {use}

Match the person to the part.

Tomas Reed
: harbour master

Ilsa Quill
: author of the report

(none)
: owner of the ferry
:::::
"""
CLOZE = """\
:::::{sb:exercise} fill-in
:kind: cloze
:title: Fill in
:use: {use}

The ferry stopped on {sb:gap}`zqgap | mon`, and sails again in {sb:gap}`*zqmenu | autumn | winter`.
:::::
"""
NUMERIC = """\
:::::{sb:exercise} how-many
:kind: numeric
:title: How many?
:answer: 7391
:tolerance: 2
:unit: islanders
:use: {use}

How many islanders own no boat?
:::::
"""
SHORT = """\
:::::{sb:exercise} one-word
:kind: short-answer
:title: One word
:answer: zqshort | a zqshort
:use: {use}

Who repairs engines?
:::::
"""
SORT = """\
:::::{sb:exercise} sort-them
:kind: categorise
:title: Article or furniture?
:use: {use}

Which did the author write?

The article
: - The ferry stopped.
  - The council meets.

Furniture
: - Buy a boat today.
:::::
"""
MARK = """\
:::::{sb:exercise} find-it
:kind: find-the-quote
:title: Find the hedge
:use: {use}

The report says: {sb:hot}`the ferry stopped`, and {sb:hot}`*possibly it comes back`.
:::::
"""
ESSAY = """\
::::::{sb:exercise} weigh-it
:kind: essay
:title: Weigh it
:points: 12
:minutes: 30
:words: 100-200
:use: {use}

Should the islanders wait?

:::::{sb:rubric}
Claim | Whether it answers
: 3 Excellent | It answers and says for whom.
: 2 Good | It answers.
: 1 Fair | It answers in part.
: 0 Not yet | It does not answer.

Evidence | Whether it cites
: 3 Excellent | Every claim has a paragraph.
: 2 Good | Most have.
: 1 Fair | Some have.
: 0 Not yet | None has.

Doubt | Whether it weighs
: 3 Excellent | It says what would change it.
: 2 Good | It doubts.
: 1 Fair | It hints.
: 0 Not yet | It is sure.

Words | Whether it reads well
: 3 Excellent | It reads well.
: 2 Good | It reads.
: 1 Fair | It stumbles.
: 0 Not yet | It cannot be read.
:::::
:::::{sb:solution}
A model: zqessay.
:::::
:::::{sb:anchor} Good
An answer: zqanchor.
:::::
:::::{sb:marking}
Give a mark for zqmarking.
:::::
:::::{sb:errors}
Many write zqerrors.
:::::
::::::
"""
KINDS = {
    "single-choice": CHOICE,
    "multiple-choice": SEVERAL,
    "ordering": ORDER,
    "matching": MATCH,
    "cloze": CLOZE,
    "numeric": NUMERIC,
    "short-answer": SHORT,
    "categorise": SORT,
    "find-the-quote": MARK,
    "essay": ESSAY,
}


def written(text: str, use: str = "practice") -> str:
    """An exercise with its use filled in: braces belong to MyST."""
    return text.replace("{use}", use)


def page(use: str = "practice") -> str:
    """Every kind on one page."""
    return "# Exercises\n\n## Of every kind\n\n" + "\n".join(written(text, use) for text in KINDS.values())
