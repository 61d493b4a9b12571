"""Formats of the timeline for other programs: TimelineJS, iCalendar, CSV.

Here: pure functions from a timeline to text, the same bytes for the same input. Not here: `evidence.json`, the order
and the verdicts themselves (`analysis/`), and the files of an export (`timeline_files.py`, `record_tables.py`).

No format of the three knows a date that is only half known, or two accounts that contradict each other. Each feed
therefore carries the date in words and the disagreement as text, and what it puts into its own date fields is the whole
stretch that the event can have, never a middle.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sourcebook.analysis.accounts import Account, number_value
from sourcebook.analysis.agreement import AgreementFinding, AgreementVerdict
from sourcebook.analysis.clock import in_zone, moment, on_its_clock
from sourcebook.analysis.edtf import Form, Precision
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Timeline, TimelineEntry
from sourcebook.model.records import Actor, Figure, Location, Source

_BEGINS = re.compile(r"[\t\r\n]|[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
"""What a spreadsheet may take for a formula (OWASP, CSV injection), also behind white space and invisible signs."""
_PARTS = re.compile(r"(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")
"""Where another cell would begin with a formula in a spreadsheet that parts cells by semicolons or tabs, as many do
outside English: it takes the quotation marks that hold a cell together for text."""

KINDS = {"event": "Events", "statement": "Statements", "condition": "Conditions", "forecast": "Forecasts"}
"""The groups of the TimelineJS feed: its rows, one for each kind of event."""

Cell = str | int | float | None


# -- TimelineJS ---------------------------------------------------------------------------------------------------


def timelinejs(timeline: Timeline, title: str, text: str) -> str:
    """The timeline in the JSON format of TimelineJS 3, one slide an event, and a title slide.

    `text` stands under the title. TimelineJS reads headlines and texts as HTML: what comes from the records is escaped.
    """
    slides = [_slide(entry, timeline.axis) for entry in timeline if entry.stamp]
    feed = {"title": {"text": {"headline": html.escape(title), "text": html.escape(text)}}, "events": slides}
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def _slide(entry: TimelineEntry, axis: str) -> dict[str, Any]:
    start, end = _slide_dates(entry, axis)
    slide: dict[str, Any] = {"unique_id": entry.id, "group": KINDS[entry.event.kind], "start_date": start}
    if end is not None:
        slide["end_date"] = end
    slide["display_date"] = html.escape(entry.when())
    slide["text"] = {"headline": html.escape(entry.event.title), "text": _slide_text(entry)}
    slide["autolink"] = False
    return slide


def _slide_dates(entry: TimelineEntry, axis: str) -> tuple[dict[str, int], dict[str, int] | None]:
    """The stretch of an event as TimelineJS dates: the hours of the axis, so that it sorts as we do.

    The start is no finer than the source's date. The end is a whole date, because a year alone would end where the
    year begins; one day, month or year needs none, and an open end has none.
    """
    if entry.stamp is None:
        raise ValueError(f"{entry.id} has no date")
    if entry.stamp.has_hour:
        spans = on_its_clock(entry.stamp)
        spans = in_zone(spans, entry.stamp.zone, axis) if entry.stamp.zone and axis else spans
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        return _slide_minute(first), (_slide_minute(last) if last > first else None)
    date = entry.stamp.date
    first_date = date.known[0]
    start = _slide_date(first_date.precision, first_date.earliest)
    simple = date.form is Form.DATE and date.precision in _NATIVE and not date.approximate
    return start, (None if simple or date.open_start or date.open_end else _slide_date(Precision.DAY, date.latest))


_NATIVE = (Precision.YEAR, Precision.MONTH, Precision.DAY)
"""The precisions that TimelineJS can show with a start date alone."""


def _slide_date(precision: Precision, day: dt.date) -> dict[str, int]:
    fields = {"year": day.year, "month": day.month, "day": day.day}
    keep = {Precision.DAY: 3, Precision.MONTH: 2, Precision.SEASON: 2}.get(precision, 1)
    return dict(list(fields.items())[:keep])


def _slide_minute(minute: int) -> dict[str, int]:
    at = moment(minute)
    return {"year": at.year, "month": at.month, "day": at.day, "hour": at.hour, "minute": at.minute}


def _slide_text(entry: TimelineEntry) -> str:
    """Who tells it, and what the accounts disagree on; TimelineJS shows it as HTML."""
    parts = [f"<p>{html.escape(line)}</p>" for line in _told_by(entry)]
    findings = [finding for finding in entry.verdict.findings if finding.level >= Level.COMPATIBLE]
    if findings:
        items = "".join(f"<li>{_head(finding)}: {html.escape(finding.because)}</li>" for finding in findings)
        parts.append(f"<ul>{items}</ul>")
    return "".join(parts)


def _head(finding: AgreementFinding) -> str:
    word = {Level.CONFLICT: "Conflict", Level.DISPUTED: "Denial"}.get(finding.level, "Difference")
    return f"<strong>{word}, {html.escape(finding.label)}</strong>"


def _told_by(entry: TimelineEntry) -> list[str]:
    labels = list(dict.fromkeys(account.label for account in entry.accounts))
    witnesses = entry.verdict.witnesses
    count = f"{witnesses} independent origin{'s' * (witnesses != 1)}"
    beside = [f"{label}: {what}" for label, what in entry.verdict.beside]
    lines = [f"Told by {', '.join(labels)} ({'; '.join([count, *beside])})."] if labels else []
    return lines + ([entry.event.note] if entry.event.note else [])


# -- iCalendar ----------------------------------------------------------------------------------------------------


def icalendar(timeline: Timeline, name: str, host: str, stamp: dt.datetime, about: str) -> str:
    """The timeline as an iCalendar file (RFC 5545).

    `name` is the calendar's. `host` makes the UIDs unique in the world: the event's id, @, the host; they stay the
    same on every build. `stamp` is the DTSTAMP, which must state its zone: pass a fixed time for the same bytes.
    An hour with a zone becomes a time in UTC; an hour without one is never turned into a moment: its day is marked and
    the hour is told in words, like every date that is only half known.
    """
    if stamp.tzinfo is None:
        raise ValueError("The stamp of a calendar must state its zone.")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sourcebook//Timeline//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escape(name)}",
        *([f"X-WR-CALDESC:{_escape(about)}"] if about else []),
    ]
    for entry in (entry for entry in timeline if entry.stamp):
        lines += _vevent(entry, host, stamp)
    return "".join(f"{_fold(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _vevent(entry: TimelineEntry, host: str, stamp: dt.datetime) -> list[str]:
    conflict = " (accounts conflict)" if entry.verdict.level >= Level.DISPUTED else ""
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.id}@{host}",
        f"DTSTAMP:{_utc(stamp)}",
        *_when(entry),
        f"SUMMARY:{_escape(entry.event.title + conflict)}",
        f"DESCRIPTION:{_escape(_description(entry))}",
        f"CATEGORIES:{_escape(KINDS[entry.event.kind])},{_escape(entry.verdict.level.label)}",
        "TRANSP:TRANSPARENT",
        "CLASS:PUBLIC",
    ]
    if entry.event.kind == "forecast":
        lines.append("STATUS:TENTATIVE")
    return [*lines, "END:VEVENT"]


def _when(entry: TimelineEntry) -> list[str]:
    """DTSTART and DTEND: times in UTC where the zone is known, otherwise whole days; the end is exclusive."""
    stamp = entry.stamp
    if stamp is None:
        raise ValueError(f"{entry.id} has no date")
    if stamp.has_hour and stamp.zone:
        spans = in_zone(on_its_clock(stamp), stamp.zone, "UTC")
        first, last = min(a for a, _ in spans), max(b for _, b in spans)
        start, end = (f"{_day(moment(minute).date())}T{moment(minute):%H%M}00Z" for minute in (first, last))
        # RFC 5545, 3.6.1: an event without DTEND and with a time ends when it starts; an equal DTEND is not allowed.
        return [f"DTSTART:{start}", *([f"DTEND:{end}"] if last > first else [])]
    known = stamp.date.known
    start_day, last_day = known[0].earliest, known[-1].latest
    lines = [f"DTSTART;VALUE=DATE:{_day(start_day)}"]
    if last_day < dt.date.max:
        lines.append(f"DTEND;VALUE=DATE:{_day(last_day + dt.timedelta(days=1))}")
    return lines


def _day(day: dt.date) -> str:
    """A date of eight digits: strftime pads the year on some machines only."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _utc(at: dt.datetime) -> str:
    utc = at.astimezone(dt.UTC)
    return f"{_day(utc.date())}T{utc:%H%M%S}Z"


