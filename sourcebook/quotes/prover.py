"""Prove a book's quotations: against the articles where they are at hand, against their seals where not.

`Prover` answers three questions: does a passage stand (`passage`), may these words of a passage be quoted (`words`),
and what of a quotation that nobody recorded (`quote`). It reads no file: articles and seals are handed in.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Problem, Severity
from sourcebook.model.records import AUTHOR, Passage, Source
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes import normalise, suggestions
from sourcebook.quotes import seals as seal_format
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from sourcebook.quotes.normalise import Stream
from sourcebook.quotes.seals import Opening, Seal

TERM = 4
"""Words below which an inline quotation is a term, whose sentence the author's own prose supplies (compare rule 8)."""


_SCANS = 10
"""The most rejected quotations sought in all articles one by one; for more, one index of all words is made."""


class State(enum.Enum):
    """The evidence against which a quotation was proven."""

    FULL = "full"
    """The article."""
    SEALED = "sealed"
    """The article's seal."""
    UNCHECKED = "unchecked"
    """Nothing: neither is at hand."""


@dataclass(frozen=True)
class PassageSpan:
    """The position of a passage: tokens [start, end) of the article, first paragraph and zone, ordinal of speech."""

    start: int
    end: int
    paragraph: int
    zone: str
    speech: int = 0


