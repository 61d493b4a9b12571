"""A saved web page as paragraphs: every visible block in its order, each with what the markup says that it is.

The article is told from the furniture by comparing two readings: the whole page, and the body that trafilatura takes
out of it. What the page says of itself (title, author, date, publisher) is read from its metadata, and only there.
Nothing is fetched.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from lxml import etree

from sourcebook.commands import pagetree
from sourcebook.commands.extracting import NOISE, Block, Facts, Page, decoded, one_line
from sourcebook.problems import SourcebookError
from sourcebook.quotes.normalise import Stream, tokens

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset(
    "audio button canvas datalist embed head iframe input math noscript object option script select style svg template "
    "textarea title video".split()
)
_FURNITURE = frozenset("aside footer form nav".split())
_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
_FURNITURE_NAMES = re.compile(
    r"(?:^|[-_ ])(?:ads?|advert\w*|banner|breadcrumbs?|comments?|cookie\w*|footer|menu|nav\w*|newsletter|paywall|"
    r"popular|promo\w*|recommend\w*|related|share|sharing|sidebar|social|sponsor\w*|subscri\w*|tags|teasers?|trending|"
    r"widget)(?:$|[-_ ])",
    re.IGNORECASE,
)
_STANDFIRST_NAMES = re.compile(
    r"(?:^|[-_ ])(?:standfirst|sub-?title|sub-?head(?:line)?|deck?|lede|excerpt|abstract)(?:$|[-_ ])", re.IGNORECASE
)
_CAPTION_NAMES = re.compile(r"(?:^|[-_ ])(?:\w{0,40}caption|photo-?credit)(?:$|[-_ ])", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 400


@dataclass(frozen=True)
class _Found:
    """A block of the page: its words, the elements around it, their classes and ids, and whether it is only links."""

    text: str
    tags: frozenset[str]
    names: str
    linked: bool


def read(data: bytes, name: str, encoding: str = "") -> Page:
    """The paragraphs of a saved page; SourcebookError where it is no page, or trafilatura is not installed."""
    try:
        import trafilatura
    except ImportError:
        raise SourcebookError(
            "a saved page is read with trafilatura, which is not installed; install it with "
            "`pip install trafilatura`, or save the article as plain text."
        ) from None
    text = decoded(data, name, encoding or _declared(data))
    tree = pagetree.parse(text, name)
    try:
        found = list(_blocks(tree))
        # The tree as it is read here: the library's own way with text has room for a page that never ends.
        body = trafilatura.extract(copy.deepcopy(tree), include_comments=False, include_tables=True) or ""
    except (etree.LxmlError, ValueError, RecursionError):
        raise SourcebookError(f"{name} cannot be read as a page; save its text as plain text.") from None
    facts = _facts(tree)
    return Page("a saved web page", tuple(_hinted(found, body, facts)), facts, marked=bool(body.strip()))


def _declared(data: bytes) -> str:
    """The encoding that a page declares, where it is not UTF-8 anyway."""
    found = _CHARSET.search(data[:4096])
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        name = found.group(1).decode().lower() if found else ""
        return {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "utf-8": ""}.get(name, name)
    return ""


# -- the blocks of a page ---------------------------------------------------------------------------------------------


def _blocks(tree: Any) -> Iterator[_Found]:
    """Every visible block of a page that holds words, in reading order."""
    body = tree.find("body")
    text: list[str] = []
    linked = 0
    around: tuple[list[str], list[str]] = ([], [])
    for kind, value, elements in _walk(body if body is not None else tree):
        if kind == "text":
            if value.strip():
                around = [e.tag for e in elements], [f"{e.get('class', '')} {e.get('id', '')}" for e in elements]
                linked += len(value.strip()) if any(e.tag == "a" for e in elements) else 0
            text.append(value)
        elif line := one_line("".join(text)):
            yield _Found(line, frozenset(around[0]), " ".join(around[1]), linked > 0.7 * len(line))
            text, linked = [], 0
        else:
            text, linked = [], 0


def _walk(root: Any) -> Iterator[tuple[str, str, list[Any]]]:
    """A page as pieces of text, each with the elements around it, and the breaks between blocks."""
    inside: list[Any] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start":
            inside.append(element)
            seen = len(inside) <= _DEEPEST and not any(map(_unseen, inside[-1:])) and not _within_unseen(element)
            if element.tag in _BLOCKS:
                yield "break", "", inside
            if seen:
                yield "text", " " if element.tag == "br" else element.text or "", inside
            continue
        if event == "end":
            inside.pop()
            if element.tag in _BLOCKS:
                yield "break", "", inside
        if element is not root and not _within_unseen(element):
            yield "text", element.tail or "", inside
    yield "break", "", inside


def _unseen(element: Any) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style", "")))
    )


def _within_unseen(element: Any) -> bool:
    """Whether an element stands inside one that no reader sees."""
    return any(_unseen(outer) for outer in element.iterancestors())


def _hinted(found: list[_Found], body: str, facts: Facts) -> Iterator[Block]:
    """Each block with the zone that markup and body speak for; a title printed twice is a title once."""
    lines = [tokens(line) for line in body.split("\n")]
    whole = {line for line in lines if line}
    stream = Stream([word for line in lines for word in (*line, "")])
    titled = False
    for block in found:
        words = tokens(block.text)
        hint = _hint(block, words in whole or (len(words) >= 6 and stream.holds(words)), words == tokens(facts.title))
        if hint == "title":
            hint, titled = NOISE if titled else "title", True
        yield Block(block.text, hint)


def _hint(block: _Found, in_body: bool, is_title: bool) -> str:
    tags = block.tags
    if tags & {"nav", "form"} or (not in_body and tags & _FURNITURE):
        return NOISE
    if "h1" in tags or (is_title and tags & _HEADINGS):
        return "title"
    if tags & {"figcaption"} or _CAPTION_NAMES.search(block.names):
        return "caption"
    if _STANDFIRST_NAMES.search(block.names):
        return "standfirst"
    if tags & _FURNITURE or block.linked or _FURNITURE_NAMES.search(block.names):
        return NOISE if not in_body or block.linked or tags & {"aside", "footer"} else "body"
    if in_body:
        return "heading" if tags & _HEADINGS else "body"
    return ""


# -- what the page says of itself -------------------------------------------------------------------------------------


def _facts(tree: Any) -> Facts:
    """Title, author, date, publisher and language, each only where the page's metadata names it."""
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
    """The page's metadata by name, the first of each."""
    out: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        value = one_line(element.get("content") or "")
        if name and value:
            out.setdefault(name, value)
    return out


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """The page's own JSON-LD objects that describe an article."""
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
    """A name out of JSON-LD: a word, or an object that has one."""
    value = next(iter(_listed(value)), "")
    value = value.get("name", "") if isinstance(value, dict) else value
    return one_line(unescape(re.sub(r"<[^<>]*>", "", value))) if isinstance(value, str) and value.strip() else ""


