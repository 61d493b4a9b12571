"""What only some machines have, and the rule for its absence.

Here: finding a folder or a program that the project does not bring, and skipping or failing where it is not there.
Not here: the fixtures that tests ask for (`conftest.py`).
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]


def need(name: str, found: T | None, remedy: str) -> T:
    """What was found; else skip the test, or fail it where SOURCEBOOK_REQUIRE names this thing."""
    if found is not None:
        return found
    reason = f"{name} not found: {remedy}"
    if name in {word.strip() for word in os.environ.get("SOURCEBOOK_REQUIRE", "").split(",")}:
        pytest.fail(f"{reason} (SOURCEBOOK_REQUIRE names it)")
    pytest.skip(reason)


def folder(variable: str, name: str) -> Path | None:
    """The folder that an environment variable names, else the one of this name in `shared`, beside the project."""
    named = os.environ.get(variable)
    path = Path(named) if named else ROOT.parent / "shared" / name
    return path.resolve() if path.is_dir() else None


def program(variable: str, *names: str) -> Path | None:
    """The program that an environment variable names, else the first of these names on the path."""
    named = os.environ.get(variable)
    found = next(filter(None, map(shutil.which, (named,) if named else names)), None)
    return Path(found) if found else None
