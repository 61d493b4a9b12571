"""`sourcebook new`: whole or not at all, nothing written over, and what comes next said each time.

Here: what is made, and every refusal with its remedy. That the book builds, in all that is made of it, is shown on one
copy of it. Not here: the tutorial, which goes on from there (`tests/test_tutorial.py`).
"""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from sourcebook import check, cli
from sourcebook.cli import create, outputs
from sourcebook.commands import new, new_chapter, read_book
from sourcebook.model.problems import SourcebookError
from sourcebook.questions import kinds as question_kinds
from sourcebook.questions import private_folder
from sourcebook.questions.assignments import load_plan
from sourcebook.store import articles, atomic, yaml_edit
from sourcebook.store import book as store_book
from tests.needs import ROOT, need, program

FINE, FAULTY, MISCALLED = 0, 1, 2
DATE = "2031-05-12"
SAMPLE = new.TEMPLATES / "book" / "sample"


def run(root: Path, *arguments: str) -> Result:
    """Call the command line; what is raised but an exit fails the test."""
    found = CliRunner().invoke(cli.main, ["--root", str(root), *arguments], env={articles.TEXTS_VARIABLE: ""})
    assert isinstance(found.exception, SystemExit | None), found.exception
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# -- a book -----------------------------------------------------------------------------------------------------------


def test_a_new_book_passes_the_check_with_every_quotation_proven(unchanged_book: Path) -> None:
    found = run(unchanged_book, "check")
    assert (found.exit_code, found.stderr) == (FINE, "")
    assert found.stdout.startswith("32 passages: 32 full.\n")


def test_a_new_book_without_its_articles_is_proven_by_its_seals(book: Path) -> None:
    shutil.rmtree(book / "sources" / "fulltext")
    found = run(book, "check")
    assert (found.exit_code, found.stderr) == (FINE, "")
    assert found.stdout.startswith("32 passages: 32 sealed.\n")


def test_the_seals_of_the_example_are_those_that_sealing_makes(book: Path) -> None:
    before = tree(book)
    found = run(book, "seal")
    assert found.exit_code == FINE
    assert tree(book) == before


def test_everything_can_be_made_of_a_new_book(book: Path) -> None:
    found = run(book, "build", "all")
    assert (found.exit_code, "build succeeded." in found.stdout) == (FINE, True), found.output
    build = book / "_build"
    made = {path.relative_to(build).as_posix() for path in build.rglob("*") if path.is_file()}
    expected = {
        "html/index.html",
        "html/briefs/sorrel-dam.html",
        "briefs/sorrel-dam-a4.pdf",
        "pdf/book-a4.pdf",
        "epub/book.epub",
        "packs/one-night-two-accounts/moodle.xml",
        "packs/one-night-two-accounts/key.pdf",
    }
    assert expected - made == set()
    assert "<h1>My crisis" in (build / "html" / "index.html").read_text(encoding="utf-8")


def test_the_example_has_one_of_everything(unchanged_book: Path) -> None:
    opened = check.open_book(unchanged_book, {})
    assert len(opened.book.sources) == 2
    assert all((opened.book.events, opened.book.figures, opened.book.hypotheses, opened.book.implications))
    told = [
        event for event in opened.book.events.values() if {r.source for r in event.reports} == {*opened.book.sources}
    ]
    assert "gates-open" in {event.id for event in told}
    written = "".join(path.read_text(encoding="utf-8") for path in (unchanged_book / "exercises").glob("*.md"))
    kinds = re.findall(r"^:kind: (\S+)$", written, re.MULTILINE)
    assert sorted(kinds) == sorted(question_kinds.KINDS)
    assert "{sb:items}" in written
    assert list(load_plan(unchanged_book).assignments) == ["one-night-two-accounts"]


def test_two_accounts_of_the_example_conflict_on_the_page(book: Path) -> None:
    assert run(book, "build").exit_code == FINE
    timeline = (book / "_build" / "html" / "chapters" / "timeline.html").read_text(encoding="utf-8")
    assert "Accounts conflict" in timeline


