"""The roles inside questions: `sb:gap`, a gap to fill, and `sb:hot`, words to mark."""

from __future__ import annotations

from typing import cast

from docutils import nodes

from sourcebook.model.problems import Kind, Problem
from sourcebook.questions.items import Gap, Hot
from sourcebook.sphinx_ext.directives.roles import Result, SourcebookRole
from sourcebook.sphinx_ext.domain import PageQuotation
from sourcebook.sphinx_ext.exercises import parse
from sourcebook.sphinx_ext.exercises.from_blocks import gap_node
from sourcebook.sphinx_ext.exercises.key_in_prompt import DRAFT
from sourcebook.sphinx_ext.exercises.parse import Draft, Nodes
from sourcebook.sphinx_ext.exercises.question_nodes import sb_bracket, sb_hot, sb_hot_quoted
from sourcebook.sphinx_ext.render import missing
from sourcebook.sphinx_ext.session import Subject


class PartRole(SourcebookRole):
    """Base of the roles that are valid only inside an exercise."""

    def run(self) -> Result:
        draft = cast("Draft | None", self.env.temp_data.get(DRAFT))
        if draft is None:
            message = f"{self.name} is outside an exercise; put it into the body of sb:exercise."
            self.note("problems", Problem(Kind.BAD_EXERCISE, message, self.place(f"`{self.text}`")))
            return [missing("a part of no exercise", self.text.replace("*", ""))], []
        return self.taken(draft), []

    def taken(self, draft: Draft) -> Nodes:
        raise NotImplementedError

    def fault(self, draft: Draft, message: str) -> None:
        """Report a problem at the line of this role."""
        place = self.place(f"`{self.text}`", self.text)
        self.note("problems", Problem(Kind.BAD_EXERCISE, f"{draft.ident}: {message}", place))


class GapRole(PartRole):
    """The role `sb:gap`: `answer | also accepted`, or a menu: `*right | wrong | wrong`."""

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
    """The role `sb:hot`: words to mark, with `*` before right ones, and `<source/passage>` after quoted ones."""

    def taken(self, draft: Draft) -> Nodes:
        text, ref = self.split()
        words = (text or ref).removeprefix("*").strip()
        if not words:
            self.fault(draft, "a stretch to mark has no words; write them between the backticks, behind the `*`.")
        ident = f"hot-{len(draft.hots) + 1}"
        draft.hots.append(Hot(id=ident, text=words, correct=(text or ref).startswith("*")))
        kind = sb_hot_quoted if text else sb_hot
        node = kind("", "", bracket("["), nodes.Text(words), bracket("]"), classes=["sb-hot"])
        node["hot"], node["text"], node["support_smartquotes"] = ident, words, False
        if text:
            node["ref"] = ref
            self.depend_on("passage", ref)
            place = self.place(f"<{ref}>", ref)
            self.note(
                "quotations", PageQuotation(Subject(ref, " ".join(words.split())), place, f"exercise-{draft.ident}")
            )
        return [node]


def bracket(mark: str) -> sb_bracket:
    """Make a mark that only paper shows."""
    return sb_bracket("", mark, classes=["sb-bracket"])
