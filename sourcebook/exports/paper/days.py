"""Write dates in words, in the language of the papers.

Here: a day, and a date of a record (EDTF), as papers print it; months are CLDR's, by babel. Not here: dates on the
pages of the book (`sphinx_ext/wording.py`).
"""

from __future__ import annotations

import datetime as dt
import re

from babel.dates import format_date

from sourcebook.exports.paper.phrases import phrases

PATTERN = "d MMMM y"
QUALIFIERS = {"?": "uncertain", "~": "approximate", "%": "uncertain-and-approximate"}
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)")


def day_in_words(day: dt.date, language: str) -> str:
    """A day: `1 March 2031`, and `1er mars 2031` in French."""
    wording = phrases(language)
    words = format_date(day, PATTERN, locale=wording["language"])
    return re.sub(r"^1(?= )", wording["first-day"], words)


def date_in_words(edtf: str, language: str) -> str:
    """An EDTF date. A form that this does not know stands as it is written."""
    wording = phrases(language)
    start, slash, end = edtf.partition("/")
    if slash and end in ("", ".."):
        return wording["or-later"].format(_one(start, language))
    if slash and start in ("", ".."):
        return wording["or-earlier"].format(_one(end, language))
    if slash:
        return wording["between"].format(*(_one(each, language, wording["that-day"]) for each in (start, end)))
    if edtf[:1] in "[{" and edtf[-1:] in "]}":
        joint = f" {wording['or' if edtf[0] == '[' else 'and']} "
        return joint.join(_one(part.strip(), language) for part in edtf[1:-1].split(","))
    return _one(edtf, language)


def _one(edtf: str, language: str, that_day: str = "{}") -> str:
    """A year, a month or a day, and how sure it is; `that_day` is what stands around a day inside a sentence."""
    match = _DAY.fullmatch(edtf)
    if not match:
        return edtf
    year, month, day, doubt = match.groups()
    try:
        moment = dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return edtf
    words = that_day.format(day_in_words(moment, language)) if day else year
    if month and not day:
        words = format_date(moment, "MMMM y", locale=phrases(language)["language"])
    return phrases(language)[QUALIFIERS[doubt]].format(words) if doubt else words
