"""Files into records: the only reader of `sources/`.

YAML is read as text, without implicit typing (`16:30` and `NO` stay what the author wrote), from the parser's events,
which keep line numbers and show what a composed document hides: doubled keys, aliases, tags. Every fault of every file
is found in one run. Here too: where the articles lie, and their fingerprints. Not here: what the records mean together
(`check.py`), and whether the words stand in the articles (`quotes/`).
"""

from __future__ import annotations

import hashlib
import math
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from sourcebook.model import attribution, characters
from sourcebook.model.problems import Kind, Place, Problem, near, relative
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

R = TypeVar("R", bound=Record)
Path_ = tuple[str | int, ...]
SOURCES = "sources"
FULLTEXT = "fulltext"
TEXTS_VARIABLE = "SOURCEBOOK_TEXTS"
DEEPEST = 20
"""How deep a record may nest. Ours nest five deep; what goes deeper is a mistake or an attack."""
MOST_VALUES = 200_000
"""How many values a record file may hold, lists and keys with values counted: a list of two thousand events fits."""
MOST_SETTINGS = 50_000
"""The same for `_config.yml` and `_toc.yml`, each of whose values costs more, as they have types: 10,000 pages fit."""
MOST_MEMORY = 256
"""The most memory, in bytes a byte of what is read, that a reader in this process asks for, however the file is made.

Prose asks for a sixth of it. The worst is a text of single signs: each is a word, whose place in the article is kept.
What reads strangers' pages and PDFs is bounded in another way (`ingest/sandbox.py`).
"""
MOST_FAULTS = 1000
"""How many faults of one record file are told. Who has more has another kind of file, and nobody reads on."""
_MORE = "there may be more wrong with it; mend what is told first."
LARGEST_RECORD = 8 * 1024 * 1024
"""The largest record file, or file of seals, that is read, in bytes."""
LARGEST_TEXT = 4 * 1024 * 1024
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


@dataclass
class Document:
    """A YAML file as dicts, lists and strings, with the line of every value by its path, and what was wrong with it.

    `unread`: it is no YAML, or more of it than any record is, so that its value is not what its author wrote.
    """

    value: Any = None
    lines: dict[Path_, int] = field(default_factory=dict)
    problems: list[tuple[Kind, str, int]] = field(default_factory=list)
    unread: bool = False

    def line(self, path: Iterable[str | int]) -> int:
        """The line of the value at a path, or of the nearest value around it."""
        wanted = tuple(path)
        while wanted and wanted not in self.lines:
            wanted = wanted[:-1]
        return self.lines.get(wanted, 0)


class _Unfit(Exception):  # noqa: N818 -- it ends the reading of one document, and nobody outside sees it
    """What follows is not read: the document is deeper, or holds more, than any record."""


def parse(text: str) -> Document:
    """Read one YAML document from text. Never raises for what stands in the text.

    Events are taken one by one, so that what is too deep or too much is left before the parser has gone through it.
    """
    document = Document()
    events = _events(text, document)
    try:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                document.value = _node(event, events, (), document)
                break
        if any(isinstance(event, yaml.DocumentStartEvent) for event in events):
            document.problems.append((Kind.SYNTAX, "the file holds more than one document; keep one.", 0))
    except yaml.YAMLError as error:
        document.problems.append((Kind.SYNTAX, *_syntax(error, text)))
        document.unread = True
    except UnicodeEncodeError as error:  # no file holds it, but what is made in the program may
        message = "half a character (a lone surrogate) stands here; take it away."
        document.problems.append((Kind.SYNTAX, message, text.count("\n", 0, error.start) + 1))
        document.unread = True
    except _Unfit:
        document.unread = True
    return document


