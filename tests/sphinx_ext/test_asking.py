"""Questions that do not answer themselves: bare quotations, and the caution for a prompt that names its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.test_exercises import PAGE, built, furnished, items, plain

ROLES = """\
    roles: [{source: ferry-2031, role: harbour master, passage: engine-not-safe}]
"""
BARE = """\
:::::{{sb:exercise}} whose-verdict
:kind: {kind}
{more}
Who says {{sb:q-bare}}`The engine is not safe <ferry-2031/engine-not-safe>`?
{answers}
:::::
"""
CHOICES = """
- [ ] The company.
- [x] The harbour master.
"""


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    book = furnished(tmp_path, monkeypatch)
    book.replace("sources/actors.yml", "name: Tomas Reed\n    kind: person\n", "name: Tomas Reed\n    kind: person\n" + ROLES)
    return book


def bare(kind: str = "single-choice", more: str = "", answers: str = CHOICES) -> str:
    return BARE.format(kind=kind, more=more, answers=answers)


def test_bare(shop: Book) -> None:
    found = built(shop, bare())
    print(found.warnings, found.text(f"{PAGE}.html"))
    found = built(shop, bare().replace("q-bare", "q"))
    print(found.warnings)
    assert 0
