"""The verdict on a quotation: do these words stand in this article, in this order, and who says them?

Rules 2 to 6 of the manual meet here. The verdict is exact: words are found with `str.find` in normal form, and what
lies between them is judged by rule. How close a wrong quotation comes to a right one plays no part (`nearest.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise, product

from sourcebook import characters
from sourcebook.problems import Kind, Problem
from sourcebook.quotes import marks, normalise
from sourcebook.quotes.context import FUNCTION_WORDS, Force, force, is_number, reaches_beyond
from sourcebook.quotes.inflection import denies, opposites, same_word
from sourcebook.quotes.marks import Joint, Mark, Part, Pattern
from sourcebook.quotes.normalise import count_words, is_word
from sourcebook.quotes.zones import Article
from sourcebook.records import AUTHOR, UNNAMED

LONGEST = 20_000
"""The longest quotation that is judged, in characters."""
LONGEST_REPLACEMENT = 8
"""How many words a bracket may replace (rule 2)."""
_TRIES = 400
"""How many ways to lay a quotation with marks on its article are looked at before the best so far is taken."""
_SCALES = frozenset("hundred thousand million billion trillion dozen".split())
_PLURALS = frozenset("hundreds thousands millions billions trillions dozens".split())
_QUANTITIES = frozenset("several few some many".split())
_UNITS = frozenset(
    "percent per-cent percentage am pm a.m p.m o'clock gmt utc dollars dollar euros euro roubles rubles rouble ruble "
    "tenge pounds yuan yen lira som cents km kilometres kilometers kilometre kilometer miles mile metres meters metre "
    "meter feet tonnes tons kg kilograms litres liters barrels hectares acres % ° $ € £ ₸ ₽ ¥".split()
)
"""What a number counts in: without it the number says something else. Years and people are no unit."""
_SIGNS = frozenset("$€£¥₸₽%#°+±~<>≈≤≥")
_HAN_NUMERALS = frozenset("〇零一二三四五六七八九十百千万萬亿億兆两兩")
_GROUP = re.compile(r"\d{3}(?:\.\d+|,\d+)?")
"""The digits of a number behind a space that parts its thousands."""
_GLUE = frozenset(normalise.HYPHENS + "@&/_'’·" + normalise.LETTER_APOSTROPHES)

_BEFORE = (Force.HEDGE | Force.NEGATION).value
_AFTER = (Force.HEDGE | Force.NEGATION | Force.TURN).value
_DEGREE = Force.DEGREE.value

Run = tuple[int, int]
"""Tokens [start, end) of an article."""


@dataclass(frozen=True)
class Quotation:
    """What somebody says stands in a source: the words, with the editor's marks; who is said to speak (None: not said);
    `prefix` and `suffix` are the words right before and after, where they stand more than once."""

    exact: str
    speaker: str | None = None
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was found: the problems; where the words stand, part by part; who says them. No runs: nothing was found.

    `marked`: it is not its source mark by mark: it holds the editor's, or sets closing ones in another order.
    """

    problems: tuple[Problem, ...] = ()
    runs: tuple[Run, ...] = ()
    speaker: str = ""
    paragraph: int = 0
    zone: str = ""
    speech: int = 0
    words: tuple[str, ...] = field(default=(), repr=False)
    marked: bool = False

    @property
    def accepted(self) -> bool:
        return not any(p.is_error for p in self.problems)

    @property
    def start(self) -> int:
        return self.runs[0][0] if self.runs else -1

    @property
    def end(self) -> int:
        return self.runs[-1][1] if self.runs else -1


