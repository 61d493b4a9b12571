"""Sphinx extension: registration, and the handlers of Sphinx's build events.

Everything else is a module or a room a concept: `config`, `domain`, `session`, `nodes`, `render`, `report`,
`directives/`, `exercises/`, `blocks/`, `html/`, `foreign/`. Only this package imports Sphinx, docutils or MyST-Parser.

In each build: the records are loaded (`env-get-outdated`), pages are read and their records noted, every quotation of
every page is judged (`env-updated`, which comes even where no page was read), and pages are written. What the domain
keeps is merged after parallel reading, so the extension is safe for reading and writing in parallel.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.builders.html import _assets

from sourcebook import __version__
from sourcebook.model.problems import NotLoadedError
from sourcebook.sphinx_ext import config, nodes, report, source_checks, trusted_cache
from sourcebook.sphinx_ext.blocks import builder, paper_problems
from sourcebook.sphinx_ext.collect_and_fill import CollectPage, FillSlots
from sourcebook.sphinx_ext.directives import brief, cite, downloads, errata, registry
from sourcebook.sphinx_ext.directives.quotations import DIRECTIVES
from sourcebook.sphinx_ext.directives.roles import ROLES
from sourcebook.sphinx_ext.domain import SourcebookDomain
from sourcebook.sphinx_ext.exercises import directives
from sourcebook.sphinx_ext.fingerprints import fingerprints
from sourcebook.sphinx_ext.foreign import (
    addresses,
    directions,
    dollars,
    index_entries,
    moved_labels,
    near_names,
    papers,
    parallel,
)
from sourcebook.sphinx_ext.html import (
    csp,
    drop_languages,
    embedded_proof,
    glossary,
    narrow_tables,
    not_found,
    page_frame,
    permalinks,
    search_index,
    theme,
    used_styles,
)
from sourcebook.sphinx_ext.page_records import SOURCES

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment

STATIC = Path(__file__).parent.parent / "static"
STYLE = "sourcebook.css"


def domain_of(env: BuildEnvironment) -> SourcebookDomain:
    """The domain of a build."""
    return cast(SourcebookDomain, env.get_domain("sb"))


def add_style(app: Sphinx, _config: Config) -> None:
    """Register the style sheet for every builder that writes HTML, where there is a book (`config-inited`)."""
    if (Path(app.srcdir) / SOURCES).is_dir():
        if str(STATIC) not in app.config.html_static_path:
            app.config.html_static_path = [*app.config.html_static_path, str(STATIC)]
        app.add_css_file(STYLE)


def allow_parallel(app: Sphinx, _config: Config) -> None:
    """Declare sphinx-multitoc-numbering safe for parallel reading, about which it says nothing (`config-inited`).

    sphinx-external-toc loads it in every Jupyter Book. All it does is to number chapters after every page was read.
    """
    extension = app.extensions.get("sphinx_multitoc_numbering")
    if extension is not None and extension.parallel_read_safe is None:
        extension.parallel_read_safe = True


def forget_digests(_app: Sphinx, _env: BuildEnvironment) -> None:
    """Clear Sphinx's cache of checksums of style sheets and scripts, which outlives a build (`env-updated`).

    Sphinx 8.2 and later keep them as long as the process lives, and a process may build a book again: addresses would
    hold old checksums, and browsers show the old files.
    """
    checksum = getattr(_assets, "_file_checksum_inner", None)
    if checksum is not None:
        checksum.cache_clear()


def load(app: Sphinx, env: BuildEnvironment, *_: set[str]) -> list[str]:
    """Load the records; return the pages for which what they read of them has changed (`env-get-outdated`)."""
    domain = domain_of(env)
    domain.app = app
    domain.open(Path(app.srcdir), config.zones(app.config))
    if domain.session:
        try:
            domain.session.opened.need_loaded()
        except NotLoadedError as error:
            raise report.NotLoaded(error) from None
    return domain.outdated()


def judge(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Report every problem; return the pages to write again for a changed verdict or link (`env-updated`)."""
    domain = domain_of(env)
    domain.settle()
    problems = [*config.problems(app.config, Path(app.srcdir)), *domain.problems(config.limits(app.config))]
    if domain.session:
        problems += [*report.unchecked(app, domain.session), *report.unlisted(app)]
    report.problems(app, problems)
    shown: dict[str, str] = domain.data["shown"].setdefault(app.builder.name, {})
    now = fingerprints(domain)
    changed = [docname for docname in now if shown.get(docname) != now[docname]]
    shown.clear()
    shown.update(now)
    return [docname for docname in changed if docname in env.all_docs]


def finish(app: Sphinx, exception: Exception | None) -> None:
    """Print the summary of a build that was not broken off (`build-finished`)."""
    if exception is None and app.env is not None:
        report.summary(domain_of(app.env))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension. Called by Sphinx through `sourcebook.setup`."""
    trusted_cache.register(app)
    config.register(app)
    nodes.register(app)
    addresses.register(app)
    parallel.register(app)
    builder.register(app)
    app.add_domain(SourcebookDomain)
    for name, role in ROLES.items():
        app.add_role_to_domain("sb", name, role())
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("sb", name, directive)
    registry.register(app)
    directives.register(app)
    embedded_proof.register(app)
    source_checks.register(app)
    theme.register(app)
    used_styles.register(app)
    csp.register(app)
    brief.register(app)
    downloads.register(app)
    cite.register(app)
    errata.register(app)
    search_index.register(app)
    not_found.register(app)
    drop_languages.register(app)
    papers.register(app)
    dollars.register(app)
    directions.register(app)
    page_frame.register(app)
    index_entries.register(app)
    moved_labels.register(app)
    near_names.register(app)
    paper_problems.register(app)
    glossary.register(app)
    permalinks.register(app)
    narrow_tables.register(app)
    app.add_transform(CollectPage)
    app.add_post_transform(FillSlots)
    app.connect("config-inited", add_style)
    app.connect("config-inited", allow_parallel)
    app.connect("env-get-outdated", load)
    # Before every other handler of ours: from here on, what the pages say together stands.
    app.connect("env-updated", judge, priority=400)
    app.connect("env-updated", forget_digests)
    app.connect("build-finished", finish)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
