"""The synopsis of a timeline: a table of events by sources, what each source says, or that it is silent.

Here: the table, for wide screens and paper; in an EPUB each event says the same in its own place. Not here: the list of
events with their accounts in full (`event_list.py`).
"""

from __future__ import annotations

from docutils import nodes

from sourcebook.analysis.accounts import Account, number_value
from sourcebook.analysis.timeline import Timeline, TimelineEntry
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives import time_nodes
from sourcebook.sphinx_ext.directives.account_lists import STANCES, AccountsView, header, table, text
from sourcebook.sphinx_ext.nodes import sb_synopsis, sb_where
from sourcebook.sphinx_ext.render import link, span

PLAIN = frozenset({"asserts", "reports", "implies"})
"""The stances that need no verb: the article says that it is so."""
SILENT = "silent"
FIRST_WIDTH, CELL_WIDTH = 24, 20


class SynopsisView(AccountsView):
    """The synopsis of one timeline."""

    def synopsis(self, part: Timeline, html_id: str) -> sb_synopsis:
        """The table, one row an event."""
        sources = self.session.evidence_book.sources
        keys = [key for key in self.session.keys if any(key in entry.sources for entry in part)]
        named = [span(sources[key].short, "sb-src", *self.marked(key)) for key in keys]
        head = [header("col", nodes.paragraph("", "Event"))]
        head += [header("col", nodes.paragraph("", "", name)) for name in named]
        rows = [self._event(entry, keys) for entry in part]
        widths = [FIRST_WIDTH, *[CELL_WIDTH] * len(keys)]
        title = "Synopsis: each event, and what each article says of it"
        return sb_synopsis("", table(title, widths, head, rows), ids=[html_id], classes=["sb-synopsis"])

    def _event(self, entry: TimelineEntry, keys: list[str]) -> nodes.row:
        when = time_nodes.stamp(entry.stamp) if entry.stamp else []
        title = link("event", entry.id, self.docname, nodes.Text(entry.event.title))
        head = [nodes.paragraph("", "", title), nodes.paragraph("", "", *when, classes=["sb-when"])]
        return nodes.row("", header("row", *head), *(self._cell(entry, key) for key in keys))

    def _cell(self, entry: TimelineEntry, key: str) -> nodes.entry:
        told = [self._line(account) for account in entry.accounts if account.source == key]
        return nodes.entry("", *(told or [nodes.paragraph("", SILENT, classes=["sb-nothing"])]))

    def _line(self, account: Account) -> nodes.paragraph:
        """One account in a few words of ours, and the paragraph in which it stands."""
        report = account.report
        verb = "" if report.stance in PLAIN else STANCES[report.stance]
        facts = [fact for fact in (self._when(account), number_value(account), account.agent) if fact]
        said = ("; ".join(filter(None, (verb, *facts))), report.says)
        words = " ".join(map(wording.sentence, filter(None, said))) or "Says so."
        return nodes.paragraph("", "", *text(f"{words} "), self._where(account))

    def _when(self, account: Account) -> str:
        """The date and hour that the account gives, in brackets where the editor reads them out of it."""
        if not account.stamp:
            return ""
        said = account.stamp.english() if account.date else self._hour(account)[0].astext()
        read = account.read_by_editor("date") or account.read_by_editor("time")
        return f"{account.report.told or ''} [{said}]".strip() if read else said

    def _where(self, account: Account) -> nodes.Node:
        report = account.report
        if report.passage:
            ref = f"{report.source}/{report.passage}"
            return link("passage", ref, self.docname, sb_where(ref=ref))
        return link("source", report.source, self.docname, nodes.Text(f"¶{report.paragraph}"))
