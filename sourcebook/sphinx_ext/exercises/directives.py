"""Exercises on a page: `sb:exercise` and what stands inside it, `sb:items`, `sb:assignment`, the roles of gaps.

Here: from what an author wrote to nodes and records, with every fault as a problem. Not here: the grammar of the lists
(`parse.py`), how it looks (`view.py`, `nodes.py`), what makes an item fit to be set, and
generating (`questions/`).

When: pages are read; what belongs to another edition is dropped there and then. Which items assignments name is judged
when all pages are known, by the domain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast, get_args

import msgspec
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform
from sphinx.util.typing import OptionSpec

from sourcebook.figures.svg_pages import wrapped
from sourcebook.model.problems import Kind, Place, Problem, near
from sourcebook.model.records import ID, ID_FORM
from sourcebook.questions import assignments, generate, prompt_blocks
from sourcebook.questions import private_folder as questions_private_folder
from sourcebook.questions.footnotes import with_footnotes
from sourcebook.questions.items import (
    TOOLS,
    Assignment,
    Gap,
    Group,
    Hot,
    Item,
    Level,
    Number,
    Tools,
    Use,
    faults,
    without_secrets,
)
from sourcebook.questions.items import Kind as ItemKind
from sourcebook.questions.recipe import Make, Recipe
from sourcebook.sphinx_ext import config, editions, escapes
from sourcebook.sphinx_ext.base import ACTORS, AtWriting
from sourcebook.sphinx_ext.directives.downloads import sb_pack
from sourcebook.sphinx_ext.directives.roles import Result, SourcebookRole
from sourcebook.sphinx_ext.domain import Quotation, Unset
from sourcebook.sphinx_ext.exercises import (
    key_in_prompt,
    parse,
    stray_lines,
)
from sourcebook.sphinx_ext.exercises import (
    nodes as exercises_nodes,
)
from sourcebook.sphinx_ext.exercises import (
    view as exercises_view,
)
from sourcebook.sphinx_ext.exercises.from_blocks import Worder, gap_node
from sourcebook.sphinx_ext.exercises.key_in_prompt import DRAFT, BareRole
from sourcebook.sphinx_ext.exercises.keys_at_end import KeysAtEnd
from sourcebook.sphinx_ext.exercises.nodes import sb_bracket, sb_hot, sb_hot_quoted
from sourcebook.sphinx_ext.exercises.parse import Draft, ItemWalker, Nodes, Parts
from sourcebook.sphinx_ext.exercises.view import View
from sourcebook.sphinx_ext.nodes import every
from sourcebook.sphinx_ext.options import BookDirective, instead
from sourcebook.sphinx_ext.render import link, missing
from sourcebook.sphinx_ext.session import Subject, unknown
from sourcebook.sphinx_ext.wording import times

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain

TITLED = "sb-titled"
"""The class of a link to an exercise that says its title."""
FILES = ("sourcebook-exercises.css", "sourcebook-exercises.js")
T = TypeVar("T")
text_option = directives.unchanged_required


class ExerciseContext(BookDirective):
    """What the directives here share."""

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
        """The content of this directive as nodes."""
        container = nodes.container()
        self.state.nested_parse(self.content, self.content_offset, container)
        return list(container.children)

    def choice(self, name: str, allowed: Any, default: T) -> T:
        """An option that is one of a few words; a problem, and what was meant or the default, where it is another."""
        value, words = self.options.get(name, default), get_args(allowed)
        if value in words or value is default:
            return cast(T, value)
        self.refuse(name, instead(value, words))
        return cast(T, near(value.strip(), words) or default)

    def number(self, name: str, default: float, least: float | None) -> float:
        """An option that is a number, not below `least`; a problem, and the default, where it is none."""
        value = self.options.get(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,9})?", value) or (least is not None and float(value) < least):
            from_on = "" if least is None else f" from {least:g} on"
            self.refuse(name, f"write a number{from_on}, such as {max(default, least or 0):g}")
            return default
        return float(value)

    def refuse(self, name: str, why: str) -> None:
        """The problem of the value of an option, which counts as not given from now on."""
        self.refused.add(name)
        self.fault(name, why, self.options.pop(name))

    def ident(self) -> str:
        """The id: the argument."""
        ident = self.arguments[0].strip()
        if not re.fullmatch(ID, ident):
            self.problem(f"the id “{ident}” is not of the form: {ID_FORM}.")
        return ident

    def heading_level(self) -> int:
        """One below the section that this stands in."""
        depth, node = 0, cast("nodes.Node | None", self.state_machine.node)
        while node is not None:
            depth += isinstance(node, nodes.section)
            node = node.parent
        return min(6, max(2, depth + 1))

    def use(self, ident: str) -> Use:
        """Practice or graded: what the option says, unless a graded assignment names this."""
        told = cast(Use, self.choice("use", Use, "practice"))
        self.depend(assignments.FILE, assignments.PRIVATE_FILE)
        return "graded" if self.library and ident in self.library.plan.graded else told

    def view(self, use: Use) -> View:
        instructor = editions.for_instructor(self.config)
        return View(editions.reveals(self.config, use), instructor, self.heading_level())

    def tools_said(self, ident: str, own: Tools) -> str:
        """The rule for AI tools in an exercise or in a block that generates some, in words."""
        return (self.library.plan if self.library else assignments.Plan()).tools_said(ident, own)

    def blocks(self, found: Any) -> list[Any]:
        """Nodes as records."""
        return list(ItemWalker(self.docname, self._picture).blocks(found))

    def _picture(self, node: nodes.image) -> str:
        _, path = self.env.relfn2path(node["uri"], self.docname)
        data = Path(path).read_bytes() if Path(path).is_file() else b""
        try:
            return wrapped(data) if data else ""
        except ValueError:
            return ""  # the builder that needs the picture says so, with its words in its place


# -- written exercises -------------------------------------------------------------------------------------------------


class ExerciseDirective(ExerciseContext):
    """One exercise, with everything that belongs to it in its body."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = True
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        "kind title points minutes level group teaches use tools answer tolerance unit words accept".split(),
        text_option,
    )

    def run(self) -> list[nodes.Node]:
        ident, place = self.ident(), self.place()
        if "kind" not in self.options and not self.excused("kind"):
            self.problem(f"the exercise has no kind; write :kind: and one of: {', '.join(get_args(ItemKind))}.")
        named = str(self.choice("kind", ItemKind, ""))
        if not named:
            self.note("unset", Unset(ident, place.line))
            return [nodes.paragraph("", "", missing(f"exercise “{ident}” has no kind"))]
        kind, use = cast(ItemKind, named), self.use(ident)
        view = self.view(use)
        if self.draft:
            self.problem("an exercise stands inside another; end the first one before it.")
        draft = self.env.temp_data[DRAFT] = Draft(ident, kind, place, view.reveal)
        found = self.parsed()
        self.env.temp_data.pop(DRAFT, None)
        draft.solution += key_in_prompt.references(draft, self.library, self.docname) if draft.kept else []
        item, parts = self._item(kind, use, draft, found)
        found_faults = [*draft.faults, *parse.misplaced(item), *faults(item)]
        for message in found_faults if not self.excused("kind") else ():  # it may be of another kind than was supposed
            self.problem(f"{ident}: {message}", place)
        self._caution(item, parts, place)
        html_id = self.anchor("exercise", ident)
        self.note("exercises", item if view.instructor else without_secrets(item))
        known = self.library.evidence_base.paragraphs if self.library else {}
        view = replace(view, tools=self.tools_said(ident, item.tools))
        node = exercises_view.exercise(prompt_blocks.filled(item, known), parts, view)
        node["ids"] = [html_id]
        parse.forget_source(node)
        return [node]

    def _caution(self, item: Item, parts: Parts, place: Place) -> None:
        """Cautions about a question, but for those that the author accepts with a reason."""
        at = self.place(":accept:")
        accept, problems = escapes.parse(self.options["accept"], at) if "accept" in self.options else ({}, [])
        keys = key_in_prompt.giveaways(item, parts, self.library) if self.library else []
        if item.stimuli:
            self.depend(ACTORS)  # what the sources call a speaker
        for kind, found in ((Kind.KEY_IN_PROMPT, keys[:1]), (Kind.OVERRULED, self._overruled(item))):
            if found and not accept.pop(kind.label, ""):
                problems.append(Problem(kind, f"{item.id}: {found[0]}", place))
        for label in accept:
            message = f"{item.id}: the option accepts “{label}”, which this question does not need. Take it out."
            problems.append(Problem(Kind.BAD_ESCAPE, message, place))
        for problem in problems:
            self.note("problems", problem)

    def _overruled(self, item: Item) -> list[str]:
        """What to say where assignments have another rule for AI tools than the exercise writes."""
        names = self.library.plan.overruling(item.id, item.tools) if self.library and "tools" in self.options else []
        if not names:
            return []
        said = " and ".join(map(repr, names))
        message = f"its rule for AI tools, “{item.tools}”, is not that of the assignment {said}, which holds. "
        return [f"{message}Take `:tools:` out, or change the assignment in {assignments.FILE}."]

    def _item(self, kind: ItemKind, use: Use, draft: Draft, found: Nodes) -> tuple[Item, Parts]:
        """The item and the nodes of its parts."""
        prompt, answers = parse.part_off(kind, found)
        draft.faults += stray_lines.strays(kind, found, answers)
        parts = Parts(
            prompt, hints=draft.hints, solution=draft.solution, anchors=draft.anchors, marking=draft.marking,
            errors=draft.errors,
        )  # fmt: skip
        known = {**self._facts(kind, use), **self._answers(kind, draft, answers, parts), **self._supposed(kind, draft)}
        blocks = self.blocks(prompt)
        stimuli = dict.fromkeys([*prompt_blocks.refs(blocks), *(node["ref"] for node in draft.bare)])
        item = Item(
            id=draft.ident, kind=kind, use=use, prompt=blocks, stimuli=list(stimuli), page=self.docname,
            line=draft.place.line, hints=[self.blocks(hint) for hint in draft.hints], rubric=draft.rubric,
            gaps=draft.gaps, hots=draft.hots, secret=parse.secret_of(draft, self.blocks), **known,
        )  # fmt: skip
        return item, parts

    def _facts(self, kind: ItemKind, use: Use) -> dict[str, Any]:
        known: dict[str, Any] = {
            "title": self.options.get("title") or self.arguments[0].replace("-", " ").capitalize(),
            "points": self.number("points", 1, 0.5),
            "minutes": int(self.number("minutes", 2, 1)),
            "level": self.choice("level", Level, "understand"),
            "group": self.choice("group", Group, "close-reading"),
            "teaches": " ".join(self.options.get("teaches", "").split()),
            "tools": self.choice("tools", Tools, "declared"),
        }
        if "words" in self.options:
            known["words"] = self._words()
        if kind == "numeric" and "answer" in self.options:
            value, tolerance = self.number("answer", 0, None), self.number("tolerance", 0, 0)
            known["number"] = Number(value=value, tolerance=tolerance, unit=self.options.get("unit", ""))
        if kind == "short-answer":
            known["accepted"] = [form.strip() for form in self.options.get("answer", "").split("|") if form.strip()]
        return known

    def _supposed(self, kind: ItemKind, draft: Draft) -> dict[str, Any]:
        """In place of options whose values are told of already: values that nothing else is to be told of."""
        found: dict[str, Any] = {}
        if self.excused("points") and draft.rubric:
            found["points"] = sum(max((r.points for r in c.ratings), default=0) for c in draft.rubric)
        if self.excused("answer"):
            found |= {"number": Number(value=0)} if kind == "numeric" else {}
            found |= {"accepted": ["–"]} if kind == "short-answer" else {}
        return found

    def _words(self) -> tuple[int, int] | None:
        found = re.fullmatch(r"([0-9]{1,6})\s*[-–]\s*([0-9]{1,6})|([0-9]{1,6})", self.options["words"].strip())
        if not found:
            self.refuse("words", "write a range such as 300-400")
            return None
        return (int(found[1]), int(found[2])) if found[1] else (1, int(found[3]))

    def _answers(self, kind: ItemKind, draft: Draft, answers: nodes.Element | None, parts: Parts) -> dict[str, Any]:
        """What the list of answers holds, for the kinds that have one."""
        if answers is None:
            return {}
        if kind in ("single-choice", "multiple-choice"):
            return {"choices": parse.read_choices(answers, draft, parts, self.blocks)}
        if kind == "ordering":
            return {"entries": parse.read_entries(answers, parts, self.blocks)}
        if kind == "matching":
            pairs, extra = parse.read_pairs(answers, draft, parts, self.blocks)
            return {"pairs": pairs, "extra": extra}
        return {"categories": parse.read_categories(answers, draft, parts, self.blocks)}


