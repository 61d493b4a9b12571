"""Proof with the article and without it: the same answer, and a loud one where seal and record do not fit."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from sourcebook.model.problems import Kind, Severity
from sourcebook.quotes import seals
from sourcebook.quotes.match import ParsedQuotation
from sourcebook.quotes.normalise import tokens
from sourcebook.quotes.prover import State
from tests import sealed
from tests.needs import ROOT
from tests.sealed import KEY


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small book, sealed."""
    return sealed.write_book(tmp_path)


PASSAGES = tuple("people-sent-home nobody-told-us fallen-by-four-metres gauge-moved will-come-back union-asked".split())


def found(root: Path) -> dict[str, list[str]]:
    """What a machine without the article finds, by the path of keys in the record."""
    return sealed.at_passages(sealed.problems(sealed.without_text(root)))


def exact(name: str) -> str:
    return f"passages[{PASSAGES.index(name)}].exact"


# -- the same answer --------------------------------------------------------------------------------------------------


def test_a_book_is_proven_with_its_article_and_without_it(root: Path) -> None:
    full = sealed.with_text(root)
    assert sealed.problems(full) == []
    assert {p.state for p in full.prover.proofs()} == {State.FULL}
    alone = sealed.without_text(root)
    assert sealed.problems(alone) == []
    assert {p.state for p in alone.prover.proofs()} == {State.SEALED}
    assert len(alone.prover.proofs()) == len(PASSAGES)


def test_the_seal_says_the_same_of_every_passage_as_the_article(root: Path) -> None:
    full = sealed.with_text(root).prover
    alone = sealed.without_text(root).prover
    for one, other in zip(full.proofs(), alone.proofs(), strict=True):
        assert (one.ref, one.span, one.speaker, one.accepted) == (other.ref, other.span, other.speaker, other.accepted)
    assert full.share(KEY) == alone.share(KEY) == (64, 268)


def test_a_book_with_neither_article_nor_seal_is_unchecked(root: Path) -> None:
    sealed.seal_file(root).unlink()
    prover = sealed.without_text(root).prover
    assert prover.state(KEY) is State.UNCHECKED
    assert {p.state for p in prover.proofs()} == {State.UNCHECKED}
    assert prover.share(KEY) == (0, 0)


WITHIN = [
    ("union-asked", "The union has asked the ministry for a hearing", []),
    ("union-asked", "The union has asked […] the union for patience", []),
    ("union-asked", "[t]he ministry has asked the union for patience", []),
    ("union-asked", "The union has asked the ministry for two hearings", ["misquoted"]),
    ("union-asked", "the union for patience […] the ministry for a hearing", ["omission-out-of-order"]),
    ("fallen-by-four-metres", "the lake has fallen", []),
    ("nobody-told-us", "told us before the trucks came", ["context"]),
    ("nobody-told-us", "told us", []),
]


@pytest.mark.parametrize(("name", "words", "kinds"), WITHIN)
def test_words_of_a_passage_are_judged_alike(root: Path, name: str, words: str, kinds: list[str]) -> None:
    full = sealed.with_text(root).prover.words(f"{KEY}/{name}", words)
    alone = sealed.without_text(root).prover.words(f"{KEY}/{name}", words)
    assert [p.kind.label for p in alone.problems] == kinds
    assert (full.speaker, full.problems) == (alone.speaker, alone.problems)
    assert (full.state, alone.state) == (State.FULL, State.SEALED)


QUOTED = [
    ("went home with a letter", "accepted", "body", "author", 2),
    ("Nobody told us", "accepted", "body", "torn", 3),
    ("asked the ministry […] patience", "accepted", "body", "author", 6),
    ("a bag of sugar each", "unproven", "", "", 0),
    ("nobody in the capital will lower it", "unproven", "", "", 0),
]


@pytest.mark.parametrize(("words", "verdict", "zone", "speaker", "paragraph"), QUOTED)
def test_without_the_article_only_the_passages_can_answer(
    root: Path, words: str, verdict: str, zone: str, speaker: str, paragraph: int
) -> None:
    answer = sealed.without_text(root).prover.quote(KEY, ParsedQuotation(words))
    assert (answer.verdict, answer.zone, answer.speaker, answer.paragraph) == (verdict, zone, speaker, paragraph)
    assert answer.state is State.SEALED


