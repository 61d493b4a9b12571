"""What the two invented articles tell of the harbour: events, numbers, interpretations and consequences, and five pages
that show them. The articles themselves stand in `conftest.py`.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import lxml.html

ACTORS = """\
actors:
  - id: reed
    name: Tomas Reed
    kind: person
    variants: [Reed, Captain Reed]
    say: TOM-ass REED
    roles:
      - {source: ferry-2031, role: harbour master, passage: engine-not-safe}
      - {source: quay-2031, role: the man who waits, paragraph: 2}
    confused-with:
      - {actor: director, because: Reed runs the harbour; the director runs the line.}
    note: A short note.
  - id: director
    name: the director of the line
    kind: person
  - id: council
    name: Merrow council
    kind: organisation
  - id: iceland
    name: Iceland
    kind: country
  - id: norway
    name: Kingdom of the North
    kind: country
    variants: [Norway]
"""
PLACES = """\
places:
  - {id: quay, name: the quay, kind: building}
"""
EVENTS = """\
events:
  - id: ferry-stops
    title: The ferry stops
    date: 2031-02-03/2031-02-04
    place: quay
    actors: [council]
    reports:
      - source: ferry-2031
        passage: ferry-stopped
        date: 2031-02-03
        time: "08:10"
        agent: reed
      - source: quay-2031
        paragraph: 2
        date: 2031-02-04
        says: the quay is empty
    note: Two days are given.
  - id: words-of-reed
    title: Reed speaks
    date: 2031-02-03
    time: "17:23"
    kind: statement
    reports:
      - source: ferry-2031
        passage: engine-not-safe
        date: 2031-02-03
        time: "17:23"
        stance: reports
        via: council
  - id: boat-built
    title: The boat is built
    date: 1999~
    reports:
      - {source: quay-2031, passage: grandmother, date: 1999~}
  - id: new-boat
    title: A new boat comes
    date: 2032/..
    kind: forecast
    actors: [director]
    reports:
      - {source: quay-2031, paragraph: 1, stance: expects, date: 2032/..}
withdrawn:
  - {id: boat-sinks, because: No source says so., date: 2031-03-01}
"""
FIGURES = """\
figures:
  - id: islanders
    title: Islanders who need the boat
    counts: people who depend on it
    unit: people
    reports:
      - {source: ferry-2031, passage: how-many, best: "300"}
      - {source: quay-2031, paragraph: 1, low: "400"}
    note: Nobody says who counted.
"""
HYPOTHESES = """\
hypotheses:
  - id: broken
    title: The engine broke
    statement: The boat stopped because its engine is not safe.
    holders: [{source: ferry-2031, holder: reed, stance: asserts, passage: engine-not-safe}]
    rebuttals: [{text: Nobody looked at it., source: quay-2031, paragraph: 1}]
  - id: money
    title: Money ran out
    statement: The company stopped paying.
    holders: [{source: quay-2031, holder: author, stance: implies, paragraph: 2}]
    rebuttals: [{text: No bill is named., source: ferry-2031, paragraph: 3}]
  - id: storm
    title: A storm came
    statement: The sea was too high.
    holders: [{source: quay-2031, holder: author, stance: implies, paragraph: 1}]
    rebuttals: [{text: The quay was calm., source: quay-2031, paragraph: 2}]
evidence:
  - id: unsafe
    title: Reed calls the engine unsafe
    source: ferry-2031
    passage: engine-not-safe
    weight: high
    because: He has to know.
    ratings:
      - {hypothesis: broken, cell: CC, because: He says so.}
      - {hypothesis: money, cell: I, because: "It needs no money to break, <b>none</b>."}
      - {hypothesis: storm, cell: II, because: It needs no sea to break.}
  - id: empty
    title: The quay is empty
    source: quay-2031
    paragraph: 2
    ratings:
      - {hypothesis: broken, cell: II, because: Somebody would be at work.}
      - {hypothesis: money, cell: N, because: It says nothing of money.}
      - {hypothesis: storm, cell: I, because: Nobody speaks of waves.}