class PartDirective(ExerciseContext):
    """A part of an exercise. `secret` parts are read only where this edition may hold them."""

    has_content = True
    name_of = ""
    secret = False
    instructor = False

    def run(self) -> list[nodes.Node]:
        draft = self.draft
        if draft is None:
            self.problem(f"sb:{self.name_of} stands outside an exercise; put it into the body of sb:exercise.")
        elif not self.content:
            self.problem(f"{draft.ident}: sb:{self.name_of} is empty; write something, or take it out.")
        elif self.instructor and not editions.for_instructor(self.config):
            pass
        elif not self.secret or draft.kept:
            self.take(draft)
        return []

    def take(self, draft: Draft) -> None:
        raise NotImplementedError


class HintDirective(PartDirective):
    """A hint, which students may open."""

    name_of = "hint"

    def take(self, draft: Draft) -> None:
        draft.hints.append(self.parsed())


class SolutionDirective(PartDirective):
    """The model answer, or an explanation."""

    name_of = "solution"
    secret = True

    def take(self, draft: Draft) -> None:
        draft.solution += self.parsed()


class AnchorDirective(PartDirective):
    """An answer at a level, for markers: its argument is the level."""

    required_arguments = 1
    final_argument_whitespace = True
    name_of = "anchor"
    instructor = True

    def take(self, draft: Draft) -> None:
        draft.anchors.append((self.arguments[0].strip(), self.parsed()))


