"""What a reader of a platform is: a program that takes an exported file and grades answers by the platform's rule.

Here: the form of a reader and of what it reads, and the comparing of words. Not here: the readers, one module a
platform, each of which binds a `PlatformReader` to a name and says where its rules were read; the right answers
(`truth.py`), which come from the records and never from an export.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import lxml.html

from sourcebook.exports.discovery import declared

Answer = str | list[str] | dict[str, str] | None
"""What a student gives, in words: typed, chosen or put in order (also a list for gaps), matched; None for nothing."""
Grade = Callable[[Answer], float | None]
"""What share of the points an answer earns; None where a person marks it."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as the platform has it. `offered` are the words to choose from, to order, or to match with."""

    ident: str
    prompt: str
    grade: Grade
    offered: list[str] = field(default_factory=list)
    points: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class PlatformReader:
    """A platform that reads a file: its rules, and where it marks otherwise than the author meant.

    `lapses` maps a kind of question and a case of `truth.py` to words of the loss that must then name it.
    """

    platform: str
    file: str
    read: Callable[[bytes], list[Asked]]
    lapses: Mapping[tuple[str, str], str] = field(default_factory=dict)


def readers() -> list[PlatformReader]:
    """Every reader that a module of this package declares."""
    return declared("tests.platforms", PlatformReader)


def by_hand(_: Answer) -> None:
    """The grade of what a person marks."""


def squeezed(text: str) -> str:
    """The text without its white space, in which platforms differ."""
    return re.sub(r"[\s\u200b]+", "", text)


def seen(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    return str(lxml.html.fromstring(f"<div>{html}</div>").xpath("string()"))


def index(words: str, offered: list[str]) -> int:
    """The place of the words among those offered; -1 where nobody offers them."""
    return next((n for n, each in enumerate(offered) if squeezed(each) == squeezed(words)), -1)
