"""Embed the proof bundle in each page, so that its quotations can be verified from the page alone.

Here: putting the bundle into the page as it is written. Not here: what a bundle is (`exports/data/proof_bundle.py`),
and reading one (`sourcebook verify`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sourcebook.exports.data import proof_bundle
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.nodes import SUBJECTS, every, sb_quotation
from sourcebook.sphinx_ext.render import subject_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.session import BuildSession


def embed(
    app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: append the proof bundle to a page that has quotations."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if doctree is None or domain.session is None or app.builder.name == "epub" or "body" not in context:
        return
    bundle = proof_bundle.make(
        domain.session.prover, [quoted_on_page(domain.session, node) for node in every(doctree, *SUBJECTS)]
    )
    if bundle["quotations"]:
        opening = f'<script type="application/json" class="{proof_bundle.SCRIPT_CLASS}">'
        context["body"] += f"{opening}{proof_bundle.to_text(bundle)}</script>\n"


def quoted_on_page(session: BuildSession, node: nodes.Element) -> proof_bundle.Shown:
    """A quotation as its page prints it: passage, words, speaker and attribution."""
    subject = subject_of(node)
    on_record = session.passage(subject.ref)
    if on_record is None:
        return subject.ref, subject.words
    _, passage = on_record
    key = subject.ref.partition("/")[0]
    told = session.book.informant(key, passage)
    speaker = wording.capital(session.book.speaker_name(key, passage.speaker))
    attribution = proof_bundle.Said(speaker, told.name if told else "", printed(node))
    return subject.ref, subject.words, attribution


def printed(node: nodes.Element) -> str:
    """The attribution beside a quotation as its page prints it."""
    parts = _attributing(node) or ([] if isinstance(node, sb_quotation) else _closing(node))
    return " ".join(" ".join(_text(part).split()) for part in parts)


def _attributing(node: nodes.Node) -> list[nodes.Element]:
    """The parts of a node that attribute a quotation."""
    return [part for part in every(node, nodes.Element) if set(part["classes"]) & {*proof_bundle.ATTRIBUTIONS}]


def _closing(node: nodes.Element) -> list[nodes.Element]:
    """The bracket that closes a quotation in a sentence: the first one behind it in its paragraph."""
    holder: nodes.Element = node.parent
    while isinstance(holder, nodes.inline) and holder.parent is not None:
        holder = holder.parent
    order = every(holder, nodes.Element)
    behind = order[next(place for place, each in enumerate(order) if each is node) :]
    return [part for part in behind if "sb-reference" in part["classes"]][:1]


def _text(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.raw) or (isinstance(node, nodes.Element) and "sb-tools" in node["classes"]):
        return ""
    return "".join(map(_text, node.children))


def register(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("html-page-context", embed)