class MarkingDirective(PartDirective):
    """Notes for markers."""

    name_of = "marking"
    instructor = True

    def take(self, draft: Draft) -> None:
        draft.marking += self.parsed()


class ErrorsDirective(PartDirective):
    """What usually goes wrong."""

    name_of = "errors"
    instructor = True

    def take(self, draft: Draft) -> None:
        draft.errors += self.parsed()


class RubricDirective(PartDirective):
    """The rubric: a definition list."""

    name_of = "rubric"

    def take(self, draft: Draft) -> None:
        found = self.parsed()
        draft.faults += stray_lines.strays_of_rubric(found)
        lists = [node for node in found if isinstance(node, nodes.definition_list)]
        draft.rubric += parse.read_rubric(lists[0] if lists else None, draft)


# -- roles -------------------------------------------------------------------------------------------------------------


class PartRole(SourcebookRole):
    """A role that has a meaning inside an exercise alone."""

    def run(self) -> Result:
        draft = cast("Draft | None", self.env.temp_data.get(DRAFT))
        if draft is None:
            message = f"{self.name} stands outside an exercise; put it into the body of sb:exercise."
            self.note("problems", Problem(Kind.BAD_EXERCISE, message, self.place(f"`{self.text}`")))
            return [missing("a part of no exercise", self.text.replace("*", ""))], []
        return self.taken(draft), []

    def taken(self, draft: Draft) -> Nodes:
        raise NotImplementedError

    def fault(self, draft: Draft, message: str) -> None:
        """A problem of this role, at its own line."""
        place = self.place(f"`{self.text}`", self.text)
        self.note("problems", Problem(Kind.BAD_EXERCISE, f"{draft.ident}: {message}", place))


