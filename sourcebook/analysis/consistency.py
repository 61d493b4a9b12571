"""Check the records of events, numbers, interpretations and consequences, whether a page shows them or not.

Here: fields that cannot be read, and what a record of its kind cannot do without. Not here: references to other records
(`check.py`), and what the records say together (`timeline.py`, `matrix.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sourcebook.analysis import language_tags
from sourcebook.analysis.accounts import STANDINGS, Standing, clock_faults, faults, read_date
from sourcebook.analysis.language_tags import NO_LANGUAGE
from sourcebook.analysis.support import FUTURE
from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.model.records import (
    EDITOR,
    Actors,
    Event,
    Events,
    Evidence,
    Figure,
    Figures,
    Hypotheses,
    Hypothesis,
    Implication,
    Implications,
)
from sourcebook.quotes.languages import covered
from sourcebook.store.book import SOURCES, Book

ORDER_LEFT_OPEN = re.compile(
    r"\b(?:cannot be ordered|not known|not certain|unknown|earlier|in the editor's reading|no (?:other )?article)\b",
    re.IGNORECASE,
)
"""What a test by another article says where the book's dates do not make that article the later one."""
POSSIBLE = re.compile(r"\b(?:may|might|can|could|should|if|needs?)\b", re.IGNORECASE)
HEDGED = re.compile(
    r"\b(?:will|may|might|possibly|perhaps|maybe|probabl[ey]|likely|allegedly|reportedly|supposedly|apparently|"
    r"seem(?:s|ed)?|appear(?:s|ed)? to)\b",
    re.IGNORECASE,
)
"""Words with which an article hedges or foretells: whoever uses them does not say that a thing happened."""


def problems(book: Book) -> Iterator[Problem]:
    """Every problem, with its file, line and path of keys."""
    yield from _told(book)
    yield from _clocks(book)
    yield from _challenges(book)
    yield from _cells(book)
    yield from _dates_of_writing(book)
    yield from _later(book)
    yield from _forecasts(book)
    yield from _hedged_witnesses(book)
    yield from _sources(book)


def _place(book: Book, stem: str, *path: str | int) -> Place:
    return book.place(f"{SOURCES}/{stem}.yml", *path)


def _told(book: Book) -> Iterator[Problem]:
    """Problems of events and numbers: unreadable dates, hours, zones and ranges; those without any report."""
    for stem in ("events", "figures"):
        for i, owner in enumerate(_owners(book, stem)):
            for fault in faults(owner):
                yield Problem(fault.kind, fault.message, _place(book, stem, stem, i, *fault.path))
            if not owner.reports:
                message = f"no source tells of {owner.id!r}: add a report for each that does, or take the record away."
                yield Problem(Kind.UNREPORTED, message, _place(book, stem, stem, i))


def _clocks(book: Book) -> Iterator[Problem]:
    """Problems of outlets whose clock is in a zone that no time-zone database has."""
    record = book.collections.get("actors")
    for i, actor in enumerate(record.actors if isinstance(record, Actors) else ()):
        for fault in clock_faults(("actors", i), actor.clocks):
            yield Problem(fault.kind, fault.message, _place(book, "actors", *fault.path))


def _owners(book: Book, stem: str) -> Sequence[Event | Figure]:
    """The events or the numbers of the record file, those with a doubled id as well, so that each keeps its line."""
    record = book.collections.get(stem)
    if isinstance(record, Events):
        return record.events
    return record.figures if isinstance(record, Figures) else []


def _hypotheses(book: Book) -> Hypotheses | None:
    record = book.collections.get("hypotheses")
    return record if isinstance(record, Hypotheses) else None


def _challenges(book: Book) -> Iterator[Problem]:
    """Problems of interpretations against which nothing is said."""
    record = _hypotheses(book)
    contradicted = {
        rating.hypothesis
        for item in (record.evidence if record else [])
        for rating in item.ratings
        if rating.cell in ("I", "II")
    }
    for i, hypothesis in enumerate(record.hypotheses if record else []):
        if not hypothesis.rebuttals and hypothesis.id not in contradicted:
            message = (
                f"nothing speaks against {hypothesis.id!r}: add a rebuttal, or evidence that is inconsistent with it."
            )
            yield Problem(Kind.UNCHALLENGED, message, _place(book, "hypotheses", "hypotheses", i))


def _cells(book: Book) -> Iterator[Problem]:
    """Problems of matrix cells without a reason, and of those that the editor has not filled."""
    record = _hypotheses(book)
    for i, item in enumerate(record.evidence if record else []):
        for j, rating in enumerate(item.ratings):
            if not rating.because.strip():
                message = (
                    f"the cell for {rating.hypothesis!r} gives no reason: say in a sentence why it is {rating.cell}."
                )
                yield Problem(
                    Kind.UNREASONED, message, _place(book, "hypotheses", "evidence", i, "ratings", j, "because")
                )
        yield from _gaps(book, i, item, record.hypotheses if record else [])


