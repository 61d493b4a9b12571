"""The directive `sb:assignment`: an assignment with its exercises in order and its rule on AI tools."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes

from sourcebook.questions import private_folder as questions_private_folder
from sourcebook.questions.items import TOOLS, Assignment
from sourcebook.sphinx_ext import config
from sourcebook.sphinx_ext.directives.downloads import sb_pack
from sourcebook.sphinx_ext.exercises.context import TITLED, ExerciseContext
from sourcebook.sphinx_ext.exercises.parse import Nodes
from sourcebook.sphinx_ext.render import link, missing
from sourcebook.sphinx_ext.session import unknown
from sourcebook.sphinx_ext.wording import times


def private_folder(settings: Any, srcdir: Any) -> Path | None:
    """Return the private folder of the book: the one that a staged build names, or the one beside the pages."""
    named = config.value(settings, config.PRIVATE)
    return Path(named) if named else questions_private_folder.find(Path(srcdir))


class AssignmentDirective(ExerciseContext):
    """The directive `sb:assignment`: purpose, task and criteria first, then the exercises."""

    required_arguments = 1
    final_argument_whitespace = False
    has_content = False

    def run(self) -> list[nodes.Node]:
        ident, place = self.arguments[0].strip(), self.place()
        session = self.session
        assignment = session.assignment(ident) if session else None
        if assignment is None:
            # A faulty file is reported itself; until it is mended, any id may be unknown.
            if session is None or not session.has_faulty_assignments:
                known = session.assignment_ids if session else ()
                self.note("problems", unknown("assignment", ident, known, place))
            return [nodes.paragraph("", "", missing(f"no assignment “{ident}” on record"))]
        return [self._shown(assignment)]

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
            "", *(_defined(term, texts) for term, texts in rows), classes=["sb-assignment-facts"]
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
        reference = link("exercise", ident, self.docname, nodes.Text(name), classes=[TITLED])
        return nodes.list_item("", nodes.paragraph("", "", reference))


def _defined(term: str, paragraphs: list[str]) -> nodes.definition_list_item:
    content: Nodes = [nodes.paragraph("", words) for words in paragraphs]
    if len(paragraphs) > 1:
        content = [nodes.bullet_list("", *(nodes.list_item("", paragraph) for paragraph in content), bullet="-")]
    return nodes.definition_list_item("", nodes.term("", term), nodes.definition("", *content))
