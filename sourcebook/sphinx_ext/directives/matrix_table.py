"""The directive `sb:matrix`: evidence against interpretations, as a table of words, with its reasons and its tests.

Here: the table, the reason of every cell, what becomes of the result without each origin. Not here: the arithmetic
(`analysis/matrix.py`), and striking rows and sources (`static/sourcebook-matrix.js`). The page shows no total and no
rank: a reader who asks gets the counts from the script.

The table holds signs and words; each leads to its reason in the list below, which stands on paper as well. The script
opens the reason in the table instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Literal

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from sourcebook.analysis.matrix import CELL_WORDS, METHOD_NOTE, SCALE, Row
from sourcebook.analysis.matrix_report import Analysis, for_browser
from sourcebook.analysis.matrix_sensitivity import Without
from sourcebook.exports.lms.safe_html import in_script
from sourcebook.model.problems import Place
from sourcebook.model.records import EDITOR, Cell, Rating
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.directives.account_lists import AccountsView, table
from sourcebook.sphinx_ext.nodes import sb_details, sb_header, sb_summary
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
        analysis = session.analyse(only) if session else None
        if session is None or analysis is None or not analysis.matrix.rows:
            return [self.nothing("matrix", "no rated evidence is on record: add sources/hypotheses.yml.")]
        html_id = self.anchor("matrix", "evidence")
        title = self.options.get("title", "Evidence against interpretations")
        tabler = MatrixView(session, self.docname, self.place(), analysis, html_id)
        box = nodes.container("", *tabler.matrix(title), ids=[html_id], classes=["sb-matrix"])
        self.set_source_info(box)
        return [box]


def sign(cell: Cell | None) -> str:
    """The sign of a cell."""
    return cell or NOT_RATED


def short(cell: Cell | None) -> str:
    """The words of a cell, as short as a cell needs them."""
    return NEITHER if cell == "N" else CELL_WORDS[cell]


def jump(html_id: str, *content: nodes.Node) -> nodes.reference:
    """A link within the page."""
    return nodes.reference("", "", *content, refid=html_id, internal=True)


class MatrixView(AccountsView):
    """The matrix of one page."""

    def __init__(self, session: BuildSession, docname: str, place: Place, analysis: Analysis, html_id: str) -> None:
        super().__init__(session, docname, place)
        self.analysis = analysis
        self.table_ = analysis.matrix
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

    def matrix(self, title: str) -> Iterable[nodes.Node]:
        """All nodes of the matrix, in reading order."""
        yield nodes.paragraph("", METHOD_NOTE, classes=["sb-method"])
        yield nodes.paragraph("", self._origins(), classes=["sb-origins"])
        yield self._key()
        yield nodes.container("", self._table(title), classes=["sb-matrix-table"])
        yield nodes.raw("", self._data(), format="html")
        yield nodes.rubric("", "What the matrix says, and how firmly")
        yield self._list(self.analysis.sentences, "sb-outcome")
        yield nodes.rubric("", "Leaving out one origin at a time")
        yield self._without_table(self.analysis.without_origins)
        if self.analysis.hinges:
            title = "Items that would change the order if they turned out false"
            summary = sb_summary("", f"{title}: {len(self.analysis.hinges)}")
            listed = self._list([change.sentence for change in self.analysis.hinges], "sb-hinges")
            yield sb_details("", summary, listed, classes=["sb-fold"])
        # Closed at first: a sign leads to its reason, and opens it.
        yield sb_details("", sb_summary("", "The reason of every cell"), self._why(), classes=["sb-fold"])

    def _origins(self) -> str:
        count, rows = len(self.table_.origins), len(self.table_.rows)
        return (
            f"The {wording.times(rows, 'item')} below come from {wording.times(count, 'independent origin')}: "
            f"{wording.listed(self.session.origin_names[origin] for origin in self.table_.origins)}. Items from one "
            "origin are one voice, however many they are."
        )

    def _key(self) -> nodes.paragraph:
        signs = "; ".join(f"{cell}, {CELL_WORDS[cell]}" for cell in SCALE)
        return nodes.paragraph("", f"Signs: {signs}; {NOT_RATED}, not rated.", classes=["sb-key"])

    def _list(self, sentences: Sequence[str], name: str) -> nodes.bullet_list:
        items = [nodes.list_item("", nodes.paragraph("", sentence)) for sentence in sentences]
        return nodes.bullet_list("", *items, bullet="-", classes=[name])

    # -- the table --------------------------------------------------------------------------------------------------

    def _table(self, title: str) -> nodes.table:
        widths = [FIRST_WIDTH, *[CELL_WIDTH] * len(self.table_.hypotheses)]
        head = [self._header("col", nodes.paragraph("", "Evidence"))]
        for key, name in self.table_.names.items():
            words = [span(self.codes[key], "sb-code"), nodes.Text(f" {name}")]
            head.append(self._header("col", nodes.paragraph("", "", *words)))
        return table(title, widths, head, [self._row(row) for row in self.table_.rows])

    def _header(self, scope: Literal["col", "row"], *content: nodes.Node) -> sb_header:
        return sb_header("", *content, scope=scope, classes=["rowheader"] if scope == "row" else [])

    def _row(self, row: Row) -> nodes.row:
        """The row of an item: its title and source, and a cell for each interpretation."""
        head = nodes.paragraph("", "", jump(self.item_id(row.id), nodes.Text(row.title)))
        weight = nodes.paragraph(
            "", "", self.source(row.source), nodes.Text(f", weight {row.weight}"), classes=["sb-weight"]
        )
        out = nodes.row("", self._header("row", head, weight), classes=[f"sb-row-{row.id}"])
        for hypothesis, cell in zip(self.table_.hypotheses, row.cells, strict=True):
            words = [span(sign(cell), "sb-sign"), nodes.Text(" "), span(short(cell), "sb-cell-words")]
            words = [span(f"{self.codes[hypothesis]} ", "sb-cell-code"), *words]
            rated = cell is not None
            content = jump(self.cell_id(row.id, hypothesis), *words) if rated else nodes.inline("", "", *words)
            out += nodes.entry("", nodes.paragraph("", "", content), classes=[f"sb-cell-{(cell or 'none').lower()}"])
        return out

    def _data(self) -> str:
        """The data of the script: the numbers behind the cells, and the names of sources and origins."""
        keys = sorted({row.source for row in self.table_.rows})
        sources = {key: source.short for key in keys if (source := self.session.source(key))}
        data: dict[str, Any] = {**for_browser(self.table_), "sources": sources}
        text = in_script(json.dumps(data, ensure_ascii=False))
        return f'<script type="application/json" class="sb-matrix-data">{text}</script>'

    # -- what it hangs on -------------------------------------------------------------------------------------------

    def _without_table(self, changes: Sequence[Without]) -> nodes.table:
        """A table of the result without each origin."""
        head = [
            self._header("col", nodes.paragraph("", words)) for words in ("Left out", "Items lost", "The result then")
        ]
        names = self.session.origin_names
        rows = []
        for change in changes:
            cells = [str(change.rows), change.sentence]
            row = nodes.row("", self._header("row", nodes.paragraph("", names.get(change.id, change.id))))
            row += [nodes.entry("", nodes.paragraph("", words)) for words in cells]
            rows.append(row)
        return table("Without each origin", [20, 12, 68], head, rows, "sb-without")

    # -- the reasons ------------------------------------------------------------------------------------------------

    def _why(self) -> nodes.definition_list:
        """Every item with its words, and under it the reason of each of its cells."""
        items = [self._item(row) for row in self.table_.rows]
        return nodes.definition_list("", *items, classes=["sb-why"])

    def _item(self, row: Row) -> nodes.definition_list_item:
        record = self.session.rated_evidence[row.id]
        term = nodes.term("", row.title, ids=[self.item_id(row.id)])
        body = nodes.definition("", self.account_line(record.source, record.passage, record.paragraph, "says"))
        if record.because:
            body += nodes.paragraph(
                "", f"Weight {record.weight}: {wording.sentence(record.because)}", classes=["sb-note"]
            )
        rated = [self.ratings[row.id, h] for h in self.table_.hypotheses if (row.id, h) in self.ratings]
        cells = [self._reason(row.id, rating) for rating in rated]
        if cells:
            body += nodes.bullet_list("", *cells, bullet="-", classes=["sb-cells"])
        return nodes.definition_list_item("", term, body)

    def _reason(self, evidence: str, rating: Rating) -> nodes.list_item:
        """The reason of one cell, as the target of its sign."""
        title = self.table_.names[rating.hypothesis]
        head = nodes.strong("", f"{self.codes[rating.hypothesis]} {title}")
        reason = f": {rating.cell}, {CELL_WORDS[rating.cell]}. {wording.sentence(rating.because)}"
        target = nodes.target("", "", ids=[self.cell_id(evidence, rating.hypothesis)])
        return nodes.list_item("", nodes.paragraph("", "", target, head, nodes.Text(reason)))

