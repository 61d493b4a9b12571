"""Find the blocks of a page that are the article: locate the element with its prose, and label the furniture in it.

Class and element names are only evidence: an element with half of a page's prose is never furniture. Length is measured
so that no script is at a disadvantage. trafilatura's result is used only for blocks outside the element. Not here: the
words of a block (`visible_blocks.py`), and labels from words alone (`ingest/propose.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sourcebook.ingest import superscripts
from sourcebook.ingest.page import NOISE, ExtractedBlock, Facts, one_line
from sourcebook.ingest.web import furniture
from sourcebook.ingest.web.visible_blocks import VisibleBlock
from sourcebook.quotes.normalise import Stream, tokens

_HEADINGS = frozenset("h2 h3 h4 h5 h6".split())
_FURNITURE = frozenset("aside footer form nav menu fieldset".split())
_ROLES = frozenset(
    "navigation complementary contentinfo dialog alertdialog search form menu banner toolbar doc-endnotes doc-footnote "
    "doc-bibliography".split()
)
_NAMES = re.compile(
    r"(?:^|-)(?:ads?|adv|advert\w*|advertorial|banners?|bread-?crumbs?|comments?|commentlist|disqus|respond|discussion|"
    r"kommentare?|commentaires?|comentarios?|cookies?|consent|gdpr|footer|menu|nav|navbar|navigation|newsletters?|"
    r"paywall|regwall|popular|pop-?up|modal|overlay|promos?|promoted|promotion|recommend\w*|recirc\w*|related|rel|"
    r"share|shares|sharing|share-?(?:bar|tools|buttons)|sidebar|side-?bar|social|sponsor\w*|subscri\w*|tags?|tag-?list|"
    r"teasers?|trending|widgets?|most-?(?:read|popular|viewed)|read-?(?:more|next|also)|more-?(?:stories|news|from|on)|"
    r"pull-?quotes?|outbrain|taboola|donat\w*|login|log-in|signup|sign-up|toolbar|skip-?links?|pagination|pager|"
    r"print-?only|buttons?|btn|rating|poll|quiz|app-?(?:banner|promo)|see-?also|navbox|catlinks|toc|authorbio|"
    r"foot-?notes?|end-?notes?|fn-?list|reflist|references|bibliography|fu(?:ß|ss)noten|einzelnachweise)(?:-|$)"
)
_DETAILS = re.compile(
    r"(?:^|-)(?:by-?line|authors?|dateline|date|time|timestamp|published|pub-?date|meta|kicker|section-?name|category|"
    r"categories|reading-?time|readtime|eyebrow|location-?stamp|credits?|copyright|posted-?on|entry-?meta)(?:-|$)"
)
_BIO = re.compile(
    r"(?:^|-)(?:author-?(?:box|bio|info|card|description|profile|note)|bio|about-?(?:the-)?author)(?:-|$)"
)
_STANDFIRST_NAMES = re.compile(
    r"(?:^|-)(?:standfirst|sub-?title|sub-?head(?:line)?|deck?|dek|lede|lead|excerpt|abstract|chapo|chapeau|teaser-?text|"
    r"intro|introduction|summary|entradilla|vorspann|sommario)(?:-|$)"
)
_CAPTION_NAMES = re.compile(r"(?:^|-)(?:\w{0,40}caption|photo-?credit|image-?credit|legend|bildunterschrift)(?:-|$)")
_CLOSED = re.compile(r"[.!?…。！？।॥؟۔։][\"'”’»“)\]」』\s]*$")
_PROSE = 8
_HALF = 0.5


class _Page:
    """The blocks of a page, with the weight of prose in each element."""

    def __init__(self, blocks: Sequence[VisibleBlock]) -> None:
        self.blocks = blocks
        self._named: dict[Any, bool] = {}
        weights = [self._weight(block) for block in blocks]
        sums = self._sums(weights, range(len(blocks)))
        total = sum(weights) or 1.0
        self._big = {element for element, held in sums.items() if held >= _HALF * total}
        self.outside = [any(self._is_furniture(e) for e in block.chain) for block in blocks]
        inner = [i for i, out in enumerate(self.outside) if not out]
        self.sums = self._sums(weights, inner)
        self.total = sum(weights[i] for i in inner)
        self.body = self._container() if self.total else None

    def _weight(self, block: VisibleBlock) -> float:
        """The weight of a block: prose counts, links and headings do not, open-ended lines little."""
        if block.linked > 0.5 or block.units < _PROSE or block.chain[-1].tag in _HEADINGS:
            return 0.0
        return min(block.units, 120.0) * (1.0 if _CLOSED.search(block.text) else 0.3)

    def _sums(self, weights: Sequence[float], indexes: Sequence[int]) -> Counter[Any]:
        sums: Counter[Any] = Counter()
        for i in indexes:
            if weights[i]:
                for element in self.blocks[i].chain:
                    sums[element] += weights[i]  # type: ignore[assignment]  # Counter holds fractions as well
        return sums

    def _is_furniture(self, element: Any) -> bool:
        if element in self._big:
            return False
        if element not in self._named:
            self._named[element] = (
                element.tag in _FURNITURE
                or element.get("role", "") in _ROLES
                or bool(_NAMES.search(names(element)))
                or (element.tag == "header" and not any(True for _ in element.iter("h1", "h2", "p")))
            )
        return self._named[element]

    def _container(self) -> Any:
        """The smallest element with most of the prose, inside the element that the page marks as its article."""
        best = self._marked_article()
        while True:
            inside = [(held, e) for e, held in self.sums.items() if e.getparent() is best]
            held, child = max(inside, key=lambda pair: pair[0], default=(0.0, None))
            if child is None or held < 0.85 * self.sums[best]:
                return best
            best = child

    def _marked_article(self) -> Any:
        """The element that the page marks as its article; otherwise the outermost element."""
        for share, matches in (
            (0.4, lambda e: "articlebody" in (e.get("itemprop") or "").lower()),
            (0.35, lambda e: e.tag == "article" or e.get("role") == "article"),
            (0.4, lambda e: e.tag == "main" or e.get("role") == "main"),
        ):
            held = [e for e, weight in self.sums.items() if matches(e) and weight >= share * self.total]
            if held:
                return held[0]  # the first in reading order: an endless page continues with other articles
        return self.blocks[0].chain[0]


def names(element: Any) -> str:
    """An element's classes and id in lower case, all parts separated by hyphens."""
    attributes = f"{element.get('class', '')} {element.get('id', '')} {element.get('data-component', '')}"[:400]
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", attributes).lower()
    return re.sub(r"[\s_:./-]+", "-", split)


