"""Discovery of what the modules of a package declare at their top level, so that no list names the modules.

Here: the search. Not here: the declarations (`lms/formats.py`,
`data/book_exports.py`).
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TypeVar

T = TypeVar("T")


def declared(package: str, kind: type[T]) -> list[T]:
    """Every instance of `kind` that a module of `package` binds to a name, each once, by module and then by line."""
    declarations: dict[int, T] = {}
    for entry in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        for value in vars(import_module(entry.name)).values():
            if isinstance(value, kind):
                declarations.setdefault(id(value), value)
    return list(declarations.values())
