"""The directive `sb:exercise` and those of its parts, and the registration of everything about exercises.

Here: from the author's text to nodes and records, with every fault as a problem. Not here: the grammar of the lists
(`parse.py`), the form on the page (`view.py`, `question_nodes.py`), the rules for a sound item (`questions/kinds.py`),
and generated items (`generated_items.py`).

Parts of another edition are dropped as soon as their page is read. The domain checks the ids that assignments name when
all pages are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import OptionSpec

from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.questions import asked_order, assignments, prompt_blocks
from sourcebook.questions.footnotes import with_footnotes
from sourcebook.questions.items import Group, Item, Level, Needs, Number, Tools, Use
from sourcebook.questions.kinds import KINDS, item_faults, without_secrets
from sourcebook.sphinx_ext import config, escapes
from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.directives.roles import SourcebookRole
from sourcebook.sphinx_ext.domain import UnreadExercise
from sourcebook.sphinx_ext.exercises import key_in_prompt, parse, stray_lines
from sourcebook.sphinx_ext.exercises import question_nodes as exercises_nodes
from sourcebook.sphinx_ext.exercises import view as exercises_view
from sourcebook.sphinx_ext.exercises.assignment import AssignmentDirective
from sourcebook.sphinx_ext.exercises.context import TITLED, ExerciseContext, text_option
from sourcebook.sphinx_ext.exercises.exercise_table import ExerciseTableDirective, FillExerciseTable, sb_exercise_table
from sourcebook.sphinx_ext.exercises.generated_items import ItemsDirective
from sourcebook.sphinx_ext.exercises.key_in_prompt import DRAFT, BareRole
from sourcebook.sphinx_ext.exercises.keys_at_end import KeysAtEnd
from sourcebook.sphinx_ext.exercises.parse import Draft, ItemWalker, Nodes, Parts
from sourcebook.sphinx_ext.exercises.question_roles import GapRole, HotRole
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.render import missing

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain

FILES = ("sourcebook-exercises.css", "sourcebook-answers.js", "sourcebook-exercises.js")
TABLE_FILES = ("sourcebook-exercises.css", "sourcebook-answers.js", "sourcebook-exercise-table.js")


# -- written exercises -------------------------------------------------------------------------------------------------


class ExerciseDirective(ExerciseContext):
    """The directive `sb:exercise`: one exercise, with all its parts in its body."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = True
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        "kind title points minutes level group teaches use tools needs answer tolerance unit words accept".split(),
        text_option,
    )

    def run(self) -> list[nodes.Node]:
        ident, place = self.ident(), self.place()
        if "kind" not in self.options and not self.excused("kind"):
            self.problem(f"the exercise has no kind; write :kind: and one of: {', '.join(KINDS)}.")
        kind = self.choice("kind", tuple(KINDS), "")
        if not kind:
            self.note("unset", UnreadExercise(ident, place.line))
            return [nodes.paragraph("", "", missing(f"exercise “{ident}” has no kind"))]
        use = self.use(ident)
        view = self.view(use)
        if self.draft:
            self.problem("an exercise is inside another; end the first one before it.")
        draft = self.env.temp_data[DRAFT] = Draft(ident, kind, place, view.reveal)
        content = self.parsed()
        self.env.temp_data.pop(DRAFT, None)
        draft.solution += key_in_prompt.references(draft, self.session, self.docname) if draft.kept else []
        item, parts = self._item(kind, use, draft, content)
        found_faults = [*draft.faults, *parse.misplaced(item), *item_faults(item)]
        for message in found_faults if not self.excused("kind") else ():  # it may be of another kind than was supposed
            self.problem(f"{ident}: {message}", place)
        self._caution(item, parts, place)
        html_id = self.anchor("exercise", ident)
        self.note("exercises", item if view.instructor else without_secrets(item))
        known = self.session.paragraphs if self.session else {}
        view = replace(view, tools=self.tools_said(ident, item.tools))
        node = exercises_view.exercise(prompt_blocks.filled(item, known), parts, view)
        node["ids"] = [html_id]
        parse.forget_source(node)
        return [node]

    def _caution(self, item: Item, parts: Parts, place: Place) -> None:
        """Report the cautions about a question, except those that the author accepts with a reason."""
        at = self.place(":accept:")
        accept, problems = escapes.parse(self.options["accept"], at) if "accept" in self.options else ({}, [])
        keys = key_in_prompt.giveaways(item, parts, self.session) if self.session else []
        cautions = (
            (Kind.KEY_IN_PROMPT, keys[:1]),
            (Kind.ORDER_UNKNOWN, self._open_orders(item)),
            (Kind.OVERRULED, self._overruled(item)),
        )
        for kind, messages in cautions:
            if messages and not accept.pop(kind.label, ""):
                problems.append(Problem(kind, f"{item.id}: {messages[0]}", place))
        for label in accept:
            message = f"{item.id}: the option accepts “{label}”, which this question does not need. Take it out."
            problems.append(Problem(Kind.BAD_ESCAPE, message, place))
        for problem in problems:
            self.note("problems", problem)

    def _open_orders(self, item: Item) -> list[str]:
        """Return the caution about an order in the key that the records do not give, if any."""
        if not self.session or not asked_order.asks_order(item):
            return []
        remedy = (
            "ask for a pair whose order is known, let the answer be that it is not, "
            "or give a reason in the option :accept: order-unknown because …"
        )
        return [f"{fault}: {remedy}" for fault in asked_order.open_orders(item, self.session.evidence_base)]

    def _overruled(self, item: Item) -> list[str]:
        """Return the caution about a rule for AI tools that assignments overrule, if any."""
        names = self.session.overruling(item.id, item.tools) if self.session and "tools" in self.options else ()
        if not names:
            return []
        named = " and ".join(map(repr, names))
        message = f"its rule for AI tools, “{item.tools}”, is not that of the assignment {named}, which holds. "
        return [f"{message}Take `:tools:` out, or change the assignment in {assignments.FILE}."]

    def _item(self, kind: str, use: Use, draft: Draft, content: Nodes) -> tuple[Item, Parts]:
        """Build the item and the nodes of its parts."""
        prompt, answers = parse.part_off(kind, content)
        draft.faults += stray_lines.strays(KINDS[kind], content, answers)
        parts = Parts(
            prompt, hints=draft.hints, solution=draft.solution, anchors=draft.anchors, marking=draft.marking,
            errors=draft.errors,
        )  # fmt: skip
        known = {**self._facts(kind, use), **parse.read_answers(kind, answers, draft, parts, self.blocks)}
        known |= self._supposed(kind, draft)
        blocks = self.blocks(prompt)
        stimuli = dict.fromkeys([*prompt_blocks.refs(blocks), *(node["ref"] for node in draft.bare)])
        item = Item(
            id=draft.ident, kind=kind, use=use, prompt=blocks, stimuli=list(stimuli), page=self.docname,
            line=draft.place.line, hints=[self.blocks(hint) for hint in draft.hints], rubric=draft.rubric,
            gaps=draft.gaps, hots=draft.hots, secret=parse.secret_of(draft, self.blocks), **known,
        )  # fmt: skip
        return item, parts

    def _facts(self, kind: str, use: Use) -> dict[str, Any]:
        known: dict[str, Any] = {
            "title": self.options.get("title") or self.arguments[0].replace("-", " ").capitalize(),
            "points": self.number("points", 1, 0.5),
            "minutes": int(self.number("minutes", 2, 1)),
            "level": self.choice("level", Level, "understand"),
            "group": self.choice("group", Group, "close-reading"),
            "teaches": " ".join(self.options.get("teaches", "").split()),
            "tools": self.choice("tools", Tools, "declared"),
            "needs": self.choice("needs", Needs, ""),
        }
        if "words" in self.options:
            known["words"] = self._words()
        answer_field = KINDS[kind].answer_field
        if answer_field == "number" and "answer" in self.options:
            value, tolerance = self.number("answer", 0, None), self.number("tolerance", 0, 0)
            known["number"] = Number(value=value, tolerance=tolerance, unit=self.options.get("unit", ""))
        if answer_field == "accepted":
            known["accepted"] = [form.strip() for form in self.options.get("answer", "").split("|") if form.strip()]
        return known

    def _supposed(self, kind: str, draft: Draft) -> dict[str, Any]:
        """Stand-ins for options that were already reported, so that no second problem follows from them."""
        values: dict[str, Any] = {}
        if self.excused("points") and draft.rubric:
            values["points"] = sum(max((r.points for r in c.ratings), default=0) for c in draft.rubric)
        if self.excused("answer"):
            supposed: dict[str, Any] = {"number": Number(value=0), "accepted": ["–"]}
            values |= {name: value for name, value in supposed.items() if name == KINDS[kind].answer_field}
        return values

    def _words(self) -> tuple[int, int] | None:
        match = re.fullmatch(r"([0-9]{1,6})\s*[-–]\s*([0-9]{1,6})|([0-9]{1,6})", self.options["words"].strip())
        if not match:
            self.refuse("words", "write a range such as 300-400")
            return None
        return (int(match[1]), int(match[2])) if match[1] else (1, int(match[3]))


