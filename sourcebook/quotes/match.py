"""Match a quotation against an article: whether these words stand there, in this order, and who says them.

Rules 2 to 6 of the manual meet here. The verdict is exact: words are found with `str.find` in normal form, and what
lies between them is judged by rule. How close a wrong quotation comes to a right one plays no part (`suggestions.py`).
Here: the search, rule 5 (who speaks), rule 6 (words that stand twice) and why words were not found. Not here: brackets
and omissions (rules 2 and 3, `brackets.py`), what the borders of a quotation cut off (rule 4, `borders.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, pairwise

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.quotes import borders, brackets, marks, normalise
from sourcebook.quotes.article import Article, Run
from sourcebook.quotes.marks import Mark, Pattern, QuotationPart
from sourcebook.quotes.normalise import is_word

LONGEST = 20_000
"""The longest quotation that is judged, in characters."""
_TRIES = 400
"""The most matches of a quotation with marks that are judged before the best so far is taken."""


@dataclass(frozen=True)
class ParsedQuotation:
    """A quotation to be checked: the words, with the editor's marks; who is said to speak (None: not stated);
    `prefix` and `suffix` are the words right before and after, where they stand more than once."""

    exact: str
    speaker: str | None = None
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class MatchResult:
    """The result of matching: problems; where the words stand, part by part; the speaker. No runs: not found.

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


def judge(article: Article, quotation: ParsedQuotation, within: Run | None = None) -> MatchResult:
    """The verdict on a quotation, in the whole article or within a run of its tokens (a passage)."""
    low, high = within or (0, len(article.stream))
    if max(map(len, (quotation.exact, quotation.prefix, quotation.suffix))) > LONGEST:
        message = f"it is longer than {LONGEST:,} characters, which no quotation is; quote less."
        return MatchResult((Problem(Kind.LONG_PASSAGE, message),))
    unseen = next(characters.hidden(quotation.exact, quoted=True), None)
    if unseen:
        return MatchResult((Problem(Kind.HIDDEN_CHARACTER, characters.hidden_message(quotation.exact, *unseen)),))
    plain = marks.literal(quotation.exact)
    if not plain.has_words:
        return _nothing(plain, "it holds no word; quote at least one.")
    result = _match(article, plain, quotation, low, high)
    if result is None and ("[" in quotation.exact or "]" in quotation.exact):
        pattern, faults = marks.read(quotation.exact, article.stream.holds)
        if faults:
            return MatchResult(problems=tuple(faults), words=plain.parts[0].words)
        if not pattern.has_words:
            return _nothing(plain, "outside its brackets it holds no word; quote at least one.")
        plain = pattern
        result = _match(article, pattern, quotation, low, high)
        result = replace(result, marked=True) if result else None
    return result or _not_found(article, plain, quotation)


def _nothing(pattern: Pattern, message: str) -> MatchResult:
    return MatchResult(problems=(Problem(Kind.EMPTY, message),), words=pattern.parts[0].words if pattern.parts else ())


def _match(article: Article, pattern: Pattern, quotation: ParsedQuotation, low: int, high: int) -> MatchResult | None:
    """The best match of a pattern in the article; None where there is none.

    First as its marks allow (`near`), then anyhow, so that the answer can say which rule is broken.
    """
    fallback: MatchResult | None = None
    several = len(pattern.parts) > 1
    for near in (True, False) if several else (True,):
        for candidate in chain([pattern], pattern.closings()):
            if several and not all(_stands(article, part) for part in candidate.parts):
                continue  # a quick look before the search; of one part, the search is that one look
            search = _Search(article, candidate, quotation, (low, high), near)
            verdicts = [_evaluate(article, candidate, runs, quotation) for runs in islice(search.matches(), _TRIES)]
            best = _best(verdicts) if verdicts else None
            if best and candidate.reset:
                best = replace(best, marked=True)
            if best and best.accepted:
                return best
            fallback = fallback or best
    return fallback


def _best(verdicts: Sequence[MatchResult]) -> MatchResult:
    """The verdict with the fewest errors, then cautions, then the first; with a caution where places differ."""
    best = min(verdicts, key=lambda v: (sum(p.is_error for p in v.problems), len(v.problems)))
    places = sorted({v.start for v in verdicts if v.accepted})
    if best.accepted and len(places) > 1:
        message = f"these words stand {len(places)} times in the source; say which with a prefix or a suffix."
        best = replace(best, problems=(*best.problems, Problem(Kind.REPEATED, message)))
    return best


class _Search:
    """Backtracking search for every match of a pattern in a run of an article. Dead ends are tried once."""

    def __init__(self, article: Article, pattern: Pattern, quotation: ParsedQuotation, within: Run, near: bool) -> None:
        self.article, self.pattern, self.near = article, pattern, near
        self.low, self.high = within
        self.before, self.after = normalise.tokens(quotation.prefix), normalise.tokens(quotation.suffix)
        self.barren: set[Run] = set()

    def matches(self, index: int = 0, start: int = -1) -> Iterator[tuple[Run, ...]]:
        """Every match of the parts from `index` on, behind token `start`."""
        if index == len(self.pattern.parts):
            if self._ends(start):
                yield ()
            return
        if (index, start) in self.barren:
            return
        fruitful = False
        for run in self._runs(index, start):
            for others in self.matches(index + 1, run[1]):
                fruitful = True
                yield (run, *others)
        if not fruitful:
            self.barren.add((index, start))

    def _runs(self, index: int, start: int) -> Iterator[Run]:
        """The runs at which a part can stand: behind the one before it, and beside the prefix."""
        joint, high = self.pattern.joints[index], self.high
        for reading in self.pattern.parts[index].readings():
            if index and self.near:
                high = min(self.high, brackets.reach(self.article, joint, start) + len(reading))
            for at in self.article.stream.find(reading, start if index else self.low, high):
                if brackets.fits(self.article, joint, start if index else None, at) and (index or self._begins(at)):
                    yield at, at + len(reading)

    def _begins(self, at: int) -> bool:
        """True if the prefix stands right before the first part."""
        return not self.before or self.article.words[max(0, at - len(self.before)) : at] == self.before

    def _ends(self, at: int) -> bool:
        """True if the suffix stands right behind the last part, and the word that the last mark changes."""
        beside = not self.after or self.article.words[at : at + len(self.after)] == self.after
        return beside and brackets.fits(self.article, self.pattern.joints[-1], at, None)


