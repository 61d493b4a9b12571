"""`sourcebook pack`: which assignments, all files or none, the same bytes, and what is said where something is missing.

Here: `sourcebook.commands.build_packs` on the invented harbour. Not here: the packs of the book itself
(`test_own_packs.py`), what stands on a paper (`tests/exports/paper/test_assignment_papers.py`), and each format
(`tests/exports/lms/test_moodle.py` …).
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook.cli import main
from sourcebook.commands import build_packs, new
from sourcebook.exports.lms import pack
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.exports.paper import word
from sourcebook.model.problems import SourcebookError
from sourcebook.questions import private_folder
from tests.sphinx_ext import every_kind
from tests.sphinx_ext.conftest import Book
from tests.sphinx_ext.exercises.test_directives import ASSIGNMENT, CONF, ITEMS, PAGE
from tests.sphinx_ext.exercises.test_directives import shop as shop  # noqa: PLC0414 -- a fixture is asked for by name

EMPTY = {"moodle-before-4.4.xml", "rubric.csv"}
"""What would hold nothing: the assignment puts nothing in order, and has no rubric."""
EXPORTS = {*lms_formats(), pack.LOSSES, pack.README} - EMPTY
PAPERS = {f"{stem}{ending}" for stem in ("sheet", "handout", "key") for ending in (".pdf", "-letter.pdf")}
WORD = {"sheet.docx", "handout.docx"} if word.available() else set()


@pytest.fixture
def harbour(shop: Book, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The harbour's book with one assignment: a written exercise and generated ones."""
    monkeypatch.delenv(private_folder.VARIABLE, raising=False)
    shop.write("conf.py", CONF + "exclude_patterns = ['_build', 'private']\n")
    shop.write(f"{PAGE}.md", every_kind.page() + f"\n{ITEMS}")
    shop.write("exercises/assignments.yml", ASSIGNMENT)
    return shop


def folder(book: Book, name: str = "first") -> Path:
    return book.root / "_build" / "packs" / name


def contents(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.iterdir()}


def test_a_pack_holds_every_file_and_the_second_run_gives_the_same_bytes(harbour: Book) -> None:
    made = build_packs.make(harbour.root, ["first"])
    assert made.folders == (folder(harbour),)
    assert [str(problem) for problem in made.problems] == []
    first = contents(folder(harbour))
    assert set(first) == EXPORTS | PAPERS | WORD
    build_packs.make(harbour.root, ["first"])
    assert contents(folder(harbour)) == first


def test_variants_have_handouts_of_their_own(harbour: Book) -> None:
    harbour.write("exercises/assignments.yml", ASSIGNMENT + "    variants: '2'\n")
    build_packs.make(harbour.root, ["first"])
    names = {name for name in contents(folder(harbour)) if name.startswith("handout")}
    pdfs = {f"handout-{letter}{ending}" for letter in "ab" for ending in (".pdf", "-letter.pdf")}
    assert names == pdfs | ({"handout-a.docx", "handout-b.docx"} if word.available() else set())
    assert contents(folder(harbour))["handout-a.pdf"] != contents(folder(harbour))["handout-b.pdf"]


def test_the_pack_of_a_withdrawn_assignment_goes_when_all_are_made(harbour: Book) -> None:
    build_packs.make(harbour.root)
    harbour.write("exercises/assignments.yml", ASSIGNMENT.replace("id: first", "id: second"))
    assert build_packs.make(harbour.root).folders == (folder(harbour, "second"),)
    assert [path.name for path in (harbour.root / "_build" / "packs").iterdir()] == ["second"]


def test_other_packs_stay_when_one_is_made(harbour: Book) -> None:
    two = ASSIGNMENT + ASSIGNMENT.replace("id: first", "id: second").removeprefix("assignments:\n")
    harbour.write("exercises/assignments.yml", two)
    build_packs.make(harbour.root)
    build_packs.make(harbour.root, ["second"])
    assert folder(harbour).is_dir()


def test_a_name_mistyped_is_answered_with_the_nearest(harbour: Book) -> None:
    with pytest.raises(SourcebookError, match="there is no assignment 'frist'; did you mean 'first'"):
        build_packs.make(harbour.root, ["frist"])


def test_a_private_assignment_without_the_private_folder_says_where_it_would_stand(harbour: Book) -> None:
    with pytest.raises(SourcebookError, match=r"private folder, and there is none.*sourcebook new private"):
        build_packs.make(harbour.root, ["midterm"])


