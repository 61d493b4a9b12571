"""Make and verify seals: proof of a quotation without the article (selective disclosure as in RFC 9901, for text).

A seal commits to every quotable token of an article, its zone, its paragraph and the span of speech that it stands in,
and opens those of the book's passages. Whoever holds the seal can prove an opened passage, word by word; whoever holds
the article can make the seal again; nobody can read the rest out of the openings. The format, byte by byte, is in
`docs/seal-format.md`, so that others can write a verifier; what follows is ours.

    leaf  = SHA-256(00 || nonce[16] || zone[1] || paragraph[4] || speech[4] || token in UTF-8)
    node  = SHA-256(01 || left || right)
    pad   = SHA-256(02), as often as the leaves want to a power of two
    root  = SHA-256(03 || version[1] || number of tokens[4] || number of words[4] || top node)
    nonce = the half (index mod 2) of HMAC-SHA-256(key, (index div 2)[4])
    key   = scrypt(what the leaves hold behind their nonces, 00 between)

Numbers are big-endian. Version 2 defines its tokens by Unicode 14.0.0. Seals of version 1 still verify, by the tokens
of `seal_format_1.py`. Nothing here reads or writes a file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, get_args

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Severity
from sourcebook.model.records import ZoneName
from sourcebook.quotes import article, normalise, seal_format_1
from sourcebook.quotes.article import Article

VERSION = 2
"""The version that is made. Version 1 is read as well."""
VERSIONS = (1, 2)
ZONES: tuple[str, ...] = get_args(ZoneName)
"""The zones by number, as the leaves hold them. New ones are added at the end."""
FEWEST_UNOPENED = 128
"""A source of which fewer quotable words would stay unopened is not sealed: the rest could be guessed."""
LETTERS_A_WORD = 4
"""So many letters of a script that writes no spaces, Han apart, are as hard to guess as one word."""
CAUTIONS = frozenset(kind.label for kind in Kind if kind.severity is Severity.CAUTION)
"""The cautions that a sealer may state of a passage."""
_NONCE, _HASH = 16, 32
_SALT = b"sourcebook seal"
_COST = {"n": 2**10, "r": 8, "p": 1, "dklen": 32}
"""scrypt's cost: one megabyte and a few milliseconds a guess."""


class BadSeal(ValueError):  # noqa: N818 -- it is what the seal is
    """A seal or an opening that is not of the form which this version reads. The message says how."""


def _sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


@dataclass(frozen=True)
class LeafAttributes:
    """The attributes that a leaf binds to its token: zone, paragraph number, ordinal of the speech (0: none)."""

    zone: str
    paragraph: int
    speech: int

    def packed(self) -> bytes:
        return bytes([ZONES.index(self.zone)]) + self.paragraph.to_bytes(4, "big") + self.speech.to_bytes(4, "big")


@dataclass(frozen=True)
class Opening:
    """A disclosed run of an article's tokens: the first index, their places, their nonces, the sibling hashes.

    `exact` are the words as the record has them; `cautions` and `unique` are the sealer's statement about what only the
    whole text shows: the kinds of caution that arose, and whether the words (with prefix and suffix) stand there once.
    """

    start: int
    exact: str
    places: tuple[LeafAttributes, ...]
    nonces: bytes
    siblings: bytes
    cautions: tuple[str, ...] = ()
    unique: bool = True

    def __len__(self) -> int:
        return len(self.places)

    @property
    def end(self) -> int:
        return self.start + len(self.places)


@dataclass(frozen=True)
class Seal:
    """The commitment to one article, and its openings by passage. `words`: how many of its tokens are no marks."""

    root: bytes
    tokens: int
    words: int
    openings: dict[str, Opening]
    version: int = VERSION


# -- committing -------------------------------------------------------------------------------------------------------