def _evaluate(article: Article, pattern: Pattern, runs: tuple[Run, ...], quotation: ParsedQuotation) -> MatchResult:
    """The verdict on one match of a quotation in its article."""
    problems: list[Problem] = []
    for (before, after), joint in zip(pairwise(runs), pattern.joints[1:-1], strict=True):
        problems += brackets.gap_problems(article, before, after, joint)
    problems += brackets.end_problems(article, runs, pattern)
    if not any(p.kind is Kind.BROUGHT_IN for p in problems):
        problems += brackets.brought_in_problems(article, pattern)
    problems += borders.border_problems(article, runs, pattern)
    problems += borders.across_problems(article, runs)
    speaker, spoken = _speaker(article, runs)
    problems += _claim(quotation.speaker, speaker)
    problems += borders.context_problems(article, runs)
    start = runs[0][0]
    return MatchResult(
        tuple(problems), runs, speaker, article.paragraphs[start], article.zones[start], spoken, pattern.parts[0].words
    )


# -- rule 5: who speaks -----------------------------------------------------------------------------------------------


def _speaker(article: Article, runs: Sequence[Run]) -> tuple[str, int]:
    """The speaker of the words, and the ordinal of their span of speech (0: outside, or across a border)."""
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
    really, meant = whose.get(actual, f"{actual}’s"), whose.get(claimed, f"{claimed}’s")
    message = f"these words are {really}, not {meant}."
    return [Problem(Kind.WRONG_SPEAKER, message + " Name the one whose words they are.")]


# -- what was not found -----------------------------------------------------------------------------------------------


def _not_found(article: Article, pattern: Pattern, quotation: ParsedQuotation) -> MatchResult:
    """The problem of words that were not found, by cause. `suggestions.py` adds where they nearly stand."""
    words = tuple(w for part in pattern.parts for w in part.words)
    if (quotation.prefix or quotation.suffix) and _match(
        article, pattern, ParsedQuotation(quotation.exact), 0, len(article.stream)
    ):
        message = (
            "these words stand in the source, but not beside this prefix or suffix; copy the words right beside them."
        )
        return MatchResult((Problem(Kind.MISQUOTED, message),), words=words)
    if len(pattern.parts) > 1 and _out_of_order(article, pattern):
        message = "its parts stand in the source, but not in this order; quote them apart."
        return MatchResult((Problem(Kind.OMISSION_OUT_OF_ORDER, message),), words=words)
    if len(pattern.parts) == 1 and any(article.noise.holds(p.parts[0].words) for p in (pattern, *pattern.closings())):
        return MatchResult(
            (Problem(Kind.NOISE, "these words stand on the page, but not in the article."),), words=words
        )
    if "…" in words and _parts_stand(article, words):
        message = (
            "a bare “…” is the source's own mark, and the source has none here; write `[…]` for what you leave out."
        )
        return MatchResult((Problem(Kind.UNMARKED_OMISSION, message),), words=words)
    cut = next(filter(None, (_cut(article, part.words) for part in pattern.parts)), None)
    return MatchResult((cut or Problem(Kind.MISQUOTED, "these words do not stand in the source."),), words=words)


def _out_of_order(article: Article, pattern: Pattern) -> bool:
    """True if each part stands somewhere, the last with its closing marks or without."""
    if any(j.mark is Mark.FORM for joint in pattern.joints for j in joint):
        return False
    *others, last = pattern.parts
    endings = (last, *(shorter.parts[-1] for shorter in pattern.closings()))
    return all(_stands(article, part) for part in others) and any(_stands(article, part) for part in endings)


def _stands(article: Article, part: QuotationPart) -> bool:
    return any(article.stream.holds(reading) for reading in part.readings())


def _cut(article: Article, words: Sequence[str]) -> Problem | None:
    """The problem of a first or last word that is only a piece of the source's word; None where no word is cut."""
    run = None if article.stream.holds(words) else article.stream.around(words)
    if run is None:
        return None
    start, end = run
    whole = article.words[start] if article.words[start] != words[0] else article.words[end - 1]
    if whole[0].isdigit():
        message = f"it cuts a number: “{whole}” stands in the source; quote all of it."
        return Problem(Kind.CUT_NUMBER, message)
    return Problem(Kind.CUT_WORD, f"it cuts a word: “{whole}” stands in the source; begin and end at whole words.")


def _parts_stand(article: Article, words: Sequence[str]) -> bool:
    """True if what stands between bare ellipses stands in the article."""
    run: list[str] = []
    for word in (*words, "…"):
        if word != "…":
            run.append(word)
        elif run and not article.stream.holds(run):
            return False
        else:
            run = []
    return True