def test_a_wrong_speaker_is_found_without_the_article(root: Path) -> None:
    answer = sealed.without_text(root).prover.quote(KEY, ParsedQuotation("Nobody told us", speaker="author"))
    assert answer.verdict == "rejected"
    assert [p.kind for p in answer.problems if p.is_error] == [Kind.WRONG_SPEAKER]


# -- a record that does not fit its seal ------------------------------------------------------------------------------


def test_one_word_changed_is_found(root: Path) -> None:
    sealed.edit_record(root, "a letter and a bag of salt", "a letter and a sack of salt")
    problems = sealed.problems(sealed.without_text(root))
    assert [(p.kind, p.place.path) for p in problems] == [(Kind.MISQUOTED, exact("people-sent-home"))]
    assert "a letter and a bag of salt each" in problems[0].message
    assert problems[0].place.line > 0


def test_the_same_word_changed_in_record_and_seal_is_found(root: Path) -> None:
    sealed.edit_record(root, "a bag of salt", "a bag of gold")
    words = "214 people went home with a letter and a bag of gold each."
    sealed.edit_seal(root, lambda d: _opening(d, "people-sent-home").update(exact=words))
    assert found(root) == {exact("people-sent-home"): ["bad-seal"]}


def test_a_difference_that_never_matters_is_none_here(root: Path) -> None:
    sealed.edit_record(root, "a letter and a bag of salt each.", "a letter\u00a0and a bag\n      of salt each.")
    assert found(root) == {}


SPEAKERS = [
    ("came.\n    speaker: torn", "came.", "nobody-told-us"),
    ("came.\n    speaker: torn", "came.\n    speaker: fisherman", "nobody-told-us"),
    ("a bag of salt each.", "a bag of salt each.\n    speaker: torn", "people-sent-home"),
]


@pytest.mark.parametrize(("old", "new", "name"), SPEAKERS)
def test_a_changed_speaker_is_found(root: Path, old: str, new: str, name: str) -> None:
    sealed.edit_record(root, old, new)
    assert found(root) == {exact(name): ["wrong-speaker"]}


def test_an_accepted_caution_that_the_sealer_did_not_find_is_found(root: Path) -> None:
    sealed.edit_seal(root, lambda d: _opening(d, "gauge-moved").update(cautions=[]))
    assert found(root) == {exact("gauge-moved"): ["bad-escape"]}


def test_a_caution_of_the_sealer_that_nobody_accepted_stands(root: Path) -> None:
    sealed.edit_seal(root, lambda d: _opening(d, "union-asked").update(cautions=["across-noise"]))
    problems = sealed.problems(sealed.without_text(root))
    assert [(p.kind, p.severity, p.place.path) for p in problems] == [
        (Kind.ACROSS_NOISE, Severity.CAUTION, exact("union-asked"))
    ]
    assert "so the sealer found" in problems[0].message


def test_words_that_the_sealer_found_twice_are_an_error(root: Path) -> None:
    sealed.edit_seal(root, lambda d: _opening(d, "union-asked").update(unique=False))
    assert found(root) == {exact("union-asked"): ["ambiguous"]}


# -- a seal that was altered ------------------------------------------------------------------------------------------


def _opening(data: dict[str, Any], name: str) -> dict[str, Any]:
    opening: dict[str, Any] = data["openings"][name]
    return opening


def _places(data: dict[str, Any], index: int, value: object) -> None:
    _opening(data, "nobody-told-us")["places"][0][index] = value


CHANGES = {
    "paragraph": lambda d: _places(d, 2, 4),
    "zone": lambda d: _places(d, 1, "title"),
    "speech to author": lambda d: _places(d, 3, 0),
    "another speech": lambda d: _places(d, 3, 2),
    "start": lambda d: _opening(d, "nobody-told-us").update(start=62),
    "nonce": lambda d: _swap(_opening(d, "nobody-told-us"), "nonces"),
    "sibling": lambda d: _swap(_opening(d, "nobody-told-us"), "siblings"),
}


def _swap(opening: dict[str, Any], name: str) -> None:
    text = opening[name]
    opening[name] = ("A" if text[0] != "A" else "B") + text[1:]


