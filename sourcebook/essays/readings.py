"""The readings of a course, indexed: in which article words stand, and where they nearly stand.

`Readings.matches` says of each article what the quotation rules say of the words; `Readings.nearest` aligns words that
stand nowhere with the closest ones; `Readings.copied` finds long runs without quotation marks. Nothing here decides a
verdict (`judge.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from sourcebook.check import Opened
from sourcebook.model.characters import INVISIBLE
from sourcebook.model.problems import Kind, SourcebookError
from sourcebook.quotes import normalise
from sourcebook.quotes.article import Article, Run
from sourcebook.quotes.borders import SIGNS
from sourcebook.quotes.languages import rules
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from sourcebook.quotes.normalise import is_word

COPIED = 8
"""Words in a row that need quotation marks."""
EqualBlock = tuple[str, int, int, int, int]
"""Words that a quotation and an article share: a tag, [start, end) of the quotation, [start, end) of the article."""
_COMMON = 12
"""A small word (of, from) that stands more often than this in an article says nothing about place."""
_NEAR = 0.55
"""The share of a quotation's weight that must stand in an article, in order, for it to be meant."""
_UNSEEN = str.maketrans(dict.fromkeys(INVISIBLE))
_MARKS = re.compile(r"[\"“”„‟«»‹›]")
_BARE_DOTS = re.compile(
    r"\s*(?:\[\s*(?:\.\s*){3,4}\]|\[…\]|\(\s*(?:\.\s*){3,4}\)|\(…\)|<…>|<\.{3}>|(?<!\[)(?:\.\s?){2}\.\.?(?!\])|(?<!\[)…(?!\])\.?)\s*"
)


@dataclass(frozen=True)
class NearRun:
    """The words of an article that a quotation nearly has: tokens [start, end), and each difference as (the essay's
    words, the article's); `score`: the share of the quotation that stands there."""

    key: str
    start: int
    end: int
    differences: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    score: float
    marked: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Copied:
    """Words of an essay that are a reading's: offsets in its paragraph, and tokens of the article."""

    start: int
    end: int
    key: str
    run: Run


class _Folded:
    """An article's words without regard to case and punctuation, each with its token."""

    def __init__(self, article: Article) -> None:
        self.tokens = [i for i, word in enumerate(article.words) if _counts(word)]
        self.words = [article.words[i].casefold() for i in self.tokens]
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            self.places[word].append(place)
        self._small = rules(article.language).sets["function"]

    def tells(self, word: str) -> bool:
        """True if a word says something about place: no small word (of, from) that stands often."""
        return word not in self._small or len(self.places.get(word, ())) <= _COMMON

    def weight(self, words: Iterable[str]) -> float:
        return sum(0.25 if word in self._small else 1.0 for word in words)

    def count_telling(self, words: Iterable[str]) -> int:
        return sum(word not in self._small for word in words)


