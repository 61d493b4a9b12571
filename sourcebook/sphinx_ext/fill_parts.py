"""What is filled in when a page is written: drawings, paragraph numbers, where an actor is met.

When: with every page that is written, before links are resolved. Not here: the slots of quotations
(`collect_and_fill.py`), and how a drawing is made (`figures/timeline_svg.py`, `figures/range_svg.py`,
`figures/map_svg.py`).

A drawing is HTML that writers for paper take as a picture. Beside each stands a list that says the same in words, which
is what a writer without pictures shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from docutils import nodes

from sourcebook.figures import map_svg as atlas
from sourcebook.figures import range_svg, timeline_svg
from sourcebook.figures.svg_pages import windows
from sourcebook.figures.timeline_svg import NARROW, Layout
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.base import AtWriting
from sourcebook.sphinx_ext.directives import country_map
from sourcebook.sphinx_ext.directives.event_list import actors_of
from sourcebook.sphinx_ext.domain import PLACE, SourcebookDomain
from sourcebook.sphinx_ext.nodes import PARTS, every, sb_details, sb_drawing, sb_mentions, sb_summary, sb_where
from sourcebook.sphinx_ext.render import link, span
from sourcebook.sphinx_ext.session import BuildSession, Subject

COLUMN = Layout("column", width=700, label=250, size=12.5)
"""As wide as the column of text on a large screen, and on paper."""
MANY = 6
"""More links than so many stand in a part that a reader opens."""


class FillParts(AtWriting):
    """Fill the slots of a page. Before links are resolved, because some of what is filled in are links."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        domain = cast(SourcebookDomain, self.env.get_domain("sb"))
        for slot in every(self.document, *PARTS):
            filled = self._fill(slot, domain, domain.library) if domain.library else []
            slot.parent.replace(slot, filled)

    def _fill(self, slot: nodes.Element, domain: SourcebookDomain, library: BuildSession) -> list[nodes.Node]:
        if isinstance(slot, sb_where):
            paragraph = library.verdict(Subject(slot["ref"])).paragraph if library.passage(slot["ref"]) else 0
            return [nodes.Text(f"\u00a0¶{paragraph}")] if paragraph else []
        if isinstance(slot, sb_mentions):
            return Mentions(domain, library, self.env.docname).of(slot["actor"])
        return self._drawing(cast(sb_drawing, slot), library)

    # -- drawings ---------------------------------------------------------------------------------------------------

    def _drawing(self, slot: sb_drawing, library: BuildSession) -> list[nodes.Node]:
        """The drawing in the width of a column, and for a browser in that of a telephone as well.

        A timeline that is taller than a sheet stands in pieces besides, for a browser that prints: it would be cut
        through its rows.
        """
        options = slot["options"]
        if slot["what"] == "map":
            return picture(self._map(options["number"], library), "map")
        draw = self._timeline if slot["what"] == "timeline" else self._ranges
        builder = self.app.builder
        layouts = [NARROW] if builder.name == "epub" else [COLUMN, NARROW] if builder.format == "html" else [COLUMN]
        drawn = [(layout.name, draw(options, library, layout)) for layout in layouts]
        pieces = windows(drawn[0][1]) if slot["what"] == "timeline" and NARROW in layouts[1:] and drawn[0][1] else []
        return [node for name, svg in [*drawn, ("paper", "".join(pieces))] for node in picture(svg, name)]

    def _timeline(self, options: dict[str, Any], library: BuildSession, layout: Layout) -> str:
        ids: dict[str, str] = options["ids"]
        whole = library.timeline
        part = whole.part(ids)
        named = Layout(f"{layout.name}-{options['number']}", layout.width, layout.label, layout.size, layout.margin)
        told = {key: library.book.sources[key] for key in library.keys}
        return timeline_svg.draw(part, told, named, options["title"], lambda event: f"#{ids[event]}")

    def _ranges(self, options: dict[str, Any], library: BuildSession, layout: Layout) -> str:
        accounts, _ = library.figures[options["figure"]]
        return range_svg.draw(accounts, library.marks, layout, library.book.figures[options["figure"]].title)

    def _map(self, number: int, library: BuildSession) -> str:
        addresses = {key: self._address(key) for key in country_map.by_actor(library)}
        marks = country_map.marks(library, addresses)
        description = "Each marked country leads to its section. The list below the map says the same in words."
        ident = f"sb-map-{number}"
        title = "Countries for which the articles draw a consequence"
        return atlas.draw(marks, ident=ident, title=title, description=description, states=country_map.STATES).svg

    def _address(self, actor: str) -> str:
        """Where the section on an actor stands, as seen from this page; nothing where the book has none."""
        found = section_of(cast(SourcebookDomain, self.env.get_domain("sb")), actor)
        if found is None:
            return ""
        docname, html_id = found
        page = "" if docname == self.env.docname else self.app.builder.get_relative_uri(self.env.docname, docname)
        return f"{page}#{html_id}"


