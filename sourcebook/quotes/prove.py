"""Proof of a book's quotations, against the articles where they are at hand, and against their seals where not.

`Prover` answers three questions: does a passage stand (`passage`), may these words of a passage be quoted (`words`), and
what of a quotation that nobody recorded (`quote`). It reads no file: articles and seals are handed in.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sourcebook.problems import Kind, Problem, Severity
from sourcebook.quotes import nearest, normalise, zones
from sourcebook.quotes.match import Quotation, Verdict, judge
from sourcebook.quotes.zones import Article
from sourcebook.records import AUTHOR, Passage, Source

TERM = 4
"""Words below which an inline quotation is a term, whose sentence the author's own prose supplies (compare rule 8)."""


class State(enum.Enum):
    """What a quotation was proven against."""

    FULL = "full"
    """The article."""
    SEALED = "sealed"
    """The article's seal."""
    UNCHECKED = "unchecked"
    """Nothing: neither is at hand."""


@dataclass(frozen=True)
class Span:
    """Where a passage stands: tokens [start, end) of the article, its first paragraph and zone, the ordinal of its speech."""

    start: int
    end: int
    paragraph: int
    zone: str
    speech: int = 0


@dataclass(frozen=True)
class Proof:
    """What was found of one passage. `speaker` is who really speaks; `accepted` maps cautions to the reasons given."""

    ref: str
    state: State
    span: Span | None = None
    speaker: str = AUTHOR
    problems: tuple[Problem, ...] = ()
    accepted: tuple[tuple[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        return not any(p.is_error for p in self.problems)


@dataclass(frozen=True)
class Judgement:
    """What was found of words quoted from a passage."""

    state: State
    speaker: str = AUTHOR
    problems: tuple[Problem, ...] = ()
    accepted: tuple[tuple[str, str], ...] = ()

    @property
    def ok(self) -> bool:
        return not any(p.is_error for p in self.problems)


@dataclass(frozen=True)
class Answer:
    """The verdict on a quotation that no record holds: accepted, rejected, or unproven where nothing can tell."""

    verdict: str
    state: State
    zone: str = ""
    speaker: str = ""
    paragraph: int = 0
    problems: tuple[Problem, ...] = ()


class Prover:
    """Proves the passages of a book's sources. Articles are handed in as laid out by `zones.lay`."""

    def __init__(self, sources: Mapping[str, Source], articles: Mapping[str, Article]) -> None:
        self.sources = sources
        self.articles = articles
        self._passages = {f"{key}/{p.id}": p for key, source in sources.items() for p in source.passages}
        self._proofs: dict[str, Proof] = {}
        self._alone: dict[str, Article] = {}
        self._sealed_of: dict[str, list[str]] = {}

    # -- passages ---------------------------------------------------------------------------------------------------

    def passage(self, ref: str) -> Proof:
        """The proof of a passage; KeyError where there is none of that name."""
        if ref not in self._proofs:
            self._proofs[ref] = self._prove(ref, self._passages[ref])
        return self._proofs[ref]

    def proofs(self) -> list[Proof]:
        """The proof of every passage, in the order of the records."""
        return [self.passage(ref) for ref in self._passages]

    def _prove(self, ref: str, passage: Passage) -> Proof:
        key = ref.partition("/")[0]
        article = self.articles.get(key)
        if article is None:
            return Proof(ref, State.UNCHECKED, speaker=passage.speaker)
        claimed = AUTHOR if passage.speaker in self._authors(key) else passage.speaker
        verdict = judge(article, Quotation(passage.exact, claimed, passage.prefix, passage.suffix))
        verdict = self._strict(article, verdict, passage)
        if not verdict.runs:
            verdict = self._suggest(key, verdict)
        problems, accepted = settle(verdict.problems, passage.accept)
        span = None
        if verdict.runs:
            span = Span(verdict.start, verdict.end, verdict.paragraph, verdict.zone, verdict.speech)
        return Proof(ref, State.FULL, span, verdict.speaker or claimed, problems, accepted)

    def _strict(self, article: Article, verdict: Verdict, passage: Passage) -> Verdict:
        """What a passage may not do and a quotation may: hold the editor's marks, or leave its place open."""
        problems = list(verdict.problems)
        if len(verdict.runs) > 1 or ("[" in passage.exact and verdict.words != normalise.tokens(passage.exact) and verdict.runs):
            message = "a passage is verbatim; keep the editor's marks for where it is quoted, or record two passages."
            problems.append(Problem(Kind.BAD_MARK, message))
        for i, problem in enumerate(problems):
            if problem.kind is Kind.REPEATED:
                message = "these words stand more than once in the source; add a `prefix` or a `suffix` (words right beside them)."
                problems[i] = Problem(Kind.AMBIGUOUS, message)
        return replace(verdict, problems=tuple(problems))

    def _authors(self, key: str) -> set[str]:
        return {name.actor for name in self.sources[key].author if name.actor}

    # -- words of a passage -------------------------------------------------------------------------------------------

    def words(self, ref: str, words: str, accept: Mapping[str, str] | None = None) -> Judgement:
        """Whether words, with the editor's marks, may be quoted from a passage.

        They are judged in the passage alone, so that the verdict is the same with the article and with its seal; what
        surrounds the passage was settled when the passage was proven.
        """
        proof = self.passage(ref)
        if proof.state is State.UNCHECKED:
            return Judgement(State.UNCHECKED)
        if not proof.ok or proof.span is None:
            message = f"the passage {ref} is not proven; mend its record first."
            return Judgement(proof.state, problems=(Problem(Kind.MISQUOTED, message),))
        alone = self.alone(ref)
        verdict = judge(alone, Quotation(words))
        if not verdict.runs:
            verdict = self._suggest_in(alone, ref, verdict)
        problems = [p for p in verdict.problems if p.kind is not Kind.CONTEXT or normalise.count_words(verdict.words) >= TERM]
        left, accepted = settle(problems, accept or {})
        return Judgement(proof.state, verdict.speaker, left, accepted)

    def alone(self, ref: str) -> Article:
        """A proven passage as an article of its own."""
        if ref not in self._alone:
            span = self.passage(ref).span
            if span is None:
                raise ValueError(f"{ref} is not proven")
            self._alone[ref] = zones.cut(self.articles[ref.partition("/")[0]], span.start, span.end)
        return self._alone[ref]

    # -- any quotation ------------------------------------------------------------------------------------------------

    def quote(self, key: str, quotation: Quotation) -> Answer:
        """The verdict on any quotation from a source; KeyError where there is no such source."""
        article = self.articles.get(key)
        if article is None:
            return self._from_passages(key, quotation)
        verdict = judge(article, quotation)
        if not verdict.runs:
            verdict = self._suggest(key, verdict)
        name = "accepted" if verdict.accepted else "rejected"
        return Answer(name, State.FULL, verdict.zone, verdict.speaker, verdict.paragraph, verdict.problems)

    def _from_passages(self, key: str, quotation: Quotation) -> Answer:
        """Without the article: what the proven passages can say, and else nothing."""
        sealed = self._sealed(key)
        for ref in sealed:
            verdict = judge(self.alone(ref), quotation)
            if verdict.runs:
                name = "accepted" if verdict.accepted else "rejected"
                return Answer(name, State.SEALED, verdict.zone, verdict.speaker, verdict.paragraph, verdict.problems)
        message = "the article is not at hand, and no sealed passage holds these words; nothing can be said of them."
        state = State.SEALED if sealed else State.UNCHECKED
        return Answer("unproven", state, problems=(Problem(Kind.NO_PROOF, message),))

    def _sealed(self, key: str) -> list[str]:
        """The passages of a source that its seal proves."""
        if key not in self._sealed_of:
            proofs = [self.passage(f"{key}/{p.id}") for p in self.sources[key].passages]
            self._sealed_of[key] = [p.ref for p in proofs if p.state is State.SEALED and p.ok and p.span]
        return self._sealed_of[key]

    # -- suggestions --------------------------------------------------------------------------------------------------

    def _suggest(self, key: str, verdict: Verdict) -> Verdict:
        """A verdict with the closest passage of the source, and the other sources that hold the words (rule 7)."""
        verdict = self._suggest_in(self.articles[key], "", verdict)
        holders = [other for other, a in self.articles.items() if other != key and a.stream.holds(verdict.words)]
        if not holders or not verdict.problems:
            return verdict
        first, *rest = verdict.problems
        message = f"{first.message} They stand in {' and '.join(holders)}."
        return replace(verdict, problems=(Problem(first.kind, message), *rest))

    def _suggest_in(self, article: Article, ref: str, verdict: Verdict) -> Verdict:
        found = nearest.nearest(article, verdict.words) if verdict.words else None
        if found is None or not verdict.problems:
            return verdict
        first, *rest = verdict.problems
        subject = f" Passage {ref} holds other words." if ref else ""
        message = f"{first.message}{subject} {nearest.describe(article, found)}"
        return replace(verdict, problems=(Problem(first.kind, message), *rest))

    # -- the share ----------------------------------------------------------------------------------------------------

    def share(self, key: str) -> tuple[int, int]:
        """How many of a source's quotable words the book's passages quote, each word counted once, and how many there are."""
        article = self.articles.get(key)
        if article is None:
            return 0, 0
        quoted: set[int] = set()
        for passage in self.sources[key].passages:
            span = self.passage(f"{key}/{passage.id}").span
            if span:
                quoted.update(range(span.start, span.end))
        return sum(normalise.is_word(article.words[i]) for i in quoted), normalise.count_words(article.words)


def settle(
    problems: Sequence[Problem], accept: Mapping[str, str]
) -> tuple[tuple[Problem, ...], tuple[tuple[str, str], ...]]:
    """Take away the cautions that are accepted with a reason; an escape that is of no use is a problem itself."""
    labels = {p.kind.label for p in problems if p.severity is Severity.CAUTION}
    left = [p for p in problems if not (p.severity is Severity.CAUTION and p.kind.label in accept)]
    for label in accept:
        if label not in labels:
            message = f"`accept: {label}` settles nothing: no such caution arose; take it away."
            left.append(Problem(Kind.BAD_ESCAPE, message))
    return tuple(left), tuple((label, reason) for label, reason in accept.items() if label in labels)
