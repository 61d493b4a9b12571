"""The problems of a quotation whose words nearly stand in an article: what is lost, what is put in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcebook.essays.readings import NearRun
from sourcebook.model.problems import Kind, Problem
from sourcebook.quotes.hedges import Force, finder, is_number
from sourcebook.quotes.inflection import same_word


def differences(near: NearRun, language: str) -> Iterator[Problem]:
    """The problems of words that differ from the article's, by the lists of its language."""
    if not near.differences and not any(_forces(words, language) for words in near.marked):
        return
    lost = [w for ours, theirs in near.differences for w in theirs if w.casefold() not in ours]
    hedged = _forces((*lost, *(w for words in near.marked for w in words)), language)
    ours_all = [w for ours, _ in near.differences for w in ours]
    shown = "; ".join(_difference(ours, theirs) for ours, theirs in near.differences[:4])
    for word, forced in hedged[:1]:
        kind = Kind.DROPPED_NEGATION if forced & Force.NEGATION else Kind.DROPPED_HEDGE
        yield Problem(kind, f"Your quotation loses “{word}”, which changes what the article says.")
    if any(forced & Force.NEGATION for _, forced in _forces(ours_all, language)) and not hedged:
        yield Problem(Kind.INSERTED_NEGATION, "Your quotation denies what the article does not deny.")
    cut = any(len(o) == len(t) == 1 and is_number(t[0], language) and o[0] in t[0] for o, t in near.differences)
    if cut or (any(is_number(w, language) for w in lost) and not any(is_number(w, language) for w in ours_all)):
        yield Problem(Kind.CUT_NUMBER, "Your quotation loses a number of the article.")
    if not near.differences:
        return
    if all(not ours for ours, _ in near.differences):
        message = "Words are left out, and no mark says so; write […] where they stood."
        yield Problem(Kind.UNMARKED_OMISSION, message)
    elif all(len(o) == len(t) == 1 and same_word(t[0], o[0], language) for o, t in near.differences):
        message = "The form of a word is changed, and no bracket says so; set what you change in [brackets]."
        yield Problem(Kind.UNMARKED_CHANGE, message)
    yield Problem(Kind.MISQUOTED, f"The words differ: {shown}.")


def _forces(words: Sequence[str], language: str) -> list[tuple[str, Force]]:
    """The words that hedge or deny, each with its force."""
    found = zip(words, finder(language).forces(words, [0] * len(words)), strict=True)
    return [(word, Force(value)) for word, value in found if value & (Force.HEDGE | Force.NEGATION)]


def _difference(ours: Sequence[str], theirs: Sequence[str]) -> str:
    if not theirs:
        return f"you add “{' '.join(ours)}”"
    if not ours:
        return f"you leave out “{' '.join(theirs)}”"
    return f"you write “{' '.join(ours)}”, the article “{' '.join(theirs)}”"
