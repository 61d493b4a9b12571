"""Who told the author: the words for `via`, and the name of an actor inside a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from sourcebook.model import attribution
from sourcebook.model.records import Actor


def actor(name: str, kind: Any = "organisation", in_sentence: str = "") -> Actor:
    return Actor(id=name.lower().replace(" ", "-"), name=name, kind=kind, in_sentence=in_sentence)


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("government of Kazakhstan", "organisation", "the government of Kazakhstan"),
        ("ministry of the interior", "organisation", "the ministry of the interior"),
        ("the Kremlin", "organisation", "the Kremlin"),
        ("An Evening Paper", "organisation", "An Evening Paper"),
        ("NATO", "organisation", "NATO"),
        ("Belta", "organisation", "Belta"),
        ("Western experts", "group", "Western experts"),
        ("local reports", "group", "local reports"),
        ("United States", "country", "the United States"),
        ("Soviet Union", "country", "the Soviet Union"),
        ("Netherlands", "country", "the Netherlands"),
        ("Kazakhstan", "country", "Kazakhstan"),
        ("Theodora Lind", "person", "Theodora Lind"),
    ],
)
def test_a_name_takes_the_article_that_english_asks_for(name: str, kind: str, said: str) -> None:
    assert attribution.name_in_sentence(actor(name, kind)) == said


def test_a_record_says_it_where_no_rule_can_know() -> None:
    assert attribution.name_in_sentence(actor("National Security Committee", in_sentence="the KNB")) == "the KNB"


ACTORS = {
    "merkel": actor("David A. Merkel", "person"),
    "lukashenko": actor("Alexander Lukashenko", "person"),
    "belta": actor("Belta"),
    "government": actor("government of Kazakhstan"),
    "experts": actor("Western experts", "group"),
}


@pytest.mark.parametrize(
    ("speaker", "via", "said"),
    [
        ("author", "government", "citing the government of Kazakhstan"),
        ("author", "experts", "citing Western experts"),
        ("author", "unnamed", "citing somebody whom the text does not name"),
        ("merkel", "belta", "citing Belta"),  # the author by their id
        ("lukashenko", "belta", "according to Belta"),
        ("unnamed", "belta", "according to Belta"),
        ("lukashenko", "merkel", None),  # told by the author, who needs no mention
        ("lukashenko", "author", None),
        ("lukashenko", "lukashenko", None),
        ("author", "", None),
        ("author", "nobody-on-record", "citing nobody-on-record"),
    ],
)
def test_an_author_cites_and_a_speaker_is_known_by_an_account(speaker: str, via: str, said: str | None) -> None:
    told = attribution.informant(ACTORS, {"merkel"}, speaker, via)
    assert (told and str(told)) == said
