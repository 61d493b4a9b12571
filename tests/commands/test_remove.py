"""`sourcebook remove`: all that falls with a source, and only that; tombstones; all of it or nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook import check
from sourcebook.cli import main
from sourcebook.model.problems import Kind
from sourcebook.store import atomic, book, yaml_source
from tests import sealed
from tests.sealed import KEY

OTHER = "pier-2032"
PIER = """\
title: The pier
short: Pier
genre: report
language: en
fidelity: original
origin: pier-2032
reliability: {letter: F, because: Nothing is known of the copy.}
text:
  file: pier.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
zones: [{zone: body, lines: 1}]
speech: [{span: 1, speaker: torn}]
"""
ACTORS = """\
# Who is who.
actors:
  - id: torn
    name: Pavel Torn
    kind: person
    roles:
      - source: salt-2031
        role: the mayor
        paragraph: 3

  # He speaks in one article alone.
  - id: fisherman
    name: a fisherman at the northern pier
    kind: person
    roles:
      - source: salt-2031
        role: mends his boat
        paragraph: 5

  - id: baker
    name: the baker
    kind: person
    confused-with:
      - actor: fisherman
        because: Both are called Old Ben.
    roles:
      - source: salt-2031
        role: no word of him
        paragraph: 2
      - source: pier-2032
        role: bakes
        paragraph: 1
"""
EVENTS = """\
# What happened.
events:
  - id: gates-shut
    title: The gates shut
    date: 2031
    reports:
      # The mayor's view.
      - source: salt-2031
        passage: people-sent-home
        says: >-
          On a Tuesday:
          source: salt-2031 is not a key here.
      - source: pier-2032
        paragraph: 1

  # Only the salt works tell of it.
  - id: dam-raised
    title: The dam is raised
    date: 2020
    reports:
      - {source: salt-2031, passage: fallen-by-four-metres}

  - id: pier-built
    title: The pier is built
    date: 1990
    actors: [torn, baker]
    reports: [{source: salt-2031, paragraph: 5}, {source: pier-2032, paragraph: 1}, {source: salt-2031, paragraph: 6}]
    order:
      - source: pier-2032
        before: dam-raised
        paragraph: 1
"""
HYPOTHESES = """\
hypotheses:
  - id: greed
    title: Greed
    statement: The company wanted the land.
    holders:
      - {source: salt-2031, holder: author, stance: implies, paragraph: 4}
  - id: drought
    title: Drought
    statement: The lake fell.
    holders:
      - {source: pier-2032, holder: author, stance: asserts, paragraph: 1}
    claims:
      - text: The gauge says so.
        source: salt-2031
        paragraph: 4
evidence:
  - id: gauge
    title: The gauge
    source: pier-2032
    paragraph: 1
    ratings:
      - {hypothesis: greed, cell: N, because: It says nothing.}
      - {hypothesis: drought, cell: C, because: It fits.}
  - id: letter
    title: The letter
    source: salt-2031
    passage: people-sent-home
    ratings:
      - {hypothesis: drought, cell: N, because: It says nothing.}
withdrawn:
  - id: floods
    because: Nobody held it.
"""
FIGURES = """\
figures:
  - id: sent-home
    title: People sent home
    counts: people
    reports:
      - source: salt-2031
        passage: people-sent-home
        best: 214
"""
PAGE = """\
# A page

The mayor said {sb:q}`Nobody told us <salt-2031/nobody-told-us>`.
The dam was raised, says {sb:event}`dam-raised`.
The pier was built, says {sb:event}`pier-built`.
A raised dam (dam-raised) in plain words.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    sealed.write_book(tmp_path)
    files = {"events": EVENTS, "hypotheses": HYPOTHESES, "figures": FIGURES, "actors": ACTORS, OTHER: PIER}
    for name, text in files.items():
        (tmp_path / "sources" / f"{name}.yml").write_text(text, encoding="utf-8")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "page.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "_build").mkdir(exist_ok=True)
    (tmp_path / "_build" / "old.md").write_text(PAGE, encoding="utf-8")
    assert [str(p) for p in check.check_book(check.open_book(tmp_path, {})) if p.is_error] == []
    return tmp_path


