"""What is written for authors reads back as it was meant, and an edit leaves the rest of a file alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import ID
from sourcebook.store import yaml_edit, yaml_source
from sourcebook.store.yaml_edit import Kept, Manuscript

LIST = """\
# of the file
zones:
  # of the first
  - zone: title
    lines: "1"

  # of the second
  - zone: body   # behind a value
    lines: 3-5

  - {zone: caption, lines: 7}
speech: []
note: last
"""
TRAPS = [
    "a: b",
    "a #b",
    "[T]he",
    "- x",
    "*x",
    "&x",
    "!x",
    "'x",
    '"x',
    "x:",
    "",
    "NO",
    "16:30",
    "{x}",
    "a,b,",
    "?",
    "%x",
    "@x",
    "`x",
]


def read(text: str) -> object:
    document = yaml_source.parse(text)
    assert document.problems == []
    return document.value


@pytest.mark.parametrize("words", TRAPS)
def test_a_value_reads_back_whatever_yaml_makes_of_its_signs(words: str) -> None:
    assert read("\n".join(yaml_edit.entry("key", words))) == {"key": words}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200), st.booleans())
def test_any_words_read_back_as_one_line(words: str, block: bool) -> None:
    assert read("\n".join(yaml_edit.entry("key", words, block=block))) == {"key": yaml_edit.one_line(words)}


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(yaml_edit.one_line))
def test_a_passage_reads_back(words: str) -> None:
    lines = ["passages:", *yaml_edit.passage("a-b", words, "be: fore", "", "reed")]
    expected = {"id": "a-b", "exact": yaml_edit.one_line(words), "prefix": "be: fore", "speaker": "reed"}
    assert read("\n".join(lines) + "\n") == {"passages": [expected]}


def test_a_passage_is_a_folded_block() -> None:
    assert yaml_edit.passage("engine", "The engine: [sic] # old") == [
        "  - id: engine",
        "    exact: >-",
        "      The engine: [sic] # old",
    ]


def test_long_words_are_folded_inside_the_margin() -> None:
    lines = yaml_edit.entry("because", "many words " * 40, 2)
    assert lines[0] == "  because: >-"
    assert len(lines) > 3
    assert max(map(len, lines)) <= yaml_edit.WIDTH


@pytest.mark.parametrize(
    ("words", "taken", "expected"),
    [
        (["The", "Engine", "is", "not", "safe", "today"], [], "the-engine-is-not-safe"),
        (["Reed’s", "café"], [], "reeds-cafe"),
        (["boat"], ["boat", "boat-2"], "boat-3"),
        (["…"], [], "passage"),
        (["Парома", "нет", "с", "понедельника"], [], "paroma-net-s-ponedelnika"),
        (["Φέρι", "του", "νησιού"], ["feri-tu-nisiu"], "feri-tu-nisiu-2"),
        (["Kızıl", "Straße", "Łódź", "Ørsted"], [], "kizil-strasse-lodz-orsted"),
        (["渡轮"], [], "passage"),
    ],
)
def test_an_id_is_made_of_words_and_never_taken(words: list[str], taken: list[str], expected: str) -> None:
    assert yaml_edit.slug(words, taken) == expected


def test_an_id_without_letters_to_romanise_is_what_the_caller_says() -> None:
    assert yaml_edit.slug(["渡轮停航"], ["p12"], otherwise="p12") == "p12-2"


@pytest.mark.parametrize("word", ["여객선이섬에오지않는다" * 20, "Щ" * 300, "word" * 90])
def test_an_id_of_long_words_has_the_form_of_an_id(word: str) -> None:
    assert re.fullmatch(ID, yaml_edit.slug([word] * 5, ()))


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    yaml_edit.create_file(path, b"one")
    with pytest.raises(SourcebookError, match="there already"):
        yaml_edit.create_file(path, b"two")
    assert path.read_bytes() == b"one"


def test_a_value_is_replaced_where_it_stands() -> None:
    manuscript = Manuscript(LIST)
    manuscript.replace(("zones", 1, "zone"), "heading")
    manuscript.replace(("zones", 0, "lines"), "2")
    manuscript.replace(("zones", 2, "lines"), "9")
    assert manuscript.result() == LIST.replace("zone: body ", "zone: heading ").replace('"1"', '"2"').replace(
        "7}", "9}"
    )


def test_entries_keep_their_comments_when_a_list_is_written_anew() -> None:
    manuscript = Manuscript(LIST)
    new = ["  - zone: heading", "    lines: 2"]
    manuscript.rewrite(("zones",), [new, Kept(1, {"lines": "4-6"}), Kept(2)])
    without = LIST.replace('  # of the first\n  - zone: title\n    lines: "1"\n\n', "")
    assert manuscript.result() == without.replace("zones:\n", "zones:\n" + "\n".join(new) + "\n\n").replace(
        "3-5", "4-6"
    )


def test_a_list_may_become_empty_and_an_empty_one_a_list() -> None:
    manuscript = Manuscript(LIST)
    manuscript.rewrite(("zones",), [])
    manuscript.rewrite(("speech",), [["  - span: 1", "    speaker: reed"]])
    expected = {"zones": [], "speech": [{"span": "1", "speaker": "reed"}], "note": "last"}
    assert read(manuscript.result()) == expected


def test_a_block_is_folded_in_the_place_of_any_value() -> None:
    text = (
        "passages:\n  - id: a\n    exact: old words\n  # of b\n  - id: b\n    exact: >-\n      older\n      words\n"
        "\n    note: n\n"
    )
    manuscript = Manuscript(text)
    manuscript.fold(("passages", 0, "exact"), "new: words")
    manuscript.fold(("passages", 1, "exact"), "newer")
    manuscript.add_key(("passages", 1, "exact"), ["    prefix: the"])
    assert manuscript.result() == (
        "passages:\n  - id: a\n    exact: >-\n      new: words\n  # of b\n  - id: b\n    exact: >-\n      newer\n"
        "    prefix: the\n\n    note: n\n"
    )


def test_line_ends_and_byte_order_mark_stay() -> None:
    assert yaml_edit.as_before("a\nb\n", b"\xef\xbb\xbfx\r\n") == b"\xef\xbb\xbfa\r\nb\r\n"
    assert yaml_edit.as_before("a\nb\n", b"x\n") == b"a\nb\n"
