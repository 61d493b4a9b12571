"""Parse the body of `sb:exercise` into the parts of an item: nodes for the page, records for the domain.

Here: which list holds the answers, `[x]` and `[ ]`, feedback, pairs, categories, the rubric, and the draft to which
the directives and roles inside an exercise add. Not here: the directives (`directives.py`), the rules for a sound item
(`questions/kinds.py`), and its form on the page (`view.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.environment import BuildEnvironment
from sphinx.util import docname_join

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.model.problems import Place
from sourcebook.questions.items import (
    AnchorAnswer,
    AnswerOption,
    Category,
    Criterion,
    Gap,
    Hot,
    Item,
    Pair,
    RubricLevel,
    Secret,
    Statement,
)
from sourcebook.questions.kinds import KINDS, AnswerField, ListType
from sourcebook.questions.prompt_blocks import ASKED, NUMBER, TITLED
from sourcebook.questions.seeded_order import digest, shuffled
from sourcebook.sphinx_ext import nodes as ours
from sourcebook.sphinx_ext.blocks.walker import Walker
from sourcebook.sphinx_ext.foreign import addresses

Nodes = list[nodes.Node]
ToBlocks = Callable[[Iterable[nodes.Node]], list[b.Block]]
"""Turns nodes into records."""
NONE = "(none)"
_MARK = re.compile(r"\[([ xX])\](\s+|$)")
_LEVEL = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ([^|]+)\|(.+)")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class Draft:
    """An exercise that is being read: the content of its roles and directives, and its faults.

    `kept` says whether this edition may hold its secrets; if not, they are not even parsed.
    """

    ident: str
    kind: str
    place: Place
    kept: bool
    gaps: list[Gap] = field(default_factory=list)
    hots: list[Hot] = field(default_factory=list)
    hints: list[Nodes] = field(default_factory=list)
    solution: Nodes = field(default_factory=list)
    anchors: list[tuple[str, Nodes]] = field(default_factory=list)
    marking: Nodes = field(default_factory=list)
    errors: Nodes = field(default_factory=list)
    rubric: list[Criterion] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    bare: list[ours.sb_words] = field(default_factory=list)
    """Quotations without speaker and source."""

    def fault(self, message: str) -> None:
        self.faults.append(message)


@dataclass
class Parts:
    """The nodes of an item on its page. `content` and `feedback` are by the id of a choice or an entry."""

    prompt: Nodes = field(default_factory=list)
    content: dict[str, Nodes] = field(default_factory=dict)
    feedback: dict[str, Nodes] = field(default_factory=dict)
    hints: list[Nodes] = field(default_factory=list)
    solution: Nodes = field(default_factory=list)
    anchors: list[tuple[str, Nodes]] = field(default_factory=list)
    marking: Nodes = field(default_factory=list)
    errors: Nodes = field(default_factory=list)


class ItemWalker(Walker):
    """Converts the nodes of an item to block records while its page is read, with placeholders for late content."""

    def inline_sb_number(self, node: nodes.Element) -> list[b.Inline]:
        ref = _ref_around(node)
        return [b.Span(content=[b.Text(text=node["before"])], classes=[NUMBER], ref=ref)] if ref else []

    def inline_reference(self, node: nodes.Element) -> list[b.Inline]:
        addresses.plain(node)  # the page is not whole yet
        return super().inline_reference(node)

    def inline_footnote_reference(self, node: nodes.Element) -> list[b.Inline]:
        """Reference a footnote by the name that its author gave it: its text is known when the page is whole."""
        name = node.get("refname") or node.get("refid")
        return [b.Note(id=name)] if name else []

    def inline_sb_proof(self, node: nodes.Element) -> list[b.Inline]:
        return []

    def inline_pending_xref(self, node: nodes.Element) -> list[b.Inline]:
        """A link with text keeps it; one without shows the title of its target, once that is known."""
        if node.get("refdomain") == "cite":
            return cited(node)
        content = self.inlines(node.children)
        place = _place_of(node)
        return [b.Span(content=content, anchors=[place], classes=[TITLED])] if place else content

    def inline_sb_gap(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Span(content=[], anchors=[node["gap"]], classes=["sb-gap"])]

    def inline_sb_hot(self, node: nodes.Element) -> list[b.Inline]:
        words: list[b.Inline] = [b.Text(text=node["text"])]
        return [b.Span(content=words, anchors=[node["hot"]], classes=["sb-hot"], ref=node.get("ref", ""))]

    def inline_sb_asked(self, node: nodes.Element) -> list[b.Inline]:
        return [b.Span(content=self.inlines(node.children), lang=self.language(node), classes=[ASKED])]


def cited(node: nodes.Element) -> list[b.Inline]:
    """Return placeholders for the works that a role of sphinxcontrib-bibtex cites, by their keys."""
    keys = [key.strip() for key in node["reftarget"].split(",")]
    inlines: list[b.Inline] = [b.Text(text="[")]
    for i, key in enumerate(keys):
        inlines += [b.Text(text="; ")] if i else []
        inlines.append(b.Span(content=[b.Text(text=key)], anchors=[f"cite:{key}"], classes=[TITLED]))
    return [*inlines, b.Text(text="]")]


def _place_of(node: nodes.Element) -> str:
    """Return the target page, heading or label of a link without text; empty if it has text."""
    target, kind = node["reftarget"], (node["refdomain"], node["reftype"])
    if node.get("refexplicit"):
        return ""
    if kind == ("doc", "myst"):
        return "#".join(filter(None, (target, node.get("reftargetid"))))
    if kind == ("std", "doc"):
        return docname_join(node["refdoc"], target)
    return f"#{target.lower()}" if kind in {("std", "ref"), (None, "myst"), ("", "myst")} else ""


def titles(env: BuildEnvironment) -> dict[str, str]:
    """Return the titles of all targets of links without text, when all pages are read."""
    known = {f"#{label}": title for label, (_, _, title) in env.get_domain("std").data["labels"].items()}
    for docname, title in env.titles.items():
        known[docname] = title.astext()
        slugs = env.metadata[docname].get("myst_slugs", {})
        known |= {f"{docname}#{slug}": words for slug, (_, _, words) in slugs.items()}
    return known | _works(env)


def _works(env: BuildEnvironment) -> dict[str, str]:
    """Return each work of the bibliographies in words: a question is far from its bibliography."""
    citations = getattr(env.domains["cite"], "citations", ()) if "cite" in env.domains else ()
    return {f"cite:{each.key}": str(each.formatted_entry.text.render_as("text")).rstrip(".") for each in citations}


def _ref_around(node: nodes.Node | None) -> str:
    while node is not None and not isinstance(node, ours.SUBJECTS):
        node = node.parent
    return str(node["ref"]) if node is not None else ""


# -- which list holds the answers --------------------------------------------------------------------------------------

LISTS: Mapping[ListType, type[nodes.Element]] = {
    "bullets": nodes.bullet_list,
    "numbers": nodes.enumerated_list,
    "definitions": nodes.definition_list,
}
"""The nodes of the lists that hold answers."""


def part_off(kind: str, content: Sequence[nodes.Node]) -> tuple[Nodes, nodes.Element | None]:
    """Split an exercise into its question and its list of answers: the last top-level list of the kind's type."""
    wanted = LISTS.get(KINDS[kind].list_type)
    at = [i for i, node in enumerate(content) if wanted and isinstance(node, wanted)]
    if not at:
        return list(content), None
    answers = content[at[-1]]
    assert isinstance(answers, nodes.Element)  # noqa: S101 -- for the type checker: every class above is one
    return [node for i, node in enumerate(content) if i != at[-1]], answers


