"""A small book about an invented salt works, for everything that seals: with its article, or with its seal alone.

Here: the article, its record, and writing them into a folder. Not here: what the tests do with them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sourcebook import check
from sourcebook.check import Opened
from sourcebook.commands import seal
from sourcebook.model.problems import Problem

KEY = "salt-2031"
ARTICLE = """\
The salt works of Ostrel shut their gates

By Hanna Brik

For ninety years the pans on the eastern shore of Lake Ostrel gave work to most of the town. Last Tuesday the company \
closed them for good, and 214 people went home with a letter and a bag of salt each.

The mayor, Pavel Torn, said: “Nobody told us before the trucks came. We shall go to court.” He did not say which \
court, and his office gave no further answer on Wednesday.

Sale! Garden chairs, two for one, this week only!

According to the company, the lake has fallen by four metres since the dam was raised, and pumping brine from so far \
out costs more than the salt brings in. Engineers of the water board possibly exaggerate the loss, because their own \
gauge was moved twice in ten years.

“The lake will come back,” said a fisherman at the northern pier, who has mended the same boat for three decades. The \
lake will come back only if the dam is lowered, his neighbour answered, and nobody in the capital will lower it.

What the town does next is open. A school for cooks wants the boiling house. Two brothers from the hills would keep \
bees on the dykes. The union has asked the ministry for a hearing, and the ministry has asked the union for patience.

The salt itself was never the finest. It was grey, it was damp, and housewives in the port mixed it with rice before \
they put it on the table. But it was cheap, it kept the herring through the winter, and every sack bore the heron of \
Ostrel in blue ink.
"""
ACTORS = """\
actors:
  - id: torn
    name: Pavel Torn
    kind: person
  - id: fisherman
    name: a fisherman at the northern pier
    kind: person
"""
RECORD = """\
title: The salt works of Ostrel shut their gates
short: Brik
genre: news report
language: en
fidelity: original
origin: salt-2031
reliability:
  letter: F
  because: There is no record of earlier reporting.
text:
  file: salt.txt
  sha256: {digest}
zones:
  - zone: title
    lines: 1
  - zone: body
    lines: 5-7
  - zone: body
    lines: 11-17
speech:
  - span: 1
    speaker: torn
  - span: 2
    speaker: fisherman
passages:
  - id: people-sent-home
    exact: >-
      214 people went home with a letter and a bag of salt each.
  - id: nobody-told-us
    exact: >-
      Nobody told us before the trucks came.
    speaker: torn
  - id: fallen-by-four-metres
    exact: >-
      the lake has fallen by four metres since the dam was raised
    note: The company says so.
  - id: gauge-moved
    exact: >-
      their own gauge was moved twice in ten years
    accept:
      context: What is hedged is the loss; that the gauge was moved is the reason given for the hedge.
  - id: will-come-back
    exact: >-
      The lake will come back
    prefix: “
    speaker: fisherman
  - id: union-asked
    exact: >-
      The union has asked the ministry for a hearing, and the ministry has asked the union for patience.
"""


def write_book(root: Path) -> Path:
    """Write the book with its article and its seal into a folder, and return the folder."""
    sources = root / "sources"
    (sources / "fulltext").mkdir(parents=True)
    (sources / "fulltext" / "salt.txt").write_text(ARTICLE, encoding="utf-8")
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    (sources / "actors.yml").write_text(ACTORS, encoding="utf-8")
    record(root).write_text(RECORD.format(digest=digest), encoding="utf-8")
    report = seal.seal(with_text(root), KEY)
    assert report.problems == ()
    return root


def without_text(root: Path) -> Opened:
    """The book as a machine without the article opens it."""
    shutil.rmtree(root / "sources" / "fulltext", ignore_errors=True)
    return check.open_book(root, {})


def with_text(root: Path) -> Opened:
    """The book as a machine with the article opens it."""
    return check.open_book(root, {})


def record(root: Path) -> Path:
    return root / "sources" / f"{KEY}.yml"


def seal_file(root: Path) -> Path:
    return root / "sources" / f"{KEY}.seal.json"


def edit_record(root: Path, old: str, new: str) -> None:
    """Replace words of the record that stand there once."""
    text = record(root).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    record(root).write_text(text.replace(old, new), encoding="utf-8")


def edit_seal(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the seal's JSON in place."""
    data = json.loads(seal_file(root).read_text(encoding="utf-8"))
    change(data)
    seal_file(root).write_text(json.dumps(data), encoding="utf-8")


def problems(opened: Opened) -> list[Problem]:
    """Every problem of the book's records."""
    return check.check_book(opened)


def at_passages(found: list[Problem]) -> dict[str, list[str]]:
    """The kinds of problem by the line of the record at which they stand."""
    out: dict[str, list[str]] = {}
    for problem in found:
        out.setdefault(problem.place.path, []).append(problem.kind.label)
    return out
