"""Check the claims of a brief: the support of a judgement, computed from its evidence, and the lint of its words.

Here: who stands behind a piece of evidence, how many of them are independent, the one label that follows, and the rules
for words of likelihood (ICD 203), which stand in place of the label and never beside it. Not here: reading a brief
(`sphinx_ext/directives/brief.py`), and how long it is on paper (`exports/paper/pdf.py` counts).

Two pieces of evidence are independent where neither the origin of the article nor the voice is the same. An article
that reports what a named person or body said lends its page, and the voice is theirs: a president who says one thing to
three newspapers is one witness. So is a group that several articles cite ("analysts"): independence is of the last
witness that is named. What a report says of a passage counts as well as what the passage's own record says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sourcebook.analysis.witnesses import Witness, independent
from sourcebook.model.document import Support
from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.model.records import Actor, Event, Figure, Implication, Passage, Report, Source

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
FORETELLING = frozenset({"expects", "fears", "expected", "feared"})
"""Stances of reports and of consequences that are forecasts."""
ENOUGH = 2
"""Independent origins that a word of likelihood needs."""
BODY_PAGES = 2
"""Pages that the body of a brief may fill."""
JUDGEMENTS, OPTIONS, REACH = (3, 5), (2, 4), 2
"""How many judgements and options a brief has, and the sentences that say how far its sources carry."""

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
PERCENTAGE = re.compile(r"\b\d+(?:[.,]\d+)?\s?(?:%|per ?cent\b)", re.IGNORECASE)
OF_SOURCES = re.compile(r"\b(?:accounts?|articles?|authors?|sources?|texts?|writers?|dispatch(?:es)?)\b", re.IGNORECASE)
"""Words of a bottom line that speaks of the articles."""
FUTURE = re.compile(
    r"\b(?:will|would|shall|going to|next|yet|"
    r"(?:fore(?:casts?|tells?|told)|expect|fear|predict|warn|threaten)(?:s|ed)?)\b",
    re.IGNORECASE,
)
"""Words that keep a forecast a forecast."""
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


def forecasts(owners: Iterable[Event | Figure], implications: Iterable[Implication]) -> frozenset[str]:
    """The passages that only foretell: each report and consequence that rests on one says so."""
    stances: dict[str, set[str]] = {}
    records: list[Report | Implication] = [report for owner in owners for report in owner.reports]
    for record in (*records, *implications):
        if record.passage:
            stances.setdefault(f"{record.source}/{record.passage}", set()).add(record.stance)
    return frozenset(ref for ref, given in stances.items() if given <= FORETELLING)


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

    `claimed` is the label that the author expects, or empty; `action` and `question` are what the judgement changes;
    `unless` is the observation that would speak against it; `forecast`: its evidence for it only foretells.
    """

    text: str
    pro: tuple[Witness, ...] = ()
    con: tuple[Witness, ...] = ()
    claimed: str = ""
    action: str = ""
    question: str = ""
    likelihood: str = ""
    unless: str = ""
    forecast: bool = False

    @property
    def support(self) -> Support:
        return support(self.pro, self.con)

    @property
    def origins(self) -> int:
        """The number of independent origins that support it."""
        return independent(self.pro)


def lint_judgement(judgement: JudgementClaim, place: Place) -> list[Problem]:
    """The problems of a judgement."""
    rules = (_bare, _idle, _class, _shared, _tense, _hedged, _likelihood)
    return [Problem(kind, message, place) for rule in rules for kind, message in rule(judgement)]


Faults = Iterator[tuple[Kind, str]]


def _bare(judgement: JudgementClaim) -> Faults:
    if not judgement.pro and judgement.claimed != "not addressed":
        message = (
            "the judgement names no evidence for it. Name passages (`:for: source/passage …`), or say that the sources "
            "do not speak of it (`:support: not addressed`)."
        )
        yield Kind.BARE_JUDGEMENT, message


def _idle(judgement: JudgementClaim) -> Faults:
    if not (judgement.action.strip() or judgement.question.strip()):
        message = "the judgement changes nothing: say what to do (`:action: …`) or what to ask (`:question: …`) for it."
        yield Kind.IDLE_JUDGEMENT, message


def _class(judgement: JudgementClaim) -> Faults:
    if judgement.claimed and judgement.claimed != judgement.support:
        message = (
            f"the judgement claims to be “{judgement.claimed}”, but its evidence ({judgement.origins} independent "
            f"for it, {independent(judgement.con)} against it) makes it “{judgement.support}”. Mend one of the two."
        )
        yield Kind.SUPPORT_NOT_BORNE_OUT, message


