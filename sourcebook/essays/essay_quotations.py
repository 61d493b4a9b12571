"""Find what an essay quotes: words in the marks of any language, and paragraphs set as block quotations.

Here: where quotations begin and end. A quotation of fewer than four words is a term, and left alone. Not here: whose
words they are said to be (`claims.py`), and whether they are right (`judge.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sourcebook.essays.readers import EssayParagraph
from sourcebook.quotes import normalise
from sourcebook.quotes.prose_lint import FEWEST

_CLOSERS = {
    "“": "”“\"", "„": "“”\"", "‟": "”", '"': '"”“', "«": "»", "»": "«»", "‹": "›", "›": "‹›", "‘": "’'", "‚": "‘’'",
    "'": "'’", "”": "”", "「": "」", "『": "』", "＂": "＂", "❝": "❞", "〝": "〞〟",
}  # fmt: skip
"""Marks that open a quotation, each with those that may close it."""
_SINGLE = frozenset("'‘’‚")
_LONGEST_SINGLE = 3_000
"""Characters behind which a single mark is taken for an apostrophe."""
MARKS = re.compile(f"[{re.escape(''.join({*_CLOSERS, *''.join(_CLOSERS.values())}))}]")
_BEFORE = re.compile(r"[\s(\[{/—–―\-…:;,]")
_NO_OPENING = re.compile(r"\d\ds?\b|(?:tis|twas|em|til|cause|round|bout|n)\b", re.IGNORECASE)
"""What follows an apostrophe that stands for letters left out: '90s, 'tis."""
_TRAILING = re.compile(r"\s*(?:[(\[][^()\[\]]*[)\]][\s.]*|(?<![\w—–―-])[—–―-]{1,2}\s*[A-ZÀ-ÞА-Я(][^\n]{0,90})$")
"""The reference at the end of a block quotation, in brackets or behind a dash."""
SOURCES_LISTED = re.compile(
    r"\W*(?:\d+\.?\s*)?(?:works? cited|bibliograph\w+|references?|reference list|sources?(?: used| cited)?|"
    r"literatur\w*|quellen\w*|sources? citées?|ouvrages cités|références|список \w*\s*(?:литературы|источников)|"
    r"литература|источники|библиография)\W*",
    re.IGNORECASE,
)
"""The heading of a list of works, behind which nothing is quoted."""


@dataclass(frozen=True)
class EssayQuotation:
    """Words that an essay quotes: offsets [start, end) in its paragraph, marks included, and the words without them.

    `others`: the words, were another mark the closing one. `broken`: its closing mark is missing.
    """

    paragraph: int
    start: int
    end: int
    words: str
    block: bool = False
    broken: bool = False
    others: tuple[tuple[int, str], ...] = ()

    @property
    def counts(self) -> bool:
        """True if it has words enough to be judged."""
        return normalise.count_words(normalise.tokens(self.words)) >= FEWEST


def of_essay(paragraphs: Sequence[EssayParagraph]) -> list[list[EssayQuotation]]:
    """The quotations of each paragraph, short ones included; none behind the heading of a list of works."""
    out: list[list[EssayQuotation]] = []
    listed = listed_from(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        if index >= listed:
            out.append([])
        elif paragraph.block:
            out.append(_block(index, paragraph.text))
        else:
            after = paragraphs[index + 1].text.lstrip()[:1] if index + 1 < len(paragraphs) else ""
            out.append(list(in_marks(index, paragraph.text, continued=after != "" and after in _CLOSERS)))
    return out


def listed_from(paragraphs: Sequence[EssayParagraph]) -> int:
    """The index of the heading of the list of works; that behind the last paragraph where there is none."""
    headings = (i for i, p in enumerate(paragraphs) if i and len(p.text) < 60 and SOURCES_LISTED.fullmatch(p.text))
    return next(headings, len(paragraphs))


def _block(index: int, text: str) -> list[EssayQuotation]:
    """A block quotation: its words without the reference at its end, and without marks around the whole."""
    end = len(text.rstrip())
    trailing = _TRAILING.search(text)
    if trailing and trailing.start() > 0 and re.search(r"\d|[A-ZА-Я]", trailing[0]) and "…" not in trailing[0][:3]:
        end = trailing.start()
    start = len(text) - len(text.lstrip())
    words = text[start:end].strip()
    inner = list(in_marks(index, words))
    if inner and inner[0].start == 0 and inner[0].end >= len(words) - 1:
        words = inner[0].words
    elif inner and not inner[0].block and sum(q.end - q.start for q in inner if q.counts) > 0.6 * len(words):
        return [*in_marks(index, text)]
    return [EssayQuotation(index, start, end, words, block=True)]


def in_marks(index: int, text: str, continued: bool = False) -> Iterator[EssayQuotation]:
    """The outermost quotations of a paragraph. `continued`: the next paragraph goes on with an opening mark."""
    at = 0
    while match := MARKS.search(text, at):
        start = match.start()
        at = start + 1
        if not _opens(text, start):
            continue
        ends = list(_ends(text, start))
        if ends:
            end = ends[0]
            others = tuple((other + 1, text[start + 1 : other].strip()) for other in ends[1:3])
            yield EssayQuotation(index, start, end + 1, text[start + 1 : end].strip(), others=others)
            at = end + 1
        elif text[start] not in _SINGLE:
            yield EssayQuotation(index, start, len(text), text[start + 1 :].strip(), broken=not continued)
            return


def _opens(text: str, i: int) -> bool:
    """True if the mark at `i` can open a quotation: nothing but a space or an opening sign before it, words behind."""
    char, after = text[i], text[i + 1 : i + 2]
    if char not in _CLOSERS or not after or (after.isspace() and char not in "«„»"):
        return False
    before = text[i - 1] if i else " "
    free = _BEFORE.match(before) is not None or before in _CLOSERS
    if char in "'‘‚":
        return free and not _NO_OPENING.match(text, i + 1)
    if char in '"»”›＂':
        return free and not after.isspace() and after not in ",.;:!?)"
    return True


def _ends(text: str, start: int) -> Iterator[int]:
    """The offsets of the marks that may close the quotation begun at `start`, the likeliest first."""
    opener = text[start]
    closers, single, depth = _CLOSERS[opener], opener in _SINGLE, 0
    later: list[int] = []
    for match in MARKS.finditer(text, start + 1, start + (_LONGEST_SINGLE if single else len(text))):
        i, char = match.start(), match[0]
        if char == opener and opener not in closers:
            if later and text[i - 1].isspace():
                break  # another begins, so what seemed the apostrophe of a plural closed the first
            depth += 1
        elif char in closers and _closes(text, i, single, char == opener or char in "“»›"):
            if depth:
                depth -= 1
            elif single and text[i - 1] in "sx" and re.match(r"\s\w", text[i + 1 : i + 3]):
                later.append(i)  # perhaps the apostrophe of a plural: the workers' demands
            else:
                yield i
                yield from later
                return
        elif (single or opener == '"') and text[i - 1].isspace() and _opens(text, i) and single == (char in _SINGLE):
            break  # another begins: the first mark was none, or has been passed
    yield from later


def _closes(text: str, i: int, single: bool, either: bool) -> bool:
    """True if the mark at `i` can close: words before it, and no word that it touches behind."""
    before, after = text[i - 1], text[i + 1 : i + 2]
    if single and after.isalnum():
        return False
    if before.isspace():
        return (not either and text[i] in "»”") or (text[i] == "»")
    return not (either and before in "([—–" and after.isalnum())
