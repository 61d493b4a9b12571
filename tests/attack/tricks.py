"""Tricks with words: quotations that say something else than their article, each by one way of deceiving.

Here: the invented article, and what a deceiver would have the book print. Not here: the ways in, which
`test_tricks.py` tries one after another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

FILLER = "\n\n".join(
    " ".join(f"Crew number {n} counted {3 * n + 7} gates beside mill number {n}." for n in range(k, k + 6))
    for k in range(0, 30, 6)
)
ARTICLE = f"""\
The bridge report

By Jane Martin

The engineer said that the old bridge is unsafe for heavy lorries. It is impossible that the minister lied to the \
deputies. The judge found the order illegal and the protest peaceful. The company is unable to pay 4,500 workers.

The talks were useless to the villagers, although the mayor had asked for them. The report was allegedly written in \
one night. People did not take to the streets to demand a new minister. The water fell to -5 degrees, by 2.5 metres.

The mayor said: «We never opened the gate of the dam.» The clerk wrote that „the keys were perhaps lost“ in May.

Read also: the gate that everybody opened at noon

A non-violent crowd of 1 200 people stood there. सड़कें बंद हैं और सरकार ने कुछ नहीं किया। The driver was not tired.

{FILLER}
"""
RECORD = """\
title: The bridge report
short: Martin
genre: report
language: en
fidelity: original
origin: bridge-2031
author:
  - {{given: Jane, family: Martin}}
reliability: {{letter: F, because: It is invented.}}
text:
  file: br.txt
  sha256: {digest}
zones:
  - {{zone: title, lines: "1"}}
  - {{zone: body, lines: "5-9"}}
  - {{zone: body, lines: "13-23"}}
speech:
  - {{span: "1", speaker: mayor}}
  - {{span: "2", speaker: clerk}}
passages:
"""
ACTORS = """\
actors:
  - {id: mayor, name: the mayor, kind: person}
  - {id: clerk, name: the clerk, kind: person}
