"""Write the record files of a merge: each entry from its side, as that side wrote it, with its comments.

The merged book is opened aside before anything is written: a passage of theirs that cannot be proven here is not
taken, and records that could not be read are told. Seals follow the records. Not here: whose side is taken
(`bundle_merge.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.exchange import bundle_files, record_edits
from sourcebook.exchange.bundle_files import RECORD, SEAL, Unit
from sourcebook.model.problems import Kind, Problem, SourcebookError
from sourcebook.quotes import seals
from sourcebook.quotes.prover import State
from sourcebook.quotes.seals import BadSeal, Seal
from sourcebook.store import articles, files, yaml_edit
from sourcebook.store.articles import find_texts
from sourcebook.store.book import SOURCES
from sourcebook.store.files import decode

Files = Mapping[str, bytes]
_PLAN = "exercises/assignments.yml"
"""The list of assignments, which is opened with the records."""
_OF_SEALS = frozenset({Kind.UNSEALED, Kind.STALE_SEAL, Kind.BAD_SEAL, Kind.OLD_SEAL, Kind.NO_PROOF})


@dataclass(frozen=True)
class MergedRecords:
    """The files that a merge of records writes, what of theirs was not taken and why, and the errors of the result."""

    writes: Mapping[Path, bytes]
    refused: Mapping[str, str]
    faults: tuple[Problem, ...]


def merge(opened: Opened, ours: Files, theirs: Files, texts: Files, taken: frozenset[str]) -> MergedRecords:
    """Merge the records of two states of a book; `taken` are the references that are theirs, `texts` their articles."""
    refused: dict[str, str] = {}
    while True:
        wanted = taken - set(refused)
        changed = {name: data for name, data in _changed(ours, theirs, wanted) if data != ours.get(name)}
        records = {**{name: data for name, data in ours.items() if RECORD.fullmatch(name)}, **changed}
        sealed = dict(_united_seals(ours, theirs, records, wanted))
        with tempfile.TemporaryDirectory() as folder:
            plan = {_PLAN: theirs[_PLAN]} if _PLAN in wanted else {}
            result = _opened_aside(Path(folder), opened, {**records, **sealed, **plan}, texts)
        unproven = dict(_unproven(result, wanted))
        if not unproven:
            break
        refused |= unproven
    keys = [match[1] for name in changed if (match := RECORD.fullmatch(name)) and match[1] in result.book.sources]
    anew = dict(_sealed_anew(result, keys))
    seal_files = {name: data for name, data in {**sealed, **anew}.items() if data != ours.get(name)}
    writes = {opened.book.root / name: data for name, data in {**changed, **seal_files}.items()}
    return MergedRecords(writes, refused, _new_faults(opened, result))


# -- the files --------------------------------------------------------------------------------------------------------


def _changed(ours: Files, theirs: Files, taken: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The record files of which something is theirs, merged."""
    our_units, their_units = bundle_files.units(ours), bundle_files.units(theirs)
    changed = (unit.file for ref, unit in their_units.items() if ref in taken)
    for name in dict.fromkeys(file for file in changed if RECORD.fullmatch(file)):
        mine = {ref: unit for ref, unit in our_units.items() if unit.file == name}
        other = {ref: unit for ref, unit in their_units.items() if unit.file == name}
        data = _merged_file(name, ours, theirs, (mine, other), taken)
        intended = {ref: (other if ref in taken else mine).get(ref) for ref in {**mine, **other}}
        result = bundle_files.units({name: data})
        kept = {ref: unit.digest for ref, unit in intended.items() if unit and unit.path}
        if kept != {ref: unit.digest for ref, unit in result.items() if unit.path}:
            raise SourcebookError(
                f"{name} cannot be merged line by line; write its lists in block style on both sides."
            )
        yield name, data


def _merged_file(
    name: str, ours: Files, theirs: Files, sides: tuple[Mapping[str, Unit], Mapping[str, Unit]], taken: frozenset[str]
) -> bytes:
    """One record file: the header of one side, and each entry of its lists from its own side."""
    mine, other = sides
    header = next((ref for ref, unit in other.items() if not unit.path), "")
    theirs_leads = name not in ours or header in taken
    leading, following = (theirs, ours) if theirs_leads else (ours, theirs)
    base, rest = (other, mine) if theirs_leads else (mine, other)
    text = decode(leading[name])
    if name not in ours and set(other) <= taken:
        return theirs[name]
    further = yaml_edit.Manuscript(decode(following[name])) if name in following else None
    entries: dict[str, list[yaml_edit.Kept | list[str]]] = {
        str(each.path[0]): [] for each in base.values() if each.path
    }
    for ref in _order(mine, other):
        unit = other.get(ref) if ref in taken else mine.get(ref)
        if unit is None or not unit.path:
            continue
        same = base.get(ref)
        if same is not None and same.digest == unit.digest:
            entry: yaml_edit.Kept | list[str] = yaml_edit.Kept(int(same.path[1]))
        elif further is not None and ref in rest:
            entry = further.entry(rest[ref].path)
        else:
            entry = yaml_edit.Kept(int(base[ref].path[1]))
        entries.setdefault(str(unit.path[0]), []).append(entry)
    return yaml_edit.as_before(record_edits.with_entries(text, entries, name), leading[name])


