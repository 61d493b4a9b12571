"""Records as pages read them: accessors that note what a page reads (`page_reads.py`).

Each hands out as little as a page needs. Not here: verdicts (`session.py`), and what pages make of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from sourcebook.analysis.accounts import Account
from sourcebook.analysis.agreement import AgreementVerdict as Agreement
from sourcebook.analysis.matrix import Matrix, table
from sourcebook.analysis.support import forecasts, informants, witness
from sourcebook.analysis.timeline import Timeline, build_timeline, clocks_of, judge_figures
from sourcebook.analysis.witnesses import Witness
from sourcebook.check import Opened
from sourcebook.figures.timeline_svg import EventMark, marks_of
from sourcebook.model.attribution import Informant, name_in_sentence, name_of
from sourcebook.model.problems import Place
from sourcebook.model.records import (
    AUTHOR,
    Erratum,
    Evidence,
    Hypothesis,
    Implication,
    Passage,
    Source,
    Tombstone,
    WithdrawnSource,
)
from sourcebook.questions.assignments import Plan, load_plan
from sourcebook.questions.items import Assignment, Tools
from sourcebook.questions.recipe import EvidenceBase
from sourcebook.quotes.prover import Prover
from sourcebook.sphinx_ext.citations.runs import forms_of
from sourcebook.sphinx_ext.page_reads import Tracked, derived_from, tracked
from sourcebook.store import files as store_files
from sourcebook.store.book import Book

SOURCES = "sources"

_AND = re.compile(r", | and ")
_BEHIND = re.compile(r" (?:of|for) .*| ?\(.*")
"""What follows the word that says what an organisation is: the Ministry *of Justice*, the Committee *(KNB)*."""


@dataclass
class PageRecords(Tracked):
    """The records of a book, for pages: each accessor hands out as little as a page needs, and is what it depends on.

    `book`, `prover` and `plan` give everything, and make a page depend on everything.
    """

    root: Path
    opened: Opened
    zones: tuple[str, ...] = ()

    # -- everything -------------------------------------------------------------------------------------------------

    @property
    @derived_from("all_records")
    def book(self) -> Book:
        """Every record. For what judges and writes; a page that reads it is read again whatever changes."""
        return self.opened.book

    @property
    @derived_from("proofs")
    def prover(self) -> Prover:
        """The prover. A page that asks it is read again whenever any passage is proven otherwise."""
        return self.opened.prover

    @property
    @derived_from("all_assignments")
    def plan(self) -> Plan:
        """The assignments of the book. A page that reads it is read again whatever changes in their files."""
        return self._plan

    @property
    @tracked
    def all_records(self) -> object:
        """What stands in every record file."""
        return self.opened.book.sources, self.opened.book.collections

    @property
    @tracked
    def all_assignments(self) -> object:
        """What stands in the files of assignments, and the problems of these files."""
        return self._plan.assignments, self._plan.withdrawn, [*map(str, self._plan.problems)]

    @property
    @tracked
    def proofs(self) -> dict[str, tuple[str, bool, int]]:
        """For each passage the state of its proof, whether it is without error, and its paragraph (0: not known)."""
        proofs = {ref: self.opened.prover.passage(ref) for ref in self.opened.book.passages}
        return {ref: (p.state.value, p.ok, p.span.paragraph if p.span else 0) for ref, p in proofs.items()}

    # -- sources and passages ---------------------------------------------------------------------------------------

    @property
    @tracked
    def keys(self) -> tuple[str, ...]:
        """The keys of all sources, in the order that gives each its mark."""
        return tuple(sorted(self.opened.book.sources))

    @property
    @derived_from("keys")
    def marks(self) -> dict[str, EventMark]:
        """The mark of every source."""
        return self._marks

    @tracked
    def marked(self, key: str) -> tuple[str, ...]:
        """The classes of a source's mark; none for an unknown key."""
        return self._marks[key].classes if key in self._marks else ()

    @tracked
    def source(self, key: str) -> Source | None:
        """A source without its passages and tombstones."""
        source = self.opened.book.sources.get(key)
        return msgspec.structs.replace(source, passages=[], withdrawn=[]) if source else None

    @tracked
    def whole_source(self, key: str) -> Source:
        """A source with its passages and tombstones."""
        return self.opened.book.sources[key]

    @tracked
    def source_names(self, key: str) -> tuple[str, ...]:
        """The names by which prose names a source."""
        source = self.opened.book.sources[key]
        families = [name.family or name.literal for name in source.author]
        return tuple(forms_of(source.short, filter(None, families), source.container_title, source.genre))

    @tracked
    def is_copied_speech(self, ref: str) -> bool:
        """True if the words of a passage are speech of somebody else than the author, out of a re-translated copy."""
        source, passage = self.opened.book.sources[ref.partition("/")[0]], self.opened.book.passages[ref]
        own = {AUTHOR, *self.opened.book.authors(ref.partition("/")[0])}
        return source.fidelity == "retranslated" and passage.speaker not in own

    @tracked
    def copies(self, key: str) -> tuple[str, ...]:
        """The short names of the other sources that go back to the same report."""
        sources = self.opened.book.sources
        return tuple(
            sources[other].short
            for other in sorted(sources)
            if other != key and sources[other].origin == sources[key].origin
        )

    @tracked
    def passage(self, ref: str) -> tuple[Source, Passage] | None:
        """A passage and its source, which is without its other passages."""
        key, passage = ref.partition("/")[0], self.opened.book.passage(ref)
        source = self.opened.book.sources.get(key)
        return (msgspec.structs.replace(source, passages=[], withdrawn=[]), passage) if source and passage else None

    @tracked
    def paragraph(self, ref: str) -> int:
        """The number of the paragraph in which a passage stands; 0 where it is not proven."""
        span = self.opened.prover.passage(ref).span if ref in self.opened.book.passages else None
        return span.paragraph if span else 0

    @property
    def paragraphs(self) -> Mapping[str, int]:
        """The numbers of paragraphs by passage, each read when it is looked up."""
        return _Paragraphs(self)

    @tracked
    def refs(self) -> tuple[str, ...]:
        """Every passage on record, source by source."""
        sources = self.opened.book.sources
        return tuple(f"{key}/{passage.id}" for key in sorted(sources) for passage in sources[key].passages)

    def unread(self, key: str) -> bool:
        """True if the file of a source is there but could not be read: the loader has said why."""
        return key not in self.opened.book.sources and store_files.there(self.root, source_file(key))

    def unread_file(self, stem: str) -> bool:
        """True if a file of records such as `events` is there but could not be read: the loader has said why."""
        return stem not in self.opened.book.collections and store_files.there(self.root, record_file(stem))

    # -- who speaks -------------------------------------------------------------------------------------------------

    @property
    @tracked
    def actor_ids(self) -> tuple[str, ...]:
        """The ids of all actors, in the order of the record."""
        return tuple(self.opened.book.actors)

    @tracked
    def actor_name(self, ident: str) -> str | None:
        """The name of an actor; None for an unknown id."""
        actor = self.opened.book.actors.get(ident)
        return actor.name if actor else None

    @tracked
    def name_in_sentence(self, ident: str) -> str:
        """The name of an actor inside a sentence (`the government of Kazakhstan`); an unknown id as it is."""
        return name_of(self.opened.book.actors, ident)

    @tracked
    def all_names(self, ident: str) -> tuple[str, ...]:
        """Every name of an actor, and what the sources call them; none for an unknown id."""
        actor = self.opened.book.actors.get(ident)
        roles = (role.role for role in actor.roles) if actor else ()
        return (actor.name, actor.in_sentence, *actor.variants, *roles) if actor else ()

    @tracked
    def short_names(self, ident: str) -> tuple[str, ...]:
        """By what one word prose may name an actor again: a person's last name; the `council`; `analysts`, `experts`.

        None for a country, which has no shorter name, and for an unknown id.
        """
        actor = self.opened.book.actors.get(ident)
        if actor is None or actor.kind == "country":
            return ()
        parts = [actor.name] if actor.kind == "person" else _AND.split(actor.name)
        heads = (_BEHIND.sub("", part).split() for part in parts)
        return tuple(head[-1] for head in heads if head)

    @tracked
    def authors(self, key: str) -> tuple[str, ...]:
        """The ids of the actors who wrote a source."""
        return tuple(sorted(self.opened.book.authors(key)))

    @tracked
    def speaker_name(self, key: str, speaker: str) -> str:
        """How a page names a speaker of a source, inside a sentence."""
        return self.opened.book.speaker_name(key, speaker)

    @tracked
    def informant(self, ref: str) -> Informant | None:
        """Who told the author what a passage says; None where nobody is named."""
        return self.opened.book.informant(ref.partition("/")[0], self.opened.book.passages[ref])

    @tracked
    def credit(self, ref: str) -> str:
        """Who says the words of a passage, and who told the author."""
        return self.opened.book.credit(ref.partition("/")[0], self.opened.book.passages[ref])

    @tracked
    def witness(self, ref: str) -> Witness | None:
        """Who stands behind a passage as evidence; None for an unknown passage."""
        key, passage = ref.partition("/")[0], self.opened.book.passage(ref)
        if passage is None:
            return None
        return witness(self.opened.book.sources[key], passage, self.opened.book.actors, self._informants.get(ref, ""))

    @tracked
    def forecast(self, ref: str) -> bool:
        """Whether a passage only foretells: every record that rests on it says so."""
        return ref in self._forecasts

    # -- other records ----------------------------------------------------------------------------------------------

    @tracked
    def title(self, kind: str, ident: str) -> str:
        """The title of an event or a figure (`kind`); nothing for an unknown id."""
        record = (self.opened.book.events if kind == "event" else self.opened.book.figures).get(ident)
        return record.title if record else ""

    @property
    @tracked
    def evidence(self) -> object:
        """The sources, and the actors, places, events and figures that their accounts are about."""
        book = self.opened.book
        return book.sources, book.actors, book.places, book.events, book.figures

    @property
    @derived_from("evidence")
    def evidence_book(self) -> Book:
        """The book with nothing but its evidence, for pages that show all of it."""
        book = self.opened.book
        return Book(self.root, book.sources, book.actors, book.places, book.events, book.figures)

    @property
    @tracked
    def hypotheses(self) -> dict[str, Hypothesis]:
        """The interpretations that compete, by id."""
        return self.opened.book.hypotheses

    @property
    @tracked
    def rated_evidence(self) -> dict[str, Evidence]:
        """The items that are rated against the interpretations, by id."""
        return self.opened.book.evidence

    @property
    @tracked
    def implications(self) -> dict[str, Implication]:
        """The consequences that sources draw, by id."""
        return self.opened.book.implications

    @property
    @tracked
    def errata(self) -> dict[str, Erratum]:
        """The mistakes that were corrected, by id."""
        return self.opened.book.errata

    @property
    @tracked
    def errata_place(self) -> Place:
        """Where the list of corrections stands in its file."""
        return self.opened.book.place(record_file("errata"), "errata")

    @property
    @tracked
    def withdrawn_sources(self) -> tuple[WithdrawnSource, ...]:
        """The sources that were withdrawn whole."""
        return tuple(self.opened.book.withdrawn)

    @tracked
    def withdrawn_from(self, stem: str) -> tuple[Tombstone, ...]:
        """The tombstones in a record file: of a source, or of records such as `events`."""
        book = self.opened.book
        return tuple(getattr(book.sources.get(stem) or book.collections.get(stem), "withdrawn", ()))

    @property
    @tracked
    def withdrawn_exercises(self) -> tuple[Tombstone, ...]:
        """The tombstones of exercises."""
        return self._plan.withdrawn

    # -- assignments ------------------------------------------------------------------------------------------------

    @tracked
    def assignment(self, ident: str) -> Assignment | None:
        """An assignment; None for an unknown id."""
        return self._plan.assignments.get(ident)

    @property
    @tracked
    def assignment_ids(self) -> tuple[str, ...]:
        """The ids of all assignments."""
        return tuple(self._plan.assignments)

    @property
    @tracked
    def has_faulty_assignments(self) -> bool:
        """True if a file of assignments has errors: nobody knows then which assignments there are."""
        return any(problem.is_error for problem in self._plan.problems)

    @tracked
    def is_graded(self, ident: str) -> bool:
        """True if a graded assignment names this exercise."""
        return ident in self._plan.graded

    @tracked
    def tools_said(self, ident: str, own: Tools) -> str:
        """The rule for AI tools in an exercise, or a block that generates some, in words."""
        return self._plan.tools_said(ident, own)

    @tracked
    def overruling(self, ident: str, own: Tools) -> tuple[str, ...]:
        """The ids of the assignments that name an exercise and have another rule for AI tools than its own."""
        return tuple(self._plan.overruling(ident, own))

    # -- what the records say together ------------------------------------------------------------------------------

    @property
    @derived_from("evidence")
    def timeline(self) -> Timeline:
        """Every event in order, with the verdict on its accounts."""
        book = self.opened.book
        names, clocks = self._names_in_sentence, clocks_of(book.actors)
        return build_timeline(book.events, book.sources, names, self.zones or None, clocks=clocks)

    @property
    @derived_from("evidence")
    def figures(self) -> dict[str, tuple[tuple[Account, ...], Agreement]]:
        """For every figure its accounts, and the verdict on them."""
        return judge_figures(self.opened.book.figures, self.opened.book.sources, self._names_in_sentence)

    @property
    @derived_from("evidence", "proofs")
    def evidence_base(self) -> EvidenceBase:
        """What exercises are generated from."""
        return EvidenceBase(self.evidence_book, self.opened.prover, self.zones)

    @property
    @tracked
    def origins(self) -> dict[str, str]:
        """The origin of every source."""
        return {key: source.origin for key, source in self.opened.book.sources.items()}

    @property
    @tracked
    def origin_names(self) -> dict[str, str]:
        """The name by which a reader knows an origin: the short names of the sources that go back to it."""
        shorts: dict[str, list[str]] = {}
        for _, source in sorted(self.opened.book.sources.items()):
            shorts.setdefault(source.origin, []).append(source.short)
        return {origin: " and ".join(names) for origin, names in shorts.items()}

    def matrix(self, only: Iterable[str] = ()) -> Matrix:
        """The matrix of the editor, of all interpretations or of those that are named.

        Evidence that is rated against none of them is no part of it.
        """
        wanted = set(only)
        hypotheses = {key: h for key, h in self.hypotheses.items() if not wanted or key in wanted}
        rows = {
            key: item
            for key, item in self.rated_evidence.items()
            if any(rating.hypothesis in hypotheses for rating in item.ratings)
        }
        return table(hypotheses, rows, self.origins)

    @cached_property
    def _plan(self) -> Plan:
        return load_plan(self.root)

    @cached_property
    def _marks(self) -> dict[str, EventMark]:
        return marks_of({key: source.short for key, source in self.opened.book.sources.items()})

    @cached_property
    def _names_in_sentence(self) -> dict[str, str]:
        return {key: name_in_sentence(actor) for key, actor in self.opened.book.actors.items()}

    @cached_property
    def _forecasts(self) -> frozenset[str]:
        """The passages that only foretell."""
        book = self.opened.book
        return forecasts((*book.events.values(), *book.figures.values()), book.implications.values())

    @cached_property
    def _informants(self) -> dict[str, str]:
        """Whom the reports cite for a passage, by passage."""
        return informants((*self.opened.book.events.values(), *self.opened.book.figures.values()))


class _Paragraphs(Mapping[str, int]):
    """The paragraph of every passage, by passage, as `PageRecords.paragraph` tells it."""

    def __init__(self, records: PageRecords) -> None:
        self.records = records

    def __getitem__(self, ref: str) -> int:
        return self.records.paragraph(ref)

    def __iter__(self) -> Iterator[str]:
        return iter(self.records.refs())

    def __len__(self) -> int:
        return len(self.records.refs())


def source_file(key: str) -> str:
    """The file of a source, relative to the root."""
    return f"{SOURCES}/{key}.yml"


def record_file(stem: str) -> str:
    """A file that holds many records, such as `events`, relative to the root."""
    return f"{SOURCES}/{stem}.yml"
