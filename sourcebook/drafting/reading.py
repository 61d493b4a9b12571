"""An article as the drafter reads it: sentences, days of reference, and passages that pass the quotation rules."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, groupby
from pathlib import Path

import msgspec

from sourcebook.check import Opened
from sourcebook.drafting.vocabulary import Lexicon, lexicon
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import UNNAMED, Reliability, Source, Speech, TextFile
from sourcebook.quotes.article import Article, Run, tokenise
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from sourcebook.quotes.normalise import is_word
from sourcebook.store import yaml_edit

LONGEST = 80
"""The most words of a proposed passage: what `check` allows."""
_LONGEST_SENTENCE = 2000
"""The longest sentence that is read, in characters: what is longer is a table, or none."""
_SHORTEST = 6
"""The fewest tokens of a proposed passage that is no whole sentence."""
PAST = re.compile(
    r"(?:[a-z]\w+ed|was|were|had|has|have|is|are|will|would|may|might|could|can|\w*(?:began|came|went|took|made|fell|rose|held|"
    r"met|left|became|broke|lost|won|gave|sent|said|told|led|shot|struck|fled|quit|spread|saw|ran|hit|cut|set|found|kept|"
    r"stood|drew|grew|sold|built|paid|spoke|brought|sought|says|knew|put|let|swept|blew|sank|died|wrote|chose|bought))"
)
"""A verb, by its form, and no name (May, United): English alone; of other languages the whole clause is taken."""
_ELIDED = re.compile(r"(?<!\w)([LlDd])'(?=[A-ZÀ-Þ])")
"""An article that stands before a name without a space: l'Allemagne."""
PRESENT = frozenset("is are will would may might could can says has have need".split())
"""Those among them that tell of no act that is over."""
_READ = ("title", "standfirst", "heading", "body", "caption", "author-note")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article: its tokens [start, end), its offsets [low, high) in the clean text, where it stands."""

    start: int
    end: int
    low: int
    high: int
    paragraph: int
    zone: str
    text: str


@dataclass(frozen=True)
class DraftPassage:
    """Words that pass the quotation rules, and the paragraph that they stand in."""

    source: str
    exact: str
    paragraph: int
    tokens: Run

    def as_json(self) -> dict[str, str | int]:
        return {"source": self.source, "exact": self.exact, "paragraph": self.paragraph}


@dataclass(frozen=True)
class DraftArticle:
    """An article with what the drafter knows beside its words: when it appeared (EDTF), and who wrote it."""

    article: Article
    issued: str = ""
    authors: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return self.article.key

    @cached_property
    def words(self) -> Lexicon:
        """The words of its language that the rules of attribution need."""
        return lexicon(self.article.language)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the zones that tell something, in reading order."""
        found = []
        article = self.article
        parts = list(zip(article.sentences, accumulate(article.broken), strict=True))  # furniture parts a sentence
        for _, tokens in groupby(range(len(article.words)), key=parts.__getitem__):
            run = list(tokens)
            start, end = run[0], run[-1] + 1
            low, high = article.starts[start], article.ends[end - 1]
            if (
                article.zones[start] in _READ
                and high - low <= _LONGEST_SENTENCE
                and any(map(is_word, article.words[start:end]))
            ):
                text = _ELIDED.sub("  ", article.clean[low:high].replace("\n", " ").replace("’", "'"))
                found.append(Sentence(start, end, low, high, article.paragraphs[start], article.zones[start], text))
        return tuple(_with_ordinals(found, article.language))

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that an offset of the clean text lies in."""
        return self.sentences[max(0, bisect_right(self._lows, offset) - 1)]

    @cached_property
    def _lows(self) -> list[int]:
        return [sentence.low for sentence in self.sentences]

    @cached_property
    def _judged(self) -> dict[str, MatchResult]:
        """The verdicts on words that were judged before: many drafts stand on one clause."""
        return {}

    def tokens(self, low: int, high: int) -> Run:
        """The tokens that stand at offsets [low, high) of the clean text."""
        return bisect_right(self.article.ends, low), bisect_left(self.article.starts, high)

    def paragraph_begins(self, offset: int) -> bool:
        """True if a paragraph of the body begins at an offset of the clean text."""
        start = bisect_left(self.article.starts, offset)
        paragraphs = self.article.paragraphs
        return self.article.zones[start] == "body" and (not start or paragraphs[start - 1] != paragraphs[start])

    def line(self, offset: int) -> int:
        """The line of the text, counted from 1, that an offset stands on."""
        return self.article.clean.count("\n", 0, offset) + 1

    def passage(self, sentence: Sentence, low: int, high: int, verb: bool = False) -> DraftPassage | None:
        """The shortest passage around offsets of a sentence that the quotation rules let stand: a clause, several,
        or the whole sentence; with `verb`, one that tells something done. None where no such passage is short enough.
        """
        inner = self.tokens(low, high)
        for run in self._widening(sentence, inner, verb):
            if sum(map(is_word, self.article.words[run[0] : run[1]])) > LONGEST:
                return None
            exact = self.article.text_of(range(*run))
            if exact not in self._judged:
                self._judged[exact] = judge(self.article, ParsedQuotation(exact))
            verdict = self._judged[exact]
            if verdict.runs and not verdict.problems:
                return DraftPassage(self.key, exact, self.article.paragraphs[run[0]], (verdict.start, verdict.end))
        return None

    def _has_verb(self, start: int, end: int) -> bool:
        return any(PAST.fullmatch(word) for word in self.article.words[start:end])

    def _widening(self, sentence: Sentence, inner: Run, verb: bool) -> Iterable[Run]:
        """Runs of tokens from the clauses around some words to the whole sentence, each wider than the one before."""
        words, end = self.article.words, sentence.end
        while end > sentence.start + 1 and words[end - 1] in ".;:," and "." not in words[end - 2]:
            end -= 1
        cuts = [i for i in range(sentence.start, end) if self._ends_clause(i)]
        starts = [sentence.start, *(i + 1 + self._closes(i + 1) for i in cuts)]
        ends = [*cuts, end]
        first = bisect_right(starts, inner[0]) - 1
        last = max(first, bisect_left(ends, inner[1]))
        last = min(last, len(ends) - 1)
        if all(not is_word(words[i]) for i in range(starts[first], ends[last])):
            return
        while True:
            if ends[last] - starts[first] >= _SHORTEST and (not verb or self._has_verb(starts[first], ends[last])):
                yield starts[first], ends[last]
            if first == 0 and last == len(ends) - 1:
                break
            if last < len(ends) - 1 and (
                first == 0 or verb or ends[last + 1] - ends[last] <= starts[first] - starts[first - 1]
            ):
                last += 1
            elif first:
                first -= 1
        yield sentence.start, end
        yield sentence.start, sentence.end

    def _closes(self, i: int) -> bool:
        """True if token i is a closing quotation mark."""
        speech = self.article.speech[i - 1 : i + 2]
        return len(speech) == 3 and speech[0] > speech[2] == 0 and not is_word(self.article.words[i])

    def _ends_clause(self, i: int) -> bool:
        """True if token i is a mark between two clauses."""
        word = self.article.words[i]
        if word == ",":
            return not (
                self.article.words[i - 1][-1].isdigit()
                and self.article.words[i + 1 : i + 2]
                and self.article.words[i + 1][0].isdigit()
            )
        if word in ("(", ")"):  # a note of a word or two parts no clause: (MRC)
            words = self.article.words
            return not (")" in words[i + 1 : i + 5] if word == "(" else "(" in words[max(0, i - 4) : i])
        return word in (";", ":") or (word == "-" and not self.article.glued[i])


def _with_ordinals(sentences: Sequence[Sentence], language: str) -> list[Sentence]:
    """The sentences, those joined that the full stop of an ordinal parts: `am 12. März`."""
    out: list[Sentence] = []
    for each in sentences:
        last = out[-1] if out else None
        if (
            last
            and language != "en"
            and last.paragraph == each.paragraph
            and re.search(r"(?<!\d)\d{1,2}\.$", last.text)
        ):
            text = last.text + " " * (each.low - last.high) + each.text
            out[-1] = replace(last, end=each.end, high=each.high, text=text)
        else:
            out.append(each)
    return out


# -- where articles come from ---------------------------------------------------------------------------


def of_book(opened: Opened) -> list[DraftArticle]:
    """The articles of a book that are at hand, each read anew with every span of speech that its record rules."""
    out = []
    for key, article in opened.prover.articles.items():
        source = opened.book.sources[key]
        own = frozenset(name.actor for name in source.author if name.actor)
        out.append(DraftArticle(article, source.issued, tuple(map(str, source.author)), own))
    return out


def of_files(paths: Iterable[Path], encoding: str = "", language: str = "") -> list[DraftArticle]:
    """Articles of files that no book holds. SourcebookError where one cannot be read."""
    taken: list[str] = []
    out = []
    for path in paths:
        key = yaml_edit.slug([path.stem], taken, most=8, otherwise="article")
        taken.append(key)
        out.append(_of_file(key, path, encoding, language))
    return out


def _of_file(key: str, path: Path, encoding: str, language: str) -> DraftArticle:
    from sourcebook.ingest import propose, reader  # late: a book's own articles are read already

    page = reader.read(path, encoding)
    given = replace(page.facts, language=language, language_because="as you gave it") if language else page.facts
    proposal = propose.propose(propose.blocks_of_page(page), given, page.marked)
    if not proposal.zones:
        raise SourcebookError(f"{path.name} holds no paragraph of an article; name a file that holds its text.")
    facts = proposal.facts
    source = Source(
        title=facts.title or path.stem,
        short=path.stem,
        genre="article",
        language=facts.language or "und",
        fidelity="original",
        origin=key,
        reliability=Reliability(letter="F", because="not judged"),
        text=TextFile(file=path.name, sha256=hashlib.sha256(page.text.encode()).hexdigest()),
        zones=list(proposal.zones),
    )
    article, _ = tokenise(key, source, page.text)
    return DraftArticle(article, facts.issued, facts.author)


def blind(key: str, source: Source, text: str) -> DraftArticle:
    """An article without anything that its record says beyond zones, language and day: for measuring."""
    bare = msgspec.structs.replace(source, speech=[], passages=[])
    article, _ = tokenise(key, bare, text)
    return DraftArticle(article, source.issued)


def unnamed_spans(article: DraftArticle) -> Sequence[Speech]:
    """The spans of speech of an article whose owner nobody has named."""
    spans = sorted(set(article.article.speech) - {0})
    return [Speech(span=n, speaker=UNNAMED) for n in spans if article.article.speakers.get(n, UNNAMED) == UNNAMED]