class GapRole(PartRole):
    """A gap: `answer | also accepted`, or a menu: `*right | wrong | wrong`."""

    def taken(self, draft: Draft) -> Nodes:
        forms = [form.strip() for form in self.text.split("|")]
        for message in parse.gap_slips(self.text, forms):
            self.fault(draft, message)
        forms = [form for form in forms if form.removeprefix("*").strip()]
        right = [form[1:].strip() for form in forms if form.startswith("*")]
        options = [form.removeprefix("*").strip() for form in forms] if right else []
        index = len(draft.gaps) + 1
        draft.gaps.append(Gap(id=f"gap-{index}", accepted=right[:1] or forms, options=options))
        return [gap_node(f"gap-{index}", draft.ident, index, options)]


class HotRole(PartRole):
    """A stretch of words to mark: `*` before it where marking it is right; `<source/passage>` where it is quoted."""

    def taken(self, draft: Draft) -> Nodes:
        told, ref = self.split()
        words = (told or ref).removeprefix("*").strip()
        if not words:
            self.fault(draft, "a stretch to mark has no words; write them between the backticks, behind the `*`.")
        ident = f"hot-{len(draft.hots) + 1}"
        draft.hots.append(Hot(id=ident, text=words, correct=(told or ref).startswith("*")))
        kind = sb_hot_quoted if told else sb_hot
        node = kind("", "", bracket("["), nodes.Text(words), bracket("]"), classes=["sb-hot"])
        node["hot"], node["text"], node["support_smartquotes"] = ident, words, False
        if told:
            node["ref"] = ref
            self.depend_on("passage", ref)
            place = self.place(f"<{ref}>", ref)
            self.note("quotations", Quotation(Subject(ref, " ".join(words.split())), place, f"exercise-{draft.ident}"))
        return [node]


