"""Order the events of a book, and keep what is certain, open or disputed about that order.

Here: the axis on which all dates are laid, interval order, what each source says came first, the sorted timeline with
its verdicts, elapsed times on offer. Not here: comparing the accounts of one event (`agreement.py`), drawing
(`figures/timeline_svg.py`), files for other programs (`exports/data/feeds.py`).

The order is partial. One event is certainly before another only where the last moment that it can be lies before the
first moment that the other can be; everything else is open, and is shown as open. A source's own word for the order
(`order` in the record) holds where no date contradicts it.
"""

from __future__ import annotations

import enum
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations, pairwise

from sourcebook.analysis.accounts import Account, Standing, accounts_of, listed, read_clock, read_date, read_zone
from sourcebook.analysis.agreement import (
    AgreementFinding,
    AgreementVerdict,
    Aspect,
    judge_event,
    judge_figure,
    with_finding,
)
from sourcebook.analysis.clock import DAY, PARTS, Elapsed, Span, Stamp, elapsed, on_axis, on_its_clock
from sourcebook.analysis.moments import Level, readings_of
from sourcebook.model.records import Actor, Event, Figure, Source

OFFERED = 2 * DAY
"""Elapsed times are offered between hours no further apart than this, in minutes: beyond it, dates say it better."""


class Relation(enum.Enum):
    """The relation of one event to another in time."""

    BEFORE = "certainly before"
    AFTER = "certainly after"
    OPEN = "not known: the times that they can have overlap"
    UNDATED = "not known: one of them has no date that can be read"


@dataclass(frozen=True)
class TimelineEntry:
    """An event on the timeline: its accounts, the verdict on them, and the minutes of the axis that it can be."""

    event: Event
    stamp: Stamp | None
    spans: tuple[Span, ...]
    accounts: tuple[Account, ...]
    verdict: AgreementVerdict

    @property
    def id(self) -> str:
        return self.event.id

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources that tell it, sorted, each once."""
        return tuple(sorted({account.source for account in self.accounts}))

    @cached_property
    def hull(self) -> Span | None:
        """First and last minute that the event can be, or None where it has no date that can be read."""
        return (min(a for a, _ in self.spans), max(b for _, b in self.spans)) if self.spans else None

    def when(self) -> str:
        """The date, the time and the zone in English; nothing where there is none."""
        return self.stamp.english() if self.stamp else ""


@dataclass(frozen=True)
class Cycle:
    """A contradiction: events each said to come before the next, and the last before the first.

    Where several `sources` stand behind it, it is a disagreement of theirs; where one does, or where the events' own
    dates are part of it (`dated`), a record is more likely to be wrong.
    """

    events: tuple[str, ...]
    sources: tuple[str, ...]
    dated: bool
    because: str


@dataclass(frozen=True)
class TimelineGap:
    """An elapsed time to show: two accounts of one source, by event and report, and the arithmetic between them."""

    source: str
    first: tuple[str, int]
    second: tuple[str, int]
    elapsed: Elapsed


@dataclass(frozen=True)
class Timeline:
    """All events in order; `axis` is the zone that hours are drawn in (empty: no zone is stated or plausible)."""

    entries: tuple[TimelineEntry, ...]
    axis: str
    plausible: tuple[str, ...]
    cycles: tuple[Cycle, ...]
    gaps: tuple[TimelineGap, ...]

    def __iter__(self) -> Iterator[TimelineEntry]:
        return iter(self.entries)

    def __getitem__(self, event: str) -> TimelineEntry:
        """The entry of an event, by its id. Raises KeyError."""
        entry = next((entry for entry in self.entries if entry.id == event), None)
        if entry is None:
            raise KeyError(event)
        return entry

    def relation(self, one: str, other: str) -> Relation:
        """The relation of one event to another, by the dates alone."""
        return relation(self[one].hull, self[other].hull)

    def spans(self, account: Account) -> tuple[Span, ...]:
        """The minutes of the axis that an account can mean; none where it says neither date nor hour."""
        stamp, own = account.stamp, account.zones
        return on_axis(stamp, self.axis, own or self.plausible, only=bool(own)) if stamp else ()

    def between(self, event_from: str, event_to: str, sources: Iterable[str] = ()) -> tuple[TimelineEntry, ...]:
        """The entries from one event to another as they stand in order; `sources` keeps those that tell an entry."""
        ids = [entry.id for entry in self.entries]
        wanted = set(sources)
        kept = self.entries[ids.index(event_from) : ids.index(event_to) + 1]
        return tuple(entry for entry in kept if not wanted or wanted & set(entry.sources))

    def part(self, events: Container[str]) -> Timeline:
        """The same timeline with some of its events only."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.id in events))


