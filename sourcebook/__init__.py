"""Sourcebook: teaching books, briefs and exercises from source articles, with every quotation proven."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Hand over to the Sphinx side; imported late so that the command line does not wait for Sphinx."""
    from sourcebook.sphinx_ext import setup as register

    return register(app)
