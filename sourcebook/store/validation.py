"""A parsed document into a record of a given type, or into every problem that keeps it from being one.

Not here: YAML (`yaml_source.py`), and what records mean together (`check.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

import msgspec

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Place, Problem, near
from sourcebook.model.records import Record
from sourcebook.store.yaml_source import MORE, MOST_FAULTS, Document, KeyPath

R = TypeVar("R", bound=Record)


def to_record(kind: type[R], document: Document, file: str) -> tuple[R | None, list[Problem]]:
    """A record of a kind, or None, and every fault of the document."""
    problems = [Problem(k, message, Place(file, line)) for k, message, line in document.problems]
    if document.unread or any(p.kind is Kind.SYNTAX for p in problems):
        return None, problems
    if not document.value and not problems:
        message = f"it holds nothing; begin it with `{_begins(kind)}:`, or take the file away."
        return None, [Problem(Kind.WRONG_TYPE, message, Place(file))]
    try:
        record = msgspec.convert(document.value, kind, strict=False)
    except msgspec.ValidationError as error:
        known = {p.place.line for p in problems}
        faults = [p for p in _faults(kind, document, file) if p.place.line not in known]
        return None, [*problems, *faults] or [_refused(error, document, file)]
    problems += [
        Problem(kind, message, Place(file, document.line(path), keys(path)))
        for kind, message, path in _unfit(record, ())
    ]
    return (None, problems) if problems else (record, [])


def _begins(kind: type[Record]) -> str:
    """The key with which a file of this kind begins."""
    return kind.__struct_fields__[0].replace("_", "-")


def _refused(error: msgspec.ValidationError, document: Document, file: str) -> Problem:
    """What the converter refuses and the validator, which reads words, lets pass: a number beyond its bounds."""
    message, _, where = str(error).partition(" - at `$")
    path = tuple(int(key) if key.isdecimal() else key for key in re.findall(r"[^.\[\]`]+", where))
    return Problem(Kind.WRONG_TYPE, f"{message}.", Place(file, document.line(path), keys(path)))


def _unfit(value: Any, path: KeyPath) -> Iterator[tuple[Kind, str, KeyPath]]:
    """What the converter lets pass and no record may hold: numbers that are none, and characters that nobody sees."""
    if isinstance(value, float) and not math.isfinite(value):
        yield Kind.WRONG_TYPE, "it is no number; write digits.", path
    elif isinstance(value, str) and (unseen := next(characters.hidden(value), None)):
        message = characters.hidden_message(value, *unseen)
        yield Kind.UNREADABLE, message, path
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _unfit(item, (*path, i))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unfit(item, (*path, key))
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _unfit(getattr(value, name), (*path, name.replace("_", "-")))


def schema(kind: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a record file, for editors."""
    out: dict[str, Any] = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **out}


def _faults(kind: type[Record], document: Document, file: str) -> list[Problem]:
    """Every fault of a document against its schema. Imported here: only a faulty record needs the validator."""
    import jsonschema

    validator = jsonschema.Draft202012Validator(_of_strings(schema(kind)))
    found = (
        Problem(name, message, Place(file, document.line(at), keys(at)))
        for error in validator.iter_errors(document.value)
        for name, message, at in _explain(error, tuple(error.absolute_path))
    )
    problems = list(islice(found, MOST_FAULTS))
    return [*problems, Problem(Kind.WRONG_TYPE, MORE, Place(file))] if len(problems) == MOST_FAULTS else problems


def _explain(error: Any, path: KeyPath) -> Iterator[tuple[Kind, str, KeyPath]]:
    """A validator's finding in our words: kind, message, path."""
    if error.validator == "additionalProperties":
        for key, meant in _unknown_keys(error):
            remedy = f"did you mean {meant!r}?" if meant else f"it may have: {', '.join(sorted(_properties(error)))}."
            yield Kind.UNKNOWN_KEY, f"there is no key {key!r} here; {remedy}", (*path, key)
    elif error.validator == "required":
        mistyped = {meant for _, meant in _unknown_keys(error)}  # who is told of the slip knows what is missing
        for key in error.validator_value:
            if key not in error.instance and key not in mistyped:
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
        wanted = _FORMS.get(str(error.validator_value), "another form")
        yield Kind.WRONG_TYPE, f"{_shown(error.instance)} stands where {wanted} should stand.", path


def _properties(error: Any) -> dict[str, Any]:
    found: dict[str, Any] = error.schema.get("properties", {})
    return found


def _unknown_keys(error: Any) -> Iterator[tuple[str, str]]:
    """Each key that no record of the kind has, and the one that was meant: of those that are not there already."""
    known = set(_properties(error))
    for key in sorted(set(error.instance) - known):
        yield key, near(key, known - set(error.instance)) or near(key, known)


_FORMS = {"object": "keys with values", "array": "a list", "string": "words"}


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


_WHOLE = {
    True: {"pattern": r"^[1-9][0-9]{0,6}$", "description": "a whole number from 1 on, of seven digits at the most"},
    False: {"pattern": r"^-?[0-9]{1,15}$", "description": "a whole number, of fifteen digits at the most"},
}


_NUMBER = {
    "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,15})?$",
    "description": "a number, such as 12 or 0.5, of fifteen digits at the most",
}


def _of_strings(node: Any) -> Any:
    """The schema for a tree in which every scalar is still a string."""
    if isinstance(node, list):
        return [_of_strings(item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("type") == "integer":
        return {"type": "string", **_WHOLE[node.get("minimum") == 1]}
    if node.get("type") == "number":
        return {"type": "string", **_NUMBER}
    if node.get("type") == "boolean":
        return {"enum": ["true", "false"]}
    if "anyOf" in node and {"type": "null"} in node["anyOf"]:
        return _of_strings(next(item for item in node["anyOf"] if item != {"type": "null"}))
    return {key: _of_strings(value) for key, value in node.items()}


def keys(path: Iterable[str | int]) -> str:
    """A path of keys as authors read it: `passages[3].exact`."""
    out = ""
    for key in path:
        out += f"[{key}]" if isinstance(key, int) else f".{key}" if out else str(key)
    return out
