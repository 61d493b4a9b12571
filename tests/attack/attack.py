"""An attack on seals: from what is public, read words that nobody quoted.

Here: the attacker, who has the public files (the passages' words and the seal's JSON), a dictionary that holds every
word of the article, the documented format, and patience; and who shares no code with the package. Not here: what is
attacked (`test_attack.py`).

Whatever hash is public, wherever it stands in the file, counts as a target: a hit is a guess that hashes to one of
them. So the same attack reads schemes of other kinds, such as a chain of hashed windows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

ZONES = ("title", "standfirst", "dateline", "heading", "body", "caption", "author-note", "disclaimer")
SALT = b"sourcebook seal\2"
FREQUENT = 60
"""How many words of the dictionary, the most frequent first, are tried in pairs."""


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf(nonce: bytes, place: bytes, word: str) -> bytes:
    return sha(b"\0" + nonce + place + word.encode())


def packed(zone: str, paragraph: int, speech: int) -> bytes:
    return bytes([ZONES.index(zone)]) + paragraph.to_bytes(4, "big") + speech.to_bytes(4, "big")


def content(known: tuple[str, str, int, int]) -> bytes:
    word, zone, paragraph, speech = known
    return packed(zone, paragraph, speech) + word.encode()


@dataclass
class Public:
    """What anybody can read of one source: each opened token with its place and nonce, and every hash."""

    root: bytes
    tokens: int
    known: dict[int, tuple[str, str, int, int]] = field(default_factory=dict)
    nonces: dict[int, bytes] = field(default_factory=dict)
    hashes: set[bytes] = field(default_factory=set)

    def edges(self) -> list[int]:
        """The tokens right beside the opened ones, which are not opened themselves."""
        beside = {i + step for i in self.known for step in (-1, 1)}
        return sorted(i for i in beside - set(self.known) if 0 <= i < self.tokens)

    def places(self, index: int) -> list[bytes]:
        """Where a token may stand, judged by its neighbours: beside them, outside their speech, or a paragraph on."""
        found: dict[bytes, None] = {}
        for other, step in ((index - 1, 1), (index + 1, -1)):
            if other in self.known:
                _, zone, paragraph, speech = self.known[other]
                found[packed(zone, paragraph, speech)] = None
                found[packed(zone, paragraph, 0)] = None
                found[packed("body", max(1, paragraph + step), 0)] = None
        return list(found)


def read(seal: dict[str, Any], tokens_of: Any) -> Public:
    """The public side of a seal. `tokens_of` cuts a passage's words into tokens, by the documented rule."""
    public = Public(bytes.fromhex(seal["root"]), seal["tokens"])
    for opening in seal["openings"].values():
        places = [(run[1], run[2], run[3]) for run in opening["places"] for _ in range(run[0])]
        nonces = base64.b64decode(opening["nonces"])
        for i, (word, place) in enumerate(zip(tokens_of(opening["exact"]), places, strict=False)):
            public.known[opening["start"] + i] = (word, place[0], place[1], place[2])
            public.nonces[opening["start"] + i] = nonces[16 * i : 16 * i + 16]
    public.hashes = {public.root, *_hashes(seal)}
    return public


def _hashes(value: Any) -> Iterator[bytes]:
    """Every run of 32 bytes that stands in a file, in base64 or in hexadecimal."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _hashes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _hashes(inner)
    elif isinstance(value, str):
        for decode in (bytes.fromhex, lambda text: base64.b64decode(text, validate=True)):
            try:
                data = decode(value)
            except ValueError:
                continue
            yield from (data[i : i + 32] for i in range(0, len(data) - 31, 32))


# -- the attack -------------------------------------------------------------------------------------------------------


def recover(public: Public, dictionary: Sequence[str]) -> dict[int, str]:
    """The words that the attack reads, by position, those that nobody quoted. `dictionary`: the frequent ones first."""
    found: dict[int, str] = {}
    for technique in (beside_openings, pairs_beside_openings, windows, remainder):
        found |= {i: word for i, word in technique(public, dictionary) if i not in public.known}
    return found


def beside_openings(public: Public, dictionary: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Each word of the dictionary at each edge, in each plausible place, with every nonce that could be known."""
    encoded, keys = [word.encode() for word in dictionary], weak_keys(public)
    for index in public.edges():
        for nonce, place in itertools.product(guessed_nonces(public, index, keys), public.places(index)):
            head = b"\0" + nonce + place
            hits = [word for word in encoded if hashlib.sha256(head + word).digest() in public.hashes]
            yield from ((index, word.decode()) for word in hits)