def _description(entry: TimelineEntry) -> str:
    reasons = [finding.because for finding in entry.verdict.findings if finding.level >= Level.COMPATIBLE]
    return "\n".join([f"When: {entry.when()}.", *_told_by(entry), *reasons])


def _escape(text: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon and comma escaped, a line break as `\\n`.

    Other control characters may not stand in a value and are left out.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in ("\\", ";", ","):
        text = text.replace(character, "\\" + character)
    return "".join(c for c in text.replace("\n", "\\n") if (c >= " " and c != "\x7f") or c == "\t")


def _fold(line: str) -> str:
    """A content line in pieces of at most 75 octets (RFC 5545, 3.1), never cut inside a character."""
    pieces, piece, room = [], "", 75
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", 74  # a continued line spends one octet on its leading space
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])


# -- tables -------------------------------------------------------------------------------------------------------


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV (RFC 4180): commas, quotes where needed, CRLF; encode as UTF-8.

    A text that a spreadsheet could take for a formula is made text again (`as_text`). Numbers of ours stay numbers, a
    minus included; an empty cell says that the record gives nothing.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return as_text(cell)
    return f"{cell:.0f}" if cell == int(cell) else repr(cell)


def as_text(words: str) -> str:
    """Words that every spreadsheet reads as text: an apostrophe before a formula, a space where one could begin."""
    apart = _PARTS.sub(" ", words)
    return f"'{apart}" if _BEGINS.match(apart) else apart