def test_the_title_is_filled_in_and_no_mark_is_left(tmp_path: Path) -> None:
    title = 'The "quiet" week: a case'
    made = new.new_book(tmp_path / "quiet", title, environ={})
    texts = {path.name: path.read_text(encoding="utf-8") for path in made.files}
    assert yaml.safe_load(texts["_config.yml"])["title"] == title
    assert texts["index.md"].startswith(f"# {title}\n")
    assert [name for name, text in texts.items() if "@{" in text] == []
    assert run(tmp_path / "quiet", "check").exit_code == FINE


def test_a_mark_without_a_value_is_an_error() -> None:
    assert new.filled('a: "@{title}", @{title}', {"title": 'x "y"'}) == 'a: "x \\"y\\"", x "y"'
    with pytest.raises(KeyError):
        new.filled("@{nobody}", {})


def test_an_empty_book_builds_and_takes_a_first_source(tmp_path: Path) -> None:
    assert run(tmp_path, "new", "book", "bare", "--empty").exit_code == FINE
    root = tmp_path / "bare"
    assert run(root, "check").stdout.startswith("0 passages.\n")
    assert run(root, "build").exit_code == FINE
    text = SAMPLE / "sources" / "fulltext" / "ives-2031.txt"
    assert run(root, "new", "source", "ives-2031", str(text)).exit_code == FINE
    assert run(root, "check").exit_code == FINE


def test_a_new_book_is_configured_as_the_first_one(unchanged_book: Path) -> None:
    """What differs is what the first book says of itself."""
    own = {"title", "author", "exclude_patterns"}, {"sourcebook_rights", "sourcebook_licence", "sourcebook_zones"}
    found = []
    for root in (unchanged_book, ROOT):
        settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
        parts = settings, settings["sphinx"].pop("config")
        found.append([{k: part[k] for k in part.keys() - left} for part, left in zip(parts, own, strict=True)])
    assert found[0] == found[1]
    assert (unchanged_book / "conf.py").read_bytes() == (ROOT / "conf.py").read_bytes()


def test_git_sees_neither_articles_nor_what_is_built(book: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(book)], check=True)
    for name in ("_build/html/index.html", "private/seed"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).write_text("x", encoding="utf-8")
    command = ["git", "status", "--short", "-uall"]
    seen = subprocess.run(command, cwd=book, capture_output=True, text=True, check=True).stdout
    assert "sources/courier-2031.seal.json" in seen
    assert [line for line in seen.splitlines() if re.search("fulltext|_build|private", line)] == []


def test_the_makefile_says_what_to_do_where_the_command_is_not_found(unchanged_book: Path) -> None:
    make = program("SOURCEBOOK_MAKE", "make")
    if make is None:
        pytest.skip("make not found")
    command = [str(make), "-C", str(unchanged_book), "html", "SOURCEBOOK=/gone/sourcebook"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != FINE
    assert "make SOURCEBOOK=/path/to/sourcebook" in done.stderr
    helped = [str(make), "-C", str(unchanged_book), "help"]
    listed = subprocess.run(helped, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in listed.splitlines() if line.startswith("make ")} >= {"all", "html", "check"}


def test_the_makefile_builds_what_the_command_can_build(unchanged_book: Path) -> None:
    text = (unchanged_book / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"\(CALLED\) build (\w+)", text)) == set(outputs.OUTPUTS)


def test_what_comes_next_is_said(tmp_path: Path) -> None:
    found = run(tmp_path, "new", "book", "my-crisis")
    assert found.exit_code == FINE
    assert f"Made {tmp_path}/my-crisis/: a book of 32 files" in found.stdout
    for step in ("cd ", "sourcebook check", "sourcebook build", "README.md"):
        assert step in found.stdout


@pytest.mark.parametrize("known", [True, False])
def test_a_shell_that_does_not_know_the_command_is_told_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    (tmp_path / "activate").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _name: "/bin/sourcebook" if known else None)
    told = f"first switch it on: . {tmp_path}/activate" in run(tmp_path, "new", "book", "x").stdout
    assert told is not known


def test_a_book_inside_a_book_is_made_and_said(unchanged_book: Path, tmp_path: Path) -> None:
    outer = Path(shutil.copytree(unchanged_book, tmp_path / "outer"))
    lines = new.new_book(outer / "inner", "", environ={}).lines
    assert "It lies inside another book, outer/, and is no part of it; better move it to a place of its own." in lines