class Readings:
    """The articles of a book with their records. SourcebookError where one is not at hand: no half verdict."""

    def __init__(self, opened: Opened) -> None:
        self.book, self.articles = opened.book, opened.prover.articles
        missing = [key for key in opened.book.sources if key not in self.articles]
        if missing or not self.articles:
            raise SourcebookError(
                f"essays are held against the articles, and {', '.join(missing) or 'every one'} is not at hand; "
                "put the texts into sources/fulltext/, or name their folder in SOURCEBOOK_TEXTS. Nothing was checked."
            )
        self._folded = {key: _Folded(article) for key, article in self.articles.items()}

    @cached_property
    def _shingles(self) -> dict[tuple[str, ...], tuple[str, int]]:
        """Every run of eight words of the articles, titles left out, with its place."""
        out: dict[tuple[str, ...], tuple[str, int]] = {}
        for key, folded in self._folded.items():
            zones = self.articles[key].zones
            for at in range(len(folded.words) - COPIED + 1):
                if zones[folded.tokens[at]] != "title":
                    out.setdefault(tuple(folded.words[at : at + COPIED]), (key, at))
        return out

    def matches(self, words: str) -> dict[str, MatchResult]:
        """What the rules say of a quotation in each article that holds its words, or has them in its furniture."""
        readings = variants(words)
        out: dict[str, MatchResult] = {}
        for key, article in self.articles.items():
            for reading in readings:
                result = judge(article, ParsedQuotation(reading))
                if (
                    result.runs and (key not in out or not out[key].runs or (result.accepted and not out[key].accepted))
                ) or (key not in out and any(p.kind is Kind.NOISE for p in result.problems)):
                    out[key] = result
                if key in out and out[key].runs and out[key].accepted:
                    break
        return out

    # -- words that stand nowhere --------------------------------------------------------------------------------------

    def nearest(self, words: str, cited: frozenset[str] = frozenset()) -> list[NearRun]:
        """Where words nearly stand, the closest first; one run an article. Of a cited one less must stand there."""
        quoted, joints, free = _open_words(words)
        least = {key: _NEAR - 0.1 * (key in cited) for key in self.articles if quoted}
        found = (self._aligned(key, quoted, joints, free, low) for key, low in least.items())
        return sorted((run for run in found if run), key=lambda run: -run.score)

    def _aligned(
        self, key: str, quoted: Sequence[str], joints: frozenset[int], free: frozenset[int], least: float
    ) -> NearRun | None:
        from rapidfuzz.distance import Indel

        folded = self._folded[key]
        window = self._window(folded, quoted)
        if window is None:
            return None
        low, high = window
        blocks = [
            (b.tag, b.src_start, b.src_end, low + b.dest_start, low + b.dest_end)
            for b in Indel.opcodes(list(quoted), folded.words[low:high])
        ]
        equal = _core([b for b in blocks if b[0] == "equal"], quoted, folded)
        if not equal:
            return None
        shared = [w for b in equal for w in quoted[b[1] : b[2]]]
        passed = folded.weight(w for a, b in pairwise(equal) for w in folded.words[a[4] : b[3]])
        whole = folded.weight(w for i, w in enumerate(quoted) if i not in free) + 0.3 * max(0, passed - 3)
        score = folded.weight(shared) / whole
        telling = folded.count_telling(shared)
        in_a_row = max(b[2] - b[1] for b in equal)
        if (
            score < least
            or in_a_row < (3 if len(quoted) > 5 else 2)
            or (telling < 2 and (least == _NEAR or (in_a_row < 3 and score < 1)))
        ):
            return None
        return self._run(key, quoted, joints, free, equal, score)

    def _window(self, folded: _Folded, quoted: Sequence[str]) -> Run | None:
        """The part of an article in which most of the words stand close together, in their order."""
        at_ = folded.places
        telling = [(place, i) for i, w in enumerate(quoted) for place in at_.get(w, ()) if folded.tells(w)]
        pairs = sorted(telling or [(place, i) for i, w in enumerate(quoted) for place in at_.get(w, ())])
        reach, best, at = len(quoted) * 2 + 30, (0, 0, 0), 0
        for end, (place, _) in enumerate(pairs):
            while place - pairs[at][0] > reach:
                at += 1
            count = len({i for _, i in pairs[at : end + 1]})
            tight = -(place - pairs[at][0])
            best = max(best, (count, tight, pairs[at][0]))
        if not best[0]:
            return None
        count, tight, first = best
        return max(0, first - len(quoted)), min(len(folded.words), first - tight + len(quoted) + 1)

    def _run(
        self, key: str, quoted: Sequence[str], joints: frozenset[int], free: frozenset[int],
        equal: Sequence[EqualBlock], score: float,
    ) -> NearRun:  # fmt: skip
        """The run of an alignment, with as many of the article's words at its ends as the essay has others there."""
        folded, article = self._folded[key], self.articles[key]
        head, tail = equal[0][1], len(quoted) - equal[-1][2]
        low, high = max(0, equal[0][3] - head), min(len(folded.words), equal[-1][4] + tail)
        low, high = self._inside(article, folded, low, high, equal)
        edges = [(0, low), *((b[2], b[4]) for b in equal)], [(b[1], b[3]) for b in equal] + [(len(quoted), high)]
        differences, marked = [], []
        for (i, a), (j, b) in zip(*edges, strict=True):
            ours = tuple(w for n, w in enumerate(quoted[i:j], i) if n not in free)
            theirs = tuple(article.words[folded.tokens[n]] for n in range(a, b))
            if not ours and theirs and (joints & set(range(i, j + 1)) or j - i):
                marked.append(theirs)
            elif ours or theirs:
                differences.append((ours, theirs))
        start, end = folded.tokens[low], folded.tokens[high - 1] + 1
        return NearRun(key, start, end, tuple(differences), score, tuple(marked))

    def _inside(self, article: Article, folded: _Folded, low: int, high: int, equal: Sequence[EqualBlock]) -> Run:
        """The run without words of other sentences at its ends."""
        first, last = folded.tokens[equal[0][3]], folded.tokens[equal[-1][4] - 1]
        while low < equal[0][3] and article.sentences[folded.tokens[low]] != article.sentences[first]:
            low += 1
        while high > equal[-1][4] and article.sentences[folded.tokens[high - 1]] != article.sentences[last]:
            high -= 1
        return low, high

    # -- words without marks -------------------------------------------------------------------------------------------

    def copied(self, text: str) -> Iterator[Copied]:
        """Runs of eight words or more that are an article's, in a text whose quotations are blanked out."""
        found = [
            m
            for m in normalise.token_pattern(text).finditer(normalise.canonical(text))
            if _counts(m[0]) or m[0] == "\x01"
        ]
        words = [m[0].casefold() for m in found]
        at = 0
        while at + COPIED <= len(words):
            place = self._shingles.get(tuple(words[at : at + COPIED]))
            if place is None:
                at += 1
                continue
            key, begin = place
            theirs, length = self._folded[key].words, COPIED
            while (
                at + length < len(words)
                and begin + length < len(theirs)
                and words[at + length] == theirs[begin + length]
            ):
                length += 1
            tokens = self._folded[key].tokens
            run = (tokens[begin], tokens[begin + length - 1] + 1)
            yield Copied(found[at].start(), found[at + length - 1].end(), key, run)
            at += length

    def paragraphs_of(self, key: str, run: Run) -> set[int]:
        """The paragraphs in which the words of a run stand, at every place of the article where they do."""
        article = self.articles[key]
        words = article.words[run[0] : run[1]]
        return {p for at in article.stream.find(words) for p in article.paragraphs[at : at + len(words)]}


