"""Records kept from run to run: whatever stands in their file, the book is that of its records."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from tests.fuzz import strategies as given_
from tests.fuzz.cases import Fuzz
from tests.test_parsed import everything, known, write_records


def test_whatever_stands_in_the_file_the_book_is_that_of_its_records(fuzz: Fuzz, tmp_path: Path) -> None:
    root = write_records(tmp_path)
    path = root / "kept" / "records"
    right = everything(known(root)[0])
    whole = path.read_bytes()

    def check(data: bytes) -> None:
        path.write_bytes(data)
        book, faults = known(root)
        assert faults == []
        assert everything(book) == right

    cases = [b"", b"\0" * 64, whole[:64], whole[:-1], whole + b"\0", whole * 2, whole[:64] + b"\x80"]
    others: list[object] = [{}, [], {"sources/places.yml": [b"", None, None]}, {"": 1}]
    cases += [_sealed_again(whole, value) for value in others]
    fuzz("kept records", check, given_.damaged([whole]), cases)


def _sealed_again(whole: bytes, value: object) -> bytes:
    """A file under a right digest that holds something else."""
    body = msgspec.msgpack.encode(value)
    return whole[:32] + hashlib.sha256(body).digest() + body
