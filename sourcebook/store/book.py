"""Load a book: every record file under `sources/` into typed records, with the line of every value.

All faults of all files are found in one run; a faulty file is left out. Not here: the YAML parser (`yaml_source.py`),
one document into a record (`validation.py`), the articles (`articles.py`), and what records mean together (`check.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sourcebook.model import attribution
from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.model.records import (
    AUTHOR,
    ID,
    ID_FORM,
    UNNAMED,
    Actor,
    Actors,
    Errata,
    Erratum,
    Event,
    Events,
    Evidence,
    Figure,
    Figures,
    Hypotheses,
    Hypothesis,
    Implication,
    Implications,
    Location,
    Passage,
    Places,
    Record,
    Source,
    Withdrawn,
    WithdrawnSource,
)
from sourcebook.store.files import decode, read_bytes
from sourcebook.store.validation import shown_path, to_record
from sourcebook.store.yaml_source import Document, parse

SOURCES = "sources"
"""The folder of the record files, in a book's folder."""
LARGEST_RECORD = 8 * 1024 * 1024
"""The largest record file, or seal, that is read, in bytes."""
COLLECTIONS: dict[str, type[Record]] = {
    "actors": Actors,
    "places": Places,
    "events": Events,
    "figures": Figures,
    "hypotheses": Hypotheses,
    "implications": Implications,
    "withdrawn": Withdrawn,
    "errata": Errata,
}
"""The record type of each file that holds many records, by stem; every other file holds one source."""


@dataclass(frozen=True)
class Book:
    """The records of a book by id, and the place of every value."""

    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    places: dict[str, Location] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    hypotheses: dict[str, Hypothesis] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    implications: dict[str, Implication] = field(default_factory=dict)
    errata: dict[str, Erratum] = field(default_factory=dict)
    collections: dict[str, Record] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict, repr=False)

    def place(self, file: str, *path: str | int) -> Place:
        """The place of a value in a record file; `file` is relative to the root."""
        document = self.documents.get(file)
        return Place(file, document.line(path) if document else 0, shown_path(path))

    def source_file(self, key: str) -> str:
        """The record file of a source, relative to the root."""
        return f"{SOURCES}/{key}.yml"

    @property
    def withdrawn(self) -> list[WithdrawnSource]:
        """The withdrawn sources."""
        record = self.collections.get("withdrawn")
        return record.withdrawn if isinstance(record, Withdrawn) else []

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by `source/passage`."""
        return {f"{key}/{p.id}": p for key, source in self.sources.items() for p in source.passages}

    def passage(self, ref: str) -> Passage | None:
        return self.passages.get(ref)

    def passage_place(self, ref: str) -> Place:
        """The place of a passage's words in the records."""
        key, _, name = ref.partition("/")
        source = self.sources.get(key)
        index = next((i for i, p in enumerate(source.passages) if p.id == name), None) if source else None
        file = self.source_file(key)
        return self.place(file) if index is None else self.place(file, "passages", index, "exact")

    @cached_property
    def _speakers(self) -> dict[str, str]:
        """Actor ids by id, name and variant, without regard to case."""
        out: dict[str, str] = {}
        for actor in self.actors.values():
            for name in (actor.id, actor.name, *actor.variants):
                out.setdefault(name.casefold(), actor.id)
        return out

    def authors(self, key: str) -> set[str]:
        """The actors who wrote a source."""
        return {name.actor for name in self.sources[key].author if name.actor}

    def resolve_speaker(self, key: str, name: str) -> str | None:
        """Resolve a name in a source to a speaker: an actor's id, `author`, `unnamed`, or None where it is unknown.

        A name is an actor's id, their name or any variant; the author of the source also by name.
        """
        wanted = " ".join(name.split()).casefold()
        if wanted in (AUTHOR, UNNAMED):
            return wanted
        source = self.sources.get(key)
        for writer in source.author if source else ():
            if wanted in {n.casefold() for n in (str(writer), writer.family, writer.literal) if n}:
                return AUTHOR
        actor = self._speakers.get(wanted)
        return AUTHOR if source and actor in self.authors(key) else actor

    def speaker_name(self, key: str, speaker: str) -> str:
        """A speaker's name as outputs print it inside a sentence."""
        if speaker == AUTHOR:
            names = [str(name) for name in self.sources[key].author] if key in self.sources else []
            return " and ".join(names) or "the author, not named in the text"
        return attribution.name_of(self.actors, speaker)

    def informant(self, key: str, passage: Passage) -> attribution.Informant | None:
        """The informant of a passage: who told the author what it says; None where nobody is named.

        The author by their id is the author, as `authors` says.
        """
        own = self.authors(key) if key in self.sources else set()
        return attribution.informant(self.actors, own, passage.speaker, passage.via)

    def credit(self, key: str, passage: Passage) -> str:
        """The credit line of a passage: its speaker and informant. Every output uses this one."""
        name, told = self.speaker_name(key, passage.speaker), self.informant(key, passage)
        return f"{name}, {told}" if told else name