@pytest.mark.parametrize("case", CHANGES)
def test_an_altered_opening_is_found_by_name(root: Path, case: str) -> None:
    sealed.edit_seal(root, CHANGES[case])
    assert found(root) == {exact("nobody-told-us"): ["bad-seal"]}


def test_two_openings_that_were_swapped_are_both_found(root: Path) -> None:
    def swap(data: dict[str, Any]) -> None:
        opened = data["openings"]
        opened["union-asked"], opened["gauge-moved"] = opened["gauge-moved"], opened["union-asked"]

    sealed.edit_seal(root, swap)
    kinds = found(root)
    assert set(kinds) == {exact("union-asked"), exact("gauge-moved")}
    assert all("misquoted" in k for k in kinds.values())


def test_an_altered_root_is_found_at_every_passage(root: Path) -> None:
    sealed.edit_seal(root, lambda d: d.update(root="0" * 64))
    assert found(root) == {exact(name): ["bad-seal"] for name in PASSAGES}


@pytest.mark.parametrize("change", [{"tokens": 306}, {"words": 267}])
def test_an_altered_number_is_found_at_every_passage(root: Path, change: dict[str, int]) -> None:
    sealed.edit_seal(root, lambda d: d.update(change))
    assert found(root) == {exact(name): ["bad-seal"] for name in PASSAGES}


def test_any_byte_of_a_seal_that_was_changed_is_found(root: Path) -> None:
    good = sealed.seal_file(root).read_bytes()
    opened = sealed.without_text(root)
    seen, tried = 0, 0
    for at in range(0, len(good), 7):
        byte = bytes([good[at] ^ (1 if good[at : at + 1].isalnum() else 2)])
        sealed.seal_file(root).write_bytes(good[:at] + byte + good[at + 1 :])
        tried += 1
        now = sealed.without_text(root)
        errors = [p for p in now.problems if p.is_error]
        errors += [p for proof in now.prover.proofs() for p in proof.problems if p.is_error]
        unproven = [proof for proof in now.prover.proofs() if proof.state is State.UNCHECKED]
        seen += bool(errors or unproven)
        if not (errors or unproven):
            # The words as written may differ in what never matters; then nothing else differs.
            assert now.prover.proofs() == opened.prover.proofs(), good[max(0, at - 20) : at + 20]
            assert good[at : at + 1] in b" .", good[max(0, at - 20) : at + 20]
    assert tried > 700
    assert seen > 0.9 * tried


NOT_READ = {
    "no JSON": b"\x00\x01",
    "no UTF-8": b'{"version": 1, "root": "\xff"}',
    "cut off": b'{"version": 1, "root": "ab',
    "nested": b"[" * 200_000,
    "a list": b"[]",
    "half a character": b'{"version": 1, "root": "\\ud800", "tokens": 1, "words": 1, "openings": {}}',
    "a number beyond all": b'{"version": 1e999}',
    "empty": b"",
}


@pytest.mark.parametrize("case", NOT_READ)
def test_a_seal_that_cannot_be_read_is_a_problem_of_its_file(root: Path, case: str) -> None:
    sealed.seal_file(root).write_bytes(NOT_READ[case])
    opened = sealed.without_text(root)
    errors = [p for p in sealed.problems(opened) if p.is_error]
    assert [p.place.file for p in errors] == [f"sources/{KEY}.seal.json"]
    assert {p.state for p in opened.prover.proofs()} == {State.UNCHECKED}


# -- the article at hand, and a seal that is old ----------------------------------------------------------------------


def with_article(root: Path) -> list[tuple[str, str]]:
    return [(p.kind.label, p.place.path) for p in sealed.problems(sealed.with_text(root))]


def test_a_seal_of_another_text_is_stale(root: Path) -> None:
    sealed.edit_seal(root, lambda d: d.update(root="0" * 64))
    assert with_article(root) == [("stale-seal", "")]


def test_a_seal_of_version_1_is_to_be_renewed(root: Path) -> None:
    sealed.edit_seal(root, lambda d: d.update(version=1))
    problems = sealed.problems(sealed.with_text(root))
    assert [(p.kind, p.severity) for p in problems] == [(Kind.OLD_SEAL, Severity.CAUTION)]
    assert f"sourcebook seal {KEY}" in problems[0].message


