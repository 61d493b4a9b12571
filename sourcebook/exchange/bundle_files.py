"""The form of a bundle: one file (ZIP) of a book's records, pages and seals, for a colleague.

Beside the files stands `bundle.json`: who made it, and of each record and page the digests of every state in which this
copy of the book had it, so that whoever opens it can tell which side changed what. The articles are in it only where
they were asked for. A bundle is a stranger's file: what does not have this form is refused whole. Not here: merging
(`bundle_merge.py`).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.exchange import plan as plans
from sourcebook.ingest import archives
from sourcebook.model.problems import SourcebookError
from sourcebook.model.records import ID
from sourcebook.store import articles, files, yaml_source
from sourcebook.store.book import LARGEST_RECORD, SOURCES, Book, record_files

MANIFEST, TEXTS = "bundle.json", "texts"
VERSION = 1
_NAME = r"(?!\.)[^/\\:*?\"<>|\x00-\x1f\x7f]{1,120}(?<![. ])"
RECORD = re.compile(rf"{SOURCES}/({ID})\.yml")
SEAL = re.compile(rf"{SOURCES}/({ID})\.seal\.json")
PAGE = re.compile(
    rf"(?:chapters|exercises|briefs)/(?:{_NAME}/){{0,4}}{_NAME}\.md|exercises/assignments\.yml|index\.md|_toc\.yml"
)
_TEXT = re.compile(rf"{TEXTS}/{_NAME}")
_PAGES = ("chapters", "exercises", "briefs")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment of every file in a bundle: the same book gives the same bytes."""


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The digests of the states that a copy of a book has had of one record or page, and who made the last of them."""

    states: list[str]
    by: str = ""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody decided a clash: of which record, for whose side."""

    ref: str
    took: str
    by: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The file `bundle.json`."""

    sourcebook: int
    by: str
    title: str = ""
    known: dict[str, Known] = {}
    decisions: list[Decision] = []


@dataclass(frozen=True)
class Unit:
    """What is merged as one: a record, the header of a source, or a page; its digest, and where its file holds it."""

    file: str
    digest: str
    path: yaml_source.KeyPath = ()
    value: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class Bundle:
    """A bundle that was read: its manifest and its files by name."""

    manifest: Manifest
    files: Mapping[str, bytes]


# -- what a book consists of ------------------------------------------------------------------------------------------


def book_files(root: Path) -> dict[str, bytes]:
    """The records, seals and pages of a book by their names in a bundle."""
    pages = [path for folder in _PAGES for path in sorted((root / folder).rglob("*")) if path.is_file()]
    pages += [path for path in (root / "index.md", root / "_toc.yml") if path.is_file()]
    seals = sorted((root / SOURCES).glob("*.seal.json"))
    out: dict[str, bytes] = {}
    for path in [*record_files(root), *seals, *pages]:
        name = path.relative_to(root).as_posix()
        if any(form.fullmatch(name) for form in (RECORD, SEAL, PAGE)):
            out[name] = _bytes(path, root)
    return out


def _bytes(path: Path, root: Path) -> bytes:
    try:
        return files.read_bytes(path, LARGEST_RECORD, root)
    except ValueError as error:
        raise SourcebookError(f"{path.name}: {error}") from None


def units(book_files: Mapping[str, bytes]) -> dict[str, Unit]:
    """What is merged as one, by reference: `KEY`, `KEY/passage`, `actors/id`, `chapters/name.md`.

    SourcebookError where a record file is no YAML.
    """
    out: dict[str, Unit] = {}
    for name, data in book_files.items():
        if match := RECORD.fullmatch(name):
            out |= dict(_records(name, match[1], data))
        elif PAGE.fullmatch(name):
            out[name] = Unit(name, hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest())
    return out


def _records(name: str, stem: str, data: bytes) -> Iterator[tuple[str, Unit]]:
    """The records of a file; of a source, its passages, and as its header what is left."""
    document = yaml_source.parse(_decoded(name, data))
    if document.problems or not isinstance(document.value, dict):
        raise SourcebookError(f"{name} is no record file that can be read; run `sourcebook check` on the book.")
    is_source = "passages" in document.value or "zones" in document.value
    for key, rows in document.value.items():
        if key == "withdrawn" or not isinstance(rows, list) or (is_source and key != "passages"):
            continue
        for number, row in enumerate(rows):
            if isinstance(row, dict) and isinstance(row.get("id"), str):
                ref = f"{stem if is_source else key}/{row['id']}"
                yield ref, Unit(name, digest(row), (key, number), row)
    if is_source:
        header = {key: value for key, value in document.value.items() if key not in ("passages", "withdrawn")}
        yield stem, Unit(name, digest(header), (), header)


def withdrawn(book_files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """The tombstones of records, each with the reference of what is gone."""
    out = {}
    for name, data in book_files.items():
        match = RECORD.fullmatch(name)
        value = yaml_source.parse(_decoded(name, data)).value if match else None
        rows = value.get("withdrawn") if isinstance(value, dict) else None
        for row in rows if isinstance(rows, list) else ():
            if match and isinstance(row, dict) and isinstance(row.get("id"), str):
                out[row["id"] if match[1] == "withdrawn" else f"{match[1]}/{row['id']}"] = row
    return out


def _decoded(name: str, data: bytes) -> str:
    try:
        return files.decode(data)
    except ValueError as error:
        raise SourcebookError(f"{name}: {error}") from None


def digest(value: Any) -> str:
    """The digest of a record's value, however its YAML is laid out."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# -- making -----------------------------------------------------------------------------------------------------------


