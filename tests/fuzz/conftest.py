"""The fixture that tries and counts, and a small book to try things in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import sealed
from tests.fuzz.cases import Fuzz


@pytest.fixture
def fuzz(record_property: Callable[[str, object], None]) -> Fuzz:
    """Tries inputs on a reader."""
    return Fuzz(record_property)


@pytest.fixture(scope="module")
def salt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book about an invented salt works, with its article and its seal. Tests leave it as it is."""
    return sealed.write_book(tmp_path_factory.mktemp("salt"))
