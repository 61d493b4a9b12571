"""Drawing lots from a seed: the same on every machine and in every version of Python.

What is drawn is put in the order of a digest of the seed and its own words. So a drawn order says nothing of the order
that things were written in, and one thing more or less does not move the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Draw:
    """A source of lots."""

    seed: str

    def number(self, name: str) -> int:
        """A large number for a name."""
        return int.from_bytes(hashlib.sha256(f"{self.seed}\0{name}".encode()).digest()[:8], "big")

    def order(self, things: Iterable[T], name: Callable[[T], str] = str) -> list[T]:
        """The things in a drawn order. `name` tells them apart."""
        return sorted(things, key=lambda thing: (self.number(name(thing)), name(thing)))

    def below(self, label: str) -> Draw:
        """Lots of their own for one purpose."""
        return Draw(f"{self.seed}\0{label}")


def digest(text: str, length: int = 8) -> str:
    """A short name for a text, for ids that stay the same as long as the text does."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:length]


def shuffled(things: Sequence[T], seed: str, name: Callable[[T], str], never_as_written: bool) -> list[T]:
    """Things as a student meets them. `never_as_written` turns the order by one where it came out as it was written.

    Where the key is secret that must not be done: of two things the shown order would then tell the right one.
    """
    drawn = Draw(seed).order(things, name)
    if never_as_written and len(drawn) > 1 and drawn == list(things):
        return [*drawn[1:], drawn[0]]
    return drawn