def build_timeline(
    events: Mapping[str, Event],
    sources: Mapping[str, Source],
    names: Mapping[str, str] | None = None,
    plausible: Sequence[str] | None = None,
    clocks: Mapping[str, Sequence[str]] | None = None,
) -> Timeline:
    """The timeline of a book.

    `names` maps actor ids to names. `plausible` are the zones in which a clock time without a zone may be read: those
    that any report states, where left out. The axis is the zone stated most often, or where none is, the first of the
    plausible ones, so that an hour is as long as its clock is uncertain. `clocks` are the zones of an outlet's own
    clock, by actor.
    """
    stated = zones_stated(events.values())
    zones = tuple(sorted(stated) if plausible is None else dict.fromkeys(plausible))
    axis = min(stated, key=lambda zone: (-stated[zone], zone), default=next(iter(zones), ""))
    read = {key: accounts_of(event, sources, names, clocks) for key, event in events.items()}
    entries = [_entry(event, read[key], zones, axis) for key, event in events.items()]
    # Earliest first; of those that begin together, the shorter; the undated last.
    entries.sort(key=lambda entry: (entry.hull is None, entry.hull or (0, 0), entry.id))
    timeline = Timeline(tuple(entries), axis, zones, (), ())
    edges, cycles = _stated_order(timeline.entries, sources)
    ordered = replace(timeline, entries=tuple(_sorted(timeline.entries, edges)), cycles=cycles)
    judged = tuple(_with_order(ordered, sources))
    return replace(ordered, entries=judged, gaps=tuple(_gaps(judged, zones)))


def judge_figures(
    figures: Mapping[str, Figure], sources: Mapping[str, Source], names: Mapping[str, str] | None = None
) -> dict[str, tuple[tuple[Account, ...], AgreementVerdict]]:
    """For every number, by id: its accounts and the verdict on them."""
    read = {key: accounts_of(figure, sources, names) for key, figure in figures.items()}
    return {key: (accounts, judge_figure(accounts, figures[key])) for key, accounts in read.items()}


def clocks_of(actors: Mapping[str, Actor]) -> dict[str, list[str]]:
    """The zones of the clocks of outlets, by actor, where their records give them."""
    return {key: actor.clocks for key, actor in actors.items() if actor.clocks}


def zones_stated(events: Iterable[Event]) -> Counter[str]:
    """The zones that events and their reports state, with how often each is stated."""
    fields = (zone for event in events for zone in (event.zone, *(report.zone for report in event.reports)))
    return Counter(filter(None, map(read_zone, fields)))


def relation(one: Span | None, other: Span | None) -> Relation:
    """The interval order: certain where the one ends before the other begins, open otherwise."""
    if one is None or other is None:
        return Relation.UNDATED
    if one[1] < other[0]:
        return Relation.BEFORE
    return Relation.AFTER if other[1] < one[0] else Relation.OPEN


def elapsed_between(first: Account, second: Account, plausible: Sequence[str] = ()) -> Elapsed | None:
    """The time from one account to another, the editor's arithmetic, or None where one of them has no hour."""
    if first.stamp is None or second.stamp is None:
        return None
    return elapsed(first.stamp, second.stamp, readings_of(first, second, plausible))


# -- the entries --------------------------------------------------------------------------------------------------


def _entry(event: Event, accounts: tuple[Account, ...], zones: Sequence[str], axis: str) -> TimelineEntry:
    date = read_date(event.date)
    stamp = Stamp(date, read_clock(event.time), read_zone(event.zone)) if date else None
    own = _zones_of(event, accounts)
    spans = on_axis(stamp, axis, own or zones, only=bool(own)) if stamp else ()
    return TimelineEntry(event, stamp, spans, accounts, judge_event(accounts, zones, event))


