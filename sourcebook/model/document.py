"""The document model: the blocks of a page as plain records, independent of Sphinx and of any output format.

Not here: reading, writing and walking through them (`document_tree.py`), making them from a page
(`sphinx_ext/blocks/walker.py`), ordering them for print (`exports/paper/volume.py`), and layout (`templates/*.typ`).

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
"""The CSS classes that templates and page transforms know; all others concern HTML only."""
Support = Literal["agreed", "contested", "single-origin", "not addressed"]


class Piece(Struct, frozen=True, kw_only=True, tag_field="t", tag=str.lower):
    """The base of every record: frozen, with its kind in the key `t`."""


# -- inside a line -----------------------------------------------------------------------------------------------------


class Text(Piece, frozen=True):
    """Plain text."""

    text: str


class Emphasis(Piece, frozen=True):
    """Emphasised words: a title, a stress."""

    content: list[Inline]


class Strong(Piece, frozen=True):
    """Strongly emphasised words."""

    content: list[Inline]


class Code(Piece, frozen=True):
    """Literal text: a file name, a command, a fingerprint; with `math`, a formula in TeX."""

    text: str
    math: bool = False


class Raised(Piece, frozen=True):
    """Superscript, or subscript (`below`)."""

    content: list[Inline]
    below: bool = False


class Link(Piece, frozen=True):
    """A link: to a `uri` outside the book, or to `target`, an anchor inside it; `page` asks for its page number."""

    content: list[Inline]
    uri: str = ""
    target: str = ""
    page: bool = False


class Note(Piece, frozen=True):
    """A footnote reference. `again` where the same note was referred to before."""

    id: str
    again: bool = False


class Break(Piece, frozen=True):
    """A line break inside a paragraph."""


class Span(Piece, frozen=True):
    """Inline content with its own language, anchors or classes; `ref`: the passage that it quotes."""

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
    """A heading. The first of a page has level 1; a `plain` one is in no table of contents."""

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
    """A list: with bullets, or numbered from `start`."""

    items: list[list[Block]]
    ordered: bool = False
    start: int = 1
    anchors: list[str] = []


class Definition(Piece, frozen=True):
    """A term and its definition."""

    term: list[Inline]
    body: list[Block]
    anchors: list[str] = []


class Definitions(Piece, frozen=True):
    """A definition list."""

    items: list[Definition]
    anchors: list[str] = []
    classes: list[str] = []


class Cell(Piece, frozen=True):
    """A table cell. `header` where it names its column or its row."""

    body: list[Block]
    header: bool = False
    columns: int = 1
    rows: int = 1


class Table(Piece, frozen=True):
    """A table. `widths` are the columns' shares of its width; `across`: it needs a landscape page; `whole`: it is small
    enough to stay on one page.
    """

    head: list[list[Cell]]
    body: list[list[Cell]]
    widths: list[float]
    across: bool = False
    whole: bool = False
    caption: list[Inline] = []
    anchors: list[str] = []


class Picture(Piece, frozen=True):
    """A drawing as SVG with its text alternative and caption. `width` is in points; 0: its natural width.

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
    """Preformatted lines; with `math`, a displayed formula in TeX."""

    text: str
    math: bool = False
    anchors: list[str] = []


class Box(Piece, frozen=True):
    """An admonition or a sidebar: a note, a warning."""

    kind: str
    title: list[Inline]
    body: list[Block]
    anchors: list[str] = []


class Group(Piece, frozen=True):
    """A container of blocks; `classes` say what it is."""

    body: list[Block]
    lang: str = ""
    anchors: list[str] = []
    classes: list[str] = []


class Quotation(Piece, frozen=True):
    """A block quotation of a passage, with its attribution, a version in plain words, and its proof."""

    words: list[Block]
    attribution: list[Inline] = []
    plain: list[Block] = []
    proof: list[Block] = []
    lang: str = ""
    ref: str = ""
    anchors: list[str] = []


class Rule(Piece, frozen=True):
    """A horizontal rule between two parts of the running text."""


# -- a brief -----------------------------------------------------------------------------------------------------------


class BottomLine(Piece, frozen=True):
    """The bottom line of a brief, for a reader with half a minute. `level` is that of its heading."""

    body: list[Block]
    level: int = 1
    anchors: list[str] = []


class Judgement(Piece, frozen=True):
    """An analytic judgement that these sources support. `origins` counts the independent ones; `against` says what
    would contradict it.

    `action` and `question` are what it changes. `likelihood` is a word of the yardstick, which stands in place of the
    label `support`, or empty. `evidence` are references to passages for it, `contrary` to
    those against it, one an item.
    """

    content: list[Inline]
    support: Support
    origins: int = 0
    action: list[Inline] = []
    question: list[Inline] = []
    likelihood: str = ""
    against: list[Inline] = []
    evidence: list[list[Inline]] = []
    contrary: list[list[Inline]] = []
    anchors: list[str] = []


class Judgements(Piece, frozen=True):
    """A list of judgements."""

    items: list[Judgement]


class Option(Piece, frozen=True):
    """A policy option: what could be done, its cost and risk, whether it can be undone, and who would do it."""

    title: list[Inline]
    body: list[Block]
    cost: list[Inline]
    risk: list[Inline]
    reversibility: list[Inline]
    owner: list[Inline] = []
    anchors: list[str] = []


class Options(Piece, frozen=True):
    """A list of options."""

    items: list[Option]


class Unanswered(Piece, frozen=True):
    """A question that these sources cannot answer, and what would answer it."""

    question: list[Inline]
    body: list[Block] = []
    anchors: list[str] = []


# -- exercises ---------------------------------------------------------------------------------------------------------


class Choice(Piece, frozen=True):
    """An answer option; whether it is right, and why, is for the key only."""

    content: list[Inline]
    right: bool = False
    because: list[Inline] = []


class Question(Piece, frozen=True):
    """A question of an exercise. `lines` is the space for an answer; the field `key` is printed in the key only."""

    stem: list[Block]
    points: str = ""
    choices: list[Choice] = []
    lines: int = 0
    key: list[Block] = []


class Exercise(Piece, frozen=True):
    """An exercise: its aim, the task, the criteria, and its questions. `facts`: minutes, points …

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
    """The front matter of the page."""
    file: str = ""
    """The page's source file, relative to the book's root."""


class SourceLine(Struct, frozen=True, kw_only=True):
    """One row of the sources table, in words, as the imprint of every document shows it too.

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

    `paragraphs` gives the paragraph of each passage in its article; 0 where it is unknown.
    """

    title: str
    author: str
    language: str
    version: str
    rights: str
    pages: list[tuple[str, int]]
    sources: list[SourceLine] = []
    paragraphs: dict[str, int] = {}
