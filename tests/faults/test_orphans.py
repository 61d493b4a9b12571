"""The parent of work that is shared among processes is killed, and no child outlives it.

Here: a build that shares its pages, and the answers to a long file of questions; each child would sleep for minutes.
Not here: one that fails by itself (`sphinx_ext/foreign/test_parallel_safety.py`).
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sourcebook.commands import new, quote
from tests.needs import ROOT

pytestmark = pytest.mark.skipif(
    not hasattr(os, "fork") or not Path("/proc/self/stat").is_file(),
    reason="processes are copied on POSIX systems only, and are looked for in /proc",
)
PATIENCE = 30.0
"""Seconds until the children must be there, and until they must be gone."""
SLEEPS = """
import multiprocessing, time
def sleep():
    if multiprocessing.parent_process():
        time.sleep(600)
"""
BUILDS = f"""
{SLEEPS}
import sys
from pathlib import Path
from sourcebook import cli
from sourcebook.sphinx_ext import build, source_checks
own = source_checks.front_matter
def slow(app, docname, content):
    sleep()
    own(app, docname, content)
source_checks.front_matter = slow
build.jobs = lambda _pages: 3
cli.main(["--root", sys.argv[1], "build"])
"""
ANSWERS = f"""
{SLEEPS}
import sys
from sourcebook import cli, processes
from sourcebook.commands import quote
own = quote.answer_all
def slow(*given):
    sleep()
    return own(*given)
quote.answer_all = slow
processes.cores = lambda: 3
cli.main(["--root", sys.argv[1], "quote", "--from", sys.argv[2]])
"""


def living(session: int) -> list[int]:
    """The processes of a session that have not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, own, *_ = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(own) == session and state not in "ZX":
            found.append(int(path.parent.name))
    return found


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to be so in good time."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False


@contextmanager
def begun(code: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program in a session of its own, of which nothing is left behind by a test that fails."""
    quiet = subprocess.DEVNULL
    call = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(call, cwd=ROOT, stdout=quiet, stderr=quiet, start_new_session=True) as program:
        try:
            yield program
        finally:
            for process in living(program.pid):
                os.kill(process, signal.SIGKILL)


def questions(folder: Path) -> Path:
    """A file of questions that is long enough to be shared."""
    line = json.dumps({"source": "ives-2031", "quote": "the log of the gates"}) + "\n"
    path = folder / "questions.jsonl"
    path.write_text(line * (1 + quote.MANY // len(line)), encoding="utf-8")
    return path


@pytest.mark.parametrize("code", [BUILDS, ANSWERS], ids=["build", "quote --from"])
def test_no_child_outlives_a_parent_that_is_killed(tmp_path: Path, code: str) -> None:
    book = tmp_path / "book"
    new.new_book(book, "", environ={})
    with begun(code, str(book), str(questions(tmp_path))) as program:
        assert eventually(lambda: len(living(program.pid)) >= 3)
        program.kill()
        program.wait()
        assert eventually(lambda: not living(program.pid)), living(program.pid)
