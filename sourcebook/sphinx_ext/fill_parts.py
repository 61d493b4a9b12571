"""Post-transform that fills in drawings, paragraph numbers and mentions of actors when a page is written.

When: with every page that is written, before links are resolved. Not here: the slots of quotations
(`collect_and_fill.py`), and how a drawing is made (`figures/timeline_svg.py`, `figures/range_svg.py`,
`figures/map_svg.py`).

A drawing is HTML that writers for paper take as a picture. Beside each stands a list that says the same in words, which
is what a writer without pictures shows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, cast

from docutils import nodes

from sourcebook.analysis.names import NameFinder
from sourcebook.figures import map_svg as atlas
from sourcebook.figures import range_svg, timeline_svg
from sourcebook.figures.svg_pages import windows
from sourcebook.figures.timeline_svg import NARROW, Layout
from sourcebook.model.records import Event, Figure
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.directives import country_map
from sourcebook.sphinx_ext.directives.event_list import actors_of
from sourcebook.sphinx_ext.domain import PLACE, SourcebookDomain
from sourcebook.sphinx_ext.nodes import PARTS, every, sb_details, sb_drawing, sb_mentions, sb_summary, sb_where
from sourcebook.sphinx_ext.render import link, span
from sourcebook.sphinx_ext.session import BuildSession

COLUMN = Layout("column", width=700, label=250, size=12.5)
"""As wide as the column of text on a large screen, and on paper."""
MANY = 6
"""More links than so many stand in a part that a reader opens."""


class FillParts(BookPostTransform):
    """Fill the slots of a page. Before links are resolved, because some of what is filled in are links."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        domain = cast(SourcebookDomain, self.env.get_domain("sb"))
        for slot in every(self.document, *PARTS):
            filled = self._fill(slot, domain, domain.session) if domain.session else []
            slot.parent.replace(slot, filled)

    def _fill(self, slot: nodes.Element, domain: SourcebookDomain, session: BuildSession) -> list[nodes.Node]:
        if isinstance(slot, sb_where):
            paragraph = session.paragraph(slot["ref"])
            return [nodes.Text(f"\u00a0¶{paragraph}")] if paragraph else []
        if isinstance(slot, sb_mentions):
            return Mentions(domain, session).of(slot["actor"], self.env.docname)
        return self._drawing(cast(sb_drawing, slot), session)

    # -- drawings ---------------------------------------------------------------------------------------------------

    def _drawing(self, slot: sb_drawing, session: BuildSession) -> list[nodes.Node]:
        """The drawing as wide as a column; one of numbers, for a browser, as wide as a telephone as well.

        A timeline that is taller than a sheet stands in pieces besides, for a browser that prints: it would be cut
        through its rows.
        """
        options = slot["options"]
        if slot["what"] == "map":
            return picture(self._map(options["number"], session), "map")
        draw = self._timeline if slot["what"] == "timeline" else self._ranges
        builder = self.app.builder
        on_screen = builder.format == "html" and builder.name != "epub"
        narrow = [NARROW] if on_screen and slot["what"] != "timeline" else []
        layouts = [NARROW] if builder.name == "epub" else [COLUMN, *narrow]
        drawn = [(layout.name, draw(options, session, layout)) for layout in layouts]
        pieces = windows(drawn[0][1]) if slot["what"] == "timeline" and on_screen and drawn[0][1] else []
        return [node for name, svg in [*drawn, ("paper", "".join(pieces))] for node in picture(svg, name)]

    def _timeline(self, options: dict[str, Any], session: BuildSession, layout: Layout) -> str:
        ids: dict[str, str] = options["ids"]
        part = session.timeline.part(options["events"])
        named = Layout(f"{layout.name}-{options['number']}", layout.width, layout.label, layout.size, layout.margin)
        sources = {key: session.book.sources[key] for key in session.keys}
        return timeline_svg.draw(part, sources, named, options["title"], lambda event: self._event(event, ids))

    def _ranges(self, options: dict[str, Any], session: BuildSession, layout: Layout) -> str:
        accounts, _ = session.figures[options["figure"]]
        return range_svg.draw(accounts, session.marks, layout, session.book.figures[options["figure"]].title)

    def _map(self, number: int, session: BuildSession) -> str:
        addresses = {key: self._address(key) for key in country_map.by_actor(session)}
        marks = country_map.marks(session, addresses)
        description = "Each marked country leads to its section. The table below the map says the same in words."
        ident = f"sb-map-{number}"
        title = "Countries for which the articles draw a consequence"
        return atlas.draw(marks, ident=ident, title=title, description=description, states=country_map.STATES).svg

    def _address(self, actor: str) -> str:
        """The address of the section on an actor, relative to this page; empty where the book has none."""
        return self._relative(section_of(cast(SourcebookDomain, self.env.get_domain("sb")), actor))

    def _event(self, event: str, ids: dict[str, str]) -> str:
        """The address of the accounts of an event: on this page where it lists them, else where the book does."""
        domain = cast(SourcebookDomain, self.env.get_domain("sb"))
        return f"#{ids[event]}" if event in ids else self._relative(domain.target("event", event))

    def _relative(self, place: tuple[str, str] | None) -> str:
        """The address of a place, relative to this page; empty where there is none."""
        if place is None:
            return ""
        docname, html_id = place
        page = "" if docname == self.env.docname else self.app.builder.get_relative_uri(self.env.docname, docname)
        return f"{page}#{html_id}"


def picture(svg: str, name: str) -> list[nodes.Node]:
    """A drawing as a node; none where there is nothing to draw."""
    if not svg:
        return []
    markup = f'<div class="sb-drawing sb-drawing-{name}">{svg}</div>'
    return [nodes.raw("", markup, format="html")]


