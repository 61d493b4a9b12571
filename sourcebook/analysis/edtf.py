"""Parse dates as the sources give them: a strict subset of EDTF (ISO 8601-2:2019, levels 0 and 1, and one-of sets).

Here: reading one date field, the days that it can mean, and how it is said in English. Not here: the clock and its
zones (`clock.py`), comparing what two sources say (`accounts.py`).

What is read, and nothing else:

    2022  2022-01  2022-01-05           a year, a month, a day
    2022-21 … 2022-24                   spring, summer, autumn, winter
    202X  20XX  2022-XX  2022-01-XX  2022-XX-XX     digits that nobody gives, from the right
    2022?  2022~  2022%                 uncertain, approximate, both: after the whole date
    2022-01-02/2022-01-05               an interval; `..` for an end that is open
    [2022-01-08,2022-01-09]             one of these, it is not known which

Years run from 0001 to 9999. What EDTF has besides (negative and exponential years, a qualifier inside a date, sets of
all members, an unknown end written as nothing) has no use here and is refused with the form to write instead.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
import re
from dataclasses import dataclass
from itertools import takewhile

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
# The northern, meteorological seasons. ISO 8601-2 leaves open where a season begins, so this is ours. A winter begins
# in the December of its year and ends in the next.
SEASON_START = {"21": 3, "22": 6, "23": 9, "24": 12}
OPEN = ".."

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?([?~%]?)", re.ASCII)


class DateError(ValueError):
    """Raised where a field is no date of the subset; the message says what to write."""


class Precision(enum.IntEnum):
    """The precision of a date. A larger value is finer."""

    CENTURY = 1
    DECADE = 2
    YEAR = 3
    SEASON = 4
    MONTH = 5
    DAY = 6


# How far "about" reaches to either side: one unit of what is given, in months; a day reaches to the next day.
_REACH = {
    Precision.CENTURY: 1200,
    Precision.DECADE: 120,
    Precision.YEAR: 12,
    Precision.SEASON: 3,
    Precision.MONTH: 1,
}


@dataclass(frozen=True)
class Date:
    """One date, as its digits are written: `year` of four, `month` and `day` of two or empty, X for an unknown digit.

    `qualifier` is `?` (uncertain), `~` (approximate), `%` (both) or empty.
    """

    year: str
    month: str = ""
    day: str = ""
    qualifier: str = ""

    def __str__(self) -> str:
        return "-".join(filter(None, (self.year, self.month, self.day))) + self.qualifier

    @property
    def uncertain(self) -> bool:
        """The source itself is not sure of the date."""
        return self.qualifier in ("?", "%")

    @property
    def approximate(self) -> bool:
        """The date is near this one."""
        return self.qualifier in ("~", "%")

    @property
    def precision(self) -> Precision:
        """The finest part whose digits are given."""
        if self.day.isdigit():
            return Precision.DAY
        if self.month.isdigit():
            return Precision.SEASON if self.month in SEASONS else Precision.MONTH
        return {0: Precision.YEAR, 1: Precision.DECADE, 2: Precision.CENTURY}[self.year.count("X")]

    @property
    def earliest(self) -> dt.date:
        """The first day that is meant; where the date is approximate, one unit of its precision before."""
        return self._reach(self._written[0], -1) if self.approximate else self._written[0]

    @property
    def latest(self) -> dt.date:
        """The last day that is meant; where the date is approximate, one unit of its precision after."""
        return self._reach(self._written[1], 1) if self.approximate else self._written[1]

    def _reach(self, day: dt.date, direction: int) -> dt.date:
        """The first (direction -1) or last (1) day of the unit before or after the one that begins or ends here."""
        if self.precision is Precision.DAY:
            return dt.date.fromordinal(min(max(day.toordinal() + direction, 1), dt.date.max.toordinal()))
        months = min(max(day.year * 12 + day.month - 1 + direction * _REACH[self.precision], 12), 9999 * 12 + 11)
        year, month = divmod(months, 12)
        return dt.date(year, month + 1, 1) if direction < 0 else _month_end(year, month + 1)

    @property
    def _written(self) -> tuple[dt.date, dt.date]:
        """The first and the last day, as if the date were not approximate."""
        precision = self.precision
        first_year, last_year = int(self.year.replace("X", "0")), int(self.year.replace("X", "9"))
        if precision <= Precision.YEAR:
            return dt.date(first_year, 1, 1), dt.date(last_year, 12, 31)
        if precision is Precision.SEASON:
            return _season(first_year, self.month)
        month = int(self.month)
        if precision is Precision.MONTH:
            return dt.date(first_year, month, 1), _month_end(first_year, month)
        day = dt.date(first_year, month, int(self.day))
        return day, day

    def english(self) -> str:
        """The date as the book says it: `5 January 2022`, `about 2019`, `January 2022`, `winter 2021`."""
        phrase = self._plain_english()
        if self.approximate:
            phrase = f"about {phrase}"
        return f"{phrase} (uncertain)" if self.uncertain else phrase

    def _plain_english(self) -> str:
        year = {0: self.year, 1: f"the {self.year[:3]}0s", 2: f"some year from {self.year[:2]}00 to {self.year[:2]}99"}[
            self.year.count("X")
        ]
        if not self.month:
            return year
        if self.month in SEASONS:
            return f"{SEASONS[self.month]} {year}"
        if self.month == "XX":
            return f"an unknown {'day' if self.day else 'month'} in {year}"
        month = f"{MONTHS[int(self.month) - 1]} {year}"
        if self.day == "XX":
            return f"an unknown day in {month}"
        return f"{int(self.day)} {month}" if self.day else month


class Form(enum.Enum):
    """The form of a date field."""

    DATE = "date"
    INTERVAL = "interval"
    ONE_OF = "one of"


@dataclass(frozen=True)
class Edtf:
    """A parsed date field: one date, the two ends of an interval (None: open), or the members of a set."""

    form: Form
    dates: tuple[Date | None, ...]

    def __str__(self) -> str:
        parts = [OPEN if date is None else str(date) for date in self.dates]
        if self.form is Form.ONE_OF:
            return f"[{','.join(parts)}]"
        return "/".join(parts)

    @property
    def known(self) -> tuple[Date, ...]:
        """The dates that are written, without open ends."""
        return tuple(date for date in self.dates if date is not None)

    @property
    def open_start(self) -> bool:
        return self.dates[0] is None

    @property
    def open_end(self) -> bool:
        return self.dates[-1] is None

    @property
    def spans(self) -> tuple[tuple[dt.date, dt.date], ...]:
        """The runs of days, first and last, that the field can mean: several for a set, otherwise one."""
        if self.form is Form.ONE_OF:
            return tuple((date.earliest, date.latest) for date in self.known)
        return ((self.earliest, self.latest),)

    @property
    def earliest(self) -> dt.date:
        """The first day that can be meant; an open start reaches back to the first day that Python has."""
        return dt.date.min if self.open_start else min(date.earliest for date in self.known)

    @property
    def latest(self) -> dt.date:
        """The last day that can be meant; an open end reaches to the last day that Python has."""
        return dt.date.max if self.open_end else max(date.latest for date in self.known)

    @property
    def precision(self) -> Precision:
        """The coarsest precision of what is written."""
        return min(date.precision for date in self.known)

    @property
    def uncertain(self) -> bool:
        return any(date.uncertain for date in self.known)

    @property
    def approximate(self) -> bool:
        return any(date.approximate for date in self.known)

    @property
    def is_one_day(self) -> bool:
        """True if the field names one day and no other."""
        return self.form is Form.DATE and self.precision is Precision.DAY and not self.approximate

    def meets(self, other: Edtf) -> bool:
        """True if some day fits both."""
        return any(a <= d and c <= b for a, b in self.spans for c, d in other.spans)

    def english(self) -> str:
        """The field as the book says it: `between 8 and 9 January 2022`, `8 or 9 January 2022`, `2022 or later`."""
        phrases = without_repeats(self.known)
        if self.form is Form.ONE_OF:
            return f"{', '.join(phrases[:-1])} or {phrases[-1]}"
        if self.open_end:
            return f"{phrases[0]} or later"
        if self.open_start:
            return f"{phrases[0]} or earlier"
        return f"between {phrases[0]} and {phrases[1]}" if self.form is Form.INTERVAL else phrases[0]


def parse(text: str) -> Edtf:
    """Read a date field. Raises DateError, whose message says what was found and what to write instead."""
    text = text.strip()
    if not text:
        raise DateError("The date is empty: write a date such as 2022-01-05, or leave the key out.")
    if text[0] in "[{":
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    return Edtf(Form.DATE, (_date(text),))


def _one_of(text: str) -> Edtf:
    if not (text.startswith("[") and text.endswith("]")):
        raise DateError(f"{text!r} is not a one-of set: write [2022-01-08,2022-01-09].")
    dates = tuple(_date(part.strip()) for part in text[1:-1].split(","))
    if len(dates) < 2:
        raise DateError(f"{text!r} has one member: a one-of set needs two or more, otherwise write the date alone.")
    keys = [(date.earliest, date.latest, str(date)) for date in dates]
    if keys != sorted(set(keys)):
        raise DateError(f"{text!r} is not in order: write each member once, the earliest first.")
    return Edtf(Form.ONE_OF, dates)


def _interval(text: str) -> Edtf:
    ends = [part.strip() for part in text.split("/")]
    if len(ends) != 2 or "" in ends or ends == [OPEN, OPEN]:
        raise DateError(f"{text!r} is not an interval: write 2022-01-02/2022-01-05, with .. for an end that is open.")
    start, end = (None if part == OPEN else _date(part) for part in ends)
    if start is not None and end is not None:
        if start == end:
            raise DateError(f"{text!r} begins and ends alike: write {start} alone.")
        if start.earliest > end.latest:
            raise DateError(f"{text!r} ends before it begins: write the earlier date first.")
    return Edtf(Form.INTERVAL, (start, end))


def _date(text: str) -> Date:
    match = _DATE.fullmatch(text)
    if match is None:
        raise DateError(f"{text!r} is not a date: write 2022, 2022-01, 2022-01-05, 202X or 2022-01~ (see the manual).")
    date = Date(*(part or "" for part in match.groups()))
    if "00" in date.year[:2] and date.year in ("0000", "000X", "00XX"):
        raise DateError(f"{text!r} holds the year 0, which this calendar does not have: years run from 0001 to 9999.")
    _check_month(date, text)
    _check_day(date, text)
    return date


def _check_month(date: Date, text: str) -> None:
    if date.month and "X" in date.year:
        raise DateError(f"{text!r} gives a month of an unknown year: write {date.year} alone.")
    if date.month.isdigit() and not (1 <= int(date.month) <= 12 or date.month in SEASONS):
        raise DateError(f"{text!r} has no such month: write 01 to 12, or 21 to 24 for spring to winter.")
    if date.year == "9999" and date.month == "24":
        raise DateError(f"{text!r} ends after the last year of this calendar.")


def _check_day(date: Date, text: str) -> None:
    if not date.day.isdigit():
        if date.day and date.month in SEASONS:
            raise DateError(f"{text!r} gives a day of a season: write {date.year}-{date.month} alone.")
        return
    if not date.month.isdigit() or date.month in SEASONS:
        raise DateError(f"{text!r} gives a day without its month: write {date.year}-XX-XX, or the whole date.")
    days = calendar.monthrange(int(date.year), int(date.month))[1]
    if not 1 <= int(date.day) <= days:
        raise DateError(f"{text!r} is not in the calendar: {MONTHS[int(date.month) - 1]} {date.year} has {days} days.")


def _season(year: int, season: str) -> tuple[dt.date, dt.date]:
    first = SEASON_START[season]
    year_of_last, last = (year, first + 2) if first + 2 <= 12 else (year + 1, first - 10)
    return dt.date(year, first, 1), _month_end(year_of_last, last)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def without_repeats(dates: tuple[Date, ...]) -> list[str]:
    """The dates in English; what the next one repeats at its end (month, year) is said once, where that reads well."""
    phrases = [date.english() for date in dates]
    plain = all(date.precision >= Precision.MONTH and not date.qualifier for date in dates)
    if not plain or len({date.precision for date in dates}) > 1:
        return phrases
    endings = zip(*(words.split()[:0:-1] for words in phrases), strict=False)  # backwards, but for the first word
    shared = len(list(takewhile(lambda words: len(set(words)) == 1, endings)))
    return [" ".join(words.split()[:-shared]) if shared else words for words in phrases[:-1]] + phrases[-1:]
