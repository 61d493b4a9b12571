"""The commands `quote` and `check`: arguments, exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook.cli import main
from tests.needs import ROOT
from tests.quotes.velm import write_book

FINE, FAULTY, MISCALLED = 0, 1, 2


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_book(tmp_path_factory.mktemp("book"))


def run(root: Path, *arguments: str, given: str | bytes | None = None) -> Result:
    """Call the command line on a book; what is raised but an exit fails the test."""
    found = CliRunner().invoke(main, ["--root", str(root), *arguments], input=given, env={"SOURCEBOOK_TEXTS": ""})
    assert isinstance(found.exception, SystemExit | None), found.exception
    assert "Traceback" not in found.output
    return found


# -- one quotation ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "speaker", "code"),
    [
        ("We did not sleep", "Brandt", FINE),
        ("No lock was broken", "author", FINE),  # a caution
        ("We did never sleep", "Brandt", FAULTY),
        ("We did not sleep", "Ren", FAULTY),
        ("We did not sleep", "nobody-here", FAULTY),
        ("", "Brandt", FAULTY),
    ],
)
def test_the_verdict_on_one_quotation(root: Path, words: str, speaker: str, code: int) -> None:
    found = run(root, "quote", "--source", "velm", "--speaker", speaker, words)
    assert found.exit_code == code
    assert found.stdout.startswith("accepted" if code == FINE else "rejected")


def test_words_need_no_quotation_marks(root: Path) -> None:
    assert run(root, "quote", "--source", "velm", "We", "did", "not", "sleep").exit_code == FINE


def test_words_that_begin_with_a_dash_stand_behind_two(root: Path) -> None:
    assert run(root, "quote", "--source", "velm", "--", "- thirty-two of them").exit_code == FINE


def test_one_answer_as_json(root: Path) -> None:
    found = run(root, "quote", "--source", "velm", "--json", "We did not sleep")
    reply = json.loads(found.stdout)
    assert list(reply) == ["id", "verdict", "state", "zone", "speaker", "paragraph", "problems"]
    assert reply["verdict"] == "accepted"


# -- many -------------------------------------------------------------------------------------------------------------

LINES = """\
{"id": 1, "source": "velm", "exact": "We did not sleep", "speaker": "Brandt"}

{"id": 2, "source": "velm", "exact": "We did sleep"}
not json
"""


def test_a_file_of_questions(root: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(LINES, encoding="utf-8")
    found = run(root, "quote", "--from", str(tmp_path / "q.jsonl"), "--json")
    replies = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(r["id"], r["verdict"]) for r in replies] == [(1, "accepted"), (2, "rejected"), (None, "rejected")]
    assert found.exit_code == FAULTY


def test_questions_from_standard_input(root: Path) -> None:
    found = run(root, "quote", "--from", "-", "--json", given=LINES.splitlines()[0])
    assert (json.loads(found.stdout)["verdict"], found.exit_code) == ("accepted", FINE)


def test_questions_answered_for_a_reader(root: Path) -> None:
    found = run(root, "quote", "--from", "-", given=LINES)
    assert found.stdout.splitlines()[0] == "1: accepted (full). body, ¶4, said by ilse-brandt."


def test_no_question_no_answer(root: Path) -> None:
    found = run(root, "quote", "--from", "-", "--json", given="\n\n")
    assert (found.stdout, found.exit_code) == ("", FINE)


def test_bytes_that_are_no_text_are_answered(root: Path) -> None:
    found = run(root, "quote", "--from", "-", "--json", given=b'\xff\n{"source": "velm", "exact": "\\ud800"}\n')
    assert [json.loads(line)["verdict"] for line in found.stdout.splitlines()] == ["rejected", "rejected"]


# -- calls that are wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["quote"], "--source KEY"),
        (["quote", "words"], "--source KEY"),
        (["quote", "--source", "velm"], "--source KEY"),
        (["quote", "--from", "gone.jsonl"], "gone.jsonl"),
        (["quote", "--sorce", "velm", "x"], "--source"),
        (["quotes", "x"], "Did you mean 'quote'?"),
        (["chek"], "Did you mean 'check'?"),
        (["xyzzy"], "No such command"),
        (["export", "clearanse", "--to", "x"], "Did you mean 'clearance'?"),
        (["build", "htlm"], "Did you mean 'html'?"),
        (["build", "xyzzy"], "is not one of"),
        (["packet", "--paper", "us-leter"], "Did you mean 'us-letter'?"),
        (["new", "exercise", "x", "--kind", "numerik"], "Did you mean 'numeric'?"),
    ],
)
def test_a_wrong_call_is_answered_with_what_to_do(root: Path, arguments: list[str], words: str) -> None:
    found = run(root, *arguments)
    assert found.exit_code == MISCALLED
    assert words in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize("command", [["quote", "--source", "velm", "x"], ["check"]])
def test_a_folder_without_a_book_is_a_wrong_call(tmp_path: Path, command: list[str]) -> None:
    found = run(tmp_path, *command)
    assert found.exit_code == MISCALLED
    assert "there is no book in" in found.stderr


def test_what_words_hold_is_no_matter_for_the_terminal(root: Path) -> None:
    words = os.fsdecode(b"We \xff sleep")
    command = [sys.executable, "-m", "sourcebook", "--root", str(root), "quote", "--source", "velm", words]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == FAULTY
    assert done.stdout.startswith(b"rejected")
    assert b"Traceback" not in done.stderr


def test_every_command_explains_itself() -> None:
    for name, command in main.commands.items():
        found = CliRunner().invoke(main, [name, "--help"])
        assert found.exit_code == FINE
        assert command.help


# -- the start --------------------------------------------------------------------------------------------------------


def test_no_command_loads_the_work_of_another_as_the_program_starts() -> None:
    loaded = (
        "import sys; from sourcebook.cli import main; print(*(m for m in sys.modules if m.startswith('sourcebook.')))"
    )
    done = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)
    rooms = {name.split(".")[1] for name in done.stdout.split()}
    assert rooms == {"cli", "model", "processes", "store"}
