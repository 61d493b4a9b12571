"""What the extension changes in the frame that sphinx-book-theme puts around a page.

Here: which templates stand for those of the theme, what they are told, which of its files are left out, and the
sitemap. The frame asks no other host for anything, loads what a page of words needs and no more (the theme's icons
alone are half a megabyte), repeats nothing, and leaves nothing outside a landmark. Not here: how it looks
(`static/book.css`), and the policy against foreign scripts (`csp.py`). Under another theme, or another builder than
one of HTML pages, nothing is changed.

When: the sidebar is chosen before the theme looks at it (priority 400); the rest is mended after the theme, whose last
handlers run at 501.
"""

from __future__ import annotations

import filecmp
import os
import re
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import sphinx
from docutils import nodes
from markupsafe import Markup
from markupsafe import escape as as_markup

from sourcebook.sphinx_ext.html.sidebar_toc import Shelf, TocOptions

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.theming import Theme

THEME = "sphinx_book_theme"
TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parents[2] / "static"
SHEET, FRAME = "book.css", "sourcebook-frame.js"
BASE_URLS = ("SOURCEBOOK_BASE_URL", "READTHEDOCS_CANONICAL_URL")
"""Where the address of a hosted book is looked for, when its configuration names none."""
MASTHEAD = ("navbar-logo.html", "icon-links.html", "search-button-field.html")
NAVIGATION = "sbt-sidebar-nav.html"
_DESIGNED = re.compile(r'class="[^"]*\bsd-')
ONLY_FOR = {
    "sphinx-design.": _DESIGNED,
    "design-tabs.": _DESIGNED,
    "mystnb.": re.compile(r'class="[^"]*\bcell\b'),
}
"""What other extensions add to every page, by the beginning of its name, and what shows that a page has use for it."""
TEXTS = ("author", "docstitle", "pagetitle", "project", "shorttitle")
"""What is text, and what some templates of the theme print as if it were HTML."""
FOLD = 16_000
"""So many characters of a page fill its first window on most screens. More would be painted later."""
_ID = re.compile(r'<[a-z][^<>]*? id="([A-Za-z][\w-]*)"')
TOC_TITLE = "Contents"
"""What the theme writes above the headings of a page, where nobody chose another word."""
UNASKED = ("scripts/fontawesome.js*", "locales/**/*", "*webpack-macros.html")
"""Of what the theme copies beside the pages, what no page of this frame asks for: icons as a script and its map, three
megabytes (`lean` takes the call for it out of every page), what it was translated with, and templates. Its fonts stay:
its style sheet names them, and a button of the theme may bear a sign out of them."""
TITLES_AS_HTML = sphinx.version_info < (9,)
"""Whether the search script of Sphinx shows titles as HTML. From version 9 on it shows them as text."""
DESCRIPTION = 200
"""Letters of a description, at most: what a list of results shows."""


# -- what a page is told -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """What the templates of this package know of a page: `sb` in them. They change nothing where it is missing."""

    pagename: str
    masthead: tuple[str, ...] = ()
    contents: str = ""
    plain: bool = True
    description: str = ""
    fold: str = ""
    graph: tuple[tuple[str, str], ...] = field(default=())

    def lean(self, markup: str) -> str:
        """A part of the head without what a page does not need."""
        return lean(markup, self.plain, self.pagename)

    def without_index(self, markup: str) -> str:
        """The same, without the search index, which the search page loads by itself."""
        return lean(_SEARCH.sub("", markup) if self.plain else markup, self.plain, self.pagename)


# -- the theme's markup, made lean -------------------------------------------------------------------------------------

