"""Seeded random order: the same on every machine and in every version of Python.

Entries are sorted by a digest of the seed and their own name. So the order tells nothing of the order in which they
were written, and one entry more or less does not move the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Draw:
    """A random source with a seed."""

    seed: str

    def number(self, name: str) -> int:
        """Return a 64-bit number for a name."""
        return int.from_bytes(hashlib.sha256(f"{self.seed}\0{name}".encode()).digest()[:8], "big")

    def order(self, things: Iterable[T], name: Callable[[T], str] = str) -> list[T]:
        """Return the things in a drawn order. `name` identifies each."""
        return sorted(things, key=lambda thing: (self.number(name(thing)), name(thing)))

    def below(self, label: str) -> Draw:
        """Return an independent source for one purpose."""
        return Draw(f"{self.seed}\0{label}")


def digest(text: str, length: int = 8) -> str:
    """Return a short hash of a text, for ids that stay the same as long as the text does."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:length]


def shuffled(things: Sequence[T], seed: str, name: Callable[[T], str], never_as_written: bool) -> list[T]:
    """Return things in the order that students see. `never_as_written` rotates an order that equals the written one.

    Not allowed if the key is secret: with two things, the shown order would tell the right one.
    """
    drawn = Draw(seed).order(things, name)
    if never_as_written and len(drawn) > 1 and drawn == list(things):
        return [*drawn[1:], drawn[0]]
    return drawn