def _events(text: str, document: Document, most: int = MOST_VALUES) -> Iterator[Any]:
    """What the parser finds, one by one; _Unfit where it is more than a record holds."""
    depth = 0
    found: Iterable[Any] = yaml.parse(text, Loader=yaml.CBaseLoader)
    for count, event in enumerate(found):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > most:
            what = f"nested more than {DEEPEST} deep" if depth > DEEPEST else f"more than {most:,} values"
            message = f"it is {what}, so it is not read; write it flatter, or part it."
            document.problems.append((Kind.FORBIDDEN_YAML, message, event.start_mark.line + 1))
            raise _Unfit
        if len(document.problems) >= MOST_FAULTS:
            document.problems.append((Kind.FORBIDDEN_YAML, _MORE, event.start_mark.line + 1))
            raise _Unfit
        yield event


def plain(data: bytes) -> Any:
    """What stands in a YAML file that Jupyter Book reads too (`_config.yml`, `_toc.yml`), with types and aliases as it
    takes them. ValueError says what is wrong with it, and where.
    """
    text = decode(data)
    _bounded(text)
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        message, line = _syntax(error, text)
        raise ValueError(f"line {line}: {message}") from None
    except (ValueError, ArithmeticError, AttributeError) as error:  # a date that is none, more digits than are counted
        raise ValueError(f"it holds a value that is none ({error}); put it in quotation marks.") from None


def _bounded(text: str) -> None:
    """ValueError where a document is no YAML, too deep, or too much."""
    document = Document()
    try:
        _write_out(_events(text, document, MOST_SETTINGS))
    except yaml.YAMLError as error:
        message, line = _syntax(error, text)
        raise ValueError(f"line {line}: {message}") from None
    except _Unfit:
        [(_, message, line)] = document.problems
        raise ValueError(f"line {line}: {message}") from None


def _write_out(events: Iterator[Any]) -> None:
    """ValueError where a document holds more than any does once its aliases are written out, or one holds itself."""
    sizes: dict[str, int] = {}
    begun: list[tuple[str | None, int]] = []
    total = 0
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, before = begun.pop()
            sizes[anchor or ""] = total - before
            continue
        if isinstance(event, yaml.CollectionStartEvent):
            begun.append((event.anchor, total))
        elif isinstance(event, yaml.ScalarEvent):
            sizes[event.anchor or ""] = 1
        alias = isinstance(event, yaml.AliasEvent)
        total += sizes.get(event.anchor, MOST_SETTINGS) if alias else isinstance(event, yaml.NodeEvent)
        if total > MOST_SETTINGS:
            line = event.start_mark.line + 1
            raise ValueError(f"line {line}: aliases (*{event.anchor}) repeat more than a file holds; write it out.")


def _syntax(error: yaml.YAMLError, text: str) -> tuple[str, int]:
    """What the parser stumbled over, and the line."""
    if isinstance(error, yaml.reader.ReaderError):
        found = _FORBIDDEN.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        return "a control character, which YAML forbids, stands here; take it away.", line
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "it is not YAML"
    return f"{what}; look at this line and the one before.", mark.line + 1 if mark else 1


