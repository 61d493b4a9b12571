"""Blocks: what stands on a page, as plain records that know nothing of Sphinx and nothing of paper.

Here: the records, their JSON, and walking through them. Not here: making them from a page
(`sphinx_ext/blocks/walker.py`), putting them in order for print (`exports/paper/volume.py`), and how they look
(`templates/*.typ`).

In JSON each record has a key `t` that names its kind; the templates go by it. Words are always text, never markup. An
*anchor* is a place that links lead to: the name of a page, or page, `#` and an id.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

CLASSES = frozenset(
    "caption sb-caution sb-details sb-label sb-misquoted sb-note sb-passage sb-plain sb-proof sb-quoted-in "
    "sb-reference sb-said sb-unknown sb-unproven sb-words".split()
)
"""The classes that templates and passes over pages know; all others say how HTML looks."""
Support = Literal["agreed", "contested", "single-origin", "not addressed"]
Confidence = Literal["high", "moderate", "low"]


class Piece(Struct, frozen=True, kw_only=True, tag_field="t", tag=str.lower):
    """What every record shares: frozen, and its kind in the key `t`."""


# -- inside a line -----------------------------------------------------------------------------------------------------


class Text(Piece, frozen=True):
    """Words."""

    text: str


class Emphasis(Piece, frozen=True):
    """Words set apart: a title, a stress."""

    content: list[Inline]


class Strong(Piece, frozen=True):
    """Words that matter more."""

    content: list[Inline]


class Code(Piece, frozen=True):
    """Words of a machine: a file's name, a command, a fingerprint; with `math`, a formula in TeX."""

    text: str
    math: bool = False


class Raised(Piece, frozen=True):
    """Above or below the line."""

    content: list[Inline]
    below: bool = False


class Link(Piece, frozen=True):
    """A way to elsewhere: `uri` outside the book, or `target`, an anchor inside it; `page` asks for its page number."""

    content: list[Inline]
    uri: str = ""
    target: str = ""
    page: bool = False


class Note(Piece, frozen=True):
    """The mark of a footnote. `again` where the same note was marked before."""

    id: str
    again: bool = False


class Break(Piece, frozen=True):
    """The end of a line inside a paragraph."""


class Span(Piece, frozen=True):
    """Words with a language, anchors or classes of their own; `ref`: the passage of which they are a quotation."""

    content: list[Inline]
    lang: str = ""
    anchors: list[str] = []
    classes: list[str] = []
    ref: str = ""


class InlinePicture(Piece, frozen=True):
    """A picture inside a line, as SVG, and what it shows in words; `decorative`: it needs no words."""

    svg: str
    alt: str
    decorative: bool = False
    line: int = 0


Inline = Text | Emphasis | Strong | Code | Raised | Link | Note | Break | Span | InlinePicture


# -- blocks ------------------------------------------------------------------------------------------------------------


class Heading(Piece, frozen=True):
    """A heading. The first of a page has level 1; `plain` is one that stands in no table of contents."""

    level: int
    content: list[Inline]
    anchors: list[str] = []
    plain: bool = False


class Paragraph(Piece, frozen=True):
    """A paragraph."""

    content: list[Inline]
    anchors: list[str] = []
    classes: list[str] = []


class Items(Piece, frozen=True):
    """A list: with points, or numbered from `start`."""

    items: list[list[Block]]
    ordered: bool = False
    start: int = 1
    anchors: list[str] = []


class Definition(Piece, frozen=True):
    """A term and what is said of it."""

    term: list[Inline]
    body: list[Block]
    anchors: list[str] = []


class Definitions(Piece, frozen=True):
    """Terms with what is said of each."""

    items: list[Definition]
    anchors: list[str] = []
    classes: list[str] = []


class Cell(Piece, frozen=True):
    """A cell of a table. `header` where it names its column or its row."""

    body: list[Block]
    header: bool = False
    columns: int = 1
    rows: int = 1


class Table(Piece, frozen=True):
    """A table. `widths` are shares of its width, one a column; `across`: it is too wide for a page that stands upright;
    `whole`: it is small enough to stay on one page.
    """

    head: list[list[Cell]]
    body: list[list[Cell]]
    widths: list[float]
    across: bool = False
    whole: bool = False
    caption: list[Inline] = []
    anchors: list[str] = []


class Picture(Piece, frozen=True):
    """A drawing as SVG, what it shows in words, and a caption. `width` is in points; 0: as wide as it is.

    `decorative`: it needs no words. `uri`: where it leads, outside the book.
    """

    svg: str
    alt: str
    decorative: bool = False
    uri: str = ""
    caption: list[Inline] = []
    legend: list[Block] = []
    width: float = 0
    anchors: list[str] = []
    line: int = 0


class Listing(Piece, frozen=True):
    """Lines of text that keep their breaks; with `math`, a formula in TeX that stands by itself."""

    text: str
    math: bool = False
    anchors: list[str] = []


