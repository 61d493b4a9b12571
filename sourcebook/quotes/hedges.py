"""Sentence and clause boundaries of an article, and the words that hedge, negate or turn a sentence around.

The words are those of the source's language (`languages/`), and deliberately plain: a word is on a list or it is not,
so that every verdict can be followed with a finger. A word too many costs an author a reason; a word too few costs a
reader the sense. Not here: what a quotation may leave out (`borders.py`, `brackets.py`).
"""

from __future__ import annotations

import enum
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, compress, count, islice, pairwise, repeat
from operator import ne

from sourcebook.model import characters
from sourcebook.quotes import normalise
from sourcebook.quotes.languages import Entries, LanguageRules, rules
from sourcebook.quotes.normalise import is_word


class Force(enum.IntFlag):
    """The effect of a word on its sentence; a word of degree (nearly, mostly) affects only its neighbour."""

    NONE = 0
    HEDGE = 1
    NEGATION = 2
    TURN = 4
    DEGREE = 8


REACHES, IN_CLAUSE, GOES_ON = 16, 32, 64
"""Beside the force of a word: it denies what follows it; it denies its own clause alone; it goes on with a phrase."""
_FORCES = (Force.HEDGE | Force.NEGATION | Force.TURN | Force.DEGREE).value
_DEPENDS = -1
_MOST_WORDS = 1 << 16
_NEAR = 6
COMMAS = frozenset(",،，")


def is_number(word: str, language: str = "en") -> bool:
    """True if a word is a number, in digits or in letters."""
    lists = rules(language)
    return word[:1].isdigit() or lists.fold(word) in lists.sets["numerals"]


def force(word: str, first: bool = False, after: str = "", language: str = "en") -> Force:
    """The force of one canonical word; `first`: it begins its sentence; `after`: the word behind it (`May 2022`)."""
    words, sentences = ((word, after, "") if first else ("a", word, after)), (0, 0, 0)
    return Force(finder(language).forces(words, sentences)[0 if first else 1] & _FORCES)


class _Words:
    """Words of one force: whole ones, and those of which a beginning, an end or a middle is given (`kein*`, `*los`)."""

    def __init__(self, words: Sequence[str]) -> None:
        self.whole = {w for w in words if "*" not in w}
        self.begins = tuple(w[:-1] for w in words if w[-1] == "*" and w[0] != "*")
        self.ends = tuple(w[1:] for w in words if w[0] == "*" and w[-1] != "*")
        self.middles = [w.strip("*") for w in words if w[0] == w[-1] == "*"]

    def hold(self, word: str, name: bool) -> bool:
        """True if a word in small letters is one of them. A `name` has a capital: its ending tells nothing."""
        if word in self.whole or word.startswith(self.begins):
            return True
        return not name and (word.endswith(self.ends) or any(middle in word for middle in self.middles))


_ANY = "ʘ"
"""A letter of no language: stands for `*` while an entry is cut into tokens."""


