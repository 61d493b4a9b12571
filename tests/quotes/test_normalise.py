"""Rule 1, one difference at a time: what `normalise` takes away, and what it keeps."""

from __future__ import annotations

import unicodedata

import pytest

from sourcebook.model.characters import INVISIBLE
from sourcebook.quotes import normalise
from sourcebook.quotes.normalise import CLOSING, LIGATURES, Stream, canonical, clean, count_words, is_word, tokens


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("café", "cafe\u0301"),
        ("Å", "\u212b"),
        ("“so”", '"so"'),
        ("„so“", '"so"'),
        ("‘so’", "'so'"),
        ("master’s", "master's"),
        ("masterʼs", "master's"),
        ("ʼsoʼ", "'so'"),
        ("master‛s", "master's"),
        ("well\u2010armed", "well-armed"),
        ("well\u2011armed", "well-armed"),
        ("2014–2016", "2014-2016"),
        ("the gate — shut", "the gate - shut"),
        ("the gate—shut", "the gate--shut"),
        ("the gate—shut", "the gate --- shut"),
        ("wait…", "wait..."),
        ("wait …", "wait . . ."),
        ("wait…", "wait\u00a0.\u00a0.\u00a0."),
        ("office", "o\ufb03ce"),
        ("\ufb01rst \ufb02oor \ufb00", "first floor ff"),
        ("in one night", "in\u00a0one\u202fnight"),
        ("in one night", " in\n\none\tnight\u2028"),
        ("fifty", "fi\u00adfty"),
        ("fifty", "fif\u200dty\ufeff"),
        ("fifty", "fi\U000e0101fty"),
    ],
)
def test_differences_that_never_matter(printed: str, typed: str) -> None:
    assert tokens(printed) == tokens(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Gate", "gate"),
        ("café", "cafe"),
        ("2.5", "2,5"),
        ("20,000", "20 000"),
        ("the gate, shut", "the gate shut"),
        ("the gate. shut", "the gate, shut"),
        ("well-armed", "well armed"),
        ("well-armed", "wellarmed"),
        ("“so”", "so"),
        ("masters'", "masters"),
        ("its", "it's"),
        ("x²", "x2"),
        ("wait..", "wait..."),
        ("one night", "onenight"),
        ("---- so", "-- so"),
    ],
)
def test_differences_that_matter(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


@pytest.mark.parametrize("char", sorted(INVISIBLE))
def test_no_invisible_character_is_left(char: str) -> None:
    assert tokens(f"ga{char}te") == ("gate",)


@pytest.mark.parametrize("char", sorted(LIGATURES))
def test_every_ligature_is_unfolded(char: str) -> None:
    assert clean(char) == unicodedata.normalize("NFKC", char)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at 5:23PM.", ("at", "5:23PM", ".")),
        ("$9,000 a head", ("$", "9,000", "a", "head")),
        ("2.5 metres", ("2.5", "metres")),
        ("the clerk's keys", ("the", "clerk's", "keys")),
        ("the clerks’ keys", ("the", "clerks", "'", "keys")),
        ("the U.S. and e.g. us", ("the", "U.S", ".", "and", "e.g", ".", "us")),
        ("45th well-armed", ("45th", "well", "-", "armed")),
        ("“Go!”", ('"', "Go", "!", '"')),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("सड़कें बंद हैं।", ("सड़कें", "बंद", "हैं", "।")),
        ("করেনি, না", ("করেনি", ",", "না")),
        ("ถนนปิด ๓", ("ถ", "น", "น", "ปิ", "ด", "๓")),
        ("2031年1月", ("2031", "年", "1", "月")),
        ("湖「は」", ("湖", "「", "は", "」")),
        ("n\u0336o\u0336t", ("n\u0336o\u0336t",)),
        ("x \u0301 y", ("x", "\u0301", "y")),
        ("٣٫٥ متر", ("٣٫٥", "متر")),
        ("1\ufe0f\u20e3 go", ("1\u20e3", "go")),
        ('צה"ל בית־ספר', ("צה", '"', "ל", "בית", "-", "ספר")),
        ("Oʻzbek Qurʾān µg", ("O'zbek", "Qur'ān", "μg")),
    ],
)
def test_tokens_of_other_scripts(text: str, expected: tuple[str, ...]) -> None:
    """A combining mark belongs to its letter; a letter of a script without spaces is a token."""
    assert tokens(text) == expected


def test_both_expressions_cut_plain_text_alike() -> None:
    """The quick one serves text without marks and without letters that stand alone: for every such character."""
    whole = normalise._full_pattern()
    for code in range(0x110000):
        char = chr(code)
        if normalise._BEYOND.search(char) or unicodedata.category(char) == "Cs":
            continue
        for text in (f"a{char}b", f"1{char}2 {char}", f"{char}'{char}.{char}"):
            assert normalise._PLAIN.findall(text) == whole.findall(text), hex(code)


def test_canonical_text_is_as_long_as_clean_text() -> None:
    text = clean("“It’s” — ‘so’ well\u2010armed – „ja“ ʼtwas 2\u22125…")
    assert len(canonical(text)) == len(text)


def test_words_are_counted_and_marks_are_not() -> None:
    assert count_words(tokens("“Well-armed” guards: 40.")) == 4
    assert is_word("40")
    assert not any(map(is_word, CLOSING))


def test_a_stream_finds_runs_of_whole_tokens() -> None:
    stream = Stream("the gate was the gate was shut".split())
    assert list(stream.find(["the", "gate", "was"])) == [0, 3]
    assert list(stream.find(["the", "gate"], 1)) == [3]
    assert list(stream.find(["the", "gate"], 0, 4)) == [0]
    assert list(stream.find(["gat"])) == []
    assert list(stream.find([])) == []
    assert list(stream.find(["shut"], 99)) == []
    assert stream.holds(["was", "shut"])
    assert not stream.holds(["as", "shut"])


def test_a_stream_finds_runs_with_cut_words_at_their_ends() -> None:
    stream = Stream("the gate was shut".split())
    assert stream.around(["ate", "was", "sh"]) == (1, 4)
    assert stream.around(["ga"]) == (1, 2)
    assert stream.around(["ate", "shut"]) is None
    assert stream.around([]) is None


def test_runs_that_overlap_are_all_found() -> None:
    assert list(Stream(["so", "so", "so"]).find(["so", "so"])) == [0, 1]