def section_of(domain: SourcebookDomain, actor: str) -> tuple[str, str] | None:
    """The place of the consequences for an actor: a heading with the label `implications-ID`, or else their table."""
    labels: dict[str, tuple[str, str]] = domain.env.domaindata["std"]["anonlabels"]
    place = labels.get(f"implications-{actor}")
    return place[:2] if place else domain.target("implied", actor)


Mention = tuple[str, str, str]
"""A mention of an actor: the kind and the target of the link to it, and its words."""


class Mentions:
    """The places where an actor is mentioned: words of their own, events, pages."""

    def __init__(self, domain: SourcebookDomain, session: BuildSession) -> None:
        self.domain = domain
        self.session = session

    def of(self, actor: str, docname: str) -> list[nodes.Node]:
        """A line of links for each way in which an actor is mentioned."""
        lines: list[nodes.Node] = []
        for label, mentions in self.ways(actor).items():
            links = [link(kind, target, docname, nodes.Text(words)) for kind, target, words in mentions]
            lines += [_line_of_links(label, links)] if links else []
        return lines

    def ways(self, actor: str) -> dict[str, list[Mention]]:
        """The mentions of an actor, by the label of each way."""
        return {
            "Speaks in": [self._passage(ref) for ref in self.domain.once("spoken", self._spoken).get(actor, [])],
            "Spoken of in": [self._passage(ref) for ref in self.domain.once("told of", self._told_of).get(actor, [])],
            "Takes part in": self.domain.once("acted", self._acted).get(actor, []),
            "Named on": list(self._named(actor)),
        }

    def _spoken(self) -> dict[str, list[str]]:
        """The passages of each speaker."""
        refs: dict[str, list[str]] = {}
        for ref in self.session.refs():
            refs.setdefault(self.session.book.passages[ref].speaker, []).append(ref)
        return refs

    def _told_of(self) -> dict[str, list[str]]:
        """The passages that speak of each actor: they name the actor, or a record finds the actor in them.

        Without those that the actor speaks.
        """
        refs: dict[str, list[str]] = {}
        finder, said = self.domain.once("finder", self._finder), self.domain.once("said of", self._said_of)
        for ref in self.session.refs():
            passage = self.session.book.passages[ref]
            named = finder.named(f"{passage.exact} {passage.plain}") | said.get(ref, set())
            for actor in sorted(named - {passage.speaker}):
                refs.setdefault(actor, []).append(ref)
        return refs

    def _said_of(self) -> dict[str, set[str]]:
        """The actors whom a record finds in a passage: who has a role by it, who acts in an account of it."""
        actors: dict[str, set[str]] = {}
        book = self.session.book
        roles = ((f"{role.source}/{role.passage}", key) for key, actor in book.actors.items() for role in actor.roles)
        owners: list[Event | Figure] = [*book.events.values(), *book.figures.values()]
        reports = (report for owner in owners for report in owner.reports)
        agents = ((f"{report.source}/{report.passage}", report.agent) for report in reports if report.agent)
        for ref, actor in (*roles, *agents):
            actors.setdefault(ref, set()).add(actor)
        return actors

    def _finder(self) -> NameFinder:
        actors = self.session.book.actors.items()
        return NameFinder({key: (actor.name, actor.in_sentence, *actor.variants) for key, actor in actors})

    def _acted(self) -> dict[str, list[Mention]]:
        """The events of each actor."""
        events: dict[str, list[Mention]] = {}
        for entry in self.session.timeline:
            for actor in actors_of(entry):
                events.setdefault(actor, []).append(("event", entry.id, entry.event.title))
        return events

    def _passage(self, ref: str) -> Mention:
        paragraph = self.session.paragraph(ref)
        short = self.session.book.sources[ref.partition("/")[0]].short
        return "passage", ref, f"{short}\u00a0¶{paragraph}" if paragraph else short

    def _named(self, actor: str) -> Iterator[Mention]:
        titles = self.domain.env.titles
        for docname in self.domain.once("named", self._pages).get(actor, []):
            yield PLACE, f"{docname}#", titles[docname].astext() if docname in titles else docname

    def _pages(self) -> dict[str, list[str]]:
        """The pages that name each actor, in words or by a role or a directive, in the order in which they are read.

        Without the page that lists the actor.
        """
        finder, named = self.domain.once("finder", self._finder), defaultdict[str, set[str]](set)
        for docname, prose in self.domain.prose:
            named[docname] |= finder.named(prose)
        for docname, reference in self.domain.references:
            named[docname] |= {reference.id} if reference.kind == "actor" else set()
        pages: dict[str, list[str]] = {}
        order = {docname: place for place, docname in enumerate(self.domain.env.collect_relations())}
        for docname in sorted(named, key=lambda name: (order.get(name, len(order)), name)):
            for actor in named[docname]:
                if docname != (self.domain.target("actor", actor) or ("",))[0]:
                    pages.setdefault(actor, []).append(docname)
        return pages


def _line_of_links(label: str, links: Sequence[nodes.Node]) -> nodes.Element:
    """A line of links; many of them in a part that a reader opens."""
    joined = [node for each in links for node in (nodes.Text(", "), each)][1:]
    if len(links) <= MANY:
        return nodes.paragraph("", "", span(f"{label}: ", "sb-label"), *joined, classes=["sb-met"])
    summary = sb_summary("", f"{label}: {wording.times(len(links), 'place')}")
    return sb_details("", summary, nodes.paragraph("", "", *joined), classes=["sb-met"])
