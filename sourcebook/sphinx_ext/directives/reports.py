"""The directives `sb:reports` and `sb:figure`: one event, or one number, with every account, folded under the verdict.

Here: the box around the accounts. Not here: one account and the verdict (`account_lists.py`), the drawing of the
numbers (`figures/range_svg.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

from sourcebook.analysis.accounts import Account
from sourcebook.analysis.timeline import TimelineEntry
from sourcebook.sphinx_ext import time_nodes, wording
from sourcebook.sphinx_ext.directives.account_lists import AccountsView
from sourcebook.sphinx_ext.nodes import sb_drawing, sb_fold, sb_line, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import missing
from sourcebook.sphinx_ext.session import BuildSession

CARDS = "sb-side-by-side"


class _OneRecord(BookDirective):
    """A directive whose argument is the id of a record of one kind."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = False
    kind = ""

    def run(self) -> list[nodes.Node]:
        ident, place = self.arguments[0].strip(), self.place()
        self.refer(self.kind, ident, place)
        session = self.session
        if session is None or ident not in self.known(session):
            return [nodes.paragraph("", "", missing(f"no {self.kind} “{ident}” on record"))]
        box = self.box(session, ident, AccountsView(session, self.docname, place))
        self.set_source_info(box)
        return [box]

    def known(self, session: BuildSession) -> dict[str, object]:
        """The records of this kind."""
        raise NotImplementedError

    def box(self, session: BuildSession, ident: str, view: AccountsView) -> nodes.container:
        """A box with the record and its accounts."""
        raise NotImplementedError


def _folded(parts: Iterable[nodes.Node], accounts: Sequence[Account], note: str) -> sb_fold:
    """Reasons, accounts and note, closed at first. On paper they are open, without the line that opens them."""
    line = sb_line("", wording.times(len(accounts), "account"), screen=True)
    noted = [nodes.paragraph("", wording.sentence(note), classes=["sb-note"])] if note else []
    return sb_fold("", sb_summary("", "", line), *parts, *noted, classes=["sb-opening"])


class ReportsDirective(_OneRecord):
    """One event, and all accounts of it side by side."""

    kind = "event"

    def known(self, session: BuildSession) -> dict[str, object]:
        return {**session.evidence_book.events}

    def box(self, session: BuildSession, ident: str, view: AccountsView) -> nodes.container:
        entry = session.timeline[ident]
        box = nodes.container("", ids=[self.anchor("reports", ident)], classes=["sb-reports"])
        box += nodes.paragraph("", "", *self._head(entry), classes=["sb-event-title"])
        box += view.outcome(entry.verdict, nodes.paragraph)
        parts = [*view.reasons(entry.verdict), view.accounts(entry.event, entry.accounts, CARDS)]
        box += _folded(parts, entry.accounts, entry.event.note)
        return box

    def _head(self, entry: TimelineEntry) -> list[nodes.Node]:
        date = time_nodes.stamp(entry.stamp) if entry.stamp else []
        return [nodes.strong("", entry.event.title), *([nodes.Text(", ")] if date else []), *date]


class FigureDirective(_OneRecord):
    """One number, and all accounts of it side by side."""

    kind = "figure"

    def known(self, session: BuildSession) -> dict[str, object]:
        return {**session.evidence_book.figures}

    def box(self, session: BuildSession, ident: str, view: AccountsView) -> nodes.container:
        figure = session.evidence_book.figures[ident]
        accounts, verdict = session.figures[ident]
        box = nodes.container("", ids=[self.anchor("figure", ident)], classes=["sb-figure"])
        title = [nodes.strong("", figure.title), nodes.Text(f": {figure.counts}")]
        box += nodes.paragraph("", "", *title, classes=["sb-event-title"])
        box += sb_drawing(what="ranges", options={"figure": ident})
        box += view.outcome(verdict, nodes.paragraph)
        parts = [*view.reasons(verdict), view.accounts(figure, accounts, CARDS)]
        box += _folded(parts, accounts, figure.note)
        return box
