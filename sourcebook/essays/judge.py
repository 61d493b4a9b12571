"""The verdict on each quotation of an essay: right, wrong in what, or out of no reading of the course.

Whether words stand in an article, and what their borders and brackets do, is for the rules of `sourcebook/quotes/` to
say. Here is what an essay adds: the paragraph and the owner that it claims, hedges and denials that its own sentence
keeps or loses, speech of re-translated copies. Small marks that differ (a comma, a capital) are no fault of a student.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from sourcebook.essays import essay_quotations
from sourcebook.essays.claims import Claim, ClaimReader, masked
from sourcebook.essays.cuts import cut_off
from sourcebook.essays.differences import differences
from sourcebook.essays.essay_names import ANY, PRONOUN, STRANGER, THE_AUTHOR, EssayNames
from sourcebook.essays.essay_quotations import EssayQuotation
from sourcebook.essays.readers import Essay, EssayParagraph
from sourcebook.essays.readings import NearRun, Readings
from sourcebook.model.problems import Kind, Problem, SourcebookError
from sourcebook.model.records import AUTHOR, UNNAMED
from sourcebook.quotes.languages import rules
from sourcebook.quotes.match import MatchResult
from sourcebook.quotes.normalise import count_words, is_word, tokens

RIGHT, WRONG, UNKNOWN = "right", "wrong", "unknown"
MOST_QUOTATIONS = 2_000
_BLOCK = 0.8
"""The share of a paragraph that must be a reading's words for it to be a block quotation that lost its indent."""
_LONGEST_TERM = 7
"""Words up to which a quotation that nobody is said to have written is a term, or irony."""


@dataclass(frozen=True)
class Finding:
    """What is said of one quotation. `problems`: kinds with their messages, none where it is right; `hints`: what is
    not wrong, and worth a look. `paragraph` is that of the article, `place` where it stands in the essay.
    """

    quotation: EssayQuotation
    verdict: str
    problems: tuple[Problem, ...] = ()
    source: str = ""
    paragraph: int = 0
    right_words: str = ""
    speaker: str = ""
    hints: tuple[str, ...] = ()
    through: bool = False
    place: str = ""

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(p.kind.label for p in self.problems))

    @property
    def message(self) -> str:
        return " ".join((*(p.message for p in self.problems), *self.hints)) or "The words stand there so."

    def as_json(self, file: str) -> dict[str, Any]:
        """The line of `--json`."""
        return {
            "file": file,
            "quotation": self.quotation.words,
            "verdict": self.verdict,
            "kinds": self.kinds,
            "source": self.source or None,
            "paragraph": self.paragraph or None,
            "right_words": self.right_words,
            "message": self.message,
        }


@dataclass(frozen=True)
class EssayReport:
    """Everything that is said of one essay. `unused`: readings neither quoted nor named; `named`: named alone;
    `through`: quoted only in another reading; `terms`: quotations too short to judge."""

    findings: tuple[Finding, ...]
    unused: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    terms: int = 0
    unchecked: tuple[str, ...] = ()

    def count(self, verdict: str) -> int:
        return sum(f.verdict == verdict for f in self.findings)


@dataclass(frozen=True)
class _Stand:
    """Where a quotation stands, or nearly does: runs of tokens, its problems so far, and what differs without harm."""

    key: str
    runs: tuple[tuple[int, int], ...]
    speaker: str
    problems: tuple[Problem, ...] = ()
    small: bool = False
    score: float = 1.0


