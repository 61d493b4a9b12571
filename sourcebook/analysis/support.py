"""Check the claims of a brief: the support of a judgement, computed from its evidence, and the lint of its words.

Here: who stands behind a piece of evidence, how many of them are independent, the class that follows, and the rules for
words of likelihood and confidence (ICD 203). Not here: reading a brief (`sphinx_ext/directives/brief.py`), and how long
it is on paper (`exports/paper/pdf.py` counts).

Two pieces of evidence are independent where neither the origin of the article nor the voice is the same. An article
that reports what a named person or body said lends its page, and the voice is theirs: a president who says one thing to
three newspapers is one witness. So is a group that several articles cite ("analysts"): independence is of the last
witness that is named. What a report says of a passage counts as well as what the passage's own record says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from sourcebook.analysis.witnesses import Witness, independent
from sourcebook.model.document import Confidence, Support
from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.model.records import Actor, Event, Figure, Passage, Source

CONFIDENCES: tuple[str, ...] = get_args(Confidence)
YARDSTICK = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "likely",
    "very likely",
    "almost certain",
)
"""Words of likelihood, from the least to the most: the first of the two sets that ICD 203 allows, and no other."""
BOTTOM_LINE = 60
"""Words that a bottom line may have."""
ENOUGH = 2
"""Independent origins that a word of likelihood needs."""
BODY_PAGES = 2
"""Pages that the body of a brief may fill."""

_DEGREES = ("highly", "most", "more", "quite", "rather", "extremely")
"""Adverbs before "likely" that make it a term outside the yardstick."""
ON_YARDSTICK = re.compile(
    r"\b(?:almost (?:no chance|certain(?:ly)?)|roughly even chance|(?:very )?"
    + "".join(f"(?<!{word} )" for word in _DEGREES)
    + r"(?:un)?likely)\b",
    re.IGNORECASE,
)
OFF_YARDSTICK = re.compile(
    r"\b(?:(?:im)?probabl[ey]|probabilit(?:y|ies)|likelihood|odds|chances? (?:are|of|that)|certain(?:ly|ty)|"
    rf"undoubted(?:ly)?|doubtless|remote|inevitabl[ey]|(?:{'|'.join(_DEGREES)}) (?:un)?likely)\b|"
    r"\b\d+(?:[.,]\d+)?\s?(?:%|per ?cent\b)",
    re.IGNORECASE,
)
HEDGE = re.compile(
    r"\b(?:might|could|(?<!\d )may(?! \d)|possibl[ey]|possibilit(?:y|ies)|perhaps|maybe|"
    r"conceivabl[ey]|potentially|arguably)\b",
    re.IGNORECASE,
)
CONFIDENT = re.compile(r"\bconfiden(?:t|tly|ce)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


# -- who stands behind it ---------------------------------------------------------------------------------------------


def witness(source: Source, passage: Passage, actors: Mapping[str, Actor], via: str = "") -> Witness:
    """The witness behind a passage: the last named one, by whom it is spoken or passed on, or else the article's.

    `via` is whom a report that rests on the passage cites, where the passage's own record names nobody. A group may
    speak in two articles in many voices; a group that two articles cite is one informant.
    """
    actor = actors.get(passage.speaker)
    if actor is not None and actor.kind != "group":
        return Witness(source.origin, f"actor:{passage.speaker}")
    informant = passage.via or via
    return Witness(source.origin, f"actor:{informant}" if informant else f"origin:{source.origin}")


def informants(owners: Iterable[Event | Figure]) -> dict[str, str]:
    """Whom the reports of events and numbers cite for a passage, by passage; a passage cited for nobody is left out.

    Where one report takes the article's own word from a passage, the passage is the article's own.
    """
    informants_of: dict[str, set[str]] = {}
    for owner in owners:
        for report in owner.reports:
            if report.passage:
                informants_of.setdefault(f"{report.source}/{report.passage}", set()).add(report.via)
    return {ref: via for ref, named in informants_of.items() if len(named) == 1 and (via := next(iter(named)))}


def support(pro: Sequence[Witness], con: Sequence[Witness] = ()) -> Support:
    """The class that evidence for a judgement and against it gives.

    Contested: somebody for it and somebody against it, in articles of different origins. Agreed: two independent
    witnesses for it, and nobody against it from elsewhere. Evidence against alone supports nothing.
    """
    if not pro:
        return "not addressed"
    if any(one.origin != other.origin for one in pro for other in con):
        return "contested"
    return "agreed" if independent(pro) >= ENOUGH else "single-origin"


# -- judgements -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class JudgementClaim:
    """A judgement as its author wrote it. Texts are prose alone: quoted words are taken out of them before.

    `claimed` is the class that the author expects, or empty; `unless` is the observation that would speak against it.
    """

    text: str
    pro: tuple[Witness, ...] = ()
    con: tuple[Witness, ...] = ()
    claimed: str = ""
    confidence: str = ""
    because: str = ""
    likelihood: str = ""
    unless: str = ""

    @property
    def support(self) -> Support:
        return support(self.pro, self.con)

    @property
    def origins(self) -> int:
        """The number of independent origins that support it."""
        return independent(self.pro)


def lint_judgement(judgement: JudgementClaim, place: Place) -> list[Problem]:
    """Problems of a judgement, except those of its sentences (see `lint_prose`)."""
    problems = [*_bare(judgement), *_class(judgement), *_hedged(judgement), *_likelihood(judgement)]
    return [Problem(kind, message, place) for kind, message in problems]


Faults = Iterator[tuple[Kind, str]]


def _bare(judgement: JudgementClaim) -> Faults:
    if not judgement.pro and judgement.claimed != "not addressed":
        message = (
            "the judgement names no evidence for it. Name passages (`:for: source/passage …`), or say that the sources "
            "do not speak of it (`:support: not addressed`)."
        )
        yield Kind.BARE_JUDGEMENT, message
    if judgement.confidence not in CONFIDENCES:
        given = f"the confidence “{judgement.confidence}” is none of ours"
        given = given if judgement.confidence.strip() else "the judgement gives no confidence"
        message = f"{given}: `:confidence:` is one of {', '.join(CONFIDENCES)}."
        yield Kind.BARE_JUDGEMENT, message
    if not judgement.because.strip():
        yield Kind.BARE_JUDGEMENT, "the judgement gives no reason for its confidence: write one (`:because: …`)."


def _class(judgement: JudgementClaim) -> Faults:
    if judgement.claimed and judgement.claimed != judgement.support:
        message = (
            f"the judgement claims to be “{judgement.claimed}”, but its evidence ({judgement.origins} independent "
            f"for it, {independent(judgement.con)} against it) makes it “{judgement.support}”. Mend one of the two."
        )
        yield Kind.SUPPORT_NOT_BORNE_OUT, message


def _hedged(judgement: JudgementClaim) -> Faults:
    words = _listed(HEDGE, judgement.text)
    if words:
        message = f"the judgement hedges ({words}): nothing could show it to be wrong. Say what these sources support."
        yield Kind.HEDGED_JUDGEMENT, message


def _likelihood(judgement: JudgementClaim) -> Faults:
    if judgement.likelihood and judgement.likelihood not in YARDSTICK:
        message = f"“{judgement.likelihood}” is not on the yardstick. Its words are: {', '.join(YARDSTICK)}."
        yield Kind.OFF_YARDSTICK, message
    stray = _listed(OFF_YARDSTICK, ON_YARDSTICK.sub(" ", judgement.text))
    if stray:
        message = f"the judgement is off the yardstick of likelihood ({stray}). Its words are: {', '.join(YARDSTICK)}."
        yield Kind.OFF_YARDSTICK, message
    if not judgement.likelihood and not ON_YARDSTICK.search(judgement.text):
        return
    if judgement.origins < ENOUGH:
        message = f"a word of likelihood needs {ENOUGH} independent origins, and has {judgement.origins}. Take it out."
        yield Kind.FEW_ORIGINS, message
    if not judgement.unless.strip():
        message = "a word of likelihood needs an observation that would speak against it: name one (`:unless: …`)."
        yield Kind.NO_OBSERVATION, message


def _listed(pattern: re.Pattern[str], text: str) -> str:
    return ", ".join(dict.fromkeys(match[0].lower() for match in pattern.finditer(text)))


# -- prose ------------------------------------------------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    """The sentences of a text, by their closing mark and the capital or figure behind it."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


