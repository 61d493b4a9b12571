"""Find questions whose prompt gives away the key, and the role `sb:q-bare`: a quotation without speaker and source.

Here: the role, its full reference in the answer, and the comparison of a prompt with the key. Not here: the other parts
of an exercise (`directives.py`), and the proof of the words (`sphinx_ext/collect_and_fill.py` collects bare quotations
like all others).

A prompt gives its key away in three ways: the reference of a quotation names the same as the key, and as no wrong
answer; it asks for the speaker of words whose reference is beside them; it contains a right answer in its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from docutils import nodes

from sourcebook.model.problems import Kind, Place, Problem
from sourcebook.model.records import AUTHOR
from sourcebook.questions import prompt_blocks
from sourcebook.questions.items import Item
from sourcebook.questions.kinds import KINDS
from sourcebook.questions.recipe import joined
from sourcebook.sphinx_ext.citations.place_brackets import place_within
from sourcebook.sphinx_ext.directives.roles import Result, SourcebookRole
from sourcebook.sphinx_ext.exercises.parse import Draft, Nodes, Parts
from sourcebook.sphinx_ext.exercises.question_nodes import sb_asked
from sourcebook.sphinx_ext.nodes import SUBJECTS, sb_words
from sourcebook.sphinx_ext.render import Renderer, lang, missing, quoted_words, set_subject
from sourcebook.sphinx_ext.session import BuildSession, Subject

DRAFT = "sourcebook_exercise"
"""The key of `temp_data` that holds the draft of the exercise that is being read."""
LABEL = "The words of the question: "
HOLE = "\ufffc"
_SHORTEST = 4
"""Letters that a key needs to be searched for inside a name."""
_MORE = 4
"""Extra words that a key may have beside a name: `Reed, the harbour master`."""
_SAYS = (
    "says?|said|speaks?|spoke|writes?|wrote|claims?|claimed|tells|told|states?|stated|asserts?|argues?|calls|called"
    "|reports?|reported|has|gives|prints|holds"
)
_ASKS = re.compile(
    rf"\b(?:who|(?:which|what)\s+(?:\w+\s+){{0,6}}?(?:speaker|author|article|source|account|text|paper|person))"
    rf"\s+(?:{_SAYS})\s*:?\s*(?:that\s+)?{HOLE}"
    rf"|\bwhose\s+(?:words?|voice|claim|sentence|judgement|view|statement)\s+(?:is|are|was|were)\s*:?\s*{HOLE}"
    rf"|{HOLE}[.,:;?!]?\s*(?:so\s+)?(?:who|whose|which\s+(?:speaker|author|article|source))\s+"
    rf"(?:(?:{_SAYS})\s+(?:so|this|that|it)|(?:words|voice)\s+(?:is|are)\s+(?:this|these))\b",
    re.IGNORECASE,
)
"""A question for the speaker or the article of the quotation inside it."""


# -- the role ----------------------------------------------------------------------------------------------------------


class BareRole(SourcebookRole):
    """The role `sb:q-bare`: words of a passage, without speaker and source (`words <source/passage>`)."""

    def run(self) -> Result:
        words, ref = self.split()
        place = self.place(f"`{self.text}`", f"<{ref}>", ref)
        draft = cast("Draft | None", self.env.temp_data.get(DRAFT))
        if draft is None:
            message = "sb:q-bare is outside an exercise, where readers see who speaks; write sb:q."
            self.note("problems", Problem(Kind.BAD_EXERCISE, message, place))
            return [missing("a bare quotation in no exercise", words)], []
        subject = Subject(ref, " ".join(words.split()))
        known = self.session.passage(ref) if self.session else None
        if known is None:
            # A subject all the same: the domain reports on every build that there is no such passage.
            node = sb_asked("", "", missing(f"no passage “{ref}” on record", words))
        else:
            words_shown, classes = subject.words or known[1].exact, ["sb-words", prompt_blocks.ASKED, lang(known[0])]
            node = sb_asked("", "", *quoted_words(words_shown), classes=classes)
        set_subject(node, subject, place)
        node["anchor"] = f"exercise-{draft.ident}"
        draft.bare.append(node)
        return [node], []


def references(draft: Draft, session: BuildSession | None, docname: str) -> Nodes:
    """Return the bare quotations with speaker and source, for the answer, except those that the solution quotes."""
    quoted = {node["ref"] for part in draft.solution for node in part.findall() if isinstance(node, SUBJECTS)}
    paragraphs: Nodes = []
    for node in draft.bare:
        known = session.passage(node["ref"]) if session else None
        if session is None or known is None or node["ref"] in quoted:
            continue
        quoted.add(node["ref"])
        place = Place(node["file"], node["line"])
        inline = Renderer(session, docname).inline(known, Subject(node["ref"], node["words"]), place)
        inline["again"] = True
        paragraphs.append(nodes.paragraph("", "", nodes.Text(LABEL), inline))
    if session:
        place_within(nodes.container("", *paragraphs), session, docname)
    return paragraphs


# -- a prompt that names its key ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reference:
    """The reference beside a quotation: the passage, the names of its speaker, and the names of its source."""

    ref: str
    who: tuple[str, ...]
    where: tuple[str, ...]


def giveaways(item: Item, parts: Parts, session: BuildSession) -> list[str]:
    """Return why a question gives its key away, at most one sentence, with its remedy."""
    spec, prose = KINDS[item.kind], _prose(parts.prompt)
    references = list(_references_in(parts.prompt, session))
    messages = list(_asks_speaker(references, prose))
    for right, wrong in spec.right_and_wrong(item):
        messages += _reference_names_key(references, right, wrong)
        messages += _prompt_says_key(right, wrong, prose) if not spec.prompt_holds_key else ()
    messages += _entries_name_key(item, parts, session)
    return messages[:1]


def _references_in(content: Iterable[nodes.Node], session: BuildSession) -> Iterator[_Reference]:
    """Yield the reference of each quotation in `content`."""
    for node in (each for part in content for each in part.findall() if isinstance(each, SUBJECTS)):
        known = session.passage(node["ref"])
        if known is None:
            continue
        source, passage = known
        key = node["ref"].partition("/")[0]
        where = [source.short, source.title, source.container_title, *map(str, source.author)]
        where += [name.family or name.literal for name in source.author]
        where += _names(session, session.authors(key))
        people = session.authors(key) if passage.speaker == AUTHOR else (passage.speaker,)
        who = _names(session, people)
        who += [*where, "author", "writer"] if passage.speaker == AUTHOR else []
        yield _Reference(node["ref"], _distinct(who), _distinct(where))


def _names(session: BuildSession, idents: Iterable[str]) -> list[str]:
    """Return every name of these actors, and what the sources call them."""
    return [name for ident in idents for name in session.all_names(ident)]


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(_core, names) if name.strip()))


def _core(words: str) -> str:
    """Return words in normal form between spaces, without punctuation and without a leading article."""
    core = [token for token in joined(words).split() if any(map(str.isalnum, token))]
    core = core[1:] if core[1:] and core[0] in ("the", "a", "an") else core
    return f" {' '.join(core)} "


def _means(words: str, names: Iterable[str]) -> bool:
    """True if an answer means one of these names: the name, a part of it, or the name with a few more words."""
    answer = _core(words)
    long = sum(map(str.isalpha, answer)) >= _SHORTEST
    return any(
        (name in answer and len(answer.split()) <= len(name.split()) + _MORE) or (long and answer in name)
        for name in names
    )


def _reference_names_key(references: Iterable[_Reference], right: Sequence[str], wrong: Sequence[str]) -> Iterator[str]:
    """Report a reference that names the same as the key, if no wrong answer does."""
    for each in references:
        for names in (each.who, each.where):
            meant = [key for key in right if _means(key, names)]
            if meant and not any(_means(other, names) for other in wrong):
                yield _message(each.ref, f"names its key, “{' '.join(meant[0].split()).rstrip('.')}”")


def _asks_speaker(references: Sequence[_Reference], prose: str) -> Iterator[str]:
    """Report a question for the speaker or the source of a quotation that has its reference."""
    if references and _ASKS.search(prose):
        yield _message(references[0].ref, "answers the question who says it or where it stands")


def _prompt_says_key(right: Sequence[str], wrong: Sequence[str], prose: str) -> Iterator[str]:
    """Report a right answer, but no wrong one, in the words of the question."""
    question = _core(prose)
    there = [key for key in right if sum(map(str.isalpha, key)) >= _SHORTEST and _core(key) in question]
    if there and not any(_core(other) in question for other in wrong):
        yield (
            f"the question says its own answer, “{' '.join(there[0].split()).rstrip('.')}”: ask without it, or {ACCEPT}"
        )


def _entries_name_key(item: Item, parts: Parts, session: BuildSession) -> Iterator[str]:
    """Report quotations to match or to sort whose references name the other side."""
    sides = list(KINDS[item.kind].sides(item))
    labels = {label for _, label in sides}
    for ident, label in sides:
        yield from _reference_names_key(
            _references_in(parts.content[ident], session), [label], sorted(labels - {label})
        )


ACCEPT = "give a reason in the option :accept: key-in-prompt because …"


def _message(ref: str, what: str) -> str:
    return (
        f"the reference beside the quotation of {ref} {what}: quote without speaker and source, "
        f"{{sb:q-bare}}`words <{ref}>`, or {ACCEPT}"
    )


def _prose(content: Iterable[nodes.Node]) -> str:
    """Return the words of a question with a placeholder for each quotation."""
    return " ".join(_own(node) for node in content)


def _own(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, (*SUBJECTS, sb_words)):
        return HOLE
    return "".join(_own(child) for child in node.children)
