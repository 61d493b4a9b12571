"""Entries are deleted from hand-written record files, and tombstones added, with all else left as it was."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import SourcebookError
from sourcebook.store import yaml_cut, yaml_source

CUT = [
    ("a:\n- x: 1\n- y: 2\n", [("a", 0)], "a:\n- y: 2\n"),
    ("a:\n  -\n    x: 1\n  - y: 2\n", [("a", 0)], "a:\n  - y: 2\n"),
    ("a:\n  - x: |\n      - not an entry\n\n      # no comment\n  - y: 2\n", [("a", 0)], "a:\n  - y: 2\n"),
    ("a:\n  - x: 1\n  # of y\n  - y: 2\nb: 3\n", [("a", 1)], "a:\n  - x: 1\nb: 3\n"),
    ("a:\n  - x: 1\n", [("a", 0)], "a: []\n"),
    ("a: [{x: 1}, {y: 2}, {z: 3}]\n", [("a", 1)], "a: [{x: 1}, {z: 3}]\n"),
    ("a: [{x: 1}, {y: 2}]\n", [("a", 1)], "a: [{x: 1}]\n"),
    ("a: [{x: 1}]\n", [("a", 0)], "a: []\n"),
    ("a:\n  - b: [{x: 1}]\n    c: 2\n", [("a", 0, "b"), ("a", 0, "b", 0)], "a:\n  - c: 2\n"),
    ("a:\n  - x: 1\n  - b: [{x: 1}, {y: 2}]\n", [("a", 0), ("a", 1, "b", 0)], "a:\n  - b: [{y: 2}]\n"),
]


@pytest.mark.parametrize(("text", "paths", "expected"), CUT)
def test_entries_are_cut_out_of_the_text(text: str, paths: list[tuple[str | int, ...]], expected: str) -> None:
    assert yaml_cut.without(text, paths, {}, "any.yml") == expected


TOMBSTONES = [
    ("a: []\nwithdrawn:\n- id: x\n  because: y\n", ["x", "new"]),
    ("withdrawn: [{id: x, because: y}]\na: []\n", ["x", "new"]),
    ("withdrawn:\n  - id: x\n    because: >-\n      y\na: []\n", ["x", "new"]),
    ("a: []\nwithdrawn: []\n", ["new"]),
    ("a: []\n", ["new"]),
]


@pytest.mark.parametrize(("text", "expected"), TOMBSTONES)
def test_tombstones_join_those_that_are_there(text: str, expected: list[str]) -> None:
    value = yaml_source.parse(yaml_cut.without(text, [], {"new": "It is: so # gone"}, "any.yml")).value
    assert [tombstone["id"] for tombstone in value["withdrawn"]] == expected
    assert value["withdrawn"][-1]["because"] == "It is: so # gone"
    assert value["a"] == []


def test_a_tombstone_takes_its_day_in_either_way_of_writing() -> None:
    for text in ("withdrawn: [{id: x, because: y}]\na: []\n", "a: []\n"):
        value = yaml_source.parse(yaml_cut.without(text, [], {"new": "gone"}, "any.yml", "2031-05-06")).value
        assert value["withdrawn"][-1] == {"id": "new", "because": "gone", "date": "2031-05-06"}


def test_what_cannot_be_edited_safely_is_refused() -> None:
    with pytest.raises(SourcebookError, match=r"any\.yml is written in a way that cannot be edited line by line"):
        yaml_cut.without('{"a": [{"x": 1}]}\n', [("a", 0)], {"new": "gone"}, "any.yml")
