"""The roles `sb:q`, `sb:src` and `sb:actor`: a quotation, a source, an actor.

Not here: verdicts, which every build computes anew, and the collection of quotations when the page is complete
(`sphinx_ext/collect_and_fill.py`).
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from sourcebook.model.problems import Kind, Problem
from sourcebook.sphinx_ext.base import BookMixin
from sourcebook.sphinx_ext.domain import PARAGRAPH
from sourcebook.sphinx_ext.nodes import sb_inline
from sourcebook.sphinx_ext.render import link, missing, set_subject
from sourcebook.sphinx_ext.session import Subject

Result = tuple[list[nodes.Node], list[nodes.system_message]]
_TITLED = re.compile(r"(?s)(.*\S)\s*<([^<>]+)>\s*")

_PARAGRAPHS = re.compile(
    r"(?:¶+|\b(?:paragraphs?|paras?\.?|par\.))\s*"
    r"([0-9]{1,9}(?:\s*(?:[-–—,]|,?\s*and|&)\s*¶?\s*[0-9]{1,9}\b(?!\s+(?!and\b)[^\W\d_]))*)",
    re.IGNORECASE,
)
"""One number or several. A number before a word is no paragraph of a list: `¶3, 14 March`."""
_RANGE = re.compile(r"([0-9]{1,9})(?:\s*[-–—]\s*¶?\s*([0-9]{1,9}))?")
LONGEST_RANGE = 200
"""A longer range is a slip, of which the ends alone are looked up."""


class SourcebookRole(BookMixin, SphinxRole):
    """Base of roles whose text is a name, or words and a name in angle brackets."""

    def split(self) -> tuple[str, str]:
        """The words, empty where there are none, and the name."""
        titled = _TITLED.fullmatch(self.text)
        return (titled[1].strip(), titled[2].strip()) if titled else ("", self.text.strip())


class QuoteRole(SourcebookRole):
    """A quotation of words of a passage, or of the whole passage: ``{sb:q}`words <source/passage>` ``."""

    def run(self) -> Result:
        words, ref = self.split()
        place = self.place(f"`{self.text}`", f"<{ref}>", ref)
        subject = Subject(ref, " ".join(words.split()))
        session = self.session
        known = session.passage(ref) if session else None
        if session and known:
            return [self.renderer(session).inline(known, subject, place)], []
        # A subject all the same: the domain says on every build that there is no such passage.
        node = sb_inline("", "", missing(f"no passage “{ref}” on record", words))
        set_subject(node, subject, place)
        if not re.fullmatch(r"[^/\s]+/[^/\s]+", ref):
            message = f"“{ref}” names no passage: write the words and then <source/passage>, or source/passage alone."
            self.note("problems", Problem(Kind.BAD_DIRECTIVE, message, place))
            return [missing(message, words)], []
        return [node], []


def paragraphs_in(text: str) -> list[int]:
    """The paragraph numbers in a text: `¶8`, `¶¶3–5`, `paragraphs 3, 5 and 8`."""
    named = (number for mention in _PARAGRAPHS.finditer(text) for number in re.findall(r"[0-9]+", mention[1]))
    return list(dict.fromkeys(map(int, named)))


def paragraphs_cited(text: str) -> list[int]:
    """All the paragraphs that a text cites, those between the ends of a range included: `¶3–5` cites 3, 4 and 5."""
    cited: list[int] = []
    for mention in _PARAGRAPHS.finditer(text):
        for part in _RANGE.finditer(mention[1]):
            first, last = int(part[1]), int(part[2] or part[1])
            cited += range(first, last + 1) if 0 <= last - first <= LONGEST_RANGE else (first, last)
    return list(dict.fromkeys(cited))


class SourceRole(SourcebookRole):
    """A source by its label, with its mark: ``{sb:src}`key` `` or ``{sb:src}`text <key>` ``."""

    def run(self) -> Result:
        text, key = self.split()
        self.refer("source", key, self.place(key))
        for number in paragraphs_in(text):
            self.refer(PARAGRAPH, f"{key} {number}", self.place(f"`{self.text}`", text, key))
        source = self.session.source(key) if self.session else None
        if self.session is None or source is None:
            return [missing(f"no source “{key}” on record", text)], []
        node = link("source", key, self.docname, nodes.Text(text or source.short), classes=["sb-src"])
        node["paragraphs"] = paragraphs_cited(text)
        return [node], []


class ActorRole(SourcebookRole):
    """A person or an organisation by the name that the book uses: ``{sb:actor}`id` `` or ``{sb:actor}`text <id>` ``."""

    def run(self) -> Result:
        text, ident = self.split()
        self.refer("actor", ident, self.place(ident))
        name = self.session.actor_name(ident) if self.session else None
        if name is None:
            return [missing(f"no actor “{ident}” on record", text)], []
        return [link("actor", ident, self.docname, nodes.Text(text or name), classes=["sb-actor"])], []


ROLES = {"q": QuoteRole, "src": SourceRole, "actor": ActorRole}
