"""Find what would be wrong with the pages once they are set on paper, so that `check` tells it in the same words.

When: after pages are read; no page is set. Not here: setting them (`outputs/pdf.py`), and what becomes of a node
(`paper.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.environment import BuildEnvironment

from sourcebook.outputs import arrange, pdf
from sourcebook.outputs.pictures import wrapped
from sourcebook.problems import Kind, Place, Problem, relative
from sourcebook.sphinx_ext.paper import MATH, is_inline, line_of, squeezed, title_of


def paper_problems(env: BuildEnvironment) -> Iterator[Problem]:
    """What is wrong with every page that was read as soon as it is set on paper, told as it is told there."""
    for docname in sorted(env.all_docs):
        document = env.get_doctree(docname)
        file = relative(Path(env.doc2path(docname)), Path(env.srcdir))
        tex = [node.astext() for node in document.findall(nodes.Element) if isinstance(node, MATH)]
        yield from pdf.losses(file, document.astext(), tex)
        for node in document.findall(nodes.image):
            if not is_inline(node):
                yield from _of_picture(node, Path(env.srcdir), file)


def _of_picture(node: nodes.image, root: Path, file: str) -> Iterator[Problem]:
    """What keeps a picture from paper: it cannot be shown, or nobody who does not see it knows what it shows."""
    path = root / node["uri"]
    if not path.is_file():
        return
    place = Place(file, line_of(node))
    try:
        svg = wrapped(path.read_bytes())
    except ValueError as error:
        yield Problem(Kind.UNKNOWN_NODE, f"{node['uri']}: {error}; its words stand in its place.", place)
        return
    if not squeezed(node.get("alt") or title_of(svg)):
        yield arrange.wordless(place)
