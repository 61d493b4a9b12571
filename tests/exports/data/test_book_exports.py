"""The registry of exports of a whole book: which there are, and that the command line takes each of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import sourcebook
from sourcebook import cli
from sourcebook.exports.data.book_exports import book_exports


def test_the_registry_holds_every_export_in_the_order_of_lists() -> None:
    assert list(book_exports()) == ["evidence", "timeline", "tables", "citations", "annotations", "clearance"]
    assert all(each.name == name and each.purpose for name, each in book_exports().items())


def test_no_module_but_its_own_names_an_export_to_choose_from() -> None:
    folder = Path(sourcebook.__file__).parent
    for path in (*folder.glob("cli.py"), *folder.glob("cli/*.py"), folder / "commands" / "export.py"):
        words = set(re.findall(r'"([a-z]+)"', path.read_text(encoding="utf-8")))
        assert words & set(book_exports()) == set()


@pytest.mark.parametrize("name", book_exports())
def test_the_command_line_writes_each_and_its_help_says_what_for(name: str, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    words = ["--root", str(tmp_path), "export", name, "--to", str(tmp_path / "out")]
    done = CliRunner().invoke(cli.main, words)
    assert (done.exit_code, list((tmp_path / "out").iterdir()) != []) == (0, True)
    told = CliRunner().invoke(cli.main, ["export", "--help"]).stdout
    assert book_exports()[name].purpose[:30] in " ".join(told.split())


def test_an_unknown_name_is_answered_with_those_that_there_are(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli.main, ["export", "table", "--to", str(tmp_path)])
    assert done.exit_code == 2
    assert "'evidence', 'timeline', 'tables', 'citations', 'annotations', 'clearance'" in done.stderr
