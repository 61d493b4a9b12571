"""The synopsis of a timeline: a table of events by sources, what each source says, or that it is silent.

Here: the table, for wide screens and paper, and its cells, of which the comparison of two sources is made as well
(`compare.py`); in an EPUB each event says the same in its own place. Not here: the list of events with their accounts
in full (`event_list.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from sourcebook.analysis.accounts import Account, number_value
from sourcebook.analysis.timeline import Timeline, TimelineEntry
from sourcebook.sphinx_ext import time_nodes, wording
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
        keys = [key for key in self.session.keys if any(key in entry.sources for entry in part)]
        head = self.heads("Event", keys)
        rows = [self._event(entry, keys) for entry in part]
        widths = [FIRST_WIDTH, *[CELL_WIDTH] * len(keys)]
        title = "Synopsis: each event, and what each article says of it"
        return sb_synopsis("", table(title, widths, head, rows), ids=[html_id], classes=["sb-synopsis"])

    def heads(self, first: str, keys: Sequence[str]) -> list[nodes.entry]:
        """The cells of the head: what the rows are, then the sources."""
        sources = self.session.evidence_book.sources
        named = [(key, span(sources[key].short, "sb-src", *self.marked(key))) for key in keys]
        columns = [header("col", nodes.paragraph("", "", name), classes=[f"sb-by-{key}"]) for key, name in named]
        return [header("col", nodes.paragraph("", first)), *columns]

    def title(self, entry: TimelineEntry) -> list[nodes.Node]:
        """What an event is, with a link to it, and when."""
        when = time_nodes.stamp(entry.stamp) if entry.stamp else []
        name = link("event", entry.id, self.docname, nodes.Text(entry.event.title))
        return [nodes.paragraph("", "", name), nodes.paragraph("", "", *when, classes=["sb-when"])]

    def _event(self, entry: TimelineEntry, keys: list[str]) -> nodes.row:
        return nodes.row("", header("row", *self.title(entry)), *(self.cell(entry.accounts, key) for key in keys))

    def cell(self, accounts: Sequence[Account], key: str) -> nodes.entry:
        """What one source says, or that it is silent."""
        told = [node for account in accounts if account.source == key for node in self.told(account)]
        return nodes.entry("", *(told or [nodes.paragraph("", SILENT, classes=["sb-nothing"])]))

    def told(self, account: Account) -> list[nodes.Node]:
        """One account in a cell."""
        return [self._line(account)]

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
