"""The exercises of the project's own book, read from a copy of its pages, without anybody's private folder.

Here: the copy, the reading, and what comes of it, once for all tests that ask for it (`own_book` in `conftest.py`).
Reading is done in a process of its own, `python -m tests.own_book`: what Jupyter Book sets up does not bear another
book beside it. `python -m tests.own_book ids` prints the ids of the packs, see `commands/test_own_packs.py`.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from sourcebook.commands import build_packs, read_exercises
from sourcebook.exports.lms.question_bank import Bank
from sourcebook.model import document_tree
from sourcebook.questions import private_folder
from tests import shown_brackets
from tests.needs import ROOT
from tests.shown_brackets import ShownBracket

PARTS = ("_config.yml", "_toc.yml", "briefs", "chapters", "conf.py", "exercises", "index.md", "sources")
READ = "read.pickle"


@dataclass(frozen=True)
class OwnBook:
    """The exercises, and the words of each written one as its page shows them, without those of gaps.

    `attributions` are the lines on all pages that say who speaks, or of whom a source has what it tells; `brackets` are
    the references behind quotations in sentences, and `furniture` counts for each page the characters of brackets and
    cautions, and of the paragraphs, list items and rows in which they stand.
    """

    set: read_exercises.BookExercises
    shown: dict[str, list[str]]
    attributions: list[str]
    brackets: list[ShownBracket]
    furniture: dict[str, tuple[int, int]]

    def banks(self) -> dict[str, Bank]:
        """What each assignment hands out."""
        press = build_packs.PackPress(self.set)
        return {ident: press.bank(each) for ident, each in self.set.pool.plan.assignments.items()}


def words_of(text: str) -> list[str]:
    """The words of a text, whatever stands between them."""
    return re.findall(r"\w+", text)


def copy_pages(root: Path) -> None:
    """Copy the pages and records of the book to a folder, without what was built or installed."""
    root.mkdir(exist_ok=True)
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("fulltext"))
        else:
            shutil.copy2(ROOT / part, root / part)


def copy(root: Path, texts: Path) -> None:
    """Copy the pages and records of the book to a folder, and leave there what a process of its own reads of them."""
    copy_pages(root)
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCEBOOK_TEXTS": str(texts), private_folder.VARIABLE: ""}
    command = [sys.executable, "-m", "tests.own_book"]
    done = subprocess.run(command, cwd=root, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()[-2000:]


SPHINX = ("-m", "sphinx", "-W", "--keep-going", "-d", "_build/.doctrees", ".", "_build/html")
JUPYTER_BOOK = ("-c", "from jupyter_book.cli.main import main; main()", "build", "-W", "--keep-going", ".")


def build_html(root: Path, command: tuple[str, ...]) -> Path:
    """The folder of the HTML book that a command makes of the pages in `root`."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, *command]
    done = subprocess.run(call, cwd=root, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return root / "_build" / "html"


def publish(made: Path) -> None:
    """Build the book as anybody would, into `html`; `book` keeps the pages, so that it can be built again there."""
    made.mkdir()
    copy_pages(made / "book")
    build_html(made / "book", SPHINX).rename(made / "html")
    shutil.rmtree(made / "book" / "_build")


def load(root: Path) -> OwnBook:
    """What was left in the folder of a copy."""
    exercises, shown = pickle.loads((root / READ).read_bytes())  # noqa: S301 -- written by `copy`
    return OwnBook(exercises, *shown)


SAYING = {"sb-attribution", "sb-reference", "sb-said", "sb-telling"}
"""The classes of what says who speaks."""


Shown = tuple[dict[str, list[str]], list[str], list[ShownBracket], dict[str, tuple[int, int]]]
"""The words of each question as its page shows them, links resolved; every line that says who speaks; brackets."""


def _read() -> tuple[read_exercises.BookExercises, Shown]:
    """The exercises and what pages show of them, of one reading of the pages."""
    from sourcebook.sphinx_ext import build

    readings: list[build.Read] = []
    own = build.read

    def read(*given: Any) -> build.Read:
        readings.append(own(*given))
        return readings[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "read", read)
        patch.setattr(build, "jobs", lambda *_: 1)  # other processes run tests meanwhile
        exercises = read_exercises.read(Path())
    (reading,) = readings
    return exercises, _shown(reading.app)


def _shown(app: Any) -> Shown:
    """What the pages of a reading show."""
    from docutils import nodes

    from sourcebook.sphinx_ext.blocks.walker import Walker
    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.exercises.question_nodes import sb_exercise, sb_gap

    found: dict[str, list[str]] = {}
    attributions: list[str] = []
    brackets: list[ShownBracket] = []
    counts: dict[str, tuple[int, int]] = {}
    for docname in sorted(app.env.all_docs):
        tree = app.env.get_and_resolve_doctree(docname, app.builder)
        brackets += shown_brackets.brackets(docname, tree, cast(SourcebookDomain, app.env.get_domain("sb")).session)
        counts[docname] = shown_brackets.furniture(tree)
        said = (node for node in tree.findall(nodes.Element) if SAYING & set(node.get("classes", ())))
        attributions += [" ".join(node.astext().split()) for node in said]
        for node in tree.findall(sb_exercise):
            (prompt,) = (part for part in node.findall(nodes.container) if "sb-prompt" in part["classes"])
            for gap in list(prompt.findall(sb_gap)):
                gap.parent.remove(gap)
            shown = document_tree.plain_text(list(Walker(docname, lambda _: "").blocks(prompt.children)))
            found[node["ids"][0].removeprefix("exercise-")] = words_of(shown)
    return found, attributions, brackets, counts


def _ids() -> None:
    """Print the ids of every pack, for `commands/own_ids.txt`."""
    texts = Path(os.environ.get("SOURCEBOOK_TEXTS", "sources/fulltext")).resolve()
    with tempfile.TemporaryDirectory() as folder:
        copy(Path(folder), texts)
        for assignment, bank in load(Path(folder)).banks().items():
            sys.stdout.write("\n".join([f"[{assignment}]", *(item.id for item in bank.items), ""]))


if __name__ == "__main__":
    if sys.argv[1:] == ["ids"]:
        _ids()
    else:
        Path(READ).write_bytes(pickle.dumps(_read()))