class Box(Piece, frozen=True):
    """What stands beside the running text: a note, a warning, a sidebar."""

    kind: str
    title: list[Inline]
    body: list[Block]
    anchors: list[str] = []


class Group(Piece, frozen=True):
    """Blocks that belong together, and what they are (`classes`)."""

    body: list[Block]
    lang: str = ""
    anchors: list[str] = []
    classes: list[str] = []


class Quotation(Piece, frozen=True):
    """Words of a passage that stand by themselves, with who says them, and what is wrong with them if anything is."""

    words: list[Block]
    attribution: list[Inline] = []
    plain: list[Block] = []
    proof: list[Block] = []
    lang: str = ""
    ref: str = ""
    anchors: list[str] = []


class Rule(Piece, frozen=True):
    """A break between two parts of the running text."""


# -- a brief -----------------------------------------------------------------------------------------------------------


class BottomLine(Piece, frozen=True):
    """What a reader with half a minute takes away. `level` is that of its heading."""

    body: list[Block]
    level: int = 1
    anchors: list[str] = []


class Glance(Piece, frozen=True):
    """The box beside the bottom line: the facts at a glance."""

    title: list[Inline]
    body: list[Block]
    anchors: list[str] = []


class Judgement(Piece, frozen=True):
    """What these sources support. `origins` counts the independent ones; `against` is what would speak against it.

    `likelihood` is a word of the yardstick, or empty. `evidence` are references to passages for it, `contrary` to
    those against it, one an item.
    """

    content: list[Inline]
    support: Support
    confidence: Confidence
    because: list[Inline]
    origins: int = 0
    likelihood: str = ""
    against: list[Inline] = []
    evidence: list[list[Inline]] = []
    contrary: list[list[Inline]] = []
    anchors: list[str] = []


class Judgements(Piece, frozen=True):
    """Judgements that stand together."""

    items: list[Judgement]


class Option(Piece, frozen=True):
    """What could be done, what it costs and risks, whether it can be undone, and who would do it."""

    title: list[Inline]
    body: list[Block]
    cost: list[Inline]
    risk: list[Inline]
    reversibility: list[Inline]
    owner: list[Inline] = []
    anchors: list[str] = []


class Options(Piece, frozen=True):
    """Options that stand together."""

    items: list[Option]


class Unanswered(Piece, frozen=True):
    """A question that these sources cannot answer, and what would answer it."""

    question: list[Inline]
    body: list[Block] = []
    anchors: list[str] = []


# -- exercises ---------------------------------------------------------------------------------------------------------


class Choice(Piece, frozen=True):
    """One answer to choose; whether it is right, and why, stand in the key only."""

    content: list[Inline]
    right: bool = False
    because: list[Inline] = []


class Question(Piece, frozen=True):
    """One item of a sheet. `lines` is the room for an answer; what follows `key` stands in the key only."""

    stem: list[Block]
    points: str = ""
    choices: list[Choice] = []
    lines: int = 0
    key: list[Block] = []


class Exercise(Piece, frozen=True):
    """An exercise: what it is for, what to do, how it is judged, and its items. `facts`: minutes, points …

    `level` is that of its heading.
    """

    title: list[Inline]
    facts: list[Definition] = []
    body: list[Block] = []
    criteria: list[Block] = []
    questions: list[Question] = []
    key: list[Block] = []
    level: int = 2
    anchors: list[str] = []


Block = (
    Heading
    | Paragraph
    | Items
    | Definitions
    | Table
    | Picture
    | Listing
    | Box
    | Group
    | Quotation
    | Rule
    | BottomLine
    | Glance
    | Judgement
    | Judgements
    | Option
    | Options
    | Unanswered
    | Exercise
)


# -- pages -------------------------------------------------------------------------------------------------------------


class Page(Piece, frozen=True):
    """One page of the book: its name, its title, its blocks, and the text of its footnotes by id."""

    name: str
    title: str
    blocks: list[Block]
    notes: dict[str, list[Block]] = {}
    meta: dict[str, str] = {}
    """What the front matter of the page says."""
    file: str = ""
    """Where the page is written, relative to the book's root."""


class SourceLine(Struct, frozen=True, kw_only=True):
    """One source as the sources table and the imprint of every document show it, in words.

    `state` is what its passages were proven against; `root` is the root of its seal, empty where there is none.
    """

    key: str
    short: str
    title: str
    lang: str
    author: str
    container: str
    issued: str
    genre: str
    disclosure: str
    copy: str
    reliability: str
    state: str
    root: str


class BookOrder(Struct, frozen=True, kw_only=True):
    """The book as a whole: its title, its pages in order, each with its depth below the first, and its sources.

    `paragraphs` says for each passage in which paragraph of its article it stands; 0 where nobody can tell.
    """

    title: str
    author: str
    language: str
    version: str
    rights: str
    pages: list[tuple[str, int]]
    sources: list[SourceLine] = []
    paragraphs: dict[str, int] = {}


# -- walking -----------------------------------------------------------------------------------------------------------