def bracket(mark: str) -> sb_bracket:
    """A mark that stands on paper alone."""
    return sb_bracket("", mark, classes=["sb-bracket"])


# -- generated exercises -----------------------------------------------------------------------------------------------

FILTERS = ("sources", "events", "figures", "actors", "passages")


class ItemsDirective(ExerciseContext):
    """Exercises made from the evidence."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = False
    option_spec: ClassVar[OptionSpec] = dict.fromkeys(
        [*"make count seed use title points minutes".split(), *FILTERS], text_option
    )

    def run(self) -> list[nodes.Node]:
        ident, place, library = self.ident(), self.place(), self.library
        recipe = self._recipe(ident, place)
        self.depend_on_evidence()
        if library is None or recipe is None:
            return [nodes.paragraph("", "", missing(f"nothing to make exercises “{ident}” from"))]
        html_id = self.anchor("exercise", ident)
        self.note("recipes", recipe)
        container = nodes.container(ids=[html_id], classes=["sb-items"])
        if recipe.use == "graded" and not editions.for_instructor(self.config):
            container += nodes.paragraph("", f"{times(recipe.count, 'question')} that your instructor hands out.")
            return [container]
        secret = questions_private_folder.seed(private_folder(self.config, self.env.srcdir))
        made = generate.make(library.evidence_base, recipe, secret=secret)
        if len(made) < recipe.count and not self.refused:
            told = f"it asks for {recipe.count} items and the evidence gives {len(made)}"
            self.problem(f"{ident}: {told}; write a lower count, or a wider filter.", place)
        container += self._about(recipe, secret)
        for index, item in enumerate(made, 1):
            container += self._shown(item, f"{item.title} ({index} of {len(made)})", place)
        return [container]

    def _recipe(self, ident: str, place: Place) -> Recipe | None:
        if "make" not in self.options and not self.excused("make"):
            self.problem(f"{ident}: it says not what to make; write :make: and one of: {', '.join(get_args(Make))}.")
        make = str(self.choice("make", Make, ""))
        if not make:
            self.note("unset", Unset(ident, place.line))
            return None
        return Recipe(
            id=ident, make=cast(Make, make), count=int(self.number("count", 6, 1)), seed=self.options.get("seed", "1"),
            use=self.use(ident), title=self.options.get("title", ""), points=self.number("points", 1, 0.5),
            minutes=int(self.number("minutes", 1, 1)), page=self.docname, line=place.line, **self._filters(place),
        )  # fmt: skip

    def _filters(self, place: Place) -> dict[str, list[str]]:
        """The names that the filters hold, each of which must be somebody's."""
        found = {name: re.split(r"[\s,]+", self.options[name].strip()) for name in FILTERS if name in self.options}
        for name, idents in found.items() if self.library else ():
            known = getattr(self.library.book, name)  # type: ignore[union-attr]  # there is one wherever the loop runs
            for ident in idents:
                if ident not in known:
                    self.refused.add(name)
                    at = self.place(f":{name}:", ident)
                    self.note("problems", unknown(name.removesuffix("s"), ident, known, at))
        return found

    def _about(self, recipe: Recipe, secret: str) -> nodes.paragraph:
        said = f"Made from the evidence; seed {recipe.seed}."
        if recipe.use == "graded":
            said += (
                " A private seed is mixed in."
                if secret
                else " There is no private seed: whoever has the repository can make the same key. "
                "Run “sourcebook new private”."
            )
        return nodes.paragraph("", said, classes=["sb-made"])

    def _shown(self, item: Item, title: str, place: Place) -> nodes.Element:
        library = self.library
        assert library is not None  # noqa: S101 -- for the type checker: `run` has looked
        shown = msgspec.structs.replace(prompt_blocks.filled(item, library.evidence_base.paragraphs), title=title)
        parts = Worder(library, self.docname, place, shown).parts()
        view = replace(self.view(item.use), tools=self.tools_said(self.arguments[0].strip(), item.tools))
        return exercises_view.exercise(shown, parts, view)


