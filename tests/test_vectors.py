"""The test vectors of `docs/seal-vectors`, and the seals of this book, tried with the second implementation.

`seal_reader` and `abridgement_reader` were written from the page alone, so these tests say whether the page
is enough to write a verifier.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import abridgement_reader
from tests import seal_reader as reader
from tests.needs import ROOT

SCRIPTS = sorted(reader.VECTORS.glob("seal-*.json"))
SOURCES = sorted((ROOT / "sources").glob("*.seal.json"))


def load(name: str) -> Any:
    return json.loads((reader.VECTORS / name).read_text("utf-8"))


TEXTS = load("tokens.json")
REFUSED = load("refused.json")
ABRIDGED = load("abridgements.json")
VERSION_1 = load("version-1.json")


def read(value: object) -> reader.Seal:
    return reader.read_seal(json.dumps(value).encode())


def prove_all(seal: reader.Seal) -> int:
    """The number of openings, each of which holds."""
    return len([reader.prove(seal, opening) for opening in seal.openings.values()])


@pytest.mark.parametrize("case", TEXTS, ids=[case["name"] for case in TEXTS])
def test_a_text_has_the_tokens_and_the_words_of_the_vector(case: dict[str, Any]) -> None:
    tokens = reader.cut(case["text"])
    assert tokens == case["tokens"]
    assert sum(map(reader.is_word, tokens)) == case["words"]


@pytest.mark.parametrize("path", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_a_script_is_sealed_again_with_the_same_key_root_and_openings(path: Path) -> None:
    case = load(path.name)
    rows = [reader.Row(*row) for row in case["tokens"]]
    seal = read(case["seal"])
    key = reader.make_key(rows)
    nonces = reader.make_nonces(key, len(rows))
    levels = reader.make_levels(reader.leaves(rows, nonces))
    words = sum(reader.is_word(row.token) for row in rows)
    assert key.hex() == case["key"]
    assert (seal.tokens, seal.words) == (len(rows), words)
    assert reader.make_root(levels[-1][0], len(rows), words) == seal.root
    for opening in seal.openings.values():
        end = opening.start + len(opening.nonces)
        assert list(opening.nonces) == nonces[opening.start : end]
        assert list(opening.siblings) == reader.make_siblings(levels, opening.start, end)
        assert reader.prove(seal, opening) == rows[opening.start : end]


@pytest.mark.parametrize("case", REFUSED, ids=[case["why"] for case in REFUSED])
def test_a_seal_that_may_not_be_accepted_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(reader.SealError):
        prove_all(read(case["seal"]))


@pytest.mark.parametrize("case", ABRIDGED, ids=[case["shown"] for case in ABRIDGED])
def test_words_shown_match_or_do_not_as_the_vector_says(case: dict[str, Any]) -> None:
    assert abridgement_reader.matches(case["passage"], case["shown"]) is case["matches"]


@pytest.mark.parametrize("name", VERSION_1)
def test_a_seal_of_version_1_holds(name: str) -> None:
    seal = read(VERSION_1[name])
    assert seal.version == 1
    assert prove_all(seal) == len(VERSION_1[name]["openings"]) > 0


@pytest.mark.parametrize("path", SOURCES, ids=[path.name.partition(".")[0] for path in SOURCES])
def test_every_opening_of_a_seal_of_the_book_holds(path: Path) -> None:
    seal = reader.read_seal(path.read_bytes())
    assert prove_all(seal) == len(json.loads(path.read_bytes())["openings"]) > 0


def test_the_worked_example_of_the_page_comes_out() -> None:
    page = (reader.VECTORS.parent / "seal-format.md").read_text("utf-8").partition("## A worked example")[2]
    tokens = re.findall(
        r"^\| \d+ \| `(.+)` \| ([0-9a-f]{18}) \| ([0-9a-f]{32}) \| ([0-9a-f]{64}) \|$", page, re.MULTILINE
    )
    nodes = re.findall(r"^\| (\d) \| (\d) \| ([0-9a-f]{64}) \|$", page, re.MULTILINE)
    key, pad = re.findall(r"^    ([0-9a-f]{64})$", page, re.MULTILINE)
    rows = [reader.Row(token, "body", 4, int(n < 6)) for n, (token, *_) in enumerate(tokens)]
    nonces = reader.make_nonces(reader.make_key(rows), len(rows))
    levels = reader.make_levels(reader.leaves(rows, nonces))
    assert len(rows) == 9
    assert len(nodes) == 12
    assert [row.content()[:9].hex() for row in rows] == [place for _, place, _, _ in tokens]
    assert [nonce.hex() for nonce in nonces] == [nonce for _, _, nonce, _ in tokens]
    assert [leaf.hex() for leaf in levels[0]] == [*[leaf for *_, leaf in tokens], *[pad] * 7]
    assert [levels[int(level)][int(node)].hex() for level, node, _ in nodes] == [value for _, _, value in nodes]
    assert reader.make_key(rows).hex() == key
    seal = reader.read_seal(page.partition("```json\n")[2].partition("```")[0].encode())
    assert reader.prove(seal, seal.openings["will-come-back"]) == rows[1:5]


def test_a_repeated_key_is_refused() -> None:
    text = json.dumps(load(SCRIPTS[0].name)["seal"])
    assert reader.read_seal(text.encode()).version == 2
    with pytest.raises(reader.SealError, match="twice"):
        reader.read_seal(text.replace("{", '{"version": 2, ', 1).encode())


@pytest.mark.parametrize("number", ["23.0", "2.3e1", "true", "-1", "2147483648", '"23"', "NaN"])
def test_a_count_is_written_in_digits_and_below_two_to_the_31(number: str) -> None:
    text = json.dumps(load("seal-latin-en.json")["seal"])
    with pytest.raises(reader.SealError):
        reader.read_seal(text.replace('"tokens": 23', f'"tokens": {number}').encode())


def test_the_vectors_cover_what_they_claim() -> None:
    """The counts, so that a vector that goes missing is noticed."""
    openings = sum(len(load(path.name)["seal"]["openings"]) for path in SCRIPTS)
    in_book = sum(prove_all(reader.read_seal(path.read_bytes())) for path in SOURCES)
    counts = {
        "texts": len(TEXTS), "scripts": len(SCRIPTS), "openings": openings, "refused": len(REFUSED),
        "abridgements": len(ABRIDGED), "version 1": len(VERSION_1), "seals": len(SOURCES), "openings in seals": in_book,
    }  # fmt: skip
    least = {
        "texts": 35, "scripts": 10, "openings": 38, "refused": 22,
        "abridgements": 23, "version 1": 2, "seals": 5, "openings in seals": 5,
    }  # fmt: skip
    sys.stdout.write(f"{counts}\n")
    assert {name: count for name, count in counts.items() if count < least[name]} == {}, counts
