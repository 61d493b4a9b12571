"""Files into records: the only reader of `sources/`.

YAML is read as text, without implicit typing (`16:30` and `NO` stay what the author wrote), from the parser's events,
which keep line numbers and show what a composed document hides: doubled keys, aliases, tags. Every fault of every file
is found in one run. Here too: where the articles lie, and their fingerprints. Not here: what the records mean together
(`check.py`), and whether the words stand in the articles (`quotes/`).
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
from sourcebook.store.validation import keys, to_record
from sourcebook.store.yaml_source import Document, parse

SOURCES = "sources"
"""How deep a record may nest. Ours nest five deep; what goes deeper is a mistake or an attack."""
"""How many values a record file may hold, lists and keys with values counted: a list of two thousand events fits."""
"""The same for `_config.yml` and `_toc.yml`, each of whose values costs more, as they have types: 10,000 pages fit."""
MOST_MEMORY = 256
"""The most memory, in bytes a byte of what is read, that a reader in this process asks for, however the file is made.

Prose asks for a sixth of it. The worst is a text of single signs: each is a word, whose place in the article is kept.
What reads strangers' pages and PDFs is bounded in another way (`ingest/sandbox.py`).
"""
"""How many faults of one record file are told. Who has more has another kind of file, and nobody reads on."""
LARGEST_RECORD = 8 * 1024 * 1024
"""The largest record file, or file of seals, that is read, in bytes."""
"""The largest article that is read, in bytes: some 700,000 words."""
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
"""The files of `sources/` that are not one source each, by stem."""


# -- YAML with its lines ----------------------------------------------------------------------------------------------


"""What YAML does not count among printable characters."""


# -- trees into records -----------------------------------------------------------------------------------------------


"""How numbers are written. What has more digits than a computer counts exactly is no number of an article."""


# -- the book ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Book:
    """What stands in `sources/`: the records by id, and where each stands."""

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
        """Where a value of a record file stands; `file` is relative to the root."""
        document = self.documents.get(file)
        return Place(file, document.line(path) if document else 0, keys(path))

    def source_file(self, key: str) -> str:
        """The file of a source, relative to the root."""
        return f"{SOURCES}/{key}.yml"

    @property
    def withdrawn(self) -> list[WithdrawnSource]:
        """The sources that were withdrawn whole."""
        record = self.collections.get("withdrawn")
        return record.withdrawn if isinstance(record, Withdrawn) else []

    @cached_property
    def passages(self) -> dict[str, Passage]:
        """Every passage by `source/passage`."""
        return {f"{key}/{p.id}": p for key, source in self.sources.items() for p in source.passages}

    def passage(self, ref: str) -> Passage | None:
        return self.passages.get(ref)

    def passage_place(self, ref: str) -> Place:
        """Where the words of a passage stand in the records."""
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
        """The speaker that a name means in a source: an actor's id, `author`, `unnamed`, or None where nobody is known.

        A name is an actor's id, their name or any variant; the author of the source also by name.
        """
        wanted = " ".join(name.split()).casefold()
        if wanted in (AUTHOR, UNNAMED):
            return wanted
        source = self.sources.get(key)
        for writer in source.author if source else ():
            if wanted in {n.casefold() for n in (str(writer), writer.family, writer.literal) if n}:
                return AUTHOR
        found = self._speakers.get(wanted)
        return AUTHOR if source and found in self.authors(key) else found

    def speaker_name(self, key: str, speaker: str) -> str:
        """How a page names a speaker, inside a sentence."""
        if speaker == AUTHOR:
            names = [str(name) for name in self.sources[key].author] if key in self.sources else []
            return " and ".join(names) or "the author, not named in the text"
        return attribution.name_of(self.actors, speaker)

    def informant(self, key: str, passage: Passage) -> attribution.Informant | None:
        """Who told the author what a passage of theirs says, or what somebody said in it; None where nobody is named.

        The author by their id is the author, as `authors` says.
        """
        own = self.authors(key) if key in self.sources else set()
        return attribution.informant(self.actors, own, passage.speaker, passage.via)

    def credit(self, key: str, passage: Passage) -> str:
        """Who says the words of a passage, and who told the author: every output that names them uses this."""
        return attribution.credited(self.speaker_name(key, passage.speaker), self.informant(key, passage))


def record_files(root: Path) -> list[Path]:
    """The record files of a book, in the order of their names."""
    folder = root / SOURCES
    return sorted(p for p in folder.glob("*.yml") if p.is_file()) if folder.is_dir() else []


def _misnamed(root: Path) -> list[Problem]:
    """Files of `sources/` that nobody would read, or by whose name nothing could be referred to."""
    problems = []
    for path in sorted((root / SOURCES).glob("*.yaml")):
        message = f"record files end in .yml; rename it to {path.stem}.yml."
        problems.append(Problem(Kind.UNREADABLE, message, Place(relative(path, root))))
    for path in record_files(root):
        if not re.fullmatch(ID, path.stem):
            message = f"the name of a record file is its key: {ID_FORM}; not {path.stem!r}. Rename it."
            problems.append(Problem(Kind.WRONG_TYPE, message, Place(relative(path, root))))
    return problems


def read_file(path: Path, root: Path) -> tuple[str | None, list[Problem]]:
    """A record file as text."""
    data, faults = _bytes_of(path, root)
    try:
        return None if data is None else decode(data), faults
    except ValueError as error:
        return None, [Problem(Kind.UNREADABLE, f"{error}", Place(relative(path, root)))]


def _bytes_of(path: Path, root: Path) -> tuple[bytes | None, list[Problem]]:
    """What stands in a record file."""
    try:
        return read_bytes(path, LARGEST_RECORD, root), []
    except OSError as error:
        return None, [Problem(Kind.UNREADABLE, f"it cannot be read: {error.strerror}.", Place(relative(path, root)))]
    except ValueError as error:
        return None, [Problem(Kind.UNREADABLE, f"{error}", Place(relative(path, root)))]


"""Open without waiting for anybody to write into a queue; on Windows, without changing line ends."""


def load_book(root: Path) -> tuple[Book, list[Problem]]:
    """Every record of a book, and every fault of every file. Faulty files are left out of the book."""
    book = Book(root)
    problems = _misnamed(root)
    for path in record_files(root):
        data, faults = _bytes_of(path, root)
        problems += faults
        if data is None:
            continue
        name = relative(path, root)
        document, record, faults = _document(name, data, COLLECTIONS.get(path.stem, Source))
        problems += faults
        if document:
            book.documents[name] = document
        if isinstance(record, Source):
            book.sources[path.stem] = record
            problems += _keyed([p.id for p in record.passages], record.withdrawn, "passages", name, book)[1]
        elif record is not None:
            book.collections[path.stem] = record
            problems += _collect(record, name, book)
    return book, problems + _revived(book)


def _document(name: str, data: bytes, kind: type[Record]) -> tuple[Document | None, Record | None, list[Problem]]:
    """A record file as it was parsed, its record, and what is wrong with it."""
    try:
        document = parse(decode(data))
    except ValueError as error:
        return None, None, [Problem(Kind.UNREADABLE, f"{error}", Place(name))]
    meant = _meant_for(document.value) if kind is Source else ""
    if meant:
        message = f"it holds {meant!r}, so it is no source; rename it to {meant}.yml."
        return document, None, [Problem(Kind.UNREADABLE, message, Place(name))]
    return document, *to_record(kind, document, name)


def _meant_for(value: Any) -> str:
    """The stem of the file of many records for which a file of another name was meant; nothing for a source."""
    tops = set(value) if isinstance(value, dict) else set()
    of_a_source = {name.replace("_", "-") for name in Source.__struct_fields__}
    return next((stem for stem in COLLECTIONS if stem in tops and not (tops - {stem}) & of_a_source), "")


def _revived(book: Book) -> list[Problem]:
    """Sources whose key was withdrawn: what pages once said of the old one would be read of the new one."""
    keys = {stone.id for stone in book.withdrawn}
    return [
        Problem(
            Kind.DUPLICATE_ID,
            f"the source {key!r} was withdrawn; give this one a new key.",
            Place(book.source_file(key)),
        )
        for key in book.sources
        if key in keys
    ]


def _collect(record: Record, file: str, book: Book) -> list[Problem]:
    """Sort the records of a collection into the book by id."""
    problems: list[Problem] = []
    for name in record.__struct_fields__:
        items = getattr(record, name)
        if name == "withdrawn" or not isinstance(items, list):
            continue
        kept, faults = _keyed([item.id for item in items], getattr(record, "withdrawn", []), name, file, book)
        problems += faults
        getattr(book, name).update({items[i].id: items[i] for i in kept})
    return problems


def _keyed(
    ids: list[str], withdrawn: Iterable[Any], name: str, file: str, book: Book
) -> tuple[list[int], list[Problem]]:
    """The indexes of the records whose id is theirs alone, and the others as problems."""
    dead = {stone.id for stone in withdrawn}
    first: dict[str, int] = {}
    problems: list[Problem] = []
    for i, key in enumerate(ids):
        if key in dead:
            message = f"the id {key!r} was withdrawn; give this one a new id."
        elif key in first:
            other = book.place(file, name, first[key], "id").line
            message = f"the id {key!r} stands twice, first on line {other}."
        else:
            first[key] = i
            continue
        problems.append(Problem(Kind.DUPLICATE_ID, message, book.place(file, name, i, "id")))
    return sorted(first.values()), problems


# -- seals ------------------------------------------------------------------------------------------------------------


# -- the articles -----------------------------------------------------------------------------------------------------
