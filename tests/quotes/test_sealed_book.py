"""The book itself, on a machine without the articles: every quotation is proven by its seal, and no change slips by.

Here: the seals that stand in `sources/`. Not here: how a seal works (`tests/quotes/test_seals.py`,
`tests/quotes/test_prover.py`), and what can be read out of one (`tests/attack/`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.model.problems import Kind
from sourcebook.model.records import AUTHOR, Passage
from sourcebook.quotes.prover import Proof, Prover, State
from sourcebook.quotes.seals import LeafAttributes, Opening, Seal
from tests.needs import ROOT


@cache
def alone() -> Opened:
    """The book as a machine without the articles opens it: the folder that is named holds none."""
    return check.open_book(ROOT, {"SOURCEBOOK_TEXTS": str(ROOT / "tests")})


REFS = [proof.ref for proof in alone().prover.proofs()]
KEYS = list(alone().book.sources)


def test_every_passage_is_proven_by_its_seal() -> None:
    assert len(REFS) > 200
    assert [p.ref for p in alone().prover.proofs() if p.state is not State.SEALED] == []
    assert [(p.ref, *map(str, p.problems)) for p in alone().prover.proofs() if p.problems] == []


def test_a_quotation_of_every_passage_needs_no_article() -> None:
    prover = alone().prover
    for ref, passage in alone().book.passages.items():
        judged = prover.words(ref, passage.exact)
        assert judged.state is State.SEALED
        assert [str(p) for p in judged.problems if p.is_error] == [], ref


def test_the_seal_says_of_every_passage_what_the_article_says(texts: Path) -> None:
    full = check.open_book(ROOT, {"SOURCEBOOK_TEXTS": str(texts)}).prover
    assert {p.state for p in full.proofs()} == {State.FULL}
    for one, other in zip(full.proofs(), alone().prover.proofs(), strict=True):
        assert said(one) == said(other)
    assert [full.share(key) for key in KEYS] == [alone().prover.share(key) for key in KEYS]


def said(proof: Proof) -> tuple[object, ...]:
    """What a proof says, but for what it was proven against and how a caution is worded."""
    return proof.ref, proof.span, proof.speaker, sorted(p.kind.label for p in proof.problems), proof.accepted


def test_the_seals_are_those_of_the_articles(texts: Path) -> None:
    full = check.open_book(ROOT, {"SOURCEBOOK_TEXTS": str(texts)}).prover
    assert {key: list(map(str, full.seal_problems(key))) for key in KEYS} == {key: [] for key in KEYS}


# -- one thing changed ------------------------------------------------------------------------------------------------


def with_passage(ref: str, change: Callable[[Passage], Passage]) -> Prover:
    """A prover of a source one of whose passages was changed in the record."""
    key, _, name = ref.partition("/")
    source = alone().book.sources[key]
    passages = [change(p) if p.id == name else p for p in source.passages]
    return Prover({key: changed(source, passages=passages)}, {}, alone().prover.seals)


def with_seal(key: str, change: Callable[[Seal], Seal]) -> Prover:
    """A prover of a source whose seal was changed."""
    book, seals = alone().book, alone().prover.seals
    return Prover({key: book.sources[key]}, {}, {key: change(seals[key])})


def broken(prover: Prover) -> list[str]:
    """Which passages are in error, or without proof."""
    return [p.ref for p in prover.proofs() if not p.ok or p.state is State.UNCHECKED]


def errors(prover: Prover, ref: str) -> list[Kind]:
    return [p.kind for p in prover.passage(ref).problems if p.is_error]


@pytest.mark.parametrize("key", KEYS)
def test_one_word_changed_in_any_passage_is_found(key: str) -> None:
    for passage in alone().book.sources[key].passages:
        words = passage.exact.split()
        middle, ref = len(words) // 2, f"{key}/{passage.id}"
        for word in ("xyzzy", words[middle] + "x", words[middle] + " not"):
            exact = " ".join([*words[:middle], word, *words[middle + 1 :]])
            prover = with_passage(ref, lambda p, exact=exact: changed(p, exact=exact))  # type: ignore[misc]
            assert Kind.MISQUOTED in errors(prover, ref), (ref, exact)


@pytest.mark.parametrize("key", KEYS)
def test_any_passage_given_to_another_speaker_is_found(key: str) -> None:
    for passage in alone().book.sources[key].passages:
        other, ref = AUTHOR if passage.speaker != AUTHOR else "putin", f"{key}/{passage.id}"
        prover = with_passage(ref, lambda p, other=other: changed(p, speaker=other))  # type: ignore[misc]
        assert errors(prover, ref) == [Kind.WRONG_SPEAKER], ref


@pytest.mark.parametrize("key", KEYS)
def test_any_opening_moved_in_place_or_speech_is_found(key: str) -> None:
    changes: list[Callable[[LeafAttributes], LeafAttributes]] = [
        lambda p: replace(p, paragraph=p.paragraph + 1),
        lambda p: replace(p, zone="heading" if p.zone == "body" else "body"),
        lambda p: replace(p, speech=0 if p.speech else 1),
    ]
    for name, opening in alone().prover.seals[key].openings.items():
        for change in changes:
            moved = replace(opening, places=(change(opening.places[0]), *opening.places[1:]))
            prover = with_seal(key, lambda s, name=name, moved=moved: _opened(s, {name: moved}))  # type: ignore[misc]
            assert errors(prover, f"{key}/{name}") == [Kind.BAD_SEAL], name


@pytest.mark.parametrize("key", KEYS)
def test_a_change_is_found_where_it_is_and_nowhere_else(key: str) -> None:
    name = min(alone().prover.seals[key].openings)
    assert broken(with_passage(f"{key}/{name}", lambda p: changed(p, exact=p.exact + " indeed"))) == [f"{key}/{name}"]
    assert broken(with_seal(key, lambda s: _opened(s, {name: replace(s.openings[name], start=0)}))) == [f"{key}/{name}"]


@pytest.mark.parametrize("key", KEYS)
def test_two_swapped_openings_are_both_found(key: str) -> None:
    openings = alone().prover.seals[key].openings
    first, second = sorted(openings)[:2]
    prover = with_seal(key, lambda s: _opened(s, {first: openings[second], second: openings[first]}))
    assert sorted(broken(prover)) == [f"{key}/{first}", f"{key}/{second}"]


@pytest.mark.parametrize("key", KEYS)
def test_an_altered_root_leaves_no_passage_proven(key: str) -> None:
    root = alone().prover.seals[key].root
    prover = with_seal(key, lambda s: replace(s, root=bytes([root[0] ^ 1]) + root[1:]))
    assert broken(prover) == [ref for ref in REFS if ref.startswith(f"{key}/")]


@pytest.mark.parametrize("key", KEYS)
def test_the_seal_of_another_source_proves_nothing(key: str) -> None:
    other = KEYS[KEYS.index(key) - 1]
    prover = with_seal(key, lambda s: replace(alone().prover.seals[other], openings=s.openings))
    assert broken(prover) == [ref for ref in REFS if ref.startswith(f"{key}/")]


def _opened(made: Seal, openings: dict[str, Opening]) -> Seal:
    return replace(made, openings={**made.openings, **openings})