def resolve_superscripts(blocks: Sequence[VisibleBlock]) -> tuple[list[VisibleBlock], tuple[str, ...]]:
    """Resolve superscripts in all blocks; returns the blocks that still have words, and the decisions to report."""
    resolved = superscripts.resolve([superscripts.typed(block.text) for block in blocks])
    with_words = [
        replace(block, text=line)
        for block, text in zip(blocks, resolved.texts, strict=True)
        if (line := one_line(text)) and any(map(str.isalnum, line))
    ]
    return with_words, resolved.report()


def hints_for(blocks: Sequence[VisibleBlock], body: str, facts: Facts) -> list[ExtractedBlock]:
    """Each block with the hint of the page's markup. `body`: the article as trafilatura extracts it."""
    if not blocks:
        return []
    page = _Page(blocks)
    title_tokens = tokens(facts.title)
    entitled = [i for i, b in enumerate(blocks) if not title_tokens or tokens(b.text) == title_tokens]
    headings = [i for i in entitled if "h1" in blocks[i].tags]
    title = next(iter(headings or [i for i in entitled if title_tokens and blocks[i].linked < 0.5]), -1)
    held = [i for i, b in enumerate(blocks) if page.body is not None and page.body in b.chain and not page.outside[i]]
    prose = [i for i in held if blocks[i].units >= _PROSE and blocks[i].linked <= 0.5]
    first, last = (prose[0], prose[-1]) if prose else (len(blocks), -1)
    start = title if 0 <= title < first else first
    lines = Stream([word for line in body.split("\n") for word in (*tokens(line), "")])
    hints = []
    for i, block in enumerate(blocks):
        if i == title:
            hints.append("title")
        elif page.body is not None and page.body in block.chain:
            hints.append(_inside(page, i))
        elif start < i < first and not page.outside[i]:
            hints.append(_before(block))
        elif start < i < last and not page.outside[i] and block.units >= _PROSE and lines.holds(tokens(block.text)):
            hints.append("body")
        else:
            hints.append(_outside(block, start <= i))
    _sections(blocks, hints, title)
    _under_a_rule(blocks, hints)
    _repeated(blocks, hints)
    return [ExtractedBlock(block.text, hint) for block, hint in zip(blocks, hints, strict=True)]


