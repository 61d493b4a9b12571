"""Unknown roles and directives: one message each, with the name that was meant, from `check` and from `build`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook import cli

PAGE = "chapters/background.md"
UNKNOWN = [
    (":::{sb:qoute} courier-2031/two-men\n:::", "did you mean {sb:quote}?"),
    (":::{quote} courier-2031/two-men\n:::", "did you mean {sb:quote}?"),
    (":::{sb:timline}\n:::", "did you mean {sb:timeline}?"),
    (":::{nite}\nWords.\n:::", "did you mean {note}?"),
    (":::{figur} dot.png\n:::", "did you mean {figure}?"),
    ("```{code-blok} python\nx\n```", "did you mean {code-block}?"),
    (":::{glosary}\n:::", "did you mean {glossary}?"),
    (":::{xyzzy}\nWords.\n:::", "mend its name, or take it out."),
    (":::{sb:src} courier-2031\n:::", "{sb:src} is a role: write it inside a line, with its words in backticks."),
    ("Words {sb:scr}`courier-2031`.", "did you mean {sb:src}?"),
    ("Words {sb:actr}`ives`.", "did you mean {sb:actor}?"),
    ("Words {dok}`../index`.", "did you mean {doc}?"),
    ("Words {numrf}`x`.", "did you mean {numref}?"),
    ("Words {sb:quote}`x`.", "{sb:quote} is a directive: write it on a line of its own, behind `:::`."),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, unchanged_book: Path) -> dict[str, list[str]]:
    """What `check` and `build` say of a book with all of them."""
    root = tmp_path_factory.mktemp("names") / "book"
    shutil.copytree(unchanged_book, root, ignore=shutil.ignore_patterns("_build"))
    path = root / PAGE
    text = path.read_text(encoding="utf-8")
    path.write_text("\n\n".join([text, *(words for words, _ in UNKNOWN), ""]), encoding="utf-8")
    found = {}
    for command in ("check", "build"):
        said = CliRunner().invoke(cli.main, ["--root", str(root), command], env={"SOURCEBOOK_TEXTS": ""}).output
        found[command] = [line for line in said.splitlines() if "Unknown" in line]
    return found


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("index", range(len(UNKNOWN)), ids=[words.split("`")[0] for words, _ in UNKNOWN])
def test_an_unknown_name_is_told_once_with_the_one_that_was_meant(
    told: dict[str, list[str]], unchanged_book: Path, command: str, index: int
) -> None:
    text = (unchanged_book / PAGE).read_text(encoding="utf-8")
    before = "\n\n".join([text, *(words for words, _ in UNKNOWN[:index]), ""])
    line = before.count("\n") + 1
    lines = [each for each in told[command] if re.search(rf"background\.md:{line}\b", each)]
    assert len(lines) == 1, told[command]
    assert UNKNOWN[index][1] in lines[0]
    assert lines[0].count(";") == 1