def _order(mine: Mapping[str, Unit], other: Mapping[str, Unit]) -> list[str]:
    """All references: ours in our order, each of theirs that is new behind the one that it follows there."""
    order = list(mine)
    before = ""
    for ref in other:
        if ref not in order:
            order.insert(order.index(before) + 1 if before in order else len(order), ref)
        before = ref
    return order


# -- seals ------------------------------------------------------------------------------------------------------------


def _united_seals(ours: Files, theirs: Files, records: Files, taken: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The seals of the merged book: of one text, the openings of both sides; of two, the seal of the record's side."""
    for name in {**theirs, **ours}:
        match = SEAL.fullmatch(name)
        if match is None or f"{SOURCES}/{match[1]}.yml" not in records:
            continue
        key, sides = match[1], [_seal(files.get(name)) for files in (ours, theirs)]
        if sides[0] is None or sides[1] is None or sides[0].root != sides[1].root:
            lead = theirs if key in taken or name not in ours else ours
            yield name, lead.get(name, ours.get(name, b""))
            continue
        openings = {**sides[1].openings, **sides[0].openings}
        openings |= {id_: each for id_, each in sides[1].openings.items() if f"{key}/{id_}" in taken}
        unit = bundle_files.units({f"{SOURCES}/{key}.yml": records[f"{SOURCES}/{key}.yml"]})
        kept = {id_: each for id_, each in openings.items() if f"{key}/{id_}" in unit}
        yield name, ours[name] if kept == sides[0].openings else seals.encoded(replace(sides[0], openings=kept))


def _seal(data: bytes | None) -> Seal | None:
    try:
        return seals.from_json(json.loads(data)) if data else None
    except (BadSeal, ValueError, RecursionError):
        return None


def _sealed_anew(result: Opened, keys: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """The seals of changed sources, made anew where their articles are at hand."""
    for key in keys:
        sealed = result.prover.seal(key)[0] if key in result.prover.articles else None
        if sealed:
            yield f"{SOURCES}/{key}.seal.json", seals.encoded(sealed)


# -- the merged book --------------------------------------------------------------------------------------------------


def _opened_aside(folder: Path, opened: Opened, merged: Files, texts: Files) -> Opened:
    """The merged book, opened in a folder of its own with the articles of both sides."""
    fulltext = folder / SOURCES / articles.FULLTEXT
    fulltext.mkdir(parents=True)
    (folder / _PLAN).parent.mkdir()
    for name, data in merged.items():
        (folder / name).write_bytes(data)
    for name, data in texts.items():
        (fulltext / name).write_bytes(data)
    ours = find_texts(opened.book.root, os.environ)
    for source in opened.book.sources.values():
        if ours and files.there(ours, source.text.file):
            shutil.copyfile(ours / source.text.file, fulltext / source.text.file)
    result = check.open_book(folder, {})
    if result.unread:
        raise SourcebookError("the merged records could not be read: " + " ".join(str(p) for p in result.unread[:3]))
    return result


def _unproven(result: Opened, taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The passages of theirs that nothing proves in the merged book, each with the reason."""
    for ref in sorted(taken & set(result.book.passages)):
        proof = result.prover.passage(ref)
        errors = [problem.message for problem in proof.problems if problem.is_error]
        if proof.state is State.UNCHECKED:
            errors = ["Neither its article nor a seal that opens it is here; ask for a bundle after `sourcebook seal`."]
        if errors:
            yield ref, " ".join(errors)


def _new_faults(opened: Opened, result: Opened) -> tuple[Problem, ...]:
    """The errors that the merged records have and ours have not, but for seals, which are made after."""
    known = {(problem.kind, problem.message) for problem in check.check_book(opened)}
    found = (problem for problem in check.check_book(result) if problem.is_error and problem.kind not in _OF_SEALS)
    return tuple(problem for problem in found if (problem.kind, problem.message) not in known)