class Tree:
    """The Merkle tree over an article, from which openings are cut. Needs the whole article."""

    def __init__(self, whole: Article) -> None:
        self.places, self.words = _places(whole), normalise.count_words(whole.words)
        packed = {id(p): p.packed() for p in set(self.places)}  # equal places are one object
        contents = [packed[id(p)] + w.encode() for p, w in zip(self.places, whole.words, strict=True)]
        self.key = key = hashlib.scrypt(b"\0".join(contents), salt=_SALT + bytes([VERSION]), **_COST)
        pairs = b"".join(hmac.digest(key, i.to_bytes(4, "big"), "sha256") for i in range((len(contents) + 1) // 2))
        self.nonces = [pairs[i : i + _NONCE] for i in range(0, _NONCE * len(contents), _NONCE)]
        leaves = [_sha(b"\0" + nonce + content) for nonce, content in zip(self.nonces, contents, strict=True)]
        self.levels = [leaves + [_sha(b"\2")] * (_width(len(leaves)) - len(leaves))]
        while len(self.levels[-1]) > 1:
            below = iter(self.levels[-1])
            self.levels.append([_sha(b"\1" + left + right) for left, right in zip(below, below, strict=True)])

    @property
    def root(self) -> bytes:
        return _root(VERSION, len(self.places), self.words, self.levels[-1][0])

    def open(self, start: int, end: int, exact: str, cautions: Sequence[str] = (), unique: bool = True) -> Opening:
        """The opening of the tokens [start, end)."""
        siblings, low, high = [], start, end
        for level in self.levels[:-1]:
            if low % 2:
                siblings.append(level[low - 1])
            if high % 2:
                siblings.append(level[high])
            low, high = low // 2, (high + 1) // 2
        places, nonces = tuple(self.places[start:end]), b"".join(self.nonces[start:end])
        return Opening(start, exact, places, nonces, b"".join(siblings), tuple(cautions), unique)


def _places(whole: Article) -> list[LeafAttributes]:
    """The place of each token; equal places are one object."""
    known: dict[tuple[str, int, int], LeafAttributes] = {}
    rows = zip(whole.zones, whole.paragraphs, whole.speech, strict=True)
    return [known.get(row) or known.setdefault(row, LeafAttributes(*row)) for row in rows]


def _width(count: int) -> int:
    """The least power of two that is not below a count, and at least one."""
    return 1 << max(0, count - 1).bit_length()


def _root(version: int, tokens: int, words: int, top: bytes) -> bytes:
    return _sha(b"\3" + bytes([version]) + tokens.to_bytes(4, "big") + words.to_bytes(4, "big") + top)


def unopened(whole: Article, runs: Sequence[tuple[int, int]]) -> int:
    """The number of quotable words of an article that no run discloses."""
    opened = {i for start, end in runs for i in range(start, end)}
    closed = [w for i, w in enumerate(whole.words) if i not in opened and normalise.is_word(w)]
    letters = sum(characters.stands_alone(w[0]) and not characters.is_han(w[0]) for w in closed)
    return len(closed) - letters + letters // LETTERS_A_WORD


# -- proving ----------------------------------------------------------------------------------------------------------


def sealed_words(seal: Seal, exact: str, opening: Opening) -> tuple[str, ...]:
    """The tokens of a passage as the version of its seal cuts them; a closing mark beyond the opening is left out."""
    if seal.version == 1:
        return seal_format_1.tokens(exact, len(opening))
    words = normalise.tokens(exact)
    return words[:-1] if len(words) == len(opening) + 1 and words[-1] in normalise.CLOSING else words


def places_of_tokens(seal: Seal, exact: str, opening: Opening) -> tuple[LeafAttributes, ...]:
    """The place of each token of a passage, by the tokens of today."""
    if seal.version == 1:
        return tuple(p for p in seal_format_1.carried(exact, opening.places) if isinstance(p, LeafAttributes))
    return opening.places


def standing_alone(seal: Seal, exact: str, opening: Opening, key: str, speakers: dict[int, str]) -> Article:
    """A proven passage as an article of its own."""
    places = places_of_tokens(seal, exact, opening)
    rows = [p.paragraph for p in places], [p.zone for p in places], [p.speech for p in places]
    return article.standing_alone(key, exact, *rows, speakers)


def holds(seal: Seal, words: Sequence[str], opening: Opening) -> bool:
    """True if tokens (of `sealed_words`) stand in the sealed article where, and as, the opening says."""
    count = len(opening.places)
    if count == 0 or len(words) != count or len(opening.nonces) != _NONCE * count:
        return False
    if not 0 <= opening.start <= seal.tokens - count:
        return False
    if seal.version > 1 and characters.unassigned("".join(words)):
        return False
    nonces, packed = opening.nonces, {p: p.packed() for p in set(opening.places)}
    row = [
        _sha(b"\0" + nonces[_NONCE * i : _NONCE * (i + 1)] + packed[place] + word.encode())
        for i, (place, word) in enumerate(zip(opening.places, words, strict=True))
    ]
    top = _climb(row, opening, _width(seal.tokens))
    return top is not None and hmac.compare_digest(_root(seal.version, seal.tokens, seal.words, top), seal.root)


def _climb(row: list[bytes], opening: Opening, width: int) -> bytes | None:
    """The top node above a row of leaves, or None where the siblings are too few or too many."""
    siblings, at = opening.siblings, 0
    low, high = opening.start, opening.end
    while width > 1:
        if low % 2:
            row.insert(0, siblings[at : at + _HASH])
            at += _HASH
        if high % 2:
            row.append(siblings[at : at + _HASH])
            at += _HASH
        if at > len(siblings):
            return None
        row = [_sha(b"\1" + row[i] + row[i + 1]) for i in range(0, len(row), 2)]
        low, high, width = low // 2, (high + 1) // 2, width // 2
    return row[0] if at == len(siblings) else None


# -- the file ---------------------------------------------------------------------------------------------------------


def to_json(seal: Seal) -> dict[str, Any]:
    """A seal as a JSON object."""
    return {
        "version": seal.version,
        "root": seal.root.hex(),
        "tokens": seal.tokens,
        "words": seal.words,
        "openings": {name: opening_to_json(o) for name, o in sorted(seal.openings.items())},
    }


def encoded(seal: Seal) -> bytes:
    """Encode a seal for its file: JSON with one opening a line, so that a change is a one-line diff."""
    data = to_json(seal)
    openings = data.pop("openings")
    head = json.dumps(data, ensure_ascii=False)[:-1]
    rows = [f"{json.dumps(name)}: {json.dumps(opening, ensure_ascii=False)}" for name, opening in openings.items()]
    return (head + ', "openings": {\n' + ",\n".join(rows) + "\n}}\n").encode()


def opening_to_json(opening: Opening) -> dict[str, Any]:
    """An opening as a JSON object; tokens that share a place share an entry of `places`."""
    runs = [(len(list(group)), place) for place, group in groupby(opening.places)]
    return {
        "start": opening.start,
        "exact": opening.exact,
        "places": [[n, p.zone, p.paragraph, p.speech] for n, p in runs],
        "nonces": base64.b64encode(opening.nonces).decode(),
        "siblings": base64.b64encode(opening.siblings).decode(),
        "cautions": list(opening.cautions),
        "unique": opening.unique,
    }


def from_json(data: Any) -> Seal:
    """A seal from a JSON object; BadSeal where it is not of the form, or of a version that is not known."""
    fields = _fields(data, {"version": int, "root": str, "tokens": int, "words": int, "openings": dict}, "the seal")
    if fields["version"] not in VERSIONS:
        raise BadSeal(f"the seal is of version {fields['version']}, and this program reads versions 1 and 2")
    if not 0 <= fields["words"] <= fields["tokens"] < 2**31:
        raise BadSeal("the seal's number of tokens or words is impossible")
    openings = {str(name): opening_from_json(o, str(name)) for name, o in fields["openings"].items()}
    return Seal(_hexadecimal(fields["root"]), fields["tokens"], fields["words"], openings, fields["version"])


_OPENING = {
    "start": int,
    "exact": str,
    "places": list,
    "nonces": str,
    "siblings": str,
    "cautions": list,
    "unique": bool,
}


def opening_from_json(data: Any, name: str) -> Opening:
    """An opening from a JSON object; BadSeal, which names the passage, where it is not of the form."""
    fields = _fields(data, _OPENING, f"the opening of {name!r}")
    nonces, siblings = _binary(fields["nonces"], name), _binary(fields["siblings"], name)
    places = tuple(_expanded(fields["places"], len(nonces) // _NONCE, name))
    if not all(isinstance(c, str) and c in CAUTIONS for c in fields["cautions"]):
        raise BadSeal(f"the opening of {name!r} states a caution that is none")
    stated = tuple(fields["cautions"]), fields["unique"]
    return Opening(fields["start"], fields["exact"], places, nonces, siblings, *stated)


def _expanded(runs: Sequence[Any], tokens: int, name: str) -> Iterator[LeafAttributes]:
    """The place of each token out of runs of (how many, zone, paragraph, speech).

    There are as many places as nonces. What says otherwise is refused before it is expanded: a count is no memory.
    """
    total = 0
    for run in runs:
        if not (isinstance(run, list) and len(run) == 4 and run[1] in ZONES):
            raise BadSeal(f"a place of {name!r} is not of the form [how many, zone, paragraph, speech]")
        count, zone, paragraph, speech = run
        total += count if type(count) is int and count > 0 else tokens + 1
        if total > tokens or any(type(n) is not int or not 0 <= n < 2**31 for n in (paragraph, speech)):
            raise BadSeal(f"a place of {name!r} holds an impossible number")
        yield from [LeafAttributes(zone, paragraph, speech)] * count


def _fields(data: Any, wanted: dict[str, type], what: str) -> dict[str, Any]:
    if not isinstance(data, dict) or set(data) != set(wanted):
        raise BadSeal(f"{what} does not hold just {', '.join(wanted)}")
    for name, kind in wanted.items():
        if type(data[name]) is not kind:
            raise BadSeal(f"{what}: {name} is not of the type {kind.__name__}")
    return dict(data)


def _hexadecimal(text: str) -> bytes:
    if not re.fullmatch("[0-9a-f]{64}", text):
        raise BadSeal("the seal's root is not 64 hexadecimal digits in lower case")
    return bytes.fromhex(text)


def _binary(text: str, name: str) -> bytes:
    """Bytes out of base64, of which each value has one writing: with a second one a seal could change unnoticed."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        data = b""
    if base64.b64encode(data).decode() != text:
        raise BadSeal(f"the opening of {name!r} holds nonces or siblings that are not base64")
    return data
