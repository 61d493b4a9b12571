"""The directive `sb:compare`: any two sources side by side, event by event, number by number and word by word.

Here: a table for each period and one of all numbers, with a column for every source, folded. A script leaves the two
columns that a reader chooses (`static/sourcebook-compare.js`). Not here: what stands in a cell in our words, which is
the synopsis's (`synopsis.py`), and the comparison of accounts (`analysis/agreement.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docutils import nodes

from sourcebook.analysis.accounts import Account
from sourcebook.analysis.agreement import AgreementVerdict
from sourcebook.analysis.periods import periods_of
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.account_lists import STANCES, header, table
from sourcebook.sphinx_ext.directives.synopsis import CELL_WIDTH, FIRST_WIDTH, SynopsisView
from sourcebook.sphinx_ext.nodes import sb_compare, sb_day, sb_heading, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import link, span


@dataclass(frozen=True)
class ComparedRecord:
    """An event or a number: what stands at the head of its row, its accounts, and the verdict on them."""

    head: Sequence[nodes.Node]
    accounts: Sequence[Account]
    verdict: AgreementVerdict

    @property
    def sources(self) -> set[str]:
        """The keys of the sources that tell it."""
        return {account.source for account in self.accounts}


class CompareDirective(BookDirective):
    """Every event and number, a column for each source; with a script, for two that a reader chooses."""

    has_content = False

    def run(self) -> list[nodes.Node]:
        session = self.session
        if session is None or len(session.keys) < 2:
            return [self.nothing("comparison", "it takes two sources.")]
        parts = list(CompareView(session, self.docname, self.place()).parts())
        if not parts:
            return [self.nothing("comparison", "no event and no number is on record.")]
        box = sb_compare("", *parts, ids=[self.anchor("compare", "all")], classes=["sb-compare"])
        self.set_source_info(box)
        return [box]


class CompareView(SynopsisView):
    """The tables of a comparison."""

    def parts(self) -> Iterator[sb_day]:
        """A folded table for each period of the timeline, and one for the numbers."""
        for period in periods_of(self.session.timeline):
            events = [ComparedRecord(self.title(entry), entry.accounts, entry.verdict) for entry in period.entries]
            yield self._part(period.label, "event", events)
        figures = self.session.evidence_book.figures
        numbers = [ComparedRecord(self._number(key), *self.session.figures[key]) for key in figures]
        if numbers:
            yield self._part("Numbers", "number", numbers)

    def _number(self, key: str) -> list[nodes.Node]:
        figure = self.session.evidence_book.figures[key]
        name = link("figure", key, self.docname, nodes.Text(figure.title))
        counts = nodes.paragraph("", wording.sentence(figure.counts), classes=["sb-when"])
        return [nodes.paragraph("", "", name), counts]

    def _part(self, label: str, kind: str, records: Sequence[ComparedRecord]) -> sb_day:
        count = span(wording.times(len(records), kind), "sb-day-count")
        keys = self.session.keys
        widths = [FIRST_WIDTH, *[CELL_WIDTH] * len(keys)]
        title = f"{label}: each {kind}, and what each article says of it"
        rows = [self._row(record, keys) for record in records]
        heading = sb_heading("", "", nodes.Text(f"{label}: "), count)
        shown = table(title, widths, self.heads(wording.capital(kind), keys), rows)
        return sb_day("", sb_summary("", "", heading), shown, classes=["sb-day"])

    def _row(self, record: ComparedRecord, keys: Sequence[str]) -> nodes.row:
        """A row. Its classes name the pairs of sources that contradict each other, in the order of their keys."""
        pairs = {tuple(sorted(pair)) for finding in record.verdict.disputes for pair in finding.against}
        signed = [span("", "sb-unequal"), nodes.Text("Accounts conflict")]
        clash = [nodes.paragraph("", "", *signed, classes=["sb-clash"])] if pairs else []
        cells = [self._compared(record, key) for key in keys]
        unlike = [f"sb-unlike-{one}-{other}" for one, other in sorted(pairs)]
        return nodes.row("", header("row", *record.head, *clash), *cells, classes=unlike)

    def _compared(self, record: ComparedRecord, key: str) -> nodes.entry:
        """What a source says; where another tells it too, in its own words as well."""
        cell = self.cell(record.accounts, key)
        short = self.session.evidence_book.sources[key].short
        cell.insert(0, nodes.paragraph("", "", span(short, "sb-src", *self.marked(key)), classes=["sb-cell-of"]))
        cell["classes"] += ["sb-told"] if key in record.sources else []
        quoted = [a for a in record.accounts if a.source == key and a.report.passage and len(record.sources) > 1]
        cell += [self._words(account) for account in quoted]
        return cell

    def _words(self, account: Account) -> nodes.paragraph:
        report = account.report
        return self.account_line(report.source, report.passage, report.paragraph, STANCES[report.stance], report.via)
