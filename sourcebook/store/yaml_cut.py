"""Delete entries from a hand-written record file and add their tombstones, leaving everything else as it was written.

Each edit is verified: the new file must parse to the intended value, or nothing is changed. Not here: which entries are
deleted (`commands/remove.py`).
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from sourcebook.model.problems import SourcebookError
from sourcebook.store import yaml_edit, yaml_source
from sourcebook.store.yaml_source import KeyPath


def without(text: str, paths: Iterable[KeyPath], tombstones: Mapping[str, str], name: str, date: str = "") -> str:
    """Delete the entries or keys at some paths from the text of a record file, and add the tombstones.

    `tombstones` gives the reason for each id; `date` is the day of all of them, in ISO form.
    SourcebookError, naming the file, where it is written in a way that cannot be edited safely.
    """
    deleted = _outermost(paths)
    nodes = yaml_edit.nodes(text)
    changed = _cut_lines(text, [p for p in deleted if not _in_flow_style(nodes, p)], nodes)
    changed = _cut_flow_entries(changed, [p for p in deleted if _in_flow_style(nodes, p)], deleted)
    changed = _with_tombstones(_with_empty_lists(changed, yaml_source.parse(text).value, deleted), tombstones, date)
    intended = _intended(yaml_source.parse(text).value, deleted, tombstones, date)
    if yaml_source.parse(changed).value != intended:
        raise SourcebookError(f"{name} is written in a way that cannot be edited line by line; edit it by hand.")
    return changed


def _with_empty_lists(text: str, tree: Any, deleted: list[KeyPath]) -> str:
    """Write `[]` for each list that lost all its entries: its key must stay."""
    for name, rows in tree.items():
        if isinstance(rows, list) and rows and all((name, n) in deleted for n in range(len(rows))):
            text = re.sub(rf"(?m)^{re.escape(name)}:[ \t]*(?:#.*)?$", f"{name}: []", text)
    return text


def _outermost(paths: Iterable[KeyPath]) -> list[KeyPath]:
    every = set(paths)
    return sorted((p for p in every if not any(p[:i] in every for i in range(1, len(p)))), key=str)


def _intended(value: Any, deleted: list[KeyPath], tombstones: Mapping[str, str], date: str) -> Any:
    """The intended value of the file after the deletion."""
    tree = copy.deepcopy(value)
    # In the order of the file, backwards: so the entries of a list keep their places.
    order = {path: [("", key) if isinstance(key, int) else (key, 0) for key in path] for path in deleted}
    for path in sorted(deleted, key=order.__getitem__, reverse=True):
        parent = tree
        for key in path[:-1]:
            parent = parent[key]
        del parent[path[-1]]
    if tombstones:
        day = {"date": date} if date else {}
        added = [{"id": name, "because": yaml_edit.one_line(why), **day} for name, why in tombstones.items()]
        tree["withdrawn"] = [*(tree.get("withdrawn") or []), *added]
    return tree


def _in_flow_style(nodes: Mapping[KeyPath, tuple[yaml.Node, yaml.Node]], path: KeyPath) -> bool:
    """True if an entry is in flow style, between brackets or braces."""
    parent = nodes[path][1]
    return isinstance(parent, yaml.CollectionNode) and bool(parent.flow_style)


# -- entries on lines of their own ------------------------------------------------------------------------------------


def _cut_lines(text: str, deleted: list[KeyPath], nodes: Mapping[KeyPath, tuple[yaml.Node, yaml.Node]]) -> str:
    lines = text.split("\n")
    gone: set[int] = set()
    for path in deleted:
        node, parent = nodes[path]
        column = parent.start_mark.column
        first = _first_line(lines, node, path, column)
        last = _last_line(lines, first, column)
        head = lines[first][:column]
        if head.strip() and last + 1 < len(lines):
            # The first key of an entry follows its dash: the next key moves up to it.
            lines[last + 1] = head + lines[last + 1][column:]
        gone.update(range(first if head.strip() else _with_comment(lines, first), last + 1))
    for at in [i for i in sorted(gone) if i + 1 not in gone]:
        # Where there was an empty line on either side, one stays.
        before = next((i for i in range(at, -1, -1) if i not in gone), -1)
        after = at + 1
        while after < len(lines) - 1 and not lines[after].strip() and (before < 0 or not lines[before].strip()):
            gone.add(after)
            after += 1
    kept = [line for i, line in enumerate(lines) if i not in gone]
    return "\n".join(kept).rstrip("\n") + "\n"


def _first_line(lines: list[str], node: yaml.Node, path: KeyPath, column: int) -> int:
    """The line of the dash, or of the key, of a value."""
    at = int(node.start_mark.line)
    sign = "-" if isinstance(path[-1], int) else path[-1]
    while at > 0 and not (lines[at][column:].startswith(sign) and not lines[at][:column].strip(" -")):
        at -= 1
    return at


def _last_line(lines: list[str], first: int, column: int) -> int:
    """The last line that is indented deeper than the column of an entry."""
    last = first
    for at in range(first + 1, len(lines)):
        line = lines[at].strip()
        if line and len(lines[at]) - len(lines[at].lstrip(" ")) > column:
            last = at
        elif line and not line.startswith("#"):
            break
    return last


def _with_comment(lines: list[str], first: int) -> int:
    """The first line of the comment right above an entry: it belongs to the entry."""
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first


# -- entries between brackets -----------------------------------------------------------------------------------------


def _cut_flow_entries(text: str, deleted: list[KeyPath], every: list[KeyPath]) -> str:
    """Delete entries in flow style. Their paths are those before lines were deleted."""
    nodes = yaml_edit.nodes(text)
    moved = sorted((_moved(path, every) for path in deleted), key=lambda p: -int(nodes[p][0].start_mark.index))
    for path in moved:
        node, _ = nodes[path]
        start, end = int(node.start_mark.index), int(node.end_mark.index)
        if isinstance(path[-1], str):
            start = text.rindex(path[-1], 0, start)
        rest = text[end:]
        if rest.lstrip().startswith(","):
            end += rest.index(",") + 1
            end += len(text[end:]) - len(text[end:].lstrip(" "))
        elif text[:start].rstrip().endswith(","):
            start = text[:start].rstrip().rindex(",")
        text = text[:start] + text[end:]
    return text


def _moved(path: KeyPath, deleted: list[KeyPath]) -> KeyPath:
    """The path of a value after the block entries before it are deleted."""
    out: list[str | int] = []
    for depth, key in enumerate(path):
        before = [p[-1] for p in deleted if p[:-1] == path[:depth]] if depth + 1 < len(path) else []
        passed = sum(isinstance(n, int) and isinstance(key, int) and n < key for n in before)
        out.append(key - passed if isinstance(key, int) else key)
    return tuple(out)


# -- tombstones -------------------------------------------------------------------------------------------------------


def _with_tombstones(text: str, tombstones: Mapping[str, str], date: str) -> str:
    """Add tombstones after those that the text already holds."""
    if not tombstones:
        return text
    nodes = yaml_edit.nodes(text)
    present = nodes.get(("withdrawn",))
    if present is None or not present[0].value:
        kept = _cut_lines(text, [("withdrawn",)], nodes) if present else text
        return kept.rstrip("\n") + "\n\nwithdrawn:\n" + "\n".join(_tombstone_lines(tombstones, date, 2)) + "\n"
    if _in_flow_style(nodes, ("withdrawn", 0)):
        end = int(present[0].end_mark.index) - 1
        quoted = ((name, json.dumps(why, ensure_ascii=False)) for name, why in tombstones.items())
        day = f", date: {date}" if date else ""
        flow = [f", {{id: {name}, because: {why}{day}}}" for name, why in quoted]
        return text[:end] + "".join(flow) + text[end:]
    lines, column = text.split("\n"), int(present[0].start_mark.column)
    at = _last_line(lines, int(nodes["withdrawn", len(present[0].value) - 1][0].start_mark.line), column)
    return "\n".join([*lines[: at + 1], *_tombstone_lines(tombstones, date, column), *lines[at + 1 :]])


def _tombstone_lines(tombstones: Mapping[str, str], date: str, indent: int) -> list[str]:
    return [line for name, why in tombstones.items() for line in tombstone(name, why, date, indent)]


def tombstone(name: str, because: str, date: str, indent: int) -> list[str]:
    """The lines of one tombstone; without a date where none is known."""
    day = [" " * (indent + 2) + f"date: {date}"] if date else []
    return [" " * indent + f"- id: {name}", *yaml_edit.entry("because", because, indent + 2), *day]
