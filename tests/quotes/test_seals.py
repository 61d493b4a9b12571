"""Seals: what was opened verifies, whatever was altered does not, and no seal does harm to whoever reads it."""

from __future__ import annotations

import base64
import copy
import random
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from sourcebook.quotes import seals
from sourcebook.quotes.article import Article
from sourcebook.quotes.normalise import Stream, count_words
from sourcebook.quotes.seals import BadSeal, LeafAttributes, Opening, Seal, Tree

WORDS = "the lake salt heron of and 214 four . , ; dam pan's brine-red naïve соль".split()
ALTERATIONS = ("token", "position", "nonce", "sibling", "place")


def article(tokens: list[str], rng: random.Random) -> Article:
    """An article of any tokens, in paragraphs of a few, some of it spoken."""
    count = len(tokens)
    paragraphs = tuple(1 + i // 7 for i in range(count))
    return Article(
        key="any",
        clean="",
        stream=Stream(tokens),
        starts=(0,) * count,
        ends=(0,) * count,
        paragraphs=paragraphs,
        zones=tuple("title" if p == 1 else "body" for p in paragraphs),
        speech=tuple(rng.choice((0, 0, 0, p)) for p in paragraphs),
        broken=(False,) * count,
    )


def sealed(made: Article) -> tuple[Tree, Seal]:
    tree = Tree(made)
    return tree, Seal(tree.root, len(made.words), count_words(made.words), {})


def openings(count: int, seed: int) -> Iterator[tuple[Seal, tuple[str, ...], Opening, random.Random]]:
    """Random openings of random articles, forty an article."""
    rng = random.Random(seed)
    for number in range(count):
        if number % 40 == 0:
            made = article([rng.choice(WORDS) for _ in range(rng.choice((1, 2, 3, rng.randint(4, 300))))], rng)
            tree, whole = sealed(made)
        start = rng.randrange(len(made.words))
        end = rng.randint(start + 1, min(len(made.words), start + rng.choice((1, 2, 12, 80))))
        yield whole, made.words[start:end], tree.open(start, end, ""), rng


def flipped(data: bytes, rng: random.Random) -> bytes:
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << rng.randrange(8))]) + data[at + 1 :]


def altered(what: str, words: tuple[str, ...], opening: Opening, rng: random.Random) -> tuple[tuple[str, ...], Opening]:
    """The same opening with one thing altered."""
    i = rng.randrange(len(words))
    if what == "token":
        other = rng.choice([w for w in (*WORDS, words[i] + "s", words[i].upper() + "x") if w != words[i]])
        return (*words[:i], other, *words[i + 1 :]), opening
    if what == "position":
        return words, replace(opening, start=opening.start + rng.choice((-80, -2, -1, 1, 2, 7, 64)))
    if what == "nonce":
        return words, replace(opening, nonces=flipped(opening.nonces, rng))
    if what == "sibling":
        siblings = opening.siblings
        moved = siblings[32:] + siblings[:32]
        choices = [siblings + bytes(32), siblings[:-1], siblings[:-32], moved, flipped(siblings or b"x", rng)]
        return words, replace(opening, siblings=rng.choice([c for c in choices if c != siblings]))
    place = opening.places[i]
    zone = rng.choice([z for z in seals.ZONES if z != place.zone])
    moved_to = rng.choice(
        (
            replace(place, zone=zone),
            replace(place, paragraph=place.paragraph + 1),
            replace(place, speech=place.speech + 1),
        )
    )
    return words, replace(opening, places=(*opening.places[:i], moved_to, *opening.places[i + 1 :]))


def test_ten_thousand_openings_hold_and_none_of_their_alterations() -> None:
    checked = dict.fromkeys(("opening", *ALTERATIONS), 0)
    for whole, words, opening, rng in openings(10_000, seed=2031):
        assert seals.holds(whole, words, opening)
        checked["opening"] += 1
        for what in ALTERATIONS:
            assert not seals.holds(whole, *altered(what, words, opening, rng)), (what, words, opening)
            checked[what] += 1
    print(checked)  # noqa: T201 -- how many were tried; pytest shows it where asked
    assert set(checked.values()) == {10_000}


def test_an_opening_of_one_article_does_not_hold_in_another() -> None:
    rng = random.Random(5)
    first, second = (sealed(article([*"abcdefgh", word], rng)) for word in ("i", "j"))
    opening = first[0].open(2, 5, "")
    assert seals.holds(first[1], ("c", "d", "e"), opening)
    assert not seals.holds(second[1], ("c", "d", "e"), opening)


def test_the_root_binds_the_numbers_of_the_seal() -> None:
    tree, whole = sealed(article([*"abcdefghijk"], random.Random(1)))
    opening = tree.open(3, 6, "")
    assert seals.holds(whole, ("d", "e", "f"), opening)
    assert not seals.holds(replace(whole, root=flipped(whole.root, random.Random(2))), ("d", "e", "f"), opening)
    assert not seals.holds(replace(whole, tokens=whole.tokens + 1), ("d", "e", "f"), opening)
    assert not seals.holds(replace(whole, words=whole.words - 1), ("d", "e", "f"), opening)


