"""The names of columns in the cells of wide tables, which a telephone shows as a list of rows.

Here: which tables are wide, and the name of its column in each cell, which no wide screen shows or reads out. Not here:
when a screen is narrow, and how the list looks (`static/book.css`).

When: as a page for a browser is written. Tables that spell out their rows by themselves (the matrix, the list of all
exercises) are left alone, and so are those whose cells span others, or whose heads quote: a quotation stands once.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.nodes import SUBJECTS, every

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CARDS = "sb-rows-as-cards"
WIDE = 3
"""The least number of columns of a wide table."""
OWN = frozenset({"sb-matrix-table", "sb-exercise-table", "sb-overview", "sb-synopsis", "sb-compare"})
"""The classes of tables, or of what they stand in, that have a form of their own on a narrow screen."""


class NameColumns(BookPostTransform):
    """Post-transform: each cell of a wide table says its column to a narrow screen."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for table in every(self.document, nodes.table) if self.app.builder.name != "epub" else ():
            names, rows = _columns_and_rows(table)
            if len(names) >= WIDE and not _has_own_form(table):
                table["classes"].append(CARDS)
                for row in rows:
                    for name, cell in zip(names[1:], row.children[1:], strict=True):
                        _label(cell, name)


def _columns_and_rows(table: nodes.table) -> tuple[list[str], list[nodes.Element]]:
    """The names of the columns, and the rows under them.

    Nothing where the head is not one row, or quotes, or where a row has more or fewer cells, since some span others.
    """
    parts = [part for group in table.children if isinstance(group, nodes.tgroup) for part in group.children]
    heads = [row for part in parts if isinstance(part, nodes.thead) for row in part.children]
    rows = [row for part in parts if isinstance(part, nodes.tbody) for row in part.children]
    if (
        len(heads) != 1
        or every(heads[0], *SUBJECTS)
        or any(len(row.children) != len(heads[0].children) for row in rows)
    ):
        return [], []
    return [cell.astext() for cell in heads[0].children], [row for row in rows if isinstance(row, nodes.Element)]


def _has_own_form(table: nodes.table) -> bool:
    node: nodes.Element | None = table
    while node is not None and not OWN & set(node.get("classes", ())):
        node = node.parent
    return node is not None


def _label(cell: nodes.Node, name: str) -> None:
    """Put the name of the column before the words of a cell that has any."""
    paragraph = next((child for child in cell.children if isinstance(child, nodes.paragraph)), None)
    if paragraph is not None and name and paragraph.astext().strip():
        paragraph.insert(0, nodes.raw("", f'<span class="sb-column">{escape(name)}: </span>', format="html"))


def register(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(NameColumns)
