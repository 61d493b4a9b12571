"""What can be read out of a seal: nothing that nobody quoted. And what can be read out of weaker schemes: words.

The second half is what makes the first worth something: the same attack, on the same article, reads a seal without
nonces, seals with nonces from public keys, a chain of hashed windows, and a seal of which too little stays unopened.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.quotes import seals
from sourcebook.quotes.article import Article
from sourcebook.quotes.normalise import tokens
from sourcebook.quotes.seals import Seal, Tree
from tests import sealed
from tests.attack import attack
from tests.needs import ROOT
from tests.sealed import KEY

SOURCES = ROOT / "sources"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """The small book with its article, which the attacker has not."""
    return sealed.with_text(sealed.write_book(tmp_path_factory.mktemp("book")))


@pytest.fixture(scope="module")
def article(opened: Opened) -> Article:
    return opened.prover.articles[KEY]


def recovered(data: dict[str, Any], article: Article) -> dict[int, str]:
    """What the attack reads out of a file, with a dictionary of every word of the article, the right ones only."""
    public = attack.read(json.loads(json.dumps(data)), tokens)
    found = attack.recover(public, attack.by_frequency(article.words))
    return {i: word for i, word in found.items() if article.words[i] == word}


def sealed_by(tree: Tree, article: Article, opened: Opened) -> dict[str, Any]:
    """The JSON of a seal of the small book's passages, made of a tree."""
    spans = [(p.ref.partition("/")[2], p.span) for p in opened.prover.proofs()]
    openings = {n: tree.open(s.start, s.end, opened.book.passages[f"{KEY}/{n}"].exact) for n, s in spans if s}
    return seals.to_json(Seal(tree.root, len(article.words), tree.words, openings))


# -- the seals --------------------------------------------------------------------------------------------------------


def test_nothing_is_read_out_of_a_seal(opened: Opened, article: Article) -> None:
    data = sealed_by(Tree(article), article, opened)
    assert data["root"] == opened.prover.seals[KEY].root.hex()
    assert len(attack.read(data, tokens).edges()) >= 8
    assert recovered(data, article) == {}


@pytest.mark.parametrize("key", sorted(path.name.removesuffix(".seal.json") for path in SOURCES.glob("*.seal.json")))
def test_nothing_is_read_out_of_the_seals_of_the_book(texts: Path, key: str) -> None:
    articles = check.open_book(ROOT, {"SOURCEBOOK_TEXTS": str(texts)}).prover.articles
    dictionary = attack.by_frequency(word for article in articles.values() for word in article.words)
    public = attack.read(json.loads((SOURCES / f"{key}.seal.json").read_text(encoding="utf-8")), tokens)
    # The attacker stands where it counts: what is known is right, and every edge holds a word of the dictionary.
    assert all(articles[key].words[i] == known[0] for i, known in public.known.items())
    assert {articles[key].words[i] for i in public.edges()} <= set(dictionary)
    assert attack.recover(public, dictionary) == {}


# -- weaker schemes, which the same attack reads ----------------------------------------------------------------------


class Weak(Tree):
    """A seal whose nonces an attacker can make. Everything else is as it should be."""

    def __init__(self, article: Article, nonce: Callable[[int], bytes]) -> None:
        super().__init__(article)
        self.nonces = [nonce(i) for i in range(len(article.words))]
        rows = zip(self.nonces, self.places, article.words, strict=True)
        leaves = [hashlib.sha256(b"\0" + n + p.packed() + w.encode()).digest() for n, p, w in rows]
        self.levels = [leaves + self.levels[0][len(leaves) :]]
        while len(self.levels[-1]) > 1:
            row = self.levels[-1]
            pairs = [b"\1" + row[i] + row[i + 1] for i in range(0, len(row), 2)]
            self.levels.append([hashlib.sha256(pair).digest() for pair in pairs])


WEAK: dict[str, Callable[[int], bytes]] = {
    "no nonces": lambda _: b"",
    "nonces of nought": lambda _: bytes(16),
    "counted nonces": lambda i: i.to_bytes(16, "big"),
    "a key of nought": lambda i: hmac.digest(bytes(32), (i // 2).to_bytes(4, "big"), "sha256")[16 * (i % 2) :][:16],
    "one nonce a pair": lambda i: hashlib.sha256(b"secret" + bytes([i // 2 % 256])).digest()[:16],
}


@pytest.mark.parametrize("scheme", WEAK)
def test_words_are_read_where_nonces_can_be_made(opened: Opened, article: Article, scheme: str) -> None:
    data = sealed_by(Weak(article, WEAK[scheme]), article, opened)
    found = recovered(data, article)
    assert len(found) >= 3, found


def test_pairs_of_frequent_words_are_read_out_of_a_seal_without_nonces(opened: Opened, article: Article) -> None:
    data = sealed_by(Weak(article, lambda _: b""), article, opened)
    public = attack.read(data, tokens)
    everyday = attack.by_frequency(article.words)
    found = dict(attack.pairs_beside_openings(public, everyday))
    assert {i: word for i, word in found.items() if article.words[i] == word}


@pytest.mark.parametrize("size", [4, 5, 8])
def test_a_chain_of_hashed_windows_is_read_out_word_by_word(opened: Opened, article: Article, size: int) -> None:
    words = article.words
    chain = [" ".join(words[i : i + size]).encode() for i in range(len(words) - size + 1)]
    data = sealed_by(Tree(article), article, opened)
    data["windows"] = [hashlib.sha256(window).hexdigest() for window in chain]
    found = recovered(data, article)
    unquoted = len(words) - len(attack.read(data, tokens).known)
    assert len(found) > 0.95 * unquoted


def test_the_last_word_is_read_out_of_a_seal_that_opens_all_others(article: Article) -> None:
    # Why a source of which too little stays unopened is not sealed: the key itself can then be guessed.
    tree, hidden = Tree(article), 100
    openings = {
        name: tree.open(low, high, article.clean[article.starts[low] : article.ends[high - 1]])
        for name, low, high in (("before", 0, hidden), ("behind", hidden + 1, len(article.words)))
    }
    data = with_words(seals.to_json(Seal(tree.root, len(article.words), tree.words, openings)), article)
    assert recovered(data, article) == {hidden: article.words[hidden]}


def with_words(data: dict[str, Any], article: Article) -> dict[str, Any]:
    """The words of the openings token by token: what stands between them on the page is no part of the article."""
    for opening in data["openings"].values():
        count = len(base64.b64decode(opening["nonces"])) // 16
        opening["exact"] = " ".join(article.words[opening["start"] : opening["start"] + count])
    return data
