"""The days that an article prints, each with its place and what EDTF makes of it.

Names of months and weekdays come from CLDR. A day that the text tells from the day of writing is worked out where that
day is known closely enough, and marked as a reading. Not here: which event a day belongs to (`happenings.py`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from sourcebook.analysis.edtf import DateError, parse
from sourcebook.drafting.printed_hours import DAY_BEFORE, PrintedTime, half_of_day, with_hours
from sourcebook.drafting.reading import DraftArticle, Sentence
from sourcebook.drafting.vocabulary import Lexicon, lexicon

_YEAR = r"(?:1[5-9]\d\d|20\d\d)"
_TURN = r"(?:st|nd|rd|th|er|ère|\.|-го|-е)?"
_OF = r"(?:\s+of|\s+de|\s+di)?\s+"
_DASH = r"\s?[-–—/]\s?"
_BEHIND_YEAR = r"(?![\d.,]?\d|\s?(?:%|per\s?cent|[a-z]+s\b(?<!was)(?<!has)(?<!years)))"


@dataclass(frozen=True)
class _Base:
    """The days between which an article was written; None: unknown, or open."""

    first: dt.date | None = None
    last: dt.date | None = None

    def close(self, days: int) -> dt.date | None:
        """The day of writing, where it is known to within some days."""
        if self.first and self.last and (self.last - self.first).days <= days:
            return self.last
        return None


# -- names of months and days ---------------------------------------------------------------------------


@cache
def months_and_days(language: str) -> tuple[dict[str, int], dict[str, int]]:
    """The numbers of months (from 1) and weekdays (Monday 0) by CLDR's names, in lower case."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    months: dict[str, int] = {}
    days: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context][width].items():
                months.setdefault(str(name).lower().rstrip("."), number)
            for number, name in locale.days[context]["wide"].items():
                days.setdefault(str(name).lower(), number)
    if language == "ru":  # в сентябре
        months |= {f"{k.rstrip('ьй')}е": v for k, v in months.items() if len(k) > 3 and k[-1] in "ьйт"}
    return {k: v for k, v in months.items() if len(k) > 2 and not k[0].isdigit()} | (
        {"sept": 9} if language == "en" else {}
    ), days


def _any(words: Sequence[str]) -> str:
    return "|".join(sorted((re.escape(w).replace(r"\ ", r"\s+") for w in words), key=len, reverse=True)) or r"(?!)"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """A pattern with one branch a form of date; the groups say which."""
    months, days = months_and_days(language)
    words = lexicon(language)
    m, y = rf"(?:{_any(tuple(months))})\.?(?!\w)", _YEAR
    forms = {
        "iso": r"\d{4}-\d\d-\d\d(?!\d)",
        "numeric": rf"\d{{1,2}}(?P<sep>[./])\d{{1,2}}(?P=sep){y}(?!\d)",
        "days": rf"(?P<d1>\d{{1,2}}){_TURN}(?:(?:{_DASH}|\s+(?:and|to|et|und|bis|и)\s+)(?P<d2>\d{{1,2}}){_TURN})?{_OF}"
        rf"(?P<dm>{m})(?:,?\s+(?P<dy>{y}){_BEHIND_YEAR})?",
        "month_day": rf"(?P<mm>{m})\s+(?P<md>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?(?:{_DASH}(?P<md2>\d{{1,2}})(?!\d))?"
        rf"(?:,?\s+(?P<my>{y}){_BEHIND_YEAR})?",
        "month": rf"(?P<om>{m})(?:,?\s+(?:of\s+|de\s+)?(?P<oy>{y}){_BEHIND_YEAR})?",
        "season": rf"(?P<sn>{_any([s for s, _ in words.seasons])})\s+(?:of\s+)?(?P<sy>{y})(?!\d)",
        "years": rf"(?P<y1>{y}){_DASH}(?P<y2>{y}|\d\d)(?!\d)",
        "decade": r"(?P<dec>(?:1[5-9]|20)\d)0'?s\b",
        "year": rf"{y}{_BEHIND_YEAR}",
        "weekday": rf"(?:(?P<wq>last|next)\s+)?(?P<wd>{_any(tuple(days))})(?!\w)",
        "relative": rf"(?:{_any([w for w, _, _ in words.relative])})(?!\w)",
        "ago": _ago(words),
        "same": rf"(?:{_any(words.same_day)})(?!\w)",
        "next": rf"(?:{_any(words.next_day)})(?!\w)",
    }
    return re.compile(
        "|".join(rf"(?P<{name}>(?<![\w$€£.,-])(?:{form}))" for name, form in forms.items()), re.IGNORECASE
    )


