"""Four invented articles about a bridge that does not exist, and the evidence made of them.

Here: texts, records and the evidence that questions are made from; one of the articles is a copy of another. Not here:
what the questions should be.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import yaml

from sourcebook.check import Opened, open_book
from sourcebook.questions.recipe import EvidenceBase

DAILY = """\
The toll at Arnby bridge

The bridge at Arnby closed on 3 March after 40 lorries had crossed it. Mayor Ulla Stein said: “We asked for a new \
bridge ten years ago.” The engineer, Peder Holt, said: “The northern pillar moved before the lorries came.”

The council met in the evening and appointed a new engineer. Several shops on the quay lost most of their customers.

The old ferry may carry cars again in April, the council hopes, and the toll is raised to 12 crowns.

Nobody was hurt, and the police opened the road to the mill before noon on the next day.
"""
WEEKLY = """\
Who let the bridge fall?

The bridge at Arnby closed on 4 March, two days after the first crack was seen. About 55 lorries had crossed it.

Minister Karl Dahl said: “The town was warned before the winter, and it did nothing.” The minister supported the plan \
for a tunnel, which costs 300 million crowns.

The southern pillar stands on sand, and the river has taken some of it away every spring.

The closing began a quarrel that the town has not ended, and a former mayor wrote three angry letters.
"""
LETTER = """\
A letter from the far bank

We on the far bank count 25 boats, and we need no bridge. The closing came on 3 March, a quiet morning.

Our ferryman, Jon Aker, said: “I carried more people in one week than the bridge did in a month.”

