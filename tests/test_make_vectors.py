"""The test vectors are those that the package makes, and the package proves and refuses what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from docs import make_vectors
from sourcebook.quotes import seals
from sourcebook.quotes.seals import BadSeal

FILES = make_vectors.files()


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_vectors_is_as_the_package_makes_it(name: str) -> None:
    assert (make_vectors.FOLDER / name).read_text(encoding="utf-8") == FILES[name]


def proves(data: dict[str, Any]) -> bool:
    """Whether every opening of a seal holds."""
    made = seals.from_json(data)
    return bool(made.openings) and all(
        seals.holds(made, seals.sealed_words(made, o.exact, o), o) for o in made.openings.values()
    )


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("seal-")])
def test_the_package_proves_the_seals(name: str) -> None:
    assert proves(json.loads(FILES[name])["seal"])


@pytest.mark.parametrize("row", json.loads(FILES["refused.json"]), ids=lambda row: row["why"])
def test_the_package_refuses_what_does_not_hold(row: dict[str, Any]) -> None:
    try:
        held = proves(row["seal"])
    except BadSeal:
        held = False
    assert not held