def _ago(words: Lexicon) -> str:
    """The pattern of a stretch before the day of writing."""
    units = _any([w for w, _ in words.units])
    forms = [
        re.escape(form).replace(r"\ ", r"\s+").replace("N", rf"(?P<an{i}>\d+|\w+)").replace("U", rf"(?P<au{i}>{units})")
        for i, form in enumerate(words.ago)
    ]
    return "|".join(forms) or r"(?!)"


# -- the day of writing ---------------------------------------------------------------------------------


def base_of(article: DraftArticle) -> _Base:
    """When an article was written: by its record, its dateline, or the latest whole date if no later year is told."""
    return _base(article.issued, article.article.clean, article.article.language)


@lru_cache(maxsize=256)
def _base(issued: str, text: str, language: str) -> _Base:
    if not issued:
        found = [_edtf(m) for m in _pattern(language).finditer(text)]
        latest = max((each for each in found if re.fullmatch(r"\d{4}-\d\d-\d\d", each)), default="")
        told_since = any(each[:4] > latest[:4] for each in found)
        issued = max(_lines_of_dates(language, text), default="" if told_since else latest)
    first, _, last = issued.partition("/")
    return _Base(_day(first, False), _day(last if last not in ("", "..") else first, True))


def _lines_of_dates(language: str, text: str) -> Iterator[str]:
    """The days and months that a dateline holds, or a line to themselves: `Published on 16 May 2019`."""
    for line in text.splitlines():
        for match in _pattern(language).finditer(line[:120]):
            date = _edtf(match)
            alone = len(line) < 50 and len(re.findall(r"[^\W\d]+", line[: match.start()] + line[match.end() :])) < 3
            if re.fullmatch(r"\d{4}-\d\d(?:-\d\d)?", date) and (alone or _heads(line, match.start())):
                yield date


def _day(text: str, last: bool) -> dt.date | None:
    try:
        span = parse(text.strip("~?%")) if text not in ("", "..") else None
    except DateError:
        return None
    if span is None:
        return None
    return span.latest if last else span.earliest


# -- finding --------------------------------------------------------------------------------------------


def printed_times(article: DraftArticle) -> Iterator[tuple[Sentence, PrintedTime]]:
    """Every day and hour of an article in reading order, with its sentence."""
    base, before, above, paragraph = base_of(article), "", 0, 0
    late: bool | None = None
    night = False
    for sentence in article.sentences:
        if sentence.zone not in ("body", "title", "standfirst", "heading"):
            continue
        if sentence.paragraph > above + 2:  # an hour or "that day" is of the day last told, and not of long ago
            before = ""
        days = list(_days(article, sentence, base, before))
        whole = [each for each in days if re.fullmatch(r"\d{4}-\d\d-\d\d", each.date)]
        late = half_of_day(article.words, sentence.text, late if sentence.paragraph == paragraph else None)
        following = (dt.date.fromisoformat(before) + dt.timedelta(1)).isoformat() if before and night else ""
        for each in with_hours(article.words, sentence, _joined(article.words, sentence, days), before, late):
            after = following and each.told == DAY_BEFORE and each.time < "06:00"  # left at 22:30; at 3 it crashed
            yield sentence, replace(each, date=following) if after else each
            late = each.time >= "12" if ":" in each.time else late
            night = each.time >= "18:00" if ":" in each.time else night
        paragraph = sentence.paragraph
        if whole:
            acted = [each for each in whole if not _is_of_saying(article.words, sentence, each)]
            before, above = (acted or whole)[-1].date, sentence.paragraph


def _is_of_saying(words: Lexicon, sentence: Sentence, day: PrintedTime) -> bool:
    """True if a day is that on which something was said: `officials said on Saturday`."""
    lead = sentence.text[: day.low - sentence.low].lower().split()[-3:]
    return bool(words.saying & set(lead))


def _days(article: DraftArticle, sentence: Sentence, base: _Base, before: str) -> Iterator[PrintedTime]:
    """The dates of a sentence, before two are made one stretch."""
    text, words = sentence.text, article.words
    for match in _pattern(article.article.language).finditer(text):
        low, high = sentence.low + match.start(), sentence.low + match.end()
        if match.group().endswith("."):
            high -= 1
        found = PrintedTime(low, high)
        if _heads(text, match.start()):
            continue
        if _is_name(match, text, words):
            continue
        date = _edtf(match)
        if date:
            yield replace(found, date=date)
            continue
        date = _worked_out(match, base, before, words, text)
        if date:
            yield replace(found, date=date, told=match.group(), reading=("date",) if _is_reading(match) else ())


