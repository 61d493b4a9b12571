"""Lines around the text of a page: the reading time below its title, and the rights in its footer.

Not here: other parts of the theme (`theme.py`), and the rights on paper and in packs, which are the same sentence
(`sourcebook_rights`).

When: as the template of a page is filled, after every transform, so that the words counted are those shown.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, cast

from docutils import nodes

from sourcebook.sphinx_ext import config, wording
from sourcebook.sphinx_ext.html.theme import framed
from sourcebook.sphinx_ext.nodes import sb_details, sb_summary

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sourcebook.sphinx_ext.domain import SourcebookDomain

FEWEST = 150
"""The least number of words of a page that gets a reading time."""
TASKS = frozenset({"exercise", "assignment"})
"""Kinds of anchors of pages without a reading time: each of their tasks states its own minutes."""


# -- how long ----------------------------------------------------------------------------------------------------------


def count(document: nodes.document) -> tuple[int, int]:
    """The number of visible words of a page, quotations included, and of those in folded parts."""
    seen = folded = 0
    left: list[tuple[nodes.Node, bool]] = [(document, False)]
    while left:
        node, away = left.pop()
        if isinstance(node, nodes.Text):
            words = sum(any(map(str.isalnum, word)) for word in node.split())
            seen, folded = (seen, folded + words) if away else (seen + words, folded)
        elif not isinstance(node, nodes.raw | nodes.comment | nodes.Invisible):
            closed = isinstance(node, sb_details) and not node.get("open")
            left += [(child, away or (closed and not isinstance(child, sb_summary))) for child in node.children]
    return seen, folded


def how_long(document: nodes.document, pace: int) -> str:
    """The reading time of a page at `pace` words a minute; empty for a short page."""
    seen, folded = count(document)
    if pace <= 0 or seen < FEWEST:
        return ""
    minutes = wording.times(max(1, round(seen / pace)), "minute")
    more = f"; {folded:,} more in parts that open" if folded else ""
    return f"About {minutes} to read: {seen:,} words, quotations included, at {pace:,} a minute{more}."


# -- handlers ----------------------------------------------------------------------------------------------------------


def add(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Handler of `html-page-context`: add the reading time, and the rights under other themes."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if domain.session is None or doctree is None or "body" not in context:
        return
    browser = app.builder.format == "html" and app.builder.name != "epub"
    if browser and not any(anchor.kind in TASKS for anchor in domain.data["anchors"].get(pagename, [])):
        time_to_read = how_long(doctree, config.value(app.config, config.PACE))
        line = f'<p class="sb-reading-time">{escape(time_to_read)}</p>\n' if time_to_read else ""
        context["body"] = context["body"].replace("</h1>", f"</h1>\n{line}", 1)
    if not framed(app) and (browser or pagename == app.config.root_doc):
        # The known theme has a foot of its own for it; an EPUB says it once.
        context["body"] += rights(app)


def rights(app: Sphinx) -> str:
    """The line of rights, with a link to the licence where the book names one; empty without a statement."""
    statement, licence = (config.value(app.config, option).strip() for option in (config.RIGHTS, config.LICENCE))
    link = f' <a href="{escape(licence)}" rel="license">Licence of our own text</a>' if licence else ""
    return f'<p class="sb-rights">{escape(statement)}{link}</p>\n' if statement else ""


def foot(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`: the rights in the footer of the known theme, unless the book fills it."""
    domain = cast("SourcebookDomain", app.env.get_domain("sb"))
    if framed(app) and domain.session is not None and not context.get("theme_extra_footer"):
        context["theme_extra_footer"] = rights(app)


def register(app: Sphinx) -> None:
    """Register the handlers."""
    app.connect("html-page-context", add)
    app.connect("html-page-context", foot, priority=800)