def count_words(text: str) -> int:
    """Words as a reader counts them: what letters, figures and the marks inside them hold together."""
    return len(_WORD.findall(text))


def lint_prose(text: str, place: Place) -> list[Problem]:
    """A problem for each sentence of a brief that speaks of likelihood and of confidence."""
    return [
        Problem(
            Kind.MIXED_SENTENCE,
            f"one sentence speaks of likelihood ({_listed(_LIKELY, sentence)}) and of confidence: make two of it.",
            place,
        )
        for sentence in sentences(text)
        if CONFIDENT.search(sentence) and _LIKELY.search(sentence)
    ]


_LIKELY = re.compile(f"{ON_YARDSTICK.pattern}|{OFF_YARDSTICK.pattern}", re.IGNORECASE)


def lint_bottom_line(text: str, place: Place) -> list[Problem]:
    """A problem where a bottom line is too long: the words of quotations count."""
    count = count_words(text)
    if count <= BOTTOM_LINE:
        return []
    message = f"the bottom line has {count} words, {BOTTOM_LINE} at the most: say less."
    return [Problem(Kind.LONG_BOTTOM_LINE, message, place)]


def lint_options(find_out: Sequence[bool], place: Place) -> list[Problem]:
    """A problem where there are options and none is to find out first. `find_out`: whether each option is that."""
    if not find_out or any(find_out):
        return []
    message = "no option is to find out first: add one, and mark it with `:find-out:`."
    return [Problem(Kind.NO_FIND_OUT, message, place)]


def lint_length(pages: int, paper: str, place: Place) -> list[Problem]:
    """A problem where the body of a brief fills too many pages of a paper."""
    if pages <= BODY_PAGES:
        return []
    message = f"the body fills {pages} pages of {paper}, {BODY_PAGES} at the most: cut, or move evidence to the annex."
    return [Problem(Kind.LONG_BRIEF, message, place)]
