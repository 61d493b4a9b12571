"""Detect spans of speech by their quotation marks, and apply the record's rulings on them (rule 5).

The marks are read as printed; where one is lost or doubled, the record overrules it with a reason. Without a ruling an
irregular span is a problem, because nobody could say where the speech ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import Speech
from sourcebook.quotes import normalise
from sourcebook.quotes.normalise import (
    DOUBLE_CLOSE,
    DOUBLE_OPEN,
    DOUBLE_STRAIGHT,
    SINGLE_CLOSE,
    SINGLE_OPEN,
    SINGLE_STRAIGHT,
)

LOW_SINGLE = "‚"
_MARK = re.compile(
    f"([{DOUBLE_OPEN}{DOUBLE_STRAIGHT}{DOUBLE_CLOSE}])|[{SINGLE_STRAIGHT}{SINGLE_OPEN.replace(LOW_SINGLE, '')}]"
)
"""A mark that may open or close a span: a double or a single one."""
_BEFORE_OPENING = " \t\n([" + normalise.HYPHENS + normalise.DASHES
PAIRS = {
    "«": "»", "‹": "›", "「": "」", "『": "』", "｢": "｣", "﹁": "﹂", "﹃": "﹄", "〝": "〞〟", "〟": "〞〝",
    "»": "«»", "›": "‹›", LOW_SINGLE: "‘’'", "＂": "＂", "❝": "❞",
}  # fmt: skip
"""Marks that open a span, each with those that close it: what CLDR lists as delimiters beside the curly and straight.

