"""Find formulas between dollar signs in a book whose parser does not read them and would print them as text.

Here: finding them in the text of a page, before Markdown is read, and telling them from prices and names. Not here:
formulas that are read (`exports/paper/formulas.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext import source_checks

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain

EXTENSION = "dollarmath"
_BETWEEN = re.compile(r"(?<![\\$\w])(?P<marks>\${1,2})(?P<tex>(?:\\.|[^$\\\n]){1,200})(?P=marks)(?![\d$])")
_TEX = re.compile(r"\\[A-Za-z]{2}|[\^]|(?<![A-Za-z])[A-Za-z)\]}]_[A-Za-z0-9{\\]")
_LETTER = re.compile(r"\d*[A-Za-z]'?")
_WORD = re.compile(r"[A-Za-z]{3}")
_EQUATION = re.compile(r"[A-Za-z0-9)\]']\s*[=<>+*/-]\s*[A-Za-z0-9(\[-]")
_CODE = re.compile(r"(?P<marks>`+)[^`]{1,2000}(?P=marks)(?!`)")
_FRONT = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def is_tex(text: str) -> bool:
    """True if a text between dollar signs is a formula: it has a sign of TeX, or letters joined by operators."""
    if text != text.strip() or not text:
        return False
    if _TEX.search(text) or _LETTER.fullmatch(text):
        return True
    return not _WORD.search(text) and any(map(str.isalpha, text)) and _EQUATION.search(text) is not None


def formulas(text: str) -> Iterator[tuple[str, int]]:
    """Every formula between dollar signs in a page, with its line number."""
    front = _FRONT.match(text)
    first = front[0].count("\n") if front else 0
    literal = set(source_checks.literal_lines(text))
    opened: tuple[int, list[str]] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if number <= first or number in literal or line.startswith("%"):
            continue
        if line.strip() == "$$":
            if opened and (tex := " ".join(opened[1]).strip()):
                yield f"$${tex}$$", opened[0]
            opened = None if opened else (number, [])
        elif opened:
            opened[1].append(line.strip())
        else:
            yield from ((formula, number) for formula in _in_line(line))


def _in_line(line: str) -> Iterator[str]:
    for span in _BETWEEN.finditer(_CODE.sub(" ", line)):
        if is_tex(span["tex"].strip() if len(span["marks"]) > 1 else span["tex"]):
            yield span[0]


def find(app: Sphinx, docname: str, content: list[str]) -> None:
    """Handler of `source-read`: a caution for the first formula of a page that the parser will not read."""
    path = Path(app.env.doc2path(docname))
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    front = _FRONT.match(content[0])
    known = EXTENSION in getattr(app.config, "myst_enable_extensions", ()) or (front and EXTENSION in front[0])
    if path.suffix != ".md" or domain.session is None or known:
        return
    unread = list(formulas(content[0]))
    if unread:
        tex, line = unread[0]
        more = f" (and {len(unread) - 1} more on this page)" if unread[1:] else ""
        message = (
            f"“{tex[:60]}”{more} looks like a formula, and is printed as it stands: add `{EXTENSION}` to "
            "`myst_enable_extensions` in `_config.yml`, or write {math}`…`; a dollar sign that is one, as \\$."
        )
        place = Place(relative(path, Path(app.srcdir)), line)
        domain.note("problems", docname, Problem(Kind.UNREAD_FORMULA, message, place))


def register(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("source-read", find)
