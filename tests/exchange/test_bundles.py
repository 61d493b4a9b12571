"""A bundle goes to a colleague, is changed on both sides and comes back: merged, each clash shown, nothing lost."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from tests.exchange.conftest import Run

PEOPLE = "chapters/people.md"


def edit(book: Path, name: str, before: str, after: str) -> None:
    path = book / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture
def other(flood: Path, run: Run, tmp_path: Path) -> Path:
    """A colleague's copy, without the articles, into which Anna's bundle was opened."""
    assert run("bundle", tmp_path / "anna.zip", "--as", "Anna").exit_code == 0
    copy = tmp_path / "other"
    shutil.copytree(flood, copy, ignore=shutil.ignore_patterns("fulltext", ".sourcebook"))
    assert run("bundle", "open", tmp_path / "anna.zip", "--yes", root=copy).exit_code == 0
    return copy


def both_change(flood: Path, other: Path, run: Run, tmp_path: Path) -> Path:
    """Ben's bundle, after both changed one actor and one page, and each of them something else."""
    edit(other, "sources/actors.yml", "name: Tobias Wenn", "name: Tobias M. Wenn")
    edit(other, "sources/actors.yml", "name: Joint River", "name: The Joint River")
    event = "  # Ben's own.\n  - id: bens\n    title: Ben's\n    date: 2031\n"
    event += "    reports: [{source: ives-2031, paragraph: 3}]\n"
    edit(other, "sources/events.yml", "events:\n", f"events:\n{event}")
    (other / PEOPLE).write_text((other / PEOPLE).read_text() + "\nBen was here.\n")
    (other / "chapters" / "more.md").write_text("# More\n\nBy Ben.\n")
    assert run("bundle", tmp_path / "ben.zip", "--as", "Ben", root=other).exit_code == 0
    edit(flood, "sources/actors.yml", "name: Tobias Wenn", "name: T. Wenn")
    edit(flood, "sources/actors.yml", "name: Ada Brill", "name: Ada A. Brill")
    (flood / PEOPLE).write_text((flood / PEOPLE).read_text() + "\nAnna was here.\n")
    return tmp_path / "ben.zip"


def test_what_one_side_changed_is_merged_and_every_clash_is_shown(
    flood: Path, other: Path, run: Run, tmp_path: Path
) -> None:
    file = both_change(flood, other, run, tmp_path)
    actors = (flood / "sources" / "actors.yml").read_text()
    shown = run("bundle", "open", file, "--dry-run")
    assert (shown.exit_code, (flood / "sources" / "actors.yml").read_text()) == (1, actors)
    assert "“actors/commission”. Changed by Ben." in shown.stdout
    assert "clash: “actors/wenn”" in shown.stdout
    assert "name, yours:  T. Wenn" in shown.stdout
    assert "name, theirs: Tobias M. Wenn" in shown.stdout
    assert run("bundle", "open", file, "--yes").exit_code == 1
    merged = (flood / "sources" / "actors.yml").read_text()
    assert merged == actors.replace("name: Joint River", "name: The Joint River")
    assert "# Ben's own.\n  - id: bens" in (flood / "sources" / "events.yml").read_text()
    assert "By Ben" in (flood / "chapters" / "more.md").read_text()
    assert (flood / PEOPLE).read_text().endswith("Anna was here.\n")
    assert (flood / f"{PEOPLE}.from-ben").read_text().endswith("Ben was here.\n")


def test_a_clash_is_decided_by_name_and_both_sides_learn_it(flood: Path, other: Path, run: Run, tmp_path: Path) -> None:
    file = both_change(flood, other, run, tmp_path)
    decide = ["--take", "theirs", "actors/wenn", "--take", "ours", PEOPLE, "--yes"]
    done = run("bundle", "open", file, *decide)
    assert done.exit_code == 0
    assert "Anna decided: theirs." in done.stdout
    assert "name: Tobias M. Wenn" in (flood / "sources" / "actors.yml").read_text()
    assert "0 clash" not in run("bundle", "open", file).stdout
    assert "clash" not in run("bundle", "open", file).stdout
    run("bundle", tmp_path / "back.zip")
    back = run("bundle", "open", tmp_path / "back.zip", "--yes", root=other)
    assert back.exit_code == 0
    assert "Anna decided on actors/wenn: the side of Ben." in back.stdout
    assert (other / PEOPLE).read_text() == (flood / PEOPLE).read_text()
    assert (other / "sources" / "actors.yml").read_text() == (flood / "sources" / "actors.yml").read_text()