def test_an_assignment_of_the_private_folder_is_packed(harbour: Book) -> None:
    new.new_private(harbour.root / "private")
    own = every_kind.written(every_kind.KINDS["numeric"], "graded").replace("how-many", "private-one")
    harbour.write("private/midterm.md", f"---\norphan: true\n---\n# Midterm\n\n{own}")
    mine = ASSIGNMENT.replace("first", "midterm").replace("how-many, from-evidence", "private-one")
    harbour.write("private/assignments.yml", mine.replace("use: practice", "use: graded"))
    made = build_packs.make(harbour.root, ["midterm"])
    assert [path.name for path in made.folders] == ["midterm"]
    assert [note for note in made.notes if "seed" in note] == [], "the folder has one"
    assert b"7391" in contents(folder(harbour, "midterm"))["moodle.xml"]


def test_an_assignment_whose_items_are_missing_makes_nothing_and_says_which(harbour: Book) -> None:
    harbour.write("exercises/assignments.yml", ASSIGNMENT.replace("how-many,", "how-meny,"))
    made = build_packs.make(harbour.root, ["first"])
    assert made.folders == ()
    assert [problem.kind.label for problem in made.problems if problem.is_error] == ["unknown-reference"]
    assert any("'how-meny', which no page sets" in problem.message for problem in made.problems)
    assert not folder(harbour).exists()


def test_a_page_with_which_sphinx_finds_fault_makes_no_pack_however_often(harbour: Book) -> None:
    harbour.write(f"{PAGE}.md", (harbour.root / f"{PAGE}.md").read_text(encoding="utf-8") + "\n[](#nowhere)\n")
    for _ in range(2):
        made = build_packs.make(harbour.root, ["first"])
        assert made.folders == ()
        assert [fault.rpartition("/")[2].partition(":")[0] for fault in made.faults] == [f"{Path(PAGE).name}.md"]
        assert "nowhere" in made.faults[0]
    assert not folder(harbour).exists()


def test_a_seed_misspelt_makes_nothing_instead_of_another_set(harbour: Book) -> None:
    harbour.write(f"{PAGE}.md", every_kind.page() + "\n" + ITEMS.replace(":make:", ":sead: 2\n:make:"))
    made = build_packs.make(harbour.root, ["first"])
    assert made.folders == ()
    (message,) = [problem.message for problem in made.problems if problem.is_error]
    assert message == "from-evidence: there is no option :sead: here; did you mean :seed:?"


def test_of_a_faulty_file_of_assignments_its_faults_are_told_and_nothing_that_follows_from_them(harbour: Book) -> None:
    harbour.write("exercises/assignments.yml", ASSIGNMENT + "    variants: three\n")
    harbour.write("exercises/shown.md", "---\norphan: true\n---\n# Shown\n\n:::{sb:assignment} first\n:::\n")
    made = build_packs.make(harbour.root, ["first"])
    (fault,) = [str(problem) for problem in made.problems if problem.is_error]
    assert fault.startswith("exercises/assignments.yml:")
    assert "'three'" in fault


def test_a_fault_leaves_the_last_good_pack(harbour: Book) -> None:
    build_packs.make(harbour.root, ["first"])
    before = contents(folder(harbour))
    harbour.write(f"{PAGE}.md", every_kind.page().replace("- [x]", "- [ ]") + f"\n{ITEMS}")
    assert build_packs.make(harbour.root, ["first"]).folders == ()
    assert contents(folder(harbour)) == before


def test_graded_questions_without_a_private_seed_are_said_to_be_no_secret(harbour: Book) -> None:
    harbour.write("exercises/assignments.yml", ASSIGNMENT.replace("use: practice", "use: graded"))
    (note,) = [note for note in build_packs.make(harbour.root, ["first"]).notes if "seed" in note]
    assert note.startswith("first: graded, but there is no private seed")


def test_without_pandoc_the_rest_is_made_and_the_message_says_so(
    harbour: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word, "available", lambda: False)
    made = build_packs.make(harbour.root, ["first"])
    assert set(contents(folder(harbour))) == EXPORTS | PAPERS
    assert word.MISSING in made.notes


def test_the_command_says_what_it_made_and_which_there_are(harbour: Book) -> None:
    done = CliRunner().invoke(main, ["--root", str(harbour.root), "pack", "first"])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == f"_build/packs/first/: {len(EXPORTS | PAPERS | WORD)} files."
    asked = CliRunner().invoke(main, ["--root", str(harbour.root), "pack"])
    assert asked.exit_code == 2
    assert "there are: first" in asked.stderr
    wrong = CliRunner().invoke(main, ["--root", str(harbour.root), "pack", "fist"])
    assert (wrong.exit_code, "did you mean 'first'?" in wrong.stderr) == (2, True)


def test_a_book_without_assignments_says_how_to_have_one(harbour: Book) -> None:
    (harbour.root / "exercises" / "assignments.yml").unlink()
    done = CliRunner().invoke(main, ["--root", str(harbour.root), "build", "packs"])
    assert done.exit_code == 0
    assert "write one in exercises/assignments.yml" in done.stderr