def read_answers(
    kind: str, answers: nodes.Element | None, draft: Draft, parts: Parts, blocks: ToBlocks
) -> dict[str, Any]:
    """Return the fields of an item that its list of answers fills."""
    if answers is None:
        return {}
    answer_field = KINDS[kind].answer_field
    if answer_field == "choices":
        return {"choices": read_choices(answers, draft, parts, blocks)}
    if answer_field == "entries":
        return {"entries": read_entries(answers, parts, blocks)}
    if answer_field == "pairs":
        pairs, extra = read_pairs(answers, draft, parts, blocks)
        return {"pairs": pairs, "extra": extra}
    return {"categories": read_categories(answers, draft, parts, blocks)}


def _items(answers: nodes.Element) -> list[nodes.Element]:
    return [child for child in answers.children if isinstance(child, nodes.Element)]


def marked(item: nodes.Element) -> bool | None:
    """Return whether a choice is marked right, None without a mark; the mark is removed."""
    first = next(iter(item.findall(nodes.Text)), None)
    match = _MARK.match(first.astext()) if first is not None else None
    if first is None or match is None:
        return None
    first.parent.replace(first, nodes.Text(first.astext()[match.end() :]))
    return match[1] in "xX"


def split_feedback(item: nodes.Element) -> tuple[Nodes, Nodes]:
    """Split a choice into its content and its feedback, which is the block quotation under it."""
    feedback = [q for q in item.children if isinstance(q, nodes.block_quote) and not isinstance(q, ours.sb_quotation)]
    content = [child for child in item.children if child not in feedback]
    return content, [child for quote in feedback for child in quote.children]


