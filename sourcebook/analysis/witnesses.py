"""Count the independent witnesses behind pieces of evidence.

Here: the witness, and the count. Not here: reading reports (`accounts.py`), what follows for a judgement
(`support.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Witness:
    """The witness of a piece of evidence: the origin of its article, and the voice that it quotes."""

    origin: str
    voice: str


def independent(witnesses: Iterable[Witness]) -> int:
    """The most witnesses of which no two share an origin or a voice: a maximum matching of origins and voices."""
    voices: dict[str, list[str]] = {}
    for witness in dict.fromkeys(witnesses):
        voices.setdefault(witness.origin, []).append(witness.voice)
    taken: dict[str, str] = {}

    def placed(origin: str, tried: set[str]) -> bool:
        for voice in voices[origin]:
            if voice not in tried:
                tried.add(voice)
                if voice not in taken or placed(taken[voice], tried):
                    taken[voice] = origin
                    return True
        return False

    return sum(placed(origin, set()) for origin in voices)
