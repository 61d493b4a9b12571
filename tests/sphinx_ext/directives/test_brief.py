"""A policy brief on its page and as blocks: what is shown, what is computed, and each fault at its place.

Here: `sourcebook.sphinx_ext.directives.brief` and `brief_paper`, on the harbour's book. Not here: the rules themselves
(`tests/analysis/test_support.py`) and the PDF (`tests/commands/test_build_briefs.py`).
"""

from __future__ import annotations

import os
import re

import pytest

from sourcebook.model import document as b
from sourcebook.model import document_tree
from tests.sphinx_ext.conftest import Book, Built

INDEX = """\
# The book

```{toctree}
story
actors
list
briefs/ferry
```
"""
FRONT = """\
---
title: The ferry
series: Harbour brief
number: "4"
decision: Whether to wait
audience: the council
authors: Quay editors
date: 2031-03-01
cut-off: 20 February 2031
distribution: Open
notice: Not for operational use.
---
"""
BODY = """\
# The ferry

:::{sb:bottom-line}
The ferry stopped, and Tomas Reed says: {sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`.
:::

## Judgements

:::{sb:judgement}
:for: ferry-2031/ferry-stopped quay-2031/grandmother
:action: Look at {sb:src}`a copy <quay-2031>`.
:likelihood: likely
:unless: The ferry is seen at sea.
The ferry stays in port.
:::

:::{sb:judgement}
:for: ferry-2031/engine-not-safe
:against: quay-2031/grandmother
:support: contested
:question: Who saw it?
The engine is at fault.
:::

:::{sb:judgement}
:support: not addressed
:action: Ask the yard.
The price of a boat is open.
:::

## What to do now

Ask.

## What would change it

An answer.

## How far the sources carry

Two letters speak. Nobody else does.

## Background

The quay is old.

## Alternative explanations

None.

## Options

::::{sb:option} Ask the company
:find-out:
:cost: Low.
:risk: None.
:reversibility: Wholly.
:owner: Council
Write a letter to {sb:src}`Quill <ferry-2031>`.
::::

:::{sb:option} Buy a boat
:cost: High.
:risk: It sinks.
:reversibility: Not at all.
Go to the yard: {sb:q}`We sail again in spring. <ferry-2031/engine-not-safe>`
:::

## Recommendation

Ask. **What would reverse it:** an answer.

## Questions

:::{sb:unanswered} Who owns the ferry?
A register would tell.
:::

## Annex

:::{sb:evidence}
:::

:::{sb:quality}
:::
"""


def written(book: Book, body: str = BODY, front: str = FRONT) -> None:
    book.write("index.md", INDEX)
    book.write("briefs/ferry.md", front + body)


def build(book: Book, body: str = BODY, front: str = FRONT, builder: str = "html") -> Built:
    written(book, body, front)
    return book.build(builder)


def faults(book: Book, body: str = BODY, front: str = FRONT) -> list[str]:
    """What a build says, without the folder of the book."""
    return [line.removeprefix(f"{book.root}/") for line in build(book, body, front).warnings]


@pytest.fixture
def made(book: Book) -> Built:
    return build(book)


# -- the page ---------------------------------------------------------------------------------------------------------


def test_a_brief_without_fault_builds_without_warning(made: Built) -> None:
    assert made.warnings == []


def test_the_masthead_says_what_the_front_matter_says(made: Built) -> None:
    text = made.text("briefs/ferry.html")
    for said in (
        "Harbour brief 4",
        "Decision: Whether to wait",
        "Who decides: the council",
        "By: Quay editors",
        "Date: 1 March 2031",
        "What is known up to: 20 February 2031",
        "Distribution: Open",
        "Not for operational use.",
    ):
        assert said in text


def test_support_is_computed_and_shown_with_its_origins(made: Built) -> None:
    text = made.text("briefs/ferry.html")
    assert "Likely : 2 independent origins for it" in text
    assert "Contested : 1 independent origin for it, 1 against it" in text
    assert "Not addressed" in text
    assert "Would speak against it: The ferry is seen at sea." in text
    assert "Ask: Who saw it?" in text


