"""Accepting, rejecting and remembering, by the command as an author gives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook import check
from sourcebook.cli import main
from sourcebook.store import articles
from tests.drafting.pieces import WIRE, write_book


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_book(tmp_path)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "draft", *arguments], env={articles.TEXTS_VARIABLE: ""})


def lines(root: Path, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(root, "--json", *arguments).stdout.splitlines()]


def test_a_line_of_json_has_the_keys_of_the_manual(root: Path) -> None:
    for each in lines(root):
        assert set(each) == {"id", "kind", "source", "passages", "record", "why", "confidence"}


def test_nothing_is_written_by_showing(root: Path) -> None:
    before = {path: path.read_bytes() for path in (root / "sources").rglob("*") if path.is_file()}
    assert run(root).exit_code == 0
    assert {path: path.read_bytes() for path in (root / "sources").rglob("*") if path.is_file()} == before


def test_nothing_is_accepted_in_bulk_that_was_not_shown(root: Path) -> None:
    first = run(root, "--accept", "event")
    assert "were not shown before" in first.stdout
    assert not (root / "sources" / "events.yml").exists()
    assert "sources/events.yml:" in run(root, "--accept", "event").stdout


def test_all_that_is_accepted_is_proven_and_quotes_no_more_than_a_third(root: Path) -> None:
    run(root)
    assert run(root, "--accept", "all").exit_code == 0
    problems = check.check_book(check.open_book(root, {}))
    assert {p.kind.label for p in problems if p.is_error} == set()
    assert "large-share" not in {p.kind.label for p in problems}
    assert lines(root, "--kind", "event") == []


def test_comments_order_and_line_ends_stay(root: Path) -> None:
    path = root / "sources" / "wire.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    run(root)
    run(root, "--accept", "speech", "--accept", "passage")
    after = path.read_bytes()
    head, tail = before.split(b"speech:")[0], b"# The end.\r\n"
    assert after.startswith(head)
    assert after.endswith(tail)
    assert b"speaker: tom-arkell  # 1\r\n" in after
    assert after.count(b"\n") == after.count(b"\r\n")


def test_one_is_accepted_by_its_id_with_whom_it_names(root: Path) -> None:
    span = next(each for each in lines(root, "wire") if each["kind"] == "speech")
    run(root, "--accept", str(span["id"]))
    assert "id: tom-arkell" in (root / "sources" / "actors.yml").read_text(encoding="utf-8")
    assert check.open_book(root, {}).book.sources["wire"].speech[0].speaker == "tom-arkell"


def test_what_is_rejected_is_remembered_and_holds_no_words(root: Path) -> None:
    first, second = (str(each["id"]) for each in lines(root)[:2])
    run(root, "--reject", first, "--reject", second)
    kept = (root / "sources" / "rejected-drafts.txt").read_text(encoding="utf-8")
    assert {first, second} <= {line.split()[0] for line in kept.splitlines()}
    assert "Arkell" not in kept
    assert not {first, second} & {each["id"] for each in lines(root)}


def test_rejections_of_two_authors_merge_even_with_marks_of_a_conflict(root: Path) -> None:
    first, second = (str(each["id"]) for each in lines(root)[:2])
    text = f"<<<<<<< ours\n{first} wire\n=======\n{second} column\n>>>>>>> theirs\n"
    (root / "sources" / "rejected-drafts.txt").write_text(text, encoding="utf-8")
    assert not {first, second} & {each["id"] for each in lines(root)}


def test_accounts_that_were_wrongly_joined_come_apart(root: Path) -> None:
    joined = next(each for each in lines(root) if isinstance(each["source"], list) and each["kind"] == "figure")
    run(root, "--reject", str(joined["id"]))
    figures = [each for each in lines(root, "--kind", "figure") if each["record"]["unit"] == "jobs"]  # type: ignore[index]
    assert {"wire", "column"} == {str(each["source"]) for each in figures}


def test_what_is_not_there_is_answered_with_the_nearest(root: Path) -> None:
    name = str(lines(root)[0]["id"])
    assert f"did you mean {name!r}?" in run(root, "--accept", name[:-1]).stderr
    assert "did you mean 'wire'?" in run(root, "wier").stderr
    assert "did you mean 'event'?" in run(root, "--accept", "evnt").stderr
    assert "Did you mean 'figure'?" in run(root, "--kind", "figur").stderr


def test_a_book_without_its_articles_says_what_to_do(root: Path) -> None:
    for path in (root / "sources" / "fulltext").iterdir():
        path.unlink()
    result = run(root)
    assert result.exit_code == 2
    assert "SOURCEBOOK_TEXTS" in result.stderr


def test_files_need_no_book(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(WIRE, encoding="utf-8")
    assert "said by Tom Arkell" in run(tmp_path, "--texts", str(path)).stdout
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "data"), [("empty.txt", b""), ("blank.txt", b" \n\n"), ("scan.pdf", b"%PDF-1.4\n%%EOF")]
)
def test_a_file_without_words_is_refused_with_a_remedy(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    result = run(tmp_path, "--texts", str(tmp_path / name))
    assert result.exit_code == 2
    assert result.stderr.startswith("sourcebook: ")
    assert "Traceback" not in result.stderr


def test_drafts_of_files_cannot_be_kept(tmp_path: Path) -> None:
    assert "add them to a book first" in run(tmp_path, "--texts", "x.txt", "--accept", "all").stderr


def test_a_language_is_a_code_and_a_file_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(WIRE, encoding="utf-8")
    assert "write `en`" in run(tmp_path, "--texts", "--language", "english", str(path)).stderr
    assert "several articles" not in run(tmp_path, "--texts", str(path), str(path)).stdout
