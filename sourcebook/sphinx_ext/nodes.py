"""The nodes of the extension, and how HTML and LaTeX write those that need more than their parent class gives.

Here: node classes, each derived from a standard one, so that every other writer treats it as its parent. Not here:
what stands in them (`render.py`) and what is filled in when a page is written (`collect_and_fill.py`).

A *subject* (`sb_quotation`, `sb_inline`, `sb_passage`) knows which words of which passage it shows. A *slot* stands
inside a subject and is empty until the page is written, because what belongs there depends on the proof or on other
pages. A slot that nobody fills, in a table of contents for instance, writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from docutils import nodes

from sourcebook.sphinx_ext.foreign import directions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


N = TypeVar("N", bound=nodes.Node)


def every(node: nodes.Node, *kinds: type[N]) -> list[N]:
    """The nodes of some kinds in and below a node, in the order of the page.

    As `findall` of docutils, which hands each node up through all the levels above it and takes three times as long.
    """
    matching: list[N] = []
    left = [node]
    while left:
        each = left.pop()
        if isinstance(each, kinds):
            matching.append(each)
        if each.children:
            left += reversed(each.children)
    return matching


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


class sb_cited(nodes.inline):  # noqa: N801 -- see above
    """One reference of a bracket: `(¶4)`. `data-quotes` are the ids of the quotations that it closes."""


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


class sb_time(nodes.inline):  # noqa: N801 -- see above
    """A date or an hour in words; `datetime` is the same for machines."""


class sb_header(nodes.entry):  # noqa: N801 -- see above
    """A cell of a table that names its row or its column: `scope` says which."""


class sb_details(nodes.container):  # noqa: N801 -- see above
    """A part that folds: a summary, then the rest. On paper it is not folded. `open`: not folded at first."""


class sb_event(sb_details):  # noqa: N801 -- see above
    """One event of a timeline: its head, and folded below it what every source tells. On paper it is a container."""


class sb_day(sb_details):  # noqa: N801 -- see above
    """A period of a timeline with its events. On paper it is not folded, and its summary is a heading."""


class sb_fold(sb_details):  # noqa: N801 -- see above
    """A part of a page's text that its author folds. On paper it is text like any other, under its summary."""


class sb_synopsis(nodes.container):  # noqa: N801 -- see above
    """A table as wide as a sheet. An EPUB, which is read on small screens, leaves it out."""


class sb_compare(nodes.container):  # noqa: N801 -- see above
    """Tables of which a reader chooses two columns. Paper and an EPUB, where nobody chooses, leave them out."""


class sb_heading(nodes.inline):  # noqa: N801 -- see above
    """The words of a summary that are a heading too, one level below the section in which they stand."""


class sb_summary(nodes.paragraph):  # noqa: N801 -- see above
    """The summary of a part that folds. Each `sb_line` in it is a line of its own."""


class sb_line(nodes.inline):  # noqa: N801 -- see above
    """A line of a summary, which may hold no paragraph. On paper it is one. `screen`: left out on paper."""


class sb_drawing(nodes.container):  # noqa: N801 -- see above
    """A slot: a drawing. `what` says which, `options` what it shows."""


class sb_where(nodes.inline):  # noqa: N801 -- see above
    """A slot: the number of the paragraph of a passage that is referred to, and not quoted."""


class sb_mentions(nodes.container):  # noqa: N801 -- see above
    """A slot: where an actor speaks, acts and is named."""


SUBJECTS = (sb_quotation, sb_inline, sb_passage)
SLOTS = (sb_number, sb_proof, sb_quoted_in, sb_standing)
PARTS = (sb_drawing, sb_where, sb_mentions)
"""The slots of `fill_parts.py`."""

Visitor = Callable[[Any, Any], None]


def _element(tag: str, ending: str = "", *attributes: str) -> tuple[Visitor, Visitor]:
    """A pair of visitors that write one HTML element, with those of the node's attributes that are named."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        written = {name: node[name] for name in attributes if name in node}
        written |= directions.attribute(node, self.builder.config.language)
        self.body.append(self.starttag(node, tag, ending, **written))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(f"</{tag}>{ending}")

    return visit, depart


def _details() -> tuple[Visitor, Visitor]:
    """A pair of visitors that write a part to open. In an EPUB it is open: not every reader of books can open one."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        is_open = node.get("open") or self.builder.name == "epub"
        attributes: dict[str, Any] = {"open": "open"} if is_open else {}
        self.body.append(self.starttag(node, "details", "\n", **attributes))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append("</details>\n")

    return visit, depart


def _not_in_epub() -> tuple[Visitor, Visitor]:
    """A pair of visitors that write a container, and nothing in an EPUB."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        if self.builder.name == "epub":
            raise nodes.SkipNode
        self.visit_container(cast(nodes.container, node))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.depart_container(cast(nodes.container, node))

    return visit, depart


def _heading() -> tuple[Visitor, Visitor]:
    """A pair of visitors that write a heading, one level below the section in which it stands."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(self.starttag(node, f"h{min(self.section_level + 1, 6)}", ""))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append(f"</h{min(self.section_level + 1, 6)}>")

    return visit, depart


def _header() -> tuple[Visitor, Visitor]:
    """A pair of visitors that write a header cell with its scope, and count the column as the writer does."""

    def visit(self: HTML5Translator, node: nodes.Element) -> None:
        cast(Any, node.parent).column += 1
        self.body.append(self.starttag(node, "th", "", scope=node["scope"]))

    def depart(self: HTML5Translator, node: nodes.Element) -> None:
        self.body.append("</th>\n")

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
    """Register the nodes. Writers without visitors of ours use those of the parent class."""
    app.add_node(sb_quotation, html=_element("figure", "\n"), latex=_labelled("block_quote"))
    app.add_node(sb_quoted, html=_element("blockquote", "\n"))
    app.add_node(sb_attribution, html=_element("figcaption", "\n"))
    app.add_node(sb_words, html=_element("q"))
    app.add_node(sb_cited, html=_element("span", "", "data-quotes"))
    app.add_node(sb_title, html=_element("cite"))
    app.add_node(sb_inline, latex=_labelled("inline"))
    app.add_node(sb_passage, latex=_labelled("container"))
    app.add_node(sb_source, latex=_labelled("container"))
    app.add_node(sb_time, html=_element("time", "", "datetime"))
    app.add_node(sb_header, html=_header())
    app.add_node(sb_details, html=_details(), latex=_labelled("container"))
    app.add_node(sb_event, html=_details(), latex=_labelled("container"))
    app.add_node(sb_day, html=_details(), latex=_labelled("container"))
    app.add_node(sb_synopsis, html=_not_in_epub(), latex=_labelled("container"))
    app.add_node(sb_compare, html=_not_in_epub())
    app.add_node(sb_fold, html=_details(), latex=_labelled("container"))
    app.add_node(sb_heading, html=_heading())
    app.add_node(sb_summary, html=_element("summary", "\n"))
    app.add_node(sb_line)
    for node in (*SLOTS, sb_drawing, sb_where, sb_mentions):
        app.add_node(node)