def guessed_nonces(public: Public, index: int, keys: Iterable[bytes]) -> Iterator[bytes]:
    """Nonces that an attacker can make: none, nought, from public numbers, or those of the neighbours."""
    yield b""
    yield bytes(16)
    yield index.to_bytes(16, "big")
    for key in keys:
        yield derived(key, index)
    # Tokens 2n and 2n + 1 share one HMAC: the opened half must tell nothing of the other.
    pair = public.nonces.get(index ^ 1)
    if pair:
        yield pair
        yield pair[::-1]
        yield sha(pair)[:16]


def weak_keys(public: Public) -> list[bytes]:
    """Keys from what is public: nothing, the root, the quoted words."""
    quoted = b"\0".join(content(known) for _, known in sorted(public.known.items()))
    return [b"", bytes(32), public.root, stretched(b""), stretched(public.root), stretched(quoted)]


def stretched(content: bytes) -> bytes:
    return hashlib.scrypt(content, salt=SALT, n=1024, r=8, p=1, dklen=32)


def derived(key: bytes, index: int) -> bytes:
    half = 16 * (index % 2)
    return hmac.digest(key, (index // 2).to_bytes(4, "big"), "sha256")[half : half + 16]


def pairs_beside_openings(public: Public, dictionary: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Two tokens that one sibling hash covers: pairs of frequent words, with the nonces that need no key."""
    frequent = dictionary[:FREQUENT]
    for index in public.edges():
        left = index - index % 2
        if left in public.known or left + 1 in public.known:
            continue
        for place, nonce in itertools.product(public.places(index)[:2], (b"", bytes(16))):
            leaves = {word: leaf(nonce, place, word) for word in frequent}
            for (one, a), (two, b) in itertools.product(leaves.items(), repeat=2):
                if sha(b"\1" + a + b) in public.hashes:
                    yield left, one
                    yield left + 1, two


def windows(public: Public, dictionary: Sequence[str]) -> Iterator[tuple[int, str]]:
    """From the quoted words on, word by word: does a window that ends or begins with a guess have a public hash?"""
    words = {i: known[0] for i, known in public.known.items()}
    queue = list(public.edges())
    while queue:
        index = queue.pop()
        sides = list(_windows(words, index))
        guess = next((g for g in dictionary for a, b in sides if sha((a + g + b).encode()) in public.hashes), None)
        if guess is not None and index not in words:
            words[index] = guess
            yield index, guess
            queue += [i for i in (index - 1, index + 1) if 0 <= i < public.tokens and i not in words]


def _windows(words: dict[int, str], index: int) -> Iterator[tuple[str, str]]:
    """What stands before and behind a guess, in windows of several sizes that end or begin with it."""
    for size in (1, 2, 3, 4, 5, 8):
        before, behind = range(index - size + 1, index), range(index + 1, index + size)
        if all(i in words for i in before):
            yield "".join(words[i] + " " for i in before), ""
        if all(i in words for i in behind):
            yield "", "".join(" " + words[i] for i in behind)


def remainder(public: Public, dictionary: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The few words that stay unopened, guessed all at once: the key that they make must give the opened nonces.

    With more missing than the attack can try, it tries the likeliest word everywhere, since trying costs little.
    """
    missing = [i for i in range(public.tokens) if i not in public.known]
    depth = 1 if len(missing) == 1 else 0
    likely = ((word,) * len(missing) for word in dictionary[:20])
    for guess in itertools.product(dictionary, repeat=depth) if depth else likely:
        places = [(public.places(i) or [packed("body", 1, 0)])[0] for i in missing]
        contents = {i: content(known) for i, known in public.known.items()}
        contents |= {i: p + w.encode() for i, p, w in zip(missing, places, guess, strict=True)}
        key = stretched(b"\0".join(contents[i] for i in range(public.tokens)))
        index, nonce = next(iter(public.nonces.items()))
        if derived(key, index) == nonce:
            yield from zip(missing, guess, strict=True)


def by_frequency(words: Iterable[str]) -> list[str]:
    """The different words, the most frequent first."""
    counted: dict[str, int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    return sorted(counted, key=lambda w: (-counted[w], w))