def _shared(judgement: JudgementClaim) -> Faults:
    shared = sorted({witness.origin for witness in judgement.pro} & {witness.origin for witness in judgement.con})
    if shared:
        message = (
            f"{', '.join(shared)} stands on both sides of the judgement: an article does not contest itself. Keep it "
            "on the side that it takes."
        )
        yield Kind.SHARED_ORIGIN, message


def _tense(judgement: JudgementClaim) -> Faults:
    if judgement.forecast and not FUTURE.search(judgement.text):
        message = (
            "the judgement tells as present or past what its evidence only foretells: write “will”, or say whose "
            "forecast it is."
        )
        yield Kind.FORECAST_AS_FACT, message


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
    if ON_YARDSTICK.search(judgement.text) or (judgement.likelihood in YARDSTICK and judgement.claimed):
        message = (
            "a word of likelihood stands beside the label of support: give one of the two. The word is `:likelihood:`, "
            "without `:support:` and not in the sentence."
        )
        yield Kind.LABEL_AND_LIKELIHOOD, message
    elif judgement.likelihood:
        yield from _licensed(judgement)


def _licensed(judgement: JudgementClaim) -> Faults:
    """What a word of likelihood needs."""
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
    """A problem where the prose of a brief, quotations apart, gives a percentage."""
    found = _listed(PERCENTAGE, text)
    if not found:
        return []
    message = f"a brief gives no percentage ({found}): quote the words of the source, or say it without a number."
    return [Problem(Kind.OFF_YARDSTICK, message, place)]


def lint_bottom_line(text: str, prose: str, place: Place) -> list[Problem]:
    """The problems of a bottom line. The words of quotations count; `prose` is the text without them."""
    problems = []
    if (count := count_words(text)) > BOTTOM_LINE:
        message = f"the bottom line has {count} words, {BOTTOM_LINE} at the most: say less."
        problems.append(Problem(Kind.LONG_BOTTOM_LINE, message, place))
    if words := _listed(OF_SOURCES, prose):
        message = (
            f"the bottom line speaks of the articles ({words}): say what holds in the world. How far the sources carry "
            "has a place of its own."
        )
        problems.append(Problem(Kind.ABOUT_SOURCES, message, place))
    if words := _listed(LIKELY, prose):
        message = f"the bottom line speaks of likelihood ({words}): that is for a judgement with `:likelihood:`."
        problems.append(Problem(Kind.OFF_YARDSTICK, message, place))
    return problems


LIKELY = re.compile(f"{ON_YARDSTICK.pattern}|{OFF_YARDSTICK.pattern}", re.IGNORECASE)


# -- the whole brief --------------------------------------------------------------------------------------------------


def lint_options(find_out: Sequence[bool], place: Place) -> list[Problem]:
    """A problem where there are options and none is to find out first. `find_out`: whether each option is that."""
    if not find_out or any(find_out):
        return []
    message = "no option is to find out first: add one, and mark it with `:find-out:`."
    return [Problem(Kind.NO_FIND_OUT, message, place)]


def lint_counts(judgements: int, options: int, place: Place) -> Iterator[Problem]:
    """A problem for too few or too many judgements or options."""
    for count, (least, most), what in ((judgements, JUDGEMENTS, "judgements"), (options, OPTIONS, "options")):
        if not least <= count <= most:
            message = f"the brief has {count} {what}, where {least} to {most} belong: {_RIGHT[count < least]}."
            yield Problem(Kind.MISSING_PART, message, place)


_RIGHT = {True: "add what a reader needs", False: "keep those that change most"}


def lint_parts(there: Collection[str], needed: Mapping[str, str], place: Place) -> Iterator[Problem]:
    """A problem for each part that a brief lacks. `needed`: the name of a part, and how it is written."""
    for part, written in needed.items():
        if part not in there:
            yield Problem(Kind.MISSING_PART, f"the brief lacks “{part}”: write it ({written}).", place)


def lint_reach(text: str, place: Place) -> list[Problem]:
    """A problem where more than two sentences say how far the sources carry and who speaks in them."""
    count = len(sentences(text))
    if count <= REACH:
        return []
    message = f"{count} sentences say how far the sources carry, {REACH} at the most: how far, and who speaks in them."
    return [Problem(Kind.LONG_REACH, message, place)]


def lint_length(pages: int, paper: str, place: Place) -> list[Problem]:
    """A problem where the body of a brief fills too many pages of a paper."""
    if pages <= BODY_PAGES:
        return []
    message = f"the body fills {pages} pages of {paper}, {BODY_PAGES} at the most: cut, or move evidence to the annex."
    return [Problem(Kind.LONG_BRIEF, message, place)]