def test_an_opening_of_nothing_proves_nothing() -> None:
    tree, whole = sealed(article([*"abcd"], random.Random(1)))
    assert not seals.holds(whole, (), tree.open(2, 2, ""))


def test_the_same_article_gives_the_same_seal_and_another_place_another() -> None:
    made = article([*"abcdefgh"], random.Random(1))
    assert Tree(made).root == Tree(made).root
    moved = replace(made, paragraphs=(1, 1, 1, 1, 1, 1, 2, 2))
    assert Tree(moved).root != Tree(made).root
    assert not set(Tree(moved).nonces) & set(Tree(made).nonces)


def test_every_token_has_a_nonce_of_its_own() -> None:
    tree, _ = sealed(article(["the"] * 300, random.Random(1)))
    assert len({bytes(n) for n in tree.nonces}) == 300
    assert {len(n) for n in tree.nonces} == {16}


def test_unopened_words_are_counted_once_and_marks_are_none() -> None:
    made = article("one two , three four . five".split(), random.Random(1))
    assert seals.unopened(made, []) == 5
    assert seals.unopened(made, [(0, 3), (1, 4)]) == 2


# -- the file ---------------------------------------------------------------------------------------------------------


def as_file() -> dict[str, Any]:
    """A seal of ten tokens with one opening, as JSON."""
    tree, whole = sealed(article([*"abcdefghij"], random.Random(1)))
    opened = tree.open(4, 9, "e f g h i", ["context"])
    return seals.to_json(replace(whole, openings={"some-words": opened}))


def test_a_seal_survives_its_file() -> None:
    data = as_file()
    read = seals.from_json(data)
    assert seals.to_json(read) == data
    assert seals.holds(read, tuple("efghi"), read.openings["some-words"])
    assert read.openings["some-words"].cautions == ("context",)


def test_tokens_that_share_a_place_share_an_entry() -> None:
    made = replace(article([*"abcd"], random.Random(1)), speech=(0, 0, 0, 1))
    opening = Tree(made).open(0, 4, "")
    assert seals.opening_to_json(opening)["places"] == [[3, "title", 1, 0], [1, "title", 1, 1]]


