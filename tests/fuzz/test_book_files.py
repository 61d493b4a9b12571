"""The book's own `_config.yml` and `_toc.yml`: whatever they hold, a book is read, or a message says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import strategies as st
from sphinx.config import Config

from sourcebook import check as checking
from sourcebook.commands import read_book, toc_edit
from sourcebook.model.problems import Kind, SourcebookError
from sourcebook.sphinx_ext import build, config
from sourcebook.store import yaml_source
from tests import sealed
from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz, explained, readable
from tests.fuzz.test_records import BOMB, HOSTILE
from tests.needs import ROOT

SHELL = ROOT / "sourcebook" / "templates" / "book" / "shell"
SETTINGS = """\
title: "Salt"
author: ""
only_build_toc_files: true
exclude_patterns: [sources]
execute:
  execute_notebooks: "off"
parse:
  myst_enable_extensions: [colon_fence, deflist]
html:
  home_page_in_navbar: true
repository: {url: "", branch: ""}
sphinx:
  extra_extensions: [sourcebook]
  config:
    language: en
    sourcebook_share_warn: 40
    sourcebook_zones: [Europe/Paris]
"""
CONTENTS = """\
format: jb-book
root: index
parts:
  - caption: The story  # first
    chapters:
      - file: chapters/one
        sections:
          - file: chapters/two
"""
RING = "a: &a {b: *a}\n"
FALSE_DATES = ["a: 2022-13-45\n", f"a: {given_.DIGITS}\n", "a: 0001-01-01T00:00:00+99:99\n", "a: 99:99:99\n", "a: 0b\n"]
KNOWN = [
    *HOSTILE,
    "a: &a [x]\n" + BOMB,
    RING,
    *FALSE_DATES,
    "a: !!binary é\n",
    "? [a]\n: b\n",
    "5: [{file: chapters/x}]\n",
]
bits = st.one_of(given_.pieces, st.sampled_from(given_.YAML))
reads_pages = pytest.mark.filterwarnings("ignore:nodes.Node.traverse:PendingDeprecationWarning")
"""Jupyter Book's own extension for LaTeX looks through each page in the old way."""


