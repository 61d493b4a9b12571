"""Permalinks and “Cite” controls on HTML pages.

Here: the link at each event, number, person, exercise and quotation, the address of each paragraph and the link to it,
and the reference at each quotation, as HTML that works without a script. Not here: the words of a reference
(`sphinx_ext/directives/cite.py`), and copying one (`static/sourcebook-reading.js`).

When: as a page for a browser is written, after the slots of quotations are filled. Paper and EPUB have none of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.directives import cite as directives_cite
from sourcebook.sphinx_ext.domain import SourcebookDomain
from sourcebook.sphinx_ext.exercises.question_nodes import sb_exercise_title
from sourcebook.sphinx_ext.nodes import every, sb_attribution, sb_passage, sb_quotation, sb_summary
from sourcebook.sphinx_ext.render import subject_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LINKED = frozenset({"event", "reports", "figure", "actor", "exercise", "assignment"})
"""The kinds of anchors that bear a link to themselves. Sources have that of their heading."""
PLACE = "p-{}-{}"
"""The id of a paragraph: the section, and its number there. Neither depends on how a page is drawn."""
TITLES = frozenset({"sb-event-title", "sb-assignment-title"})
"""The classes of paragraphs that name what they stand in."""


class AddTools(BookPostTransform):
    """Post-transform: add permalinks and references to records and quotations."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        if self.app.builder.format != "html" or self.app.builder.name == "epub":
            return
        self.domain = cast(SourcebookDomain, self.env.get_domain("sb"))
        self.work = directives_cite.work_of(self.app)
        kinds = {anchor.html_id: anchor.kind for anchor in self.domain.data["anchors"].get(self.env.docname, [])}
        for node in [element for element in every(self.document, nodes.Element) if element.get("ids")]:
            if isinstance(node, sb_quotation | sb_passage):
                self._quotation(node)
            elif kinds.get(node["ids"][0]) in LINKED:
                self._record(node)
        for section in every(self.document, nodes.section):
            if type(section) is nodes.section:  # an exercise is one of ours, and has an address of its own
                self._paragraphs(section)

    def _paragraphs(self, section: nodes.section) -> None:
        """Number the paragraphs of a section, those in its lists too.

        Tab passes the links by, of which a page has dozens: it stops at that of the heading.
        """
        named = next((name for name in section["ids"] if not re.fullmatch(r"id\d+", name)), section["ids"][0])
        for number, paragraph in enumerate(_paragraphs(section), 1):
            if not paragraph["ids"]:
                paragraph["ids"].append(PLACE.format(named, number))
            here = escape(paragraph["ids"][0])
            hidden = 'tabindex="-1" aria-hidden="true" title="Link to this paragraph"'
            paragraph.insert(0, _raw(f'<a class="sb-place" href="#{here}" {hidden}></a>'))

    def _record(self, node: nodes.Element) -> None:
        head = next((child for child in node.children if isinstance(child, sb_summary)), None)
        title = next(_titles(head or node), None)
        if title is None:
            return
        permalink_node = _raw(permalink(node["ids"][0], f"Link to: {title.astext()}"))
        # Behind a heading that names an exercise, or that opens an event: the link is no part of either.
        aside = head or (title if isinstance(title, sb_exercise_title) else None)
        if aside is None:
            title += permalink_node
        else:
            node.insert(node.index(aside) + 1, permalink_node)

    def _quotation(self, node: nodes.Element) -> None:
        session = self.domain.session
        reference = directives_cite.quotation(session, subject_of(node), self.work) if session else ""
        if not reference:
            return
        ident = node["ids"][0]
        address = self.work.link(f"{self.app.builder.get_target_uri(self.env.docname)}#{ident}")
        link = permalink(ident, "Link to this quotation")
        text = f"{reference} {address}".strip()
        holder = next(node.findall(sb_attribution), node)
        holder += _raw(f'<span class="sb-tools">{link}{cite(text)}</span>' if holder is not node else cite(text) + link)


def _paragraphs(node: nodes.Element) -> Iterator[nodes.paragraph]:
    """The paragraphs of running text in a section, without those of the sections below it."""
    for child in node.children:
        if isinstance(child, nodes.paragraph) and not child["classes"] and child.astext().strip():
            yield child
        elif isinstance(child, nodes.bullet_list | nodes.enumerated_list | nodes.list_item) and not child["classes"]:
            yield from _paragraphs(child)


def _titles(node: nodes.Element) -> Iterator[nodes.Element]:
    """The titles of a record: the node itself where it is a term, or the titles among its children."""
    if isinstance(node, nodes.term):
        yield node
    for child in node.children:
        if isinstance(child, nodes.Element) and (isinstance(child, nodes.rubric) or TITLES & {*child["classes"]}):
            yield child


def permalink(ident: str, label: str) -> str:
    """The HTML of a link of an element to itself."""
    return f'<a class="headerlink sb-permalink" href="#{escape(ident)}" aria-label="{escape(label)}">#</a>'


def cite(reference: str) -> str:
    """The HTML of a reference that a reader unfolds; a script can copy it."""
    summary = '<summary>Cite<span class="sb-unseen"> this quotation</span></summary>'
    return f'<details class="sb-cite">{summary}<p class="sb-cite-text">{escape(reference)}</p></details>'


def _raw(markup: str) -> nodes.raw:
    return nodes.raw("", markup, format="html")


def register(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(AddTools)