_AMOUNT = re.compile(r"\W*([0-9]+(?:[.,][0-9]+)?)")


def _drawn(choices: list[nodes.Element], seed: str) -> list[nodes.Element]:
    """Draw the order of choices, which tells where authors put right ones; rising or falling numbers keep theirs."""
    words = {choice: _MARK.sub("", choice[0].astext() if len(choice) else "", count=1) for choice in choices}
    amounts = [float(start[1].replace(",", ".")) for text in words.values() if (start := _AMOUNT.match(text))]
    rising = sorted(amounts)
    if len(amounts) == len(choices) and amounts in (rising, rising[::-1]):
        return choices
    return shuffled(choices, seed, words.__getitem__, never_as_written=False)


def read_choices(answers: nodes.Element, draft: Draft, parts: Parts, blocks: ToBlocks) -> list[AnswerOption]:
    """Read the choices; their ids are letters, in the order in which students see them."""
    choices: list[AnswerOption] = []
    for index, item in enumerate(_drawn(_items(answers), draft.ident)):
        right = marked(item)
        if right is None:
            words = " ".join(item.astext().split())[:40]
            draft.fault(f"the choice “{words}” begins with neither [x] nor [ ]; mark it as right or wrong.")
        ident = LETTERS[index] if index < len(LETTERS) else f"choice-{index + 1}"
        parts.content[ident], feedback = split_feedback(item)
        if feedback:
            parts.feedback[ident] = feedback
        choices.append(
            AnswerOption(id=ident, content=blocks(parts.content[ident]), correct=bool(right), feedback=blocks(feedback))
        )
    return choices


def read_entry(prefix: str, content: Nodes, parts: Parts, blocks: ToBlocks) -> Statement:
    """Read an entry to order, match or sort. Its id is a digest of its words, so it does not tell the key."""
    words = " ".join(" ".join(node.astext() for node in content).split())
    ident = f"{prefix}-{digest(words)}"
    parts.content[ident] = content
    return Statement(id=ident, content=blocks(content))


def read_entries(answers: nodes.Element, parts: Parts, blocks: ToBlocks) -> list[Statement]:
    """Read the entries of a numbered list, in its order."""
    return [read_entry("e", list(item.children), parts, blocks) for item in _items(answers)]


@dataclass(frozen=True)
class Line:
    """An entry of a definition list: the term as a node, and each definition as nodes."""

    term: nodes.Element
    definitions: list[Nodes]

    @property
    def words(self) -> str:
        return " ".join(self.term.astext().split())


def lines(answers: nodes.Element) -> list[Line]:
    """Return the entries of a definition list."""
    entries = []
    for item in _items(answers):
        term = next((child for child in item.children if isinstance(child, nodes.term)), nodes.term())
        definitions = [list(child.children) for child in item.children if isinstance(child, nodes.definition)]
        entries.append(Line(term, definitions))
    return entries


def _as_paragraph(term: nodes.Element) -> Nodes:
    return [nodes.paragraph("", "", *(child.deepcopy() for child in term.children))]


def read_pairs(
    answers: nodes.Element, draft: Draft, parts: Parts, blocks: ToBlocks
) -> tuple[list[Pair], list[Statement]]:
    """Read pairs, and the right-hand entries that match nothing."""
    pairs: list[Pair] = []
    extra: list[Statement] = []
    for line in lines(answers):
        rights = [read_entry("r", definition, parts, blocks) for definition in line.definitions]
        if line.words == NONE:
            extra += rights
        elif len(rights) == 1:
            pairs.append(Pair(left=read_entry("l", _as_paragraph(line.term), parts, blocks), right=rights[0]))
        else:
            draft.fault(
                f"“{line.words}” has {len(rights)} right-hand sides; write one, and what matches none under {NONE}."
            )
    return pairs, extra