class PartDirective(ExerciseContext):
    """Base of the directives of parts. `secret` parts are parsed only in an edition that may hold them."""

    has_content = True
    name_of = ""
    secret = False
    instructor = False

    def run(self) -> list[nodes.Node]:
        draft = self.draft
        if draft is None:
            self.problem(f"sb:{self.name_of} is outside an exercise; put it into the body of sb:exercise.")
        elif not self.content:
            self.problem(f"{draft.ident}: sb:{self.name_of} is empty; write something, or take it out.")
        elif self.instructor and not config.for_instructor(self.config):
            pass
        elif not self.secret or draft.kept:
            self.take(draft)
        return []

    def take(self, draft: Draft) -> None:
        raise NotImplementedError


class HintDirective(PartDirective):
    """The directive `sb:hint`: a hint that students may open."""

    name_of = "hint"

    def take(self, draft: Draft) -> None:
        draft.hints.append(self.parsed())


class SolutionDirective(PartDirective):
    """The directive `sb:solution`: the model answer, or an explanation."""

    name_of = "solution"
    secret = True

    def take(self, draft: Draft) -> None:
        draft.solution += self.parsed()


class AnchorDirective(PartDirective):
    """The directive `sb:anchor`: an example answer for markers at the level that its argument names."""

    required_arguments = 1
    final_argument_whitespace = True
    name_of = "anchor"
    instructor = True

    def take(self, draft: Draft) -> None:
        draft.anchors.append((self.arguments[0].strip(), self.parsed()))


