"""The nodes of the extension, and how HTML and LaTeX write those that need more than their parent class gives.

Here: node classes, each derived from a standard one, so that every other writer treats it as its parent. Not here:
what stands in them (`render.py`) and what is filled in when a page is written (`transforms.py`).

A *subject* (`sb_quotation`, `sb_inline`, `sb_passage`) knows which words of which passage it shows. A *slot* stands
inside a subject and is empty until the page is written, because what belongs there depends on the proof or on other
pages. A slot that nobody fills, in a table of contents for instance, writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


class sb_quotation(nodes.block_quote):  # noqa: N801 -- docutils names its nodes in lower case, and writers by them
    """A quotation that stands by itself: words, plain words, proof, attribution. A figure in HTML."""


class sb_quoted(nodes.container):  # noqa: N801 -- see above
    """The words of a quotation that stands by itself."""


class sb_attribution(nodes.attribution):  # noqa: N801 -- see above
    """Who speaks, in which article, by whom, when and where in it."""


class sb_inline(nodes.inline):  # noqa: N801 -- see above
    """A quotation inside a sentence, with its short reference."""


class sb_words(nodes.inline):  # noqa: N801 -- see above
    """The quoted words inside a sentence, quotation marks included."""


class sb_title(nodes.emphasis):  # noqa: N801 -- see above
    """The title of an article."""


class sb_passage(nodes.container):  # noqa: N801 -- see above
    """A passage on the sources page: the one place to which every quotation of it leads."""


class sb_source(nodes.container):  # noqa: N801 -- see above
    """A source under a heading of the page's own."""


class sb_number(nodes.inline):  # noqa: N801 -- see above
    """A slot: the number of the paragraph in which the words stand."""


class sb_proof(nodes.inline):  # noqa: N801 -- see above
    """A slot: what is wrong with the quotation. Empty while the proof is complete."""


class sb_quoted_in(nodes.container):  # noqa: N801 -- see above
    """A slot: links to every place that quotes the passage."""


class sb_standing(nodes.inline):  # noqa: N801 -- see above
    """A slot: how many passages of a source are proven, and against what."""


SUBJECTS = (sb_quotation, sb_inline, sb_passage)
SLOTS = (sb_number, sb_proof, sb_quoted_in, sb_standing)

Visitor = Callable[[Any, Any], None]


def _element(tag: str, ending: str = "") -> tuple[Visitor, Visitor]:
    """A pair of visitors that write one HTML element."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, tag, ending))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(f"</{tag}>{ending}")

    return visit, depart


def _labelled(parent: str) -> tuple[Visitor, Visitor]:
    """A pair of visitors that write the ids of a node as labels of LaTeX, and then what the parent class writes."""

    def visit(self: LaTeXTranslator, node: nodes.Element) -> None:
        self.body.append(self.hypertarget_to(node, anchor=True))
        getattr(self, f"visit_{parent}")(node)

    def depart(self: LaTeXTranslator, node: nodes.Element) -> None:
        getattr(self, f"depart_{parent}")(node)

    return visit, depart


def register(app: Sphinx) -> None:
    """Tell Sphinx about the nodes. Writers without visitors of ours use those of the parent class."""
    app.add_node(sb_quotation, html=_element("figure", "\n"), latex=_labelled("block_quote"))
    app.add_node(sb_quoted, html=_element("blockquote", "\n"))
    app.add_node(sb_attribution, html=_element("figcaption", "\n"))
    app.add_node(sb_words, html=_element("q"))
    app.add_node(sb_title, html=_element("cite"))
    app.add_node(sb_inline, latex=_labelled("inline"))
    app.add_node(sb_passage, latex=_labelled("container"))
    app.add_node(sb_source, latex=_labelled("container"))
    for node in SLOTS:
        app.add_node(node)