The price of bread has risen on our side, and most young people have left for the city.
"""
TEXTS = {"daily": DAILY, "weekly": WEEKLY, "letter": LETTER, "copy": DAILY}
ACTORS = {
    "stein": ("Ulla Stein", "person", ["Stein"]),
    "holt": ("Peder Holt", "person", ["Holt"]),
    "dahl": ("Karl Dahl", "person", ["Dahl"]),
    "aker": ("Jon Aker", "person", ["Aker"]),
    "council": ("Arnby council", "organisation", []),
}
SPEECH = {"daily": ["stein", "holt"], "weekly": ["dahl"], "letter": ["aker"], "copy": ["stein", "holt"]}
PASSAGES: dict[str, dict[str, tuple[str, str]]] = {
    "daily": {
        "closed": ("The bridge at Arnby closed on 3 March after 40 lorries had crossed it.", ""),
        "asked": ("We asked for a new bridge ten years ago.", "stein"),
        "pillar": ("The northern pillar moved before the lorries came.", "holt"),
        "engineer": ("The council met in the evening and appointed a new engineer.", ""),
        "shops": ("Several shops on the quay lost most of their customers.", ""),
        "toll": ("the toll is raised to 12 crowns", ""),
        "road": ("the police opened the road to the mill before noon", ""),
    },
    "weekly": {
        "crack": ("two days after the first crack was seen", ""),
        "lorries": ("About 55 lorries had crossed it.", ""),
        "warned": ("The town was warned before the winter, and it did nothing.", "dahl"),
        "tunnel": ("The minister supported the plan for a tunnel, which costs 300 million crowns.", ""),
        "sand": ("The southern pillar stands on sand", ""),
        "quarrel": ("The closing began a quarrel that the town has not ended", ""),
    },
    "letter": {
        "boats": ("We on the far bank count 25 boats", ""),
        "quiet": ("The closing came on 3 March, a quiet morning.", ""),
        "week": ("I carried more people in one week than the bridge did in a month.", "aker"),
        "bread": ("The price of bread has risen on our side", ""),
        "young": ("most young people have left for the city", ""),
    },
    "copy": {"asked": ("We asked for a new bridge ten years ago.", "stein")},
}


def event(ident: str, title: str, date: str, *reports: dict[str, Any]) -> dict[str, Any]:
    return {"id": ident, "title": title, "date": date, "reports": list(reports)}


def report(source: str, passage: str = "", **fields: Any) -> dict[str, Any]:
    where = {"passage": passage} if passage else {"paragraph": "2"}
    return {"source": source, **where, **fields}


EVENTS = [
    event("warning", "The town is warned", "2030-10", report("weekly", "warned", date="2030-10")),
    event("crack", "The first crack is seen", "2031-03-02", report("weekly", "crack", date="2031-03-02")),
    event(
        "closing",
        "The bridge is closed",
        "2031-03-03/2031-03-04",
        report("daily", "closed", date="2031-03-03"),
        report("weekly", date="2031-03-04"),
        report("letter", "quiet", date="2031-03-03"),
    ),
    event("opening", "The road to the mill is opened", "2031-03-05", report("daily", "road", date="2031-03-05")),
    event("letters", "A former mayor writes letters", "2031-03-20", report("weekly", date="2031-03-20")),
    event("rumour", "The minister visits", "2031-03-12", report("daily", date="2031-03-12"),
          report("weekly", stance="denies")),
    {**event("ferry", "The ferry carries cars", "2031-04/..", report("daily", date="2031-04/..")), "kind": "forecast"},
    event("toll-rise", "The toll is raised", "2031-03-08", report("daily", "toll", date="2031-03-08", best="12")),
]  # fmt: skip
FIGURES = [
    {
        "id": "lorries",
        "title": "Lorries that crossed",
        "counts": "lorries on the last day",
        "unit": "lorries",
        "reports": [
            report("daily", "closed", best="40"),
            report("copy", best="40"),
            report("weekly", "lorries", best="55"),
        ],
    },
    {
        "id": "boats",
        "title": "Boats on the far bank",
        "counts": "boats",
        "unit": "boats",
        "reports": [report("letter", "boats", best="25")],
    },
]


def source(key: str) -> dict[str, Any]:
    """The record of one article."""
    lines = TEXTS[key].count("\n")
    passages = [
        {"id": ident, "exact": words, **({"speaker": speaker} if speaker else {})}
        for ident, (words, speaker) in PASSAGES[key].items()
    ]
    return {
        "title": TEXTS[key].partition("\n")[0],
        "short": key.capitalize(),
        "genre": "report",
        "language": "en",
        "fidelity": "original",
        "origin": "daily" if key == "copy" else key,
        "reliability": {"letter": "F", "because": "No record of earlier reporting."},
        "text": {"file": f"{key}.txt", "sha256": hashlib.sha256(TEXTS[key].encode()).hexdigest()},
        "zones": [{"zone": "title", "lines": "1"}, {"zone": "body", "lines": f"3-{lines}"}],
        "speech": [{"span": str(i), "speaker": who} for i, who in enumerate(SPEECH[key], 1)],
        "passages": passages,
    }


def actors() -> list[dict[str, Any]]:
    return [{"id": i, "name": name, "kind": kind, "variants": v} for i, (name, kind, v) in ACTORS.items()]


def write(root: Path) -> None:
    """The book's records and articles as files."""
    folder = root / "sources"
    (folder / "fulltext").mkdir(parents=True)
    for key, words in TEXTS.items():
        (folder / "fulltext" / f"{key}.txt").write_text(words, encoding="utf-8")
        (folder / f"{key}.yml").write_text(yaml.safe_dump(source(key), allow_unicode=True), encoding="utf-8")
    for name, records in {"actors": actors(), "events": EVENTS, "figures": FIGURES}.items():
        (folder / f"{name}.yml").write_text(yaml.safe_dump({name: records}, allow_unicode=True), encoding="utf-8")


def opened(root: Path) -> Opened:
    """The book with its articles, without a fault."""
    write(root)
    found = open_book(root, {})
    assert [str(problem) for problem in found.problems] == []
    return found


def evidence(root: Path) -> EvidenceBase:
    """What questions are made from."""
    found = opened(root)
    return EvidenceBase(found.book, found.prover)
