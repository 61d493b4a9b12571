"""Validate a parsed document: convert it to a typed record, or report every problem that prevents that.

Not here: YAML (`yaml_source.py`), and what records mean together (`check.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

import msgspec

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Place, Problem, near
from sourcebook.model.records import Record
from sourcebook.store.yaml_source import MORE, MOST_FAULTS, Document, KeyPath

R = TypeVar("R", bound=Record)


def to_record(kind: type[R], document: Document, file: str) -> tuple[R | None, list[Problem]]:
    """Convert a document to a record of a type. Returns the record, or None, and every fault of the document."""
    problems = [Problem(k, message, Place(file, line)) for k, message, line in document.problems]
    if document.unread or any(p.kind is Kind.SYNTAX for p in problems):
        return None, problems
    if not document.value and not problems:
        key = kind.__struct_fields__[0].replace("_", "-")
        message = f"it holds nothing; begin it with `{key}:`, or take the file away."
        return None, [Problem(Kind.WRONG_TYPE, message, Place(file))]
    try:
        record = msgspec.convert(document.value, kind, strict=False)
    except msgspec.ValidationError as error:
        known = {p.place.line for p in problems}
        faults = [p for p in _faults(kind, document, file) if p.place.line not in known]
        return None, [*problems, *faults] or [_out_of_bounds(error, document, file)]
    problems += [
        Problem(kind, message, Place(file, document.line(path), shown_path(path)))
        for kind, message, path in _unacceptable(record, ())
    ]
    return (None, problems) if problems else (record, [])


def _out_of_bounds(error: msgspec.ValidationError, document: Document, file: str) -> Problem:
    """The problem for what msgspec refuses and the JSON Schema accepts: a number out of bounds."""
    message, _, where = str(error).partition(" - at `$")
    path = tuple(int(key) if key.isdecimal() else key for key in re.findall(r"[^.\[\]`]+", where))
    return Problem(Kind.WRONG_TYPE, f"{message}.", Place(file, document.line(path), shown_path(path)))


def _unacceptable(value: Any, path: KeyPath) -> Iterator[tuple[Kind, str, KeyPath]]:
    """Yield what msgspec accepts and no record may hold: NaN, infinity and invisible characters."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Kind.WRONG_TYPE, "it is not a number; write digits.", path
    elif isinstance(value, str) and (unseen := next(characters.hidden(value), None)):
        message = characters.hidden_message(value, *unseen)
        yield Kind.UNREADABLE, message, path
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _unacceptable(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unacceptable(item, (*path, key))
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _unacceptable(getattr(value, name), (*path, name.replace("_", "-")))


# -- the faults of a document that is no record ----------------------------------------------------------------------


def schema(kind: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record file, for editors."""
    out: dict[str, Any] = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **out}


def _faults(kind: type[Record], document: Document, file: str) -> list[Problem]:
    """Every violation of the schema. jsonschema is imported late: only a faulty record needs it."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(_with_string_scalars(schema(kind)))
    violations = (
        Problem(name, message, Place(file, document.line(at), shown_path(at)))
        for error in validator.iter_errors(document.value)
        for name, message, at in _explain(error, tuple(error.absolute_path))
    )
    problems = list(islice(violations, MOST_FAULTS))
    return [*problems, Problem(Kind.WRONG_TYPE, MORE, Place(file))] if len(problems) == MOST_FAULTS else problems


def _explain(error: Any, path: KeyPath) -> Iterator[tuple[Kind, str, KeyPath]]:
    """Reword one error of jsonschema: kind, message, path."""
    if error.validator == "additionalProperties":
        for key, meant in _unknown_keys(error):
            remedy = f"did you mean {meant!r}?" if meant else f"it may have: {', '.join(sorted(_properties(error)))}."
            yield Kind.UNKNOWN_KEY, f"there is no key {key!r} here; {remedy}", (*path, key)
    elif error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        mistyped = {meant for _, meant in _unknown_keys(error)}  # a misspelt key is reported once, not also as missing
        for key in missing:
            if key not in mistyped:
                yield Kind.MISSING_KEY, f"the key {key!r} is missing; add it.", path
    elif error.validator == "enum":
        allowed = ", ".join(map(str, error.validator_value))
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} is not one of: {allowed}.", path
    elif error.validator == "pattern":
        form = error.schema.get("description") or error.validator_value
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} is not of the form: {form}.", path
    elif error.validator == "minLength":
        yield Kind.WRONG_TYPE, "it is empty; write something, or take the key away.", path
    else:
        wanted = _TYPE_WORDS.get(str(error.validator_value), "another form")
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} stands where {wanted} should stand.", path


def _properties(error: Any) -> dict[str, Any]:
    properties: dict[str, Any] = error.schema.get("properties", {})
    return properties


def _unknown_keys(error: Any) -> tuple[tuple[str, str], ...]:
    """The first `MOST_FAULTS` unknown keys, each with the nearest known one, preferably one that is not used yet."""
    known = set(_properties(error))
    unknown = sorted(set(error.instance) - known)[:MOST_FAULTS]
    return _meant(tuple(unknown), frozenset(known - set(error.instance)), frozenset(known))


@lru_cache(maxsize=8)  # jsonschema reports each missing key by itself, with all keys of the record
def _meant(unknown: tuple[str, ...], unused: frozenset[str], known: frozenset[str]) -> tuple[tuple[str, str], ...]:
    return tuple((key, near(key, unused) or near(key, known)) for key in unknown)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


_TYPE_WORDS = {"object": "keys with values", "array": "a list", "string": "words"}
"""Types of JSON Schema in messages."""
_INTEGER = {
    True: {"pattern": r"^[1-9][0-9]{0,6}$", "description": "a whole number from 1 on, of seven digits at the most"},
    False: {"pattern": r"^-?[0-9]{1,15}$", "description": "a whole number, of fifteen digits at the most"},
}
_NUMBER = {
    "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$",
    "description": "a number, such as 12 or 0.5, of fifteen digits at the most",
}
"""How numbers are written: no article needs more digits than a float holds exactly."""


def _with_string_scalars(node: Any) -> Any:
    """Adapt a schema to a document in which every scalar is still a string."""
    if isinstance(node, list):
        return [_with_string_scalars(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "integer":
        return {"type": "string", **_INTEGER[node.get("minimum") == 1]}
    if node.get("type") == "number":
        return {"type": "string", **_NUMBER}
    if node.get("type") == "boolean":
        return {"enum": ["true", "false"]}
    if "anyOf" in node and {"type": "null"} in node["anyOf"]:
        return _with_string_scalars(next(item for item in node["anyOf"] if item != {"type": "null"}))
    return {key: _with_string_scalars(value) for key, value in node.items()}


def shown_path(path: Iterable[str | int]) -> str:
    """A key path as messages show it: `passages[3].exact`."""
    out = ""
    for key in path:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else str(key)
    return out
