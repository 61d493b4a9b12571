"""Open a colleague's bundle in a book: merge it record by record and page by page, and show every clash.

A record that one side alone changed is that side's; where both did, both are shown and ours stays until somebody
decides. Which side changed what is told by the digests of the states that each copy has had. Nothing is lost: a page of
theirs that is not taken is put beside ours. Not here: the form of a bundle (`bundle_files.py`).
"""

from __future__ import annotations

import enum
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from sourcebook.check import Opened
from sourcebook.exchange import bundle_files, merged_records
from sourcebook.exchange import plan as plans
from sourcebook.exchange.bundle_files import Bundle, Decision, Known, Unit
from sourcebook.exchange.plan import ImportItem, ImportPlan, Verdict
from sourcebook.ingest import add
from sourcebook.model.problems import SourcebookError, near
from sourcebook.store import files, yaml_source

_LONGEST_SIDE, _TEXTS = 300, f"{bundle_files.TEXTS}/"


class Side(enum.Enum):
    """Whose state of a record the merged book has."""

    SAME = "same"
    OURS = "ours"
    THEIRS = "theirs"
    CLASH = "clash"


@dataclass(frozen=True)
class Taken:
    """What somebody decided about clashes: the side of each reference (`all`: of every one), and who decides."""

    sides: Mapping[str, Side] = field(default_factory=dict)
    by: str = ""

    def of(self, ref: str) -> Side | None:
        return self.sides.get(ref) or self.sides.get("all")


_NOBODY = "somebody without a name"
NOTHING_TAKEN = Taken()


def plan(opened: Opened, bundle: Bundle, name: str, taken: Taken = NOTHING_TAKEN) -> ImportPlan:
    """What opening a bundle would change. SourcebookError where the merged records could not be read."""
    return _Merge(opened, bundle, taken).plan(name)


