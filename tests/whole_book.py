"""The invented harbour as a whole book: every kind of record, of page, of exercise and of output, in its real theme.

Here: writing it into a folder, and calling the program on it as a process of its own. Not here: what is tried with it
(`hostile/`, `faults/`, `test_reproducible.py`), and its parts, which other tests use one by one (`sphinx_ext/`).
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.needs import ROOT
from tests.sphinx_ext import conftest as small
from tests.sphinx_ext import every_kind
from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.directives.test_brief import BODY, FRONT
from tests.sphinx_ext.exercises.test_directives import ASSIGNMENT, ITEMS, SHOWN
from tests.sphinx_ext.harbour import PAGES, furnish

CONF = """\
extensions = ["myst_parser", "sourcebook"]
myst_enable_extensions = ["colon_fence", "deflist"]
exclude_patterns = ["_build", "private", "sources"]
project = "The harbour"
html_title = project
author = "Quay editors"
html_theme = "sphinx_book_theme"
html_context = {"default_mode": "auto"}
html_copy_source = False
html_show_sourcelink = False
smartquotes = False
"""
GLOSSARY = """\
# Glossary

:::{glossary}
Quay
  Where {sb:actor}`reed` waits.
:::
"""
PAGE, BRIEF = "exercises/all", "briefs/ferry"
NAMES = [*(name for name in PAGES if name != "index"), "glossary", PAGE, BRIEF]
INDEX = "# The book\n\n:::{sb:downloads}\n:::\n\n```{toctree}\n" + "\n".join(NAMES) + "\n```\n"
EXERCISES = f"{every_kind.page()}\n{ITEMS}\n{SHOWN}"
EVERY_ITEM = ASSIGNMENT.replace(
    "items: [how-many, from-evidence]",
    "items: [who-speaks, which-hold, in-order, match-them, fill-in, how-many, one-word, sort-them, find-it, weigh-it, "
    "from-evidence]",
)


def write(root: Path) -> Book:
    """Write the book into a folder, with its articles in `sources/fulltext/`."""
    texts = root / "sources" / "fulltext"
    texts.mkdir(parents=True)
    book = Book(root, texts, pytest.MonkeyPatch())
    small.write_articles(book)
    furnish(book)
    pages = {"index": INDEX, "glossary": GLOSSARY, PAGE: EXERCISES, BRIEF: FRONT + BODY}
    for name, text in pages.items():
        book.write(f"{name}.md", text)
    book.write("conf.py", CONF)
    book.write("exercises/assignments.yml", EVERY_ITEM)
    return book


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """What a process of its own is told: where the package is, and nothing of this machine's articles or secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SOURCEBOOK_", "SOURCE_DATE"))}
    return {**kept, "PYTHONPATH": str(ROOT), **(more or {})}


def call(root: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program on a book."""
    command = [sys.executable, "-m", "sourcebook", *words]
    return subprocess.run(command, cwd=root, env=environment(more), capture_output=True, text=True, check=False)
