"""Templates that are kept compiled make the pages that they make when they are compiled anew."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from tests.sphinx_ext.conftest import Book, Built
from tests.sphinx_ext.test_parallel import files

CHANGED = "{% extends '!page.html' %}{% block body %}<p>Ours.</p>{{ super() }}{% endblock %}"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The templates that were compiled, by name."""
    found: list[str] = []
    original = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, name: str | None = None, *more: object, **named: object) -> object:
        found.append(name or "")
        return original(self, source, name, *more, **named)  # type: ignore[call-overload]  # handed on as it came

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return found


def build(book: Book, folder: str = "html") -> Built:
    return book.build(html_theme="sphinx_book_theme", smartquotes=False, templates_path=["own"], folder=folder)


def change(book: Book) -> None:
    """Make a page worth writing."""
    path = book.root / "story.md"
    book.write("story.md", f"{path.read_text(encoding='utf-8')}\nMore.\n")


def test_the_second_build_compiles_nothing_and_writes_the_same(book: Book, compiled: list[str]) -> None:
    book.write("own/nothing.html", "")
    build(book)
    assert "page.html" in compiled
    change(book)
    compiled.clear()
    second = build(book)
    assert "story" in second.written
    assert [name for name in compiled if name.endswith(".html")] == []
    assert files(second.out) == files(build(book, "clean").out)


def test_a_template_that_changed_is_compiled_anew_and_no_other(book: Book, compiled: list[str]) -> None:
    book.write("own/nothing.html", "")
    build(book)
    book.write("own/page.html", CHANGED)
    compiled.clear()
    assert "Ours." in build(book).page("story.html")
    assert "page.html" in compiled
    assert "sections/header.html" not in compiled


def test_a_file_that_is_damaged_is_not_believed(book: Book, compiled: list[str]) -> None:
    book.write("own/nothing.html", "")
    first = build(book)
    kept = sorted(path for path in Path(first.app.doctreedir, "templates").iterdir() if path.is_file())
    assert len(kept) > 10
    for at, path in enumerate(kept):
        whole = path.read_bytes()
        path.write_bytes([whole[:-1], b"", whole[:100] + b"\0" * 50 + whole[150:], whole[:64]][at % 4])
    change(book)
    compiled.clear()
    second = build(book)
    assert len([name for name in compiled if name.endswith(".html")]) > 10
    assert files(second.out) == files(build(book, "clean").out)


def test_builders_without_templates_keep_none(book: Book) -> None:
    assert not Path(book.build("text").app.doctreedir, "templates").exists()
