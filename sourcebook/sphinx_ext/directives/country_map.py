"""The directives `sb:map` and `sb:implications`: the consequences that the articles draw, by country and by actor.

Here: the list in words that stands beside the map, and the table of one country, bloc or organisation. Not here: the
map itself, whose links depend on other pages (`sphinx_ext/fill_parts.py` and `figures/map_svg.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import get_args, get_type_hints

from docutils import nodes

from sourcebook.figures import map_geometry, map_svg
from sourcebook.figures import map_svg as atlas
from sourcebook.model.records import AUTHOR, Actor, Implication
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.account_lists import AccountsView, table
from sourcebook.sphinx_ext.nodes import sb_details, sb_drawing, sb_header, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import link, missing
from sourcebook.sphinx_ext.session import BuildSession, add_file

STANCES: tuple[str, ...] = get_args(get_type_hints(Implication)["stance"])
STATES = {
    "stated": "only stated as fact",
    "awaited": "only expected, feared or recommended",
    "both": "some stated, some expected, feared or recommended",
}
"""The states of a country on the map, in words."""
VERBS = {"stated": "states", "expected": "expects", "feared": "fears", "recommended": "recommends"}


def by_actor(session: BuildSession) -> dict[str, list[Implication]]:
    """The implications of each actor that has any, in the order of the records."""
    by_id: dict[str, list[Implication]] = {}
    for implication in session.implications.values():
        by_id.setdefault(implication.about, []).append(implication)
    return {key: by_id[key] for key in session.actor_ids if key in by_id}


def counted(implications: Iterable[Implication]) -> str:
    """The number of implications of each stance, in words."""
    count: Counter[str] = Counter(implication.stance for implication in implications)
    return wording.listed(f"{count[stance]} {stance}" for stance in STANCES if count[stance])


def state(implications: Iterable[Implication]) -> str:
    """The state of a country on the map."""
    stances = {implication.stance for implication in implications}
    if stances == {"stated"}:
        return "stated"
    return "both" if "stated" in stances else "awaited"


def country_code(actor: Actor) -> str:
    """The country code of an actor, found by its name or a variant; empty where the map has no such country.

    A name that is the beginning of one country's name, and of no other's, is taken for it.
    """
    names = [name.casefold() for name in (actor.name, *actor.variants)]
    countries = {country.name.casefold(): country for country in map_geometry.atlas().countries}
    for name in names:
        begins = [countries[full] for full in countries if full.startswith(f"{name} ")]
        country_ = countries.get(name) or (begins[0] if len(begins) == 1 else None)
        if country_:
            return country_.alpha3 or country_.alpha2
    return ""


def marks(session: BuildSession, addresses: Mapping[str, str]) -> list[map_svg.CountryMark]:
    """The marks of the map: every country for which an article draws a consequence. `addresses`: where each leads."""
    by_code: dict[str, map_svg.CountryMark] = {}
    for key, implications in by_actor(session).items():
        actor = session.book.actors[key]
        code = country_code(actor) if actor.kind == "country" else ""
        if code:
            mark = map_svg.CountryMark(
                code, actor.name, addresses.get(key, ""), state(implications), counted(implications)
            )
            by_code.setdefault(code, mark)
    return list(by_code.values())


class MapDirective(BookDirective):
    """The map, and a list of every actor for whom an article draws a consequence."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        session = self.session
        if session is None or not session.implications:
            return [self.nothing("map", "no implication is on record: add sources/implications.yml.")]
        view = AccountsView(session, self.docname, self.place())
        self.anchor("map", "map")
        number = self.env.new_serialno("sb-map") + 1
        drawing = sb_drawing(what="map", options={"number": number})
        caption = nodes.paragraph("", atlas.CAPTION, classes=["sb-map-caption"])
        items = [self._item(view, session, key, implications) for key, implications in by_actor(session).items()]
        listing = nodes.bullet_list("", *items, bullet="-", classes=["sb-map-list"])
        summary = sb_summary("", f"The same in words: {wording.times(len(items), 'name')}")
        folded = sb_details("", summary, listing, classes=["sb-fold"])
        box = nodes.container("", drawing, caption, folded, classes=["sb-map-box"])
        self.set_source_info(box)
        return [box]

    def _item(
        self, view: AccountsView, session: BuildSession, key: str, implications: Sequence[Implication]
    ) -> nodes.list_item:
        name = link("implications", key, self.docname, nodes.Text(session.actor_name(key) or key))
        told = dict.fromkeys(implication.source for implication in implications)
        sources = [node for source in told for node in (nodes.Text(", "), view.source(source))][1:]
        summary = nodes.Text(f": {counted(implications)}. Told by ")
        return nodes.list_item("", nodes.paragraph("", "", name, summary, *sources, nodes.Text(".")))


class ImplicationsDirective(BookDirective):
    """The consequences that the articles draw for one country, bloc or organisation: a table, folded at first."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = False

    def run(self) -> list[nodes.Node]:
        about, place, session = self.arguments[0].strip(), self.place(), self.session
        self.refer("actor", about, place)
        if session is None or session.actor_name(about) is None:
            return [nodes.paragraph("", "", missing(f"no actor “{about}” on record"))]
        implications = by_actor(session).get(about, [])
        if not implications:
            remedy = "." if session.implications else f": {add_file('implications')}"
            return [self.nothing("table", f"no implication for “{about}” is on record{remedy}")]
        view = _Rows(session, self.docname, place)
        head = [
            sb_header("", nodes.paragraph("", word), scope="col") for word in ("Consequence", "Written", "Who says it")
        ]
        title = f"What the articles draw for {session.actor_name(about)}"
        drawn = table(
            title, [30, 15, 55], head, [view.row(implication) for implication in implications], "sb-implications"
        )
        drawn["ids"] = [self.anchor("implied", about)]
        # Closed at first: a country can have thirty, and the prose around the table picks out. A link into it opens it.
        folded = sb_details("", sb_summary("", f"{title}: {counted(implications)}"), drawn, classes=["sb-fold"])
        self.set_source_info(folded)
        return [folded]


class _Rows(AccountsView):
    """The rows of a table of consequences."""

    def row(self, implication: Implication) -> nodes.row:
        source = self.session.source(implication.source)
        head = sb_header("", nodes.paragraph("", implication.title), scope="row", classes=["rowheader"])
        if implication.horizon:
            head += nodes.paragraph("", f"When: {implication.horizon}", classes=["sb-note"])
        written = wording.capital(wording.issued(source)) if source else ""
        return nodes.row("", head, nodes.entry("", nodes.paragraph("", written)), self._said(implication))

    def _said(self, implication: Implication) -> nodes.entry:
        """The cell with the holder, the stance, the words, and later developments."""
        verb = VERBS[implication.stance]
        held = implication.holder
        via = held if held != AUTHOR and self.session.actor_name(held) is not None else ""
        cell = nodes.entry(
            "", self.account_line(implication.source, implication.passage, implication.paragraph, verb, via)
        )
        notes = (("Later: ", implication.later), ("", implication.note))
        cell += [
            nodes.paragraph("", label + wording.sentence(words), classes=["sb-note"]) for label, words in notes if words
        ]
        return cell
