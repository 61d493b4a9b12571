"""The table of formats for learning platforms: one `LmsFormat` for each file of a pack that a platform imports.

A format is one module of this package, which declares its own line of the table (`MOODLE = LmsFormat(…)`). Here: the
form of a line, and the whole table. Not here: the formats (`moodle.py` …), and the folder that holds their files
(`pack.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache

from sourcebook.exports.discovery import declared
from sourcebook.exports.lms.fallbacks import Fallback
from sourcebook.exports.lms.question_bank import Bank, Export


@dataclass(frozen=True, kw_only=True, eq=False)
class LmsFormat:
    """A file for learning platforms: its name, who reads it, what writes it, and how it asks each kind of question.

    `writers` holds the kinds that the format has itself, `fallbacks` those that it asks in other kinds: together every
    kind, none in both. Both are empty for a table that asks no question. `rank` orders the formats in lists; `again`
    says what a second import does.
    """

    file: str
    purpose: str
    rank: int
    export: Callable[[Bank], Export]
    writers: Collection[str]
    fallbacks: Mapping[str, Fallback]
    again: str = ""


@cache
def lms_formats() -> Mapping[str, LmsFormat]:
    """Every format by the name of its file, in the order of lists."""
    table = declared("sourcebook.exports.lms", LmsFormat)
    return {each.file: each for each in sorted(table, key=lambda each: (each.rank, each.file))}
