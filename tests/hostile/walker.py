"""Puts hostile text into every field of a record that takes free text, whatever fields a record has.

Here: walking msgspec records by the types of their fields, so that a new field is met without a word here. A field with
a grammar of its own, which refuses free text, is named in `GRAMMAR`. Not here: the text (`strings.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, inspect

T = TypeVar("T", bound=Struct)
Fill = Callable[[str], str]
"""Text for a field, by its name (`Source.title`)."""

GRAMMAR = frozenset(
    (
        # ids of other records, and names of pages
        "Erratum.page",
        "Name.actor", "Speech.speaker", "Passage.speaker", "Passage.via", "Role.passage", "Report.passage",
        "Report.agent", "Report.via", "EventOrder.before", "EventOrder.after", "EventOrder.passage", "Event.place",
        "Argument.source", "Argument.passage", "Holder.holder", "Holder.passage", "Rating.rater", "Evidence.passage",
        "Implication.passage", "Implication.holder",
        # dates, hours and zones
        "Source.issued", "Report.date", "Report.time", "Report.zone", "Report.clocks", "Actor.clocks",
        "Event.date", "Event.time", "Event.zone",
        # words that must stand in the article
        "Zone.starts", "Zone.ends", "Speech.starts", "Speech.ends", "Passage.exact", "Passage.prefix", "Passage.suffix",
        "TextFile.file",
        # what ties a piece of a page to another
        "Quotation.ref", "Quotation.lang", "Quotation.anchors", "Span.anchors", "Span.classes", "Paragraph.anchors",
        "Paragraph.classes",
        # codes
        "Actor.country", "Location.country", "Item.kind",
    )
)  # fmt: skip


def filled(record: T, fill: Fill) -> T:
    """A copy with other text in every free field, the empty ones included; in lists, in every entry that there is."""
    changes = {}
    for field in msgspec.structs.fields(record):
        name = f"{type(record).__name__}.{field.name}"
        if name not in GRAMMAR:
            changes[field.name] = _value(getattr(record, field.name), inspect.type_info(field.type), name, fill)
    return msgspec.structs.replace(record, **changes)


def _value(value: Any, kind: inspect.Type, name: str, fill: Fill) -> Any:
    if isinstance(value, Struct):
        return filled(value, fill)
    if isinstance(value, list):
        inner = kind.item_type if isinstance(kind, inspect.ListType) else inspect.AnyType()
        return [_value(each, inner, name, fill) for each in value]
    if isinstance(value, dict):
        inner = kind.value_type if isinstance(kind, inspect.DictType) else inspect.AnyType()
        return {key: _value(each, inner, f"{name}.{key}", fill) for key, each in value.items()}
    return fill(name) if isinstance(value, str) and is_free(kind) else value


def is_free(kind: inspect.Type) -> bool:
    """Whether a type is text without a pattern."""
    kind = kind.type if isinstance(kind, inspect.Metadata) else kind
    return isinstance(kind, inspect.StrType) and kind.pattern is None


def _inside(kind: inspect.Type) -> tuple[inspect.Type, ...]:
    """The types that a type is made of, a record's own fields left out."""
    if isinstance(kind, inspect.UnionType):
        return kind.types
    names = {inspect.Metadata: "type", inspect.ListType: "item_type", inspect.DictType: "value_type"}
    return (getattr(kind, names[type(kind)]),) if type(kind) in names else ()


def free_fields(*kinds: type[Struct]) -> set[str]:
    """The names of every free field of these records and of the records inside them."""
    found: set[str] = set()
    seen: set[type] = set()

    def visit(kind: inspect.Type, name: str) -> None:
        for inner in _inside(kind):
            visit(inner, name)
        if isinstance(kind, inspect.StructType) and kind.cls not in seen:
            seen.add(kind.cls)
            for field in kind.fields:
                visit(field.type, f"{kind.cls.__name__}.{field.name}")
        elif is_free(kind) and name not in GRAMMAR:
            found.add(name)

    for each in kinds:
        visit(inspect.type_info(each), each.__name__)
    return found