def test_without_a_common_past_every_difference_is_a_clash(flood: Path, run: Run, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger"
    shutil.copytree(flood, stranger)
    edit(stranger, "sources/actors.yml", "name: Tobias Wenn", "name: Tobias M. Wenn")
    run("bundle", tmp_path / "s.zip", "--as", "S", root=stranger)
    assert "1. clash: “actors/wenn”" in run("bundle", "open", tmp_path / "s.zip").stdout


def test_passages_of_both_sides_keep_their_proof_without_the_article(
    flood: Path, other: Path, run: Run, tmp_path: Path
) -> None:
    record = flood / "sources" / "courier-2031.yml"
    record.write_text(record.read_text() + "  - id: warm\n    exact: >-\n      The baker lit his oven at midnight\n")
    assert run("seal", "courier-2031").exit_code == 0
    run("bundle", tmp_path / "warm.zip")
    edit(other, "sources/courier-2031.yml", "plain: The lake was almost full", "plain: The lake was nearly full")
    assert run("bundle", "open", tmp_path / "warm.zip", "--yes", root=other).exit_code == 0
    text = (other / "sources" / "courier-2031.yml").read_text()
    assert "- id: warm" in text
    assert "nearly full" in text
    assert "33 sealed" in run("check", root=other).stdout


def test_the_header_of_one_side_goes_with_the_passages_of_the_other(
    flood: Path, other: Path, run: Run, tmp_path: Path
) -> None:
    edit(other, "sources/courier-2031.yml", "short: Courier", "short: The Courier  # Ben's")
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    edit(flood, "sources/courier-2031.yml", "plain: The lake was almost full", "plain: The lake was nearly full")
    assert run("bundle", "open", tmp_path / "b.zip", "--yes").exit_code == 0
    text = (flood / "sources" / "courier-2031.yml").read_text()
    assert "short: The Courier  # Ben's" in text
    assert "nearly full" in text
    assert "32 full" in run("check").stdout


def test_a_list_or_a_file_that_one_side_lacks_comes_in(flood: Path, other: Path, run: Run, tmp_path: Path) -> None:
    path = flood / "sources" / "hypotheses.yml"
    head, _, evidence = path.read_text().partition("\nevidence:")
    assert evidence
    path.write_text(f"{head}\n")
    (flood / "sources" / "implications.yml").unlink()
    shutil.rmtree(flood / ".sourcebook")
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    assert run("bundle", "open", tmp_path / "b.zip", "--yes").exit_code == 0
    assert (flood / "sources" / "implications.yml").read_text() == (other / "sources" / "implications.yml").read_text()
    assert run("export", "evidence", "--to", tmp_path / "x").exit_code == 0
    assert json.loads((tmp_path / "x" / "evidence.json").read_text())["evidence"]


def test_both_add_a_record_of_one_name(flood: Path, other: Path, run: Run, tmp_path: Path) -> None:
    for book, name in ((flood, "Anna's"), (other, "Ben's")):
        path = book / "sources" / "actors.yml"
        path.write_text(path.read_text() + f"  - id: new-one\n    name: {name}\n    kind: person\n")
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    shown = run("bundle", "open", tmp_path / "b.zip").stdout
    assert "clash: “actors/new-one”" in shown
    assert "name, yours:  Anna's" in shown


def test_what_was_taken_out_here_does_not_come_back(flood: Path, other: Path, run: Run, tmp_path: Path) -> None:
    edit(flood, "sources/actors.yml", "    confused-with:\n      - {actor: commission", "    # {actor: commission")
    path = flood / "sources" / "actors.yml"
    start, end = path.read_text().index("  - id: commission"), path.read_text().index("  - id: traders")
    path.write_text(path.read_text()[:start] + path.read_text()[end:])
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    done = run("bundle", "open", tmp_path / "b.zip", "--yes")
    assert "You took it out; back: --take theirs actors/commission" in done.stdout
    assert "- id: commission" not in path.read_text()


def test_what_was_taken_out_here_is_a_clash_only_where_it_was_changed_since(
    flood: Path, other: Path, run: Run, tmp_path: Path
) -> None:
    path, event = flood / "sources" / "events.yml", "  - id: new-one\n    title: New\n    date: 2031\n"
    event += "    reports: [{source: ives-2031, paragraph: 3}]\n"
    edit(flood, "sources/events.yml", "events:\n", f"events:\n{event}")
    run("bundle", tmp_path / "a.zip")
    assert "taken: “events/new-one”" in run("bundle", "open", tmp_path / "a.zip", "--yes", root=other).stdout
    edit(flood, "sources/events.yml", event, "")
    run("bundle", tmp_path / "a.zip")
    told = run("bundle", "open", tmp_path / "a.zip", "--yes", root=other)
    assert "Taken out in the bundle: events/new-one; to follow" in told.stdout
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    done = run("bundle", "open", tmp_path / "b.zip", "--yes")
    assert (done.exit_code, "ours stays: “events/new-one”" in done.stdout) == (0, True)
    edit(other, "sources/events.yml", "title: New\n", "title: Newer\n")
    run("bundle", tmp_path / "b.zip", root=other)
    assert "clash: “events/new-one”. You took out what Ben has" in run("bundle", "open", tmp_path / "b.zip").stdout
    decided = ("--take", "ours", "events/new-one", "--as", "Anna", "--yes")
    assert run("bundle", "open", tmp_path / "b.zip", *decided).exit_code == 0
    assert "clash" not in run("bundle", "open", tmp_path / "b.zip", "--yes").stdout
    assert "new-one" not in path.read_text()


def test_a_source_comes_without_its_passages_that_nothing_proves(
    flood: Path, other: Path, run: Run, tmp_path: Path
) -> None:
    body = " ".join(f"On day {day} the ferry of Port Lindow lay at its quay." for day in range(20))
    (tmp_path / "ferry.txt").write_text(f"The ferry that waits\n\nNobody sails. {body}\n")
    run("add", tmp_path / "ferry.txt", "--key", "ferry-2033")
    (tmp_path / "q.csv").write_text("quote,source\nNobody sails.,ferry-2033\n")
    run("import", tmp_path / "q.csv", "--yes")
    run("bundle", tmp_path / "a.zip")
    done = run("bundle", "open", tmp_path / "a.zip", "--yes", root=other)
    assert "does not fit: “ferry-2033/nobody-sails”" in done.stdout
    assert "passages: []" in (other / "sources" / "ferry-2033.yml").read_text()
    assert run("seal", "ferry-2033").exit_code == 0
    run("bundle", tmp_path / "a.zip")
    done = run("bundle", "open", tmp_path / "a.zip", "--yes", root=other)
    assert "taken: “ferry-2033/nobody-sails”" in done.stdout
    assert "33 sealed" in run("check", root=other).stdout


def test_a_page_beside_the_settings_clashes_in_the_book_where_one_is(
    flood: Path, other: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for book, name in ((flood, "Anna"), (other, "Ben")):
        (book / "index.md").write_text(f"# Of {name}\n")
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    monkeypatch.chdir(flood)
    assert run("bundle", "open", tmp_path / "b.zip", "--yes", root=Path()).exit_code == 1
    assert [(flood / name).read_text() for name in ("index.md", "index.md.from-ben")] == ["# Of Anna\n", "# Of Ben\n"]


def test_a_bundle_that_was_packed_anew_on_windows(flood: Path, other: Path, run: Run, tmp_path: Path) -> None:
    edit(other, "sources/actors.yml", "name: Tobias Wenn", "name: Tobias M. Wenn")
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    with zipfile.ZipFile(tmp_path / "b.zip") as before, zipfile.ZipFile(tmp_path / "w.zip", "w") as after:
        for name in [*before.namelist(), "chapters/"]:
            entry = zipfile.ZipInfo()
            entry.filename = name.replace("/", "\\")
            after.writestr(entry, b"" if name.endswith("/") else before.read(name))
    assert "taken: “actors/wenn”" in run("bundle", "open", tmp_path / "w.zip", "--yes").stdout
    assert "Nothing is to be written" in run("bundle", "open", tmp_path / "w.zip", "--yes").stdout


def test_a_passage_that_nothing_proves_is_not_taken(flood: Path, other: Path, run: Run, tmp_path: Path) -> None:
    end = "  - id: made-up\n    exact: >-\n      The baker lit nothing at all\n"
    record = other / "sources" / "courier-2031.yml"
    record.write_text(record.read_text() + end)
    run("bundle", tmp_path / "b.zip", "--as", "Ben", root=other)
    done = run("bundle", "open", tmp_path / "b.zip", "--yes")
    assert done.exit_code == 1
    assert "does not fit: “courier-2031/made-up”" in done.stdout
    assert "made-up" not in (flood / "sources" / "courier-2031.yml").read_text()


def test_articles_travel_only_where_they_were_asked_for(flood: Path, run: Run, tmp_path: Path) -> None:
    run("bundle", tmp_path / "a.zip", "--as", "Anna")
    assert not [name for name in zipfile.ZipFile(tmp_path / "a.zip").namelist() if name.endswith(".txt")]
    assert "2 articles whole" in run("bundle", "--with-texts", tmp_path / "b.zip").stdout
    empty = tmp_path / "empty"
    (empty / "sources").mkdir(parents=True)
    done = run("bundle", "open", tmp_path / "b.zip", "--yes", root=empty)
    assert done.exit_code == 0
    assert "32 full" in run("check", root=empty).stdout
    assert (empty / "chapters" / "people.md").exists()


def test_nothing_but_records_pages_and_seals_leaves_the_book(flood: Path, run: Run, tmp_path: Path) -> None:
    (flood / "chapters" / "secret.py").write_text("x = 1\n")
    (flood / "private").mkdir()
    (flood / "private" / "graded.md").write_text("# key\n")
    run("bundle", tmp_path / "a.zip", "--as", "Anna")
    names = set(zipfile.ZipFile(tmp_path / "a.zip").namelist())
    assert {"bundle.json", "sources/actors.yml", "sources/ives-2031.seal.json", PEOPLE, "_toc.yml"} <= names
    assert not names & {"chapters/secret.py", "private/graded.md", "conf.py", "_config.yml"}


def archive(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("bundle.json", json.dumps({"sourcebook": 1, "by": "Mallory"}))
        for name, data in entries:
            file.writestr(name, data)
    return out.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    "name",
    [
        "../evil.md", "/etc/passwd", "chapters/../../x.md", "chapters\\..\\x.md", "conf.py", "_config.yml", "C:/x.md",
        "sources/../x.yml", "sources/X.yml", "private/x.md", ".git/config", "chapters/.x.md", "chapters/x.py",
        "chapters/a/b/c/d/e/f.md", "sources/fulltext/x.txt", "texts/../x", "chapters/x.md.exe", "exercises/",
        "sources/x.seal.json.md",
    ],
)  # fmt: skip
def test_a_file_that_is_no_part_of_a_bundle_is_refused(name: str, flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "evil.zip").write_bytes(archive((name, b"x")))
    before = sorted(path for path in tmp_path.rglob("*"))
    done = run("bundle", "open", tmp_path / "evil.zip", "--yes")
    assert done.exit_code == 2
    assert "nothing of it was used" in done.stderr
    assert sorted(path for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (archive((link("chapters/x.md"), b"/etc/passwd")), "a link"),
        (archive(("chapters/x.md", b"a"), ("chapters/X.md", b"b")), "twice"),
        (archive(("sources/actors.yml", b"x" * (9 * 1024 * 1024))), "larger than any record"),
        (archive(("sources/actors.yml", b"actors: [\n")), "no record file that can be read"),
        (archive(("sources/actors.yml", b"actors: &a [*a]\n")), "no record file that can be read"),
        (archive(("sources/actors.yml", b"\xff\xfe")), "not UTF-8"),
        (b"PK\x03\x04 cut", "damaged"),
        (b"no archive", "damaged"),
    ],
)
def test_hostile_and_broken_bundles(data: bytes, why: str, flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "evil.zip").write_bytes(data)
    done = run("bundle", "open", tmp_path / "evil.zip", "--yes")
    assert done.exit_code == 2
    assert why in done.stderr


def test_records_that_the_book_could_not_hold_are_not_taken(flood: Path, run: Run, tmp_path: Path) -> None:
    before = (flood / "sources" / "actors.yml").read_text()
    wrong = b"actors:\n  - id: x\n    name: X\n    kind: dragon\n"
    (tmp_path / "evil.zip").write_bytes(archive(("sources/actors.yml", wrong)))
    assert "could not be read" in run("bundle", "open", tmp_path / "evil.zip", "--yes").stderr
    dangling = b"events:\n  - id: e\n    title: E\n    date: 2031\n    actors: [nobody]\n    reports: []\n"
    (tmp_path / "e.zip").write_bytes(archive(("sources/events.yml", dangling)))
    done = run("bundle", "open", tmp_path / "e.zip", "--yes")
    assert done.exit_code == 1
    assert "Nothing is taken" in done.stdout
    assert (flood / "sources" / "actors.yml").read_text() == before


@pytest.mark.parametrize("name", ["_toc.yml", "exercises/assignments.yml"])
def test_lists_that_could_not_be_read_are_not_taken(name: str, flood: Path, run: Run, tmp_path: Path) -> None:
    before = (flood / name).read_bytes()
    (tmp_path / "b.zip").write_bytes(archive((name, b"a: [\n")))
    done = run("bundle", "open", tmp_path / "b.zip", "--take", "theirs", name, "--as", "A", "--yes")
    assert done.exit_code == 2
    assert "could not be read" in done.stderr or "cannot be read" in done.stderr
    assert (flood / name).read_bytes() == before


def test_a_folder_that_leads_out_of_the_book_is_not_written_through(flood: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (flood / "chapters" / "deep").symlink_to(tmp_path / "outside")
    (tmp_path / "b.zip").write_bytes(archive(("chapters/deep/x.md", b"# x\n")))
    assert run("bundle", "open", tmp_path / "b.zip", "--yes").exit_code == 2
    assert not list((tmp_path / "outside").iterdir())


def test_calls_that_are_wrong(flood: Path, run: Run, tmp_path: Path) -> None:
    assert "say who you are" in run("bundle", tmp_path / "a.zip").stderr
    assert "does not end in .zip" in run("bundle", flood / "index.md", "--as", "A").stderr
    (tmp_path / "other.zip").write_bytes(b"PK\x05\x06" + b"\0" * 18)
    assert "no bundle" in run("bundle", tmp_path / "other.zip", "--as", "A").stderr
    assert "open it with" in run("import", _bundle(run, tmp_path)).stderr
    assert "Did you mean 'open'" in run("bundle", "opne", tmp_path / "a.zip").stderr
    assert run("bundle", "--as", "A", tmp_path / "again.zip").exit_code == 0
    wrong = run("bundle", "open", tmp_path / "a.zip", "--take", "theirs", "actors/wen", "--as", "A")
    assert "no record or page that differs" in wrong.stderr


def _bundle(run: Run, folder: Path) -> Path:
    run("bundle", folder / "a.zip", "--as", "A")
    return folder / "a.zip"
