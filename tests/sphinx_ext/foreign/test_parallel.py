"""Pages that are read and written by several processes are, byte for byte, those that one process makes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sphinx.config import Config
from sphinx.util.parallel import ParallelTasks

from sourcebook.sphinx_ext import build
from sourcebook.sphinx_ext.domain import SourcebookDomain
from tests.sphinx_ext.conftest import Book

EXTENSIONS = ["myst_parser", "sphinx_multitoc_numbering", "sourcebook"]


@pytest.fixture
def many(book: Book) -> Book:
    """Twelve more pages, each with a quotation and a link to a person, some with a picture or a word for the index."""
    names = [f"part/page-{n}" for n in range(12)]
    for name in names:
        quoted = "{sb:q}`The engine is not safe <ferry-2031/engine-not-safe>`"
        book.write(
            f"{name}.md", f"# Page {name[-1]}\n\nHe says {quoted}, {{sb:actor}}`reed` does.\n\n## More\n\nWords.\n"
        )
    book.write(
        "index.md",
        "\n".join(["# The book", "", "```{toctree}", "story", "actors", "list", *names, "```", ""]),
    )
    book.write("part/boat.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    for n in (2, 7, 9):
        book.replace(f"part/page-{n}.md", "Words.", "Words.\n\n![A boat](boat.svg)\n\n```{index} boat, harbour\n```")
    return book


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    }


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What other processes are given to do, from now on."""
    given: set[str] = set()
    original = ParallelTasks.add_task

    def noted(self: ParallelTasks, task: Callable[..., Any], *more: Any) -> None:
        given.add(task.__name__)
        original(self, task, *more)

    monkeypatch.setattr(ParallelTasks, "add_task", noted)
    return given


def config(*more: str) -> dict[str, Any]:
    return {"html_theme": "sphinx_book_theme", "smartquotes": False, "extensions": [*EXTENSIONS, *more]}


def test_several_processes_make_what_one_makes(many: Book, tasks: set[str]) -> None:
    alone = many.build(folder="alone", **config())
    assert tasks == set()
    together = many.build(folder="together", parallel=3, **config())
    assert alone.warnings == together.warnings == []
    made = files(together.out)
    assert files(alone.out) == made
    assert "_images/boat.svg" in made
    assert b"harbour" in made["genindex.html"]
    assert tasks == {"read_process", "write_process"}


def test_a_fault_in_another_process_is_said_as_in_one(many: Book) -> None:
    many.replace("part/page-4.md", "Words.", "![Lost](lost.svg)\n\n{doc}`nowhere`")
    alone, together = many.build(folder="alone", **config()), many.build(folder="together", parallel=3, **config())
    assert sorted(alone.warnings) == sorted(together.warnings)
    assert len(alone.warnings) == 2


def test_what_is_changed_is_made_anew_in_parallel_as_well(many: Book) -> None:
    many.build(folder="alone", **config())
    many.build(folder="together", parallel=3, **config())
    many.replace("sources/actors.yml", "Tomas Reed", "Tomas Reed the elder")
    alone = many.build(folder="alone", **config())
    together = many.build(folder="together", parallel=3, **config())
    assert "Tomas Reed the elder" in together.page("part/page-3.html")
    assert files(alone.out) == files(together.out)


FEW, MANY = build.MANY, build.SMALL


@pytest.mark.parametrize(
    ("pages", "cores", "expected"),
    [(0, 3, 1), (FEW - 1, 3, 1), (FEW, 3, 6), (FEW, 1, 1), (MANY - 1, 3, 6), (MANY, 3, 3)],
)
def test_how_many_processes_build_a_book(tmp_path: Path, pages: int, cores: int, expected: int) -> None:
    (tmp_path / "chapters").mkdir()
    for n in range(pages):
        (tmp_path / f"chapters/{n}.md").touch()
    assert build.jobs(tmp_path, cores=cores) == expected


# -- once a build ------------------------------------------------------------------------------------------------------


def test_what_the_pages_say_together_is_found_once_when_all_are_read(many: Book) -> None:
    domain = many.build().app.env.get_domain("sb")
    assert isinstance(domain, SourcebookDomain)
    numbers = count(1)
    assert [domain.once("it", numbers.__next__) for _ in range(3)] == [1, 1, 1]
    domain.memo = None  # as while pages are still read, when the next page may say more
    assert [domain.once("it", numbers.__next__) for _ in range(2)] == [2, 3]


def test_a_second_build_of_one_process_finds_it_anew(many: Book) -> None:
    built = many.build("dummy")
    domain = built.app.env.get_domain("sb")
    before = domain.backlinks()
    many.replace("story.md", "Reed is plain.", "Reed is plain, {sb:q}`The engine <ferry-2031/engine-not-safe>`.")
    built.app.build()
    after = domain.backlinks()
    assert after["ferry-2031/engine-not-safe"] != before["ferry-2031/engine-not-safe"]
    assert len(after["ferry-2031/engine-not-safe"]) == len(before["ferry-2031/engine-not-safe"]) + 1


@pytest.mark.parametrize("_time", ["first", "second"])
def test_a_book_finds_the_process_as_the_first_one_did(book: Book, _time: str) -> None:
    suffixes = Config.config_values["source_suffix"]
    assert suffixes.default == {".rst": "restructuredtext"}
    book.build("dummy")
    assert ".md" in suffixes.default, "Sphinx adds to its own default"