class MarkingDirective(PartDirective):
    """The directive `sb:marking`: notes for markers."""

    name_of = "marking"
    instructor = True

    def take(self, draft: Draft) -> None:
        draft.marking += self.parsed()


class ErrorsDirective(PartDirective):
    """The directive `sb:errors`: common errors, for markers."""

    name_of = "errors"
    instructor = True

    def take(self, draft: Draft) -> None:
        draft.errors += self.parsed()


class RubricDirective(PartDirective):
    """The directive `sb:rubric`: criteria with their levels, as a definition list."""

    name_of = "rubric"

    def take(self, draft: Draft) -> None:
        content = self.parsed()
        draft.faults += stray_lines.strays_of_rubric(content)
        lists = [node for node in content if isinstance(node, nodes.definition_list)]
        draft.rubric += parse.read_rubric(lists[0] if lists else None, draft)


# -- titles and footnotes ----------------------------------------------------------------------------------------------


class TitleExercises(BookPostTransform):
    """Post-transform: fill the titles of exercises into the links of assignments.

    It runs before links are resolved, because a resolved link does not name its exercise.
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        domain = cast("SourcebookDomain", self.env.get_domain("sb"))
        links = [node for node in every(self.document, pending_xref) if node["reftype"] == "exercise"]
        titles = domain.exercise_titles() if links else {}
        for node in links:
            for inner in node.findall(nodes.inline):
                if TITLED in inner["classes"] and node["reftarget"] in titles:
                    inner.clear()
                    inner.append(nodes.Text(titles[node["reftarget"]]))


class NoteExercises(SphinxTransform):
    """Transform of a whole page: put the texts of its footnotes into the records of its exercises."""

    default_priority = 850

    def apply(self, **kwargs: Any) -> None:
        exercises = self.env.get_domain("sb").data["exercises"]
        items = exercises.get(self.env.docname)
        footnotes = list(self.document.findall(nodes.footnote)) if items else []
        if not footnotes:
            return
        walker, notes = ItemWalker(self.env.docname, lambda _: ""), dict[str, list[Any]]()
        for node in footnotes:
            blocks = list(walker.blocks(child for child in node.children if not isinstance(child, nodes.label)))
            notes |= dict.fromkeys([*node["names"], *node["dupnames"], *node["ids"]], blocks)
        exercises[self.env.docname] = [with_footnotes(item, notes) for item in items]


# -- registration ------------------------------------------------------------------------------------------------------

DIRECTIVES: dict[str, Any] = {
    "exercise": ExerciseDirective,
    "hint": HintDirective,
    "solution": SolutionDirective,
    "rubric": RubricDirective,
    "anchor": AnchorDirective,
    "marking": MarkingDirective,
    "errors": ErrorsDirective,
    "items": ItemsDirective,
    "assignment": AssignmentDirective,
    "exercise-table": ExerciseTableDirective,
}
ROLES: dict[str, Callable[[], SourcebookRole]] = {"gap": GapRole, "hot": HotRole, "q-bare": BareRole}


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: add the style and the script to pages with exercises."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    kinds = {anchor.kind for anchor in domain.data["anchors"].get(pagename, [])}
    if doctree is None or app.builder.name == "epub":
        return
    files = (FILES if kinds & {"exercise", "assignment"} else ()) + (TABLE_FILES if "exercise-table" in kinds else ())
    for file in dict.fromkeys(files):
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            # It adds buttons and the reader's progress: shown before it has run, the page would move under the eyes.
            app.add_js_file(file, loading_method="defer", blocking="render")


def hide_sources(app: Sphinx, settings: Any) -> None:
    """Handler of `config-inited`: the public book publishes no page sources, because they hold the keys."""
    if not config.for_instructor(settings):
        settings["html_copy_source"] = False


def forget_words(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Handler of `html-collect-pages`: remove words from the search index that are on no page any more.

    Sphinx removes a changed page from its index and keeps its words, each with an empty list of pages. A former answer
    for practice that is a graded key now would stay readable.
    """
    indexer = getattr(app.builder, "indexer", None)
    for name in ("_mapping", "_title_mapping") if indexer else ():
        words: dict[str, set[str]] = getattr(indexer, name, {})
        for word in [word for word, pages in words.items() if not pages & set(app.env.all_docs)]:
            del words[word]
    return []


def register(app: Sphinx) -> None:
    """Register the directives, roles, nodes, transforms and handlers of exercises with Sphinx."""
    exercises_nodes.register(app)
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("sb", name, directive)
    for name, role in ROLES.items():
        app.add_role_to_domain("sb", name, role())
    app.add_node(sb_exercise_table)
    app.add_transform(NoteExercises)
    app.add_post_transform(KeysAtEnd)
    app.add_post_transform(TitleExercises)
    app.add_post_transform(FillExerciseTable)
    app.connect("config-inited", hide_sources)
    app.connect("html-page-context", add_files)
    app.connect("html-collect-pages", forget_words)
