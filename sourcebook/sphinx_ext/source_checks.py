"""Checks of a page's source: front matter that is not plain YAML, files from outside the book, fences inside fences.

Front matter is read by the rules of the records (`store/book.py`), because the parser of pages would take what they
refuse: a few lines of aliases unfold to more than any memory holds. A page, and whatever a page shows or hands out
(pictures, downloads, inclusions), lies inside the book's folder, or what stands beside the book could be published by a
link or by a name. A directive with as many colons as its parent ends the parent, and Markdown does not
say so. Not here: which keys a brief's front matter has (`sphinx_ext/directives/brief_page.py`).

When: `front_matter` and `find_fences` as a page is read, before it is parsed; `files` when it has been read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

import yaml
from docutils import nodes

from sourcebook.model import characters
from sourcebook.model.problems import Kind, Place, Problem, near, relative
from sourcebook.store import files as store_files
from sourcebook.store import yaml_source

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain

_FRONT = re.compile(r"\A-{3,}[ \t]*\n(.*?\n)??-{3,}[ \t]*(?:\n|\Z)", re.DOTALL)


UNREAD = "sb-front-matter-unread"
"""The key in the temporary data of a page whose front matter was removed, so that none of its keys is missing."""


def faults(text: str) -> Iterator[tuple[Kind, str, int]]:
    """The faults of front matter, each with the line inside it, counted from 1."""
    document = yaml_source.parse(text)
    yield from document.problems
    if document.problems:
        return
    if not isinstance(document.value, dict | None) and document.value != "":
        yield Kind.WRONG_TYPE, "it holds no keys with values; write `key: value`.", 1
        return
    try:
        yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        yield Kind.SYNTAX, f"{error.problem}; put the value in quotation marks.", line
    except (ValueError, OverflowError) as error:
        message = f"it holds a date or a number that is none ({error}); put it in quotation marks."
        yield Kind.SYNTAX, message, _line_of_none(text)


def _line_of_none(text: str) -> int:
    """The first line that by itself holds an invalid date or number; 1 where none does."""
    for number, line in enumerate(text.splitlines(), 1):
        try:
            yaml.safe_load(line)
        except yaml.YAMLError:
            continue
        except (ValueError, OverflowError):
            return number
    return 1


KEYS = frozenset(
    "title subtitle short_title description keywords date author authors language license orphan tocdepth nocomments "
    "myst html_meta substitutions jupytext kernelspec accept series number decision audience cut-off distribution "
    "notice".split()
)
"""The keys of front matter that Sphinx, MyST-Parser or a brief reads."""
_ALIKE = 0.75


def meant(key: str) -> str:
    """The key of front matter that a mistyped one means; empty for a known key, or one that is like none."""
    return "" if key in KEYS else near(key, KEYS, _ALIKE)


def _mistyped(text: str) -> Iterator[tuple[str, int]]:
    """The message for each mistyped key, with its line inside the front matter."""
    document = yaml_source.parse(text)
    for key in document.value if isinstance(document.value, dict) else ():
        if right := meant(key):
            yield f"there is no key {key!r} here; did you mean {right!r}?", document.line((key,))


def front_matter(app: Sphinx, docname: str, content: list[str]) -> None:
    """Report what the source of a page may not hold, and remove it before the page is parsed (`source-read`)."""
    path = Path(app.env.doc2path(docname))
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if domain.session is None:
        return
    file = relative(path, Path(app.srcdir))
    try:
        store_files.inside(path, Path(app.srcdir))
    except ValueError as error:
        domain.note("problems", docname, Problem(Kind.UNREADABLE, f"{error}", Place(docname)))
        content[0] = "# Not read\n"
        return
    for number, text in enumerate(content[0].split("\n"), start=1):
        if unseen := next(characters.hidden(text), None):
            _note_unseen(domain, docname, Place(file, number), characters.hidden_message(text, *unseen))
    block = _FRONT.match(content[0]) if path.suffix == ".md" else None
    block_faults = list(faults(block[1] or "")) if block else []
    for kind, message, line in block_faults:
        domain.note("problems", docname, Problem(kind, f"front matter: {message}", Place(file, line + 1)))
    for message, line in _mistyped(block[1] or "") if block and not block_faults else ():
        domain.note("problems", docname, Problem(Kind.UNKNOWN_KEY, f"front matter: {message}", Place(file, line + 1)))
    if block and block_faults:
        app.env.temp_data[UNREAD] = True
        content[0] = "\n" * block[0].count("\n") + content[0][block.end() :]


def files(app: Sphinx, _: nodes.document) -> None:
    """Report files outside the book that a page shows, hands out or includes (`doctree-read`)."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if domain.session is None:
        return
    docname, root = app.env.docname, Path(app.srcdir)
    place = Place(relative(Path(app.env.doc2path(docname)), root))
    for name in sorted(map(str, app.env.dependencies.get(docname, ()))):
        try:
            store_files.inside(root / name, root)
        except ValueError as error:
            domain.note("problems", docname, Problem(Kind.UNREADABLE, f"{error}", place))


