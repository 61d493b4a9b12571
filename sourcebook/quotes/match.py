"""The verdict on a quotation: do these words stand in this article, in this order, and who says them?

Rules 2 to 6 of the manual meet here. The verdict is exact: words are found with `str.find` in normal form, and what
lies between them is judged by rule. How close a wrong quotation comes to a right one plays no part (`nearest.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from sourcebook.problems import Kind, Problem
from sourcebook.quotes import marks, normalise
from sourcebook.quotes.context import Force, force, holds
from sourcebook.quotes.marks import Joint, Mark, Part, Pattern
from sourcebook.quotes.normalise import count_words, is_word
from sourcebook.quotes.zones import Article
from sourcebook.records import AUTHOR, UNNAMED

LONGEST_REPLACEMENT = 8
"""How many words a bracket may replace (rule 2)."""
_TRIES = 200
"""How many ways to lay a quotation with marks on its article are looked at before the best so far is taken."""
_SCALES = frozenset(
    "hundred thousand million billion trillion hundreds thousands millions billions dozen percent % per-cent am pm a.m "
    "p.m °".split()
)
_SIGNS = frozenset("$€£¥₸₽%#°")
_GLUE = frozenset(normalise.HYPHENS + "@&/_'’.,:")

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
    """What was found: the problems; where the words stand, part by part; who says them. No runs where nothing was found.
    `marked`: the quotation holds marks of the editor's."""

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
    plain = marks.literal(quotation.exact)
    if not plain.has_words:
        return _nothing(plain, Kind.EMPTY, "it holds no word; quote at least one.")
    found = _lay(article, plain, quotation, low, high)
    if found is None and "[" in quotation.exact:
        pattern, faults = marks.read(quotation.exact, article.stream.holds)
        if faults:
            return Verdict(problems=tuple(faults), words=plain.parts[0].words)
        if not pattern.has_words:
            return _nothing(plain, Kind.EMPTY, "outside its brackets it holds no word; quote at least one.")
        plain = pattern
        found = _lay(article, pattern, quotation, low, high)
        found = replace(found, marked=True) if found else None
    return found or _not_found(article, plain, quotation)


def _nothing(pattern: Pattern, kind: Kind, message: str) -> Verdict:
    return Verdict(problems=(Problem(kind, message),), words=pattern.parts[0].words if pattern.parts else ())


