"""Every kind of problem arises from its smallest bad input, and only that kind, at the right place.

Here: the folders under `tests/bad/`, one a kind: a book of one source, and where only a quotation can be at fault, that
quotation in `quotations.jsonl`. Not here: the rules themselves (`tests/quotes/`), nor what only pages bring up.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import corpus
from sourcebook.check import Limits, check_book, open_book
from sourcebook.commands import quote
from sourcebook.model.problems import Kind, Place
from tests.attack import tricks

BAD = Path(__file__).parent / "bad"
NOTE = "sources/note.yml"
WORDS = "passages[0].exact"
ANY_SHARE = Limits(share_warn=100, share_fail=100)

RECORDS = {
    Kind.UNREADABLE: Place(NOTE),
    Kind.SYNTAX: Place(NOTE, 1),
    Kind.FORBIDDEN_YAML: Place(NOTE, 3),
    Kind.UNKNOWN_KEY: Place(NOTE, 3, "gendre"),
    Kind.MISSING_KEY: Place(NOTE, 1),
    Kind.WRONG_TYPE: Place(NOTE, 5, "fidelity"),
    Kind.DUPLICATE_ID: Place(NOTE, 16, "passages[1].id"),
    Kind.UNKNOWN_REFERENCE: Place(NOTE, 16, "passages[0].via"),
    Kind.BAD_ZONE: Place(NOTE, 13, "zones[1]"),
    Kind.BAD_SPEECH: Place(NOTE, 1, "speech"),
    Kind.TEXT_CHANGED: Place(NOTE, 9, "text.file"),
    Kind.MISQUOTED: Place(NOTE, 15, WORDS),
    Kind.NOISE: Place(NOTE, 15, WORDS),
    Kind.EMPTY: Place(NOTE, 15, WORDS),
    Kind.CUT_WORD: Place(NOTE, 15, WORDS),
    Kind.CUT_NUMBER: Place(NOTE, 15, WORDS),
    Kind.AMBIGUOUS: Place(NOTE, 15, WORDS),
    Kind.BAD_MARK: Place(NOTE, 15, WORDS),
    Kind.UNMARKED_OMISSION: Place(NOTE, 15, WORDS),
    Kind.CONTEXT: Place(NOTE, 15, WORDS),
    Kind.ACROSS_NOISE: Place(NOTE, 16, WORDS),
    Kind.ACROSS_ZONES: Place(NOTE, 16, WORDS),
    Kind.WRONG_SPEAKER: Place(NOTE, 17, WORDS),
    Kind.BAD_ESCAPE: Place(NOTE, 15, WORDS),
    Kind.LONG_PASSAGE: Place(NOTE, 15, WORDS),
    Kind.UNREPORTED: Place("sources/events.yml", 2, "events[0]"),
    Kind.UNCHALLENGED: Place("sources/hypotheses.yml", 2, "hypotheses[0]"),
    Kind.UNREASONED: Place("sources/hypotheses.yml", 15, "evidence[0].ratings[0].because"),
    Kind.UNRATED: Place("sources/hypotheses.yml", 10, "evidence[0]"),
    Kind.UNDATED: Place("sources/implications.yml", 5, "implications[0].source"),
    Kind.NOT_LATER: Place("sources/implications.yml", 8, "implications[0].later"),
    Kind.FORECAST_AS_FACT: Place("sources/implications.yml", 4, "implications[0].title"),
    Kind.HEDGED_WITNESS: Place("sources/events.yml", 6, "events[0].reports[0]"),
    Kind.LONG_RUN: Place(NOTE, 14, "passages"),
}
"""Where the problem of a kind stands in the records of its folder."""

SHARES = {
    Kind.LARGE_SHARE: Place(NOTE, 13, "passages"),
    Kind.TOO_LARGE_SHARE: Place(NOTE, 13, "passages"),
}
"""The kinds that ask how much is quoted: the other folders are too small to hold to that."""

QUOTATIONS = {
    Kind.REPEATED: "accepted",
    Kind.OMISSION_LEAVES_PARAGRAPH: "rejected",
    Kind.OMISSION_OUT_OF_ORDER: "rejected",
    Kind.DROPPED_HEDGE: "rejected",
    Kind.DROPPED_NEGATION: "rejected",
    Kind.INSERTED_NEGATION: "rejected",
    Kind.LONG_REPLACEMENT: "rejected",
    Kind.HIDDEN_CHARACTER: "rejected",
    Kind.CHANGED_WORD: "rejected",
    Kind.BROUGHT_IN: "accepted",
    Kind.EMPTY_OMISSION: "accepted",
    Kind.UNKNOWN_SPEAKER: "rejected",
    Kind.NO_PROOF: "unproven",
}
"""The verdict on the quotation of a folder whose records are without fault."""

ELSEWHERE = {
    Kind.WRONG_SOURCE: "essays/pieces_en.txt",
    Kind.WRONG_PARAGRAPH: "essays/pieces_en.txt",
    Kind.UNMARKED_CHANGE: "essays/pieces_en.txt",
    Kind.RETRANSLATED_SPEECH: "essays/pieces_en.txt",
    Kind.UNMARKED_COPY: "essays/pieces_en.txt",
    Kind.NOT_IN_PACKET: "essays/pieces_en.txt",
    Kind.UNKNOWN_LANGUAGE: "test_loading.py",
    Kind.UNLISTED_PAGE: "test_loading.py",
    Kind.BAD_DATE: "analysis/test_accounts.py",
    Kind.UNSEALED: "quotes/test_prover.py",
    Kind.STALE_SEAL: "quotes/test_prover.py",
    Kind.BAD_SEAL: "quotes/test_prover.py",
    Kind.SHOWN_OTHERWISE: "attack/test_received_page.py",
    Kind.ACTIVE_CONTENT: "attack/test_received_page.py",
    Kind.OLD_SEAL: "quotes/test_prover.py",
    Kind.UNKNOWN_CHARACTER: "quotes/test_prover.py",
    Kind.UNPROVEN_QUOTATION: "sphinx_ext/test_judging.py",
    Kind.BAD_DIRECTIVE: "sphinx_ext/test_judging.py",
    Kind.FAULTY_PAGE: "commands/test_read_book.py",
    Kind.BAD_EXERCISE: "sphinx_ext/exercises/test_directives.py",
    Kind.UNCLEAR_SOURCE: "sphinx_ext/citations/test_place_brackets.py",
    Kind.UNNAMED_SPEAKER: "sphinx_ext/citations/test_place_brackets.py",
    Kind.OVERRULED: "sphinx_ext/exercises/test_directives.py",
    Kind.KEY_IN_PROMPT: "sphinx_ext/exercises/test_key_in_prompt.py",
    Kind.ORDER_UNKNOWN: "sphinx_ext/exercises/test_order_unknown.py",
    Kind.LONG_BOTTOM_LINE: "analysis/test_support.py",
    Kind.SUPPORT_NOT_BORNE_OUT: "analysis/test_support.py",
    Kind.BARE_JUDGEMENT: "analysis/test_support.py",
    Kind.HEDGED_JUDGEMENT: "analysis/test_support.py",
    Kind.OFF_YARDSTICK: "analysis/test_support.py",
    Kind.FEW_ORIGINS: "analysis/test_support.py",
    Kind.NO_OBSERVATION: "analysis/test_support.py",
    Kind.IDLE_JUDGEMENT: "analysis/test_support.py",
    Kind.SHARED_ORIGIN: "analysis/test_support.py",
    Kind.LABEL_AND_LIKELIHOOD: "analysis/test_support.py",
    Kind.ABOUT_SOURCES: "analysis/test_support.py",
    Kind.MISSING_PART: "analysis/test_support.py",
    Kind.LONG_REACH: "analysis/test_support.py",
    Kind.OLD_BRIEF: "sphinx_ext/directives/test_brief.py",
    Kind.UNTIED_OPTION: "sphinx_ext/directives/test_brief.py",
    Kind.NO_FIND_OUT: "analysis/test_support.py",
    Kind.LONG_BRIEF: "analysis/test_support.py",
    Kind.UNKNOWN_NODE: "sphinx_ext/blocks/test_builder.py",
    Kind.NO_ALT_TEXT: "exports/paper/test_volume.py",
    Kind.SILENT_PICTURE: "test_one_judgement.py",
    Kind.NO_GLYPH: "exports/paper/test_pdf.py",
    Kind.UNTRANSLATED: "exports/paper/test_pdf.py",
    Kind.UNREAD_FORMULA: "sphinx_ext/foreign/test_dollars.py",
}
"""Kinds that no folder of records can show, with the file whose tests do."""


def found(kind: Kind, limits: Limits) -> list[tuple[Kind, Place]]:
    """What is found in the folder of a kind, but for that no folder has a seal."""
    problems = check_book(open_book(BAD / kind.label, {}), limits)
    return [(p.kind, p.place) for p in problems if p.kind is not Kind.UNSEALED]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda k: k.label)
def test_a_bad_record_brings_up_its_kind_at_its_place(kind: Kind) -> None:
    assert found(kind, ANY_SHARE) == [(kind, RECORDS[kind])]


@pytest.mark.parametrize("kind", SHARES, ids=lambda k: k.label)
def test_too_much_quoted_brings_up_its_kind(kind: Kind) -> None:
    assert found(kind, Limits()) == [(kind, SHARES[kind])]


@pytest.mark.parametrize("kind", QUOTATIONS, ids=lambda k: k.label)
def test_a_bad_quotation_brings_up_its_kind(kind: Kind) -> None:
    opened = open_book(BAD / kind.label, {})
    assert check_book(opened, ANY_SHARE) == []
    (reply,) = quote.answer_all(opened, (BAD / kind.label / "quotations.jsonl").read_bytes().splitlines())
    assert [p.kind for p in reply.answer.problems] == [kind]
    assert reply.verdict == QUOTATIONS[kind]


def test_every_kind_has_its_bad_input() -> None:
    assert {k.label for k in (*RECORDS, *SHARES, *QUOTATIONS)} == {p.name for p in BAD.iterdir() if p.is_dir()}
    covered = [*RECORDS, *SHARES, *QUOTATIONS, *ELSEWHERE]
    assert sorted(k.label for k in covered) == sorted(k.label for k in Kind)


@pytest.mark.parametrize("kind", ELSEWHERE, ids=lambda k: k.label)
def test_a_kind_that_is_tested_elsewhere_is_named_there(kind: Kind) -> None:
    path = Path(__file__).parent / ELSEWHERE[kind]
    assert path.is_file(), f"{kind.label} waits for its test in {ELSEWHERE[kind]}"
    text = path.read_text(encoding="utf-8")
    assert kind.label in text or f"Kind.{kind.name}" in text


def test_every_message_says_what_to_do() -> None:
    for kind in (*RECORDS, *SHARES):
        for problem in check_book(open_book(BAD / kind.label, {})):
            assert len(problem.message.split()) > 3, problem
            assert problem.message.endswith((".", "?")), problem
            assert str(BAD) not in problem.message


def test_a_book_without_records_has_no_problem(tmp_path: Path) -> None:
    assert check_book(open_book(tmp_path, {})) == []


def test_opening_a_book_writes_nothing_and_reads_nothing_that_was_kept(tmp_path: Path) -> None:
    made = corpus.articles(1, right=True)
    corpus.write_sources(made, tmp_path, passages=True)
    (tmp_path / "_build" / ".work").mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    assert open_book(tmp_path, {}).problems == ()
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("paragraph", "expected"), [(1, []), (99, [Kind.UNKNOWN_REFERENCE])])
def test_a_paragraph_that_an_article_does_not_have_is_told(
    tmp_path: Path, paragraph: int, expected: list[Kind]
) -> None:
    root = tricks.write_book(tmp_path)
    role = f"    roles:\n      - {{source: br, role: a baker, paragraph: {paragraph}}}\n"
    with (root / "sources" / "actors.yml").open("a", encoding="utf-8") as file:
        file.write(f"  - id: baker\n    name: the baker\n    kind: person\n{role}")
    found = [p for p in check_book(open_book(root, {})) if p.is_error]
    assert [p.kind for p in found] == expected
    assert [p.place.path for p in found] == ["actors[2].roles[0].paragraph"] * len(expected)
