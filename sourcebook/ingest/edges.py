"""Rules for the edges of an article: unlabelled bylines under its title; sources, notes and links after its end.

The rules see the texts and labels of paragraphs, and change a label only where position and form agree. Not here: the
forms of names and dates (`printed_facts.py`), and the words of page furniture (`ingest/web/furniture.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sourcebook.ingest.printed_facts import byline, is_date, prints_day, unlabelled
from sourcebook.ingest.web import furniture

_NEAR = 4
"""The most paragraphs between the title and an unlabelled byline."""
_STANDFIRST = 60
"""The most words of a standfirst."""
_LATE = 0.5
"""The share of an article after which notes may begin."""
_NOTE = re.compile(r"\W{0,2}(?:\[?\d{1,3}[\].)\s]|[⁰¹²³⁴-⁹]+|[*†‡§↑^])")
_WORK = re.compile(
    r"https?://|www\.|\bdoi\b|\bISBN\b|\b[Ii]bid\b|\bpp?\.\s?\d|\bop\. cit|\(\d{4}\)|"
    r"(?<!\d)(?:19|20)\d\d\W{0,2}$"
)
_MARKED_NOTE = re.compile(r"\[\d{1,3}\]\s|[¹²³⁴-⁹][⁰¹²³⁴-⁹]*\s?\S")
_CLOSED = re.compile(r"[.!?…。！？।؟۔][\"'”’»“)\]」』]*$")


def byline_without_label(texts: Sequence[str], labels: Sequence[str]) -> tuple[int, list[str]]:
    """Find the unlabelled byline: the index of its paragraph, and the names; -1 and no names where there is none.

    It follows the title, with only a date or a standfirst between, and contains the date or is adjacent to one of them.
    A word that the article also writes in lower case is not a name.
    """
    if "title" not in labels or any(byline(text) for text in texts):
        return -1, []
    title = labels.index("title")
    known = set(re.findall(r"(?<![\w’'])[^\W\d_]+", " ".join(texts)))
    own = {word.casefold() for word in re.findall(r"[^\W\d_]+", texts[title])}
    for i in range(title + 1, min(title + 1 + _NEAR, len(texts))):
        names = unlabelled(texts[i])
        words = [word for name in names for word in re.findall(r"[^\W\d_]+", name)]
        plain = any(word.lower() in known or word.casefold() in own for word in words if len(word) > 3)
        if names and not plain and (prints_day(texts[i]) or _touches(texts, labels, title, i)):
            return i, names
        if not is_date(texts[i]) and labels[i] != "standfirst" and not _is_short(texts[i]):
            break
    return -1, []


def _touches(texts: Sequence[str], labels: Sequence[str], title: int, i: int) -> bool:
    """True if the paragraph above or below is a date or a standfirst.

    Without markup, a standfirst is the one short paragraph between the title and the line.
    """
    beside = [j for j in (i - 1, i + 1) if title < j < len(texts)]
    if any(is_date(texts[j]) or labels[j] == "standfirst" for j in beside):
        return True
    return i == title + 2 and _is_short(texts[i - 1]) and i + 1 < len(texts) and bool(_CLOSED.search(texts[i + 1]))


def _is_short(text: str) -> bool:
    return len(text.split()) <= _STANDFIRST


def after_the_end(texts: Sequence[str], labels: Sequence[str], hints: Sequence[str]) -> set[int]:
    """The indexes of paragraphs that are sources, credits, notes or links to other articles."""
    inner = [i for i, name in enumerate(labels) if name in ("body", "heading", "caption")]
    if not inner:
        return set()
    words = [len(text) if labels[i] == "body" else 0 for i, text in enumerate(texts)]
    total = sum(words)
    late = next((i for i in range(len(texts)) if sum(words[: i + 1]) > _LATE * total), len(texts))
    out = {i for i in inner if furniture.is_pointer(texts[i]) or _is_source(texts, i)}
    out |= _noted(texts, hints, late)
    for i in reversed(inner):
        if i in out:
            continue
        if i <= late or not (_MARKED_NOTE.match(texts[i]) or furniture.is_credit(texts[i])):
            break
        out.add(i)
    return out


def _is_source(texts: Sequence[str], i: int) -> bool:
    """True if a line names the source of an article or a figure; a label that recurs is a speaker."""
    label_match = furniture.SOURCE.match(texts[i])
    if not label_match:
        return False
    label = label_match.group("label").casefold()
    others = filter(None, map(furniture.SOURCE.match, texts))
    same = sum(other["label"].casefold() == label for other in others)
    last = not any(_is_prose(t) for t in texts[i + 1 :])
    return same < 3 and len(texts[i].split()) <= (60 if last else 14)


def _is_prose(text: str) -> bool:
    """True if a paragraph is prose: sentences, and neither a note nor a source."""
    noted = _NOTE.match(text) or furniture.SOURCE.match(text) or furniture.is_credit(text)
    return len(text.split()) >= 8 and bool(_CLOSED.search(text)) and not noted


def _noted(texts: Sequence[str], hints: Sequence[str], late: int) -> set[int]:
    """The notes under a late heading for notes or sources, or under a rule."""
    for i, text in enumerate(texts):
        rule = not any(map(str.isalnum, text)) and bool(re.search(r"[-_–—*=]", text))
        if i <= late and not (rule and i >= late):
            continue
        if not rule and not furniture.NOTES.match(text):
            continue
        until = next((j for j in range(i + 1, len(texts)) if hints[j] == "heading"), len(texts))
        under = range(i + 1, until)
        notes = [bool(_NOTE.match(texts[j]) or _WORK.search(texts[j])) for j in under]
        short = [note or (not rule and len(texts[j].split()) <= 20) for j, note in zip(under, notes, strict=True)]
        if under and short[0] and sum(short) >= 0.5 * len(under):
            return {i, *(j for j, note in zip(under, short, strict=True) if note or short[-1])}
    return set()
