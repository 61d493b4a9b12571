"""The record types of a book: everything that authors write in `sources/`, as frozen structs without behaviour.

The names are the field's own: CSL-JSON for sources, W3C
Web Annotation for passages (`exact`, `prefix`, `suffix`), EDTF for dates, schema.org for people and places, the letters
of Heuer's matrix for ratings. Not here: reading files (`store/book.py`), rules (`quotes/`, `analysis/`, `check.py`).

In the YAML, keys are written with hyphens (`container-title`), and every scalar is a string until a field of a record
says otherwise. A passage is referred to as `source/passage`; an actor, event, figure or place by its id alone.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

ID = r"(?=[a-z0-9-]{1,100}(?![a-z0-9-]))[a-z0-9]+(-[a-z0-9]+)*"
"""The form of every id, source keys included. Files are named by it, so its length is limited."""
ID_FORM = "lower-case letters and digits, words joined by hyphens, 100 signs at the most"
Id = Annotated[str, Meta(pattern=f"^{ID}$", title="id", description=ID_FORM)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$", title="SHA-256", description="64 hexadecimal digits")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", title="day", description="such as 2031-02-28")]
Lines = Annotated[
    str, Meta(pattern=r"^[1-9][0-9]{0,6}(-[1-9][0-9]{0,6})?$", title="lines", description="`12` or `12-20`")
]
Clock = Annotated[str, Meta(title="time", description="24-hour clock, an interval of two, or a part of the day")]
Text = Annotated[str, Meta(min_length=1, title="text")]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z][A-Za-z0-9_-]{1,40}$",
        title="language",
        description="a language tag (BCP 47): `en`, `de-AT`, `zh-Hant`",
    ),
]
Count = Annotated[int, Meta(ge=1, le=9_999_999)]

ZoneName = Literal["title", "standfirst", "dateline", "heading", "body", "caption", "author-note", "disclaimer"]
Fidelity = Literal["original", "retranslated"]
Stance = Literal[
    "asserts", "reports", "implies", "relates", "mentions", "hedges", "expects", "fears", "recommends", "doubts",
    "denies",
]  # fmt: skip
Reading = Literal["date", "time", "number", "agent"]
Cell = Literal["CC", "C", "N", "I", "II"]

AUTHOR = "author"
"""The speaker of every word that stands outside quotation marks."""
UNNAMED = "unnamed"
"""The speaker of words in quotation marks whose owner the text does not name."""
EDITOR = "editor"
"""Who a rating or a note is by, where it is ours."""


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The base of all records: frozen, keyword only, no unknown key."""


class Tombstone(Record, frozen=True):
    """An id that was published and is withdrawn, why, and when. It is never used again."""

    id: Id
    because: Text
    date: Day | None = None


# -- sources ---------------------------------------------------------------------------------------------------------


class Name(Record, frozen=True):
    """A CSL-JSON name: `family` and `given`, or `literal` for a body; `actor` links it to `actors.yml`."""

    family: str = ""
    given: str = ""
    literal: str = ""
    actor: str = ""

    def __str__(self) -> str:
        return self.literal or " ".join(filter(None, (self.given, self.family)))


class TextFile(Record, frozen=True):
    """Which file the article stands in, and its fingerprint. The file itself is not part of the book."""

    file: Text
    sha256: Sha256


class Zone(Record, frozen=True):
    """A part of the page that is the article: a range of lines, or a part of one line.

    `starts` and `ends` are the first and the last words of the part, where it does not fill its lines: a few words,
    as they stand on the line. What no zone covers is noise.
    """

    zone: ZoneName
    lines: Lines
    starts: str = ""
    ends: str = ""


class Speech(Record, frozen=True):
    """Whose words the `span`-th pair of quotation marks of the article holds, counted from 1 over all zones.

    `speaker` is an actor's id, `author` (the author's own use: a term, a title, irony), or `unnamed`. Where a mark is
    lost or doubled, `starts` and `ends` (first and last words) or `void` overrule what the marks say, with a reason.
    """

    span: Count
    speaker: str
    starts: str = ""
    ends: str = ""
    void: bool = False
    because: str = ""


class Passage(Record, frozen=True):
    """Words of an article that the book may quote: the W3C TextQuoteSelector and who says them.

    `speaker` is an actor's id, or `author`; `via` is who told the author, where the article says so: the author cites
    them, or has the speaker's words from them; `plain` is the same in plain words; `accept` maps a kind of caution to
    the reason why it stands.
    """

    id: Id
    exact: Text
    prefix: str = ""
    suffix: str = ""
    speaker: str = AUTHOR
    via: str = ""
    plain: str = ""
    note: str = ""
    accept: dict[str, Text] = field(default_factory=dict)


class Reliability(Record, frozen=True):
    """The Admiralty letter of a copy of a text, never of a person, with its reason. F: cannot be judged."""

    letter: Literal["A", "B", "C", "D", "E", "F"]
    because: Text