def test_evidence_leads_to_its_passages_and_stands_in_words_in_the_annex(made: Built) -> None:
    page = made.page("briefs/ferry.html")
    assert 'href="../list.html#passage-ferry-2031-ferry-stopped"' in page
    text = made.text("briefs/ferry.html")
    annex = text[text.index("1. The ferry stays in port.") :]
    assert "“ The ferry to Merrow Island stopped on Monday. ”" in annex
    assert "Against: Quay letter" in annex


def test_the_sources_of_a_brief_stand_with_their_quality(made: Built) -> None:
    assert "The writer says that she owns a rowing boat." in made.text("briefs/ferry.html")


def test_quotations_of_the_annex_are_proven_like_any_other(made: Built) -> None:
    assert "sb-quoted-in" in made.page("list.html")
    assert 'href="briefs/ferry.html#quote-ferry-2031-ferry-stopped"' in made.page("list.html")


def test_only_briefs_load_the_style_sheet_of_briefs(made: Built) -> None:
    assert "sourcebook-briefs.css" in made.page("briefs/ferry.html")
    assert "sourcebook-briefs.css" not in made.page("story.html")


def test_a_chapter_may_hold_a_judgement_and_is_no_brief(book: Book) -> None:
    book.write("story.md", "# The story\n\n:::{sb:judgement}\n:for: ferry-2031/ferry-stopped\n"
               ":action: Wait.\nThe ferry stays.\n:::\n")  # fmt: skip
    built = book.build()
    assert built.warnings == []
    assert "Single origin" in built.text("story.html")


# -- its PDF ----------------------------------------------------------------------------------------------------------


def test_without_a_pdf_there_is_no_link_to_one(made: Built) -> None:
    assert ".pdf" not in made.page("briefs/ferry.html")


def test_a_pdf_at_hand_is_offered_and_an_older_one_is_not(book: Book) -> None:
    built = build(book)
    pdf = book.root / "_build" / "briefs" / "ferry-a4.pdf"
    pdf.parent.mkdir(parents=True)
    pdf.write_bytes(b"%PDF-1.7")
    built = book.build(exclude_patterns=["_build"])
    assert '<a href="ferry-a4.pdf" download type="application/pdf">PDF, A4</a>' in built.page("briefs/ferry.html")
    assert "ferry-letter.pdf" not in built.page("briefs/ferry.html")
    assert (built.out / "briefs" / "ferry-a4.pdf").read_bytes() == b"%PDF-1.7"
    os.utime(pdf, (0, 0))
    built = book.build(exclude_patterns=["_build"])
    assert ".pdf" not in built.page("briefs/ferry.html")
    assert not (built.out / "briefs" / "ferry-a4.pdf").exists(), "it says what the brief said before"


def test_a_word_file_at_hand_is_offered_to_edit(book: Book) -> None:
    build(book)
    for name in ("ferry-a4.pdf", "ferry.docx"):
        path = book.root / "_build" / "briefs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"made")
    page = book.build(exclude_patterns=["_build"]).page("briefs/ferry.html")
    assert re.search(r"To print: <a [^>]*>PDF, A4</a>\. To edit: <a href=\"ferry\.docx\" [^>]*>Word</a>", page)
    assert "an edited copy is no longer proven" in page