def test_a_seal_of_version_1_still_proves() -> None:
    vectors = json.loads((ROOT / "docs" / "seal-vectors" / "version-1.json").read_text(encoding="utf-8"))
    for data in vectors.values():
        made = seals.from_json(data)
        for opening in made.openings.values():
            words = seals.sealed_words(made, opening.exact, opening)
            assert seals.holds(made, words, opening)
            assert not seals.holds(made, (*words[:-1], "other"), opening)
            assert len(seals.places_of_tokens(made, opening.exact, opening)) == len(tokens(opening.exact))


def test_a_text_that_unicode_14_does_not_assign_is_not_sealed(root: Path) -> None:
    text = root / "sources" / "fulltext" / "salt.txt"
    new = text.read_text(encoding="utf-8").replace("blue ink", "blue ink \U0001fae9")
    text.write_text(new, encoding="utf-8")
    digest = hashlib.sha256(new.encode()).hexdigest()
    record = re.sub(r"sha256: .*", f"sha256: {digest}", sealed.record(root).read_text(encoding="utf-8"))
    sealed.record(root).write_text(record, encoding="utf-8")
    made, problems = sealed.with_text(root).prover.seal(KEY)
    assert made is None
    assert [p.kind for _, p in problems] == [Kind.UNKNOWN_CHARACTER]
    assert "U+1FAE9" in problems[0][1].message


def test_other_zones_make_the_seal_stale(root: Path) -> None:
    sealed.edit_record(root, "lines: 11-17", "lines: 11-15")
    assert ("stale-seal", "") in with_article(root)


def test_an_opening_that_the_article_does_not_give_is_stale(root: Path) -> None:
    sealed.edit_seal(root, CHANGES["nonce"])
    assert with_article(root) == [("stale-seal", exact("nobody-told-us"))]


def test_a_statement_that_the_article_does_not_bear_out_is_stale(root: Path) -> None:
    sealed.edit_seal(root, lambda d: _opening(d, "gauge-moved").update(cautions=[]))
    assert with_article(root) == [("stale-seal", exact("gauge-moved"))]


def test_a_passage_that_is_not_sealed_is_a_caution(root: Path) -> None:
    sealed.edit_seal(root, lambda d: d["openings"].pop("union-asked"))
    problems = sealed.problems(sealed.with_text(root))
    assert [(p.kind, p.severity) for p in problems] == [(Kind.UNSEALED, Severity.CAUTION)]
    assert problems[0].place.path == exact("union-asked")


def test_an_opening_of_no_passage_is_stale(root: Path) -> None:
    text = sealed.record(root).read_text(encoding="utf-8")
    sealed.record(root).write_text(text[: text.index("  - id: union-asked")], encoding="utf-8")
    problems = sealed.problems(sealed.with_text(root))
    assert [p.kind for p in problems] == [Kind.STALE_SEAL]
    assert "union-asked" in problems[0].message


# -- too little left unopened -----------------------------------------------------------------------------------------


def test_a_source_of_which_too_little_stays_unopened_is_not_sealed(root: Path) -> None:
    # 268 words, 64 of them quoted: 79 more leave 125.
    more = [
        "For ninety years the pans on the eastern shore of Lake Ostrel gave work to most of the town.",
        "A school for cooks wants the boiling house. Two brothers from the hills would keep bees on the dykes.",
        "It was grey, it was damp, and housewives in the port mixed it with rice before they put it on the table.",
        "But it was cheap, it kept the herring through the winter, and every sack bore the heron of Ostrel.",
    ]
    rows = "".join(f"  - id: more-{i}\n    exact: {json.dumps(words)}\n" for i, words in enumerate(more))
    with sealed.record(root).open("a", encoding="utf-8") as file:
        file.write(rows)
    made, problems = sealed.with_text(root).prover.seal(KEY)
    assert made is None
    assert [(name, p.kind) for name, p in problems] == [("", Kind.TOO_LARGE_SHARE)]
    assert "125" in problems[0][1].message
    assert "128" in problems[0][1].message


def test_a_passage_with_an_error_is_not_sealed(root: Path) -> None:
    sealed.edit_record(root, "a bag of salt", "a sack of salt")
    made, problems = sealed.with_text(root).prover.seal(KEY)
    assert made is None
    assert [(name, p.kind) for name, p in problems] == [("people-sent-home", Kind.MISQUOTED)]
