"""The product asks for nothing that only one system has, without another way beside it.

Here: what is imported and called, read from the code, and a book that is built with all of it hidden. Windows itself is
tried by the workflow `checks`.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sourcebook.commands import new
from tests.needs import ROOT

POSIX = frozenset("fcntl grp pwd resource termios tty pty syslog".split())
CALLS = frozenset(
    "fork forkpty getuid geteuid getgid setsid killpg chown lchown mkfifo sched_getaffinity uname statvfs".split()
)
GUARDED = {"sched_getaffinity": 'hasattr(os, "sched_getaffinity")', "getuid": 'os.name == "posix" and '}
"""What is called where it is there, and the question that is asked before."""
MODULES = sorted((ROOT / "sourcebook").rglob("*.py"))


def unguarded(tree: ast.Module) -> list[str]:
    """Imports of modules that only POSIX has, outside a `try` that catches their lack."""
    guarded = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Try) and any("ImportError" in ast.dump(each) for each in node.handlers)
        for inner in ast.walk(node)
    }
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom) and id(node) not in guarded:
            found = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
            names += [name for name in found if name in POSIX]
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_needs_what_only_posix_has(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert unguarded(tree) == []
    called = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "os"
    }
    assert [name for name in called & CALLS if GUARDED.get(name, "\0") not in text] == []


HIDDEN = """
import sys, os
for name in %r:
    sys.modules[name] = None
for name in ("fork", "sched_getaffinity"):
    if hasattr(os, name):
        delattr(os, name)
os.cpu_count = lambda: 1
from sourcebook.cli import main
main()
"""


def test_a_book_is_built_where_all_of_it_is_missing(tmp_path: Path) -> None:
    new.new_book(tmp_path / "my-crisis", "", environ={})
    done = subprocess.run(
        [sys.executable, "-c", HIDDEN % sorted({"fcntl", "resource", "termios"}), "build"],
        cwd=tmp_path / "my-crisis",
        env=os.environ | {"SOURCEBOOK_TEXTS": "", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert (tmp_path / "my-crisis/_build/html/index.html").is_file()
