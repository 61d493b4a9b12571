"""The roles `sb:event` and `sb:figure`, which link to an event or a number, and the text of their previews.

Not here: resolving the link (`sphinx_ext/domain.py`), the file of all of them
(`sphinx_ext/html/search_index.py`), and how one is shown and taken away again (`static/sourcebook-reading.js`).
"""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

from sourcebook.analysis.accounts import Account, number_value
from sourcebook.analysis.agreement import AgreementVerdict
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.account_lists import HEADS
from sourcebook.sphinx_ext.directives.roles import Result, SourcebookRole
from sourcebook.sphinx_ext.render import link, missing
from sourcebook.sphinx_ext.session import BuildSession


class MentionRole(SourcebookRole):
    """A role that names a record by its id: ``{sb:event}`id` `` or ``{sb:event}`text <id>` ``."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def run(self) -> Result:
        text, ident = self.split()
        self.refer(self.kind, ident, self.place(ident))
        title = self.session.title(self.kind, ident) if self.session else ""
        if not title:
            return [missing(f"no {self.kind} “{ident}” on record", text)], []
        return [link(self.kind, ident, self.docname, nodes.Text(text or title), classes=["sb-mention"])], []


def lines(session: BuildSession, kind: str, ident: str) -> list[str]:
    """The lines of a preview: the title, the time or the numbers, the sources, the verdict."""
    if kind == "event":
        entry = session.timeline[ident]
        return [entry.event.title, wording.sentence(entry.when()), _told(entry.accounts), _outcome(entry.verdict)]
    figure, (accounts, verdict) = session.book.figures[ident], session.figures[ident]
    numbers = [f"{account.label}: {number_value(account) or 'no number'}." for account in accounts]
    return [figure.title, *numbers, _outcome(verdict)]


def _told(accounts: Sequence[Account]) -> str:
    return f"Told by {wording.listed(dict.fromkeys(account.label for account in accounts))}."


def _outcome(verdict: AgreementVerdict) -> str:
    aspects = wording.listed(dict.fromkeys(conflict.aspect.value for conflict in verdict.conflicts))
    return f"{HEADS[verdict.level][1]}{f': {aspects}' if aspects else ''}."


class EventRole(MentionRole):
    """A link to an event."""

    def __init__(self) -> None:
        super().__init__("event")


class FigureRole(MentionRole):
    """A link to a number."""

    def __init__(self) -> None:
        super().__init__("figure")
