"""The sources as references: each format is read back by the library of its field, and by our own import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rispy
from pybtex.database import parse_string

from sourcebook.exchange import received, references
from sourcebook.exports.data import citations
from sourcebook.model.records import Name, Reliability, Source, TextFile


def source(**fields: object) -> Source:
    given: dict[str, object] = {
        "title": "50% of {all} & #1 – “Тест”", "short": "T", "genre": "newspaper article", "language": "en",
        "fidelity": "original", "origin": "a", "reliability": Reliability(letter="F", because="x"),
        "text": TextFile(file="a.txt", sha256="0" * 64), "zones": [], "container_title": "Paper & Sons",
        "author": [Name(family="Berg", given="Jan"), Name(literal="World Bank, Inc. and others")],
        "issued": "2031-03-16",
        "provenance": "The page names its own address: https://secret.example/",
    }  # fmt: skip
    return Source(**{**given, **fields})  # type: ignore[arg-type]  # fields by name


def test_the_libraries_of_the_field_read_each_format() -> None:
    sources = {"a-2031": source(), "b": source(author=[], issued="", container_title="")}
    [first, second] = rispy.loads(citations.ris(sources).decode())
    assert (first["type_of_reference"], first["title"]) == ("NEWS", "50% of {all} & #1 – “Тест”")
    assert first["authors"] == ["Berg, Jan", "World Bank, Inc. and others"]
    assert (first["date"], second["id"]) == ("2031/03/16/", "b")
    library = parse_string(citations.bibtex(sources).decode(), "bibtex")
    assert list(library.entries) == ["a-2031", "b"]
    assert len(library.entries["a-2031"].persons["author"]) == 2
    entry = json.loads(citations.csl_json(sources))[0]
    assert entry["issued"] == {"date-parts": [[2031, 3, 16]]}
    assert b"secret.example" not in citations.ris(sources) + citations.bibtex(sources) + citations.csl_json(sources)


@pytest.mark.parametrize(
    "issued", ["2031-03-16", "2031-03", "2031", "2031-22", "2031-01/2031-03", "2031-05-02/2031-05-20", "2031~", ""]
)
@pytest.mark.parametrize("name", ["c.json", "c.bib", "c.ris"])
def test_what_goes_out_comes_back_the_same(issued: str, name: str, tmp_path: Path) -> None:
    sources = {"a-2031": source(issued=issued, title="50% of all & #1")}
    writers = {"c.json": citations.csl_json, "c.bib": citations.bibtex, "c.ris": citations.ris}
    (tmp_path / name).write_bytes(writers[name](sources))
    [reference], notes = references.read(received.receive(tmp_path / name))
    assert (reference.title, reference.id, notes) == ("50% of all & #1", "a-2031", [])
    assert reference.container_title == "Paper & Sons"
    if name != "c.ris":
        assert reference.author == tuple(sources["a-2031"].author)
    assert reference.issued == issued