def _inside(page: _Page, i: int) -> str:
    """The hint for a block inside the article's element."""
    block = page.blocks[i]
    inner = block.chain[block.chain.index(page.body) + 1 :]
    called = [names(element) for element in inner]
    if (
        any(_CAPTION_NAMES.search(n) for n in called)
        or block.tags & {"figcaption", "figure"}
        or block.chain[-1].tag == "caption"
    ):
        return "caption"
    if any(_BIO.search(n) for n in called):
        return "author-note" if block.units >= _PROSE else NOISE
    if any(_STANDFIRST_NAMES.search(n) for n in called[-3:]) and not page.outside[i] and block.units >= 4:
        return "standfirst"
    attribution = {"footer", "blockquote"} <= block.tags  # of the block quotation above it
    if page.outside[i] and not attribution:
        return NOISE
    if furniture.WHOLE.match(block.text) or (block.units <= 40 and furniture.POINTER.match(block.text)):
        return NOISE
    if block.tags & _HEADINGS or "h1" in block.tags:
        return NOISE if block.linked > 0.7 and block.units > 3 else "heading"
    if block.linked > 0.7 and block.units < 60:
        return NOISE
    if any(_DETAILS.search(n) for n in called) and block.units <= 25:
        return ""
    return "body"


def _before(block: VisibleBlock) -> str:
    """The hint for a block between the title and the article's element: a standfirst, or a separated paragraph."""
    called = [names(element) for element in block.chain[-4:]]
    if block.tags & {"figcaption", "figure"} or any(_CAPTION_NAMES.search(n) for n in called):
        return "caption"
    if block.linked > 0.5 or furniture.WHOLE.match(block.text) or any(_DETAILS.search(n) for n in called):
        return ""
    if any(_STANDFIRST_NAMES.search(n) for n in called) or (block.tags & _HEADINGS and block.units >= _PROSE):
        return "standfirst"
    return "body" if block.units >= _PROSE and _CLOSED.search(block.text) else ""


def _outside(block: VisibleBlock, late: bool) -> str:
    """The hint for a block outside the article: noise, or empty where it may still be a byline or a note."""
    if block.tags & (_FURNITURE | {"header"}) or block.linked > 0.5 or not late:
        return NOISE
    return "" if block.units <= 60 else NOISE


def _sections(blocks: Sequence[VisibleBlock], hints: list[str], title: int) -> None:
    """Mark the sections of link lists and reader comments as noise, from their heading on.

    A section ends with the element around its heading, or at the next heading of the same rank.
    """
    until: Any = None
    rank = ""
    for i, block in enumerate(blocks):
        tag = next((e.tag for e in reversed(block.chain) if e.tag in _HEADINGS), "")
        if until is not None and (until not in block.chain or (tag and tag <= rank)):
            until = None
        if i != title and furniture.SECTION.match(block.text) and block.units <= 8:
            around = [e for e in block.chain if e.tag not in ("b", "strong", "span", "em", "a", "p") and e.tag != tag]
            until, rank = (around[-1] if around else block.chain[0]), tag or "h6"
            hints[i] = NOISE
        elif until is not None and i != title:
            hints[i] = NOISE


def _under_a_rule(blocks: Sequence[VisibleBlock], hints: list[str]) -> None:
    """Mark notes after the last rule of the article as noise: a numbered list, or numbered paragraphs."""
    inside = [i for i, hint in enumerate(hints) if hint in ("body", "heading")]
    rules = [
        n for n, i in enumerate(inside) if any(blocks[j].ruled for j in range(inside[n - 1] + 1 if n else 0, i + 1))
    ]
    if not rules or rules[-1] < 0.5 * len(inside):
        return
    under = inside[rules[-1] :]
    much = sum(blocks[i].units for i in under) > sum(blocks[i].units for i in inside) / 3
    if not much and all("ol" in blocks[i].tags or _NUMBERED.match(blocks[i].text) for i in under):
        for i in under:
            hints[i] = NOISE


_NUMBERED = re.compile(r"\W{0,2}(?:\[?\d{1,3}[\].)\s]|[¹²³⁴-⁹⁰]+|[*†‡§↑^])")
"""The beginning of a note: `1.`, `[1]`, `¹`, `*`."""


def _repeated(blocks: Sequence[VisibleBlock], hints: list[str]) -> None:
    """Mark pull quotes, which repeat words of a paragraph, and a repeated title as noise."""
    lines = [tokens(block.text) if hints[i] == "body" else () for i, block in enumerate(blocks)]
    stream = Stream([word for line in lines for word in (*line, "")])
    title = next((tokens(b.text) for b, hint in zip(blocks, hints, strict=True) if hint == "title"), ())
    for i, block in enumerate(blocks):
        if hints[i] != "body" or not 3 <= len(lines[i]) <= 60:
            continue
        if (title and lines[i] == title) or (
            block.tags & {"blockquote", "aside"} and sum(1 for _ in stream.find(lines[i])) > 1
        ):
            hints[i] = NOISE
