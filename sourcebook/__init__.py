"""Sourcebook: teaching books, briefs and exercises from source articles, with every quotation proven."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__version__ = "0.1.0"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the Sphinx extension, which is loaded only here: the command line need not wait for Sphinx."""
    return cast(dict[str, Any], import_module("sourcebook.sphinx_ext").setup(app))
