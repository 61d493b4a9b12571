"""A document becomes a record, or every fault of it is reported in one run with its line and key path."""

from __future__ import annotations

import pytest

from sourcebook.model.problems import Kind
from sourcebook.model.records import Actors, Figures, Source
from sourcebook.store import validation
from sourcebook.store.validation import to_record
from sourcebook.store.yaml_source import parse
from tests.store.written import GOOD


def faults(text: str, kind: type[Source | Actors | Figures] = Source) -> list[tuple[str, int, str]]:
    """Kind, line and key path of every fault of a record file."""
    _, problems = to_record(kind, parse(text), "f.yml")
    return [(p.kind.label, p.place.line, p.place.path) for p in problems]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "words\n", "- a\n"])
def test_a_file_that_is_no_record_is_a_wrong_type(text: str) -> None:
    assert [kind for kind, _, _ in faults(text)] == ["wrong-type"]


def test_a_good_record_has_no_fault() -> None:
    record, problems = to_record(Source, parse(GOOD), "f.yml")
    assert problems == []
    assert record is not None
    assert (record.title, record.text.file, record.zones[0].lines) == ("A note", "note.txt", "1")


def test_every_fault_of_a_file_is_found_in_one_run() -> None:
    text = (
        GOOD.replace("genre: report\n", "")
        .replace("fidelity: original", "fidelity: copied")
        .replace("lines: 1", "lines: x")
    )
    text += "speech:\n  - {span: 0, speaker: a}\n  - {span: one, speaker: a}\n"
    text += "passages:\n  - {id: Big, exact: ''}\nshorty: x\n"
    assert sorted(faults(text)) == sorted(
        [
            ("missing-key", 1, ""),
            ("wrong-type", 4, "fidelity"),
            ("wrong-type", 11, "zones[0].lines"),
            ("wrong-type", 13, "speech[0].span"),
            ("wrong-type", 14, "speech[1].span"),
            ("wrong-type", 16, "passages[0].id"),
            ("wrong-type", 16, "passages[0].exact"),
            ("unknown-key", 17, "shorty"),
        ]
    )


def test_forbidden_yaml_hides_no_other_fault() -> None:
    text = GOOD.replace("title: A note", "title: &t A note").replace("fidelity: original", "fidelity: copied")
    assert faults(text) == [("forbidden-yaml", 1, ""), ("wrong-type", 5, "fidelity")]


def test_an_alias_is_one_fault_not_two() -> None:
    assert faults(GOOD.replace("fidelity: original", "fidelity: *f")) == [("forbidden-yaml", 5, "")]


@pytest.mark.parametrize(
    ("key", "remedy"),
    [("gender", "did you mean 'genre'?"), ("Title", "did you mean 'title'?"), ("xyzzy", "it may have: access,")],
)
def test_an_unknown_key_is_answered_with_the_nearest(key: str, remedy: str) -> None:
    _, problems = to_record(Source, parse(GOOD + f"{key}: x\n"), "f.yml")
    assert [p.kind for p in problems] == [Kind.UNKNOWN_KEY]
    assert remedy in problems[0].message


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "many", "1,5", "0x1"])
def test_a_number_is_written_in_digits(number: str) -> None:
    text = "figures:\n  - id: boats\n    title: Boats\n    counts: boats\n    reports:\n"
    text += f"      - {{source: note, best: {number!r}}}\n"
    assert faults(text, Figures) == [("wrong-type", 6, "figures[0].reports[0].best")]


def test_a_schema_is_exported_for_editors() -> None:
    schema = validation.schema(Source)
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "sha256" in schema["$defs"]["TextFile"]["properties"]


def test_a_path_is_shown_as_authors_write_it() -> None:
    assert validation.shown_path(("passages", 3, "exact")) == "passages[3].exact"
    assert validation.shown_path(()) == ""
