"""What the exports share: variants, numbers, drawn orders, archives."""

from __future__ import annotations

import io
import zipfile

import pytest

from sourcebook.exports.lms import question_bank as shared
from tests.exports.samples import bank, items, varied


def test_a_question_without_a_variant_is_in_every_one() -> None:
    found = {name: [item.id for item in group] for name, group in varied().variants()}
    assert found == {"A": ["who-wrote", "in-order", "drawn"], "B": ["who-wrote", "in-order", "drawn-b"]}


def test_once_names_each_question_once() -> None:
    found = {name: [item.id for item in group] for name, group in varied().once()}
    assert found == {"": ["who-wrote", "in-order"], "A": ["drawn"], "B": ["drawn-b"]}


def test_one_variant_is_none() -> None:
    only = shared.Bank(assignment=bank().assignment, items=[item for item in varied().items if item.variant != "B"])
    assert [name for name, _ in only.variants()] == [name for name, _ in only.once()] == [""]


@pytest.mark.parametrize(
    ("value", "words"),
    [(9.0, "9"), (9.5, "9.5"), (1 / 3, "0.3333333"), (10.0, "10"), (0, "0"), (1e-9, "0"), (-2.5, "-2.5")],
)
def test_a_number_has_no_exponent_and_no_needless_nought(value: float, words: str) -> None:
    assert shared.number(value) == words


@pytest.mark.parametrize(
    ("value", "tolerance", "ends"),
    [(9.5, 1.2, ("8.3", "10.7")), (0.3, 0.1, ("0.2", "0.4")), (1, 1, ("0", "2")), (2235, 0, ("2235", "2235"))],
)
def test_the_bounds_are_computed_in_decimals(value: float, tolerance: float, ends: tuple[str, str]) -> None:
    assert shared.bounds(value, tolerance) == ends


def test_right_sides_of_the_same_words_are_one() -> None:
    matching = next(item for item in items() if item.kind == "matching")
    doubled = [*matching.pairs, type(matching.pairs[0])(left=matching.extra[0], right=matching.pairs[0].right)]
    item = type(matching)(id="m", kind="matching", title="", prompt=[], pairs=doubled)
    assert sorted(entry.id for entry in shared.rights(item)) == ["cooked", "steered", "wrote"]


def test_an_archive_has_no_time_and_begins_with_its_manifest() -> None:
    made = shared.archive({"a.xml": b"a", "imsmanifest.xml": b"m"})
    assert made == shared.archive({"imsmanifest.xml": b"m", "a.xml": b"a"})
    with zipfile.ZipFile(io.BytesIO(made)) as bundle:
        assert bundle.namelist() == ["imsmanifest.xml", "a.xml"]
        assert {info.date_time for info in bundle.infolist()} == {(1980, 1, 1, 0, 0, 0)}
