"""Read a page's metadata: title, author, date, publisher, language, from meta elements and JSON-LD.

Not here: what its text prints (`ingest/printed_facts.py`), and the words of the article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from sourcebook.analysis import language_tags
from sourcebook.ingest.page import Facts, one_line


def facts(tree: Any) -> Facts:
    """Read title, author, date, publisher and language; empty where the metadata does not give them."""
    meta = _meta(tree)
    data = next(iter(_articles(tree)), {})
    first = [meta.get(n, "") for n in ("og:title", "citation_title", "dc.title", "twitter:title")]
    title = next(
        filter(None, [*_headings(tree), _text(data.get("headline")), *first, _text_of(tree.find(".//title"))]), ""
    )
    issued, because = _issued(tree, meta, data)
    address = next((a for a in (_canonical(tree), meta.get("og:url", "")) if re.match(r"https?://\S+$", a)), "")
    return Facts(
        title=title,
        author=tuple(_authors(meta, data)),
        container_title=meta.get("og:site_name", "") or meta.get("citation_journal_title", ""),
        publisher=_text(data.get("publisher")) or meta.get("citation_publisher", "") or meta.get("dc.publisher", ""),
        issued=issued,
        issued_because=because,
        language=_language(tree),
        address=address,
    )


def _meta(tree: Any) -> dict[str, str]:
    """The meta elements by name, the first of each."""
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = one_line(element.get("content") or "")
        if name and value:
            out.setdefault(name, value)
    return out


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of the page that describe an article."""
    for script in tree.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):  # a number of too many digits is a ValueError
            continue
        items = data if isinstance(data, list) else [data]
        graphs = [i.get("@graph") for i in items if isinstance(i, dict) and isinstance(i.get("@graph"), list)]
        for item in [*items, *(x for graph in graphs for x in graph or ())]:
            kinds = item.get("@type") if isinstance(item, dict) else None
            if isinstance(item, dict) and any(
                str(k).endswith(("Article", "BlogPosting", "Report")) for k in _listed(kinds)
            ):
                yield item


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """A name in JSON-LD: a string, or an object with a name."""
    value = next(iter(_listed(value)), "")
    value = value.get("name", "") if isinstance(value, dict) else value
    return one_line(unescape(re.sub(r"<[^<>]*>", "", value))) if isinstance(value, str) and value.strip() else ""


def _text_of(element: Any) -> str:
    return one_line(element.text_content()) if element is not None else ""


def _headings(tree: Any) -> list[str]:
    """The page's `h1`, if exactly one is outside page furniture."""
    headings = [h for h in tree.iter("h1") if not any(a.tag in ("nav", "footer", "aside") for a in h.iterancestors())]
    inside = [h for h in headings if any(a.tag in ("article", "main") for a in h.iterancestors())]
    headings = inside or headings
    return [_text_of(headings[0])] if len(headings) == 1 else []


def _authors(meta: dict[str, str], data: dict[str, Any]) -> list[str]:
    """The authors that the page's metadata names; addresses are skipped."""
    names = [_text(item) for item in _listed(data.get("author"))]
    names = (
        names
        or [
            meta[n]
            for n in ("author", "citation_author", "dc.creator", "article:author", "parsely-author")
            if n in meta
        ][:1]
    )
    return list(dict.fromkeys(n for n in names if n and "://" not in n and not n.startswith("@")))


def _issued(tree: Any, meta: dict[str, str], data: dict[str, Any]) -> tuple[str, str]:
    """The date of publication in the page's metadata, and the field that gives it."""
    candidates = [("datePublished", _text(data.get("datePublished")))]
    names = (
        "article:published_time",
        "citation_publication_date",
        "dc.date",
        "dc.date.issued",
        "datepublished",
        "pubdate",
        "date",
    )
    candidates += [(n, meta.get(n, "")) for n in names]
    candidates += [
        ("time", t.get("datetime", ""))
        for t in tree.iter("time")
        if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"
    ]
    for name, value in candidates:
        digits = re.match(r"(\d{4})[-/](\d\d)[-/](\d\d)", value) or re.match(r"(\d{4})(\d\d)(\d\d)", value)
        if digits and "01" <= digits.group(2) <= "12" and "01" <= digits.group(3) <= "31":
            return "-".join(digits.groups()), f"The page's own metadata gives this date ({name})."
    return "", ""


def _canonical(tree: Any) -> str:
    return next(
        (str(link.get("href", "")) for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"), ""
    )


def _language(tree: Any) -> str:
    """The language that the page declares, with its script and without its region; empty where it is none."""
    name = (tree.get("lang") or "").strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) or language_tags.instead(name):
        return ""
    first, *others = language_tags.normal(name).split("-")
    return "-".join([first, *(part for part in others[:1] if len(part) == 4)])
