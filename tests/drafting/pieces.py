"""Invented articles for drafts, and what a draft of some text proposes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sourcebook.drafting import drafter, reading
from sourcebook.drafting.proposals import DraftProposal
from sourcebook.drafting.reading import DraftArticle
from sourcebook.model.records import Reliability, Source, TextFile, Zone

WIRE = """\
Dockers walk out at Harwick as talks collapse

HARWICK, 14 March 2031 (Northern Wire) - Some 1,200 dockers at the port of Harwick walked off the job on Wednesday \
after talks with the Harwick Port Authority collapsed, union officials said.

"We have asked for three years, and for three years nobody listened," said Tom Arkell, 54, general secretary of the \
Dockworkers' Union. He told reporters that the strike would go on until the company withdrew its plan to cut 350 jobs.

The Port Authority said in a statement that the walkout was "illegal and irresponsible". Its chief executive, Helen \
Vance, said losses could reach 4.5 million pounds a day.

At 6:15 a.m. on Wednesday, pickets blocked the north gate. By noon the queue of lorries was more than eight \
kilometres long, according to the Harbour Police. Two men were arrested at 2 p.m.

Norway, which buys a third of the timber that passes through the port, could be forced to close two mills within a week.

The last strike at Harwick, in September 2024, lasted nine days and cost an estimated 20 million pounds.
"""

COLUMN = """\
What the harbour strike is really about

When the dockers of Harwick put down their hooks on 12 March, most of the country shrugged. Nobody is shrugging now.

The union speaks of 1,400 strikers; the Harwick Port Authority counts fewer than 1,000. In January the company \
announced that it would cut 350 of its 2,100 jobs.

Ms Vance, who came to Harwick from Rotterdam two years ago, calls the plan "a question of survival". Mr Arkell calls \
it a betrayal.

"They promised us in writing," he told me in the canteen. "Paper burns well, and so do promises."

On Tuesday evening, the mediator, Judge Ruth Amadi, met both sides in the town hall for five hours.
"""


def article(text: str, issued: str = "2031-03-14", language: str = "en", key: str = "piece") -> DraftArticle:
    """A text as an article whose first line is its title."""
    lines = text.rstrip("\n").split("\n")
    return reading.blind(key, source(text, issued, language, key, len(lines)), text)


def source(text: str, issued: str, language: str, key: str, lines: int) -> Source:
    zones = [Zone(zone="title", lines="1"), Zone(zone="body", lines=f"2-{lines}")] if lines > 1 else []
    return Source(
        title=key,
        short=key,
        genre="article",
        language=language,
        fidelity="original",
        origin=key,
        reliability=Reliability(letter="F", because="Invented."),
        text=TextFile(file=f"{key}.txt", sha256=hashlib.sha256(text.encode()).hexdigest()),
        zones=zones or [Zone(zone="body", lines="1")],
        issued=issued,
    )


def drafted(text: str, kind: str, issued: str = "2031-03-14", language: str = "en") -> list[DraftProposal]:
    """The proposals of a kind for one paragraph."""
    return [p for p in drafter.draft([article(text, issued, language)]) if p.kind == kind]


def told(text: str, kind: str, *names: str, issued: str = "2031-03-14", language: str = "en") -> list[Any]:
    """Values of the first report of each event or figure: of one field, or of several as a tuple."""
    reports = [p.record["reports"][0] for p in drafted(text, kind, issued, language)]
    rows = [tuple(r.get(name) for name in names) for r in reports]
    return [row[0] for row in rows] if len(names) == 1 else rows


def write_book(root: Path) -> Path:
    """A book of two articles and nothing else on record."""
    folder = root / "sources"
    (folder / "fulltext").mkdir(parents=True)
    (root / "conf.py").write_text("", encoding="utf-8")
    for key, text, issued in (("wire", WIRE, "2031-03-14"), ("column", COLUMN, "2031-03-20")):
        (folder / "fulltext" / f"{key}.txt").write_text(text, encoding="utf-8")
        lines = len(text.rstrip("\n").split("\n"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        spans = text.count('"') // 2
        speech = "".join(f"  - span: {n}\n    speaker: unnamed  # {n}\n" for n in range(1, spans + 1))
        (folder / f"{key}.yml").write_text(
            f"# About {key}.\ntitle: {key}\nshort: {key}\ngenre: report\nlanguage: en\nfidelity: original\n"
            f"origin: {key}\n"
            f"issued: {issued}\nissued-because: printed\nreliability:\n  letter: F\n  because: Invented.\n"
            f"text:\n  file: {key}.txt\n  sha256: {digest}\nzones:\n  - zone: title\n    lines: 1\n"
            f"  - zone: body\n    lines: 2-{lines}\nspeech:\n{speech}passages: []\n# The end.\n",
            encoding="utf-8",
        )
    return root
