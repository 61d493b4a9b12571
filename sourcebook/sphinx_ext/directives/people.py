"""The directive `sb:people`: a list of actors with their roles, variants of their names, and likely confusions.

Not here: the links to their quotations and mentions, which depend on other pages (`sphinx_ext/fill_parts.py`).
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.util.typing import OptionSpec

from sourcebook.model.records import Actor, Confusion, Role
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.account_lists import AccountsView
from sourcebook.sphinx_ext.nodes import sb_mentions
from sourcebook.sphinx_ext.options import BookDirective, chosen
from sourcebook.sphinx_ext.render import span

KINDS = ("person", "organisation", "country", "group")


def _kinds(argument: str) -> tuple[str, ...]:
    """The kinds that an option names, joined by spaces or commas."""
    return tuple(chosen(word, KINDS) for word in argument.replace(",", " ").split())


class PeopleDirective(BookDirective):
    """People and organisations. Option `kind`: one or more of person, organisation, country, group."""

    has_content = False
    option_spec: ClassVar[OptionSpec] = {"kind": _kinds}

    def run(self) -> list[nodes.Node]:
        session = self.session
        kinds = self.options.get("kind", KINDS)
        actors = [actor for actor in session.evidence_book.actors.values() if actor.kind in kinds] if session else []
        if session is None or not actors:
            return [self.nothing("list of people", "no actor of this kind is on record.")]
        view = PeopleView(session, self.docname, self.place())
        items = [view.actor(actor, self.anchor("actor", actor.id)) for actor in _by_name(actors)]
        listing = nodes.definition_list("", *items, classes=["sb-people"])
        self.set_source_info(listing)
        return [listing]


def _by_name(actors: list[Actor]) -> list[Actor]:
    """Actors in alphabetical order, a leading article ignored."""
    return sorted(actors, key=lambda actor: actor.name.casefold().removeprefix("the "))


class PeopleView(AccountsView):
    """The entries of a list of people."""

    def actor(self, actor: Actor, html_id: str) -> nodes.definition_list_item:
        """The entry of one actor: the name as the term, and all facts on record."""
        term = nodes.term("", "", nodes.Text(wording.capital(actor.name)), *self._say(actor), ids=[html_id])
        body = nodes.definition()
        variants = [name for name in actor.variants if name != actor.name]
        if variants:
            body += nodes.paragraph("", f"Also: {', '.join(variants)}.", classes=["sb-variants"])
        body += self._roles(actor)
        body += [self._confusion(confusion) for confusion in actor.confused_with]
        if actor.note:
            body += nodes.paragraph("", wording.sentence(actor.note), classes=["sb-note"])
        body += sb_mentions(actor=actor.id)
        return nodes.definition_list_item("", term, body)

    def _say(self, actor: Actor) -> list[nodes.Node]:
        return [nodes.Text(" "), span(f"(say {actor.say})", "sb-say")] if actor.say else []

    def _roles(self, actor: Actor) -> list[nodes.Node]:
        if not actor.roles:
            return []
        items = [nodes.list_item("", self._role(role)) for role in actor.roles]
        return [nodes.bullet_list("", *items, bullet="-", classes=["sb-roles"])]

    def _role(self, role: Role) -> nodes.paragraph:
        """The role that one source gives an actor, with a link to the passage."""
        ref = f"{role.source}/{role.passage}"
        known = self.session.passage(ref) if role.passage else None
        paragraph = self.session.paragraph(ref) if known else role.paragraph
        where = self.bracket(role.source, paragraph, ref if known else "")
        words = nodes.Text(f": {wording.sentence(role.role).removesuffix('.')}")
        return nodes.paragraph("", "", self.named(role.source), words, *where, nodes.Text("."))

    def _confusion(self, confusion: Confusion) -> nodes.paragraph:
        warning = [span("Not to be confused with ", "sb-label"), self.name(confusion.actor)]
        because = wording.sentence(confusion.because)
        return nodes.paragraph("", "", *warning, nodes.Text(f": {because}"), classes=["sb-confusion"])
