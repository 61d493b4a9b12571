"""Complete Sphinx's search index with the index entries of pages that a build does not write again.

Here: entries of the index (terms of a glossary, the directive `index`), which Sphinx does not load again with the index
of the last build, so that it has those of the pages alone that this build wrote. Not here: our own search index
(`sphinx_ext/html/search_index.py`), and words that must go out of the index (`sphinx_ext/exercises/directives.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

TABLE = "_index_entries"
"""The attribute of Sphinx's index builder that holds the entries by page."""


def complete(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Handler of `html-collect-pages`: complete the entries of every page before the index is written."""
    indexer = getattr(app.builder, "indexer", None)
    known: dict[str, list[tuple[str, str, str]]] | None = getattr(indexer, TABLE, None)
    if known is not None:
        by_page = {name: known[name] if name in known else entries(app.env, name) for name in sorted(app.env.all_docs)}
        known.clear()
        known.update(by_page)
    return []


def entries(env: BuildEnvironment, docname: str) -> list[tuple[str, str, str]]:
    """The entries of a page as Sphinx's index builder makes them: words, place, and whether it is the main one."""
    on_page: set[tuple[str, str, str]] = set()
    for kind, value, place, main, _ in env.get_domain("index").data["entries"].get(docname, ()):
        try:
            words = split_index_msg(kind, value)
        except ValueError:  # Sphinx has said so as it read the page
            continue
        on_page |= {(each, place or "", main) for each in words}
    return sorted(on_page)


def register(app: Sphinx) -> None:
    """Register the handler."""
    app.connect("html-collect-pages", complete)