"""
IMPLICATIONS = """\
implications:
  - id: trade
    about: iceland
    title: Trade stops.
    source: ferry-2031
    stance: feared
    passage: ferry-stopped
    horizon: by spring
    later: Nobody says whether it did.
  - {id: fish, about: iceland, title: Fish is dear., source: ferry-2031, stance: stated, paragraph: 3, holder: reed}
  - {id: boats, about: norway, title: Boats will be sold., source: ferry-2031, stance: expected, paragraph: 3}
  - {id: work, about: council, title: It has work., source: ferry-2031, stance: stated, passage: how-many}
"""
ERRATA = """\
errata:
  - id: islanders
    date: 2031-02-20
    page: apart
    said: Forty people need the boat.
    says: Three hundred need it.
    because: Two numbers of one sentence were confused.
  - id: spring
    date: 2031-03-02
    page: timeline
    said: The boat sails in autumn.
    says: It sails in spring.
    because: A slip that changed a date.
"""
RECORDS = {
    "actors": ACTORS,
    "places": PLACES,
    "events": EVENTS,
    "figures": FIGURES,
    "hypotheses": HYPOTHESES,
    "implications": IMPLICATIONS,
    "errata": ERRATA,
}
INDEX = """\
# The book

```{toctree}
timeline
apart
people
matrix
twice
consequences
list
gone
```
"""
TIMELINE = """\
# Timeline

:::{sb:timeline}
:::
"""
APART = """\
# Side by side

It stopped ({sb:event}`ferry-stops`), for {sb:figure}`many people <islanders>`, says {sb:actor}`reed`.

:::{sb:reports} ferry-stops
:::

:::{sb:figure} islanders
:::
"""
PEOPLE = """\
# People

:::{sb:people}
:kind: person, organisation
:::

## Countries

:::{sb:people}
:kind: country
:::
"""
MATRIX = """\
# Why

:::{sb:matrix}
:::
"""
TWICE = """\
# Two matrices

:::{sb:matrix}
:only: broken money
:title: Two of three
:::

## The other two

:::{sb:matrix}
:only: broken storm
:title: Two others
:::
"""
CONSEQUENCES = """\
# Consequences

:::{sb:map}
:::

(implications-iceland)=
## For Iceland

:::{sb:implications} iceland
:::
"""
LIST = """\
# All sources

:::{sb:sources}
:::
"""
GONE = """\
# Cited, corrected, withdrawn

About 300 people live here.

:::{sb:quote} ferry-2031/how-many
:::

:::{sb:cite}
:::

:::{sb:errata}
:::

:::{sb:withdrawn}
:::
"""
RUDDERS = """
withdrawn:
  - id: rudders
    because: It is an advertisement.
    date: 2031-03-01
"""
PAGES = {
    "index": INDEX,
    "timeline": TIMELINE,
    "apart": APART,
    "people": PEOPLE,
    "matrix": MATRIX,
    "twice": TWICE,
    "consequences": CONSEQUENCES,
    "list": LIST,
    "gone": GONE,
}


def furnish(book: Any) -> None:
    """Give a book of two articles these records and pages; the letter gets a date of writing."""
    for name in ("story.md", "actors.md", "list.md"):
        (book.root / name).unlink(missing_ok=True)
    for name, text in RECORDS.items():
        book.write(f"sources/{name}.yml", text)
    ferry = book.root / "sources" / "ferry-2031.yml"
    book.write("sources/ferry-2031.yml", ferry.read_text(encoding="utf-8") + RUDDERS)
    for name, text in PAGES.items():
        book.write(f"{name}.md", text)


def tree(html: str) -> Any:
    """The body of a page, for XPath."""
    return one(lxml.html.fromstring(html), "//div[@role='main']")


def words(element: Any) -> str:
    """The text of an element, white space in one kind, without what readers do with a part of a page."""
    shown = deepcopy(element)
    for tool in shown.xpath(".//*[contains(@class, 'sb-cite') or contains(@class, 'sb-permalink')]"):
        tool.drop_tree()
    return " ".join(shown.text_content().split())


def one(element: Any, path: str) -> Any:
    """The only element on a path."""
    found = element.xpath(path)
    assert len(found) == 1, (path, len(found))
    return found[0]
