"""Sentence boundaries of an article, and the words that hedge, negate or turn a sentence around.

The lists are English and deliberately plain: a word is on one of them or it is not, so that every verdict can be
followed with a finger. A word too many costs an author a reason; a word too few costs a reader the sense.
"""

from __future__ import annotations

import enum
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import chain, compress, count, islice, pairwise, repeat
from operator import ne


class Force(enum.IntFlag):
    """The effect of a word on its sentence; a word of degree (nearly, mostly) affects only its neighbour."""

    NONE = 0
    HEDGE = 1
    NEGATION = 2
    TURN = 4
    DEGREE = 8


NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely seldom rarely refuse "
    "refused refuses refusing refusal deny denied denies denying denial denials fail failed fails failing false "
    "falsely falsehood untrue impossible unthinkable inconceivable incorrect incorrectly wrongly baseless unfounded "
    "groundless disproved disproven debunked refuted lie myth hoax fiction fabricated fabrication "
    "nonsense absurd".split()
)
HEDGES = frozenset(
    "may might could possibly possible possibility perhaps maybe probably probable probability likely unlikely "
    "likelihood presumably presumed apparently apparent seemingly seem seems seemed appear appears appeared "
    "allegedly alleged allege alleges reportedly reported supposedly supposed purportedly purported ostensibly "
    "rumour rumours rumor rumors rumoured rumored arguably conceivably potentially potential suspected suspect "
    "suspicion speculation speculations speculated suggest suggests suggested suggesting doubt doubts doubtful "
    "unclear uncertain unconfirmed sometimes if unless whether claimed claims claim claiming believe believes "
    "believed indicate indicates indicated allegation allegations alleging accuse accused accuses accusing "
    "accusation accusations improbable implausible dubious questionable disputed unverified unproven "
    "unsubstantiated hypothetical hypothetically theory theoretically assumption presume pretend pretends "
    "pretended would-be attempted so-called".split()
)
DEGREES = frozenset("mostly largely partly almost nearly roughly approximately mainly chiefly".split())
REACHING = NEGATIONS & frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely seldom rarely".split()
)
"""Negations that deny what follows them in their clause: cut short, they deny more."""
_CLAUSE_BEGINS = frozenset("and or but nor yet".split())
FUNCTION_WORDS = frozenset(
    "a an the this that these those he him his himself she her hers herself it its itself they them their theirs "
    "themselves we us our ours ourselves i me my mine myself you your yours yourself who whom whose which what "
    "one ones be am is are was were been being have has had having do does did done doing will would shall should "
    "can could may might must ought and or but nor so yet if then than as of in on at to from by for with about "
    "into onto over under between among through during before after above below up down out off against within "
    "without upon toward towards since until while when where why how because although though whether not no "
    "never such same other another each every both all any some many much more most few several own only also too "
    "very there here now just even still said says say mr mrs ms dr s".split()
)
"""Words that a bracket may bring in without saying anything new: pronouns, articles, forms of be and have."""
BOUNDS = frozenset("than least most some about around over under".split())
"""Words that make a bound or an estimate of the number behind them: more than 220, at least 11, some 3 billion."""
TURNS = frozenset(
    "but however although though yet except despite nevertheless nonetheless whereas notwithstanding instead "
    "contrary".split()
)
ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st vs viz gen col lt sgt capt maj adm jr sr inc ltd corp dept etc cf fig pp vol approx sen rep "
    "gov pres hon rev mt ave jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
NUMERALS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety".split()
)
_CONTRACTIONS = ("n't", "n\u2019t")


def is_number(word: str) -> bool:
    """True if a word is a number, in digits or in letters."""
    return word[:1].isdigit() or word.lower() in NUMERALS


def force(word: str, first: bool = False, after: str = "") -> Force:
    """The force of one canonical word; `first`: it begins its sentence; `after`: the word behind it (`May 2022`)."""
    lower = word.lower()
    if lower in NEGATIONS or lower.endswith(_CONTRACTIONS):
        return Force.NEGATION
    if lower == "may" and word != "may":
        return Force.HEDGE if first and not after[:1].isdigit() else Force.NONE
    if lower in HEDGES:
        return Force.HEDGE
    if lower in DEGREES or (lower in BOUNDS and is_number(after)):
        return Force.DEGREE
    return Force.TURN if lower in TURNS else Force.NONE


def forces(words: Sequence[str], sentences: Sequence[int]) -> tuple[int, ...]:
    """The force of each token of a text, as plain numbers: flags are slow, and every quotation asks for many."""
    out = list(map(_alone, words))
    at = -1
    for _ in range(out.count(_DEPENDS)):
        at = out.index(_DEPENDS, at + 1)
        first = at == 0 or sentences[at] != sentences[at - 1]
        out[at] = force(words[at], first, words[at + 1] if at + 1 < len(words) else "").value
    return tuple(out)


_DEPENDS = -1


@lru_cache(maxsize=1 << 16)
def _alone(word: str) -> int:
    """The force of a word that is the same wherever it stands; `_DEPENDS` of one that asks what stands beside it."""
    lower = word.lower()
    return _DEPENDS if lower == "may" or lower in BOUNDS else force(word).value


def reaches_beyond(words: Sequence[str], start: int, end: int, stop: int) -> str:
    """The negation among tokens [start, end) whose clause goes on behind `end`; empty where none does.

    `stop` is the end of the sentence. A clause ends at a mark, or where and, or, but begin another one.
    """
    if end >= stop or not _is_word(words[end]) or words[end].lower() in _CLAUSE_BEGINS:
        return ""
    for word in reversed(words[start:end]):
        lower = word.lower()
        if lower in REACHING or lower.endswith(_CONTRACTIONS):
            return word
        if not _is_word(word):
            return ""
    return ""


def _is_word(token: str) -> bool:
    return token[0].isalnum()


def sentence_numbers(
    words: Sequence[str], paragraphs: Sequence[int], zones: Sequence[str], glued: Sequence[bool]
) -> tuple[int, ...]:
    """For each token the number of its sentence, counted from 0 over the whole text.

    A sentence ends at its paragraph's or zone's end, and behind `.`, `!`, `?` (and the marks that close behind them)
    where the next word begins with a capital or a digit and the word before is no abbreviation or initial. `glued`
    tells of each token whether it touches the one before it, which tells opening marks from closing ones.
    """
    begins = {*_changes(paragraphs), *_changes(zones)}
    for i in [i for i, word in enumerate(words) if word in _ENDS]:
        if not (words[i] == "." and i and _abbreviated(words[i - 1], words[i + 1] if i + 1 < len(words) else "")):
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


_ENDS = frozenset(".!?")
_QUOTES = "\"'"
_CLOSERS = _QUOTES + ")]"
_OPENERS = _QUOTES + "(["


def _opens(words: Sequence[str], paragraphs: Sequence[int], glued: Sequence[bool], i: int) -> bool:
    """True if token i can begin a sentence: a capital or a digit, or marks that open before one.

    A quotation mark opens where it touches the word behind it and not the one before.
    """
    if words[i] in _QUOTES and glued[i]:
        return False
    at = i
    while words[at] in _OPENERS and at + 1 < len(words) and glued[at + 1]:
        at += 1
    return paragraphs[at] == paragraphs[i] and (words[at][0].isupper() or words[at][0].isdigit())


def _abbreviated(word: str, after: str) -> bool:
    """True if the full stop between two words belongs to the first: an abbreviation, an initial, `U.S.`, `No. 5`."""
    if word.lower() == "no":
        return after[:1].isdigit()
    if "." in word:
        return max(map(len, word.split("."))) <= 2
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper())
