"""A label that moves from one page to another is found once, in a build that goes on from an earlier one."""

from __future__ import annotations

from tests.sphinx_ext.conftest import Book

PART = "(the-quay)=\n## The quay\n\nReed waits.\n"


def test_a_section_may_move_to_a_page_that_is_read_earlier(book: Book) -> None:
    book.write("a.md", "# A\n")
    book.write("z.md", f"# Z\n\n{PART}")
    book.write("index.md", "# The book\n\n{ref}`the-quay`\n\n```{toctree}\na\nz\n```\n")
    book.build()
    book.write("a.md", f"# A\n\n{PART}")
    book.write("z.md", "# Z\n")
    built = book.build()
    assert "The quay" in built.text("index.html")
    assert [line for line in built.warnings if "duplicate" in line] == []
