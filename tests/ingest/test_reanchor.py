"""`sourcebook reanchor`: a corrected article, found again; nothing lost, nothing guessed, nothing written unasked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook import check
from sourcebook.cli import main
from sourcebook.ingest import reanchor as ingest_reanchor
from sourcebook.ingest.reanchor import ReanchorOptions
from sourcebook.model.problems import CommandReport, SourcebookError
from sourcebook.model.records import Source
from sourcebook.store import articles, atomic, book
from tests.commands.harbour import RECORD, TEXT, write_book

NEW_PARAGRAPH = "The company said on Thursday: “We are sorry for it.” It gave no date."
WITH_PARAGRAPH = TEXT.replace("Advertisement\n", "Advertisement\n\nBuy a boat!\n").replace(
    "What comes next\n", f"What comes next\n\n{NEW_PARAGRAPH}\n"
)
CORRECTED = TEXT.replace("About 300 islanders depend on the boat", "About 400 islanders depend on the old boat")
MOVED = TEXT.replace("\nFishermen bring", "\nA paragraph that is quite new.\n\nFishermen bring")
WITHOUT_BREAD = TEXT.replace("Fishermen bring bread and letters across when the weather lets them", "Nobody comes")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book")


def reanchor(root: Path, text: str, write: bool = False, take: tuple[str, ...] = ()) -> CommandReport:
    path = root.parent / "new.txt"
    path.write_text(text, encoding="utf-8")
    return ingest_reanchor.reanchor(
        check.open_book(root, {}), "ferry-2031", path, ReanchorOptions(write, take), environ={}
    )


def record(root: Path) -> Source:
    return book.load_book(root)[0].sources["ferry-2031"]


def errors(root: Path) -> list[str]:
    return [str(p) for p in check.check_book(check.open_book(root, {})) if p.is_error]


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.name != ".lock")
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_the_book_of_these_tests_is_without_error(root: Path) -> None:
    assert errors(root) == []


def test_without_the_flag_nothing_is_written(root: Path) -> None:
    before = files(root)
    report = reanchor(root, CORRECTED)
    assert report.lines[-1].startswith("Nothing was written.")
    assert files(root) == before


def test_the_same_text_changes_nothing(root: Path) -> None:
    before = files(root)
    report = reanchor(root, TEXT, write=True)
    assert "nothing changed" in report.lines[0]
    assert files(root) == before


def test_unchanged_passages_are_listed(root: Path) -> None:
    lines = reanchor(root, WITH_PARAGRAPH).lines
    assert "Passages: 5 unchanged, 0 not." in lines
    assert "  unchanged: ferry-stopped, engine, three-hundred, boat-is-old, bread" in lines


def test_a_passage_whose_paragraph_has_another_number_now_says_so(root: Path) -> None:
    lines = reanchor(root, MOVED).lines
    assert "  unchanged, now in ¶7 (was ¶6): bread" in lines
    assert "  unchanged: ferry-stopped, engine, three-hundred, boat-is-old" in lines


def test_a_new_paragraph_is_named_inside_a_zone_and_outside(root: Path) -> None:
    assert (
        "New on line 19, inside a zone, which takes it in: A paragraph that is quite …" in reanchor(root, MOVED).lines
    )
    outside = "New on line 19, in no zone; add it to one if it is the article's: The company said on Thursday: …"
    assert outside in reanchor(root, WITH_PARAGRAPH).lines


def test_a_changed_passage_is_shown_as_a_word_diff(root: Path) -> None:
    report = reanchor(root, CORRECTED)
    text = "\n".join(report.lines)
    assert "CHANGED, ¶3: three-hundred" in text
    assert "About [300 → 400] islanders depend on the [– → old] boat , although" in text
    assert [p.kind.label for p in report.problems] == ["misquoted"]


def test_a_vanished_passage_is_named(root: Path) -> None:
    report = reanchor(root, WITHOUT_BREAD)
    assert any("VANISHED" in line and "bread" in line for line in report.lines)
    assert [p.place.path for p in report.problems] == ["passages[4].exact"]


def test_zones_speech_and_fingerprint_are_carried_over(root: Path) -> None:
    report = reanchor(root, WITH_PARAGRAPH, write=True)
    assert report.lines[-1].startswith("Written: ")
    assert errors(root) == []
    found = record(root)
    assert [(z.zone, z.lines) for z in found.zones] == [
        ("title", "5"),
        ("body", "9"),
        ("body", "15"),
        ("heading", "17"),
        ("body", "21-23"),
        ("author-note", "25"),
    ]
    assert found.text.file == "ferry-2.txt"
    assert found.text.sha256 == hashlib.sha256(WITH_PARAGRAPH.encode()).hexdigest()
    assert [p.id for p in found.passages] == ["ferry-stopped", "engine", "three-hundred", "boat-is-old", "bread"]


def test_new_speech_between_two_spans_moves_the_ordinals(root: Path) -> None:
    text = TEXT.replace("“We were never asked,”", "“Thank you,” said one. “We were never asked,”")
    report = reanchor(root, text, write=True)
    assert [(s.span, s.speaker) for s in record(root).speech] == [(1, "reed"), (2, "unnamed"), (3, "unnamed")]
    assert "Speech 2 (unnamed): now 3, ¶3." in report.lines
    written = (root / "sources" / "ferry-2031.yml").read_text(encoding="utf-8")
    assert "  # A baker without a name.\n  - span: 3\n" in written
    assert errors(root) == []


def test_speech_that_vanished_is_taken_out_and_named(root: Path) -> None:
    text = TEXT.replace("“The engine is not safe.”", "The engine is not safe.")
    report = reanchor(root, text, write=True)
    assert [(s.span, s.speaker) for s in record(root).speech] == [(1, "unnamed")]
    assert "Speech 1 (reed): vanished, taken out." in report.lines
    assert "  the same words, and no longer right where they stand: engine" in report.lines
    assert "wrong-speaker" in [p.kind.label for p in report.problems]


def test_hand_written_lines_stay_as_they_are(root: Path) -> None:
    path = root / "sources" / "ferry-2031.yml"
    before = path.read_text(encoding="utf-8").splitlines()
    reanchor(root, WITH_PARAGRAPH, write=True)
    after = path.read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before)
    changed = [a for a, b in zip(before, after, strict=True) if a != b]
    assert all(line.lstrip().startswith(("lines:", "file:", "sha256:", "- {zone: heading")) for line in changed)
    assert "  file: ferry-2.txt   # the first copy" in after


def test_the_old_text_stays_beside_the_new(root: Path) -> None:
    reanchor(root, CORRECTED, write=True)
    folder = root / "sources" / "fulltext"
    assert (folder / "ferry.txt").read_text(encoding="utf-8") == TEXT
    assert (folder / "ferry-2.txt").read_text(encoding="utf-8") == CORRECTED


def test_words_change_only_where_they_are_taken(root: Path) -> None:
    reanchor(root, CORRECTED, write=True)
    assert record(root).passages[2].exact.startswith("About 300")
    assert len(errors(root)) == 1


@pytest.mark.parametrize("take", ["three-hundred", "all"])
def test_taken_words_are_written_as_a_block(take: str, root: Path) -> None:
    report = reanchor(root, CORRECTED, write=True, take=(take,))
    assert report.problems == ()
    written = (root / "sources" / "ferry-2031.yml").read_text(encoding="utf-8")
    words = "About 400 islanders depend on the old boat, although 40 of them own one."
    block = f"    exact: >-\n      {words}\n    plain: Three"
    assert block in written
    assert errors(root) == []


def test_a_passage_that_stands_twice_now_gets_words_beside_it(root: Path) -> None:
    again = "Fishermen bring bread and letters across when the weather lets them. The boat is old."
    report = reanchor(root, TEXT.replace("The boat is old.", again), write=True, take=("bread",))
    assert any("CHANGED" in line and "bread" in line for line in report.lines)
    assert (record(root).passages[4].prefix, record(root).passages[4].suffix) == ("old.", "")
    assert errors(root) == []


def test_a_changed_suffix_is_proposed_anew(root: Path) -> None:
    report = reanchor(root, TEXT.replace("The boat is old.", "The boat is ancient."), write=True, take=("boat-is-old",))
    assert record(root).passages[3].suffix == "ancient"
    assert report.problems == ()


def test_a_paragraph_that_is_cited_by_number_is_cited_by_its_new_one(root: Path) -> None:
    actors = root / "sources" / "actors.yml"
    before = actors.read_text(encoding="utf-8")
    report = reanchor(root, MOVED, write=True)
    assert "sources/actors.yml:9: cites ¶6, which is now ¶7." in report.lines
    assert actors.read_text(encoding="utf-8") == before.replace("paragraph: 6", "paragraph: 7")


def test_a_cited_paragraph_that_vanished_is_left_for_its_author(root: Path) -> None:
    paragraph = next(line for line in TEXT.split("\n") if line.startswith("Fishermen"))
    before = (root / "sources" / "actors.yml").read_bytes()
    report = reanchor(root, TEXT.replace(f"{paragraph}\n\n", ""), write=True)
    assert "sources/actors.yml:9: cites ¶6, which VANISHED; correct it by hand." in report.lines
    assert (root / "sources" / "actors.yml").read_bytes() == before


def test_where_a_record_cannot_be_written_all_is_as_it_was(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files(root)
    real = atomic.write_part
    failed: list[Path] = []

    def failing(path: Path, data: bytes) -> Path:
        if path.name == "ferry-2031.yml" and not failed:
            failed.append(path)
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(atomic, "write_part", failing)
    with pytest.raises(SourcebookError, match="No space left"):
        reanchor(root, MOVED, write=True)
    assert failed
    assert files(root) == before


def test_a_record_that_cannot_be_edited_by_lines_is_left_alone(tmp_path: Path) -> None:
    spans = RECORD[RECORD.index("speech:") : RECORD.index("passages:")]
    flow = "speech: [{{span: 1, speaker: reed}}, {{span: 2, speaker: unnamed}}]\n"
    root = write_book(tmp_path / "book", record=RECORD.replace(spans, flow))
    before = files(root)
    with pytest.raises(SourcebookError, match="lines of their own"):
        reanchor(root, TEXT.replace("“The engine is not safe.”", "The engine is not safe."), write=True)
    assert files(root) == before


def test_a_zone_that_ends_inside_a_line_is_found_again(tmp_path: Path) -> None:
    record_ = RECORD.replace("    lines: 9\n", "    lines: 9\n    starts: The ferry\n")
    root = write_book(tmp_path / "book", record=record_)
    reanchor(root, TEXT.replace("The ferry to Merrow", "Update: The old ferry to Merrow"), write=True)
    assert record(root).zones[1].starts != "The ferry"
    assert [e for e in errors(root) if "zone" in e] == []


def test_without_the_old_text_it_only_looks(root: Path) -> None:
    (root / "sources" / "fulltext" / "ferry.txt").unlink()
    report = reanchor(root, CORRECTED)
    assert "  same: engine" in report.lines
    assert "  not found: three-hundred" in report.lines
    with pytest.raises(SourcebookError, match="old text"):
        reanchor(root, CORRECTED, write=True)


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments], env={articles.TEXTS_VARIABLE: ""})


def test_exit_codes_tell_a_clean_one_from_one_with_errors(root: Path, tmp_path: Path) -> None:
    for text, code in ((WITH_PARAGRAPH, 0), (CORRECTED, 1)):
        (tmp_path / "n.txt").write_text(text, encoding="utf-8")
        assert run(root, "reanchor", "ferry-2031", str(tmp_path / "n.txt")).exit_code == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody", "n.txt"], "there is no source"),
        (["ferry-2031", "none.txt"], "not there"),
        (["ferry-2031", "n.txt", "--take", "engine"], "--take goes with --write"),
        (["ferry-2031", "n.txt", "--write", "--take", "engin"], "no passage 'engin'"),
    ],
)
def test_a_wrong_call_ends_with_2(arguments: list[str], message: str, root: Path, tmp_path: Path) -> None:
    (tmp_path / "n.txt").write_text(CORRECTED, encoding="utf-8")
    key, file, *rest = arguments
    result = run(root, "reanchor", key, str(tmp_path / file), *rest)
    assert result.exit_code == 2
    assert message in result.output
