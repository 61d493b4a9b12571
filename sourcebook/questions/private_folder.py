"""The private folder: an instructor's own items and seed, which no public repository may hold.

Here: finding it, its seed, and staging a tree in which it overlays `exercises/`. The folder is
`private/` in the book's root, which git ignores, or the one that the environment variable SOURCEBOOK_PRIVATE names. Its
pages and its `assignments.yml` join those of the book in the instructor's edition and in packs; the public book never
sees them. Not here: making it (`commands/new.py`) and building (`sphinx_ext/build.py`).
"""

from __future__ import annotations

import filecmp
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import getitem
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from sourcebook.model.problems import Place, SourcebookError, relative
from sourcebook.questions.assignments import FILE, FOLDER, PRIVATE_FILE
from sourcebook.store import book, files, yaml_source

VARIABLE = "SOURCEBOOK_PRIVATE"
NAME = "private"
SEED = "seed"
OWN_PLAN = "assignments.yml"
_LONGEST_SEED = 1024 * 1024
OWN = frozenset((SEED, "README.md"))
"""Files of the private folder that are not part of the book."""
LEFT_OUT = frozenset(
    ("_build", "benchmarks", "build", "dist", "docs", "node_modules", "sourcebook", "tests", NAME, "__pycache__")
)
"""Names that a staged tree leaves out, besides hidden files: none of them holds pages."""
CONTENTS = "_toc.yml"


def find(root: Path, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the private folder of a book, or None. SourcebookError if a named folder does not exist."""
    named = environ.get(VARIABLE, "").strip()
    folder = Path(named).expanduser() if named else root / NAME
    if named and not folder.is_dir():
        raise SourcebookError(f"{VARIABLE} names {named!r}, which is no folder; `sourcebook new private` makes one.")
    return folder if folder.is_dir() else None


def seed(folder: Path | None) -> str:
    """Return the private seed, empty if there is none. SourcebookError if it is not text."""
    path = folder / SEED if folder else None
    if path is None or not path.exists():
        return ""
    try:
        return " ".join(files.decode(files.read_bytes(path, _LONGEST_SEED, folder)).split())
    except (OSError, ValueError) as error:
        raise SourcebookError(f"the private seed cannot be read: {error}") from None


# -- staging -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stage:
    """A staged tree, with the origin of each of its files."""

    root: Path
    origins: Mapping[str, Path]

    def original(self, path: str) -> Path | None:
        """Return the author's file for a path inside the staged tree."""
        return self.origins.get(PurePosixPath(path).as_posix())


def stage(root: Path, folder: Path, into: Path) -> Stage:
    """Copy a book into a folder and its private pages into `exercises/`; unchanged files are left alone.

    SourcebookError if a symbolic link leaves the book or the private folder: its target would be published.
    """
    origins = dict(_book_files(root, folder))
    pages = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not _hidden(p.relative_to(folder))):
        name = path.relative_to(folder).as_posix()
        if name in OWN:
            continue
        _inside(path, folder)
        staged = PRIVATE_FILE if name == OWN_PLAN else f"{FOLDER}/{name}"
        if staged.endswith(".md") and staged not in origins:
            pages.append(staged.removesuffix(".md"))
        origins[staged] = path
    _copy(into, origins)
    _list(into / CONTENTS, pages)
    return Stage(into, origins)


def written_in(place: Place, root: Path, folder: Path | None) -> Place:
    """Translate a place in a staged tree to the author's file, which may be in the private folder."""
    if folder is None:
        return place
    top, _, name = place.file.partition("/")
    path = folder / (OWN_PLAN if place.file == PRIVATE_FILE else name)
    mine = top == FOLDER and place.file != FILE and path.is_file()
    return replace(place, file=relative(path, root)) if mine else place


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _book_files(root: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    for top in sorted(root.iterdir()):
        if top.name in LEFT_OUT or top.name.startswith(".") or (top.exists() and top.samefile(folder)):
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not _hidden(path.relative_to(root)):
                _inside(path, root)
                yield path.relative_to(root).as_posix(), path


def _inside(path: Path, folder: Path) -> None:
    try:
        files.inside(path, folder)
    except ValueError as error:
        raise SourcebookError(f"{path.relative_to(folder)}: {error}") from None


def _copy(into: Path, origins: Mapping[str, Path]) -> None:
    """Make the tree hold exactly these files. Times are kept, so that an unchanged page is not read again.

    Files already in the tree are compared byte by byte: `_build` is not trusted.
    """
    if into.is_symlink():
        into.unlink()
    for old in [p for p in into.rglob("*") if p.is_symlink() or p.is_file()] if into.is_dir() else []:
        if old.is_symlink() or old.relative_to(into).as_posix() not in origins:
            old.unlink()
    for name, path in origins.items():
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        same_time = target.is_file() and target.stat().st_mtime_ns == path.stat().st_mtime_ns
        if not same_time or not filecmp.cmp(target, path, shallow=False):
            shutil.copy2(path, target)


def _list(contents: Path, pages: list[str]) -> None:
    """Enter the private pages in the table of contents: after the exercises, or at the end."""
    if not pages or not contents.is_file():
        return
    stamp = contents.stat()
    try:
        tree: Any = yaml_source.load_settings(files.read_bytes(contents, book.LARGEST_RECORD))
    except (OSError, ValueError):
        return  # the builder says what is wrong with it
    if not isinstance(tree, dict):
        return  # and with this
    path = beside(tree, f"{FOLDER}/")
    end = "parts" if "parts" in tree else "chapters"
    siblings: Any = tree.setdefault(end, []) if path is None else reduce(getitem, path, tree)
    if not isinstance(siblings, list):
        return  # and with this
    new = [{"file": page} for page in pages]
    siblings += [{"caption": "Private", "chapters": new}] if siblings is tree.get("parts") else new
    contents.write_text(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True), encoding="utf-8")
    os.utime(contents, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))


def beside(tree: Any, folder: str) -> tuple[str | int, ...] | None:
    """Return the path to the deepest list of a table of contents that holds a page of `folder` (`exercises/`)."""
    for key, value in tree.items() if isinstance(tree, dict) else ():
        entries = value if isinstance(value, list) and isinstance(key, str) else []  # YAML has keys that are no words
        for index, entry in enumerate(entries):
            path = beside(entry, folder)
            if path is not None:
                return (key, index, *path)
        if any(isinstance(entry, dict) and str(entry.get("file", "")).startswith(folder) for entry in entries):
            return (key,)
    return None
