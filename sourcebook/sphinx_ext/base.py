"""Base of roles and directives: the session, the domain, places in source files, and notes about the page.

Here: a mixin over Sphinx's own helpers. Not here: what records look like (`render.py`), and any particular role or
directive.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext.domain import PageAnchor, Reference, SourcebookDomain, anchor_id, free_id
from sourcebook.sphinx_ext.render import Renderer, missing
from sourcebook.sphinx_ext.session import BuildSession

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


class AtWriting(SphinxPostTransform):
    """A transform of a page as it is written, for whichever builder."""

    @property
    def app(self) -> Sphinx:
        """The run. It is known from before the first page is read on."""
        return cast("Sphinx", cast(SourcebookDomain, self.env.get_domain("sb")).app)


def lines(path: Path) -> list[str]:
    """The lines of a page's file, to find a line by. What is not UTF-8 Sphinx has said already."""
    return path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if path.is_file() else []


class InBook:
    """For classes that have Sphinx's `env` and `get_source_info`."""

    if TYPE_CHECKING:

        @property
        def env(self) -> BuildEnvironment: ...

    @property
    def domain(self) -> SourcebookDomain:
        return cast(SourcebookDomain, self.env.get_domain("sb"))

    @property
    def library(self) -> BuildSession | None:
        """The session of the build; None where the book has no records, which the page depends on."""
        if self.domain.library is None:
            self.domain.note_read(("keys",))
        return self.domain.library

    @property
    def docname(self) -> str:
        return self.env.docname

    def place(self, *needles: str) -> Place:
        """Where this is written; the first line from here on that holds a needle, the first needle that is found."""
        source, line = cast(Any, self).get_source_info()  # roles and directives each have their own
        path = Path(source or self.env.doc2path(self.docname))
        return Place(relative(path, Path(self.env.srcdir)), self._line_of(path, line or 1, needles))

    def _line_of(self, path: Path, line: int, needles: tuple[str, ...]) -> int:
        """Roles are told the first line of their paragraph; authors want the line of the role."""
        lines = self._lines(path) if needles else []
        following = range(line, min(line + 60, len(lines) + 1))
        found = (number for needle in needles for number in following if needle in lines[number - 1])
        return next(found, line)

    def _lines(self, path: Path) -> list[str]:
        cache: dict[Path, list[str]] = self.env.temp_data.setdefault("sourcebook_lines", {})
        if path not in cache:
            cache[path] = lines(path)
        return cache[path]

    def note(self, table: str, record: Any) -> None:
        self.domain.note(table, self.docname, record)

    def anchor(self, kind: str, ident: str) -> str:
        """Note that a record stands here; the id of its place, another one where the page has it already."""
        taken = {found.html_id for found in self.domain.data["anchors"].get(self.docname, [])}
        html_id = free_id(anchor_id(kind, ident), taken)
        self.note("anchors", PageAnchor(kind, ident, html_id))
        return html_id

    def nothing(self, what: str, why: str) -> nodes.Element:
        """What stands where there is nothing to show: words on the page, and a problem."""
        message = f"there is nothing to show in this {what}: {why}"
        self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, self.place()))
        return nodes.paragraph("", "", missing(why.partition(":")[0]))

    def refer(self, kind: str, ident: str, place: Place) -> None:
        """Note a name, so that every build can say whether it is somebody's."""
        self.note("references", Reference(kind, ident, place))

    def renderer(self, library: BuildSession) -> Renderer:
        return Renderer(library, self.docname)
