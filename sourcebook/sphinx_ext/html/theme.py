"""Adapt sphinx-book-theme: its templates, its options and the files that its pages load; and write the sitemap.

Here: the templates that replace those of the theme and their context, and the files that are left out. The pages ask no
other host for anything, load only what a page of text needs (the theme's icons alone are half a megabyte), repeat
nothing, and leave nothing outside a landmark. Not here: the style (`static/book.css`), and the policy against foreign
scripts (`csp.py`). Under another theme, or a builder of anything but HTML pages, nothing is changed.

When: the sidebar is chosen before the theme reads it (priority 400); the rest is changed after the theme, whose last
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

from sourcebook.sphinx_ext.html.sidebar_toc import TocCache, TocOptions

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
"""Environment variables with the address of a hosted book, where its configuration names none."""
MASTHEAD = ("navbar-logo.html", "icon-links.html", "search-button-field.html")
NAVIGATION = "sbt-sidebar-nav.html"
_DESIGNED = re.compile(r'class="[^"]*\bsd-')
ONLY_FOR = {
    "sphinx-design.": _DESIGNED,
    "design-tabs.": _DESIGNED,
    "mystnb.": re.compile(r'class="[^"]*\bcell\b'),
}
"""Files that other extensions add to every page, by the start of their names, and the markup that needs them."""
TEXTS = ("author", "docstitle", "pagetitle", "project", "shorttitle")
"""Values of the context that are text, but that some templates of the theme print as HTML."""
FOLD = 16_000
"""The number of characters that fill the first window of a page on most screens."""
_ID = re.compile(r'<[a-z][^<>]*? id="([A-Za-z][\w-]*)"')
TOC_TITLE = "Contents"
"""The theme's default title of the list of headings."""
WHOLE, USED = "styles/pydata-sphinx-theme.css", "styles/theme-used.css"
"""The theme's style sheet, and what pages use of it (`used_styles.py`)."""
UNASKED = ("scripts/fontawesome.js*", f"{WHOLE}*", "locales/**/*", "*webpack-macros.html")
"""Files of the theme that no page loads: icons as a script and its map, three megabytes (`lean` removes the call from
every page), the whole style sheet, sources of translations, and templates. Its fonts stay: its style sheet names them,
and a button of the theme may use one of their icons."""
TITLES_AS_HTML = sphinx.version_info < (9,)
"""True if the search script of Sphinx shows titles as HTML. From version 9 on it shows them as text."""
DESCRIPTION = 200
"""The greatest length of a description: as long as lists of search results show it."""


# -- the context of a page -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """The facts of a page for the templates of this package, as `sb`. Without it they change nothing."""

    pagename: str
    masthead: tuple[str, ...] = ()
    contents: str = ""
    plain: bool = True
    description: str = ""
    fold: str = ""
    graph: tuple[tuple[str, str], ...] = field(default=())

    def lean(self, markup: str) -> str:
        """A part of the head without what the page does not need."""
        return lean(markup, self.plain, self.pagename)

    def without_index(self, markup: str) -> str:
        """The same, without the search index, which the search page loads by itself."""
        return lean(_SEARCH.sub("", markup) if self.plain else markup, self.plain, self.pagename)


# -- the theme's markup, made lean -------------------------------------------------------------------------------------

