"""Parse the editor's marks of a quotation (rule 2) into a pattern of quoted parts and marks between them.

`[…]` omits; `[word]` inserts or replaces; `[T]he` changes case; `protest[s]` changes a word's form; `[sic]` comments.
A bare `…`, or a bracket that stands in the source with its neighbour word, is the source's own and is left as words.
The result is a `Pattern`: parts that must stand in the source word for word, and joints of marks between them.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Problem
from sourcebook.quotes import normalise
from sourcebook.quotes.normalise import canonical, is_word, token_pattern

MOST_MARKS = 40
"""The most pairs of brackets that a quotation may hold."""
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_COMMENTS = frozenset({("sic",), ("sic", "!"), ("as", "printed"), ("emphasis", "added")})
_QUOTES = frozenset("\"'")
_WITHIN = (".", ",")
"""Marks that some houses set within a closing quotation mark, and others behind it."""
_DOTTED = {"i": "İ", "İ": "i", "ı": "I", "I": "ı"}
"""Capitals and small letters of Turkish and its kin that are others than elsewhere."""
Owns = Callable[[tuple[str, ...]], bool]
"""True if the source itself holds a run of tokens."""


class Mark(enum.Enum):
    """The purpose of a pair of brackets."""

    OMISSION = "omission"
    BRACKET = "bracket"
    FORM = "form"
    COMMENT = "comment"


@dataclass(frozen=True)
class Joint:
    """One mark between two parts. Of a changed form, what stands of the source's word before and behind the bracket."""

    mark: Mark
    words: tuple[str, ...] = ()
    prefix: str = ""
    suffix: str = ""

    @property
    def brought(self) -> tuple[str, ...]:
        """The words that the mark adds: those in the bracket, or the whole word whose form it changes."""
        if self.mark is Mark.FORM:
            return (self.prefix + "".join(self.words) + self.suffix,)
        return self.words if self.mark is Mark.BRACKET else ()


@dataclass(frozen=True)
class QuotationPart:
    """Tokens that must stand in the source in a row; `swapped`: those whose first letter changes case (`[T]he`)."""

    words: tuple[str, ...]
    swapped: frozenset[int] = frozenset()

    def readings(self) -> list[tuple[str, ...]]:
        """The runs to look for, the case change applied first; a bracket around an unchanged letter does no harm."""
        if not self.swapped:
            return [self.words]
        changed = tuple(w[0].swapcase() + w[1:] if i in self.swapped else w for i, w in enumerate(self.words))
        dotted = tuple(
            _DOTTED.get(w[0], w[0].swapcase()) + w[1:] if i in self.swapped else w for i, w in enumerate(self.words)
        )
        return [changed, self.words] if dotted == changed else [changed, dotted, self.words]


@dataclass(frozen=True)
class Pattern:
    """A quotation taken apart: `joints[i]` stands before `parts[i]`, and `joints[-1]` behind the last part.

    `reset`: its closing marks stand in another order than the quotation has them.
    """

    parts: tuple[QuotationPart, ...]
    joints: tuple[tuple[Joint, ...], ...]
    reset: bool = False

    @property
    def has_words(self) -> bool:
        return any(is_word(w) for part in self.parts for w in part.words)

    def closings(self) -> Iterator[Pattern]:
        """The pattern with the marks at its end as another sentence would set them: they may belong to the quoting one.

        Without a closing mark; and beside a quotation mark, within it or behind it, as the house style has it.
        """
        words = self.parts[-1].words
        stem = len(words)
        while stem and (words[stem - 1] in normalise.CLOSING or words[stem - 1] in _QUOTES):
            stem -= 1
        tail = words[stem:]
        quotes = tuple(w for w in tail if w in _QUOTES)
        if not stem and len(self.parts) > 1 and not quotes:
            *joints, before, behind = self.joints
            yield Pattern(self.parts[:-1], (*joints, before + behind))
        if not stem:
            return
        for marks in dict.fromkeys(((), tail[:-1], quotes, *((mark, *quotes) for mark in _WITHIN if quotes))):
            if marks != tail and tuple(w for w in marks if w in _QUOTES) == quotes:
                last = QuotationPart(words[:stem] + marks, self.parts[-1].swapped)
                yield Pattern((*self.parts[:-1], last), self.joints, reset=marks != tail[: len(marks)])


class _Reader:
    """Collects parts and joints while a quotation is read from left to right."""

    def __init__(self) -> None:
        self.parts: list[QuotationPart] = []
        self.joints: list[list[Joint]] = [[]]
        self.words: list[str] = []
        self.swapped: set[int] = set()

    def joint(self, joint: Joint) -> None:
        self.close()
        self.joints[-1].append(joint)

    def close(self) -> None:
        if self.words:
            self.parts.append(QuotationPart(tuple(self.words), frozenset(self.swapped)))
            self.joints.append([])
            self.words, self.swapped = [], set()

    def pattern(self) -> Pattern:
        self.close()
        return Pattern(tuple(self.parts), tuple(map(tuple, self.joints)))


def literal(quotation: str) -> Pattern:
    """The quotation as words only, every bracket taken as the source's own."""
    words = normalise.tokens(quotation)
    return Pattern((QuotationPart(words),) if words else (), ((), ()) if words else ((),))


