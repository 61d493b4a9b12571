"""Extensions that say that they are safe for parallel reading and are not (case sphinx-proof-hangs): twelve pages."""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sourcebook.model.problems import SourcebookError
from sourcebook.sphinx_ext import build
from tests.sphinx_ext.conftest import Book

CONF = """\
import sys

sys.path.insert(0, {here!r})
extensions = ["myst_parser", "sourcebook", {extension!r}]
myst_enable_extensions = ["colon_fence"]
project = "Twelve pages"
html_theme = "basic"
smartquotes = False
exclude_patterns = ["_build"]
"""
SAFE = 'return {"parallel_read_safe": True, "parallel_write_safe": True}\n'
LIARS = {
    "domain_without_merging": "from sphinx.domains import Domain\nclass D(Domain):\n    name = 'liar'\n"
    f"def setup(app):\n    app.add_domain(D)\n    {SAFE}",
    "table_not_merged": "def note(app, doctree):\n    env = app.env\n    if not hasattr(env, 'liars'):\n"
    "        env.liars = {}\n    env.liars[env.docname] = 1\n"
    f"def setup(app):\n    app.connect('doctree-read', note)\n    {SAFE}",
    "raises_as_it_merges": "def merge(app, env, docnames, other):\n    raise NotImplementedError('merge')\n"
    f"def setup(app):\n    app.connect('env-merge-info', merge)\n    {SAFE}",
    "child_killed": "import multiprocessing, os, signal\ndef die(app, doctree):\n"
    "    if multiprocessing.parent_process() and app.env.docname.endswith('-7'):\n"
    "        os.kill(os.getpid(), signal.SIGKILL)\n"
    f"def setup(app):\n    app.connect('doctree-read', die)\n    {SAFE}",
    "child_raises": "import multiprocessing\ndef fail(app, doctree):\n    if multiprocessing.parent_process():\n"
    "        raise ValueError('not in a child')\n"
    f"def setup(app):\n    app.connect('doctree-read', fail)\n    {SAFE}",
    "child_killed_in_writing": "import multiprocessing, os, signal\ndef die(app, pagename, *_):\n"
    "    if multiprocessing.parent_process() and pagename.endswith('-7'):\n"
    "        os.kill(os.getpid(), signal.SIGKILL)\n"
    f"def setup(app):\n    app.connect('html-page-context', die)\n    {SAFE}",
    "says_nothing": "def setup(app):\n    return {}\n",
    "says_unsafe": "def setup(app):\n    return {'parallel_read_safe': False}\n",
    "unsafe_to_write": "def setup(app):\n    return {'parallel_read_safe': True, 'parallel_write_safe': False}\n",
}
"""Small extensions by what is wrong with them."""


@pytest.fixture
def twelve(book: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A book of fifteen pages that is read by three processes wherever it may be."""
    names = [f"part/page-{n}" for n in range(12)]
    for name in names:
        book.write(f"{name}.md", f"# Page {name[-1]}\n\nWords.\n")
    book.write("index.md", "\n".join(["# A", "", "```{toctree}", "story", "actors", "list", *names, "```", ""]))
    monkeypatch.setattr(build, "jobs", lambda _pages: 3)
    return book


def with_extension(book: Book, name: str, code: str = "") -> None:
    # Each test has modules of its own: Python keeps one that it knows.
    module = f"{name}_{book.root.parent.name.replace('-', '_')}" if code else name
    if code:
        book.write(f"{module}.py", code)
    book.write("conf.py", CONF.format(here=str(book.root), extension=module))


@pytest.mark.parametrize("name", LIARS)
def test_a_book_with_an_extension_that_lies_is_read_and_built(
    twelve: Book, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with_extension(twelve, name, LIARS[name])
    found = build.read(twelve.root)
    assert found.faults == ()
    assert len(found.app.env.all_docs) == 16
    if name == "table_not_merged":
        assert len(vars(found.app.env)["liars"]) == 16
    assert build.build(twelve.root, "html", {}, status=io.StringIO()) == 0
    assert (twelve.root / "_build/html/part/page-11.html").is_file()
    assert capsys.readouterr().err == ""
    assert multiprocessing.active_children() == []


def test_a_fault_that_one_process_has_too_is_said_in_a_sentence(twelve: Book) -> None:
    fails = "from sphinx.errors import ExtensionError\ndef fail(app, doctree):\n    raise ExtensionError('always so')\n"
    with_extension(twelve, "always", f"{fails}def setup(app):\n    app.connect('doctree-read', fail)\n    {SAFE}")
    with pytest.raises(SourcebookError, match="always so"):
        build.read(twelve.root)
    assert multiprocessing.active_children() == []


def test_what_was_said_before_a_book_is_read_once_more_is_said_once(
    twelve: Book, capsys: pytest.CaptureFixture[str]
) -> None:
    warns = "from sphinx.util import logging\ndef warn(app):\n    logging.getLogger(__name__).warning('heed this')\n"
    more = f"def setup(app):\n    app.connect('builder-inited', warn)\n    old_setup(app)\n    {SAFE}"
    code = LIARS["raises_as_it_merges"].replace("def setup", "def old_setup")
    with_extension(twelve, "warning", f"{warns}{code}{more}")
    assert build.build(twelve.root, "html", {}, status=io.StringIO()) == 1
    assert capsys.readouterr().err.count("heed this") == 1


def test_safe_extensions_are_read_by_several_processes(twelve: Book) -> None:
    with_extension(twelve, "safe", f"def setup(app):\n    {SAFE}")
    assert build.read(twelve.root).app.parallel == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied on POSIX systems only")
def test_a_child_ends_with_its_parent_even_where_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import multiprocessing, os, sys, time\n"
        "from sourcebook.sphinx_ext import build\n"
        "child = multiprocessing.get_context('fork').Process(target=time.sleep, args=(60,))\n"
        "child.start()\n"
        "print(child.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    child = int(done.stdout)
    assert _ends(child, 20.0), done.stderr


def _ends(process: int, seconds: float) -> bool:
    """Whether a process of somebody else ends in this time. One that ended and was not asked for counts."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{process}/stat")
        if stat.is_file() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_sphinx_proof_itself(twelve: Book) -> None:
    """The extension of case sphinx-proof-hangs."""
    twelve.write("part/page-3.md", "# Page 3\n\n```{prf:theorem} Of Merrow\n:label: merrow\nIt is so.\n```\n")
    twelve.write("part/page-9.md", "# Page 9\n\nSee {prf:ref}`merrow`.\n")
    with_extension(twelve, "sphinx_proof")
    assert build.read(twelve.root).faults == ()
    assert build.build(twelve.root, "html", {}, status=io.StringIO()) == 0
    assert "Theorem 1" in (twelve.root / "_build/html/part/page-9.html").read_text(encoding="utf-8")
