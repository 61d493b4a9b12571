"""The directive `sb:timeline`: events in order, each with every account of it, below a drawing of them.

Here: choosing the events, and the list. Not here: their order and the verdicts (`analysis/timeline.py`), one account
(`account_lists.py`), the drawing (`sphinx_ext/fill_parts.py`, when the page is written), the filter
(`static/sourcebook-timeline.js`).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, get_args, get_type_hints

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from sourcebook.analysis.clock import DAY, minute_of
from sourcebook.analysis.edtf import DateError, parse
from sourcebook.analysis.moments import Level
from sourcebook.analysis.timeline import Timeline, TimelineEntry, TimelineGap
from sourcebook.exports.lms.safe_html import in_script
from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import Event
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives import time_nodes
from sourcebook.sphinx_ext.directives.account_lists import AccountsView, text
from sourcebook.sphinx_ext.nodes import sb_details, sb_drawing, sb_event, sb_line, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import link, span
from sourcebook.sphinx_ext.session import BuildSession

EVENT_KINDS: tuple[str, ...] = get_args(get_type_hints(Event)["kind"])
CONFLICTS = "conflicts"
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
    """Events in order. Options: `from` and `to` (dates), `only` (words), `title` (the name of the drawing)."""

    has_content = False
    option_spec: ClassVar[OptionSpec] = {
        "from": directives.unchanged_required,
        "to": directives.unchanged_required,
        "only": directives.unchanged_required,
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
        ids = {entry.id: self.anchor("event", entry.id) for entry in part}
        number = self.env.new_serialno("sb-timeline") + 1
        title = self.options.get("title", "Timeline")
        drawing = _folding(sb_drawing(what="timeline", options={"ids": ids, "number": number, "title": title}), part)
        view = EventListView(session, self.docname, self.place())
        listing = view.listing(part, ids)
        box = nodes.container("", drawing, listing, _data(session, part), classes=["sb-timeline"])
        self.set_source_info(box)
        return [box]

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
    """The list of a timeline."""

    def listing(self, part: Timeline, ids: dict[str, str]) -> nodes.enumerated_list:
        """Every event, numbered in order."""
        items = [self.event(part, entry, ids[entry.id]) for entry in part]
        return nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".", classes=["sb-events"])

    def event(self, part: Timeline, entry: TimelineEntry, html_id: str) -> nodes.list_item:
        """One event: its head, and below it the reasons of the verdict and every account."""
        box = sb_event("", self._head(entry), ids=[html_id], classes=["sb-event"])
        box += self.reasons(entry.verdict)
        box += self.accounts(entry.event, entry.accounts)
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
    """The drawing, open at first; a reader who wants the list folds it away."""
    words = f"The drawing: {wording.times(len(part.entries), 'event')}, each leading to its place in the list below"
    summary = sb_summary("", "", sb_line("", words, screen=True))
    return sb_details("", summary, drawing, classes=["sb-drawn"], open="open")


def _data(session: BuildSession, part: Timeline) -> nodes.raw:
    """The names that the filter offers."""
    book = session.evidence_book
    sources = {key: book.sources[key].short for key in session.keys if any(key in e.sources for e in part)}
    ids = {actor for entry in part for actor in actors_of(entry)}
    names = {key: book.actors[key].name for key in ids & book.actors.keys()}
    actors = {key: names[key] for key in sorted(names, key=lambda key: names[key].casefold())}
    data = in_script(json.dumps({"sources": sources, "actors": actors}, ensure_ascii=False))
    return nodes.raw("", f'<script type="application/json" class="sb-names">{data}</script>', format="html")