class ForceFinder:
    """Finds the forces of words in one language. What it found of a word it keeps."""

    def __init__(self, language: str) -> None:
        self.lists = rules(language)
        self._words: list[tuple[int, _Words]] = []
        self._phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        self._pairs: list[tuple[str, str, int]] = []
        for value, entries in _by_force(self.lists):
            cut = [self._cut(entry) for entry in entries]
            self._pairs += [(words[0], words[2], value) for words in cut if "…" in words]
            cut = [words for words in cut if "…" not in words]
            self._words.append((value, _Words([words[0] for words in cut if len(words) == 1])))
            for first, *others in cut:
                if others:
                    self._phrases.setdefault(first, []).append((tuple(others), value))
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._known: dict[str, int] = {}

    def _cut(self, entry: str) -> list[str]:
        """The words of an entry in small letters."""
        return [self.lists.fold(w).replace(_ANY, "*") for w in normalise.tokens(entry.replace("*", _ANY))]

    def forces(self, words: Sequence[str], sentences: Sequence[int]) -> tuple[int, ...]:
        """The force of each token of a text, as plain numbers: flags are slow, and every quotation asks for many."""
        known = self._known
        if len(known) > _MOST_WORDS:
            known.clear()
        known.update((word, self._alone(word)) for word in frozenset(words).difference(known))
        out = list(map(known.__getitem__, words))
        if _DEPENDS in out:
            end = 0
            for at in [i for i, value in enumerate(out) if value == _DEPENDS]:
                if at >= end:
                    end, value = self._in_place(words, at, sentences)
                    out[at:end] = [value, *repeat(value and value | GOES_ON, end - at - 1)]
        for first, second, value in self._pairs:
            self._pair(words, out, sentences, (first, second, value))
        return tuple(out)

    def _pair(self, words: Sequence[str], out: list[int], sentences: Sequence[int], pair: tuple[str, str, int]) -> None:
        """Give their force to words that have it only behind another one: `plus` behind `ne`, a few words on."""
        first, second, value = pair
        fold = self.lists.fold
        for at in [i for i, word in enumerate(words) if _alike([second], [fold(word)])]:
            for i in range(at - 1, max(-1, at - 1 - _NEAR), -1):
                if sentences[i] != sentences[at] or words[i] in COMMAS:
                    break
                if _alike([first], [fold(words[i])]):
                    out[at] = value
                    break
                if out[i] & value & _FORCES:
                    break

    def _alone(self, word: str) -> int:
        """The force of a word that is the same wherever it stands; `_DEPENDS` of one that asks what is beside it."""
        lower = self.lists.fold(word)
        sets = self.lists.sets
        if lower in sets["names"] or lower in sets["bounds"] or any(w in self._phrases for w in self._bare(lower)):
            return _DEPENDS
        value = self._single(lower)
        return value if not _capital(word) or value == self._single(lower, name=True) else _DEPENDS

    def _bare(self, lower: str) -> Iterator[str]:
        """A word, and what is left of it without what its language writes in one with the next word: `ولم`, `لم`."""
        yield lower
        for prefix in self.lists.attached:
            if lower.startswith(prefix) and len(lower) > len(prefix) + 1:
                yield lower[len(prefix) :]

    def _single(self, lower: str, name: bool = False) -> int:
        """The force of a word by its letters alone."""
        for bare in self._bare(lower):
            for value, words in self._words:
                if words.hold(bare, name):
                    return value
        return 0

    def _in_place(self, words: Sequence[str], at: int, sentences: Sequence[int]) -> tuple[int, int]:
        """The end of the phrase that begins at a token, or of the token alone; and its force."""
        word, fold = words[at], self.lists.fold
        lower = fold(word)
        for bare in self._bare(lower):
            for others, value in self._phrases.get(bare, ()):
                end = at + 1 + len(others)
                if (
                    end <= len(words)
                    and sentences[end - 1] == sentences[at]
                    and _alike(others, map(fold, words[at + 1 : end]))
                ):
                    return end, value
        first = at == 0 or sentences[at] != sentences[at - 1]
        after = words[at + 1] if at + 1 < len(words) else ""
        if lower in self.lists.sets["names"] and word != lower:
            return at + 1, self._single(lower) if first and not after[:1].isdigit() else 0
        if lower in self.lists.sets["bounds"] and is_number(after, self.lists.tag):
            return at + 1, Force.DEGREE.value
        opens = first or not is_word(words[at - 1])
        return at + 1, self._single(lower, name=_capital(word) and not opens)


def _capital(word: str) -> bool:
    """True if a word may be a name: it begins with a capital, and is none of two in one (`Isn't`)."""
    return word[:1].isupper() and not word.endswith("n't")


def _by_force(lists: LanguageRules) -> Iterator[tuple[int, Entries]]:
    """The lists of words that have a force, the first that holds a word deciding."""
    own_clause = IN_CLAUSE if lists.borders or lists.asides else 0
    yield 0, lists.plain
    yield Force.NEGATION.value, lists.denials
    yield Force.NEGATION | own_clause | (REACHES if lists.reach else 0), lists.negations
    yield Force.HEDGE.value, lists.hedges
    yield Force.DEGREE.value, lists.degrees
    yield Force.TURN.value, lists.turns


def _alike(entry: Iterable[str], words: Iterable[str]) -> bool:
    """True if the words are those of an entry, of which one may give the beginning or the end alone."""
    return all(
        _Words([part]).hold(word, name=False) if "*" in part else part == word
        for part, word in zip(entry, words, strict=True)
    )


@cache
def finder(language: str) -> ForceFinder:
    """The finder of a language, made once."""
    return ForceFinder(language)


def reaches_beyond(
    words: Sequence[str], forces: Sequence[int], run: tuple[int, int], stop: int, joins: Container[str]
) -> str:
    """The negation among the tokens of a run whose clause goes on behind it; empty where none does.

    `stop` is the end of the sentence. A clause ends at a mark, or where and, or, but (`joins`) begin another one.
    """
    start, end = run
    if end >= stop or not is_word(words[end]) or words[end].lower() in joins:
        return ""
    for i in range(end - 1, start - 1, -1):
        if forces[i] & REACHES:
            return words[i]
        if not is_word(words[i]):
            return ""
    return ""


def clauses(words: Sequence[str], forces: Sequence[int], lists: LanguageRules) -> list[tuple[int, int]]:
    """For each token of one sentence the number of its clause, and of the clause that this one tells more about.

    Behind a comma, a word of `borders` begins a clause that goes on to the end; one of `asides` or `relatives` begins
    one that ends at the next comma. Where something is denied that a clause of content (that …) says, no clause begins.
    """
    out: list[tuple[int, int]] = []
    main = here = (-1, -1)
    denied = content = False
    for i, word in enumerate(words):
        if word in COMMAS:
            here = main
        elif i == 0 or words[i - 1] in COMMAS:
            begins = _begins(lists, words[i : i + 2], first=i == 0)
            if begins == "borders" and not (denied and content):
                main = here = (i, i)
                denied = content = False
            elif begins in ("asides", "relatives"):
                here = (i, main[0] if begins == "relatives" else i)
        denied = denied or (here == main and bool(forces[i] & IN_CLAUSE) and not content)
        content = content or _among(lists.fold(word), lists.contents)
        out.append(here)
    return out