def test_a_folder_of_articles_that_the_environment_names_is_mentioned(tmp_path: Path) -> None:
    lines = new.new_book(tmp_path / "one", "", environ={articles.TEXTS_VARIABLE: "/articles"}).lines
    assert any(line.startswith("SOURCEBOOK_TEXTS names another folder of articles") for line in lines)


def test_an_empty_folder_is_taken_and_any_other_left(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run(tmp_path, "new", "book", "empty").exit_code == FINE
    before = tree(tmp_path)
    found = run(tmp_path, "new", "book", "empty")
    assert found.exit_code == MISCALLED
    assert "not empty, and nothing is written over" in found.stderr
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["book", "My Crisis"], 'Did you mean: sourcebook new book my-crisis --title "My Crisis"?'),
        (["book", "My_Crisis"], "Did you mean: sourcebook new book my-crisis?"),
        (["book", "Flood-2031"], "Did you mean: sourcebook new book flood-2031?"),
        (["book", "???"], "Did you mean: sourcebook new book my-crisis?"),
        (["book", "gone/x"], "there is no folder"),
        (["book", "x", "--title", "  "], "the title is empty"),
        (["book"], "Missing argument 'NAME'"),
        (["bok", "x"], "Did you mean 'book'?"),
        (["my-crisis"], "A book: sourcebook new book my-crisis"),
        (["chapter", "x"], "make one: sourcebook new book NAME"),
        (["source", "x"], "make one: sourcebook new book NAME"),
        (["exercise", "x"], "make one: sourcebook new book NAME"),
        (["brief", "x"], "make one: sourcebook new book NAME"),
    ],
)
def test_a_wrong_call_is_answered_with_what_to_do(tmp_path: Path, arguments: list[str], words: str) -> None:
    found = run(tmp_path, "new", *arguments)
    assert (found.exit_code, found.stdout) == (MISCALLED, "")
    assert words in found.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_book_that_cannot_be_written_whole_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        if path.name == "index.md":
            raise SourcebookError("index.md cannot be written: No space left on device.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr(yaml_edit, "create_file", full)
    with pytest.raises(SourcebookError, match="No space left"):
        new.new_book(tmp_path / "x", "", environ={})
    assert list(tmp_path.iterdir()) == []


def test_the_makefile_finds_a_command_that_is_not_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make = need("make", program("SOURCEBOOK_MAKE", "make"), "install it")
    folder = tmp_path / "It's a space #1 for $5 `here`"
    folder.mkdir()
    command = folder / "sourcebook"
    command.write_text("#!/bin/sh\necho called with $*\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    new.new_book(tmp_path / "lost", "", environ={"PATH": "/usr/bin:/bin"})
    new.new_book(tmp_path / "found", "", environ={"PATH": str(folder)})
    assert not (tmp_path / "found" / new.LOCAL).exists()
    call = [str(make), "-C", str(tmp_path / "lost"), "html"]
    done = subprocess.run(call, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)
    assert "called with build html" in done.stdout, done.stderr


def test_the_way_into_a_new_book_can_be_typed_as_it_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "My books, $5"
    folder.mkdir()
    lines = new.new_book(folder / "flood", "", environ={}).lines
    (said,) = [line for line in lines if line.startswith("  cd ")]
    assert shlex.split(said) == ["cd", str(folder / "flood")]


# -- pages ------------------------------------------------------------------------------------------------------------


def test_every_kind_of_question_has_a_template() -> None:
    assert sorted(question_kinds.KINDS) == create.KINDS


def test_every_new_page_passes_the_check_and_builds(book: Path) -> None:
    """All of them in one book, which is read once."""
    for kind in create.KINDS:
        assert (
            run(book, "new", "exercise", f"new-{kind}", "--kind", kind, "--title", 'What "they" said').exit_code == FINE
        )
        assert run(book, "new", "exercise", f"more-{kind}", "--kind", kind, "--page", "reading").exit_code == FINE
    assert run(book, "new", "chapter", "economy").exit_code == FINE
    assert run(book, "new", "brief", "second", "--title", "A second: brief").exit_code == FINE
    found = read_book.check(check.open_book(book, {}))
    assert [str(problem) for problem in found.problems] == []
    assert run(book, "build").exit_code == FINE
    shown = (book / "_build" / "html" / "exercises" / "new-cloze.html").read_text(encoding="utf-8")
    assert "What “they” said" in shown or 'What "they" said' in shown or "What &quot;they&quot; said" in shown
    assert "per cent sign" not in shown


@pytest.mark.parametrize("empty", [False, True], ids=["with records", "without records"])
def test_every_chapter_that_most_books_have_has_a_template_that_builds(tmp_path: Path, empty: bool) -> None:
    root = tmp_path / "new"
    new.new_book(root, "", empty, environ={})
    for name in new_chapter.NAMES:
        (root / "chapters" / f"{name}.md").unlink(missing_ok=True)
    for name in new_chapter.NAMES:
        assert run(root, "new", "chapter", name).exit_code == FINE
    found = run(root, "check")
    assert (found.exit_code, found.stderr) == (FINE, "")
    assert run(root, "build").exit_code == FINE


def test_the_chapters_are_filled_from_the_records(book: Path) -> None:
    texts = {}
    for name in new_chapter.NAMES:
        (book / "chapters" / f"{name}.md").unlink(missing_ok=True)
        assert run(book, "new", "chapter", name).exit_code == FINE
        texts[name] = (book / "chapters" / f"{name}.md").read_text(encoding="utf-8")
    opened = check.open_book(book, {}).book
    assert "\n:::{sb:timeline}\n" in texts["timeline"]
    assert "\n:::{sb:reports} gates-open\n" in texts["timeline"]
    assert "\n:::{sb:matrix}\n" in texts["interpretations"]
    assert all(f"\n## {each.title}\n" in texts["interpretations"] for each in opened.hypotheses.values())
    abouts = {each.about for each in opened.implications.values()}
    assert all(f"(implications-{each})=\n" in texts["implications"] for each in abouts)
    assert "\n:kind: person\n" in texts["people"]
    assert "\n:::{sb:sources}\n" in texts["sources"]
    assert all(f"{{sb:src}}`{key}`" in texts["background"] for key in opened.sources)
    assert "{sb:actor}`" in texts["silences"]
    assert all("‹" in text and "@{" not in text for text in texts.values())


def test_an_exercise_makes_the_page_that_is_not_there(book: Path) -> None:
    found = run(book, "new", "exercise", "first", "--page", "more-questions")
    assert found.stdout.startswith("Wrote exercises/more-questions.md, and entered it in _toc.yml.\n")
    again = run(book, "new", "exercise", "next", "--page", "exercises/more-questions.md")
    assert again.stdout.startswith("Put the exercise at the end of exercises/more-questions.md.\n")
    text = (book / "exercises" / "more-questions.md").read_text(encoding="utf-8")
    assert "# More questions\n" in text
    assert re.findall(r"\{sb:exercise\} (\S+)", text) == ["first", "next"]
    assert run(book, "check").exit_code == FINE


def test_a_new_page_says_which_blanks_to_fill(book: Path) -> None:
    found = run(book, "new", "chapter", "economy")
    assert found.stdout.startswith("Wrote chapters/economy.md, and entered it in _toc.yml.\n")
    lines = (book / "chapters" / "economy.md").read_text(encoding="utf-8").splitlines()
    told = re.findall(r"^  line (\d+): (.+)$", found.stdout, re.MULTILINE)
    assert len(told) == sum("‹" in line for line in lines if not line.startswith("%"))
    assert all(words in lines[int(number) - 1] for number, words in told)
    assert "      - file: chapters/economy\n" in (book / "_toc.yml").read_text(encoding="utf-8")
    assert "{sb:q}`courier-2031/at-supper`" in "\n".join(lines)


def test_the_blanks_of_an_appended_exercise_are_counted_in_its_page(book: Path) -> None:
    found = run(book, "new", "exercise", "more", "--kind", "numeric", "--page", "exercises/judging.md")
    lines = (book / "exercises" / "judging.md").read_text(encoding="utf-8").splitlines()
    told = re.findall(r"^  line (\d+): (.+)$", found.stdout, re.MULTILINE)
    assert len(told) == 4
    assert all(words in lines[int(number) - 1] for number, words in told)


def test_the_next_brief_has_the_next_number(book: Path) -> None:
    new.new_brief(book, "second", "", DATE)
    text = (book / "briefs" / "second.md").read_text(encoding="utf-8")
    assert 'title: "Second"\nseries: "Policy brief"\nnumber: "2"\n' in text
    assert f"date: {DATE}\n" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chapter", "timeline"], "chapters/timeline.md is there already, and nothing is written over"),
        (["chapter", "Economy"], "Did you mean: sourcebook new chapter economy?"),
        (["chapter", "chapters/economy.md"], "Did you mean: sourcebook new chapter economy?"),
        (["chapter", "The economy"], 'Did you mean: sourcebook new chapter the-economy --title "The economy"?'),
        (["brief", "sorrel-dam"], "briefs/sorrel-dam.md is there already"),
        (["exercise", "whose-claim"], "exercises/reading.md has an exercise 'whose-claim'"),
        (["exercise", "drawn-speakers"], "an id is never used twice"),
        (["exercise", "x", "--kind", "clozed"], "'cloze'"),
        (["exercise", "x", "--page", "chapters/gone"], "by its name alone: exercises/index.md, "),
        (["exercise", "x", "--page", "../other/a.md"], "there is no page"),
        (["exercise", "x", "--page", "Gone"], "'Gone' is not a valid name for an exercise"),
        (["source", "courier-2031"], "there is a source 'courier-2031' already"),
        (["source", "Mine"], "is no key"),
        (["source", "mine", "gone.html"], "gone.html"),
    ],
)
def test_what_cannot_be_made_is_answered_and_changes_nothing(book: Path, arguments: list[str], words: str) -> None:
    other = book.parent / "other"
    other.mkdir()
    (other / "a.md").write_text("# A\n", encoding="utf-8")
    before = tree(book)
    found = run(book, "new", *arguments)
    assert (found.exit_code, found.stdout) == (MISCALLED, "")
    assert words in " ".join(found.stderr.split())
    assert tree(book) == before