def plainly(message: str) -> None:
    """A message that an author can use: no traceback, nothing of the program's insides."""
    readable(message)
    assert "Traceback" not in message
    assert "<function" not in message


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a page, as `sourcebook new book` makes its shell."""
    root = sealed.write_book(tmp_path_factory.mktemp("files"))
    (root / "conf.py").write_bytes((SHELL / "conf.py").read_bytes())
    (root / "index.md").write_text("# The book\n\nWords.\n", encoding="utf-8")
    return root


def write(book: Path, settings: str = SETTINGS, toc: str = "format: jb-book\nroot: index\n") -> None:
    (book / "_config.yml").write_text(settings, encoding="utf-8", errors="replace")
    (book / "_toc.yml").write_text(toc, encoding="utf-8", errors="replace")


def test_a_yaml_file_of_the_book_is_read_or_refused(fuzz: Fuzz) -> None:
    def check(text: str) -> None:
        try:
            found = yaml_source.load_settings(text.encode("utf-8", "replace"))
        except ValueError as error:
            readable(f"{error}"[:1000])
        else:
            assert len(repr(found)) <= 100 * (len(text) + 100)

    found = st.one_of(given_.mutated([SETTINGS, CONTENTS], bits), given_.joined(given_.YAML))
    fuzz("YAML files of the book", check, found, KNOWN)


@pytest.mark.parametrize(("text", "says"), [(BOMB.replace("*a", "x"), "repeat more"), (RING, "repeat more")])
def test_aliases_that_unfold_without_end_are_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        yaml_source.load_settings(text.encode())


def test_aliases_that_authors_write_are_read() -> None:
    assert yaml_source.load_settings(b"a: &a {b: 1}\nc: *a\nd: {<<: *a, e: 2}\n") == {
        "a": {"b": 1},
        "c": {"b": 1},
        "d": {"b": 1, "e": 2},
    }


def test_a_page_is_entered_in_any_contents_or_a_message_says_how(fuzz: Fuzz, tmp_path: Path) -> None:
    path = tmp_path / "_toc.yml"

    def check(data: bytes) -> None:
        path.write_bytes(data)
        try:
            after = toc_edit.with_page(tmp_path, "chapters/new", "A part: new")
        except SourcebookError as error:
            readable(str(error))
            return
        if after is not None:
            assert "chapters/new" in str(yaml.load(after, Loader=yaml.CSafeLoader))
        assert path.read_bytes() == data

    texts = st.one_of(given_.mutated([CONTENTS], bits), given_.joined(given_.YAML)).map(
        lambda text: text.encode("utf-8", "replace")
    )
    known = [text.encode("utf-8", "replace") for text in (*KNOWN, f'{CONTENTS}  - "\\ud800": x\n')]
    fuzz("contents to enter a page in", check, st.one_of(texts, given_.damaged([CONTENTS.encode()])), known)


def test_any_value_of_ours_is_taken_or_a_problem(fuzz: Fuzz, tmp_path: Path) -> None:
    def check(case: tuple[config.ConfigOption, object]) -> None:
        option, value = case
        settings = Config({option.name: value}, {})
        for known in config.OPTIONS:
            settings.add(known.name, known.default, "", config.ANY_TYPE)
        settings.init_values()
        found = config.problems(settings, tmp_path)
        explained(found)
        taken = config.value(settings, option)
        assert taken == value or [problem.kind for problem in found] == [Kind.WRONG_TYPE]
        config.limits(settings)
        config.zones(settings)

    options = st.sampled_from(config.OPTIONS)
    fuzz("values of the configuration", check, st.tuples(options, given_.json_values), (), 400)


def test_any_configuration_is_read_or_refused_without_a_traceback(fuzz: Fuzz, book: Path) -> None:
    def check(text: str) -> None:
        write(book, text)
        try:
            title, zones, rights = build.settings(book)
        except SourcebookError as error:
            plainly(str(error))
        else:
            assert isinstance(title + rights, str)
            assert all(isinstance(zone, str) for zone in zones)

    lines = SETTINGS.splitlines(keepends=True)
    values = st.sampled_from(["5", "[5]", "{a: b}", "null", "true", "x", "1e999", "2022-01-01", '""', "[{}]", "../.."])
    one_other = st.builds(
        lambda at, value: "".join(
            f"{line.partition(':')[0]}: {value}\n" if number == at else line for number, line in enumerate(lines)
        ),
        st.integers(0, len(lines) - 1),
        values,
    )
    fuzz("configurations", check, st.one_of(one_other, given_.mutated([SETTINGS], bits)), KNOWN, 120)


@pytest.mark.parametrize(
    ("settings", "toc", "says"),
    [
        ("title: [\n", "- a\n", r"(?s)_config\.yml:2: error: .*\n_toc\.yml: error: it holds no keys"),
        ("", "format: jb-book\nroot: index\n", r"_config\.yml: error: it holds no keys"),
        (SETTINGS, "format: jb-book\n", r"'root' key not found .* look at .*_toc\.yml"),
        (SETTINGS, "root: index\nformat: jb-book\nchapters: 5\n", r"'chapters' not a non-empty list"),
        (SETTINGS, RING, r"_toc\.yml:1: error: aliases"),
        (SETTINGS.replace('"off"', "sometimes"), "root: index\n", r"'execution_mode' must be in .* look at _config"),
    ],
)
def test_a_book_that_cannot_be_read_says_which_file_to_mend(book: Path, settings: str, toc: str, says: str) -> None:
    write(book, settings, toc)
    with pytest.raises(SourcebookError, match=says) as caught:
        read_book.check(checking.open_book(book, {}))
    plainly(str(caught.value))


@reads_pages
def test_a_value_of_the_wrong_form_is_a_problem_at_its_line_and_the_default_holds(book: Path) -> None:
    wrong = SETTINGS.replace("sourcebook_share_warn: 40", "sourcebook_share_warn: many")
    write(book, wrong.replace("[Europe/Paris]", "Europe/Paris") + "    sourcebook_rights: [a]\n")
    found = read_book.check(checking.open_book(book, {})).problems
    told = [(p.kind, p.place.file, p.place.line, p.place.path) for p in found]
    begins = SETTINGS.splitlines().index("    sourcebook_share_warn: 40") + 1
    names = ("sourcebook_share_warn", "sourcebook_zones", "sourcebook_rights")
    assert told == [
        (Kind.WRONG_TYPE, "_config.yml", begins + i, f"sphinx.config.{name}") for i, name in enumerate(names)
    ]


@reads_pages
def test_a_title_that_yaml_takes_for_a_number_is_a_title(book: Path) -> None:
    write(book, SETTINGS.replace('"Salt"', "1848"))
    assert read_book.check(checking.open_book(book, {})).problems == ()
    assert build.settings(book)[0] == "1848"


def test_a_conf_that_cannot_be_run_is_a_message(book: Path) -> None:
    write(book)
    whole = (book / "conf.py").read_bytes()
    try:
        for text in ("1 / 0\n", "import nowhere_at_all\n", "raise SystemExit(3)\n", "a =\n", "raise ValueError\n"):
            (book / "conf.py").write_text(text, encoding="utf-8")
            with pytest.raises(SourcebookError) as caught:
                build.settings(book)
            plainly(str(caught.value))
            assert "conf.py" in str(caught.value)
    finally:
        (book / "conf.py").write_bytes(whole)