def read(quotation: str, owns: Owns) -> tuple[Pattern, list[Problem]]:
    """The pattern of a quotation, and the problems of its brackets."""
    text, faults = _bracketed(quotation)
    if faults or "[" not in text:
        return literal(quotation), faults
    brackets = list(_BRACKET.finditer(text))
    if len(brackets) > MOST_MARKS:
        message = f"it holds {len(brackets)} pairs of square brackets, {MOST_MARKS} at the most; quote its parts apart."
        return literal(quotation), [Problem(Kind.BAD_MARK, message)]
    reader, at = _Reader(), 0
    for bracket in brackets:
        start, end = bracket.start(), bracket.end()
        before, after = text[at:start], text[end:]
        if owns(_neighbourhood(before, bracket.group(), after)):
            reader.words += _tokens(before) + _tokens(bracket.group())
            at = end
            continue
        fault = _glued(before, bracket.group(1), after)
        if fault:
            return literal(quotation), [Problem(Kind.BAD_MARK, fault)]
        at = _take(reader, before, bracket.group(1), after, end)
    reader.words += _tokens(text[at:])
    return reader.pattern(), []


def _tokens(text: str) -> list[str]:
    return token_pattern(text).findall(text)


def _glued(before: str, inner: str, after: str) -> str:
    """The fault of a bracket that touches a word; empty where there is none.

    Such a bracket changes the form of the word, so it holds a few letters and nothing else. An omission or a whole word
    there would take away a piece of a word that the reader does not see.
    """
    tail = _tail(after)
    if not (_stem(before) or tail) or tail.startswith("'") or _is_comment(_tokens(inner)):
        return ""
    if inner.strip() == "…":
        return "`[…]` touches a word; it leaves out whole words, so put a space between them, or quote the whole word."
    if not all(c.isalpha() or c == "'" or _is_combining(c) for c in inner):
        return f"`[{inner}]` touches a word; put a space outside the bracket, or only the changed letters into it."
    return ""


def _stem(before: str) -> str:
    """The piece of a word right before a bracket; empty in scripts that write no spaces."""
    at = len(before)
    while at and _joins(before[at - 1]):
        at -= 1
    return before[at:]


def _tail(after: str) -> str:
    """The piece of a word right behind a bracket, with its apostrophes (`'s`)."""
    at = 0
    while at < len(after) and (_joins(after[at]) or (after[at] == "'" and _joins(after[at + 1 : at + 2]))):
        at += 1
    return after[:at]


def _joins(char: str) -> bool:
    """True if a character is a letter, a digit or a combining mark of a script that parts its words by spaces."""
    return bool(char) and (char.isalnum() or _is_combining(char)) and not characters.stands_alone(char)


def _is_combining(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def _is_comment(words: Sequence[str]) -> bool:
    return tuple(w.lower() for w in words) in _COMMENTS


@lru_cache(maxsize=256)
def _bracketed(quotation: str) -> tuple[str, list[Problem]]:
    """The quotation in canonical form, and the problems of its brackets."""
    text = canonical(normalise.clean(quotation))
    return text, _faults(text) if "[" in text or "]" in text else []


def _take(reader: _Reader, before: str, inner: str, after: str, end: int) -> int:
    """Take one bracket that is the editor's; return where reading goes on."""
    stem, tail, inside = _stem(before), _tail(after), inner.strip()
    words = tuple(_tokens(inner))
    if _is_comment(words):
        reader.words += _tokens(before)
        reader.joint(Joint(Mark.COMMENT, words))
        return end
    if tail.startswith("'") and not stem:
        reader.words += _tokens(before)
        reader.joint(Joint(Mark.BRACKET, tuple(_tokens(inside + tail))))
        return end + len(tail)
    if not stem and tail and len(inside) == 1 and inside.isalpha():
        reader.words += _tokens(before)
        reader.swapped.add(len(reader.words))
        reader.words += [inside + tail]
        return end + len(tail)
    if stem or tail:
        reader.words += _tokens(before.removesuffix(stem))
        reader.joint(Joint(Mark.FORM, (inside,), stem, tail))
        return end + len(tail)
    reader.words += _tokens(before)
    if words == ("…",):
        reader.joint(Joint(Mark.OMISSION))
    else:
        reader.joint(Joint(Mark.BRACKET, words))
    return end


def _neighbourhood(before: str, bracket: str, after: str) -> tuple[str, ...]:
    """The bracket's tokens with the word before it, or else the word behind it."""
    left, right = _tokens(before)[-1:], _tokens(after)[:1]
    inner = _tokens(bracket)
    return tuple(left + inner if left else inner + right)


def _faults(text: str) -> list[Problem]:
    """The problem of brackets that do not pair, or that hold nothing; none where all are right."""
    depth = 0
    for char in text:
        depth += {"[": 1, "]": -1}.get(char, 0)
        if depth not in (0, 1):
            return [
                Problem(
                    Kind.BAD_MARK, "square brackets are nested or closed twice; the editor's marks are single pairs."
                )
            ]
    if depth:
        return [Problem(Kind.BAD_MARK, "a square bracket is not closed; write `[…]`, `[word]` or `[T]he`.")]
    if any(not bracket.group(1).strip() for bracket in _BRACKET.finditer(text)):
        return [Problem(Kind.BAD_MARK, "a pair of square brackets is empty; write `[…]` for an omission.")]
    return []
