"""Forget all pages that are about to be read again before the first of them is read.

Sphinx does so only where it reads pages in parallel. One after the other, it forgets each page just before it reads
it: a label that an author moved from one page to another is then found twice, and `check` would call it an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def forget_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Handler of `env-before-read-docs`: purge each page that will be read."""
    for docname in docnames:
        app.events.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)


def register(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("env-before-read-docs", forget_pages)
