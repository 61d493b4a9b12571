"""Rule 2: how the editor's marks are read out of a quotation, before anything is sought in a source."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.quotes.marks import Mark, Pattern, literal, read


def nobody(run: tuple[str, ...]) -> bool:
    return False


def shape(quotation: str) -> list[str]:
    """A pattern as a list: runs of words, and the names of the marks between them."""
    pattern, problems = read(quotation, nobody)
    assert problems == []
    out: list[str] = []
    for i, joint in enumerate(pattern.joints):
        out += [f"<{j.mark.value} {' '.join(j.words)}>" for j in joint]
        out += [" ".join(pattern.parts[i].words)] if i < len(pattern.parts) else []
    return out


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("the gate […] shut", ["the gate", "<omission >", "shut"]),
        ("the gate [...] shut", ["the gate", "<omission >", "shut"]),
        ("the gate [. . .] shut", ["the gate", "<omission >", "shut"]),
        ("[…] the gate […]", ["<omission >", "the gate", "<omission >"]),
        ("the [old] gate", ["the", "<bracket old>", "gate"]),
        ("the gate [was left] […] shut", ["the gate", "<bracket was left>", "<omission >", "shut"]),
        ("the gate[s] shut", ["the", "<form s>", "shut"]),
        ("the [un]shut", ["the", "<form un>"]),
        ("[Brandt]'s gate", ["<bracket Brandt's>", "gate"]),
        ("the gate [sic] shut", ["the gate", "<comment sic>", "shut"]),
        ("the gate [Sic!] shut", ["the gate", "<comment Sic !>", "shut"]),
        ("the gate [as printed]", ["the gate", "<comment as printed>"]),
        ("[T]he gate", ["The gate"]),
        ("[I]t's shut", ["It's shut"]),
        ("[A] gate", ["<bracket A>", "gate"]),
    ],
)
def test_marks(quotation: str, expected: list[str]) -> None:
    assert shape(quotation) == expected


def test_a_letter_in_brackets_changes_case_and_may_be_as_it_was() -> None:
    pattern, _ = read("[T]he gate", nobody)
    assert pattern.parts[0].readings() == [("the", "gate"), ("The", "gate")]


@pytest.mark.parametrize(
    "quotation", ["the [gate", "the gate]", "the [[gate]]", "the ] gate [", "the [] gate", "the [ ] gate"]
)
def test_brackets_that_do_not_pair(quotation: str) -> None:
    pattern, problems = read(quotation, nobody)
    assert [p.kind for p in problems] == [Kind.BAD_MARK]
    assert pattern == literal(quotation)


def test_a_bracket_that_the_source_holds_beside_the_same_word_is_its_own() -> None:
    asked: list[tuple[str, ...]] = []

    def owns(run: tuple[str, ...]) -> bool:
        asked.append(run)
        return run == ("men", "[", "those", "]")

    pattern, _ = read("two men [those] of [those] gates", owns)
    assert pattern.parts[0].words == ("two", "men", "[", "those", "]", "of")
    assert pattern.joints[1][0].mark is Mark.BRACKET
    assert ("of", "[", "those", "]") in asked


def endings(quotation: str) -> list[tuple[str, ...]]:
    return [p.parts[-1].words for p in literal(quotation).closings()]


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        ("the gate", []),
        ("the gate.", [("the", "gate")]),
        ("the gate;", [("the", "gate")]),
        ("the gate?", []),
        ('"gate".', [('"', "gate", '"'), ('"', "gate", ".", '"'), ('"', "gate", ",", '"')]),
    ],
)
def test_closing_marks_of_the_quoting_sentence(quotation: str, expected: list[tuple[str, ...]]) -> None:
    assert endings(quotation) == expected


def test_a_closing_mark_behind_an_omission_is_nobodys_word() -> None:
    pattern, _ = read("the gate […].", nobody)
    assert [len(p.parts) for p in (pattern, *pattern.closings())] == [2, 1]
    assert [p.has_words for p in (Pattern((), ((),)), literal("…"), literal("so"))] == [False, False, True]


def test_what_a_changed_form_brings_in_is_the_whole_word() -> None:
    pattern, _ = read("seem[ed] lost", nobody)
    assert pattern.joints[0][0].brought == ("seemed",)
