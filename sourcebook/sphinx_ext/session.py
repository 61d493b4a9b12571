"""What one build knows: the records, loaded once, and the verdict on every quotation, reached once.

Here: opening the book that stands beside the pages, and asking the prover. Not here: rules (`quotes/`), nodes, and
anything that outlives the build (the domain's data does).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec

from sourcebook.analysis import matrix_report
from sourcebook.analysis.accounts import Account
from sourcebook.analysis.agreement import AgreementVerdict as Agreement
from sourcebook.analysis.support import informants
from sourcebook.analysis.timeline import Timeline, build_timeline, clocks_of, judge_figures
from sourcebook.check import Limits, Opened, check_book, open_book
from sourcebook.figures.timeline_svg import EventMark, marks_of
from sourcebook.model.attribution import name_in_sentence
from sourcebook.model.problems import Kind, Place, Problem, near, relative
from sourcebook.model.records import Passage, Source
from sourcebook.questions.assignments import Plan, load_plan
from sourcebook.questions.assignments import files as assignment_files
from sourcebook.questions.recipe import EvidenceBase
from sourcebook.quotes.prover import Prover, State
from sourcebook.store import files as store_files
from sourcebook.store.book import Book, record_files

SOURCES = "sources"
Part = tuple[str, str]
"""A part of the records that a page shows, as kind and name:

