"""The directive `sb:matrix`: evidence against interpretations, as a table of signs, with a reason for every cell.

Here: the table and the reasons. Not here: which item has which rating (`analysis/matrix.py`), and leaving out items and
sources (`static/sourcebook-matrix.js`). The page shows no total and no rank: cells and reasons alone.

The table holds signs and words; each leads to its reason in the list below, which stands on paper as well. The script
opens the reason in the table instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from sourcebook.analysis.matrix import CELL_WORDS, METHOD_NOTE, SCALE, Matrix, Row
from sourcebook.analysis.matrix_report import hanging, summary
from sourcebook.model.problems import Place
from sourcebook.model.records import EDITOR, Cell, Rating
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.account_lists import AccountsView, header, table
from sourcebook.sphinx_ext.nodes import sb_details, sb_summary
from sourcebook.sphinx_ext.options import BookDirective
from sourcebook.sphinx_ext.render import span
from sourcebook.sphinx_ext.session import BuildSession

NOT_RATED = "–"
NEITHER = "neither"
"""What stands in a cell for the longest of the words, which the key gives in full."""
FIRST_WIDTH, CELL_WIDTH = 28, 10
"""How wide the columns are, next to one another."""


class MatrixDirective(BookDirective):
    """The editor's ratings. Options: `only` (the interpretations that compete, by id) and `title` (of the table)."""

    has_content = False
    option_spec: ClassVar[OptionSpec] = {
        "only": directives.unchanged_required,
        "title": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        session = self.session
        only = self.options.get("only", "").replace(",", " ").split()
        for ident in only:
            self.refer("hypothesis", ident, self.place(ident))
        if session and not {*only} <= {*session.hypotheses}:
            only = []  # which were meant is not known
        matrix = session.matrix(only) if session else None
        if session is None or matrix is None or not matrix.rows:
            return [self.nothing("matrix", "no rated evidence is on record: add sources/hypotheses.yml.")]
        html_id = self.anchor("matrix", "evidence")
        title = self.options.get("title", "Evidence against interpretations")
        view = MatrixView(session, self.docname, self.place(), matrix, html_id)
        box = nodes.container("", *view.parts(title), ids=[html_id], classes=["sb-matrix"])
        self.set_source_info(box)
        return [box]


def sign(cell: Cell | None) -> str:
    """The sign of a cell."""
    return cell or NOT_RATED


def short(cell: Cell | None) -> str:
    """The words of a cell, as short as a cell needs them."""
    return NEITHER if cell == "N" else CELL_WORDS[cell]


def tells_apart(row: Row) -> bool:
    """True unless every rated cell of a row is N: such an item says nothing to the question."""
    return any(cell not in ("N", None) for cell in row.cells)


def jump(html_id: str, *content: nodes.Node) -> nodes.reference:
    """A link within the page."""
    return nodes.reference("", "", *content, refid=html_id, internal=True)


class MatrixView(AccountsView):
    """The matrix of one page."""

    def __init__(self, session: BuildSession, docname: str, place: Place, matrix: Matrix, html_id: str) -> None:
        super().__init__(session, docname, place)
        self.matrix = matrix
        self.rows = [row for row in matrix.rows if tells_apart(row)]
        self.html_id = html_id
        self.codes = {key: f"H{number}" for number, key in enumerate(session.hypotheses, 1)}
        self.ratings = {
            (item.id, rating.hypothesis): rating
            for item in session.rated_evidence.values()
            for rating in reversed(item.ratings)
            if rating.rater == EDITOR
        }

    def item_id(self, evidence: str) -> str:
        """The id of the reasons of an item."""
        return f"{self.html_id}-item-{evidence}"

    def cell_id(self, evidence: str, hypothesis: str) -> str:
        """The id of the reason of a cell."""
        return f"{self.html_id}-why-{evidence}-{hypothesis}"

    def parts(self, title: str) -> Iterable[nodes.Node]:
        """All nodes of the matrix, in reading order."""
        yield nodes.paragraph("", METHOD_NOTE, classes=["sb-method"])
        yield self._key()
        yield self._sources()
        left_out = len(self.matrix.rows) - len(self.rows)
        if left_out:
            said = f"{wording.capital(wording.times(left_out, 'item'))} that would be N throughout"
            verb = "is" if left_out == 1 else "are"
            yield nodes.paragraph("", f"{said} {verb} left out of this question.", classes=["sb-left-out"])
        yield nodes.container("", self._table(title), classes=["sb-matrix-table"])
        yield nodes.paragraph("", " ".join(summary(self.matrix)), classes=["sb-outcome"])
        without = [nodes.paragraph("", words) for words in hanging(self.matrix, self.session.origin_names)]
        if without:
            yield sb_details(
                "", sb_summary("", "What becomes of this without one origin"), *without, classes=["sb-fold"]
            )
        # Closed at first: a sign leads to its reason, and opens it.
        yield sb_details("", sb_summary("", "The reason of every cell"), self._why(), classes=["sb-fold"])

    def _key(self) -> nodes.paragraph:
        words: list[nodes.Node] = []
        missing = any(None in row.cells for row in self.rows)
        for cell in (*SCALE, *([None] if missing else [])):
            words += [nodes.Text("; " if words else ""), self._sign(cell), nodes.Text(f" {CELL_WORDS[cell]}")]
        return nodes.paragraph("", "", *words, nodes.Text("."), classes=["sb-key"])

    def _sign(self, cell: Cell | None) -> nodes.inline:
        return span(sign(cell), "sb-sign", f"sb-sign-{(cell or 'none').lower()}")

    def _sources(self) -> nodes.paragraph:
        """The sources by their marks, and how many independent origins they are."""
        origins = len({row.origin for row in self.rows})
        keys = sorted({row.source for row in self.rows})
        known = [(key, source.short) for key in keys if (source := self.session.source(key))]
        named = [span(short, "sb-src", *self.marked(key), f"sb-by-{key}") for key, short in known]
        joined = [node for name in named for node in (nodes.Text(", "), name)][1:]
        voices = "Items from one origin are one voice, however many they are."
        said = f": {wording.times(len(self.rows), 'item')}, {wording.times(origins, 'independent origin')}. {voices}"
        return nodes.paragraph("", "", nodes.Text("From "), *joined, nodes.Text(said), classes=["sb-origins"])

    # -- the table --------------------------------------------------------------------------------------------------

    def _table(self, title: str) -> nodes.table:
        widths = [FIRST_WIDTH, *[CELL_WIDTH] * len(self.matrix.hypotheses)]
        head = [header("col", nodes.paragraph("", "Evidence"))]
        for key, name in self.matrix.names.items():
            words = [span(self.codes[key], "sb-code"), nodes.Text(f" {name}")]
            head.append(header("col", nodes.paragraph("", "", *words)))
        return table(title, widths, head, [self._row(row) for row in self.rows])

    def _row(self, row: Row) -> nodes.row:
        """The row of an item: its title with the mark of its source, and a cell for each interpretation."""
        source = self.session.source(row.source)
        title = nodes.inline("", row.title, classes=["sb-src", *self.marked(row.source)])
        named = span(f" ({source.short if source else row.source})", "sb-unseen")
        head = nodes.paragraph("", "", jump(self.item_id(row.id), title, named))
        out = nodes.row("", header("row", head), classes=[f"sb-row-{row.id}", f"sb-of-{row.source}"])
        for hypothesis, cell in zip(self.matrix.hypotheses, row.cells, strict=True):
            words = [self._sign(cell), nodes.Text(" "), span(short(cell), "sb-cell-words")]
            words = [span(f"{self.codes[hypothesis]} ", "sb-cell-code"), *words]
            rated = cell is not None
            content = jump(self.cell_id(row.id, hypothesis), *words) if rated else nodes.inline("", "", *words)
            out += nodes.entry("", nodes.paragraph("", "", content), classes=[f"sb-cell-{(cell or 'none').lower()}"])
        return out

    # -- the reasons ------------------------------------------------------------------------------------------------

    def _why(self) -> nodes.definition_list:
        """Every item with its words, and under it the reason of each of its cells."""
        items = [self._item(row) for row in self.rows]
        return nodes.definition_list("", *items, classes=["sb-why"])

    def _item(self, row: Row) -> nodes.definition_list_item:
        record = self.session.rated_evidence[row.id]
        term = nodes.term("", row.title, ids=[self.item_id(row.id)])
        body = nodes.definition("", self.account_line(record.source, record.passage, record.paragraph, "says"))
        if record.because:
            body += nodes.paragraph(
                "", f"Weight {record.weight}: {wording.sentence(record.because)}", classes=["sb-note"]
            )
        rated = [self.ratings[row.id, h] for h in self.matrix.hypotheses if (row.id, h) in self.ratings]
        cells = [self._reason(row.id, rating) for rating in rated]
        if cells:
            body += nodes.bullet_list("", *cells, bullet="-", classes=["sb-cells"])
        return nodes.definition_list_item("", term, body)

    def _reason(self, evidence: str, rating: Rating) -> nodes.list_item:
        """The reason of one cell, as the target of its sign."""
        title = self.matrix.names[rating.hypothesis]
        head = nodes.strong("", f"{self.codes[rating.hypothesis]} {title}")
        reason = f": {rating.cell}, {CELL_WORDS[rating.cell]}. {wording.sentence(rating.because)}"
        target = nodes.target("", "", ids=[self.cell_id(evidence, rating.hypothesis)])
        return nodes.list_item("", nodes.paragraph("", "", target, head, nodes.Text(reason)))
