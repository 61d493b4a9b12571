"""Edit records of sources in place for an import: fill empty fields, append passages; the rest stays byte for byte.

Each edit is verified: the new text must parse to what was meant. Not here: the edits themselves (`store/yaml_edit.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import Name
from sourcebook.store import files, yaml_edit, yaml_source
from sourcebook.store.book import LARGEST_RECORD

_NOT_FOUND = "# Not found in the file.\n"
_PLACES = ("publisher", "container-title", "author", "origin", "fidelity", "title")
"""The keys after which a new field is put, the first that is there."""


def read(path: Path) -> str:
    """The text of a record."""
    return files.decode(files.read_bytes(path, LARGEST_RECORD))


def encoded(path: Path, text: str) -> bytes:
    """The bytes of a record, with the line ends that its file has."""
    return yaml_edit.as_before(text, path.read_bytes()) if path.exists() else text.encode()


def names(author: Sequence[Name]) -> list[str]:
    """The lines of the authors of a source."""
    if not author:
        return ["author: []"]
    lines = ["author:"]
    for name in author:
        parts = [(part, getattr(name, part)) for part in ("family", "given", "literal") if getattr(name, part)]
        first, *rest = [line for part, value in parts for line in yaml_edit.entry(part, value, 4)]
        lines += [f"  - {first.strip()}", *rest]
    return lines


def filled(text: str, values: Mapping[str, Any], name: str) -> str:
    """The text of a record with values for keys that are empty or missing; a list of lines is put as it is."""
    before = _value(text, name)
    for key, value in values.items():
        lines = names(value) if key == "author" else value if isinstance(value, list) else yaml_edit.entry(key, value)
        text = _with_entry(text, key, lines)
    after = _value(text, name)
    rest = {key: value for key, value in after.items() if key not in values}
    if rest != {key: value for key, value in before.items() if key not in values} or not set(values) <= set(after):
        raise SourcebookError(f"{name} cannot be filled in line by line; write in by hand: {', '.join(values)}.")
    return text


def _with_entry(text: str, key: str, lines: list[str]) -> str:
    """A record with the lines of a key in the place of its empty value, or after a key that goes before it."""
    entry = "\n".join(lines)
    empty = re.compile(rf"(?m)^{re.escape(key)}:[ \t]*(?:\"\"|''|\[\]|und|article)?[ \t]*(?:#.*)?$")
    if match := empty.search(text):
        head = text[: match.start()].removesuffix(_NOT_FOUND)
        return head + entry + text[match.end() :]
    manuscript = yaml_edit.Manuscript(text)
    wanted = ("issued" if key == "issued-because" else "", *_PLACES)
    after = next((place for place in wanted if (place,) in manuscript), "")
    if not after:
        return f"{text.rstrip()}\n\n{entry}\n"
    manuscript.add_key(_last((after,), manuscript), lines)
    return manuscript.result()


def with_passages(text: str, entries: Sequence[Sequence[str]], name: str) -> str:
    """The text of a record with passages at the end of its list; each entry is the lines of one."""
    before, manuscript = _value(text, name), yaml_edit.Manuscript(text)
    count = len(before.get("passages") or ())
    if not count:
        text = _with_entry(text, "passages", ["passages:", *_parted(entries, "")])
    else:
        last: yaml_source.KeyPath = ("passages", count - 1)
        dash = manuscript.indent((*last, "id")) - 2 if (*last, "id") in manuscript else 0
        shifted = [[_shifted(line, dash - 2) for line in lines] for lines in entries]
        close = count > 1 and "\n\n" not in _between(manuscript, count)
        manuscript.add_key(_last(last, manuscript), [*_parted(shifted)] if close else ["", *_parted(shifted, "")])
        text = manuscript.result()
    after = _value(text, name)
    old, new = before.get("passages") or [], after.get("passages")
    rest = {key: value for key, value in after.items() if key != "passages"}
    kept = rest == {key: value for key, value in before.items() if key != "passages"}
    if not (kept and isinstance(new, list) and new[:count] == old and len(new) == count + len(entries)):
        raise SourcebookError(f"{name} takes no passage line by line; write its passages in block style.")
    return text


def with_entries(text: str, lists: Mapping[str, Sequence[yaml_edit.Kept | Sequence[str]]], name: str) -> str:
    """The text of a record file whose lists hold these entries: those that are kept, by index, and lines of others."""
    before = _value(text, name)
    for key, entries in lists.items():
        rows = before.get(key) or []
        kept = [entry.index for entry in entries if isinstance(entry, yaml_edit.Kept)]
        if kept == list(range(len(rows))) and len(kept) == len(entries):
            continue
        if rows:
            manuscript = yaml_edit.Manuscript(text)
            manuscript.rewrite((key,), entries)
            text = manuscript.result()
        else:
            new = (entry for entry in entries if not isinstance(entry, yaml_edit.Kept))
            text = _with_entry(text, key, [f"{key}:", *(line for entry in new for line in entry)])
    after = _value(text, name)
    wanted = {key: value for key, value in before.items() if key not in lists}
    if wanted != {key: value for key, value in after.items() if key not in lists}:
        raise SourcebookError(f"{name} cannot be merged line by line; write its lists in block style.")
    return text


def _between(manuscript: yaml_edit.Manuscript, count: int) -> str:
    """What stands between the last two of so many passages."""
    return manuscript.between(_last(("passages", count - 2), manuscript), ("passages", count - 1))


def _parted(entries: Sequence[Sequence[str]], *between: str) -> Iterator[str]:
    """The lines of entries, with further lines between two."""
    for number, lines in enumerate(entries):
        yield from [*between, *lines] if number else lines


def _shifted(line: str, by: int) -> str:
    return line if not line else " " * by + line if by >= 0 else line[-by:]


def _last(path: yaml_source.KeyPath, manuscript: yaml_edit.Manuscript) -> yaml_source.KeyPath:
    """The path of the last value inside a value: comments that follow belong to what comes after them."""
    return [place for place in manuscript.places() if place[: len(path)] == path][-1]


def _value(text: str, name: str) -> dict[str, Any]:
    try:
        document = yaml_source.parse(text)
    except yaml.YAMLError:  # what an edit made may be no YAML
        document = yaml_source.Document(problems=[])
    if not isinstance(document.value, dict) or document.problems:
        raise SourcebookError(f"{name} is written in a way that cannot be edited line by line; edit it by hand.")
    return document.value
