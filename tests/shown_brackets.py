"""The brackets of a page as readers see them, and how much of what they read is brackets.

Here: reading both from a page whose links are resolved. Not here: what is asserted of them
(`sphinx_ext/citations/test_own_brackets.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes

from sourcebook.model import document as b
from sourcebook.model import document_tree
from sourcebook.sphinx_ext.blocks.walker import Walker
from sourcebook.sphinx_ext.nodes import sb_cited, sb_inline
from sourcebook.sphinx_ext.session import Subject


@dataclass(frozen=True)
class ShownBracket:
    """One reference of a bracket: its page, its words in HTML and on paper, the page and the id to which it leads, the
    passages that it closes, and for each its paragraph, speaker, copy and state of proof."""

    page: str
    text: str
    on_paper: str
    target: str
    refs: tuple[str, ...]
    facts: tuple[tuple[int, str, str, str], ...]


FURNITURE = {"sb-reference", "sb-caution"}
"""The classes of what is neither quoted nor told."""


def _unit(node: Any) -> Any:
    """The row, the outermost item of a list, or the paragraph in which a node stands."""
    around = []
    while node.parent is not None and not isinstance(node, nodes.section):
        node = node.parent
        around.append(node)
    for kinds in ((nodes.row,), (nodes.list_item, nodes.definition_list_item), (nodes.paragraph,)):
        units = [each for each in around if isinstance(each, kinds)]
        if units:
            return units[0] if kinds == (nodes.paragraph,) else units[-1]
    return around[0]


def _counted(node: Any, words: bool = False) -> int:
    """The characters of brackets and cautions in a node; with `words`, all its characters."""
    if words:
        return len(" ".join(node.astext().split()))
    if FURNITURE & set(getattr(node, "attributes", {}).get("classes", ())):
        return _counted(node, words=True)
    return sum(map(_counted, node.children))


def furniture(tree: Any) -> tuple[int, int]:
    """The characters of brackets and cautions on a page, and of the parts in which they stand."""
    units = {}
    for node in tree.findall(nodes.inline):
        if "sb-reference" in node["classes"]:
            unit = _unit(node)
            units[id(unit)] = unit
    return sum(map(_counted, units.values())), sum(_counted(unit, words=True) for unit in units.values())


def _around(node: Any, kind: type[nodes.Element]) -> Any:
    """The nearest node of a kind around a node."""
    while node is not None and not isinstance(node, kind):
        node = node.parent
    return node


def brackets(docname: str, tree: Any, session: Any) -> Iterator[ShownBracket]:
    """The brackets of a page whose links are resolved."""
    quoted = {each["ids"][0]: each["ref"] for each in tree.findall(sb_inline) if each["ids"]}
    for node in tree.findall(sb_cited):
        link, within = _around(node, nodes.reference), _around(node, sb_inline)
        assert link is not None, node
        refs = [quoted[ident] for ident in node.get("data-quotes", "").split()]
        refs += [within["ref"]] if within is not None else []
        facts = []
        for ref in refs:
            source, passage = session.passage(ref)
            verdict = session.verdict(Subject(ref))
            name = session.book.speaker_name(ref.partition("/")[0], passage.speaker)
            facts.append((verdict.paragraph, name, source.fidelity, verdict.state.value))
        paper = document_tree.plain_text(b.Paragraph(content=Walker(docname, lambda _: "").inlines([link])))
        target = link.get("refuri", "") or f"#{link.get('refid', '')}"
        yield ShownBracket(docname, node.astext(), paper, target, tuple(refs), tuple(facts))
