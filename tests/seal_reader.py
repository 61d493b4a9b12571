"""A second implementation of the seal format, written from `docs/seal-format.md` alone.

It shares no line and no import with the package, so that a fault of either shows as a difference.
Only the standard library is used; the classes of characters come from the table beside the page.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

VECTORS = Path(__file__).parent.parent / "docs" / "seal-vectors"
LIMIT = 2**31
ZONES = ("title", "standfirst", "dateline", "heading", "body", "caption", "author-note", "disclaimer")
CLOSING_MARKS = frozenset(",.:;،؛।、。，：；")


class SealError(ValueError):
    """The input is no seal, or an opening does not hold."""


class Row(NamedTuple):
    """A token and its place."""

    token: str
    zone: str
    paragraph: int
    speech: int

    def content(self) -> bytes:
        """The bytes that the leaf hashes: the nine bytes of the place, and the token."""
        place = bytes([ZONES.index(self.zone)]) + number(self.paragraph) + number(self.speech)
        return place + self.token.encode()


@dataclass(frozen=True)
class Opening:
    """The words of a passage and what leads from them to the root."""

    start: int
    exact: str
    places: tuple[tuple[int, str, int, int], ...]
    nonces: tuple[bytes, ...]
    siblings: tuple[bytes, ...]


@dataclass(frozen=True)
class Seal:
    """A seal of the strict form; nothing of it is proven yet."""

    version: int
    root: bytes
    tokens: int
    words: int
    openings: dict[str, Opening]


# Characters ------------------------------------------------------------------------------------------------------


def ranges(text: str) -> list[tuple[int, int]]:
    """Pairs of first and last code point, from ranges as the page writes them."""
    pairs = [part.partition("-") for part in text.split()]
    return [(int(first, 16), int(last or first, 16)) for first, _, last in pairs]


def character_set(text: str) -> frozenset[str]:
    """All characters of ranges as the page writes them."""
    return frozenset(chr(code) for first, last in ranges(text) for code in range(first, last + 1))


def read_table(path: Path) -> list[tuple[int, int, str]]:
    """The ranges of the table of characters, each with its class."""
    lines = [line.split() for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(*ranges(span)[0], name) for span, name in lines]


TABLE = read_table(VECTORS / "unicode-14.txt")
STARTS = [first for first, _, _ in TABLE]
WHITE = character_set("0009-000D 001C-0020 0085 00A0 1680 2000-200A 2028-2029 202F 205F 3000")
ALONE = ranges(
    "0E00-0EFF 1000-109F 1780-17FF 1950-19DF 1A20-1AAF 1B00-1B7F 2E80-2FDF 3005-3007 3021-3029 3031-312F 31A0-31BF"
    " 31F0-31FF 3400-4DBF 4E00-9FFF A980-A9FF AA60-AADF F900-FAFF FF66-FF9F 16FE0-18DFF 1AFF0-1B2FF 20000-3FFFF"
)
REMOVED = character_set(
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180E 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F FEFF FFA0 FFF9-FFFB"
    " 1BCA0-1BCA3 E0000-E01FF"
)
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
REPLACED = {
    '"': character_set("201C-201F 2033"),
    "'": character_set("0060 00B4 02BB-02BC 02BE-02BF 2018-201B 2032"),
    "-": character_set("058A 05BE 2010-2015 2212 FE58 FE63 FF0D"),
    "\u03bc": character_set("00B5"),
}
FIRST_STEP = str.maketrans({**dict.fromkeys(REMOVED, ""), **LIGATURES})
LAST_STEP = str.maketrans({old: new for new, olds in REPLACED.items() for old in olds})
NOT_IN_VERSION_1 = character_set("02BB 02BE 02BF 2032 00B4 0060 2033 058A 05BE 00B5")
LAST_STEP_1 = {code: new for code, new in LAST_STEP.items() if chr(code) not in NOT_IN_VERSION_1}
MARKS_1 = character_set("0300-036F 0483-0489 0591-05BD 05BF 05C1-05C2 064B-065F 0670 093A-094F 0981-0983")
WHITE_CLASS = "[" + "".join(sorted(WHITE)) + "]"


def character_class(character: str) -> str:
    """The class of a character in the table; the empty string where it is unassigned."""
    first, last, name = TABLE[bisect_right(STARTS, ord(character)) - 1]
    return name if first <= ord(character) <= last else ""


def normal_form(text: str, version: int = 2) -> str:
    """The text in normal form; refuses unassigned characters before a newer Unicode could compose them away."""
    text = text.translate(FIRST_STEP)
    if not all(map(character_class, text)):
        raise SealError("a character is not assigned")
    text = unicodedata.normalize("NFC", text)
    text = re.sub("(?<!-)-{2,3}(?!-)", "—", text)
    text = re.sub(rf"\.{WHITE_CLASS}*\.{WHITE_CLASS}*\.", "…", text)
    return text.translate(LAST_STEP if version == 2 else LAST_STEP_1)


# Tokens ----------------------------------------------------------------------------------------------------------

RUN = "[dl]+(?:m+[dl]*)*"
RULES = re.compile(f"d+m*(?:[p.]d+m*)*[dlm]*(?:q{RUN})*|sm*|{RUN}(?:[q.]{RUN})*|[^w]m*")
KINDS = {".": ".", "'": "q", "_": "l", ",": "p", ":": "p"}


def kind(character: str, version: int) -> str:
    """One letter for what a character is to the rules of tokens."""
    if character in WHITE:
        return "w"
    if character in KINDS:
        return KINDS[character]
    name = character_class(character)
    if name in {"L", "N"}:
        alone = version == 2 and any(first <= ord(character) <= last for first, last in ALONE)
        return "s" if alone else "l"
    if name == "M":
        return "m" if version == 2 or character in MARKS_1 else "o"
    if name == "D":
        return "d"
    return "p" if character in "\u066b\u066c" and version == 2 else "o"


def spans(text: str, version: int = 2) -> list[tuple[int, int]]:
    """Where the tokens of a text in normal form begin and end."""
    kinds = "".join(kind(character, version) for character in text)
    return [found.span() for found in RULES.finditer(kinds)]


def cut(text: str, version: int = 2) -> list[str]:
    """The tokens of a text as it is written."""
    text = normal_form(text, version)
    return [text[start:end] for start, end in spans(text, version)]


def is_word(token: str) -> bool:
    """True if a token counts as a word."""
    return token[0] == "_" or character_class(token[0]) in {"L", "D", "N"}


# The tree --------------------------------------------------------------------------------------------------------


def number(value: int) -> bytes:
    """A number in four bytes, the highest first."""
    return value.to_bytes(4, "big")


def sha(*parts: bytes) -> bytes:
    """SHA-256 of the parts one after the other."""
    return hashlib.sha256(b"".join(parts)).digest()


def make_key(rows: Sequence[Row], version: int = 2) -> bytes:
    """The key of the nonces, stretched from the whole text."""
    password = b"\0".join(row.content() for row in rows)
    return hashlib.scrypt(password, salt=b"sourcebook seal" + bytes([version]), n=1024, r=8, p=1, dklen=32)


def make_nonces(key: bytes, count: int) -> list[bytes]:
    """The nonces of the first `count` tokens: each block of the key gives two."""
    blocks = b"".join(hmac.digest(key, number(n), "sha256") for n in range((count + 1) // 2))
    return [blocks[16 * n : 16 * n + 16] for n in range(count)]


def leaves(rows: Sequence[Row], nonces: Sequence[bytes]) -> list[bytes]:
    """The leaves of the tokens, without padding."""
    return [sha(b"\0", nonce, row.content()) for row, nonce in zip(rows, nonces, strict=True)]


def join(nodes: Sequence[bytes]) -> list[bytes]:
    """The nodes one level up."""
    return [sha(b"\1", left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=True)]


def make_levels(bottom: Sequence[bytes]) -> list[list[bytes]]:
    """All levels of the tree, from the filled-up leaves to the last node."""
    width = 1 << max(len(bottom) - 1, 0).bit_length()
    levels = [[*bottom, *[sha(b"\2")] * (width - len(bottom))]]
    while len(levels[-1]) > 1:
        levels.append(join(levels[-1]))
    return levels


def make_root(last: bytes, tokens: int, words: int, version: int = 2) -> bytes:
    """The root, which binds the last node and the two counts."""
    return sha(b"\3", bytes([version]), number(tokens), number(words), last)


def make_siblings(levels: Sequence[Sequence[bytes]], start: int, end: int) -> list[bytes]:
    """The hashes that lead from the tokens [start, end) to the last node."""
    found, low, high = [], start, end
    for level in levels[:-1]:
        if low % 2:
            found.append(level[low - 1])
        if high % 2:
            found.append(level[high])
        low, high = low // 2, (high + 1) // 2
    return found


def climb(bottom: Sequence[bytes], start: int, tokens: int, siblings: Sequence[bytes]) -> bytes:
    """The last node that opened leaves and their siblings give; every sibling is used and none is missing."""
    nodes, low, rest = list(bottom), start, list(reversed(siblings))
    for _ in range((tokens - 1).bit_length()):
        high = low + len(nodes)
        if len(rest) < low % 2 + high % 2:
            raise SealError("a sibling is missing")
        if low % 2:
            nodes.insert(0, rest.pop())
        if high % 2:
            nodes.append(rest.pop())
        nodes, low = join(nodes), low // 2
    if rest:
        raise SealError("a sibling is left over")
    return nodes[0]


# The file --------------------------------------------------------------------------------------------------------


def expect(condition: bool, wrong: str) -> None:
    """Refuse where a condition does not hold."""
    if not condition:
        raise SealError(wrong)


def without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object; refuses a key that stands twice."""
    expect(len({key for key, _ in pairs}) == len(pairs), "a key stands twice")
    return dict(pairs)


