"""Check the editor's marks of a quotation (rules 2 and 3): what a bracket replaces, what `[…]` leaves out.

Here: how far a mark reaches, whether a changed form (`protest[s]`) stands for the word of the source, and the problems
with what lies between two parts. Not here: how marks are written and read (`marks.py`), where the parts of a quotation
stand (`match.py`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, product

from sourcebook.model.problems import Kind, Problem
from sourcebook.quotes.article import Article, Run
from sourcebook.quotes.borders import SIGNS
from sourcebook.quotes.hedges import GOES_ON, Force, finder
from sourcebook.quotes.inflection import denies, opposites, same_word
from sourcebook.quotes.languages import rules
from sourcebook.quotes.marks import Joint, Mark, Pattern
from sourcebook.quotes.normalise import HYPHENS, count_words, is_word

LONGEST_REPLACEMENT = 8
"""The most words that a bracket may replace (rule 2)."""
Forces = list[tuple[str, int]]
"""Words, each with what it does to its sentence."""


def reach(article: Article, joint: Sequence[Joint], start: int) -> int:
    """The last token at which the next part may begin: an omission stays in its paragraph, a bracket in eight words."""
    marks_ = {j.mark for j in joint}
    if Mark.OMISSION in marks_:
        return bisect_right(article.paragraphs, article.paragraphs[start - 1])
    if not marks_ & {Mark.BRACKET, Mark.FORM}:
        return start
    at, words = start, 0
    while at < len(article.words) and words + is_word(article.words[at]) <= LONGEST_REPLACEMENT:
        words += is_word(article.words[at])
        at += 1
    return at


def fits(article: Article, joint: Sequence[Joint], after: int | None, before: int | None) -> bool:
    """True if each changed form (`protest[s]`) finds its word between two parts; every other mark fits anywhere."""
    formed = _formed(joint, after, before)
    return formed is not None and all(_keeps(article, form, at) for form, at in formed)


def _formed(joint: Sequence[Joint], after: int | None, before: int | None) -> list[tuple[Joint, int]] | None:
    """Each changed form of a joint with the token that it stands for; None where there is no room for them.

    Forms that stand before an omission or a bracket touch the part before it, those behind it the part behind it.
    """
    forms = [j for j in joint if j.mark is Mark.FORM]
    if not forms:
        return []
    free = [i for i, j in enumerate(joint) if j.mark in (Mark.OMISSION, Mark.BRACKET)]
    left = [j for j in joint[: free[0] if free else len(joint)] if j.mark is Mark.FORM]
    right = [j for j in joint[free[-1] :] if j.mark is Mark.FORM] if free else []
    if not free and after is None:
        left, right = [], left
    if after is not None and before is not None:
        length = before - after
        if length < len(left) + len(right) or (not free and length != len(left)):
            return None
    behind = list(zip(left, range(after, after + len(left)), strict=True)) if after is not None else []
    ahead = list(zip(right, range(before - len(right), before), strict=True)) if before is not None else []
    return behind + ahead


def _keeps(article: Article, form: Joint, at: int) -> bool:
    """True if a token is a word of which the form keeps a part."""
    if not 0 <= at < len(article.words):
        return False
    word = article.words[at]
    long_enough = len(word) >= len(form.prefix + form.suffix)
    return word.startswith(form.prefix) and word.endswith(form.suffix) and long_enough


def gap_problems(article: Article, before: Run, after: Run, joint: Sequence[Joint]) -> list[Problem]:
    """Problems of the words between two parts, and of the marks that stand for them."""
    gap = range(before[1], after[0])
    replaced, brought = _forces(article, gap), [f for j in joint for f in _brought(article, j)]
    problems = _added(article, joint, replaced) + _dropped(replaced, brought)
    problems = problems or _changed(article, joint, before[1], after[0]) or _turned(article, gap, joint)
    if any(j.mark is Mark.OMISSION for j in joint):
        return problems + _omission(article, gap, before, after)
    if not gap:
        return problems
    problems += _swapped(article, gap, joint)
    if not any(j.mark in (Mark.BRACKET, Mark.FORM) for j in joint):
        words = article.text_of(gap)
        return [
            *problems,
            Problem(Kind.UNMARKED_OMISSION, f"“{words}” is left out where only a comment stands; write `[…]`."),
        ]
    return problems + _replacement(article, gap, before, after)


def _omission(article: Article, gap: range, before: Run, after: Run) -> list[Problem]:
    problems = []
    if article.paragraphs[before[1] - 1] != article.paragraphs[after[0]]:
        first, second = article.paragraphs[before[1] - 1], article.paragraphs[after[0]]
        message = f"`[…]` leaves its paragraph: the words before it stand in ¶{first}, those behind it in ¶{second}."
        problems.append(Problem(Kind.OMISSION_LEAVES_PARAGRAPH, message + " Quote them apart."))
    if not gap:
        problems.append(Problem(Kind.EMPTY_OMISSION, "`[…]` leaves nothing out; take it away."))
    return problems


def _replacement(article: Article, gap: range, before: Run, after: Run) -> list[Problem]:
    length = count_words([article.words[i] for i in gap])
    if length > LONGEST_REPLACEMENT:
        message = (
            f"a bracket replaces {length} words, {LONGEST_REPLACEMENT} at the most; use `[…]` for what is left out."
        )
        return [Problem(Kind.LONG_REPLACEMENT, message)]
    if article.sentences[before[1] - 1] != article.sentences[after[0]]:
        return [Problem(Kind.LONG_REPLACEMENT, "a bracket replaces words of two sentences; quote them apart.")]
    return []


def _forces(article: Article, gap: range) -> Forces:
    """The words of a gap, a phrase once. A word of degree counts only where its neighbour is quoted: at the end."""
    last = next((i for i in reversed(gap) if not article.forces[i] & GOES_ON), -1)
    return [
        (article.words[i], f)
        for i in gap
        if ((f := article.forces[i]) & GOES_ON == 0 or i == gap[0]) and (not f & Force.DEGREE or i == last)
    ]


def _brought(article: Article, mark: Joint) -> list[int]:
    """The forces of the words that a mark adds, a phrase once."""
    words = mark.brought
    return [f for f in finder(article.language).forces(words, [0] * len(words)) if not f & GOES_ON]


def _dropped(replaced: Forces, brought: Sequence[int]) -> list[Problem]:
    """Problems for hedges and negations of the gap that no bracket keeps. Two negations are not one."""
    problems: list[Problem] = []
    for wanted, kind, name in (
        (Force.NEGATION, Kind.DROPPED_NEGATION, "negation"),
        (Force.HEDGE | Force.DEGREE, Kind.DROPPED_HEDGE, "hedge"),
    ):
        lost = [word for word, flags in replaced if flags & wanted]
        kept = sum(bool(f & wanted) for f in brought)
        if lost and (not kept or (wanted is Force.NEGATION and kept < len(lost))):
            message = f"what is left out holds the {name} “{lost[0]}”; keep it in the quotation, or quote less."
            problems.append(Problem(kind, message))
    return problems


def _added(article: Article, joint: Iterable[Joint], replaced: Forces) -> list[Problem]:
    """The problem of a negation that a bracket adds: a word, or a syllable at either end of one."""
    if any(flags & Force.NEGATION for _, flags in replaced):
        return []
    lists = rules(article.language)
    syllables = lists.sets["prefixes"] | lists.sets["endings"]
    for mark in joint:
        forces = finder(article.language).forces(mark.brought, [0] * len(mark.brought))
        new = next((w for w, f in zip(mark.brought, forces, strict=True) if f & Force.NEGATION), "")
        if mark.mark is Mark.FORM and lists.fold(mark.words[0]) in syllables and mark.brought[0] not in dict(replaced):
            new = mark.brought[0]
        if new:
            message = f"a bracket adds “{new}”, which turns the sentence round; say it in your prose."
            return [Problem(Kind.INSERTED_NEGATION, message)]
    return []


def _changed(article: Article, joint: Sequence[Joint], after: int | None, before: int | None) -> list[Problem]:
    """The problem of a word that a bracket turns into another; only number, tense and person may change."""
    for form, at in _formed(joint, after, before) or ():
        new = form.brought[0]
        if not same_word(article.words[at], new, article.language):
            message = f"a bracket turns “{article.words[at]}” into “{new}”, which is another word. It may change "
            message += "number, tense, person or case; put a whole word into the bracket, or quote what stands there."
            return [Problem(Kind.CHANGED_WORD, message)]
    return []


def _turned(article: Article, gap: range, joint: Sequence[Joint]) -> list[Problem]:
    """The problem of a number that a bracket changes, or of a negating syllable (unsafe) that it removes or adds."""
    brought = [word for j in joint for word in j.brought]
    opposite = _opposite(article, gap, brought)
    if opposite or not brought or any(j.mark is Mark.OMISSION for j in joint):
        return opposite
    number = _other_number([article.words[i] for i in gap], brought)
    if number:
        message = f"a bracket puts another number in the place of “{number}”; quote the number that stands there."
        return [Problem(Kind.CHANGED_WORD, message)]
    lost = [article.words[i] for i in gap if denies(article.words[i], article.language)]
    new = [word for word in brought if denies(word, article.language)]
    if lost and not new and not any(f & Force.NEGATION for j in joint for f in _brought(article, j)):
        message = f"a bracket stands for “{lost[0]}”, which denies something, and denies nothing; keep the word."
        return [Problem(Kind.DROPPED_NEGATION, message)]
    if new and not lost and not any(article.forces[i] & Force.NEGATION for i in gap):
        message = f"a bracket adds “{new[0]}”, which turns the sentence round; say it in your prose."
        return [Problem(Kind.INSERTED_NEGATION, message)]
    return []


def _other_number(lost: Sequence[str], brought: Sequence[str]) -> str:
    """The number that a bracket replaces by others; empty where it keeps it or brings in none."""
    new = _numbers(brought)
    return next((number for number in _numbers(lost) if new and number not in new), "")


def _numbers(words: Sequence[str]) -> list[str]:
    """The numbers among tokens, each with the sign before it."""
    pairs = zip(("", *words), words, strict=False)
    return [f"{a if a in SIGNS or a == '-' else ''}{w}" for a, w in pairs if w[0].isdigit()]


def _opposite(article: Article, gap: range, brought: Sequence[str]) -> list[Problem]:
    """The problem of a word that a bracket turns into its opposite: unsafe into safe, non-violent into violent."""
    words = [article.words[i] for i in gap]
    words += [f"{a}{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False) if b in HYPHENS]
    for old, new in product(words, brought):
        if opposites(old, new, article.language):
            message = f"a bracket turns “{old}” into “{new}”, its opposite; quote the word that stands there."
            return [Problem(Kind.DROPPED_NEGATION, message)]
    return []


def end_problems(article: Article, runs: Sequence[Run], pattern: Pattern) -> list[Problem]:
    """Problems of the marks before the first part and behind the last."""
    first, last = pattern.joints[0], pattern.joints[-1]
    turned = _added(article, first + last, []) or _turned(article, range(0), first + last)
    turned = turned or _opposite(article, _beside(article, runs[0][0], -1), [w for j in first for w in j.brought])
    turned = turned or _opposite(article, _beside(article, runs[-1][1], 1), [w for j in last for w in j.brought])
    return turned or [*_changed(article, first, None, runs[0][0]), *_changed(article, last, runs[-1][1], None)]


def _beside(article: Article, border: int, way: int) -> range:
    """The few tokens before or behind a quotation that a bracket at its end may stand for."""
    far = 2 * LONGEST_REPLACEMENT
    tokens = range(border, border + far) if way > 0 else range(border - far, border)
    inner = border - 1 if way > 0 else border
    same = [i for i in tokens if 0 <= i < len(article.words) and article.sentences[i] == article.sentences[inner]]
    return range(same[0], same[-1] + 1) if same else range(0)


def _swapped(article: Article, gap: range, joint: Sequence[Joint]) -> list[Problem]:
    """A caution where a bracket puts a word of content (the mayor) in the place of another (the minister)."""
    new = [w for j in joint if j.mark is Mark.BRACKET for w in j.words if _has_content(article, w)]
    lost = [article.words[i] for i in gap if _has_content(article, article.words[i])]
    if not new or not lost or any(same_word(old, word, article.language) for old, word in product(lost, new)):
        return []
    message = f"a bracket puts “{' '.join(new)}” in the place of “{' '.join(lost)}”; quote the words, or give a reason."
    return [Problem(Kind.BROUGHT_IN, message)]


def _has_content(article: Article, token: str) -> bool:
    """True if a token says something of its own: no mark, and none of the small words of grammar."""
    lists = rules(article.language)
    return is_word(token) and lists.fold(token) not in lists.sets["function"]


def brought_in_problems(article: Article, pattern: Pattern) -> list[Problem]:
    """A caution for words of content that stand in brackets and nowhere in the article."""
    words = [w for joint in pattern.joints for j in joint if j.mark is Mark.BRACKET for w in j.words]
    new = [w for w in words if _has_content(article, w) and not _uses(article, w)]
    if not new:
        return []
    message = f"a bracket brings in “{new[0]}”, which the article does not say; take it out, or give a reason."
    return [Problem(Kind.BROUGHT_IN, message)]


def _uses(article: Article, word: str) -> bool:
    """True if the article holds a word, in some form and in any case of letters."""
    begin = word[:1].casefold()  # irregular forms too are found among the words of one letter
    alike = (w for w in chain(article.stream.vocabulary, article.used) if w[:1].casefold() == begin)
    return any(same_word(other, word, article.language) for other in alike)