def _text_of(element: Any) -> str:
    return one_line(element.text_content()) if element is not None else ""


def _headings(tree: Any) -> list[str]:
    """The page's first-rank heading, where it has just one that no furniture holds."""
    found = [h for h in tree.iter("h1") if not any(a.tag in ("nav", "footer", "aside") for a in h.iterancestors())]
    inside = [h for h in found if any(a.tag in ("article", "main") for a in h.iterancestors())]
    found = inside or found
    return [_text_of(found[0])] if len(found) == 1 else []


def _authors(meta: dict[str, str], data: dict[str, Any]) -> list[str]:
    """Who the page says wrote it. An address is no name."""
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
    """The day of publication that the page's metadata gives, and where."""
    named = [("datePublished", _text(data.get("datePublished")))]
    names = (
        "article:published_time",
        "citation_publication_date",
        "dc.date",
        "dc.date.issued",
        "datepublished",
        "pubdate",
        "date",
    )
    named += [(n, meta.get(n, "")) for n in names]
    named += [
        ("time", t.get("datetime", ""))
        for t in tree.iter("time")
        if t.get("pubdate") is not None or t.get("itemprop") == "datePublished"
    ]
    for name, value in named:
        found = re.match(r"(\d{4})[-/](\d\d)[-/](\d\d)", value) or re.match(r"(\d{4})(\d\d)(\d\d)", value)
        if found and "01" <= found.group(2) <= "12" and "01" <= found.group(3) <= "31":
            return "-".join(found.groups()), f"The page's own metadata gives this date ({name})."
    return "", ""


def _canonical(tree: Any) -> str:
    return next(
        (str(link.get("href", "")) for link in tree.iter("link") if link.get("rel", "").lower() == "canonical"), ""
    )


def _language(tree: Any) -> str:
    """The language that the page names, without the region or script that may follow it."""
    name = (tree.get("lang") or "").strip()
    return name.partition("-")[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) else ""