def test_a_page_is_not_there_where_the_contents_cannot_be_written(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise SourcebookError("no space")

    monkeypatch.setattr(atomic, "write_file", full)
    before = tree(book)
    with pytest.raises(SourcebookError, match="no space"):
        new.new_chapter(book, "economy", "")
    assert tree(book) == before


def test_a_book_without_a_table_of_contents_is_told_so(book: Path) -> None:
    (book / "_toc.yml").unlink()
    found = run(book, "new", "chapter", "economy")
    assert "this book has no _toc.yml: name it in a toctree" in found.stdout


# -- a source ---------------------------------------------------------------------------------------------------------


def test_a_source_without_a_file_is_pasted_and_then_added(book: Path) -> None:
    found = run(book, "new", "source", "letter-2031")
    path = book / "sources" / "fulltext" / "letter-2031.txt"
    assert (found.exit_code, path.read_bytes()) == (FINE, b"")
    assert "sourcebook new source letter-2031 FILE   the same as: sourcebook add FILE --key letter-2031" in found.stdout
    assert run(book, "check").exit_code == FINE
    path.write_text("A letter\n\nThe river came at night, and I was there. Nobody had told me.\n", encoding="utf-8")
    again = run(book, "new", "source", "letter-2031")
    assert again.stdout.startswith("Wrote sources/letter-2031.yml. The text stays where it is: letter-2031.txt.\n")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert store_book.load_book(book)[0].sources["letter-2031"].text.sha256 == digest


def test_a_file_takes_the_place_of_the_empty_text_that_waits_for_one(book: Path, tmp_path: Path) -> None:
    run(book, "new", "source", "letter-2031")
    page = tmp_path / "saved.txt"
    page.write_text("A letter\n\nThe river came at night, and I was there.\n", encoding="utf-8")
    assert run(book, "new", "source", "letter-2031", str(page)).exit_code == FINE
    assert (book / "sources" / "fulltext" / "letter-2031.txt").read_bytes() == page.read_bytes()


# -- the private folder -----------------------------------------------------------------------------------------------


def test_the_private_folder_leaves_nothing_for_git_and_what_is_there_as_it_is(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    folder = tmp_path / "mine"
    made = new.new_private(folder)
    assert {path.name for path in made} == {"seed", "README.md", ".gitignore"}
    seed = private_folder.seed(folder)
    assert len(seed) == 32
    assert new.new_private(folder) == []
    assert private_folder.seed(folder) == seed
    command = ["git", "status", "--short", "-uall"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout == ""
    assert private_folder.seed(None) == ""
    assert new.new_private(tmp_path / "other")
    assert private_folder.seed(tmp_path / "other") != seed