def _zones_of(event: Event, accounts: Iterable[Account]) -> tuple[str, ...]:
    """The zones of the reporters' clocks, where every account that gives the hour cites one; else none."""
    hours = [account for account in accounts if account.clock] if event.time else []
    return tuple(dict.fromkeys(zone for a in hours for zone in a.zones)) if all(a.zones for a in hours) else ()


# -- what the sources say of the order ----------------------------------------------------------------------------


Edges = dict[tuple[str, str], tuple[str, ...]]
"""Pairs of events, the earlier first, with the sources that say so in the words of a record."""


def _edges(entries: Iterable[TimelineEntry]) -> Edges:
    """The `order` records of all events, with their sources. Unknown events are left to the check of references.

    The order in which an article tells two things is no order of events.
    """
    by_id = {entry.id: entry for entry in entries}
    tellers: dict[tuple[str, str], list[str]] = {}
    for key in sorted(by_id):
        for order in by_id[key].event.order:
            for pair in ((key, order.before), (order.after, key)):
                if pair[0] in by_id and pair[1] in by_id and not order.telling:
                    tellers.setdefault(pair, []).append(order.source)
    return {pair: tuple(sorted(set(tellers[pair]))) for pair in sorted(tellers)}


def _stated_order(
    entries: Sequence[TimelineEntry], sources: Mapping[str, Source]
) -> tuple[dict[str, set[str]], tuple[Cycle, ...]]:
    """The stated order that can hold, as the set of events that come before each, and the cycles that cannot.

    No edge of a cycle is taken, neither the one side's nor the other's: there the dates alone order the events.
    """
    by_id = {entry.id: entry for entry in entries}
    edges = _edges(entries)
    before: dict[str, set[str]] = {}
    cycles: dict[tuple[str, ...], Cycle] = {}
    for first, second in edges:
        path = _path(second, first, by_id, edges)
        if path is None:
            before.setdefault(second, set()).add(first)
        else:
            circle = _from_smallest((first, *path[:-1]))
            cycles.setdefault(circle, _cycle(circle, by_id, edges, sources))
    return before, tuple(cycles[circle] for circle in sorted(cycles))


def _path(start: str, goal: str, by_id: Mapping[str, TimelineEntry], edges: Edges) -> list[str] | None:
    """The shortest way from one event to one that must come later, both included; None where there is none."""
    came: dict[str, str] = {start: ""}
    queue = deque([start])
    waiting = dict.fromkeys(key for key in sorted(by_id) if key != start)
    while queue and goal not in came:
        here = queue.popleft()
        by_word = [second for first, second in edges if first == here and second in waiting]
        by_date = [key for key in waiting if relation(by_id[here].hull, by_id[key].hull) is Relation.BEFORE]
        for there in dict.fromkeys((*by_word, *by_date)):
            came[there] = here
            queue.append(there)
            del waiting[there]
    if goal not in came:
        return None
    path = [goal]
    while came[path[0]]:
        path.insert(0, came[path[0]])
    return path


def _from_smallest(circle: tuple[str, ...]) -> tuple[str, ...]:
    """The same circle, begun at its smallest id, so that it is reported once."""
    start = circle.index(min(circle))
    return circle[start:] + circle[:start]


def _cycle(
    circle: tuple[str, ...], by_id: Mapping[str, TimelineEntry], edges: Edges, sources: Mapping[str, Source]
) -> Cycle:
    steps = list(zip(circle, circle[1:] + circle[:1], strict=True))
    sentences = []
    for step in steps:
        who = listed(_label(source, sources) for source in edges[step]) if step in edges else "by their dates"
        sentences.append(f"{by_id[step[0]].event.title} comes before {by_id[step[1]].event.title} ({who})")
    told_by = sorted({source for step in steps for source in edges.get(step, ())})
    dated = any(step not in edges for step in steps)
    return Cycle(circle, tuple(told_by), dated, f"{'; '.join(sentences)}: this cannot be.")


def _sorted(entries: Sequence[TimelineEntry], before: Mapping[str, set[str]]) -> Iterator[TimelineEntry]:
    """The entries in an order that no date and no accepted word of a source contradicts, the earliest start first."""
    waiting = list(entries)
    placed: set[str] = set()
    while waiting:
        first_end = min((entry.hull[1] for entry in waiting if entry.hull), default=0)
        entry = next(
            entry
            for entry in waiting
            if before.get(entry.id, set()) <= placed and (entry.hull is None or entry.hull[0] <= first_end)
        )
        waiting.remove(entry)
        placed.add(entry.id)
        yield entry


