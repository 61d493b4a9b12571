"""`sourcebook build briefs`: every brief on every paper and for Word, all or none, the same bytes each time.

Here: `sourcebook.commands.build_briefs`, on the brief of the harbour's book. Not here: what a brief says on its page
(`tests/sphinx_ext/directives/test_brief.py`), and the looks of a PDF (`tests/exports/paper/test_pdf.py`).
"""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from sourcebook.cli import main
from sourcebook.commands import build_briefs, verify
from sourcebook.exports.paper import word
from sourcebook.model.problems import Kind, SourcebookError
from tests import sealed
from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.conftest import book as book  # noqa: PLC0414 -- a fixture is asked for by name
from tests.sphinx_ext.conftest import empty as empty  # noqa: PLC0414 -- see above
from tests.sphinx_ext.directives.test_brief import BODY, FRONT, written

CONF = """\
extensions = ["myst_parser", "sourcebook"]
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["_build"]
project = "Harbour"
author = "Quay editors"
"""
PDFS = ["ferry-a4.pdf", "ferry-letter.pdf"]
NAMES = [*PDFS, *(["ferry.docx"] if word.available() else []), build_briefs.CLEARANCE]


@pytest.fixture
def harbour(book: Book) -> Book:
    """The book with its brief, and with what a command needs."""
    book.write("conf.py", CONF)
    written(book)
    return book


def test_a_brief_is_made_on_every_paper(harbour: Book) -> None:
    made = build_briefs.make(harbour.root)
    assert made.problems == ()
    assert [path.relative_to(harbour.root).as_posix() for path in made.files] == [f"_build/briefs/{n}" for n in NAMES]
    assert [path.suffix for path in made.files if path.read_bytes().startswith(b"%PDF-")] == [".pdf"] * 3


def test_without_pandoc_the_pdfs_are_made_and_a_note_says_what_lacks(
    harbour: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "available", lambda: False)
    made = build_briefs.make(harbour.root)
    assert [path.name for path in made.files] == [*PDFS, build_briefs.CLEARANCE]
    assert made.notes == (word.MISSING,)
    done = CliRunner().invoke(main, ["--root", str(harbour.root), "build", "briefs"])
    assert done.exit_code == 0
    assert "sourcebook[docx]" in done.stderr


def test_the_same_brief_gives_the_same_bytes(harbour: Book) -> None:
    first = [path.read_bytes() for path in build_briefs.make(harbour.root).files]
    assert [path.read_bytes() for path in build_briefs.make(harbour.root).files] == first


SALT = """\
# The salt works

:::{sb:judgement}
:for: salt-2031/people-sent-home
:question: For how long?
The works are shut.
:::

:::{sb:evidence}
:::
"""


def test_a_brief_carries_the_evidence_of_its_quotations(empty: Book) -> None:
    sealed.write_book(empty.root)
    empty.write("conf.py", CONF)
    empty.write("index.md", "# The book\n\n```{toctree}\nbriefs/salt\n```\n")
    empty.write("briefs/salt.md", FRONT + SALT)
    for path in (path for path in build_briefs.make(empty.root).files if path.match("salt-*.pdf")):
        report = verify.verify(path)
        assert report.ok
        assert [finding.ref for finding in report.findings] == ["salt-2031/people-sent-home"]


LONG = BODY + "\n## More\n\n" + "The quay is long. " * 1200 + "\n"


def test_a_body_of_more_than_two_pages_is_a_caution_and_stands(harbour: Book) -> None:
    written(harbour, LONG)
    made = build_briefs.make(harbour.root)
    assert [problem.kind for problem in made.problems] == [Kind.LONG_BRIEF] * 2
    assert {problem.place.file for problem in made.problems} == {"briefs/ferry.md"}
    assert [path.name for path in made.files] == NAMES


def test_the_front_matter_may_accept_a_long_body(harbour: Book) -> None:
    written(harbour, LONG, FRONT.replace("number:", "accept: long-brief because it is a test\nnumber:"))
    assert [path.name for path in build_briefs.make(harbour.root).files] == NAMES


def test_a_brief_with_faults_is_not_made(harbour: Book) -> None:
    written(harbour, BODY.replace(":support: contested", ":support: agreed"))
    with pytest.raises(SourcebookError, match="the book has faults"):
        build_briefs.make(harbour.root)
    assert not (harbour.root / "_build" / "briefs").exists()


def test_the_command_names_what_it_made(harbour: Book) -> None:
    done = CliRunner().invoke(main, ["--root", str(harbour.root), "build", "briefs"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-len(NAMES) :] == [f"_build/briefs/{name}" for name in NAMES]


def test_the_command_tells_of_a_body_that_is_too_long(harbour: Book) -> None:
    written(harbour, LONG)
    done = CliRunner().invoke(main, ["--root", str(harbour.root), "build", "briefs"])
    assert done.exit_code == 0
    assert "[long-brief]" in done.stderr


def test_a_book_without_a_brief_says_how_to_have_one(book: Book) -> None:
    book.write("conf.py", CONF)
    done = CliRunner().invoke(main, ["--root", str(book.root), "build", "briefs"])
    assert done.exit_code == 0
    assert done.stderr == "There is no brief: `sourcebook new brief NAME` begins one.\n"


@pytest.mark.skipif(not word.available(), reason="pypandoc-binary is not installed: the extra docx")
def test_the_word_files_take_the_styles_of_a_house(harbour: Book) -> None:
    (harbour.root / build_briefs.STYLES).write_bytes(b"no Word file")
    with pytest.raises(SourcebookError, match="could not make a Word file"):
        build_briefs.make(harbour.root)
