"""A second implementation of how words shown match a passage, written from `docs/seal-format.md` alone.

It belongs to `seal_reader`. Where the page lets a program be stricter, this one is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.seal_reader import CLOSING_MARKS, SealError, character_class, expect, is_word, kind, normal_form, spans

SIGNS = frozenset("-/\\&%‰°+=@#*$€£¥₽₸§№~^|")
SENTENCE_ENDS = frozenset(".?!…؟۔।॥。！？։።")
Test = Callable[[str], bool]
TURKISH = {"i": "\u0130", "\u0130": "i", "\u0131": "I", "I": "\u0131"}
NOTHING = {"sic", "sic !", "as printed", "emphasis added"}


@dataclass(frozen=True)
class Cut:
    """A text in normal form and its tokens."""

    text: str
    spans: list[tuple[int, int]]
    version: int

    @property
    def tokens(self) -> list[str]:
        """The tokens as strings."""
        return [self.text[start:end] for start, end in self.spans]

    def glued(self, at: int) -> bool:
        """True if a hyphen or a sign holds the token at this number and the one before it together."""
        if not 0 < at < len(self.spans) or self.spans[at - 1][1] != self.spans[at][0]:
            return False
        return not SIGNS.isdisjoint(self.tokens[at - 1 : at + 1])


def in_a_row(have: Sequence[str], want: Sequence[str]) -> bool:
    """True if these tokens stand there, one behind the other."""
    return any(list(have[n : n + len(want)]) == list(want) for n in range(len(have) - len(want) + 1))


def matches(passage: str, shown: str, paragraphs: Sequence[int] | None = None, version: int = 2) -> bool:
    """True if the words shown match the passage; `paragraphs` are those of its proven tokens."""
    text, view = normal_form(passage, version), normal_form(shown, version)
    have = Cut(text, spans(text, version)[: None if paragraphs is None else len(paragraphs)], version)
    numbers = paragraphs if paragraphs is not None else [1] * len(have.spans)
    want = Cut(view, spans(view, version), version)
    ways = [want]
    if len(want.spans) > 1 and want.tokens[-1] in CLOSING_MARKS:
        ways.append(Cut(view[: want.spans[-1][0]], want.spans[:-1], version))
    return any(bool(way.spans) and (in_a_row(have.tokens, way.tokens) or laid(have, numbers, way)) for way in ways)


def laid(have: Cut, paragraphs: Sequence[int], want: Cut) -> bool:
    """True if the parts and marks of the words shown can be laid over the passage, in their order."""
    try:
        pieces = list(Marks(want, have.tokens).pieces())
    except SealError:
        return False
    tokens = have.tokens
    ends = set(range(len(tokens) + 1))
    for piece in pieces:
        if isinstance(piece, str):
            ends = {end for start in ends for end in gap_ends(piece, start, tokens, paragraphs)}
        else:
            size = len(piece)
            starts = [n for n in ends if n + size <= len(tokens) and not have.glued(n) and not have.glued(n + size)]
            ends = {n + size for n in starts if all(test(tokens[n + k]) for k, test in enumerate(piece))}
    return bool(ends) and any(not isinstance(piece, str) for piece in pieces)


def gap_ends(mark: str, start: int, tokens: Sequence[str], paragraphs: Sequence[int]) -> Iterator[int]:
    """Where the tokens that a mark stands for may end, from the shortest on."""
    words = 0
    yield start
    for n in range(start, len(tokens) if mark != "nothing" else start):
        words += is_word(tokens[n])
        if paragraphs[n] != paragraphs[start] or (mark == "words" and (words > 8 or tokens[n] in SENTENCE_ENDS)):
            return
        yield n + 1


class Marks:
    """The words shown, taken apart into marks (strings) and parts (lists of tests, one for each token)."""

    def __init__(self, want: Cut, have: Sequence[str]) -> None:
        """Find the pairs of brackets that are no words of the passage."""
        self.text, self.spans, self.version = want.text, want.spans, want.version
        self.pairs = {first: last for first, last in pair_up(want.tokens) if not quoted(want.tokens, first, last, have)}

    def pieces(self) -> Iterator[str | list[Test]]:
        """Parts and marks from left to right; refuses a bracket that no rule allows."""
        part: list[Test] = []
        at, begun, taken = 0, [0], 0  # `begun`: where each token of the part begins; `taken`: characters used up
        while at < len(self.spans):
            start, end = self.spans[at]
            expect(start >= taken or end <= taken, "a token is cut in two")
            if at not in self.pairs:
                if start >= taken:
                    part.append(self.text[start:end].__eq__)
                    begun.append(start)
                at += 1
                continue
            close = self.spans[self.pairs[at]][0]
            mark, first, last = self.mark(start, close)
            if mark is None:
                expect(first >= taken and self.text[last : last + 1] != "[", "two brackets in one word")
                while part and begun[-1] >= first:
                    begun.pop()
                    part.pop()
                part.append(self.form(start, close, first, last))
                begun.append(first)
            else:
                yield from [part] if part else []
                yield mark
                part = []
            at, taken = self.pairs[at] + 1, last
        yield from [part] if part else []

    def mark(self, start: int, close: int) -> tuple[str | None, int, int]:
        """What a pair of brackets stands for (None: the form of a word), and from where to where it reaches."""
        inner, behind = self.text[start + 1 : close], self.text[close + 1 :]
        before, after = self.touches(self.text[:start]), self.kinds(behind[:1]) in {"d", "l"}
        words = " ".join(inner[a:b] for a, b in spans(inner, self.version))
        if words in NOTHING:
            return "nothing", start, close + 1
        if words == "…":
            expect(not before and not after, "an ellipsis touches a letter")
            return "any", start, close + 1
        if not before and not after:
            owned = behind.startswith("'s") and self.kinds(behind[2:3]) not in {"d", "l", "m"}
            return "words", start, close + 1 + (2 if owned else 0)
        expect(
            all(c == "'" or character_class(c) in {"L", "M"} for c in inner),
            "a form holds letters and apostrophes alone",
        )
        head = re.split(r"[\[\]]", self.text[:start])[-1] if before else ""
        joined = head + inner + behind
        for a, b in spans(joined, self.version):
            if a <= len(head) < b and b >= len(head) + len(inner):
                return None, start - len(head) + a, close + 1 + b - len(head) - len(inner)
        raise SealError("the bracket is in no word")

    def form(self, start: int, close: int, first: int, last: int) -> Test:
        """The test of the one token whose case or form a bracket changes."""
        prefix, inner, suffix = self.text[first:start], self.text[start + 1 : close], self.text[close + 1 : last]
        if len(inner) == 1 and not prefix:
            cases = {inner, inner.lower(), inner.upper(), TURKISH.get(inner, inner)}
            return {letter + suffix for letter in cases if len(letter) == 1}.__contains__
        size = len(prefix) + len(suffix)
        return lambda token: len(token) >= size and token.startswith(prefix) and token.endswith(suffix)

    def kinds(self, text: str) -> str:
        """What the characters of a text are to the rules of tokens."""
        return "".join(kind(character, self.version) for character in text)

    def touches(self, text: str) -> bool:
        """True if a text ends with a letter that does not stand alone, or with its marks."""
        return re.search("[dl]m*$", self.kinds(text)) is not None


def pair_up(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs of brackets; refuses empty, nested and single ones."""
    opened = -1
    for n, one in enumerate(tokens):
        if one == "[":
            expect(opened < 0, "brackets nest")
            opened = n
        elif one == "]":
            expect(0 <= opened < n - 1, "a bracket is empty or has no partner")
            yield opened, n
            opened = -1
    expect(opened < 0, "a bracket has no partner")


def quoted(tokens: Sequence[str], first: int, last: int, have: Sequence[str]) -> bool:
    """True if a pair of brackets stands in the passage itself, with the token before it or, failing that, behind it."""
    return in_a_row(have, tokens[max(first - 1, 0) : last + 1 if first else last + 2])
