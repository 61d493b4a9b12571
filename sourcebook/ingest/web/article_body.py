"""Which blocks of a page are the article: the element that holds its prose is found, and what is furniture in it named.

Names of classes and elements are evidence, never more: an element that holds half of a page's prose is no furniture,
whatever its name. Length is counted so that no script is at a disadvantage. What a library takes for the body
(trafilatura) is asked only about what stands outside. Not here: the words of a block (`visible_blocks.py`), and what
the words alone say (`ingest/propose.py`).
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
    """The blocks of a page weighed by the elements that hold them."""

    def __init__(self, found: Sequence[VisibleBlock]) -> None:
        self.found = found
        self._named: dict[Any, bool] = {}
        weights = [self._weight(block) for block in found]
        whole = self._sums(weights, range(len(found)))
        total = sum(weights) or 1.0
        self._big = {element for element, held in whole.items() if held >= _HALF * total}
        self.outside = [any(self._is_furniture(e) for e in block.chain) for block in found]
        inner = [i for i, out in enumerate(self.outside) if not out]
        self.sums = self._sums(weights, inner)
        self.total = sum(weights[i] for i in inner)
        self.body = self._container() if self.total else None

    def _weight(self, block: VisibleBlock) -> float:
        """How much a block speaks for the element around it: prose does, links and lines that end open do not."""
        if block.linked > 0.5 or block.units < _PROSE or block.chain[-1].tag in _HEADINGS:
            return 0.0
        return min(block.units, 120.0) * (1.0 if _CLOSED.search(block.text) else 0.3)

    def _sums(self, weights: Sequence[float], indexes: Sequence[int]) -> Counter[Any]:
        sums: Counter[Any] = Counter()
        for i in indexes:
            if weights[i]:
                for element in self.found[i].chain:
                    sums[element] += weights[i]  # type: ignore[assignment]  # a share of a block counts as one
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
        """The smallest element that holds most of the prose, looked for inside what the page calls its article."""
        best = self._called()
        while True:
            inside = [(held, e) for e, held in self.sums.items() if e.getparent() is best]
            held, child = max(inside, key=lambda pair: pair[0], default=(0.0, None))
            if child is None or held < 0.85 * self.sums[best]:
                return best
            best = child

    def _called(self) -> Any:
        for share, wanted in (
            (0.4, lambda e: "articlebody" in (e.get("itemprop") or "").lower()),
            (0.35, lambda e: e.tag == "article" or e.get("role") == "article"),
            (0.4, lambda e: e.tag == "main" or e.get("role") == "main"),
        ):
            held = [e for e, much in self.sums.items() if wanted(e) and much >= share * self.total]
            if held:
                return held[0]  # in reading order: a page that goes on with the next article begins with its own
        return self.found[0].chain[0]


def names(element: Any) -> str:
    """An element's classes and id in lower case, each part between hyphens, a name after the other."""
    found = f"{element.get('class', '')} {element.get('id', '')} {element.get('data-component', '')}"[:400]
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", found).lower()
    return re.sub(r"[\s_:./-]+", "-", split)


def settled(found: Sequence[VisibleBlock]) -> tuple[list[VisibleBlock], tuple[str, ...]]:
    """The blocks with raised and lowered figures as text, those left with words; and what was decided, to be told."""
    done = superscripts.resolve([superscripts.typed(block.text) for block in found])
    kept = [
        replace(block, text=line)
        for block, text in zip(found, done.texts, strict=True)
        if (line := one_line(text)) and any(map(str.isalnum, line))
    ]
    return kept, done.report()


def hinted(found: Sequence[VisibleBlock], body: str, facts: Facts) -> list[ExtractedBlock]:
    """Each block with the zone that the page speaks for. `body`: what a library takes for the article, in lines."""
    if not found:
        return []
    page = _Page(found)
    wanted = tokens(facts.title)
    title = next((i for i, b in enumerate(found) if "h1" in b.tags and (not wanted or tokens(b.text) == wanted)), -1)
    if title < 0:
        title = next((i for i, b in enumerate(found) if wanted and tokens(b.text) == wanted and b.linked < 0.5), -1)
    held = [i for i, b in enumerate(found) if page.body is not None and page.body in b.chain and not page.outside[i]]
    prose = [i for i in held if found[i].units >= _PROSE and found[i].linked <= 0.5]
    first, last = (prose[0], prose[-1]) if prose else (len(found), -1)
    start = title if 0 <= title < first else first
    lines = Stream([word for line in body.split("\n") for word in (*tokens(line), "")])
    hints = []
    for i, block in enumerate(found):
        if i == title:
            hints.append("title")
        elif page.body is not None and page.body in block.chain:
            hints.append(_inside(page, i))
        elif start < i < first and not page.outside[i]:
            hints.append(_before(block))
        elif start < i < last and not page.outside[i] and block.units >= _PROSE and lines.holds(tokens(block.text)):
            hints.append("body")
        else:
            hints.append(_apart(block, start <= i))
    _sections(found, hints, title)
    _under_a_rule(found, hints)
    _repeated(found, hints)
    return [ExtractedBlock(block.text, hint) for block, hint in zip(found, hints, strict=True)]


