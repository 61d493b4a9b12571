"""`sourcebook remove`: withdraw a source together with everything in the records that depends on it.

Here: which records depend on a source, and removing them in one transaction. Not here: how a record file is edited
(`store/yaml_cut.py`). Pages and exercises are never edited, only listed: their sentences are their author's.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.model.problems import Place, Problem, relative
from sourcebook.store import articles, transaction, yaml_cut, yaml_edit
from sourcebook.store.book import SOURCES, Book, record_files
from sourcebook.store.files import decode
from sourcebook.store.yaml_source import KeyPath

Reasons = dict[KeyPath, str]
"""Paths of what is removed from a file, each with its reason."""
_WITHDRAWN = f"{SOURCES}/withdrawn.yml"
_PAGES = frozenset({".md", ".rst", ".ipynb", ".yml", ".yaml"})
_TOLD_BY = {"events": "reports", "figures": "reports", "hypotheses": "holders", "actors": "roles"}
"""The records that are removed when every entry of this list of theirs is removed."""
_REFERS = {"before": "events", "after": "events", "hypothesis": "hypotheses", "actor": "actors"}
"""The keys that refer to another record: an entry is removed together with the record it refers to."""
_PEOPLE = ("actor", "agent", "via", "holder", "about", "speaker")


@dataclass
class Removal:
    """Everything that is removed with a source: paths by file, each with its reason; and what remains for the author.

    `mentions` are lines of pages and records that still name what is removed; `faults` are errors that the records
    will then have.
    """

    key: str
    paths: dict[str, Reasons] = field(default_factory=dict)
    passages: tuple[str, ...] = ()
    deletes: tuple[Path, ...] = ()
    elsewhere: bool = False
    mentions: tuple[tuple[Place, str], ...] = ()
    faults: tuple[Problem, ...] = ()

    def lines(self, book: Book) -> Iterator[str]:
        """The report for a terminal."""
        yield f"With {self.key} is removed:"
        for path in self.deletes:
            yield f"  {relative(path, book.root)}"
        yield f"  {len(self.passages)} passages: {', '.join(self.passages) or 'none'}"
        for file, paths in sorted(self.paths.items()):
            for entry in sorted(filter(lambda p: _shown(p, paths), paths), key=lambda p: book.place(file, *p)):
                yield f"  {book.place(file, *entry)}: {_name(book, file, entry)}, because {paths[entry]}"
        if self.elsewhere:
            yield "The article itself lies outside the book and stays: it is yours to delete."
        yield "Where the book was published before, its history still holds what stood in it."
        if self.mentions or self.faults:
            yield "To be edited by hand:"
        for place, text in self.mentions:
            yield f"  {place}: {text}"
        for fault in self.faults:
            yield f"  {fault}"


def _shown(path: KeyPath, paths: Reasons) -> bool:
    """True if an entry is listed: neither inside another one nor the key of an emptied list."""
    inside = any(path[:i] in paths and isinstance(path[i - 1], int) for i in range(1, len(path)))
    return isinstance(path[-1], int) and not inside


def plan(opened: Opened, key: str, because: str = "", date: str = "") -> tuple[Removal, dict[Path, bytes]]:
    """Plan a removal: what is removed, and the new content of the record files. Nothing is written."""
    book = opened.book
    removal = Removal(key, _dependents(book, key), tuple(p.id for p in book.sources[key].passages))
    removal.deletes = tuple(_files(book, key))
    removal.elsewhere = key in opened.prover.articles and not any(articles.FULLTEXT in p.parts for p in removal.deletes)
    writes = _edited(book, removal, because or "withdrawn", date)
    removal.faults = tuple(_faults_without(book, writes, removal.deletes))
    removal.mentions = tuple(_mentions(book, removal, writes))
    return removal, writes


def remove(opened: Opened, key: str, because: str, date: str) -> Removal:
    """Withdraw a source: delete its record, seal and text and all that depends on them, and leave tombstones.

    `date` is the date of the tombstones, in ISO form.
    """
    removal, writes = plan(opened, key, because, date)
    transaction.change(opened.book.root, writes, removal.deletes)
    return removal


def _files(book: Book, key: str) -> Iterator[Path]:
    """The existing files of a source: its record, its seal, and its text unless another source uses it."""
    yield book.root / book.source_file(key)
    text = book.sources[key].text.file
    others = {source.text.file for name, source in book.sources.items() if name != key}
    seal, folder = articles.seal_file(book.root, key), book.root / SOURCES / articles.FULLTEXT
    if seal.exists():
        yield seal
    if Path(text).name == text and text not in others and (folder / text).exists():
        yield folder / text


# -- what depends on a source -----------------------------------------------------------------------------------------


def _dependents(book: Book, key: str) -> dict[str, Reasons]:
    """Everything in the collections that depends on a source, directly or not."""
    out: dict[str, Reasons] = {}
    while True:
        before = sum(map(len, out.values()))
        lost = _lost_ids(book, out)
        for stem in book.collections:
            file = f"{SOURCES}/{stem}.yml"
            if file != _WITHDRAWN:
                paths = out.setdefault(file, {})
                _walk(book.documents[file].value, (), key, lost, paths)
                _emptied(book, book.documents[file].value, key, out, paths)
        if sum(map(len, out.values())) == before:
            return {file: paths for file, paths in out.items() if paths}


def _walk(value: Any, path: KeyPath, key: str, lost: dict[str, set[str]], paths: Reasons) -> None:
    """Collect the list entries that cite the source or refer to a removed record."""
    if path in paths:
        return
    if isinstance(value, dict):
        if path and isinstance(path[-1], int) and (why := _reason(value, path, key, lost)):
            paths[path] = why
            return
        for name, inner in value.items():
            _walk(inner, (*path, name), key, lost, paths)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            _walk(inner, (*path, i), key, lost, paths)


def _reason(entry: dict[str, Any], path: KeyPath, key: str, lost: dict[str, set[str]]) -> str:
    """Why an entry is removed; empty where it stays."""
    if entry.get("source") == key:
        return f"it cites {key}"
    for name, kind in _REFERS.items():
        if len(path) > 2 and entry.get(name) in lost.get(kind, ()):
            return f"it refers to {entry[name]}, which is removed"
    return ""


def _emptied(book: Book, tree: Any, source: str, removed: dict[str, Reasons], paths: Reasons) -> None:
    """Collect the records without any remaining report, and the lists that would be empty."""
    for kind, list_name in _TOLD_BY.items():
        for i, entry in enumerate(tree.get(kind, [])):
            rows = entry.get(list_name, [])
            gone = rows and all((kind, i, list_name, n) in paths for n in range(len(rows)))
            if (
                gone
                and (kind, i) not in paths
                and not (kind == "actors" and _needed(book, entry["id"], source, removed))
            ):
                paths[kind, i] = f"only {source} reports it"
    for path in list(paths):
        siblings: Any = reduce(getitem, path[:-1], tree)
        if len(path) > 2 and all((*path[:-1], n) in paths for n in range(len(siblings))):
            paths.setdefault(path[:-1], "nothing is left in it")


def _needed(book: Book, actor: str, key: str, removed: dict[str, Reasons]) -> bool:
    """True if something that stays names an actor."""
    for name, source in book.sources.items():
        spoken = {s.speaker for s in source.speech} | {who for p in source.passages for who in (p.speaker, p.via)}
        if name != key and actor in spoken | {n.actor for n in source.author}:
            return True
    return any(
        _names(book.documents[file].value, (), actor, removed.get(file, {}))
        for file in (f"{SOURCES}/{stem}.yml" for stem in book.collections)
    )


def _names(value: Any, path: KeyPath, actor: str, paths: Reasons) -> bool:
    """True if a remaining value names an actor. A `confused-with` entry does not count."""
    if path in paths or path[-1:] == ("confused-with",):
        return False
    if isinstance(value, dict):
        return any(_names(inner, (*path, name), actor, paths) for name, inner in value.items())
    if isinstance(value, list):
        return any(_names(inner, (*path, i), actor, paths) for i, inner in enumerate(value))
    return value == actor and (path[-1] in (*_PEOPLE, "country") or path[-2:-1] == ("actors",))


def _id(tree: Any, path: KeyPath) -> str:
    """The id of the record that a path leads to or into."""
    return str(tree[path[0]][path[1]]["id"])


def _lost_ids(book: Book, removed: dict[str, Reasons]) -> dict[str, set[str]]:
    """The ids of whole records that are removed, by the name of their list."""
    lost: dict[str, set[str]] = {}
    for file, paths in removed.items():
        for path in paths:
            if len(path) == 2:
                lost.setdefault(str(path[0]), set()).add(_id(book.documents[file].value, path))
    return lost


# -- the new record files ---------------------------------------------------------------------------------------------


def _edited(book: Book, removal: Removal, because: str, date: str) -> dict[Path, bytes]:
    """The new content of the record files and of `withdrawn.yml`."""
    writes: dict[Path, bytes] = {}
    for file, paths in removal.paths.items():
        tree, path = book.documents[file].value, book.root / file
        records = sorted((p for p in paths if len(p) == 2), key=lambda p, file=file: book.place(file, *p))  # type: ignore[misc]
        tombstones = {_id(tree, p): f"{because} ({removal.key} was withdrawn)" for p in records}
        writes[path] = yaml_cut.without(decode(path.read_bytes()), paths, tombstones, file, date).encode()
    path = book.root / _WITHDRAWN
    writes[path] = _withdrawn(book, removal, because, date, path)
    return writes


def _withdrawn(book: Book, removal: Removal, because: str, date: str, path: Path) -> bytes:
    """`withdrawn.yml` with the source and its passages; those withdrawn earlier keep their own reasons."""
    head = "# Sources that were withdrawn. Their keys, and the ids of their passages, are never used again.\n\n"
    head += "withdrawn:\n"
    text = decode(path.read_bytes()).rstrip("\n") + "\n" if path.is_file() else head
    lines = yaml_cut.tombstone(removal.key, because, date, 2)
    former = {
        tombstone.id: (tombstone.because, tombstone.date or "") for tombstone in book.sources[removal.key].withdrawn
    }
    tombstones = former | dict.fromkeys(removal.passages, (because, date))
    lines += ["    passages:"] if tombstones else []
    for name, (why, day) in tombstones.items():
        lines += yaml_cut.tombstone(name, why, day, 6)
    return (text + "\n".join(lines) + "\n").encode()


# -- what remains for the author --------------------------------------------------------------------------------------


def _faults_without(book: Book, writes: dict[Path, bytes], deletes: tuple[Path, ...]) -> Iterator[Problem]:
    """The errors that the records have only without the source."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        ignore = shutil.ignore_patterns(articles.FULLTEXT, ".*")
        shutil.copytree(book.root / SOURCES, root / SOURCES, ignore=ignore)
        known = {(p.kind, p.message) for p in check.check_book(check.open_book(root, {}))}
        for path, data in writes.items():
            (root / relative(path, book.root)).write_bytes(data)
        for path in deletes:
            (root / relative(path, book.root)).unlink(missing_ok=True)
        for problem in check.check_book(check.open_book(root, {})):
            if problem.is_error and (problem.kind, problem.message) not in known:
                yield problem