# -- faults -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (":support: contested", ":support: agreed", "support-not-borne-out"),
        (":against: quay-2031/grandmother\n:support: contested", ":against: ferry-2031/ferry-stopped", "shared-origin"),
        (":support: not addressed\n", "", "bare-judgement"),
        (":question: Who saw it?\n", "", "idle-judgement"),
        (":unless: The ferry is", ":support: agreed\n:unless: The ferry is", "label-and-likelihood"),
        (":likelihood: likely", ":likelihood: probable", "off-yardstick"),
        (":unless: The ferry is seen at sea.\n", "", "no-observation"),
        ("The engine is at fault.", "The engine is likely at fault.", "label-and-likelihood"),
        ("stopped quay-2031/grandmother", "stopped", "few-origins"),
        ("The engine is at fault.", "The engine might be at fault.", "hedged-judgement"),
        ("Go to the yard:", "Go to the yard, at 70 per cent:", "off-yardstick"),
        ("Who saw it?", "Are 70 % enough?", "off-yardstick"),
        ("The ferry stopped:", "Both accounts say so:", "about-sources"),
        ("The ferry stopped:", "The ferry is unlikely to sail:", "off-yardstick"),
        (" to {sb:src}`Quill <ferry-2031>`", "", "untied-option"),
        ("Nobody else does.", "Nobody else does. Nobody will.", "long-reach"),
        ("## What to do now\n\nAsk.\n", "", "missing-part"),
        ("## Background\n\nThe quay is old.\n", "## Background\n", "missing-part"),
        ("**What would reverse it:** an answer.", "", "missing-part"),
        ("{sb:quality}", "{sb:sources}", "missing-part"),
        (
            ":support: not addressed\n:action: Ask the yard.\nThe price of a boat is open.\n:::\n",
            ":support: not addressed\n:action: Ask the yard.\n:confidence: low\nOpen.\n:::\n",
            "old-brief",
        ),
        (":find-out:\n", "", "no-find-out"),
        ("The ferry stopped:", "stopped " * 60, "long-bottom-line"),
        ("ferry-2031/engine-not-safe\n:against", "ferry-2031/no-such\n:against", "unknown-reference"),
        (":risk: It sinks.\n", "", "bad-directive"),
    ],
)
def test_each_fault_is_said_once_for_its_place(book: Book, old: str, new: str, expected: str) -> None:
    assert BODY.count(old) == 1
    body = BODY.replace(old, new)
    found = [line for line in faults(book, body) if f"[sourcebook.{expected}]" in line]
    assert len(found) == 1, found
    assert found[0].startswith("briefs/ferry.md:")


def test_a_fault_of_a_judgement_is_said_where_it_stands(book: Book) -> None:
    body = BODY.replace(":support: contested", ":support: agreed")
    line = (FRONT + body).splitlines().index(":for: ferry-2031/engine-not-safe")
    (found,) = faults(book, body)
    assert found.startswith(f"briefs/ferry.md:{line}:")  # counted from 1: the line of the directive


def test_quoted_words_are_no_hedge_of_ours(book: Book) -> None:
    body = BODY.replace("The engine is at fault.", "{sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`.")
    assert faults(book, body) == []


@pytest.mark.parametrize(
    "key", ["title", "number", "decision", "audience", "authors", "date", "cut-off", "distribution", "notice"]
)
def test_a_key_that_the_front_matter_lacks_is_named(book: Book, key: str) -> None:
    front = "".join(line for line in FRONT.splitlines(keepends=True) if not line.startswith(f"{key}:"))
    (found,) = faults(book, front=front)
    assert f"lacks “{key}”" in found


def test_a_date_that_is_none_is_named(book: Book) -> None:
    (found,) = faults(book, front=FRONT.replace("2031-03-01", "March 2031"))
    assert "“March 2031” is no day" in found


# -- accepting --------------------------------------------------------------------------------------------------------


def test_a_caution_can_be_accepted_with_a_reason(book: Book) -> None:
    body = BODY.replace("The engine is at fault.", "The engine might be at fault.")
    body = body.replace(":question: Who", ":accept: hedged-judgement because the man hedges\n:question: Who")
    assert faults(book, body) == []


def test_an_error_cannot_be_accepted(book: Book) -> None:
    body = BODY.replace(":support: contested", ":support: agreed\n:accept: support-not-borne-out because we wish it")
    found = faults(book, body)
    assert any("[sourcebook.support-not-borne-out]" in line for line in found)
    assert any("[sourcebook.bad-escape]" in line for line in found)


def test_an_escape_that_nothing_needs_is_named(book: Book) -> None:
    body = BODY.replace(":question: Who", ":accept: hedged-judgement because it was once\n:question: Who")
    (found,) = faults(book, body)
    assert "[sourcebook.bad-escape]" in found


