"""Per-build session: the records, loaded once, and the verdict on every quotation.

Here: opening the book that stands beside the pages, and asking the prover. Not here: the accessors of records
(`page_records.py`), rules (`quotes/`), nodes, and anything that outlives the build (the domain's data does).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sourcebook.check import Limits, check_book, open_book
from sourcebook.model.problems import Kind, Place, Problem, near
from sourcebook.quotes.prover import State
from sourcebook.sphinx_ext.page_records import SOURCES, PageRecords, record_file


@dataclass(frozen=True)
class Subject:
    """A quotation as a page shows it: these words of a passage, or all where `words` is empty.

    `accept` holds the cautions that the author of the page accepts for these words, `shared` those that a comment
    accepts for the whole block in which they stand.
    """

    ref: str
    words: str = ""
    accept: tuple[tuple[str, str], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class QuotationStatus:
    """The verdict on a subject: the state of its proof, its paragraph, and its problems on this page.

    `problems` are those of the page; `sound` says whether the passage itself is without error; `accepted` are the
    labels of the cautions that the page accepts here, and that arose.
    """

    state: State
    paragraph: int = 0
    sound: bool = True
    problems: tuple[Problem, ...] = ()
    accepted: tuple[str, ...] = ()

    @property
    def rejected(self) -> bool:
        return not self.sound or any(problem.is_error for problem in self.problems)


@dataclass
class BuildSession(PageRecords):
    """Per-build session: the records of the book, loaded once, and the memoised verdicts on its quotations."""

    _verdicts: dict[Subject, QuotationStatus] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, zones: Iterable[str] = ()) -> BuildSession | None:
        """The session of the book in this folder; None where the folder has no `sources/`.

        `zones` are those in which a clock time without a zone may be read.
        """
        return cls(root, open_book(root), tuple(zones)) if (root / SOURCES).is_dir() else None

    # -- verdicts ---------------------------------------------------------------------------------------------------

    def verdict(self, subject: Subject) -> QuotationStatus:
        """The verdict on a subject whose passage is on record. A page that asks for it depends on everything."""
        self.report_read("all_records")
        self.report_read("proofs")
        if subject not in self._verdicts:
            self._verdicts[subject] = self._judge(subject)
        return self._verdicts[subject]

    def _judge(self, subject: Subject) -> QuotationStatus:
        proof = self.opened.prover.passage(subject.ref)
        paragraph = proof.span.paragraph if proof.span else 0
        if not subject.words and not subject.accept:
            return QuotationStatus(proof.state, paragraph, proof.ok)
        words = subject.words or self._exact(subject.ref)
        needed = self._needed(subject, words)
        accept = {label: why for label, why in subject.shared if label in needed} | dict(subject.accept)
        proven = self.opened.prover.words(subject.ref, words, accept)
        if proven.state is State.UNCHECKED or not proof.ok:
            # Nobody can tell which cautions arise, so none of the escapes is called useless.
            accepted = tuple(label for label, _ in (*subject.accept, *subject.shared))
        else:
            accepted = tuple(label for label, _ in proven.accepted)
        return QuotationStatus(proven.state, paragraph, proof.ok, proven.problems, accepted)

    def _exact(self, ref: str) -> str:
        passage = self.opened.book.passage(ref)
        return passage.exact if passage else ""

    def _needed(self, subject: Subject, words: str) -> frozenset[str]:
        """The shared cautions that these words need: a comment applies to a block, not to each quotation in it."""
        if not subject.shared:
            return frozenset()
        arising = {problem.kind.label for problem in self.opened.prover.words(subject.ref, words, {}).problems}
        return frozenset(label for label, _ in subject.shared if label in arising)

    def record_problems(self, limits: Limits) -> list[Problem]:
        """The problems of the records, whether a page quotes them or not."""
        return check_book(self.opened, limits)


def add_file(stem: str) -> str:
    """The remedy for a missing file of records: the end of a message."""
    return f"add {record_file(stem)}."


def unknown(what: str, name: str, known: Iterable[str], place: Place, within: str = "") -> Problem:
    """The problem of an unknown name, with the nearest known name.

    `within` is a prefix of all these names, which does not make two of them alike.
    """
    meant = near(name, known, 0.5)
    hint = f" The nearest is “{within}{meant}”." if meant else ""
    return Problem(Kind.UNKNOWN_REFERENCE, f"there is no {what} “{within}{name}” on record.{hint}", place)
