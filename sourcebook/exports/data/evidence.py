"""`evidence.json`: every record of a book, its proofs and its quotations, for machines.

The shape is listed in `docs/` and published as a JSON Schema (`schema`). Nothing in it is more than the book itself
says, except where each passage stands.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from sourcebook import __version__
from sourcebook.exports.data.book_exports import BookExport, ExportInput, Used
from sourcebook.model import records
from sourcebook.model.records import Source
from sourcebook.quotes.prover import Proof, Prover
from sourcebook.store.book import Book

VERSION = 1
_RECORDS = {
    "actors": records.Actor,
    "places": records.Location,
    "events": records.Event,
    "figures": records.Figure,
    "hypotheses": records.Hypothesis,
    "evidence": records.Evidence,
    "implications": records.Implication,
}


def evidence(book: Book, prover: Prover, used: Iterable[Used], program: str, rights: str = "") -> dict[str, Any]:
    """The whole evidence as JSON types, in the order of the records.

    `program` is the name and version of what wrote it, `rights` says who owns what.
    """
    out: dict[str, Any] = {"version": VERSION, "generator": program, "rights": rights}
    out["sources"] = [_source(key, source, prover) for key, source in book.sources.items()]
    out["passages"] = [_passage(book, prover.passage(ref)) for ref in book.passages]
    for name in _RECORDS:
        out[name] = [msgspec.to_builtins(record) for record in getattr(book, name).values()]
    out["ratings"] = [
        {"evidence": row.id, **msgspec.to_builtins(rating)} for row in book.evidence.values() for rating in row.ratings
    ]
    out["quotations"] = [{"page": q.page, "passage": q.passage, "exact": q.exact} for q in used]
    return out


def written(data: Mapping[str, Any]) -> bytes:
    """The bytes of a JSON file: UTF-8, indented, the same for the same data."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _source(key: str, source: Source, prover: Prover) -> dict[str, Any]:
    """A source without its text and without its passages, which have a list of their own."""
    fields = msgspec.to_builtins(source)
    for name in ("passages", "zones", "speech", "text"):
        fields.pop(name, None)
    seal, article = prover.seals.get(key), prover.articles.get(key)
    return {
        "key": key,
        "text_file": source.text.file,
        "sha256": source.text.sha256,
        "state": prover.state(key).value,
        "root": seal.root.hex() if seal else None,
        "paragraphs": [
            {"number": b.number, "first_line": b.first_line, "last_line": b.last_line}
            for b in (article.blocks if article else ())
        ],
        **fields,
    }


def _passage(book: Book, proof: Proof) -> dict[str, Any]:
    passage, span = book.passages[proof.ref], proof.span
    fields = msgspec.to_builtins(passage)
    return {
        **fields,
        "id": proof.ref,
        "source": proof.ref.partition("/")[0],
        "exact": passage.exact,
        "speaker": proof.speaker,
        "state": proof.state.value,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "paragraph": span.paragraph if span else None,
        "zone": span.zone if span else None,
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of `evidence.json`."""
    (refs, definitions) = msgspec.json.schema_components(_RECORDS.values(), ref_template="#/$defs/{name}")
    lists = {name: _array(ref) for name, ref in zip(_RECORDS, refs, strict=True)}
    whole, word = {"type": "integer", "minimum": 0}, {"type": "string"}
    maybe: dict[str, Any] = {"type": ["integer", "null"]}
    zone = {"type": ["string", "null"]}
    lines = _object(number=whole, first_line=whole, last_line=whole)
    named = {
        "sources": _object(key=word, text_file=word, paragraphs=_array(lines)),
        "passages": _object(
            id=word, source=word, exact=word, start=maybe, end=maybe, paragraph=maybe, zone=zone, speaker=word
        ),
        "ratings": _object(evidence=word, hypothesis=word, cell={"enum": ["CC", "C", "N", "I", "II"]}, because=word),
        "quotations": _object(page=word, passage=word, exact=word),
    }
    about = {"version": {"const": VERSION}, "generator": word, "rights": word}
    properties = {**about, **lists, **{n: _array(o) for n, o in named.items()}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evidence of a Sourcebook",
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": sorted(properties)}


def _array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def evidence_files(source: ExportInput) -> dict[str, bytes]:
    """`evidence.json` and its JSON Schema."""
    whole = evidence(source.book, source.prover, source.used(), f"sourcebook {__version__}", source.rights)
    return {"evidence.json": written(whole), "evidence.schema.json": written(schema())}


EVIDENCE = BookExport(
    name="evidence",
    purpose="every record, proof and quotation (`evidence.json`), and its JSON Schema",
    rank=10,
    files=evidence_files,
)