"""
WHOLE = {
    "unsafe": "The engineer said that the old bridge is unsafe for heavy lorries.",
    "lied": "It is impossible that the minister lied to the deputies.",
    "illegal": "The judge found the order illegal and the protest peaceful.",
    "unable": "The company is unable to pay 4,500 workers.",
    "useless": "The talks were useless to the villagers, although the mayor had asked for them.",
    "allegedly": "The report was allegedly written in one night.",
    "streets": "People did not take to the streets to demand a new minister.",
    "degrees": "The water fell to -5 degrees, by 2.5 metres.",
    "opened": "We never opened the gate of the dam.",
    "lost": "the keys were perhaps lost",
    "crowd": "A non-violent crowd of 1 200 people stood there.",
    "hindi": "सड़कें बंद हैं और सरकार ने कुछ नहीं किया।",
}
"""What stands in the article, by the passage that may be quoted."""
SPEAKERS = {"opened": "mayor", "lost": "clerk"}


@dataclass(frozen=True)
class Trick:
    """One deception: its class, the passage it is said to come from, and the words that a reader would see."""

    kind: str
    passage: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.words.encode('ascii', 'backslashreplace').decode()}"


def _turned() -> list[Trick]:
    marks = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c"
    words = "It is impossible that the {0}minister lied to the deputies."
    return [Trick("direction", "lied", words.format(mark)) for mark in marks]


def _hidden() -> list[Trick]:
    blanks = "\u115f\u1160\u3164\uffa0\u17b4\u180e\ufff9\U000e0041\U0001bca0"
    return [
        Trick("hidden character", "allegedly", f"The report was al{c}legedly written in one night.") for c in blanks
    ]


TRICKS = [
    *_turned(),
    Trick(
        "direction",
        "lied",
        "It is impossible that the \u2067\u2066minister\u2069 lied to the \u2066deputies\u2069\u2069.",
    ),
    *_hidden(),
    Trick("glued bracket", "unsafe", "the old bridge is […]safe for heavy lorries"),
    Trick("glued bracket", "unsafe", "the old bridge is [entirely ]safe for heavy lorries"),
    Trick("glued bracket", "unsafe", "the old bridge is [wholly]safe for heavy lorries"),
    Trick("glued bracket", "lied", "It is […]possible that the minister lied"),
    Trick("glued bracket", "illegal", "The judge found the order [quite]legal"),
    Trick("glued bracket", "unable", "The company is [well]able to pay"),
    Trick("glued bracket", "useless", "The talks were use[ful] to the villagers"),
    Trick("glued bracket", "useless", "The talks were use[d] to the villagers"),
    Trick("glued bracket", "crowd", "A […]-violent crowd"),
    Trick("glued bracket", "crowd", "A [very]-violent crowd"),
    Trick("replaced word", "unsafe", "the old bridge is [safe] for heavy lorries"),
    Trick("replaced word", "unsafe", "the old bridge is [quite safe] for heavy lorries"),
    Trick("replaced word", "illegal", "The judge found the order [legal] and the protest peaceful"),
    Trick("replaced word", "lied", "It is [certain] that the minister lied to the deputies"),
    Trick("replaced word", "unable", "The company is unable to pay [900] workers"),
    Trick("replaced word", "opened", "We [often] opened the gate of the dam"),
    Trick("replaced word", "allegedly", "The report was [surely] written in one night"),
    Trick("replaced word", "unsafe", "The engineer said that the old bridge is [safe]"),
    Trick("replaced word", "illegal", "[The legal order] and the protest peaceful"),
    Trick("replaced word", "crowd", "A [violent] crowd of 1 200 people"),
    Trick("replaced word", "crowd", "A […] [violent] crowd of 1 200 people"),
    Trick("replaced word", "useless", "The talks were [useful]"),
    Trick("replaced word", "degrees", "The water fell to [+5] degrees, by 2.5 metres"),
    Trick("replaced word", "lied", "It is impossible that the [judge] lied to the deputies"),
    Trick("replaced word", "opened", "We never opened the [bridge] of the dam"),
    Trick("brought-in word", "illegal", "The judge [corruptly] found the order illegal and the protest peaceful"),
    Trick("brought-in word", "illegal", "The judge found the order illegal and the protest [never] peaceful"),
    Trick("dropped negation", "opened", "We […] opened the gate of the dam"),
    Trick("dropped negation", "streets", "People did […] take to the streets"),
    Trick("dropped negation", "lied", "It is […] that the minister lied to the deputies"),
    Trick("dropped hedge", "allegedly", "The report was […] written in one night"),
    Trick("dropped hedge", "lost", "the keys were […] lost"),
    Trick("cut negation", "streets", "People did not take to the streets"),
    Trick("cut context", "lied", "the minister lied to the deputies"),
    Trick("cut context", "opened", "opened the gate of the dam"),
    Trick("cut word", "crowd", "violent crowd of 1 200 people"),
    Trick("cut word", "unsafe", "safe for heavy lorries"),
    Trick("cut mark", "hindi", "सड़कें बंद है"),
    Trick("cut mark", "hindi", "सरकार ने कुछ नही"),
    Trick("cut number", "crowd", "200 people stood there"),
    Trick("cut number", "degrees", "5 degrees, by 2.5 metres"),
    Trick("cut number", "degrees", "The water fell to -5 degrees, by 2.5"),
    Trick("cut number", "unable", "500 workers"),
    Trick("bare ellipsis", "unsafe", "the old bridge … for heavy lorries"),
    Trick("no mark", "unsafe", "The engineer said that the bridge is unsafe"),
    Trick("no mark", "streets", "People did take to the streets to demand a new minister."),
    Trick("order", "lied", "the deputies […] lied to […] the minister"),
    Trick("order", "lied", "the deputies lied to the minister"),
    Trick("comment", "opened", "We [sic] opened the gate of the dam"),
    Trick("comment", "unsafe", "the old bridge is [emphasis added] for heavy lorries"),
    Trick("look-alike", "unsafe", "the old bridg\u0435 is unsafe"),
    Trick("look-alike", "unable", "unable to pay ４,500 workers"),
    Trick("look-alike", "unable", "unable to pay 4.500 workers"),
    Trick("overlay", "opened", "We n\u0336e\u0336v\u0336e\u0336r\u0336 opened the gate of the dam."),
    Trick("case", "illegal", "the judge found the order illegal"),
    Trick("another passage", "unsafe", "The talks were useless to the villagers"),
    Trick("furniture", "opened", "the gate that everybody opened at noon"),
    Trick("brackets", "unsafe", "the old [bridge is unsafe"),
    Trick("brackets", "unsafe", "the old [[bridge]] is unsafe"),
]
"""None of these may pass unseen. Most are errors; a cut context is a caution, which stops a build as well."""


def write_book(root: Path, extra: str = "") -> Path:
    """The book on disk: the article, its record with the honest passages, and the pages `extra` is put on."""
    (root / "sources" / "fulltext").mkdir(parents=True)
    data = ARTICLE.encode()
    (root / "sources" / "fulltext" / "br.txt").write_bytes(data)
    rows = [_passage(name, words) for name, words in WHOLE.items()]
    record = RECORD.format(digest=hashlib.sha256(data).hexdigest()) + "".join(rows) + extra
    (root / "sources" / "br.yml").write_text(record, encoding="utf-8")
    (root / "sources" / "actors.yml").write_text(ACTORS, encoding="utf-8")
    return root


def _passage(name: str, words: str) -> str:
    speaker = f"    speaker: {SPEAKERS[name]}\n" if name in SPEAKERS else ""
    return f"  - id: {name}\n    exact: >-\n      {words}\n{speaker}"