def remove(root: Path, *arguments: str) -> Result:
    environ = {"SOURCEBOOK_TEXTS": ""}
    result = CliRunner().invoke(main, ["--root", str(root), "remove", *arguments], env=environ)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def files(root: Path) -> dict[str, bytes]:
    found = sorted(p for p in root.rglob("*") if p.is_file() and p.name != ".lock")
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}


def value(root: Path, name: str) -> dict[str, list[dict[str, object]]]:
    text = (root / "sources" / f"{name}.yml").read_text(encoding="utf-8")
    found: dict[str, list[dict[str, object]]] = yaml_source.parse(text).value
    return found


def ids(rows: list[dict[str, object]]) -> list[object]:
    return [row["id"] for row in rows]


def done(root: Path) -> Result:
    return remove(root, KEY, "--write", "--because", "The publisher asked: no quotations.")


# -- the list ---------------------------------------------------------------------------------------------------------


def test_without_write_all_is_listed_and_nothing_changed(root: Path) -> None:
    before = files(root)
    result = remove(root, KEY)
    assert result.exit_code == 0
    assert files(root) == before
    lines = [line.strip() for line in result.output.splitlines()]
    assert f"sources/{KEY}.yml" in lines
    assert f"sources/{KEY}.seal.json" in lines
    assert "sources/fulltext/salt.txt" in lines
    passages = "people-sent-home, nobody-told-us, fallen-by-four-metres, gauge-moved, will-come-back, union-asked"
    assert f"6 passages: {passages}" in lines
    report = "sources/events.yml:8 (events[0].reports[0]): report of event gates-shut"
    assert f"{report}, because it cites salt-2031" in lines
    assert "sources/events.yml:17 (events[1]): event dam-raised, because only salt-2031 reports it" in lines
    assert "sources/actors.yml:12 (actors[1]): actor fisherman, because only salt-2031 reports it" in lines
    assert "Nothing was changed. To do it: --write --because REASON." in lines


def test_the_lines_that_must_be_edited_by_hand_are_listed(root: Path) -> None:
    output = remove(root, KEY).output
    assert "chapters/page.md:3: The mayor said" in output
    assert "chapters/page.md:4: The dam was raised" in output
    assert "page.md:5" not in output
    assert "page.md:6" not in output
    assert "_build" not in output


# -- done -------------------------------------------------------------------------------------------------------------


def test_the_files_of_the_source_are_gone_and_the_rest_still_loads(root: Path) -> None:
    assert done(root).exit_code == 1  # a page still names it
    assert not sealed.record(root).exists()
    assert not sealed.seal_file(root).exists()
    assert not (root / "sources" / "fulltext" / "salt.txt").exists()
    assert [str(p) for p in check.check_book(check.open_book(root, {})) if p.is_error] == []
    assert [name for name in files(root) if "before" in name] == []


def test_reports_fall_and_events_that_nobody_tells(root: Path) -> None:
    done(root)
    events = value(root, "events")
    assert ids(events["events"]) == ["gates-shut", "pier-built"]
    assert events["events"][0]["reports"] == [{"source": OTHER, "paragraph": "1"}]
    assert events["events"][1]["reports"] == [{"source": OTHER, "paragraph": "1"}]
    assert "order" not in events["events"][1]
    assert ids(events["withdrawn"]) == ["dam-raised"]


def test_actors_stay_where_something_else_names_them(root: Path) -> None:
    done(root)
    actors = value(root, "actors")
    assert ids(actors["actors"]) == ["torn", "baker"]
    assert "roles" not in actors["actors"][0]
    assert "confused-with" not in actors["actors"][1]
    assert ids(actors["withdrawn"]) == ["fisherman"]


def test_hypotheses_ratings_and_evidence_fall(root: Path) -> None:
    done(root)
    tree = value(root, "hypotheses")
    assert ids(tree["hypotheses"]) == ["drought"]
    assert "claims" not in tree["hypotheses"][0]
    assert ids(tree["evidence"]) == ["gauge"]
    assert tree["evidence"][0]["ratings"] == [{"hypothesis": "drought", "cell": "C", "because": "It fits."}]
    assert ids(tree["withdrawn"]) == ["floods", "greed", "letter"]


def test_a_list_that_lost_all_is_an_empty_list(root: Path) -> None:
    done(root)
    assert value(root, "figures")["figures"] == []


