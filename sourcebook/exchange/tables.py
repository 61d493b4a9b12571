"""Read a list of quotations from a table: CSV, XLSX, JSON or JSON lines, as Taguette and others export it.

The columns are found by their names, the separator by what parts the line of names. Cells are words: a formula is
never worked out. Not here: what becomes of the quotations (`passages.py`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sourcebook.exchange.passages import Excerpt
from sourcebook.exchange.received import Format, Received, entries
from sourcebook.model.problems import SourcebookError

COLUMNS = {
    "exact": "quote quotation quotationcontent quotedescription textcontent excerpt segment highlight highlightedtext "
    "text content passage exact zitat citation",
    "document": "document source file article title documentname documenttitle sourcename booktitle quelle dokument "
    "files",
    "tags": "tag tags code codes label labels category theme themes",
    "comments": "memo comment comments note notes annotation remark kommentar body text",
    "prefix": "prefix before",
    "suffix": "suffix after",
    "speaker": "speaker said-by saidby",
    "address": "url uri address link",
}
"""The names of columns by what they hold, in the order in which a name is preferred."""
MOST_ROWS, MOST_COLUMNS = 20_000, 200
_MOST_ABOVE = 10
"""The rows among which the names of the columns are looked for: a title and merged cells may stand above them."""
_SEPARATORS = ",;\t|"
_FORMULA = "It is a formula, and no words; paste the column as values."


def has_quotations(text: str) -> bool:
    """True if the first line of a text names a column of quotations, beside others or alone."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return len(first) < 2000 and "exact" in _columns(_split(first)) and text.count("\n") > 0


def read(file: Received) -> list[Excerpt]:
    """The excerpts of a table, one a row. SourcebookError where no column of quotations is found."""
    if file.format is Format.RECORDS:
        rows = entries(file.value)
        names = list(dict.fromkeys(str(name) for row in rows[:MOST_ROWS] for name in row))
        table = [[row.get(name, "") for name in names] for row in rows]
    else:
        lines = _workbook(file) if file.format is Format.WORKBOOK else _lines(file.text, file.name)
        at = _names(lines) or 0
        names, table = lines[at], lines[at + 1 :]
    columns = _columns([str(name) for name in names])
    if "exact" not in columns:
        known = ", ".join(COLUMNS["exact"].split()[:6])
        there = ", ".join([str(name) for name in names if name][:12]) or "none"
        raise SourcebookError(f"{file.name} names no column of quotations ({known}), but: {there}; rename one.")
    if len(table) > MOST_ROWS:
        raise SourcebookError(f"{file.name} has {len(table):,} rows, and {MOST_ROWS:,} are read; part it.")
    return [_excerpt(row, columns) for row in table if any(str(cell or "").strip() for cell in row)]


def _columns(names: Sequence[str]) -> dict[str, int]:
    """The place of each column that is known, by what it holds."""
    plain = [re.sub(r"[^a-z-]", "", name.lower()) for name in names]
    found: dict[str, int] = {}
    for field, words in COLUMNS.items():
        places = [plain.index(word) for word in words.split() if word in plain]
        free = [place for place in places if place not in found.values()]
        found |= {field: free[0]} if free else {}
    return found


def _names(rows: Sequence[Sequence[Any]]) -> int | None:
    """The place of the row that names most columns, quotations among them; None where there is none."""
    known = [_columns([str(cell) for cell in row]) for row in rows[:_MOST_ABOVE]]
    named = [at for at, columns in enumerate(known) if "exact" in columns]
    return max(named, key=lambda at: len(known[at]), default=None)


def _excerpt(row: Sequence[Any], columns: Mapping[str, int]) -> Excerpt:
    def cell(field: str) -> str:
        place = columns.get(field, len(row))
        value = row[place] if place < len(row) else ""
        return ", ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value).strip()

    exact = cell("exact")
    formula = exact.startswith("=") and len(exact) > 1
    speaker = [f"speaker: {cell('speaker')}"] if cell("speaker") else []
    return Excerpt(
        exact=_unquoted(exact),
        prefix=cell("prefix"),
        suffix=cell("suffix"),
        document=cell("document"),
        address=cell("address"),
        tags=(*filter(None, re.split(r"\s*[,;|\n]\s*", cell("tags"))), *speaker),
        comments=tuple(filter(None, [cell("comments")])),
        aside=_FORMULA if formula else "",
    )


def _unquoted(text: str) -> str:
    """Words without the one pair of quotation marks that may be set around the whole cell."""
    pairs = {"“": "”", '"': '"', "„": "“", "«": "»"}
    inside = text[1:-1]
    around = len(text) > 2 and pairs.get(text[0]) == text[-1] and not set(inside) & {text[0], text[-1]}
    return inside if around else text


# -- CSV --------------------------------------------------------------------------------------------------------------


def _split(line: str) -> list[str]:
    """The cells of the line of names, by the separator that makes most of them."""
    return next(csv.reader([line], delimiter=_separator(line)), [])


def _separator(line: str) -> str:
    return max(_SEPARATORS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _lines(text: str, name: str) -> list[list[str]]:
    """The rows of a CSV file, the names first."""
    text = text.lstrip("\n")
    stated = re.match(r"sep=(.)\n", text)  # Excel's own way to name the separator
    text = text[stated.end() :] if stated else text
    above = text.split("\n", _MOST_ABOVE)[:_MOST_ABOVE]
    csv.field_size_limit(1024 * 1024)
    try:
        mark = stated[1] if stated else _separator(above[_names([*map(_split, above)]) or 0])
        return [row[:MOST_COLUMNS] for row in csv.reader(io.StringIO(text), delimiter=mark)]
    except csv.Error as error:
        raise SourcebookError(f"{name} is a broken table ({error}); save it again as CSV, in UTF-8.") from None


# -- XLSX -------------------------------------------------------------------------------------------------------------


def _workbook(file: Received) -> list[list[Any]]:
    """The rows of the first sheet that names a column of quotations, or else of the first one."""
    from sourcebook.ingest.sandbox import run_sandboxed

    sheets = run_sandboxed(sheets_of, file.name, file.data, file.name)
    named = (rows for rows in sheets if _names(rows) is not None)
    return next(named, next((rows for rows in sheets if rows), [[]]))


def sheets_of(data: bytes, name: str) -> list[list[list[Any]]]:
    """The rows of each sheet, without those that are empty; formulas as they are written. Runs in the sandbox."""
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        return [list(_rows(sheet)) for sheet in book.worksheets]
    except Exception as error:  # noqa: BLE001 -- openpyxl raises whatever its parsers meet in a broken file
        raise SourcebookError(f"{name} is no workbook that can be read ({error}); save it again, or as CSV.") from None


def _rows(sheet: Any) -> Iterator[list[Any]]:
    cells: Iterable[Sequence[Any]] = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 2, values_only=True)
    for row in cells:
        if any(value is not None for value in row):
            yield ["" if value is None else str(value) for value in row]