def picture(svg: str, name: str) -> list[nodes.Node]:
    """A drawing as a node; none where there is nothing to draw."""
    if not svg:
        return []
    markup = f'<div class="sb-drawing sb-drawing-{name}">{svg}</div>'
    return [nodes.raw("", markup, format="html")]


def section_of(domain: SourcebookDomain, actor: str) -> tuple[str, str] | None:
    """Where the consequences for an actor stand: a heading with the label `implications-ID`, or else their table."""
    labels: dict[str, tuple[str, str]] = domain.env.domaindata["std"]["anonlabels"]
    found = labels.get(f"implications-{actor}")
    return found[:2] if found else domain.target("implied", actor)


class Mentions:
    """Where an actor is met: in words of their own, in events, on pages."""

    def __init__(self, domain: SourcebookDomain, library: BuildSession, docname: str) -> None:
        self.domain = domain
        self.library = library
        self.docname = docname

    def of(self, actor: str) -> list[nodes.Node]:
        """A line for each way in which an actor is met."""
        ways: tuple[tuple[str, Callable[[str], Iterator[nodes.Node]]], ...] = (
            ("Speaks in", self._speaks),
            ("Takes part in", self._acts),
            ("Named on", self._named),
        )
        found: list[nodes.Node] = []
        for label, way in ways:
            links = list(way(actor))
            if links:
                found.append(_together(label, links))
        return found

    def _speaks(self, actor: str) -> Iterator[nodes.Node]:
        for ref in self.library.refs():
            known = self.library.passage(ref)
            if known and known[1].speaker == actor:
                paragraph = self.library.verdict(Subject(ref)).paragraph
                tail = f"\u00a0¶{paragraph}" if paragraph else ""
                yield link("passage", ref, self.docname, nodes.Text(f"{known[0].short}{tail}"))

    def _acts(self, actor: str) -> Iterator[nodes.Node]:
        for entry in self.library.timeline:
            if actor in actors_of(entry):
                yield link("event", entry.id, self.docname, nodes.Text(entry.event.title))

    def _named(self, actor: str) -> Iterator[nodes.Node]:
        for docname in named_on(self.domain, actor):
            title = self.domain.env.titles[docname].astext() if docname in self.domain.env.titles else docname
            yield link(PLACE, f"{docname}#", self.docname, nodes.Text(title))


def named_on(domain: SourcebookDomain, actor: str) -> list[str]:
    """The pages whose author names an actor."""
    found = (page for page, reference in domain.references if (reference.kind, reference.id) == ("actor", actor))
    return list(dict.fromkeys(found))


def _together(label: str, links: list[nodes.Node]) -> nodes.Element:
    """Links in a line; many of them in a part that a reader opens."""
    joined = [node for found in links for node in (nodes.Text(", "), found)][1:]
    if len(links) <= MANY:
        return nodes.paragraph("", "", span(f"{label}: ", "sb-label"), *joined, classes=["sb-met"])
    summary = sb_summary("", f"{label}: {wording.times(len(links), 'place')}")
    return sb_details("", summary, nodes.paragraph("", "", *joined), classes=["sb-met"])
