"""The theme's style sheet without the rules that no page of the book uses: a quarter of its bytes.

Here: finding the classes that pages and scripts name, and the rules that need others. Every page loads the sheet before
it can be painted, and most of it is for parts that a book of text has not: forms, carousels, two thousand icons. Not
here: which files pages load (`theme.py`).

When: at the end of a build, where a page, a script or the theme's sheet is newer than the last result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sourcebook.sphinx_ext.html.theme import USED, WHOLE, framed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.theming import Theme

_ATTRIBUTE = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+")
_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|/\*.*?\*/|[{};]', re.DOTALL)
_COMMA = re.compile(r",(?![^(\[]*[)\]])")
_CHOICES = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
"""What need not be there for a selector to hold, or has several ways to be there."""
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
_MAP = re.compile(r"\s*/\*# sourceMappingURL=[^*]*\*/\s*")
_NESTING = ("@media", "@supports", "@layer", "@container")
NO_CODE = ("searchindex.js", "sourcebook-finds.js")
"""Scripts that hold words of the book, and name no class."""


def named_classes(pages: list[Path], scripts: list[Path]) -> set[str]:
    """The classes of all elements of pages, and every word of a script, any of which may become one."""
    names: set[str] = set()
    for page in pages:
        for quoted, single, bare in _ATTRIBUTE.findall(page.read_text(encoding="utf-8")):
            names.update((quoted or single or bare).split())
    for script in scripts:
        names.update(_WORD.findall(script.read_text(encoding="utf-8")))
    return names


def used_rules(sheet: str, names: set[str]) -> str:
    """A style sheet without the selectors that need a class which is not among `names`.

    What is not understood stays: at-rules but those that hold rules, and selectors with no class outside choices.
    """
    return "".join(_used(statement, names) for statement in _statements(sheet))


def is_part(sheet: str, whole: str) -> bool:
    """True if a style sheet is the theme's without the rules for some classes, and nothing else.

    A rule of it needs only classes that were used, and one that was left out needs another; so the classes that its
    rules need leave out the same.
    """
    return sheet == used_rules(_MAP.sub("", whole), set(_needed(sheet)))


def _needed(sheet: str) -> Iterator[str]:
    for statement in _statements(sheet):
        head, _, body = statement.partition("{")
        if head.lstrip().startswith(_NESTING):
            yield from _needed(body.rpartition("}")[0])
        elif not head.lstrip().startswith("@"):
            yield from _CLASS.findall(_CHOICES.sub("", head))


def _statements(sheet: str) -> Iterator[str]:
    """The statements of a style sheet, and its comments, as they stand one behind the other on its outermost level."""
    depth = start = 0
    for mark in _MARK.finditer(sheet):
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
        if depth == 0 and (mark[0] in "};" or mark[0].startswith("/*")):
            yield sheet[start : mark.end()]
            start = mark.end()
    yield sheet[start:]


def _used(statement: str, names: set[str]) -> str:
    head, brace, body = statement.partition("{")
    if not brace or (head.lstrip().startswith("@") and not head.lstrip().startswith(_NESTING)):
        return statement
    if head.lstrip().startswith("@"):
        inner = used_rules(body.rpartition("}")[0], names)
        return f"{head}{{{inner}}}" if inner.strip() else ""
    kept = [each for each in _COMMA.split(head) if names.issuperset(_CLASS.findall(_CHOICES.sub("", each)))]
    return f"{','.join(kept)}{{{body}" if kept else ""


def write(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write the sheet that the pages name."""
    if exception is not None or not framed(app):
        return
    theme: Theme = getattr(app.builder, "theme")  # noqa: B009 -- builders of HTML have one, and others were sent away
    whole = next(path for place in theme.get_theme_dirs() if (path := Path(place) / "static" / WHOLE).is_file())
    out = Path(app.outdir)
    pages = sorted(path for path in out.rglob("*.html") if "_static" not in path.parts)
    scripts = sorted(path for path in (out / "_static").rglob("*.js") if path.name not in NO_CODE)
    target = out / "_static" / USED
    latest = max(path.stat().st_mtime_ns for path in (whole, *pages, *scripts))
    if not target.is_file() or target.stat().st_mtime_ns <= latest:
        sheet = _MAP.sub("", whole.read_text(encoding="utf-8"))
        target.write_text(used_rules(sheet, named_classes(pages, scripts)), encoding="utf-8")


def register(app: Sphinx) -> None:
    """Register the handler, after those that write pages and before the one that reads them for their policy."""
    app.connect("build-finished", write, priority=800)
