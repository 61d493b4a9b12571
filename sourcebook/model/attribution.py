"""Who says quoted words, and from whom the author has them: the one place that puts this into words.

Here: the name of an actor inside a sentence, and the words for the `via` of a record. `via` names who told the author:
an author who reports it cites them (“Merkel, citing the government of Kazakhstan”), and speech of somebody else is
known by their account (“Lukashenko, according to Belta”). Not here: the line around it, which each output sets.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sourcebook.model.records import AUTHOR, UNNAMED, Actor

CITING, ACCORDING = "citing", "according to"
NAMELESS = "somebody whom the text does not name"
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_LAND = re.compile(
    r"United .+|.+ (?:Union|Kingdom|States|Republic|Republics|Emirates|Federation|Islands)"
    r"|Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles"
)
"""Countries whose names take an article in English."""


def name_in_sentence(actor: Actor) -> str:
    """The name as it stands inside a sentence: what the record says, or with an article where English asks for one.

    An article is added to an organisation named by a common noun (`government of Kazakhstan`) and to countries such as
    the United States. Whether another name takes one (the Kremlin, but NATO) only its record can say.
    """
    if actor.in_sentence:
        return actor.in_sentence
    if _ARTICLE.match(actor.name):
        return actor.name
    common = actor.kind == "organisation" and actor.name[:1].islower()
    land = actor.kind == "country" and _LAND.fullmatch(actor.name)
    return f"the {actor.name}" if common or land else actor.name


def name_of(actors: Mapping[str, Actor], ident: str) -> str:
    """The name inside a sentence of whom an id means; the id itself where it is nobody's."""
    if ident == UNNAMED:
        return NAMELESS
    return name_in_sentence(actors[ident]) if ident in actors else ident


@dataclass(frozen=True)
class Informant:
    """Who told the author of quoted words: the words that lead to the name, the name, and the id behind it."""

    joint: str
    name: str
    ident: str

    def __str__(self) -> str:
        return f"{self.joint} {self.name}"


def informant(actors: Mapping[str, Actor], own: Collection[str], speaker: str, via: str) -> Informant | None:
    """Who told the author; None where nobody is named beside the speaker. `own`: the ids of the source's authors."""
    if via in ("", AUTHOR, speaker) or via in own:
        return None
    joint = CITING if speaker == AUTHOR or speaker in own else ACCORDING
    return Informant(joint, name_of(actors, via), via)


def credited(name: str, told: Informant | None) -> str:
    """A speaker with the informant: `Merkel, citing Orda`."""
    return f"{name}, {told}" if told else name
