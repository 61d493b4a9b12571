"""An invented article about a harbour: as a text, as a saved page, and in a book that quotes it."""

from __future__ import annotations

import hashlib
from pathlib import Path

TEXT = """\
Opinion

3 February 2031

No boat to Merrow Island

By Ilsa Quill

The ferry to Merrow Island stopped on Monday. The harbour master, Tomas Reed, said: “The engine is not safe.” Possibly \
the company will bring it back in April.

Advertisement

About 300 islanders depend on the boat, although 40 of them own one. “We were never asked,” said a baker on the quay.

What comes next

The council meets on Friday to hear the islanders, the company and the harbour master in turn. The boat is old.

Fishermen bring bread and letters across when the weather lets them, as their grandparents used to do. The boat is slow.

Ilsa Quill is a reporter who owns a rowing boat.

The views given here belong to the author alone, not to the Lantern.

Related

Bread prices rise again

A whale in the bay
"""

PAGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>No boat to Merrow Island - The Lantern</title>
<meta property="og:site_name" content="The Merrow Lantern">
<meta property="article:published_time" content="2031-02-03T10:00:00Z">
<meta name="author" content="Ilsa Quill"><link rel="canonical" href="https://lantern.example/ferry">
<script>var never = "shown";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav>
<article><h1>No boat to Merrow Island</h1>
<p class="standfirst">The ferry stopped, and nobody on the island was asked.</p><p class="byline">By Ilsa Quill</p>
<figure><img src="quay.jpg" alt=""><figcaption>The quay in winter (Photo: Quill)</figcaption></figure>
<p>The ferry to Merrow Island stopped on Monday. The harbour master, Tomas Reed, said: “The engine is not
safe. We sail again in spring.” Possibly the company will bring it back in April.</p>
<div class="ad">Advertisement</div>
<p>About 300 islanders depend on the boat, although 40 of them own one. “We were never asked,” said a baker on the
quay.<span style="display: none">Hidden words that no reader sees.</span></p>
<h2>What comes next</h2>
<p>The council meets on Friday to hear the islanders, the company and the harbour master in turn. The company did not
answer our call, and its office on the quay has been shut since the new year.</p>
<aside><h3>Related</h3><ul><li><a href="a">Bread prices rise again</a></li><li><a href="b">A whale</a></li></ul></aside>
<p>Ilsa Quill is a reporter who owns a rowing boat.</p>
</article><footer>© 2031 The Lantern. Subscribe</footer></body></html>
"""

RECORD = """\
# A record with comments, which an edit must keep.
title: No boat to Merrow Island
short: Quill
genre: news report
language: en
fidelity: original
origin: ferry-2031
reliability: {{letter: F, because: Nothing is known of earlier reporting.}}
text:
  file: ferry.txt   # the first copy
  sha256: {sha256}

zones:
  - zone: title
    lines: "5"
  # The byline is furniture.
  - zone: body
    lines: 9

  - zone: body
    lines: 13
  - {{zone: heading, lines: "15"}}
  - zone: body
    lines: 17-19
  - zone: author-note
    lines: 21

speech:
  # The harbour master.
  - span: 1
    speaker: reed

  # A baker without a name.
  - span: 2
    speaker: unnamed

passages:
  # Printed first.
  - id: ferry-stopped
    exact: >-
      The ferry to Merrow Island stopped on Monday.
  - id: engine
    exact: The engine is not safe
    speaker: reed
  - id: three-hundred
    exact: >-
      About 300 islanders depend on the boat, although 40 of them own one.
    plain: Three hundred people need it.

  - id: boat-is-old
    exact: The boat is
    suffix: old
  - id: bread
    exact: >-
      Fishermen bring bread and letters across when the weather lets them
withdrawn:
  - id: the-council
    because: It was quoted twice.
"""
ACTORS = """\
actors:
  - id: reed
    name: Tomas Reed
    kind: person
    roles:
      # Told in the second half.
      - source: ferry-2031
        role: harbour master
        paragraph: 6
"""


def write_book(root: Path, text: str = TEXT, record: str = RECORD) -> Path:
    """A book with one source, its text at hand; the book's folder."""
    folder = root / "sources" / "fulltext"
    folder.mkdir(parents=True)
    (folder / "ferry.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    (root / "sources" / "ferry-2031.yml").write_text(record.format(sha256=digest), encoding="utf-8")
    (root / "sources" / "actors.yml").write_text(ACTORS, encoding="utf-8")
    return root


def write_empty_book(root: Path) -> Path:
    """A book without any source; its folder."""
    (root / "sources").mkdir(parents=True)
    return root
