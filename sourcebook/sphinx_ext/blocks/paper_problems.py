"""Find the problems of pages on paper without setting them, so that `check` reports them as `build pdf` does.

When: after pages are read. Not here: setting pages (`exports/paper/pdf.py`), and converting a node (`walker.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sourcebook.analysis import language_tags
from sourcebook.exports.paper import glyphs, pdf, volume
from sourcebook.figures.svg_pages import wrapped
from sourcebook.model.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext.blocks.node_queries import is_inline, line_of
from sourcebook.sphinx_ext.blocks.pictures import DECORATIVE, described, is_silent
from sourcebook.sphinx_ext.blocks.walker import IN_ITS_PLACE, MATH, NO_FORM, Walker
from sourcebook.sphinx_ext.domain import SourcebookDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LOST = "lost-on-paper"
"""The key of the problems noted while pages are resolved, among the values that the domain keeps for one build."""


def paper_problems(env: BuildEnvironment) -> Iterator[Problem]:
    """The problems of every page on paper, in the words of `build pdf`."""
    domain = env.get_domain("sb")
    if isinstance(domain, SourcebookDomain):
        yield from domain.once(_LOST, list[Problem])
    language = env.config.language or "en"
    yield from () if language_tags.instead(language) else pdf.untranslated(language)
    for docname in sorted(env.all_docs):
        document = env.get_doctree(docname)
        file = relative(Path(env.doc2path(docname)), Path(env.srcdir))
        tex = [node.astext() for node in document.findall(nodes.Element) if isinstance(node, MATH)]
        yield from (_with_line(problem, document) for problem in pdf.losses(file, document.astext(), tex))
        for node in document.findall(nodes.image):
            yield from _of_picture(node, Path(env.srcdir), file)


def _with_line(problem: Problem, document: nodes.document) -> Problem:
    """A caution for characters without a glyph, with the line of the first of them."""
    if problem.kind is not Kind.NO_GLYPH:
        return problem
    lost = re.compile("|".join(map(re.escape, glyphs.without_glyph(document.astext()))))
    lines = (line_of(text.parent) for text in document.findall(nodes.Text) if lost.search(text))
    return replace(problem, place=replace(problem.place, line=next(filter(None, lines), 0)))


class _Finder(Walker):
    """A walker that collects nodes without a form on paper, and warns of none. Image files are checked elsewhere."""

    def __init__(self, docname: str) -> None:
        super().__init__(docname, lambda _: "")
        self.found: list[nodes.Node] = []
        self.broken: list[tuple[nodes.Node, str]] = []

    def unknown(self, node: nodes.Node) -> None:
        if not type(node).__module__.startswith("sourcebook."):  # what fills ours is known when a page is written
            self.found.append(node)

    def undrawn(self, node: nodes.Element, why: str) -> None:
        self.broken.append((node, why))


def note_lost(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Handler of `doctree-resolved`, in `check` only: note nodes that have no form on paper."""
    domain = app.env.get_domain("sb")
    if app.builder.name != "dummy" or not isinstance(domain, SourcebookDomain) or domain.memo is None:
        return
    file, finder = relative(Path(app.env.doc2path(docname)), Path(app.env.srcdir)), _Finder(docname)
    page = finder.page(document, {}, file)
    noted: list[Problem] = domain.once(_LOST, list)
    noted += [
        Problem(Kind.UNKNOWN_NODE, NO_FORM % type(node).__name__, Place(file, line_of(node))) for node in finder.found
    ]
    noted += [
        Problem(Kind.UNKNOWN_NODE, f"{why}; {IN_ITS_PLACE}", Place(file, line_of(node))) for node, why in finder.broken
    ]
    noted += volume.faults([page])


def note_silent_pictures(app: Sphinx, document: nodes.document) -> None:
    """Handler of `doctree-read`: note pictures of Markdown without words, for every build and for `check`."""
    env = app.env
    domain = env.get_domain("sb")
    if not isinstance(domain, SourcebookDomain) or domain.session is None:
        return
    file = relative(Path(env.doc2path(env.docname)), Path(env.srcdir))
    for node in document.findall(nodes.image):
        if DECORATIVE in node["classes"]:
            node.setdefault("alt", "")  # else HTML says the name of the file
        elif is_inline(node) and is_silent(node):
            message = f"the picture {node['uri']} has no words for those who cannot see it. "
            message += "Write them into its brackets, or give it the class `decorative` where it only adorns."
            domain.note("problems", env.docname, Problem(Kind.SILENT_PICTURE, message, Place(file, line_of(node))))


def register(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("doctree-read", note_silent_pictures)
    app.connect("doctree-resolved", note_lost, priority=900)


def _of_picture(node: nodes.image, root: Path, file: str) -> Iterator[Problem]:
    """The problem of a picture that cannot be shown on paper, or that has no alternative text."""
    path = root / node["uri"]
    if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):  # one outside the book is refused
        return
    place = Place(file, line_of(node))
    try:
        svg = wrapped(path.read_bytes())
    except ValueError as error:
        yield Problem(Kind.UNKNOWN_NODE, f"{node['uri']}: {error}; {IN_ITS_PLACE}", place)
        return
    drawing = described(node, svg)
    if not (drawing.alt or drawing.decorative):
        yield volume.wordless(place)
