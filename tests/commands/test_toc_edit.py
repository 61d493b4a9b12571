"""Entering a page in `_toc.yml`: beside its like, with every comment left where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sourcebook.commands import toc_edit
from sourcebook.model.problems import SourcebookError

PARTS = """\
# The pages.
format: jb-book
root: index
parts:
  - caption: The story  # first
    chapters:
      - file: chapters/background
      # what came next
      - file: chapters/timeline
        title: "When"   # not where

  # for classes
  - caption: Exercises
    chapters:
      - file: exercises/index
        sections:
          - file: exercises/reading
"""


def enter(root: Path, text: str, page: str) -> str | None:
    (root / "_toc.yml").write_text(text, encoding="utf-8")
    after = toc_edit.with_page(root, page, "New: part")
    return None if after is None else after.decode()


@pytest.mark.parametrize(
    ("page", "before", "line"),
    [
        ("chapters/economy", '        title: "When"   # not where\n', "      - file: chapters/economy\n"),
        ("exercises/more", "          - file: exercises/reading\n", "          - file: exercises/more\n"),
    ],
)
def test_a_page_stands_behind_those_of_its_folder(tmp_path: Path, page: str, before: str, line: str) -> None:
    assert enter(tmp_path, PARTS, page) == PARTS.replace(before, before + line)


def test_the_first_page_of_a_folder_gets_a_part_of_its_own(tmp_path: Path) -> None:
    new = '  - caption: "New: part"\n    chapters:\n      - file: briefs/first\n'
    assert enter(tmp_path, PARTS, "briefs/first") == PARTS + new


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("root: index\nchapters:\n- file: a\n", "root: index\nchapters:\n- file: a\n- file: briefs/x\n"),
        ("root: index\nsections:\n  - file: a", "root: index\nsections:\n  - file: a\n  - file: briefs/x\n"),
        ("root: index\n", "root: index\nchapters:\n  - file: briefs/x\n"),
        (
            "root: index\r\nchapters:\r\n  - file: a\r\n",
            "root: index\r\nchapters:\r\n  - file: a\r\n  - file: briefs/x\r\n",
        ),
    ],
)
def test_other_forms_of_a_table_of_contents(tmp_path: Path, text: str, after: str) -> None:
    (tmp_path / "_toc.yml").write_bytes(text.encode())
    found = toc_edit.with_page(tmp_path, "briefs/x", "Briefs")
    assert found is not None
    assert found.decode() == after


@pytest.mark.parametrize("name", ["chapters/timeline", "chapters/timeline.md"])
def test_a_page_that_is_named_already_is_not_named_again(tmp_path: Path, name: str) -> None:
    assert enter(tmp_path, PARTS.replace("chapters/timeline", name), "chapters/timeline") is None


def test_a_book_without_a_table_of_contents_is_left_without(tmp_path: Path) -> None:
    assert toc_edit.with_page(tmp_path, "chapters/x", "The story") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("root: [index\n", "cannot be read"),
        ("- a\n", "names no pages"),
        ("root: index\nchapters: [{file: chapters/a}]\n", "add the line `- file: chapters/x` to _toc.yml by hand"),
        ("root: index\nchapters:\n  -   file: chapters/a\n", "by hand"),
    ],
)
def test_what_cannot_be_edited_is_left_alone_and_answered(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourcebookError, match=words):
        enter(tmp_path, text, "chapters/x")
    assert (tmp_path / "_toc.yml").read_text(encoding="utf-8") == text


def test_what_was_edited_reads_as_before_and_one_page_more(tmp_path: Path) -> None:
    after = enter(tmp_path, PARTS, "chapters/economy")
    assert after is not None
    tree = yaml.safe_load(after)
    assert tree["parts"][0]["chapters"].pop() == {"file": "chapters/economy"}
    assert tree == yaml.safe_load(PARTS)