_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not count among printable characters."""


def _node(event: Any, events: Iterator[Any], path: Path_, document: Document) -> Any:
    """The value that begins with an event."""
    line = event.start_mark.line + 1
    document.lines[path] = line
    if isinstance(event, yaml.AliasEvent):
        document.problems.append((Kind.FORBIDDEN_YAML, f"an alias (*{event.anchor}); write the value out.", line))
        return ""
    if event.anchor:
        document.problems.append((Kind.FORBIDDEN_YAML, f"an anchor (&{event.anchor}); take it away.", line))
    if event.tag and event.tag != "!":
        document.problems.append((Kind.FORBIDDEN_YAML, f"a tag ({event.tag}); take it away.", line))
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    read = _sequence if isinstance(event, yaml.SequenceStartEvent) else _mapping
    return read(events, path, document)


def _sequence(events: Iterator[Any], path: Path_, document: Document) -> list[Any]:
    out: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        out.append(_node(event, events, (*path, len(out)), document))
    return out


def _mapping(events: Iterator[Any], path: Path_, document: Document) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = event.start_mark.line + 1
        key = _node(event, events, (*path, "?"), document)
        document.lines.pop((*path, "?"), None)
        if not isinstance(key, str):
            document.problems.append((Kind.FORBIDDEN_YAML, "a key that is no word.", line))
            key = str(key)
        if key in out:
            first = document.lines[(*path, key)]
            message = f"the key {key!r} stands twice, first on line {first}; keep one."
            document.problems.append((Kind.FORBIDDEN_YAML, message, line))
        out[key] = _node(next(events), events, (*path, key), document)
        document.lines[(*path, key)] = line
    return out


# -- trees into records -----------------------------------------------------------------------------------------------


def to_record(kind: type[R], document: Document, file: str) -> tuple[R | None, list[Problem]]:
    """A record of a kind, or None, and every fault of the document."""
    problems = [Problem(k, message, Place(file, line)) for k, message, line in document.problems]
    if document.unread or any(p.kind is Kind.SYNTAX for p in problems):
        return None, problems
    if not document.value and not problems:
        message = f"it holds nothing; begin it with `{_begins(kind)}:`, or take the file away."
        return None, [Problem(Kind.WRONG_TYPE, message, Place(file))]
    try:
        record = msgspec.convert(document.value, kind, strict=False)
    except msgspec.ValidationError as error:
        known = {p.place.line for p in problems}
        faults = [p for p in _faults(kind, document, file) if p.place.line not in known]
        return None, [*problems, *faults] or [_refused(error, document, file)]
    problems += [
        Problem(kind, message, Place(file, document.line(path), keys(path)))
        for kind, message, path in _unfit(record, ())
    ]
    return (None, problems) if problems else (record, [])


def _begins(kind: type[Record]) -> str:
    """The key with which a file of this kind begins."""
    return kind.__struct_fields__[0].replace("_", "-")


def _refused(error: msgspec.ValidationError, document: Document, file: str) -> Problem:
    """What the converter refuses and the validator, which reads words, lets pass: a number beyond its bounds."""
    message, _, where = str(error).partition(" - at `$")
    path = tuple(int(key) if key.isdecimal() else key for key in re.findall(r"[^.\[\]`]+", where))
    return Problem(Kind.WRONG_TYPE, f"{message}.", Place(file, document.line(path), keys(path)))


def _unfit(value: Any, path: Path_) -> Iterator[tuple[Kind, str, Path_]]:
    """What the converter lets pass and no record may hold: numbers that are none, and characters that nobody sees."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Kind.WRONG_TYPE, "it is no number; write digits.", path
    elif isinstance(value, str) and (unseen := next(characters.hidden(value), None)):
        message = characters.hidden_message(value, *unseen)
        yield Kind.UNREADABLE, message, path
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _unfit(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unfit(item, (*path, key))
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _unfit(getattr(value, name), (*path, name.replace("_", "-")))


def schema(kind: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record file, for editors."""
    out: dict[str, Any] = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **out}


def _faults(kind: type[Record], document: Document, file: str) -> list[Problem]:
    """Every fault of a document against its schema. Imported here: only a faulty record needs the validator."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(_of_strings(schema(kind)))
    found = (
        Problem(name, message, Place(file, document.line(at), keys(at)))
        for error in validator.iter_errors(document.value)
        for name, message, at in _explain(error, tuple(error.absolute_path))
    )
    problems = list(islice(found, MOST_FAULTS))
    return [*problems, Problem(Kind.WRONG_TYPE, _MORE, Place(file))] if len(problems) == MOST_FAULTS else problems


def _explain(error: Any, path: Path_) -> Iterator[tuple[Kind, str, Path_]]:
    """A validator's finding in our words: kind, message, path."""
    if error.validator == "additionalProperties":
        for key, meant in _unknown_keys(error):
            remedy = f"did you mean {meant!r}?" if meant else f"it may have: {', '.join(sorted(_properties(error)))}."
            yield Kind.UNKNOWN_KEY, f"there is no key {key!r} here; {remedy}", (*path, key)
    elif error.validator == "required":
        mistyped = {meant for _, meant in _unknown_keys(error)}  # who is told of the slip knows what is missing
        for key in error.validator_value:
            if key not in error.instance and key not in mistyped:
                yield Kind.MISSING_KEY, f"the key {key!r} is missing; add it.", path
    elif error.validator == "enum":
        allowed = ", ".join(map(str, error.validator_value))
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} is not one of: {allowed}.", path
    elif error.validator == "pattern":
        form = error.schema.get("description") or error.validator_value
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} is not of the form: {form}.", path
    elif error.validator == "minLength":
        yield Kind.WRONG_TYPE, "it is empty; write something, or take the key away.", path
    else:
        wanted = _FORMS.get(str(error.validator_value), "another form")
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} stands where {wanted} should stand.", path


