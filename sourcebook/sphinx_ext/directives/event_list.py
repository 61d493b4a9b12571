"""The directive `sb:timeline`: events in order, as an overview, a list by days, a synopsis and a drawing.

Here: choosing the events, the overview and the list. Not here: their order and the verdicts (`analysis/timeline.py`),
which periods there are (`analysis/periods.py`), one account (`account_lists.py`), the synopsis (`synopsis.py`), the
drawing (`sphinx_ext/fill_parts.py`, when the page is written), the filter (`static/sourcebook-timeline.js`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, get_args, get_type_hints

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from sourcebook.analysis.clock import DAY, minute_of
from sourcebook.analysis.edtf import DateError, parse
from sourcebook.analysis.moments import Level
from sourcebook.analysis.periods import Period, in_conflict, periods_of
from sourcebook.analysis.timeline import Timeline, TimelineEntry, TimelineGap
from sourcebook.exports.lms.safe_html import in_script
from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import Event
from sourcebook.sphinx_ext import time_nodes, wording
from sourcebook.sphinx_ext.directives.account_lists import AccountsView, header, table, text
from sourcebook.sphinx_ext.directives.synopsis import SynopsisView
from sourcebook.sphinx_ext.nodes import sb_day, sb_details, sb_drawing, sb_event, sb_heading, sb_line, sb_summary
from sourcebook.sphinx_ext.options import BookDirective, instead
from sourcebook.sphinx_ext.render import link, span
from sourcebook.sphinx_ext.session import BuildSession

EVENT_KINDS: tuple[str, ...] = get_args(get_type_hints(Event)["kind"])
CONFLICTS = "conflicts"
PARTS_OF_TIMELINE = ("overview", "days", "synopsis", "drawing")
FIRST_WIDTH, CELL_WIDTH = 30, 12
"""How wide the columns of the overview are, beside one another."""
KIND_WORDS = {"statement": "Statement", "condition": "Condition", "forecast": "Forecast"}


@dataclass(frozen=True)
class EventChoice:
    """A filter for the events of a timeline: by the day on which they begin, and by words of several sorts.

    `only` holds keys of sources, ids of actors, kinds of events, and `conflicts`. An event belongs where it begins, so
    that a timeline cut into parts shows each event once.
    """

    first: dt.date | None = None
    last: dt.date | None = None
    only: tuple[str, ...] = ()

    def of(self, timeline: Timeline, session: BuildSession) -> Timeline:
        """The part of a timeline that was chosen, in its order."""
        tests = self._tests(session)
        return timeline.part({e.id for e in timeline if self._inside(e) and all(test(e) for test in tests)})

    def _inside(self, entry: TimelineEntry) -> bool:
        if entry.hull is None:
            return self.first is None and self.last is None
        begins = entry.hull[0]
        late_enough = self.first is None or begins >= minute_of(self.first)
        return late_enough and (self.last is None or begins < minute_of(self.last) + DAY)

    def _tests(self, session: BuildSession) -> list[Callable[[TimelineEntry], bool]]:
        sources = {word for word in self.only if session.source(word)}
        kinds = {word for word in self.only if word in EVENT_KINDS}
        actors = {word for word in self.only if session.actor_name(word) is not None}
        tests: list[Callable[[TimelineEntry], bool]] = []
        if sources:
            tests.append(lambda entry: bool(sources & set(entry.sources)))
        if kinds:
            tests.append(lambda entry: entry.event.kind in kinds)
        if actors:
            tests.append(lambda entry: bool(actors & actors_of(entry)))
        if CONFLICTS in self.only:
            tests.append(lambda entry: entry.verdict.level >= Level.DISPUTED)
        return tests


def actors_of(entry: TimelineEntry) -> set[str]:
    """The ids of all actors who take part in an event, act in an account of it, or are cited for it."""
    told = {name for report in entry.event.reports for name in (report.agent, report.via) if name}
    return {*entry.event.actors, *told}


class TimelineDirective(BookDirective):
    """Events in order. Options: `from` and `to` (dates), `only` and `show` (words), `title` (of table and drawing)."""

    has_content = False
    option_spec: ClassVar[OptionSpec] = {
        "from": directives.unchanged_required,
        "to": directives.unchanged_required,
        "only": directives.unchanged_required,
        "show": directives.unchanged_required,
        "title": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        session = self.session
        if session is None or not session.evidence_book.events:
            return [self.nothing("timeline", "no event is on record: add sources/events.yml.")]
        choice = EventChoice(self._day("from", first=True), self._day("to", first=False), self._only(session))
        part = choice.of(session.timeline, session)
        if not part.entries:
            return [self.nothing("timeline", "no event on record is chosen by these options.")]
        box = nodes.container("", *self._parts(session, part), classes=["sb-timeline"])
        self.set_source_info(box)
        return [box]

    def _parts(self, session: BuildSession, part: Timeline) -> list[nodes.Node]:
        """The parts that are asked for, in their order; without the option all of them."""
        wanted = self._show()
        title = self.options.get("title", "Timeline")
        periods = periods_of(part)
        view = EventListView(session, self.docname, self.place())
        made: list[nodes.Node] = []
        ids: dict[str, str] = {}
        days: dict[str, str] = {}
        if "days" in wanted:
            ids = {entry.id: self.anchor("event", entry.id) for entry in part}
            days = {period.id: self.anchor("day", period.id) for period in periods}
        if "overview" in wanted:
            made.append(view.overview(periods, days, title))
        if days:
            made += [*view.listing(part, periods, ids, days), _data(session, part)]
        if "synopsis" in wanted:
            made.append(
                SynopsisView(session, self.docname, self.place()).synopsis(part, self.anchor("synopsis", "all"))
            )
        if "drawing" in wanted:
            number = self.env.new_serialno("sb-timeline") + 1
            options = {"events": [entry.id for entry in part], "ids": ids, "number": number, "title": title}
            self.anchor("drawing", str(number))
            made.append(_folding(sb_drawing(what="timeline", options=options), part))
        return made

    def _show(self) -> tuple[str, ...]:
        """The parts that the option names."""
        words = tuple(self.options.get("show", " ".join(PARTS_OF_TIMELINE)).replace(",", " ").split())
        for word in words:
            if word not in PARTS_OF_TIMELINE:
                message = f"show: “{word}” is no part of a timeline. {instead(word, PARTS_OF_TIMELINE)}."
                self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, self.place(word)))
        return words

    def _day(self, option: str, *, first: bool) -> dt.date | None:
        """The first or the last day of the date of an option."""
        written = self.options.get(option, "")
        if not written:
            return None
        try:
            field = parse(written)
        except DateError as error:
            self.note("problems", Problem(Kind.BAD_DATE, f"{option}: {error}", self.place(written)))
            return None
        return field.earliest if first else field.latest

    def _only(self, session: BuildSession) -> tuple[str, ...]:
        words = tuple(self.options.get("only", "").replace(",", " ").split())
        known = {*session.keys, *session.actor_ids, *EVENT_KINDS, CONFLICTS}
        for word in words:
            if word not in known:
                message = (
                    f"only: “{word}” is no source, no actor, no kind of event ({', '.join(EVENT_KINDS)}) and not "
                    f"“{CONFLICTS}”."
                )
                self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, self.place(word)))
        return tuple(word for word in words if word in known)


class EventListView(AccountsView):
    """The overview of a timeline, and its list."""

    # -- the overview -----------------------------------------------------------------------------------------------

    def overview(self, periods: Sequence[Period], days: Mapping[str, str], title: str) -> nodes.container:
        """A table of periods by sources: how many events, and on how many of them accounts conflict."""
        sources = self.session.evidence_book.sources
        keys = [key for key in self.session.keys if any(key in e.sources for p in periods for e in p.entries)]
        named = [(key, span(sources[key].short, "sb-src", *self.marked(key))) for key in keys]
        head = [header("col", nodes.paragraph("", "When"))]
        head += [header("col", nodes.paragraph("", "", name), classes=[f"sb-by-{key}"]) for key, name in named]
        head += [header("col", nodes.paragraph("", "All"))]
        rows = [self._period(period, keys, days.get(period.id, "")) for period in periods]
        widths = [FIRST_WIDTH, *[CELL_WIDTH] * (len(keys) + 1)]
        return nodes.container(
            "", table(f"{title}: how many, when and by whom", widths, head, rows), classes=["sb-overview"]
        )

    def _period(self, period: Period, keys: Sequence[str], html_id: str) -> nodes.row:
        label = nodes.Text(period.label)
        name = nodes.reference("", "", label, refid=html_id, internal=True) if html_id else label
        told = [[entry for entry in period.entries if key in entry.sources] for key in keys]
        cells = [nodes.entry("", self._count(entries)) for entries in (*told, period.entries)]
        return nodes.row("", header("row", nodes.paragraph("", "", name)), *cells)

    def _count(self, entries: Sequence[TimelineEntry]) -> nodes.paragraph:
        """A number of events, and a sign where accounts conflict; the words are for the ear and for paper."""
        conflicts = in_conflict(entries)
        said: list[nodes.Node] = [nodes.Text(str(len(entries)))]
        if conflicts:
            said += [nodes.Text(f", {conflicts}"), span("", "sb-unequal"), span(" in conflict", "sb-unseen")]
        return nodes.paragraph("", "", *said, classes=[] if entries else ["sb-nothing"])

    # -- the list ---------------------------------------------------------------------------------------------------

    def listing(
        self, part: Timeline, periods: Sequence[Period], ids: Mapping[str, str], days: Mapping[str, str]
    ) -> list[nodes.Node]:
        """Every event, by periods that fold."""
        return [self._day(part, period, ids, days[period.id]) for period in periods]

    def _day(self, part: Timeline, period: Period, ids: Mapping[str, str], html_id: str) -> sb_day:
        conflicts = f", {period.conflicts} in conflict" if period.conflicts else ""
        count = span(f"{wording.times(len(period.entries), 'event')}{conflicts}", "sb-day-count")
        heading = sb_heading("", "", nodes.Text(f"{period.label}: "), count)
        items = [self.event(part, entry, ids[entry.id]) for entry in period.entries]
        listed = nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".", classes=["sb-events"])
        return sb_day("", sb_summary("", "", heading), listed, ids=[html_id], classes=["sb-day"])

    def event(self, part: Timeline, entry: TimelineEntry, html_id: str) -> nodes.list_item:
        """One event: its head, and below it the reasons of the verdict and every account."""
        box = sb_event("", self._head(entry), ids=[html_id], classes=["sb-event"])
        box += self.reasons(entry.verdict)
        box += self.accounts(entry.event, entry.accounts)
        box += self._silent(entry)
        box += [self._gap(gap) for gap in part.gaps if gap.second[0] == entry.id]
        if entry.event.note:
            box += nodes.paragraph("", wording.sentence(entry.event.note), classes=["sb-note"])
        sources = [f"sb-by-{key}" for key in entry.sources]
        actors = [f"sb-who-{actor}" for actor in sorted(actors_of(entry))]
        level = "conflict" if entry.verdict.level >= Level.DISPUTED else entry.verdict.level.label
        return nodes.list_item("", box, classes=[f"sb-is-{level}", *sources, *actors])

    def _head(self, entry: TimelineEntry) -> sb_summary:
        """The summary of an event: its title, time and place, the verdict, and the sources."""
        lines = (
            sb_line("", "", nodes.strong("", entry.event.title), classes=["sb-event-title"]),
            sb_line("", "", *self._when(entry), classes=["sb-when"]),
            self.outcome(entry.verdict, sb_line),
            self._tellers(entry),
        )
        return sb_summary("", "", *(node for line in lines for node in (line, nodes.Text(" "))))

    def _tellers(self, entry: TimelineEntry) -> sb_line:
        """The sources by mark and name, on screens only, because their accounts follow."""
        sources = self.session.evidence_book.sources
        named = (span(sources[key].short, "sb-src", *self.marked(key)) for key in entry.sources)
        joined = [node for name in named for node in (nodes.Text(", "), name)][1:]
        return sb_line("", "", *text("Told by " if joined else ""), *joined, classes=["sb-tellers"], screen=True)

    def _silent(self, entry: TimelineEntry) -> list[nodes.Node]:
        """The sources that do not tell it."""
        sources = self.session.evidence_book.sources
        silent = [sources[key].short for key in self.session.keys if key not in entry.sources]
        line = [span("Silent: ", "sb-label"), nodes.Text(f"{wording.listed(silent)}.")]
        return [nodes.paragraph("", "", *line, classes=["sb-silent"])] if silent else []

    def _when(self, entry: TimelineEntry) -> list[nodes.Node]:
        """The kind of the event where it is no plain one, its date, and its place."""
        date = time_nodes.stamp(entry.stamp) if entry.stamp else [nodes.Text("No date can be read.")]
        kind = KIND_WORDS.get(entry.event.kind, "")
        place = self.session.evidence_book.places.get(entry.event.place)
        head: list[nodes.Node] = [span(f"{kind}. ", "sb-kind")] if kind else []
        return [*head, *date, *text(f". {wording.capital(place.name)}" if place else "")]

    def _gap(self, gap: TimelineGap) -> nodes.paragraph:
        """The elapsed time since an earlier event, computed by the editor."""
        event = self.session.evidence_book.events[gap.first[0]]
        before = link("event", event.id, self.docname, nodes.Text(event.title))
        arithmetic = [
            nodes.Text("By the hours of "),
            self.source(gap.source),
            nodes.Text(f": {gap.elapsed.english()}, since "),
        ]
        return nodes.paragraph("", "", *arithmetic, before, nodes.Text("."), classes=["sb-elapsed"])


def _folding(drawing: sb_drawing, part: Timeline) -> sb_details:
    """The drawing, open at first: it is shown on wide screens and on paper alone."""
    words = f"The drawing: {wording.times(len(part.entries), 'event')}, each leading to its accounts"
    summary = sb_summary("", "", sb_line("", words, screen=True))
    return sb_details("", summary, drawing, classes=["sb-drawn"], open="open")


def _data(session: BuildSession, part: Timeline) -> nodes.raw:
    """The names of people that the filter offers."""
    book = session.evidence_book
    ids = {actor for entry in part for actor in actors_of(entry)}
    names = {key: book.actors[key].name for key in ids & book.actors.keys()}
    actors = {key: names[key] for key in sorted(names, key=lambda key: names[key].casefold())}
    data = in_script(json.dumps(actors, ensure_ascii=False))
    return nodes.raw("", f'<script type="application/json" class="sb-names">{data}</script>', format="html")
