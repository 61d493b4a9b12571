"""The directives `sb:errata` (corrections) and `sb:withdrawn` (tombstones of what was withdrawn).

Here: both lists, and the redirects from places of withdrawn things. Not here: what is withdrawn
(`tombstones.py`), taking things out (`commands/remove.py`), refusing an id that was withdrawn
(`store/book.py`, `questions/assignments.py`), and following an old link in a browser (`static/sourcebook-reading.js`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.addnodes import pending_xref

from sourcebook.model.records import Erratum
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.tombstones import Withdrawal, withdrawal_line, withdrawals
from sourcebook.sphinx_ext.domain import PageAnchor, SourcebookDomain, anchor_id
from sourcebook.sphinx_ext.nodes import sb_fold, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import span
from sourcebook.sphinx_ext.session import unknown

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NO_ERRATA = "No correction has been made so far."
NOTHING_WITHDRAWN = "Nothing has been withdrawn so far."
OLD = {
    "passage": ("passage", "quote"),
    "event": ("event", "reports"),
    "exercise": ("exercise", "assignment"),
    "source": ("source",),
    "actor": ("actor", "implied"),
    "figure": ("figure",),
}
"""For each kind of withdrawn thing, the kinds of anchors that it had on pages."""


def old_places(app: Sphinx) -> dict[str, str]:
    """The address of the tombstone for each HTML id that a withdrawn thing had."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    places: dict[str, str] = {}
    for withdrawal in withdrawals(domain.session) if domain.session else ():
        target = domain.target("stone", withdrawal.name)
        if target:
            at = f"{app.builder.get_target_uri(target[0])}#{target[1]}"
            places.update({anchor_id(kind, withdrawal.id): at for kind in OLD.get(withdrawal.kind, ())})
    return places


class ErrataDirective(BookDirective):
    """The list of corrections, the latest first."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        errata = self.session.errata if self.session else {}
        latest_first = sorted(errata.values(), key=lambda erratum: (erratum.date, erratum.id), reverse=True)
        if not latest_first:
            return [nodes.paragraph("", NO_ERRATA)]
        return [nodes.definition_list("", *map(self._item, latest_first), classes=["sb-errata"])]

    def _item(self, erratum: Erratum) -> nodes.definition_list_item:
        if erratum.page not in self.env.found_docs:
            place = self.session.errata_place if self.session else self.place()
            self.note("problems", unknown("page", erratum.page, self.env.found_docs, place))
        heading = nodes.Text(f"{wording.date(erratum.date)}: ")
        term = nodes.term("", "", heading, self._page(erratum.page), ids=[self.anchor("erratum", erratum.id)])
        parts = (("The page said: ", erratum.said), ("It says: ", erratum.says), ("Why: ", erratum.because))
        lines = [nodes.paragraph("", "", span(label, "sb-label"), nodes.Text(words)) for label, words in parts]
        return nodes.definition_list_item("", term, nodes.definition("", *lines))

    def _page(self, docname: str) -> pending_xref:
        """A link to a page by its title."""
        inner = nodes.inline("", docname)
        return pending_xref(
            "", inner, refdomain="std", reftype="doc", reftarget=f"/{docname}", refdoc=self.docname,
            refexplicit=False, refwarn=False,
        )  # fmt: skip


class WithdrawnDirective(BookDirective):
    """The list of tombstones: what was withdrawn, why and when."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        session = self.session
        items = [self._item(withdrawal) for withdrawal in withdrawals(session)] if session else []
        if not items:
            return [nodes.paragraph("", NOTHING_WITHDRAWN)]
        summary = sb_summary("", f"The list: {len(items)} withdrawn")
        listing = nodes.bullet_list("", *items, bullet="-", classes=["sb-withdrawn"])
        return [sb_fold("", summary, listing, classes=["sb-fold"])]

    def _item(self, withdrawal: Withdrawal) -> nodes.list_item:
        html_id = f"withdrawn-{anchor_id(withdrawal.kind, withdrawal.id)}"
        self.note("anchors", PageAnchor("stone", withdrawal.name, html_id))
        return nodes.list_item("", withdrawal_line(withdrawal), ids=[html_id], classes=["sb-stone"])


def register(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive_to_domain("sb", "errata", ErrataDirective)
    app.add_directive_to_domain("sb", "withdrawn", WithdrawnDirective)
