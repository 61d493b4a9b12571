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


class BookPostTransform(SphinxPostTransform):
    """Base of post-transforms: applied to a page as it is written, for any builder."""

    @property
    def app(self) -> Sphinx:
        """The Sphinx application, known before the first page is read."""
        return cast("Sphinx", cast(SourcebookDomain, self.env.get_domain("sb")).app)


def lines(path: Path) -> list[str]:
    """The lines of a page's file. Bytes that are not UTF-8, which Sphinx reports, are replaced."""
    return path.read_text(encoding="utf-8-sig", errors="replace").splitlines() if path.is_file() else []


class BookMixin:
    """Mixin of roles and directives, which have Sphinx's `env` and `get_source_info`."""

    if TYPE_CHECKING:

        @property
        def env(self) -> BuildEnvironment: ...

    @property
    def domain(self) -> SourcebookDomain:
        return cast(SourcebookDomain, self.env.get_domain("sb"))

    @property
    def session(self) -> BuildSession | None:
        """The session of the build; None where the book has no records, which the page depends on."""
        if self.domain.session is None:
            self.domain.note_read(("keys",))
        return self.domain.session

    @property
    def docname(self) -> str:
        return self.env.docname

    def place(self, *needles: str) -> Place:
        """The place in the source file: the first line from here on that holds a needle, the first needle first."""
        source, line = cast(Any, self).get_source_info()  # roles and directives each have their own
        path = Path(source or self.env.doc2path(self.docname))
        return Place(relative(path, Path(self.env.srcdir)), self._line_of(path, line or 1, needles))

    def _line_of(self, path: Path, line: int, needles: tuple[str, ...]) -> int:
        """The line of the first needle: Sphinx tells roles only the first line of their paragraph."""
        lines = self._lines(path) if needles else []
        following = range(line, min(line + 60, len(lines) + 1))
        holding = (number for needle in needles for number in following if needle in lines[number - 1])
        return next(holding, line)

    def _lines(self, path: Path) -> list[str]:
        cache: dict[Path, list[str]] = self.env.temp_data.setdefault("sourcebook_lines", {})
        if path not in cache:
            cache[path] = lines(path)
        return cache[path]

    def note(self, table: str, record: Any) -> None:
        self.domain.note(table, self.docname, record)

    def anchor(self, kind: str, ident: str) -> str:
        """Note that a record stands here; return its HTML id, numbered where the page has the id already."""
        taken = {anchor.html_id for anchor in self.domain.data["anchors"].get(self.docname, [])}
        html_id = free_id(anchor_id(kind, ident), taken)
        self.note("anchors", PageAnchor(kind, ident, html_id))
        return html_id

    def nothing(self, what: str, why: str) -> nodes.Element:
        """Note the problem that there is nothing to show; return the words that stand on the page instead."""
        message = f"there is nothing to show in this {what}: {why}"
        self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, self.place()))
        return nodes.paragraph("", "", missing(why.partition(":")[0]))

    def refer(self, kind: str, ident: str, place: Place) -> None:
        """Note a reference to a record, so that every build can check that the record is there."""
        self.note("references", Reference(kind, ident, place))

    def renderer(self, session: BuildSession) -> Renderer:
        return Renderer(session, self.docname)