def private_folder(settings: Any, srcdir: Any) -> Path | None:
    """The private folder of the book that is built: the one that a staged build names, or the one beside the pages."""
    named = config.value(settings, config.PRIVATE)
    return Path(named) if named else questions_private_folder.find(Path(srcdir))


# -- assignments -------------------------------------------------------------------------------------------------------


class AssignmentDirective(ExerciseContext):
    """An assignment as students meet it: purpose, task, criteria first."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = False

    def run(self) -> list[nodes.Node]:
        ident, place = self.arguments[0].strip(), self.place()
        self.depend(assignments.FILE, assignments.PRIVATE_FILE)
        plan = self.library.plan if self.library else assignments.Plan()
        known = plan.assignments
        if ident not in known:
            # Where their file has faults, those are what to mend: nobody knows yet which assignments there are.
            if not any(problem.is_error for problem in plan.problems):
                self.note("problems", unknown("assignment", ident, known, place))
            return [nodes.paragraph("", "", missing(f"no assignment “{ident}” on record"))]
        return [self._shown(known[ident])]

    def _shown(self, assignment: Assignment) -> nodes.Element:
        node = nodes.container(ids=[self.anchor("assignment", assignment.id)], classes=["sb-assignment"])
        node += nodes.paragraph("", "", nodes.strong("", assignment.title), classes=["sb-assignment-title"])
        node += nodes.paragraph("", self._facts(assignment), classes=["sb-facts"])
        rows: list[tuple[str, list[str]]] = [
            ("Purpose", [assignment.purpose]),
            ("Task", [assignment.task]),
            ("Criteria", assignment.criteria),
            ("You will have learnt to", assignment.outcomes),
            ("If this form does not suit you", [assignment.alternative]),
        ]
        node += nodes.definition_list(
            "", *(_defined(term, said) for term, said in rows), classes=["sb-assignment-facts"]
        )
        exercises = [self._linked(ident) for ident in assignment.items]
        node += nodes.paragraph("", "Exercises:")
        node += nodes.bullet_list("", *exercises, bullet="-")
        node += sb_pack(assignment=assignment.id)
        return node

    def _facts(self, assignment: Assignment) -> str:
        use = "graded: your instructor has the key" if assignment.use == "graded" else "for practice"
        return f"{times(assignment.minutes, 'minute')} · {use} · {TOOLS[assignment.tools]}"

    def _linked(self, ident: str) -> nodes.list_item:
        name = ident.replace("-", " ").capitalize()
        found = link("exercise", ident, self.docname, nodes.Text(name), classes=[TITLED])
        return nodes.list_item("", nodes.paragraph("", "", found))


class TitleExercises(AtWriting):
    """Name the exercises of an assignment by their titles, which are known when all pages are read.

    Before links are resolved, because a link no longer says to which exercise it leads.
    """

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        domain = cast("SourcebookDomain", self.env.get_domain("sb"))
        links = [node for node in every(self.document, pending_xref) if node["reftype"] == "exercise"]
        titles = {item.id: item.title for _, item in domain.exercises} if links else {}
        titles |= {recipe.id: recipe.title for _, recipe in domain.recipes if recipe.title} if links else {}
        for node in links:
            for inner in node.findall(nodes.inline):
                if TITLED in inner["classes"] and node["reftarget"] in titles:
                    inner.clear()
                    inner.append(nodes.Text(titles[node["reftarget"]]))


class NoteExercises(SphinxTransform):
    """Put the texts of a page's footnotes into the records of its exercises: the page is whole, its footnotes known."""

    default_priority = 850

    def apply(self, **kwargs: Any) -> None:
        exercises = self.env.get_domain("sb").data["exercises"]
        items = exercises.get(self.env.docname)
        found = list(self.document.findall(nodes.footnote)) if items else []
        if not found:
            return
        walker, notes = ItemWalker(self.env.docname, lambda _: ""), dict[str, list[Any]]()
        for node in found:
            said = list(walker.blocks(child for child in node.children if not isinstance(child, nodes.label)))
            notes |= dict.fromkeys([*node["names"], *node["dupnames"], *node["ids"]], said)
        exercises[self.env.docname] = [with_footnotes(item, notes) for item in items]