class Source(Record, frozen=True):
    """One article: who wrote it, when, for whom, in what copy; where its words stand; what the book quotes of it.

    What the text does not give stays empty. `issued` is EDTF; `issued-because` says how it is known; `origin` names
    the report that a copy stands for, so that two copies of one report count as one witness. `holder` is who holds the
    rights, `access` how a class gets at the whole article, `permission` who allowed to quote more than the limits.
    """

    title: Text
    short: Text
    genre: Text
    language: Language
    fidelity: Fidelity
    origin: Id
    reliability: Reliability
    text: TextFile
    zones: list[Zone]
    author: list[Name] = field(default_factory=list)
    container_title: str = ""
    publisher: str = ""
    issued: str = ""
    issued_because: str = ""
    disclosure: str = ""
    provenance: str = ""
    holder: str = ""
    access: str = ""
    permission: str = ""
    note: str = ""
    speech: list[Speech] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    withdrawn: list[Tombstone] = field(default_factory=list)


# -- people and places -----------------------------------------------------------------------------------------------


class Role(Record, frozen=True):
    """What one source calls an actor: the source, its words in our plain summary, and where (passage or paragraph)."""

    source: Id
    role: Text
    passage: str = ""
    paragraph: Count | None = None


class Confusion(Record, frozen=True):
    """Another actor with whom readers confuse this one, and how to tell them apart."""

    actor: Id
    because: Text


class Actor(Record, frozen=True):
    """A person, an organisation, a country or a group, with every spelling that a source uses.

    `name` is the form that the book uses; `in-sentence` is the same inside a sentence, where it differs there: with an
    article, `the National Security Committee (KNB)`; `say` is a respelling for the ear (the editor's); `roles` is what
    each source calls them. `clocks` are the IANA zones that an outlet's clock may be in: where an account cites it for
    an hour, no other zone is tried.
    """

    id: Id
    name: Text
    kind: Literal["person", "organisation", "country", "group"]
    in_sentence: str = ""
    variants: list[Text] = field(default_factory=list)
    say: str = ""
    country: str = ""
    clocks: list[Text] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    confused_with: list[Confusion] = field(default_factory=list)
    note: str = ""


class Actors(Record, frozen=True):
    """The file `actors.yml`."""

    actors: list[Actor]
    withdrawn: list[Tombstone] = field(default_factory=list)


class Location(Record, frozen=True):
    """A place that an article names. `latitude` and `longitude` are the editor's, in decimal degrees."""

    id: Id
    name: Text
    kind: Literal["country", "region", "city", "town", "building", "river", "sea"]
    variants: list[Text] = field(default_factory=list)
    say: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    note: str = ""


class Places(Record, frozen=True):
    """The file `places.yml`."""

    places: list[Location]
    withdrawn: list[Tombstone] = field(default_factory=list)


# -- events and numbers ----------------------------------------------------------------------------------------------


class Report(Record, frozen=True):
    """One source's account of an event or of a number.

    Its words (`passage`, the passage's id inside that source) or, without words, its `paragraph`. `date` is EDTF as
    this source asserts it, `time` and `zone` as it gives them; empty where it does not say. `low`, `best`, `high` are
    the number that it asserts; `agent` is who acts in this account, or `answer`, in our words, is what it answers to
    the question that the event `asks`; `via` is whom it cites. `clocks` are the IANA zones that are plausible for a
    `time` without a `zone`; left out, those of whom it cites, or else those of the book.

    `stance` decides who is a witness. Witnesses: `asserts`, `implies`, and `reports` where nobody is cited. Not
    witnesses: `reports` with a `via` and `relates` (what others say, not adopted), `hedges` (it may be so), `doubts`,
    `expects`, `fears` and `recommends` (forecasts), `denies`, and `mentions` (the thing is spoken of, and not said to
    have happened). `reading` names the fields that the editor worked out and the source does not give; `told` is what
    it gives instead, in our words (`a Thursday`).
    """

    source: Id
    passage: str = ""
    paragraph: Count | None = None
    stance: Stance = "asserts"
    date: str = ""
    time: str = ""
    zone: str = ""
    clocks: list[Text] = field(default_factory=list)
    low: float | None = None
    best: float | None = None
    high: float | None = None
    agent: str = ""
    answer: str = ""
    via: str = ""
    reading: list[Reading] = field(default_factory=list)
    told: str = ""
    says: str = ""
    note: str = ""


class EventOrder(Record, frozen=True):
    """That one source puts this event before or after another, where its dates do not say so.

    `telling`: the source only tells the two in this order, and does not say which came first: it neither agrees nor
    conflicts.
    """

    source: Id
    before: str = ""
    after: str = ""
    telling: bool = False
    passage: str = ""
    paragraph: Count | None = None


