"""`sourcebook find`: every place, who says the words there, and a passage that is accepted as it is pasted."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.cli import main
from sourcebook.commands import find, seal
from sourcebook.commands.find import Hit
from sourcebook.store import articles
from tests.commands.harbour import RECORD, TEXT, write_book


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_book(tmp_path)


@pytest.fixture
def opened(root: Path) -> Opened:
    return check.open_book(root, {})


def one(opened: Opened, words: str) -> Hit:
    found = find.find(opened, words)
    assert len(found.hits) == 1
    return found.hits[0]


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), *arguments], env={articles.TEXTS_VARIABLE: ""})


def test_a_place_has_paragraph_line_zone_and_speaker(opened: Opened) -> None:
    hit = one(opened, "The engine is not safe")
    assert (hit.paragraph, hit.line, hit.zone, hit.speaker) == (2, 9, "body", "reed")
    assert hit.place.same


@pytest.mark.parametrize("words", ["THE ENGINE IS NOT SAFE", "the engine is not  safe", '"The engine is not safe"'])
def test_case_and_white_space_and_marks_around_do_not_matter(words: str, opened: Opened) -> None:
    assert one(opened, words).words == "The engine is not safe"


def test_exact_places_come_first(opened: Opened) -> None:
    hits = find.find(opened, "the boat").hits
    assert [(h.words, h.place.same) for h in hits[:2]] == [("the boat", True), ("The boat", False)]


def test_what_is_pasted_is_accepted(root: Path, opened: Opened) -> None:
    names = []
    for words in ("council meets on friday", "the boat is slow", "We were never asked", "owns a rowing boat"):
        hit = one(opened, words)
        assert hit.recorded == ()
        names.append(hit.paste[0].removeprefix("  - id: "))
        pasted = RECORD.replace("withdrawn:", "\n".join(hit.paste) + "\nwithdrawn:")
        book = write_book(root / names[-1], record=pasted)
        problems = check.check_book(check.open_book(book, {}))
        assert [str(p) for p in problems if p.is_error or p.place.path.startswith("passages[5]")] == []
    assert names == ["council-meets-on-friday", "the-boat-is-slow", "we-were-never-asked", "owns-a-rowing-boat"]


def test_words_that_stand_twice_get_a_prefix_or_a_suffix(opened: Opened) -> None:
    hits = find.find(opened, "The boat is").hits
    assert [h.paste[3].strip() for h in hits] == ["suffix: old", "suffix: slow"]
    assert len({h.paste[0] for h in hits}) == 2


def test_words_in_speech_name_their_speaker(opened: Opened) -> None:
    assert "    speaker: unnamed" in one(opened, "never asked").paste
    assert not any("speaker" in line for line in one(opened, "said a baker").paste)


def test_a_caution_is_announced_without_the_words_around(opened: Opened) -> None:
    hit = one(opened, "40 of them own one")
    assert [p.kind.label for p in hit.problems] == []
    hit = one(opened, "bring it back in April")
    assert [p.kind.label for p in hit.problems] == ["context"]
    assert "    #   context: >-" in hit.paste
    assert "Possibly" not in "\n".join(hit.paste)


def test_a_number_is_never_cut(tmp_path: Path) -> None:
    text = TEXT.replace("About 300 islanders", "About 300 million islanders")
    record = RECORD.replace("About 300 islanders depend", "About 300 million islanders depend")
    opened = check.open_book(write_book(tmp_path, text, record), {})
    hit = one(opened, "300")
    assert (hit.words, hit.widened) == ("300 million", True)


def test_what_is_recorded_already_is_named(opened: Opened) -> None:
    assert one(opened, "300 islanders").recorded == ("ferry-2031/three-hundred",)


def test_a_withdrawn_id_is_not_proposed_again(opened: Opened) -> None:
    hit = next(h for h in find.find(opened, "The council").hits if h.place.same)
    assert hit.paste[0] == "  - id: the-council-2"


def test_furniture_is_found_and_cannot_be_quoted(opened: Opened) -> None:
    found = find.find(opened, "bread prices rise")
    assert found.hits == ()
    assert found.notes == (
        "ferry-2031: the words stand on the page outside of the article, where nothing can be quoted.",
    )


def test_the_nearest_words_are_suggested(opened: Opened) -> None:
    found = find.find(opened, "About 300 villagers depend on the boat")
    assert found.hits == ()
    assert "“About 300 islanders depend on the boat”" in found.suggestions[0]
    assert "“villagers” for “islanders”" in found.suggestions[0]


def test_a_word_that_is_spelt_otherwise_is_suggested(opened: Opened) -> None:
    found = find.find(opened, "Fischermen")
    assert found.suggestions == ("No source that was searched holds the word “Fischermen”. They do hold “Fishermen”.",)


def test_without_the_text_the_sealed_passages_are_searched(tmp_path: Path) -> None:
    more = textwrap.dedent("""\

        Filler one two three
        """)
    words = " ".join(f"word{n}" for n in range(200))
    root = write_book(tmp_path, TEXT.replace("The boat is slow.", f"The boat is slow. {words}.{more.strip() and ''}"))
    assert seal.seal(check.open_book(root, {}), "ferry-2031").problems == ()
    (root / "sources" / "fulltext" / "ferry.txt").unlink()
    opened = check.open_book(root, {})
    hit = one(opened, "engine is not")
    assert (hit.recorded, hit.paragraph, hit.line, hit.speaker) == (("ferry-2031/engine",), 2, 0, "reed")
    assert hit.paste == ()
    found = find.find(opened, "word7")
    assert found.hits == ()
    assert found.notes == ("Article not available, so only what their seals open was searched: ferry-2031.",)


def test_the_command_prints_a_passage(root: Path) -> None:
    result = run(root, "find", "engine is not safe", "--source", "ferry-2031")
    assert result.exit_code == 0, result.output
    assert "ferry-2031, ¶2, line 9, body, said by Tomas Reed:" in result.output
    assert "    exact: >-\n      engine is not safe\n" in result.output


def test_the_command_shows_some_places_and_counts_the_others(root: Path) -> None:
    result = run(root, "find", "the", "--limit", "2")
    assert result.output.count("exact: >-") == 2
    assert "more places" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["find", "zeppelin"], 1, "not found"),
        (["find", "…"], 2, "say which words"),
        (["find"], 2, "WORDS"),
        (["find", "boat", "--source", "fery-2031"], 2, "did you mean 'ferry-2031'"),
    ],
)
def test_what_is_not_found_or_not_asked_has_its_exit_code(
    arguments: list[str], code: int, message: str, root: Path
) -> None:
    result = run(root, *arguments)
    assert result.exit_code == code
    assert message in result.output


def test_every_passage_of_the_five_is_found_where_it_is_recorded(texts: Path, book_root: Path) -> None:
    opened = check.open_book(book_root, {articles.TEXTS_VARIABLE: str(texts)})
    missed, count = [], 0
    for key, source in opened.book.sources.items():
        for passage in source.passages[::5]:
            hits = find.find(opened, passage.exact, key, limit=200).hits
            missed += [] if any(f"{key}/{passage.id}" in hit.recorded for hit in hits) else [passage.id]
            count += 1
    assert count > 40
    assert missed == []


def test_a_passage_in_another_script_is_named_by_its_words_or_its_paragraph(tmp_path: Path) -> None:
    """Case: `find` in Russian and Chinese sources named every passage `passage`."""
    text = TEXT.replace("About 300 islanders", "渡轮 停航. 渡轮 停航. Парома нет. About 300 islanders")
    opened = check.open_book(write_book(tmp_path, text), {})
    ids = [hit.paste[0].removeprefix("  - id: ") for hit in find.find(opened, "渡轮 停航").hits]
    paragraph = find.find(opened, "渡轮 停航").hits[0].paragraph
    assert ids == [f"p{paragraph}", f"p{paragraph}-2"]
    assert one(opened, "Парома нет").paste[0] == "  - id: paroma-net"
