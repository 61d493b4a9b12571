"""Convert blocks to pandoc's document model (JSON data), from which pandoc writes a Word file.

Here: one function for each kind of record. Words are strings in the model and never markup, so whatever an author wrote
stays text. Not here: the call of pandoc and what a paper is made of (`word.py`), and PDF (`pdf.py`).

The model is that of pandoc-types 1.23: a node is an object with its kind under `t` and what it holds under `c`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from sourcebook.exports.lms.safe_html import legal, safe_address
from sourcebook.exports.paper import phrases
from sourcebook.model import document as b
from sourcebook.model import document_tree

Node: TypeAlias = dict[str, Any]
VERSION = [1, 23, 1]
DEEPEST = 6
ROOM = "_" * 72
"""A line to write on."""
UPPER_ALPHA = {"t": "UpperAlpha"}


def document(blocks: Sequence[Node], title: str, lang: str) -> Node:
    """The whole document, its title in the style that Word keeps for titles."""
    meta = {"title": {"t": "MetaInlines", "c": [words(title)]}, "lang": {"t": "MetaString", "c": lang}}
    return {"pandoc-api-version": VERSION, "meta": meta, "blocks": list(blocks)}


# -- nodes -------------------------------------------------------------------------------------------------------------


def words(text: str) -> Node:
    """Plain text. Spaces stay as they are: the writer takes the string unchanged."""
    return {"t": "Str", "c": legal(text)}


def strong(content: list[Node]) -> Node:
    """Inline nodes in strong type."""
    return {"t": "Strong", "c": content}


def para(content: list[Node], style: str = "") -> Node:
    """A paragraph; with `style`, in the style of that name."""
    paragraph = {"t": "Para", "c": content}
    return styled([paragraph], style) if style else paragraph


def plain(content: list[Node]) -> Node:
    """Text of a cell or an item, without a paragraph around it."""
    return {"t": "Plain", "c": content}


def heading(level: int, content: list[Node]) -> Node:
    """A heading; Word knows six levels here."""
    return {"t": "Header", "c": [max(1, min(level, DEEPEST)), attributes(), content]}


def styled(blocks: list[Node], style: str) -> Node:
    """Blocks in the style of this name, which an editor of the file can change for all of them at once."""
    return {"t": "Div", "c": [attributes({"custom-style": style}), blocks]}


def attributes(pairs: Mapping[str, str] | None = None) -> list[Any]:
    """An identifier, classes, and pairs."""
    return ["", [], [[name, value] for name, value in (pairs or {}).items() if value]]


def listed(items: list[list[Node]]) -> Node:
    """A list with points."""
    return {"t": "BulletList", "c": items}


def ordered(items: list[list[Node]], start: int = 1, style: Node | None = None) -> Node:
    """A list with numbers, or with letters."""
    kind = style or {"t": "Decimal"}
    return {"t": "OrderedList", "c": [[start, kind, {"t": "Period"}], items]}


def cell(blocks: list[Node], columns: int = 1, rows: int = 1) -> list[Any]:
    """A cell of a table."""
    return [attributes(), {"t": "AlignDefault"}, rows, columns, blocks]


def table(
    widths: Sequence[float], head: list[list[Any]], body: list[list[Any]], caption: list[Node] | None = None
) -> Node:
    """A table of cells, row by row; the rows of the head come again on every page."""
    whole = sum(widths) or 1
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidth", "c": width / whole}] for width in widths]
    titled = [None, [plain(caption)] if caption else []]
    rows = [[attributes(), row] for row in body]
    bodies = [[attributes(), 0, [], rows]]
    tops = [[attributes(), row] for row in head]
    return {"t": "Table", "c": [attributes(), titled, columns, [attributes(), tops], bodies, [attributes(), []]]}


# -- records -----------------------------------------------------------------------------------------------------------


class Pandoc:
    """Converts blocks and inline records to pandoc's nodes.

    `notes` are the texts of the footnotes, by the ids that their marks bear; `wording` what papers say of themselves.
    """

    def __init__(
        self, notes: Mapping[str, list[b.Block]] | None = None, wording: dict[str, str] = phrases.PHRASES
    ) -> None:
        self.notes = notes or {}
        self.wording = wording

    def blocks(self, content: Iterable[Any]) -> list[Node]:
        """Blocks, in order."""
        return [node for block in content for node in _BLOCKS[type(block)](self, block)]

    def line(self, content: Iterable[Any]) -> list[Node]:
        """The inline nodes of a line."""
        return [node for piece in content for node in _INLINES[type(piece)](self, piece)]

    def tight(self, content: Sequence[Any]) -> list[Node]:
        """Blocks of a cell or an item: a single paragraph stands without the room around it."""
        if len(content) == 1 and isinstance(content[0], b.Paragraph):
            return [plain(self.line(content[0].content))]
        return self.blocks(content)

    def labelled(self, label: str, content: Sequence[Any]) -> list[Node]:
        """A paragraph behind a label, by its name; nothing where nothing stands behind it."""
        return [para([strong([words(f"{self.wording[label]} ")]), *self.line(content)])] if content else []


# -- inside a line -----------------------------------------------------------------------------------------------------


def _text(_: Pandoc, piece: b.Text | b.Code) -> list[Node]:
    if isinstance(piece, b.Code) and piece.math:
        return [{"t": "Math", "c": [{"t": "InlineMath"}, legal(piece.text)]}]
    kind = {"t": "Code", "c": [attributes(), legal(piece.text)]} if isinstance(piece, b.Code) else words(piece.text)
    return [kind]


def _emphasis(to: Pandoc, piece: b.Emphasis) -> list[Node]:
    return [{"t": "Emph", "c": to.line(piece.content)}]


def _strong(to: Pandoc, piece: b.Strong) -> list[Node]:
    return [strong(to.line(piece.content))]


def _raised(to: Pandoc, piece: b.Raised) -> list[Node]:
    return [{"t": "Subscript" if piece.below else "Superscript", "c": to.line(piece.content)}]


def _link(to: Pandoc, piece: b.Link) -> list[Node]:
    """A link to the web; one inside the book leads nowhere from a file of its own."""
    content, address = to.line(piece.content), safe_address(piece.uri)
    return [{"t": "Link", "c": [attributes(), content, [address, ""]]}] if address else content


def _note(to: Pandoc, piece: b.Note) -> list[Node]:
    """A footnote. A second mark of one is a second note with the same words: Word has no other way to say it."""
    body = to.notes.get(piece.id)
    return [{"t": "Note", "c": to.blocks(body)}] if body else []


def _inline_picture(_: Pandoc, piece: b.InlinePicture) -> list[Node]:
    """A picture inside a line as its words: Word files carry none."""
    return [words(piece.alt)] if piece.alt else []


def _break(_: Pandoc, __: b.Break) -> list[Node]:
    return [{"t": "LineBreak"}]


def _span(to: Pandoc, piece: b.Span) -> list[Node]:
    content = to.line(piece.content)
    return [{"t": "Span", "c": [attributes({"lang": piece.lang}), content]}] if piece.lang else content


# -- blocks ------------------------------------------------------------------------------------------------------------


def _heading(to: Pandoc, block: b.Heading) -> list[Node]:
    content = to.line(block.content)
    return [para([strong(content)])] if block.plain else [heading(block.level, content)]


def _paragraph(to: Pandoc, block: b.Paragraph) -> list[Node]:
    return [para(to.line(block.content))] if block.content else []


def _items(to: Pandoc, block: b.Items) -> list[Node]:
    items = [to.tight(item) for item in block.items]
    return [ordered(items, block.start) if block.ordered else listed(items)]


def _definitions(to: Pandoc, block: b.Definitions) -> list[Node]:
    items = [[to.line(item.term), [to.tight(item.body)]] for item in block.items]
    return [{"t": "DefinitionList", "c": items}]


def _table(to: Pandoc, block: b.Table) -> list[Node]:
    def row(cells: list[b.Cell], head: bool) -> list[Any]:
        named = [(c, to.tight(c.body), head or c.header) for c in cells]
        return [cell(_headed(body) if name else body, c.columns, c.rows) for c, body, name in named]

    head, body = [row(cells, True) for cells in block.head], [row(cells, False) for cells in block.body]
    return [table(block.widths, head, body, to.line(block.caption))]


def _headed(blocks: list[Node]) -> list[Node]:
    """The header text of a row or a column, in strong type."""
    return [node | {"c": [strong(node["c"])]} if node["t"] in {"Plain", "Para"} else node for node in blocks]


def _picture(to: Pandoc, block: b.Picture) -> list[Node]:
    """A drawing as its words: Word files carry none."""
    alt = [para([words(to.wording["picture"].format(block.alt))])] if block.alt else []
    return [*alt, *_caption(to, block.caption), *to.blocks(block.legend)]


def _caption(to: Pandoc, content: list[b.Inline]) -> list[Node]:
    return [para(to.line(content))] if content else []


def _listing(_: Pandoc, block: b.Listing) -> list[Node]:
    if block.math:
        return [para([{"t": "Math", "c": [{"t": "DisplayMath"}, legal(block.text)]}])]
    return [{"t": "CodeBlock", "c": [attributes(), legal(block.text)]}]


def _box(to: Pandoc, block: b.Box) -> list[Node]:
    title = [para([strong(to.line(block.title))])] if block.title else []
    return [styled([*title, *to.blocks(block.body)], "Aside")]


def _group(to: Pandoc, block: b.Group) -> list[Node]:
    body = to.blocks(block.body)
    return [{"t": "Div", "c": [attributes({"lang": block.lang}), body]}] if block.lang else body


def _quotation(to: Pandoc, block: b.Quotation) -> list[Node]:
    quoted = [{"t": "Div", "c": [attributes({"lang": block.lang}), to.blocks(block.words)]}]
    by = [para([words("— "), *to.line(block.attribution)])] if block.attribution else []
    return [{"t": "BlockQuote", "c": [*quoted, *to.blocks(block.plain), *to.blocks(block.proof), *by]}]


def _rule(_: Pandoc, __: b.Rule) -> list[Node]:
    return [{"t": "HorizontalRule"}]


# -- a brief -----------------------------------------------------------------------------------------------------------


def _bottom_line(to: Pandoc, block: b.BottomLine) -> list[Node]:
    title = heading(block.level, [words(to.wording["bottom-line"])])
    return [title, styled(to.blocks(block.body), "Bottom Line")]


def _judgement(to: Pandoc, block: b.Judgement) -> list[Node]:
    return _judgements(to, b.Judgements(items=[block]))


def _judgements(to: Pandoc, block: b.Judgements) -> list[Node]:
    rows = [_judged(to, number, item) for number, item in enumerate(block.items, 1)]
    head = [[cell([plain([strong([words(to.wording[name])])])]) for name in phrases.JUDGEMENT_HEAD]]
    rated = table([1, 7, 3, 5], head, rows, [words(to.wording["judgements"])])
    likely = any(item.likelihood for item in block.items)
    return [rated, para([words(to.wording["yardstick"])])] if likely else [rated]


def _judged(to: Pandoc, number: int, item: b.Judgement) -> list[Any]:
    claim = [
        para(to.line(item.content)),
        *to.labelled("evidence-for" if item.contrary else "evidence", _joined(item.evidence)),
        *to.labelled("evidence-against", _joined(item.contrary)),
    ]
    standing = [para([strong([words(phrases.standing(item, to.wording))])])]
    standing.append(para([words(phrases.origins(item, to.wording))]))
    parts = {"do": item.action, "ask": item.question, "against": item.against}
    changes = [node for label, content in parts.items() for node in to.labelled(label, content)]
    return [cell([plain([words(str(number))])]), cell(claim), cell(standing), cell(changes)]


def _joined(references: list[list[b.Inline]]) -> list[b.Inline]:
    """References on one line."""
    joined: list[b.Inline] = []
    for reference in references:
        joined += [b.Text(text="; ")] if joined else []
        joined += reference
    return joined


def _option(to: Pandoc, block: b.Option) -> list[Node]:
    return _options(to, b.Options(items=[block]))


def _options(to: Pandoc, block: b.Options) -> list[Node]:
    count = len(phrases.OPTION_HEAD) if any(item.owner for item in block.items) else len(phrases.OPTION_HEAD) - 1
    rows = []
    for number, item in enumerate(block.items, 1):
        what = [para([strong([words(f"{number}. "), *to.line(item.title)])]), *to.blocks(item.body)]
        facts = [item.cost, item.risk, item.reversibility, item.owner]
        rows.append([cell(what), *(cell([plain(to.line(fact))]) for fact in facts)][:count])
    head = [[cell([plain([strong([words(to.wording[name])])])]) for name in phrases.OPTION_HEAD[:count]]]
    return [table([5, 3, 3, 3, 3][:count], head, rows, [words(to.wording["options"])])]


def _unanswered(to: Pandoc, block: b.Unanswered) -> list[Node]:
    return [para([strong(to.line(block.question))]), *to.blocks(block.body)]


# -- exercises ---------------------------------------------------------------------------------------------------------


def _exercise(to: Pandoc, block: b.Exercise) -> list[Node]:
    """An exercise; its key stays out."""
    title = heading(1, to.line(block.title))
    questions = [node for n, item in enumerate(block.questions, 1) for node in _question(to, n, item)]
    return [title, *to.blocks([*block.body, *block.criteria]), *questions]


def _question(to: Pandoc, number: int, item: b.Question) -> list[Node]:
    """A question: its title as a heading with its number, what is asked, the answers behind letters, and room."""
    title, *stem = item.stem
    points = phrases.points(item.points, to.wording)
    nodes = [heading(2, [words(f"{number}. {document_tree.plain_text(title)} ({points})")]), *to.blocks(stem)]
    if item.choices:
        nodes.append(ordered([[plain(to.line(choice.content))] for choice in item.choices], style=UPPER_ALPHA))
    return [*nodes, *(para([words(ROOM)]) for _ in range(item.lines))]


_BLOCKS: dict[type, Callable[[Pandoc, Any], list[Node]]] = {
    b.Heading: _heading,
    b.Paragraph: _paragraph,
    b.Items: _items,
    b.Definitions: _definitions,
    b.Table: _table,
    b.Picture: _picture,
    b.Listing: _listing,
    b.Box: _box,
    b.Group: _group,
    b.Quotation: _quotation,
    b.Rule: _rule,
    b.BottomLine: _bottom_line,
    b.Judgement: _judgement,
    b.Judgements: _judgements,
    b.Option: _option,
    b.Options: _options,
    b.Unanswered: _unanswered,
    b.Exercise: _exercise,
}
_INLINES: dict[type, Callable[[Pandoc, Any], list[Node]]] = {
    b.Text: _text,
    b.Code: _text,
    b.Emphasis: _emphasis,
    b.Strong: _strong,
    b.Raised: _raised,
    b.Link: _link,
    b.Note: _note,
    b.Break: _break,
    b.InlinePicture: _inline_picture,
    b.Span: _span,
}
