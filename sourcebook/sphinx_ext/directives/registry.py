"""Register the directives and roles that show the evidence, and the style sheets and scripts that their pages need.

Each directive has a module of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sourcebook.sphinx_ext.directives.compare import CompareDirective
from sourcebook.sphinx_ext.directives.country_map import ImplicationsDirective, MapDirective
from sourcebook.sphinx_ext.directives.event_list import TimelineDirective
from sourcebook.sphinx_ext.directives.fold import FoldDirective
from sourcebook.sphinx_ext.directives.matrix_table import MatrixDirective
from sourcebook.sphinx_ext.directives.mentions import EventRole, FigureRole
from sourcebook.sphinx_ext.directives.people import PeopleDirective
from sourcebook.sphinx_ext.directives.reports import FigureDirective, ReportsDirective
from sourcebook.sphinx_ext.fill_parts import FillParts

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain

DIRECTIVES = {
    "timeline": TimelineDirective,
    "compare": CompareDirective,
    "reports": ReportsDirective,
    "figure": FigureDirective,
    "fold": FoldDirective,
    "people": PeopleDirective,
    "matrix": MatrixDirective,
    "map": MapDirective,
    "implications": ImplicationsDirective,
}
ROLES = {"event": EventRole, "figure": FigureRole}
ACCOUNTS = "sourcebook-evidence.css"
GRID = "sourcebook-grid.js"
NEEDS = {
    "event": (ACCOUNTS, "sourcebook-timeline.css", GRID, "sourcebook-timeline.js"),
    "synopsis": (ACCOUNTS, "sourcebook-timeline.css"),
    "compare": (ACCOUNTS, "sourcebook-timeline.css", "sourcebook-compare.css", "sourcebook-compare.js"),
    "drawing": (ACCOUNTS, "sourcebook-timeline.css", GRID, "sourcebook-timeline.js"),
    "reports": (ACCOUNTS,),
    "figure": (ACCOUNTS,),
    "actor": (ACCOUNTS, "sourcebook-people.css"),
    "matrix": (ACCOUNTS, "sourcebook-matrix.css", GRID, "sourcebook-matrix.js"),
    "map": (ACCOUNTS, "sourcebook-map.css"),
    "implied": (ACCOUNTS, "sourcebook-map.css"),
    "brief": (ACCOUNTS, "sourcebook-briefs.css"),
}
"""The files that a page needs, by the kinds of its anchors."""
BEFORE_PAINT = (GRID, "sourcebook-compare.js", "sourcebook-matrix.js", "sourcebook-timeline.js")
"""Scripts that a browser runs before it first paints the page."""


def needed(domain: SourcebookDomain, docname: str) -> list[str]:
    """The files that a page needs, each once."""
    kinds = [anchor.kind for anchor in domain.data["anchors"].get(docname, [])]
    return list(dict.fromkeys(file for kind in kinds for file in NEEDS.get(kind, ())))


def add_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: add the style sheets and scripts that this page needs."""
    if doctree is None or app.builder.name == "epub":
        return
    for file in needed(cast("SourcebookDomain", app.env.get_domain("sb")), pagename):
        if file.endswith(".css"):
            app.add_css_file(file)
        else:
            # What is added above a table would move it under the reader's eyes.
            early: dict[str, Any] = {"blocking": "render"} if file in BEFORE_PAINT else {}
            app.add_js_file(file, loading_method="defer", **early)


def register(app: Sphinx) -> None:
    """Register the directives, roles, transform and handler."""
    for name, directive in DIRECTIVES.items():
        app.add_directive_to_domain("sb", name, directive)
    for name, role in ROLES.items():
        app.add_role_to_domain("sb", name, role())
    app.add_post_transform(FillParts)
    app.connect("html-page-context", add_files)
