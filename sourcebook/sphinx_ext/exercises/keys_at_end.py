"""Post-transform: move answers to the end of the page in outputs without boxes to open (paper, plain text, EPUB).

It runs after slots are filled. In HTML the answers stay where they are, in a box that the reader opens.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes

from sourcebook.sphinx_ext.base import BookPostTransform
from sourcebook.sphinx_ext.exercises.question_nodes import (
    sb_disclosure,
    sb_disclosure_title,
    sb_exercise,
    sb_exercise_title,
)
from sourcebook.sphinx_ext.nodes import every

KEY = "sb-answer-key"
TITLE = "Answers to the exercises of this page"


class KeysAtEnd(BookPostTransform):
    """Post-transform: gather the answers of a page at its end."""

    default_priority = 6

    def run(self, **kwargs: Any) -> None:
        builder = self.app.builder
        if builder.format == "html" and not builder.name.startswith("epub"):
            return
        answers: list[nodes.Node] = []
        for exercise in every(self.document, sb_exercise):
            for box in [n for n in exercise.findall(sb_disclosure) if KEY in n["classes"]]:
                box.parent.remove(box)
                answers.append(nodes.container("", *_answer(exercise, box), classes=["sb-answer-at-end"]))
        if answers:
            _last_section(self.document).extend([nodes.rubric("", TITLE), *answers])


def _answer(exercise: nodes.Element, box: nodes.Element) -> list[nodes.Node]:
    """Return the answer below the title of its exercise."""
    title = next(iter(exercise.findall(sb_exercise_title)))
    content = [child for child in box.children if not isinstance(child, sb_disclosure_title)]
    return [nodes.paragraph("", "", nodes.strong("", title.astext())), *content]


def _last_section(document: nodes.document) -> nodes.Element:
    """Return the last top-level section, so that the answers are below a heading."""
    sections = [node for node in document.children if isinstance(node, nodes.section)]
    return sections[-1] if sections else document