def read_categories(answers: nodes.Element, draft: Draft, parts: Parts, blocks: ToBlocks) -> list[Category]:
    """Read categories with their members."""
    categories: list[Category] = []
    for line in lines(answers):
        lists = [n for definition in line.definitions for n in definition if isinstance(n, nodes.bullet_list)]
        if not lists:
            draft.fault(f"the category “{line.words}” has no members; write them as a list under it.")
        members = [
            read_entry("m", list(item.children), parts, blocks) for member_list in lists for item in _items(member_list)
        ]
        categories.append(Category(id=f"c-{digest(line.words)}", label=line.words, members=members))
    return categories


def read_rubric(answers: nodes.Element | None, draft: Draft) -> list[Criterion]:
    """Read the criteria of a rubric."""
    criteria: list[Criterion] = []
    for line in lines(answers) if answers else ():
        name, _, description = (part.strip() for part in line.words.partition("|"))
        ratings = []
        for definition in line.definitions:
            words = " ".join(" ".join(node.astext() for node in definition).split())
            level = _LEVEL.fullmatch(words)
            if level is None:
                draft.fault(f"the level “{words[:40]}” of {name!r} is not of the form: 4 Excellent | what earns it.")
            else:
                ratings.append(RubricLevel(name=level[2].strip(), description=level[3].strip(), points=float(level[1])))
        criteria.append(
            Criterion(id=f"criterion-{len(criteria) + 1}", name=name, description=description, ratings=ratings)
        )
    if not criteria:
        draft.fault(
            "the rubric is empty; write it as a definition list: Criterion | what is looked at, then its levels."
        )
    return criteria


def secret_of(draft: Draft, blocks: ToBlocks) -> Secret:
    """Return the instructor's part as records."""
    return Secret(
        solution=blocks(draft.solution),
        anchors=[AnchorAnswer(level=level, content=blocks(content)) for level, content in draft.anchors],
        marking=blocks(draft.marking),
        errors=blocks(draft.errors),
    )


def forget_source(item: nodes.Element) -> None:
    """Remove the source text that the parser leaves on nodes: it may hold the marks of the key."""
    for node in item.findall(nodes.Element):
        node.rawsource = ""


def gap_slips(text: str, forms: Sequence[str]) -> Iterator[str]:
    """Yield the faults of the text of a gap; `forms` are its parts between bars. An empty gap is reported elsewhere."""
    if "{sb:" in text:
        yield f"the gap “{text}” runs into the next role: a backtick is missing where it should end."
        return
    right = [form for form in forms if form.startswith("*")]
    answers = [form.removeprefix("*").strip() for form in forms]
    if any(answers) and not all(answers):
        yield f"the gap “{text}” has an answer without words; write one between the bars, or take a bar away."
    if any(answer.endswith("*") for answer in answers):
        yield f"the gap “{text}” has a `*` behind an answer; to make a menu, put it before the one that is right."
    if len(right) > 1:
        yield f"the menu “{text}” has {len(right)} right answers; mark one with `*`."
    known = list(filter(None, answers))
    if not right and len(set(known)) < len(known):
        yield f"the gap “{text}” has an answer twice; take one away."


def misplaced(item: Item) -> list[str]:
    """Return the faults of gaps and hot text outside the question, or in a kind of exercise that has none."""
    messages = []
    asked = {ident for piece in document_tree.walk(item.prompt) if isinstance(piece, b.Span) for ident in piece.anchors}
    placed: tuple[tuple[AnswerField, str, Sequence[Gap | Hot]], ...] = (
        ("gaps", "a gap", item.gaps),
        ("hots", "a text to mark", item.hots),
    )
    for answer_field, what, parts in placed:
        if {part.id for part in parts} - asked:
            messages.append(f"{what} is in a solution, a hint or another part; put it into the question itself.")
        if parts and KINDS[item.kind].answer_field != answer_field:
            kinds = " or ".join(kind for kind, spec in KINDS.items() if spec.answer_field == answer_field)
            messages.append(f"it holds {what}, but it is of the kind {item.kind}; give it the kind {kinds}.")
    return messages
