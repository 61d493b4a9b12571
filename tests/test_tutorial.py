"""The tutorial works as it is written: its blocks are carried out in order, and its answers are the command's.

Here: `docs/tutorial.md` and the starting pages, read as a script. A block `console` holds commands behind `$` and what
they answer; the words above another block say what to do with it (`Write FILE`, `In FILE, in place of` and `write`, `At
the end of FILE, add`). A block that says neither fails. The block `sh` holds what needs a network, and is compared with
the Makefile and the README. Not here: what the commands do beyond the page (`tests/commands/`).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook import cli
from sourcebook.commands import build_packs
from sourcebook.exports.lms import pack
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.questions.assignments import load_plan
from tests.needs import ROOT
from tests.own_book import OwnBook

DOCS = ROOT / "docs"
_FENCE = re.compile(r"^```(?P<form>[a-z]+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
ANY = "…"
"""A line of an answer that stands for lines which the page leaves out."""


@dataclass(frozen=True)
class Block:
    """A block of the page, and the line of words above it."""

    lead: str
    form: str
    text: str


def blocks(page: str) -> list[Block]:
    """The blocks of a page of the manual, in order."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = list(_FENCE.finditer(text))
    assert len(found) == text.count("\n```") // 2, f"a block of {page} has no form"
    return [Block(text[: m.start()].rstrip().rpartition("\n")[2], m["form"], m["text"]) for m in found]


def answers(block: Block) -> list[tuple[str, str]]:
    """The commands of a block, each with what it answers."""
    parts = re.split(r"^\$ (.+)\n", block.text, flags=re.MULTILINE)
    assert parts[0] == "", f"a block begins with a command: {parts[0]!r}"
    return list(zip(parts[1::2], parts[2::2], strict=True))


def matches(answer: str, expected: str) -> bool:
    """Whether an answer is the one of the page, where a line `…` stands for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line == ANY else re.escape(line) + "\n" for line in expected.splitlines())
    return re.fullmatch(pattern, f"{answer.rstrip()}\n" if answer.strip() else "") is not None


@dataclass
class Desk:
    """Somebody who does what a page says: where they are, and the shell that they use."""

    folder: Path
    environ: dict[str, str]
    edited: Path | None = None
    old: str = ""
    ran: list[str] = field(default_factory=list)

    def do(self, block: Block) -> None:
        """Carry one block out."""
        file = re.search(r"`([\w./-]+)`", block.lead)
        if block.form == "console":
            for command, expected in answers(block):
                self.run(command, expected)
        elif block.lead == "write:" and self.edited:
            text = self.edited.read_text(encoding="utf-8")
            assert text.count(self.old) == 1, f"{self.edited.name} does not hold once: {self.old}"
            self.edited.write_text(text.replace(self.old, block.text.removesuffix("\n")), encoding="utf-8")
            self.edited = None
        elif file and block.lead == f"In `{file[1]}`, in place of:":
            self.edited, self.old = self.folder / file[1], block.text.removesuffix("\n")
        elif file and block.lead == f"Write `{file[1]}`:":
            (self.folder / file[1]).write_text(block.text, encoding="utf-8")
        elif file and block.lead == f"At the end of `{file[1]}`, add:":
            with (self.folder / file[1]).open("a", encoding="utf-8") as text_file:
                text_file.write(block.text)
        else:
            pytest.fail(f"nobody tries the block under {block.lead!r}")

    def run(self, command: str, expected: str) -> None:
        """Run a command where this desk is, and compare what it answers."""
        self.ran.append(command)
        words = shlex.split(command)
        if words[0] == "cd":
            self.folder = (self.folder / words[1]).resolve()
            return
        done = subprocess.run(
            words, cwd=self.folder, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        answer = done.stdout.decode()
        assert matches(answer, expected), f"$ {command}\n{answer}\n-- where the page says --\n{expected}"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A fresh folder, and a shell that knows the command `sourcebook`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    command = programs / "sourcebook"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sourcebook "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SOURCEBOOK_", "PYTEST_"))}
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    work = tmp_path / "work"
    work.mkdir()
    return Desk(work, {**kept, "PATH": path, "PYTHONPATH": str(ROOT)})


def test_the_tutorial_can_be_followed(desk: Desk) -> None:
    shutil.copy(DOCS / "calvey-herald.html", desk.folder)
    tried = [block for block in blocks("tutorial.md") if block.form != "sh"]
    for block in tried:
        desk.do(block)
    assert len(desk.ran) >= 15
    assert sorted(p.name for p in (desk.folder / "_build" / "briefs").glob("*.pdf"))


def test_the_start_for_authors_can_be_followed(desk: Desk) -> None:
    for block in blocks("start-authors.md"):
        desk.do(block)
    assert "build" in " ".join(desk.ran)


STARTS = ("start-instructors.md", "start-advisers.md")


def calls(page: str) -> list[list[str]]:
    """The lines of a page that its reader types, as words."""
    return [shlex.split(line) for block in blocks(page) if block.form == "sh" for line in block.text.splitlines()]


@pytest.mark.parametrize("page", STARTS)
def test_the_other_starts_name_commands_with_the_options_that_they_have(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    typed = calls(page)
    assert len(typed) >= 3
    for program, *words in typed:
        if program == "make":
            assert set(words) <= targets
        else:
            assert program == ".venv/bin/sourcebook"
            assert CliRunner().invoke(cli.main, [*words, "--help"]).exit_code == 0, words


def test_what_an_adviser_asks_is_answered_without_the_articles() -> None:
    (asked,) = [words[1:] for words in calls("start-advisers.md") if "quote" in words]
    found = CliRunner().invoke(cli.main, ["--root", str(ROOT), *asked], env={"SOURCEBOOK_TEXTS": ""})
    assert (found.exit_code, found.stdout.split()[0]) == (0, "accepted")


def test_what_an_instructor_is_told_of_a_pack_is_in_packs(own_book: OwnBook) -> None:
    text = (DOCS / "start-instructors.md").read_text(encoding="utf-8")
    (named,) = {words[-1] for words in calls("start-instructors.md") if "pack" in words}
    assert named in load_plan(ROOT).assignments
    assert f"`_build/packs/{named}/`" in text
    files = [
        name for row in re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    ]
    papers = build_packs.PackPress(own_book.set).papers(own_book.banks()[named])
    assert len(files) >= 8
    assert set(files) - {*lms_formats(), pack.LOSSES, pack.README, *papers} == set()


def test_what_the_tutorial_installs_is_what_the_makefile_makes() -> None:
    (install,) = [block.text.splitlines() for block in blocks("tutorial.md") if block.form == "sh"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    folder = re.search(r"^VENV := (\S+)$", makefile, re.MULTILINE)
    assert folder
    assert install == ["make", f". {folder[1]}/bin/activate"]
    assert "\n    make " in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_page_that_says_something_else_is_found_out(desk: Desk) -> None:
    (desk.folder / "a.txt").write_text("one\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="where the page says"):
        desk.do(Block("Try:", "console", "$ cat a.txt\ntwo\n"))
    desk.do(Block("Try:", "console", "$ cat a.txt\n…\n"))
    desk.do(Block("In `a.txt`, in place of:", "text", "one\n"))
    desk.do(Block("write:", "text", "two\n"))
    desk.do(Block("Try:", "console", "$ cat a.txt\ntwo\n"))
    with pytest.raises(pytest.fail.Exception, match="nobody tries"):
        desk.do(Block("See:", "text", "two\n"))
