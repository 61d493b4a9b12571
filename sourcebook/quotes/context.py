"""What surrounds a quotation: sentences, and the words that hedge, deny or turn a sentence around.

The lists are English and deliberately plain: a word is on one of them or it is not, so that every verdict can be
followed with a finger. A word too many costs an author a reason; a word too few costs a reader the sense.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence

from sourcebook.quotes.normalise import is_word


class Force(enum.IntFlag):
    """What a word does to the sentence that it stands in; a word of degree (nearly, mostly) only to its neighbour."""

    NONE = 0
    HEDGE = 1
    NEGATION = 2
    TURN = 4
    DEGREE = 8


NEGATIONS = frozenset(
    "not no never none nobody nothing nowhere neither nor cannot without hardly scarcely barely seldom rarely refuse "
    "refused refuses deny denied denies denying fail failed fails failing false falsely".split()
)
HEDGES = frozenset(
    "may might could can't possibly possible possibility perhaps maybe probably probable probability likely unlikely "
    "likelihood presumably presumed apparently apparent seemingly seem seems seemed appear appears appeared allegedly "
    "alleged allege alleges reportedly reported supposedly supposed purportedly purported ostensibly rumour rumours "
    "rumor rumors rumoured rumored arguably conceivably potentially potential suspected suspect suspicion speculation "
    "speculations speculated suggest suggests suggested suggesting doubt doubts doubtful unclear uncertain unconfirmed "
    "sometimes if unless whether claimed claims claim believe believes believed indicate indicates indicated".split()
)
DEGREES = frozenset("mostly largely partly almost nearly roughly approximately mainly chiefly".split())
TURNS = frozenset(
    "but however although though yet except despite nevertheless nonetheless whereas notwithstanding instead "
    "contrary".split()
)
ABBREVIATIONS = frozenset("mr mrs ms dr prof st no vs viz gen col lt sgt capt jr sr inc ltd etc e.g i.e cf fig pp".split())
_CONTRACTIONS = ("n't", "n\u2019t")


def force(word: str, first: bool = False, after: str = "") -> Force:
    """What one canonical word does; `first`: it begins its sentence; `after`: the word behind it (`May 2022`)."""
    lower = word.lower()
    if lower in NEGATIONS or lower.endswith(_CONTRACTIONS):
        return Force.NEGATION
    if lower == "may" and word != "may":
        return Force.HEDGE if first and not after[:1].isdigit() else Force.NONE
    if lower in HEDGES:
        return Force.HEDGE
    if lower in DEGREES:
        return Force.DEGREE
    return Force.TURN if lower in TURNS else Force.NONE


def forces(words: Sequence[str], sentences: Sequence[int]) -> tuple[int, ...]:
    """The force of each token of a text, as plain numbers: flags are slow, and every quotation asks for many."""
    out = []
    for i, word in enumerate(words):
        first = i == 0 or sentences[i] != sentences[i - 1]
        out.append(force(word, first, words[i + 1] if i + 1 < len(words) else "").value)
    return tuple(out)


def holds(found: Iterable[int], wanted: int) -> bool:
    """Whether one of the forces is among the wanted ones."""
    return any(f & wanted for f in found)


def sentence_numbers(words: Sequence[str], paragraphs: Sequence[int], zones: Sequence[str]) -> tuple[int, ...]:
    """For each token the number of its sentence, counted from 0 over the whole text.

    A sentence ends at its paragraph's or zone's end, and behind `.`, `!`, `?` (and the marks that close behind them)
    where the next word begins with a capital or a digit and the word before is no abbreviation or initial.
    """
    out: list[int] = []
    number, ended = 0, False
    for i, word in enumerate(words):
        if i and (paragraphs[i] != paragraphs[i - 1] or zones[i] != zones[i - 1]):
            number, ended = number + 1, False
        elif ended and _opens(words, i):
            number, ended = number + 1, False
        if word in ".!?":
            ended = not (word == "." and i and _abbreviated(words[i - 1]))
        elif is_word(word) or word not in "\"')]":
            ended = False
        out.append(number)
    return tuple(out)


def _opens(words: Sequence[str], i: int) -> bool:
    """Whether token i can begin a sentence: a capital or a digit, or an opening mark before one.

    A quotation mark right behind a full stop closes unless a capital follows it and no white space is known to lie
    between, which tokens cannot tell; taking it as closing keeps it with its own sentence either way.
    """
    if words[i] in "\"')]":
        return False
    following = next((w for w in words[i : i + 3] if is_word(w)), "")
    return bool(following) and (following[0].isupper() or following[0].isdigit())


def _abbreviated(word: str) -> bool:
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper())
