"""Base of the exercise directives: the page, the edition, problems at a line, and reading options."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar, cast, get_args

from docutils import nodes
from docutils.parsers.rst import directives

from sourcebook.figures.svg_pages import wrapped
from sourcebook.model.problems import Kind, Place, Problem, near
from sourcebook.model.records import ID, ID_FORM
from sourcebook.questions.items import TOOLS, Tools, Use
from sourcebook.sphinx_ext import config
from sourcebook.sphinx_ext.citations.place_brackets import place_within
from sourcebook.sphinx_ext.exercises.key_in_prompt import DRAFT
from sourcebook.sphinx_ext.exercises.parse import Draft, ItemWalker, Nodes
from sourcebook.sphinx_ext.exercises.view import View
from sourcebook.sphinx_ext.options import BookDirective, instead

TITLED = "sb-titled"


T = TypeVar("T")


text_option = directives.unchanged_required


class ExerciseContext(BookDirective):
    """Base class of the exercise directives."""

    fault_kind = Kind.BAD_EXERCISE

    @property
    def called(self) -> str:
        return self.arguments[0].strip() if self.required_arguments else super().called

    @property
    def draft(self) -> Draft | None:
        return cast("Draft | None", self.env.temp_data.get(DRAFT))

    def problem(self, message: str, place: Place | None = None) -> None:
        self.note("problems", Problem(Kind.BAD_EXERCISE, message, place or self.place()))

    def parsed(self) -> Nodes:
        """Parse the content of this directive into nodes."""
        container = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, container)
        if self.session:
            place_within(container, self.session, self.docname)
        return list(container.children)

    def choice(self, name: str, allowed: Any, default: T) -> T:
        """Read an option with a fixed set of words. Another word is a problem; the nearest or the default counts.

        `allowed` is a `Literal`, or the words themselves.
        """
        value, words = self.options.get(name, default), get_args(allowed) or allowed
        if value in words or value is default:
            return cast(T, value)
        self.refuse(name, instead(value, words))
        return cast(T, near(value.strip(), words) or default)

    def number(self, name: str, default: float, least: float | None) -> float:
        """Read an option that is a number, at least `least`. Anything else is a problem, and the default counts."""
        value = self.options.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", value) or (least is not None and float(value) < least):
            from_on = "" if least is None else f" from {least:g} on"
            self.refuse(name, f"write a number{from_on}, such as {max(default, least or 0):g}")
            return default
        return float(value)

    def refuse(self, name: str, why: str) -> None:
        """Report the value of an option, and treat the option as not given."""
        self.refused.add(name)
        self.fault(name, why, self.options.pop(name))

    def ident(self) -> str:
        """Return the id, which is the argument; a malformed one is a problem."""
        ident = self.arguments[0].strip()
        if not re.fullmatch(ID, ident):
            self.problem(f"the id “{ident}” is not of the form: {ID_FORM}.")
        return ident

    def heading_level(self) -> int:
        """Return the heading level below the section that holds this directive."""
        depth, node = 0, cast("nodes.Node | None", self.state_machine.node)
        while node is not None:
            depth += isinstance(node, nodes.section)
            node = node.parent
        return min(6, max(2, depth + 1))

    def use(self, ident: str) -> Use:
        """Return practice or graded: graded if a graded assignment names this id, else what the option says."""
        own = cast(Use, self.choice("use", Use, "practice"))
        return "graded" if self.session and self.session.is_graded(ident) else own

    def view(self, use: Use) -> View:
        instructor = config.for_instructor(self.config)
        return View(config.reveals(self.config, use), instructor, self.heading_level())

    def tools_said(self, ident: str, own: Tools) -> str:
        """Return the rule for AI tools in words, for an exercise or a block that generates some."""
        return self.session.tools_said(ident, own) if self.session else TOOLS[own]

    def blocks(self, content: Any) -> list[Any]:
        """Convert nodes to block records."""
        return list(ItemWalker(self.docname, self._picture).blocks(content))

    def _picture(self, node: nodes.image) -> str:
        _, path = self.env.relfn2path(node["uri"], self.docname)
        data = Path(path).read_bytes() if Path(path).is_file() else b""
        try:
            return wrapped(data) if data else ""
        except ValueError:
            return ""  # the builder that needs the picture says so, with its words in its place
