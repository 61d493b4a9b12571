"""A book that did not load is told first and alone: one message a cause, the same one from every command, and exit 1.

Case authoring/crash-typo: one mistyped key in a record used to end in a KeyError, and its own message was never shown.
Not here: every kind of fault of a record (`store/test_book.py`, `store/test_validation.py`, `test_check.py`).
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from sourcebook import check, cli
from sourcebook.commands import new as new_command
from sourcebook.model.problems import Kind
from sourcebook.questions import assignments
from sourcebook.store import articles, yaml_source
from sourcebook.store import book as store_book
from tests.needs import ROOT

FAULTY = 1
HERE = {articles.TEXTS_VARIABLE: ""}
"""Each book finds its own articles."""
COMMANDS = (
    ("check",),
    ("build",),
    ("build", "instructor"),
    ("build", "briefs"),
    ("build", "packs"),
    ("build", "pdf"),
    ("build", "all"),
    ("export", "evidence", "--to", "out"),
    ("export", "timeline", "--to", "out"),
    ("export", "tables", "--to", "out"),
    ("pack", "one-night-two-accounts"),
    ("packet",),
    ("find", "the dam"),
    ("seal",),
    ("quote", "--source", "ives-2031", "the dam"),
)
TYPO = "sources/courier-2031.yml:51 (passages[0].exakt): error: there is no key 'exakt' here; did you mean 'exact'?"
KEY = re.compile(r"^(?P<before>[ -]*\{?)(?P<key>[a-z-]{3,})(?=:( |$))")
FREE = {"sentences", "context"}
"""Keys of the records that are no fields: the names of a text, and of a caution."""


def told(root: Path, *arguments: str) -> tuple[int, list[str]]:
    """The exit code of a command, and every line that tells of an error."""
    found = CliRunner().invoke(cli.main, ["--root", str(root), *arguments], env=HERE)
    assert isinstance(found.exception, SystemExit | None), found.exception
    assert "Traceback" not in found.output
    lines = found.stderr.splitlines()
    return found.exit_code, [line for line in lines if ": error: " in line or "sourcebook: " in line]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# -- one mistyped key --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mistyped(unchanged_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(unchanged_book, tmp_path_factory.mktemp("mistyped") / "book"))
    change(folder / "sources/courier-2031.yml", "exact: >-", "exakt: >-")
    return folder


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_every_command_tells_of_the_slip_alone(mistyped: Path, arguments: tuple[str, ...]) -> None:
    code, lines = told(mistyped, *arguments)
    assert (code, lines) == (FAULTY, [f"{TYPO} [unknown-key]"])
    assert not (mistyped / "out").exists()


@pytest.mark.parametrize(
    "program",
    [
        ("sphinx", "-q", "-d", "_build/.doctrees", ".", "_build/html"),
        ("sphinx", "-q", "-W", "-d", "_build/.doctrees", ".", "_build/html"),
        ("jupyter_book.cli.main", "build", "-q", "."),
    ],
    ids=lambda program: " ".join(program[:3]),
)
def test_so_do_sphinx_and_jupyter_book(mistyped: Path, program: tuple[str, ...]) -> None:
    module, *arguments = program
    call = f"import sys; from {module} import main; sys.exit(main())" if "." in module else ""
    how = ["-c", call] if call else ["-m", module]
    done = subprocess.run([sys.executable, *how, *arguments], cwd=mistyped, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (FAULTY, f"{TYPO} [unknown-key]")


def slips(path: Path) -> dict[str, tuple[int, str]]:
    """A record file with one key mistyped, once for each key that it holds: line, key and wrong key."""
    lines = path.read_text(encoding="utf-8").split("\n")
    found: dict[str, tuple[int, str]] = {}
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        match = KEY.match(line)
        if match is None or match["key"] in FREE or match["key"] in seen:
            continue
        seen.add(match["key"])
        key = match["key"]
        wrong = f"{key[:2]}q{key[3:]}"
        slip = f"{match['before']}{wrong}{line[match.end() :]}"
        found["\n".join([*lines[: number - 1], slip, *lines[number:]])] = (number, key)
    return found


@pytest.mark.parametrize("which", ["own", "sample"])
def test_each_key_of_each_record_file_mistyped_is_one_message(
    which: str, book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Of many files one is changed at a time: the others are parsed once.
    monkeypatch.setattr("sourcebook.store.book.parse", functools.cache(yaml_source.parse))
    root = book
    if which == "own":
        root = tmp_path / "own"
        shutil.copytree(ROOT / "sources", root / "sources", ignore=shutil.ignore_patterns("fulltext"))
        (root / "exercises").mkdir()
        shutil.copy(ROOT / assignments.FILE, root / assignments.FILE)
    tried = 0
    for path in [*store_book.record_files(root), *assignments.files(root)]:
        before = path.read_text(encoding="utf-8")
        for text, (line, key) in slips(path).items():
            path.write_text(text, encoding="utf-8")
            opened = check.open_book(root, {})
            (problem,) = opened.unread or opened.dangling
            name = path.relative_to(root).as_posix()
            assert (problem.place.file, problem.place.line) == (name, line), str(problem)
            assert problem.message.endswith(f"did you mean {key!r}?"), str(problem)
            tried += 1
        path.write_text(before, encoding="utf-8")
    assert tried > 80
    assert not check.open_book(root, {}).unread


# -- its sisters -------------------------------------------------------------------------------------------------------


def emptied(path: Path) -> None:
    path.write_text("# nothing\n", encoding="utf-8")


def no_yaml(path: Path) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\tend: [\n", encoding="utf-8")


def of_words(path: Path) -> None:
    path.write_text("only words\n", encoding="utf-8")


RECORDS = (
    "sources/actors.yml",
    "sources/places.yml",
    "sources/events.yml",
    "sources/figures.yml",
    "sources/hypotheses.yml",
    "sources/implications.yml",
    "sources/courier-2031.yml",
    "exercises/assignments.yml",
)


@pytest.mark.parametrize("spoil", [emptied, no_yaml, of_words], ids=lambda each: each.__name__)
@pytest.mark.parametrize("name", [*RECORDS, "_toc.yml", "_config.yml"])
def test_a_file_that_cannot_be_read_is_one_message(book: Path, name: str, spoil: Callable[[Path], None]) -> None:
    spoil(book / name)
    checked, built = told(book, "check"), told(book, "build")
    assert checked == built
    code, (line,) = checked
    assert code == FAULTY
    assert line.startswith(name)


@pytest.mark.parametrize("name", [*RECORDS, "_toc.yml", "_config.yml", "index.md", "chapters/people.md"])
def test_a_file_that_is_gone_is_one_message_which_names_it(book: Path, name: str) -> None:
    (book / name).unlink()
    code, (line,) = told(book, "check")
    assert code == FAULTY
    known = {"sources/courier-2031.yml": "courier-2031", "exercises/assignments.yml": "no assignment"}
    assert known.get(name, name.removesuffix(".md")) in line


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "remedy"),
    [
        ("_toc.yml", "- file: chapters/people", "- fiel: chapters/people", "_toc.yml:13", "did you mean 'file'?"),
        ("_toc.yml", "file: chapters/people", "file: chapters/peple", "_toc.yml:13", "mean 'chapters/people'?"),
        ("_config.yml", "title:", "titel:", "_config.yml:4", "did you mean 'title'?"),
        ("_config.yml", "only_build_toc_files", "only_build_toc_file", "_config.yml:9", "'only_build_toc_files'?"),
        ("_config.yml", "    extensions:", "    extentions:", "_config.yml:", "did you mean 'extensions'?"),
        ("_toc.yml", "file: chapters/people", "file: chapters/timeline", "_toc.yml:13", "twice, first on line 8; keep"),
        ("_config.yml", "- colon_fence", "- colon_fnce", "_config.yml:26", "MyST has no extension 'colon_fnce'; corr"),
        ("_config.yml", "heading_anchors: 3", "heading_anchors: 33", "_config.yml:63", "MyST refuses this value:"),
        (
            "_config.yml",
            "- sphinx_comments",
            "- sphinx_coments",
            "_config.yml:55",
            "no extension 'sphinx_coments'; mend",
        ),
        ("sources/courier-2031.yml", "fidelity: original", "fidelity: 7", "sources/courier-2031.yml:10", "one of:"),
        ("sources/courier-2031.yml", "genre: news report\n", "", "sources/courier-2031.yml:", "is missing; add it"),
        ("sources/events.yml", "place: dam", "place: dum", "sources/events.yml:10", "did you mean 'dam'?"),
        ("sources/actors.yml", "id: brill", "id: bril", "sources/courier-2031.yml:44", "did you mean 'bril'?"),
        ("sources/places.yml", "id: dam", "id: sorrelford", "sources/places.yml:", "stands twice"),
    ],
)
def test_one_cause_is_one_message(book: Path, name: str, old: str, new: str, place: str, remedy: str) -> None:
    change(book / name, old, new)
    checked, built = told(book, "check"), told(book, "build")
    assert checked == built
    code, (line,) = checked
    assert code == FAULTY
    assert line.startswith(place)
    assert remedy in line


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "remedy"),
    [
        ("briefs/sorrel-dam.md", "date: 2031-05", "date: 2031-15", "briefs/sorrel-dam.md:8", "a date or a number that"),
        ("briefs/sorrel-dam.md", "series: T", "series: A: T", "briefs/sorrel-dam.md:3", "look at this line"),
        ("briefs/sorrel-dam.md", ":support: agreed", ":support: agred", "briefs/sorrel-dam.md:26", "agreed"),
    ],
)
def test_one_slip_in_a_brief_is_one_message(book: Path, name: str, old: str, new: str, place: str, remedy: str) -> None:
    """Of front matter that cannot be read nothing is said to be missing."""
    change(book / name, old, new)
    code, (line,) = told(book, "check")
    assert code == FAULTY
    assert line.startswith(place)
    assert remedy in line


def test_a_file_of_many_records_under_another_name_is_told_once(book: Path) -> None:
    (book / "sources/events.yml").rename(book / "sources/event.yml")
    assert told(book, "check") == (
        FAULTY,
        ["sources/event.yml: error: it holds 'events', so it is no source; rename it to events.yml. [unreadable]"],
    )


def test_what_was_built_stays_and_is_gone_on_with(book: Path) -> None:
    assert told(book, "build") == (0, [])
    page = (book / "_build/html/index.html").read_bytes()
    change(book / "sources/courier-2031.yml", "exact: >-", "exakt: >-")
    assert told(book, "build")[0] == FAULTY
    assert (book / "_build/html/index.html").read_bytes() == page
    assert not list((book / "_build/.work").glob(".*.begun"))  # no page is read anew for that
    change(book / "sources/courier-2031.yml", "exakt: >-", "exact: >-")
    assert told(book, "build") == (0, [])


# -- check and build judge alike ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "code"),
    [
        ("sources/courier-2031.yml", "language: en", "language: und", Kind.UNKNOWN_LANGUAGE, 0),
        ("sources/courier-2031.yml", "issued: 2031-03-16", "issued: 22 October 2017", Kind.BAD_DATE, FAULTY),
        ("_toc.yml", "      - file: chapters/people\n", "", Kind.UNLISTED_PAGE, 0),
        ("chapters/people.md", "\n", "\nSo “one two three four” it is.\n", Kind.UNPROVEN_QUOTATION, 0),
        ("index.md", "\n", "\n{doc}`nowhere`\n", Kind.FAULTY_PAGE, FAULTY),
    ],
    ids=lambda value: value.label if isinstance(value, Kind) else "",
)
def test_check_and_build_give_one_exit_code(book: Path, name: str, old: str, new: str, kind: Kind, code: int) -> None:
    change(book / name, old, new)
    runs = [CliRunner().invoke(cli.main, ["--root", str(book), word], env=HERE) for word in ("check", "build")]
    assert [run.exit_code for run in runs] == [code, code]
    assert f"[{kind.label}]" in runs[0].stderr


def test_a_source_that_was_never_sealed_is_a_caution(book: Path) -> None:
    (book / "sources/courier-2031.seal.json").unlink()
    found = CliRunner().invoke(cli.main, ["--root", str(book), "check"], env=HERE)
    assert found.exit_code == 0
    assert "never sealed" in found.stderr


# -- the date ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["", "  "])
def test_an_empty_date_is_none(unchanged_book: Path, date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
    assert told(unchanged_book, "check") == (0, [])
    assert "SOURCE_DATE_EPOCH" not in os.environ


@pytest.mark.parametrize("date", ["soon", "1e9", "-5", "９", "9" * 40])
def test_a_date_that_is_none_is_one_message(unchanged_book: Path, date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", date)
    code, (line,) = told(unchanged_book, "check")
    assert code == 2
    assert "is no number of seconds since 1970; correct it, or unset it" in line


@pytest.mark.parametrize("makefile", [ROOT / "Makefile", new_command.TEMPLATES / "book/shell/Makefile"])
@pytest.mark.parametrize(("given", "handed_on"), [(None, "unset"), ("", "unset"), ("12", "12")])
def test_without_a_commit_make_hands_on_no_date(
    makefile: Path, given: str | None, handed_on: str, tmp_path: Path
) -> None:
    """Case: a folder that was unpacked from a ZIP, without `.git`."""
    shutil.copy(makefile, tmp_path / "Makefile")
    (tmp_path / "more.mk").write_text('include Makefile\nsay:\n\t@echo "$${SOURCE_DATE_EPOCH-unset}"\n')
    environ = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"} | {"GIT_CEILING_DIRECTORIES": "/"}
    environ |= {} if given is None else {"SOURCE_DATE_EPOCH": given}
    done = subprocess.run(
        ["make", "-f", "more.mk", "say"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == handed_on


def test_make_calls_no_script_that_a_moved_or_oddly_named_folder_breaks() -> None:
    """Case: `make` in `Geld $5`, and in a folder renamed after the first `make`: pip's script names the old."""
    recipes = [line for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines() if line.startswith("\t")]
    assert [line for line in recipes if re.search("/(sourcebook|sphinx-autobuild)", line)] == []
    assert sum("$(SOURCEBOOK) build" in line for line in recipes) >= 6
