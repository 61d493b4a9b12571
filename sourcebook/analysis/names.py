"""Find the names of actors in a text: whole words, the longest name first.

Here: which actors a text names by their names on record. Not here: who is meant by a pronoun or a description, which no
reading of words can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

_WORD = re.compile(r"\w+")


class NameFinder:
    """Names by their first word. Capitals count (`US` is no `us`), but for the first letter of a sentence.

    A longer name is taken before a shorter one that it holds: “Harbour Council of Merrow” does not name the island.
    """

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for actor, several in names.items():
            forms = (form for name in several for form in (name, name[:1].upper() + name[1:]))
            for words in {tuple(_WORD.findall(form)) for form in forms} - {()}:
                self._by_first[words[0]].append((words, actor))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda each: -len(each[0]))

    def named(self, text: str) -> set[str]:
        """The actors that a text names."""
        words = tuple(_WORD.findall(text))
        found: set[str] = set()
        at = 0
        while at < len(words):
            candidates = self._by_first.get(words[at], ())
            matching = [(name, who) for name, who in candidates if words[at : at + len(name)] == name]
            longest = len(matching[0][0]) if matching else 1
            found |= {who for name, who in matching if len(name) == longest}
            at += longest
        return found
