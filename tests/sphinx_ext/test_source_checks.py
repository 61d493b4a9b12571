"""Checks of a page's source: directives that end the directive around them."""

from __future__ import annotations

import pytest

from sourcebook.sphinx_ext.source_checks import ended_early


def lines(text: str) -> list[tuple[int, int]]:
    """The lines of each offender and of what it ends."""
    return [(inner.line, outer.line) for inner, outer in ended_early(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":::{a}\n:::{b}\n:::\n:::", [(2, 1)]),
        (":::{a}\n::::{b}\n::::\n:::", [(2, 1)]),
        ("```{a}\n```{b}\n```\n```", [(2, 1)]),
        ("- item\n\n  :::{a}\n  :::{b}\n  :::\n  :::", [(4, 3)]),
        (":::{a}\n:::{b}\n:::\n:::{c}\n:::\n:::", [(2, 1), (4, 1)]),
        ("::::{a}\n:::{b}\n:::{c}\n:::\n:::\n::::", [(3, 2)]),
    ],
)
def test_as_many_marks_as_the_parent_are_found(text: str, expected: list[tuple[int, int]]) -> None:
    assert lines(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "::::{a}\n:::{b}\n:::\n::::",
        ":::{a}\n:::\n\n:::{b}\n:::",
        ":::{a}\n```{b}\n```\n:::",
        "````md\n:::{a}\n:::{b}\n:::\n:::\n````",
        "```text\n:::{a}\n:::{b}\n```",
        "```\n:::{a}\n:::{b}\n:::\n```",
        "````{code-block} md\n:::{a}\n:::{b}\n````",
        "Text with ::: in it\nand `::::` too",
        "",
    ],
)
def test_what_is_in_order_is_left_alone(text: str) -> None:
    assert lines(text) == []