def remembered(root: Path) -> Manifest:
    """What this copy of the book knows of the states that were sent and received."""
    kept = plans.remembered(root, plans.BUNDLES) or {"sourcebook": VERSION, "by": ""}
    try:
        return msgspec.convert(kept, Manifest)
    except msgspec.ValidationError:
        name = f"{plans.MEMORY}/{plans.BUNDLES}"
        raise SourcebookError(f"{name} is not what this program wrote; look at it, and delete it.") from None


def noted(before: Manifest, now: Mapping[str, Unit], by: str) -> Manifest:
    """The memory with the present states: what changed since the last time was made by the author of this copy."""
    known = dict(before.known)
    for ref, unit in now.items():
        old = known.get(ref, Known(states=[]))
        if unit.digest not in old.states:
            known[ref] = Known(states=[*old.states, unit.digest], by=by or old.by)
    return msgspec.structs.replace(before, known=known, by=by or before.by)


def make(book: Book, by: str, title: str, texts: Mapping[str, bytes]) -> tuple[bytes, dict[Path, bytes]]:
    """The bytes of a bundle, and what the memory of this copy is to hold. `texts`: articles by file name."""
    held = book_files(book.root)
    manifest = msgspec.structs.replace(noted(remembered(book.root), units(held), by), title=title, sourcebook=VERSION)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        inside = {MANIFEST: msgspec.json.format(msgspec.json.encode(manifest), indent=1), **held}
        for name, content in {**inside, **{f"{TEXTS}/{name}": text for name, text in texts.items()}}.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return data.getvalue(), plans.memory(book.root, plans.BUNDLES, msgspec.to_builtins(manifest))


# -- reading ----------------------------------------------------------------------------------------------------------


def read(data: bytes, name: str) -> Bundle:
    """Read a bundle. SourcebookError where a part of it is none of a bundle's: then nothing of it is used."""
    members = archives.members(data, name)
    if MANIFEST not in members:
        raise SourcebookError(f"{name} is no bundle: it holds no {MANIFEST}; get a file made by `sourcebook bundle`.")
    held: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            inside = entry.filename.replace("\\", "/")  # as some programs for Windows pack it again
            if inside.endswith("/") and not entry.file_size:
                continue
            if why := _refusal(entry, inside, held):
                raise SourcebookError(f"{name} holds {entry.filename!r}, {why}; nothing of it was used.")
            held[inside] = archive.read(entry)
    try:
        manifest = msgspec.json.decode(held.pop(MANIFEST), type=Manifest)
    except (msgspec.DecodeError, RecursionError):
        raise SourcebookError(f"{name} says nothing readable of itself ({MANIFEST}); have it made anew.") from None
    if manifest.sourcebook > VERSION:
        raise SourcebookError(f"{name} was made by a newer version of this program; update yours to open it.")
    return Bundle(manifest, held)


def _refusal(entry: zipfile.ZipInfo, name: str, held: Mapping[str, bytes]) -> str:
    """Why a file of a bundle, by its name inside, is refused; empty where it is not."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "which is a link"
    if entry.file_size > (articles.LARGEST_TEXT if name.startswith(TEXTS) else LARGEST_RECORD):
        return "which is larger than any record, page or article"
    if name.casefold() in map(str.casefold, held):
        return "twice"
    forms = (RECORD, SEAL, PAGE, _TEXT)
    allowed = name == MANIFEST or any(form.fullmatch(name) for form in forms)
    return "" if allowed else "which is no record, seal, page or article"
