"""Records as they were read from their files, kept from run to run: parsing YAML is most of what loading a book takes.

Here: the form in which they are kept, and when they may be used again: only for the same bytes of the file, under the
same name, and the same code. Only files without fault are kept. Not here: reading files and what is wrong with them
(`load.py`).
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from sourcebook import keeping
from sourcebook.records import Record

R = TypeVar("R", bound=Record)
Lines = dict[tuple[str | int, ...], int]
"""The line of every value of a file, by its path."""
_MADE_BY = ("load.py", "parsed.py", "problems.py", "records.py")
"""The code that says what a record is."""


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """A file: the digest of its bytes, its record, and its lines, both packed."""

    digest: bytes
    record: msgspec.Raw
    lines: msgspec.Raw


_FILES = msgspec.msgpack.Decoder(dict[str, _Kept])
_LINES = msgspec.msgpack.Decoder(list[tuple[list[str | int], int]])


class Parsed:
    """The records of one book as they were parsed before, in one file; None: nothing is kept."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.before = _read(path) if path else {}
        self.now: dict[str, _Kept] = {}

    def record(self, name: str, data: bytes, kind: type[R]) -> R | None:
        """The record of a file with these bytes, if it is known."""
        known = self.before.get(name)
        if known is None or known.digest != _digest(data):
            return None
        try:
            record = msgspec.msgpack.decode(known.record, type=kind)
        except msgspec.MsgspecError:
            return None
        self.now[name] = known
        return record

    def lines(self, name: str) -> Lines:
        """The lines of a file whose record was known."""
        try:
            return {tuple(path): line for path, line in _LINES.decode(self.now[name].lines)}
        except msgspec.MsgspecError:
            return {}

    def keep(self, name: str, data: bytes, record: Record, lines: Lines) -> None:
        """Know the record of a file from now on."""
        if self.path:
            pack = msgspec.msgpack.encode
            packed = [(list(path), line) for path, line in lines.items()]
            self.now[name] = _Kept(_digest(data), msgspec.Raw(pack(record)), msgspec.Raw(pack(packed)))

    def save(self) -> None:
        """Write what is known, where it is not what was known before."""
        if self.path and self.now != self.before:
            keeping.write(self.path, _made_of(), msgspec.msgpack.encode(self.now))


def _read(path: Path) -> dict[str, _Kept]:
    body = keeping.read(path, _made_of())
    try:
        return _FILES.decode(body) if body else {}
    except msgspec.MsgspecError:
        return {}


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _made_of() -> bytes:
    parts = (*map(Path(__file__).with_name, _MADE_BY),)
    versions = f"{sys.version} {msgspec.__version__} {yaml.__version__}"
    return _digest(keeping.code(*parts) + versions.encode())
