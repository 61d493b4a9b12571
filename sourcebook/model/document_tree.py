"""Read, write, walk and transform documents (the records of `document.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from operator import is_
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from sourcebook.model.document import (
    BookOrder,
    Break,
    Cell,
    Code,
    Heading,
    InlinePicture,
    Listing,
    Page,
    Paragraph,
    Piece,
    Text,
)
from sourcebook.model.problems import SourcebookError

ORDER = "book.json"
"""The file of the `BookOrder`, beside one JSON file a page."""
S = TypeVar("S", bound=Struct)


def written(record: Piece | BookOrder) -> bytes:
    """Encode a record as JSON in UTF-8; equal records give equal bytes."""
    return msgspec.json.encode(record)


def read(folder: Path) -> tuple[BookOrder, list[Page]]:
    """Read the book that the builder wrote into a folder. SourcebookError if it is missing or of another version."""
    try:
        order = msgspec.json.decode((folder / ORDER).read_bytes(), type=BookOrder)
        pages = [msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=Page) for name, _ in order.pages]
    except OSError as error:
        raise SourcebookError(f"{error.filename}: {error.strerror}; build the book's blocks first.") from None
    except msgspec.DecodeError as error:
        raise SourcebookError(f"{folder}: not the blocks of this version ({error}); build them anew.") from None
    return order, pages


def walk(value: object) -> Iterator[Piece]:
    """Yield every block record inside a value, in reading order; other records are looked through."""
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, Struct):
            if isinstance(item, Piece):
                yield item
            left += [held for name in reversed(_holding(type(item))) if (held := getattr(item, name))]
        elif isinstance(item, list | tuple):
            left += reversed(item)
        elif isinstance(item, dict):
            left += reversed(item.values())


@cache
def _holding(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a record type that can hold records: every field but those of plain values."""
    plain = ("str", "int", "float", "bool", "list[str]", "list[float]", "dict[str, str]", "Support", "Confidence")
    annotations = {
        name: kind_ for base in reversed(kind.__mro__) for name, kind_ in vars(base).get("__annotations__", {}).items()
    }
    return tuple(name for name in kind.__struct_fields__ if annotations[name] not in plain)


def changed(value: Any, change: Callable[[Piece], Sequence[Piece]]) -> Any:
    """Replace each block record by what `change` returns for it, innermost first, in reading order.

    The input is not modified, and is returned itself where nothing changed.
    """
    if isinstance(value, Piece):
        (new,) = change(_inside(value, change))
        return new
    if isinstance(value, Struct):
        return _inside(value, change)
    if isinstance(value, list):
        items = [piece for item in value for piece in _each(item, change)]
        return value if len(items) == len(value) and all(map(is_, items, value)) else items
    if isinstance(value, dict):
        replaced = {key: changed(item, change) for key, item in value.items()}
        return value if all(map(is_, replaced.values(), value.values())) else replaced
    return value


def _inside(record: S, change: Callable[[Piece], Sequence[Piece]]) -> S:
    """A record with its content changed; the record itself where nothing changed."""
    fields = {}
    for name in _holding(type(record)):
        old = getattr(record, name)
        if old and (new := changed(old, change)) is not old:
            fields[name] = new
    return replace(record, **fields) if fields else record


def _each(item: Any, change: Callable[[Piece], Sequence[Piece]]) -> Sequence[Any]:
    """The replacements of one list item: any number of records."""
    return change(_inside(item, change)) if isinstance(item, Piece) else [changed(item, change)]


def plain_text(value: object) -> str:
    """The words of a value as plain text, with normalised white space."""
    return " ".join("".join(_words(value)).split())


def _words(value: object) -> Iterator[str]:
    for piece in walk(value):
        if isinstance(piece, Text | Code | Listing):
            yield piece.text
        elif isinstance(piece, InlinePicture):
            yield piece.alt
        elif isinstance(piece, Break | Paragraph | Heading | Cell):
            yield " "


def anchors(piece: Piece) -> Iterable[str]:
    """The anchors of a record."""
    names: list[str] = getattr(piece, "anchors", [])
    return names
