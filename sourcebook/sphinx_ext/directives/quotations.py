"""The directives: `sb:quote` and `sb:sources`.

Here: from arguments, options and body to nodes of the page. Not here: rules, verdicts, and how it looks.
"""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.typing import OptionSpec

from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.sphinx_ext import escapes
from sourcebook.sphinx_ext.domain import PageAnchor, anchor_id
from sourcebook.sphinx_ext.nodes import sb_quotation
from sourcebook.sphinx_ext.options import BookDirective, chosen
from sourcebook.sphinx_ext.render import missing, set_subject
from sourcebook.sphinx_ext.session import BuildSession, Subject

PARTS_OF_SOURCE = ("record", "passages")


def _parts(argument: str) -> tuple[str, ...]:
    """The parts of a source that an option names, joined by spaces or commas."""
    return tuple(chosen(word, PARTS_OF_SOURCE) for word in argument.replace(",", " ").split())


def _shown(argument: str | None) -> bool:
    """The converter of an option that is `show` or `hide`."""
    return chosen(argument or "show", ("show", "hide")) == "show"


class QuoteDirective(BookDirective):
    """A passage, or in the body an abridgement of it, that stands by itself."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "accept": directives.unchanged_required,
        "class": directives.class_option,
        "plain": _shown,
    }

    def run(self) -> list[nodes.Node]:
        ref, place = self.arguments[0].strip(), self.place()
        at = self.place(":accept:")
        accept, problems = escapes.parse(self.options["accept"], at) if "accept" in self.options else ({}, [])
        for problem in problems:
            self.note("problems", problem)
        subject = Subject(ref, " ".join(" ".join(self.content).split()), tuple(sorted(accept.items())))
        session = self.session
        known = session.passage(ref) if session else None
        if session and known:
            plain, classes = self.options.get("plain", True), self.options.get("class", [])
            return [self.renderer(session).block(known, subject, place, plain, classes)]
        node = sb_quotation("", nodes.paragraph("", "", missing(f"no passage “{ref}” on record", subject.words)))
        set_subject(node, subject, place)
        return [node]


class SourcesDirective(BookDirective):
    """The record of one source, or of all, with the canonical place of every passage.

    Option `show`: `record`, `passages`, or both, so that a page of one source can have text between them.
    """

    optional_arguments = 1
    final_argument_whitespace = False
    has_content = False
    option_spec: ClassVar[OptionSpec] = {"show": _parts}

    def run(self) -> list[nodes.Node]:
        place, session = self.place(), self.session
        if session is None:
            message = "there are no sources to list: this book has no folder “sources”."
            self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, place))
            return [nodes.paragraph("", "", missing("no sources on record"))]
        if self.arguments:
            return self._one(session, self.arguments[0], place)
        return [node for key in session.keys for node in self._listed(session, key, place, self._may_hold_sections())]

    def _one(self, session: BuildSession, key: str, place: Place) -> list[nodes.Node]:
        self.refer("source", key, place)
        if session.source(key) is None:
            return [nodes.paragraph("", "", missing(f"no source “{key}” on record"))]
        return self._listed(session, key, place, heading=False)

    def _listed(self, session: BuildSession, key: str, place: Place, heading: bool) -> list[nodes.Node]:
        parts = self.options.get("show", PARTS_OF_SOURCE)
        if "record" in parts:
            self.note("anchors", PageAnchor("source", key, anchor_id("source", key)))
        if "passages" in parts:
            for passage in session.whole_source(key).passages:
                ref = f"{key}/{passage.id}"
                self.note("anchors", PageAnchor("passage", ref, anchor_id("passage", ref)))
        return [self.renderer(session).source(key, place, parts, heading)]

    def _may_hold_sections(self) -> bool:
        """True where the directive may make sections: not inside a box or a list."""
        return isinstance(self.state_machine.node, nodes.document | nodes.section)


DIRECTIVES = {"quote": QuoteDirective, "sources": SourcesDirective}
