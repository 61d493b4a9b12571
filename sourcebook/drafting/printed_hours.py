"""The hours that a sentence prints, each with the date that it belongs to. Not here: dates (`printed_days.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sourcebook.drafting.reading import Sentence
from sourcebook.drafting.vocabulary import Lexicon
from sourcebook.model.records import Reading

DAY_BEFORE = "the day told before"
"""What an hour without a day says of its day."""
_REACH = 10
"""How far, in characters, a part of the day stands from its date."""


@dataclass(frozen=True)
class PrintedTime:
    """A day, an hour or both, at offsets [low, high) of the clean text. `told`: what the text prints instead of the
    fields that `reading` names."""

    low: int
    high: int
    date: str = ""
    time: str = ""
    zone: str = ""
    told: str = ""
    reading: tuple[Reading, ...] = ()


_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_HOUR = re.compile(
    rf"(?<![\d:.,$€£])(?:(?P<h>[01]?\d|2[0-4])[:.h](?P<m>[0-5]\d)(?!\d)\s?(?:{_HALF})?(?P<uhr>\s?uhr\b)?"
    r"|(?P<hh>[01]?\d|2[0-4])\s?(?:(?P<half2>[ap])\.?\s?m\b\.?|(?P<de>uhr)\b(?:\s(?P<dm>[0-5]\d)(?!\d))?"
    r"|(?P<fr>heures?)\b(?:\s(?P<fm>[0-5]\d)(?!\d))?|(?P<frh>h)\b|(?P<ru>час(?:ов|а)?)(?!\w)(?=\s+(?:утра|дня|вечера|ночи)))"
    r"|(?P<mil>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?(?:gmt|utc|hours|hrs|local)\b))",
    re.IGNORECASE,
)
_SPELLED = "one two three four five six seven eight nine ten eleven twelve".split()
_HOURS = dict(zip(_SPELLED, range(1, 13), strict=True))
_MINUTES = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_WORDED = re.compile(
    rf"\b(?:(?P<minutes>{'|'.join(reversed(_MINUTES))})\s(?P<way>past|to)\s)?(?P<word>{'|'.join(_SPELLED)})\b"
    r"(?P<clock>\so'?clock\b)?(?P<part>\s(?:in the (?:morning|afternoon|evening)|at night)\b)?",
    re.IGNORECASE,
)


def half_of_day(words: Lexicon, text: str, before: bool | None) -> bool | None:
    """True if a sentence is about the time after noon, by a word for it; `before`: what the one before it told."""
    told = {part != "morning" for word, part in words.parts_of_day if re.search(rf"\b{word}s?\b", text, re.IGNORECASE)}
    return told.pop() if len(told) == 1 else None if told else before


def with_hours(
    words: Lexicon, sentence: Sentence, days: Sequence[PrintedTime], before: str, late: bool | None = None
) -> Iterator[PrintedTime]:
    """The dates of a sentence, each hour with the date that it belongs to: the nearest, or else the day last told.

    `late`: whether hours on the clock of twelve are after noon, where that is known.
    """
    hours = list(_hours(words, sentence, days, late))
    taken: set[int] = set()
    for each in hours:
        near = min(days, key=lambda d: _distance(d, each), default=None)
        if near is not None and "/" in near.date:
            near = None
        if near is None:
            if before:
                yield replace(each, date=before, told=DAY_BEFORE, reading=("date",))
            else:
                yield each
            continue
        taken.add(near.low)
        low, high = min(near.low, each.low), max(near.high, each.high)
        yield replace(near, low=low, high=high, time=each.time, zone=each.zone)
    yield from (each for each in days if each.low not in taken)


def _distance(day: PrintedTime, hour: PrintedTime) -> int:
    """How far a date stands from an hour; one before it counts double, as `At 5 pm on 3 May` is how it is written."""
    return day.low - hour.high if day.low >= hour.high else 2 * (hour.low - day.high)


def _hours(words: Lexicon, sentence: Sentence, days: Sequence[PrintedTime], late: bool | None) -> Iterator[PrintedTime]:
    text = sentence.text
    found = [(m, _clock(m, text)) for m in _HOUR.finditer(text)] + [
        (m, _worded(m, text, late)) for m in _WORDED.finditer(text)
    ]
    inside = [(d.low - sentence.low, d.high - sentence.low) for d in days]
    for match, time in sorted(found, key=lambda each: each[0].start()):
        again = re.search(r"\d[^()]{0,30}\($", text[: match.start()])  # 4.52 a.m. (0152 GMT)
        if time and not again and not any(low <= match.start() < high for low, high in inside):
            zone = "UTC" if re.match(r"\s?(?:GMT|UTC)\b", text[match.end() :]) else ""
            yield PrintedTime(sentence.low + match.start(), sentence.low + match.end(), time=time, zone=zone)
    if any(time for _, time in found):
        return
    for word, part in words.parts_of_day:
        for match in re.finditer(rf"\b{re.escape(word)}\b", text, re.IGNORECASE):
            low, high = sentence.low + match.start(), sentence.low + match.end()
            beside = any(-1 <= min(abs(d.low - high), abs(low - d.high)) <= _REACH for d in days)
            at = re.search(r"\b(?:at|around|by|um|à|в)\s$", text[: match.start()], re.IGNORECASE)
            at = None if word == "night" else at  # what is done at night is done every night
            if beside or at:
                start = part == "midnight" and re.match(r",? (?:on|at) the (?:start|beginning)", text[match.end() :])
                yield PrintedTime(low, high, time="midnight-start" if start else part)


def _clock(match: re.Match[str], text: str) -> str:
    """The hour of a match on the 24-hour clock; empty where it is another number."""
    got = match.groupdict()
    if got["mil"]:
        return f"{got['mil'][:2]}:{got['mil'][2:]}"
    hour = int(got["h"] or got["hh"])
    minute = int(got["m"] or got["dm"] or got["fm"] or 0)
    half = (got["half"] or got["half2"] or "").lower()
    mark = match.group()[len(got["h"] or "")] if got["h"] else ""
    if mark == "." and not (
        half or got["uhr"] or re.match(r"\s?in the (?:morning|afternoon|evening)", text[match.end() :])
    ):
        return ""
    if got["frh"] and not re.search(r"(?:à|vers|dès)\s$", text[: match.start()]):
        return ""
    if got["fr"] and not re.search(r"(?:à|vers|dès|avant|après)\s$", text[: match.start()]):
        return ""
    if got["ru"] and re.match(r"\s+(?:дня|вечера)", text[match.end() :]) and hour < 12:
        hour += 12
    if re.match(r"\s?in the (?:afternoon|evening)", text[match.end() :]) and hour < 12:
        hour += 12
    if half:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 or not minute else ""


def _worded(match: re.Match[str], text: str, late: bool | None) -> str:
    """The hour of words on the 24-hour clock; empty where they are none, or nothing tells morning from evening."""
    part, minutes = (match["part"] or "").lower(), (match["minutes"] or "").lower()
    at = re.search(r"\b(?:at|by|before|after|until|till|around|about|from)\s(?:an?\s)?$", text[: match.start()])
    if not (match["clock"] or part or minutes in ("half", "quarter") or (minutes and at)):
        return ""
    late = part.split()[-1] != "morning" if part else late
    if late is None:
        return ""
    hour = _HOURS[match["word"].lower()] % 12
    step = _MINUTES.get(minutes, 0) * (-1 if (match["way"] or "").lower() == "to" else 1)
    total = (hour + 12 * late) * 60 + step
    return f"{total // 60 % 24:02d}:{total % 60:02d}"
