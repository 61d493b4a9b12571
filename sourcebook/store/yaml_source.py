"""YAML read as text, with the line of every key, and bounded: no aliases, no tags, no doubled keys, no implicit types.

`16:30` and `NO` stay what the author wrote. Documents are read from the parser's events, which keep line numbers and
show what a composed document hides. Not here: whether the values fit a record (`validation.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from sourcebook.model.problems import Kind
from sourcebook.store.files import decode

KeyPath = tuple[str | int, ...]


DEEPEST = 20


MOST_VALUES = 200_000


MOST_SETTINGS = 50_000


MOST_FAULTS = 1000


MORE = "there may be more wrong with it; mend what is told first."


@dataclass
class Document:
    """A YAML file as dicts, lists and strings, with the line of every value by its path, and what was wrong with it.

    `unread`: it is no YAML, or more of it than any record is, so that its value is not what its author wrote.
    """

    value: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[tuple[Kind, str, int]] = field(default_factory=list)
    unread: bool = False

    def line(self, path: Iterable[str | int]) -> int:
        """The line of the value at a path, or of the nearest value around it."""
        wanted = tuple(path)
        while wanted and wanted not in self.lines:
            wanted = wanted[:-1]
        return self.lines.get(wanted, 0)


class UnfitError(Exception):
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
    except UnfitError:
        document.unread = True
    return document


def _events(text: str, document: Document, most: int = MOST_VALUES) -> Iterator[Any]:
    """What the parser finds, one by one; UnfitError where it is more than a record holds."""
    depth = 0
    found: Iterable[Any] = yaml.parse(text, Loader=yaml.CBaseLoader)
    for count, event in enumerate(found):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > most:
            what = f"nested more than {DEEPEST} deep" if depth > DEEPEST else f"more than {most:,} values"
            message = f"it is {what}, so it is not read; write it flatter, or part it."
            document.problems.append((Kind.FORBIDDEN_YAML, message, event.start_mark.line + 1))
            raise UnfitError
        if len(document.problems) >= MOST_FAULTS:
            document.problems.append((Kind.FORBIDDEN_YAML, MORE, event.start_mark.line + 1))
            raise UnfitError
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
    except UnfitError:
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


def _node(event: Any, events: Iterator[Any], path: KeyPath, document: Document) -> Any:
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


def _sequence(events: Iterator[Any], path: KeyPath, document: Document) -> list[Any]:
    out: list[Any] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        out.append(_node(event, events, (*path, len(out)), document))
    return out


def _mapping(events: Iterator[Any], path: KeyPath, document: Document) -> dict[str, Any]:
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