_MODE = re.compile(r"<script data-cfasync=[^>]*>.*?</script>\s*", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>\s*<style>.*?</style>\s*</noscript>\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_ICONS = re.compile(r'<script\b[^>]*\bsrc="[^"]*/scripts/fontawesome\.js[^"]*"[^>]*></script>\s*')
_META = re.compile(r'<meta name="(?:viewport|docsearch:\w+|docbuild:[\w-]+)"[^>]*>\s*')
_SEARCH = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>\s*')
_OPTIONS = re.compile(r"<script>DOCUMENTATION_OPTIONS\.(?:pagename|search_as_you_type) = [^<]*</script>\s*")
_BLOCKING = re.compile(r"<script\b(?![^>]*\b(?:async|defer)\b)(?=[^>]*\bsrc=)")


def lean(markup: str, plain: bool, pagename: str = "") -> str:
    """A part of the head without its icons' script, its inline scripts that ours replaces, and notes to developers.

    `plain` says that the page neither searches as one types nor switches versions: then the options for both are left
    out, and no script makes the browser wait; except on the search page, where the theme adds scripts that do not wait
    for those before them.
    """
    for pattern in (_MODE, _NOSCRIPT, _COMMENT, _ICONS, _META):
        markup = pattern.sub("", markup)
    if plain:
        markup = _OPTIONS.sub("", markup)
    if plain and pagename != "search":
        markup = _BLOCKING.sub("<script defer", markup)
    return markup


# -- handlers ----------------------------------------------------------------------------------------------------------


def framed(app: Sphinx) -> bool:
    """Whether this build puts pages into the frame of the theme that is known here."""
    return app.config.html_theme == THEME and app.builder.format == "html" and app.builder.name != "epub"


def prepare(app: Sphinx, config: Config) -> None:
    """At the start: our templates go before those of the theme, our style sheet after its own."""
    if not config.html_baseurl:
        address = next(filter(None, map(os.environ.get, BASE_URLS)), "")
        config.html_baseurl = address and address.rstrip("/") + "/"
    if config.html_theme != THEME:
        return
    config.templates_path = [str(TEMPLATES), *config.templates_path]  # anew: the default is one for the process
    if str(STATIC) not in config.html_static_path:
        config.html_static_path = [*config.html_static_path, str(STATIC)]


def choose_sidebar(
    shelf: Shelf,
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Before the theme: one landmark for title and search, and contents that are quick to make."""
    if not framed(app):
        return
    sidebars = [_named(name) for name in context.get("sidebars") or []]
    masthead = tuple(name for name in sidebars if name in MASTHEAD)
    rest = ["sb-sidebar.html" if name == NAVIGATION else name for name in sidebars if name not in MASTHEAD]
    context["sidebars"] = ["sb-masthead.html", *rest] if masthead else rest
    contents = shelf.contents(app, TocOptions.of(context)).on(pagename) if NAVIGATION in sidebars else ""
    context["sb"] = Frame(pagename, masthead, contents)


def _named(template: str) -> str:
    return template if template.endswith(".html") else f"{template}.html"


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """After the theme: take out what is there twice, what would fetch from elsewhere, what a strict policy stops."""
    if not framed(app):
        return
    context.update({name: as_text(context.get(name)) for name in TEXTS})
    app.add_css_file(SHEET, priority=900)
    app.add_js_file(FRAME, priority=900, loading_method="defer")
    sidebars = context.get("sidebars") or []
    if "sb-masthead.html" in sidebars:
        context["theme_navbar_persistent"] = _without(context, "theme_navbar_persistent", "search-button-field.html")
    context["theme_primary_sidebar_end"] = _without(context, "theme_primary_sidebar_end", "sidebar-ethical-ads.html")
    context["header_buttons"] = list(without_handlers(context.get("header_buttons") or []))
    context["theme_back_to_top_button"] = False
    if context.get("theme_toc_title") == TOC_TITLE:
        context["theme_toc_title"] = "On this page"  # beside the contents of the book, “Contents” says too little
    for kind in ("css_files", "script_files"):
        context[kind] = list(needed(context.get(kind) or [], str(context.get("body") or "")))
    _describe(app, pagename, context, doctree)


def needed(files: Iterable[Any], body: str) -> Iterator[Any]:
    """Style sheets and scripts without those for cards, tabs and notebook cells of which a page has none."""
    for file in files:
        name = str(getattr(file, "filename", file) or "").rpartition("/")[2]
        mark = next((mark for start, mark in ONLY_FOR.items() if name.startswith(start)), None)
        if mark is None or mark.search(body):
            yield file


def as_text(value: object) -> Markup | None:
    """A setting as templates can print it, with or without their own `e`: a title with `<` or `&` stays a title."""
    return None if value is None else as_markup(value)


def _without(context: MutableMapping[str, Any], key: str, template: str) -> list[str]:
    return [name for name in context.get(key) or [] if _named(name) != template]


def without_handlers(buttons: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Buttons of the theme without those that hold a script in an attribute, which a strict policy stops."""
    for button in buttons:
        inner = list(without_handlers(button.get("buttons") or []))
        if button.get("type") == "group" and inner:
            yield {**button, "buttons": inner}
        elif button.get("type") not in {"group", "javascript"}:
            yield button


def _describe(app: Sphinx, pagename: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Tell the templates what the page is about, and how it is to be shown where somebody links to it."""
    frame: Frame = context["sb"]
    description = first_words(doctree) if doctree else ""
    plain = str(context.get("theme_search_as_you_type")).lower() != "true" and not context.get("theme_switcher")
    graph = _graph(app, context, description) if app.config.html_baseurl and doctree else ()
    fold = below_the_fold(str(context.get("body") or ""))
    context["sb"] = replace(frame, plain=plain, description=description, fold=fold, graph=graph)


def below_the_fold(body: str) -> str:
    """The first id below the first window of a page, or the last of a short page; nothing where there is none.

    A browser that knows `rel=expect` (HTML, link type `expect`) paints nothing before it has read so far. Otherwise it
    may paint half a line or half a drawing, and what is in the window moves when the rest comes.
    """
    far = _ID.search(body, FOLD)
    return far[1] if far else ["", *map(str, _ID.findall(body))][-1]


def first_words(doctree: nodes.document) -> str:
    """The first paragraph of a page on one line, cut after a word."""
    paragraph = next((p for p in doctree.findall(nodes.paragraph) if isinstance(p.parent, nodes.section)), None)
    text = " ".join(paragraph.astext().split()) if paragraph else ""
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rpartition(" ")[0] + " …"


def _graph(app: Sphinx, context: dict[str, Any], description: str) -> tuple[tuple[str, str], ...]:
    """What Open Graph asks for. Only where the book has an address: a relative one would lead nowhere."""
    title = unescape(re.sub(r"<[^>]+>", "", str(context.get("title") or ""))) or app.config.html_title
    facts = (
        ("og:type", "article"),
        ("og:site_name", app.config.html_title),
        ("og:title", title),
        ("og:url", str(context.get("pageurl") or "")),
        ("og:description", description),
    )
    return tuple((name, content) for name, content in facts if content)


def guard_search(app: Sphinx) -> Iterable[tuple[str, dict[str, Any], str]]:
    """Before the search index is written: no title in it is markup, where the script of Sphinx shows it as HTML.

    Titles of pages that were not written anew come from the last index, where this was done: twice is as once.
    """
    titles = getattr(getattr(app.builder, "indexer", None), "_all_titles", {})
    for name, page_titles in titles.items() if TITLES_AS_HTML else ():
        titles[name] = [(title.replace("<", "&lt;").replace(">", "&gt;"), ident) for title, ident in page_titles]
    return ()


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """At the end, where the book has an address: its pages for those who search the web."""
    if exception is not None or not framed(app) or not app.config.html_baseurl:
        return
    lines = [f"<url><loc>{escape(page)}</loc></url>" for page in _addresses(app, app.env)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    text = head + "\n".join(lines) + "\n</urlset>\n"
    (Path(app.outdir) / "sitemap.xml").write_text(text, encoding="utf-8")


def leave_out(app: Sphinx, exception: Exception | None) -> None:
    """At the end: the theme's own copies of what no page asks for are taken away; a file of the author's stays."""
    if exception is not None or not framed(app):
        return
    static = Path(app.outdir) / "_static"
    theme: Theme = getattr(app.builder, "theme")  # noqa: B009 -- builders of HTML have one, and others were sent away
    for folder in (Path(place) / "static" for place in theme.get_theme_dirs()):
        for brought in (path for pattern in UNASKED for path in folder.glob(pattern) if path.is_file()):
            copied = static / brought.relative_to(folder)
            if copied.is_file() and filecmp.cmp(copied, brought, shallow=False):
                copied.unlink()
                _leave_empty(copied.parent, static)


def _leave_empty(folder: Path, below: Path) -> None:
    """Take a folder away in which nothing is left, and those around it, up to another one."""
    while folder != below and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _addresses(app: Sphinx, env: BuildEnvironment) -> list[str]:
    return [urljoin(app.config.html_baseurl, app.builder.get_target_uri(name)) for name in sorted(env.found_docs)]


def register(app: Sphinx) -> None:
    """Tell Sphinx about the handlers."""
    app.connect("config-inited", prepare)
    shelf = Shelf()
    app.connect("env-updated", shelf.clear)
    app.connect("html-page-context", partial(choose_sidebar, shelf), priority=400)
    app.connect("html-page-context", mend, priority=900)
    app.connect("html-collect-pages", guard_search)
    app.connect("build-finished", write_sitemap)
    app.connect("build-finished", leave_out)
