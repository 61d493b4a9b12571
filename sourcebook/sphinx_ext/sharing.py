"""Pages for browsers, written by several processes, each of which does all that a page needs.

Sphinx resolves every page in its main process, because an extension may note there what it meets, and has only the
HTML written by others; half of the cores wait meanwhile. Here a process resolves the pages that it writes, and brings
home what the builder is to know of them: their pictures, and their words for the search. So it is done only where
every extension is known to note nothing else (`KNOWN`); in any other book Sphinx goes its own way.

Not here: how many processes there are (`run.py`), and what a page holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx import version_info
from sphinx.application import builtin_extensions
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.display import status_iterator
from sphinx.util.parallel import ParallelTasks

from sourcebook.sphinx_ext.domain import SourcebookDomain

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)
KNOWN = frozenset(
    "jupyter_book myst_parser pydata_sphinx_theme sourcebook sphinx.builders.html.transforms "
    "sphinx.builders.latex.transforms sphinx.ext.mathjax sphinx_book_theme sphinx_comments sphinx_design "
    "sphinx_external_toc sphinx_multitoc_numbering".split()
)
"""Extensions that were looked through, besides those that Sphinx always loads: as a page is resolved, they change
nothing but that page."""
NEXT = (8, 0)
"""The first Sphinx whose way of writing was not looked through. Jupyter Book 1 has an older one."""
MOST = 30
"""So many pages, on average, make a portion at the most: who builds a large book sees how far it is."""
BY_PAGE = ("_titles", "_filenames", "_all_titles", "_index_entries")
BY_WORD = ("_mapping", "_title_mapping")
"""What Sphinx's search index knows of a page: by the name of the page, and by word the names of its pages."""


@dataclass
class Brought:
    """What a process knows of its pages that the main process is to know: pictures, and tables of the search index."""

    images: dict[str, str] = field(default_factory=dict)
    by_page: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_word: dict[str, dict[str, set[str]]] = field(default_factory=dict)


def shareable(app: Sphinx) -> bool:
    """Whether a page of this book can be resolved in any process: whether all that takes part in it is known."""
    known = KNOWN.union(builtin_extensions)
    return version_info[:2] < NEXT and not app.config.setup and known.issuperset(app.extensions)


class PagesBuilder(StandaloneHTMLBuilder):
    """Sphinx's builder of HTML, which shares all the work on a page and not only the last part of it."""

    def _write_parallel(self, docnames: Sequence[str], nproc: int) -> None:
        app = cast(SourcebookDomain, self.env.get_domain("sb")).app  # Sphinx's own way to it is deprecated from 9 on
        if app is None or not shareable(app):
            super()._write_parallel(docnames, nproc)
            return
        first, others = docnames[:1], docnames[1:]
        self._write_pages(first)  # here, so that templates are compiled once
        brought: dict[str, Brought] = {}
        tasks = ParallelTasks(nproc + 1)  # this process waits meanwhile
        portions = self.portions(others, max(nproc + 1, len(others) // MOST))
        progress = status_iterator(
            portions,
            "writing output... ",
            "darkgreen",
            len(portions),
            app.verbosity,
            lambda names: f"{len(names)} pages",
        )

        def take(portion: Sequence[str], found: Brought) -> None:
            brought[portion[0]] = found
            next(progress)

        for portion in portions:
            tasks.add_task(self._write_portion, portion, take)
        tasks.join()
        logger.info("")  # the line of the progress ends
        for name in sorted(brought):  # in one order, whichever process ended first
            self._take_home(brought[name])

    def portions(self, docnames: Sequence[str], count: int) -> list[list[str]]:
        """The pages in so many portions of about the same weight."""
        weights = {name: (Path(self.doctreedir) / f"{name}.doctree").stat().st_size for name in docnames}
        portions: list[tuple[int, list[str]]] = [(0, []) for _ in range(min(count, len(docnames)))]
        for name in sorted(docnames, key=lambda name: (-weights[name], name)):
            weight, lightest = heappop(portions)
            heappush(portions, (weight + weights[name], [*lightest, name]))
        return [names for _, names in sorted(portions)]

    def _write_pages(self, docnames: Sequence[str]) -> None:
        for docname in docnames:
            self.app.phase = BuildPhase.RESOLVING
            doctree = self.env.get_and_resolve_doctree(docname, self)
            self.app.phase = BuildPhase.WRITING
            self.write_doc_serialized(docname, doctree)
            self.write_doc(docname, doctree)

    def _write_portion(self, docnames: Sequence[str]) -> Brought:
        """In a process of its own: write some pages, and say what the others are to know of them."""
        found, index = Brought(), self.indexer
        self.images = found.images
        if index is not None:
            for name in BY_PAGE:
                setattr(index, name, found.by_page.setdefault(name, {}))
            for name in BY_WORD:
                setattr(index, name, found.by_word.setdefault(name, {}))
        self._write_pages(docnames)
        return found

    def _take_home(self, found: Brought) -> None:
        self.images.update(found.images)
        for name, pages in found.by_page.items():
            getattr(self.indexer, name).update(pages)
        for name, words in found.by_word.items():
            known: dict[str, set[str]] = getattr(self.indexer, name)
            for word, docnames in words.items():
                known.setdefault(word, set()).update(docnames)


def register(app: Sphinx) -> None:
    """Put our builder in the place of Sphinx's."""
    app.add_builder(PagesBuilder, override=True)
