"""The parts of the manual that are made from the code: `make manual`, or `python -m docs.make_manual`.

Here: the blocks between `<!-- made: NAME -->` and `<!-- end -->` on the pages of this folder, each filled from what the
package declares: kinds of problem, record fields, commands, settings, questions, exports. Not here: every other word of
the manual, which is written by hand, and the test that the pages are as this makes them (`tests/test_docs.py`).
"""

from __future__ import annotations

import ast
import csv
import inspect
import json
import re
import tempfile
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import click
import msgspec

from sourcebook import cli
from sourcebook.exports.data import evidence
from sourcebook.exports.data.book_exports import book_exports
from sourcebook.exports.lms.formats import lms_formats
from sourcebook.model import problems, records
from sourcebook.questions import generate, items
from sourcebook.questions.kinds import KINDS
from sourcebook.sphinx_ext import config

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs"
_BLOCK = re.compile(r"<!-- made: ([a-z-]+)(?: (\w+))? -->\n(?:.*?\n)??<!-- end -->", re.DOTALL)


# -- blocks of a page --------------------------------------------------------------------------------------------------


def pages(folder: Path = FOLDER) -> list[Path]:
    """Every page of the manual."""
    return sorted(folder.glob("*.md"))


def filled(page: str) -> str:
    """A page with its blocks made anew. KeyError for a block that nobody makes."""
    return _BLOCK.sub(_fill, page)


def _fill(block: re.Match[str]) -> str:
    name, argument = block[1], block[2]
    lines = MAKERS[name](argument) if argument else MAKERS[name]()
    head = f"<!-- made: {name} {argument} -->" if argument else f"<!-- made: {name} -->"
    return "\n".join([head, "", *lines, "", "<!-- end -->"])


def made_records(page: str) -> set[str]:
    """The records whose fields a page lists."""
    return {block[2] for block in _BLOCK.finditer(page) if block[1] == "record"}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of Markdown; a bar inside a cell does not end it."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"| {' | '.join('---' for _ in names)} |"
    for row in rows:
        yield f"| {' | '.join(_cell(words) for words in row)} |"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _sentences(docstring: str | None) -> str:
    """A docstring on one line, with single backticks."""
    return " ".join((docstring or "").split()).replace("``", "`")


# -- problems ----------------------------------------------------------------------------------------------------------


def kind_docs() -> dict[str, str]:
    """The docstring of each kind of problem, by its public name, read from the source: an enum keeps none."""
    body = ast.parse(inspect.getsource(problems.Kind)).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 -- for the type checker
    found: dict[str, str] = {}
    for statement, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            member = problems.Kind[statement.targets[0].id]
            said = after.value if isinstance(after, ast.Expr) else None
            found[member.label] = _sentences(str(said.value)) if isinstance(said, ast.Constant) else ""
    return found


def _problems() -> Iterator[str]:
    told = kind_docs()
    rows = ((f"`{kind.label}`", kind.severity.value, told[kind.label]) for kind in problems.Kind)
    return table(("problem", "severity", "what it means"), rows)


# -- records -----------------------------------------------------------------------------------------------------------


def record_types() -> dict[str, type[records.Record]]:
    """Every record that stands in a file of an author, by the name of its class."""
    found: list[type[records.Record]] = [items.Assignment, items.Assignments]
    found += [
        kind
        for kind in vars(records).values()
        if inspect.isclass(kind) and issubclass(kind, records.Record) and kind is not records.Record
    ]
    return {kind.__name__: kind for kind in found}


def _record(name: str) -> Iterator[str]:
    kind = record_types()[name]
    yield _sentences(kind.__doc__)
    yield ""
    hints = get_type_hints(kind, include_extras=True)
    fields = msgspec.structs.fields(kind)
    rows = ((f"`{f.encode_name}`", "yes" if f.required else "", _type(hints[f.name])) for f in fields)
    yield from table(("key", "needed", "what it holds"), rows)


