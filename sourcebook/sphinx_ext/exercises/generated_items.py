"""The directive `sb:items`: generated questions on a page."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar, cast, get_args

import msgspec
from docutils import nodes
from sphinx.util.typing import OptionSpec

from sourcebook.model.problems import Place
from sourcebook.questions import generate, prompt_blocks
from sourcebook.questions import private_folder as questions_private_folder
from sourcebook.questions.items import Item
from sourcebook.questions.recipe import Make, Recipe
from sourcebook.sphinx_ext import config
from sourcebook.sphinx_ext.domain import UnreadExercise
from sourcebook.sphinx_ext.exercises import view as exercises_view
from sourcebook.sphinx_ext.exercises.assignment import private_folder
from sourcebook.sphinx_ext.exercises.context import ExerciseContext, text_option
from sourcebook.sphinx_ext.exercises.from_blocks import BlockRenderer
from sourcebook.sphinx_ext.render import missing
from sourcebook.sphinx_ext.session import unknown
from sourcebook.sphinx_ext.wording import times

FILTERS = ("sources", "events", "figures", "actors", "passages")


class ItemsDirective(ExerciseContext):
    """The directive `sb:items`: exercises generated from the evidence."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = False
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        [*"make count seed use title points minutes".split(), *FILTERS], text_option
    )

    def run(self) -> list[nodes.Node]:
        ident, place, session = self.ident(), self.place(), self.session
        recipe = self._recipe(ident, place)
        if session is None or recipe is None:
            return [nodes.paragraph("", "", missing(f"nothing to make exercises “{ident}” from"))]
        html_id = self.anchor("exercise", ident)
        self.note("recipes", recipe)
        container = nodes.container(ids=[html_id], classes=["sb-items"])
        if recipe.use == "graded" and not config.for_instructor(self.config):
            container += nodes.paragraph("", f"{times(recipe.count, 'question')} that your instructor hands out.")
            return [container]
        secret = questions_private_folder.seed(private_folder(self.config, self.env.srcdir))
        items = generate.make(session.evidence_base, recipe, secret=secret)
        if len(items) < recipe.count and not self.refused:
            shortfall = f"it asks for {recipe.count} items and the evidence gives {len(items)}"
            self.problem(f"{ident}: {shortfall}; write a lower count, or a wider filter.", place)
        container += self._about(recipe, secret)
        for index, item in enumerate(items, 1):
            container += self._shown(item, f"{item.title} ({index} of {len(items)})", place)
        return [container]

    def _recipe(self, ident: str, place: Place) -> Recipe | None:
        if "make" not in self.options and not self.excused("make"):
            self.problem(f"{ident}: it names nothing to make; write :make: and one of: {', '.join(get_args(Make))}.")
        make = str(self.choice("make", Make, ""))
        if not make:
            self.note("unset", UnreadExercise(ident, place.line))
            return None
        return Recipe(
            id=ident, make=cast(Make, make), count=int(self.number("count", 6, 1)), seed=self.options.get("seed", "1"),
            use=self.use(ident), title=self.options.get("title", ""), points=self.number("points", 1, 0.5),
            minutes=int(self.number("minutes", 1, 1)), page=self.docname, line=place.line, **self._filters(place),
        )  # fmt: skip

    def _filters(self, place: Place) -> dict[str, list[str]]:
        """Read the ids in the filters; an unknown id is a problem."""
        filters = {name: re.split(r"[\s,]+", self.options[name].strip()) for name in FILTERS if name in self.options}
        for name, idents in filters.items() if self.session else ():
            known = getattr(self.session.evidence_book, name)  # type: ignore[union-attr]  # there is one wherever the loop runs
            for ident in idents:
                if ident not in known:
                    self.refused.add(name)
                    at = self.place(f":{name}:", ident)
                    self.note("problems", unknown(name.removesuffix("s"), ident, known, at))
        return filters

    def _about(self, recipe: Recipe, secret: str) -> nodes.paragraph:
        words = f"Made from the evidence; seed {recipe.seed}."
        if recipe.use == "graded":
            words += (
                " A private seed is mixed in."
                if secret
                else " There is no private seed: whoever has the repository can make the same key. "
                "Run “sourcebook new private”."
            )
        return nodes.paragraph("", words, classes=["sb-made"])

    def _shown(self, item: Item, title: str, place: Place) -> nodes.Element:
        session = self.session
        assert session is not None  # noqa: S101 -- for the type checker: `run` has looked
        filled = msgspec.structs.replace(prompt_blocks.filled(item, session.evidence_base.paragraphs), title=title)
        parts = BlockRenderer(session, self.docname, place, filled).parts()
        view = replace(self.view(item.use), tools=self.tools_said(self.arguments[0].strip(), item.tools))
        return exercises_view.exercise(filled, parts, view)
