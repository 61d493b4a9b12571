"""The book itself, on a machine without the articles: every quotation is proven by its seal, and no change slips by.

Here: the seals that stand in `sources/`. Not here: how a seal works (`tests/quotes/test_seal.py`,
`tests/quotes/test_prove.py`), and what can be read out of one (`tests/attack/`).
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
from sourcebook.problems import Kind
from sourcebook.quotes.prove import Proof, Prover, State
from sourcebook.quotes.seal import Opening, Place, Seal
from sourcebook.records import AUTHOR, Passage
from tests.needs import ROOT


@cache
def alone() -> Opened:
    """The book as a machine without the articles opens it."""
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
        judged = prover.words(ref, passage.exact, passage.accept)
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


# -- one thing changed ----------------------------------------------------------------------------------------------------


def with_passage(ref: str, change: Callable[[Passage], Passage]) -> list[Proof]:
    """The proofs of a source after one of its passages was changed in the record."""
    key, _, name = ref.partition("/")
    source = alone().book.sources[key]
    passages = [change(p) if p.id == name else p for p in source.passages]
    return Prover({key: changed(source, passages=passages)}, {}, alone().prover.seals).proofs()


def with_seal(key: str, change: Callable[[Seal], Seal]) -> list[Proof]:
    """The proofs of a source after its seal was changed."""
    book, seals = alone().book, alone().prover.seals
    return Prover({key: book.sources[key]}, {}, {key: change(seals[key])}).proofs()


def broken(proofs: list[Proof]) -> list[str]:
    """Which passages are in error, or without proof."""
    return [p.ref for p in proofs if not p.ok or p.state is State.UNCHECKED]


@pytest.mark.parametrize("ref", REFS)
def test_one_word_changed_in_any_passage_is_found_by_name(ref: str) -> None:
    words = alone().book.passages[ref].exact.split()
    middle = len(words) // 2
    for word in ("xyzzy", words[middle] + "x", words[middle] + " not"):
        exact = " ".join([*words[:middle], word, *words[middle + 1 :]])
        assert broken(with_passage(ref, lambda p, exact=exact: changed(p, exact=exact))) == [ref]  # type: ignore[misc]


@pytest.mark.parametrize("ref", REFS)
def test_any_passage_given_to_another_speaker_is_found_by_name(ref: str) -> None:
    spoken = alone().book.passages[ref].speaker != AUTHOR
    proofs = with_passage(ref, lambda p: changed(p, speaker=AUTHOR if spoken else "putin"))
    assert broken(proofs) == [ref]
    assert [p.kind for proof in proofs for p in proof.problems if p.is_error] == [Kind.WRONG_SPEAKER]


@pytest.mark.parametrize("key", KEYS)
def test_any_opening_moved_in_place_or_speech_is_found_by_name(key: str) -> None:
    changes: list[Callable[[Place], Place]] = [
        lambda p: replace(p, paragraph=p.paragraph + 1),
        lambda p: replace(p, zone="heading" if p.zone == "body" else "body"),
        lambda p: replace(p, speech=0 if p.speech else 1),
    ]
    for name, opening in alone().prover.seals[key].openings.items():
        for change in changes:
            moved = replace(opening, places=(change(opening.places[0]), *opening.places[1:]))
            proofs = with_seal(key, lambda s, name=name, moved=moved: _opened(s, {name: moved}))  # type: ignore[misc]
            assert broken(proofs) == [f"{key}/{name}"]


@pytest.mark.parametrize("key", KEYS)
def test_two_swapped_openings_are_both_found(key: str) -> None:
    openings = alone().prover.seals[key].openings
    first, second = sorted(openings)[:2]
    proofs = with_seal(key, lambda s: _opened(s, {first: openings[second], second: openings[first]}))
    assert sorted(broken(proofs)) == [f"{key}/{first}", f"{key}/{second}"]


@pytest.mark.parametrize("key", KEYS)
def test_an_altered_root_leaves_no_passage_proven(key: str) -> None:
    root = alone().prover.seals[key].root
    proofs = with_seal(key, lambda s: replace(s, root=bytes([root[0] ^ 1]) + root[1:]))
    assert broken(proofs) == [proof.ref for proof in proofs]


@pytest.mark.parametrize("key", KEYS)
def test_the_seal_of_another_source_proves_nothing(key: str) -> None:
    other = KEYS[KEYS.index(key) - 1]
    proofs = with_seal(key, lambda s: replace(alone().prover.seals[other], openings=s.openings))
    assert broken(proofs) == [proof.ref for proof in proofs]


def _opened(made: Seal, openings: dict[str, Opening]) -> Seal:
    return replace(made, openings={**made.openings, **openings})