HUGE = 2**31 - 1
WHOLE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "version 3": (lambda d: d.update(version=3), "version 3, and this program reads versions 1 and 2"),
    "version 0": (lambda d: d.update(version=0), "version 0"),
    "version a word": (lambda d: d.update(version="1"), "version is not of the type int"),
    "version true": (lambda d: d.update(version=True), "version is not of the type int"),
    "no root": (lambda d: d.pop("root"), "does not hold just"),
    "a key too many": (lambda d: d.update(note="x"), "does not hold just"),
    "root short": (lambda d: d.update(root=d["root"][:-1]), "64 hexadecimal"),
    "root no hexadecimal": (lambda d: d.update(root="g" + d["root"][1:]), "64 hexadecimal"),
    "root in capitals": (lambda d: d.update(root=d["root"].upper()), "64 hexadecimal"),
    "root with a space": (lambda d: d.update(root=" " + d["root"]), "64 hexadecimal"),
    "tokens negative": (lambda d: d.update(tokens=-1), "impossible"),
    "tokens huge": (lambda d: d.update(tokens=2**31), "impossible"),
    "tokens a fraction": (lambda d: d.update(tokens=10.0), "tokens is not of the type int"),
    "more words than tokens": (lambda d: d.update(words=11), "impossible"),
    "words negative": (lambda d: d.update(words=-1), "impossible"),
    "openings a list": (lambda d: d.update(openings=[]), "openings is not of the type dict"),
}
ONE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no start": (lambda o: o.pop("start"), "does not hold just"),
    "start a word": (lambda o: o.update(start="4"), "start is not of the type int"),
    "nonces truncated": (lambda o: o.update(nonces=o["nonces"][:-1]), "not base64"),
    "nonces no base64": (lambda o: o.update(nonces="*" + o["nonces"][1:]), "not base64"),
    "nonces not ASCII": (lambda o: o.update(nonces="ö" + o["nonces"][1:]), "not base64"),
    "siblings with a line end": (lambda o: o.update(siblings=o["siblings"] + "\n"), "not base64"),
    "siblings a number": (lambda o: o.update(siblings=1), "siblings is not of the type str"),
    "places of the wrong form": (lambda o: o.update(places=[["body", 1, 0]]), "not of the form"),
    "an unknown zone": (lambda o: o.update(places=[[5, "advertisement", 1, 0]]), "not of the form"),
    "a place of no token": (lambda o: o.update(places=[[0, "body", 1, 0], *o["places"]]), "impossible number"),
    "a negative paragraph": (lambda o: o.update(places=[[5, "title", -1, 0]]), "impossible number"),
    "a huge paragraph": (lambda o: o.update(places=[[5, "title", 2**31, 0]]), "impossible number"),
    "a huge count": (lambda o: o.update(places=[[HUGE, "title", 1, 0]]), "impossible number"),
    "a true count": (lambda o: o.update(places=[[True, "title", 1, 0]]), "impossible number"),
    "an unknown caution": (lambda o: o.update(cautions=["contexs"]), "caution that is none"),
    "an error for a caution": (lambda o: o.update(cautions=["misquoted"]), "caution that is none"),
    "a caution that is a list": (lambda o: o.update(cautions=[["context"]]), "caution that is none"),
    "unique a number": (lambda o: o.update(unique=1), "unique is not of the type bool"),
    "exact missing": (lambda o: o.update(exact=None), "exact is not of the type str"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_malformed_seal_is_refused(case: str) -> None:
    change, message = WHOLE[case]
    data = as_file()
    change(data)
    with pytest.raises(BadSeal, match=message):
        seals.from_json(data)


@pytest.mark.parametrize("case", ONE)
def test_a_malformed_opening_is_refused_by_name(case: str) -> None:
    change, message = ONE[case]
    data = as_file()
    change(data["openings"]["some-words"])
    with pytest.raises(BadSeal, match=message) as caught:
        seals.from_json(data)
    assert "'some-words'" in str(caught.value)


@pytest.mark.parametrize("data", [None, [], "seal", 1, True, {}, {"version": 1}])
def test_what_is_no_seal_is_refused(data: Any) -> None:
    with pytest.raises(BadSeal):
        seals.from_json(data)


def test_base64_of_a_second_writing_is_refused() -> None:
    # Sixteen bytes leave four bits of the last letter unused: without care, another letter would read the same.
    data = as_file()
    one = data["openings"]["some-words"]
    one["places"] = [[1, "title", 1, 0]]
    one["nonces"] = base64.b64encode(bytes(16)).decode()
    assert seals.from_json(copy.deepcopy(data)).openings["some-words"].nonces == bytes(16)
    assert base64.b64decode("AAAAAAAAAAAAAAAAAAAAAB==") == bytes(16)
    one["nonces"] = "AAAAAAAAAAAAAAAAAAAAAB=="
    with pytest.raises(BadSeal, match="not base64"):
        seals.from_json(data)


def test_a_seal_that_promises_much_takes_no_memory() -> None:
    data = as_file()
    data.update(tokens=HUGE, words=HUGE)
    data["openings"]["some-words"]["places"] = [[HUGE, "body", 1, 0]]
    tracemalloc.start()
    try:
        with pytest.raises(BadSeal, match="impossible number"):
            seals.from_json(data)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_numbers_that_are_allowed_but_absurd_do_not_hold() -> None:
    data = as_file()
    data.update(tokens=HUGE, words=HUGE)
    data["openings"]["some-words"]["start"] = 10**30
    read = seals.from_json(data)
    assert not seals.holds(read, tuple("efghi"), read.openings["some-words"])


JUNK: tuple[Any, ...] = (None, True, -1, 10**12, 1.5, "", "x", "\0", [], [[]], {}, {"a": 1})


def spoilt(data: Any, rng: random.Random) -> Any:
    """A copy with junk somewhere inside."""
    if isinstance(data, dict) and data and rng.random() < 0.9:
        key = rng.choice(sorted(data))
        return {**data, key: spoilt(data[key], rng)}
    if isinstance(data, list) and data and rng.random() < 0.9:
        at = rng.randrange(len(data))
        return [*data[:at], spoilt(data[at], rng), *data[at + 1 :]]
    return rng.choice(JUNK)


def test_junk_anywhere_is_refused_or_does_not_hold() -> None:
    good, rng, refused = as_file(), random.Random(9), 0
    for _ in range(2000):
        data = spoilt(good, rng)
        try:
            read = seals.from_json(data)
        except BadSeal:
            refused += 1
            continue
        proven = [o for o in read.openings.values() if seals.holds(read, tuple("efghi"), o)]
        # What still holds differs in what the root does not bind: the sealer's statement, the words as written.
        assert all(replace(o, exact="", cautions=(), unique=True) == _bare(good) for o in proven)
    assert refused > 1000


def _bare(data: dict[str, Any]) -> Opening:
    return replace(seals.from_json(data).openings["some-words"], exact="", cautions=(), unique=True)


def test_a_place_packs_into_nine_bytes() -> None:
    assert LeafAttributes("title", 1, 0).packed() == bytes([0, 0, 0, 0, 1, 0, 0, 0, 0])
    assert LeafAttributes("body", 258, 3).packed() == bytes([seals.ZONES.index("body"), 0, 0, 1, 2, 0, 0, 0, 3])
