"""The sample book in a folder of its own, and the command line in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook import cli
from sourcebook.commands import new
from sourcebook.store.articles import TEXTS_VARIABLE

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _own_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each book finds its own articles."""
    monkeypatch.delenv(TEXTS_VARIABLE, raising=False)


@pytest.fixture
def flood(tmp_path: Path) -> Path:
    """The sample book: two articles about an invented flood, whole and sealed."""
    new.new_book(tmp_path / "flood", "", False)
    return tmp_path / "flood"


@pytest.fixture
def run(flood: Path) -> Run:
    """Call the command line in the sample book, or in the one named by `root`."""

    def call(*words: str | Path, root: Path = flood) -> Result:
        result = CliRunner().invoke(cli.main, ["--root", str(root), *map(str, words)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
