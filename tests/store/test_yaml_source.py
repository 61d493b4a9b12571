"""Strict YAML: every scalar a string, every value with its line, no alias, tag or duplicate key, and limits."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.store.yaml_source import Document, parse


def test_every_scalar_is_what_the_author_wrote() -> None:
    value = parse("a: 16:30\nb: NO\nc: 007\nd: ~\ne: 2022-01-05\nf: 1_000\ng: '5'\nh:\n").value
    assert value == {"a": "16:30", "b": "NO", "c": "007", "d": "~", "e": "2022-01-05", "f": "1_000", "g": "5", "h": ""}


def test_lines_are_kept_by_path() -> None:
    document = parse("a:\n  - b: 1\n    c: 2\n  - b: 3\n")
    assert [document.line(p) for p in ((), ("a",), ("a", 0, "c"), ("a", 1, "b"), ("a", 1, "gone"), ("gone",))] == [
        1,
        1,
        3,
        4,
        4,
        1,
    ]
    assert Document().line(("a",)) == 0


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "stands twice, first on line 1"),
        ("a:\n  b: 1\n  b: 2\n", 3, "stands twice, first on line 2"),
        ("a: &x 1\n", 1, "an anchor (&x)"),
        ("a: 1\nb: *x\n", 2, "an alias (*x)"),
        ("a: !!int 1\n", 1, "a tag"),
        ("a: !python/object:os.system 1\n", 1, "a tag"),
        ("a: 1\n<<: *x\n", 2, "an alias"),
        ("? [a, b]\n: 1\n", 1, "a key must be a word"),
        ("a: " + "[" * 60 + "]" * 60, 1, "nested more than 20 deep"),
    ],
)
def test_yaml_that_readers_take_differently_is_refused(text: str, line: int, words: str) -> None:
    problems = parse(text).problems
    assert all(kind is Kind.FORBIDDEN_YAML for kind, _, _ in problems)
    assert [n for _, message, n in problems if words in message] == [line]


def test_an_alias_bomb_never_grows() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document = parse(bomb)
    assert len(document.problems) == 9 + 8 * 9
    assert sum(len(v) for v in document.value.values()) == 81


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 'open\n", 2),
        ("a: [1, 2\n", 2),
        ("a: 1\nb: \x07\n", 2),
        ("a: @x\n", 1),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(text: str, line: int) -> None:
    ((kind, _, found),) = parse(text).problems
    assert (kind, found) == (Kind.SYNTAX, line)


def test_a_file_holds_one_document() -> None:
    assert [kind for kind, _, _ in parse("a: 1\n---\nb: 2\n").problems] == [Kind.SYNTAX]
