"""`sourcebook export annotations`: the passages as W3C Web Annotations (JSON-LD), for any tool that marks words.

Each annotation holds the words of its passage, and of the article nothing else but the few words of a prefix or suffix
that its record has. `sourcebook import` reads the file back. Sources have no public address here; a URN names each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sourcebook.exports.data.book_exports import BookExport, ExportInput
from sourcebook.model.records import AUTHOR, Passage

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
URN = "urn:sourcebook:"
"""What the identifiers of sources and passages begin with: `urn:sourcebook:source:KEY`."""


def annotation_files(source: ExportInput) -> dict[str, bytes]:
    """`annotations.jsonld`: a collection of one page, with an annotation for each passage."""
    items = [_annotation(source, ref, passage) for ref, passage in source.book.passages.items()]
    page = {"id": f"{URN}passages:1", "type": "AnnotationPage", "startIndex": 0, "items": items}
    collection = {
        "@context": CONTEXT,
        "id": f"{URN}passages",
        "type": "AnnotationCollection",
        "label": source.title,
        **({"rights": source.rights} if source.rights else {}),
        "total": len(items),
        "first": page,
    }
    return {"annotations.jsonld": (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()}


def _annotation(source: ExportInput, ref: str, passage: Passage) -> dict[str, Any]:
    key = ref.partition("/")[0]
    quote = {"exact": passage.exact, "prefix": passage.prefix, "suffix": passage.suffix}
    bodies = list(_bodies(source, passage))
    return {
        "id": f"{URN}passage:{ref}",
        "type": "Annotation",
        "motivation": "commenting" if passage.note else "highlighting",
        **({"body": bodies} if bodies else {}),
        "target": {
            "source": {"id": f"{URN}source:{key}", "type": "Text", "title": source.book.sources[key].title},
            "selector": {"type": "TextQuoteSelector", **{name: value for name, value in quote.items() if value}},
        },
    }


def _bodies(source: ExportInput, passage: Passage) -> Iterator[dict[str, str]]:
    """What the record says of a passage: the note, the plain words, and as tags who speaks and who told it."""
    actors = source.book.actors
    told = [("speaker", passage.speaker if passage.speaker != AUTHOR else ""), ("via", passage.via)]
    tags = [f"{name}: {actors[who].name if who in actors else who}" for name, who in told if who]
    said = [("commenting", passage.note), ("describing", passage.plain), *(("tagging", tag) for tag in tags)]
    for purpose, value in said:
        if value:
            yield {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


ANNOTATIONS = BookExport(
    name="annotations",
    purpose="the passages as W3C Web Annotations (JSON-LD), each with its words and note",
    rank=50,
    files=annotation_files,
)