def _label(source: str, sources: Mapping[str, Source]) -> str:
    return sources[source].short if source in sources else source


# -- agreement on the order ---------------------------------------------------------------------------------------


def _with_order(timeline: Timeline, sources: Mapping[str, Source]) -> Iterator[TimelineEntry]:
    """The entries with findings on their order: where a source states it, and where two cannot both be right."""
    orders = _Orders.of(timeline, sources)
    at = {entry.id: i for i, entry in enumerate(timeline.entries)}
    partners: dict[str, set[str]] = {}
    for one, other in orders.claims:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    for entry in timeline.entries:
        verdict = entry.verdict
        for other in sorted(partners.get(entry.id, ()), key=at.__getitem__):
            order = orders.finding(entry, timeline.entries[at[other]])
            verdict = with_finding(verdict, order) if order else verdict
        yield replace(entry, verdict=verdict)


Claims = dict[tuple[str, str], dict[str, bool]]
"""For a pair of events: the sources that put the first before the second, and whether in so many words."""


def _claims(timeline: Timeline) -> Claims:
    """The sources' claims on the order: in words, and by dates where they could contradict a word or one another.

    Dates alone turn an order around only where the sources of one of the two events date it apart.
    """
    claims: Claims = {}
    for edge, told_by in _edges(timeline.entries).items():
        claims.setdefault(edge, {}).update(dict.fromkeys(told_by, True))
    spans = {entry.id: _spans_by_source(timeline, entry) for entry in timeline.entries}
    apart = [e.id for e in timeline.entries if not e.event.several and _disjoint(spans[e.id].values())]
    pairs = {_pair(*edge) for edge in claims} | {_pair(one, other) for one in apart for other in spans}
    for pair in sorted(pair for pair in pairs if pair[0] != pair[1]):
        for one, other in (pair, pair[::-1]):
            for source in sorted(spans[one].keys() & spans[other].keys()):
                if relation(spans[one][source], spans[other][source]) is Relation.BEFORE:
                    claims.setdefault((one, other), {}).setdefault(source, False)
    return claims


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _disjoint(spans: Iterable[Span]) -> bool:
    """True if two of the spans share no minute."""
    return any(relation(one, other) is not Relation.OPEN for one, other in combinations(spans, 2))


def _spans_by_source(timeline: Timeline, entry: TimelineEntry) -> dict[str, Span]:
    """First and last minute that each source allows for an event, by the dates and hours that it tells."""
    spans_of: dict[str, list[Span]] = {}
    for account in entry.accounts:
        if account.standing in (Standing.WITNESS, Standing.HEARSAY) and account.stamp:
            spans_of.setdefault(account.source, []).extend(timeline.spans(account))
    return {source: (min(a for a, _ in spans), max(b for _, b in spans)) for source, spans in spans_of.items()}


_WHEN = (Aspect.DATE, Aspect.TIME)