def _lay(article: Article, pattern: Pattern, quotation: Quotation, low: int, high: int) -> Verdict | None:
    """The best of the ways in which the pattern lies on the article; None where there is none."""
    shorter = pattern.without_closing()
    for candidate in filter(None, (pattern, shorter)):
        verdicts: list[Verdict] = []
        for runs in islice(_layings(article, candidate, low, high), _TRIES):
            if _beside(article, runs, quotation):
                verdicts.append(_evaluate(article, candidate, runs, quotation))
        if verdicts:
            return _best(verdicts)
    return None


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict with the fewest errors, then the fewest cautions, then the first; with a caution where places differ."""
    best = min(verdicts, key=lambda v: (sum(p.is_error for p in v.problems), len(v.problems)))
    places = sorted({v.start for v in verdicts if v.accepted})
    if best.accepted and len(places) > 1:
        message = f"these words stand {len(places)} times in the source; say which with a prefix or a suffix."
        best = replace(best, problems=(*best.problems, Problem(Kind.REPEATED, message)))
    return best


def _layings(article: Article, pattern: Pattern, low: int, high: int) -> Iterator[tuple[Run, ...]]:
    """Every way to lay the parts on the article in their order, the nearest first."""

    def rest(index: int, start: int) -> Iterator[tuple[Run, ...]]:
        if index == len(pattern.parts):
            yield ()
            return
        for run in _runs(article, pattern.parts[index], start, high):
            if _fits(article, pattern.joints[index], start if index else None, run[0]):
                for others in rest(index + 1, run[1]):
                    yield (run, *others)

    for laying in rest(0, low):
        if _fits(article, pattern.joints[-1], laying[-1][1], None):
            yield laying


def _runs(article: Article, part: Part, low: int, high: int) -> Iterator[Run]:
    for reading in part.readings():
        for at in article.stream.find(reading, low, high):
            yield at, at + len(reading)


def _fits(article: Article, joint: Sequence[Joint], after: int | None, before: int | None) -> bool:
    """Whether a changed form (`protest[s]`) finds its word between two parts; every other mark fits anywhere."""
    form = next((j for j in joint if j.mark is Mark.FORM), None)
    if form is None:
        return True
    if after is None and before is not None:
        after = before - 1
    if after is None or after < 0 or after >= len(article.stream) or (before is not None and before != after + 1):
        return False
    word = article.words[after]
    return word.startswith(form.prefix) and word.endswith(form.suffix) and len(word) >= len(form.prefix + form.suffix)


def _beside(article: Article, runs: Sequence[Run], quotation: Quotation) -> bool:
    """Whether the prefix and the suffix stand right before and after."""
    before, after = normalise.tokens(quotation.prefix), normalise.tokens(quotation.suffix)
    start, end = runs[0][0], runs[-1][1]
    return (not before or article.words[max(0, start - len(before)) : start] == before) and (
        not after or article.words[end : end + len(after)] == after
    )


def _evaluate(article: Article, pattern: Pattern, runs: tuple[Run, ...], quotation: Quotation) -> Verdict:
    """The verdict on one way to lay a quotation on its article."""
    problems: list[Problem] = []
    for (before, after), joint in zip(pairwise(runs), pattern.joints[1:-1], strict=True):
        problems += _joint(article, before, after, joint)
    problems += _inserted_at_the_ends(pattern)
    problems += _borders(article, runs, pattern)
    problems += _inside(article, runs)
    speaker, spoken = _speaker(article, runs)
    problems += _claim(quotation.speaker, speaker)
    problems += _surroundings(article, runs)
    start = runs[0][0]
    return Verdict(
        tuple(problems), runs, speaker, article.paragraphs[start], article.zones[start], spoken, pattern.parts[0].words
    )


# -- rules 2 and 3: what the marks do ------------------------------------------------------------------------------------


def _joint(article: Article, before: Run, after: Run, joint: Sequence[Joint]) -> list[Problem]:
    """What is wrong with the words that lie between two parts."""
    gap = range(before[1], after[0])
    forces = [article.forces[i] for i in gap]
    inserted = [w for j in joint if j.mark in (Mark.BRACKET, Mark.FORM) for w in j.words]
    if any(j.mark is Mark.OMISSION for j in joint):
        return _omission(article, gap, before, after, forces) + _added(inserted, forces)
    problems = _added(inserted, forces)
    if gap and not any(j.mark in (Mark.BRACKET, Mark.FORM) for j in joint):
        words = _words(article, gap)
        problems.append(Problem(Kind.UNMARKED_OMISSION, f"“{words}” is left out where only a comment stands; write `[…]`."))
    if count_words([article.words[i] for i in gap]) > LONGEST_REPLACEMENT:
        message = f"a bracket replaces {len(gap)} words, {LONGEST_REPLACEMENT} at the most; use `[…]` for what is left out."
        problems.append(Problem(Kind.LONG_REPLACEMENT, message))
    elif gap and article.sentences[before[1] - 1] != article.sentences[after[0]]:
        problems.append(Problem(Kind.LONG_REPLACEMENT, "a bracket replaces words of two sentences; quote them apart."))
    return problems + _dropped(article, gap, forces, [force(w) for w in inserted])


def _omission(article: Article, gap: range, before: Run, after: Run, forces: Sequence[int]) -> list[Problem]:
    problems = _dropped(article, gap, forces, [])
    if article.paragraphs[before[1] - 1] != article.paragraphs[after[0]]:
        first, second = article.paragraphs[before[1] - 1], article.paragraphs[after[0]]
        message = f"`[…]` leaves its paragraph: the words before it stand in ¶{first}, those behind it in ¶{second}."
        problems.append(Problem(Kind.OMISSION_LEAVES_PARAGRAPH, message + " Quote them apart."))
    if not gap:
        problems.append(Problem(Kind.EMPTY_OMISSION, "`[…]` leaves nothing out; take it away."))
    return problems


def _dropped(article: Article, gap: range, forces: Sequence[int], kept: Sequence[int]) -> list[Problem]:
    """Hedges and negations that stand in the gap and in no bracket that replaces it."""
    problems: list[Problem] = []
    if not any(forces):
        return problems
    for wanted, kind, name in (
        (Force.NEGATION, Kind.DROPPED_NEGATION, "negation"),
        (Force.HEDGE | Force.DEGREE, Kind.DROPPED_HEDGE, "hedge"),
    ):
        lost = [article.words[i] for i, f in zip(gap, forces, strict=True) if f & wanted]
        if lost and not holds(kept, wanted):
            message = f"what is left out holds the {name} “{lost[0]}”; keep it in the quotation, or quote less."
            problems.append(Problem(kind, message))
    return problems


def _added(inserted: Sequence[str], replaced: Sequence[int]) -> list[Problem]:
    """A negation that a bracket brings in."""
    new = [w for w in inserted if force(w) & Force.NEGATION or w.lower() in ("un", "non", "dis", "im", "ir", "il")]
    if not new or holds(replaced, Force.NEGATION):
        return []
    return [Problem(Kind.INSERTED_NEGATION, f"a bracket adds “{new[0]}”, which turns the sentence round; say it in your prose.")]


def _inserted_at_the_ends(pattern: Pattern) -> list[Problem]:
    ends = pattern.joints[0] + pattern.joints[-1]
    return _added([w for j in ends if j.mark in (Mark.BRACKET, Mark.FORM) for w in j.words], ())


# -- rule 4: borders and surroundings -------------------------------------------------------------------------------------


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
        message = f"it cuts a number: “{article.words[left]} {article.words[right]}” stands in the source; quote all of it."
        return [Problem(Kind.CUT_NUMBER, message)]
    if glued and is_word(word) and _cuts_word(article, left, right, outer):
        whole = _whole(article, inner)
        return [Problem(Kind.CUT_WORD, f"it cuts a word: “{whole}” stands in the source; begin and end at whole words.")]
    return []


def _cuts_number(article: Article, left: int, right: int, glued: bool) -> bool:
    a, b = article.words[left], article.words[right]
    if glued and a in _SIGNS and b[0].isdigit():
        return True
    if glued and a[-1].isdigit() and b in _SIGNS:
        return True
    if not (is_word(a) and b.lower() in _SCALES):
        return False
    return article.sentences[left] == article.sentences[right] and (a[0].isdigit() or a.lower() in _NUMERALS)


_NUMERALS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand million billion several few some many".split()
)


def _cuts_word(article: Article, left: int, right: int, outer: str) -> bool:
    """Whether the token beyond the border is a mark that joins two halves of a word, with a half on its other side."""
    if is_word(outer):
        return True
    char = article.clean[article.starts[right] if article.words[right] == outer else article.starts[left]]
    beyond = right + 1 if article.words[right] == outer else left - 1
    if char not in _GLUE or not 0 <= beyond < len(article.stream) or not is_word(article.words[beyond]):
        return False
    low, high = sorted((beyond, right if beyond > right else left))
    return article.ends[low] == article.starts[high]


def _whole(article: Article, inner: int) -> str:
    """The unbroken run of characters around a token."""
    text, start, end = article.clean, article.starts[inner], article.ends[inner]
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return text[start:end].strip("“”\"‘’.,;:()")


def _inside(article: Article, runs: Sequence[Run]) -> list[Problem]:
    """Noise or a change of zone that a part runs across."""
    problems = []
    if any(any(article.broken[a + 1 : b]) for a, b in runs):
        message = "site furniture stands between these words on the page; quote the parts apart, or accept it with a reason."
        problems.append(Problem(Kind.ACROSS_NOISE, message))
    zones = [z for a, b in runs for z in article.zones[a:b]]
    if len(set(zones)) > 1:
        message = f"it runs from the {zones[0]} into the {zones[-1]}; quote them apart, or accept it with a reason."
        problems.append(Problem(Kind.ACROSS_ZONES, message))
    return problems


def _surroundings(article: Article, runs: Sequence[Run]) -> list[Problem]:
    """What the rest of the first and the last sentence does to the quoted words.

    A turn before the quotation (But …, Although …) turns what was said earlier, not what is quoted.
    """
    before, after = _rest_before(article, runs[0][0]), _rest_after(article, runs[-1][1])
    for side, rest, wanted, beside in (("before", before, _BEFORE, before[-1:]), ("after", after, _AFTER, after[:1])):
        forces = article.forces[rest.start : rest.stop]
        for i, found in zip(rest, forces, strict=True):
            if found and (found & wanted or (i in beside and found & _DEGREE)):
                return [Problem(Kind.CONTEXT, _says(article, side, i, rest))]
    if "?" in article.words[after.start : after.stop]:
        return [Problem(Kind.CONTEXT, "the sentence that it is cut from is a question; quote the question mark too.")]
    return []


def _says(article: Article, side: str, i: int, rest: range) -> str:
    does = {Force.NEGATION: "denies it", Force.TURN: "turns it around"}.get(Force(article.forces[i]), "hedges it")
    around = range(max(rest.start, i - 3), min(rest.stop, i + 4))
    return f"the rest of its sentence, {side} it, perhaps {does}: “… {_words(article, around)} …”; quote it too, or give a reason."


def _rest_before(article: Article, start: int) -> range:
    """The tokens of the sentence before the quotation, back to a semicolon."""
    low = start
    while low > 0 and article.sentences[low - 1] == article.sentences[start] and article.words[low - 1] != ";":
        low -= 1
    return range(low, start)


def _rest_after(article: Article, end: int) -> range:
    high = end
    while high < len(article.stream) and article.sentences[high] == article.sentences[end - 1] and article.words[high] != ";":
        high += 1
    return range(end, high)


# -- rule 5: who speaks ---------------------------------------------------------------------------------------------------


def _speaker(article: Article, runs: Sequence[Run]) -> tuple[str, int]:
    """Whose words they are, and the ordinal of the span they stand in (0: outside, or across a border)."""
    inside = {article.speech[i] for a, b in runs for i in range(a, b) if is_word(article.words[i])}
    speakers = {article.speakers.get(n, UNNAMED) if n else AUTHOR for n in inside}
    if len(speakers) == 1 and 0 not in inside:
        return speakers.pop(), min(inside)
    return AUTHOR, 0


def _claim(claimed: str | None, actual: str) -> list[Problem]:
    if claimed is None or claimed == actual:
        return []
    whose = {AUTHOR: "the author's own", UNNAMED: "in quotation marks, of somebody whom the text does not name"}
    message = f"these words are {whose.get(actual, actual + chr(8217) + 's')}, not {whose.get(claimed, claimed + chr(8217) + 's')}."
    return [Problem(Kind.WRONG_SPEAKER, message + " Name the one whose words they are.")]


# -- what was not found -----------------------------------------------------------------------------------------------------


def _not_found(article: Article, pattern: Pattern, quotation: Quotation) -> Verdict:
    """Why the words do not stand in the article. `nearest.py` adds where they nearly do."""
    words = tuple(w for part in pattern.parts for w in part.words)
    if all(any(article.stream.holds(r) for r in part.readings()) for part in pattern.parts) and len(pattern.parts) > 1:
        message = "its parts stand in the source, but not in this order; quote them apart."
        return Verdict((Problem(Kind.OMISSION_OUT_OF_ORDER, message),), words=words)
    if len(pattern.parts) == 1 and article.noise.holds(pattern.parts[0].words):
        return Verdict((Problem(Kind.NOISE, "these words stand on the page, but not in the article."),), words=words)
    if "…" in words and _parts_stand(article, words):
        message = "a bare “…” is the source's own mark, and the source has none here; write `[…]` for what you leave out."
        return Verdict((Problem(Kind.UNMARKED_OMISSION, message),), words=words)
    return Verdict((Problem(Kind.MISQUOTED, "these words do not stand in the source."),), words=words)


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
