"""The evidence that a page carries inside: what proves its quotations to a reader who has nothing but the page.

Here: putting the bundle into the page as it is written. Not here: what a bundle is (`exports/data/proof_bundle.py`),
and reading one (`sourcebook verify`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sourcebook.exports.data import proof_bundle
from sourcebook.sphinx_ext import wording
from sourcebook.sphinx_ext.nodes import SUBJECTS, every
from sourcebook.sphinx_ext.render import subject_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain
    from sourcebook.sphinx_ext.session import Library


def embed(
    app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """As a page is put into its frame: the evidence behind its words. Without quotations there is none."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if doctree is None or domain.library is None or app.builder.name == "epub" or "body" not in context:
        return
    bundle = proof_bundle.make(
        domain.library.prover, [shown(domain.library, node) for node in every(doctree, *SUBJECTS)]
    )
    if bundle["quotations"]:
        script = f'<script type="application/json" class="{proof_bundle.SCRIPT_CLASS}">{proof_bundle.to_text(bundle)}</script>'
        context["body"] += script + "\n"


def shown(library: Library, node: nodes.Element) -> proof_bundle.Shown:
    """What a node shows: the passage, its words, who says them, and the attribution as it stands beside them."""
    subject = subject_of(node)
    on_record = library.passage(subject.ref)
    if on_record is None:
        return subject.ref, subject.words
    _, passage = on_record
    key = subject.ref.partition("/")[0]
    told = library.book.informant(key, passage)
    speaker = wording.capital(library.book.speaker_name(key, passage.speaker))
    attribution = proof_bundle.Said(speaker, told.name if told else "", printed(node))
    return subject.ref, subject.words, attribution


def printed(node: nodes.Element) -> str:
    """The attribution beside a quotation as its page prints it."""
    parts = [part for part in every(node, nodes.Element) if set(part["classes"]) & {*proof_bundle.ATTRIBUTIONS}]
    return " ".join(" ".join(_text(part).split()) for part in parts)


def _text(node: nodes.Node) -> str:
    if isinstance(node, nodes.Text):
        return str(node)
    if isinstance(node, nodes.raw) or (isinstance(node, nodes.Element) and "sb-tools" in node["classes"]):
        return ""
    return "".join(map(_text, node.children))


def register(app: Sphinx) -> None:
    """Tell Sphinx when."""
    app.connect("html-page-context", embed)
