"""The names by which an essay may mean somebody: a person, a body, an author, a reading; spelt in many ways.

Here: finding names and roles in a text, by the records of a book. Not here: whether they speak (`claims.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sourcebook.essays.signal_phrases import AUTHORS, ROLE, SAME_ROLE, TEXTS
from sourcebook.store.book import Book
from sourcebook.store.romanise import romanise

ANY = "?"
"""Stands for a person whom nobody can name from the sentence: a pronoun, a description."""
PRONOUN = "pronoun"
"""Stands for whoever a pronoun means."""
THE_AUTHOR = "author"
"""Stands for the author of the article, whoever that is: “the reporter”, “the author”."""
STRANGER = "stranger"
"""Stands for a person by name whom no record knows."""
Identity = frozenset[str]
"""Whom a name may mean: `source:KEY`, `actor:ID`, or one of the words above."""


@dataclass(frozen=True)
class NamedSpan:
    """A name in a text: its offsets, and whom it may mean."""

    start: int
    end: int
    means: Identity


class EssayNames:
    """Everybody whom the records know, by every name that an essay may use."""

    def __init__(self, book: Book) -> None:
        self._means: dict[str, set[str]] = defaultdict(set)
        self._sounds: dict[str, set[str]] = defaultdict(set)
        self._initials: dict[str, set[str]] = defaultdict(set)
        self._roles: dict[str, set[str]] = defaultdict(set)
        for actor in book.actors.values():
            self._add_actor(f"actor:{actor.id}", (actor.name, *actor.variants), person=actor.kind == "person")
            bodies = () if actor.kind == "person" else (actor.name, *actor.variants)
            for text in (*(role.role for role in actor.roles), *bodies):
                for word in re.findall(r"[\w-]+", text.lower()):
                    self._roles[word].add(f"actor:{actor.id}")
        for key, source in book.sources.items():
            titles = (source.title, source.short, source.container_title, source.title.partition(":")[0])
            self._add({f"source:{key}"}, (key, key.rpartition("-")[0], *titles))
            self._initials["".join(w[0] for w in source.short.split()).upper()].add(f"source:{key}")
            for author in source.author:
                who = {f"source:{key}", *([f"actor:{author.actor}"] if author.actor else [])}
                self._add(who, (str(author), author.family, author.literal))
                for name in (
                    author.family,
                    author.actor and book.actors[author.actor].name if author.actor in book.actors else "",
                ):
                    if name:
                        self._add(who, (name, name.split()[-1]))
                        self._sounds[sound(name.split()[-1])] |= who
                self._initials["".join(w[0] for w in str(author).split()).upper()].add(f"source:{key}")
        longest_first = sorted(self._means, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")

    def _add_actor(self, ident: str, names: Iterable[str], person: bool) -> None:
        for name in names:
            self._add({ident}, (name,))
            last = name.split()[-1]
            if person and last[:1].isupper() and len(last) > 3:
                self._add({ident}, (last,))
                self._sounds[sound(last)].add(ident)

    def _add(self, who: set[str], names: Iterable[str]) -> None:
        for name in names:
            plain = " ".join(name.split())
            for form in {plain, plain[:1].upper() + plain[1:]} if len(plain) > 1 else ():
                self._means[form] |= who

    def find(self, text: str) -> list[NamedSpan]:
        """The names in a text, in order; a longer name is taken before a shorter one that it holds."""
        names = [
            NamedSpan(m.start(), m.end(), frozenset(self._means[m[0]])) for m in self._pattern.finditer(_plain(text))
        ]
        taken = {i for name in names for i in range(name.start, name.end)}
        for match in re.finditer(r"\b[A-ZÀ-ÞА-Я][\w]{3,}", text):
            heard = sound(match[0])
            who = self._sounds.get(heard) if heard else None
            if who and match.start() not in taken:
                names.append(NamedSpan(*match.span(), frozenset(who)))
        return sorted(names, key=lambda n: n.start)

    def initials(self, text: str) -> set[str]:
        """The sources whose initials stand in a reference: `(AJ ¶3)`."""
        return {
            s for word in re.findall(r"\b[A-Z]{2,4}\b", text.replace(".", "")) for s in self._initials.get(word, ())
        }

    def roles(self, text: str) -> list[NamedSpan]:
        """The persons whom a text names by a role alone, each with everybody on record who has it."""
        return [
            NamedSpan(m.start(), m.end(), self._with_role(m["role"].lower(), m["article"].lower()))
            for m in ROLE.finditer(text)
        ]

    def _with_role(self, role: str, article: str) -> Identity:
        word = role.rsplit(maxsplit=1)[-1]
        word = SAME_ROLE.get(word, word)
        if word in AUTHORS or word in TEXTS:
            return frozenset((THE_AUTHOR if word in AUTHORS else ANY,))
        who = {a for known, actors in self._roles.items() if known.startswith(word) for a in actors}
        return frozenset(who) if who and article not in ("a", "an") else frozenset((ANY,))


_HEARD = tuple(
    pair.split(":") for pair in "w:v ph:f kh:h ou:u ck:k q:k dsch:j tsch:sh sch:sh tch:sh ch:sh ff:f".split()
)
"""Spellings of one sound."""


def sound(name: str) -> str:
    """The consonants of a name as it sounds, so that Tokayev, Tokajew and Токаев are one; empty where there are few."""
    plain = romanise(name)
    for letters, heard in _HEARD:
        plain = plain.replace(letters, heard)
    consonants = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyj]", "", plain[1:]))
    return plain[:1] + consonants if len(consonants) >= 2 and len(name) > 4 else ""


def _plain(text: str) -> str:
    return text.replace("\u2019", "'").replace("\xa0", " ").replace("\u202f", " ")
