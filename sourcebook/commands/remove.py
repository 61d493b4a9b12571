"""`sourcebook remove`: a source is withdrawn, with everything that rests on it.

Here: what falls with a source, and taking it out of the records, all of it or nothing. Not here: how a record file is
edited (`store/yaml_cut.py`). Pages and exercises are never edited but listed: their sentences are their author's.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.model.problems import Place, Problem, relative
from sourcebook.store import articles, transaction, yaml_cut, yaml_edit
from sourcebook.store.book import SOURCES, Book, record_files
from sourcebook.store.files import decode

Path_ = tuple[str | int, ...]
_WITHDRAWN = f"{SOURCES}/withdrawn.yml"
_PAGES = frozenset({".md", ".rst", ".ipynb", ".yml", ".yaml"})
_TOLD_BY = {"events": "reports", "figures": "reports", "hypotheses": "holders", "actors": "roles"}
"""The records that fall when all of what they are told by falls."""
_REFERS = {"before": "events", "after": "events", "hypothesis": "hypotheses", "actor": "actors"}
"""The keys by which an entry refers to a record with which it falls."""
_PEOPLE = ("actor", "agent", "via", "holder", "about", "speaker")


@dataclass
class Fall:
    """What falls with a source: the paths by file, each with the reason; and what remains to be done by hand.

    `mentions` are lines of pages and records that still name what is gone; `faults` are errors that the records will
    have without it.
    """

    key: str
    paths: dict[str, dict[Path_, str]] = field(default_factory=dict)
    passages: tuple[str, ...] = ()
    deletes: tuple[Path, ...] = ()
    elsewhere: bool = False
    mentions: tuple[tuple[Place, str], ...] = ()
    faults: tuple[Problem, ...] = ()

    def lines(self, book: Book) -> Iterator[str]:
        """The list for a terminal."""
        yield f"With {self.key} fall:"
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


def _shown(path: Path_, paths: dict[Path_, str]) -> bool:
    """Whether an entry is listed: not what falls inside another, and not the key of a list that is emptied."""
    inside = any(path[:i] in paths and isinstance(path[i - 1], int) for i in range(1, len(path)))
    return isinstance(path[-1], int) and not inside


def plan(opened: Opened, key: str, because: str = "", date: str = "") -> tuple[Fall, dict[Path, bytes]]:
    """What falls with a source, and the record files as they will be. Nothing is written."""
    book = opened.book
    fall = Fall(key, _fallen(book, key), tuple(p.id for p in book.sources[key].passages))
    fall.deletes = tuple(_files(book, key))
    fall.elsewhere = key in opened.prover.articles and not any(articles.FULLTEXT in p.parts for p in fall.deletes)
    writes = _edited(book, fall, because or "withdrawn", date)
    fall.faults = tuple(_faults_without(book, writes, fall.deletes))
    fall.mentions = tuple(_mentions(book, fall, writes))
    return fall, writes


def remove(opened: Opened, key: str, because: str, date: str) -> Fall:
    """Withdraw a source: its record, seal and text go, with all that rests on them, and tombstones stay.

    `date` is the day that stands on them, in ISO form.
    """
    fall, writes = plan(opened, key, because, date)
    transaction.change(opened.book.root, writes, fall.deletes)
    return fall


def _files(book: Book, key: str) -> Iterator[Path]:
    """The files of a source that are there: its record, its seal, and its text where no other source is made of it."""
    yield book.root / book.source_file(key)
    text = book.sources[key].text.file
    others = {source.text.file for name, source in book.sources.items() if name != key}
    seal, folder = articles.seal_file(book.root, key), book.root / SOURCES / articles.FULLTEXT
    if seal.exists():
        yield seal
    if Path(text).name == text and text not in others and (folder / text).exists():
        yield folder / text


# -- what falls -------------------------------------------------------------------------------------------------------


def _fallen(book: Book, key: str) -> dict[str, dict[Path_, str]]:
    """Everything in the collections that rests on a source, until nothing more falls."""
    out: dict[str, dict[Path_, str]] = {}
    while True:
        before = sum(map(len, out.values()))
        lost = _lost_ids(book, out)
        for stem in book.collections:
            file = f"{SOURCES}/{stem}.yml"
            if file != _WITHDRAWN:
                found = out.setdefault(file, {})
                _walk(book.documents[file].value, (), key, lost, found)
                _emptied(book, book.documents[file].value, key, out, found)
        if sum(map(len, out.values())) == before:
            return {file: paths for file, paths in out.items() if paths}


def _walk(value: Any, path: Path_, key: str, lost: dict[str, set[str]], found: dict[Path_, str]) -> None:
    """Entries of lists that cite the source, or that refer to a record that is lost."""
    if path in found:
        return
    if isinstance(value, dict):
        if path and isinstance(path[-1], int) and (why := _reason(value, path, key, lost)):
            found[path] = why
            return
        for name, inner in value.items():
            _walk(inner, (*path, name), key, lost, found)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            _walk(inner, (*path, i), key, lost, found)


def _reason(entry: dict[str, Any], path: Path_, key: str, lost: dict[str, set[str]]) -> str:
    if entry.get("source") == key:
        return f"it cites {key}"
    for name, kind in _REFERS.items():
        if len(path) > 2 and entry.get(name) in lost.get(kind, ()):
            return f"it refers to {entry[name]}, which falls"
    return ""


def _emptied(book: Book, tree: Any, key: str, out: dict[str, dict[Path_, str]], found: dict[Path_, str]) -> None:
    """Records that nobody tells any more, and lists that would stay empty."""
    for kind, told in _TOLD_BY.items():
        for i, entry in enumerate(tree.get(kind, [])):
            rows = entry.get(told, [])
            gone = rows and all((kind, i, told, n) in found for n in range(len(rows)))
            if gone and (kind, i) not in found and not (kind == "actors" and _needed(book, entry["id"], key, out)):
                found[kind, i] = f"only {key} tells of it"
    for path in list(found):
        rows = _at(tree, path[:-1])
        if len(path) > 2 and all((*path[:-1], n) in found for n in range(len(rows))):
            found.setdefault(path[:-1], "nothing is left in it")


def _at(tree: Any, path: Path_) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def _needed(book: Book, actor: str, key: str, out: dict[str, dict[Path_, str]]) -> bool:
    """Whether something that stays names an actor."""
    for name, source in book.sources.items():
        spoken = {s.speaker for s in source.speech} | {who for p in source.passages for who in (p.speaker, p.via)}
        if name != key and actor in spoken | {n.actor for n in source.author}:
            return True
    return any(
        _names(book.documents[file].value, (), actor, out.get(file, {}))
        for file in (f"{SOURCES}/{stem}.yml" for stem in book.collections)
    )


def _names(value: Any, path: Path_, actor: str, found: dict[Path_, str]) -> bool:
    """Whether an actor is named in what does not fall. Being confused with somebody is no reason to stay."""
    if path in found or path[-1:] == ("confused-with",):
        return False
    if isinstance(value, dict):
        return any(_names(inner, (*path, name), actor, found) for name, inner in value.items())
    if isinstance(value, list):
        return any(_names(inner, (*path, i), actor, found) for i, inner in enumerate(value))
    return value == actor and (path[-1] in (*_PEOPLE, "country") or path[-2:-1] == ("actors",))


def _lost_ids(book: Book, out: dict[str, dict[Path_, str]]) -> dict[str, set[str]]:
    """The ids of whole records that fall, by the list in which they stand."""
    lost: dict[str, set[str]] = {}
    for file, paths in out.items():
        for path in paths:
            if len(path) == 2:
                lost.setdefault(str(path[0]), set()).add(_at(book.documents[file].value, path)["id"])
    return lost


# -- the record files as they will be ---------------------------------------------------------------------------------


def _edited(book: Book, fall: Fall, because: str, date: str) -> dict[Path, bytes]:
    """The record files without what falls, and the list of what is withdrawn."""
    writes: dict[Path, bytes] = {}
    for file, paths in fall.paths.items():
        tree, path = book.documents[file].value, book.root / file
        records = sorted((p for p in paths if len(p) == 2), key=lambda p, file=file: book.place(file, *p))  # type: ignore[misc]
        stones = {_at(tree, p)["id"]: f"{because} ({fall.key} was withdrawn)" for p in records}
        writes[path] = yaml_cut.without(decode(path.read_bytes()), paths, stones, file, date).encode()
    path = book.root / _WITHDRAWN
    writes[path] = _withdrawn(book, fall, because, date, path)
    return writes


def _withdrawn(book: Book, fall: Fall, because: str, date: str, path: Path) -> bytes:
    """`withdrawn.yml` with the source and its passages, those withdrawn before with their own reasons."""
    head = "# Sources that were withdrawn. Their keys, and the ids of their passages, are never used again.\n\n"
    head += "withdrawn:\n"
    text = decode(path.read_bytes()).rstrip("\n") + "\n" if path.is_file() else head
    lines = yaml_cut.tombstone(fall.key, because, date, 2)
    earlier = {stone.id: (stone.because, stone.date or "") for stone in book.sources[fall.key].withdrawn}
    stones = earlier | dict.fromkeys(fall.passages, (because, date))
    lines += ["    passages:"] if stones else []
    for name, (why, day) in stones.items():
        lines += yaml_cut.tombstone(name, why, day, 6)
    return (text + "\n".join(lines) + "\n").encode()


# -- what remains by hand ---------------------------------------------------------------------------------------------


def _faults_without(book: Book, writes: dict[Path, bytes], deletes: tuple[Path, ...]) -> Iterator[Problem]:
    """The errors that the records have without the source and had not with it."""
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


def _mentions(book: Book, fall: Fall, writes: dict[Path, bytes]) -> Iterator[tuple[Place, str]]:
    """Lines of pages that name the source or a record that falls with it, and of records that still name the source."""
    lost = {name for ids in _lost_ids(book, fall.paths).values() for name in ids}
    for path in sorted(_pages(book.root)):
        yield from _lines_naming(relative(path, book.root), _text(path), fall.key, lost)
    for path in record_files(book.root):
        if path not in fall.deletes and path != book.root / _WITHDRAWN:
            text = writes[path].decode() if path in writes else _text(path)
            bare = re.sub(rf"\({re.escape(fall.key)} was withdrawn\)", "", text)
            yield from _lines_naming(relative(path, book.root), bare, fall.key, set())


def _pages(root: Path) -> Iterator[Path]:
    """Everything in the book that an author wrote, but for the records."""
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


def _name(book: Book, file: str, path: Path_) -> str:
    """What stands at a path, in words: `report of event soviet-troops-in-budapest`."""
    tree = book.documents[file].value
    top = _at(tree, path[:2])
    head = f"{_SINGULAR.get(str(path[0]), path[0])} {top['id']}"
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


def withdrawn_keys(book: Book) -> tuple[str, ...]:
    """The keys of the sources that were withdrawn."""
    return tuple(stone.id for stone in book.withdrawn)
