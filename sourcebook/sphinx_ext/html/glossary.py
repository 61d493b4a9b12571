"""Link the first use of each glossary term on a page to its explanation.

Here: the forms of a term, finding them in what stands on a page, and the explanations. Not here: the directive
`glossary`, which is Sphinx's own, and how a preview is shown (`static/sourcebook-reading.js`).

When: links are made as a page for a browser is written, when all other links are there. Words inside a quotation are
linked too, since the hard words are in the articles; they stay as they are. Titles, links, code, the lines
that say who speaks, and exercises are left alone: in an exercise a word may be what is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.util.nodes import make_refnode

from sourcebook.sphinx_ext import config
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.directives.cite import sb_citing
from sourcebook.sphinx_ext.exercises.question_nodes import sb_exercise
from sourcebook.sphinx_ext.nodes import every, sb_attribution, sb_summary, sb_title

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from sourcebook.sphinx_ext.domain import SourcebookDomain

CLASS = "sb-term"
LEFT_ALONE = (
    nodes.reference,
    addnodes.pending_xref,
    nodes.title,
    nodes.rubric,
    nodes.term,
    nodes.literal,
    nodes.literal_block,
    nodes.raw,
    sb_attribution,
    sb_summary,
    sb_title,
    sb_exercise,
    sb_citing,
)
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_INITIALS = re.compile(r"[A-Z][A-Z0-9]+")


@dataclass(frozen=True)
class Term:
    """A term of the glossary and the place of its explanation."""

    name: str
    docname: str
    html_id: str


def all_terms(env: BuildEnvironment) -> list[Term]:
    """Every term of every glossary of the book, in alphabetical order."""
    objects = env.get_domain("std").get_objects()
    terms = {Term(name, docname, html_id) for name, _, kind, docname, html_id, _ in objects if kind == "term"}
    return sorted(terms, key=lambda term: (term.name.casefold(), term.name, term.docname))


def forms(name: str) -> list[str]:
    """The forms in which a text may use a term: `liquefied petroleum gas (LPG)` is also `LPG`.

    Commas part several forms. Of what stands in brackets only initials are a form; the rest says how a word sounds.
    """
    inside = [words for words in _ASIDE.findall(name) if _INITIALS.fullmatch(words)]
    outside = [words.strip() for words in _ASIDE.sub("", name).split(",")]
    return [words for words in (*outside, *inside) if words]


def _pattern(terms: list[Term]) -> tuple[re.Pattern[str], dict[str, Term]]:
    """A pattern that finds each form and its plural, the longest first, and the term of each form.

    A form in lower case is found in any case; a name is found as it is written.
    """
    owner: dict[str, Term] = {}
    for term in terms:
        for form in forms(term.name):
            owner.setdefault(form, term)
    ordered = sorted(owner, key=lambda form: (-len(form), form))
    parts = [f"(?i:{re.escape(form)})" if form.islower() else re.escape(form) for form in ordered]
    return re.compile(rf"(?<![\w-])({'|'.join(parts)})(?:s|es)?(?![\w-])"), owner


class LinkTerms(BookPostTransform):
    """Post-transform: link the first use of each term on a page."""

    default_priority = 20

    def run(self, **kwargs: Any) -> None:
        builder = self.app.builder
        session = cast("SourcebookDomain", self.env.get_domain("sb")).session
        if builder.format != "html" or builder.name == "epub" or session is None:
            return
        if not config.value(self.config, config.LINK_TERMS):
            return
        terms = [term for term in all_terms(self.env) if term.docname != self.env.docname]
        if not terms:
            return
        self.pattern, self.owner = _pattern(terms)
        self.seen: set[Term] = set()
        for text in list(_prose(self.document)):
            self._link(text)

    def _link(self, text: nodes.Text) -> None:
        """Replace the first uses in one text node with links."""
        words, parts, done = str(text), [], 0
        for match in self.pattern.finditer(words):
            term = self._term(match[1])
            if term in self.seen:
                continue
            self.seen.add(term)
            parts += [nodes.Text(words[done : match.start()]), self._reference(term, match[0])]
            done = match.end()
        if parts:
            text.parent.replace(text, [part for part in [*parts, nodes.Text(words[done:])] if part.astext()])

    def _term(self, form: str) -> Term:
        return self.owner[form] if form in self.owner else self.owner[form.lower()]

    def _reference(self, term: Term, words: str) -> nodes.reference:
        reference = make_refnode(self.app.builder, self.env.docname, term.docname, term.html_id, [nodes.Text(words)])
        reference["classes"].append(CLASS)
        return reference


def _prose(node: nodes.Element, inside: bool = False) -> Iterator[nodes.Text]:
    """The text nodes of paragraphs, without those that are left alone."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            if inside:
                yield child
        elif isinstance(child, nodes.Element) and not _left_alone(child):
            yield from _prose(child, inside or isinstance(child, nodes.paragraph))


def _left_alone(node: nodes.Element) -> bool:
    return isinstance(node, LEFT_ALONE) or "sb-reference" in node["classes"]


def explained(env: BuildEnvironment) -> Iterator[tuple[Term, str]]:
    """Every term with the first paragraph of its explanation."""
    terms = all_terms(env)
    for docname in sorted({term.docname for term in terms}):
        explanations = _explanations(env.get_doctree(docname))
        yield from (
            (term, explanations[term.html_id])
            for term in terms
            if term.docname == docname and term.html_id in explanations
        )


def _explanations(document: nodes.document) -> dict[str, str]:
    """The first paragraph for each id of a term on a page."""
    by_id: dict[str, str] = {}
    for item in every(document, nodes.definition_list_item):
        paragraph = next(item.findall(nodes.paragraph), None)
        for term in item.children:
            if isinstance(term, nodes.term) and paragraph is not None:
                by_id.update(dict.fromkeys(term["ids"], " ".join(paragraph.astext().split())))
    return by_id


def register(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(LinkTerms)
