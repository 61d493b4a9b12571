"""Wording of attributions: the speaker's name inside a sentence, and who told the author.

`via` names who told the author: an author who reports it cites them (“Merkel, citing the government of Kazakhstan”);
speech of somebody else is known by their account (“Lukashenko, according to Belta”). Not here: the credit line around
it, which each output formats.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sourcebook.model.records import AUTHOR, UNNAMED, Actor

CITING, ACCORDING = "citing", "according to"
NAMELESS = "somebody whom the text does not name"
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_COUNTRY_WITH_ARTICLE = re.compile(
    r"United .+|.+ (?:Union|Kingdom|States|Republic|Republics|Emirates|Federation|Islands)"
    r"|Bahamas|Comoros|Gambia|Maldives|Netherlands|Philippines|Seychelles"
)
"""Countries whose names take an article in English."""


def name_in_sentence(actor: Actor) -> str:
    """An actor's name inside a sentence: as the record says, or with an article where English asks for one.

    An article is added to an organisation named by a common noun (`government of Kazakhstan`) and to countries such as
    the United States. Whether another name takes one (the Kremlin, but NATO) only its record can say.
    """
    if actor.in_sentence:
        return actor.in_sentence
    if _ARTICLE.match(actor.name):
        return actor.name
    common = actor.kind == "organisation" and actor.name[:1].islower()
    country = actor.kind == "country" and _COUNTRY_WITH_ARTICLE.fullmatch(actor.name)
    return f"the {actor.name}" if common or country else actor.name


def name_of(actors: Mapping[str, Actor], ident: str) -> str:
    """The name inside a sentence of the actor with an id; the id itself where no actor has it."""
    if ident == UNNAMED:
        return NAMELESS
    return name_in_sentence(actors[ident]) if ident in actors else ident


@dataclass(frozen=True)
class Informant:
    """Who told the author of quoted words: the joining words (`citing`), the name, and the actor's id."""

    joint: str
    name: str
    ident: str

    def __str__(self) -> str:
        return f"{self.joint} {self.name}"


def informant(actors: Mapping[str, Actor], own: Collection[str], speaker: str, via: str) -> Informant | None:
    """Who told the author; None where nobody but the speaker is named. `own`: the ids of the source's authors."""
    if via in ("", AUTHOR, speaker) or via in own:
        return None
    joint = CITING if speaker == AUTHOR or speaker in own else ACCORDING
    return Informant(joint, name_of(actors, via), via)