# -- loading ---------------------------------------------------------------------------------------------------------


def load_book(root: Path) -> tuple[Book, list[Problem]]:
    """Read every record file of a book. Returns the book without the faulty files, and every fault of every file."""
    book = Book(root)
    problems = _misnamed(root)
    for path in record_files(root):
        text, faults = read_file(path, root)
        problems += faults
        if text is None:
            continue
        name = relative(path, root)
        document = book.documents[name] = parse(text)
        record, faults = _record(name, document, COLLECTIONS.get(path.stem, Source))
        problems += faults
        if isinstance(record, Source):
            book.sources[path.stem] = record
            problems += _unique_ids([p.id for p in record.passages], record.withdrawn, "passages", name, book)[1]
        elif record is not None:
            book.collections[path.stem] = record
            problems += _collect(record, name, book)
    return book, problems + _reused_keys(book)


def _record(name: str, document: Document, kind: type[Record]) -> tuple[Record | None, list[Problem]]:
    """The record of a file, or None and its faults."""
    meant = _intended_stem(document.value) if kind is Source else ""
    if meant:
        message = f"it holds {meant!r}, so it is no source; rename it to {meant}.yml."
        return None, [Problem(Kind.UNREADABLE, message, Place(name))]
    return to_record(kind, document, name)


def _intended_stem(value: Any) -> str:
    """The collection file that a misnamed file was meant to be, by its top-level key; empty for a source."""
    top_keys = set(value) if isinstance(value, dict) else set()
    source_keys = {name.replace("_", "-") for name in Source.__struct_fields__}
    return next((stem for stem in COLLECTIONS if stem in top_keys and not (top_keys - {stem}) & source_keys), "")


def _collect(record: Record, file: str, book: Book) -> list[Problem]:
    """Add the records of a collection file to the book by id; the duplicates are returned as problems."""
    problems: list[Problem] = []
    for name in record.__struct_fields__:
        items = getattr(record, name)
        if name == "withdrawn" or not isinstance(items, list):
            continue
        unique, faults = _unique_ids([item.id for item in items], getattr(record, "withdrawn", []), name, file, book)
        problems += faults
        getattr(book, name).update({items[i].id: items[i] for i in unique})
    return problems


def _unique_ids(
    ids: list[str], withdrawn: Iterable[Any], name: str, file: str, book: Book
) -> tuple[list[int], list[Problem]]:
    """The indexes of the records with a unique id; duplicate and withdrawn ids as problems."""
    withdrawn_ids = {tombstone.id for tombstone in withdrawn}
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for i, key in enumerate(ids):
        if key in withdrawn_ids:
            message = f"the id {key!r} was withdrawn; give this one a new id."
        elif key in first:
            other = book.place(file, name, first[key], "id").line
            message = f"the id {key!r} stands twice, first on line {other}."
        else:
            first[key] = i
            continue
        problems.append(Problem(Kind.DUPLICATE_ID, message, book.place(file, name, i, "id")))
    return sorted(first.values()), problems


def _reused_keys(book: Book) -> list[Problem]:
    """Problems for sources that reuse a withdrawn key: old references would silently mean the new source."""
    withdrawn = {tombstone.id for tombstone in book.withdrawn}
    return [
        Problem(
            Kind.DUPLICATE_ID,
            f"the source {key!r} was withdrawn; give this one a new key.",
            Place(book.source_file(key)),
        )
        for key in book.sources
        if key in withdrawn
    ]


def _misnamed(root: Path) -> list[Problem]:
    """Problems for files under `sources/` with the wrong ending, or with a name that is no valid key."""
    problems = []
    for path in sorted((root / SOURCES).glob("*.yaml")):
        message = f"record files end in .yml; rename it to {path.stem}.yml."
        problems.append(Problem(Kind.UNREADABLE, message, Place(relative(path, root))))
    for path in record_files(root):
        if not re.fullmatch(ID, path.stem):
            message = f"the name of a record file is its key: {ID_FORM}; not {path.stem!r}. Rename it."
            problems.append(Problem(Kind.WRONG_TYPE, message, Place(relative(path, root))))
    return problems


# -- files -----------------------------------------------------------------------------------------------------------


def record_files(root: Path) -> list[Path]:
    """The record files of a book, in the order of their names."""
    folder = root / SOURCES
    return sorted(p for p in folder.glob("*.yml") if p.is_file()) if folder.is_dir() else []


def read_file(path: Path, root: Path) -> tuple[str | None, list[Problem]]:
    """Read a record file as text: bounded, inside the book, UTF-8. None, with the problem, where that fails."""
    try:
        return decode(read_bytes(path, LARGEST_RECORD, root)), []
    except OSError as error:
        message = f"it cannot be read: {error.strerror}."
    except ValueError as error:
        message = str(error)
    return None, [Problem(Kind.UNREADABLE, message, Place(relative(path, root)))]
