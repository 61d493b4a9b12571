"""What `check` finds wrong with pages: ours, and what Sphinx itself says, each once, with a place and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook.check import open_book
from sourcebook.cli import main
from sourcebook.commands import read_book
from sourcebook.model.problems import Kind, Problem
from sourcebook.sphinx_ext import build
from tests import sealed
from tests.sealed import KEY

CONF = 'extensions = ["myst_parser", "sourcebook"]\nmyst_enable_extensions = ["colon_fence"]\n'


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = sealed.write_book(tmp_path_factory.mktemp("pages"))
    (root / "conf.py").write_text(CONF, encoding="utf-8")
    (root / "index.md").write_text("# The book\n\n```{toctree}\npage\n```\n", encoding="utf-8")
    return root


def found(book: Path, text: str, name: str = "page.md") -> list[Problem]:
    (book / name).write_text(f"# Page\n\n{text}\n", encoding="utf-8")
    return [problem for problem in read_book.check(open_book(book, {})).problems if problem.place.file == name]


@pytest.mark.parametrize(
    ("text", "says", "remedy"),
    [
        ("[a](nowhere.md)", "'nowhere.md'", "name a page or a label"),
        ("{ref}`nowhere`", "undefined label: 'nowhere'", "name a page or a label"),
        ("{doc}`gone`", "unknown document: 'gone'", "name a page or a label"),
        ("![a](gone.png)", "image file not readable: gone.png", "put the file there"),
        ("{download}`a <gone.zip>`", "download file not readable: gone.zip", "put the file there"),
        ("```{include} gone.md\n```", "'gone.md'", "put the file there"),
        ("#### Deep", "H1 to H4", "begin one level below"),
        ("{nosuch}`a`", '"nosuch"', "mend its name"),
        (":::{nosuch}\n:::", "'nosuch'", "mend its name"),
        ("```{toctree}\nlost\n```", "'lost'", "write the page"),
        ("```{list-table}\n* a\n* - b\n  - c\n```", "list-table", "mend what stands here"),
    ],
)
def test_what_sphinx_finds_wrong_is_a_problem_with_its_line(book: Path, text: str, says: str, remedy: str) -> None:
    (problem,) = found(book, text)
    assert (problem.kind, problem.is_error, problem.place.line) == (Kind.FAULTY_PAGE, True, 3)
    assert says in problem.message
    assert remedy in problem.message
    assert str(book) not in problem.message


def test_a_fault_without_a_line_is_one_of_the_page() -> None:
    line = "/book/index.md:: WARNING: toctree contains reference to nonexisting document 'lost' [etoc.ref]"
    assert build._is_sphinx_own(line)
    assert build._is_sphinx_own(line.replace("::", ":"))
    assert not build._is_sphinx_own(line.replace("[etoc.ref]", "[sourcebook.noise]"))
    assert not build._is_sphinx_own("WARNING: toctree contains reference to nonexisting document 'lost'")


def test_it_is_said_again_while_it_lasts_and_no_longer(book: Path) -> None:
    for _ in range(2):
        assert [problem.kind for problem in found(book, "{doc}`gone`")] == [Kind.FAULTY_PAGE]
    assert found(book, "Words.") == []


def test_the_command_names_it_and_fails(book: Path) -> None:
    found(book, "{doc}`gone`")
    answer = CliRunner().invoke(main, ["--root", str(book), "check"])
    assert answer.exit_code == 1
    assert "page.md:3: error: unknown document: 'gone'; name a page" in answer.output


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("![x](../secret.png)", Kind.UNREADABLE),
        ("```{include} ../secret.md\n```", Kind.UNREADABLE),
        (f":::{{sb:quote}} {KEY}/nothing-like-it\n:::", Kind.UNKNOWN_REFERENCE),
        (":::{sb:exercise} one\n:kind: nonsense\n\nWhat?\n:::", Kind.BAD_EXERCISE),
    ],
)
def test_what_our_own_problems_say_is_not_said_twice(book: Path, text: str, kind: Kind) -> None:
    (book.parent / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (book.parent / "secret.md").write_text("secret", encoding="utf-8")
    assert {problem.kind for problem in found(book, text)} == {kind}


def test_a_page_of_the_private_folder_is_named_as_its_author_knows_it(book: Path) -> None:
    (book / "page.md").write_text("# Page\n", encoding="utf-8")
    (book / "private").mkdir()
    try:
        problems = found(book, "{doc}`gone`\n\n![a](gone.png)", "private/own.md")
        told = [(p.kind, p.place.line) for p in problems if "included in any toctree" not in p.message]
        assert told == [(Kind.FAULTY_PAGE, 3), (Kind.FAULTY_PAGE, 5)]
        assert all("_build" not in problem.message for problem in problems)
    finally:
        (book / "private" / "own.md").unlink()
        (book / "private").rmdir()
