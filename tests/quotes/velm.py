"""An invented article with everything that the quotation rules speak of, and the record that lays it out.

Here: the page of "The long night at the Velm locks", which nobody printed, its source record, and a second, shorter
article. Not here: what the rules say about them; each test says that itself.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from sourcebook.model.problems import Kind, Problem
from sourcebook.model.records import Source
from sourcebook.quotes import article as quotes_article
from sourcebook.quotes.article import Article
from sourcebook.quotes.match import MatchResult, ParsedQuotation, judge
from sourcebook.store import validation, yaml_source

PAGE = """\
SUBSCRIBE NOW | Menu

The long night at the Velm locks

What the water did, and who says so.

OSTREL – The river Velm rose by 2.5 metres in one night. The flood cost some 3 billion crowns, or $9,000 a head.

Harbour master Ilse Brandt called it “an unprecedented failure of the locks” and then asked for help. “We did not \
sleep,” she said, “and we did not leave.”

Mayor Otto Renn said "the gates may have been opened by hand", but gave no evidence. He denied that the town was warned.

Her deputy spoke of ‘a quiet word from the capital’, and the clerk's notes agree. The so-called "Night of the Keys" \
began at 5:23PM, when 300 thousand sandbags were ordered; 2,235 arrived by 6 January.

Read also: ten recipes for a rainy weekend

Well-armed guards — thirty-two of them — stood by the gates. The guards stood by the gates until dawn. Possibly two \
guards slept. The engineers—all of them volunteers—worked without pay. No lock was broken, although the report of \
2014–2016 said otherwise.

Who held the keys?

Was the gate opened from the start, or did somebody simply wait? The keys, however, were never found. Renn later \
boasted that the plan "down to the hinges, was drawn by two men — [those] of the lodge and the lock — within one hour."

"There are 40 pumps in the town ... Why were they dry?" asked the clerk.

The deputy said “nobody asked us for the keys. She then left the room.

One witness said: “He told me ‘open the gate’ and I did.” A “keyhouse” is a hut beside a lock.

“Water has no memory.

“It has only weight,” Brandt wrote in Mr. J. Ott's paper. It was almost noon, and mostly dry, when more than 220 \
boats had been counted.

In May the council met. The council may meet again. Hundreds of thousands of bricks were lost. The Sümmer café kept \
its official first floor open. It closed late.

Mara Quill is a lock-keeper's daughter. The views are hers.

Most read: the gate that never closed
"""

RECORD = """\
title: The long night at the Velm locks
short: Quill
genre: report
language: en
fidelity: original
origin: velm-2031
author:
  - family: Quill
    given: Mara
    actor: mara-quill
reliability: {letter: F, because: Nothing is known of this copy.}
text:
  file: velm.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
zones:
  - {zone: title, lines: 3}
  - {zone: standfirst, lines: 5}
  - {zone: dateline, lines: 7, ends: OSTREL –}
  - {zone: body, lines: 7, starts: The river}
  - {zone: body, lines: 9-13}
  - {zone: body, lines: 17}
  - {zone: heading, lines: 19}
  - {zone: body, lines: 21-33}
  - {zone: author-note, lines: 35, ends: daughter.}
  - {zone: disclaimer, lines: 35, starts: The views}
speech:
  - {span: 1, speaker: ilse-brandt}
  - {span: 2, speaker: ilse-brandt}
  - {span: 3, speaker: ilse-brandt}
  - {span: 4, speaker: otto-renn}
  - {span: 5, speaker: deputy}
  - {span: 6, speaker: author}
  - {span: 7, speaker: otto-renn}
  - {span: 8, speaker: clerk}
  - {span: 9, speaker: deputy, ends: the keys., because: The closing mark is lost; she leaves in the next sentence.}
  - {span: 10, speaker: unnamed}
  - {span: 11, speaker: mara-quill}
  - {span: 12, speaker: ilse-brandt}
  - {span: 13, speaker: ilse-brandt}
"""

BRIDGE = (
    "The engineer said that the old bridge is unsafe for lorries. It is impossible that the minister lied to the "
    "deputies. The judge found the order illegal. The witness was dishonest. The company is unable to pay. The "
    "minister disagreed with the report. The talks were useless to the villagers. The troops were disarmed. The "
    "mayor misread the letter. A non-violent crowd was anti-war. People did not take to the streets to demand a "
    "new minister. He was not tired, and left."
)
"""Sentences that deny by a syllable."""
NOTHING: set[Kind] = set()

SHORT_PAGE = "The pumps were dry for nine days. The harbour master slept soundly.\n"
SHORT_RECORD = """\
title: After the flood
short: Ott
genre: report
language: en
fidelity: original
origin: ott-2031
reliability: {letter: F, because: Nothing is known of this copy.}
text:
  file: ott.txt
  sha256: "0000000000000000000000000000000000000000000000000000000000000000"
zones:
  - {zone: body, lines: 1}
"""


def source(record: str) -> Source:
    """A source from its YAML, which must be without fault."""
    found, problems = validation.to_record(Source, yaml_source.parse(record), "source.yml")
    assert found is not None, problems
    return found


def laid(page: str, record: str, key: str = "velm") -> Article:
    """A record laid on its page, which must fit."""
    article, problems = quotes_article.tokenise(key, source(record), page)
    assert problems == []
    return article


@cache
def velm() -> Article:
    """The invented article."""
    return laid(PAGE, RECORD)


def article_of(text: str) -> Article:
    """A page that is nothing but body, without a word of speech."""
    last = text.count("\n") + 1
    return laid(text, SHORT_RECORD.replace("lines: 1", f"lines: 1-{last}"))


def judged(exact: str, speaker: str | None = None, prefix: str = "", suffix: str = "") -> MatchResult:
    """The verdict on a quotation of the invented article."""
    return judge(velm(), ParsedQuotation(exact, speaker, prefix, suffix))


def kinds(found: MatchResult | list[Problem] | tuple[Problem, ...]) -> set[Kind]:
    """The kinds of the problems, in no order."""
    return {p.kind for p in (found.problems if isinstance(found, MatchResult) else found)}


def every(words: str) -> set[Kind]:
    """Kinds by their public names."""
    return {next(k for k in Kind if k.label == label) for label in words.split()}


def errors(found: MatchResult) -> set[Kind]:
    """The kinds of the problems that reject a quotation."""
    return {p.kind for p in found.problems if p.is_error}


ACTORS = """\
actors:
  - {id: ilse-brandt, name: Ilse Brandt, kind: person, variants: [Brandt, "the harbour master"]}
  - {id: otto-renn, name: Otto Renn, kind: person, variants: [Ren]}
  - {id: deputy, name: the deputy, kind: person}
  - {id: clerk, name: the clerk, kind: person}
  - {id: mara-quill, name: Mara Quill, kind: person}
"""


def write_book(root: Path) -> Path:
    """A book of the two articles, with their texts; gives its root."""
    folder = root / "sources" / "fulltext"
    folder.mkdir(parents=True)
    (root / "sources" / "actors.yml").write_text(ACTORS, encoding="utf-8")
    for key, page, record in (("velm", PAGE, RECORD), ("ott", SHORT_PAGE, SHORT_RECORD)):
        (folder / f"{key}.txt").write_text(page, encoding="utf-8", newline="\n")
        digest = hashlib.sha256(page.encode()).hexdigest()
        (root / "sources" / f"{key}.yml").write_text(record.replace("0" * 64, digest), encoding="utf-8")
    return root
