"""Entries taken out of a record file that was written by hand, with everything else left as its author wrote it.

Here: cutting entries of lists, and keys, out of the text, and laying tombstones at its end. Each edit is checked: what
the file then says must be what was meant, or nothing is changed. Not here: which entries fall (`commands/remove.py`).
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

Path_ = tuple[str | int, ...]


def without(text: str, paths: Iterable[Path_], tombstones: Mapping[str, str], name: str, date: str = "") -> str:
    """The text of a record file without the entries or keys at some paths, with a tombstone for each id that it lost.

    `tombstones` gives the reason for each id; `date` is the day of all of them, in ISO form.
    SourcebookError, naming the file, where it is written in a way that cannot be edited safely.
    """
    dead = _outermost(paths)
    nodes = _nodes(text)
    changed = _cut_lines(text, [p for p in dead if not _flowing(nodes, p)], nodes)
    changed = _cut_flowing(changed, [p for p in dead if _flowing(nodes, p)], dead)
    changed = _with_tombstones(_emptied(changed, yaml_source.parse(text).value, dead), tombstones, date)
    wanted = _meant(yaml_source.parse(text).value, dead, tombstones, date)
    if yaml_source.parse(changed).value != wanted:
        raise SourcebookError(f"{name} is written in a way that cannot be edited line by line; edit it by hand.")
    return changed


def _emptied(text: str, tree: Any, dead: list[Path_]) -> str:
    """A list of the file that lost its last entry is written as an empty one: its key must stay."""
    for name, rows in tree.items():
        if isinstance(rows, list) and rows and all((name, n) in dead for n in range(len(rows))):
            text = re.sub(rf"(?m)^{re.escape(name)}:[ \t]*(?:#.*)?$", f"{name}: []", text)
    return text


def _outermost(paths: Iterable[Path_]) -> list[Path_]:
    every = set(paths)
    return sorted((p for p in every if not any(p[:i] in every for i in range(1, len(p)))), key=str)


def _meant(value: Any, dead: list[Path_], tombstones: Mapping[str, str], date: str) -> Any:
    """What the file should say when it is cut."""
    tree = copy.deepcopy(value)
    for path in sorted(dead, key=_order, reverse=True):
        parent = tree
        for key in path[:-1]:
            parent = parent[key]
        del parent[path[-1]]
    if tombstones:
        day = {"date": date} if date else {}
        stones = [{"id": name, "because": yaml_edit.one_line(why), **day} for name, why in tombstones.items()]
        tree["withdrawn"] = [*(tree.get("withdrawn") or []), *stones]
    return tree


def _order(path: Path_) -> list[tuple[str, int]]:
    """What puts paths in the order of the file, as far as entries of one list go."""
    return [("", key) if isinstance(key, int) else (key, 0) for key in path]


# -- where things stand -----------------------------------------------------------------------------------------------


def _nodes(text: str) -> dict[Path_, tuple[yaml.Node, yaml.Node]]:
    """Each value's node by its path, with the node of the list or mapping that holds it."""
    out: dict[Path_, tuple[yaml.Node, yaml.Node]] = {}

    def walk(node: yaml.Node, parent: yaml.Node, path: Path_) -> None:
        out[path] = node, parent
        if isinstance(node, yaml.SequenceNode):
            for i, item in enumerate(node.value):
                walk(item, node, (*path, i))
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                walk(value, node, (*path, key.value))

    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is not None:
        walk(root, root, ())
    return out


def _flowing(nodes: Mapping[Path_, tuple[yaml.Node, yaml.Node]], path: Path_) -> bool:
    """Whether an entry stands between brackets or braces."""
    parent = nodes[path][1]
    return isinstance(parent, yaml.CollectionNode) and bool(parent.flow_style)


# -- entries on lines of their own ------------------------------------------------------------------------------------


