"""`sourcebook seal`: it writes what changed and says so, loudly where the root did, and refuses what it cannot seal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook.cli import main
from tests import sealed
from tests.sealed import KEY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return sealed.write_book(tmp_path)


def run(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--root", str(root), "seal", *arguments], env={"SOURCEBOOK_TEXTS": ""})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_a_seal_that_is_up_to_date_is_left_alone(root: Path) -> None:
    before = sealed.seal_file(root).stat().st_mtime_ns
    result = run(root)
    assert result.exit_code == 0
    assert f"{KEY}: unchanged" in result.output
    assert sealed.seal_file(root).stat().st_mtime_ns == before


def test_a_first_seal_says_so(root: Path) -> None:
    made = sealed.seal_file(root).read_bytes()
    sealed.seal_file(root).unlink()
    assert f"{KEY}: sealed for the first time, 6 passages opened" in run(root, KEY).output
    assert sealed.seal_file(root).read_bytes() == made


def test_passages_that_came_and_went_are_named(root: Path) -> None:
    sealed.edit_record(root, "id: union-asked", "id: union-and-ministry")
    output = run(root).output
    assert f"{KEY}: sealed anew" in output
    assert "  + union-and-ministry\n  - union-asked" in output
    assert "THE ROOT CHANGED" not in output


def test_a_root_that_changes_is_said_loudly(root: Path) -> None:
    old = json.loads(sealed.seal_file(root).read_text(encoding="utf-8"))["root"]
    sealed.edit_record(root, "lines: 11-17", "lines: 11-15")
    output = run(root).output
    new = json.loads(sealed.seal_file(root).read_text(encoding="utf-8"))["root"]
    assert f"{KEY}: THE ROOT CHANGED, from {old[:16]} to {new[:16]}" in output


def test_one_opening_stands_on_one_line(root: Path) -> None:
    text = sealed.seal_file(root).read_text(encoding="utf-8")
    assert [line.split('"')[1] for line in text.splitlines()[1:-1]] == sorted(
        json.loads(text)["openings"]  # a change of one passage shows as one line
    )


def test_without_the_article_nothing_is_sealed(root: Path) -> None:
    sealed.without_text(root)
    before = sealed.seal_file(root).read_bytes()
    result = run(root)
    assert "its article is not at hand" in result.output
    assert sealed.seal_file(root).read_bytes() == before


def test_a_passage_in_error_is_not_sealed(root: Path) -> None:
    sealed.edit_record(root, "a bag of salt", "a sack of salt")
    before = sealed.seal_file(root).read_bytes()
    result = run(root)
    assert result.exit_code == 1
    assert "passages[0].exact): error:" in result.output
    assert f"{KEY}: not sealed." in result.output
    assert sealed.seal_file(root).read_bytes() == before


def test_a_source_of_which_too_little_stays_unopened_is_refused(root: Path) -> None:
    rest = [line for line in sealed.ARTICLE.splitlines() if line and not line.startswith(("By", "Sale", "The mayor"))]
    lines = [line for line in rest if "“" not in line]
    rows = "".join(f"  - id: rest-{i}\n    exact: {json.dumps(line)}\n" for i, line in enumerate(lines))
    with sealed.record(root).open("a", encoding="utf-8") as file:
        file.write(rows)
    result = run(root)
    assert result.exit_code == 1
    assert "of its quotable words would stay unopened, and 128 must" in result.output


def test_an_unknown_source_is_a_wrong_call(root: Path) -> None:
    result = run(root, "nobody-2000")
    assert result.exit_code == 2
    assert KEY in result.output