@dataclass
class Judge:
    """Judges essays against the readings of one course."""

    readings: Readings
    names: EssayNames = field(init=False)

    def __post_init__(self) -> None:
        self.names = EssayNames(self.readings.book)

    def report(self, essay: Essay) -> EssayReport:
        """Every quotation of an essay with its verdict, and what is absent."""
        essay = replace(essay, paragraphs=tuple(self._with_blocks(essay.paragraphs)))
        found = essay_quotations.of_essay(essay.paragraphs)
        if sum(map(len, found)) > MOST_QUOTATIONS:
            raise SourcebookError(f"it has more than {MOST_QUOTATIONS:,} quotations, and no essay does.")
        found = [[self._whole(q, essay.paragraphs[q.paragraph].text) for q in some] for some in found]
        claims = ClaimReader(self.names, essay.paragraphs, found)
        findings: list[Finding] = []
        broken = 0
        for index, some in enumerate(found):
            for quotation in some:
                claim = claims.claim(quotation)
                if quotation.broken and not quotation.words:
                    broken += 1
                elif quotation.counts and (finding := self.finding(quotation, claim)):
                    findings.append(finding)
            findings += self._copied(essay, found, index)
        findings = [replace(f, place=essay.paragraphs[f.quotation.paragraph].place) for f in findings]
        unchecked = list(essay.unchecked)
        if broken:
            unchecked.append(
                f"Quotation marks that are opened and never closed: {broken}; what they begin was not checked."
            )
        terms = sum(not q.counts and bool(q.words) for some in found for q in some)
        return EssayReport(tuple(findings), *self._absent(essay, findings), terms, tuple(unchecked))

    def _with_blocks(self, paragraphs: Sequence[EssayParagraph]) -> Iterator[EssayParagraph]:
        """The paragraphs; one of a reading's words, led to by a colon or with a reference, is a block quotation.

        A PDF and plain text keep no indents.
        """
        led = False
        for each in paragraphs:
            words = re.sub(r"[(\[][^()\[\]]*\d[^()\[\]]*[)\]]\W*$", "", each.text)
            plain = not (each.block or each.heading or each.note or essay_quotations.MARKS.match(each.text))
            if plain and (led or words != each.text):
                held = sum(run.end - run.start for run in self.readings.copied(each.text))
                yield replace(each, block=held > _BLOCK * len(words))
            else:
                yield each
            led = each.text.rstrip().endswith(":")

    def _whole(self, quotation: EssayQuotation, text: str) -> EssayQuotation:
        """A quotation with the closing mark that its words ask for; one that is never closed, as far as it is known."""
        if quotation.broken:
            known = self._known_start(quotation.words)
            end = quotation.start + 1 + len(known)
            return replace(quotation, words=known.strip(), end=min(end, len(text)))
        if quotation.others and not any(m.runs for m in self.readings.matches(quotation.words).values()):
            for end, words in quotation.others:
                if any(m.runs for m in self.readings.matches(words).values()):
                    return replace(quotation, end=end, words=words)
        return quotation

    def _known_start(self, words: str) -> str:
        """The longest beginning of some words that stands in an article; empty where less than four do."""
        ends = [m.end() for m in re.finditer(r"\w+", words)][3:80]
        held = ""
        for end in ends:
            if not any(a.stream.holds(tokens(words[:end])) for a in self.readings.articles.values()):
                break
            held = words[:end]
        return held

    # -- one quotation -------------------------------------------------------------------------------------------------

    def finding(self, quotation: EssayQuotation, claim: Claim) -> Finding | None:
        """The verdict on a quotation of four words or more; None where it is a title that no reading bears."""
        stand = self._stand(quotation.words, claim)
        if stand is None:
            named = _is_title(quotation.words, claim.language) or _is_term(quotation, claim)
            return None if named else _unknown(quotation)
        article = self.readings.articles[stand.key]
        if not stand.runs:
            return Finding(quotation, WRONG, stand.problems, stand.key)
        problems = [*stand.problems]
        kinds = {p.kind for p in problems}
        hints = (
            ["Small marks differ: a comma, a capital, a dash; set them as the article has them."] if stand.small else []
        )
        if not kinds & {Kind.DROPPED_HEDGE, Kind.DROPPED_NEGATION}:
            accepted = self._accepted(stand)
            cut, distant = ((), ()) if accepted else cut_off(article, (stand.runs[0][0], stand.runs[-1][1]), claim)
            problems += cut
            hints += distant if not problems else []
        problems += self._owner(stand, claim)
        problems += self._place(stand, claim)
        problems += self._translated(stand, claim)
        return Finding(
            quotation,
            WRONG if problems else RIGHT,
            tuple(dict.fromkeys(problems)),
            stand.key,
            article.paragraphs[stand.runs[0][0]],
            " […] ".join(article.text_of(range(*run)) for run in stand.runs),
            stand.speaker,
            tuple(hints),
            claim.through,
        )

    def _stand(self, words: str, claim: Claim) -> _Stand | None:
        """Where a quotation stands: exactly, or else nearly, in the source that is cited if it does there."""
        exact = [self._exact(key, match) for key, match in self.readings.matches(words).items()]

        def order(stand: _Stand) -> tuple[bool, bool, bool]:
            owned = any(self._owners(stand) & who for who in claim.speakers)
            return (not stand.problems, stand.key in claim.sources, owned)

        standing = [stand for stand in exact if stand.runs]
        if any(not stand.problems for stand in standing):
            return max(standing, key=order)
        near = self.readings.nearest(words, claim.sources)
        whole = next((n for n in near if not n.differences and not n.marked), None)
        if whole and not standing:
            return self._near(whole)
        if standing:
            return max(standing, key=order)
        if exact:
            return exact[0]
        if not near:
            return None
        return self._near(max(near, key=lambda n: n.score + 0.1 * (n.key in claim.sources)))

    def _exact(self, key: str, match: MatchResult) -> _Stand:
        problems = [p for p in match.problems if p.is_error]
        if not match.runs:
            message = (
                "These words stand on the page, and not in the article: they are an advertisement, a teaser, a menu."
            )
            return _Stand(key, (), "", (Problem(Kind.NOISE, message),))
        article = self.readings.articles[key]
        told = [Problem(p.kind, _sentence(p.message)) for p in problems]
        return _Stand(
            key, tuple((a, b) for a, b in match.runs), match.speaker or article.speaker_of(match.start), tuple(told)
        )

    def _near(self, near: NearRun) -> _Stand:
        """Words that nearly stand, with a problem for all that differs; only marks differing is no problem."""
        article = self.readings.articles[near.key]
        inside = {article.speech[i] for i in range(near.start, near.end) if is_word(article.words[i])}
        speaker = article.speakers.get(next(iter(inside)), UNNAMED) if len(inside) == 1 and 0 not in inside else AUTHOR
        problems = tuple(differences(near, article.language))
        return _Stand(near.key, ((near.start, near.end),), speaker, problems, small=not problems, score=near.score)

    def _accepted(self, stand: _Stand) -> bool:
        """True if the book quotes the words so itself: a passage with an accepted caution begins with them."""
        passages = self.readings.book.sources[stand.key].passages
        article = self.readings.articles[stand.key]
        words = article.words[stand.runs[0][0] : stand.runs[-1][1]]
        return any(Kind.CONTEXT.label in p.accept and tokens(p.exact)[: len(words)] == words for p in passages)

    # -- whose, where, how exact ---------------------------------------------------------------------------------------

    def _owners(self, stand: _Stand) -> frozenset[str]:
        """Everybody who may rightly be said to speak the words."""
        if stand.speaker == UNNAMED:
            return frozenset(
                (THE_AUTHOR, f"source:{stand.key}", *(f"actor:{a}" for a in self.readings.book.authors(stand.key)))
            )
        if stand.speaker == AUTHOR:
            own = {f"actor:{a}" for a in self.readings.book.authors(stand.key)}
            return frozenset({f"source:{stand.key}", THE_AUTHOR} | own | self._part_owners(stand))
        return frozenset({f"actor:{stand.speaker}"} | self._spoken_for(stand.speaker))

    def _part_owners(self, stand: _Stand) -> set[str]:
        """Those whose speech is a part of words that the author reports."""
        article = self.readings.articles[stand.key]
        ordinals = {article.speech[i] for a, b in stand.runs for i in range(a, b)} - {0}
        return {f"actor:{article.speakers.get(n, UNNAMED)}" for n in ordinals}

    def _spoken_for(self, speaker: str) -> set[str]:
        """The organisations and countries for which a person speaks, by what the records say of them."""
        actor = self.readings.book.actors.get(speaker)
        if actor is None or actor.kind != "person":
            return set()
        roles = " ".join(role.role for role in actor.roles)
        bodies = (o for o in self.readings.book.actors.values() if o.kind != "person")
        return {
            f"actor:{o.id}" for o in bodies if o.id == actor.country or any(n in roles for n in (o.name, *o.variants))
        }

    def _owner(self, stand: _Stand, claim: Claim) -> Iterator[Problem]:
        """The problem of words that an essay gives to somebody else, or to another reading."""
        owners, book = self._owners(stand), self.readings.book
        elsewhere = bool(claim.sources) and stand.key not in claim.sources
        short = book.sources[stand.key].short
        if not self._fits(stand, claim, owners):
            whose = {UNNAMED: "somebody’s whom the article does not name", AUTHOR: f"the author’s own ({short})"}
            who = whose.get(stand.speaker) or f"those of {book.speaker_name(stand.key, stand.speaker)}, in {short}"
            yield Problem(Kind.WRONG_SPEAKER, f"These words are {who}; your sentence gives them to somebody else.")
        elif elsewhere and stand.speaker == AUTHOR:
            yield Problem(
                Kind.WRONG_SPEAKER, f"These words are the author’s own in {short}, not in the reading that you cite."
            )
        if elsewhere:
            yield Problem(Kind.WRONG_SOURCE, f"They stand in {short}; cite that reading.")

    def _fits(self, stand: _Stand, claim: Claim, owners: frozenset[str]) -> bool:
        """True if who is said to speak can be whose words they are, or nobody is said to."""
        speakers = claim.speakers
        if not speakers or any(owners & who or ANY in who for who in speakers):
            return True
        writers = {f"source:{stand.key}", THE_AUTHOR, *(f"actor:{a}" for a in self.readings.book.authors(stand.key))}
        reported = any(writers & who for who in speakers)  # “Merkel writes that Tokayev gave the order to …”
        return reported and (claim.passed_on or bool(owners & claim.named) or any(PRONOUN in who for who in speakers))

    def _place(self, stand: _Stand, claim: Claim) -> Iterator[Problem]:
        """The problem of another paragraph than the one that is cited."""
        if not claim.paragraphs or (claim.sources and stand.key not in claim.sources):
            return
        article = self.readings.articles[stand.key]
        cited = claim.paragraphs
        actual = {
            p
            for run in stand.runs
            for p in (*self.readings.paragraphs_of(stand.key, run), *article.paragraphs[run[0] : run[1]])
        }
        if not any(low <= p <= high for (low, high), p in product(cited, actual)):
            first = article.paragraphs[stand.runs[0][0]]
            yield Problem(
                Kind.WRONG_PARAGRAPH, f"These words stand in ¶{first}, not in ¶{cited[0][0]}; correct the reference."
            )

    def _translated(self, stand: _Stand, claim: Claim) -> Iterator[Problem]:
        """The problem of speech in a re-translated copy that is given as if it were exact."""
        source = self.readings.book.sources[stand.key]
        if source.fidelity != "retranslated" or stand.speaker == AUTHOR or claim.caveat:
            return
        message = (
            f"{source.short} is a re-translated copy, so these are not the speaker’s exact words; say so beside them."
        )
        yield Problem(Kind.RETRANSLATED_SPEECH, message)

    # -- without marks, and absent -------------------------------------------------------------------------------------

    def _copied(self, essay: Essay, found: Sequence[Sequence[EssayQuotation]], index: int) -> Iterator[Finding]:
        """Words of a reading that stand without quotation marks in one paragraph."""
        paragraph = essay.paragraphs[index]
        listed = essay_quotations.listed_from(essay.paragraphs)
        if paragraph.block or index >= listed:
            return
        text = masked(paragraph.text, ((q.start, q.end) for q in found[index]))
        for run in self.readings.copied(text):
            article = self.readings.articles[run.key]
            words = paragraph.text[run.start : run.end]
            count = count_words(tokens(words))
            at = f"{self.readings.book.sources[run.key].short}, ¶{article.paragraphs[run.run[0]]}"
            message = f"{count} words in a row are those of {at}, without quotation marks; set marks and a reference, "
            message += "or say it in your own words."
            quotation = EssayQuotation(index, run.start, run.end, words)
            right = article.text_of(range(*run.run))
            place = article.paragraphs[run.run[0]]
            yield Finding(
                quotation,
                WRONG,
                (Problem(Kind.UNMARKED_COPY, message),),
                run.key,
                place,
                right,
                article.speaker_of(run.run[0]),
            )

    def _absent(
        self, essay: Essay, findings: Sequence[Finding]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """The readings that an essay neither quotes nor names, those that it only names, and those read in another."""
        book = self.readings.book
        quoted = {f.source for f in findings if f.source}
        named = {w.partition(":")[2] for n in self.names.find(essay.text) for w in n.means if w.startswith("source:")}
        direct = {f.source for f in findings if not f.through}
        return (
            tuple(key for key in book.sources if key not in quoted | named),
            tuple(key for key in book.sources if key in named - quoted),
            tuple(key for key in book.sources if key in quoted - direct),
        )


# -- words -------------------------------------------------------------------------------------------------------------


def _is_title(words: str, language: str) -> bool:
    """True if words are set as a title: capitals at all that say something, and no full stop at the end."""
    small = rules(language).sets["function"] | rules("en").sets["function"]
    said = [w for w in re.findall(r"[^\W\d_][\w’'-]*", words) if w.lower() not in small and len(w) > 2]
    return len(said) > 1 and all(w[0].isupper() for w in said) and not re.search(r"[.!]\s*$", words)


def _is_term(quotation: EssayQuotation, claim: Claim) -> bool:
    """True if words are everybody's, or a few are called so or set apart, and nobody is said to have written them."""
    nobody = {ANY, PRONOUN, *([STRANGER] if claim.common else [])}
    if any(who - nobody for who in claim.speakers):
        return False
    cited = bool(claim.sources or claim.paragraphs)
    short = count_words(tokens(quotation.words)) <= _LONGEST_TERM
    return (claim.common and not cited) or (short and (claim.term or not (claim.speakers or cited)))


def _unknown(quotation: EssayQuotation) -> Finding:
    message = (
        "These words stand in no reading of the course. Say where they are from; if you translated them, say that."
    )
    return Finding(quotation, UNKNOWN, (Problem(Kind.NOT_IN_PACKET, message),))


def _sentence(message: str) -> str:
    message = message.replace("`", "")
    return message[:1].upper() + message[1:]