def keyed(value: object, keys: str) -> list[Any]:
    """The values of an object that has these keys and no others."""
    if not isinstance(value, dict) or set(value) != set(keys.split()):
        raise SealError(f"not an object with the keys {keys}")
    return [value[key] for key in keys.split()]


def whole(value: object) -> int:
    """A whole number from 0, below 2^31."""
    if type(value) is int and 0 <= value < LIMIT:
        return value
    raise SealError("not a whole number")


def chunks(value: object, size: int) -> tuple[bytes, ...]:
    """The byte strings of one size that base64 holds, in its only writing."""
    if not isinstance(value, str) or not re.fullmatch("[A-Za-z0-9+/]*={0,2}", value) or len(value) % 4:
        raise SealError("not base64")
    data = base64.b64decode(value, validate=True)
    expect(base64.b64encode(data).decode() == value, "a second writing of base64")
    expect(len(data) % size == 0, "the bytes do not come out even")
    return tuple(data[n : n + size] for n in range(0, len(data), size))


def read_place(value: object) -> tuple[int, str, int, int]:
    """One run of tokens in one place."""
    if not isinstance(value, list) or len(value) != 4 or value[1] not in ZONES:
        raise SealError("not a place")
    expect(whole(value[0]) > 0, "a place without tokens")
    expect(whole(value[2]) > 0, "paragraphs are counted from 1")
    return value[0], value[1], value[2], whole(value[3])


