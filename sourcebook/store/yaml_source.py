"""Parse YAML strictly, with the line of every value: no aliases, tags, duplicate keys or implicit types; bounded size.

`16:30` and `NO` stay strings. Documents are built from the parser's events, which keep line numbers and show what a
composed document hides. Here too: the loader for the settings of Jupyter Book. Not here: whether the values fit a
record (`validation.py`).
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
"""The keys and list indexes that lead to a value."""
DEEPEST = 20
"""How deep a record file may nest. Ours nest five deep; deeper nesting is a mistake or an attack."""
MOST_VALUES = 200_000
"""How many values a record file may hold, lists and keys with values counted: a list of two thousand events fits."""
MOST_SETTINGS = 50_000
"""The same for `_config.yml` and `_toc.yml`, whose values are typed and cost more: 10,000 pages fit."""
MOST_FAULTS = 1000
"""How many faults of one record file are reported. A file with more is another kind of file."""
MORE = "there may be more wrong with it; mend what is told first."
"""The message that ends a list of faults that was cut short."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML does not count as printable."""


@dataclass
class Document:
    """A parsed YAML file: dicts, lists and strings, the line of every value by its path, and the problems found.

    `unread`: the file is not YAML or exceeds the limits, so its value is incomplete.
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


class TooLargeError(Exception):
    """The document exceeds the depth or size limit."""


# -- record files ----------------------------------------------------------------------------------------------------


def parse(text: str) -> Document:
    """Parse one YAML document. Never raises for bad input: its faults are in `Document.problems`.

    Events are consumed one by one, so that a document beyond the limits is abandoned before it has been parsed.
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
    except UnicodeEncodeError as error:  # not from a file, but a text made by the program may hold one
        message = "half a character (a lone surrogate) stands here; take it away."
        document.problems.append((Kind.SYNTAX, message, text.count("\n", 0, error.start) + 1))
        document.unread = True
    except TooLargeError:
        document.unread = True
    return document


def _node(event: Any, events: Iterator[Any], path: KeyPath, document: Document) -> Any:
    """Build the value that begins with an event, and note its line and problems."""
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
    build = _sequence if isinstance(event, yaml.SequenceStartEvent) else _mapping
    return build(events, path, document)


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
            document.problems.append((Kind.FORBIDDEN_YAML, "a key must be a word; write one.", line))
            key = str(key)
        if key in out:
            first = document.lines[(*path, key)]
            message = f"the key {key!r} stands twice, first on line {first}; keep one."
            document.problems.append((Kind.FORBIDDEN_YAML, message, line))
        out[key] = _node(next(events), events, (*path, key), document)
        document.lines[(*path, key)] = line
    return out


def _events(text: str, document: Document, most: int = MOST_VALUES) -> Iterator[Any]:
    """Yield the parser's events; TooLargeError beyond the depth, size or fault limit."""
    depth = 0
    parsed: Iterable[Any] = yaml.parse(text, Loader=yaml.CBaseLoader)
    for count, event in enumerate(parsed):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or count > most:
            what = f"nested more than {DEEPEST} deep" if depth > DEEPEST else f"more than {most:,} values"
            message = f"it is {what}, so it is not read; write it flatter, or part it."
            document.problems.append((Kind.FORBIDDEN_YAML, message, event.start_mark.line + 1))
            raise TooLargeError
        if len(document.problems) >= MOST_FAULTS:
            document.problems.append((Kind.FORBIDDEN_YAML, MORE, event.start_mark.line + 1))
            raise TooLargeError
        yield event


def _syntax(error: yaml.YAMLError, text: str) -> tuple[str, int]:
    """The message and the line of a parser error."""
    if isinstance(error, yaml.reader.ReaderError):
        character = _FORBIDDEN.search(text)
        line = text.count("\n", 0, character.start()) + 1 if character else 1
        return "a control character, which YAML forbids, stands here; take it away.", line
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "it is not YAML"
    return f"{what}; look at this line and the one before.", mark.line + 1 if mark else 1


# -- settings files of Jupyter Book ----------------------------------------------------------------------------------


def load_settings(data: bytes) -> Any:
    """Load a settings file of Jupyter Book (`_config.yml`, `_toc.yml`), with the types and aliases that it reads.

    ValueError says what is wrong with it, and where.
    """
    text, document = decode(data), Document()
    try:
        _check_expansion(_events(text, document, MOST_SETTINGS), document)
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        message, line = _syntax(error, text)
    except TooLargeError:
        [(_, message, line)] = document.problems
    except (ValueError, ArithmeticError, AttributeError) as error:  # an impossible date, a number with too many digits
        raise ValueError(f"it holds an impossible date or number ({error}); put it in quotation marks.") from None
    raise ValueError(f"line {line}: {message}")


def _check_expansion(events: Iterator[Any], document: Document) -> None:
    """TooLargeError if a document exceeds the size limit once aliases are expanded, or an alias contains itself."""
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
            message = f"aliases (*{event.anchor}) repeat more than a file holds; write it out."
            document.problems.append((Kind.FORBIDDEN_YAML, message, event.start_mark.line + 1))
            raise TooLargeError
