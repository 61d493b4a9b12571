"""An invented book for the tests of the timeline: a ferry that went missing off an island that does not exist."""

from __future__ import annotations

from typing import Any

from sourcebook.analysis.agreement import AgreementFinding, AgreementVerdict
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Timeline, TimelineEntry, build_timeline
from sourcebook.model.records import Event, EventOrder, Figure, Name, Reliability, Report, Source, TextFile

HARBOUR = "Europe/Lisbon"
"""The zone of the harbour of Vell: UTC in winter."""
CAPITAL = "Europe/Helsinki"
"""The zone of the capital, Orm: two hours ahead."""


def source(short: str, origin: str = "", **fields: Any) -> Source:
    return Source(
        title=f"The ferry, by {short}",
        short=short,
        genre="report",
        language="en",
        fidelity="original",
        origin=origin or short.lower(),
        reliability=Reliability(letter="F", because="No record of earlier reporting."),
        text=TextFile(file=f"{short.lower()}.txt", sha256="0" * 64),
        zones=[],
        **fields,
    )


SOURCES = {
    "beacon": source("Beacon", author=[Name(given="Ada", family="Orr")]),
    "courier": source("Courier"),
    "ledger": source("Ledger"),
    "reprint": source("Reprint", origin="beacon"),
}
NAMES = {"harbour-master": "the harbour master", "coastguard": "the coastguard"}


def report(key: str, **fields: Any) -> Report:
    return Report(source=key, paragraph=1, **fields)


def event(key: str, date: str, *reports: Report, **fields: Any) -> Event:
    title = fields.pop("title", key.replace("-", " ").capitalize())
    return Event(id=key, title=title, date=date, reports=list(reports), **fields)


def figure(*reports: Report, **fields: Any) -> Figure:
    return Figure(id="missing", title="People missing", counts="people missing", reports=list(reports), **fields)


def timeline(*events: Event, **options: Any) -> Timeline:
    return build_timeline({event.id: event for event in events}, SOURCES, NAMES, **options)


def verdict(*reports: Report, date: str = "2031-03-04", **options: Any) -> AgreementVerdict:
    return timeline(event("loss", date, *reports), **options)["loss"].verdict


def level(*reports: Report, **options: Any) -> Level:
    return verdict(*reports, **options).level


def ferry() -> list[Event]:
    """A whole small story: years before, months of warning, days of search, hours of the night; a forecast after."""
    days = [
        event(
            f"search-day-{day}",
            f"2031-03-{day:02}",
            report("beacon", date=f"2031-03-{day:02}", low=day),
            report("courier", date=f"2031-03-{day:02}"),
        )
        for day in range(7, 12)
    ]
    months = [
        event(f"warning-{month}", f"{year}-{month:02}", report("ledger", date=f"{year}-{month:02}"))
        for year, month in ((2030, 10), (2030, 11), (2031, 1), (2031, 5))
    ]
    hours = [
        event(
            "departure",
            "2031-03-04",
            report("beacon", date="2031-03-04", time="17:20", zone=HARBOUR),
            report("courier", date="2031-03-04", time="19:20", zone=CAPITAL),
            time="17:20",
            zone=HARBOUR,
        ),
        event(
            "last-call",
            "2031-03-04",
            report("beacon", date="2031-03-04", time="22:15", zone=HARBOUR, agent="harbour-master"),
            report("courier", date="2031-03-04", time="22:40", zone=HARBOUR, agent="coastguard"),
            report("reprint", date="2031-03-04", time="22:15", zone=HARBOUR),
            time="22:15/22:40",
            zone=HARBOUR,
            title="The last call from the ferry, heard by somebody ashore who wrote down the hour and little else",
        ),
        event("alarm", "2031-03-05", report("ledger", date="2031-03-05", time="01:30"), time="01:30"),
        event("lights-seen", "2031-03-04/2031-03-05", report("courier", time="night"), time="night"),
        event("first-boat", "2031-03-05", report("ledger", date="2031-03-05", time="morning"), time="morning"),
        event("wreck-found", "2031-03-05", report("beacon", time="15:00", stance="denies"), time="15:00", zone=HARBOUR),
    ]
    years = [
        event("ferry-built", "2009~", report("ledger", date="2009~")),
        event("licence", "202X", report("ledger", date="202X"), report("beacon", date="2024")),
        event("new-ferry", "2034/..", report("courier", date="2034/..", stance="expects"), kind="forecast"),
        event("owner-sold", "[2012,2015]", report("beacon", date="2012"), report("courier", date="2015")),
    ]
    return [*years, *months, *days, *hours]


def before(source_key: str, other: str) -> EventOrder:
    """A source's word that the event that holds this record comes before the other."""
    return EventOrder(source=source_key, before=other, paragraph=1)


def disagreements(told: Timeline) -> list[tuple[TimelineEntry, AgreementFinding]]:
    """Every conflict and every denial of a timeline, in the order of the events."""
    return [(entry, finding) for entry in told for finding in entry.verdict.disputes]
