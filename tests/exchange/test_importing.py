"""The command `import` as a whole: asking, answering, and that nothing but the command loads the libraries it needs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook import cli
from sourcebook.exchange import importing
from tests.exchange.conftest import Run

QUOTE = "quote,source\nThe bridge to Calvey is closed,courier-2031\n"


def files(book: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(book.rglob("*")) if path.is_file()}


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_it_asks_and_writes_only_after_a_yes(
    answer: str, written: bool, flood: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "q.csv").write_text(QUOTE)
    before = files(flood)
    monkeypatch.setattr("sourcebook.cli.exchange._asked", lambda: True)
    done = CliRunner().invoke(cli.main, ["--root", str(flood), "import", str(tmp_path / "q.csv")], input=answer)
    assert done.exit_code == 0
    assert "Write this?" in done.stdout
    assert (files(flood) != before) is written


def test_a_dry_run_and_a_call_that_nobody_answers_write_nothing(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(QUOTE)
    before = files(flood)
    assert run("import", tmp_path / "q.csv", "--dry-run").exit_code == 0
    assert run("import", tmp_path / "q.csv").exit_code == 2
    assert files(flood) == before


def test_a_failure_leaves_everything_as_it_was(
    flood: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "z.json").write_text(json.dumps([{"id": str(n), "title": f"Title number {n}"} for n in range(3)]))
    before = files(flood)

    def full(path: Path, data: bytes) -> Path:
        if path.name == "title-number-2.yml":
            raise OSError(28, "No space left on device", str(path))
        return written(path, data)

    from sourcebook.store import atomic

    written = atomic.write_part
    monkeypatch.setattr(atomic, "write_part", full)
    assert "No space left on device" in run("import", tmp_path / "z.json", "--yes").stderr
    assert {path: data for path, data in files(flood).items() if "_build" not in path.parts} == before


def test_what_is_missing_or_no_file_is_told(flood: Path, run: Run, tmp_path: Path) -> None:
    assert "is not there" in run("import", tmp_path / "none.ris").stderr
    assert "is a folder" in run("import", tmp_path).stderr
    assert "is no number of an item" in run("import", tmp_path / "none.ris", "--skip", "two").stderr
    (tmp_path / "q.csv").write_text(QUOTE)
    assert "there is no item 2: q.csv has 1" in run("import", tmp_path / "q.csv", "--skip", "1-3", "--yes").stderr
    assert importing.__doc__


def test_help_loads_no_reader_of_formats() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from sourcebook import cli; "
        "CliRunner().invoke(cli.main, ['import', '--help']); "
        "print(sorted({'docx', 'openpyxl', 'pybtex', 'rispy', 'babel', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