def _is_name(match: re.Match[str], text: str, words: Lexicon) -> bool:
    """True if a month's or weekday's name is another word here: `may`, `march`, part of a name (`Bloody Sunday`)."""
    name = match["om"] or match["mm"] or match["wd"] or ""
    if name and words.language in ("en", "de") and not name[0].isupper():
        return True
    if _OF_ITS_OWN["wd" if match["wd"] else "relative"].search(text[: match.start()]) and (
        match["wd"] or match["relative"]
    ):
        return True
    alone = (match["om"] and not match["oy"]) or match["wd"]
    if not alone or match["wq"]:
        return False
    before = re.search(r"([A-ZÀ-Þ][\w'-]*)\s$", text[: match.start()])
    part = (
        before is not None
        and before[1].lower() not in words.where | words.until | words.since | words.begin | words.early
    )
    return bool(part or (match["om"] and match.start() == 0))


_OF_ITS_OWN = {
    "wd": re.compile(r"\bon the $", re.IGNORECASE),
    "relative": re.compile(r"\b(?:the|my|his|her|its|our|their) $", re.IGNORECASE),
}
"""What stands before a day that is not told from the day of writing: `on the Sunday`, `on my last night`."""


def _heads(text: str, at: int) -> bool:
    """True for the date of a dateline: `HARWICK, 14 March 2031 (Agency) -`."""
    head = re.match(
        r"[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .,'-]{2,40}[^a-z]{0,4}[^–—]{0,60}?\s[-–—]+\s|[A-ZÀ-ÞА-Я][^.;:!?–—]{2,70}\)\s[-–—]+\s",
        text,
    )
    return bool(head and at < head.end())


def _is_reading(match: re.Match[str]) -> bool:
    """True if the editor works a date out: a year that is left out is read from the day of writing as all do."""
    return not (match["dm"] or match["mm"] or match["om"])


def _month(name: str, language: str = "") -> int:
    for tag in (language, "en", "fr", "de", "ru"):
        number = months_and_days(tag)[0].get(name.lower().rstrip(".")) if tag else None
        if number:
            return number
    return 0


def _edtf(match: re.Match[str]) -> str:
    """The date of a match that says all of itself; empty where a year is left out."""
    got = match.groupdict()
    if got["iso"]:
        return _valid(got["iso"])
    if got["numeric"]:
        one, two, year = re.split(r"[./]", got["numeric"])
        read = {_valid(f"{year}-{int(m):02d}-{int(d):02d}") for d, m in ((one, two), (two, one))} - {""}
        dotted = _valid(f"{year}-{int(two):02d}-{int(one):02d}") if "." in got["numeric"] else ""
        return dotted or (read.pop() if len(read) == 1 else "")
    if got["dm"] and got["dy"]:
        return _stretch(f"{got['dy']}-{_month(got['dm']):02d}", got["d1"], got["d2"])
    if got["mm"] and got["my"]:
        return _stretch(f"{got['my']}-{_month(got['mm']):02d}", got["md"], got["md2"])
    if got["om"] and got["oy"]:
        return _valid(f"{got['oy']}-{_month(got['om']):02d}")
    if got["season"]:
        return f"{got['sy']}-{_season(got['sn'])}"
    if got["years"]:
        second = got["y2"] if len(got["y2"]) == 4 else got["y1"][:2] + got["y2"]
        return f"{got['y1']}/{second}" if int(second) > int(got["y1"]) else ""
    if got["decade"]:
        return f"{got['dec']}X"
    return got["year"] or ""


def _season(name: str) -> int:
    return next(n for tag in ("en", "fr", "de", "ru") for s, n in lexicon(tag).seasons if s == name.lower())


def _stretch(month: str, first: str, last: str | None) -> str:
    one = _valid(f"{month}-{int(first):02d}")
    two = _valid(f"{month}-{int(last):02d}") if last else ""
    return f"{one}/{two}" if one and two and two > one else one


def _valid(date: str) -> str:
    try:
        parse(date)
    except DateError:
        return ""
    return date


def _worked_out(match: re.Match[str], base: _Base, before: str, words: Lexicon, text: str) -> str:
    """The date of a match that leaves something out, from the day of writing or the day last told."""
    got = match.groupdict()
    if got["dm"] or got["mm"] or got["om"]:
        month = _month(got["dm"] or got["mm"] or got["om"], words.language)
        ahead = bool(words.modal & {w.lower() for w in re.findall(r"\w+", text)})
        year = _nearest_year(month, int(got["d1"] or got["md"] or 1), base, 183 if ahead else 60)
        if not year:
            return ""
        if got["om"]:
            return f"{year}-{month:02d}"
        return _stretch(f"{year}-{month:02d}", got["d1"] or got["md"], got["d2"] or got["md2"])
    if got["weekday"]:
        return _weekday(match, base.close(3), words, text)
    if got["same"]:
        return before
    if got["next"]:
        return (dt.date.fromisoformat(before) + dt.timedelta(1)).isoformat() if before else ""
    if got["ago"]:
        return _long_ago(got, base, words)
    unit, steps = next(((u, n) for w, u, n in words.relative if w == " ".join(match.group().lower().split())), ("", 0))
    return _stepped(unit, steps, base) if unit else ""


