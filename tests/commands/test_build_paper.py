"""`sourcebook build pdf`, `epub` and `all`: the book on paper and as an EPUB, and everything in one go.

Here: `sourcebook.commands.build_paper` and the order of `build all`, on the book of the harbour. Not here: how a PDF
looks (`tests/exports/paper/test_pdf.py`) and how links to it are written
(`tests/sphinx_ext/directives/test_downloads.py`).
"""

from __future__ import annotations

from pathlib import Path

import page as validation
import pytest
from click.testing import CliRunner, Result

from sourcebook.cli import main
from sourcebook.commands import build_paper
from sourcebook.sphinx_ext import build as sphinx_ext_build
from tests.commands.test_build_briefs import CONF
from tests.commands.test_build_briefs import NAMES as BRIEFS
from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.conftest import book as book  # noqa: PLC0414 -- a fixture is asked for by name
from tests.sphinx_ext.conftest import empty as empty  # noqa: PLC0414 -- see above
from tests.sphinx_ext.directives.test_brief import written as write_brief

NO_DATE: dict[str, str] = {}
CHAPTERS = ["actors.pdf", "list.pdf", "story.pdf"]


@pytest.fixture
def harbour(book: Book) -> Book:
    """The book, with what a command needs and a list of downloads."""
    book.write("conf.py", CONF)
    book.write("index.md", (book.root / "index.md").read_text(encoding="utf-8") + "\n:::{sb:downloads}\n:::\n")
    return book


def pdfs(root: Path) -> dict[str, bytes]:
    """Every PDF of a book, by its name."""
    made = build_paper.make_pdf(root, build_paper.read(root), lambda _: None, NO_DATE)
    return {path.relative_to(root / "_build" / "pdf").as_posix(): path.read_bytes() for path in made}


def build(root: Path, what: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "build", what])


def test_the_book_is_made_on_every_paper_and_each_chapter_once(harbour: Book) -> None:
    assert sorted(pdfs(harbour.root)) == sorted(["book-a4.pdf", "book-letter.pdf", *CHAPTERS])


def test_every_pdf_meets_both_standards(harbour: Book) -> None:
    for name, data in pdfs(harbour.root).items():
        for profile in ("ua1", "2a"):
            report = validation.validate_pdf_bytes(data, profile=profile)
            assert [(name, failure.rule_id) for failure in report.failures] == []


def test_the_same_book_gives_the_same_bytes(harbour: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert pdfs(harbour.root) == pdfs(harbour.root)
    first = build_paper.make_epub(harbour.root, build_paper.read(harbour.root)).read_bytes()
    assert build_paper.make_epub(harbour.root, build_paper.read(harbour.root)).read_bytes() == first


def test_pages_are_read_once_for_pdf_and_epub(harbour: Book) -> None:
    source = build_paper.read(harbour.root)
    doctrees = harbour.root / "_build" / ".work" / "paper.doctrees"
    before = {path.name: path.stat().st_mtime_ns for path in doctrees.rglob("*.doctree")}
    build_paper.make_epub(harbour.root, source)
    assert before
    assert {path.name: path.stat().st_mtime_ns for path in doctrees.rglob("*.doctree")} == before


def test_a_withdrawn_chapter_leaves_no_pdf(harbour: Book) -> None:
    pdfs(harbour.root)
    harbour.replace("index.md", "actors\n", "")
    (harbour.root / "actors.md").unlink()
    pdfs(harbour.root)
    assert not (harbour.root / "_build" / "pdf" / "actors.pdf").exists()


def test_what_sphinx_found_wrong_is_found_again(harbour: Book) -> None:
    page = (harbour.root / "story.md").read_text(encoding="utf-8")
    harbour.write("story.md", f"{page}\n[](#nowhere)\n")
    for _ in range(2):
        done = build(harbour.root, "html")
        assert done.exit_code == 1
    assert not (harbour.root / "_build" / "html").exists()
    harbour.write("story.md", page)
    assert build(harbour.root, "html").exit_code == 0


def test_nothing_is_made_of_a_book_with_faults(harbour: Book) -> None:
    harbour.replace("story.md", "The engine is not safe", "The engine is safe")
    with pytest.raises(sphinx_ext_build.FaultyBookError, match="the book has faults"):
        build_paper.read(harbour.root)
    for what in ("pdf", "epub", "briefs", "all"):
        done = build(harbour.root, what)
        assert done.exit_code == 1
        assert "the book has faults" in done.stderr
    assert not (harbour.root / "_build" / "pdf").exists()
    assert not (harbour.root / "_build" / "html").exists()


def test_all_makes_the_pages_last_with_links_to_everything(harbour: Book) -> None:
    write_brief(harbour)
    harbour.write("index.md", (harbour.root / "index.md").read_text(encoding="utf-8") + "\n\n:::{sb:downloads}\n:::\n")
    done = build(harbour.root, "all")
    assert done.exit_code == 0, done.stderr
    html = harbour.root / "_build" / "html"
    offered = {path.relative_to(html).as_posix() for path in (html / "downloads").rglob("*.*")}
    assert offered == {f"downloads/{name}" for name in ("book-a4.pdf", "book-letter.pdf", "book.epub", *CHAPTERS)}
    words = (html / "index.html").read_text(encoding="utf-8")
    for address in (*offered, *(f"briefs/{name}" for name in BRIEFS)):
        assert f'href="{address}"' in words
        assert (html / address).is_file()


def test_the_command_names_what_it_made(harbour: Book) -> None:
    done = build(harbour.root, "epub")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].startswith("_build/epub/book.epub: ")