class _Merge:
    """Two states of a book, and which side each record and page is taken from."""

    def __init__(self, opened: Opened, bundle: Bundle, taken: Taken) -> None:
        self.opened, self.bundle, self.taken = opened, bundle, taken
        self.root = opened.book.root
        self.our_files = bundle_files.book_files(self.root)
        self.their_files = {name: data for name, data in bundle.files.items() if not name.startswith(_TEXTS)}
        self.ours, self.theirs = bundle_files.units(self.our_files), bundle_files.units(self.their_files)
        self.memory = bundle_files.remembered(self.root)
        self.our_gone = bundle_files.withdrawn(self.our_files)
        self.their_gone = bundle_files.withdrawn(self.their_files)
        self.sides = {ref: self._side(ref) for ref in {**self.ours, **self.theirs}}
        unknown = [ref for ref in taken.sides if ref != "all" and self.sides.get(ref) in (None, Side.SAME)]
        for ref in unknown:
            clashes = [each for each, side in self.sides.items() if side is Side.CLASH]
            meant = near(ref, clashes)
            there = f"did you mean {meant!r}?" if meant else f"there are: {', '.join(clashes) or 'none'}."
            raise SourcebookError(f"{ref!r} is no record or page that differs; {there}")

    def _side(self, ref: str) -> Side:
        """Whose state of a record is the newer one; a clash where both changed it."""
        ours, theirs = self.ours.get(ref), self.theirs.get(ref)
        our_states, their_states = self._states(self.memory, ref), self._states(self.bundle.manifest, ref)
        if theirs is None:
            return Side.OURS
        if ours is None:
            if theirs.digest in our_states:
                return Side.OURS  # taken out here since
            return Side.CLASH if ref in self.our_gone or our_states else Side.THEIRS
        if ours.digest == theirs.digest:
            return Side.SAME
        had_theirs, had_ours = theirs.digest in our_states, ours.digest in their_states
        if had_theirs != had_ours:
            return Side.OURS if had_theirs else Side.THEIRS
        return Side.CLASH

    def _gone_there(self, ref: str) -> bool:
        """True if the other copy took out what is here unchanged."""
        had = self.ours[ref].digest in self._states(self.bundle.manifest, ref)
        return ref not in self.our_gone and (ref in self.their_gone or (ref not in self.theirs and had))

    def _states(self, manifest: bundle_files.Manifest, ref: str) -> set[str]:
        return set(manifest.known[ref].states) if ref in manifest.known else set()

    def decided(self, ref: str) -> Side:
        """The side that is taken: of a clash ours, until somebody decides."""
        side = self.sides[ref]
        decided = self.taken.of(ref) if side is Side.CLASH or ref in self.taken.sides else None
        return decided or (Side.OURS if side is Side.CLASH else side)

    # -- the plan -----------------------------------------------------------------------------------------------------

    def plan(self, name: str) -> ImportPlan:
        theirs = frozenset(ref for ref in self.sides if self.decided(ref) is Side.THEIRS)
        texts = {name.removeprefix(_TEXTS): data for name, data in self.bundle.files.items() if name.startswith(_TEXTS)}
        merged = merged_records.merge(self.opened, self.our_files, self.their_files, texts, theirs)
        pages, copies = self._pages(theirs)
        items = tuple(self._items(merged.refused, copies))
        kept = [ref for ref in self.ours if self._gone_there(ref)]
        notes = [f"Taken out in the bundle: {', '.join(kept)}; to follow, do so here too."] if kept else []
        notes += [f"{each.by} decided on {each.ref}: {each.took}." for each in self._news()]
        if merged.faults:
            notes.append("Nothing is taken, because of the errors below; decide on what they name with --take.")
            return ImportPlan(self._title(name), items, notes=tuple(notes), problems=merged.faults)
        remembered = self._remember(theirs - set(merged.refused))
        memory = plans.memory(self.root, plans.BUNDLES, msgspec.to_builtins(remembered))
        out = {**merged.writes, **pages, **self._texts(texts), **memory}
        out = {path: data for path, data in out.items() if not path.is_file() or path.read_bytes() != data}
        return ImportPlan(self._title(name), items, out, notes=tuple(notes))

    def _title(self, name: str) -> str:
        same = sum(side is Side.SAME for side in self.sides.values())
        return f"{name}, a bundle by {self.bundle.manifest.by or _NOBODY}; {same} records and pages are alike"

    def _items(self, refused: Mapping[str, str], copies: Mapping[str, str]) -> Iterator[ImportItem]:
        number = 0
        for ref, side in self.sides.items():
            if side is Side.SAME or (side is Side.OURS and ref not in self.theirs):
                continue
            number += 1
            if ref in refused:
                yield ImportItem(number, ref, Verdict.UNFIT, refused[ref])
            elif side is Side.CLASH or ref in self.taken.sides:
                yield self._clash(number, ref, copies.get(ref, ""))
            elif side is Side.THEIRS:
                what = "changed" if ref in self.ours else "new"
                yield ImportItem(
                    number, ref, Verdict.TAKEN, f"{what.capitalize()} by {self._by(self.bundle.manifest, ref)}."
                )
            else:
                newer = "Yours is the newer one." if ref in self.ours else f"You took it out; back: --take theirs {ref}"
                yield ImportItem(number, ref, Verdict.KEPT, newer)

    def _clash(self, number: int, ref: str, copy: str) -> ImportItem:
        """A record or page that both sides changed, with both."""
        beside = [f"theirs is put beside it: {copy}"] if copy else []
        lines = (*_differences(self.ours.get(ref), self.theirs[ref]), *beside)
        if self.taken.of(ref):
            side = self.decided(ref)
            verdict = Verdict.TAKEN if side is Side.THEIRS else Verdict.KEPT
            return ImportItem(number, ref, verdict, f"{self.taken.by} decided: {side.value}.", lines)
        who = self._by(self.bundle.manifest, ref)
        what = f"You and {who} changed it; yours stays" if ref in self.ours else f"You took out what {who} has"
        return ImportItem(
            number, ref, Verdict.CLASH, f"{what}, until you --take ours {ref} or --take theirs {ref}.", lines
        )

    def _by(self, manifest: bundle_files.Manifest, ref: str) -> str:
        known = manifest.known.get(ref)
        return (known.by if known else "") or manifest.by or _NOBODY

    def _news(self) -> list[Decision]:
        return [each for each in self.bundle.manifest.decisions if each not in self.memory.decisions]

    # -- pages, texts and the memory ----------------------------------------------------------------------------------

    def _pages(self, theirs: frozenset[str]) -> tuple[dict[Path, bytes], dict[str, str]]:
        """The pages to write, and the copies of theirs beside pages that clash."""
        writes: dict[Path, bytes] = {}
        copies: dict[str, str] = {}
        who = re.sub(r"[^a-z0-9]+", "-", self.bundle.manifest.by.lower()).strip("-") or "bundle"
        for ref, side in self.sides.items():
            if not bundle_files.PAGE.fullmatch(ref) or side is Side.SAME:
                continue
            if ref in theirs:
                if ref == "_toc.yml":
                    _need_settings(self.their_files[ref])
                writes[self._inside(ref)] = self.their_files[ref]
            elif side is Side.CLASH and not self.taken.of(ref):
                copies[ref] = f"{ref}.from-{who}"
                writes[self._inside(copies[ref])] = self.their_files[ref]
        return writes, copies

    def _texts(self, texts: Mapping[str, bytes]) -> dict[Path, bytes]:
        """The articles of the bundle that are not here yet."""
        folder = add.texts_folder(self.root, os.environ) if texts else self.root
        return {folder / name: data for name, data in texts.items() if not (folder / name).exists()}

    def _inside(self, name: str) -> Path:
        path = self.root / name
        try:
            files.inside(path, self.root)
        except ValueError as error:
            raise SourcebookError(f"{name}: {error}") from None
        return path

    def _remember(self, theirs: frozenset[str] | set[str]) -> bundle_files.Manifest:
        """The memory after the merge: of each record whose side is decided, the states of both copies."""
        manifest = bundle_files.noted(self.memory, self.ours, self.memory.by or self.taken.by)
        known, decisions = dict(manifest.known), [*manifest.decisions, *self._news()]
        for ref, side in self.sides.items():
            decided = self.taken.of(ref) if side is Side.CLASH else side
            received = self.bundle.manifest.known.get(ref)
            if decided is None or received is None or ref not in self.theirs:
                continue
            if decided is Side.THEIRS and ref not in theirs:  # refused
                continue
            ours = known.get(ref, Known(states=[]))
            by = received.by if ref in theirs or side is Side.SAME else ours.by
            known[ref] = Known(states=[*dict.fromkeys([*ours.states, *received.states])], by=by or ours.by)
            if side is Side.CLASH:
                took = f"the side of {known[ref].by or decided.value}"
                decisions.append(Decision(ref=ref, took=took, by=self.taken.by))
        return msgspec.structs.replace(manifest, known=known, decisions=decisions)


def _need_settings(data: bytes) -> None:
    """SourcebookError where a table of contents cannot be read."""
    try:
        yaml_source.load_settings(data)
    except ValueError as error:
        raise SourcebookError(f"the _toc.yml of the bundle cannot be read: {error}") from None


def _differences(ours: Unit | None, theirs: Unit) -> Iterator[str]:
    """The fields in which two states of a record differ, both sides of each."""
    if not isinstance(theirs.value, dict) or (ours and not isinstance(ours.value, dict)):
        return
    mine: dict[str, Any] = ours.value if ours else {}
    for key in {**mine, **theirs.value}:
        if mine.get(key) != theirs.value.get(key):
            yield f"{key}, yours:  {_shown(mine.get(key))}"
            yield f"{key}, theirs: {_shown(theirs.value.get(key))}"


def _shown(value: Any) -> str:
    text = "(nothing)" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SIDE else f"{text[:_LONGEST_SIDE]} …"