def _gaps(book: Book, index: int, item: Evidence, hypotheses: list[Hypothesis]) -> Iterator[Problem]:
    rated = {rating.hypothesis for rating in item.ratings if rating.rater == EDITOR}
    missing = [hypothesis.id for hypothesis in hypotheses if hypothesis.id not in rated]
    if missing:
        message = (
            f"{item.id!r} is not rated against {', '.join(missing)}: add a cell for each, N where it says nothing."
        )
        yield Problem(Kind.UNRATED, message, _place(book, "hypotheses", "evidence", index))


def _sources(book: Book) -> Iterator[Problem]:
    """Problems of articles: dates that are no dates, and languages that are none."""
    for key, source in book.sources.items():
        file = book.source_file(key)
        if source.issued and read_date(source.issued) is None:
            message = (
                f"{source.issued!r} is no date in EDTF: write it as 2017-10-22, 2017-10 or 2017, or as an interval."
            )
            yield Problem(Kind.BAD_DATE, message, book.place(file, "issued"))
        if source.language.lower() in NO_LANGUAGE:
            message = (
                f"{source.language!r} names no language; write the code of the article's own, such as `en` or `fr`."
            )
            yield Problem(Kind.UNKNOWN_LANGUAGE, message, book.place(file, "language"))
        elif source.language not in covered() and (remedy := language_tags.instead(source.language)):
            message = f"{source.language!r} names no language; {remedy}"
            yield Problem(Kind.WRONG_TYPE, message, book.place(file, "language"))


def _dates_of_writing(book: Book) -> Iterator[Problem]:
    """Problems of consequences whose article has no date of writing."""
    record = book.collections.get("implications")
    for i, implication in enumerate(record.implications if isinstance(record, Implications) else []):
        source = book.sources.get(implication.source)
        if source and not source.issued:
            message = (
                f"{implication.id!r} cannot be set against what came later: {implication.source!r} has no date; "
                "give its `issued`, as an interval where only bounds are known."
            )
            yield Problem(Kind.UNDATED, message, _place(book, "implications", "implications", i, "source"))


def _implications(book: Book) -> Iterator[tuple[int, Implication]]:
    record = book.collections.get("implications")
    yield from enumerate(record.implications if isinstance(record, Implications) else [])


def _later(book: Book) -> Iterator[Problem]:
    """Problems of consequences that are tested by an article which the book's dates do not make the later one."""
    for i, implication in _implications(book):
        if ORDER_LEFT_OPEN.search(implication.later):
            continue
        for key, source in book.sources.items():
            named = re.search(rf"\b{re.escape(source.short)}\b", implication.later)
            if key != implication.source and named and not _certainly_later(book, implication.source, key):
                message = (
                    f"{implication.id!r} is tested by {source.short}, which the dates of the two articles do not make "
                    "the later one; take the test away, or say that the order is not known."
                )
                yield Problem(Kind.NOT_LATER, message, _place(book, "implications", "implications", i, "later"))


def _certainly_later(book: Book, first: str, second: str) -> bool:
    """Whether the first article was written before the second, whatever day of its span each was written on."""
    earlier, later = (read_date(book.sources[key].issued) if key in book.sources else None for key in (first, second))
    if earlier is None or later is None:
        return earlier is later  # what has no date, or a bad one, is told elsewhere
    return not (earlier.open_end or later.open_start) and earlier.latest < later.earliest


def _forecasts(book: Book) -> Iterator[Problem]:
    """Problems of expected consequences whose title tells them as present or past."""
    for i, implication in _implications(book):
        told = implication.title
        if implication.stance == "expected" and not (FUTURE.search(told) or POSSIBLE.search(told)):
            message = (
                f"{implication.id!r} is expected, and its title tells it as a fact; write “will” or what the article "
                "has, or correct the stance."
            )
            yield Problem(Kind.FORECAST_AS_FACT, message, _place(book, "implications", "implications", i, "title"))


def _hedged_witnesses(book: Book) -> Iterator[Problem]:
    """Problems of reports that count as witnesses of a thing which their own words only hedge or foretell."""
    for stem in ("events", "figures"):
        for i, owner in enumerate(_owners(book, stem)):
            if HEDGED.search(owner.title) or (isinstance(owner, Event) and owner.kind in ("statement", "forecast")):
                continue
            for j, report in enumerate(owner.reports):
                words = book.passages.get(f"{report.source}/{report.passage}")
                witness = STANDINGS[report.stance] is Standing.WITNESS and not report.via
                if words and witness and not report.note and (hedge := HEDGED.search(words.exact)):
                    message = (
                        f"the report counts as a witness ({report.stance}), and its words say “{hedge[0]}”; give it "
                        "the stance `hedges` or `expects`, or say in its `note` why it is one."
                    )
                    path = (stem, i, "reports", j)
                    yield Problem(Kind.HEDGED_WITNESS, message, _place(book, stem, *path))
