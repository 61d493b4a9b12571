"""Unknown roles and directives: the warning of the parser, with the name that was meant.

Here: a filter of Sphinx's log, which every reader of a book's pages hears through. Not here: names of records, which
the domain knows (`session.py`), and what a role or a directive says of its own words.

When: a warning is told, in the process that began the run; what other processes read is told there too.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils.parsers import rst
from docutils.parsers.rst.languages import en

from sourcebook.model.problems import near

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.domains import Domain

_UNKNOWN = re.compile(
    r"""Unknown (?P<what>directive type:?|interpreted text role) (?P<mark>["'])(?P<name>[^"']+)(?P=mark)\.?"""
)
_ALIKE = 0.6
_DOMAINS = ("std", "py")
"""The domains whose roles and directives are written without the name of the domain."""


class NameNear(logging.Filter):
    """Adds to a warning of an unknown name the known one that is most like it."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self.app = app

    def filter(self, record: logging.LogRecord) -> bool:
        """True always: nothing is held back."""
        message = record.msg if isinstance(record.msg, str) else ""
        if "Unknown " in message and not record.args and (found := _UNKNOWN.search(message)):
            remedy = remedy_of(self.app, found["name"], found["what"].startswith("directive"))
            if not message.startswith("; ", found.end()):
                record.msg = f"{message[: found.end()].removesuffix('.')}; {remedy}{message[found.end() :]}"
        return True


def remedy_of(app: Sphinx, name: str, is_directive: bool) -> str:
    """What to write in place of a name that no role, or no directive, has."""
    known, others = (_directives(app), _roles(app)) if is_directive else (_roles(app), _directives(app))
    if name in others:
        return (
            f"{{{name}}} is a role: write it inside a line, with its words in backticks."
            if is_directive
            else (f"{{{name}}} is a directive: write it on a line of its own, behind `:::`.")
        )
    meant = _near(name, known)
    return f"did you mean {{{meant}}}?" if meant else "mend its name, or take it out."


def _near(name: str, known: Iterable[str]) -> str:
    """The most like of some names. What a domain's name adds does not make two of its names alike."""
    domain, colon, own = name.partition(":")
    inside = [each.partition(":")[2] for each in known if each.startswith(f"{domain}:")] if colon else []
    found = near(own, inside, _ALIKE) if inside else ""
    return f"{domain}:{found}" if found else near(name, known, _ALIKE)


def _directives(app: Sphinx) -> set[str]:
    """The names of all directives."""
    ours = (f"{domain.name}:{name}" for domain in _domains(app) for name in domain.directives)
    return {*_registered(rst.directives, "_directives", "_directive_registry"), *_written(ours)}


def _roles(app: Sphinx) -> set[str]:
    """The names of all roles."""
    ours = (f"{domain.name}:{name}" for domain in _domains(app) for name in domain.roles)
    return {*_registered(rst.roles, "_roles", "_role_registry"), *en.roles, *_written(ours)} - {""}


def _registered(module: object, *tables: str) -> set[str]:
    """The names in tables of docutils, which has no public list of them."""
    return {name for table in tables for name in getattr(module, table, ())}


def _domains(app: Sphinx) -> list[Domain]:
    env = getattr(app, "env", None)  # there is none before the first page is read
    return [env.get_domain(name) for name in app.registry.domains] if env else []


def _written(names: Iterable[str]) -> Iterable[str]:
    """The names of what domains define, as authors may write them."""
    for name in names:
        yield name
        domain, _, own = name.partition(":")
        if domain in _DOMAINS:
            yield own


def register(app: Sphinx) -> None:
    """Let every handler of Sphinx's log hear the names that were meant."""
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(NameNear(app))