def hidden_characters(app: Sphinx, doctree: nodes.document) -> None:
    """Report hidden characters that are written as character references such as `&#x202e;` (`doctree-read`)."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if domain.session is None:
        return
    docname = app.env.docname
    if any(p.kind is Kind.HIDDEN_CHARACTER for p in domain.data["problems"].get(docname, ())):
        return
    file = relative(Path(app.env.doc2path(docname)), Path(app.srcdir))
    for text, line in _texts(doctree):
        if unseen := next(characters.hidden(text), None):
            _note_unseen(domain, docname, Place(file, line), characters.hidden_message(text, *unseen))


def _note_unseen(domain: SourcebookDomain, docname: str, place: Place, message: str) -> None:
    domain.note("problems", docname, Problem(Kind.HIDDEN_CHARACTER, message, place))


def _texts(doctree: nodes.document) -> Iterator[tuple[str, int]]:
    """Every text that a page can show, with its line: the words, and the attributes of pictures and links."""
    for node in doctree.findall():
        if isinstance(node, nodes.Text):
            if not node.isascii():
                yield node.astext(), _line(node.parent)
            continue
        for value in getattr(node, "attributes", {}).values():
            if isinstance(value, str) and not value.isascii():
                yield value, _line(node)


def _line(node: nodes.Node | None) -> int:
    """The line of a node, or of the nearest node around it that has one."""
    while node is not None and not node.line:
        node = node.parent
    return (node.line or 0) if node is not None else 0


# -- fences inside fences ----------------------------------------------------------------------------------------------

_FENCE = re.compile(r"\s*(?:>\s*)*(?P<marks>:{3,}|`{3,}|~{3,})\s*(?P<info>.*?)\s*")
_DIRECTIVE = re.compile(r"\{(?P<name>[^{}\s]+)\}")
LITERAL = frozenset(
    "code code-block code-cell sourcecode math mermaid parsed-literal raw literalinclude csv-table eval-rst".split()
)
"""Directives whose body is not Markdown: what looks like a fence in it is none."""


@dataclass(frozen=True)
class Fence:
    """An open fence: its mark, how many of them, its directive (empty for a block of code), and its line."""

    mark: str
    count: int
    name: str
    line: int

    @property
    def literal(self) -> bool:
        return not self.name or self.name in LITERAL

    def closed_by(self, marks: str, info: str) -> bool:
        return not info and marks[0] == self.mark and len(marks) >= self.count


def ended_early(text: str) -> Iterator[tuple[Fence, Fence]]:
    """Pairs of a directive and the directive around it that it ends, line by line from the top."""
    open_: list[Fence] = []
    for line, content in enumerate(text.splitlines(), 1):
        fence_line = _FENCE.fullmatch(content)
        if not fence_line:
            continue
        marks, info = fence_line["marks"], fence_line["info"]
        if open_ and open_[-1].closed_by(marks, info):
            open_.pop()
        elif info and not (open_ and open_[-1].literal):
            fence = _opened(marks, info, line)
            if open_ and fence.mark == open_[-1].mark and fence.count >= open_[-1].count:
                yield fence, open_[-1]
            open_.append(fence)
        elif not info and not open_ and marks[0] != ":":
            open_.append(Fence(marks[0], len(marks), "", line))


def literal_lines(text: str) -> Iterator[int]:
    """The numbers of the lines in blocks of code and in directives whose body is not Markdown."""
    open_: list[Fence] = []
    for line, content in enumerate(text.splitlines(), 1):
        fence_line = _FENCE.fullmatch(content)
        if fence_line and open_ and open_[-1].closed_by(fence_line["marks"], fence_line["info"]):
            open_.pop()
        elif open_ and open_[-1].literal:
            yield line
        elif fence_line and (fence_line["info"] or fence_line["marks"][0] != ":"):
            open_.append(_opened(fence_line["marks"], fence_line["info"], line))


def _opened(marks: str, info: str, line: int) -> Fence:
    directive = _DIRECTIVE.match(info)
    # A colon fence without a directive is a box, which holds Markdown; with backticks it is a block of code.
    name = directive["name"] if directive else ("div" if marks[0] == ":" else "")
    return Fence(marks[0], len(marks), name, line)


def find_fences(app: Sphinx, docname: str, content: list[str]) -> None:
    """Report the directives that end their parent (`source-read`)."""
    path = Path(app.env.doc2path(docname))
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if path.suffix != ".md" or domain.session is None:
        return
    file = relative(path, Path(app.srcdir))
    for inner, outer in ended_early(content[0]):
        message = (
            f"{inner.name} opens with {inner.count} marks and would end {outer.name} (line {outer.line}), which opens "
            f"with {outer.count}: give the outer one more marks than the inner one."
        )
        domain.note("problems", docname, Problem(Kind.BAD_DIRECTIVE, message, Place(file, inner.line)))


def register(app: Sphinx) -> None:
    """Connect the checks to Sphinx's events; `files` after the collectors, which note what a page depends on."""
    app.connect("source-read", front_matter, priority=400)
    app.connect("source-read", find_fences)
    app.connect("doctree-read", files, priority=900)
    app.connect("doctree-read", hidden_characters, priority=900)
