"""A small book that was built, and a runner that lets the program meet with faults in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sourcebook.store import atomic
from tests import sealed, whole_book
from tests.faults import runner as script
from tests.sphinx_ext import every_kind
from tests.sphinx_ext.exercises.test_directives import ASSIGNMENT

CONF = """\
extensions = ["myst_parser", "sourcebook"]
myst_enable_extensions = ["colon_fence", "deflist"]
exclude_patterns = ["_build", "private", "sources"]
project = html_title = "The salt works"
author = "Lake editors"
html_theme = "basic"
smartquotes = False
"""
INDEX = "# The salt works\n\n```{toctree}\npage\nexercises/all\nbriefs/salt\n```\n"
PAGE = """\
# What happened

{sb:q}`214 people went home <salt-2031/people-sent-home>`, and the lake has fallen.

:::{sb:sources}
:::
"""
EXERCISES = "# Exercises\n\n" + every_kind.written(every_kind.NUMERIC)
PLAN = ASSIGNMENT.replace("how-many, from-evidence", "how-many")
BRIEF = """\
---
title: The salt works
series: Lake brief
number: "1"
decision: Whether to wait
audience: the council
authors: Lake editors
date: 2031-03-01
cut-off: 20 February 2031
distribution: Open
notice: Not for operational use.
---
# The salt works

:::{sb:bottom-line}
The works are shut.
:::
"""
STEPS = ("html", "briefs", "packs", "pdf", "epub")
EDITED = "A second sentence was added."


Outputs = dict[str, dict[str, bytes]]
"""Every published output by its folder: its files by name."""


@dataclass
class Ended:
    """How a run ended: its exit code (a signal below nought), how many changes it made, and what it said."""

    code: int
    changes: int
    said: str


@dataclass
class Site:
    """A book with its outputs, how both were before, and the process that runs the program on it."""

    root: Path
    saved: Path
    process: subprocess.Popen[str]
    unharmed: dict[tuple[str, ...], tuple[int, Outputs]] = field(default_factory=dict)

    def restore(self) -> None:
        """Everything as it was after the first build, times included."""
        shutil.rmtree(self.root)
        shutil.copytree(self.saved, self.root, symlinks=True)

    def edit(self) -> None:
        """Change a page, so that what is built next differs."""
        page = self.root / "page.md"
        page.write_text(
            page.read_text(encoding="utf-8").replace("has fallen.", f"has fallen. {EDITED}"), encoding="utf-8"
        )

    def run(self, *words: str, fault: str = "nothing", **more: Any) -> Ended:
        """Run a command with a fault."""
        said = {name: str(self.root.parent / name) for name in ("stdout", "stderr")}
        case = {"root": str(self.root), "below": str(self.root), "words": words, "fault": fault, **said, **more}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(case) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        words_said = "".join(Path(path).read_text(encoding="utf-8", errors="replace") for path in said.values())
        return Ended(answer["code"], answer["changes"], words_said)

    def well(self, *words: str) -> tuple[int, Outputs]:
        """How many changes a command makes in the edited book when all goes well, and the outputs after it."""
        if words not in self.unharmed:
            self.restore()
            self.edit()
            done = self.run(*words)
            assert done.code == 0, done.said
            self.unharmed[words] = done.changes, self.outputs()
        return self.unharmed[words]

    def outputs(self) -> Outputs:
        """Every published output, without files that are not whole yet.

        One that a kill between two renames left put aside is still there: the next run puts it back.
        """
        places = {step: self.root / "_build" / step for step in STEPS}
        found = {
            step: files(at if at.exists() else at.with_name(f".{step}{atomic.OLD}")) for step, at in places.items()
        }
        return {
            step: {name: data for name, data in held.items() if not name.endswith(atomic.PART)}
            for step, held in found.items()
        }

    def sources(self) -> dict[str, bytes]:
        """Every file of the author."""
        return {name: data for name, data in files(self.root).items() if not name.startswith("_build/")}

    def leavings(self) -> list[str]:
        """Files and folders that are neither an output nor known work."""
        known = {".lock", ".work"}
        hidden = [path for path in (self.root / "_build").iterdir() if path.name[0] == "." and path.name not in known]
        hidden += [path for folder in ("sources", "_build") for path in (self.root / folder).rglob(".*.part")]
        return sorted({path.relative_to(self.root).as_posix() for path in hidden})


def files(folder: Path) -> dict[str, bytes]:
    """The files in a folder by name, with what they hold."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="session")
def process() -> Iterator[subprocess.Popen[str]]:
    """The program, loaded and waiting for cases."""
    command = [sys.executable, script.__file__]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=whole_book.environment()
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        yield running


@pytest.fixture(scope="session")
def site(process: subprocess.Popen[str], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The book, sealed and built into every output."""
    base = tmp_path_factory.mktemp("faults")
    root = sealed.write_book(base / "book")
    pages = {"conf.py": CONF, "index.md": INDEX, "page.md": PAGE, "exercises/all.md": EXERCISES}
    for name, text in {**pages, "exercises/assignments.yml": PLAN, "briefs/salt.md": BRIEF}.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    made = Site(root, base / "saved", process)
    done = made.run("build", "all")
    assert done.code == 0, done.said
    assert all(made.outputs().values())
    shutil.copytree(root, made.saved, symlinks=True)
    return made


@pytest.fixture
def changed(site: Site) -> Site:
    """The book as it was built, and then edited."""
    site.restore()
    site.edit()
    return site


def differing(some: Outputs, others: Outputs) -> list[str]:
    """The files of outputs that differ, or that one alone has."""
    return [
        f"{step}/{name}"
        for step in some
        for name in sorted(some[step].keys() | others[step].keys())
        if some[step].get(name) != others[step].get(name)
    ]


def long_run() -> int:
    """How many times as many cases are tried as in a short run: SOURCEBOOK_FAULTS, 1 where it is not set."""
    return int(os.environ.get("SOURCEBOOK_FAULTS", "1"))