@dataclass(frozen=True)
class Proof:
    """The proof of one passage, or of words quoted from it. `speaker` is who really speaks; `accepted` maps cautions to
    the reasons given."""

    ref: str
    state: State
    span: PassageSpan | None = None
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
    """Proves the passages of a book's sources. Articles are handed in as made by `article.tokenise`."""

    def __init__(
        self, sources: Mapping[str, Source], articles: Mapping[str, Article], seals: Mapping[str, Seal] | None = None
    ) -> None:
        self.sources = sources
        self.articles = articles
        self.seals = seals or {}
        self._passages = {f"{key}/{p.id}": p for key, source in sources.items() for p in source.passages}
        self._verdicts: dict[str, MatchResult] = {}
        self._proofs: dict[str, Proof] = {}
        self._alone: dict[str, Article] = {}
        self._sealed_of: dict[str, list[str]] = {}
        self._used_by: dict[str, frozenset[str]] = {}
        self._opened_words: dict[str, Stream] = {}
        self._asked = 0

    # -- passages ---------------------------------------------------------------------------------------------------

    def passage(self, ref: str) -> Proof:
        """The proof of a passage; KeyError where there is none of that name."""
        if ref not in self._proofs:
            self._proofs[ref] = self._prove(ref, self._passages[ref])
        return self._proofs[ref]

    def proofs(self) -> list[Proof]:
        """The proof of every passage, in the order of the records."""
        return [self.passage(ref) for ref in self._passages]

    def state(self, key: str) -> State:
        """The evidence at hand for a source's quotations."""
        if key in self.articles:
            return State.FULL
        return State.SEALED if key in self.seals else State.UNCHECKED

    def _prove(self, ref: str, passage: Passage) -> Proof:
        key = ref.partition("/")[0]
        if key in self.articles:
            return self._from_article(ref, passage)
        opening = self.seals[key].openings.get(passage.id) if key in self.seals else None
        if opening is None:
            return Proof(ref, State.UNCHECKED, speaker=passage.speaker)
        return self._from_opening(ref, passage, opening)

    def _from_article(self, ref: str, passage: Passage) -> Proof:
        verdict = self._verdict(ref, passage)
        problems, accepted = settle(verdict.problems, passage.accept)
        span = None
        if verdict.runs:
            span = PassageSpan(verdict.start, verdict.end, verdict.paragraph, verdict.zone, verdict.speech)
        return Proof(ref, State.FULL, span, verdict.speaker or passage.speaker, problems, accepted)

    def _verdict(self, ref: str, passage: Passage) -> MatchResult:
        """The verdict on a passage against its article, before any caution is accepted."""
        if ref not in self._verdicts:
            key = ref.partition("/")[0]
            quotation = ParsedQuotation(passage.exact, self._claimed(key, passage), passage.prefix, passage.suffix)
            verdict = _strict(judge(self.articles[key], quotation))
            self._verdicts[ref] = verdict if verdict.runs else self._suggest(key, verdict)
        return self._verdicts[ref]

    def _claimed(self, key: str, passage: Passage) -> str:
        """The speaker by the record, the author under the one name of `author`."""
        own = {name.actor for name in self.sources[key].author if name.actor}
        return AUTHOR if passage.speaker in own else passage.speaker

    # -- seals --------------------------------------------------------------------------------------------------------

    def _from_opening(self, ref: str, passage: Passage, opening: Opening) -> Proof:
        """The proof of a passage against its seal. Words, order, place and speech are proven; the rest is as sealed."""
        key = ref.partition("/")[0]
        words = seal_format.sealed_words(self.seals[key], passage.exact, opening)
        same = normalise.tokens(opening.exact) == normalise.tokens(passage.exact)
        if not same or not seal_format.holds(self.seals[key], words, opening):
            return Proof(ref, State.SEALED, None, passage.speaker, (_broken(passage, opening),))
        alone = self._alone[ref] = self._opened(key, passage, opening)
        verdict = _strict(judge(alone, ParsedQuotation(passage.exact, self._claimed(key, passage))))
        problems, accepted = settle((*verdict.problems, *_stated(verdict, opening)), passage.accept)
        first = opening.places[0]
        span = PassageSpan(opening.start, opening.end, first.paragraph, first.zone, verdict.speech)
        return Proof(ref, State.SEALED, span, verdict.speaker, problems, accepted)

    def _opened(self, key: str, passage: Passage, opening: Opening) -> Article:
        source = self.sources[key]
        speakers = quotes_article.speakers(source)
        alone = seal_format.standing_alone(self.seals[key], passage.exact, opening, key, speakers)
        return replace(alone, language=source.language, used=self._used(key))

    def _used(self, key: str) -> frozenset[str]:
        """Every word of a source's passages: what a bracket may bring in, with the article at hand and without."""
        if key not in self._used_by:
            words = (normalise.tokens(p.exact) for p in self.sources[key].passages)
            self._used_by[key] = frozenset(chain.from_iterable(words))
        return self._used_by[key]

    def seal(self, key: str) -> tuple[Seal | None, list[tuple[str, Problem]]]:
        """The seal of a source whose article is at hand, or None and why not: problems by passage ("": the source)."""
        article = self.articles[key]
        opened: list[tuple[Passage, MatchResult]] = []
        problems: list[tuple[str, Problem]] = []
        for passage in self.sources[key].passages:
            verdict = self._verdict(f"{key}/{passage.id}", passage)
            problems += [(passage.id, p) for p in verdict.problems if p.is_error]
            opened.append((passage, verdict))
        problems += [("", p) for p in _unsealable(article)]
        left = seal_format.unopened(article, [(v.start, v.end) for _, v in opened])
        if left < seal_format.FEWEST_UNOPENED:
            message = f"only {left} of its quotable words would stay unopened, and {seal_format.FEWEST_UNOPENED} must"
            message += ", or the rest could be guessed; quote less."
            problems.append(("", Problem(Kind.TOO_LARGE_SHARE, message)))
        if problems:
            return None, problems
        tree = seal_format.Tree(article)
        stated = {p.id: sorted({problem.kind.label for problem in v.problems}) for p, v in opened}
        openings = {p.id: tree.open(v.start, v.end, p.exact, stated[p.id]) for p, v in opened}
        return Seal(tree.root, len(article.words), normalise.count_words(article.words), openings), []

    def seal_problems(self, key: str) -> list[tuple[str, Problem]]:
        """Problems of a seal that does not fit the article at hand, by passage ("": the whole source)."""
        if key not in self.articles or key not in self.seals:
            return []
        old, (new, _) = self.seals[key], self.seal(key)
        if new is None:
            return []
        if old.version < seal_format.VERSION:
            message = f"the seal is of version {old.version}, which knows few scripts; run `sourcebook seal {key}`."
            return [("", Problem(Kind.OLD_SEAL, message))]
        if old.root != new.root or (old.tokens, old.words) != (new.tokens, new.words):
            message = "the seal commits to another text than the one at hand, or to other zones or speech; "
            message += f"look at what changed, then run `sourcebook seal {key}`."
            return [("", Problem(Kind.STALE_SEAL, message))]
        problems: list[tuple[str, Problem]] = []
        for name, opening in new.openings.items():
            if name not in old.openings:
                message = f"the seal does not open this passage; run `sourcebook seal {key}`."
                problems.append((name, Problem(Kind.UNSEALED, message)))
            elif opening != old.openings[name]:
                message = f"the seal opens this passage otherwise than the article does; run `sourcebook seal {key}`."
                problems.append((name, Problem(Kind.STALE_SEAL, message)))
        for name in sorted(set(old.openings) - set(new.openings)):
            message = f"the seal opens a passage {name!r} that the record does not hold; run `sourcebook seal {key}`."
            problems.append(("", Problem(Kind.STALE_SEAL, message)))
        return problems

    # -- words of a passage -------------------------------------------------------------------------------------------

    def words(self, ref: str, words: str, accept: Mapping[str, str] | None = None) -> Proof:
        """The verdict on words, with the editor's marks, that are quoted from a passage.

        They are judged in the passage alone, so that the verdict is the same with the article and with its seal; what
        surrounds the passage was settled when the passage was proven.
        """
        proof = self.passage(ref)
        if proof.state is State.UNCHECKED:
            return Proof(ref, State.UNCHECKED)
        if not proof.ok or proof.span is None:
            message = f"the passage {ref} is not proven; mend its record first."
            return Proof(ref, proof.state, problems=(Problem(Kind.MISQUOTED, message),))
        alone = self.alone(ref)
        verdict = judge(alone, ParsedQuotation(words))
        if not verdict.runs:
            verdict = self._suggest_in(alone, ref, verdict)
        term = normalise.count_words(verdict.words) < TERM
        problems = [p for p in verdict.problems if not (term and p.kind is Kind.CONTEXT)]
        left, accepted = settle(problems, accept or {})
        return Proof(ref, proof.state, None, verdict.speaker, left, accepted)

    def alone(self, ref: str) -> Article:
        """A proven passage as an article of its own."""
        span = self.passage(ref).span
        if span is None:
            raise ValueError(f"{ref} is not proven")
        if ref not in self._alone:  # a sealed passage was tokenised by its proof
            key = ref.partition("/")[0]
            self._alone[ref] = replace(
                quotes_article.cut(self.articles[key], span.start, span.end), used=self._used(key)
            )
        return self._alone[ref]

    # -- any quotation ------------------------------------------------------------------------------------------------

    def quote(self, key: str, quotation: ParsedQuotation) -> Answer:
        """The verdict on any quotation from a source; KeyError where there is no such source."""
        article = self.articles.get(key)
        if article is None:
            return self._from_passages(key, quotation)
        verdict = judge(article, quotation)
        if not verdict.runs:
            verdict = self._suggest(key, verdict)
        name = "accepted" if verdict.accepted else "rejected"
        return Answer(name, State.FULL, verdict.zone, verdict.speaker, verdict.paragraph, verdict.problems)

    def _from_passages(self, key: str, quotation: ParsedQuotation) -> Answer:
        """The verdict by the proven passages alone, where the article is not at hand."""
        sealed = self._sealed(key)
        for ref in sealed if self._may_hold(key, quotation.exact) else ():
            verdict = judge(self.alone(ref), quotation)
            if verdict.runs:
                name = "accepted" if verdict.accepted else "rejected"
                return Answer(name, State.SEALED, verdict.zone, verdict.speaker, verdict.paragraph, verdict.problems)
        message = "the article is not at hand, and no sealed passage holds these words; nothing can be said of them."
        state = State.SEALED if sealed else State.UNCHECKED
        return Answer("unproven", state, problems=(Problem(Kind.NO_PROOF, message),))

    def _may_hold(self, key: str, exact: str) -> bool:
        """True if a sealed passage of a source can hold a quotation: one look instead of one a passage."""
        if key not in self._opened_words:
            rows = [(*self.alone(ref).words, "") for ref in self._sealed(key)]
            self._opened_words[key] = Stream([word for row in rows for word in row])
        words = normalise.tokens(exact)
        if words and words[-1] in normalise.CLOSING:
            words = words[:-1]
        return "[" in exact or self._opened_words[key].holds(words)

    def _sealed(self, key: str) -> list[str]:
        """The references of a source's passages that its seal proves."""
        if key not in self._sealed_of:
            proofs = [self.passage(f"{key}/{p.id}") for p in self.sources[key].passages]
            self._sealed_of[key] = [p.ref for p in proofs if p.state is State.SEALED and p.ok and p.span]
        return self._sealed_of[key]

    # -- suggestions --------------------------------------------------------------------------------------------------

    def _suggest(self, key: str, verdict: MatchResult) -> MatchResult:
        """A verdict with the closest passage of the source, and the other sources that hold the words (rule 7)."""
        verdict = self._suggest_in(self.articles[key], "", verdict)
        holders = [other for other in self._holders(verdict.words) if other != key]
        if not holders or not verdict.problems:
            return verdict
        first, *rest = verdict.problems
        message = f"{first.message} They stand in {' and '.join(holders)}."
        return replace(verdict, problems=(Problem(first.kind, message), *rest))

    def _holders(self, words: Sequence[str]) -> list[str]:
        """The sources whose article holds these words."""
        self._asked += 1
        if self._asked <= _SCANS:
            among: Iterable[str] = self.articles
        elif not self._vocabulary.issuperset(words):
            among = ()  # a slip of the pen is most often a word that is nobody's
        else:
            rarest = min((self._index.get(word, ()) for word in words), key=len, default=())
            among = [key for key in rarest if self.articles[key].stream.vocabulary.issuperset(words)]
        return [key for key in among if self.articles[key].stream.holds(words)]

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Every word of every article."""
        return frozenset().union(*(article.words for article in self.articles.values()))

    @cached_property
    def _index(self) -> dict[str, list[str]]:
        """For each word the sources whose articles hold it, in the order of the sources."""
        keys_of: dict[str, list[str]] = {}
        for key, article in self.articles.items():
            for word in article.stream.vocabulary:
                keys_of.setdefault(word, []).append(key)
        return keys_of

    def _suggest_in(self, article: Article, ref: str, verdict: MatchResult) -> MatchResult:
        closest = suggestions.nearest(article, verdict.words) if verdict.words else None
        if closest is None or not verdict.problems:
            return verdict
        first, *rest = verdict.problems
        subject = f" Passage {ref} holds other words." if ref else ""
        message = f"{first.message}{subject} {suggestions.describe(article, closest)}"
        return replace(verdict, problems=(Problem(first.kind, message), *rest))

    # -- the share ----------------------------------------------------------------------------------------------------

    def quoted(self, key: str) -> dict[int, str]:
        """The tokens of a source that passages quote, by their place in the article; none where nothing proves them."""
        article = self.articles.get(key)
        quoted: dict[int, str] = {}
        if self.state(key) is State.UNCHECKED:
            return quoted
        for passage in self.sources[key].passages:
            proof = self.passage(f"{key}/{passage.id}")
            if proof.span:
                start, end = proof.span.start, proof.span.end
                words = article.words[start:end] if article else self.alone(proof.ref).words
                quoted.update(enumerate(words, start))
        return quoted

    def share(self, key: str) -> tuple[int, int]:
        """The number of a source's quotable words that passages quote, each counted once, and of all."""
        if self.state(key) is State.UNCHECKED:
            return 0, 0
        article = self.articles.get(key)
        total = normalise.count_words(article.words) if article else self.seals[key].words
        return normalise.count_words(tuple(self.quoted(key).values())), total