`»` and `›` open where a word touches them (»German«, »Finnish»); elsewhere they close.
"""
TOUCHING = frozenset(("»", "›", LOW_SINGLE, "＂"))
"""Marks that open only where a word follows without a space: they also close, or stand for something else."""
_PAIRED = re.compile(f"[{''.join(PAIRS)}{''.join(PAIRS.values())}]")
OPENING = DOUBLE_OPEN + DOUBLE_STRAIGHT + "".join(PAIRS)
"""Marks with which a speech may begin, and a paragraph that goes on with one."""
DIALOGUE = frozenset(
    "be bg bs ca cs da el es et eu fi fr gl hr hu hy is it ka kk ky lt lv mk mn nb nn no pl pt ro ru sk sl sq sr sv tg "
    "tr tt uk uz az".split()
)
"""Languages that print speech behind a dash at the beginning of a paragraph (ISO 639)."""
_DASH = "[–—―]"
_SAID = re.compile(rf"(?<=[,!?….;:»”\"])\s+{_DASH}\s+|(?<=\s){_DASH}(?=\w)")
"""The dash at which the author takes over from a speaker: `…, — said he`, `… —dijo él`."""
_GOES_ON = re.compile(rf"(?<=[,.;:!?…])\s+{_DASH}\s+|(?<=\w){_DASH}(?=[\s.,;:!?…]|$)")
"""The dash at which the speaker goes on: `said he. — …`, `dijo él—. …`."""
_BEGINS = re.compile(rf"\s*(?:{_DASH}\s*|-\s+)(?=[^\W\d_]|[¿¡«“])")


@dataclass(frozen=True)
class Spoken:
    """A span of speech, its marks included: offsets [start, end) in the clean text of the whole page.

    `fault` says what is irregular about its marks; empty where nothing is.
    """

    start: int
    end: int
    fault: str = ""


def detect(text: str, start: int, end: int, continued: bool = False, language: str = "") -> list[Spoken]:
    """The spans of the paragraph that stands at [start, end) of the clean text, as its marks have them.

    `continued`: the next paragraph begins with an opening mark, as a speech of several paragraphs is set. `language`
    tells whether a dash at the beginning opens a speech.
    """
    spans = _pairs(text, start, end, continued)
    if language in DIALOGUE:
        spans += _dialogue(text, start, end)
    doubles: list[Spoken] = []
    opened, closing = -1, start
    for match in _MARK.finditer(text, start, end):
        i = match.start()
        if match[1]:
            if _within_word(text, i, start, end):
                continue
            opened = _double(text, i, end, opened, doubles)
        elif opened < 0 and _opens_single(text, i, start, end):
            closing = _closes_single(text, max(i + 1, closing), end)
            if closing < end and not (doubles and doubles[-1].end > i):
                doubles.append(Spoken(i, closing + 1))
    if opened >= 0 and _has_word(text, opened + 1, end):
        doubles.append(Spoken(opened, end, "" if continued else _UNCLOSED))
    return _outermost(spans + doubles)


_UNCLOSED = "it is never closed in its paragraph"


def _within_word(text: str, i: int, start: int, end: int) -> bool:
    """True if a double mark stands between two Hebrew letters, as in an abbreviation: no speech begins there."""
    return start < i < end - 1 and _is_hebrew(text[i - 1]) and _is_hebrew(text[i + 1])


def _is_hebrew(char: str) -> bool:
    return "\u05d0" <= char <= "\u05ea"


def _pairs(text: str, start: int, end: int, continued: bool) -> list[Spoken]:
    """The spans in paired marks, of which one opens and another closes: «…», »…«, ‹…›, 「…」, 『…』, ‚…‘."""
    spans: list[Spoken] = []
    opened: list[int] = []
    for match in _PAIRED.finditer(text, start, end):
        i, char = match.start(), match[0]
        if opened and char in PAIRS[text[opened[-1]]] and not (char in TOUCHING and _opens_here(text, i, end)):
            spans.append(Spoken(opened.pop(), i + 1))
        elif char in PAIRS and (char not in TOUCHING or _opens_here(text, i, end)):
            opened.append(i)
    if opened and _has_word(text, opened[0] + 1, end):
        first = opened[0]
        fault = "" if continued else _UNCLOSED
        if text[first] not in TOUCHING:  # those stand for other things too: an arrow, a comma set low
            spans.append(Spoken(first, end, fault))
    return spans


def _opens_here(text: str, i: int, end: int) -> bool:
    """True if a mark stands before a word and behind none, so that it opens."""
    behind = text[i - 1] if i else " "
    return i + 1 < end and text[i + 1].isalnum() and not behind.isalnum() and behind not in ".,!?…"


def _dialogue(text: str, start: int, end: int) -> list[Spoken]:
    """The spans of a paragraph that begins with a dialogue dash, without the author's words between them."""
    begin = _BEGINS.match(text, start, end)
    if not begin or text[start:end].rstrip().endswith(";"):  # an entry of a list
        return []
    spans: list[Spoken] = []
    at, low = start, begin.end()
    while True:
        out = _SAID.search(text, low, end)
        stop = out.start() if out else end
        if _has_word(text, low, stop):
            spans.append(Spoken(at, len(text[:stop].rstrip())))
        back = _GOES_ON.search(text, out.end(), end) if out else None
        if not back:
            return spans
        at, low = back.start(), back.end()


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
    """Apply the record's rulings to the detected spans.

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
            count = f"the text has {len(detected)} pairs of quotation marks; count again."
            problems.append((index, Problem(Kind.BAD_SPEECH, f"span {record.span} is listed, but {count}")))
        records[record.span] = record
    indexes = {r.span: i for i, r in enumerate(speech)}
    for number, (span, paragraph_end) in enumerate(detected, start=1):
        ruling = records.get(number)
        if ruling is None:
            problems.append((-1, Problem(Kind.BAD_SPEECH, _missing(number, text, span))))
            ruled[number] = span
            continue
        if ruling.void:
            if not ruling.because:
                problems.append(
                    (indexes[number], Problem(Kind.BAD_SPEECH, f"span {number} is void: say why in `because`."))
                )
            continue
        ruled[number], fault = _overruled(text, span, paragraph_end, ruling)
        if fault:
            problems.append(
                (indexes[number], Problem(Kind.BAD_SPEECH, f"span {number} {_opening(text, span)}: {fault}"))
            )
    return ruled, problems


def _overruled(text: str, span: Spoken, paragraph_end: int, record: Speech) -> tuple[Spoken, str]:
    """A span with the record's ruling applied, and the fault of the ruling (empty: none)."""
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
    return "(“" + " ".join(text[span.start : span.end].strip(_STRIPPED).split()[:3]) + " …”)"


_STRIPPED = "“”\"'‘’ " + "".join(PAIRS) + "—–―"


def _missing(number: int, text: str, span: Spoken) -> str:
    return (
        f"span {number} {_opening(text, span)} stands in quotation marks, and `speech` does not say whose words it "
        f"holds; add `- span: {number}` with a `speaker` (an actor, `author` or `unnamed`)."
    )
