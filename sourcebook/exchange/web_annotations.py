"""Read annotations: Hypothesis (its API and its client's export) and W3C Web Annotation (JSON-LD).

Both mark words by a TextQuoteSelector. Replies join the comments of what they answer; page notes and deleted
annotations are told as such. Not here: what becomes of the words (`passages.py`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sourcebook.exchange.passages import Excerpt
from sourcebook.exchange.received import Format, Received, entries, kinds
from sourcebook.exports.data.annotations import URN

Json = Mapping[str, Any]
_SOURCE = f"{URN}source:"
_HTML = re.compile(r"</?[A-Za-z][^<>]*>")


def read(file: Received) -> list[Excerpt]:
    """The excerpts of a file, in its order."""
    return _hypothesis(entries(file.value)) if file.format is Format.HYPOTHESIS else _web_annotations(file.value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _objects(value: Any) -> Iterator[Json]:
    return (each for each in _listed(value) if isinstance(each, dict))


# -- Hypothesis -------------------------------------------------------------------------------------------------------


def _hypothesis(rows: Sequence[Json]) -> list[Excerpt]:
    """The annotations, each with the replies to it; a reply whose annotation is not in the file stands alone."""
    excerpts: dict[str, Excerpt] = {}
    replies: list[tuple[list[str], str]] = []
    for number, row in enumerate(rows):
        above = [str(each) for each in _listed(row.get("references"))]
        if above and any(str(other.get("id", "")) in above for other in rows):
            replies += [] if _deleted(row) else [(above, _text(row.get("text")))]
        else:
            excerpts[str(row.get("id", f"row {number}"))] = _of_hypothesis(row, reply=bool(above))
    for above, text in replies:
        name = next((each for each in above if each in excerpts), "")
        if name and text.strip():
            excerpts[name] = replace(excerpts[name], comments=(*excerpts[name].comments, text))
    return list(excerpts.values())


def _deleted(row: Json) -> bool:
    return row.get("deleted") is True or row.get("hidden") is True


def _of_hypothesis(row: Json, *, reply: bool) -> Excerpt:
    selectors = [s for target in _objects(row.get("target")) for s in _objects(target.get("selector"))]
    quote = next((s for s in selectors if s.get("type") == "TextQuoteSelector"), {})
    named = row.get("document")
    title = next(iter(_listed(named.get("title"))), "") if isinstance(named, dict) else ""
    aside = "" if quote else "It is a note on the whole page, and marks no words."
    aside = "It answers an annotation that the file lacks." if reply else aside
    aside = "It is deleted or hidden." if _deleted(row) else aside
    return Excerpt(
        exact=_text(quote.get("exact")),
        prefix=_text(quote.get("prefix")),
        suffix=_text(quote.get("suffix")),
        document=html.unescape(_text(title)),
        address=_text(row.get("uri")),
        tags=tuple(map(str, _listed(row.get("tags")))),
        comments=tuple(filter(str.strip, [_text(row.get("text"))])),
        aside=aside,
    )


# -- W3C Web Annotation -----------------------------------------------------------------------------------------------


def _web_annotations(value: Any) -> list[Excerpt]:
    """The annotations of a JSON-LD file: one, a list, a page, or a collection with its pages inside."""
    annotations = list(_annotations(value))
    own = {str(each.get("id", each.get("@id", ""))) for each in annotations} - {""}
    replies = [each for each in annotations if str(_target_id(each)) in own]
    comments: dict[str, list[str]] = {}
    for reply in replies:
        comments.setdefault(_target_id(reply), []).extend(_bodies(reply)[0])
    return [
        excerpt
        for each in annotations
        if each not in replies
        for excerpt in _of_web(each, comments.get(str(each.get("id", each.get("@id", ""))), ()))
    ]


def _annotations(value: Any) -> Iterator[Json]:
    for each in _objects(value):
        if "Annotation" in kinds(each):
            yield each
        else:
            for name in ("first", "next", "items", "@graph", "rows"):
                yield from _annotations(each.get(name))


def _target_id(annotation: Json) -> str:
    return _text(annotation.get("target"))


def _of_web(annotation: Json, replies: Iterable[str]) -> Iterator[Excerpt]:
    """An excerpt for each target of an annotation."""
    comments, tags = _bodies(annotation)
    for each in _listed(annotation.get("target")) or [{}]:
        target = each if isinstance(each, dict) else {"source": each}
        source = target.get("source", target.get("id", ""))
        about = source if isinstance(source, dict) else {"id": source}
        quote = next(_quotes(target.get("selector")), {})
        yield Excerpt(
            exact=_text(quote.get("exact")),
            prefix=_text(quote.get("prefix")),
            suffix=_text(quote.get("suffix")),
            document=_key(about) or _text(about.get("title", about.get("dc:title", about.get("name", "")))),
            address=_text(about.get("id", about.get("@id", ""))),
            tags=tuple(tags),
            comments=(*comments, *replies),
            id=_text(annotation.get("id")).rpartition("/")[2] if _key(about) else "",
            aside="" if quote else "It marks no words by a TextQuoteSelector.",
        )


def _key(about: Json) -> str:
    """The key of a source in the identifiers that `export annotations` writes."""
    name = _text(about.get("id"))
    return name.removeprefix(_SOURCE) if name.startswith(_SOURCE) else ""


def _quotes(selector: Any) -> Iterator[Json]:
    """The quote selectors of a target, wherever they stand: beside others, or refining them."""
    for each in _objects(selector):
        if "TextQuoteSelector" in kinds(each):
            yield each
        yield from _quotes(each.get("items"))
        yield from _quotes(each.get("refinedBy"))


def _bodies(annotation: Json) -> tuple[list[str], list[str]]:
    """The comments and the tags of an annotation."""
    comments: list[str] = []
    tags = [str(tag) for tag in _listed(annotation.get("tags"))]
    for body in [*_listed(annotation.get("body")), *_listed(annotation.get("bodyValue"))]:
        about = body if isinstance(body, dict) else {"value": body}
        value = _text(about.get("value", about.get("chars", about.get("label", ""))))
        if about.get("format") == "text/html":
            value = html.unescape(_HTML.sub(" ", value))
        stated = _listed(about.get("purpose", annotation.get("motivation")))
        purposes = {str(purpose).rpartition(":")[2] for purpose in stated}
        if "describing" in purposes:
            tags.append(f"plain: {value}")
        elif value.strip() and not value.startswith(("http://", "https://")):
            (tags if purposes & {"tagging", "classifying", "identifying"} else comments).append(value)
    return comments, tags