def _strict(verdict: MatchResult) -> MatchResult:
    """The result under the stricter rules of passages: no editor's marks, and one place only."""
    problems = list(verdict.problems)
    if verdict.marked:
        message = "a passage is verbatim; keep the editor's marks for where it is quoted, or record two passages."
        problems.append(Problem(Kind.BAD_MARK, message))
    for i, problem in enumerate(problems):
        if problem.kind is Kind.REPEATED:
            message = "these words stand more than once in the source; add a `prefix` or a `suffix` from beside them."
            problems[i] = Problem(Kind.AMBIGUOUS, message)
    return replace(verdict, problems=tuple(problems))


def _broken(passage: Passage, opening: Opening) -> Problem:
    """The problem of an opening that does not hold: the record's words were not sealed, or the seal was altered."""
    if normalise.tokens(passage.exact) != normalise.tokens(opening.exact):
        message = f"these words are not the ones that the seal opens: “{' '.join(opening.exact.split())}”. "
        message += "Put the sealed words back, or get the seal that belongs to the record."
        return Problem(Kind.MISQUOTED, message)
    return Problem(Kind.BAD_SEAL, "its opening in the seal does not hold: the seal was altered; get it anew.")


def _stated(verdict: MatchResult, opening: Opening) -> list[Problem]:
    """The sealer's statements about what only the whole text shows, as problems."""
    kinds = {k.label: k for k in Kind}
    here = {p.kind.label for p in verdict.problems}
    message = "so the sealer found, who had the whole text."
    stated = [Problem(kinds[c], message) for c in opening.cautions if c in kinds and c not in here]
    if not opening.unique:
        stated.append(Problem(Kind.AMBIGUOUS, "the sealer found these words more than once; add a prefix or a suffix."))
    return stated


def _unsealable(article: Article) -> list[Problem]:
    """The problem of a character in the quotable text that the named version of Unicode does not assign."""
    for i, word in enumerate(article.words):
        char = characters.unassigned(word)
        if char:
            message = (
                f"line {article.line_of(i)} holds {characters.name(char)}, which Unicode {characters.UNICODE} does "
            )
            message += "not assign, so that programs may read it differently; leave the words out of every zone."
            return [Problem(Kind.UNKNOWN_CHARACTER, message)]
    return []


def settle(
    problems: Sequence[Problem], accept: Mapping[str, str]
) -> tuple[tuple[Problem, ...], tuple[tuple[str, str], ...]]:
    """Remove the cautions that are accepted with a reason; accepting one that did not arise is a problem itself."""
    labels = {p.kind.label for p in problems if p.severity is Severity.CAUTION}
    left = [p for p in problems if not (p.severity is Severity.CAUTION and p.kind.label in accept)]
    for label in accept:
        if label not in labels:
            message = f"`accept: {label}` settles nothing: no such caution arose; take it away."
            left.append(Problem(Kind.BAD_ESCAPE, message))
    return tuple(left), tuple((label, reason) for label, reason in accept.items() if label in labels)