def _properties(error: Any) -> dict[str, Any]:
    found: dict[str, Any] = error.schema.get("properties", {})
    return found


def _unknown_keys(error: Any) -> Iterator[tuple[str, str]]:
    """Each key that no record of the kind has, and the one that was meant: of those that are not there already."""
    known = set(_properties(error))
    for key in sorted(set(error.instance) - known):
        yield key, near(key, known - set(error.instance)) or near(key, known)


_FORMS = {"object": "keys with values", "array": "a list", "string": "words"}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


_WHOLE = {
    True: {"pattern": r"^[1-9][0-9]{0,6}$", "description": "a whole number from 1 on, of seven digits at the most"},
    False: {"pattern": r"^-?[0-9]{1,15}$", "description": "a whole number, of fifteen digits at the most"},
}
_NUMBER = {
    "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$",
    "description": "a number, such as 12 or 0.5, of fifteen digits at the most",
}
"""How numbers are written. What has more digits than a computer counts exactly is no number of an article."""


def _of_strings(node: Any) -> Any:
    """The schema for a tree in which every scalar is still a string."""
    if isinstance(node, list):
        return [_of_strings(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "integer":
        return {"type": "string", **_WHOLE[node.get("minimum") == 1]}
    if node.get("type") == "number":
        return {"type": "string", **_NUMBER}
    if node.get("type") == "boolean":
        return {"enum": ["true", "false"]}
    if "anyOf" in node and {"type": "null"} in node["anyOf"]:
        return _of_strings(next(item for item in node["anyOf"] if item != {"type": "null"}))
    return {key: _of_strings(value) for key, value in node.items()}


def keys(path: Iterable[str | int]) -> str:
    """A path of keys as authors read it: `passages[3].exact`."""
    out = ""
    for key in path:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else str(key)
    return out


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


_AT_ONCE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Open without waiting for anybody to write into a queue; on Windows, without changing line ends."""


def read_bytes(path: Path, largest: int, within: Path | None = None) -> bytes:
    """A file's bytes. ValueError says why it is not read: it is no file but a device or a queue, which may never end;
    it is larger than `largest` bytes; it lies outside the folder `within`, to which a link may lead. OSError as usual.
    """
    if within is not None:
        inside(path, within)
    with os.fdopen(os.open(path, _AT_ONCE), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is no file; put a file there.")
        data = file.read(largest + 1)
    if len(data) > largest:
        raise ValueError(f"it is larger than {largest // 1024 // 1024} MB.")
    return data


def inside(path: Path, folder: Path) -> None:
    """ValueError where a file lies outside a folder, whether its name leads there (`../`) or a link does."""
    if not _leads_into(path, folder):
        raise ValueError(f"{path.name} leads out of {folder.name or 'the book'}/; put the file itself there.")


def there(folder: Path, name: str) -> bool:
    """Whether a name that somebody wrote is that of a file inside a folder. It may be anything, and no name at all."""
    try:
        path = folder / name
        return path.is_file() and _leads_into(path, folder)
    except (OSError, ValueError):  # longer than a name can be, a NUL inside
        return False


def _leads_into(path: Path, folder: Path) -> bool:
    """Whether a file lies in a folder once every link is followed. (`os.path` takes a third of what `Path` takes.)"""
    return os.path.realpath(path).startswith(os.path.realpath(folder).rstrip(os.sep) + os.sep)


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8, with or without a byte order mark, one kind of line end. ValueError says what is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8; save the file as UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ValueError(f"line {line} holds a NUL character; is it a text file?")
    return text.replace("\r\n", "\n").replace("\r", "\n")


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


def seal_file(root: Path, key: str) -> Path:
    """Where the seal of a source stands."""
    return root / SOURCES / f"{key}.seal.json"


def read_seal(path: Path, root: Path) -> tuple[Any, list[Problem]]:
    """A seal as it stands in its file, None where there is none; what it means is for `quotes/seal.py`."""
    if not path.is_file():
        return None, []
    text, problems = read_file(path, root)
    if text is None:
        return None, problems
    try:
        return msgspec.json.decode(text.encode()), []
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
        message = f"it is not JSON ({error}); run `sourcebook seal`."
        return None, [Problem(Kind.BAD_SEAL, message, Place(relative(path, root)))]


# -- the articles -----------------------------------------------------------------------------------------------------


def find_texts(root: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """The folder of the articles: the one that `SOURCEBOOK_TEXTS` names, or else `sources/fulltext/`.

    None where it is not at hand.
    """
    named = environ.get(TEXTS_VARIABLE, "").strip()
    folder = Path(named).expanduser() if named else root / SOURCES / FULLTEXT
    return folder if folder.is_dir() else None


def read_texts(book: Book, environ: Mapping[str, str] = os.environ) -> tuple[dict[str, str], list[Problem]]:
    """The articles at hand by source, each with the fingerprint that its record gives; the others as problems.

    An article that is not there is no problem here: the passages of its source are then proven by their seal, or not.
    """
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    named = environ.get(TEXTS_VARIABLE, "").strip()
    folder = find_texts(book.root, environ)
    if named and folder is None:
        problems.append(Problem(Kind.UNREADABLE, f"{TEXTS_VARIABLE} names {named!r}, which is no folder."))
    for key, source in book.sources.items() if folder else ():
        place = book.place(book.source_file(key), "text", "file")
        text, fault = _text(folder, source)  # type: ignore[arg-type]  # folder is a path wherever the loop runs
        if fault:
            problems.append(Problem(fault[0], fault[1], place))
        elif text is not None:
            texts[key] = text
    return texts, problems


def _text(folder: Path, source: Source) -> tuple[str | None, tuple[Kind, str] | None]:
    """One article, or why it cannot be used."""
    name = source.text.file
    if Path(name).name != name or name == ".." or not name.isprintable() or set(name) & set("\\/:"):
        return None, (Kind.UNREADABLE, f"{name!r} is no file name; name a file inside the folder of the articles.")
    path = folder / name
    try:
        if not path.is_file():
            return None, None
        data = read_bytes(path, LARGEST_TEXT, folder)
        text = decode(data)
    except OSError as error:
        return None, (Kind.UNREADABLE, f"the article {name!r} cannot be read: {error.strerror}.")
    except ValueError as error:
        return None, (Kind.UNREADABLE, f"the article {name!r}: {error}")
    digest = hashlib.sha256(data).hexdigest()
    if digest != source.text.sha256:
        message = f"the article {name!r} is not the one that was recorded: its SHA-256 is {digest}."
        return None, (Kind.TEXT_CHANGED, message + " Compare the two, then correct the record or the file.")
    return text, None
