"""The comparison of two builds tells what differs, and only that."""

from __future__ import annotations

from pathlib import Path

from tests.same_bytes import HERE, checkout, commands, differences, files


def test_each_file_that_differs_or_is_lacking_is_named() -> None:
    before = {"a": b"1", "b": b"1", "gone": b"1"}
    after = {"a": b"1", "b": b"2", "new": b"1"}
    assert differences(before, after) == ["differs: b", "only before: gone", "only after: new"]
    assert differences(before, dict(before)) == []


def test_what_a_build_keeps_for_itself_is_not_compared(tmp_path: Path) -> None:
    for name in ("html/index.html", "html/.buildinfo", "html/.doctrees/index.doctree", ".work/x", "html/network.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert sorted(files(tmp_path)) == ["html/index.html", "html/network.html"]


def test_the_folder_as_it_stands_is_taken_without_what_it_ignores(tmp_path: Path) -> None:
    checkout(HERE, tmp_path)
    assert (tmp_path / "sourcebook" / "check.py").is_file()
    assert not (tmp_path / "_build").exists()


def test_commands_are_read_off_the_help() -> None:
    assert commands("Usage\n\nCommands:\n  add    A text.\n  build  More.\n") == [["add"], ["build"]]