def tables(
    timeline: Timeline,
    figures: Mapping[str, tuple[Figure, Sequence[Account], AgreementVerdict]],
    sources: Mapping[str, Source],
    actors: Mapping[str, Actor],
    places: Mapping[str, Location],
) -> dict[str, str]:
    """The evidence as CSV tables, by file name. `figures` maps an id to its record, its accounts and its verdict."""
    return {
        "actors.csv": table(("id", "name", "kind", "country", "variants", "note"), map(_actor_row, actors.values())),
        "disagreements.csv": table(_FINDING, _finding_rows(timeline, figures)),
        "events.csv": table(_EVENT, (_event_row(i, entry) for i, entry in enumerate(timeline, 1))),
        "figures.csv": table(_FIGURE, (_figure_row(*figure) for figure in figures.values())),
        "places.csv": table(_PLACE, map(_place_row, places.values())),
        "reports.csv": table(_REPORT, _report_rows(timeline, figures)),
        "sources.csv": table(_SOURCE, (_source_row(key, source) for key, source in sources.items())),
    }


_EVENT = (
    "order", "id", "title", "kind", "date", "time", "zone", "date in words", "place", "actors", "sources", "origins",
    "level", "note",
)  # fmt: skip
_FIGURE = ("id", "title", "counts", "unit", "sources", "origins", "level", "note")
_FINDING = ("of", "id", "title", "aspect", "level", "sources", "reason")
_PLACE = ("id", "name", "kind", "country", "latitude", "longitude", "variants", "note")
_REPORT = (
    "of", "id", "source", "passage", "paragraph", "stance", "date", "time", "zone", "low", "best", "high",
    "number in words", "agent", "answer", "via", "reading", "told", "says", "note",
)  # fmt: skip
_SOURCE = ("key", "title", "author", "published in", "publisher", "issued", "genre", "language", "copy", "origin")


def _event_row(order: int, entry: TimelineEntry) -> tuple[Cell, ...]:
    event, verdict = entry.event, entry.verdict
    when = (event.date, event.time, event.zone, entry.when())
    who = (event.place, _joined(event.actors), _joined(entry.sources))
    return (order, event.id, event.title, event.kind, *when, *who, verdict.witnesses, verdict.level.label, event.note)


def _figure_row(figure: Figure, accounts: Sequence[Account], verdict: AgreementVerdict) -> tuple[Cell, ...]:
    sources = _joined(sorted({account.source for account in accounts}))
    what = (figure.id, figure.title, figure.counts, figure.unit)
    return (*what, sources, verdict.witnesses, verdict.level.label, figure.note)


def _report_rows(
    timeline: Timeline, figures: Mapping[str, tuple[Figure, Sequence[Account], AgreementVerdict]]
) -> Iterator[tuple[Cell, ...]]:
    for entry in timeline:
        yield from (("event", entry.id, *_report_row(account)) for account in entry.accounts)
    for key, (_, accounts, _) in figures.items():
        yield from (("figure", key, *_report_row(account)) for account in accounts)


def _report_row(account: Account) -> tuple[Cell, ...]:
    r = account.report
    where = (r.source, f"{r.source}/{r.passage}" if r.passage else "", r.paragraph, r.stance)
    numbers = (r.low, r.best, r.high, number_value(account))
    who = (r.agent, r.answer, r.via, _joined(r.reading), r.told)
    return (*where, r.date, r.time, r.zone, *numbers, *who, r.says, r.note)


def _finding_rows(
    timeline: Timeline, figures: Mapping[str, tuple[Figure, Sequence[Account], AgreementVerdict]]
) -> Iterator[tuple[Cell, ...]]:
    """Every conflict and every difference, with its reason."""
    judged = [("event", entry.id, entry.event.title, entry.verdict) for entry in timeline]
    judged += [("figure", key, figure.title, verdict) for key, (figure, _, verdict) in figures.items()]
    for of, key, title, verdict in judged:
        for finding in (finding for finding in verdict.findings if finding.level >= Level.COMPATIBLE):
            yield of, key, title, finding.label, finding.level.label, _joined(finding.sources), finding.because


def _actor_row(actor: Actor) -> tuple[Cell, ...]:
    return actor.id, actor.name, actor.kind, actor.country, _joined(actor.variants), actor.note


def _place_row(place: Location) -> tuple[Cell, ...]:
    where = (place.latitude, place.longitude)
    return place.id, place.name, place.kind, place.country, *where, _joined(place.variants), place.note


def _source_row(key: str, source: Source) -> tuple[Cell, ...]:
    who = (_joined(str(name) for name in source.author), source.container_title, source.publisher, source.issued)
    return key, source.title, *who, source.genre, source.language, source.fidelity, source.origin


def _joined(words: Iterable[str]) -> str:
    return "; ".join(words)