def read_opening(value: object) -> Opening:
    """An opening of the strict form."""
    start, exact, places, nonces, siblings, cautions, unique = keyed(
        value, "start exact places nonces siblings cautions unique"
    )
    expect(isinstance(exact, str) and isinstance(unique, bool), "exact or unique is of another type")
    expect(isinstance(cautions, list) and all(isinstance(word, str) for word in cautions), "cautions are no words")
    expect(isinstance(places, list), "places are no list")
    runs = tuple(map(read_place, places))
    opening = Opening(whole(start), exact, runs, chunks(nonces, 16), chunks(siblings, 32))
    expect(sum(run[0] for run in runs) == len(opening.nonces) > 0, "places and nonces differ")
    return opening


def read_seal(data: bytes) -> Seal:
    """A seal from the bytes of its file."""
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=without_repeats)
    except (ValueError, RecursionError) as error:
        raise SealError(f"not JSON in UTF-8: {error}") from error
    version, root, tokens, words, openings = keyed(value, "version root tokens words openings")
    expect(whole(version) in {1, 2}, "the version is not known")
    expect(isinstance(root, str) and re.fullmatch("[0-9a-f]{64}", root) is not None, "not a root")
    expect(whole(words) <= whole(tokens), "more words than tokens")
    expect(isinstance(openings, dict), "openings are no object")
    read = {name: read_opening(opening) for name, opening in openings.items()}
    expect(all(one.start + len(one.nonces) <= tokens for one in read.values()), "an opening ends behind the text")
    return Seal(version, bytes.fromhex(root), tokens, words, read)


def prove(seal: Seal, opening: Opening) -> list[Row]:
    """The tokens that an opening proves, with their places; refuses an opening that does not hold."""
    tokens = cut(opening.exact, seal.version)
    if len(tokens) == len(opening.nonces) + 1 and tokens[-1] in CLOSING_MARKS:
        tokens.pop()
    expect(len(tokens) == len(opening.nonces), "as many nonces as tokens are wanted")
    places = [run[1:] for run in opening.places for _ in range(run[0])]
    rows = [Row(token, *place) for token, place in zip(tokens, places, strict=True)]
    last = climb(leaves(rows, opening.nonces), opening.start, seal.tokens, opening.siblings)
    expect(make_root(last, seal.tokens, seal.words, seal.version) == seal.root, "another root")
    return rows