def judge(article: Article, quotation: Quotation, within: Run | None = None) -> Verdict:
    """The verdict on a quotation, in the whole article or within a run of its tokens (a passage)."""
    low, high = within or (0, len(article.stream))
    if max(map(len, (quotation.exact, quotation.prefix, quotation.suffix))) > LONGEST:
        message = f"it is longer than {LONGEST:,} characters, which no quotation is; quote less."
        return Verdict((Problem(Kind.LONG_PASSAGE, message),))
    unseen = next(characters.hidden(quotation.exact, quoted=True), None)
    if unseen:
        return Verdict((Problem(Kind.HIDDEN_CHARACTER, _unseen(quotation.exact, *unseen)),))
    plain = marks.literal(quotation.exact)
    if not plain.has_words:
        return _nothing(plain, Kind.EMPTY, "it holds no word; quote at least one.")
    found = _lay(article, plain, quotation, low, high)
    if found is None and ("[" in quotation.exact or "]" in quotation.exact):
        pattern, faults = marks.read(quotation.exact, article.stream.holds)
        if faults:
            return Verdict(problems=tuple(faults), words=plain.parts[0].words)
        if not pattern.has_words:
            return _nothing(plain, Kind.EMPTY, "outside its brackets it holds no word; quote at least one.")
        plain = pattern
        found = _lay(article, pattern, quotation, low, high)
        found = replace(found, marked=True) if found else None
    return found or _not_found(article, plain, quotation)


def _unseen(text: str, at: int, name: str) -> str:
    beside = " ".join(text[:at].split()[-3:])
    where = f"behind “{beside}”" if beside else "at its beginning"
    return f"the quotation holds {name} {where}, which nobody sees and which changes what is seen; take it away."


def _nothing(pattern: Pattern, kind: Kind, message: str) -> Verdict:
    return Verdict(problems=(Problem(kind, message),), words=pattern.parts[0].words if pattern.parts else ())


def _lay(article: Article, pattern: Pattern, quotation: Quotation, low: int, high: int) -> Verdict | None:
    """The best of the ways in which the pattern lies on the article; None where there is none.

    First as its marks allow (`near`), then anyhow, so that the answer can say which rule is broken.
    """
    fallback: Verdict | None = None
    several = len(pattern.parts) > 1
    for near in (True, False) if several else (True,):
        for candidate in chain([pattern], pattern.closings()):
            if several and not _may_lie(article, candidate):  # of one part, the search is that one look
                continue
            search = _Search(article, candidate, quotation, (low, high), near)
            verdicts = [_evaluate(article, candidate, runs, quotation) for runs in islice(search.layings(), _TRIES)]
            best = _best(verdicts) if verdicts else None
            if best and candidate.reset:
                best = replace(best, marked=True)
            if best and best.accepted:
                return best
            fallback = fallback or best
    return fallback


