"""Nodes for the accounts of one event or number, and for the verdict on whether they agree.

Here: what the timeline, `sb:reports`, `sb:figure` and other lists share. Not here: the comparison of accounts
(`analysis/agreement.py`), and what stands around these nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from docutils import nodes

from sourcebook.analysis.accounts import Account, number_value
from sourcebook.analysis.agreement import AgreementFinding, AgreementVerdict, question_of
from sourcebook.analysis.moments import Level
from sourcebook.model import attribution
from sourcebook.model.problems import Place
from sourcebook.model.records import AUTHOR, Event, Figure, Passage, Reading, Source
from sourcebook.sphinx_ext import time_nodes, wording
from sourcebook.sphinx_ext.citations.runs import BracketItem, Citation
from sourcebook.sphinx_ext.nodes import sb_header, sb_inline, sb_line, sb_proof, sb_words
from sourcebook.sphinx_ext.render import Renderer, lang, link, missing, quoted_words, set_subject, span
from sourcebook.sphinx_ext.session import BuildSession, Subject

STANCES = {
    "asserts": "says",
    "reports": "reports",
    "implies": "implies",
    "relates": "passes on",
    "mentions": "mentions",
    "hedges": "supposes",
    "expects": "expects",
    "fears": "fears",
    "doubts": "doubts",
    "denies": "denies",
    "recommends": "recommends",
}
HEADS = {
    Level.CONFLICT: ("≠", "Accounts conflict"),
    Level.DISPUTED: ("≠", "Disputed, told and denied"),
    Level.COMPATIBLE: ("≈", "Accounts differ, and all can be right"),
    Level.AGREE: ("=", "Accounts agree"),
    Level.SINGLE: ("1", "One origin tells it"),
    Level.UNATTESTED: ("0", "No article says in its own voice that it is so"),
}
"""A sign and words for each outcome: nothing is told by a colour."""


def text(words: str) -> list[nodes.Node]:
    """Words as nodes; none where there are none."""
    return [nodes.Text(words)] if words else []


class AccountsView:
    """Makes the nodes of accounts for one page; `place` is the directive that asked for them."""

    def __init__(self, session: BuildSession, docname: str, place: Place) -> None:
        self.session = session
        self.docname = docname
        self.place = place

    def name(self, actor: str) -> nodes.Node:
        """The name of an actor, linked to their entry."""
        return link("actor", actor, self.docname, nodes.Text(self.session.actor_name(actor) or actor))

    # -- one account ------------------------------------------------------------------------------------------------

    def accounts(self, owner: Event | Figure, accounts: Iterable[Account], *classes: str) -> nodes.bullet_list:
        """A list of every account of an event or a number, in the order of the record."""
        items = [self.account(account, question_of(owner)) for account in accounts]
        return nodes.bullet_list("", *items, bullet="-", classes=["sb-accounts", *classes])

    def account(self, account: Account, question: str) -> nodes.list_item:
        """One account: its source with its words, what it asserts, and its summary."""
        report = account.report
        item = nodes.list_item("", classes=["sb-account", *self.marked(report.source)])
        item += self.account_line(report.source, report.passage, report.paragraph, STANCES[report.stance], report.via)
        facts = self._facts(account, question)
        if facts:
            item += nodes.paragraph("", "", *facts, classes=["sb-asserted"])
        if report.says:
            item += nodes.paragraph("", f"In short: {wording.sentence(report.says)}", classes=["sb-short"])
        if report.note:
            item += nodes.paragraph("", wording.sentence(report.note), classes=["sb-note"])
        return item

    def marked(self, key: str) -> list[str]:
        """The CSS classes for the mark of a source."""
        return [*self.session.marked(key)]

    def account_line(self, key: str, name: str, paragraph: int | None, verb: str, via: str = "") -> nodes.paragraph:
        """A line with a source, its stance as a verb, and its words, or the paragraph that is cited without words."""
        passage = self.session.passage(f"{key}/{name}") if name else None
        if passage:
            return nodes.paragraph("", "", self._quoted(f"{key}/{name}", passage, verb, via), classes=["sb-telling"])
        if name:
            return nodes.paragraph("", "", missing(f"no passage “{key}/{name}” on record"), classes=["sb-telling"])
        words = [self.named(key), nodes.Text(f" {verb}"), *self._via(via), *self.bracket(key, paragraph)]
        return nodes.paragraph("", "", *words, classes=["sb-telling"])

    def named(self, key: str) -> nodes.inline:
        """The short name of a source where a bracket behind it is the link."""
        source = self.session.source(key)
        return span(source.short if source else key, "sb-src", *self.marked(key))

    def source(self, key: str) -> nodes.Element:
        """The short name of a source as a link to it."""
        return link("source", key, self.docname, self.named(key))

    def bracket(self, key: str, paragraph: int | None, ref: str = "", copied: bool = False) -> list[nodes.Node]:
        """The bracket behind an account whose source is named: its paragraph or passage; nothing without one."""
        if not paragraph and not ref:
            return []
        numbers = (paragraph,) if paragraph else ()
        item = BracketItem(key, numbers, not numbers, [Citation(key, numbers, ref, copied=copied)])
        return [nodes.Text(" "), Renderer(self.session, self.docname).bracket([item])]

    def _quoted(self, ref: str, known: tuple[Source, Passage], verb: str, via: str) -> sb_inline:
        """A quotation with its reference in front."""
        source, passage = known
        key = ref.partition("/")[0]
        node = sb_inline(classes=["sb-inline", *self.marked(key)])
        set_subject(node, Subject(ref), self.place)
        node += self.named(key)
        cited = (via or passage.via) if (via or passage.via) != passage.speaker else ""
        node += [nodes.Text(f" {verb}"), *self._via(cited), *self._speaking(key, passage)]
        node += nodes.Text(": ")
        node += sb_words("", "", *quoted_words(passage.exact), classes=["sb-words", lang(source)])
        node += sb_proof(block=False)
        node += self.bracket(key, self.session.paragraph(ref), ref, self.session.is_copied_speech(ref))
        return node

    def _via(self, via: str) -> list[nodes.Node]:
        """The informant whom the source cites."""
        if not via:
            return []
        name = nodes.Text(self.session.name_in_sentence(via))
        return [nodes.Text(f", {attribution.CITING} "), link("actor", via, self.docname, name)]

    def _speaking(self, key: str, passage: Passage) -> list[nodes.Node]:
        """The speaker where it is not the author."""
        if self.session.actor_name(passage.speaker) is not None:
            return [nodes.Text(", in words of "), self.name(passage.speaker)]
        spoken = passage.speaker != AUTHOR
        return text(f", in words of {self.session.speaker_name(key, passage.speaker)}" if spoken else "")

    def _facts(self, account: Account, question: str) -> list[nodes.Node]:
        """What the account asserts: a time, a number, an answer to the question of the record."""
        facts: list[list[nodes.Node]] = []
        report = account.report
        if account.stamp:
            moment = time_nodes.stamp(account.stamp) if account.date else self._hour(account)
            told = f"told for {report.told}; " if report.told else ""
            read = account.read_by_editor("date") or account.read_by_editor("time")
            facts.append([span("When: ", "sb-label"), *text(f"{told}the editor reads it as " if read else ""), *moment])
        if account.span:
            facts.append([span("Number: ", "sb-label"), *self._read(account, "number"), *text(number_value(account))])
        if account.agent:
            named = self.name(report.agent) if report.agent and not report.answer else nodes.Text(account.agent)
            label = span(f"{wording.capital(question)}: ", "sb-label")
            facts.append([label, *self._read(account, "agent"), named])
        joined = [node for fact in facts for node in (nodes.Text("; "), *fact)]
        return joined[1:]

    def _read(self, account: Account, field: Reading) -> list[nodes.Node]:
        """A note where a value is the editor's reading."""
        return text("the editor reads it as ") if account.read_by_editor(field) else []

    def _hour(self, account: Account) -> list[nodes.Node]:
        """The hour of an account that names no date."""
        hour = account.stamp.english().removeprefix(account.stamp.date.english() + ", ") if account.stamp else ""
        return text(hour)

    # -- all accounts together --------------------------------------------------------------------------------------

    def outcome(self, verdict: AgreementVerdict, line: type[nodes.paragraph | sb_line]) -> nodes.Element:
        """The result of the comparison in a line."""
        sign, words = HEADS[verdict.level]
        content = [span(f"{sign} ", "sb-sign"), nodes.strong("", words), *text(self._tail(verdict))]
        return line("", "", *content, classes=["sb-verdict", f"sb-{verdict.level.label}"])

    def reasons(self, verdict: AgreementVerdict) -> list[nodes.Node]:
        """The reasons why accounts differ, as a list; empty where they do not."""
        findings = [finding for finding in verdict.findings if finding.level >= Level.COMPATIBLE or finding.see]
        return [self._reasons(findings)] if findings else []

    def _tail(self, verdict: AgreementVerdict) -> str:
        """The aspects behind the level, the number of independent origins, and accounts that are no witnesses."""
        others: dict[str, list[str]] = {}
        for label, what in verdict.beside:
            others.setdefault(label, []).append(what)
        beside = "".join(f"; {label}: {', '.join(what)}" for label, what in others.items())
        if verdict.level <= Level.SINGLE:
            return f"{beside}."
        at_level: dict[str, int] = {}
        for finding in verdict.findings:
            if finding.level is verdict.level:
                at_level[finding.label] = max(finding.origins, at_level.get(finding.label, 0))
        aspects = wording.listed(f"{label} ({self._counted(number)})" for label, number in at_level.items())
        told = "" if at_level and {*at_level.values()} == {verdict.witnesses} else self._told(verdict, bool(at_level))
        return f"{': ' if aspects else ''}{aspects}{told}{beside}."

    def _counted(self, number: int) -> str:
        return wording.times(number, "independent origin")

    def _told(self, verdict: AgreementVerdict, more: bool) -> str:
        """The number of independent origins that assert it as a fact."""
        if not verdict.witnesses:
            return "; told as a fact by none"
        told = self._counted(verdict.witnesses)
        return f"; told as a fact by {told}" if more else f" ({told})"

    def _because(self, finding: AgreementFinding) -> list[nodes.Node]:
        """The reason of a finding, with a link to the event that explains it, if any."""
        if not finding.see:
            return text(finding.because)
        title = self.session.title("event", finding.see)
        before, _, after = finding.because.partition(title)
        return [*text(before), link("event", finding.see, self.docname, nodes.Text(title)), *text(after)]

    def _reasons(self, findings: Sequence[AgreementFinding]) -> nodes.bullet_list:
        items = [
            nodes.list_item(
                "",
                nodes.paragraph(
                    "", "", span(f"{wording.capital(finding.label)}: ", "sb-label"), *self._because(finding)
                ),
                classes=[f"sb-{finding.level.label}"],
            )
            for finding in findings
        ]
        return nodes.bullet_list("", *items, bullet="-", classes=["sb-reasons"])


# -- tables ---------------------------------------------------------------------------------------------------------


def header(scope: Literal["col", "row"], *content: nodes.Node, classes: Sequence[str] = ()) -> sb_header:
    """A cell that names its column or its row."""
    return sb_header("", *content, scope=scope, classes=[*(["rowheader"] if scope == "row" else []), *classes])


def table(
    title: str, widths: Sequence[int], head: Sequence[nodes.entry], rows: Iterable[nodes.row], *classes: str
) -> nodes.table:
    """A table with a caption, a head of one row, and rows; `widths` are those of its columns beside one another."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(widths))
    group += nodes.thead("", nodes.row("", *head))
    group += nodes.tbody("", *rows)
    return nodes.table("", nodes.title("", title), group, classes=["sb-table", *classes])