def _mentions(book: Book, removal: Removal, writes: dict[Path, bytes]) -> Iterator[tuple[Place, str]]:
    """Lines of pages that name the source or a removed record, and of records that still name the source."""
    lost = {name for ids in _lost_ids(book, removal.paths).values() for name in ids}
    for path in sorted(_pages(book.root)):
        yield from _lines_naming(relative(path, book.root), _text(path), removal.key, lost)
    for path in record_files(book.root):
        if path not in removal.deletes and path != book.root / _WITHDRAWN:
            text = writes[path].decode() if path in writes else _text(path)
            bare = re.sub(rf"\({re.escape(removal.key)} was withdrawn\)", "", text)
            yield from _lines_naming(relative(path, book.root), bare, removal.key, set())


def _pages(root: Path) -> Iterator[Path]:
    """Every file of the book that an author wrote, except the records."""
    for folder, names, files in os.walk(root):
        here = Path(folder)
        names[:] = [n for n in names if n[0] not in "._" and n != "node_modules" and here / n != root / SOURCES]
        yield from (here / file for file in files if Path(file).suffix in _PAGES and file[0] != ".")


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes())
    except (OSError, ValueError):
        return ""


def _lines_naming(file: str, text: str, key: str, lost: set[str]) -> Iterator[tuple[Place, str]]:
    named = re.compile(rf"(?<![a-z0-9-]){re.escape(key)}(?![a-z0-9-])")
    ids = re.compile(rf"(?<![a-z0-9/-])(?:{'|'.join(map(re.escape, sorted(lost)))})(?![a-z0-9/-])") if lost else None
    for number, line in enumerate(text.split("\n"), start=1):
        role = "sb:" in line or file.endswith((".yml", ".yaml"))
        if named.search(line) or (ids and role and ids.search(line)):
            yield Place(file, number), yaml_edit.one_line(line)[:100]


def _name(book: Book, file: str, path: KeyPath) -> str:
    """Describe the value at a path: `report of event soviet-troops-in-budapest`."""
    tree = book.documents[file].value
    head = f"{_SINGULAR.get(str(path[0]), path[0])} {_id(tree, path)}"
    inner = [str(k) for k in path[2:] if isinstance(k, str)]
    if not inner:
        return head
    one = _SINGULAR.get(inner[-1], inner[-1]) if isinstance(path[-1], int) else inner[-1]
    return f"{one} of {head}"


_SINGULAR = {
    "actors": "actor", "roles": "role", "confused-with": "confusion", "events": "event", "reports": "report",
    "order": "order", "figures": "figure", "hypotheses": "hypothesis", "holders": "holder", "claims": "claim",
    "warrants": "warrant", "rebuttals": "rebuttal", "evidence": "evidence", "ratings": "rating",
    "implications": "implication",
}  # fmt: skip