def test_what_stays_stays_as_it_was_written(root: Path) -> None:
    done(root)
    text = (root / "sources" / "events.yml").read_text(encoding="utf-8")
    assert text.startswith(
        "# What happened.\nevents:\n  - id: gates-shut\n    title: The gates shut\n    date: 2031\n    reports:\n"
        "      - source: pier-2032\n        paragraph: 1\n\n  - id: pier-built\n"
    )
    assert "    reports: [{source: pier-2032, paragraph: 1}]\n" in text
    assert "Only the salt works tell of it" not in text


def test_the_ids_are_never_used_again(root: Path) -> None:
    text = sealed.record(root).read_text(encoding="utf-8")
    done(root)
    stones = value(root, "withdrawn")["withdrawn"]
    assert stones[0]["id"] == KEY
    assert stones[0]["because"] == "The publisher asked: no quotations."
    sealed.record(root).write_text(text, encoding="utf-8")
    found = check.open_book(root, {}).problems
    assert [(p.kind, p.place.file) for p in found if p.is_error and KEY in p.message] == [
        (Kind.DUPLICATE_ID, f"sources/{KEY}.yml")
    ]


def test_every_passage_has_its_tombstone_and_earlier_ones_keep_their_reason(root: Path) -> None:
    with sealed.record(root).open("a", encoding="utf-8") as file:
        file.write("withdrawn:\n  - id: bees\n    because: It was a joke.\n")
    done(root)
    record = book.load_book(root)[0].collections["withdrawn"]
    stones = {stone.id: stone.because for stone in record.withdrawn[0].passages}  # type: ignore[attr-defined]
    assert stones["bees"] == "It was a joke."
    assert stones["union-asked"] == "The publisher asked: no quotations."
    assert len(stones) == 7


def test_the_day_stands_on_every_tombstone(root: Path) -> None:
    remove(root, KEY, "--write", "--because", "Asked", "--date", "2031-05-06")
    stone = value(root, "withdrawn")["withdrawn"][0]
    assert stone["date"] == "2031-05-06"
    assert {row["date"] for row in stone["passages"]} == {"2031-05-06"}  # type: ignore[attr-defined]  # a list of rows
    days = {row["id"]: row.get("date") for row in value(root, "events")["withdrawn"]}
    assert days == {"dam-raised": "2031-05-06"}


def test_without_a_day_it_is_today(root: Path) -> None:
    before = dt.datetime.now(dt.UTC).date().isoformat()
    done(root)
    after = dt.datetime.now(dt.UTC).date().isoformat()
    assert before <= str(value(root, "withdrawn")["withdrawn"][0]["date"]) <= after


@pytest.mark.parametrize("day", ["6 May", "2031-02-31", "tomorrow"])
def test_what_is_no_day_is_refused(root: Path, day: str) -> None:
    before = files(root)
    result = remove(root, KEY, "--write", "--because", "Asked", "--date", day)
    assert result.exit_code == 2
    assert files(root) == before


def test_a_second_source_joins_the_first(root: Path) -> None:
    done(root)
    result = remove(root, OTHER, "--write", "--because", "Asked as well")
    assert "chapters/page.md:5: The pier was built" in result.output
    assert ids(value(root, "withdrawn")["withdrawn"]) == [KEY, OTHER]
    assert [str(p) for p in check.check_book(check.open_book(root, {})) if p.is_error] == []


# -- wrong calls and failures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("nobody-2000",), (KEY, "--write"), (KEY, "--write", "--because", "  ")])
def test_a_wrong_call_changes_nothing(root: Path, arguments: tuple[str, ...]) -> None:
    before = files(root)
    assert remove(root, *arguments).exit_code == 2
    assert files(root) == before


def test_a_source_that_is_gone_cannot_be_removed_again(root: Path) -> None:
    done(root)
    result = remove(root, KEY)
    assert result.exit_code == 2
    assert "was withdrawn already" in result.output


@pytest.mark.parametrize("fails_at", [0, 1, 4])
def test_a_failure_leaves_everything_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    before, written = files(root), atomic.write_part
    calls: list[Path] = []

    def full(path: Path, data: bytes) -> Path:
        calls.append(path)
        if len(calls) > fails_at:
            raise OSError(28, "No space left on device", str(path))
        return written(path, data)

    monkeypatch.setattr(atomic, "write_part", full)
    result = done(root)
    assert result.exit_code == 2
    assert "everything is as it was" in result.output
    assert files(root) == before