- `file`: everything in a record file;
- `source`: a source without its passages;
- `passage`: a passage, its source as above, and who speaks and who reports, as below;
- `actor`: the name of a person or an organisation, and of what kind it is;
- `event`, `figure`: the title of one;
- `withdrawn`: every tombstone, whatever the name.
"""


@dataclass(frozen=True)
class Subject:
    """Words of a passage as a page shows them: all of them where `words` is empty.

    `accept` holds the cautions that the author of the page accepts for these words, `shared` those that a comment
    accepts for the whole block in which they stand.
    """

    ref: str
    words: str = ""
    accept: tuple[tuple[str, str], ...] = ()
    shared: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class QuotationStatus:
    """What is known of a subject: against what it is proven, where it stands, and what is wrong with it here.

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
class BuildSession:
    """Per-build session: the records of the book, loaded once, and the memoised verdicts on its quotations."""

    root: Path
    opened: Opened
    zones: tuple[str, ...] = ()
    _verdicts: dict[Subject, QuotationStatus] = field(default_factory=dict)
    _digests: dict[Part, str] = field(default_factory=dict)

    @classmethod
    def open(cls, root: Path, zones: Iterable[str] = ()) -> BuildSession | None:
        """The session of the book in this folder; None where the folder has no `sources/`.

        `zones` are those in which a clock time without a zone may be read.
        """
        return cls(root, open_book(root), tuple(zones)) if (root / SOURCES).is_dir() else None

    @property
    def book(self) -> Book:
        return self.opened.book

    @property
    def prover(self) -> Prover:
        return self.opened.prover

    @cached_property
    def plan(self) -> Plan:
        """The assignments of the book."""
        return load_plan(self.root)

    @cached_property
    def evidence_base(self) -> EvidenceBase:
        """What exercises are made from."""
        return EvidenceBase(self.book, self.prover, self.zones)

    @cached_property
    def roll(self) -> tuple[str, ...]:
        """Every record file there is, and every source that could be read: what a new or a lost file changes."""
        files = [*record_files(self.root), *assignment_files(self.root)]
        return (*(relative(path, self.root) for path in files), *self.keys)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of all sources, in the order that gives each its mark."""
        return tuple(sorted(self.book.sources))

    @cached_property
    def marks(self) -> dict[str, EventMark]:
        """The mark of every source."""
        return marks_of(self.keys)

    def marked(self, key: str) -> list[str]:
        """The classes of a source's mark; none for a key that is nobody's."""
        return list(self.marks[key].classes) if key in self.marks else []

    def source(self, key: str) -> Source | None:
        return self.book.sources.get(key)

    def passage(self, ref: str) -> tuple[Source, Passage] | None:
        """A passage and its source."""
        source, passage = self.source(ref.partition("/")[0]), self.book.passage(ref)
        return (source, passage) if source and passage else None

    def refs(self) -> list[str]:
        """Every passage on record, source by source."""
        return [f"{key}/{passage.id}" for key in self.keys for passage in self.book.sources[key].passages]

    def unread(self, key: str) -> bool:
        """Whether the file of a source is there but could not be read: the loader has said why."""
        return key not in self.book.sources and store_files.there(self.root, source_file(key))

    def unread_file(self, stem: str) -> bool:
        """Whether a file of records such as `events` is there but could not be read: the loader has said why."""
        return stem not in self.book.collections and store_files.there(self.root, record_file(stem))

    # -- what pages depend on ---------------------------------------------------------------------------------------

    def digest(self, part: Part) -> str:
        """What the records say of a part, in short: the same for other comments, another order, other white space.

        A part that is not there has a digest too, which another one follows when it comes.
        """
        if part not in self._digests:
            self._digests[part] = hashlib.sha256(msgspec.msgpack.encode(self._part(*part))).hexdigest()
        return self._digests[part]

    def _part(self, kind: str, name: str) -> object:
        book = self.book
        if kind == "file":
            stem = Path(name).stem
            return book.collections.get(stem) or book.sources.get(stem)
        if kind == "source":
            return self._about(book.sources[name]) if name in book.sources else None
        if kind == "actor":
            return self._named(name)
        if kind == "withdrawn":
            records = (*book.sources.values(), *book.collections.values())
            return [book.withdrawn, *(getattr(record, "withdrawn", None) for record in records)]
        if kind == "passage":
            known = self.passage(name)
            return known and (self._about(known[0]), known[1], *map(self._named, (known[1].speaker, known[1].via)))
        titled = (book.events if kind == "event" else book.figures).get(name)
        return titled and titled.title

    def _about(self, source: Source) -> Source:
        return msgspec.structs.replace(source, passages=[], withdrawn=[])

    def _named(self, ident: str) -> tuple[str, ...] | None:
        actor = self.book.actors.get(ident)
        return (actor.name, actor.in_sentence, actor.kind) if actor else None

    # -- what the records say together ------------------------------------------------------------------------------

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of every actor."""
        return {key: actor.name for key, actor in self.book.actors.items()}

    @cached_property
    def names_in_sentence(self) -> dict[str, str]:
        """The name of every actor as it stands inside a sentence: `the government of Kazakhstan`."""
        return {key: name_in_sentence(actor) for key, actor in self.book.actors.items()}

    @cached_property
    def timeline(self) -> Timeline:
        """Every event in order, with the verdict on its accounts."""
        names, clocks = self.names_in_sentence, clocks_of(self.book.actors)
        return build_timeline(self.book.events, self.book.sources, names, self.zones or None, clocks=clocks)

    @cached_property
    def informants(self) -> dict[str, str]:
        """Whom the reports cite for a passage, by passage."""
        return informants((*self.book.events.values(), *self.book.figures.values()))

    @cached_property
    def figures(self) -> dict[str, tuple[tuple[Account, ...], Agreement]]:
        """For every number its accounts, and the verdict on them."""
        return judge_figures(self.book.figures, self.book.sources, self.names_in_sentence)

    @cached_property
    def origins(self) -> dict[str, str]:
        """The origin of every source."""
        return {key: source.origin for key, source in self.book.sources.items()}

    def origin_names(self) -> dict[str, str]:
        """The name by which a reader knows an origin: the short names of the sources that go back to it."""
        found: dict[str, list[str]] = {}
        for key in self.keys:
            found.setdefault(self.origins[key], []).append(self.book.sources[key].short)
        return {origin: " and ".join(shorts) for origin, shorts in found.items()}

    def analyse(self, only: Iterable[str] = ()) -> matrix_report.Analysis:
        """The matrix of the editor and every test of it, of all interpretations or of those that are named.

        Evidence that is rated against none of them is no part of it.
        """
        wanted = set(only)
        hypotheses = {key: h for key, h in self.book.hypotheses.items() if not wanted or key in wanted}
        rows = {
            key: item
            for key, item in self.book.evidence.items()
            if any(rating.hypothesis in hypotheses for rating in item.ratings)
        }
        return matrix_report.analyse(hypotheses, rows, self.origins, names=self.origin_names())

    # -- verdicts ---------------------------------------------------------------------------------------------------

    def verdict(self, subject: Subject) -> QuotationStatus:
        """The verdict on a subject whose passage is on record."""
        if subject not in self._verdicts:
            self._verdicts[subject] = self._judge(subject)
        return self._verdicts[subject]

    def _judge(self, subject: Subject) -> QuotationStatus:
        proof = self.prover.passage(subject.ref)
        paragraph = proof.span.paragraph if proof.span else 0
        if not subject.words and not subject.accept:
            return QuotationStatus(proof.state, paragraph, proof.ok)
        words = subject.words or self._exact(subject.ref)
        needed = self._needed(subject, words)
        accept = {label: why for label, why in subject.shared if label in needed} | dict(subject.accept)
        said = self.prover.words(subject.ref, words, accept)
        if said.state is State.UNCHECKED or not proof.ok:
            # Nobody can tell which cautions arise, so none of the escapes is called useless.
            accepted = tuple(label for label, _ in (*subject.accept, *subject.shared))
        else:
            accepted = tuple(label for label, _ in said.accepted)
        return QuotationStatus(said.state, paragraph, proof.ok, said.problems, accepted)

    def _exact(self, ref: str) -> str:
        passage = self.book.passage(ref)
        return passage.exact if passage else ""

    def _needed(self, subject: Subject, words: str) -> frozenset[str]:
        """Which of the shared cautions these words need: a comment speaks for a block, not for each quotation in it."""
        if not subject.shared:
            return frozenset()
        found = {problem.kind.label for problem in self.prover.words(subject.ref, words, {}).problems}
        return frozenset(label for label, _ in subject.shared if label in found)

    def record_problems(self, limits: Limits) -> list[Problem]:
        """What is wrong with the records, whether a page quotes them or not."""
        return check_book(self.opened, limits)


def source_file(key: str) -> str:
    """The file of a source, relative to the root."""
    return f"{SOURCES}/{key}.yml"


def record_file(stem: str) -> str:
    """A file that holds many records, such as `events`, relative to the root."""
    return f"{SOURCES}/{stem}.yml"


def add_file(stem: str) -> str:
    """What to do about a file of records that is not there: the end of a message."""
    return f"add {record_file(stem)}."


def unknown(what: str, name: str, known: Iterable[str], place: Place, within: str = "") -> Problem:
    """The problem of a name that is nobody's, with the nearest name that is somebody's.

    `within` is what all these names begin with: it does not make two of them alike.
    """
    meant = near(name, known, 0.5)
    hint = f" The nearest is “{within}{meant}”." if meant else ""
    return Problem(Kind.UNKNOWN_REFERENCE, f"there is no {what} “{within}{name}” on record.{hint}", place)