def _inside(page: _Page, i: int) -> str:
    """What a block inside the article's element is."""
    block = page.found[i]
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
    if page.outside[i] and not _is_said(block):
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


def _is_said(block: VisibleBlock) -> bool:
    """Whether a footer only names who is quoted in the block above it."""
    return "footer" in block.tags and "blockquote" in block.tags


def _before(block: VisibleBlock) -> str:
    """What a block between the title and the article's element is: a standfirst, or a paragraph that was set apart."""
    called = [names(element) for element in block.chain[-4:]]
    if block.tags & {"figcaption", "figure"} or any(_CAPTION_NAMES.search(n) for n in called):
        return "caption"
    if block.linked > 0.5 or furniture.WHOLE.match(block.text) or any(_DETAILS.search(n) for n in called):
        return ""
    if any(_STANDFIRST_NAMES.search(n) for n in called) or (block.tags & _HEADINGS and block.units >= _PROSE):
        return "standfirst"
    return "body" if block.units >= _PROSE and _CLOSED.search(block.text) else ""


def _apart(block: VisibleBlock, late: bool) -> str:
    """What a block outside the article is: noise, or what the words of a byline or a note may still show."""
    if block.tags & (_FURNITURE | {"header"}) or block.linked > 0.5 or not late:
        return NOISE
    return "" if block.units <= 60 else NOISE


def _sections(found: Sequence[VisibleBlock], hints: list[str], title: int) -> None:
    """A heading that opens the page's own lists or its readers' comments takes what follows it along.

    It reaches to the end of the element that the heading stands in, or to the next heading of the same rank.
    """
    until: Any = None
    rank = ""
    for i, block in enumerate(found):
        tag = next((e.tag for e in reversed(block.chain) if e.tag in _HEADINGS), "")
        if until is not None and (until not in block.chain or (tag and tag <= rank)):
            until = None
        if i != title and furniture.SECTION.match(block.text) and block.units <= 8:
            around = [e for e in block.chain if e.tag not in ("b", "strong", "span", "em", "a", "p") and e.tag != tag]
            until, rank = (around[-1] if around else block.chain[0]), tag or "h6"
            hints[i] = NOISE
        elif until is not None and i != title:
            hints[i] = NOISE


def _under_a_rule(found: Sequence[VisibleBlock], hints: list[str]) -> None:
    """Notes from the last rule across the article to its end: a numbered list, or paragraphs that numbers begin."""
    held = [i for i, hint in enumerate(hints) if hint in ("body", "heading")]
    rules = [n for n, i in enumerate(held) if any(found[j].ruled for j in range(held[n - 1] + 1 if n else 0, i + 1))]
    if not rules or rules[-1] < 0.5 * len(held):
        return
    under = held[rules[-1] :]
    much = sum(found[i].units for i in under) > sum(found[i].units for i in held) / 3
    if not much and all("ol" in found[i].tags or _NUMBERED.match(found[i].text) for i in under):
        for i in under:
            hints[i] = NOISE


_NUMBERED = re.compile(r"\W{0,2}(?:\[?\d{1,3}[\].)\s]|[¹²³⁴-⁹⁰]+|[*†‡§↑^])")
"""What begins as a note does: `1.`, `[1]`, `¹`, `*`."""


def _repeated(found: Sequence[VisibleBlock], hints: list[str]) -> None:
    """Words set large a second time, out of a paragraph of the article, are furniture; so is a title in the body."""
    lines = [tokens(block.text) if hints[i] == "body" else () for i, block in enumerate(found)]
    stream = Stream([word for line in lines for word in (*line, "")])
    title = next((tokens(b.text) for b, hint in zip(found, hints, strict=True) if hint == "title"), ())
    for i, block in enumerate(found):
        if hints[i] != "body" or not 3 <= len(lines[i]) <= 60:
            continue
        if (title and lines[i] == title) or (
            block.tags & {"blockquote", "aside"} and sum(1 for _ in stream.find(lines[i])) > 1
        ):
            hints[i] = NOISE
