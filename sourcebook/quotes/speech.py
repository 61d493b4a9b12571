"""Who speaks: the spans of an article that stand in quotation marks, and whose words they are (rule 5).

The marks are read as printed; where one is lost or doubled, the record overrules it with a reason. Without a ruling an
irregular span is a problem, because nobody could say where the speech ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sourcebook.problems import Kind, Problem
from sourcebook.quotes import normalise
from sourcebook.quotes.normalise import (
    DOUBLE_CLOSE,
    DOUBLE_OPEN,
    DOUBLE_STRAIGHT,
    SINGLE_CLOSE,
    SINGLE_OPEN,
    SINGLE_STRAIGHT,
)
from sourcebook.records import Speech

_MARK = re.compile(f"([{DOUBLE_OPEN}{DOUBLE_STRAIGHT}{DOUBLE_CLOSE}])|[{SINGLE_STRAIGHT}{SINGLE_OPEN}]")
"""What may open or close a span: a double mark, or a single one."""
_BEFORE_OPENING = " \t\n([" + normalise.HYPHENS + normalise.DASHES


@dataclass(frozen=True)
class Spoken:
    """A span of speech, its marks included: offsets [start, end) in the clean text of the whole page.

    `fault` says what is irregular about its marks; empty where nothing is.
    """

    start: int
    end: int
    fault: str = ""


def detect(text: str, start: int, end: int, continued: bool = False) -> list[Spoken]:
    """The spans of the paragraph that stands at [start, end) of the clean text, as its marks have them.

    `continued`: the next paragraph begins with an opening mark, as a speech of several paragraphs is set.
    """
    spans: list[Spoken] = []
    opened, closing = -1, start
    for found in _MARK.finditer(text, start, end):
        i = found.start()
        if found[1]:
            opened = _double(text, i, end, opened, spans)
        elif opened < 0 and _opens_single(text, i, start, end):
            closing = _closes_single(text, max(i + 1, closing), end)
            if closing < end and not (spans and spans[-1].end > i):
                spans.append(Spoken(i, closing + 1))
    if opened >= 0 and _has_word(text, opened + 1, end):
        spans.append(Spoken(opened, end, "" if continued else "it is never closed in its paragraph"))
    return _outermost(spans)


def _double(text: str, i: int, end: int, opened: int, spans: list[Spoken]) -> int:
    """Take one double mark; return where a span is open after it, or -1."""
    word_follows = i + 1 < end and text[i + 1].isalnum()
    if opened < 0:
        closing_shape = text[i] in DOUBLE_CLOSE
        return i if word_follows or not closing_shape else -1
    if text[i] in DOUBLE_OPEN and word_follows:
        spans.append(Spoken(opened, i, "another opens before it is closed"))
        return i
    spans.append(Spoken(opened, i + 1))
    return -1


def _opens_single(text: str, i: int, start: int, end: int) -> bool:
    before = text[i - 1] if i > start else " "
    return before in _BEFORE_OPENING and i + 1 < end and text[i + 1].isalnum()


def _closes_single(text: str, start: int, end: int) -> int:
    """The offset of the first mark from `start` on that closes a single span; `end` where none does.

    What closes depends on the mark alone, so a search goes on where the last one ended.
    """
    for j in range(start, end):
        closes = text[j] in SINGLE_CLOSE + SINGLE_STRAIGHT and not text[j - 1].isspace()
        if closes and (j + 1 >= end or not text[j + 1].isalnum()):
            return j
    return end


def _has_word(text: str, start: int, end: int) -> bool:
    return any(c.isalnum() for c in text[start:end])


def _outermost(spans: list[Spoken]) -> list[Spoken]:
    """Spans that lie in no other, in order: speech inside speech is its speaker's, who reports it."""
    out: list[Spoken] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not out or span.end > out[-1].end:
            out.append(span)
    return out


def rule(
    text: str, detected: Sequence[tuple[Spoken, int]], speech: Sequence[Speech]
) -> tuple[dict[int, Spoken], list[tuple[int, Problem]]]:
    """Lay the record's speech list over the detected spans.

    `detected` pairs each span with the end of its paragraph. Gives the spans by ordinal, void ones left out, and the
    problems, each with the index of the record it is about (-1: none).
    """
    problems: list[tuple[int, Problem]] = []
    ruled: dict[int, Spoken] = {}
    records: dict[int, Speech] = {}
    for index, record in enumerate(speech):
        if record.span in records:
            problems.append((index, Problem(Kind.BAD_SPEECH, f"span {record.span} is listed twice; keep one.")))
        elif record.span > len(detected):
            problems.append((index, Problem(Kind.BAD_SPEECH, _surplus(record.span, len(detected)))))
        records[record.span] = record
    indexes = {r.span: i for i, r in enumerate(speech)}
    for number, (span, paragraph_end) in enumerate(detected, start=1):
        found = records.get(number)
        if found is None:
            problems.append((-1, Problem(Kind.BAD_SPEECH, _missing(number, text, span))))
            ruled[number] = span
            continue
        if found.void:
            if not found.because:
                problems.append(
                    (indexes[number], Problem(Kind.BAD_SPEECH, f"span {number} is void: say why in `because`."))
                )
            continue
        ruled[number], fault = _overruled(text, span, paragraph_end, found)
        if fault:
            problems.append(
                (indexes[number], Problem(Kind.BAD_SPEECH, f"span {number} {_opening(text, span)}: {fault}"))
            )
    return ruled, problems


def _overruled(text: str, span: Spoken, paragraph_end: int, record: Speech) -> tuple[Spoken, str]:
    """A span with the record's ruling applied, and what is wrong with the ruling."""
    if not record.starts and not record.ends:
        if span.fault:
            return span, f"{span.fault}; say where it ends with `ends` (or `void`), and why in `because`."
        return span, ""
    if not record.because:
        return span, "a ruling needs a reason: say it in `because`."
    start, end = span.start, span.end
    line = normalise.canonical(text)
    if record.starts:
        start = line.find(normalise.canonical(normalise.clean(record.starts)), span.start, paragraph_end)
        if start < 0:
            return span, f"`starts` ({record.starts!r}) does not stand in its paragraph behind the mark."
    if record.ends:
        wanted = normalise.canonical(normalise.clean(record.ends))
        at = line.find(wanted, start, paragraph_end)
        if at < 0:
            return span, f"`ends` ({record.ends!r}) does not stand in its paragraph behind the mark."
        end = at + len(wanted)
    return replace(span, start=start, end=end, fault=""), ""


def _opening(text: str, span: Spoken) -> str:
    return "(“" + " ".join(text[span.start : span.end].strip("“”\"'‘’").split()[:3]) + " …”)"


def _missing(number: int, text: str, span: Spoken) -> str:
    return (
        f"span {number} {_opening(text, span)} stands in quotation marks, and `speech` does not say whose words it "
        f"holds; add `- span: {number}` with a `speaker` (an actor, `author` or `unnamed`)."
    )


def _surplus(number: int, count: int) -> str:
    return f"span {number} is listed, but the text has {count} pairs of quotation marks; count again."
