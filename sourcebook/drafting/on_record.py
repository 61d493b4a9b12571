"""Which proposals a book has no record of: what an author has written down is not proposed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sourcebook.check import Opened
from sourcebook.drafting.proposals import DraftProposal
from sourcebook.drafting.reading import DraftPassage
from sourcebook.model.records import Report


class Recorded:
    """What the records of a book cite, to be held against proposals."""

    def __init__(self, opened: Opened) -> None:
        self.book, self.prover = opened.book, opened.prover
        self._actors = _forms(self.book.actors.values())
        self._places = _forms(self.book.places.values())

    def new(self, proposals: Iterable[DraftProposal]) -> Iterator[DraftProposal]:
        """The proposals of which nothing is on record; of one of several articles, what is new in it."""
        for each in proposals:
            if each.kind in ("actor", "place"):
                known = self._actors if each.kind == "actor" else self._places
                if not {n.casefold() for n in (each.record["name"], *each.record.get("variants", []))} & known:
                    yield each
            elif each.kind in ("event", "figure"):
                left = [i for i, report in enumerate(each.record["reports"]) if not self._reported(each, i, report)]
                if len(left) == len(each.passages):
                    yield each
                elif left:
                    yield _only(each, left)
            elif each.kind == "implication":
                recorded = [i for i in self.book.implications.values() if i.source == each.sources[0]]
                if not any(self._same_place(each.passages[0], i.passage, i.paragraph) for i in recorded):
                    yield each
            elif each.kind == "speech" or not self._quoted(each.passages[0]):
                yield each

    def _reported(self, proposal: DraftProposal, i: int, values: dict[str, Any]) -> bool:
        """True if an account of the book stands at this place, with the same value or without one."""
        records = (self.book.events if proposal.kind == "event" else self.book.figures).values()
        for record in records:
            for report in record.reports:
                if report.source == values["source"] and self._same_account(proposal, i, report, values):
                    return True
        return False

    def _same_account(self, proposal: DraftProposal, i: int, report: Report, values: dict[str, Any]) -> bool:
        if not self._same_place(proposal.passages[i], report.passage, report.paragraph):
            return False
        if proposal.kind == "figure":
            return bool(
                {report.low, report.best, report.high} & {values.get(n) for n in ("low", "best", "high")} - {None}
            )
        return bool(report.passage) or not values.get("date") or report.date in ("", values["date"])

    def _same_place(self, passage: DraftPassage, name: str, paragraph: int | None) -> bool:
        if not name:
            return paragraph == passage.paragraph
        span = self.prover.passage(f"{passage.source}/{name}").span
        return span is not None and _overlap(passage, span.start, span.end)

    def _quoted(self, passage: DraftPassage) -> bool:
        spans = [
            self.prover.passage(f"{passage.source}/{p.id}").span for p in self.book.sources[passage.source].passages
        ]
        return any(span is not None and _overlap(passage, span.start, span.end) for span in spans)


def _forms(records: Iterable[Any]) -> set[str]:
    return {form.casefold() for record in records for form in (record.name, *record.variants)}


def _overlap(passage: DraftPassage, start: int, end: int) -> bool:
    """True if a passage on record holds a third of a proposed one, or lies in it."""
    low, high = passage.tokens
    shared = min(high, end) - max(low, start)
    return shared * 3 >= min(high - low, end - start) and shared > 0


def _only(proposal: DraftProposal, left: Sequence[int]) -> DraftProposal:
    reports = [proposal.record["reports"][i] for i in left]
    passages = tuple(proposal.passages[i] for i in left)
    record = {**proposal.record, "reports": reports}
    return replace(proposal, record=record, passages=passages, why=f"{proposal.why}; the rest is on record")
