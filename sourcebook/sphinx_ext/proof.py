"""The evidence that a page carries inside: what proves its quotations to a reader who has nothing but the page.

Here: putting the bundle into the page as it is written. Not here: what a bundle is (`outputs/bundle.py`), and reading
one (`sourcebook verify`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sourcebook.outputs import bundle
from sourcebook.sphinx_ext.nodes import SUBJECTS, every
from sourcebook.sphinx_ext.render import subject_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain


def embed(
    app: Sphinx, _pagename: str, _templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """As a page is put into its frame: the evidence behind its words. Without quotations there is none."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if doctree is None or domain.library is None or app.builder.name == "epub" or "body" not in context:
        return
    subjects = [subject_of(node) for node in every(doctree, *SUBJECTS)]
    made = bundle.make(domain.library.prover, [(subject.ref, subject.words) for subject in subjects])
    if made["quotations"]:
        script = f'<script type="application/json" class="{bundle.SCRIPT_CLASS}">{bundle.to_text(made)}</script>'
        context["body"] += script + "\n"


def register(app: Sphinx) -> None:
    """Tell Sphinx when."""
    app.connect("html-page-context", embed)
