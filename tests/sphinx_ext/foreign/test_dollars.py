"""Formulas between dollar signs that nothing reads: told once a page, and prices are none."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.sphinx_ext.foreign.dollars import formulas
from tests.sphinx_ext.conftest import Book


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The area $x^2$ grows.", [("$x^2$", 1)]),
        ("Let $x$ be $2n$.", [("$x$", 1), ("$2n$", 1)]),
        ("So $a + b = c$, and $a_1 < b$.", [("$a + b = c$", 1), ("$a_1 < b$", 1)]),
        (r"Then $\frac{1}{2} \text{ of the boats}$.", [(r"$\frac{1}{2} \text{ of the boats}$", 1)]),
        ("Here:\n\n$$\nE = mc^2\n$$", [("$$E = mc^2$$", 3)]),
        ("On one line: $$ y = x^2 $$.", [("$$ y = x^2 $$", 1)]),
        (":::{sb:exercise} e\n:kind: single-choice\n\nWhat is $x^2$?\n:::", [("$x^2$", 4)]),
        ("---\ntitle: $x^2$\n---\n\nLet $y^2$.", [("$y^2$", 5)]),
    ],
)
def test_a_formula_between_dollars_is_found(text: str, found: list[tuple[str, int]]) -> None:
    assert list(formulas(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 and $6.",
        "From $5-$6 a head, or $5/$6.",
        "US$300m or A$400m, that is $1.2bn = €1bn, not $2bn.",
        "Between $HOME and $PATH, or $HOME/$USER.",
        r"Escaped: \$x^2\$ stays.",
        "In code `$x^2$` and {math}`$x^2$`.",
        "```\n$x^2$\n```\n\n:::{code-block} sh\n$x^2$\n:::",
        "```{math}\n$x^2$\n```",
        "% $x^2$ in a comment",
        "A lone $ and another $ here.",
        "Rises by $3 (the $4 ticket) = $7.",
        "",
    ],
)
def test_prices_names_and_code_are_no_formulas(text: str) -> None:
    assert list(formulas(text)) == []


def test_a_formula_that_nothing_reads_is_told_once_a_page(book: Book) -> None:
    book.write("story.md", "# The story\n\nThe area $x^2$ and the side $x$ for $5 and $6.\n")
    (said,) = book.build("dummy").warnings
    assert "story.md:3" in said
    assert "“$x^2$” (and 1 more on this page)" in said
    assert "add `dollarmath` to `myst_enable_extensions`" in said
    assert f"[sourcebook.{Kind.UNREAD_FORMULA.label}]" in said


def test_a_book_or_a_page_that_reads_formulas_is_left_alone(book: Book) -> None:
    book.write("story.md", "# The story\n\nThe area $x^2$.\n")
    assert book.build("dummy", myst_enable_extensions=["colon_fence", "dollarmath"]).warnings == []
    book.write("story.md", "---\nmyst:\n  enable_extensions: [dollarmath]\n---\n\n# The story\n\nThe area $x^2$.\n")
    assert book.build("dummy", folder="own").warnings == []