def _may_lie(article: Article, pattern: Pattern) -> bool:
    """Whether every part stands somewhere: one look before the search."""
    return all(_stands(article, part) for part in pattern.parts)


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict with the fewest errors, then cautions, then the first; with a caution where places differ."""
    best = min(verdicts, key=lambda v: (sum(p.is_error for p in v.problems), len(v.problems)))
    places = sorted({v.start for v in verdicts if v.accepted})
    if best.accepted and len(places) > 1:
        message = f"these words stand {len(places)} times in the source; say which with a prefix or a suffix."
        best = replace(best, problems=(*best.problems, Problem(Kind.REPEATED, message)))
    return best


class _Search:
    """The ways to lay a pattern on a run of an article, in order. What leads nowhere is tried once."""

    def __init__(self, article: Article, pattern: Pattern, quotation: Quotation, within: Run, near: bool) -> None:
        self.article, self.pattern, self.near = article, pattern, near
        self.low, self.high = within
        self.before, self.after = normalise.tokens(quotation.prefix), normalise.tokens(quotation.suffix)
        self.barren: set[Run] = set()

    def layings(self, index: int = 0, start: int = -1) -> Iterator[tuple[Run, ...]]:
        """Every way to lay the parts from `index` on, behind token `start`."""
        if index == len(self.pattern.parts):
            if self._ends(start):
                yield ()
            return
        if (index, start) in self.barren:
            return
        fruitful = False
        for run in self._runs(index, start):
            for others in self.layings(index + 1, run[1]):
                fruitful = True
                yield (run, *others)
        if not fruitful:
            self.barren.add((index, start))

    def _runs(self, index: int, start: int) -> Iterator[Run]:
        """Where the part can stand: behind the one before it, and beside the prefix."""
        joint, high = self.pattern.joints[index], self.high
        for reading in self.pattern.parts[index].readings():
            if index and self.near:
                high = min(self.high, _reach(self.article, joint, start) + len(reading))
            for at in self.article.stream.find(reading, start if index else self.low, high):
                if _fits(self.article, joint, start if index else None, at) and (index or self._begins(at)):
                    yield at, at + len(reading)

    def _begins(self, at: int) -> bool:
        """Whether the prefix stands right before the first part."""
        return not self.before or self.article.words[max(0, at - len(self.before)) : at] == self.before

    def _ends(self, at: int) -> bool:
        """Whether the suffix stands right behind the last part, and the word that the last mark changes."""
        beside = not self.after or self.article.words[at : at + len(self.after)] == self.after
        return beside and _fits(self.article, self.pattern.joints[-1], at, None)


def _reach(article: Article, joint: Sequence[Joint], start: int) -> int:
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


def _fits(article: Article, joint: Sequence[Joint], after: int | None, before: int | None) -> bool:
    """Whether each changed form (`protest[s]`) finds its word between two parts; every other mark fits anywhere."""
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
    """Whether a token is a word of which the form keeps a part."""
    if not 0 <= at < len(article.words):
        return False
    word = article.words[at]
    long_enough = len(word) >= len(form.prefix + form.suffix)
    return word.startswith(form.prefix) and word.endswith(form.suffix) and long_enough


def _evaluate(article: Article, pattern: Pattern, runs: tuple[Run, ...], quotation: Quotation) -> Verdict:
    """The verdict on one way to lay a quotation on its article."""
    problems: list[Problem] = []
    for (before, after), joint in zip(pairwise(runs), pattern.joints[1:-1], strict=True):
        problems += _joint(article, before, after, joint)
    problems += _at_the_ends(article, runs, pattern)
    if not any(p.kind is Kind.BROUGHT_IN for p in problems):
        problems += _brought_in(article, pattern)
    problems += _borders(article, runs, pattern)
    problems += _inside(article, runs)
    speaker, spoken = _speaker(article, runs)
    problems += _claim(quotation.speaker, speaker)
    problems += _surroundings(article, runs)
    start = runs[0][0]
    return Verdict(
        tuple(problems), runs, speaker, article.paragraphs[start], article.zones[start], spoken, pattern.parts[0].words
    )


# -- rules 2 and 3: what the marks do ---------------------------------------------------------------------------------


def _joint(article: Article, before: Run, after: Run, joint: Sequence[Joint]) -> list[Problem]:
    """What is wrong with the words that lie between two parts."""
    gap = range(before[1], after[0])
    replaced, brought = _forces(article, gap), [force(w) for j in joint for w in j.brought]
    problems = _added(joint, replaced) + _dropped(replaced, brought)
    problems = problems or _changed(article, joint, before[1], after[0]) or _turned(article, gap, joint)
    if any(j.mark is Mark.OMISSION for j in joint):
        return problems + _omission(article, gap, before, after)
    if not gap:
        return problems
    problems += _swapped(article, gap, joint)
    if not any(j.mark in (Mark.BRACKET, Mark.FORM) for j in joint):
        words = _words(article, gap)
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


Forces = list[tuple[str, int]]
"""Words, each with what it does to its sentence."""


def _forces(article: Article, gap: range) -> Forces:
    """The words of a gap. A word of degree counts only where its neighbour is quoted: at the end of the gap."""
    degree = Force.DEGREE.value
    return [(article.words[i], f) for i in gap if (f := article.forces[i]) != degree or i == gap[-1]]


def _dropped(replaced: Forces, brought: Sequence[int]) -> list[Problem]:
    """Hedges and negations that stand in the gap and in no bracket that replaces it. Two negations are not one."""
    problems: list[Problem] = []
    for wanted, kind, name in (
        (Force.NEGATION, Kind.DROPPED_NEGATION, "negation"),
        (Force.HEDGE | Force.DEGREE, Kind.DROPPED_HEDGE, "hedge"),
    ):
        lost = [word for word, found in replaced if found & wanted]
        kept = sum(bool(f & wanted) for f in brought)
        if lost and (not kept or (wanted is Force.NEGATION and kept < len(lost))):
            message = f"what is left out holds the {name} “{lost[0]}”; keep it in the quotation, or quote less."
            problems.append(Problem(kind, message))
    return problems


def _added(joint: Iterable[Joint], replaced: Forces) -> list[Problem]:
    """A negation that a bracket brings in: a word, or a syllable at either end of one."""
    if any(found & Force.NEGATION for _, found in replaced):
        return []
    for mark in joint:
        new = next((w for w in mark.brought if force(w) & Force.NEGATION), "")
        if mark.mark is Mark.FORM and mark.words[0].lower() in _DENIALS and mark.brought[0] not in dict(replaced):
            new = mark.brought[0]
        if new:
            message = f"a bracket adds “{new}”, which turns the sentence round; say it in your prose."
            return [Problem(Kind.INSERTED_NEGATION, message)]
    return []


_DENIALS = frozenset("un non non- dis im in ir il mis less".split())
"""Syllables that deny the word that they are put to."""


def _changed(article: Article, joint: Sequence[Joint], after: int | None, before: int | None) -> list[Problem]:
    """Words of which a bracket makes other words: it may change number, tense and person, and nothing else."""
    for form, at in _formed(joint, after, before) or ():
        new = form.brought[0]
        if not same_word(article.words[at], new, article.language):
            message = f"a bracket turns “{article.words[at]}” into “{new}”, which is another word. It may change "
            message += "number, tense, person or case; put a whole word into the bracket, or quote what stands there."
            return [Problem(Kind.CHANGED_WORD, message)]
    return []


def _turned(article: Article, gap: range, joint: Sequence[Joint]) -> list[Problem]:
    """A number that a bracket changes, and a word that denies by a syllable (unsafe), which it takes away or adds."""
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
    if lost and not new and not any(force(word) & Force.NEGATION for word in brought):
        message = f"a bracket stands for “{lost[0]}”, which denies something, and denies nothing; keep the word."
        return [Problem(Kind.DROPPED_NEGATION, message)]
    if new and not lost and not any(article.forces[i] & Force.NEGATION for i in gap):
        message = f"a bracket adds “{new[0]}”, which turns the sentence round; say it in your prose."
        return [Problem(Kind.INSERTED_NEGATION, message)]
    return []


def _opposite(article: Article, gap: range, brought: Sequence[str]) -> list[Problem]:
    """A word that a bracket turns into its opposite: unsafe into safe, non-violent into violent."""
    words = [article.words[i] for i in gap]
    words += [f"{a}{c}" for a, b, c in zip(words, words[1:], words[2:], strict=False) if b in normalise.HYPHENS]
    for old, new in product(words, brought):
        if opposites(old, new):
            message = f"a bracket turns “{old}” into “{new}”, its opposite; quote the word that stands there."
            return [Problem(Kind.DROPPED_NEGATION, message)]
    return []


def _other_number(lost: Sequence[str], brought: Sequence[str]) -> str:
    """The number that a bracket replaces by others; empty where it keeps it or brings in none."""
    new = _numbers(brought)
    return next((number for number in _numbers(lost) if new and number not in new), "")


def _numbers(words: Sequence[str]) -> list[str]:
    """The numbers among tokens, each with the sign before it."""
    return [
        f"{a if a in _SIGNS or a == '-' else ''}{w}"
        for a, w in zip(("", *words), words, strict=False)
        if w[0].isdigit()
    ]


def _at_the_ends(article: Article, runs: Sequence[Run], pattern: Pattern) -> list[Problem]:
    """What is wrong with the marks before the first part and behind the last."""
    first, last = pattern.joints[0], pattern.joints[-1]
    turned = _added(first + last, []) or _turned(article, range(0), first + last)
    turned = turned or _opposite(article, _beside(article, runs[0][0], -1), [w for j in first for w in j.brought])
    turned = turned or _opposite(article, _beside(article, runs[-1][1], 1), [w for j in last for w in j.brought])
    return turned or [*_changed(article, first, None, runs[0][0]), *_changed(article, last, runs[-1][1], None)]


def _swapped(article: Article, gap: range, joint: Sequence[Joint]) -> list[Problem]:
    """A caution where a bracket puts a word of content (the mayor) in the place of another (the minister)."""
    new = [w for j in joint if j.mark is Mark.BRACKET for w in j.words if _has_content(w)]
    lost = [article.words[i] for i in gap if _has_content(article.words[i])]
    if not new or not lost or any(same_word(old, word, article.language) for old, word in product(lost, new)):
        return []
    message = f"a bracket puts “{' '.join(new)}” in the place of “{' '.join(lost)}”; quote the words, or give a reason."
    return [Problem(Kind.BROUGHT_IN, message)]


def _has_content(token: str) -> bool:
    return is_word(token) and token.casefold() not in FUNCTION_WORDS


def _beside(article: Article, border: int, way: int) -> range:
    """The few tokens before or behind a quotation that a bracket at its end may stand for."""
    tokens = (
        range(border, border + 2 * LONGEST_REPLACEMENT) if way > 0 else range(border - 2 * LONGEST_REPLACEMENT, border)
    )
    inner = border - 1 if way > 0 else border
    same = [i for i in tokens if 0 <= i < len(article.words) and article.sentences[i] == article.sentences[inner]]
    return range(same[0], same[-1] + 1) if same else range(0)


def _brought_in(article: Article, pattern: Pattern) -> list[Problem]:
    """A caution for words of content that stand in brackets and nowhere in the article."""
    words = [w for joint in pattern.joints for j in joint if j.mark is Mark.BRACKET for w in j.words]
    new = [w for w in words if _has_content(w) and not _uses(article, w)]
    if not new:
        return []
    message = f"a bracket brings in “{new[0]}”, which the article does not say; take it out, or give a reason."
    return [Problem(Kind.BROUGHT_IN, message)]


def _uses(article: Article, word: str) -> bool:
    """Whether the article holds a word, in some form and in any case of letters."""
    return any(same_word(other, word, article.language) for other in _alike(article, word))


def _alike(article: Article, word: str) -> Iterable[str]:
    """The words of an article that begin as a word does; irregular forms are found among those of one letter."""
    begin = word[:1].casefold()
    return (w for w in chain(article.stream.vocabulary, article.used) if w[:1].casefold() == begin)


# -- rule 4: borders and surroundings ---------------------------------------------------------------------------------


def _borders(article: Article, runs: Sequence[Run], pattern: Pattern) -> list[Problem]:
    """Words and numbers that the ends of the parts cut."""
    problems = []
    for index, (start, end) in enumerate(runs):
        if not any(j.mark is Mark.FORM for j in pattern.joints[index]):
            problems += _border(article, start - 1, start, inner=start)
        if not any(j.mark is Mark.FORM for j in pattern.joints[index + 1]):
            problems += _border(article, end - 1, end, inner=end - 1)
    return problems


def _border(article: Article, left: int, right: int, inner: int) -> list[Problem]:
    """The border between token `left` and token `right`, of which `inner` is quoted and the other is not."""
    if left < 0 or right >= len(article.stream) or article.paragraphs[left] != article.paragraphs[right]:
        return []
    word, outer = article.words[inner], article.words[left if inner == right else right]
    glued = article.ends[left] == article.starts[right]
    if _cuts_number(article, left, right, glued):
        message = (
            f"it cuts a number: “{article.words[left]} {article.words[right]}” stands in the source; quote all of it."
        )
        return [Problem(Kind.CUT_NUMBER, message)]
    cuts = _cuts_word(article, left, right, outer) if is_word(word) else _cuts_at_joint(article, left, right, inner)
    if glued and cuts:
        whole = _whole(article, inner)
        return [
            Problem(Kind.CUT_WORD, f"it cuts a word: “{whole}” stands in the source; begin and end at whole words.")
        ]
    return []


def _cuts_number(article: Article, left: int, right: int, glued: bool) -> bool:
    """Whether a number stands across the border: its sign, its digits, its scale, its unit or its range."""
    a, b = article.words[left], article.words[right].lower()
    if glued and b[0] in _HAN_NUMERALS and (a[-1] in _HAN_NUMERALS or a[-1].isdecimal()):
        return True
    if _GROUP.fullmatch(b) and a.isdecimal() and len(a) <= 3 and not glued:  # thousands parted by a space: 45 000
        return True
    if glued and ((a in _SIGNS and b[0].isdigit()) or (a[-1].isdigit() and b in _SIGNS)):
        return True
    if a == "-" or b == "-":
        return glued and _cuts_dash(article, left, right)
    if article.sentences[left] != article.sentences[right]:
        return False
    if a.lower() == "of" and b in _PLURALS and left:
        return article.words[left - 1].lower() in _PLURALS | {"tens", "scores"}
    if b == "per" and right + 1 < len(article.words) and article.words[right + 1].lower() == "cent":
        return _counts(a)
    if b in _UNITS or (b in _SCALES and a[0].isdigit()):
        return _counts(a)
    return (b in _SCALES and (_counts(a) or a.lower() in ("a", "half"))) or (
        b in _PLURALS and (a.lower() in _QUANTITIES or (is_number(a) and not a[0].isdigit()))
    )


def _cuts_dash(article: Article, left: int, right: int) -> bool:
    """Whether the dash at the border is the sign of a number, or stands between the two of a range."""
    words, glued = article.words, article.glued
    at, high = (left, right) if words[left] == "-" else (right, right + 1)
    if high >= len(words) or not glued[high] or not words[high][0].isdigit():
        return False
    return (words[at - 1][-1].isdigit() if glued[at] else at == left) if at else True


def _counts(word: str) -> bool:
    """Whether a word is a number or a part of one."""
    return is_number(word) or word.lower() in _QUANTITIES | _SCALES | _PLURALS


def _cuts_word(article: Article, left: int, right: int, outer: str) -> bool:
    """Whether the token beyond the border is a mark that joins two halves of a word, with a half on its other side."""
    if is_word(outer):
        return not any(characters.stands_alone(article.words[i][0]) for i in (left, right))
    char = article.clean[article.starts[right] if article.words[right] == outer else article.starts[left]]
    if char.isalpha():  # a letter that is typed as an apostrophe
        return True
    beyond = right + 1 if article.words[right] == outer else left - 1
    if char not in _GLUE or not 0 <= beyond < len(article.stream) or not is_word(article.words[beyond]):
        return False
    low, high = sorted((beyond, right if beyond > right else left))
    return article.ends[low] == article.starts[high]


def _cuts_at_joint(article: Article, left: int, right: int, inner: int) -> bool:
    """Whether the quoted side begins with a mark that joins two halves of a word, of which the other is cut off."""
    beyond = inner + 1 if inner == right else inner - 1
    outer = left if inner == right else right
    if article.clean[article.starts[inner]] not in _GLUE or not 0 <= beyond < len(article.stream):
        return False
    low, high = sorted((inner, beyond))
    touches = article.ends[low] == article.starts[high]
    return touches and is_word(article.words[beyond]) and is_word(article.words[outer])


def _whole(article: Article, inner: int) -> str:
    """The unbroken run of characters around a token."""
    text, start, end = article.clean, article.starts[inner], article.ends[inner]
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip('“”"‘’.,;:()')


def _inside(article: Article, runs: Sequence[Run]) -> list[Problem]:
    """Noise or a change of zone that a part runs across."""
    problems = []
    if any(True in article.broken[a + 1 : b] for a, b in runs):
        message = (
            "site furniture stands between these words on the page; quote the parts apart, or accept it with a reason."
        )
        problems.append(Problem(Kind.ACROSS_NOISE, message))
    first, last = article.zones[runs[0][0]], article.zones[runs[-1][1] - 1]
    if len({z for a, b in runs for z in article.zones[a:b]}) > 1:
        message = f"it runs from the {first} into the {last}; quote them apart, or accept it with a reason."
        problems.append(Problem(Kind.ACROSS_ZONES, message))
    return problems


def _surroundings(article: Article, runs: Sequence[Run]) -> list[Problem]:
    """What the rest of the first and the last sentence does to the quoted words.

    A turn before the quotation (But …, Although …) turns what was said earlier, not what is quoted.
    """
    before, after = _rest_before(article, runs[0][0]), _rest_after(article, runs[-1][1])
    for side, rest, wanted, beside in (("before", before, _BEFORE, before[-1:]), ("after", after, _AFTER, after[:1])):
        forces = article.forces[rest.start : rest.stop]
        if not any(forces):
            continue
        for i, found in zip(rest, forces, strict=True):
            if found and (found & wanted or (i in beside and found & _DEGREE)):
                return [Problem(Kind.CONTEXT, _says(article, side, i, rest))]
    cut = _cut_negation(article, runs[-1], after)
    if cut:
        return [Problem(Kind.CONTEXT, cut)]
    if "?" in article.words[after.start : after.stop]:
        return [Problem(Kind.CONTEXT, "the sentence that it is cut from is a question; quote the question mark too.")]
    return []


def _cut_negation(article: Article, run: Run, after: range) -> str:
    """What is wrong where a quotation ends inside the reach of a negation that it holds; empty where nothing is."""
    low = max(run[0], bisect_left(article.sentences, article.sentences[run[1] - 1]))
    denied = reaches_beyond(article.words, low, run[1], after.stop)
    if not denied:
        return ""
    words = _words(article, range(after.start, min(after.stop, after.start + 6)))
    return f"it ends inside what “{denied}” denies, which goes on: “{words} …”; quote it too, or give a reason."


def _says(article: Article, side: str, i: int, rest: range) -> str:
    does = {Force.NEGATION: "denies it", Force.TURN: "turns it around"}.get(Force(article.forces[i]), "hedges it")
    around = range(max(rest.start, i - 3), min(rest.stop, i + 4))
    words = _words(article, around)
    return f"the rest of its sentence, {side} it, perhaps {does}: “… {words} …”; quote it too, or give a reason."


def _rest_before(article: Article, start: int) -> range:
    """The tokens of the sentence before the quotation, back to a semicolon."""
    low = bisect_left(article.sentences, article.sentences[start])
    rest = article.words[low:start]
    return range(start - rest[::-1].index(";") if ";" in rest else low, start)


def _rest_after(article: Article, end: int) -> range:
    high = bisect_right(article.sentences, article.sentences[end - 1])
    rest = article.words[end:high]
    return range(end, end + rest.index(";") if ";" in rest else high)


# -- rule 5: who speaks -----------------------------------------------------------------------------------------------


def _speaker(article: Article, runs: Sequence[Run]) -> tuple[str, int]:
    """Whose words they are, and the ordinal of the span they stand in (0: outside, or across a border)."""
    if not any(any(article.speech[a:b]) for a, b in runs):
        return AUTHOR, 0
    inside = {article.speech[i] for a, b in runs for i in range(a, b) if is_word(article.words[i])}
    speakers = {article.speakers.get(n, UNNAMED) if n else AUTHOR for n in inside}
    if len(speakers) == 1 and 0 not in inside:
        return speakers.pop(), min(inside)
    return AUTHOR, 0


def _claim(claimed: str | None, actual: str) -> list[Problem]:
    if claimed is None or claimed == actual:
        return []
    whose = {AUTHOR: "the author's own", UNNAMED: "in quotation marks, of somebody whom the text does not name"}
    said, meant = whose.get(actual, f"{actual}’s"), whose.get(claimed, f"{claimed}’s")
    message = f"these words are {said}, not {meant}."
    return [Problem(Kind.WRONG_SPEAKER, message + " Name the one whose words they are.")]


# -- what was not found -----------------------------------------------------------------------------------------------


def _not_found(article: Article, pattern: Pattern, quotation: Quotation) -> Verdict:
    """Why the words do not stand in the article. `nearest.py` adds where they nearly do."""
    words = tuple(w for part in pattern.parts for w in part.words)
    if (quotation.prefix or quotation.suffix) and _lay(
        article, pattern, Quotation(quotation.exact), 0, len(article.stream)
    ):
        message = (
            "these words stand in the source, but not beside this prefix or suffix; copy the words right beside them."
        )
        return Verdict((Problem(Kind.MISQUOTED, message),), words=words)
    if len(pattern.parts) > 1 and _out_of_order(article, pattern):
        message = "its parts stand in the source, but not in this order; quote them apart."
        return Verdict((Problem(Kind.OMISSION_OUT_OF_ORDER, message),), words=words)
    if len(pattern.parts) == 1 and any(article.noise.holds(p.parts[0].words) for p in (pattern, *pattern.closings())):
        return Verdict((Problem(Kind.NOISE, "these words stand on the page, but not in the article."),), words=words)
    if "…" in words and _parts_stand(article, words):
        message = (
            "a bare “…” is the source's own mark, and the source has none here; write `[…]` for what you leave out."
        )
        return Verdict((Problem(Kind.UNMARKED_OMISSION, message),), words=words)
    cut = next(filter(None, (_cut(article, part.words) for part in pattern.parts)), None)
    return Verdict((cut or Problem(Kind.MISQUOTED, "these words do not stand in the source."),), words=words)


def _out_of_order(article: Article, pattern: Pattern) -> bool:
    """Whether each part stands somewhere, the last with its closing marks or without."""
    if any(j.mark is Mark.FORM for joint in pattern.joints for j in joint):
        return False
    *others, last = pattern.parts
    endings = (last, *(shorter.parts[-1] for shorter in pattern.closings()))
    return all(_stands(article, part) for part in others) and any(_stands(article, part) for part in endings)


def _stands(article: Article, part: Part) -> bool:
    return any(article.stream.holds(reading) for reading in part.readings())


def _cut(article: Article, words: Sequence[str]) -> Problem | None:
    """That the words stand in the source, but for a first or last one that is a piece of a longer one."""
    found = None if article.stream.holds(words) else article.stream.around(words)
    if found is None:
        return None
    start, end = found
    whole = article.words[start] if article.words[start] != words[0] else article.words[end - 1]
    if whole[0].isdigit():
        message = f"it cuts a number: “{whole}” stands in the source; quote all of it."
        return Problem(Kind.CUT_NUMBER, message)
    return Problem(Kind.CUT_WORD, f"it cuts a word: “{whole}” stands in the source; begin and end at whole words.")


def _parts_stand(article: Article, words: Sequence[str]) -> bool:
    """Whether what stands between bare ellipses stands in the article."""
    run: list[str] = []
    for word in (*words, "…"):
        if word != "…":
            run.append(word)
        elif run and not article.stream.holds(run):
            return False
        else:
            run = []
    return True


def _words(article: Article, tokens: range) -> str:
    """The source's own writing of some tokens in a row."""
    if not tokens:
        return ""
    return " ".join(article.clean[article.starts[tokens[0]] : article.ends[tokens[-1]]].split())
