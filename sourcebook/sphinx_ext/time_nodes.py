"""Dates and hours as nodes: the words of the book, and beside them the same for machines where HTML has a form for it.

Here: from a date field, or a date with an hour, to pieces of text and `sb_time`. Not here: reading the fields, and the
words themselves (`analysis/edtf.py`, `analysis/clock.py`).

HTML knows a year, a month, a day and a minute. What is about, uncertain, a season or has a digit that nobody gives
stays words; an interval and a choice are two or more times with words between them.
"""

from __future__ import annotations

from docutils import nodes

from sourcebook.analysis.clock import Stamp
from sourcebook.analysis.edtf import Date, Edtf, Precision, without_repeats
from sourcebook.sphinx_ext.nodes import sb_time

EXACT = (Precision.YEAR, Precision.MONTH, Precision.DAY)


def machine(date: Date) -> str:
    """A date for the attribute `datetime`; nothing where HTML has no form for it."""
    if date.qualifier or "X" in str(date) or date.precision not in EXACT:
        return ""
    return str(date)


def stamp(when: Stamp) -> list[nodes.Node]:
    """A date with its hour and zone, as `Stamp.english` says it."""
    if when.clock is None:
        return date(when.date)
    said = when.english()
    day = machine(when.date.known[0])
    if when.clock.exact and when.date.is_one_day and day and when.clock.text != "24:00":
        words, _, note = said.partition(" (")
        return [_time(words, f"{day}T{when.clock.text}"), *_text(f" ({note}" if note else "")]
    first = when.date.english()
    return [*date(when.date), *_text(said.removeprefix(first))]


def date(field: Edtf) -> list[nodes.Node]:
    """A date field, as `Edtf.english` says it."""
    found: list[nodes.Node] = []
    rest = field.english()
    for known, words in zip(field.known, without_repeats(field.known), strict=True):
        before, _, rest = rest.partition(words)
        found += [*_text(before), _time(words, machine(known))]
    return [*found, *_text(rest)]


def _time(words: str, datetime: str) -> nodes.Node:
    return sb_time("", words, datetime=datetime) if datetime else nodes.Text(words)


def _text(words: str) -> list[nodes.Node]:
    return [nodes.Text(words)] if words else []