def _type(hint: Any) -> str:
    """A type as an author reads it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _constrained(arguments[0], arguments[1])
    if origin is Literal:
        return "one of " + ", ".join(f"`{word}`" for word in arguments)
    if origin is list:
        return f"a list: {_type(arguments[0])}"
    if origin is dict:
        return f"names, each with {_type(arguments[1])}"
    if origin in (Union, types.UnionType):
        return _type(next(argument for argument in arguments if argument is not type(None)))
    if inspect.isclass(hint) and issubclass(hint, records.Record):
        return f"[{hint.__name__}](#{hint.__name__.lower()})"
    return {str: "words", bool: "`true` or `false`", int: "a whole number", float: "a number"}[hint]


def _constrained(hint: Any, meta: msgspec.Meta) -> str:
    if meta.description:
        return f"{meta.title}: {meta.description}"
    if meta.ge is not None:
        upper = f" to {meta.le}" if meta.le is not None else " on"
        return f"a whole number from {meta.ge}{upper}"
    return {"text": "words, not empty"}.get(meta.title or "", _type(hint))


# -- commands and settings ---------------------------------------------------------------------------------------------


def commands(group: click.Group = cli.main, name: str = "sourcebook") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, in the order of the alphabet."""
    for word in sorted(group.commands):
        command = group.commands[word]
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def _commands() -> Iterator[str]:
    for name, command in commands():
        context = click.Context(command, info_name=name)
        yield f"### `{name}`"
        yield ""
        yield f"    {' '.join([name, *command.collect_usage_pieces(context)])}"
        yield ""
        yield _sentences(command.help)
        rows = [_option(option, context) for option in command.params if isinstance(option, click.Option)]
        if rows:
            yield ""
            yield from table(("option", "what it does"), rows)
        yield ""


def _option(option: click.Option, context: click.Context) -> tuple[str, str]:
    name, told = option.get_help_record(context) or (option.opts[0], option.help or "")
    return f"`{name}`", told


def _targets() -> Iterator[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.findall(r"^## (.+)\n([a-z-]+):", makefile, re.MULTILINE)
    return table(("target", "what it makes"), ((f"`make {name}`", text) for text, name in found))


def _configuration() -> Iterator[str]:
    rows = ((f"`{o.name}`", f"`{_value(o.default)}`", o.help) for o in config.OPTIONS)
    return table(("setting", "where left out", "what it does"), rows)


def _value(value: object) -> str:
    """A value as `_config.yml` writes it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value)


# -- exercises ---------------------------------------------------------------------------------------------------------


def _questions() -> Iterator[str]:
    rows = ((f"`{kind}`", spec.written_as) for kind, spec in KINDS.items())
    return table(("kind", "what it needs"), rows)


def _generated() -> Iterator[str]:
    rows = ((f"`{name}`", _sentences(maker.__doc__)) for name, maker in generate.MAKERS.items())
    return table(("`:make:`", "what it asks"), rows)


def _packs() -> Iterator[str]:
    return table(("file", "for"), ((f"`{name}`", each.purpose) for name, each in lms_formats().items()))


# -- exports -----------------------------------------------------------------------------------------------------------


def _exports() -> Iterator[str]:
    rows = ((f"`sourcebook export {name} --to DIR`", each.purpose) for name, each in book_exports().items())
    return table(("command", "what it writes"), rows)


def _evidence() -> Iterator[str]:
    schema = evidence.schema()
    properties = schema["properties"]
    rows = ((f"`{name}`", _members(part, schema["$defs"])) for name, part in properties.items())
    return table(("key", "what each entry holds"), rows)


def _members(part: dict[str, Any], definitions: dict[str, Any]) -> str:
    """The names that an entry of a list is sure to have; for a record, all that it can have."""
    found = part.get("items")
    if found is None:
        return f"the number {part['const']}" if "const" in part else "words"
    if "$ref" in found:
        name = found["$ref"].rpartition("/")[2]
        return f"[{name}](records.md#{name.lower()}): " + _listed(definitions[name]["properties"])
    return _listed(found["properties"])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _tables() -> Iterator[str]:
    from sourcebook.check import open_book
    from sourcebook.commands import export

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sources").mkdir()
        files = export.export(open_book(Path(folder), {}), "tables", {})
    heads = {name: next(csv.reader([data.decode("utf-8-sig").splitlines()[0]])) for name, data in files.items()}
    return table(("file", "columns"), ((f"`{name}`", _listed(columns)) for name, columns in sorted(heads.items())))


MAKERS: dict[str, Callable[..., Iterator[str]]] = {
    "problems": _problems,
    "record": _record,
    "commands": _commands,
    "targets": _targets,
    "configuration": _configuration,
    "questions": _questions,
    "generated": _generated,
    "packs": _packs,
    "exports": _exports,
    "evidence": _evidence,
    "tables": _tables,
}


def main() -> None:
    """Make every block of every page anew."""
    for page in pages():
        before = page.read_text(encoding="utf-8")
        after = filled(before)
        if after != before:
            page.write_text(after, encoding="utf-8")
            print(f"{page.relative_to(ROOT)}: made anew.")


if __name__ == "__main__":
    main()