_MODE = re.compile(r"<script data-cfasync=[^>]*>.*?</script>\s*", re.DOTALL)
_NOSCRIPT = re.compile(r"<noscript>\s*<style>.*?</style>\s*</noscript>\s*", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_ICONS = re.compile(r'<script\b[^>]*\bsrc="[^"]*/scripts/fontawesome\.js[^"]*"[^>]*></script>\s*')
_SHEET = re.compile(re.escape(WHOLE) + r"(?:\?[^\"]*)?")
_META = re.compile(r'<meta name="(?:viewport|docsearch:\w+|docbuild:[\w-]+)"[^>]*>\s*')
_SEARCH = re.compile(r'<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>\s*')
_OPTIONS = re.compile(r"<script>DOCUMENTATION_OPTIONS\.(?:pagename|search_as_you_type) = [^<]*</script>\s*")
_BLOCKING = re.compile(r"<script\b(?![^>]*\b(?:async|defer)\b)(?=[^>]*\bsrc=)")


def lean(markup: str, plain: bool, pagename: str = "") -> str:
    """A part of the head without its icons' script, its inline scripts that ours replaces, and notes to developers.

    It names the part of the theme's style sheet that the book uses, in place of the whole.

    `plain` says that the page neither searches as one types nor switches versions: then the options for both are left
    out, and no script makes the browser wait; except on the search page, where the theme adds scripts that do not wait
    for those before them.
    """
    for pattern in (_MODE, _NOSCRIPT, _COMMENT, _ICONS, _META):
        markup = pattern.sub("", markup)
    markup = _SHEET.sub(USED, markup)
    if plain:
        markup = _OPTIONS.sub("", markup)
    if plain and pagename != "search":
        markup = _BLOCKING.sub("<script defer", markup)
    return markup


# -- handlers ----------------------------------------------------------------------------------------------------------


def framed(app: Sphinx) -> bool:
    """True if this build makes HTML pages with sphinx-book-theme."""
    return app.config.html_theme == THEME and app.builder.format == "html" and app.builder.name != "epub"


def prepare(app: Sphinx, config: Config) -> None:
    """Handler of `config-inited`: our templates before those of the theme, our style sheet after its own."""
    if not config.html_baseurl:
        address = next(filter(None, map(os.environ.get, BASE_URLS)), "")
        config.html_baseurl = address and address.rstrip("/") + "/"
    if config.html_theme != THEME:
        return
    config.templates_path = [str(TEMPLATES), *config.templates_path]  # anew: the default is one for the process
    if str(STATIC) not in config.html_static_path:
        config.html_static_path = [*config.html_static_path, str(STATIC)]


def choose_sidebar(
    toc_cache: TocCache,
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Handler of `html-page-context`, before the theme: one landmark for title and search, and the cached contents."""
    if not framed(app):
        return
    sidebars = [_named(name) for name in context.get("sidebars") or []]
    masthead = tuple(name for name in sidebars if name in MASTHEAD)
    rest = ["sb-sidebar.html" if name == NAVIGATION else name for name in sidebars if name not in MASTHEAD]
    context["sidebars"] = ["sb-masthead.html", *rest] if masthead else rest
    contents = toc_cache.contents(app, TocOptions.of(context)).on(pagename) if NAVIGATION in sidebars else ""
    context["sb"] = Frame(pagename, masthead, contents)


def _named(template: str) -> str:
    return template if template.endswith(".html") else f"{template}.html"


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Handler of `html-page-context`, after the theme: remove duplicates, foreign files, and what the policy blocks."""
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
    """A setting escaped for templates, whether they use the filter `e` or not."""
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
    """Add the description of the page and its Open Graph data to the context."""
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
    texts = paragraph.findall(nodes.Text) if paragraph else ()
    text = " ".join("".join(each.astext() for each in texts if not isinstance(each.parent, nodes.raw)).split())
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rpartition(" ")[0] + " …"


def _graph(app: Sphinx, context: dict[str, Any], description: str) -> tuple[tuple[str, str], ...]:
    """The Open Graph properties of a page. They need the address of the book: no relative one is valid."""
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
    """Handler of `html-collect-pages`: escape titles in the search index, where Sphinx's script shows them as HTML.

    Titles of pages that were not written anew come from the last index, where this was done: twice is as once.
    """
    titles = getattr(getattr(app.builder, "indexer", None), "_all_titles", {})
    for name, page_titles in titles.items() if TITLES_AS_HTML else ():
        titles[name] = [(title.replace("<", "&lt;").replace(">", "&gt;"), ident) for title, ident in page_titles]
    return ()


def write_sitemap(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: write `sitemap.xml` where the book has an address."""
    if exception is not None or not framed(app) or not app.config.html_baseurl:
        return
    lines = [f"<url><loc>{escape(page)}</loc></url>" for page in _addresses(app, app.env)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    text = head + "\n".join(lines) + "\n</urlset>\n"
    (Path(app.outdir) / "sitemap.xml").write_text(text, encoding="utf-8")


def leave_out(app: Sphinx, exception: Exception | None) -> None:
    """Handler of `build-finished`: delete the theme's copies of files that no page loads; the author's stay."""
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
    """Delete an empty folder, and its parents that become empty, up to `below`."""
    while folder != below and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _addresses(app: Sphinx, env: BuildEnvironment) -> list[str]:
    return [urljoin(app.config.html_baseurl, app.builder.get_target_uri(name)) for name in sorted(env.found_docs)]


def register(app: Sphinx) -> None:
    """Tell Sphinx about the handlers."""
    app.connect("config-inited", prepare)
    toc_cache = TocCache()
    app.connect("env-updated", toc_cache.clear)
    app.connect("html-page-context", partial(choose_sidebar, toc_cache), priority=400)
    app.connect("html-page-context", mend, priority=900)
    app.connect("html-collect-pages", guard_search)
    app.connect("build-finished", write_sitemap)
    app.connect("build-finished", leave_out)
