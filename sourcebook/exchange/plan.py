"""What an import would do, item by item, and what it would write: shown first, carried out in one transaction.

Here too: the memory of a book's copy, a folder that git ignores. It holds the addresses of articles, which never go
into public files, and what an author left out, so that it does not come back. Not here: how items come about
(`headers.py`, `passages.py`, `several_articles.py`).
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sourcebook.model.problems import Problem, SourcebookError, legible
from sourcebook.store import files, transaction

MEMORY = ".sourcebook"
"""The folder of this copy's memory, in a book's folder."""
REFERENCES, IMPORTS, BUNDLES = "references.json", "imports.json", "bundles.json"
"""Its files: references with their addresses (CSL-JSON), what imports left out, the states that bundles knew."""
_LARGEST = 32 * 1024 * 1024


class Verdict(enum.Enum):
    """What becomes of an item of a received file."""

    TAKEN = "taken"
    THERE = "already there"
    UNFIT = "does not fit"
    LEFT_OUT = "left out"
    KEPT = "ours stays"
    CLASH = "clash"


@dataclass(frozen=True)
class ImportItem:
    """One item of a received file: its number, its first words, its verdict and why. `lines` say more."""

    number: int
    what: str
    verdict: Verdict
    why: str
    lines: tuple[str, ...] = ()

    def text(self) -> Iterator[str]:
        """The item as lines for a terminal."""
        yield legible(f"{self.number:4}. {self.verdict.value}: {_short(self.what)} {self.why}".rstrip())
        yield from (legible(f"      {line}") for line in self.lines)


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do. `writes` are the new contents of files; those in `fresh` must not be there yet."""

    title: str
    items: tuple[ImportItem, ...]
    writes: Mapping[Path, bytes] = field(default_factory=dict)
    fresh: frozenset[Path] = frozenset()
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What `sourcebook check` would say of what is taken."""
    then: tuple[str, ...] = ()
    """What an author does next."""

    def count(self, verdict: Verdict) -> int:
        return sum(item.verdict is verdict for item in self.items)

    @property
    def changes(self) -> bool:
        return bool(self.writes)

    def lines(self) -> Iterator[str]:
        """The plan as lines for a terminal."""
        yield f"{self.title}:"
        for item in self.items:
            yield from item.text()
        yield from (legible(f"Note: {note}") for note in self.notes)
        counts = [f"{n} {verdict.value}" for verdict in Verdict if (n := self.count(verdict))]
        yield f"Together: {', '.join(counts) or 'nothing'}."

    def carry_out(self, root: Path) -> None:
        """Write everything, or nothing."""
        transaction.change(root, self.writes, fresh=self.fresh)


@dataclass(frozen=True)
class Selection:
    """What an author says about the items of an import: the numbers to leave out, and whether those left out before
    come up again."""

    skip: frozenset[int] = frozenset()
    again: bool = False


EVERYTHING = Selection()
"""Nothing is left out by number, and what was left out before stays out."""


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"“{words if len(words) <= 70 else words[:68].rsplit(' ', 1)[0] + ' …'}”."


# -- the memory -------------------------------------------------------------------------------------------------------


def remembered(root: Path, name: str) -> dict[str, Any]:
    """One file of the memory; empty where there is none. SourcebookError where it is not what this program wrote."""
    path = root / MEMORY / name
    if not path.exists():
        return {}
    try:
        value = json.loads(files.decode(files.read_bytes(path, _LARGEST, root)))
    except (OSError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise SourcebookError(f"{MEMORY}/{name} is not what this program wrote; look at it, and delete it.")
    return value


def memory(root: Path, name: str, value: Mapping[str, Any]) -> dict[Path, bytes]:
    """What to write so that a file of the memory holds a value, with the rule that keeps the folder out of git."""
    data = (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    ignore = root / MEMORY / ".gitignore"
    return {root / MEMORY / name: data} | ({} if ignore.exists() else {ignore: b"*\n"})


def digest(parts: Iterable[str]) -> str:
    """A fingerprint of words, the same however they are spaced."""
    return hashlib.sha256("\0".join(" ".join(part.split()) for part in parts).encode()).hexdigest()[:32]


class LeftOut:
    """The items that an author left out, now or before, and those taken before, by the fingerprint of each."""

    def __init__(self, root: Path, choice: Selection) -> None:
        self._root, self._skip, self.again = root, choice.skip, choice.again
        kept = remembered(root, IMPORTS)
        self._before = {name: frozenset(map(str, kept.get(name, ()))) for name in ("left-out", "taken")}
        self._now: dict[str, set[str]] = {"left-out": set(), "taken": set()}

    def why(self, number: int, mark: str) -> str:
        """Why an item is left out; empty where it is not."""
        if number in self._skip:
            self._now["left-out"].add(mark)
            return "It is remembered, and does not come back."
        before = mark in self._before["left-out"] and not self.again
        return "You left it out before; --again takes it." if before else ""

    def dropped(self, mark: str) -> bool:
        """True if an item was taken before: where it is there no more, an author took it out."""
        return mark in self._before["taken"] and not self.again

    def took(self, mark: str) -> None:
        """Remember that an item is taken."""
        self._now["taken"].add(mark)

    def writes(self) -> dict[Path, bytes]:
        """What to write, where something is new to the memory."""
        both = {name: sorted(self._before[name] | marks) for name, marks in self._now.items()}
        if all(marks <= self._before[name] for name, marks in self._now.items()):
            return {}
        return memory(self._root, IMPORTS, both)
