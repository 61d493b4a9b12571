"""No pattern of the package takes hours: each is tried, as it is used, on long inputs that are made to be hard for it.

What is hard for a pattern is a long run of what it repeats, followed by what ends the match: a pattern that can take
the run apart in many ways tries them all. Patterns are found in the code, so that a new one is tried too.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import sourcebook
from tests.fuzz.cases import Fuzz, ended

METHODS = frozenset("search match fullmatch sub split findall finditer".split())
LENGTH = 5_000
OUTPUT = frozenset(
    "sourcebook.sphinx_ext.html.theme sourcebook.sphinx_ext.html.csp sourcebook.exports.paper.epub "
    "sourcebook.exports.paper.word".split()
)
"""Modules whose patterns read what this program itself has written."""
RUNS = (
    "a", "1", "A", "_", " ", "\n", "\t", ".", "-", "'", '"', "[", "<", ">", "{", ":", "`", ",", "!", "|", "…",
    "é", "\\",
    "a ", "a-", "a_", "a.", "1.", "1,", "a'", "A ", "A. ", "A, ", "[a", "[…] ", "<a ", "<a>", "<!--",
    "<!--a-->", "<?xml ",
    "> ", ":::", "\n ", "; ", " and ", "by A", "a because ", "; a because", " |", "1-", "<meta ", "<meta charset",
    "<svg ", "\n1 0 obj<<", "obj ", "endobj", "0000000000 00000 n\n", "/Length 1", "[file", "(photo", "views express ",
    "1 January 2020 ", "jan ", "display :", "a/", "2022-", "X", "..", "’", "ﬁ", "\u0301", "likely ", "very ", "almost ",
)  # fmt: skip


def modules() -> list[ModuleType]:
    """Every module whose patterns read what others have written."""
    names = [module.name for module in pkgutil.walk_packages(sourcebook.__path__, "sourcebook.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__") and name not in OUTPUT]


def patterns() -> Iterator[tuple[str, re.Pattern[Any], frozenset[str]]]:
    """Every pattern that a module keeps by a name, and what is done with it."""
    used = methods()
    seen: set[int] = set()
    for module in modules():
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and id(value) not in seen:
                seen.add(id(value))
                yield f"{module.__name__}.{name}", value, frozenset(used.get(id(value), {"search", "finditer"}))


def methods() -> dict[int, set[str]]:
    """What the package does with its patterns, by their identity: two modules may call two patterns by one name."""
    out: dict[int, set[str]] = {}
    for module in modules():
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                owner = named(node.value, vars(module))
                if isinstance(owner, re.Pattern):
                    out.setdefault(id(owner), set()).add(node.attr)
    return out


def named(node: ast.expr, known: dict[str, Any]) -> object:
    """What a name in a module stands for, or the name of another module in it; None where a function gives it."""
    if isinstance(node, ast.Attribute):
        return getattr(named(node.value, known), node.attr, None)
    return known.get(node.id) if isinstance(node, ast.Name) else None


ALL = list(patterns())


def test_every_pattern_is_found() -> None:
    assert len(ALL) > 50
    assert {"search"} < METHODS & set().union(*(used for _, _, used in ALL))


@pytest.mark.parametrize(("name", "pattern", "used"), ALL, ids=[name.removeprefix("sourcebook.") for name, _, _ in ALL])
def test_no_pattern_is_caught_in_its_own_choices(
    fuzz: Fuzz, name: str, pattern: re.Pattern[Any], used: frozenset[str]
) -> None:
    tried = 0
    for run in RUNS:
        for end in ("", "!", "\n"):
            text = (run * (LENGTH // len(run) + 1))[:LENGTH] + end
            subject = text.encode() if isinstance(pattern.pattern, bytes) else text
            for method in used:
                tried += 1
                with ended(2):
                    apply(pattern, method, subject)
    fuzz.count("patterns", tried)


def apply(pattern: re.Pattern[Any], method: str, text: str | bytes) -> None:
    given = (text[:0], text) if method == "sub" else (text,)
    found = getattr(pattern, method)(*given)
    if method == "finditer":
        assert sum(1 for _ in found) <= len(text) + 1


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"(?:a+)+b", "a" * 40), (r"(?:<!--.*?-->)*<html", "<!--a-->" * 40)],
)
def test_a_pattern_that_is_caught_would_be_seen(pattern: str, text: str) -> None:
    from tests.fuzz.cases import Hung

    with pytest.raises(Hung), ended(1):
        re.match(pattern, text)
