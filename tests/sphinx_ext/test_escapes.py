"""The form in which authors accept a caution."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind, Place
from sourcebook.sphinx_ext.escapes import CAUTIONS, parse

HERE = Place("page.md", 3)


def test_one() -> None:
    assert parse("context because the rest is told", HERE) == ({"context": "the rest is told"}, [])


@pytest.mark.parametrize("border", ["; ", "\n", ";\n"])
def test_several(border: str) -> None:
    accept, problems = parse(f"context because one; and half{border}repeated because two", HERE)
    assert accept == {"context": "one; and half", "repeated": "two"}
    assert problems == []


@pytest.mark.parametrize("text", ["", "context", "context because", "because of this", "Context because of this"])
def test_without_kind_or_reason_nothing_is_accepted(text: str) -> None:
    accept, (problem,) = parse(text, HERE)
    assert accept == {}
    assert (problem.kind, problem.place) == (Kind.BAD_ESCAPE, HERE)


def test_an_error_cannot_be_accepted() -> None:
    accept, (problem,) = parse("misquoted because I like it so", HERE)
    assert accept == {}
    assert "is no caution" in problem.message


def test_every_caution_can_be() -> None:
    assert {kind.label for kind in Kind if kind.severity.value == "caution"} == set(CAUTIONS)
