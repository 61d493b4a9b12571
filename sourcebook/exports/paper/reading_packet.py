"""Build the reading packet as records: whole articles with numbered paragraphs, other text marked as such.

Here: from a laid article to the blocks of a page. Not here: which articles are at hand (`commands/build_packet.py`),
setting (`pdf.py`), and looks (`templates/packet.typ`). The packet is the one output that holds articles whole: it is
private.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from sourcebook.exports.paper.volume import Volume
from sourcebook.quotes.article import Article

FURNITURE = ""
"""The zone of what stands on the page and is not the article: advertisements, menus, teasers."""


@dataclass(frozen=True)
class Run:
    """Words in a row that belong to one zone."""

    text: str
    zone: str


@dataclass(frozen=True)
class PacketParagraph:
    """A paragraph of the article with its number, or a line of furniture, whose number is 0."""

    number: int
    zone: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Fact:
    """One fact about an article: a label and its value."""

    name: str
    words: str


@dataclass(frozen=True)
class PacketArticle:
    """One article of the packet. `digest` is the SHA-256 of its file, `root` that of its seal, if there is one."""

    key: str
    short: str
    title: str
    lang: str
    facts: tuple[Fact, ...]
    digest: str
    root: str
    blocks: tuple[PacketParagraph, ...]


@dataclass(frozen=True)
class Packet(Volume):
    """The data of the packet's template: a volume without pages of the book."""

    readings: tuple[PacketArticle, ...] = ()


def blocks(article: Article) -> tuple[PacketParagraph, ...]:
    """The paragraphs of the whole text, in its order: nothing is left out, and nothing is added."""
    paragraphs: list[PacketParagraph] = []
    at, last = 0, -1
    for number, line in enumerate(article.clean.split("\n")):
        block = _of_line(article, at, line)
        if block and block.number and number == last + 1 and paragraphs and paragraphs[-1].number == block.number:
            paragraphs[-1] = replace(paragraphs[-1], runs=_joined(paragraphs[-1].runs, block.runs))
        elif block:
            paragraphs.append(block)
        last = number if block and block.number else last
        at += len(line) + 1
    return tuple(paragraphs)


def _of_line(article: Article, at: int, line: str) -> PacketParagraph | None:
    """One line of the text, which begins at an offset; None where it is blank."""
    if not line.strip():
        return None
    first, end = bisect_left(article.starts, at), bisect_left(article.starts, at + len(line))
    if first == end:
        return PacketParagraph(0, FURNITURE, (Run(line.strip(), FURNITURE),))
    runs = [run for run in _runs(article, at, line, first, end) if run.text.strip()]
    whole = (*(runs[:-1]), replace(runs[-1], text=runs[-1].text.rstrip()))
    return PacketParagraph(article.paragraphs[first], article.zones[first], whole)


def _runs(article: Article, at: int, line: str, first: int, end: int) -> Iterator[Run]:
    """The tokens [first, end) of a line, zone by zone, and the furniture before, between and after them.

    White space goes with what stands before it.
    """
    borders = [i for i in range(first, end) if i == first or _parts(article, i)]
    done = at
    for start, stop in pairwise([*borders, end]):
        gap = article.clean[done : article.starts[start]]
        yield Run(gap, FURNITURE)
        done = article.ends[stop - 1]
        space = "" if stop == end else _space(article.clean, done)
        yield Run(article.clean[article.starts[start] : done] + space, article.zones[start])
        done += len(space)
    yield Run(article.clean[done : at + len(line)], FURNITURE)


def _parts(article: Article, token: int) -> bool:
    """True if another zone begins with a token, or furniture stands before it."""
    return article.broken[token] or article.zones[token] != article.zones[token - 1]


def _space(text: str, at: int) -> str:
    """The white space that begins at an offset."""
    rest = text[at:].split("\n", 1)[0]
    return rest[: len(rest) - len(rest.lstrip())]


def _joined(before: tuple[Run, ...], after: tuple[Run, ...]) -> tuple[Run, ...]:
    """The lines of one paragraph run on: one run where its zone does."""
    *head, last = before
    if last.zone == after[0].zone:
        return (*head, Run(f"{last.text} {after[0].text}", last.zone), *after[1:])
    return (*head, replace(last, text=f"{last.text} "), *after)