@dataclass(frozen=True)
class _Orders:
    """The claims on the order of events, and the time that each source gives each event."""

    claims: Claims
    spans: Mapping[str, Mapping[str, Span]]
    sources: Mapping[str, Source]
    apart: Mapping[str, set[frozenset[str]]]

    @classmethod
    def of(cls, timeline: Timeline, sources: Mapping[str, Source]) -> _Orders:
        spans = {entry.id: _spans_by_source(timeline, entry) for entry in timeline.entries}
        apart = {
            entry.id: {frozenset(pair) for f in entry.verdict.conflicts if f.aspect in _WHEN for pair in f.against}
            for entry in timeline.entries
        }
        return cls(_claims(timeline), spans, sources, apart)

    def finding(self, entry: TimelineEntry, other: TimelineEntry) -> AgreementFinding | None:
        """The finding on the order of two events; None unless a source states it."""
        first, second = self.claims.get((entry.id, other.id), {}), self.claims.get((other.id, entry.id), {})
        against = tuple((a, b) for a in first for b in second if not self._by_dates(entry.id, other.id, a, b))
        if against:
            return self._conflict((entry, other), against)
        sides, word = (first, "before") if any(first.values()) else (second, "after")
        words = [source for source, in_words in sides.items() if in_words]
        if not words:
            return None
        origins = len({self._origin(source) for source in words})
        because = f"{self._names(words)} {_puts(words)} this {word} {other.event.title}."
        return AgreementFinding(
            Aspect.ORDER, Level.AGREE if origins > 1 else Level.SINGLE, tuple(words), because, (), origins
        )

    def _conflict(
        self, pair: tuple[TimelineEntry, TimelineEntry], against: tuple[tuple[str, str], ...]
    ) -> AgreementFinding:
        """The conflict, at the event whose record states an order; at the other, where it is told."""
        entry, other = pair
        sides = tuple(tuple(dict.fromkeys(side)) for side in zip(*against, strict=True))
        sources = tuple(sorted({*sides[0], *sides[1]}))
        if self._home(pair) is other:
            because = f"In which order this and {other.event.title} came, the accounts do not agree: see there."
            return AgreementFinding(Aspect.ORDER, Level.SINGLE, sources, because, see=other.id)
        because = (
            f"{self._names(sides[0])} {_puts(sides[0])} this before {other.event.title}; "
            f"{self._names(sides[1])} {_puts(sides[1])} it after."
        )
        if entry.event.several or other.event.several:
            because += " They may tell of different ones, and both can be right."
            return AgreementFinding(Aspect.ORDER, Level.COMPATIBLE, sources, because, (), self._count(sources))
        because += " They cannot both be right."
        return AgreementFinding(Aspect.ORDER, Level.CONFLICT, sources, because, against, self._count(sources))

    def _home(self, pair: tuple[TimelineEntry, TimelineEntry]) -> TimelineEntry:
        """The one event of a pair at which a conflict on their order is told: whose record says more of it."""
        stated = [sum(pair[1 - i].id in (o.before, o.after) for o in entry.event.order) for i, entry in enumerate(pair)]
        if stated[0] != stated[1]:
            return pair[0] if stated[0] > stated[1] else pair[1]
        return min(pair, key=lambda entry: entry.id)

    def _by_dates(self, one: str, other: str, first: str, second: str) -> bool:
        """True if the conflict is told already as one of dates, from which it follows.

        What one of them does not date is taken from the other: they then differ in the date alone.
        """
        if frozenset((first, second)) not in self.apart[one] | self.apart[other]:
            return False
        pairs = ((first, second), (second, first))
        orders = [
            relation(*(self.spans[event].get(source, self.spans[event].get(else_)) for event in (one, other)))
            for source, else_ in pairs
        ]
        return orders == [Relation.BEFORE, Relation.AFTER]

    def _names(self, sources: Iterable[str]) -> str:
        return listed(_label(source, self.sources) for source in sources)

    def _origin(self, source: str) -> str:
        return self.sources[source].origin if source in self.sources else source

    def _count(self, sources: Iterable[str]) -> int:
        return len({self._origin(source) for source in sources})


def _puts(who: Sequence[str]) -> str:
    return "puts" if len(who) == 1 else "put"


# -- elapsed times ------------------------------------------------------------------------------------------------


def _gaps(entries: Iterable[TimelineEntry], plausible: Sequence[str]) -> Iterator[TimelineGap]:
    """For every source, the time from each hour that it gives to the next one, of another event."""
    hours: dict[str, list[tuple[Span, str, Account]]] = {}
    for entry in entries:
        for account in entry.accounts:
            stamp = account.stamp
            own = account.asserted and not account.read_by_editor("time")
            if own and stamp and stamp.has_hour and account.clock and account.clock.text not in PARTS:
                hours.setdefault(account.source, []).append((on_its_clock(stamp)[0], entry.id, account))
    for source in sorted(hours):
        in_order = sorted(hours[source], key=lambda item: (item[0], item[1], item[2].index))
        for (one, event, first), (other, next_event, second) in pairwise(in_order):
            elapsed = elapsed_between(first, second, plausible)
            if elapsed and event != next_event and other[0] - one[0] <= OFFERED:
                yield TimelineGap(source, (event, first.index), (next_event, second.index), elapsed)