def _defined(term: str, said: list[str]) -> nodes.definition_list_item:
    told: Nodes = [nodes.paragraph("", words) for words in said]
    if len(said) > 1:
        told = [nodes.bullet_list("", *(nodes.list_item("", paragraph) for paragraph in told), bullet="-")]
    return nodes.definition_list_item("", nodes.term("", term), nodes.definition("", *told))


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
}
ROLES: dict[str, Callable[[], SourcebookRole]] = {"gap": GapRole, "hot": HotRole, "q-bare": BareRole}


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """As a page is put into its frame: the style and the script, where it holds exercises."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    kinds = {anchor.kind for anchor in domain.data["anchors"].get(pagename, [])}
    if doctree is None or app.builder.name == "epub" or not kinds & {"exercise", "assignment"}:
        return
    app.add_css_file(FILES[0])
    # It adds buttons and the reader's progress: shown before it has run, the page would move under the reader's eyes.
    app.add_js_file(FILES[1], loading_method="defer", blocking="render")


def hide_sources(app: Sphinx, settings: Any) -> None:
    """At the start: the public book never carries copies of its sources, which hold the keys."""
    if not editions.for_instructor(settings):
        settings["html_copy_source"] = False


def forget_words(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Before the search index is written: words that stand on no page any more go out of it.

    Sphinx takes a page that changed out of its index and leaves its words there, each with an empty list of pages. What
    was an answer for practice yesterday would stay readable when it is a graded key today.
    """
    indexer = getattr(app.builder, "indexer", None)
    for name in ("_mapping", "_title_mapping") if indexer else ():
        words: dict[str, set[str]] = getattr(indexer, name, {})
        for word in [word for word, pages in words.items() if not pages & set(app.env.all_docs)]:
            del words[word]
    return []


def register(app: Sphinx) -> None:
    """Tell Sphinx about exercises."""
    exercises_nodes.register(app)
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("sb", name, directive)
    for name, role in ROLES.items():
        app.add_role_to_domain("sb", name, role())
    app.add_transform(NoteExercises)
    app.add_post_transform(KeysAtEnd)
    app.add_post_transform(TitleExercises)
    app.connect("config-inited", hide_sources)
    app.connect("html-page-context", add_files)
    app.connect("html-collect-pages", forget_words)