def _begins(lists: LanguageRules, words: Sequence[str], first: bool) -> str:
    """The list of the word that begins a clause; of a relative, also where a small word stands before it."""
    one, *two = map(lists.fold, words)
    if not first and _among(one, lists.relatives):
        return "relatives"
    if _among(one, lists.contents):
        return ""
    if _among(one, lists.asides):
        return "asides"
    if not first and _among(one, lists.borders):
        return "borders"
    return "relatives" if not first and two and _among(two[0], lists.relatives) else ""


def _among(word: str, entries: Entries) -> bool:
    """True if a word is one of the entries, or begins as one (`ו*`)."""
    return word in entries or any(entry[-1] == "*" and word.startswith(entry[:-1]) for entry in entries)


def sentence_numbers(
    words: Sequence[str], paragraphs: Sequence[int], zones: Sequence[str], glued: Sequence[bool], language: str = "en"
) -> tuple[int, ...]:
    """For each token the number of its sentence, counted from 0 over the whole text.

    A sentence ends at its paragraph's or zone's end, and behind `.`, `!`, `?` (and the marks that close behind them)
    where the next word begins with a capital or a digit and the word before is no abbreviation or initial. `glued`
    tells of each token whether it touches the one before it, which tells opening marks from closing ones. Marks that
    end nothing but sentences (`。`, `।`) need no capital behind them; nor have all scripts capitals.
    """
    lists = rules(language)
    ends = _ENDS.union(lists.ends)
    begins = {*_changes(paragraphs), *_changes(zones)}
    for i in [i for i, word in enumerate(words) if word in ends]:
        after = words[i + 1] if i + 1 < len(words) else ""
        if not (words[i] == "." and i and _abbreviated(words[i - 1], after, lists)):
            begins.update(_next_beginning(words, paragraphs, glued, i, begins))
    borders = [0, *sorted(begins), len(words)]
    return tuple(chain.from_iterable(repeat(n, b - a) for n, (a, b) in enumerate(pairwise(borders))))


def _changes(values: Sequence[object]) -> Iterator[int]:
    """The indexes at which a value differs from the one before it."""
    return compress(count(1), map(ne, values, islice(values, 1, None)))


def _next_beginning(
    words: Sequence[str], paragraphs: Sequence[int], glued: Sequence[bool], end: int, begins: Container[int]
) -> Iterator[int]:
    """The start of the sentence behind the mark at `end`, closing marks skipped; nothing if none starts there."""
    for i in range(end + 1, len(words)):
        if i in begins:
            return
        if _opens(words, paragraphs, glued, i):
            yield i
            return
        if words[i] not in _CLOSERS or words[i] in _ENDS:
            return


_ENDS = frozenset(".!?。！？؟۔।॥։።՞｡")
_QUOTES = "\"'"
_CLOSERS = _QUOTES + ")]»›」』）］】〉》｣"
_OPENERS = _QUOTES + "([«‹「『（［【〈《¿¡｢"
_EITHER = _QUOTES + "«»‹›"
"""Marks that close where they touch the word before them, and open where they touch the word behind."""


def _opens(words: Sequence[str], paragraphs: Sequence[int], glued: Sequence[bool], i: int) -> bool:
    """True if token i can begin a sentence: a capital or a digit, or marks that open before one.

    A quotation mark opens where it touches the word behind it and not the one before. A letter of a script without
    capitals begins a sentence as well.
    """
    if words[i] in _EITHER and glued[i]:
        return False
    at = i
    while words[at] in _OPENERS + "»›" and at + 1 < len(words) and (glued[at + 1] or words[at] in "«‹"):
        at += 1
    char = words[at][0]
    return paragraphs[at] == paragraphs[i] and (char.isupper() or char.isdigit() or _has_no_case(char))


def _has_no_case(char: str) -> bool:
    return char > "\u024f" and char.isalpha() and not char.islower()


def _abbreviated(word: str, after: str, lists: LanguageRules) -> bool:
    """True if the full stop between two words belongs to the first: an abbreviation, an initial, `U.S.`, `No. 5`."""
    lower = lists.fold(word)
    if lower == "no":
        return after[:1].isdigit()
    if "." in word:
        return max(map(len, word.split("."))) <= 2
    if lists.ordinals and word.isdecimal() and len(word) <= 2:
        return True
    initial = len(word) == 1 and word.isalpha() and not word.islower() and not characters.stands_alone(word)
    return initial or lower in lists.sets["abbreviations"]