def _counts(word: str) -> bool:
    return is_word(word) or word in SIGNS


def _core(equal: list[EqualBlock], quoted: Sequence[str], folded: _Folded) -> list[EqualBlock]:
    """The blocks of an alignment without small ones at its ends that only chance put there.

    An alignment takes the first “the troops” that it meets, although those that are meant stand nearer to the rest.
    """

    def stray(block: EqualBlock, gap: int) -> bool:
        own = quoted[block[1] : block[2]]
        return gap > 2 * len(own) + 1 and (len(own) < 2 or folded.weight(own) < 1)

    for first, second in ((0, 1), (-1, -2)):
        while len(equal) > 1:
            block, beside = equal[first], equal[second]
            place = beside[3] - (beside[1] - block[1]) if not first else beside[4] + block[1] - beside[2]
            length = block[2] - block[1]
            if place >= 0 and folded.words[place : place + length] == list(quoted[block[1] : block[2]]):
                equal[first] = ("equal", block[1], block[2], place, place + length)
                break
            if not stray(block, beside[3] - block[4] if not first else block[3] - beside[4]):
                break
            del equal[first]
    return equal


def variants(words: str) -> list[str]:
    """The readings of a quotation that an essay may mean: as it stands, and with what another sentence asks of it.

    A first letter of the other case, marks of omission in every form, another kind of inner quotation marks, a closing
    mark of the quoting sentence.
    """
    plain = words.translate(_UNSEEN).strip()
    dotted = _BARE_DOTS.sub(" […] ", plain).strip()
    trimmed = re.sub(r"^(?:\[…\]\s*)+|(?:\s*\[…\][.,;]?)+$", "", dotted).strip()
    out = [plain, trimmed] if trimmed != plain else [plain]
    out += [re.sub(r"[\s.,;:!?…]+$", "", trimmed)]
    out += [other for each in out[-2:] for other in _other_marks(each)]
    out += [each[0].swapcase() + each[1:] for each in out if each[:1].isalpha()]
    return list(dict.fromkeys(filter(None, out)))


def _other_marks(words: str) -> Iterator[str]:
    """The words with the other kind of quotation marks inside them."""
    if _MARKS.search(words):
        yield _MARKS.sub("'", words)
    single = re.sub(r"(?<!\w)['‘’‚](?=\w)|(?<=[\w.,!?])['’‘](?!\w)", '"', words)
    if single != words:
        yield single
    french = re.sub(r"[«»]", '"', words)
    if french != words:
        yield re.sub(r'"\s+(?=\w)', '"', french)


def _open_words(words: str) -> tuple[list[str], frozenset[int], frozenset[int]]:
    """A quotation: its words, folded; where a mark stands between them; which of them a bracket changes."""
    text = _BARE_DOTS.sub(" […] ", words.translate(_UNSEEN))
    out: list[str] = []
    joints, free = set(), set()
    for piece in re.split(r"(\[[^\[\]]*\]\w*|\w+\[\w*\]\w*)", text):
        touching = re.fullmatch(r"(\w*)\[(\w*)\](\w*)", piece)
        if touching and (touching[1] or touching[3]):
            free.add(len(out)) if len(touching[2]) != 1 or touching[1] else None
            out.append("".join(touching.groups()).casefold())
        elif piece.startswith("["):
            joints.add(len(out))
        else:
            out += [w.casefold() for w in normalise.tokens(piece) if _counts(w)]
    return out, frozenset(joints), frozenset(free)


def sentence_of(article: Article, token: int) -> range:
    """The tokens of the sentence in which a token stands."""
    number = article.sentences[token]
    return range(bisect_left(article.sentences, number), bisect_right(article.sentences, number))