def _nearest_year(month: int, day: int, base: _Base, ahead: int) -> int:
    """The year in which a month last came before the day of writing, or comes within some days of it."""
    if base.last is None:
        return 0
    for year in (base.last.year + 1, base.last.year, base.last.year - 1):
        if 1 <= month <= 12 and dt.date(year, month, min(max(day, 1), 28)) <= base.last + dt.timedelta(ahead):
            return year
    return 0


def _weekday(match: re.Match[str], base: dt.date | None, words: Lexicon, text: str) -> str:
    """The day that a weekday's name means beside the day of writing: the last one, or the next where it is to come."""
    name, which, at = match["wd"], match["wq"] or "", match.start()
    number = months_and_days(words.language)[1].get(name.lower())
    if base is None or number is None:
        return ""
    clause = re.split(rf"[,;]|\b(?:{_any(tuple(words.since))})\b", text[:at])[-1].lower().split()
    ahead = which.lower() == "next" or (not which and bool(words.ahead & set(clause)))
    step = (number - base.weekday()) % 7 or 7 if ahead else -((base.weekday() - number) % 7)
    return (base + dt.timedelta(step or (-7 if which.lower() == "last" else 0))).isoformat()


def _long_ago(got: dict[str, str | None], base: _Base, words: Lexicon) -> str:
    i = next(i for i in range(len(words.ago)) if got[f"an{i}"])
    unit = dict(words.units).get((got[f"au{i}"] or "").lower(), "")
    number = _number(got[f"an{i}"] or "", words.language)
    return _stepped(unit, -number, base) if number and unit in ("day", "week", "month", "year") else ""


def _number(word: str, language: str) -> int:
    from text_to_num import text2num

    if word.isdigit():
        return int(word) if len(word) < 4 else 0
    if word.lower() in ("a", "an", "one", "un", "une", "einem", "einer"):
        return 1
    try:
        return int(text2num(word.lower(), language))
    except ValueError:
        return 0


def _stepped(unit: str, steps: int, base: _Base) -> str:
    """The day, week, month or year so many steps from the day of writing; empty where that is not known closely."""
    if unit in ("day", "week"):
        day = base.close(1)
        if day is None:
            return ""
        if unit == "day":
            return (day + dt.timedelta(steps)).isoformat()
        monday = day - dt.timedelta(day.weekday()) + dt.timedelta(7 * steps)
        return f"{monday.isoformat()}/{(monday + dt.timedelta(6)).isoformat()}"
    if not base.first or not base.last:
        return ""
    if unit == "month":
        months = {_month_after(each, steps) for each in (base.first, base.last)}
        return months.pop() if len(months) == 1 else ""
    years = {base.first.year + steps, base.last.year + steps}
    return str(years.pop()) if len(years) == 1 else ""


def _month_after(day: dt.date, steps: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 + steps, 12)
    return f"{year:04d}-{month + 1:02d}"


# -- stretches ------------------------------------------------------------------------------------------


def _joined(words: Lexicon, sentence: Sentence, days: Sequence[PrintedTime]) -> list[PrintedTime]:
    """The dates of a sentence, two that bound a stretch made one, and one behind "since" or "until" left open."""
    out: list[PrintedTime] = []
    for each in days:
        lead = sentence.text[: each.low - sentence.low].split()
        word = lead[-1].lower() if lead else ""
        gap = sentence.text[out[-1].high - sentence.low : each.low - sentence.low].strip().lower() if out else " "
        first = sentence.text[: out[-1].low - sentence.low].split() if out else []
        opened = bool(first) and first[-1].lower() in words.begin
        bounds = gap in ("to", "until", "till", "bis", "à", "au", "-", "–", "—", "по") or (
            opened and gap in ("and", "und", "et")
        )
        if out and bounds and "/" not in out[-1].date + each.date:
            out[-1] = replace(out[-1], high=each.high, date=f"{out[-1].date}/{each.date}")
        elif word in words.since and word != "after" and "/" not in each.date and not _is_first(lead):
            out.append(replace(each, date=f"{each.date}/.."))
        elif word in words.until and word not in ("before", "by", "before") and "/" not in each.date:
            out.append(replace(each, date=f"../{each.date}"))
        else:
            out.append(each)
    return [each for each in out if _valid(each.date)]


def _is_first(lead: Sequence[str]) -> bool:
    """True for `the worst since 2024`, which is of that year and not of the time since then."""
    return any(word.lower() in ("first", "last", "worst") or word.lower().endswith("est") for word in lead[-6:-1])


def date_spans(article: DraftArticle, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The offsets of all that has the form of a date, also where it dates nothing."""
    for match in _pattern(article.article.language).finditer(sentence.text):
        if any(c.isdigit() for c in match.group()):
            yield sentence.low + match.start(), sentence.low + match.end()