def test_the_front_matter_accepts_for_the_whole_page(book: Book) -> None:
    front = FRONT.replace("number:", "accept: no-find-out because the council knows all\nnumber:")
    assert faults(book, BODY.replace(":find-out:\n", ""), front) == []


# -- records that change ----------------------------------------------------------------------------------------------


def test_a_judgement_is_judged_again_when_an_origin_changes(book: Book) -> None:
    assert faults(book) == []
    book.replace("sources/quay-2031.yml", "origin: quay-2031", "origin: ferry-2031")
    found = book.build().warnings
    assert any("[sourcebook.support-not-borne-out]" in line for line in found)
    assert any("[sourcebook.few-origins]" in line for line in found)


# -- the older form ---------------------------------------------------------------------------------------------------


def test_a_brief_of_the_older_form_is_told_once_what_to_change(book: Book) -> None:
    old = """\
# The ferry

:::{sb:at-a-glance} Who tells us this
- Quill owns a rowing boat.
:::

:::{sb:judgement}
:for: ferry-2031/ferry-stopped
:confidence: low
:because: One letter says so.
The ferry stays in port.
:::
"""
    front = "".join(line for line in FRONT.splitlines(keepends=True) if not line.startswith(("decision", "notice")))
    (found,) = faults(book, old, front)
    assert found.startswith("briefs/ferry.md:13: ")
    assert "A brief of the older form" in found
    assert "[sourcebook.old-brief]" in found


# -- blocks -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(book: Book) -> b.Page:
    built = build(book, builder="blocks")
    assert built.warnings == []
    _, pages = document_tree.read(built.out)
    return next(page for page in pages if page.name == "briefs/ferry")


def pieces(page: b.Page, kind: type[document_tree.S]) -> list[document_tree.S]:
    return [piece for piece in document_tree.walk(page.blocks) if isinstance(piece, kind)]


def test_paper_gets_the_front_matter(page: b.Page) -> None:
    assert page.meta["authors"] == "Quay editors"
    assert page.meta["cut-off"] == "20 February 2031"


def test_paper_gets_each_part_in_its_form(page: b.Page) -> None:
    (line,), (question,) = pieces(page, b.BottomLine), pieces(page, b.Unanswered)
    assert document_tree.plain_text(line.body).startswith("The ferry stopped: “The engine is not safe”")
    assert document_tree.plain_text(question.question) == "Who owns the ferry?"
    assert document_tree.plain_text(question.body) == "A register would tell."


def test_paper_gets_judgements_without_the_labels_of_the_page(page: b.Page) -> None:
    first, second, third = pieces(page, b.Judgement)
    assert document_tree.plain_text(first.content) == "The ferry stays in port."
    assert (first.support, first.origins, first.likelihood) == ("agreed", 2, "likely")
    assert document_tree.plain_text(first.action) == "Look at a copy."
    assert document_tree.plain_text(second.question) == "Who saw it?"
    assert (third.support, third.origins, third.likelihood) == ("not addressed", 0, "")
    assert document_tree.plain_text(first.against) == "The ferry is seen at sea."
    assert [document_tree.plain_text(item) for item in first.evidence] == ["Quill ¶2", "Quay letter ¶2"]
    assert (second.support, [document_tree.plain_text(item) for item in second.contrary]) == (
        "contested",
        ["Quay letter ¶2"],
    )


def test_paper_gets_options_with_their_facts(page: b.Page) -> None:
    first, second = pieces(page, b.Option)
    assert [document_tree.plain_text(part) for part in (first.title, first.body, first.cost, first.owner)] == [
        "Ask the company",
        "Write a letter to Quill.",
        "Low.",
        "Council",
    ]
    assert document_tree.plain_text(second.reversibility) == "Not at all."
    assert second.owner == []


def test_paper_has_the_annex_as_a_part_and_no_masthead_of_the_page(page: b.Page) -> None:
    (annex,) = [piece for piece in pieces(page, b.Group) if "sb-annex" in piece.classes]
    assert "stopped on Monday." in document_tree.plain_text(annex.body)
    assert "Who decides" not in document_tree.plain_text(page.blocks)
    assert pieces(page, b.Table) == []