def _cut_lines(text: str, dead: list[Path_], nodes: Mapping[Path_, tuple[yaml.Node, yaml.Node]]) -> str:
    lines = text.split("\n")
    gone: set[int] = set()
    for path in dead:
        node, parent = nodes[path]
        column = parent.start_mark.column
        first = _first_line(lines, node, path, column)
        last = _last_line(lines, first, column)
        head = lines[first][:column]
        if head.strip() and last + 1 < len(lines):
            # The first key of an entry stands behind its dash, and the next key comes up to it.
            lines[last + 1] = head + lines[last + 1][column:]
        gone.update(range(first if head.strip() else _with_comment(lines, first), last + 1))
    for at in [i for i in sorted(gone) if i + 1 not in gone]:
        # One empty line stays where there was one on either side.
        before = next((i for i in range(at, -1, -1) if i not in gone), -1)
        after = at + 1
        while after < len(lines) - 1 and not lines[after].strip() and (before < 0 or not lines[before].strip()):
            gone.add(after)
            after += 1
    kept = [line for i, line in enumerate(lines) if i not in gone]
    return "\n".join(kept).rstrip("\n") + "\n"


def _first_line(lines: list[str], node: yaml.Node, path: Path_, column: int) -> int:
    """The line of the dash, or of the key, that a value belongs to."""
    at = int(node.start_mark.line)
    sign = "-" if isinstance(path[-1], int) else path[-1]
    while at > 0 and not (lines[at][column:].startswith(sign) and not lines[at][:column].strip(" -")):
        at -= 1
    return at


def _last_line(lines: list[str], first: int, column: int) -> int:
    """The last line that is deeper than the column at which an entry begins."""
    last = first
    for at in range(first + 1, len(lines)):
        line = lines[at].strip()
        if line and _indent(lines[at]) > column:
            last = at
        elif line and not line.startswith("#"):
            break
    return last


def _with_comment(lines: list[str], first: int) -> int:
    """The first line of the comment right above an entry: it speaks of the entry."""
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


# -- entries between brackets -----------------------------------------------------------------------------------------


def _cut_flowing(text: str, dead: list[Path_], every: list[Path_]) -> str:
    """Cut entries between brackets. Their paths are those of the text as it was, before lines were cut."""
    nodes = _nodes(text)
    moved = sorted((_moved(path, every) for path in dead), key=lambda p: -int(nodes[p][0].start_mark.index))
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


def _moved(path: Path_, dead: list[Path_]) -> Path_:
    """Where a path leads when the block entries before it are cut."""
    out: list[str | int] = []
    for depth, key in enumerate(path):
        before = [p[-1] for p in dead if p[:-1] == path[:depth]] if depth + 1 < len(path) else []
        passed = sum(isinstance(n, int) and isinstance(key, int) and n < key for n in before)
        out.append(key - passed if isinstance(key, int) else key)
    return tuple(out)


# -- tombstones -------------------------------------------------------------------------------------------------------


def _with_tombstones(text: str, tombstones: Mapping[str, str], date: str) -> str:
    """The text with tombstones behind those that it holds."""
    if not tombstones:
        return text
    nodes = _nodes(text)
    held = nodes.get(("withdrawn",))
    if held is None or not held[0].value:
        kept = _cut_lines(text, [("withdrawn",)], nodes) if held else text
        return kept.rstrip("\n") + "\n\nwithdrawn:\n" + "\n".join(_stones(tombstones, date, 2)) + "\n"
    if _flowing(nodes, ("withdrawn", 0)):
        end = int(held[0].end_mark.index) - 1
        quoted = ((name, json.dumps(why, ensure_ascii=False)) for name, why in tombstones.items())
        day = f", date: {date}" if date else ""
        stones = [f", {{id: {name}, because: {why}{day}}}" for name, why in quoted]
        return text[:end] + "".join(stones) + text[end:]
    lines, column = text.split("\n"), int(held[0].start_mark.column)
    at = _last_line(lines, int(nodes["withdrawn", len(held[0].value) - 1][0].start_mark.line), column)
    return "\n".join([*lines[: at + 1], *_stones(tombstones, date, column), *lines[at + 1 :]])


def _stones(tombstones: Mapping[str, str], date: str, indent: int) -> list[str]:
    return [line for name, why in tombstones.items() for line in stone(name, why, date, indent)]


def stone(name: str, because: str, date: str, indent: int) -> list[str]:
    """The lines of one tombstone; without the day where it is not known."""
    day = [" " * (indent + 2) + f"date: {date}"] if date else []
    return [" " * indent + f"- id: {name}", *yaml_edit.entry("because", because, indent + 2), *day]