class Event(Record, frozen=True):
    """Something that an article says happened, or will happen, and every account of it.

    `date` and `time` are the span inside which the accounts lie, for ordering and drawing: they decide nothing, since
    conflict is computed from the reports. `counts` says what the numbers of its reports count. `asks` is the question
    that `agent` or `answer` of the reports answers (`which body he led`), and `answers` says whether it has one right
    answer or several. `several`: the event gathers more than one happening, so accounts that differ may tell of
    different ones, and no conflict is claimed.
    """

    id: Id
    title: Text
    date: Text
    time: str = ""
    zone: str = ""
    kind: Literal["event", "statement", "condition", "forecast"] = "event"
    place: str = ""
    actors: list[Id] = field(default_factory=list)
    counts: str = ""
    asks: str = ""
    answers: Literal["one", "several"] = "one"
    several: bool = False
    reports: list[Report] = field(default_factory=list)
    order: list[EventOrder] = field(default_factory=list)
    note: str = ""


class Events(Record, frozen=True):
    """The file `events.yml`."""

    events: list[Event]
    withdrawn: list[Tombstone] = field(default_factory=list)


class Figure(Record, frozen=True):
    """One number that articles give: what it counts, in what unit, and who says what.

    `asks` and `answers` are those of an event.
    """

    id: Id
    title: Text
    counts: Text
    unit: str = ""
    asks: str = ""
    answers: Literal["one", "several"] = "one"
    reports: list[Report] = field(default_factory=list)
    note: str = ""


class Figures(Record, frozen=True):
    """The file `figures.yml`."""

    figures: list[Figure]
    withdrawn: list[Tombstone] = field(default_factory=list)


# -- interpretations -------------------------------------------------------------------------------------------------


class Argument(Record, frozen=True):
    """A step of an argument: a claim, a warrant that carries it, or a rebuttal, with the passage it rests on."""

    text: Text
    source: str = ""
    passage: str = ""
    paragraph: Count | None = None


class Holder(Record, frozen=True):
    """Who holds an interpretation, and how: in their own voice, as a report, as a question."""

    source: Id
    holder: str
    stance: Stance
    passage: str = ""
    paragraph: Count | None = None


class Hypothesis(Record, frozen=True):
    """An interpretation that an article holds, reports or lets others hold."""

    id: Id
    title: Text
    statement: Text
    holders: list[Holder]
    claims: list[Argument] = field(default_factory=list)
    warrants: list[Argument] = field(default_factory=list)
    rebuttals: list[Argument] = field(default_factory=list)
    decides: list[Text] = field(default_factory=list)
    note: str = ""


class Rating(Record, frozen=True):
    """One cell of the matrix: how well one piece of evidence sits with one hypothesis, and why.

    CC very consistent, C consistent, N neither, I inconsistent, II very inconsistent.
    """

    hypothesis: Id
    cell: Cell
    because: Text
    rater: str = EDITOR


class Evidence(Record, frozen=True):
    """One row of the matrix: a passage, what it says in plain words, and its cells."""

    id: Id
    title: Text
    source: Id
    passage: str = ""
    paragraph: Count | None = None
    weight: Literal["low", "medium", "high"] = "medium"
    because: str = ""
    ratings: list[Rating] = field(default_factory=list)


class Hypotheses(Record, frozen=True):
    """The file `hypotheses.yml`: the interpretations, and the evidence rated against them."""

    hypotheses: list[Hypothesis]
    evidence: list[Evidence] = field(default_factory=list)
    withdrawn: list[Tombstone] = field(default_factory=list)


class Implication(Record, frozen=True):
    """A consequence that an article draws for a country, a bloc or an organisation."""

    id: Id
    about: Id
    title: Text
    source: Id
    stance: Literal["stated", "expected", "feared", "recommended"]
    passage: str = ""
    paragraph: Count | None = None
    holder: str = AUTHOR
    horizon: str = ""
    later: str = ""
    note: str = ""


class Implications(Record, frozen=True):
    """The file `implications.yml`."""

    implications: list[Implication]
    withdrawn: list[Tombstone] = field(default_factory=list)


# -- what is gone ----------------------------------------------------------------------------------------------------


class WithdrawnSource(Record, frozen=True):
    """A source that was withdrawn whole. Neither its key nor the ids of its passages are ever used again."""

    id: Id
    because: Text
    date: Day | None = None
    passages: list[Tombstone] = field(default_factory=list)


class Withdrawn(Record, frozen=True):
    """The file `withdrawn.yml`, which `sourcebook remove` writes."""

    withdrawn: list[WithdrawnSource]


class Erratum(Record, frozen=True):
    """A mistake of a published page that was mended: what the page said, what it says, and why. `page` is its file
    without the ending, as the table of contents has it.
    """

    id: Id
    date: Day
    page: Text
    said: Text
    says: Text
    because: Text


class Errata(Record, frozen=True):
    """The file `errata.yml`."""

    errata: list[Erratum]
